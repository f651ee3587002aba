//! Tables that give people, or a class, to blocks.

use super::{ClassName, Release, WeightName};
use crate::boundary::{AreaId, Layer, LayerRef};

/// How many people live in each block, or are counted there.
#[derive(Debug, Clone, PartialEq)]
pub struct Population {
    /// What is counted.
    pub weight: WeightName,
    /// The layer of blocks, with its edition where the import insisted on one.
    pub blocks: LayerRef,
    /// The release; its period's first day is the date of the figures.
    pub release: Release,
    /// Block code and number of people, sorted by code, each code once.
    pub values: Vec<(String, f64)>,
}

impl Population {
    /// Everybody in the table, whether or not the layer of blocks has their block.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.values.iter().map(|(_, value)| value).sum()
    }

    /// The number of people of a block; `None` where the table has none.
    #[must_use]
    pub fn value(&self, block: &str) -> Option<f64> {
        let found = self.values.binary_search_by(|(code, _)| code.as_str().cmp(block)).ok()?;
        Some(self.values[found].1)
    }
}

/// An organisation that is a list of people.
#[derive(Debug, Clone, PartialEq)]
pub struct Organisation {
    /// Its permanent id, a slug of layer and name.
    pub id: AreaId,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How many people it says are on its list, those whose block is not given included.
    pub stated_total: Option<f64>,
}

/// How many people of one block are on one organisation's list.
#[derive(Debug, Clone, PartialEq)]
pub struct MembershipRow {
    /// The organisation, by its position in [`Membership::organisations`].
    pub organisation: u32,
    /// The block's code.
    pub block: String,
    /// People.
    pub value: f64,
}

/// A membership layer: organisations that are lists of people, with the block in which each lives.
#[derive(Debug, Clone, PartialEq)]
pub struct Membership {
    /// The layer, which has no ground of its own.
    pub layer: Layer,
    /// What is counted: "patients".
    pub weight: WeightName,
    /// The layer of blocks, with its edition where the import insisted on one.
    pub blocks: LayerRef,
    /// Whose lists the table holds: "practices of NHS Sussex". Others may have people in the same blocks.
    pub scope: Option<String>,
    /// The release. Its period is what is left of it beside the layer's other releases.
    pub release: Release,
    /// The organisations, sorted by code.
    pub organisations: Vec<Organisation>,
    /// The rows, sorted by organisation and block, each pair once.
    pub rows: Vec<MembershipRow>,
}

impl Membership {
    /// Everybody in the rows, whether or not the layer of blocks has their block.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.rows.iter().map(|row| row.value).sum()
    }

    /// Everybody whom the organisations state; `None` where one of them does not.
    #[must_use]
    pub fn stated_total(&self) -> Option<f64> {
        self.organisations.iter().map(|organisation| organisation.stated_total).sum()
    }

    /// The position of the organisation with this code or id. Case does not matter.
    #[must_use]
    pub fn organisation(&self, code_or_id: &str) -> Option<u32> {
        let found = self.organisations.iter().position(|organisation| {
            organisation.code.eq_ignore_ascii_case(code_or_id)
                || organisation.id.as_str().eq_ignore_ascii_case(code_or_id)
        })?;
        u32::try_from(found).ok()
    }
}

/// A class for each block: urban or rural.
#[derive(Debug, Clone, PartialEq)]
pub struct Classes {
    /// What the classification is called.
    pub class: ClassName,
    /// The layer of blocks, with its edition where the import insisted on one.
    pub blocks: LayerRef,
    /// The release.
    pub release: Release,
    /// Block code and class, sorted by code, each code once.
    pub values: Vec<(String, String)>,
}

impl Classes {
    /// The classes that there are, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.values.iter().map(|(_, class)| class.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}
