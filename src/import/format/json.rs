//! What GeoJSON and TopoJSON have in common: coordinates, the `crs` member, where an error is.

use std::{cell::RefCell, fmt};

use geo_types::Coord;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
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

/// Coordinates as nested as they stand in the file.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Nest {
    Position(Coord<f64>),
    Positions(Vec<Coord<f64>>),
    /// Anything deeper; or nothing at all, which has no depth of its own.
    List(Vec<Nest>),
}

impl Nest {
    /// A list of positions; an empty list is one too.
    pub(super) fn into_positions(self) -> Option<Vec<Coord<f64>>> {
        match self {
            Self::Positions(positions) => Some(positions),
            Self::List(items) if items.is_empty() => Some(Vec::new()),
            _ => None,
        }
    }

    /// A list of lists of positions.
    pub(super) fn into_lines(self) -> Option<Vec<Vec<Coord<f64>>>> {
        match self {
            Self::List(items) => items.into_iter().map(Self::into_positions).collect(),
            _ => None,
        }
    }

    /// A list of lists of lists of positions.
    pub(super) fn into_polygons(self) -> Option<Vec<Vec<Vec<Coord<f64>>>>> {
        match self {
            Self::List(items) => items.into_iter().map(Self::into_lines).collect(),
            _ => None,
        }
    }

    /// How many positions there are.
    pub(super) fn positions(&self) -> usize {
        match self {
            Self::Position(_) => 1,
            Self::Positions(positions) => positions.len(),
            Self::List(items) => items.iter().map(Self::positions).sum(),
        }
    }
}

impl<'de> Deserialize<'de> for Nest {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_seq(NestVisitor)
    }
}

struct NestVisitor;

impl<'de> Visitor<'de> for NestVisitor {
    type Value = Nest;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of coordinates")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Nest, A::Error> {
        match items.next_element::<Element>()? {
            None => Ok(Nest::List(Vec::new())),
            Some(Element::Number(x)) => Ok(Nest::Position(rest_of_position(x, items)?)),
            Some(Element::Nest(Nest::Position(first))) => {
                let mut positions = vec![first];
                while let Some(Position(position)) = items.next_element()? {
                    positions.push(position);
                }
                Ok(Nest::Positions(positions))
            }
            Some(Element::Nest(first)) => {
                let mut list = vec![first];
                while let Some(nest) = items.next_element()? {
                    list.push(nest);
                }
                Ok(Nest::List(list))
            }
        }
    }
}

/// The y of a position, past whatever further dimensions it has.
fn rest_of_position<'de, A: SeqAccess<'de>>(x: f64, mut items: A) -> Result<Coord<f64>, A::Error> {
    let Some(Number(y)) = items.next_element()? else {
        return Err(A::Error::custom("a position of one number: it takes two, x and y"));
    };
    while items.next_element::<Number>()?.is_some() {}
    Ok(Coord { x, y })
}

/// One `[x, y]`, third and further dimensions dropped.
struct Position(Coord<f64>);

impl<'de> Deserialize<'de> for Position {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct PositionVisitor;
        impl<'de> Visitor<'de> for PositionVisitor {
            type Value = Position;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a position, as its neighbours are")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Position, A::Error> {
                match items.next_element()? {
                    Some(Number(x)) => rest_of_position(x, items).map(Position),
                    None => Err(A::Error::custom("a position without numbers: it takes two, x and y")),
                }
            }
        }
        json.deserialize_seq(PositionVisitor)
    }
}

/// A number and nothing else: a null or a text among coordinates is an error.
struct Number(f64);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct NumberVisitor;
        impl Visitor<'_> for NumberVisitor {
            type Value = Number;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a number, as every coordinate is")
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Number, E> {
                Ok(Number(value))
            }

            #[expect(clippy::cast_precision_loss, reason = "no place needs more than 53 bits")]
            fn visit_i64<E: Error>(self, value: i64) -> Result<Number, E> {
                Ok(Number(value as f64))
            }

            #[expect(clippy::cast_precision_loss, reason = "no place needs more than 53 bits")]
            fn visit_u64<E: Error>(self, value: u64) -> Result<Number, E> {
                Ok(Number(value as f64))
            }
        }
        json.deserialize_f64(NumberVisitor)
    }
}

/// A member of a coordinate list: a number, or a list again.
enum Element {
    Number(f64),
    Nest(Nest),
}

impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        struct ElementVisitor;
        impl<'de> Visitor<'de> for ElementVisitor {
            type Value = Element;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("a number, as every coordinate is")
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Element, E> {
                Ok(Element::Number(value))
            }

            #[expect(clippy::cast_precision_loss, reason = "no place needs more than 53 bits")]
            fn visit_i64<E: Error>(self, value: i64) -> Result<Element, E> {
                Ok(Element::Number(value as f64))
            }

            #[expect(clippy::cast_precision_loss, reason = "no place needs more than 53 bits")]
            fn visit_u64<E: Error>(self, value: u64) -> Result<Element, E> {
                Ok(Element::Number(value as f64))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Element, A::Error> {
                NestVisitor.visit_seq(items).map(Element::Nest)
            }
        }
        json.deserialize_any(ElementVisitor)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn nest(text: &str) -> Result<Nest, String> {
        serde_json::from_str(text).map_err(|error| fault_at(&error, text.as_bytes(), None).to_string())
    }

    #[test]
    fn coordinates_keep_their_nesting_and_lose_their_height() {
        let (a, b) = (Coord { x: 1.0, y: 2.5 }, Coord { x: -3.0, y: 4.0 });
        assert_eq!(nest("[1, 2.5]").unwrap(), Nest::Position(a));
        assert_eq!(nest("[[1, 2.5, 99], [-3, 4, 98, 97]]").unwrap(), Nest::Positions(vec![a, b]));
        assert_eq!(nest("[[[1, 2.5]], []]").unwrap().into_lines().unwrap(), [vec![a], vec![]]);
        assert_eq!(nest("[]").unwrap().into_positions().unwrap(), []);
        assert_eq!(nest("[[[[1, 2.5]]]]").unwrap().into_polygons().unwrap(), [[[a]]]);
    }

    #[rstest]
    #[case::null("[[1, null]]", "null, expected a number")]
    #[case::text("[[1, 2], [\"3\", 4]]", "string \"3\", expected a number")]
    #[case::one_number("[[1]]", "a position of one number")]
    #[case::uneven("[[1, 2], [[3, 4]]]", "invalid type: sequence, expected a number")]
    #[case::nan("[[1, NaN]]", "NaN and Infinity are not numbers")]
    #[case::infinity("[[1, -Infinity]]", "NaN and Infinity are not numbers")]
    #[case::too_large("[[1, 1e999]]", "too large to be a coordinate")]
    #[case::cut("[[1, 2", "stops in the middle")]
    fn coordinates_that_are_no_numbers_are_refused(#[case] text: &str, #[case] expected: &str) {
        let message = nest(text).unwrap_err();
        assert!(message.starts_with("line 1, column") && message.contains(expected), "{message}");
    }

    #[test]
    fn deep_nesting_is_refused_not_followed() {
        assert!(nest(&"[".repeat(1_000_000)).unwrap_err().contains("nested too deeply"));
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
