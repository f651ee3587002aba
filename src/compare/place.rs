//! A question about one place: what crosses its edge is cut there, and listed.

use std::sync::Arc;

use jiff::civil::Date;

use super::{AreaLabel, Citation, CompareError, Edge, EdgeArea, Side, Within, cite::of_layer};
use crate::{
    atlas::{IndexedArea, LayerOnDate, PreparedGround, View},
    coterminosity::{Relation, Thresholds, relation},
    geometry::shared_region,
    overlap::NOISE_M2,
};

/// The one place that a question is about.
pub(crate) struct Place<'a> {
    layer: LayerOnDate<'a>,
    area: &'a IndexedArea,
    pub(crate) ground: Arc<PreparedGround>,
}

impl<'a> Place<'a> {
    pub(crate) fn find(view: &View<'a>, within: &Within, on: Date) -> Result<Self, CompareError> {
        let layer = view.layer(&within.layer, on)?;
        let area = layer.area(&within.code)?;
        let ground = layer.one(area);
        Ok(Self { layer, area, ground })
    }

    /// Its layer, as it was asked for, and what it is called.
    pub(crate) fn name(&self) -> (String, AreaLabel) {
        (self.layer.asked.to_string(), AreaLabel::of(&self.area.version))
    }

    /// The releases that it is drawn from.
    pub(crate) fn sources(&self) -> Vec<Citation> {
        of_layer(&self.layer)
    }
}

/// Cuts a layer to a place. Areas that share only a sliver with it are left out and counted.
pub(crate) fn cut(view: &View<'_>, side: &mut Side, place: &PreparedGround, thresholds: &Thresholds) -> Edge {
    let mut edge = Edge::default();
    let Some(ground) = side.drawn().map(Arc::clone) else { return edge };
    let shared = view.overlaps().between(&ground, place);
    let place_m2 = place.areas_m2()[0];
    let (mut kept, mut left) = (Vec::new(), Vec::new());
    for part in shared.iter() {
        let at = part.areas[0] as usize;
        let whole_m2 = ground.areas_m2()[at];
        let fits = relation(part.area_m2, whole_m2, place_m2, Some(part.perimeter_m), thresholds);
        let outside_m2 = whole_m2 - part.area_m2;
        let is_inside = outside_m2 <= 1e-9 * whole_m2 + NOISE_M2;
        let inside = if fits == Relation::Sliver {
            None
        } else if is_inside {
            Some(Arc::clone(&ground.regions()[at]))
        } else {
            // Nothing is left of what is nowhere wider than a crack.
            shared_region(&ground.regions()[at], &place.regions()[0]).map(Arc::new)
        };
        let Some(region) = inside else {
            edge.slivers.count += 1;
            edge.slivers.overlap += part.area_m2;
            continue;
        };
        if !is_inside {
            let share_inside = part.area_m2 / whole_m2;
            edge.areas.push(EdgeArea { area: side.areas[at].clone(), share_inside, outside_m2 });
        }
        kept.push(at);
        left.push((side.areas[at].code.clone(), region));
    }
    // Which areas are left depends on what counts as a sliver, so the key names them.
    let mut which = blake3::Hasher::new();
    for at in &kept {
        which.update(&at.to_le_bytes());
    }
    let key = format!("{}∩{}∋{}", ground.key(), place.key(), &which.finalize().to_hex().as_str()[..16]);
    side.keep(&kept, Arc::new(PreparedGround::new(key, left)));
    edge
}
