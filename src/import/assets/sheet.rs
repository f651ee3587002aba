//! A list of assets before anything is made of it: columns and rows of text, with a shape where the format has one.

use std::path::{Path, PathBuf};

use geo::MapCoords;
use geo_types::{Coord, Geometry, MultiPolygon};

use super::{position, rules::Header};
use crate::{
    asset::KindId,
    geometry::Reprojection,
    import::{
        ImportError, areas,
        format::{self, RawFeature},
        table,
    },
};

/// The most rows of a list of assets: England's food businesses are 500,000.
const MOST_ROWS: usize = 1_000_000;

/// A list of assets as it is delivered.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What it was read from.
    pub file: PathBuf,
    /// Its format, in a word.
    pub format: String,
    /// The reference system of its shapes, where it has shapes.
    pub crs: String,
    /// The names of its columns; empty where its first line is a row like the others.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<SheetRow>,
    /// What else was found while it was read, in sentences.
    pub remarks: Vec<String>,
}

/// A row of a list of assets.
#[derive(Debug, Clone, Default)]
pub struct SheetRow {
    /// Its line or feature, from 1.
    pub row: usize,
    /// Its fields, as text.
    pub cells: Vec<String>,
    /// Its shape.
    pub shape: Shape,
    /// What it is, where the format itself says so.
    pub kind: Option<KindId>,
}

/// The shape of a row: British National Grid metres, not yet snapped.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Shape {
    /// The format has none: columns may say where it is.
    #[default]
    None,
    /// One that cannot be used, and why.
    Wrong(String),
    /// A point.
    Point(Coord<f64>),
    /// Ground.
    Ground(MultiPolygon<f64>),
}

impl Sheet {
    /// How many columns it has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.columns.len().max(self.rows.first().map_or(0, |row| row.cells.len()))
    }

    /// What a column is called in a message.
    #[must_use]
    pub fn called(&self, column: usize) -> String {
        self.columns.get(column).cloned().unwrap_or_else(|| (column + 1).to_string())
    }

    /// The position of a column: its name, or its number from 1 where the sheet has no names.
    ///
    /// # Errors
    /// [`ImportError::MissingColumn`] with the columns there are.
    pub fn column(&self, asked: &str, purpose: &'static str) -> Result<usize, ImportError> {
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let exact = self.columns.iter().position(|column| column == asked);
        let found = exact.or_else(|| self.columns.iter().position(|column| plain(column) == plain(asked)));
        let width = self.width();
        let number = || table::number(asked).filter(|number| self.columns.is_empty() && *number <= width);
        found.or_else(|| Some(number()? - 1)).ok_or_else(|| ImportError::MissingColumn {
            file: self.file.clone(),
            column: asked.to_owned(),
            purpose,
            known: if self.columns.is_empty() {
                (1..=width).map(|number| number.to_string()).collect()
            } else {
                self.columns.clone()
            },
        })
    }
}

/// Text as a sheet.
pub(super) fn of_text(file: &Path, bytes: &[u8], header: &Header) -> Result<Sheet, ImportError> {
    let read = table::read_loose(file, bytes, |first| header.is_in(&first.iter().collect::<Vec<_>>()))?;
    if read.rows.len() > MOST_ROWS {
        let reason = format!("it has more than {MOST_ROWS} rows: divide it");
        return Err(ImportError::Table { file: file.to_path_buf(), reason });
    }
    let rows = read.rows.iter().map(|record| SheetRow {
        row: table::row(record),
        cells: record.iter().map(str::to_owned).collect(),
        ..SheetRow::default()
    });
    let sheet = Sheet {
        file: file.to_path_buf(),
        format: "table".to_owned(),
        crs: String::new(),
        rows: rows.collect(),
        columns: read.columns,
        remarks: Vec::new(),
    };
    if sheet.width() > 1 {
        return Ok(sheet);
    }
    let first: String = sheet.called(0).chars().take(60).collect();
    let reason = format!(
        "it has one column (“{first}”): fields are told apart by a comma, a semicolon, a tab or “|”; save it as CSV"
    );
    Err(ImportError::Table { file: file.to_path_buf(), reason })
}

/// Features of a file of shapes as a sheet.
pub(super) fn of_features(file: &Path, table: Option<&str>, crs: Option<u32>) -> Result<Sheet, ImportError> {
    let layer = format::read(file, table)?;
    let reprojection = areas::source_crs(file, &layer.crs, crs)?;
    let columns = layer.columns.clone();
    let rows = layer.features.iter().map(|feature| SheetRow {
        row: feature.row,
        cells: columns.iter().map(|column| text(feature.attributes.get(column))).collect(),
        shape: shape(feature, &reprojection),
        kind: None,
    });
    Ok(Sheet {
        file: file.to_path_buf(),
        format: layer.format.to_string(),
        crs: reprojection.source().label(),
        rows: rows.collect(),
        columns,
        remarks: Vec::new(),
    })
}

/// A value as text. Numbers that a spreadsheet turned into fractions are whole again.
pub(super) fn text(value: Option<&serde_json::Value>) -> String {
    use serde_json::Value;
    match value {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => match number.as_f64() {
            Some(whole) if whole.fract() == 0.0 && whole.abs() < 1e15 => format!("{whole:.0}"),
            _ => number.to_string(),
        },
        Some(Value::Bool(truth)) => truth.to_string(),
        Some(Value::Array(items)) => items
            .iter()
            .map(|item| text(Some(item)))
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
        Some(Value::Null | Value::Object(_)) | None => String::new(),
    }
}

fn shape(feature: &RawFeature, reprojection: &Reprojection) -> Shape {
    // What looks wrong is wrong, although numbers as small as degrees are metres of the grid, too.
    let place = |at: Coord<f64>| match position::hint(reprojection.source(), at) {
        Some(looks) => Err(looks),
        None => reprojection.to_grid(at).map_err(|error| error.to_string()),
    };
    let made = match &feature.geometry {
        None => return Shape::None,
        Some(Geometry::Point(at)) => place(at.0).map(Shape::Point),
        Some(Geometry::MultiPoint(points)) => match &points.0[..] {
            [] => return Shape::None,
            [one] => place(one.0).map(Shape::Point),
            several => Err(format!("it has {} points: an asset has one, or ground", several.len())),
        },
        Some(other) => areas::polygons(Some(other))
            .and_then(|ground| ground.try_map_coords(place))
            .map(Shape::Ground)
            .map_err(|reason| reason.replace("an area needs polygons", "an asset needs a point or polygons")),
    };
    made.unwrap_or_else(Shape::Wrong)
}
