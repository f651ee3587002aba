//! Postcodes with their places from a table: Code-Point Open, ONSPD, or any other.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

mod field;
mod layout;

pub use self::field::{PostcodeField, parse_map};
use self::layout::Layout;
use super::{
    ImportError, Report, TableRequest,
    table::{self, field},
    table_request::{Refusals, file_report, report_of, unchanged},
};
use crate::{
    asset::{Ending, ListedPostcode, Postcode, RegisterKind},
    atlas::{TableKind, TableName},
    store::{NewContent, Store},
};

/// Tables of postcodes to be imported: all of them together are one register.
#[derive(Debug, Clone)]
pub struct PostcodesImport {
    /// What every table says.
    pub request: TableRequest,
    /// The tables.
    pub files: Vec<PathBuf>,
    /// Which columns hold what, where they are not known by name.
    pub map: Vec<(PostcodeField, String)>,
    /// What the register is, where its layout does not say.
    pub register: Option<RegisterKind>,
}

/// Reads the tables and writes the register, or nothing.
///
/// # Errors
/// [`ImportError`] names the file, row and field; the store is then as it was.
pub fn run(store: &dyn Store, import: &PostcodesImport) -> Result<Report, ImportError> {
    let request = &import.request;
    let mut read = Vec::new();
    for file in &import.files {
        let layout = Layout::of(file, import)?;
        if let Some((first, kind)) =
            read.first().map(|(file, layout): &(&PathBuf, Layout)| (file, layout.kind))
            && kind != layout.kind
        {
            let reason = format!(
                "it is a {}, and {} is a {}: import them one at a time, or say what they are with --register",
                layout.kind.as_str(),
                first.display(),
                kind.as_str()
            );
            return Err(ImportError::Table { file: file.clone(), reason });
        }
        read.push((file, layout));
    }
    let Some((first, kind)) = read.first().map(|(file, layout)| (*file, layout.kind)) else {
        return Err(ImportError::Table {
            file: PathBuf::new(),
            reason: "there is no file to read".to_owned(),
        });
    };
    let edition = match &request.edition {
        Some(edition) => edition.clone(),
        None => request.edition_or(&stem(first))?,
    };
    let name = TableName { kind: TableKind::Postcodes, key: kind.as_str().to_owned(), edition };
    let fingerprint = request.fingerprint(&format!("{name} {:?}", import.map), &import.files)?;
    if let Some(report) = unchanged(store, &name, &fingerprint)? {
        return Ok(report);
    }
    let mut register = Register::default();
    let mut report = report_of(&name);
    for (file, mut layout) in read {
        let left_out = request.keep_only(&mut layout.table)?;
        report.files.push(file_report(file, layout.table.rows.len(), left_out));
        register.take(&layout)?;
    }
    let unreadable = register.unreadable.len();
    if unreadable > 0 {
        let listed: Vec<String> = register.unreadable.iter().take(10).cloned().collect();
        let more = if unreadable > 10 { ", …" } else { "" };
        report.remarks.push(format!(
            "{unreadable} rows have no postcode and are left out: {}{more}",
            listed.join(", ")
        ));
    }
    if register.listed.is_empty() {
        let reason =
            "no row of it has a postcode with a place: say which columns hold them with --map".to_owned();
        return Err(ImportError::Table { file: first.clone(), reason });
    }
    if register.repeated > 0 {
        report.remarks.push(format!("{} rows say again what another says.", register.repeated));
    }
    let mut postcodes: Vec<ListedPostcode> =
        register.listed.into_values().map(|(listed, ..)| listed).collect();
    postcodes.sort_by_key(|listed| listed.postcode);
    let mut areas: Vec<&str> = postcodes.iter().map(|listed| listed.postcode.area()).collect();
    areas.dedup();
    report.remarks.push(format!("A {} of the postcode areas {}.", kind.as_str(), areas.join(", ")));
    if let Some(table) = &mut report.table {
        table.entries = postcodes.len();
        table.without_place = register.without_place;
        table.ended = postcodes.iter().filter(|listed| matches!(listed.ending, Ending::Ended(_))).count();
    }
    let content = NewContent::Postcodes { register: kind, postcodes };
    request.write(store, &name, fingerprint, content, report)
}

/// A file's name without its endings, as an edition can be called.
fn stem(file: &Path) -> String {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let fits = |c: char| if c.is_ascii_alphanumeric() || "-_".contains(c) { c } else { '-' };
    let plain: String = stem.chars().map(fits).take(60).collect();
    if plain.is_empty() { "1".to_owned() } else { plain }
}

/// Postcodes of all tables together.
#[derive(Default)]
struct Register {
    /// By postcode, with the file (by its turn) and row that it came from.
    listed: HashMap<Postcode, (ListedPostcode, usize, usize)>,
    files: Vec<PathBuf>,
    without_place: usize,
    repeated: usize,
    unreadable: Vec<String>,
}

impl Register {
    fn take(&mut self, layout: &Layout) -> Result<(), ImportError> {
        let mut refusals = Refusals::of(&layout.table);
        self.files.push(layout.table.file().to_path_buf());
        let turn = self.files.len() - 1;
        for record in &layout.table.rows {
            let row = table::row(record);
            let given = field(record, layout.postcode).unwrap_or_default();
            let Ok(postcode) = given.parse::<Postcode>() else {
                let shown: String = given.chars().take(20).collect();
                self.unreadable.push(format!("row {row} (“{shown}”)"));
                continue;
            };
            let read = layout.place(record, postcode).and_then(|at| Ok((at, layout.ending(record)?)));
            let (at, ending) = match read {
                Err((column, reason)) => {
                    refusals.field(row, Some(given), column, &reason);
                    continue;
                }
                Ok((None, _)) => {
                    self.without_place += 1;
                    continue;
                }
                Ok((Some(at), ending)) => (at, ending),
            };
            let listed = ListedPostcode { postcode, at, ending };
            match self.listed.get(&postcode) {
                None => {
                    self.listed.insert(postcode, (listed, turn, row));
                }
                Some((before, ..)) if *before == listed => self.repeated += 1,
                Some((_, file, before)) => {
                    let file = self.files[*file].display();
                    let reason = format!("it is placed elsewhere in row {before} of {file}");
                    refusals.row(row, Some(given), reason);
                }
            }
        }
        refusals.settle()
    }
}
