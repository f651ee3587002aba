//! A short reference that names a question and exactly the content that it was answered from.
//!
//! `pw1~a:pcns:1f2e3d4c~b:districts:109e6e62~w:patients:lsoa11:1f2e3d4c~k:lsoa11:99aabbcc~2026-11-22`: the two layers, the weight, its
//! blocks, the postcodes, the residents that lists were held against, the place and the date, each with the first digits of its
//! releases' references; thresholds where they are not the usual ones. It can be read, goes into an address as it is, and needs
//! no register of answers.

use std::{fmt, str::FromStr};

use jiff::civil::Date;

use super::{Citation, Comparison, Question, WeightRef, Within};
use crate::{boundary::LayerRef, coterminosity::Thresholds};

/// Digits of a release's reference that are kept: enough to tell a thousand releases of one layer apart.
const DIGITS: usize = 8;
const VERSION: &str = "pw1";

/// A question with the content that answers it.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Layer A as it was asked for, and its releases.
    pub a: Pinned,
    /// Layer B's.
    pub b: Pinned,
    /// What was counted: `area`, or the weight's name.
    pub weight: String,
    /// The table of people, by `WEIGHT@BLOCKS` or membership layer; none for ground.
    pub people: Option<Pinned>,
    /// The layers of blocks: one, or two for two layers of lists.
    pub blocks: Vec<Pinned>,
    /// Registers of postcodes.
    pub postcodes: Vec<String>,
    /// The residents that lists were held against.
    pub residents: Option<Pinned>,
    /// The place: its layer, and its code; its id where the code would not go into an address.
    pub within: Option<(Pinned, String)>,
    /// The date.
    pub on: Date,
    /// Thresholds.
    pub thresholds: Thresholds,
}

/// Releases of a layer or table, by the first digits of their references.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pinned {
    /// The layer or table.
    pub of: String,
    /// Its releases.
    pub releases: Vec<String>,
}

/// Text that is no reference of an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no reference of an answer: copy the whole of it, from “pw1~” to its last character")]
pub struct InvalidReference(String);

impl InvalidReference {
    /// A reference that names something that cannot be.
    #[must_use]
    pub fn of(reference: &Reference) -> Self {
        Self(reference.to_string())
    }
}

impl Reference {
    /// The question that it names. Asked of an atlas of exactly its releases, it has the same answer again.
    ///
    /// # Errors
    /// [`InvalidReference`] when a layer, weight or place in it is not written as one.
    pub fn question(&self) -> Result<Question, InvalidReference> {
        let invalid = |_| InvalidReference(self.to_string());
        let layer = |pinned: &Pinned| -> Result<LayerRef, InvalidReference> {
            pinned.of.parse().map_err(|_| InvalidReference(self.to_string()))
        };
        let weight: WeightRef = self.weight.parse().map_err(invalid)?;
        let weight = match (weight, self.blocks.first()) {
            (WeightRef::People { name, .. }, Some(blocks)) => {
                WeightRef::People { name, blocks: Some(layer(blocks)?) }
            }
            (weight, _) => weight,
        };
        let within = match &self.within {
            None => None,
            Some((pinned, code)) => Some(Within { layer: layer(pinned)?, code: code.clone() }),
        };
        Ok(Question {
            a: layer(&self.a)?,
            b: layer(&self.b)?,
            weight: Some(weight),
            within,
            on: self.on,
            thresholds: self.thresholds,
        })
    }
}

impl Pinned {
    pub(crate) fn new(of: &str, references: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let mut releases: Vec<String> = references
            .into_iter()
            .map(|reference| reference.as_ref().chars().take(DIGITS).collect())
            .collect();
        releases.sort_unstable();
        releases.dedup();
        Self { of: of.to_owned(), releases }
    }

    /// One release more.
    pub(crate) fn add(&mut self, reference: &str) {
        let all = std::mem::take(&mut self.releases);
        *self = Self::new(&self.of, all.iter().map(String::as_str).chain([reference]));
    }

    pub(crate) fn read(text: &str) -> Option<Self> {
        let (of, releases) = text.rsplit_once(':')?;
        Some(Self { of: of.to_owned(), releases: digits(releases)? })
    }
}

fn digits(text: &str) -> Option<Vec<String>> {
    let releases: Vec<String> = text.split(',').map(str::to_owned).collect();
    let fit = |release: &String| {
        (4..=64).contains(&release.len()) && release.bytes().all(|b| b.is_ascii_hexdigit())
    };
    (releases.len() <= 64 && releases.iter().all(fit)).then_some(releases)
}

impl fmt::Display for Pinned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.of, self.releases.join(","))
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}~a:{}~b:{}~w:{}", self.a, self.b, self.weight)?;
        if let Some(people) = &self.people {
            write!(f, ":{people}")?;
        }
        for blocks in &self.blocks {
            write!(f, "~k:{blocks}")?;
        }
        if !self.postcodes.is_empty() {
            write!(f, "~p:{}", self.postcodes.join(","))?;
        }
        if let Some(residents) = &self.residents {
            write!(f, "~r:{residents}")?;
        }
        if let Some((layer, code)) = &self.within {
            write!(f, "~i:{layer}:{code}")?;
        }
        let (mut own, mut usual) = (self.thresholds, Thresholds::default());
        for ((name, own, _), (_, usual, _)) in own.named().into_iter().zip(usual.named()) {
            if own.to_bits() != usual.to_bits() {
                write!(f, "~t:{name}:{own}")?;
            }
        }
        write!(f, "~{}", self.on)
    }
}

impl FromStr for Reference {
    type Err = InvalidReference;

    fn from_str(text: &str) -> Result<Self, InvalidReference> {
        let shown = || InvalidReference(text.chars().take(200).collect());
        if text.len() > 2_000 {
            return Err(shown());
        }
        read(text).ok_or_else(shown)
    }
}

fn read(text: &str) -> Option<Reference> {
    let mut parts = text.strip_prefix(VERSION)?.strip_prefix('~')?.split('~');
    let on = parts.next_back()?.parse().ok()?;
    let (mut a, mut b, mut weight, mut people, mut residents, mut within) =
        (None, None, None, None, None, None);
    let (mut blocks, mut postcodes, mut thresholds) = (Vec::new(), Vec::new(), Thresholds::default());
    for part in parts {
        let (key, value) = part.split_once(':')?;
        match key {
            "a" => a = Some(Pinned::read(value)?),
            "b" => b = Some(Pinned::read(value)?),
            "w" => match value.split_once(':') {
                None => weight = Some(value.to_owned()),
                Some((name, table)) => {
                    weight = Some(name.to_owned());
                    people = Some(Pinned::read(table)?);
                }
            },
            "k" if blocks.len() < 2 => blocks.push(Pinned::read(value)?),
            "p" => postcodes = digits(value)?,
            "r" => residents = Some(Pinned::read(value)?),
            "i" => {
                let (layer, rest) = value.split_once(':')?;
                let (releases, code) = rest.split_once(':')?;
                let pinned = Pinned { of: layer.to_owned(), releases: digits(releases)? };
                within = Some((pinned, code.to_owned()));
            }
            "t" => {
                let (name, value) = value.split_once(':')?;
                let value: f64 = value.parse().ok()?;
                let (_, into, most) = thresholds.named().into_iter().find(|(known, ..)| *known == name)?;
                if !(0.0..=most).contains(&value) {
                    return None;
                }
                *into = value;
            }
            _ => return None,
        }
    }
    let (a, b, weight) = (a?, b?, weight?);
    Some(Reference { a, b, weight, people, blocks, postcodes, residents, within, on, thresholds })
}

/// What an answer used, by its part in it.
pub(super) fn of_answer(answer: &Comparison) -> Reference {
    let used = &answer.sources;
    let pinned = |of: &str, citations: &[Citation]| {
        Pinned::new(of, citations.iter().map(|citation| &citation.reference))
    };
    let table = |table: &Citation| Pinned::new(&table.of, [&table.reference]);
    let within = answer.within.as_ref().map(|(layer, label)| {
        let is_plain = label.code.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
        let code = if is_plain { &label.code } else { &label.id };
        (pinned(layer, &used.within), code.clone())
    });
    Reference {
        a: pinned(&answer.a.asked.to_string(), &used.a),
        b: pinned(&answer.b.asked.to_string(), &used.b),
        weight: answer.weight.clone(),
        people: used.people.as_ref().map(table),
        blocks: used
            .blocks
            .chunk_by(|one, next| one.of == next.of)
            .map(|citations| pinned(&citations[0].of, citations))
            .collect(),
        postcodes: Pinned::new("", used.postcodes.iter().map(|register| &register.reference)).releases,
        residents: used.residents.as_ref().map(table),
        within,
        on: answer.on,
        thresholds: answer.thresholds,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::ground("pw1~a:wards:ef0af857~b:icbs:109e6e62,77aa0011~w:area~2026-11-22")]
    #[case::people(
        "pw1~a:pcns:1f2e3d4c~b:districts:109e6e62~w:patients:pcns:1f2e3d4c~k:lsoa11:99aabbcc~p:aabbccdd,eeff0011~2026-11-22"
    )]
    #[case::a_place("pw1~a:wards:ef0af857~b:icbs:109e6e62~w:area~i:districts:109e6e62:E07000223~2026-11-22")]
    #[case::a_threshold("pw1~a:wards:ef0af857~b:icbs:109e6e62~w:area~t:tau:0.02~2026-11-22")]
    #[case::a_population(
        "pw1~a:w:ef0af857~b:i:109e6e62~w:residents:residents@lsoa21:1234abcd~k:lsoa21:0099aabb~2026-11-22"
    )]
    #[case::editions_that_were_insisted_on(
        "pw1~a:wards@2023:ef0af857~b:icbs@2022-07:109e6e62~w:area~2026-11-22"
    )]
    #[case::lists_beside_lists(
        "pw1~a:pcns:1f2e3d4c~b:teams:109e6e62~w:patients:pcns:1f2e3d4c~k:lsoa11:99aabbcc~k:lsoa21:0099aabb~r:residents@lsoa11:00ff00ff~2026-11-22"
    )]
    fn a_reference_is_read_as_it_is_written(#[case] text: &str) {
        let reference: Reference = text.parse().unwrap();
        assert_eq!(reference.to_string(), text);
        assert!(reference.question().is_ok());
    }

    #[rstest]
    #[case::nothing("")]
    #[case::another_version("pw9~a:wards:ef0af857~b:icbs:109e6e62~w:area~2026-11-22")]
    #[case::cut_short("pw1~a:wards:ef0af857~b:icbs:109e6e62~w:area")]
    #[case::no_release("pw1~a:wards:~b:icbs:109e6e62~w:area~2026-11-22")]
    #[case::no_such_threshold("pw1~a:wards:ef0af857~b:icbs:109e6e62~w:area~t:luck:1~2026-11-22")]
    #[case::a_share_above_1("pw1~a:wards:ef0af857~b:icbs:109e6e62~w:area~t:tau:1.5~2026-11-22")]
    #[case::a_border_too_wide(
        "pw1~a:wards:ef0af857~b:icbs:109e6e62~w:area~t:border_distance_m:1e9~2026-11-22"
    )]
    #[case::not_a_number("pw1~a:wards:ef0af857~b:icbs:109e6e62~w:area~t:cross_people:NaN~2026-11-22")]
    #[case::three_layers_of_blocks(
        "pw1~a:wards:ef0af857~b:icbs:109e6e62~w:area~k:a:0000~k:b:0000~k:c:0000~2026-11-22"
    )]
    fn what_is_no_reference_is_refused(#[case] text: &str) {
        assert!(text.parse::<Reference>().unwrap_err().to_string().contains("copy the whole of it"));
    }
}
