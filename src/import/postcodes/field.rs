//! What the columns of a table of postcodes hold, and how the end of a postcode is written.

use std::str::FromStr;

use jiff::civil::Date;

use crate::asset::Ending;

/// What a column of a table of postcodes can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PostcodeField {
    /// The postcode.
    Postcode,
    /// Metres east, National Grid.
    Easting,
    /// Metres north, National Grid.
    Northing,
    /// Degrees east, WGS 84.
    Lon,
    /// Degrees north, WGS 84.
    Lat,
    /// When or whether it ended: a day, a month (202003) or a yes; blank while it is in use.
    Terminated,
    /// How good the place is: 9 (ONSPD) or 90 (Code-Point Open) means that there is none.
    Quality,
}

impl PostcodeField {
    /// Every field as it is written, with the columns that are known to hold it, in lower case.
    pub(super) const KNOWN: [(&'static str, Self, &'static [&'static str]); 7] = [
        ("postcode", Self::Postcode, &["pcds", "pcd", "pcd2", "pcd7", "pcd8", "postcode", "pc", "name1"]),
        ("easting", Self::Easting, &["oseast1m", "east1m", "easting", "eastings", "ea", "geometry_x"]),
        ("northing", Self::Northing, &["osnrth1m", "north1m", "northing", "northings", "no", "geometry_y"]),
        ("lon", Self::Lon, &["long", "lon", "longitude"]),
        ("lat", Self::Lat, &["lat", "latitude"]),
        ("terminated", Self::Terminated, &["doterm", "terminated", "date_of_termination", "terminated_on"]),
        (
            "quality",
            Self::Quality,
            &["osgrdind", "gridind", "positional_quality_indicator", "positional quality indicator", "pq"],
        ),
    ];
}

impl FromStr for PostcodeField {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::KNOWN.iter().find(|(name, ..)| *name == text).map(|(_, field, _)| *field);
        let known = Self::KNOWN.map(|(name, ..)| name).join(", ");
        found.ok_or_else(|| format!("“{text}” is no field of a postcode: choose one of {known}"))
    }
}

/// Reads `FIELD=COL`.
///
/// # Errors
/// A sentence on how to write it.
pub fn parse_map(text: &str) -> Result<(PostcodeField, String), String> {
    let (field, column) =
        text.split_once('=').ok_or_else(|| format!("“{text}” is no FIELD=COL, such as postcode=PCDS"))?;
    Ok((field.trim().parse()?, column.trim().to_owned()))
}

/// What a directory says of a postcode's end: a day, a month, a yes or a no.
pub(super) fn ending(text: &str) -> Result<Ending, String> {
    let lower = text.to_ascii_lowercase();
    if ["no", "n", "false", "f", "0", "live"].contains(&lower.as_str()) {
        return Ok(Ending::InUse);
    }
    if ["yes", "y", "true", "t", "1", "terminated"].contains(&lower.as_str()) {
        return Ok(Ending::Ended(None));
    }
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    let is_day = digits.bytes().all(|b| b.is_ascii_digit()) && [6, 8].contains(&digits.len());
    let whole = if digits.len() == 6 { format!("{digits}01") } else { digits };
    let day = is_day.then(|| Date::strptime("%Y%m%d", &whole).ok()).flatten();
    day.map(|day| Ending::Ended(Some(day))).ok_or_else(|| {
        let shown: String = text.chars().take(40).collect();
        format!("“{shown}” is no day on which a postcode ended: write it as 2020-03-01 or 202003")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case::a_month("202003", Ending::Ended(Some(date(2020, 3, 1))))]
    #[case::a_day("2020-03-15", Ending::Ended(Some(date(2020, 3, 15))))]
    #[case::a_yes("Y", Ending::Ended(None))]
    #[case::a_no("false", Ending::InUse)]
    fn an_ending_is_read(#[case] text: &str, #[case] expected: Ending) {
        assert_eq!(ending(text), Ok(expected));
    }

    #[rstest]
    #[case::no_such_month("202013")]
    #[case::a_word("soon")]
    fn what_is_no_ending_is_refused(#[case] text: &str) {
        assert!(ending(text).is_err());
    }

    #[test]
    fn a_field_is_found_by_its_place_in_the_list() {
        for (n, (name, field, _)) in PostcodeField::KNOWN.iter().enumerate() {
            assert_eq!((*field as usize, name.parse::<PostcodeField>()), (n, Ok(*field)));
        }
    }
}
