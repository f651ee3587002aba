//! Tables of what became of areas.

use std::{
    collections::{BTreeMap, HashSet},
    path::PathBuf,
};

mod rows;

use self::rows::{Remarks, pairs, register};
use super::{
    ImportError, Report, TableRequest, table,
    table_request::{Refusals, file_report, report_of, unchanged},
};
use crate::{
    atlas::{TableKind, TableName},
    boundary::{
        LayerId,
        lineage::{Change, Succession, cycle, successions},
    },
    store::{NewContent, Store},
};

/// A table of what became of areas, to be imported.
#[derive(Debug, Clone)]
pub struct LineageImport {
    /// What every table says.
    pub request: TableRequest,
    /// The table.
    pub file: PathBuf,
    /// The layer whose areas it tells of.
    pub layer: LayerId,
    /// The column with the code before.
    pub old: String,
    /// The column with the code after; in a register, with the keys of what an entry was replaced by, commas between them.
    pub new: String,
    /// The column with the name before.
    pub old_name: Option<String>,
    /// The column with the name after; in a register a row's own name is that of `old_name`.
    pub new_name: Option<String>,
    /// The first day of what came after: a column, or a day for all rows.
    pub date: Option<String>,
    /// The column with the day on which what was before ended.
    pub until: Option<String>,
    /// The column by which the entries of a register name each other; none for a table of pairs.
    pub key: Option<String>,
    /// What kind of change all rows are; found from the shape of the table when left out.
    pub kind: Option<Change>,
}

/// How many cases are named.
const NAMED: usize = 5;

/// Reads the table and writes what it tells, or nothing.
///
/// # Errors
/// [`ImportError`] names the file, row and field; the store is then as it was.
pub fn run(store: &dyn Store, import: &LineageImport) -> Result<Report, ImportError> {
    let LineageImport { request, file, layer, .. } = import;
    let name =
        TableName { kind: TableKind::Lineage, key: layer.to_string(), edition: request.edition_or("1")? };
    let columns = format!(
        "{name} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        import.old,
        import.new,
        import.old_name,
        import.new_name,
        import.date,
        import.until,
        import.key,
        import.kind
    );
    let fingerprint = request.fingerprint(&columns, std::slice::from_ref(file))?;
    if let Some(report) = unchanged(store, &name, &fingerprint)? {
        return Ok(report);
    }
    let mut table = table::read_as(file, |first| table::names_columns(first, &[&import.old, &import.new]))?;
    let left_out = request.keep_only(&mut table)?;
    let mut refusals = Refusals::of(&table);
    let mut remarks = Remarks::default();
    let read = match &import.key {
        None => pairs(import, &table, &mut refusals, &mut remarks)?,
        Some(key) => register(import, &table, key, &mut refusals, &mut remarks)?,
    };
    refusals.settle()?;
    let all = read.len();
    let rows = successions(read);
    if let Some(round) = cycle(&rows) {
        let reason = format!(
            "the codes {} come after one another in a circle, without days that would part them",
            round.join(", ")
        );
        return Err(ImportError::Table { file: file.clone(), reason });
    }
    if rows.is_empty() {
        let reason = "no row tells of a change".to_owned();
        return Err(ImportError::Table { file: file.clone(), reason });
    }
    let mut report = report_of(&name);
    report.files.push(file_report(file, table.rows.len(), left_out));
    if let Some(told) = &mut report.table {
        told.entries = rows.len();
    }
    report.remarks.extend(remarks_of(store, layer, &rows, all, &remarks));
    let content = NewContent::Lineage { layer: layer.clone(), rows };
    request.write(store, &name, fingerprint, content, report)
}

fn remarks_of(
    store: &dyn Store,
    layer: &LayerId,
    rows: &[Succession],
    all: usize,
    remarks: &Remarks,
) -> Vec<String> {
    let mut said = Vec::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        *counts.entry(row.change.as_str()).or_default() += 1;
    }
    let counted: Vec<String> = counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
    said.push(format!("{} rows tell of a change: {}.", rows.len(), counted.join(", ")));
    if all > rows.len() {
        said.push(format!("{} rows tell of none: the code stays as it was.", all - rows.len()));
    }
    if remarks.moved > 0 {
        said.push(format!(
            "{} ended on the eve of the day on which what came after begins: the end was moved to that day.",
            remarks.moved
        ));
    }
    if !remarks.apart.is_empty() {
        let named = remarks.apart.iter().take(NAMED).cloned().collect::<Vec<_>>().join("; ");
        said.push(format!(
            "{} ended on another day than what came after begins: {named}.",
            remarks.apart.len()
        ));
    }
    // A table may come before the layer that it is about.
    let known: HashSet<String> = store
        .read_layer(layer)
        .map(|contents| contents.areas.iter().filter_map(|area| area.code.clone()).collect())
        .unwrap_or_default();
    let unknown: Vec<&str> = rows
        .iter()
        .flat_map(|row| [row.old.as_str(), row.new.as_str()])
        .filter(|code| !known.contains(*code))
        .collect();
    let distinct: std::collections::BTreeSet<&str> = unknown.into_iter().collect();
    if !distinct.is_empty() {
        let named = distinct.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        said.push(format!(
            "{} codes are in no release of {layer} here, and are kept: {named}…",
            distinct.len()
        ));
    }
    said
}
