//! A layer prepared for the engine.

use geo_types::{LineString, MultiPolygon};
use rayon::prelude::*;

use super::{
    rows::Rows,
    side::Spot,
    tree::{Extent, Tree},
    twins::{Owner, alone, owners},
};
use crate::geometry::{Bng, Region, to_millimetres};

/// No area: the coast, or ground that the layer leaves out.
pub(super) const NOBODY: u32 = u32::MAX;

/// Segments of a link at most. Shorter links meet fewer others, longer ones make a smaller tree: 8 to 16 were equally fast.
pub(super) const LINK_SEGMENTS: usize = 12;

/// A stretch of border with the same area on its left, and the same on its right, all along.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    pub(super) first_point: u32,
    pub(super) last_point: u32,
    pub(super) left: u32,
    pub(super) right: u32,
}

/// Some consecutive segments of a stretch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) stretch: u32,
    pub(super) first_point: u32,
    pub(super) last_point: u32,
}

/// The borders of a layer: every stretch once, with the area on its left and the area on its right.
///
/// About 70 bytes a point. Areas are known by their position in the slice that it was made from.
#[derive(Debug)]
pub struct Borders {
    /// The points of all stretches, one stretch after the other.
    pub(super) points: Vec<Spot>,
    /// For each point, twice the area swept from its stretch's first point, seen from there, in square millimetres.
    pub(super) swept: Vec<i64>,
    /// For each point, the length of its stretch up to there in millimetres.
    pub(super) length: Vec<f64>,
    pub(super) stretches: Vec<Stretch>,
    /// In the order of `tree`.
    pub(super) links: Vec<Link>,
    pub(super) tree: Tree,
    pub(super) rows: Rows,
    /// The box around each area.
    pub(super) extents: Vec<Extent>,
}

/// A ring as it is prepared: the area whose ground is on its left, and its points, the first repeated at the end.
pub(super) struct Ring {
    pub(super) area: u32,
    pub(super) points: Vec<Spot>,
}

impl Borders {
    /// Prepares the regions of a layer, in about 0.5 µs a point. They may overlap each other.
    #[must_use]
    pub fn new(regions: &[&Region<Bng>]) -> Self {
        let rings = rings_of(regions);
        // One area has no neighbour in its layer.
        let owners = if regions.len() == 1 { alone(&rings) } else { owners(&rings) };
        let mut borders = Self {
            points: Vec::new(),
            swept: Vec::new(),
            length: Vec::new(),
            stretches: Vec::new(),
            links: Vec::new(),
            tree: Tree::default(),
            rows: Rows::default(),
            extents: vec![Extent::NOTHING; regions.len()],
        };
        let mut start = 0;
        for ring in &rings {
            let segments = ring.points.len() - 1;
            borders.cut(ring, &owners[start..start + segments]);
            start += segments;
            let extent = &mut borders.extents[ring.area as usize];
            *extent = extent.join(Extent::around(&ring.points));
        }
        borders.link();
        borders.rows = Rows::new(&borders);
        borders
    }

    /// How many areas the layer has.
    #[must_use]
    pub fn areas(&self) -> usize {
        self.extents.len()
    }

    /// How many segments of border it has, shared ones counted once.
    #[must_use]
    pub fn segments(&self) -> usize {
        self.points.len() - self.stretches.len()
    }

    pub(super) fn segment(&self, first_point: u32) -> (Spot, Spot) {
        (self.points[first_point as usize], self.points[first_point as usize + 1])
    }

    /// Cuts a ring wherever the area on its other side changes.
    fn cut(&mut self, ring: &Ring, owners: &[Owner]) {
        let count = owners.len();
        let start = (1..count).find(|&at| owners[at - 1] != owners[at]).unwrap_or(0);
        let mut at = 0;
        while at < count {
            let owner = owners[(start + at) % count];
            let mut end = at + 1;
            while end < count && owners[(start + end) % count] == owner {
                end += 1;
            }
            if let Owner::Here(right) = owner {
                let points = (at..=end).map(|index| ring.points[(start + index) % count]);
                self.add(points, ring.area, right);
            }
            at = end;
        }
    }

    fn add(&mut self, points: impl Iterator<Item = Spot>, left: u32, right: u32) {
        let first = self.points.len();
        let (mut swept, mut length) = (0_i64, 0.0);
        for point in points {
            if let Some(&before) = self.points[first..].last() {
                let (dx, dy) = before.offset(point);
                let (x, y) = self.points[first].offset(before);
                // Partial sums may wrap; the differences that are asked for are true areas and fit.
                swept = swept.wrapping_add((x * dy).wrapping_sub(y * dx));
                #[allow(clippy::cast_precision_loss)] // a segment is far below 2⁵³ mm
                let step = (dx as f64).hypot(dy as f64);
                length += step;
            }
            self.points.push(point);
            self.swept.push(swept);
            self.length.push(length);
        }
        let last = self.points.len() - 1;
        self.stretches.push(Stretch { first_point: as_u32(first), last_point: as_u32(last), left, right });
    }

    fn link(&mut self) {
        let mut links = Vec::new();
        for (stretch, &Stretch { first_point, last_point, .. }) in (0_u32..).zip(&self.stretches) {
            let segments = (last_point - first_point) as usize;
            let pieces = segments.div_ceil(LINK_SEGMENTS).max(1);
            let step = segments.div_ceil(pieces).max(1);
            for start in (first_point..last_point).step_by(step) {
                let end = (start + as_u32(step)).min(last_point);
                links.push(Link { stretch, first_point: start, last_point: end });
            }
        }
        let boxes: Vec<Extent> = links
            .par_iter()
            .map(|link| Extent::around(&self.points[link.first_point as usize..=link.last_point as usize]))
            .collect();
        let order = Tree::order(&boxes);
        self.links = order.iter().map(|&index| links[index as usize]).collect();
        self.tree = Tree::new(order.iter().map(|&index| boxes[index as usize]).collect());
    }
}

/// The rings of some regions, each known by its position, with the ground on their left: exteriors anticlockwise, holes clockwise,
/// as a [`Region`] has them.
pub(super) fn rings_of(regions: &[&Region<Bng>]) -> Vec<Ring> {
    let outlines = (0_u32..)
        .zip(regions)
        .flat_map(|(area, region)| outlines(region.shape()).map(move |outline| (area, outline)));
    outlines
        .collect::<Vec<_>>()
        .into_par_iter()
        .filter_map(|(area, outline)| Some(Ring { area, points: spots(outline)? }))
        .collect()
}

fn outlines(shape: &MultiPolygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    shape.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
}

fn spots(ring: &LineString<f64>) -> Option<Vec<Spot>> {
    let mut spots: Vec<Spot> = ring
        .0
        .iter()
        .map(|&coord| {
            let (x, y) = to_millimetres(coord);
            Spot { x, y }
        })
        .collect();
    spots.dedup();
    (spots.len() > 3 && spots.first() == spots.last()).then_some(spots)
}

pub(super) fn as_u32(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
