//! TopoJSON: shapes as lists of arcs, which neighbours share, optionally on a whole-number grid.
//!
//! After the TopoJSON format specification 1.0: arcs are delta-encoded where there is a `transform`
//! (§2.1.3), and a negative index `i` is arc `!i` run backwards (§2.1.4).

mod decode;

use std::fmt;

use geo_types::{Geometry, GeometryCollection};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::{Map, Value};

use self::decode::{Arcs, Indices, Transform};
use super::{
    Fault, Format, RawLayer,
    builder::GeometryBuilder,
    coordinates::Nest,
    geojson::{attributes, present, shape},
    json::{crs_member, fault_at},
    layer::Collector,
};

/// What the format calls its tables.
const TABLES: &str = "objects";

/// Reads a topology; `table` names one of its objects.
pub(super) fn read(text: &[u8], table: Option<&str>) -> Result<RawLayer, Fault> {
    let topology: Topology = serde_json::from_slice(text).map_err(|error| fault_at(&error, text, None))?;
    let (name, object) = choose(topology.objects.0, table)?;
    let mut collector = Collector::default();
    let arcs = Arcs::decode(topology.arcs, topology.transform, &mut collector.builder)?;
    // An object that is one collection is a layer, its members the features.
    let features = match object {
        Object { kind: Some(kind), geometries: Some(members), .. } if kind == "GeometryCollection" => members,
        single => vec![single],
    };
    for mut feature in features {
        let row = collector.next_row();
        let attributes = attributes(feature.properties.take(), feature.id.take());
        let geometry = feature.build(row, &arcs, &mut collector.builder)?;
        collector.push(row, geometry, attributes)?;
    }
    let crs = crs_member(topology.crs.as_ref());
    Ok(collector.into_layer(Format::TopoJson, Some(name), crs, Vec::new()))
}

fn choose(mut objects: Vec<(String, Object)>, table: Option<&str>) -> Result<(String, Object), Fault> {
    let names = |objects: &[(String, Object)]| objects.iter().map(|(name, _)| name.clone()).collect();
    match table {
        Some(table) => match objects.iter().position(|(name, _)| name == table) {
            Some(index) => Ok(objects.swap_remove(index)),
            None => {
                Err(Fault::NoSuchTable { what: "object", table: table.to_owned(), tables: names(&objects) })
            }
        },
        None if objects.len() > 1 => Err(Fault::ChooseTable { what: TABLES, tables: names(&objects) }),
        None => objects.pop().ok_or(Fault::NoFeatures),
    }
}

#[derive(Deserialize)]
#[serde(expecting = "a topology")]
struct Topology {
    transform: Option<Transform>,
    arcs: Nest,
    objects: Objects,
    #[serde(default, deserialize_with = "present")]
    crs: Option<Value>,
}

/// A geometry object; at the top level, a feature.
#[derive(Deserialize)]
#[serde(expecting = "a geometry object")]
struct Object {
    #[serde(rename = "type")]
    kind: Option<String>,
    arcs: Option<Indices>,
    coordinates: Option<Nest>,
    geometries: Option<Vec<Object>>,
    properties: Option<Map<String, Value>>,
    id: Option<Value>,
}

impl Object {
    fn build(
        self,
        row: usize,
        arcs: &Arcs,
        builder: &mut GeometryBuilder,
    ) -> Result<Option<Geometry<f64>>, Fault> {
        let Some(kind) = self.kind else {
            let bare = self.arcs.is_none() && self.coordinates.is_none() && self.geometries.is_none();
            return if bare {
                Ok(None)
            } else {
                Err(Fault::feature(row, "its geometry has no type: name one"))
            };
        };
        if kind == "GeometryCollection" {
            let mut members = Vec::new();
            for member in self.geometries.unwrap_or_default() {
                members.extend(member.build(row, arcs, builder)?);
            }
            return Ok(Some(Geometry::GeometryCollection(GeometryCollection(members))));
        }
        let nest = match (self.coordinates, self.arcs) {
            (Some(positions), None) => arcs.place(positions),
            (None, Some(indices)) => arcs.join(&indices, row, builder)?,
            _ => {
                return Err(Fault::feature(
                    row,
                    format!("its {kind} has no arcs: add them, or leave its type out"),
                ));
            }
        };
        shape(&kind, nest, row, builder).map(Some)
    }
}

/// The named objects, in the file's order.
struct Objects(Vec<(String, Object)>);

impl<'de> Deserialize<'de> for Objects {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct ObjectsVisitor;
        impl<'de> Visitor<'de> for ObjectsVisitor {
            type Value = Objects;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object whose members are geometries")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Objects, A::Error> {
                let mut objects = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    objects.push(entry);
                }
                Ok(Objects(objects))
            }
        }
        json.deserialize_map(ObjectsVisitor)
    }
}

#[cfg(test)]
mod tests {
    use geo_types::{Point, line_string, polygon};
    use rstest::rstest;

    use super::{
        super::{FileCrs, Problem},
        *,
    };

    fn topology(arcs: &str, objects: &str, transform: &str) -> Result<RawLayer, String> {
        let text = format!(r#"{{"type":"Topology",{transform}"arcs":{arcs},"objects":{objects}}}"#);
        read(text.as_bytes(), None).map_err(|fault| fault.to_string())
    }

    fn shape_of(arcs: &str, object: &str, transform: &str) -> Option<Geometry<f64>> {
        topology(arcs, &format!(r#"{{"only":{object}}}"#), transform).unwrap().features.remove(0).geometry
    }

    #[test]
    fn deltas_are_summed_then_scaled_and_moved() {
        let shape = shape_of(
            "[[[0,0],[2,1],[0,-1,7]]]",
            r#"{"type":"LineString","arcs":[0]}"#,
            r#""transform":{"scale":[10,100],"translate":[5,6]},"#,
        );
        assert_eq!(
            shape.unwrap(),
            line_string![(x: 5.0, y: 6.0), (x: 25.0, y: 106.0), (x: 25.0, y: 6.0)].into()
        );
    }

    #[test]
    fn without_a_transform_arcs_are_absolute() {
        let shape = shape_of("[[[1,2],[3.5,4]]]", r#"{"type":"LineString","arcs":[0]}"#, "");
        assert_eq!(shape.unwrap(), line_string![(x: 1.0, y: 2.0), (x: 3.5, y: 4.0)].into());
    }

    #[test]
    fn a_negative_index_runs_the_arc_backwards_and_shared_ends_appear_once() {
        let arcs = "[[[0,0],[4,0],[4,4]],[[0,0],[0,4],[4,4]]]";
        let shape = shape_of(arcs, r#"{"type":"Polygon","arcs":[[0,-2]]}"#, "");
        let square = polygon![(x: 0.0, y: 0.0), (x: 4.0, y: 0.0), (x: 4.0, y: 4.0), (x: 0.0, y: 4.0), (x: 0.0, y: 0.0)];
        assert_eq!(shape.unwrap(), square.into());
    }

    #[test]
    fn points_stand_on_the_grid_by_themselves() {
        let transform = r#""transform":{"scale":[2,2],"translate":[1,1]},"#;
        let point = shape_of("[]", r#"{"type":"Point","coordinates":[3,4]}"#, transform);
        assert_eq!(point.unwrap(), Point::new(7.0, 9.0).into());
    }

    #[test]
    fn a_ring_that_quantisation_made_too_short_arrives_with_a_problem() {
        let layer =
            topology("[[[0,0],[1,0],[0,0]]]", r#"{"o":{"type":"Polygon","arcs":[[0]]}}"#, "").unwrap();
        assert_eq!(layer.features[0].problems, [Problem::ShortRing { polygon: 1, ring: 1, positions: 3 }]);
    }

    #[test]
    fn features_keep_their_ids_properties_and_absence_of_ground() {
        let objects = r#"{"o":{"type":"GeometryCollection","geometries":[
            {"type":null,"id":"A","properties":{"name":"x"}},
            {"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[0,0]}]}]}}"#;
        let layer = topology("[]", objects, "").unwrap();
        assert_eq!((layer.columns, layer.crs), (vec!["id".to_owned(), "name".to_owned()], FileCrs::Standard));
        assert_eq!(layer.features[0].geometry, None);
        assert!(matches!(layer.features[1].geometry, Some(Geometry::GeometryCollection(_))));
    }

    #[rstest]
    #[case::several_objects(
        "[]",
        r#"{"a":{"type":null},"b":{"type":null}}"#,
        "several objects: choose one with --table (a, b)"
    )]
    #[case::no_object("[]", "{}", "holds no features")]
    #[case::an_arc_too_far(
        "[[[0,0]]]",
        r#"{"o":{"type":"LineString","arcs":[1]}}"#,
        "feature 1: it names arc 1, but there are 1"
    )]
    #[case::an_arc_too_far_back("[[[0,0]]]", r#"{"o":{"type":"LineString","arcs":[-2]}}"#, "it names arc -2")]
    #[case::the_last_integer(
        "[[[0,0]]]",
        r#"{"o":{"type":"LineString","arcs":[-9223372036854775808]}}"#,
        "it names arc -9223372036854775808"
    )]
    #[case::half_an_index(
        "[[[0,0]]]",
        r#"{"o":{"type":"LineString","arcs":[0.5]}}"#,
        "expected a whole number"
    )]
    #[case::uneven("[[[0,0]]]", r#"{"o":{"type":"Polygon","arcs":[0]}}"#, "not nested as a Polygon")]
    #[case::no_arcs("[[[0,0]]]", r#"{"o":{"type":"Polygon"}}"#, "its Polygon has no arcs")]
    #[case::no_type("[[[0,0]]]", r#"{"o":{"arcs":[0]}}"#, "its geometry has no type")]
    #[case::flat_arcs(
        "[[0,0]]",
        r#"{"o":{"type":"LineString","arcs":[0]}}"#,
        "not a list of lists of positions"
    )]
    #[case::a_null_ordinate("[[[0,null]]]", r#"{"o":{"type":null}}"#, "null, expected a number")]
    #[case::an_infinite_sum(
        "[[[1e308,0],[1e308,0]]]",
        r#"{"o":{"type":"LineString","arcs":[0]}}"#,
        "not a place"
    )]
    fn what_does_not_add_up_is_refused(#[case] arcs: &str, #[case] objects: &str, #[case] expected: &str) {
        let transform =
            if expected == "not a place" { r#""transform":{"scale":[1,1],"translate":[0,0]},"# } else { "" };
        let message = topology(arcs, objects, transform).unwrap_err();
        assert!(message.contains(expected), "{message}");
    }

    #[test]
    fn a_small_file_that_names_one_arc_for_ever_is_stopped() {
        let arc = vec!["[0,0]"; 10_000].join(",");
        let indices = vec!["0"; 30_000].join(",");
        let object = format!(r#"{{"o":{{"type":"LineString","arcs":[{indices}]}}}}"#);
        let message = topology(&format!("[[{arc}]]"), &object, "").unwrap_err();
        assert!(message.contains("more than 250000000 vertices"), "{message}");
    }
}
