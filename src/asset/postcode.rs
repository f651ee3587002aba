//! A postcode, written one way.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The longest that a postcode is written: "SW1A 1AA".
const LENGTH: usize = 8;
/// More text than this is not looked at.
const MOST_TYPED: usize = 20;

/// A postcode as Royal Mail writes it, "BN1 1AA": capitals, one space before the last three characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Postcode([u8; LENGTH]);

/// Text that is no postcode.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no postcode: write it whole, as BN1 1AA")]
pub struct InvalidPostcode(String);

impl Postcode {
    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only ASCII is ever put in.
        std::str::from_utf8(&self.0).unwrap_or_default().trim_end()
    }

    /// Its postcode area, the letters that it begins with: "BN".
    #[must_use]
    pub fn area(&self) -> &str {
        let text = self.as_str();
        &text[..text.bytes().take_while(u8::is_ascii_alphabetic).count()]
    }

    /// Its district, all that stands before the space: "BN12".
    #[must_use]
    pub fn district(&self) -> &str {
        self.as_str().split(' ').next().unwrap_or_default()
    }
}

impl FromStr for Postcode {
    type Err = InvalidPostcode;

    /// Case does not matter, nor do spaces: "bn11aa" and "BN1  1AA" are the same.
    fn from_str(text: &str) -> Result<Self, InvalidPostcode> {
        let refuse = || InvalidPostcode(text.chars().take(40).collect());
        if text.len() > MOST_TYPED {
            return Err(refuse());
        }
        let compact: Vec<u8> =
            text.bytes().filter(|byte| !byte.is_ascii_whitespace()).map(|b| b.to_ascii_uppercase()).collect();
        let Some(split) = compact.len().checked_sub(3) else { return Err(refuse()) };
        let (outward, inward) = compact.split_at(split);
        if !is_outward(outward) || shape(inward) != "9AA" {
            return Err(refuse());
        }
        let mut written = [b' '; LENGTH];
        written[..split].copy_from_slice(outward);
        written[split + 1..split + 4].copy_from_slice(inward);
        Ok(Self(written))
    }
}

/// The forms of the part before the space, A a letter and 9 a digit, as Royal Mail lists them.
fn is_outward(part: &[u8]) -> bool {
    ["A9", "A99", "AA9", "AA99", "A9A", "AA9A"].contains(&shape(part).as_str())
}

fn shape(part: &[u8]) -> String {
    let kind = |byte: &u8| match byte {
        b'A'..=b'Z' => 'A',
        b'0'..=b'9' => '9',
        _ => '?',
    };
    part.iter().map(kind).collect()
}

impl TryFrom<String> for Postcode {
    type Error = InvalidPostcode;

    fn try_from(text: String) -> Result<Self, InvalidPostcode> {
        text.parse()
    }
}

impl From<Postcode> for String {
    fn from(postcode: Postcode) -> Self {
        postcode.as_str().to_owned()
    }
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Postcode({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::as_it_is_written("BN1 1AA", "BN1 1AA", "BN")]
    #[case::as_it_is_typed("bn11aa", "BN1 1AA", "BN")]
    #[case::in_seven_characters("BN123AB", "BN12 3AB", "BN")]
    #[case::padded("BN1  1AA ", "BN1 1AA", "BN")]
    #[case::one_letter("m1 1ae", "M1 1AE", "M")]
    #[case::a_letter_after_the_district("SW1A1AA", "SW1A 1AA", "SW")]
    fn a_postcode_is_written_one_way(#[case] typed: &str, #[case] written: &str, #[case] area: &str) {
        let postcode: Postcode = typed.parse().unwrap();
        assert_eq!((postcode.to_string().as_str(), postcode.area()), (written, area));
    }

    #[rstest]
    #[case::nothing("")]
    #[case::a_district("BN1")]
    #[case::a_word("BRIGHTON")]
    #[case::a_place("-0.13,50.82")]
    #[case::digits("12345")]
    #[case::another_alphabet("ВN1 1AA")]
    #[case::too_much("BN1 1AA and everything near it")]
    #[case::no_letters_at_the_end("BN1 111")]
    fn what_is_no_postcode_is_refused(#[case] text: &str) {
        let error = text.parse::<Postcode>().unwrap_err().to_string();
        assert!(error.contains("as BN1 1AA"), "{error}");
    }

    #[test]
    fn a_district_is_what_stands_before_the_space() {
        assert_eq!("SW1A1AA".parse::<Postcode>().unwrap().district(), "SW1A");
    }

    proptest! {
        /// Whatever is typed is refused or written in a way that is read back the same.
        #[test]
        fn anything_typed_is_refused_or_read_back(text in "\\PC{0,24}|[a-z]{1,2}[0-9]{1,2} ?[0-9][a-z]{2}") {
            if let Ok(postcode) = text.parse::<Postcode>() {
                prop_assert_eq!(postcode.as_str().parse::<Postcode>(), Ok(postcode));
                prop_assert!(!postcode.area().is_empty());
            }
        }
    }
}
