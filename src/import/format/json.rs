//! What GeoJSON and TopoJSON have in common: their type, the `crs` member, where an error is.

use std::{cell::RefCell, fmt};

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::{Fault, FileCrs, error::list};

/// What a JSON document is, by its `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Collection,
    Feature,
    Geometry,
    Topology,
}

impl Kind {
    fn of(name: &str) -> Option<Self> {
        match name {
            "FeatureCollection" => Some(Self::Collection),
            "Feature" => Some(Self::Feature),
            "Topology" => Some(Self::Topology),
            "Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon"
            | "GeometryCollection" => Some(Self::Geometry),
            _ => None,
        }
    }
}

/// What a first look at a document's members found.
#[derive(Default)]
struct Look {
    kind: Option<String>,
    members: Vec<String>,
}

/// Finds out what a document is, reading no further than its `type`.
pub(super) fn kind(text: &[u8]) -> Result<Kind, Fault> {
    let look = RefCell::new(Look::default());
    let mut json = serde_json::Deserializer::from_slice(text);
    let outcome = json.deserialize_any(TypeVisitor(&look));
    let look = look.into_inner();
    match (look.kind, outcome) {
        (Some(name), _) => Kind::of(&name).ok_or_else(|| not_features(&format!("its type is {name:?}"))),
        (None, Err(error)) => Err(fault_at(&error, text, None)),
        (None, Ok(())) => Err(without_type(&look.members)),
    }
}

fn without_type(members: &[String]) -> Fault {
    let has = |name: &str| members.iter().any(|member| member == name);
    if has("features") && (has("geometryType") || has("spatialReference") || has("fieldAliases")) {
        return Fault::NotFeatures(
            "it is Esri JSON: ask the server for GeoJSON instead (f=geojson)".to_owned(),
        );
    }
    if members.is_empty() {
        return not_features("it is no object with members");
    }
    not_features(&format!("it has no type; its members are {}", list(members)))
}

fn not_features(why: &str) -> Fault {
    Fault::NotFeatures(format!(
        "it is JSON, but neither GeoJSON nor TopoJSON ({why}): give a FeatureCollection"
    ))
}

struct TypeVisitor<'a>(&'a RefCell<Look>);

impl<'de> Visitor<'de> for TypeVisitor<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a GeoJSON or TopoJSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(member) = map.next_key::<String>()? {
            if member == "type" {
                if let Value::String(name) = map.next_value()? {
                    self.0.borrow_mut().kind = Some(name);
                    // The rest is read later, once: an error is how a visitor stops early.
                    return Err(A::Error::custom("the type is known"));
                }
            } else {
                map.next_value::<IgnoredAny>()?;
            }
            self.0.borrow_mut().members.push(member);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

/// Says where in a document an error is, and what to do about the usual ones.
pub(super) fn fault_at(error: &serde_json::Error, text: &[u8], row: Option<usize>) -> Fault {
    let (line, column) = (error.line(), error.column());
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(before, _)| before);
    let reason = if error.is_eof() {
        "the JSON stops in the middle: fetch the file again".to_owned()
    } else if said.starts_with("recursion limit") {
        "the JSON is nested too deeply to be GeoJSON or TopoJSON".to_owned()
    } else if said == "number out of range" {
        "a number is too large to be a coordinate: correct it".to_owned()
    } else if said == "trailing characters" {
        "more follows after the end of the document; features one a line must go into a FeatureCollection"
            .to_owned()
    } else if error.is_syntax() && not_a_number_near(text, line, column) {
        "NaN and Infinity are not numbers in JSON, and no place has them: correct the coordinate".to_owned()
    } else if error.is_syntax() {
        format!("this is not valid JSON: {said}")
    } else {
        said.to_owned()
    };
    Fault::Json { row, line, column, reason }
}

/// The longest way to write "not a number" that some writers use.
const LONGEST_WORD: usize = "-Infinity".len();

fn not_a_number_near(text: &[u8], line: usize, column: usize) -> bool {
    let line = text.split(|byte| *byte == b'\n').nth(line.saturating_sub(1)).unwrap_or_default();
    let around =
        &line[column.saturating_sub(LONGEST_WORD).min(line.len())..(column + LONGEST_WORD).min(line.len())];
    let around = String::from_utf8_lossy(around).to_ascii_lowercase();
    around.contains("nan") || around.contains("inf")
}

/// The `crs` member of GeoJSON's first version: absent is the standard's WGS 84, null is undefined.
pub(super) fn crs_member(member: Option<&Value>) -> FileCrs {
    let Some(member) = member else { return FileCrs::Standard };
    let property = |name: &str| member.get("properties").and_then(|properties| properties.get(name));
    if let Some(Value::String(name)) = property("name").or_else(|| property("href")) {
        return FileCrs::from_name(name);
    }
    match (property("code"), member) {
        (Some(code), _) => FileCrs::from_name(&format!("EPSG:{}", code.to_string().trim_matches('"'))),
        (None, Value::String(name)) => FileCrs::from_name(name),
        (None, Value::Null) => FileCrs::Unknown,
        (None, other) => FileCrs::Named(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[test]
    fn deep_nesting_is_refused_not_followed() {
        let text = format!("{{\"a\":{}", "[".repeat(1_000_000));
        assert!(kind(text.as_bytes()).is_err());
    }

    #[rstest]
    #[case(r#"{"type":"FeatureCollection","features":[...never read"#, Kind::Collection)]
    #[case(r#"{"features":[],"type":"FeatureCollection"}"#, Kind::Collection)]
    #[case(r#"{"type":"Feature"}"#, Kind::Feature)]
    #[case(r#"{"type":"MultiPolygon"}"#, Kind::Geometry)]
    #[case(r#"{"type":"Topology"}"#, Kind::Topology)]
    fn a_document_is_known_by_its_type(#[case] text: &str, #[case] expected: Kind) {
        assert_eq!(kind(text.as_bytes()).unwrap(), expected);
    }

    #[rstest]
    #[case(r#"{"type":"Curve"}"#, "its type is \"Curve\"")]
    #[case(r#"{"version":1,"elements":[]}"#, "no type; its members are version, elements")]
    #[case(r#"{"geometryType":"esriGeometryPolygon","features":[]}"#, "Esri JSON")]
    #[case("[1, 2]", "no object")]
    #[case("{\"a\": 1,\n oops", "line 2, column 2")]
    fn other_json_is_refused_with_what_it_is(#[case] text: &str, #[case] expected: &str) {
        let message = kind(text.as_bytes()).unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
    }

    #[test]
    fn the_crs_member_is_honoured_in_all_its_forms() {
        let name = json!({"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::27700"}});
        assert_eq!(crs_member(Some(&name)), FileCrs::Epsg(27700));
        let code = json!({"type": "EPSG", "properties": {"code": 3857}});
        assert_eq!(crs_member(Some(&code)), FileCrs::Epsg(3857));
        let link = json!({"type": "link", "properties": {"href": "http://example.org/epsg/29903/"}});
        assert_eq!(crs_member(Some(&link)), FileCrs::Epsg(29903));
        assert_eq!(crs_member(Some(&Value::Null)), FileCrs::Unknown);
        assert_eq!(crs_member(None), FileCrs::Standard);
    }
}
