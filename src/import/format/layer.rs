//! What every reader hands back.

use std::collections::HashSet;

use geo_types::Geometry;
use serde_json::{Map, Value};

use super::{
    Fault, FileCrs, Format, MAX_FEATURES, MAX_VALUES, Problem,
    builder::{self, GeometryBuilder},
};

/// One feature as the file delivers it, before projection, snapping or repair.
#[derive(Debug, Clone, PartialEq)]
pub struct RawFeature {
    /// The feature's place in the file, counted from 1; records marked as deleted count too.
    pub row: usize,
    /// The shape in the file's own coordinates; `None` where the file gives none, or an empty one.
    pub geometry: Option<Geometry<f64>>,
    /// What the rings lacked, in the order in which they were met.
    pub problems: Vec<Problem>,
    /// The feature's attributes, in the file's order. Binary values are null.
    pub attributes: Map<String, Value>,
}

/// A whole file, or one table of it.
#[derive(Debug, Clone, PartialEq)]
pub struct RawLayer {
    /// What the file turned out to be.
    pub format: Format,
    /// The table, object or shapefile that was read, where the format names them.
    pub table: Option<String>,
    /// The reference system that the coordinates are in, as far as the file says.
    pub crs: FileCrs,
    /// Every attribute that any feature has, in the order of first appearance; never the geometry.
    /// A GeoJSON or TopoJSON feature's `id` is the column `id`, unless its properties have one.
    pub columns: Vec<String>,
    /// The features in the file's order; never empty.
    pub features: Vec<RawFeature>,
}

/// Collects a file's features one by one and keeps count.
#[derive(Default)]
pub(super) struct Collector {
    pub(super) builder: GeometryBuilder,
    values: usize,
    features: Vec<RawFeature>,
}

impl Collector {
    /// The row that the next feature will have, counted from 1.
    pub(super) fn next_row(&self) -> usize {
        self.features.last().map_or(1, |feature| feature.row + 1)
    }

    /// Adds the feature whose shape the builder has just made.
    pub(super) fn push(
        &mut self,
        row: usize,
        geometry: Option<Geometry<f64>>,
        attributes: Map<String, Value>,
    ) -> Result<(), Fault> {
        if self.features.len() == MAX_FEATURES {
            return Err(Fault::TooManyFeatures);
        }
        self.values += attributes.len();
        if self.values > MAX_VALUES {
            return Err(Fault::TooManyValues);
        }
        let geometry = geometry.filter(|shape| !builder::is_empty(shape));
        let problems = self.builder.take_problems();
        self.features.push(RawFeature { row, geometry, problems, attributes });
        Ok(())
    }

    /// The finished layer; `declared` columns come first, used or not.
    pub(super) fn into_layer(
        self,
        format: Format,
        table: Option<String>,
        crs: FileCrs,
        declared: Vec<String>,
    ) -> RawLayer {
        let columns = columns(declared, &self.features);
        RawLayer { format, table, crs, columns, features: self.features }
    }
}

fn columns(declared: Vec<String>, features: &[RawFeature]) -> Vec<String> {
    let mut columns = declared;
    let mut seen: HashSet<String> = columns.iter().cloned().collect();
    for name in features.iter().flat_map(|feature| feature.attributes.keys()) {
        if !seen.contains(name) {
            seen.insert(name.clone());
            columns.push(name.clone());
        }
    }
    columns
}

/// A JSON number, or null for what JSON cannot write (NaN and the infinities).
pub(super) fn number(value: f64) -> Value {
    serde_json::Number::from_f64(value).map_or(Value::Null, Value::Number)
}
