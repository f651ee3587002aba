//! "Is this right?": what visitors say of an asset, waiting for a moderator.

use std::{fmt, str::FromStr};

use jiff::Timestamp;

use super::TokenId;

/// The longest that a report may be.
pub const MOST_REPORT_CHARS: usize = 1_000;

/// A report's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReportId(pub i64);

impl fmt::Display for ReportId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for ReportId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// A report to be kept. Who sent it is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReport {
    /// The asset's id.
    pub asset: String,
    /// What is not right, in the visitor's words.
    pub text: String,
    /// When it came.
    pub at: Timestamp,
}

/// What became of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The asset was put right.
    Corrected,
    /// The asset was right.
    Unchanged,
    /// It was no report: abuse, advertising, personal data.
    Dismissed,
}

impl Outcome {
    /// Every outcome, as it is written.
    pub const NAMES: [(&'static str, Self); 3] =
        [("corrected", Self::Corrected), ("unchanged", Self::Unchanged), ("dismissed", Self::Dismissed)];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::NAMES.iter().find(|(_, outcome)| *outcome == self).map_or("dismissed", |(name, _)| name)
    }

    /// Reads one as it is written.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(name, _)| *name == text).map(|(_, outcome)| *outcome)
    }
}

/// A report as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its number.
    pub id: ReportId,
    /// What was reported.
    pub report: NewReport,
    /// What became of it, when, and by whose token; `None` while it waits.
    pub settled: Option<(Outcome, Timestamp, TokenId)>,
}
