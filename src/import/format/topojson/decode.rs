//! Arcs: from deltas to coordinates, and from lists of indices to lines and rings.

use std::fmt;

use geo_types::Coord;
use serde::{
    Deserialize, Deserializer,
    de::{Error, SeqAccess, Visitor},
};

use super::{
    super::builder::{GeometryBuilder, check_finite},
    Fault, Nest,
};

/// From the whole-number grid to coordinates: `x · scale + translate`.
#[derive(Deserialize, Clone, Copy)]
#[serde(expecting = "a transform with scale and translate")]
pub(super) struct Transform {
    scale: [f64; 2],
    translate: [f64; 2],
}

impl Transform {
    fn apply(self, at: Coord<f64>) -> Coord<f64> {
        Coord { x: at.x * self.scale[0] + self.translate[0], y: at.y * self.scale[1] + self.translate[1] }
    }
}

/// All arcs of a topology, decoded.
pub(super) struct Arcs {
    arcs: Vec<Vec<Coord<f64>>>,
    transform: Option<Transform>,
}

impl Arcs {
    pub(super) fn decode(
        arcs: Nest,
        transform: Option<Transform>,
        builder: &mut GeometryBuilder,
    ) -> Result<Self, Fault> {
        builder.count(arcs.positions())?;
        let mut arcs = arcs
            .into_lines()
            .ok_or_else(|| Fault::damaged("TopoJSON", "its arcs are not a list of lists of positions"))?;
        if let Some(transform) = transform {
            for arc in &mut arcs {
                let mut at = Coord { x: 0.0, y: 0.0 };
                for step in arc {
                    at = at + *step;
                    *step = transform.apply(at);
                }
            }
        }
        Ok(Self { arcs, transform })
    }

    /// Points, which stand on the grid by themselves.
    pub(super) fn place(&self, points: Nest) -> Nest {
        let Some(transform) = self.transform else { return points };
        match points {
            Nest::Position(at) => Nest::Position(transform.apply(at)),
            Nest::Positions(all) => Nest::Positions(all.into_iter().map(|at| transform.apply(at)).collect()),
            Nest::List(items) => Nest::List(items.into_iter().map(|item| self.place(item)).collect()),
        }
    }

    /// Replaces every innermost list of indices by the line that its arcs make.
    pub(super) fn join(
        &self,
        indices: &Indices,
        row: usize,
        builder: &mut GeometryBuilder,
    ) -> Result<Nest, Fault> {
        match indices {
            Indices::Line(line) => Ok(Nest::Positions(self.line(line, row, builder)?)),
            Indices::List(items) => {
                let items = items.iter().map(|item| self.join(item, row, builder));
                Ok(Nest::List(items.collect::<Result<_, _>>()?))
            }
        }
    }

    fn line(
        &self,
        indices: &[i64],
        row: usize,
        builder: &mut GeometryBuilder,
    ) -> Result<Vec<Coord<f64>>, Fault> {
        let mut line: Vec<Coord<f64>> = Vec::new();
        for &index in indices {
            let place = if index < 0 { !index } else { index };
            let arc =
                usize::try_from(place).ok().and_then(|place| self.arcs.get(place)).ok_or_else(|| {
                    Fault::feature(
                        row,
                        format!(
                            "it names arc {index}, but there are {}: fetch the file again",
                            self.arcs.len()
                        ),
                    )
                })?;
            builder.count(arc.len())?;
            let start = line.len();
            line.extend(arc);
            if index < 0 {
                line[start..].reverse();
            }
            // Neighbouring arcs share the point where they meet; arcs that do not meet keep both.
            if start > 0 && line.get(start - 1) == line.get(start) {
                line.remove(start);
            }
        }
        check_finite(row, &line)?;
        Ok(line)
    }
}

/// Lists of arc indices, as nested as the shape takes.
pub(super) enum Indices {
    Line(Vec<i64>),
    List(Vec<Indices>),
}

enum Element {
    Index(i64),
    Indices(Indices),
}

impl<'de> Deserialize<'de> for Indices {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_seq(IndicesVisitor)
    }
}

impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_any(ElementVisitor)
    }
}

struct IndicesVisitor;

impl<'de> Visitor<'de> for IndicesVisitor {
    type Value = Indices;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a list of arc indices")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Indices, A::Error> {
        match items.next_element()? {
            None => Ok(Indices::List(Vec::new())),
            Some(Element::Index(first)) => {
                let mut line = vec![first];
                while let Some(index) = items.next_element()? {
                    line.push(index);
                }
                Ok(Indices::Line(line))
            }
            Some(Element::Indices(first)) => {
                let mut list = vec![first];
                while let Some(indices) = items.next_element()? {
                    list.push(indices);
                }
                Ok(Indices::List(list))
            }
        }
    }
}

struct ElementVisitor;

impl<'de> Visitor<'de> for ElementVisitor {
    type Value = Element;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a whole number, the index of an arc")
    }

    fn visit_i64<E: Error>(self, index: i64) -> Result<Element, E> {
        Ok(Element::Index(index))
    }

    fn visit_u64<E: Error>(self, index: u64) -> Result<Element, E> {
        i64::try_from(index).map(Element::Index).map_err(|_| E::custom("an arc index too large for any file"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Element, A::Error> {
        IndicesVisitor.visit_seq(items).map(Element::Indices)
    }
}
