//! Tables to be written.

use jiff::Timestamp;

use crate::{
    asset::{Asset, AssetId, Change, ListId, ListedPostcode, RegisterKind},
    atlas::{TableKind, TableName},
    boundary::{EditionId, Layer, LayerId, LayerRef, Period, Provenance, Visibility, lineage::Succession},
    people::{ClassName, MembershipRow, WeightName},
};

/// A table to be written.
#[derive(Debug, Clone)]
pub struct NewTable {
    /// The name of the release.
    pub edition: EditionId,
    /// The period declared for it.
    pub declared: Period,
    /// Where it came from.
    pub provenance: Provenance,
    /// A hash of everything that it was made from: file, options, program. Equal fingerprints, equal content.
    pub fingerprint: String,
    /// The import's report, as JSON.
    pub report: String,
    /// What is in it.
    pub content: NewContent,
}

/// What is to be in a table.
#[derive(Debug, Clone)]
pub enum NewContent {
    /// People of blocks, sorted by block.
    Population {
        /// What is counted.
        weight: WeightName,
        /// The layer of blocks.
        blocks: LayerRef,
        /// Block and people.
        values: Vec<(String, f64)>,
    },
    /// Lists of people.
    Membership {
        /// The layer as it shall stand after the write.
        layer: Layer,
        /// What is counted.
        weight: WeightName,
        /// The layer of blocks.
        blocks: LayerRef,
        /// Whose lists these are.
        scope: Option<String>,
        /// The organisations, sorted by code.
        organisations: Vec<NewOrganisation>,
        /// The rows, sorted by organisation and block.
        rows: Vec<MembershipRow>,
    },
    /// Classes of blocks, sorted by block.
    Classes {
        /// What the classification is called.
        class: ClassName,
        /// The layer of blocks.
        blocks: LayerRef,
        /// Block and class.
        values: Vec<(String, String)>,
    },
    /// Postcodes, sorted.
    Postcodes {
        /// What the register is.
        register: RegisterKind,
        /// Its postcodes.
        postcodes: Vec<ListedPostcode>,
    },
    /// What became of areas.
    Lineage {
        /// The layer.
        layer: LayerId,
        /// What came after what, sorted.
        rows: Vec<Succession>,
    },
    /// Assets, sorted by id.
    Assets {
        /// The list that they are of.
        list: NewAssetList,
        /// Its entries.
        assets: Vec<Asset>,
    },
}

/// A change to an asset that is to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NewAssetChange {
    /// The asset.
    pub asset: AssetId,
    /// Who makes it.
    pub who: String,
    /// When.
    pub when: Timestamp,
    /// What they do.
    pub change: Change,
    /// The number of the asset's last change that they know of, 0 for none; `None`: whatever it is.
    pub after: Option<i64>,
}

/// What a list of assets that is to be written says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAssetList {
    /// Its name in data.
    pub id: ListId,
    /// Its name for people.
    pub title: String,
    /// Whether it is a register of all there are.
    pub complete: bool,
    /// Whether its licence asks that what is made with it be shared alike.
    pub share_alike: bool,
    /// Who may see it.
    pub visibility: Visibility,
}

/// An organisation to be written; its id is given by [`crate::boundary::identity`].
#[derive(Debug, Clone, PartialEq)]
pub struct NewOrganisation {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How many people it says are on its list.
    pub stated_total: Option<f64>,
}

impl NewContent {
    /// What it gives.
    #[must_use]
    pub fn kind(&self) -> TableKind {
        match self {
            Self::Population { .. } => TableKind::Population,
            Self::Membership { .. } => TableKind::Membership,
            Self::Classes { .. } => TableKind::Classes,
            Self::Postcodes { .. } => TableKind::Postcodes,
            Self::Assets { .. } => TableKind::Assets,
            Self::Lineage { .. } => TableKind::Lineage,
        }
    }
}

impl NewTable {
    /// Which table it is, or replaces.
    #[must_use]
    pub fn name(&self) -> TableName {
        let key = match &self.content {
            NewContent::Population { weight, blocks, .. } => format!("{weight}@{blocks}"),
            NewContent::Membership { layer, .. } => layer.id.to_string(),
            NewContent::Classes { class, blocks, .. } => format!("{class}@{blocks}"),
            NewContent::Postcodes { register, .. } => register.as_str().to_owned(),
            NewContent::Assets { list, .. } => list.id.to_string(),
            NewContent::Lineage { layer, .. } => layer.to_string(),
        };
        TableName { kind: self.content.kind(), key, edition: self.edition.clone() }
    }
}
