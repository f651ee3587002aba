//! The permanent names of assets and of lists of them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The longest name of an asset.
const MOST_ASSET_CHARS: usize = 200;
/// The longest name of a list.
const MOST_LIST_CHARS: usize = 80;

/// An asset's permanent name: letters, digits, `-`, `_`, `.` and `:`, at most 200. Sheets carry it as `patchwork_id`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AssetId(String);

/// The name of a list of assets: lower-case letters, digits, `-` and `_`, at most 80.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ListId(String);

/// Text that is no permanent name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidName {
    /// No asset's.
    #[error(
        "“{0}” cannot name an asset: use letters, digits, “-”, “_”, “.” and “:”, at most {MOST_ASSET_CHARS}"
    )]
    Asset(String),
    /// No list's.
    #[error(
        "“{0}” cannot name a list: use lower-case letters, digits, “-” and “_”, at most {MOST_LIST_CHARS}"
    )]
    List(String),
}

impl AssetId {
    /// The name of an entry of a list: `LIST:ENTRY`, the entry in plain letters.
    #[must_use]
    pub fn listed(list: &ListId, entry: &str) -> Self {
        let plain: String = deunicode::deunicode(entry.trim())
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' })
            .take(MOST_ASSET_CHARS - MOST_LIST_CHARS - 22)
            .collect();
        let plain = plain.trim_matches('-');
        Self(format!("{list}:{}", if plain.is_empty() { "asset" } else { plain }))
    }

    /// The same with a number, for what would be called the same.
    #[must_use]
    pub fn numbered(&self, number: usize) -> Self {
        Self(format!("{}-{number}", self.0))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl ListId {
    /// A name made of these words.
    #[must_use]
    pub fn of_words(text: &str) -> Self {
        let slug = slug(text, MOST_LIST_CHARS);
        Self(if slug.is_empty() { "assets".to_owned() } else { slug })
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Lower-case words of plain letters and digits, joined by hyphens; underscores stay.
pub(super) fn slug(text: &str, most: usize) -> String {
    let plain = deunicode::deunicode(text).to_lowercase().replace(['\'', '’'], "");
    let words: Vec<&str> = plain
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
        .collect();
    words.join("-").chars().take(most).collect::<String>().trim_end_matches('-').to_owned()
}

impl FromStr for AssetId {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let text = text.trim();
        let fits = (1..=MOST_ASSET_CHARS).contains(&text.len())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:".contains(c));
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidName::Asset(text.chars().take(80).collect()))
        }
    }
}

impl FromStr for ListId {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let fits = (1..=MOST_LIST_CHARS).contains(&text.len())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c));
        if fits { Ok(Self(text.to_owned())) } else { Err(InvalidName::List(text.chars().take(80).collect())) }
    }
}

macro_rules! text {
    ($name:ident) => {
        impl TryFrom<String> for $name {
            type Error = InvalidName;

            fn try_from(text: String) -> Result<Self, InvalidName> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text!(AssetId);
text!(ListId);

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::an_ods_code("FA088", "pharmacies:FA088")]
    #[case::a_name_and_a_postcode("Café Côte BN1 1AA", "pharmacies:Cafe-Cote-BN1-1AA")]
    #[case::nothing_that_can_be_written("—", "pharmacies:asset")]
    fn an_entry_is_called_by_its_list_and_what_the_list_calls_it(
        #[case] entry: &str,
        #[case] expected: &str,
    ) {
        let id = AssetId::listed(&"pharmacies".parse().unwrap(), entry);
        assert_eq!(id.as_str(), expected);
        assert_eq!(id.as_str().parse::<AssetId>(), Ok(id));
    }

    #[test]
    fn the_longest_name_is_still_a_name() {
        let list = ListId::of_words(&"list ".repeat(40));
        let id = AssetId::listed(&list, &"entry ".repeat(90)).numbered(usize::MAX);
        assert_eq!(id.as_str().parse::<AssetId>(), Ok(id));
    }

    #[rstest]
    #[case::a_formula("=1+1")]
    #[case::a_mark("<b>")]
    #[case::nothing("")]
    #[case::a_space("a b")]
    fn what_is_no_name_is_refused(#[case] text: &str) {
        assert!(text.parse::<AssetId>().is_err());
        assert!(text.parse::<ListId>().is_err());
    }

    #[test]
    fn a_list_is_called_by_plain_words() {
        assert_eq!(
            ListId::of_words("library Sussex_Libraries (2023)").as_str(),
            "library-sussex_libraries-2023"
        );
        assert_eq!(ListId::of_words("—!").as_str(), "assets");
    }
}
