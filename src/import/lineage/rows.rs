//! The rows of a table of lineage: of pairs, or of a register whose entries name what they were replaced by.

use std::{collections::BTreeMap, path::Path};

use jiff::{ToSpan, civil::Date};

use super::LineageImport;
use crate::{
    boundary::lineage::Row,
    import::{
        ImportError,
        table::{self, Table, field},
        table_request::Refusals,
    },
};

/// Ends that were moved or do not fit, and codes that no release has.
#[derive(Default)]
pub(super) struct Remarks {
    pub moved: usize,
    pub apart: Vec<String>,
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

/// The rows of a table of pairs.
pub(super) fn pairs(
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
pub(super) fn register(
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
