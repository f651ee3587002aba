//! What an import of a table found.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Outcome, Report};
use crate::people::grouped;

/// What an import of a table of people, classes or postcodes found.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TableReport {
    /// `population`, `membership`, `classes` or `postcodes`.
    pub kind: String,
    /// The table's name: `residents@lsoa21`.
    pub name: String,
    /// Blocks, pairs of organisation and block, or postcodes.
    pub entries: usize,
    /// People in them; `None` for classes and postcodes.
    pub total: Option<f64>,
    /// Organisations, for lists of people.
    pub organisations: usize,
    /// Everybody whom the organisations state, where each of them does.
    pub stated_total: Option<f64>,
    /// Rows whose number the publisher keeps back: they give nothing, not nought.
    pub suppressed: usize,
    /// Rows whose block the layer does not have, by cause: they are kept, and placed nowhere.
    pub unplaced: Vec<UnplacedReport>,
    /// Blocks of the layer to which the table gives nothing.
    pub blocks_without_value: usize,
    /// Postcodes that have no place in the file.
    pub without_place: usize,
    /// Postcodes that the file says have ended.
    pub ended: usize,
}

/// Rows that have no place, for one reason.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct UnplacedReport {
    /// Why.
    pub cause: String,
    /// How many.
    pub rows: usize,
    /// People in them.
    pub people: f64,
    /// The first of their blocks.
    pub first: Vec<String>,
}

impl Report {
    pub(super) fn write_table(&self, table: &TableReport, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TableReport { kind, name, .. } = table;
        let what = match kind.as_str() {
            "postcodes" => format!("{} postcodes", grouped(table.entries)),
            "membership" => format!(
                "{} organisations with people of {} pairs of organisation and block",
                grouped(table.organisations),
                grouped(table.entries)
            ),
            "lineage" => format!("{} changes", grouped(table.entries)),
            _ => format!("{} blocks", grouped(table.entries)),
        };
        let people = table.total.map(|total| format!(", {} people", amount(total))).unwrap_or_default();
        write!(f, "{kind} {name}, edition {}: ", self.edition)?;
        match self.outcome {
            Outcome::Written => writeln!(f, "imported {what}{people}")?,
            Outcome::DryRun => writeln!(f, "{what}{people} could be imported; nothing was written")?,
            Outcome::Unchanged => return writeln!(f, "unchanged since the last import"),
        }
        for file in &self.files {
            let left_out = match file.left_out {
                0 => String::new(),
                n => format!(", {} of them left out as asked", grouped(n)),
            };
            writeln!(f, "  {}: {} rows{left_out}", file.file, grouped(file.features))?;
        }
        if let (Some(stated), Some(total)) = (table.stated_total, table.total) {
            let rest = amount((stated - total).max(0.0));
            writeln!(f, "  the organisations state {} people, {rest} of them in no row", amount(stated))?;
        }
        if table.suppressed > 0 {
            writeln!(f, "  {} rows give no number and count for nothing", grouped(table.suppressed))?;
        }
        for unplaced in &table.unplaced {
            let people = table.total.map(|_| format!(", {} people", amount(unplaced.people)));
            writeln!(
                f,
                "  {} rows unplaced, {}{}: {}{}",
                grouped(unplaced.rows),
                unplaced.cause,
                people.unwrap_or_default(),
                unplaced.first.join(", "),
                if unplaced.rows > unplaced.first.len() { ", …" } else { "" }
            )?;
        }
        if table.blocks_without_value > 0 {
            writeln!(f, "  {} blocks of the layer are not in it", grouped(table.blocks_without_value))?;
        }
        if table.without_place > 0 {
            writeln!(f, "  {} postcodes have no place and are left out", grouped(table.without_place))?;
        }
        if table.ended > 0 {
            writeln!(f, "  {} postcodes have ended, as the file says", grouped(table.ended))?;
        }
        for remark in &self.remarks {
            writeln!(f, "  {remark}")?;
        }
        match &self.reference {
            Some(reference) => writeln!(f, "  reference {reference}"),
            None => Ok(()),
        }
    }
}

/// A number of people with its thousands set apart, fractions as they are.
fn amount(people: f64) -> String {
    let text = people.to_string();
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = whole.parse().map_or_else(|_| whole.to_owned(), grouped);
    if fraction.is_empty() { whole } else { format!("{whole}.{fraction}") }
}
