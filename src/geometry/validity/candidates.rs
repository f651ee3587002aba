//! Pairs of edges whose boxes meet: the only ones that can touch or cross.

use std::ops::ControlFlow;

use rstar::{AABB, RTree, primitives::GeomWithData, primitives::Rectangle};

use super::{Edge, Finding, Ring};

/// Up to here a sweep in one direction beats building a tree, and its worst case is bounded.
const SWEEP_LIMIT: usize = 3000;

struct Boxed {
    min: [f64; 2],
    max: [f64; 2],
    edge: Edge,
}

/// Calls `visit` with every pair of edges whose boxes meet, each pair once, until it breaks.
pub(super) fn each_pair(
    rings: &[Ring],
    visit: impl FnMut(Edge, Edge) -> ControlFlow<Finding>,
) -> ControlFlow<Finding> {
    let mut edges = Vec::with_capacity(rings.iter().map(|ring| ring.points.len()).sum());
    for (ring_index, ring) in rings.iter().enumerate() {
        for index in 0..ring.points.len() {
            let (a, b) = ring.edge(index);
            edges.push(Boxed {
                min: [a.x.min(b.x), a.y.min(b.y)],
                max: [a.x.max(b.x), a.y.max(b.y)],
                edge: Edge { ring: ring_index, index },
            });
        }
    }
    if edges.len() <= SWEEP_LIMIT { sweep(edges, visit) } else { join(&edges, visit) }
}

fn sweep(
    mut edges: Vec<Boxed>,
    mut visit: impl FnMut(Edge, Edge) -> ControlFlow<Finding>,
) -> ControlFlow<Finding> {
    edges.sort_unstable_by(|a, b| a.min[0].total_cmp(&b.min[0]));
    for (position, a) in edges.iter().enumerate() {
        for b in edges[position + 1..].iter().take_while(|b| b.min[0] <= a.max[0]) {
            if a.min[1] <= b.max[1] && b.min[1] <= a.max[1] {
                visit(a.edge, b.edge)?;
            }
        }
    }
    ControlFlow::Continue(())
}

fn join(edges: &[Boxed], mut visit: impl FnMut(Edge, Edge) -> ControlFlow<Finding>) -> ControlFlow<Finding> {
    let items =
        edges.iter().enumerate().map(|(i, e)| GeomWithData::new(Rectangle::from_corners(e.min, e.max), i));
    let tree = RTree::bulk_load(items.collect());
    for (position, a) in edges.iter().enumerate() {
        for b in tree.locate_in_envelope_intersecting(&AABB::from_corners(a.min, a.max)) {
            if b.data > position {
                visit(a.edge, edges[b.data].edge)?;
            }
        }
    }
    ControlFlow::Continue(())
}
