//! To whole millimetres, where every later predicate can be exact.

use geo_types::{Coord, LineString, MultiPolygon, Polygon};

/// How many steps of the snapping grid there are in a metre.
pub const MILLIMETRES_PER_METRE: f64 = 1000.0;

/// A grid coordinate in metres as an integer number of millimetres. The National Grid reaches to
/// 1,250 km, which fits an `i32`; anything beyond is clamped and would have been refused before.
#[must_use]
pub fn to_millimetres(coord: Coord<f64>) -> (i32, i32) {
    #[allow(clippy::cast_possible_truncation)] // saturating, see above
    let whole = |metres: f64| (metres * MILLIMETRES_PER_METRE).round() as i32;
    (whole(coord.x), whole(coord.y))
}

/// The inverse of [`to_millimetres`]: the nearest `f64` to each whole millimetre.
#[must_use]
pub fn from_millimetres((x, y): (i32, i32)) -> Coord<f64> {
    Coord { x: f64::from(x) / MILLIMETRES_PER_METRE, y: f64::from(y) / MILLIMETRES_PER_METRE }
}

/// The nearest coordinate on whole millimetres.
#[must_use]
pub fn snap_coord(coord: Coord<f64>) -> Coord<f64> {
    from_millimetres(to_millimetres(coord))
}

/// Snaps a shape to whole millimetres, dropping the points and the rings that coincide there.
#[must_use]
pub fn snap(shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    MultiPolygon(
        shape
            .iter()
            .filter_map(|polygon| {
                let exterior = snap_ring(polygon.exterior())?;
                Some(Polygon::new(exterior, polygon.interiors().iter().filter_map(snap_ring).collect()))
            })
            .collect(),
    )
}

fn snap_ring(ring: &LineString<f64>) -> Option<LineString<f64>> {
    let mut points: Vec<Coord<f64>> = Vec::with_capacity(ring.0.len());
    for point in ring.coords().map(|&coord| snap_coord(coord)) {
        if points.last() != Some(&point) {
            points.push(point);
        }
    }
    // A triangle is four points, the last the first again.
    (points.len() >= 4).then_some(LineString(points))
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::polygon;

    #[test]
    fn points_within_a_millimetre_become_one() {
        let shape = MultiPolygon(vec![polygon![
            (x: 0.0, y: 0.0), (x: 10.0, y: 0.0), (x: 10.000_4, y: 0.000_4), (x: 10.0, y: 10.0), (x: 0.0, y: 0.0)
        ]]);
        assert_eq!(snap(&shape).0[0].exterior().0.len(), 4);
    }

    #[test]
    fn a_hole_thinner_than_a_millimetre_goes_and_its_polygon_stays() {
        let hole = LineString::from(vec![(4.0, 4.0), (4.000_3, 4.0), (4.0, 4.000_3), (4.0, 4.0)]);
        let outer = LineString::from(vec![(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 0.0)]);
        let snapped = snap(&MultiPolygon(vec![Polygon::new(outer, vec![hole])]));
        assert_eq!((snapped.0.len(), snapped.0[0].interiors().len()), (1, 0));
    }
}
