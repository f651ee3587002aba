//! Registers of postcodes, and what they say of each together.

use std::collections::{BTreeMap, HashMap};

use geo_types::Coord;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Postcode;
use crate::boundary::Release;

/// What a register of postcodes is, and so what it says about whether a postcode is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegisterKind {
    /// Ordnance Survey's Code-Point Open: all live postcodes of the postcode areas in it, and no others.
    CodePointOpen,
    /// A directory such as ONSPD: every postcode that there ever was, sometimes with the day on which it ended.
    Directory,
    /// Any other list: some postcodes with their places.
    List,
}

impl RegisterKind {
    /// Every kind, as it is written.
    pub const NAMES: [(&'static str, Self); 3] =
        [("code-point-open", Self::CodePointOpen), ("directory", Self::Directory), ("list", Self::List)];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::NAMES.iter().find(|(_, kind)| *kind == self).map_or("list", |(name, _)| name)
    }
}

impl std::str::FromStr for RegisterKind {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::NAMES.iter().find(|(name, _)| *name == text).map(|(_, kind)| *kind);
        let known = Self::NAMES.map(|(name, _)| name).join(", ");
        found.ok_or_else(|| format!("“{text}” is no kind of register: choose one of {known}"))
    }
}

/// What a register says about whether a postcode has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ending {
    /// It does not say.
    Unsaid,
    /// It says that the postcode is in use.
    InUse,
    /// It says that the postcode has ended; the day, where that is given (the first of the month, where only that is).
    Ended(Option<Date>),
}

/// A postcode in a register.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ListedPostcode {
    /// The postcode.
    pub postcode: Postcode,
    /// Where it is: British National Grid metres.
    pub at: Coord<f64>,
    /// Whether it has ended.
    pub ending: Ending,
}

/// A register of postcodes, as one import brought it.
#[derive(Debug, Clone, PartialEq)]
pub struct PostcodeRegister {
    /// What it is.
    pub kind: RegisterKind,
    /// Which release.
    pub release: Release,
    /// Its postcodes, sorted, each once.
    pub postcodes: Vec<ListedPostcode>,
}

/// Whether a postcode is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PostcodeStatus {
    /// In use.
    Live,
    /// No longer in use.
    Terminated,
    /// No register that is loaded says: it is used, and counted so.
    Unknown,
}

impl PostcodeStatus {
    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Terminated => "terminated",
            Self::Unknown => "unknown",
        }
    }
}

/// Where a postcode is, and whether it is in use, by everything that is loaded.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PostcodePoint {
    /// The postcode.
    pub postcode: Postcode,
    /// Where it is: British National Grid metres.
    pub at: Coord<f64>,
    /// Whether it is in use.
    pub status: PostcodeStatus,
    /// The day on which it ended, where a register gives it.
    pub terminated_on: Option<Date>,
    /// The register that places it, by its position among those that were settled.
    pub register: u32,
}

/// What registers say together, sorted by postcode.
///
/// Where Code-Point Open is loaded for a postcode area (the letters, "BN"), the newest one for that area decides: its
/// postcodes are live, all others there terminated. Elsewhere a postcode is what a directory says that it is, and
/// *unknown* where none says anything. The register that decides also places it, else the newest that has it. A register
/// is newer that begins later, or was extracted later, or has the later name.
#[must_use]
pub fn settle(registers: &[&PostcodeRegister]) -> Vec<PostcodePoint> {
    let mut by_age: Vec<usize> = (0..registers.len()).collect();
    by_age.sort_by_key(|&position| {
        let release = &registers[position].release;
        (release.period.from(), release.provenance.extract_date, &release.edition)
    });
    let mut deciding: HashMap<&str, usize> = HashMap::new();
    for &position in by_age.iter().filter(|&&p| registers[p].kind == RegisterKind::CodePointOpen) {
        for listed in &registers[position].postcodes {
            deciding.insert(listed.postcode.area(), position);
        }
    }
    let mut settled: BTreeMap<Postcode, PostcodePoint> = BTreeMap::new();
    for &position in &by_age {
        for listed in &registers[position].postcodes {
            let point = settled.entry(listed.postcode).or_insert(PostcodePoint {
                postcode: listed.postcode,
                at: listed.at,
                status: PostcodeStatus::Unknown,
                terminated_on: None,
                register: 0,
            });
            let decides = deciding.get(listed.postcode.area()).copied();
            if point.status == PostcodeStatus::Live && decides == Some(point.register as usize) {
                continue;
            }
            (point.at, point.register) = (listed.at, u32::try_from(position).unwrap_or(u32::MAX));
            if let Ending::Ended(Some(day)) = listed.ending {
                point.terminated_on = Some(day);
            }
            point.status = match (decides, listed.ending) {
                (Some(decides), _) if decides == position => PostcodeStatus::Live,
                (Some(_), _) | (None, Ending::Ended(_)) => PostcodeStatus::Terminated,
                (None, Ending::InUse) => PostcodeStatus::Live,
                (None, Ending::Unsaid) => point.status,
            };
            if point.status == PostcodeStatus::Live {
                point.terminated_on = None;
            }
        }
    }
    settled.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::boundary::{Period, Provenance};
    use jiff::civil::date;

    fn register(kind: RegisterKind, from: Date, listed: &[(&str, f64, Ending)]) -> PostcodeRegister {
        let release = Release {
            edition: from.to_string().parse().unwrap(),
            revision: 0,
            period: Period::new(Some(from), None).unwrap(),
            provenance: Provenance::default(),
            reference: String::new(),
        };
        let postcodes = listed.iter().map(|&(postcode, x, ending)| ListedPostcode {
            postcode: postcode.parse().unwrap(),
            at: Coord { x, y: 100_000.0 },
            ending,
        });
        PostcodeRegister { kind, release, postcodes: postcodes.collect() }
    }

    fn told(registers: &[&PostcodeRegister]) -> Vec<(String, f64, PostcodeStatus)> {
        settle(registers).iter().map(|point| (point.postcode.to_string(), point.at.x, point.status)).collect()
    }

    use Ending::{Ended, InUse, Unsaid};
    use PostcodeStatus::{Live, Terminated, Unknown};
    use RegisterKind::{CodePointOpen, Directory};

    const THEN: Date = date(2014, 8, 1);
    const NOW: Date = date(2025, 5, 1);
    const LATER: Date = date(2026, 2, 1);

    #[test]
    fn where_code_point_open_is_loaded_only_its_postcodes_are_live() {
        let points = register(CodePointOpen, NOW, &[("BN1 1AA", 1.0, Unsaid)]);
        let directory = register(
            Directory,
            LATER,
            &[("BN1 1AA", 9.0, Unsaid), ("BN1 1ZZ", 2.0, InUse), ("GU1 1AA", 3.0, Unsaid)],
        );
        let expected = [
            ("BN1 1AA".to_owned(), 1.0, Live),
            ("BN1 1ZZ".to_owned(), 2.0, Terminated),
            ("GU1 1AA".to_owned(), 3.0, Unknown),
        ];
        assert_eq!(told(&[&points, &directory]), expected);
        assert_eq!(told(&[&directory, &points]), expected);
    }

    #[test]
    fn the_newest_code_point_open_of_a_postcode_area_decides() {
        let old = register(
            CodePointOpen,
            THEN,
            &[("BN1 1AA", 1.0, Unsaid), ("BN1 1AB", 2.0, Unsaid), ("RH1 1AA", 3.0, Unsaid)],
        );
        let new = register(CodePointOpen, NOW, &[("BN1 1AA", 4.0, Unsaid)]);
        assert_eq!(
            told(&[&new, &old]),
            [
                ("BN1 1AA".to_owned(), 4.0, Live),
                ("BN1 1AB".to_owned(), 2.0, Terminated),
                ("RH1 1AA".to_owned(), 3.0, Live)
            ]
        );
    }

    #[test]
    fn elsewhere_a_directory_that_says_when_postcodes_ended_is_believed() {
        let day = date(2019, 3, 1);
        let directory =
            register(Directory, NOW, &[("GU1 1AA", 1.0, InUse), ("GU1 1AB", 2.0, Ended(Some(day)))]);
        let settled = settle(&[&directory]);
        assert_eq!((settled[0].status, settled[0].terminated_on), (Live, None));
        assert_eq!((settled[1].status, settled[1].terminated_on), (Terminated, Some(day)));
    }
}
