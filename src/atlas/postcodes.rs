//! Every postcode that is loaded, found by name and by place.

use std::{collections::BTreeMap, sync::Arc};

use geo_types::Rect;
use rstar::{AABB, RTree, primitives::GeomWithData};

use super::AskError;
use crate::asset::{Postcode, PostcodePoint, PostcodeRegister, RegisterKind, settle};

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
