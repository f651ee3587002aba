//! Spreadsheets: one sheet of a workbook as a list.

use std::{
    io::{Cursor, Read},
    path::Path,
};

use calamine::{Data, Reader, Xlsx};

use super::{Sheet, SheetRow, rules::Header};
use crate::import::ImportError;

/// The most bytes that a workbook may hold when it is unpacked: a sheet of 50 MB is some 400 MB of XML.
const MOST_BYTES: u64 = 512 << 20;
/// The most cells of a sheet.
const MOST_CELLS: usize = 20_000_000;

/// Whether bytes may be a workbook: a ZIP archive.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Reads a sheet of a workbook: the one that is named, or the only one that has rows.
///
/// # Errors
/// [`ImportError::Table`] for what is no workbook, one that unpacks to more than it may, or several sheets and none named.
pub(super) fn read(
    file: &Path,
    bytes: &[u8],
    table: Option<&str>,
    header: &Header,
) -> Result<Sheet, ImportError> {
    let fault = |reason: String| ImportError::Table { file: file.to_path_buf(), reason };
    bounded(bytes).map_err(fault)?;
    let damaged = |error: calamine::XlsxError| fault(format!("it is no workbook that can be read: {error}"));
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let names = book.sheet_names();
    let mut found = Vec::new();
    for name in &names {
        if table.is_some_and(|table| table != name) {
            continue;
        }
        let range = book.worksheet_range(name).map_err(damaged)?;
        if range.height() * range.width() > MOST_CELLS {
            return Err(fault(format!("its sheet “{name}” has more than {MOST_CELLS} cells: divide it")));
        }
        if !range.is_empty() {
            found.push((name.clone(), range));
        }
    }
    let quoted = || names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ");
    let (name, range) = match (found.len(), table) {
        (1, _) => found.remove(0),
        (0, Some(table)) => {
            return Err(fault(format!("it has no sheet “{table}” with rows; it has {}", quoted())));
        }
        (0, None) => return Err(fault("it has no rows".to_owned())),
        (_, _) => return Err(fault(format!("it has several sheets, {}: say which with --table", quoted()))),
    };
    // Where the used cells begin, for row numbers as the spreadsheet shows them.
    let first_row = range.start().map_or(0, |(row, _)| row as usize);
    let mut rows = range.rows().enumerate().filter_map(|(position, cells)| {
        let cells: Vec<String> = cells.iter().map(text).collect();
        let is_blank = cells.iter().all(|cell| cell.trim().is_empty());
        (!is_blank).then_some((first_row + position + 1, cells))
    });
    let Some((number, first)) = rows.next() else { return Err(fault("it has no rows".to_owned())) };
    let (mut columns, mut before) = (Vec::new(), None);
    if header.is_in(&first.iter().map(String::as_str).collect::<Vec<_>>()) {
        columns = first.iter().map(|name| name.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    } else {
        before = Some((number, first));
    }
    let rows = before.into_iter().chain(rows);
    let rows: Vec<SheetRow> =
        rows.map(|(row, cells)| SheetRow { row, cells, ..SheetRow::default() }).collect();
    if rows.is_empty() {
        return Err(fault("it has no rows".to_owned()));
    }
    Ok(Sheet {
        file: file.to_path_buf(),
        format: format!("XLSX, sheet “{name}”"),
        crs: String::new(),
        columns,
        rows,
        remarks: Vec::new(),
    })
}

/// Refuses an archive that unpacks to more than a workbook may hold, by unpacking it: what it says of itself may be a lie.
fn bounded(bytes: &[u8]) -> Result<(), String> {
    let no_workbook = |error: zip::result::ZipError| format!("it is no workbook that can be read: {error}");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(no_workbook)?;
    let mut left = MOST_BYTES;
    for position in 0..archive.len() {
        let entry = archive.by_index(position).map_err(no_workbook)?;
        let copied = std::io::copy(&mut entry.take(left + 1), &mut std::io::sink());
        let copied = copied.map_err(|error| format!("it is damaged: {error}"))?;
        left = left.checked_sub(copied).ok_or_else(|| {
            format!("it unpacks to more than {} MiB: divide it, or save it as CSV", MOST_BYTES >> 20)
        })?;
    }
    Ok(())
}

/// A cell as text: whole numbers without a fraction, days as 2026-03-31.
fn text(cell: &Data) -> String {
    match cell {
        Data::Int(number) => number.to_string(),
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::Float(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        Data::DateTime(moment) if moment.is_datetime() => {
            let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
            match (moment.as_f64() < 1.0, hour, minute) {
                (true, hour, minute) => format!("{hour:02}:{minute:02}"),
                (false, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                (false, hour, minute) => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
            }
        }
        Data::DateTime(span) => span.as_f64().to_string(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        // "#N/A" and the like say nothing.
        Data::Error(_) | Data::Empty => String::new(),
    }
}
