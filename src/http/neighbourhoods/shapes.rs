//! Shapes from a file: `GeoJSON` or KML, to be drawn on or entered.

use axum::{
    Json,
    extract::{Request, State},
};
use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use quick_xml::{Reader, events::Event};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::http::{
    ApiError, AppState,
    asker::Asker,
    ground::GeometryBody,
    problem::{Problems, Refusals},
    question::{Asked, Nothing},
    sent,
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(read_shapes))
}

/// Shapes of a file at most.
const MOST_SHAPES: usize = 500;

/// The shapes of a file.
#[derive(Serialize, ToSchema)]
struct ShapesBody {
    /// The format: `geojson` or `kml`.
    format: &'static str,
    /// The shapes, in the order of the file.
    shapes: Vec<ShapeBody>,
    /// How many of the file are no ground (points, lines), and left out.
    left_out: usize,
}

/// A shape of a file.
#[derive(Serialize, ToSchema)]
struct ShapeBody {
    /// Its name, where the file has one.
    name: Option<String>,
    /// Its description, where the file has one.
    why: Option<String>,
    /// Its ground.
    geometry: GeometryBody,
}

struct Found {
    shapes: Vec<(Option<String>, Option<String>, MultiPolygon<f64>)>,
    left_out: usize,
}

/// Read the shapes of a file
///
/// The body is `GeoJSON` or KML in longitude and latitude. The answer holds shapes that can be drawn on, checked and sent. Nothing is kept.
#[utoipa::path(
    post, path = "/api/neighbourhoods/shapes", operation_id = "read_shapes", tag = "Neighbourhoods",
    request_body(content = String, content_type = "application/octet-stream", description = "A GeoJSON or KML file"),
    responses((status = OK, body = ShapesBody), Problems, Refusals)
)]
async fn read_shapes(
    State(app): State<AppState>,
    _: Asker,
    Asked(Nothing {}): Asked<Nothing>,
    request: Request,
) -> Result<Json<ShapesBody>, ApiError> {
    let bytes = sent::bytes(request, &app, app.config().limits.body_bytes).await?;
    app.compute(move || {
        let text = std::str::from_utf8(&bytes).map_err(|_| refuse("it is not text in UTF-8"))?;
        let text = text.trim_start_matches('\u{FEFF}').trim_start();
        let (format, found) =
            if text.starts_with('<') { ("kml", kml(text)?) } else { ("geojson", geojson(text)?) };
        if found.shapes.len() > MOST_SHAPES {
            return Err(refuse(&format!(
                "it has {} shapes; at most {MOST_SHAPES} can be read at once",
                found.shapes.len()
            )));
        }
        let shapes = found
            .shapes
            .into_iter()
            .map(|(name, why, shape)| ShapeBody { name, why, geometry: as_sent(&shape) })
            .collect();
        Ok(Json(ShapesBody { format, shapes, left_out: found.left_out }))
    })
    .await
}

fn refuse(reason: &str) -> ApiError {
    ApiError::Drawing { reason: reason.to_owned() }
}

fn as_sent(shape: &MultiPolygon<f64>) -> GeometryBody {
    let ring = |ring: &LineString<f64>| ring.coords().map(|c| [c.x, c.y]).collect();
    let part =
        |part: &Polygon<f64>| std::iter::once(part.exterior()).chain(part.interiors()).map(ring).collect();
    GeometryBody::of_parts(shape.iter().map(part).collect())
}

fn geojson(text: &str) -> Result<Found, ApiError> {
    let value: Value = serde_json::from_str(text)
        .map_err(|error| refuse(&format!("it is neither GeoJSON nor KML: {error}")))?;
    let features: Vec<&Value> = match value["type"].as_str() {
        Some("FeatureCollection") => {
            value["features"].as_array().map(|all| all.iter().collect()).unwrap_or_default()
        }
        _ => vec![&value],
    };
    let mut found = Found { shapes: Vec::new(), left_out: 0 };
    for feature in features {
        let geometry = if feature["type"] == "Feature" { &feature["geometry"] } else { feature };
        if !matches!(geometry["type"].as_str(), Some("Polygon" | "MultiPolygon")) {
            found.left_out += 1;
            continue;
        }
        let shape = crate::http::drawn::drawn_shape(geometry.to_string().as_bytes())?;
        let text = |names: &[&str]| {
            let said = names.iter().find_map(|name| feature["properties"][*name].as_str());
            said.map(str::to_owned)
        };
        found.shapes.push((text(&["name", "Name", "NAME", "title"]), text(&["why", "description"]), shape));
    }
    Ok(found)
}

/// The polygons of every placemark. Coordinates are longitude, latitude and perhaps height (OGC 12-007r2).
fn kml(text: &str) -> Result<Found, ApiError> {
    let mut reader = Reader::from_str(text);
    let mut found = Found { shapes: Vec::new(), left_out: 0 };
    let mut path: Vec<String> = Vec::new();
    let (mut name, mut why, mut parts, mut said) = (None, None, Vec::<Polygon<f64>>::new(), String::new());
    let (mut exterior, mut holes) = (None, Vec::new());
    loop {
        let event = reader
            .read_event()
            .map_err(|error| refuse(&format!("it is no KML that can be read: {error}")))?;
        match event {
            Event::Eof => break,
            Event::Start(tag) => {
                path.push(tag.local_name().into_inner().to_owned());
                said.clear();
            }
            Event::Text(words) => said.push_str(&words.xml10_content()),
            Event::CData(words) => said.push_str(&words.xml10_content()),
            Event::GeneralRef(entity) => said.push_str(&referred(&entity.into_inner())),
            Event::End(_) => {
                let tag = path.pop().unwrap_or_default();
                let parent = path.last().map(String::as_str).unwrap_or_default();
                match (tag.as_str(), parent) {
                    ("name", "Placemark") => name = Some(said.trim().to_owned()),
                    ("description", "Placemark") => why = Some(said.trim().to_owned()),
                    ("coordinates", "LinearRing") => {
                        let ring = positions(&said)?;
                        if path.iter().any(|tag| tag == "innerBoundaryIs") {
                            holes.push(ring);
                        } else {
                            exterior = Some(ring);
                        }
                    }
                    ("Polygon", _) => {
                        let ring = exterior
                            .take()
                            .ok_or_else(|| refuse("a polygon of this KML has no outer boundary"))?;
                        parts.push(Polygon::new(ring, std::mem::take(&mut holes)));
                    }
                    ("Placemark", _) => {
                        if parts.is_empty() {
                            found.left_out += 1;
                        } else {
                            found.shapes.push((
                                name.take(),
                                why.take(),
                                MultiPolygon(std::mem::take(&mut parts)),
                            ));
                        }
                        (name, why) = (None, None);
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

/// What an entity or a character's number stands for; others stay as they are.
fn referred(entity: &str) -> String {
    let number = entity
        .strip_prefix("#x")
        .map(|hex| u32::from_str_radix(hex, 16))
        .or_else(|| entity.strip_prefix('#').map(str::parse));
    let character = number.and_then(Result::ok).and_then(char::from_u32);
    match (entity, character) {
        ("amp", _) => "&".to_owned(),
        ("lt", _) => "<".to_owned(),
        ("gt", _) => ">".to_owned(),
        ("quot", _) => "\"".to_owned(),
        ("apos", _) => "'".to_owned(),
        (_, Some(character)) => character.to_string(),
        _ => format!("&{entity};"),
    }
}

fn positions(text: &str) -> Result<LineString<f64>, ApiError> {
    let one = |word: &str| {
        let mut numbers = word.split(',').map(str::parse::<f64>);
        match (numbers.next(), numbers.next()) {
            (Some(Ok(x)), Some(Ok(y))) if x.is_finite() && y.is_finite() => Ok(Coord { x, y }),
            _ => Err(refuse(&format!(
                "“{}” is no position of a KML file",
                word.chars().take(40).collect::<String>()
            ))),
        }
    };
    text.split_whitespace().map(one).collect::<Result<Vec<_>, _>>().map(LineString)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_polygons_of_a_kml_file_are_shapes_with_their_names() {
        let text = r#"<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Sheet</name>
            <Placemark><name>Mill &amp; Quay</name><description><![CDATA[the <b>old</b> one]]></description><Polygon><outerBoundaryIs><LinearRing>
            <coordinates>-0.2,50.9,0 -0.1,50.9,0 -0.1,51.0 -0.2,50.9</coordinates></LinearRing></outerBoundaryIs>
            <innerBoundaryIs><LinearRing><coordinates>-0.15,50.92 -0.14,50.92 -0.14,50.93 -0.15,50.92</coordinates></LinearRing></innerBoundaryIs>
            </Polygon></Placemark><Placemark><name>A pin</name><Point><coordinates>0,51</coordinates></Point></Placemark></Document></kml>"#;
        let found = kml(text).unwrap();
        assert_eq!((found.shapes.len(), found.left_out), (1, 1));
        let (name, why, shape) = &found.shapes[0];
        assert_eq!(why.as_deref(), Some("the <b>old</b> one"));
        assert_eq!(name.as_deref(), Some("Mill & Quay"));
        assert_eq!((shape.0[0].exterior().0.len(), shape.0[0].interiors().len()), (4, 1));
    }

    #[test]
    fn what_is_no_file_of_shapes_is_refused() {
        for text in ["<kml><Placemark><Polygon></Polygon></Placemark></kml>", "<a></b>"] {
            assert!(kml(text).is_err(), "{text}");
        }
        assert!(geojson("hello").is_err());
    }
}
