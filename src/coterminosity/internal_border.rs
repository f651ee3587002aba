//! Which parts of a layer's borders have ground of the layer on both sides.

use std::iter::once;

use geo_types::Coord;
use rayon::prelude::*;
use rstar::{AABB, RTree, primitives::GeomWithData, primitives::Rectangle};

use super::interval::{Interval, dot, near, unite};
use super::segment_grid::{Piece, SegmentGrid};
use crate::geometry::{Bng, Region, validity::Position};
use crate::overlap::PointIndex;

/// Neighbours may lie this far apart and still share a border, in metres: between shapes that were projected apart, the same long straight
/// line can part by some decimetres.
const GAP_M: f64 = 1.0;

/// The internal borders of a layer. A piece's mark says how many areas bring it: 1 for a line that neighbours share
/// exactly, 2 for each side of a hairline gap or overlap, which therefore counts half.
///
/// A piece is internal when two areas run along it in opposite directions, within [`GAP_M`] of each other, or when it lies
/// inside another area (layers that overlap themselves). What is left is the outline: coast, and the edge of the place.
pub(super) fn internal_borders(regions: &[&Region<Bng>]) -> Vec<Piece> {
    let (mut internal, lone) = shared_and_lone(regions);
    if lone.is_empty() {
        return internal;
    }
    let lone = SegmentGrid::new(&lone);
    let ground = Ground::new(regions);
    let found: Vec<Vec<Piece>> = lone
        .pieces()
        .par_chunks(1_024)
        .map(|pieces| {
            let mut found = Vec::new();
            for piece in pieces {
                inside_the_layer(piece, &lone, &ground, &mut found);
            }
            found
        })
        .collect();
    internal.extend(found.into_iter().flatten());
    internal
}

/// One area's edge, as the bits of its ends: edges between the same two points sort together.
struct Edge {
    ends: [[u64; 2]; 2],
    /// Whether the area runs along it from the first end to the second, its ground on the left.
    onward: bool,
    owner: u32,
}

impl Edge {
    fn new(from: Coord<f64>, to: Coord<f64>, owner: u32) -> Self {
        // Adding zero makes -0 and 0 the same bits.
        let bits = |end: Coord<f64>| [(end.x + 0.0).to_bits(), (end.y + 0.0).to_bits()];
        let (from, to) = (bits(from), bits(to));
        let onward = from <= to;
        Self { ends: if onward { [from, to] } else { [to, from] }, onward, owner }
    }

    fn piece(&self, mark: u32) -> Piece {
        let coord = |end: [u64; 2]| Coord { x: f64::from_bits(end[0]), y: f64::from_bits(end[1]) };
        let [first, second] = self.ends.map(coord);
        Piece { ends: if self.onward { [first, second] } else { [second, first] }, mark }
    }
}

/// Edges that two areas share from opposite sides, each once; and the others, marked with whose they are.
fn shared_and_lone(regions: &[&Region<Bng>]) -> (Vec<Piece>, Vec<Piece>) {
    let mut edges = Vec::new();
    for (owner, region) in (0_u32..).zip(regions) {
        for polygon in region.shape() {
            for ring in once(polygon.exterior()).chain(polygon.interiors()) {
                let steps = ring.0.windows(2).filter(|pair| pair[0] != pair[1]);
                edges.extend(steps.map(|pair| Edge::new(pair[0], pair[1], owner)));
            }
        }
    }
    edges.par_sort_unstable_by_key(|edge| (edge.ends, edge.owner, edge.onward));
    let (mut shared, mut lone) = (Vec::new(), Vec::new());
    for group in edges.chunk_by(|a, b| a.ends == b.ends) {
        if group.iter().all(|edge| edge.onward == group[0].onward) {
            lone.extend(group.iter().map(|edge| edge.piece(edge.owner)));
        } else if group.iter().any(|edge| edge.owner != group[0].owner) {
            shared.push(group[0].piece(1));
        }
    }
    (shared, lone)
}

/// Adds the internal parts of one area's edge that nobody shares exactly.
fn inside_the_layer(piece: &Piece, lone: &SegmentGrid, ground: &Ground<'_>, found: &mut Vec<Piece>) {
    let (mut facing, mut beside) = (Vec::new(), Vec::new());
    let direction = |ends: [Coord<f64>; 2]| ends[1] - ends[0];
    lone.visit_near(piece.ends, GAP_M, |other| {
        if other.mark != piece.mark
            && let Some(part) = near(piece.ends, other.ends, GAP_M)
        {
            let opposite = dot(direction(piece.ends), direction(other.ends)) < 0.0;
            if opposite { &mut facing } else { &mut beside }.push(part);
        }
        true
    });
    unite(&mut facing);
    unite(&mut beside);
    found.extend(facing.iter().map(|&(from, to)| Piece { ends: piece.part(from, to), mark: 2 }));
    for (from, to) in parts_between(&facing, &beside) {
        let middle = f64::midpoint(from, to);
        // Beside another area's outline on the same side: what lies outside both is a step to the right.
        let doubled = beside.iter().any(|&(start, end)| start < middle && middle < end);
        let aside = direction(piece.ends) * (if doubled { 2.0 * GAP_M } else { 0.0 } / piece.length());
        let probe = piece.part(middle, middle)[0] + Coord { x: aside.y, y: -aside.x };
        if ground.lies_in_another(probe, piece.mark) {
            found.push(Piece { ends: piece.part(from, to), mark: if doubled { 2 } else { 1 } });
        }
    }
}

/// What the first intervals leave of a line, cut wherever one of the second begins or ends.
fn parts_between(taken: &[Interval], cuts: &[Interval]) -> Vec<Interval> {
    let mut places: Vec<f64> =
        cuts.iter().chain(taken).flat_map(|&(from, to)| [from, to]).chain([0.0, 1.0]).collect();
    places.sort_unstable_by(f64::total_cmp);
    let parts = places.windows(2).map(|pair| (pair[0], pair[1])).filter(|(from, to)| from < to);
    parts.filter(|&(from, to)| !taken.iter().any(|&(start, end)| start <= from && to <= end)).collect()
}

/// The layer's areas, to ask what a point lies in.
struct Ground<'a> {
    regions: &'a [&'a Region<Bng>],
    indexes: Vec<PointIndex>,
    boxes: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
}

impl<'a> Ground<'a> {
    fn new(regions: &'a [&'a Region<Bng>]) -> Self {
        let boxed = (0_u32..).zip(regions).map(|(area, region)| {
            let bounds = region.bounds();
            let (low, high) = (bounds.min(), bounds.max());
            GeomWithData::new(Rectangle::from_corners([low.x, low.y], [high.x, high.y]), area)
        });
        Self {
            regions,
            indexes: regions.par_iter().map(|region| PointIndex::new(region)).collect(),
            boxes: RTree::bulk_load(boxed.collect()),
        }
    }

    fn lies_in_another(&self, point: Coord<f64>, than: u32) -> bool {
        let candidates = self.boxes.locate_in_envelope_intersecting(&AABB::from_point([point.x, point.y]));
        candidates.map(|found| found.data).filter(|&area| area != than).any(|area| {
            let area = area as usize;
            self.indexes[area].position(self.regions[area], point) == Position::Inside
        })
    }
}
