//! What day it is.

use std::sync::OnceLock;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// The day that is rehearsed, if one is.
static REHEARSED: OnceLock<Date> = OnceLock::new();

/// Today in London, or the day that is rehearsed: the day that a question means when it names none.
#[must_use]
pub fn today() -> Date {
    REHEARSED.get().copied().unwrap_or_else(|| london_day(Timestamp::now()))
}

/// Takes a day for today as long as this process runs: what visitors will see on a vesting day can be looked at before it comes. Only the
/// first one counts.
pub fn rehearse(day: Date) {
    REHEARSED.set(day).ok();
}

/// The day in London at a moment.
fn london_day(moment: Timestamp) -> Date {
    // The time zone's rules are built in, so the fallback never shows.
    let london = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
    moment.to_zoned(london).date()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case::late_on_a_summer_evening_it_is_tomorrow_in_london("2026-06-30T23:30:00Z", date(2026, 7, 1))]
    #[case::in_winter_london_keeps_universal_time("2026-01-31T23:30:00Z", date(2026, 1, 31))]
    fn the_day_follows_london(#[case] moment: Timestamp, #[case] expected: Date) {
        assert_eq!(london_day(moment), expected);
    }
}
