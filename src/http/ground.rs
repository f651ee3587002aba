//! Ground as it leaves the server: longitude and latitude in degrees, to seven decimals (about a centimetre).

use geo_types::{Coord, LineString, MultiPolygon, Rect};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    asset::Site,
    geometry::{OutsideGrid, to_degrees},
};

/// Into how many parts a side of a box is cut before its ends are looked for: grid lines bend in degrees.
const PARTS_OF_A_SIDE: u32 = 4;

/// A place in grid metres as longitude and latitude.
pub(super) fn degrees(place: Coord<f64>) -> Result<[f64; 2], OutsideGrid> {
    to_degrees(place.x, place.y)
}

/// West, south, east and north of a box in grid metres; `None` when no part of it lies on the grid.
pub(super) fn box_degrees(bounds: Rect<f64>) -> Option<[f64; 4]> {
    let at = |x: u32, y: u32| {
        let share = |part: u32| f64::from(part) / f64::from(PARTS_OF_A_SIDE);
        let (min, max) = (bounds.min(), bounds.max());
        Coord { x: min.x + (max.x - min.x) * share(x), y: min.y + (max.y - min.y) * share(y) }
    };
    let is_edge = |part: u32| part == 0 || part == PARTS_OF_A_SIDE;
    let parts = (0..=PARTS_OF_A_SIDE).flat_map(|x| (0..=PARTS_OF_A_SIDE).map(move |y| (x, y)));
    let rim = parts.filter(|&(x, y)| is_edge(x) || is_edge(y));
    around(rim.filter_map(|(x, y)| degrees(at(x, y)).ok()))
}

/// West, south, east and north of some places.
pub(super) fn around(places: impl Iterator<Item = [f64; 2]>) -> Option<[f64; 4]> {
    let boxes = places.map(|[lon, lat]| [lon, lat, lon, lat]);
    boxes.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
}

/// A ring of positions, the last the first again.
pub(super) type Ring = Vec<[f64; 2]>;

/// A shape in grid metres as rings of longitude and latitude, exterior first. Exteriors run anticlockwise and holes
/// clockwise, as a region's do (RFC 7946 §3.1.6).
pub(super) fn shape_degrees(shape: &MultiPolygon<f64>) -> Result<Vec<Vec<Ring>>, OutsideGrid> {
    let polygons = shape.iter().map(|polygon| {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        rings.map(ring_degrees).collect()
    });
    polygons.collect()
}

fn ring_degrees(ring: &LineString<f64>) -> Result<Ring, OutsideGrid> {
    let all: Ring = ring.coords().map(|&corner| degrees(corner)).collect::<Result<_, _>>()?;
    let mut distinct = all.clone();
    distinct.dedup();
    // A ring of under four positions would be none: one that small keeps corners that look alike.
    Ok(if distinct.len() < 4 { all } else { distinct })
}

/// A `GeoJSON` geometry in longitude and latitude (RFC 7946).
#[derive(Serialize, ToSchema)]
#[serde(tag = "type", content = "coordinates")]
pub(super) enum GeometryBody {
    /// A place.
    Point([f64; 2]),
    /// Ground in one part: rings, the exterior first and anticlockwise.
    Polygon(Vec<Vec<[f64; 2]>>),
    /// Ground in several parts.
    MultiPolygon(Vec<Vec<Vec<[f64; 2]>>>),
}

impl GeometryBody {
    /// Parts in degrees as one geometry.
    pub fn of_parts(mut parts: Vec<Vec<Ring>>) -> Self {
        match parts.pop() {
            Some(only) if parts.is_empty() => Self::Polygon(only),
            last => {
                parts.extend(last);
                Self::MultiPolygon(parts)
            }
        }
    }

    /// A shape in grid metres.
    pub fn of_shape(shape: &MultiPolygon<f64>) -> Result<Self, OutsideGrid> {
        shape_degrees(shape).map(Self::of_parts)
    }

    /// Where an asset is.
    pub fn of_site(site: &Site) -> Result<Self, OutsideGrid> {
        match site {
            Site::Point(at) => degrees(*at).map(Self::Point),
            Site::Ground(region) => Self::of_shape(region.shape()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::coord;

    #[test]
    fn a_box_holds_its_corners_and_the_bend_between_them() {
        let bounds = Rect::new(coord! { x: 100_000.0, y: 100_000.0 }, coord! { x: 600_000.0, y: 200_000.0 });
        let [west, south, east, north] = box_degrees(bounds).unwrap();
        for (x, y) in
            [(100_000.0, 100_000.0), (600_000.0, 100_000.0), (350_000.0, 200_000.0), (600_000.0, 200_000.0)]
        {
            let [lon, lat] = degrees(coord! { x: x, y: y }).unwrap();
            assert!((west..=east).contains(&lon) && (south..=north).contains(&lat), "{lon} {lat}");
        }
        // The parallel bulges north of its ends: the middle of the top side lies beyond both corners.
        let corner = degrees(coord! { x: 600_000.0, y: 200_000.0 }).unwrap()[1];
        assert!(north > corner + 0.01, "{north} {corner}");
    }

    #[test]
    fn a_place_is_given_to_seven_decimals() {
        let [lon, lat] = degrees(coord! { x: 424_639.355, y: 565_012.703 }).unwrap();
        assert!((lon + 1.616_576_9).abs() < 1e-9 && (lat - 54.979_122_7).abs() < 1e-9, "{lon} {lat}");
    }
}
