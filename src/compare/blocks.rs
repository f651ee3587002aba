//! The blocks that people are counted in.

use std::sync::Arc;

use geo_types::Coord;
use jiff::civil::Date;
use rayon::prelude::*;

use super::CompareError;
use crate::{
    atlas::{AskError, BlockPoints, LayerOnDate, PreparedGround, View},
    boundary::{EditionId, LayerRef, Release},
};

/// A layer of blocks and where their people are.
#[derive(Debug)]
pub(crate) struct Blocks<'a> {
    pub(crate) layer: LayerOnDate<'a>,
    pub(crate) ground: Arc<PreparedGround>,
    pub(crate) points: Arc<BlockPoints>,
}

impl<'a> Blocks<'a> {
    /// The blocks that a table counts in: of the edition that it insists on; else of the one that held on the date of its
    /// figures, on the date of the question, or last.
    pub(crate) fn find(
        view: &View<'a>,
        asked: &LayerRef,
        release: &Release,
        on: Date,
        weight: &str,
    ) -> Result<Self, CompareError> {
        let missing = || CompareError::NoBlocks { weight: weight.to_owned(), blocks: asked.layer.clone() };
        let find = |edition: Option<EditionId>, day| {
            view.layer(&LayerRef { layer: asked.layer.clone(), edition }, day)
        };
        let named = find(asked.edition.clone(), on).map_err(|error| match error {
            AskError::UnknownLayer { .. } => missing(),
            error => error.into(),
        })?;
        let days = [release.period.from(), Some(on)];
        let mut candidates =
            days.into_iter().flatten().filter_map(|day| find(asked.edition.clone(), day).ok());
        let held = candidates.find(|layer| layer.areas().next().is_some());
        let last = || {
            let edition = named.layer.editions().last().map(|state| state.edition.id.clone());
            find(edition, on).ok().filter(|layer| layer.areas().next().is_some())
        };
        let layer = held.or_else(last).ok_or_else(missing)?;
        let ground = layer.ground();
        let points = ground.postcodes(view.postcodes());
        Ok(Self { layer, ground, points })
    }

    /// A place well inside each block, in the order of the blocks; found once for each while its layer does not change.
    pub(crate) fn inner_points(&self) -> Vec<Option<Coord<f64>>> {
        let mut areas: Vec<_> = self.layer.areas().collect();
        areas.sort_by(|a, b| a.version.code_or_id().cmp(b.version.code_or_id()));
        areas.par_iter().map(|area| area.label_point()).collect()
    }
}
