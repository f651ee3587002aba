//! What a column of a list of assets can hold.

use std::{collections::HashMap, str::FromStr, sync::LazyLock};

const COLUMNS: &str = include_str!("../../../data/asset_columns.toml");

macro_rules! fields {
    ($($(#[$doc:meta])* $field:ident = $name:literal),+ $(,)?) => {
        /// What a column of a list of assets can hold.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum AssetField {
            $($(#[$doc])* $field),+
        }

        impl AssetField {
            /// Every field, as it is written.
            pub const NAMES: &'static [(&'static str, Self)] = &[$(($name, Self::$field)),+];

            /// As it is written.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$field => $name),+
                }
            }
        }
    };
}

fields! {
    /// The permanent name.
    PatchworkId = "patchwork_id",
    /// What the list itself calls it.
    SourceId = "source_id",
    /// The name for people.
    Name = "name",
    /// What it is: a kind, by its id, name or plural.
    Kind = "kind",
    /// A part of the address.
    Address = "address",
    /// The postcode.
    Postcode = "postcode",
    /// Degrees east, WGS 84.
    Lon = "lon",
    /// Degrees north, WGS 84.
    Lat = "lat",
    /// Metres east, National Grid.
    Easting = "easting",
    /// Metres north, National Grid.
    Northing = "northing",
    /// The Unique Property Reference Number.
    Uprn = "uprn",
    /// A telephone number.
    Phone = "phone",
    /// An e-mail address.
    Email = "email",
    /// A page on the web.
    Website = "website",
    /// When it is open.
    OpeningHours = "opening_hours",
    /// How accessible it is.
    Accessibility = "accessibility",
    /// The organisation that it belongs to.
    Organisation = "organisation",
    /// The code of the public body that commissions it.
    Commissioner = "commissioner",
    /// Who runs it.
    RunBy = "run_by",
    /// Whether people can meet there.
    CanMeetHere = "can_meet_here",
    /// How many people fit in.
    Capacity = "capacity",
    /// The permanent name of the asset at which it meets.
    At = "at",
    /// The area that it serves.
    Serves = "serves",
    /// How exactly it may be shown.
    Precision = "precision",
    /// The day on which it was last found to be so.
    LastVerified = "last_verified",
    /// The first day on which it is no longer to be listed.
    ListedUntil = "listed_until",
    /// Whether it is in use.
    Status = "status",
    /// What else there is to say.
    Notes = "notes",
}

impl AssetField {
    /// Whether it may be spread over several columns, which are then put together.
    #[must_use]
    pub fn may_be_several(self) -> bool {
        matches!(self, Self::Address | Self::OpeningHours | Self::Accessibility | Self::Notes)
    }

    /// Whether a column of a likely name may be about something else: a "status" of another kind, an "access" type.
    pub(super) fn may_be_guessed_wrongly(self) -> bool {
        matches!(
            self,
            Self::Status
                | Self::RunBy
                | Self::CanMeetHere
                | Self::Capacity
                | Self::At
                | Self::Precision
                | Self::LastVerified
                | Self::ListedUntil
        )
    }

    /// The columns that are known to hold it, the likeliest first: lower case, letters and digits only.
    pub(super) fn known(self) -> &'static [String] {
        static READ: LazyLock<HashMap<String, Vec<String>>> =
            LazyLock::new(|| toml::from_str(COLUMNS).unwrap_or_default());
        READ.get(self.as_str()).map_or(&[], Vec::as_slice)
    }
}

/// A header as it is compared: lower case, letters and digits only.
pub(super) fn plain(header: &str) -> String {
    header.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

impl FromStr for AssetField {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::NAMES.iter().find(|(name, _)| *name == text).map(|(_, field)| *field);
        found.ok_or_else(|| {
            let known: Vec<&str> = Self::NAMES.iter().map(|(name, _)| *name).collect();
            let shown: String = text.chars().take(40).collect();
            format!("“{shown}” is no field of an asset: choose one of {}", known.join(", "))
        })
    }
}

/// Reads `FIELD=COL`; several columns that are put together are joined by `+`.
///
/// # Errors
/// A sentence on how to write it.
pub fn parse_map(text: &str) -> Result<(AssetField, String), String> {
    let (field, column) =
        text.split_once('=').ok_or_else(|| format!("“{text}” is no FIELD=COL, such as name=Venue"))?;
    Ok((field.trim().parse()?, column.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_columns_can_be_read_and_knows_every_field() {
        let read: HashMap<String, Vec<String>> = toml::from_str(COLUMNS).unwrap();
        for (name, columns) in &read {
            assert!(name.parse::<AssetField>().is_ok(), "{name}");
            assert!(columns.iter().all(|column| plain(column) == *column), "{name}");
        }
        assert!(AssetField::NAMES.iter().all(|(_, field)| !field.known().is_empty()));
    }

    #[test]
    fn what_is_no_field_is_answered_with_those_there_are() {
        assert_eq!(parse_map("name=Venue"), Ok((AssetField::Name, "Venue".to_owned())));
        assert!(parse_map("colour=Red").unwrap_err().contains("name, kind"));
        assert!(parse_map("Venue").unwrap_err().contains("FIELD=COL"));
    }
}
