//! One layer in memory: every version of every area, found by code, by place and by day.

use std::{collections::HashMap, sync::OnceLock};

use geo_types::{Coord, Rect};
use jiff::civil::Date;
use rayon::prelude::*;
use rstar::{AABB, RTree, primitives::GeomWithData, primitives::Rectangle};

use super::{AskError, ground::PreparedGrounds, search::Words};
use crate::{
    boundary::{AreaVersion, Edition, EditionId, Layer, Period},
    geometry::{interior_point, validity::Position},
    overlap::PointIndex,
};

/// A layer as a store hands it over.
#[derive(Debug)]
pub struct LayerContents {
    /// The layer.
    pub layer: Layer,
    /// Changes whenever anything of the layer does.
    pub stamp: String,
    /// Its editions, each with the period that is left of it beside the others.
    pub editions: Vec<EditionState>,
    /// Every version of every area, with its own period resolved.
    pub areas: Vec<AreaVersion>,
}

/// An edition and the days on which it holds.
#[derive(Debug, Clone)]
pub struct EditionState {
    /// The edition.
    pub edition: Edition,
    /// Its period after the other editions have had their say.
    pub period: Period,
}

/// A version of an area with what makes it quick to ask.
#[derive(Debug)]
pub struct IndexedArea {
    /// The area.
    pub version: AreaVersion,
    bounds: Rect<f64>,
    index: OnceLock<PointIndex>,
    label_point: OnceLock<Option<Coord<f64>>>,
}

impl IndexedArea {
    /// The box around it, in grid metres.
    #[must_use]
    pub fn bounds(&self) -> Rect<f64> {
        self.bounds
    }

    /// Where a point in grid metres lies with respect to it.
    #[must_use]
    pub fn position(&self, point: Coord<f64>) -> Position {
        let region = &self.version.region;
        self.index.get_or_init(|| PointIndex::new(region)).position(region, point)
    }

    /// A point well inside its largest part, in grid metres.
    #[must_use]
    pub fn label_point(&self) -> Option<Coord<f64>> {
        *self.label_point.get_or_init(|| interior_point(self.version.region.shape()))
    }
}

type Boxed = GeomWithData<Rectangle<[f64; 2]>, u32>;

/// One layer, indexed.
#[derive(Debug)]
pub struct LayerAtlas {
    layer: Layer,
    stamp: String,
    editions: Vec<EditionState>,
    areas: Vec<IndexedArea>,
    tree: RTree<Boxed>,
    by_code: HashMap<String, Vec<u32>>,
    words: Words,
    grounds: PreparedGrounds,
}

impl LayerAtlas {
    /// Indexes a layer.
    #[must_use]
    pub fn new(contents: LayerContents) -> Self {
        let areas: Vec<IndexedArea> = contents
            .areas
            .into_par_iter()
            .map(|version| {
                let bounds = version.region.bounds();
                IndexedArea { version, bounds, index: OnceLock::new(), label_point: OnceLock::new() }
            })
            .collect();
        let boxes = (0_u32..).zip(&areas).map(|(position, area)| {
            let (min, max) = (area.bounds.min(), area.bounds.max());
            GeomWithData::new(Rectangle::from_corners([min.x, min.y], [max.x, max.y]), position)
        });
        let tree = RTree::bulk_load(boxes.collect());
        let mut by_code: HashMap<String, Vec<u32>> = HashMap::new();
        for (position, area) in (0_u32..).zip(&areas) {
            if let Some(code) = &area.version.code {
                by_code.entry(code.to_lowercase()).or_default().push(position);
            }
            by_code.entry(area.version.id.as_str().to_owned()).or_default().push(position);
        }
        let words = Words::new(areas.iter().map(|area| area.version.name.as_str()));
        Self {
            layer: contents.layer,
            stamp: contents.stamp,
            editions: contents.editions,
            areas,
            tree,
            by_code,
            words,
            grounds: PreparedGrounds::default(),
        }
    }

    /// The layer itself.
    #[must_use]
    pub fn layer(&self) -> &Layer {
        &self.layer
    }

    /// Changes whenever anything of the layer does: part of every cache key and entity tag.
    #[must_use]
    pub fn stamp(&self) -> &str {
        &self.stamp
    }

    /// Its editions, oldest first.
    #[must_use]
    pub fn editions(&self) -> &[EditionState] {
        &self.editions
    }

    /// The standing edition on a day: one that amends another is not it.
    #[must_use]
    pub fn edition_on(&self, day: Date) -> Option<&EditionState> {
        self.editions.iter().find(|state| state.edition.amends.is_none() && state.period.covers(day))
    }

    /// An edition by its name.
    #[must_use]
    pub fn edition(&self, id: &EditionId) -> Option<&EditionState> {
        self.editions.iter().find(|state| state.edition.id == *id)
    }

    /// Every version of every area; positions in this slice are stable as long as the stamp is.
    #[must_use]
    pub fn areas(&self) -> &[IndexedArea] {
        &self.areas
    }

    /// The areas in force: those of the edition when one is named, else those whose period covers the day.
    pub fn in_force<'a, 'e>(
        &'a self,
        edition: Option<&'e EditionId>,
        on: Date,
    ) -> impl Iterator<Item = &'a IndexedArea> + use<'a, 'e> {
        self.areas.iter().filter(move |area| area.version.holds(edition, on))
    }

    /// Every version of the area with this code or id, in any edition. Case does not matter.
    #[must_use]
    pub fn versions(&self, code_or_id: &str) -> Vec<&IndexedArea> {
        let Some(found) = self.by_code.get(&code_or_id.to_lowercase()) else { return Vec::new() };
        found.iter().map(|&position| &self.areas[position as usize]).collect()
    }

    /// The area with this code or id.
    ///
    /// # Errors
    /// [`AskError::UnknownArea`] when there never was one; [`AskError::NotInForce`] when there is none on that day.
    pub fn area(
        &self,
        code_or_id: &str,
        edition: Option<&EditionId>,
        on: Date,
    ) -> Result<&IndexedArea, AskError> {
        let versions = self.versions(code_or_id);
        if let Some(area) = versions.iter().find(|area| area.version.holds(edition, on)) {
            return Ok(area);
        }
        let (layer, asked) = (self.layer.id.clone(), code_or_id.chars().take(80).collect());
        let Some(latest) = versions.last() else { return Err(AskError::UnknownArea { layer, asked }) };
        let periods: Vec<String> = versions.iter().map(|area| area.version.period.in_words()).collect();
        Err(AskError::NotInForce {
            layer,
            asked,
            name: latest.version.name.clone(),
            on,
            periods: periods.join(" and "),
        })
    }

    /// Versions whose box meets a box in grid metres, in no order: candidates only.
    pub fn candidates(&self, bounds: Rect<f64>) -> impl Iterator<Item = &IndexedArea> {
        let (min, max) = (bounds.min(), bounds.max());
        let envelope = AABB::from_corners([min.x, min.y], [max.x, max.y]);
        self.tree.locate_in_envelope_intersecting(&envelope).map(|boxed| &self.areas[boxed.data as usize])
    }

    /// The box around everything in force, in grid metres.
    #[must_use]
    pub fn bounds_of<'a>(areas: impl Iterator<Item = &'a IndexedArea>) -> Option<Rect<f64>> {
        areas.map(IndexedArea::bounds).reduce(|a, b| {
            Rect::new(
                Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) },
                Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) },
            )
        })
    }

    pub(super) fn grounds(&self) -> &PreparedGrounds {
        &self.grounds
    }

    pub(super) fn words(&self) -> &Words {
        &self.words
    }
}

impl AreaVersion {
    /// Whether it is in force: a version of the edition when one is named, else one whose period covers the day.
    #[must_use]
    pub fn holds(&self, edition: Option<&EditionId>, on: Date) -> bool {
        match edition {
            Some(edition) => self.edition == *edition,
            None => self.period.covers(on),
        }
    }
}
