//! Every postcode that is loaded, found by name and by place.

use std::{collections::BTreeMap, sync::Arc};

use geo_types::Rect;
use rstar::{AABB, RTree, primitives::GeomWithData};

use super::AskError;
use crate::asset::{Postcode, PostcodePoint, PostcodeRegister, PostcodeStatus, RegisterKind, settle};

/// An area that comes this near to a postcode's point may be that of some of its addresses: it is named, too. In metres.
pub const NEAR_A_POSTCODE_M: f64 = 100.0;

/// The postcodes of all registers together. Places are in British National Grid metres.
#[derive(Debug, Default)]
pub struct PostcodeIndex {
    registers: Vec<Arc<PostcodeRegister>>,
    /// Sorted by postcode.
    points: Vec<PostcodePoint>,
    tree: RTree<GeomWithData<[f64; 2], u32>>,
    /// Each postcode area with whether Code-Point Open covers it.
    areas: BTreeMap<String, bool>,
}

impl PostcodeIndex {
    /// Settles and indexes registers.
    #[must_use]
    pub fn new(registers: Vec<Arc<PostcodeRegister>>) -> Self {
        let points = settle(&registers.iter().map(AsRef::as_ref).collect::<Vec<_>>());
        let leaves = (0_u32..).zip(&points).map(|(n, point)| GeomWithData::new([point.at.x, point.at.y], n));
        let tree = RTree::bulk_load(leaves.collect());
        let mut areas: BTreeMap<String, bool> = BTreeMap::new();
        for point in &points {
            let decided = registers
                .get(point.register as usize)
                .is_some_and(|register| register.kind == RegisterKind::CodePointOpen);
            match areas.get_mut(point.postcode.area()) {
                Some(known) => *known |= decided,
                None => {
                    areas.insert(point.postcode.area().to_owned(), decided);
                }
            }
        }
        Self { registers, points, tree, areas }
    }

    /// Every postcode, sorted.
    #[must_use]
    pub fn points(&self) -> &[PostcodePoint] {
        &self.points
    }

    /// A postcode; `None` when it is not loaded.
    #[must_use]
    pub fn get(&self, postcode: Postcode) -> Option<&PostcodePoint> {
        let found = self.points.binary_search_by_key(&postcode, |point| point.postcode).ok()?;
        Some(&self.points[found])
    }

    /// A postcode.
    ///
    /// # Errors
    /// [`AskError::NoPostcodes`] when none is loaded, [`AskError::UnknownPostcode`] with the postcode areas that are.
    pub fn find(&self, postcode: Postcode) -> Result<&PostcodePoint, AskError> {
        if self.points.is_empty() {
            return Err(AskError::NoPostcodes);
        }
        let areas = || self.areas.keys().cloned().collect();
        self.get(postcode).ok_or_else(|| AskError::UnknownPostcode { postcode, areas: areas() })
    }

    /// The postcodes that begin as somebody typed, whatever its case and spaces: those that are in use first, and then in order; at
    /// most so many, with how many there are. None for text that no postcode begins with.
    #[must_use]
    pub fn beginning(&self, typed: &str, most: usize) -> (Vec<&PostcodePoint>, usize) {
        let compact: String =
            typed.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
        let letters = compact.chars().take_while(char::is_ascii_alphabetic).count();
        let is_begun = (1..=2).contains(&letters)
            && compact.len() <= 7
            && compact.chars().nth(letters).is_some_and(|c| c.is_ascii_digit())
            && compact.chars().all(|c| c.is_ascii_alphanumeric());
        if !is_begun {
            return (Vec::new(), 0);
        }
        // Where the space falls is not typed: after two, three or four characters, or beyond what was typed.
        let with_space = (2..compact.len().min(5))
            .filter(|&at| compact.len() - at <= 3)
            .map(|at| format!("{} {}", &compact[..at], &compact[at..]));
        let mut found: Vec<&PostcodePoint> = with_space
            .chain([compact.clone()])
            .flat_map(|beginning| {
                let first = self.points.partition_point(|point| point.postcode.as_str() < beginning.as_str());
                let rest = self.points[first..].iter();
                rest.take_while(move |point| point.postcode.as_str().starts_with(&beginning))
            })
            .collect();
        found.sort_unstable_by_key(|point| (point.status == PostcodeStatus::Terminated, point.postcode));
        let total = found.len();
        found.truncate(most);
        (found, total)
    }

    /// The postcodes in a box, its edges included, in no order.
    pub fn in_box(&self, bounds: Rect<f64>) -> impl Iterator<Item = &PostcodePoint> {
        let (min, max) = (bounds.min(), bounds.max());
        let envelope = AABB::from_corners([min.x, min.y], [max.x, max.y]);
        self.tree.locate_in_envelope(&envelope).map(|leaf| &self.points[leaf.data as usize])
    }

    /// The register that places a postcode.
    #[must_use]
    pub fn register_of(&self, point: &PostcodePoint) -> Option<&PostcodeRegister> {
        self.registers.get(point.register as usize).map(AsRef::as_ref)
    }

    /// Every register that is loaded.
    #[must_use]
    pub fn registers(&self) -> &[Arc<PostcodeRegister>] {
        &self.registers
    }

    /// The postcode areas ("BN") that have postcodes, and whether Code-Point Open says which of theirs are live.
    pub fn areas(&self) -> impl Iterator<Item = (&str, bool)> {
        self.areas.iter().map(|(area, decided)| (area.as_str(), *decided))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        asset::{Ending, ListedPostcode},
        boundary::{Period, Provenance, Release},
    };
    use geo_types::Coord;
    use rstest::rstest;

    #[rstest]
    #[case::a_district("bn1", &["BN1 1AA", "BN1 2AA", "BN11 1AA"], 4)]
    #[case::a_sector("BN1 1", &["BN1 1AA", "BN11 1AA", "BN1 1AB"], 3)]
    #[case::nearly_all("bn11a", &["BN1 1AA", "BN1 1AB"], 2)]
    #[case::all_of_it(" bn11 1aa", &["BN11 1AA"], 1)]
    #[case::letters_alone("bn", &[], 0)]
    #[case::a_name("Brighton", &[], 0)]
    #[case::none_of_them("BN9", &[], 0)]
    fn postcodes_are_found_by_their_beginning(
        #[case] typed: &str,
        #[case] expected: &[&str],
        #[case] total: usize,
    ) {
        let listed = ["BN1 1AA", "BN1 1AB", "BN1 2AA", "BN11 1AA"].map(|postcode| ListedPostcode {
            postcode: postcode.parse().unwrap(),
            at: Coord { x: 530_000.0, y: 104_000.0 },
            ending: if postcode == "BN1 1AB" { Ending::Ended(None) } else { Ending::InUse },
        });
        let index = PostcodeIndex::new(vec![Arc::new(PostcodeRegister {
            kind: RegisterKind::Directory,
            release: Release {
                edition: "1".parse().unwrap(),
                revision: 0,
                period: Period::new(None, None).unwrap(),
                provenance: Provenance::default(),
                reference: String::new(),
            },
            postcodes: listed.to_vec(),
        })]);
        let (found, all) = index.beginning(typed, 3);
        assert_eq!(found.iter().map(|point| point.postcode.to_string()).collect::<Vec<_>>(), expected);
        assert_eq!(all, total);
    }
}
