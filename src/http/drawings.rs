//! What each layer's tiles are drawn from, prepared once for as long as the layer stays the same.

use std::{
    collections::HashMap,
    sync::{
        Arc, OnceLock, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use geo_types::Coord;
use jiff::civil::Date;
use rayon::prelude::*;

use super::snapshot::Snapshot;
use crate::{
    atlas::{IndexedArea, LayerAtlas},
    boundary::LayerId,
    geometry::{mercator, to_lonlat},
    tiles::{Ground, Mosaic},
};

/// A layer prepared for drawing.
#[derive(Debug)]
pub(super) struct Drawing {
    /// No other drawing of this process has it.
    pub number: u64,
    /// The areas, by their place in [`LayerAtlas::areas`].
    pub mosaic: Mosaic,
    /// Days on which another set of areas comes into force, earliest first.
    changes: Vec<Date>,
}

impl Drawing {
    fn new(layer: &LayerAtlas) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let began = Instant::now();
        let inside = |area: &IndexedArea| area.label_point().unwrap_or_else(|| area.bounds().center());
        let grounds: Vec<Ground<'_>> = layer
            .areas()
            .par_iter()
            .map(|area| Ground { shape: area.version.region.shape(), inside: inside(area) })
            .collect();
        let periods = layer.areas().iter().map(|area| area.version.period);
        let mut changes: Vec<Date> =
            periods.flat_map(|period| [period.from(), period.until()]).flatten().collect();
        changes.sort_unstable();
        changes.dedup();
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let mosaic = Mosaic::build(&grounds, to_mercator);
        let (id, areas) = (&layer.layer().id, grounds.len());
        let ms = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(layer = %id, areas, ms, "prepared for drawing");
        Self { number, mosaic, changes }
    }

    /// How many changes have come by a day: days with the same number have the same areas in force.
    pub fn changes_by(&self, on: Date) -> usize {
        self.changes.partition_point(|&change| change <= on)
    }
}

/// Grid metres to Web Mercator metres. A region lies on the grid, so the fallback never shows.
fn to_mercator(place: Coord<f64>) -> Coord<f64> {
    let (lon, lat) = to_lonlat(place.x, place.y).unwrap_or_default();
    mercator::from_lonlat(lon, lat).into()
}

/// Room for the drawing of one layer: made by the first who needs it, while others wait.
#[derive(Debug, Default)]
pub(super) struct Slot(OnceLock<Drawing>);

impl Slot {
    /// The drawing, if it has been made.
    pub fn made(&self) -> Option<&Drawing> {
        self.0.get()
    }

    /// The drawing; takes up to a second for a large layer the first time.
    pub fn drawing(&self, layer: &LayerAtlas) -> &Drawing {
        self.0.get_or_init(|| Drawing::new(layer))
    }
}

/// The drawings of all layers.
#[derive(Debug, Default)]
pub(super) struct Drawings(RwLock<HashMap<LayerId, Vec<Stamped>>>);

#[derive(Debug)]
struct Stamped {
    stamp: String,
    slot: Arc<Slot>,
}

impl Drawings {
    /// The room for this layer as it is now. Drawings of what it was before go.
    pub fn slot(&self, layer: &LayerAtlas, current: &Snapshot) -> Arc<Slot> {
        let id = &layer.layer().id;
        let find = |known: &HashMap<LayerId, Vec<Stamped>>| {
            let kept = known.get(id)?.iter().find(|kept| kept.stamp == layer.stamp())?;
            Some(kept.slot.clone())
        };
        if let Some(slot) = find(&self.0.read().unwrap_or_else(PoisonError::into_inner)) {
            return slot;
        }
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = find(&known) {
            return slot;
        }
        known.retain(|id, _| current.everything().has_layer(id));
        let slot = Arc::new(Slot::default());
        let kept = known.entry(id.clone()).or_default();
        // The one before may still be asked for by a request that began earlier; no older one can.
        let start = kept.len().saturating_sub(1);
        kept.drain(..start);
        kept.push(Stamped { stamp: layer.stamp().to_owned(), slot: slot.clone() });
        slot
    }
}
