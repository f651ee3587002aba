//! Drawings of residents from a file: what a workshop brought, looked through already, and published as it is imported.
//!
//! `GeoJSON` in longitude and latitude; `name`, `why`, `route` and `tags` (separated by `;`) are properties. A drawing that is in the store already is left alone, so that a file can be
//! imported twice.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use geo_types::{Coord, Geometry, LineString, MultiPolygon, Polygon};
use geojson::{Feature, GeoJson};
use jiff::Timestamp;

use super::{
    ImportError, Report,
    report::{FileReport, Outcome},
};
use crate::{
    access::SecretHash,
    geometry::to_grid,
    neighbourhood::{Content, LICENCE, Problem, ProposalId, Route, State, check_ground},
    store::{Act, Changed, NewProposal, ProposalChange, Store},
};

/// Files of drawings to be imported.
#[derive(Debug, Clone)]
pub struct DrawingsImport {
    /// The files.
    pub files: Vec<PathBuf>,
    /// How those came that do not say.
    pub route: Route,
    /// When.
    pub at: Timestamp,
    /// Only say what would be done.
    pub dry_run: bool,
}

/// Imports drawings and publishes them, those that are new.
///
/// # Errors
/// [`ImportError::Table`] with everything that is wrong in a file; nothing of it is then kept.
pub fn run(store: &dyn Store, import: &DrawingsImport) -> Result<Report, ImportError> {
    let mut report =
        Report { layer: "neighbourhoods".to_owned(), edition: "drawn".to_owned(), ..Report::default() };
    let mut new = Vec::new();
    for file in &import.files {
        let drawings = read(file, import)?;
        report.files.push(FileReport {
            file: file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            format: "GeoJSON".to_owned(),
            crs: "EPSG:4326".to_owned(),
            features: drawings.len(),
            left_out: 0,
        });
        new.extend(drawings);
    }
    let known: Vec<bool> = new.iter().map(|one| store_has(store, one)).collect::<Result<_, _>>()?;
    let there = known.iter().filter(|known| **known).count();
    new = new.into_iter().zip(known).filter(|(_, known)| !known).map(|(one, _)| one).collect();
    if there > 0 {
        report.remarks.push(format!("{there} drawings are there already, and were left as they are"));
    }
    let regions = new.iter().filter_map(|one| one.content.region.as_ref());
    (report.areas, report.without_code) = (new.len(), new.len());
    report.vertices = regions.clone().map(|region| region.vertex_count()).sum();
    report.ground_m2 = regions.map(|region| region.area().0).sum();
    report.outcome = match (import.dry_run, new.is_empty()) {
        (true, _) => Outcome::DryRun,
        (_, true) => Outcome::Unchanged,
        _ => Outcome::Written,
    };
    if report.outcome == Outcome::Written {
        store.put_proposals(&new)?;
        let publish = |one: &NewProposal| ProposalChange {
            id: one.id.clone(),
            revision: 1,
            at: import.at,
            by: None,
            act: Act::Publish,
        };
        let changes: Vec<_> = new.iter().map(publish).collect();
        let done = store.change_proposals(&changes)?;
        let done = done.iter().filter(|changed| matches!(changed, Changed::Done(_))).count();
        report
            .remarks
            .push(format!("{done} drawings are published; they are areas of the layer neighbourhoods"));
    }
    Ok(report)
}

fn store_has(store: &dyn Store, one: &NewProposal) -> Result<bool, ImportError> {
    Ok(match &one.secret {
        Some(hash) => store.proposal_of(hash)?.is_some(),
        None => false,
    })
}

fn read(file: &Path, import: &DrawingsImport) -> Result<Vec<NewProposal>, ImportError> {
    let fault = |reason: String| ImportError::Table { file: file.to_path_buf(), reason };
    let text = std::fs::read_to_string(file).map_err(|error| fault(format!("it cannot be read: {error}")))?;
    let parsed: GeoJson = text.parse().map_err(|error| fault(format!("it is not GeoJSON: {error}")))?;
    let features = match parsed {
        GeoJson::FeatureCollection(all) => all.features,
        GeoJson::Feature(one) => vec![one],
        GeoJson::Geometry(_) => {
            return Err(fault("its shapes have no names: a drawing is a feature with a name".to_owned()));
        }
    };
    let mut faults = Vec::new();
    let mut drawings = Vec::new();
    for (at, feature) in features.into_iter().enumerate() {
        match drawing(feature, import) {
            Ok(one) => drawings.push(one),
            Err(reason) => faults.push(format!("drawing {}: {reason}", at + 1)),
        }
    }
    if faults.is_empty() { Ok(drawings) } else { Err(fault(faults.join("; "))) }
}

fn drawing(feature: Feature, import: &DrawingsImport) -> Result<NewProposal, String> {
    let text = |key: &str| {
        feature.property(key).and_then(|value| value.as_str()).unwrap_or_default().trim().to_owned()
    };
    let route = text("route");
    let route = if route.is_empty() { import.route } else { route.parse()? };
    let tags =
        text("tags").split(';').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
    let mut content = Content { name: text("name"), why: text("why"), tags, region: None };
    let geometry = feature.geometry.ok_or("it has no geometry")?;
    let geometry: Geometry<f64> = geometry.try_into().map_err(|error: geojson::Error| error.to_string())?;
    let shape = match geometry {
        Geometry::Polygon(polygon) => MultiPolygon(vec![polygon]),
        Geometry::MultiPolygon(polygons) => polygons,
        _ => return Err("it is no polygon".to_owned()),
    };
    let (region, mut problems) = check_ground(&on_grid(&shape)?);
    problems.extend(content.check_text(""));
    let blocking: Vec<String> = problems.into_iter().filter(Problem::blocks).map(|one| one.words).collect();
    if !blocking.is_empty() {
        return Err(blocking.join(" "));
    }
    content.region = region.map(Arc::new);
    // No link leads to it; the name of its content keeps it from being kept twice.
    let words = format!("a drawing that was imported: {content:?} {route}");
    Ok(NewProposal {
        id: ProposalId::random(),
        secret: Some(SecretHash::of_no_secret(&words)),
        state: State::Proposed,
        content,
        route,
        licence: Some(LICENCE.to_owned()),
        at: import.at,
        by: None,
    })
}

fn on_grid(shape: &MultiPolygon<f64>) -> Result<MultiPolygon<f64>, String> {
    let ring = |ring: &LineString<f64>| -> Result<LineString<f64>, String> {
        let on_grid = |c: &Coord<f64>| {
            to_grid(c.x, c.y).map(|(x, y)| Coord { x, y }).map_err(|error| error.to_string())
        };
        ring.coords().map(on_grid).collect::<Result<Vec<_>, _>>().map(LineString)
    };
    let part = |part: &Polygon<f64>| {
        Ok(Polygon::new(
            ring(part.exterior())?,
            part.interiors().iter().map(ring).collect::<Result<_, String>>()?,
        ))
    };
    shape.iter().map(part).collect::<Result<Vec<_>, String>>().map(MultiPolygon)
}
