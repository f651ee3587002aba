//! What a scenario is called by.

use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
};

use serde::{Deserialize, Serialize};

use crate::boundary::LayerId;

/// A scenario's name in data and addresses: "SURREY-2". At most 40 letters, digits, `-` and `_`; it is shown as it was
/// written and found whatever the case.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ScenarioId(String);

/// A name that cannot be a scenario's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” cannot name a scenario: use letters, digits, “-” and “_”, at most 40 characters")]
pub struct InvalidScenarioId(String);

impl ScenarioId {
    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The layer that its areas are.
    #[must_use]
    pub fn layer(&self) -> LayerId {
        LayerId::of_scenario(&self.0)
    }

    /// The scenario that a layer's areas are of; none for a layer of a register.
    #[must_use]
    pub fn of_layer(layer: &LayerId) -> Option<Self> {
        layer.scenario().map(|name| Self(name.to_owned()))
    }
}

impl FromStr for ScenarioId {
    type Err = InvalidScenarioId;

    fn from_str(text: &str) -> Result<Self, InvalidScenarioId> {
        if LayerId::may_name_scenario(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidScenarioId(text.chars().take(80).collect()))
        }
    }
}

impl TryFrom<String> for ScenarioId {
    type Error = InvalidScenarioId;

    fn try_from(text: String) -> Result<Self, InvalidScenarioId> {
        text.parse()
    }
}

impl From<ScenarioId> for String {
    fn from(id: ScenarioId) -> Self {
        id.0
    }
}

impl fmt::Display for ScenarioId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl PartialEq for ScenarioId {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for ScenarioId {}

impl Hash for ScenarioId {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_ascii_lowercase().hash(state);
    }
}

impl PartialOrd for ScenarioId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ScenarioId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.to_ascii_lowercase().cmp(&other.0.to_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::as_published("SUSSEX-W2-B2", true)]
    #[case::digits_first("2_teams", true)]
    #[case::a_space("two teams", false)]
    #[case::a_dot("a.b", false)]
    #[case::nothing("", false)]
    #[case::too_long("a2345678901234567890123456789012345678901", false)]
    fn a_name(#[case] text: &str, #[case] valid: bool) {
        assert_eq!(text.parse::<ScenarioId>().is_ok(), valid);
    }

    #[test]
    fn case_is_kept_and_does_not_matter() {
        let (one, other): (ScenarioId, ScenarioId) =
            ("Surrey-2".parse().unwrap(), "SURREY-2".parse().unwrap());
        assert_eq!(one, other);
        assert_eq!(one.layer().as_str(), "scenario.Surrey-2");
        assert_eq!(ScenarioId::of_layer(&other.layer()), Some(one));
    }
}
