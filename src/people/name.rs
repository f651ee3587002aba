//! What weights and classes are called.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// What people are counted as where they live: what is meant where nothing else is asked for.
pub const RESIDENTS: &str = "residents";

/// The longest name.
const MOST_CHARS: usize = 60;

fn is_slug(text: &str) -> bool {
    (1..=MOST_CHARS).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}

/// The name of something that is counted: "residents", "patients". Lower-case letters, digits and `-`, at most 60;
/// `area` is the name of ground itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct WeightName(String);

/// A name that cannot be a weight's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidWeightName {
    /// It is the name of the weight that is always there.
    #[error("“area” is the weight of the ground itself: call the count something else, such as residents")]
    Reserved,
    /// It has other characters, or too many.
    #[error("“{0}” cannot name a weight: use lower-case letters, digits and “-”, at most 60")]
    Malformed(String),
}

/// The name of a classification of blocks: "rural-urban". Lower-case letters, digits and `-`, at most 60.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClassName(String);

/// A name that cannot be a classification's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” cannot name a class of blocks: use lower-case letters, digits and “-”, at most 60")]
pub struct InvalidClassName(String);

impl FromStr for WeightName {
    type Err = InvalidWeightName;

    fn from_str(text: &str) -> Result<Self, InvalidWeightName> {
        match text {
            "area" => Err(InvalidWeightName::Reserved),
            _ if is_slug(text) => Ok(Self(text.to_owned())),
            _ => Err(InvalidWeightName::Malformed(shortened(text))),
        }
    }
}

impl FromStr for ClassName {
    type Err = InvalidClassName;

    fn from_str(text: &str) -> Result<Self, InvalidClassName> {
        if is_slug(text) { Ok(Self(text.to_owned())) } else { Err(InvalidClassName(shortened(text))) }
    }
}

macro_rules! name {
    ($name:ident, $error:ident) => {
        impl $name {
            /// The name.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
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

name!(WeightName, InvalidWeightName);
name!(ClassName, InvalidClassName);

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("residents", true)]
    #[case::with_a_year("residents-2021", true)]
    #[case::capital("Residents", false)]
    #[case::block_layer("residents@lsoa21", false)]
    #[case::nothing("", false)]
    fn a_weight_name(#[case] text: &str, #[case] valid: bool) {
        assert_eq!(text.parse::<WeightName>().is_ok(), valid);
        assert_eq!(text.parse::<ClassName>().is_ok(), valid);
    }

    #[test]
    fn area_is_taken_and_the_refusal_says_so() {
        let error = "area".parse::<WeightName>().unwrap_err();
        assert!(error.to_string().contains("the ground itself"), "{error}");
    }
}
