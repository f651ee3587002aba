//! Whether polygons are valid as OGC Simple Features (06-103r4, §6.1.11 and §6.1.14) mean it.
//!
//! `geo`'s own `Validation` compares every edge of a ring with every other (minutes for a county at full
//! resolution) and does not see a ring that touches itself in a vertex, so this is one sweep over all edges with
//! exact orientation tests. `tests/validity.rs` holds it against `geo`, `tests/worked/` against GEOS.

use std::{collections::HashSet, fmt, ops::ControlFlow};

use geo::kernels::{Kernel, Orientation, RobustKernel};
use geo_types::{Coord, MultiPolygon, Polygon};

use super::region::rings_of;

mod candidates;
mod nesting;

/// What is wrong with a shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Defect {
    /// A coordinate is not a number.
    NotFinite,
    /// A ring has fewer than three distinct points.
    TooFewPoints,
    /// A ring crosses itself or another ring.
    Crosses,
    /// A ring runs back along itself, or two rings run along each other.
    OverlapsAlongLine,
    /// A ring touches itself in a point.
    TouchesItself,
    /// A hole lies outside its polygon, or inside another hole.
    MisplacedHole,
    /// A part lies inside another part.
    NestedParts,
    /// Rings that touch in several points cut the interior in two.
    CutInterior,
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotFinite => "a coordinate is not a number",
            Self::TooFewPoints => "a ring has fewer than three distinct points",
            Self::Crosses => "its border crosses itself",
            Self::OverlapsAlongLine => "its border runs back along itself",
            Self::TouchesItself => "its border touches itself",
            Self::MisplacedHole => "a hole lies outside it or in another hole",
            Self::NestedParts => "one of its parts lies inside another",
            Self::CutInterior => "its holes cut it in two",
        })
    }
}

/// A defect and a place where it shows, in the shape's own coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Finding {
    /// What is wrong.
    pub defect: Defect,
    /// Where.
    pub at: Coord<f64>,
}

/// The first defect found, or `None` when the shape is valid. An empty shape is valid here.
#[must_use]
pub fn first_defect(shape: &MultiPolygon<f64>) -> Option<Finding> {
    let mut rings = Vec::new();
    for (part, polygon) in shape.iter().enumerate() {
        for (index, ring) in rings_of(polygon).enumerate() {
            match Ring::new(part, index > 0, &ring.0) {
                Ok(ring) => rings.push(ring),
                Err(finding) => return Some(finding),
            }
        }
    }
    let mut touches = Touches::default();
    let crossing = candidates::each_pair(&rings, |a, b| match meet(&rings, a, b) {
        Meeting::Apart => ControlFlow::Continue(()),
        Meeting::Defect(defect, at) => ControlFlow::Break(Finding { defect, at }),
        Meeting::Touch(at) => touches.record(&rings, a, b, at),
    });
    if let ControlFlow::Break(finding) = crossing {
        return Some(finding);
    }
    nesting::check(shape, &rings, &touches)
}

/// A closed ring without repeated consecutive points; `points[0]` is the last point too.
struct Ring {
    part: usize,
    is_hole: bool,
    /// Open: the closing point left out.
    points: Vec<Coord<f64>>,
}

impl Ring {
    fn new(part: usize, is_hole: bool, closed: &[Coord<f64>]) -> Result<Self, Finding> {
        let at = closed.first().copied().unwrap_or_default();
        if let Some(&at) = closed.iter().find(|c| !(c.x.is_finite() && c.y.is_finite())) {
            return Err(Finding { defect: Defect::NotFinite, at });
        }
        let mut points = closed.to_vec();
        points.dedup();
        if points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        if points.len() < 3 {
            return Err(Finding { defect: Defect::TooFewPoints, at });
        }
        Ok(Self { part, is_hole, points })
    }

    fn edge(&self, index: usize) -> (Coord<f64>, Coord<f64>) {
        (self.points[index], self.points[self.after(index)])
    }

    fn after(&self, index: usize) -> usize {
        if index + 1 == self.points.len() { 0 } else { index + 1 }
    }

    fn before(&self, index: usize) -> usize {
        index.checked_sub(1).unwrap_or(self.points.len() - 1)
    }
}

/// An edge by ring and index.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Edge {
    ring: usize,
    index: usize,
}

enum Meeting {
    Apart,
    /// Two different rings meet in this point, for [`Touches`] to judge.
    Touch(Coord<f64>),
    Defect(Defect, Coord<f64>),
}

fn side(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> Orientation {
    RobustKernel::orient2d(a, b, c)
}

#[allow(clippy::many_single_char_names)] // two edges and their ends, as every text on geometry names them
fn meet(rings: &[Ring], a: Edge, b: Edge) -> Meeting {
    let same_ring = a.ring == b.ring;
    if same_ring {
        let ring = &rings[a.ring];
        if ring.after(a.index) == b.index {
            return meet_next(ring, a.index);
        }
        if ring.after(b.index) == a.index {
            return meet_next(ring, b.index);
        }
    }
    let (p, q) = rings[a.ring].edge(a.index);
    let (r, s) = rings[b.ring].edge(b.index);
    let (r_side, s_side) = (side(p, q, r), side(p, q, s));
    if r_side == s_side && r_side != Orientation::Collinear {
        return Meeting::Apart;
    }
    let (p_side, q_side) = (side(r, s, p), side(r, s, q));
    if p_side == q_side && p_side != Orientation::Collinear {
        return Meeting::Apart;
    }
    if r_side == Orientation::Collinear && s_side == Orientation::Collinear {
        return meet_on_a_line(same_ring, (p, q), (r, s));
    }
    // One end of one edge lies on the other edge, or they cross properly.
    let touch = [(r_side, r), (s_side, s), (p_side, p), (q_side, q)]
        .into_iter()
        .find_map(|(side, point)| (side == Orientation::Collinear).then_some(point));
    match touch {
        None => Meeting::Defect(Defect::Crosses, p),
        Some(at) if same_ring => Meeting::Defect(Defect::TouchesItself, at),
        Some(at) => Meeting::Touch(at),
    }
}

/// An edge and the next one of the same ring: they share a point by nature, and must not run back.
fn meet_next(ring: &Ring, index: usize) -> Meeting {
    let (a, b) = ring.edge(index);
    let c = ring.points[ring.after(ring.after(index))];
    let runs_back = side(a, b, c) == Orientation::Collinear && dot(a - b, c - b) > 0.0;
    if runs_back { Meeting::Defect(Defect::OverlapsAlongLine, b) } else { Meeting::Apart }
}

fn meet_on_a_line(
    same_ring: bool,
    (p, q): (Coord<f64>, Coord<f64>),
    (r, s): (Coord<f64>, Coord<f64>),
) -> Meeting {
    let key = |c: Coord<f64>| (c.x, c.y);
    let ordered = |a, b| if key(a) <= key(b) { (a, b) } else { (b, a) };
    let ((p, q), (r, s)) = (ordered(p, q), ordered(r, s));
    let (start, end) = (if key(p) >= key(r) { p } else { r }, if key(q) <= key(s) { q } else { s });
    match key(start).partial_cmp(&key(end)) {
        Some(std::cmp::Ordering::Less) => Meeting::Defect(Defect::OverlapsAlongLine, start),
        Some(std::cmp::Ordering::Equal) if same_ring => Meeting::Defect(Defect::TouchesItself, start),
        Some(std::cmp::Ordering::Equal) => Meeting::Touch(start),
        _ => Meeting::Apart,
    }
}

fn dot(a: Coord<f64>, b: Coord<f64>) -> f64 {
    a.x * b.x + a.y * b.y
}

/// Where two different rings meet in a point.
#[derive(Default)]
struct Touches {
    seen: HashSet<(usize, usize, [u64; 2])>,
    /// The same by ring.
    points: HashSet<(usize, [u64; 2])>,
}

impl Touches {
    fn record(&mut self, rings: &[Ring], a: Edge, b: Edge, at: Coord<f64>) -> ControlFlow<Finding> {
        let (low, high) = if a.ring < b.ring { (a, b) } else { (b, a) };
        // Adding zero turns −0 into 0, so that equal points have equal bits.
        let bits = [(at.x + 0.0).to_bits(), (at.y + 0.0).to_bits()];
        if !self.seen.insert((low.ring, high.ring, bits)) {
            return ControlFlow::Continue(());
        }
        self.points.extend([(low.ring, bits), (high.ring, bits)]);
        let (from, to) = around(&rings[low.ring], low.index, at);
        let (other_from, other_to) = around(&rings[high.ring], high.index, at);
        if left_of_corner(from, at, to, other_from) == left_of_corner(from, at, to, other_to) {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(Finding { defect: Defect::Crosses, at })
        }
    }

    fn touches(&self, ring: usize, point: Coord<f64>) -> bool {
        let bits = [(point.x + 0.0).to_bits(), (point.y + 0.0).to_bits()];
        self.points.contains(&(ring, bits))
    }

    /// The points in which a ring is touched.
    fn points_of(&self, ring: usize) -> impl Iterator<Item = Coord<f64>> {
        let own = self.points.iter().filter(move |(touched, _)| *touched == ring);
        own.map(|(_, [x, y])| Coord { x: f64::from_bits(*x), y: f64::from_bits(*y) })
    }
}

/// The points before and after `at` on a ring that passes through it on this edge.
fn around(ring: &Ring, index: usize, at: Coord<f64>) -> (Coord<f64>, Coord<f64>) {
    let (start, end) = ring.edge(index);
    if at == start {
        (ring.points[ring.before(index)], end)
    } else if at == end {
        (start, ring.points[ring.after(ring.after(index))])
    } else {
        (start, end)
    }
}

/// Whether `point` lies to the left of the path `from → corner → to`.
fn left_of_corner(from: Coord<f64>, corner: Coord<f64>, to: Coord<f64>, point: Coord<f64>) -> bool {
    let left_in = side(from, corner, point) == Orientation::CounterClockwise;
    let left_out = side(corner, to, point) == Orientation::CounterClockwise;
    if side(from, corner, to) == Orientation::CounterClockwise {
        left_in && left_out
    } else {
        left_in || left_out
    }
}

/// Where a point lies with respect to a ring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// In the ring's interior.
    Inside,
    /// On the ring.
    OnBorder,
    /// In its exterior.
    Outside,
}

/// Where a point lies with respect to a closed ring, exactly (crossing number with exact orientation).
#[must_use]
#[allow(clippy::float_cmp)] // exact on purpose
pub fn position_in_ring(point: Coord<f64>, closed: &[Coord<f64>]) -> Position {
    let mut inside = false;
    for pair in closed.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if (a.y > point.y) == (b.y > point.y) {
            let on_level = a.y == point.y && b.y == point.y;
            let between = (a.x.min(b.x)..=a.x.max(b.x)).contains(&point.x);
            if (on_level && between) || a == point || b == point {
                return Position::OnBorder;
            }
            continue;
        }
        // The edge spans the point's level: which side of it is the point?
        let (low, high) = if a.y < b.y { (a, b) } else { (b, a) };
        if point.x > low.x.max(high.x) {
            continue;
        }
        if point.x < low.x.min(high.x) {
            inside = !inside;
            continue;
        }
        match side(low, high, point) {
            Orientation::Collinear => return Position::OnBorder,
            Orientation::CounterClockwise => inside = !inside,
            Orientation::Clockwise => {}
        }
    }
    if inside { Position::Inside } else { Position::Outside }
}

/// Where a point lies with respect to polygons: holes are outside, their rings are border.
#[must_use]
pub fn position(point: Coord<f64>, shape: &MultiPolygon<f64>) -> Position {
    for polygon in shape {
        match position_in_polygon(point, polygon) {
            Position::Outside => {}
            found => return found,
        }
    }
    Position::Outside
}

pub(super) fn position_in_polygon(point: Coord<f64>, polygon: &Polygon<f64>) -> Position {
    match position_in_ring(point, &polygon.exterior().0) {
        Position::Inside => {}
        other => return other,
    }
    for hole in polygon.interiors() {
        match position_in_ring(point, &hole.0) {
            Position::Outside => {}
            Position::Inside => return Position::Outside,
            Position::OnBorder => return Position::OnBorder,
        }
    }
    Position::Inside
}
