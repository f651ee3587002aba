//! Half-open periods, as laws write them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The days on which something holds: `from <= day < until`, either end open. An abolished ward and its successor
/// meet on vesting day without sharing it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Period {
    from: Option<Date>,
    until: Option<Date>,
}

/// A period that would hold on no day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a period from {from} until {until} holds on no day: `until` is the first day no longer in force")]
pub struct InvalidPeriod {
    from: Date,
    until: Date,
}

impl Period {
    /// "in force from 2025-05-01 until 2027-04-01".
    #[must_use]
    pub fn in_words(&self) -> String {
        match (self.from, self.until) {
            (None, None) => "always in force".to_owned(),
            (Some(from), None) => format!("in force from {from}"),
            (None, Some(until)) => format!("in force until {until}"),
            (Some(from), Some(until)) => format!("in force from {from} until {until}"),
        }
    }

    /// Every day there is.
    pub const ALWAYS: Self = Self { from: None, until: None };

    /// A period from its first day to the first day *no longer* in force.
    ///
    /// # Errors
    /// [`InvalidPeriod`] unless `from` is before `until`.
    pub fn new(from: Option<Date>, until: Option<Date>) -> Result<Self, InvalidPeriod> {
        match (from, until) {
            (Some(from), Some(until)) if from >= until => Err(InvalidPeriod { from, until }),
            _ => Ok(Self { from, until }),
        }
    }

    /// First day in force; `None` when open.
    #[must_use]
    pub fn from(&self) -> Option<Date> {
        self.from
    }

    /// First day no longer in force; `None` when open.
    #[must_use]
    pub fn until(&self) -> Option<Date> {
        self.until
    }

    /// Whether it holds on this day.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }

    /// The same period, ended on `day` unless it ends before. `None` when nothing is left of it.
    #[must_use]
    pub fn ended_on(&self, day: Date) -> Option<Self> {
        let until = self.until.map_or(day, |until| until.min(day));
        Self::new(self.from, Some(until)).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case::the_day_before_it_starts(date(2023, 3, 31), false)]
    #[case::its_first_day(date(2023, 4, 1), true)]
    #[case::its_last_day(date(2028, 3, 31), true)]
    #[case::the_day_its_successor_starts(date(2028, 4, 1), false)]
    fn a_period_covers(#[case] day: Date, #[case] expected: bool) {
        let period = Period::new(Some(date(2023, 4, 1)), Some(date(2028, 4, 1))).unwrap();
        assert_eq!(period.covers(day), expected);
    }

    #[test]
    fn a_period_that_holds_on_no_day_is_refused() {
        assert!(Period::new(Some(date(2023, 4, 1)), Some(date(2023, 4, 1))).is_err());
    }

    #[test]
    fn ending_on_the_first_day_leaves_nothing() {
        let period = Period::new(Some(date(2023, 4, 1)), None).unwrap();
        assert_eq!(period.ended_on(date(2023, 4, 1)), None);
        assert_eq!(period.ended_on(date(2024, 4, 1)).unwrap().until(), Some(date(2024, 4, 1)));
    }
}
