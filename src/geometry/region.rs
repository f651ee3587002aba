//! Bare ground, known to be valid.

use std::marker::PhantomData;

use geo::{Area, BoundingRect, Euclidean, InteriorPoint, Length};
use geo_types::{Coord, LineString, MultiPolygon, Polygon, Rect};

use super::{
    Bng, Crs, Metres, SquareMetres,
    repair::{Repair, RepairFailed, make_valid},
    snap::snap,
};

/// Ground, as valid, non-empty polygons in `C`. Holding one is the proof: only its constructors make it, and
/// nothing downstream checks again. Exterior rings run anticlockwise, holes clockwise.
#[derive(Debug, Clone, PartialEq)]
pub struct Region<C: Crs> {
    shape: MultiPolygon<f64>,
    crs: PhantomData<C>,
}

impl<C: Crs> Region<C> {
    /// The polygons.
    #[must_use]
    pub fn shape(&self) -> &MultiPolygon<f64> {
        &self.shape
    }

    /// The box around them.
    #[must_use]
    pub fn bounds(&self) -> Rect<f64> {
        // A region is never empty, so the fallback never shows.
        self.shape.bounding_rect().unwrap_or_else(|| Rect::new((0.0, 0.0), (0.0, 0.0)))
    }

    /// How many points its rings have, each ring's closing point included.
    #[must_use]
    pub fn vertex_count(&self) -> usize {
        vertex_count(&self.shape)
    }
}

impl Region<Bng> {
    /// Snaps a shape in grid metres to whole millimetres and repairs it where it is not valid. The second
    /// value says what the repair did, if one was needed.
    ///
    /// # Errors
    /// [`RepairFailed`] when nothing is left of it or no repair holds.
    pub fn new(shape: &MultiPolygon<f64>) -> Result<(Self, Option<Repair>), RepairFailed> {
        let (shape, repair) = make_valid(snap(shape))?;
        Ok((Self::wind(shape), repair))
    }

    /// A region read back from a store that only ever holds regions.
    ///
    /// # Errors
    /// [`RepairFailed::Empty`] when there is no polygon in it.
    pub fn from_store(shape: MultiPolygon<f64>) -> Result<Self, RepairFailed> {
        if shape.0.is_empty() { Err(RepairFailed::Empty) } else { Ok(Self { shape, crs: PhantomData }) }
    }

    /// Ground whose maker vouches that it is valid, wound so and on whole millimetres; `None` when there is none. Only for
    /// shapes that come out of an algorithm that its tests hold to that.
    #[must_use]
    pub fn vouched(shape: MultiPolygon<f64>) -> Option<Self> {
        (!shape.0.is_empty()).then_some(Self { shape, crs: PhantomData })
    }

    /// The ground within a distance of this one, in metres, itself included; corners are rounded with sides of a hundredth
    /// of a half circle.
    ///
    /// # Errors
    /// [`RepairFailed`] when the result cannot be made valid.
    pub fn widened(&self, metres: f64) -> Result<Self, RepairFailed> {
        use geo::buffer::{Buffer, BufferStyle, LineJoin};
        let style = BufferStyle::new(metres).line_join(LineJoin::Round(std::f64::consts::PI / 100.0));
        Self::new(&self.shape.buffer_with_style(style)).map(|(region, _)| region)
    }

    fn wind(mut shape: MultiPolygon<f64>) -> Self {
        for polygon in &mut shape {
            polygon.exterior_mut(|ring| wind(ring, true));
            polygon.interiors_mut(|rings| rings.iter_mut().for_each(|ring| wind(ring, false)));
        }
        Self { shape, crs: PhantomData }
    }

    /// Planar area. Degrees have none, so a `Region<LonLat>` has no such method.
    #[must_use]
    pub fn area(&self) -> SquareMetres {
        SquareMetres(self.shape.unsigned_area())
    }

    /// Length of all its rings.
    #[must_use]
    pub fn perimeter(&self) -> Metres {
        let rings = self.shape.iter().flat_map(rings_of);
        Metres(rings.map(|ring| Euclidean.length(ring)).sum())
    }
}

/// The exterior ring, then the holes.
pub(super) fn rings_of(polygon: &Polygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    std::iter::once(polygon.exterior()).chain(polygon.interiors())
}

pub(super) fn vertex_count(shape: &MultiPolygon<f64>) -> usize {
    shape.iter().flat_map(rings_of).map(|ring| ring.0.len()).sum()
}

/// A point well inside the largest part: where a name can stand. In the shape's own coordinates.
#[must_use]
pub fn interior_point(shape: &MultiPolygon<f64>) -> Option<Coord<f64>> {
    let largest = shape.iter().max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()))?;
    largest.interior_point().map(Into::into)
}

fn wind(ring: &mut LineString<f64>, anticlockwise: bool) {
    if (doubled_area(ring) > 0.0) != anticlockwise {
        ring.0.reverse();
    }
}

/// Twice the signed area, measured from the first point so that large coordinates lose no digits.
fn doubled_area(ring: &LineString<f64>) -> f64 {
    let Some(&origin) = ring.0.first() else { return 0.0 };
    ring.0
        .windows(2)
        .map(|pair| {
            let (a, b) = (pair[0] - origin, pair[1] - origin);
            a.x * b.y - b.x * a.y
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::polygon;

    #[test]
    fn a_widened_square_has_round_corners() {
        let square = polygon![(x: 500_000.0, y: 100_000.0), (x: 500_010.0, y: 100_000.0), (x: 500_010.0, y: 100_010.0), (x: 500_000.0, y: 100_010.0)];
        let (region, _) = Region::new(&MultiPolygon(vec![square])).unwrap();
        let wide = region.widened(1_600.0).unwrap();
        let exact = 100.0 + 4.0 * 10.0 * 1_600.0 + std::f64::consts::PI * 1_600.0 * 1_600.0;
        assert!((wide.area().0 / exact - 1.0).abs() < 3e-4, "{} for {exact}", wide.area().0);
    }
}
