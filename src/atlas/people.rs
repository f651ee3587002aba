//! The people, classes, postcodes and assets that a visitor may see.

use std::sync::Arc;

use jiff::civil::Date;

use super::{AskError, AssetIndex, Atlas, PostcodeIndex, TableContent, TableContents, TableName, View};
use crate::{
    asset::{AssetChange, ListedAssets, PostcodeRegister},
    boundary::{LayerId, LayerRef, lineage::Lineage},
    people::{Classes, Membership, Population, RESIDENTS},
};

/// Tables of an atlas, by what they give; every table keeps the stamp under which it was read.
#[derive(Debug, Default)]
pub(super) struct Tables {
    all: Vec<TableContents>,
    postcodes: Arc<PostcodeIndex>,
    assets: Arc<AssetIndex>,
    changes: Arc<Vec<AssetChange>>,
}

impl Tables {
    /// Each table with the stamp under which it was read.
    pub(super) fn stamps(&self) -> impl Iterator<Item = (&TableName, &str)> {
        self.all.iter().map(|table| (&table.name, table.stamp.as_str()))
    }
}

impl Atlas {
    /// This atlas with tables beside its layers. What `older` has of the same postcodes and assets, and what it found
    /// layers to share, is shared.
    #[must_use]
    pub fn with_tables(mut self, mut tables: Vec<TableContents>, older: &Self) -> Self {
        tables.sort_by(|a, b| {
            let from = |table: &TableContents| table.content.release().period.from();
            (a.name.kind, &a.name.key, from(a), &a.name.edition).cmp(&(
                b.name.kind,
                &b.name.key,
                from(b),
                &b.name.edition,
            ))
        });
        let registers: Vec<Arc<PostcodeRegister>> = tables
            .iter()
            .filter_map(|table| match &table.content {
                TableContent::Postcodes(register) => Some(Arc::clone(register)),
                _ => None,
            })
            .collect();
        let known = older.tables.postcodes.registers();
        let same = known.len() == registers.len()
            && known.iter().zip(&registers).all(|(known, register)| Arc::ptr_eq(known, register));
        let postcodes =
            if same { Arc::clone(&older.tables.postcodes) } else { Arc::new(PostcodeIndex::new(registers)) };
        let lists: Vec<Arc<ListedAssets>> = tables
            .iter()
            .filter_map(|table| match &table.content {
                TableContent::Assets(listed) => Some(Arc::clone(listed)),
                _ => None,
            })
            .collect();
        let known = older.tables.assets.lists();
        let same = known.len() == lists.len()
            && known.iter().zip(&lists).all(|(known, list)| Arc::ptr_eq(known, list));
        let changes = Arc::clone(&older.tables.changes);
        let assets =
            if same { Arc::clone(&older.tables.assets) } else { Arc::new(AssetIndex::new(lists, &changes)) };
        self.tables = Tables { all: tables, postcodes, assets, changes };
        self.overlaps = older.overlaps.clone();
        self.reaches = older.reaches.clone();
        self.stamp = self.stamped();
        self
    }

    /// This atlas with further changes by hand laid over its assets.
    #[must_use]
    pub fn with_asset_changes(mut self, new: Vec<AssetChange>) -> Self {
        if new.is_empty() {
            return self;
        }
        let changes: Vec<AssetChange> = self.tables.changes.iter().cloned().chain(new).collect();
        self.tables.assets = Arc::new(AssetIndex::new(self.tables.assets.lists().to_vec(), &changes));
        self.tables.changes = Arc::new(changes);
        self.stamp = self.stamped();
        self
    }

    /// The number of the last change by hand that is laid over its assets; 0 where there is none.
    #[must_use]
    pub fn last_asset_change(&self) -> i64 {
        self.tables.changes.iter().map(|change| change.number).max().unwrap_or(0)
    }

    /// Every asset.
    pub(super) fn assets(&self) -> &AssetIndex {
        &self.tables.assets
    }

    /// The table as it stands in this atlas, if its content is still the one with this stamp: what a newer atlas can share.
    #[must_use]
    pub fn unchanged_table(&self, name: &TableName, stamp: &str) -> Option<TableContents> {
        self.tables.all.iter().find(|table| table.name == *name && table.stamp == stamp).cloned()
    }
}

impl<'a> View<'a> {
    /// Every table with its stamp; of membership layers, those that this visitor may see. Assets are asked of
    /// [`assets`](Self::assets) only.
    fn tables(&self) -> impl Iterator<Item = &'a TableContents> + use<'a> {
        let viewer = self.viewer();
        self.atlas.tables.all.iter().filter(move |table| match &table.content {
            TableContent::Membership(membership) => viewer.may_see(membership.layer.visibility),
            TableContent::Assets(_) => false,
            _ => true,
        })
    }

    /// Every release of every population, by weight and layer of blocks, oldest first.
    pub fn populations(&self) -> impl Iterator<Item = &'a Arc<Population>> + use<'a> {
        self.tables().filter_map(|table| match &table.content {
            TableContent::Population(population) => Some(population),
            _ => None,
        })
    }

    /// The newest count of residents in a layer of blocks.
    #[must_use]
    pub fn residents_of(&self, blocks: &LayerId) -> Option<&'a Arc<Population>> {
        let counted = self.populations();
        counted
            .filter(|people| people.weight.as_str() == RESIDENTS && people.blocks.layer == *blocks)
            .max_by_key(|people| people.release.period.from())
    }

    /// Every release of every membership layer that this visitor may see, by layer, oldest first.
    pub fn memberships(&self) -> impl Iterator<Item = &'a Arc<Membership>> + use<'a> {
        self.tables().filter_map(|table| match &table.content {
            TableContent::Membership(membership) => Some(membership),
            _ => None,
        })
    }

    /// The lists of a membership layer: those of the edition when one is named, else those that hold on the day.
    ///
    /// # Errors
    /// [`AskError::NotLists`] for a layer that is ground, [`AskError::UnknownLayer`] with the membership layers there
    /// are, [`AskError::UnknownEdition`] or [`AskError::NoEdition`] with the editions there are.
    pub fn membership(&self, asked: &LayerRef, on: Date) -> Result<&'a Arc<Membership>, AskError> {
        let releases: Vec<_> = self.memberships().filter(|table| table.layer.id == asked.layer).collect();
        if releases.is_empty() {
            if self.layers().any(|layer| layer.layer().id == asked.layer) {
                return Err(AskError::NotLists { layer: asked.layer.clone() });
            }
            let mut known: Vec<_> = self.memberships().map(|table| table.layer.id.clone()).collect();
            known.dedup();
            return Err(AskError::UnknownLayer { asked: asked.layer.to_string(), known });
        }
        let layer = asked.layer.clone();
        let known = || releases.iter().map(|table| table.release.edition.clone()).collect();
        let found = releases.iter().find(|table| match &asked.edition {
            Some(edition) => table.release.edition == *edition,
            None => table.release.period.covers(on),
        });
        found.copied().ok_or_else(|| match asked.edition.clone() {
            Some(asked) => AskError::UnknownEdition { layer, asked, known: known() },
            None => AskError::NoEdition { layer, on, known: known() },
        })
    }

    /// Every release of every classification of blocks, by class and layer of blocks, oldest first.
    pub fn classes(&self) -> impl Iterator<Item = &'a Arc<Classes>> + use<'a> {
        self.tables().filter_map(|table| match &table.content {
            TableContent::Classes(classes) => Some(classes),
            _ => None,
        })
    }

    /// Every table of what became of areas, oldest first.
    pub fn lineages(&self) -> impl Iterator<Item = &'a Arc<Lineage>> + use<'a> {
        self.tables().filter_map(|table| match &table.content {
            TableContent::Lineage(lineage) => Some(lineage),
            _ => None,
        })
    }

    /// Every postcode.
    #[must_use]
    pub fn postcodes(&self) -> &'a Arc<PostcodeIndex> {
        &self.atlas.tables.postcodes
    }
}
