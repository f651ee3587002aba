//! Point in region, in time that hardly grows with the length of its border.

use geo_types::Coord;

use crate::geometry::{
    Bng, Region,
    validity::{Position, position, position_in_ring},
};

/// Below this many points a plain walk round the border is as fast.
const PLAIN_LIMIT: usize = 160;
/// Edges that a strip holds on average.
const EDGES_PER_STRIP: usize = 8;
/// A bound on memory for borders of millions of points.
const MOST_STRIPS: usize = 65_536;

/// The edges of a region's border in horizontal strips, so that a point is tested against those of its own strip.
#[derive(Debug)]
pub struct PointIndex {
    bottom: f64,
    strips_per_metre: f64,
    /// Where each strip's edges start in `edges`; one more entry than there are strips. Empty for a small region.
    starts: Vec<u32>,
    edges: Vec<[Coord<f64>; 2]>,
}

impl PointIndex {
    /// Sorts a region's edges. The region itself is needed again to ask.
    #[must_use]
    pub fn new(region: &Region<Bng>) -> Self {
        let bounds = region.bounds();
        let mut index =
            Self { bottom: bounds.min().y, strips_per_metre: 0.0, starts: Vec::new(), edges: Vec::new() };
        let count = region.vertex_count();
        let height = bounds.height();
        if count <= PLAIN_LIMIT || height <= 0.0 {
            return index;
        }
        let strips = (count / EDGES_PER_STRIP).clamp(1, MOST_STRIPS);
        #[allow(clippy::cast_precision_loss)] // at most MOST_STRIPS
        let strips_per_metre = strips as f64 / height;
        index.strips_per_metre = strips_per_metre;
        let edges = || {
            let polygons = region.shape().iter();
            let rings = polygons.flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
            rings.flat_map(|ring| ring.0.windows(2).map(|pair| [pair[0], pair[1]]))
        };
        let span = |[a, b]: [Coord<f64>; 2]| {
            let strip = |y: f64| index.strip(y).min(strips - 1);
            strip(a.y.min(b.y))..=strip(a.y.max(b.y))
        };
        let mut counts = vec![0_u32; strips + 1];
        for edge in edges() {
            for strip in span(edge) {
                counts[strip + 1] += 1;
            }
        }
        for strip in 0..strips {
            counts[strip + 1] += counts[strip];
        }
        let mut next = counts.clone();
        let mut sorted = vec![[Coord::default(); 2]; counts[strips] as usize];
        for edge in edges() {
            for strip in span(edge) {
                sorted[next[strip] as usize] = edge;
                next[strip] += 1;
            }
        }
        index.starts = counts;
        index.edges = sorted;
        index
    }

    /// Where a point in grid metres lies with respect to the region that this index was made of.
    #[must_use]
    pub fn position(&self, region: &Region<Bng>, point: Coord<f64>) -> Position {
        let strips = self.starts.len().saturating_sub(1);
        if strips == 0 {
            return position(point, region.shape());
        }
        let offset = point.y - self.bottom;
        if offset < 0.0 {
            return Position::Outside;
        }
        let strip = self.strip(point.y).min(strips - 1);
        let edges = &self.edges[self.starts[strip] as usize..self.starts[strip + 1] as usize];
        // In a valid region a point is inside when it is inside an odd number of rings.
        let mut inside = false;
        for edge in edges {
            match position_in_ring(point, edge) {
                Position::OnBorder => return Position::OnBorder,
                Position::Inside => inside = !inside,
                Position::Outside => {}
            }
        }
        if inside { Position::Inside } else { Position::Outside }
    }

    fn strip(&self, y: f64) -> usize {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturating; callers clamp
        let strip = ((y - self.bottom) * self.strips_per_metre) as usize;
        strip
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{LineString, MultiPolygon, Polygon};
    use proptest::prelude::*;

    /// A wavy ring of many points round a middle, with a wavy hole.
    fn wavy(points: u32) -> Region<Bng> {
        let ring = |radius: f64| -> LineString<f64> {
            (0..points)
                .map(|i| {
                    let angle = f64::from(i) * std::f64::consts::TAU / f64::from(points);
                    let r = radius * (1.0 + 0.2 * (angle * 17.0).sin());
                    Coord { x: 5_000.0 + r * angle.cos(), y: 5_000.0 + r * angle.sin() }
                })
                .collect()
        };
        let shape = MultiPolygon(vec![Polygon::new(ring(2_000.0), vec![ring(700.0)])]);
        Region::new(&shape).unwrap().0
    }

    proptest! {
        #[test]
        fn the_strips_say_what_a_walk_round_the_border_says(x in 2_000.0..8_000.0, y in 2_000.0..8_000.0) {
            let region = wavy(1_000);
            let point = Coord { x, y };
            prop_assert_eq!(PointIndex::new(&region).position(&region, point), position(point, region.shape()));
        }
    }

    #[test]
    fn a_corner_is_on_the_border() {
        let region = wavy(1_000);
        let index = PointIndex::new(&region);
        for corner in region.shape().0[0].exterior().coords() {
            assert_eq!(index.position(&region, *corner), Position::OnBorder);
        }
    }
}
