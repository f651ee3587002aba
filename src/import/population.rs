//! People of blocks from a table.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use super::{
    ImportError, Report, TableRequest,
    amount::amount,
    table::{self, field},
    table_request::{Blocks, Refusals, Unplaced, file_report, report_of, unchanged},
};
use crate::{
    atlas::{TableKind, TableName},
    boundary::LayerRef,
    people::{ClassName, WeightName},
    store::{NewContent, Store},
};

/// A table of people to be imported.
#[derive(Debug, Clone)]
pub struct PopulationImport {
    /// What every table says.
    pub request: TableRequest,
    /// The table.
    pub file: PathBuf,
    /// The layer of blocks.
    pub blocks: LayerRef,
    /// The column with the block's code.
    pub code: String,
    /// The column with the number of people.
    pub value: String,
    /// What is counted.
    pub weight: WeightName,
}

/// A table of classes to be imported.
#[derive(Debug, Clone)]
pub struct ClassesImport {
    /// What every table says.
    pub request: TableRequest,
    /// The table.
    pub file: PathBuf,
    /// The layer of blocks.
    pub blocks: LayerRef,
    /// The column with the block's code.
    pub code: String,
    /// The column with the class.
    pub value: String,
    /// What the classification is called.
    pub class: ClassName,
}

/// Reads the table and writes the population, or nothing.
///
/// # Errors
/// [`ImportError`] names the file, row and field; the store is then as it was.
pub fn run(store: &dyn Store, import: &PopulationImport) -> Result<Report, ImportError> {
    let PopulationImport { request, file, blocks, code, value, weight } = import;
    let key = format!("{weight}@{blocks}");
    let name = TableName { kind: TableKind::Population, key, edition: request.edition_or("1")? };
    let fingerprint =
        request.fingerprint(&format!("{name} {code:?} {value:?}"), std::slice::from_ref(file))?;
    if let Some(report) = unchanged(store, &name, &fingerprint)? {
        return Ok(report);
    }
    let known = Blocks::read(store, blocks)?;
    let read = |text: &str| amount(text);
    let (values, mut report) = by_block(request, file, &known, [code, value], &name, read, |&people| people)?;
    if let Some(table) = &mut report.table {
        table.total = Some(values.iter().map(|(_, people)| people).sum());
    }
    let content = NewContent::Population { weight: weight.clone(), blocks: blocks.clone(), values };
    request.write(store, &name, fingerprint, content, report)
}

/// Reads the table and writes the classes, or nothing.
///
/// # Errors
/// As [`run`].
pub fn run_classes(store: &dyn Store, import: &ClassesImport) -> Result<Report, ImportError> {
    let ClassesImport { request, file, blocks, code, value, class } = import;
    let key = format!("{class}@{blocks}");
    let name = TableName { kind: TableKind::Classes, key, edition: request.edition_or("1")? };
    let fingerprint =
        request.fingerprint(&format!("{name} {code:?} {value:?}"), std::slice::from_ref(file))?;
    if let Some(report) = unchanged(store, &name, &fingerprint)? {
        return Ok(report);
    }
    let known = Blocks::read(store, blocks)?;
    let read = |text: &str| match text.trim() {
        "" => Ok(None),
        text if text.chars().count() > MOST_CLASS_CHARS => {
            Err(format!("a class may have at most {MOST_CLASS_CHARS} characters"))
        }
        text => Ok(Some(text.to_owned())),
    };
    let (values, mut report) = by_block(request, file, &known, [code, value], &name, read, |_| 0.0)?;
    let mut classes: Vec<&str> = values.iter().map(|(_, class)| class.as_str()).collect();
    classes.sort_unstable();
    classes.dedup();
    report.remarks.push(format!("It has {} classes.", classes.len()));
    let content = NewContent::Classes { class: class.clone(), blocks: blocks.clone(), values };
    request.write(store, &name, fingerprint, content, report)
}

/// The longest name of a class.
const MOST_CLASS_CHARS: usize = 200;

/// Something for each block, sorted by block, with a report on how it was read.
type ByBlock<T> = (Vec<(String, T)>, Report);

/// Reads a table that has a code and something else in each row, each code once.
fn by_block<T>(
    request: &TableRequest,
    file: &Path,
    known: &Blocks,
    [code, value]: [&str; 2],
    name: &TableName,
    read: impl Fn(&str) -> Result<Option<T>, String>,
    people: impl Fn(&T) -> f64,
) -> Result<ByBlock<T>, ImportError> {
    let mut table = table::read_as(file, |first| table::names_columns(first, &[code, value]))?;
    let code = table.column(file, code, "code")?;
    let value = table.column(file, value, "value")?;
    let left_out = request.keep_only(&mut table)?;
    let mut refusals = Refusals::of(&table);
    let (mut seen, mut unplaced) = (HashMap::new(), Unplaced::default());
    let (mut values, mut suppressed, mut elsewhere) = (Vec::new(), 0, 0);
    for record in &table.rows {
        let row = table::row(record);
        let Some(given) = field(record, code) else {
            if record.iter().any(|field| !field.trim().is_empty()) {
                refusals.field(row, None, code, "a code is needed");
            }
            continue;
        };
        let (block, is_known) = known.find(given);
        if !is_known && request.only_known {
            elsewhere += 1;
            continue;
        }
        if let Some(before) = seen.insert(block.clone(), row) {
            refusals.row(row, Some(given), format!("code “{given}” is used twice: row {before} has it too"));
            continue;
        }
        match read(record.get(value).unwrap_or_default()) {
            Err(reason) => refusals.field(row, Some(given), value, &reason),
            Ok(None) => suppressed += 1,
            Ok(Some(found)) => {
                if !is_known {
                    unplaced.add(&block, people(&found));
                }
                values.push((block, found));
            }
        }
    }
    refusals.settle()?;
    values.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut report = report_of(name);
    report.files.push(file_report(file, table.rows.len() - elsewhere, left_out + elsewhere));
    if let Some(table) = &mut report.table {
        table.entries = values.len();
        table.suppressed = suppressed;
        table.unplaced = unplaced.reported();
        table.blocks_without_value = known.without(values.iter().map(|(block, _)| block.as_str()));
    }
    if values.is_empty() {
        let reason = "no row gives anything to a block".to_owned();
        return Err(ImportError::Table { file: file.to_path_buf(), reason });
    }
    Ok((values, report))
}
