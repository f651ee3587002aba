//! The day on which a scenario takes effect.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The day on which a scenario takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vesting {
    /// The first day of its areas.
    pub day: Date,
    /// Whether it is only expected.
    pub expected: bool,
}

/// Text that is no vesting day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no day: write it as 2028-04-01, or as 2028-04-01 (expected)")]
pub struct InvalidVesting(String);

/// Words beside a day that say that it is not settled.
const EXPECTED: [&str; 8] =
    ["expected", "planned", "provisional", "proposed", "estimated", "indicative", "anticipated", "tbc"];

impl Vesting {
    /// Reads a day, and whether it is only expected: "2028-04-01 (expected)".
    ///
    /// # Errors
    /// [`InvalidVesting`] for what is no day, and for words beside one that say something else.
    pub fn of_words(text: &str) -> Result<Self, InvalidVesting> {
        let invalid = || InvalidVesting(text.chars().take(80).collect());
        let (mut day, mut expected) = (None, false);
        for word in
            text.split(|c: char| c.is_whitespace() || "()[],;:".contains(c)).filter(|word| !word.is_empty())
        {
            if EXPECTED.contains(&word.to_lowercase().as_str()) {
                expected = true;
            } else if day.is_none() {
                day = Some(word.parse().map_err(|_| invalid())?);
            } else {
                return Err(invalid());
            }
        }
        day.map(|day| Self { day, expected }).ok_or_else(invalid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case::a_day("2027-04-01", Some(false))]
    #[case::expected("2027-04-01 (expected)", Some(true))]
    #[case::before_the_day("Expected: 2027-04-01", Some(true))]
    #[case::no_such_day("2027-02-30", None)]
    #[case::no_day("next spring", None)]
    #[case::two_days("2027-04-01 2028-04-01", None)]
    #[case::only_the_word("(expected)", None)]
    fn a_vesting_day(#[case] text: &str, #[case] expected: Option<bool>) {
        let read = Vesting::of_words(text).ok();
        assert_eq!(read, expected.map(|expected| Vesting { day: date(2027, 4, 1), expected }));
    }
}
