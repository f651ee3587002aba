//! From raw features to areas: projected, snapped, judged and repaired, one by one and side by side.

use std::path::{Path, PathBuf};

use geo::MapCoords;
use geo_types::{Geometry, MultiPolygon};
use rayon::prelude::*;

use super::{
    AreaName, ImportError, InvalidArea, Refusal, RepairReport,
    format::{FileCrs, Problem, RawFeature, RawLayer},
};
use crate::{
    geometry::{Bng, Region, Reprojection, SourceCrs, snap, validity::first_defect},
    store::NewArea,
};

/// Which columns hold what.
#[derive(Debug, Clone, Default)]
pub(super) struct Columns {
    pub code: Option<String>,
    pub name: Option<String>,
}

/// One file's areas and what was found on the way.
#[derive(Default)]
pub(super) struct Made {
    pub areas: Vec<NewArea>,
    pub invalid: Vec<InvalidArea>,
    pub repaired: Vec<RepairReport>,
    pub vanished_rings: usize,
    pub refusals: Vec<Refusal>,
    pub open_rings: usize,
}

/// The reference system of a file: what it says, what its standard says, or what the caller says of it.
pub(super) fn source_crs(
    file: &Path,
    declared: &FileCrs,
    asked: Option<u32>,
) -> Result<Reprojection, ImportError> {
    let source = match (asked, declared) {
        (Some(epsg), _) => SourceCrs::from_epsg(epsg),
        (None, FileCrs::Epsg(epsg)) => SourceCrs::from_epsg(*epsg),
        (None, FileCrs::Wkt(text) | FileCrs::Named(text)) => SourceCrs::Other(text.clone()),
        (None, FileCrs::Standard) => SourceCrs::LonLat,
        (None, FileCrs::Unknown) => return Err(ImportError::NoCrs { file: file.to_path_buf() }),
    };
    Reprojection::new(source).map_err(|source| ImportError::Reprojection { file: file.to_path_buf(), source })
}

/// Makes areas of a file's features, in their order; those that cannot be are refusals.
pub(super) fn make(file: &Path, layer: &RawLayer, columns: &Columns, reprojection: &Reprojection) -> Made {
    let each: Vec<Result<One, Refusal>> = layer
        .features
        .par_iter()
        .map(|feature| {
            let label = Label::of(feature, columns);
            label.and_then(|label| one(feature, label, reprojection)).map_err(|(area, reason)| Refusal {
                file: PathBuf::from(file),
                row: feature.row,
                area,
                reason,
            })
        })
        .collect();
    let mut made = Made::default();
    for one in each {
        match one {
            Err(refusal) => made.refusals.push(refusal),
            Ok(one) => {
                made.areas.push(one.area);
                made.invalid.extend(one.invalid);
                made.repaired.extend(one.repaired);
                made.vanished_rings += one.vanished_rings;
                made.open_rings += one.open_rings;
            }
        }
    }
    made
}

struct One {
    area: NewArea,
    invalid: Option<InvalidArea>,
    repaired: Option<RepairReport>,
    vanished_rings: usize,
    open_rings: usize,
}

/// A refusal's area and reason; file and row are added by the caller.
type Why = (Option<String>, String);

struct Label {
    code: Option<String>,
    name: String,
}

impl Label {
    fn of(feature: &RawFeature, columns: &Columns) -> Result<Self, Why> {
        let value =
            |column: &Option<String>| column.as_ref().and_then(|column| text(feature.attributes.get(column)));
        let (code, name) = (value(&columns.code), value(&columns.name));
        if let (Some(column), None) = (&columns.code, &code) {
            return Err((name, format!("its code (column “{column}”) is empty")));
        }
        if let Some(name) = name.or_else(|| code.clone()) {
            return Ok(Self { code, name });
        }
        let column = columns.name.as_deref().unwrap_or_default();
        Err((None, format!("it has neither a code nor a name (column “{column}” is empty)")))
    }

    fn shown(&self) -> String {
        self.code.clone().unwrap_or_else(|| self.name.clone())
    }

    fn name(&self) -> AreaName {
        AreaName { code: self.code.clone(), name: self.name.clone() }
    }
}

fn text(value: Option<&serde_json::Value>) -> Option<String> {
    let text = match value? {
        serde_json::Value::String(text) => text.trim().to_owned(),
        serde_json::Value::Number(number) => match number.as_f64() {
            // Codes that a spreadsheet turned into floating-point numbers.
            Some(whole) if whole.fract() == 0.0 && whole.abs() < 1e15 => format!("{whole:.0}"),
            _ => number.to_string(),
        },
        serde_json::Value::Bool(truth) => truth.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn one(feature: &RawFeature, label: Label, reprojection: &Reprojection) -> Result<One, Why> {
    let refuse = |reason: String| (Some(label.shown()), reason);
    for problem in &feature.problems {
        if matches!(problem, Problem::ShortRing { .. }) {
            return Err(refuse(problem.to_string()));
        }
    }
    let delivered = polygons(feature.geometry.as_ref()).map_err(&refuse)?;
    let defect = first_defect(&delivered);
    let invalid = defect.map(|finding| InvalidArea {
        area: label.name(),
        defect: finding.defect.to_string(),
        at: [finding.at.x, finding.at.y],
    });
    let projected = delivered
        .try_map_coords(|coord| reprojection.to_grid(coord))
        .map_err(|error| refuse(error.to_string()))?;
    let snapped = snap(&projected);
    let vanished_rings = ring_count(&delivered) - ring_count(&snapped);
    let (region, repair) = Region::new(&snapped).map_err(|error| refuse(error.to_string()))?;
    let repaired = repair.map(|repair| RepairReport {
        area: label.name(),
        defect: repair.defect.to_string(),
        at: [repair.at.0, repair.at.1],
        area_change_m2: repair.area_change_m2,
        area_change_percent: 100.0 * repair.area_change_m2 / region_area(&region),
    });
    let open_rings = feature.problems.iter().filter(|p| matches!(p, Problem::OpenRing { .. })).count();
    let area = NewArea { code: label.code, name: label.name, inferred: false, region };
    Ok(One { area, invalid, repaired, vanished_rings, open_rings })
}

fn region_area(region: &Region<Bng>) -> f64 {
    region.area().0
}

fn ring_count(shape: &MultiPolygon<f64>) -> usize {
    shape.iter().map(|polygon| 1 + polygon.interiors().len()).sum()
}

pub(super) fn polygons(geometry: Option<&Geometry<f64>>) -> Result<MultiPolygon<f64>, String> {
    match geometry {
        None => Err("it has no shape".to_owned()),
        Some(Geometry::Polygon(polygon)) => Ok(MultiPolygon(vec![polygon.clone()])),
        Some(Geometry::MultiPolygon(polygons)) => Ok(polygons.clone()),
        Some(Geometry::GeometryCollection(parts)) => {
            let parts: Result<Vec<_>, _> = parts.iter().map(|part| polygons(Some(part))).collect();
            Ok(parts?.into_iter().flat_map(|part| part.0).collect())
        }
        Some(other) => {
            let what = match other {
                Geometry::Point(_) | Geometry::MultiPoint(_) => "points",
                _ => "lines",
            };
            Err(format!("its shape is made of {what}, and an area needs polygons"))
        }
    }
}
