//! Tables of people, classes, postcodes and assets, as a store hands them over.

use std::{fmt, sync::Arc};

use crate::{
    asset::{ListedAssets, PostcodeRegister},
    boundary::{EditionId, Release, lineage::Lineage},
    people::{Classes, Membership, Population},
};

/// What a table gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TableKind {
    /// People to blocks.
    Population,
    /// People of blocks to organisations.
    Membership,
    /// A class to blocks.
    Classes,
    /// Places to postcodes.
    Postcodes,
    /// What can be found in a place.
    Assets,
    /// What became of areas.
    Lineage,
}

impl TableKind {
    /// Every kind, as it is written.
    pub const NAMES: [(&'static str, Self); 6] = [
        ("population", Self::Population),
        ("membership", Self::Membership),
        ("classes", Self::Classes),
        ("postcodes", Self::Postcodes),
        ("assets", Self::Assets),
        ("lineage", Self::Lineage),
    ];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::NAMES.iter().find(|(_, kind)| *kind == self).map_or("population", |(name, _)| name)
    }
}

/// Which table: one of this kind, key and edition is current.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableName {
    /// What it gives.
    pub kind: TableKind,
    /// `WEIGHT@BLOCKS`, `CLASS@BLOCKS`, the membership layer, the kind of register, the list of assets, or the layer whose areas it
    /// tells of.
    pub key: String,
    /// The release.
    pub edition: EditionId,
}

impl fmt::Display for TableName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.kind.as_str(), self.key, self.edition)
    }
}

/// What is in a table.
#[derive(Debug, Clone, PartialEq)]
pub enum TableContent {
    /// People of blocks.
    Population(Arc<Population>),
    /// Lists of people.
    Membership(Arc<Membership>),
    /// Classes of blocks.
    Classes(Arc<Classes>),
    /// Postcodes.
    Postcodes(Arc<PostcodeRegister>),
    /// Assets.
    Assets(Arc<ListedAssets>),
    /// What became of areas.
    Lineage(Arc<Lineage>),
}

impl TableContent {
    /// Its release.
    #[must_use]
    pub fn release(&self) -> &Release {
        match self {
            Self::Population(table) => &table.release,
            Self::Membership(table) => &table.release,
            Self::Classes(table) => &table.release,
            Self::Postcodes(table) => &table.release,
            Self::Assets(table) => &table.list.release,
            Self::Lineage(table) => &table.release,
        }
    }
}

/// A table as a store hands it over.
#[derive(Debug, Clone, PartialEq)]
pub struct TableContents {
    /// Which table.
    pub name: TableName,
    /// Changes whenever anything of the table does.
    pub stamp: String,
    /// What is in it.
    pub content: TableContent,
}
