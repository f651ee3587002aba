//! Tables of what became of areas.

use std::{
    collections::{BTreeMap, HashSet},
    path::{Path, PathBuf},
};

use jiff::{ToSpan, civil::Date};

use super::{
    ImportError, Report, TableRequest,
    table::{self, Table, field},
    table_request::{Refusals, file_report, report_of, unchanged},
};
use crate::{
    atlas::{TableKind, TableName},
    boundary::{
        LayerId,
        lineage::{Change, Row, Succession, cycle, successions},
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

/// Ends that were moved or do not fit, and codes that no release has.
#[derive(Default)]
struct Remarks {
    moved: usize,
    apart: Vec<String>,
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

/// A day in a table: nothing, or a date as ISO 8601 writes it.
fn day(text: Option<&str>) -> Result<Option<Date>, String> {
    match text.map(str::trim).filter(|text| !text.is_empty()) {
        None => Ok(None),
        Some(text) => text
            .get(..10)
            .unwrap_or(text)
            .parse()
            .map(Some)
            .map_err(|_| format!("“{text}” is no date: write 2023-04-01")),
    }
}

/// The day that all rows have, or the column that has each row's.
enum When {
    Always(Option<Date>),
    Column(usize),
}

impl When {
    fn of(import: &LineageImport, table: &Table) -> Result<Self, ImportError> {
        match &import.date {
            None => Ok(Self::Always(import.request.period.from())),
            Some(text) => match text.parse() {
                Ok(date) => Ok(Self::Always(Some(date))),
                Err(_) => table.column(&import.file, text, "date").map(Self::Column),
            },
        }
    }

    fn read(&self, record: &csv::StringRecord) -> Result<Option<Date>, (usize, String)> {
        match self {
            Self::Always(date) => Ok(*date),
            Self::Column(at) => day(record.get(*at)).map_err(|reason| (*at, reason)),
        }
    }
}

fn optional(
    file: &Path,
    table: &Table,
    column: Option<&String>,
    what: &'static str,
) -> Result<Option<usize>, ImportError> {
    column.map(|column| table.column(file, column, what)).transpose()
}

fn name_in(record: &csv::StringRecord, column: Option<usize>) -> Option<String> {
    column.and_then(|at| field(record, at)).map(str::to_owned)
}

fn pairs(
    import: &LineageImport,
    table: &Table,
    refusals: &mut Refusals<'_>,
    remarks: &mut Remarks,
) -> Result<Vec<Row>, ImportError> {
    let file = &import.file;
    let old = table.column(file, &import.old, "old")?;
    let new = table.column(file, &import.new, "new")?;
    let old_name = optional(file, table, import.old_name.as_ref(), "old-name")?;
    let new_name = optional(file, table, import.new_name.as_ref(), "new-name")?;
    let until = optional(file, table, import.until.as_ref(), "until")?;
    let when = When::of(import, table)?;
    let mut rows = Vec::new();
    for record in &table.rows {
        let row = table::row(record);
        let (before, after) = match (field(record, old), field(record, new)) {
            (Some(before), Some(after)) => (before, after),
            (None, None) if record.iter().all(|field| field.trim().is_empty()) => continue,
            // A table may list what has no successor, or no predecessor: no change that it tells of.
            _ => continue,
        };
        let date = match when.read(record) {
            Ok(date) => date,
            Err((at, reason)) => {
                refusals.field(row, Some(before), at, &reason);
                continue;
            }
        };
        if let Some(until) = until {
            match day(record.get(until)) {
                Ok(end) => remarks.hold(before, end, date),
                Err(reason) => refusals.field(row, Some(before), until, &reason),
            }
        }
        rows.push(Row {
            old: before.to_owned(),
            old_name: name_in(record, old_name),
            new: after.to_owned(),
            new_name: name_in(record, new_name),
            day: date,
            change: import.kind,
        });
    }
    Ok(rows)
}

/// A register of areas, past, present and planned, in which an entry names what it was replaced by.
fn register(
    import: &LineageImport,
    table: &Table,
    key: &str,
    refusals: &mut Refusals<'_>,
    remarks: &mut Remarks,
) -> Result<Vec<Row>, ImportError> {
    let file = &import.file;
    let key = table.column(file, key, "key")?;
    let code = table.column(file, &import.old, "old")?;
    let replaced_by = table.column(file, &import.new, "new")?;
    let name = optional(file, table, import.old_name.as_ref(), "old-name")?;
    let until = optional(file, table, import.until.as_ref(), "until")?;
    let when = When::of(import, table)?;
    let mut entries: BTreeMap<String, &csv::StringRecord> = BTreeMap::new();
    for record in &table.rows {
        if let Some(own) = field(record, key)
            && entries.insert(own.to_lowercase(), record).is_some()
        {
            refusals.row(table::row(record), Some(own), format!("the key “{own}” is used twice"));
        }
    }
    // An area without a code in this register goes by its key.
    let code_of = |record: &csv::StringRecord| {
        field(record, code).or_else(|| field(record, key)).unwrap_or_default().to_owned()
    };
    let mut rows = Vec::new();
    for record in &table.rows {
        let Some(named) = field(record, replaced_by) else { continue };
        let (row, before) = (table::row(record), code_of(record));
        for successor in named.split([',', ';']).map(str::trim).filter(|key| !key.is_empty()) {
            let Some(after) = entries.get(&successor.to_lowercase()) else {
                refusals.field(
                    row,
                    Some(&before),
                    replaced_by,
                    &format!("no entry has the key “{successor}”"),
                );
                continue;
            };
            let start = match when.read(after) {
                Ok(start) => start,
                Err((at, reason)) => {
                    refusals.field(row, Some(&before), at, &reason);
                    continue;
                }
            };
            let end = match until.map(|at| day(record.get(at)).map_err(|reason| (at, reason))).transpose() {
                Ok(end) => end.flatten(),
                Err((at, reason)) => {
                    refusals.field(row, Some(&before), at, &reason);
                    continue;
                }
            };
            // An area that grew and stands on began long before it took over what ended.
            let took_over = if end.is_some()
                && start.zip(end).is_some_and(|(start, end)| start < end.saturating_sub(1.day()))
            {
                end
            } else {
                remarks.hold(&before, end, start);
                start.or(end)
            };
            rows.push(Row {
                old: before.clone(),
                old_name: name_in(record, name),
                new: code_of(after),
                new_name: name_in(after, name),
                day: took_over,
                change: import.kind,
            });
        }
    }
    Ok(rows)
}

impl Remarks {
    /// Holds an end against the first day of what came after: an end is the first day no longer in force, so the two are the same.
    fn hold(&mut self, code: &str, end: Option<Date>, start: Option<Date>) {
        let Some((end, start)) = end.zip(start) else { return };
        if end == start {
            return;
        }
        if end.saturating_add(1.day()) == start {
            self.moved += 1;
        } else {
            self.apart.push(format!("{code} ended on {end}, what came after begins on {start}"));
        }
    }
}
