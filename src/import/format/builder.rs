//! From lists of coordinates to shapes, noting what `geo_types` would put right in silence.
//!
//! A `geo_types` polygon closes its rings itself, so a ring that the file left open, or that is too
//! short to be one, must be noted before it becomes part of a polygon.

use std::fmt;

use geo::HasDimensions;
use geo_types::{Coord, Geometry, LineString, Polygon};

use super::{Fault, MAX_VERTICES};

/// What a ring lacked in the file. Polygons and rings count from 1 within their feature; ring 1 is
/// the outer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Fewer than the four positions that a triangle takes, the first of them repeated.
    ShortRing {
        /// Which polygon of the feature.
        polygon: usize,
        /// Which ring of the polygon.
        ring: usize,
        /// How many positions the file gave.
        positions: usize,
    },
    /// The last position differs from the first. The shape at hand has been closed.
    OpenRing {
        /// Which polygon of the feature.
        polygon: usize,
        /// Which ring of the polygon.
        ring: usize,
    },
    /// A shapefile's rings run so that a hole lies in no outer ring: holes were told by what lies in
    /// what instead.
    RingDirections,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ShortRing { polygon, ring, positions } => write!(
                out,
                "polygon {polygon}, ring {ring} has {positions} positions: it takes at least 4, the last \
                 equal to the first"
            ),
            Self::OpenRing { polygon, ring } => {
                write!(
                    out,
                    "polygon {polygon}, ring {ring} is not closed: its last position must repeat its first"
                )
            }
            Self::RingDirections => out.write_str(
                "its rings run the wrong way round for a shapefile: holes were told by what lies in what",
            ),
        }
    }
}

/// The fewest positions of a ring: a triangle's three corners, and the first of them again.
const MIN_RING_POSITIONS: usize = 4;

/// Makes one feature's shape after another, counting the vertices of the whole file.
#[derive(Default)]
pub(super) struct GeometryBuilder {
    vertices: u64,
    polygons: usize,
    problems: Vec<Problem>,
}

impl GeometryBuilder {
    /// Counts vertices about to be made, so that a bomb is met before memory runs out.
    pub(super) fn count(&mut self, vertices: usize) -> Result<(), Fault> {
        self.vertices = self.vertices.saturating_add(vertices as u64);
        if self.vertices > MAX_VERTICES { Err(Fault::TooManyVertices) } else { Ok(()) }
    }

    /// A polygon of an outer ring and its holes.
    pub(super) fn polygon(&mut self, rings: Vec<Vec<Coord<f64>>>) -> Polygon<f64> {
        self.polygons += 1;
        let polygon = self.polygons;
        for (index, positions) in rings.iter().enumerate() {
            let ring = index + 1;
            if positions.len() < MIN_RING_POSITIONS {
                self.problems.push(Problem::ShortRing { polygon, ring, positions: positions.len() });
            } else if positions.first() != positions.last() {
                self.problems.push(Problem::OpenRing { polygon, ring });
            }
        }
        let mut rings = rings.into_iter().map(LineString::new);
        let outer = rings.next().unwrap_or_else(|| LineString::new(Vec::new()));
        Polygon::new(outer, rings.collect())
    }

    /// Notes that the directions of a shape's rings had to be disregarded.
    pub(super) fn note_directions(&mut self) {
        self.problems.push(Problem::RingDirections);
    }

    /// The problems of the feature that is now complete.
    pub(super) fn take_problems(&mut self) -> Vec<Problem> {
        self.polygons = 0;
        std::mem::take(&mut self.problems)
    }
}

/// Whether every ordinate is a number: not NaN, not infinite.
pub(super) fn check_finite(row: usize, coords: &[Coord<f64>]) -> Result<(), Fault> {
    match coords.iter().find(|at| !(at.x.is_finite() && at.y.is_finite())) {
        None => Ok(()),
        Some(at) => Err(Fault::feature(
            row,
            format!("the coordinate ({}, {}) is not a place: correct or remove the feature", at.x, at.y),
        )),
    }
}

/// Whether a shape has no positions at all, which files use as another way to say "none".
pub(super) fn is_empty(shape: &Geometry<f64>) -> bool {
    shape.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(corners: &[(f64, f64)]) -> Vec<Coord<f64>> {
        corners.iter().map(|&(x, y)| Coord { x, y }).collect()
    }

    #[test]
    fn rings_that_are_open_or_short_are_noted_with_their_place() {
        let mut builder = GeometryBuilder::default();
        let square = ring(&[(0., 0.), (9., 0.), (9., 9.), (0., 9.), (0., 0.)]);
        let open = ring(&[(1., 1.), (2., 1.), (2., 2.), (1., 2.)]);
        let short = ring(&[(3., 3.), (4., 3.), (3., 3.)]);
        builder.polygon(vec![square.clone()]);
        builder.polygon(vec![square, open, short]);
        assert_eq!(
            builder.take_problems(),
            [
                Problem::OpenRing { polygon: 2, ring: 2 },
                Problem::ShortRing { polygon: 2, ring: 3, positions: 3 }
            ]
        );
        builder.polygon(vec![]);
        assert_eq!(builder.take_problems(), []);
    }

    #[test]
    fn vertices_are_counted_over_the_whole_file() {
        let mut builder = GeometryBuilder::default();
        let half = usize::try_from(MAX_VERTICES / 2).unwrap();
        assert!(builder.count(half).is_ok() && builder.count(half).is_ok());
        assert!(matches!(builder.count(1), Err(Fault::TooManyVertices)));
    }

    #[test]
    fn a_coordinate_that_is_no_number_is_refused_with_its_row() {
        let message = check_finite(7, &ring(&[(0., 0.), (f64::NAN, 1.)])).unwrap_err().to_string();
        assert!(message.starts_with("feature 7: the coordinate (NaN, 1) is not a place"), "{message}");
    }
}
