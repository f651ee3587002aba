//! GeoJSON (RFC 7946), and the `crs` member of its predecessor.
//!
//! Parsed straight into shapes, feature by feature, so that an error knows its feature and a ring
//! arrives as it stands: the standard's own types would close it.

mod shape;

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Value};

use self::shape::Shape;
pub(super) use self::shape::shape;
use super::{
    Fault, Format, RawLayer,
    coordinates::Nest,
    json::{Kind, crs_member, fault_at},
    layer::Collector,
};

/// Reads a document whose type is known.
pub(super) fn read(text: &[u8], kind: Kind, table: Option<&str>) -> Result<RawLayer, Fault> {
    if table.is_some() {
        return Err(Fault::NoTables { format: Format::GeoJson });
    }
    let mut reading = Reading::default();
    let mut json = serde_json::Deserializer::from_slice(text);
    let outcome = match kind {
        Kind::Collection => CollectionSeed(&mut reading).deserialize(&mut json),
        _ => Single::deserialize(&mut json).and_then(|single| reading.single(single, kind)),
    };
    if let Err(error) = outcome.and_then(|()| json.end()) {
        return Err(reading.fault.unwrap_or_else(|| fault_at(&error, text, reading.row)));
    }
    let crs = crs_member(reading.crs.as_ref());
    Ok(reading.collector.into_layer(Format::GeoJson, None, crs, Vec::new()))
}

#[derive(Default)]
struct Reading {
    collector: Collector,
    crs: Option<Value>,
    /// The feature being read, counted from 1.
    row: Option<usize>,
    /// Why reading stopped, where the JSON itself is in order.
    fault: Option<Fault>,
}

impl Reading {
    fn feature<E: Error>(&mut self, feature: Feature) -> Result<(), E> {
        self.collect(feature).map_err(|fault| {
            self.fault = Some(fault);
            E::custom("a feature that cannot be read")
        })
    }

    fn collect(&mut self, feature: Feature) -> Result<(), Fault> {
        let row = self.collector.next_row();
        match feature.kind.as_deref() {
            Some("Feature") => {}
            Some(kind) => {
                return Err(Fault::feature(row, format!("its type is {kind:?}: make it a \"Feature\"")));
            }
            None => return Err(Fault::feature(row, "it has no type: make it a \"Feature\"")),
        }
        let builder = &mut self.collector.builder;
        let geometry = feature.geometry.map(|shape| shape.build(row, builder)).transpose()?;
        self.collector.push(row, geometry, attributes(feature.properties, feature.id))
    }

    fn single<E: Error>(&mut self, single: Single, kind: Kind) -> Result<(), E> {
        self.row = Some(1);
        self.crs = single.crs;
        let feature = match kind {
            Kind::Geometry => Feature {
                kind: Some("Feature".to_owned()),
                geometry: Some(Shape {
                    kind: single.kind,
                    coordinates: single.coordinates,
                    geometries: single.geometries,
                }),
                properties: None,
                id: single.id,
            },
            _ => Feature {
                kind: single.kind,
                geometry: single.geometry,
                properties: single.properties,
                id: single.id,
            },
        };
        self.feature(feature)?;
        self.row = None;
        Ok(())
    }
}

/// A feature's properties, and its `id` where they have none.
pub(super) fn attributes(properties: Option<Map<String, Value>>, id: Option<Value>) -> Map<String, Value> {
    let mut attributes = properties.unwrap_or_default();
    if let Some(id) = id.filter(|id| !id.is_null())
        && !attributes.contains_key("id")
    {
        attributes.shift_insert(0, "id".to_owned(), id);
    }
    attributes
}

#[derive(Deserialize)]
#[serde(expecting = "a feature")]
struct Feature {
    #[serde(rename = "type")]
    kind: Option<String>,
    geometry: Option<Shape>,
    properties: Option<Map<String, Value>>,
    id: Option<Value>,
}

/// A document that is one feature or one bare shape.
#[derive(Deserialize)]
#[serde(expecting = "a feature or a geometry")]
struct Single {
    #[serde(rename = "type")]
    kind: Option<String>,
    #[serde(default, deserialize_with = "present")]
    crs: Option<Value>,
    geometry: Option<Shape>,
    properties: Option<Map<String, Value>>,
    id: Option<Value>,
    coordinates: Option<Nest>,
    geometries: Option<Vec<Shape>>,
}

/// Keeps a null apart from an absent member: `"crs": null` says "undefined".
pub(super) fn present<'de, D: Deserializer<'de>>(json: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(json).map(Some)
}

struct CollectionSeed<'a>(&'a mut Reading);

impl<'de> DeserializeSeed<'de> for CollectionSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for CollectionSeed<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a FeatureCollection")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(member) = map.next_key::<String>()? {
            match member.as_str() {
                "features" => map.next_value_seed(FeaturesSeed(&mut *self.0))?,
                "crs" => self.0.crs = Some(map.next_value()?),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

struct FeaturesSeed<'a>(&'a mut Reading);

impl<'de> DeserializeSeed<'de> for FeaturesSeed<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for FeaturesSeed<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        loop {
            self.0.row = Some(self.0.collector.next_row());
            let Some(feature) = items.next_element::<Feature>()? else { break };
            self.0.feature(feature)?;
        }
        self.0.row = None;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use geo_types::{Geometry, GeometryCollection, line_string, point, polygon};
    use rstest::rstest;
    use serde_json::json;

    use super::{
        super::{FileCrs, Problem, json::kind},
        *,
    };

    fn read_text(text: &str) -> Result<RawLayer, String> {
        kind(text.as_bytes())
            .and_then(|kind| read(text.as_bytes(), kind, None))
            .map_err(|fault| fault.to_string())
    }

    fn collection(features: &str) -> Result<RawLayer, String> {
        read_text(&format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#))
    }

    fn with_geometry(geometry: &str) -> Result<RawLayer, String> {
        collection(&format!(r#"{{"type":"Feature","properties":{{}},"geometry":{geometry}}}"#))
    }

    #[rstest]
    #[case(r#"{"type":"Point","coordinates":[1,2,99]}"#, point!(x: 1.0, y: 2.0).into())]
    #[case(r#"{"coordinates":[[1,2],[3,4]],"type":"LineString"}"#, line_string![(x: 1.0, y: 2.0), (x: 3.0, y: 4.0)].into())]
    #[case(r#"{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}"#,
        Geometry::GeometryCollection(GeometryCollection(vec![point!(x: 1.0, y: 2.0).into()])))]
    #[case(r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[0.123456789012345,1],[0,0]]]}"#,
        polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 0.123_456_789_012_345, y: 1.0), (x: 0.0, y: 0.0)].into())]
    fn shapes_are_passed_on_as_they_are(#[case] geometry: &str, #[case] expected: Geometry<f64>) {
        assert_eq!(with_geometry(geometry).unwrap().features[0].geometry, Some(expected.clone()));
        let bare = read_text(geometry).unwrap();
        assert_eq!(bare.features[0].geometry, Some(expected));
        assert_eq!((bare.crs, bare.features.len()), (FileCrs::Standard, 1));
    }

    #[rstest]
    #[case::null("null")]
    #[case::no_rings(r#"{"type":"Polygon","coordinates":[]}"#)]
    #[case::no_polygons(r#"{"type":"MultiPolygon","coordinates":[]}"#)]
    #[case::no_place(r#"{"type":"Point","coordinates":[]}"#)]
    #[case::no_members(r#"{"type":"GeometryCollection","geometries":[]}"#)]
    fn a_feature_without_ground_is_kept(#[case] geometry: &str) {
        let layer = with_geometry(geometry).unwrap();
        assert_eq!((layer.features.len(), &layer.features[0].geometry), (1, &None));
    }

    #[test]
    fn rings_that_are_short_or_open_arrive_with_a_problem() {
        let polygons = r#"{"type":"MultiPolygon","coordinates":[
            [[[0,0],[9,0],[9,9],[0,0]], [[1,1],[2,1],[1,1]]], [[[20,0],[29,0],[29,9],[20,9]]]]}"#;
        let layer = with_geometry(polygons).unwrap();
        assert_eq!(
            layer.features[0].problems,
            [
                Problem::ShortRing { polygon: 1, ring: 2, positions: 3 },
                Problem::OpenRing { polygon: 2, ring: 1 },
            ]
        );
        assert!(layer.features[0].geometry.is_some());
    }

    #[test]
    fn the_id_becomes_a_column_unless_the_properties_have_one() {
        let layer = collection(
            r#"{"type":"Feature","id":7,"properties":{"name":"A"},"geometry":null},
               {"type":"Feature","id":8,"properties":{"id":"own","pop":[1]},"geometry":null},
               {"type":"Feature","id":null,"properties":null,"geometry":null}"#,
        )
        .unwrap();
        assert_eq!(layer.columns, ["id", "name", "pop"]);
        assert_eq!(layer.features[0].attributes["id"], json!(7));
        assert_eq!(layer.features[1].attributes["id"], json!("own"));
        assert!(layer.features[2].attributes.is_empty());
        assert_eq!(layer.features[2].row, 3);
    }

    #[test]
    fn members_may_come_in_any_order() {
        let text = r#"{"features":[{"geometry":null,"properties":{},"type":"Feature"}],
            "bbox":[0,0,1,1],"crs":{"properties":{"name":"EPSG:27700"},"type":"name"},"type":"FeatureCollection"}"#;
        assert_eq!(read_text(text).unwrap().crs, FileCrs::Epsg(27700));
        let single = r#"{"geometry":null,"crs":null,"properties":{"a":1},"type":"Feature"}"#;
        let single = read_text(single).unwrap();
        assert_eq!((single.crs, single.columns), (FileCrs::Unknown, vec!["a".to_owned()]));
    }

    #[rstest]
    #[case::null_ordinate(
        r#"{"type":"Point","coordinates":[1,null]}"#,
        "invalid type: null, expected a number"
    )]
    #[case::text_ordinate(r#"{"type":"Point","coordinates":["1",2]}"#, "expected a number")]
    #[case::nan(r#"{"type":"Point","coordinates":[NaN,2]}"#, "NaN and Infinity are not numbers")]
    #[case::shallow(
        r#"{"type":"Polygon","coordinates":[[0,0],[1,0],[1,1],[0,0]]}"#,
        "not nested as a Polygon"
    )]
    #[case::deep(
        r#"{"type":"Polygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]]]}"#,
        "not nested as a Polygon"
    )]
    #[case::no_coordinates(r#"{"type":"Polygon"}"#, "its Polygon has no coordinates")]
    #[case::no_type(r#"{"coordinates":[1,2]}"#, "its geometry has no type")]
    #[case::unknown_type(r#"{"type":"Curve","coordinates":[[1,2]]}"#, "\"Curve\" is none of the standard's")]
    #[case::text("\"here\"", "expected a geometry or null")]
    fn a_shape_that_cannot_be_read_is_refused_with_its_row(#[case] geometry: &str, #[case] expected: &str) {
        let good = r#"{"type":"Feature","properties":{},"geometry":null}"#;
        let bad = format!(r#"{good},{{"type":"Feature","properties":{{}},"geometry":{geometry}}}"#);
        let message = collection(&bad).unwrap_err();
        assert!(message.starts_with("feature 2: ") && message.contains(expected), "{message}");
    }

    #[rstest]
    #[case::a_shape_among_features(r#"{"type":"Polygon","coordinates":[]}"#, "its type is \"Polygon\"")]
    #[case::esri(r#"{"attributes":{},"geometry":{"rings":[]}}"#, "it has no type")]
    #[case::properties_that_are_text(
        r#"{"type":"Feature","properties":"x","geometry":null}"#,
        "expected a map"
    )]
    fn what_is_no_feature_is_refused(#[case] member: &str, #[case] expected: &str) {
        let message = collection(member).unwrap_err();
        assert!(message.starts_with("feature 1: ") && message.contains(expected), "{message}");
    }

    #[test]
    fn what_follows_the_document_is_refused() {
        let line = r#"{"type":"Feature","properties":{},"geometry":null}"#;
        let message = read_text(&format!("{line}\n{line}")).unwrap_err();
        assert!(message.contains("line 2, column 1: more follows"), "{message}");
    }
}
