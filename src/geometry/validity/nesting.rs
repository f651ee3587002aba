//! Holes in their polygon, parts beside each other, interiors in one piece. Called when no edges cross.

use std::collections::HashMap;

use geo_types::{Coord, MultiPolygon, Polygon, Rect};
use petgraph::unionfind::UnionFind;

use super::{Defect, Finding, Position, Ring, Touches, position_in_polygon, position_in_ring};
use geo::BoundingRect;

pub(super) fn check(shape: &MultiPolygon<f64>, rings: &[Ring], touches: &Touches) -> Option<Finding> {
    check_holes(shape, rings, touches)
        .or_else(|| check_parts(shape, rings, touches))
        .or_else(|| check_interiors(rings, touches))
}

fn check_holes(shape: &MultiPolygon<f64>, rings: &[Ring], touches: &Touches) -> Option<Finding> {
    for (part, polygon) in shape.iter().enumerate() {
        if polygon.interiors().is_empty() {
            continue;
        }
        let own = || rings.iter().enumerate().filter(move |(_, ring)| ring.part == part && ring.is_hole);
        let boxes: Vec<Option<Rect<f64>>> =
            polygon.interiors().iter().map(BoundingRect::bounding_rect).collect();
        for (index, (ring_index, ring)) in own().enumerate() {
            let at = free_point(ring_index, ring, touches);
            if position_in_ring(at, &polygon.exterior().0) == Position::Outside {
                return Some(Finding { defect: Defect::MisplacedHole, at });
            }
            for (other, hole) in polygon.interiors().iter().enumerate() {
                if other != index
                    && boxes[other].is_some_and(|rect| rect_holds(rect, at))
                    && position_in_ring(at, &hole.0) == Position::Inside
                {
                    return Some(Finding { defect: Defect::MisplacedHole, at });
                }
            }
        }
    }
    None
}

fn check_parts(shape: &MultiPolygon<f64>, rings: &[Ring], touches: &Touches) -> Option<Finding> {
    if shape.0.len() < 2 {
        return None;
    }
    let boxes: Vec<Option<Rect<f64>>> = shape.iter().map(Polygon::bounding_rect).collect();
    for (ring_index, ring) in rings.iter().enumerate().filter(|(_, ring)| !ring.is_hole) {
        let at = free_point(ring_index, ring, touches);
        for (part, polygon) in shape.iter().enumerate() {
            if part != ring.part
                && boxes[part].is_some_and(|rect| rect_holds(rect, at))
                && position_in_polygon(at, polygon) == Position::Inside
            {
                return Some(Finding { defect: Defect::NestedParts, at });
            }
        }
    }
    None
}

/// Rings that touch form a graph of rings and points; a cycle in it encloses a piece of the interior.
fn check_interiors(rings: &[Ring], touches: &Touches) -> Option<Finding> {
    let mut groups = Groups::default();
    let mut within: Vec<_> =
        touches.seen.iter().filter(|(a, b, _)| rings[*a].part == rings[*b].part).collect();
    within.sort_unstable();
    let mut linked = std::collections::HashSet::new();
    for &&(a, b, point) in &within {
        for ring in [a, b] {
            if linked.insert((ring, point))
                && !groups.join(Node::Ring(ring), Node::Point(rings[ring].part, point))
            {
                let at = Coord { x: f64::from_bits(point[0]), y: f64::from_bits(point[1]) };
                return Some(Finding { defect: Defect::CutInterior, at });
            }
        }
    }
    None
}

/// A point of the ring that no other ring touches: a vertex, else one halfway to where its first edge is touched first.
fn free_point(index: usize, ring: &Ring, touches: &Touches) -> Coord<f64> {
    let free = ring.points.iter().copied().find(|&point| !touches.touches(index, point));
    free.unwrap_or_else(|| {
        let (a, b) = ring.edge(0);
        let from_a = |point: Coord<f64>| (point.x - a.x).abs() + (point.y - a.y).abs();
        let on_edge = touches
            .points_of(index)
            .filter(|&point| point != a && position_in_ring(point, &[a, b]) == Position::OnBorder);
        let next = on_edge.min_by(|&p, &q| from_a(p).total_cmp(&from_a(q))).unwrap_or(b);
        (a + next) / 2.0
    })
}

fn rect_holds(rect: Rect<f64>, at: Coord<f64>) -> bool {
    (rect.min().x..=rect.max().x).contains(&at.x) && (rect.min().y..=rect.max().y).contains(&at.y)
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Node {
    Ring(usize),
    Point(usize, [u64; 2]),
}

/// Which nodes hang together; a node is known once it is named.
#[derive(Default)]
struct Groups {
    sets: UnionFind<usize>,
    index: HashMap<Node, usize>,
}

impl Groups {
    /// Joins the two groups; `false` when they were one already.
    fn join(&mut self, a: Node, b: Node) -> bool {
        let (a, b) = (self.set(a), self.set(b));
        self.sets.union(a, b)
    }

    fn set(&mut self, node: Node) -> usize {
        *self.index.entry(node).or_insert_with(|| self.sets.new_set())
    }
}
