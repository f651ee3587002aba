//! Today. Only here and in `http` does the program look at a clock for a date.

use jiff::{Zoned, civil::Date, tz::TimeZone};

/// Today in Europe/London.
pub(super) fn today() -> Date {
    let london = TimeZone::get("Europe/London").unwrap_or(TimeZone::UTC);
    Zoned::now().with_time_zone(london).date()
}
