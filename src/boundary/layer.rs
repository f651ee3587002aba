//! Systems of patches, and who may see them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A layer's name: lower-case letters, digits, `-` and `_`, starting with a letter, at most 50 characters. It is the
/// name of its table in the store, too. A scenario's areas are the layer `scenario.NAME`, which no table holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LayerId(String);

/// A name that cannot be a layer's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” cannot name a layer: use lower-case letters, digits, “-” and “_”, starting with a letter, at most 50 characters, and not the prefixes gpkg_, rtree_, sqlite_ or patchwork_"
)]
pub struct InvalidLayerId(String);

impl LayerId {
    /// The name under which an answer speaks of a drawing that is in no layer.
    #[must_use]
    pub fn drawn() -> Self {
        Self("drawn".to_owned())
    }

    /// The layer of what people call neighbourhoods: published drawings are areas of it.
    #[must_use]
    pub fn neighbourhoods() -> Self {
        Self("neighbourhoods".to_owned())
    }

    /// Whether it is that layer.
    #[must_use]
    pub fn is_neighbourhoods(&self) -> bool {
        self.0 == "neighbourhoods"
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The layer that a scenario's areas are: `scenario.NAME`. Not kept as one: composed from its components.
    pub(crate) fn of_scenario(name: &str) -> Self {
        Self(format!("{SCENARIO}{name}"))
    }

    /// The scenario whose areas it is; none for a layer that is kept.
    #[must_use]
    pub fn scenario(&self) -> Option<&str> {
        self.0.strip_prefix(SCENARIO)
    }

    /// Whether a scenario may be called so.
    pub(crate) fn may_name_scenario(name: &str) -> bool {
        (1..=40).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c))
    }
}

/// What the names of scenarios' layers begin with.
const SCENARIO: &str = "scenario.";

impl FromStr for LayerId {
    type Err = InvalidLayerId;

    fn from_str(text: &str) -> Result<Self, InvalidLayerId> {
        if text.strip_prefix(SCENARIO).is_some_and(Self::may_name_scenario) {
            return Ok(Self(text.to_owned()));
        }
        let fits = text.len() <= 50
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c));
        let reserved =
            ["gpkg_", "rtree_", "sqlite_", "patchwork_"].iter().any(|prefix| text.starts_with(prefix));
        if fits && !reserved {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidLayerId(text.chars().take(80).collect()))
        }
    }
}

impl TryFrom<String> for LayerId {
    type Error = InvalidLayerId;

    fn try_from(text: String) -> Result<Self, InvalidLayerId> {
        text.parse()
    }
}

impl From<LayerId> for String {
    fn from(id: LayerId) -> Self {
        id.0
    }
}

impl fmt::Display for LayerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whose boundaries a layer holds; the viewer gives each family its own line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Wards, districts, counties, unitaries.
    Council,
    /// Integrated care boards, primary care networks.
    Nhs,
    /// Census areas.
    Census,
    /// Police, fire and other public services.
    #[default]
    OtherPublic,
    /// What residents and councils call neighbourhoods.
    Community,
}

impl Family {
    /// Every family, as it is written.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("council", Self::Council),
        ("nhs", Self::Nhs),
        ("census", Self::Census),
        ("other-public", Self::OtherPublic),
        ("community", Self::Community),
    ];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::NAMES.iter().find(|(_, family)| *family == self).map_or("other-public", |(name, _)| name)
    }
}

impl FromStr for Family {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::NAMES.iter().find(|(name, _)| *name == text).map(|(_, family)| *family);
        let known = || Self::NAMES.map(|(name, _)| name).join(", ");
        found.ok_or_else(|| format!("“{text}” is no family of layers: choose one of {}", known()))
    }
}

/// Who may see a layer: a draft footprint must not leak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Visibility {
    /// Everybody.
    #[default]
    Public,
    /// People who have signed in.
    SignedIn,
}

impl Visibility {
    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::SignedIn => "signed-in",
        }
    }
}

impl FromStr for Visibility {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "public" => Ok(Self::Public),
            "signed-in" => Ok(Self::SignedIn),
            _ => Err(format!("“{text}” is no visibility: choose public or signed-in")),
        }
    }
}

/// A system of patches: wards, districts, integrated care boards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    /// Its name in addresses and tables.
    pub id: LayerId,
    /// Its name for people, in the plural: "Wards".
    pub title: String,
    /// What one of its areas is called: "ward".
    pub singular: String,
    /// Whose boundaries these are.
    pub family: Family,
    /// Where it stands in lists, lowest first: nearest to a resident first.
    pub order: i64,
    /// Who may see it.
    pub visibility: Visibility,
    /// A sentence for people who do not know the word.
    pub description: Option<String>,
}

impl Layer {
    /// A layer of which only the name and family are known.
    #[must_use]
    pub fn unnamed(id: LayerId, family: Family) -> Self {
        let words = id.as_str().replace(['-', '_'], " ");
        let mut letters = words.chars();
        let title =
            letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
        let singular = words.strip_suffix('s').unwrap_or(&words).to_owned();
        Self { id, title, singular, family, order: 500, visibility: Visibility::Public, description: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("lsoa21", true)]
    #[case::hyphen("neighbourhood-teams", true)]
    #[case::capital("Wards", false)]
    #[case::digit_first("21lsoa", false)]
    #[case::sql("wards\"; drop table x", false)]
    #[case::reserved("gpkg_contents", false)]
    #[case::a_scenario("scenario.SURREY-2", true)]
    #[case::a_scenario_without_a_name("scenario.", false)]
    #[case::empty("", false)]
    fn a_layer_name(#[case] text: &str, #[case] valid: bool) {
        assert_eq!(text.parse::<LayerId>().is_ok(), valid);
    }

    #[test]
    fn an_unnamed_layer_is_called_by_its_id() {
        let layer = Layer::unnamed("fire-areas".parse().unwrap(), Family::OtherPublic);
        assert_eq!((layer.title.as_str(), layer.singular.as_str()), ("Fire areas", "fire area"));
    }
}
