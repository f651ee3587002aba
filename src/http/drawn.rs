//! Ground that somebody drew: read from a request, and how its people are told.

use geo_types::{Coord, Geometry, LineString, MultiPolygon, Polygon};
use geojson::GeoJson;

use super::{ApiError, ground::degrees};
use crate::geometry::{Bng, Region, RepairFailed, to_grid};

/// Points of a drawing at most, all rings together.
const MOST_POINTS: usize = 20_000;

/// Reads a drawing. The second value says what had to be repaired.
pub(super) fn drawn_region(body: &[u8]) -> Result<(Region<Bng>, Option<String>), ApiError> {
    let refuse = |reason: String| ApiError::Drawing { reason };
    let shape = drawn_shape(body)?;
    match Region::new(&on_grid_all(&shape, MOST_POINTS)?) {
        Ok((region, repair)) => {
            let words = repair.map(|repair| {
                let at = degrees(Coord { x: repair.at.0, y: repair.at.1 });
                let at = at.map_or_else(|_| String::new(), |[lon, lat]| format!(" at {lon}, {lat}"));
                format!("{}{at}: repaired", repair.defect)
            });
            Ok((region, words))
        }
        Err(RepairFailed::Empty) => Err(refuse("it encloses no ground".to_owned())),
        Err(error) => Err(refuse(error.to_string())),
    }
}

/// A drawing as it was sent, in degrees.
pub(super) fn drawn_shape(body: &[u8]) -> Result<MultiPolygon<f64>, ApiError> {
    let refuse = |reason: String| ApiError::Drawing { reason };
    let text = std::str::from_utf8(body).map_err(|_| refuse("it is not text".to_owned()))?;
    let parsed: GeoJson = text.parse().map_err(|error| refuse(format!("it is not GeoJSON: {error}")))?;
    let geometry = match parsed {
        GeoJson::Geometry(geometry) => Some(geometry),
        GeoJson::Feature(feature) => feature.geometry,
        GeoJson::FeatureCollection(collection) => {
            let mut features = collection.features.into_iter();
            match (features.next(), features.next()) {
                (Some(only), None) => only.geometry,
                _ => return Err(refuse("send one feature, not a collection of several".to_owned())),
            }
        }
    };
    let geometry = geometry.ok_or_else(|| refuse("the feature has no geometry".to_owned()))?;
    let kind = geometry.value.type_name().to_owned();
    let geometry: Geometry<f64> =
        geometry.try_into().map_err(|error: geojson::Error| refuse(format!("it is not GeoJSON: {error}")))?;
    match geometry {
        Geometry::Polygon(polygon) => Ok(MultiPolygon(vec![polygon])),
        Geometry::MultiPolygon(polygons) => Ok(polygons),
        _ => Err(refuse(format!("a drawing is a Polygon or a MultiPolygon; this is a {kind}"))),
    }
}

/// A drawing of at most so many points in grid metres.
pub(super) fn on_grid_all(shape: &MultiPolygon<f64>, most: usize) -> Result<MultiPolygon<f64>, ApiError> {
    let points = shape.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    let points: usize = points.map(|ring| ring.0.len()).sum();
    if points > most {
        let reason = format!("it has {points} points; a drawing may have at most {most}");
        return Err(ApiError::Drawing { reason });
    }
    shape.iter().map(on_grid).collect::<Result<Vec<_>, _>>().map(MultiPolygon)
}

fn on_grid(polygon: &Polygon<f64>) -> Result<Polygon<f64>, ApiError> {
    let ring = |ring: &LineString<f64>| -> Result<LineString<f64>, ApiError> {
        let coords = ring.coords().map(|&Coord { x, y }| {
            if !((-180.0..=180.0).contains(&x) && (-90.0..=90.0).contains(&y)) {
                let reason = format!(
                    "{x}, {y} is no longitude and latitude (it looks like grid metres): send degrees, WGS 84"
                );
                return Err(ApiError::Drawing { reason });
            }
            let (x, y) = to_grid(x, y)?;
            Ok(Coord { x, y })
        });
        coords.collect::<Result<Vec<_>, _>>().map(LineString)
    };
    let interiors = polygon.interiors().iter().map(ring).collect::<Result<_, _>>()?;
    Ok(Polygon::new(ring(polygon.exterior())?, interiors))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn read(body: &str) -> Result<(Region<Bng>, Option<String>), String> {
        drawn_region(body.as_bytes()).map_err(|error| error.to_string())
    }

    const SQUARE: &str =
        r#"{"type":"Polygon","coordinates":[[[-0.2,50.9],[-0.1,50.9],[-0.1,51.0],[-0.2,51.0],[-0.2,50.9]]]}"#;

    #[test]
    fn a_square_is_ground_whichever_way_round_it_is_drawn() {
        let (region, repaired) = read(SQUARE).unwrap();
        assert_eq!(repaired, None);
        let clockwise = r#"{"type":"Polygon","coordinates":[[[-0.2,50.9],[-0.2,51.0],[-0.1,51.0],[-0.1,50.9],[-0.2,50.9]]]}"#;
        assert!((read(clockwise).unwrap().0.area().0 - region.area().0).abs() < 1e-6);
        let feature = format!(r#"{{"type":"Feature","properties":{{}},"geometry":{SQUARE}}}"#);
        assert_eq!(read(&feature).unwrap().0, region);
    }

    #[test]
    fn what_crosses_itself_is_repaired_and_told() {
        let bow = r#"{"type":"Polygon","coordinates":[[[-0.2,50.9],[-0.1,51.0],[-0.1,50.9],[-0.2,51.0],[-0.2,50.9]]]}"#;
        let (region, repaired) = read(bow).unwrap();
        assert!(region.area().0 > 1e6 && repaired.unwrap().contains("repaired"));
    }

    #[rstest]
    #[case::words("hello", "not GeoJSON")]
    #[case::a_line(r#"{"type":"LineString","coordinates":[[0,51],[1,51]]}"#, "this is a LineString")]
    #[case::metres(
        r#"{"type":"Polygon","coordinates":[[[530000,100000],[531000,100000],[531000,101000],[530000,100000]]]}"#,
        "looks like grid metres"
    )]
    #[case::no_ground(
        r#"{"type":"Polygon","coordinates":[[[-0.2,50.9],[-0.1,50.9],[-0.2,50.9],[-0.2,50.9]]]}"#,
        "encloses no ground"
    )]
    #[case::far_away(
        r#"{"type":"Polygon","coordinates":[[[2.3,48.8],[2.4,48.8],[2.4,48.9],[2.3,48.8]]]}"#,
        "National Grid"
    )]
    #[case::nothing(r#"{"type":"Feature","properties":{},"geometry":null}"#, "no geometry")]
    fn what_is_no_drawing_is_refused(#[case] body: &str, #[case] reason: &str) {
        let error = read(body).unwrap_err();
        assert!(error.contains(reason), "{error}");
    }

    #[test]
    fn a_drawing_of_too_many_points_is_refused() {
        let points: Vec<String> =
            (0..30_000).map(|n| format!("[{},51.0]", -0.2 + f64::from(n) * 1e-6)).collect();
        let body = format!(r#"{{"type":"Polygon","coordinates":[[{}]]}}"#, points.join(","));
        assert!(read(&body).unwrap_err().contains("at most 20000"));
    }
}
