//! Where postcodes are, by the registers that a store has.

use std::{cell::OnceCell, collections::HashSet};

use geo_types::Coord;

use super::Unplaced;
use crate::{
    asset::{Postcode, PostcodePoint, PostcodeRegister, PostcodeStatus, settle},
    atlas::{TableContent, TableKind},
    store::{Store, StoreError},
};

/// The postcodes of all registers together.
#[derive(Debug, Default)]
pub struct Places {
    points: Vec<PostcodePoint>,
    /// The postcode areas ("BN") of which any are known.
    areas: OnceCell<HashSet<String>>,
}

impl Places {
    /// Every postcode that a store has.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub fn read(store: &dyn Store) -> Result<Self, StoreError> {
        let mut registers = Vec::new();
        for (name, _) in
            store.table_stamps()?.into_iter().filter(|(name, _)| name.kind == TableKind::Postcodes)
        {
            if let Some(table) = store.read_table(&name)?
                && let TableContent::Postcodes(register) = table.content
            {
                registers.push(register);
            }
        }
        Ok(Self::of(settle(&registers.iter().map(AsRef::as_ref).collect::<Vec<&PostcodeRegister>>())))
    }

    /// Places that are settled already, sorted by postcode.
    #[must_use]
    pub fn of(points: Vec<PostcodePoint>) -> Self {
        Self { points, areas: OnceCell::new() }
    }

    /// Where a postcode is, and whether it is no longer in use.
    ///
    /// # Errors
    /// Why nobody can say.
    pub(super) fn find(&self, postcode: Postcode) -> Result<(Coord<f64>, bool), Unplaced> {
        if let Ok(found) = self.points.binary_search_by_key(&postcode, |point| point.postcode) {
            let point = &self.points[found];
            return Ok((point.at, point.status == PostcodeStatus::Terminated));
        }
        let areas = self
            .areas
            .get_or_init(|| self.points.iter().map(|point| point.postcode.area().to_owned()).collect());
        Err(if areas.contains(postcode.area()) { Unplaced::UnknownPostcode } else { Unplaced::AreaNotLoaded })
    }
}
