//! What an import of assets found.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    import::{Outcome, Report},
    people::grouped,
};

/// How many refused rows are printed; all of them are kept.
const PRINTED: usize = 10;

/// What an import of assets found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct AssetsReport {
    /// The list.
    pub list: String,
    /// Whether it is a register of all there are.
    pub complete: bool,
    /// Rows or records read.
    pub read: usize,
    /// Rows that are no assets, and left out by a rule of the list.
    pub left_out: usize,
    /// Assets written.
    pub assets: usize,
    /// Of them, how many of each kind, the commonest first.
    pub kinds: Vec<(String, usize)>,
    /// Assets whose place the list gives, as a point.
    pub points: usize,
    /// Assets whose place the list gives, as ground.
    pub grounds: usize,
    /// Assets that stand at the point of their postcode.
    pub by_postcode: usize,
    /// Of these, those whose postcode is no longer in use.
    pub by_ended_postcode: usize,
    /// Assets without a place, by cause.
    pub unplaced: Vec<CauseReport>,
    /// Assets that lie outside the place that the store covers.
    #[serde(default)]
    pub outside: usize,
    /// Assets that are closed.
    pub closed: usize,
    /// Assets that are hidden from the public.
    pub hidden: usize,
    /// Assets of which a way to reach somebody is held back until it is confirmed.
    pub held_back: usize,
    /// Rows that cannot be used.
    pub refused: Vec<RefusedRow>,
    /// Words that are no kind, and how many rows have them.
    pub unknown_kinds: Vec<(String, usize)>,
}

/// Assets that have no place, for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CauseReport {
    /// Why.
    pub cause: String,
    /// How many.
    pub assets: usize,
    /// The first of them: what stands for their postcode, else their names.
    pub first: Vec<String>,
}

/// A row that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedRow {
    /// Its line or feature, from 1.
    pub row: usize,
    /// Its name, where it has one.
    pub name: Option<String>,
    /// The column that is to blame, where one is.
    pub column: Option<String>,
    /// The field that the column was to give.
    pub field: Option<String>,
    /// Why, and what to do.
    pub reason: String,
}

impl AssetsReport {
    /// Assets that have a place.
    #[must_use]
    pub fn placed(&self) -> usize {
        self.points + self.grounds + self.by_postcode
    }
}

impl RefusedRow {
    /// What is wrong, with the column.
    #[must_use]
    pub fn in_words(&self) -> String {
        match &self.column {
            Some(column) => format!("column “{column}”: {}", self.reason),
            None => self.reason.clone(),
        }
    }
}

impl Report {
    pub(in crate::import) fn write_assets(
        &self,
        assets: &AssetsReport,
        f: &mut fmt::Formatter<'_>,
    ) -> fmt::Result {
        write!(f, "assets {}, edition {}: ", assets.list, self.edition)?;
        let extent = if assets.complete { "a complete register" } else { "a partial list" };
        match self.outcome {
            Outcome::Written => writeln!(f, "imported {} assets ({extent})", grouped(assets.assets))?,
            Outcome::DryRun => {
                writeln!(
                    f,
                    "{} assets could be imported ({extent}); nothing was written",
                    grouped(assets.assets)
                )?;
            }
            Outcome::Unchanged => return writeln!(f, "unchanged since the last import"),
        }
        for file in &self.files {
            writeln!(f, "  {}: {}, {} rows read", file.file, file.format, grouped(assets.read))?;
        }
        let kinds: Vec<String> =
            assets.kinds.iter().map(|(kind, count)| format!("{kind} {}", grouped(*count))).collect();
        writeln!(f, "  {}", kinds.join(", "))?;
        writeln!(
            f,
            "  {} placed: {} as points, {} as ground, {} by postcode",
            grouped(assets.placed()),
            grouped(assets.points),
            grouped(assets.grounds),
            grouped(assets.by_postcode)
        )?;
        for unplaced in &assets.unplaced {
            let more = if unplaced.assets > unplaced.first.len() { ", …" } else { "" };
            let first = unplaced.first.join(", ");
            writeln!(f, "  {} unplaced, {}: {first}{more}", grouped(unplaced.assets), unplaced.cause)?;
        }
        let counted = [
            (assets.by_ended_postcode, "stand where a postcode was that is no longer in use"),
            (assets.outside, "lie outside the place that the store covers"),
            (assets.closed, "are closed"),
            (assets.hidden, "are hidden from the public"),
            (
                assets.held_back,
                "have an e-mail address or mobile number that may be one person’s: held back until confirmed",
            ),
            (assets.left_out, "rows are no assets of this list and left out"),
        ];
        for (count, what) in counted.into_iter().filter(|(count, _)| *count > 0) {
            writeln!(f, "  {} {what}", grouped(count))?;
        }
        match assets.refused.len() {
            0 => {}
            1 => writeln!(f, "  1 fault in a row that was refused and left out")?,
            faults => writeln!(f, "  {} faults in rows that were refused and left out", grouped(faults))?,
        }
        for refused in assets.refused.iter().take(PRINTED) {
            let name = refused.name.as_ref().map(|name| format!(" ({name})")).unwrap_or_default();
            writeln!(f, "    row {}{name}: {}", refused.row, refused.in_words())?;
        }
        if assets.refused.len() > PRINTED {
            writeln!(f, "    and {} more (--format json lists all)", assets.refused.len() - PRINTED)?;
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
