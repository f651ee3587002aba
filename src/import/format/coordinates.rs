//! The coordinates of GeoJSON and TopoJSON: lists of lists of numbers.
//!
//! Parsed straight into positions, so that a null or a text among the numbers is met where it stands,
//! and a document of many vertices takes no more memory than they do.

use std::fmt;

use geo_types::Coord;
use serde::de::{Deserialize, Deserializer, Error, SeqAccess, Visitor};

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

    use super::{super::json::fault_at, *};

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
    }
}
