//! One layer's areas as shared arcs, ready to be drawn at any zoom.

use geo_types::{Coord, MultiPolygon};
use rayon::prelude::*;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::arcs::{self, ArcUse};
use super::lines::Lines;
use super::outlines;
use super::runs::Runs;
use super::simplify::zoom_of_area;
use super::world::{Frame, WorldBox, WorldPoint};

/// The ground of one area version, in British National Grid metres (EPSG:27700).
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// Its shape, every coordinate an exact multiple of 1 mm.
    pub shape: &'a MultiPolygon<f64>,
    /// A place inside it, where its name goes.
    pub inside: Coord<f64>,
}

/// All area versions of one layer, several editions perhaps over each other, cut into arcs that
/// neighbours share, each vertex with the zoom from which it is drawn.
///
/// Built once for all dates and zooms; immutable, so it can be shared between threads. An area is known
/// by its place in the slice it was built from.
#[derive(Debug)]
pub struct Mosaic {
    pub(super) lines: Lines,
    pub(super) rings: Runs<ArcUse>,
    /// Lowest zoom at which each ring encloses a square tile unit.
    pub(super) ring_zooms: Vec<u8>,
    /// Rings of each polygon: its exterior, then its holes.
    pub(super) polygons: Runs<u32>,
    pub(super) areas: Runs<u32>,
    /// Lowest zoom at which each area is a square tile unit.
    pub(super) area_zooms: Vec<u8>,
    /// A place of each area, never outside its box.
    pub(super) anchors: Vec<WorldPoint>,
    pub(super) boxes: Vec<WorldBox>,
    pub(super) index: RTree<IndexedBox>,
}

type IndexedBox = GeomWithData<Rectangle<[f64; 2]>, u32>;

impl Mosaic {
    /// Cuts and simplifies the areas of a layer.
    ///
    /// `project` takes grid metres to Web Mercator metres (EPSG:3857) and is asked once for every
    /// different vertex, and once an area for its place inside. Work is spread over all cores.
    pub fn build(areas: &[Ground<'_>], project: impl Fn(Coord<f64>) -> Coord<f64> + Sync) -> Self {
        let shapes: Vec<_> = areas.iter().map(|area| area.shape).collect();
        let outlines = outlines::read(&shapes);
        let world = |&place: &Coord<f64>| WorldPoint::from_mercator(project(place));
        let places: Vec<WorldPoint> = outlines.places.par_iter().map(world).collect();
        let inside: Vec<WorldPoint> = areas.par_iter().map(|area| world(&area.inside)).collect();

        let sizes: Vec<f64> = outlines.rings.iter().map(|ring| square_steps(ring, &places)).collect();
        let ring_zooms: Vec<u8> = sizes.iter().map(|&size| zoom_of_area(size)).collect();
        let polygon_size = |&polygon: &u32| {
            let rings = outlines.polygons.run(polygon).iter().map(|&ring| sizes[ring as usize]);
            rings.reduce(|exterior, hole| exterior - hole).unwrap_or(0.0)
        };
        let area_zooms =
            outlines.areas.iter().map(|area| zoom_of_area(area.iter().map(polygon_size).sum())).collect();

        let cut = arcs::cut(&outlines.rings, places.len());
        let lines = Lines::simplify(&cut, &ring_zooms, &places);

        let corners =
            |&polygon: &u32| outlines.polygons.run(polygon).iter().flat_map(|&ring| outlines.rings.run(ring));
        let (anchors, boxes): (Vec<_>, Vec<_>) = outlines
            .areas
            .iter()
            .zip(inside)
            .map(|(area, inside)| {
                let mut corners =
                    area.iter().flat_map(corners).map(|&vertex| places[vertex as usize]).peekable();
                let own_corner = corners.peek().copied();
                let reach = WorldBox::around(corners);
                // A place that is not even in the area's box would let it vanish between tiles.
                match own_corner {
                    Some(_) if reach.covers(inside) => (inside, reach),
                    Some(corner) => (corner, reach),
                    None => (inside, WorldBox { min: inside, max: inside }),
                }
            })
            .unzip();

        let mut mosaic = Self {
            lines,
            rings: cut.rings,
            ring_zooms,
            polygons: outlines.polygons,
            areas: outlines.areas,
            area_zooms,
            anchors,
            index: indexed(&boxes),
            boxes,
        };
        mosaic.rings.shrink_to_fit();
        mosaic
    }

    /// How many area versions there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.boxes.len()
    }

    /// Whether there is nothing to draw at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.boxes.is_empty()
    }

    /// West, south, east and north of the selected areas, degrees on WGS 84; `None` when there are none.
    #[must_use]
    pub fn bounds(&self, select: impl Fn(u32) -> bool) -> Option<[f64; 4]> {
        let chosen = (0..).zip(&self.boxes).filter(|&(area, _)| select(area));
        let all = chosen.fold(WorldBox::EMPTY, |all, (_, &reach)| all.with(reach));
        (!all.is_empty()).then(|| {
            let [[west, north], [east, south]] = [all.min.lon_lat(), all.max.lon_lat()];
            [west, south, east, north]
        })
    }

    /// Bytes of memory held, the index by estimate.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let flat = self.ring_zooms.capacity()
            + self.area_zooms.capacity()
            + self.anchors.capacity() * size_of::<WorldPoint>()
            + self.boxes.capacity() * size_of::<WorldBox>();
        let runs = self.rings.bytes() + self.polygons.bytes() + self.areas.bytes();
        // A node of up to six children holds a box and a list; leaves dominate.
        let index = self.len() * size_of::<IndexedBox>() * 3 / 2;
        self.lines.bytes() + flat + runs + index
    }

    /// How many arcs the layer is drawn with, and how many places they hold.
    #[must_use]
    pub fn arcs_and_places(&self) -> (usize, usize) {
        self.lines.counts()
    }

    /// Areas whose box meets the tile with its buffer, in order.
    pub(super) fn candidates(&self, frame: Frame) -> Vec<u32> {
        let [min, max] = frame.reach();
        let reach = AABB::from_corners(min, max);
        let mut found: Vec<u32> =
            self.index.locate_in_envelope_intersecting(&reach).map(|candidate| candidate.data).collect();
        found.sort_unstable();
        found
    }
}

fn indexed(boxes: &[WorldBox]) -> RTree<IndexedBox> {
    let corner = |point: WorldPoint| [f64::from(point.x), f64::from(point.y)];
    let entry = |(area, reach): (u32, &WorldBox)| {
        IndexedBox::new(Rectangle::from_corners(corner(reach.min), corner(reach.max)), area)
    };
    RTree::bulk_load((0..).zip(boxes).map(entry).collect())
}

/// What a ring encloses, square steps, whichever way it runs.
fn square_steps(ring: &[u32], places: &[WorldPoint]) -> f64 {
    let Some(&first) = ring.first() else { return 0.0 };
    let origin = places[first as usize];
    // From the ring's own corner, or the products lose the last digits of a small ring.
    let from_origin = |&vertex: &u32| {
        let point = places[vertex as usize];
        [f64::from(point.x) - f64::from(origin.x), f64::from(point.y) - f64::from(origin.y)]
    };
    let mut before = [0.0, 0.0];
    let mut twice = 0.0;
    for [x, y] in ring.iter().map(from_origin) {
        twice += before[0] * y - x * before[1];
        before = [x, y];
    }
    (twice / 2.0).abs()
}
