//! Boundary files to an edition of a layer.

use std::{
    collections::HashMap,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use super::{
    EditionRequest, FileReport, ImportError, Outcome, Refusal, Report, amend,
    areas::{self, Columns},
    format::{self, FileCrs, FormatError, RawLayer},
};
use crate::{
    boundary::{AreaId, LayerId, Note},
    geometry::SourceCrs,
    store::{NewArea, NewEdition, Store, StoreError},
};

/// Raised when a change to the program can give other areas from the same files.
const PIPELINE_VERSION: &str = "1";

/// Files that together form one edition.
#[derive(Debug, Clone)]
pub struct LayerImport {
    /// What to write.
    pub edition: EditionRequest,
    /// The files, all of them.
    pub files: Vec<PathBuf>,
    /// The column that holds the code.
    pub code: Option<String>,
    /// The column that holds the name.
    pub name: Option<String>,
    /// The reference system, where it is not the one that the file names.
    pub crs: Option<u32>,
    /// The table of a file that has several.
    pub table: Option<String>,
    /// Take only features with one of these values in this column.
    pub only: Option<(String, Vec<String>)>,
}

/// Reads the files and writes the edition, or nothing.
///
/// # Errors
/// [`ImportError`] names the file, row and field; the store is then as it was.
pub fn run(store: &dyn Store, import: &LayerImport) -> Result<Report, ImportError> {
    let fingerprint = fingerprint(import)?;
    let request = &import.edition;
    if store.fingerprint(&request.layer, &request.edition)?.as_ref() == Some(&fingerprint) {
        return Ok(unchanged(request));
    }
    let (areas, report) = read(import)?;
    write(store, request, fingerprint, Content { areas, ..Content::default() }, report)
}

/// Reads the files into areas, without a store.
///
/// # Errors
/// As [`run`].
pub(super) fn read(import: &LayerImport) -> Result<(Vec<NewArea>, Report), ImportError> {
    let request = &import.edition;
    let mut report = Report {
        layer: request.layer.to_string(),
        edition: request.edition.to_string(),
        ..Report::default()
    };
    let (mut all, mut refusals, mut total) = (Vec::new(), Vec::new(), 0);
    let mut seen: HashMap<String, (PathBuf, usize)> = HashMap::new();
    for file in &import.files {
        let mut layer = format::read(file, import.table.as_deref())?;
        let features = layer.features.len();
        keep_only(file, &mut layer, import)?;
        let columns = Columns {
            code: column(file, &layer, import.code.as_deref(), "code")?,
            name: column(file, &layer, import.name.as_deref(), "name")?,
        };
        if columns.code.is_none() && columns.name.is_none() {
            return Err(ImportError::NeitherCodeNorName { file: file.clone(), known: layer.columns });
        }
        if let (Some(asked), FileCrs::Epsg(said)) = (import.crs, &layer.crs)
            && asked != *said
        {
            let file = file.display();
            report.remarks.push(format!(
                "{file} says EPSG:{said}; its coordinates were read as EPSG:{asked}, as asked."
            ));
        }
        let reprojection = areas::source_crs(file, &layer.crs, import.crs)?;
        plausible(file, &layer, reprojection.source())?;
        let mut made = areas::make(file, &layer, &columns, &reprojection);
        total += layer.features.len();
        refuse_repeats(file, &layer, &columns, &mut seen, &mut made.refusals);
        if made.open_rings > 0 {
            report.remarks.push(format!(
                "{}: {} rings were not closed and have been.",
                file.display(),
                made.open_rings
            ));
        }
        report.files.push(FileReport {
            file: file
                .file_name()
                .map_or_else(|| file.display().to_string(), |name| name.to_string_lossy().into_owned()),
            format: layer.format.to_string(),
            crs: reprojection.source().label(),
            features,
            left_out: features - layer.features.len(),
        });
        report.invalid_as_delivered.append(&mut made.invalid);
        report.repaired.append(&mut made.repaired);
        report.vanished_rings += made.vanished_rings;
        refusals.append(&mut made.refusals);
        all.append(&mut made.areas);
    }
    if !refusals.is_empty() {
        refusals.sort_by(|a, b| (&a.file, a.row).cmp(&(&b.file, b.row)));
        return Err(ImportError::Refused { total, refusals });
    }
    Ok((all, report))
}

/// What an edition is to hold besides what the request says of it.
#[derive(Default)]
pub(super) struct Content {
    pub areas: Vec<NewArea>,
    pub ends: Vec<AreaId>,
    pub notes: Vec<(AreaId, Note)>,
}

/// Writes areas as an edition and completes the report.
pub(super) fn write(
    store: &dyn Store,
    request: &EditionRequest,
    fingerprint: String,
    mut content: Content,
    mut report: Report,
) -> Result<Report, ImportError> {
    not_of_a_scenario(&request.layer)?;
    if store.read_list_settings(&request.layer)?.is_some() {
        return Err(StoreError::Taken { layer: request.layer.clone(), is_ground: false }.into());
    }
    report.areas = content.areas.len();
    report.vertices = content.areas.iter().map(|area| area.region.vertex_count()).sum();
    report.ground_m2 = content.areas.iter().map(|area| area.region.area().0).sum();
    report.without_code = content.areas.iter().filter(|area| area.code.is_none()).count();
    let now = match store.read_settings(&request.layer) {
        Ok(layer) => layer,
        // A dry run may ask about a store that is not there yet.
        Err(StoreError::Missing { .. }) if request.dry_run => None,
        Err(error) => return Err(error.into()),
    };
    if request.amends.is_some() && now.is_some() {
        let replaced = amend::replaced(store, request, &content.areas)?;
        content.ends.extend(replaced.ends);
        report.remarks.extend(replaced.remarks);
    }
    if request.dry_run {
        report.outcome = Outcome::DryRun;
        return Ok(report);
    }
    let written = store.put_edition(&NewEdition {
        layer: request.settings.over(now, &request.layer),
        id: request.edition.clone(),
        declared: request.period,
        amends: request.amends.clone(),
        provenance: request.provenance.clone(),
        fingerprint,
        areas: content.areas,
        ends: content.ends,
        notes: content.notes,
        report: serde_json::to_string(&report).unwrap_or_default(),
    })?;
    report.remarks.extend(written.consequences);
    report.reference = Some(written.reference);
    Ok(report)
}

/// The areas of a scenario are composed, never imported.
pub(super) fn not_of_a_scenario(layer: &LayerId) -> Result<(), ImportError> {
    if layer.scenario().is_none() {
        return Ok(());
    }
    let reason = "names beginning with “scenario.” are those of scenarios, which `patchwork import scenarios` brings: call the layer something else";
    Err(ImportError::Table { file: layer.as_str().into(), reason: reason.to_owned() })
}

pub(super) fn unchanged(request: &EditionRequest) -> Report {
    Report {
        layer: request.layer.to_string(),
        edition: request.edition.to_string(),
        outcome: Outcome::Unchanged,
        ..Report::default()
    }
}

/// A hash of the request and of every byte of the files (and of a shapefile's parts).
fn fingerprint(import: &LayerImport) -> Result<String, ImportError> {
    let mut hasher = blake3::Hasher::new();
    let request = serde_json::to_vec(&import.edition).unwrap_or_default();
    let options =
        format!("{:?} {:?} {:?} {:?} {:?}", import.code, import.name, import.crs, import.table, import.only);
    for part in [PIPELINE_VERSION.as_bytes(), &request, options.as_bytes()] {
        hasher.update(part).update(&[0]);
    }
    for file in &import.files {
        hash_file(&mut hasher, file)?;
        if file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("shp")) {
            for part in ["dbf", "shx", "prj", "cpg"].map(|extension| file.with_extension(extension)) {
                if part.is_file() {
                    hash_file(&mut hasher, &part)?;
                }
            }
        }
    }
    Ok(hasher.finalize().to_hex().to_string())
}

pub(super) fn hash_file(hasher: &mut blake3::Hasher, file: &Path) -> Result<(), ImportError> {
    let fault = |error: std::io::Error| {
        let fault = match error.kind() {
            std::io::ErrorKind::NotFound => format::Fault::Missing,
            _ if file.is_dir() => format::Fault::Directory,
            _ => format::Fault::Unreadable(error),
        };
        ImportError::Format(FormatError { file: file.to_path_buf(), fault })
    };
    if file.exists() && !file.is_file() {
        let fault = if file.is_dir() { format::Fault::Directory } else { format::Fault::NotAFile };
        return Err(ImportError::Format(FormatError { file: file.to_path_buf(), fault }));
    }
    let mut source = fs::File::open(file).map_err(fault)?;
    let mut buffer = vec![0; 1 << 20];
    loop {
        match source.read(&mut buffer).map_err(fault)? {
            0 => return Ok(()),
            read => hasher.update(&buffer[..read]),
        };
    }
}

fn keep_only(file: &Path, layer: &mut RawLayer, import: &LayerImport) -> Result<(), ImportError> {
    let Some((wanted, values)) = &import.only else { return Ok(()) };
    let Some(column) = column(file, layer, Some(wanted), "choice of features")? else { return Ok(()) };
    layer.features.retain(|feature| {
        feature
            .attributes
            .get(&column)
            .and_then(|v| v.as_str())
            .is_some_and(|v| values.iter().any(|want| want == v))
    });
    if layer.features.is_empty() {
        let reason = format!("no feature has one of the wanted values in column “{column}”");
        return Err(ImportError::Table { file: file.to_path_buf(), reason });
    }
    Ok(())
}

/// The column that is meant: the same to the letter, else the only one that differs in case.
fn column(
    file: &Path,
    layer: &RawLayer,
    asked: Option<&str>,
    purpose: &'static str,
) -> Result<Option<String>, ImportError> {
    let Some(asked) = asked else { return Ok(None) };
    if layer.columns.iter().any(|column| column == asked) {
        return Ok(Some(asked.to_owned()));
    }
    let alike: Vec<&String> =
        layer.columns.iter().filter(|column| column.eq_ignore_ascii_case(asked)).collect();
    match alike[..] {
        [one] => Ok(Some(one.clone())),
        _ => Err(ImportError::MissingColumn {
            file: file.to_path_buf(),
            column: asked.to_owned(),
            purpose,
            known: layer.columns.clone(),
        }),
    }
}

/// Ground in Great Britain never lies this near the false origin, in metres east and north.
const OPEN_SEA_M: f64 = 5_000.0;

/// Refuses a file whose coordinates cannot be of its reference system at all, before every row is refused for itself.
fn plausible(file: &Path, layer: &RawLayer, source: &SourceCrs) -> Result<(), ImportError> {
    use geo::BoundingRect;
    let boxes = layer.features.iter().filter_map(|feature| feature.geometry.as_ref()?.bounding_rect());
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for rect in boxes {
        low = [low[0].min(rect.min().x), low[1].min(rect.min().y)];
        high = [high[0].max(rect.max().x), high[1].max(rect.max().y)];
    }
    let wrong = |reason: String| Err(ImportError::WrongCrs { file: file.to_path_buf(), reason });
    let degrees = low[0] >= -180.0 && high[0] <= 180.0 && low[1] >= -90.0 && high[1] <= 90.0;
    let range = format!("{} to {} by {} to {}", low[0], high[0], low[1], high[1]);
    match source {
        SourceCrs::LonLat if !degrees && high[0] > low[0] => {
            let looks = if low[0] >= 0.0 && high[0] <= 700_000.0 && low[1] >= 0.0 && high[1] <= 1_250_000.0 {
                "they look like National Grid metres: give --crs EPSG:27700"
            } else {
                "give the right system with --crs EPSG:N"
            };
            wrong(format!("its coordinates ({range}) are beyond ±180 and ±90 degrees; {looks}"))
        }
        SourceCrs::Bng if degrees && low[1] > 45.0 => wrong(format!(
            "its coordinates ({range}) look like longitude and latitude, not EPSG:27700: give --crs EPSG:4326"
        )),
        SourceCrs::Bng if high[0] < OPEN_SEA_M || high[1] < OPEN_SEA_M || low[0] < 0.0 || low[1] < 0.0 => {
            wrong(format!(
                "its coordinates ({range}) are not National Grid metres (EPSG:27700) of any ground in Great Britain; a map of hexagons or another system that only claims to be EPSG:27700 cannot be placed: give the right system with --crs EPSG:N"
            ))
        }
        _ => Ok(()),
    }
}

fn refuse_repeats(
    file: &Path,
    layer: &RawLayer,
    columns: &Columns,
    seen: &mut HashMap<String, (PathBuf, usize)>,
    refusals: &mut Vec<Refusal>,
) {
    let Some(column) = &columns.code else { return };
    for feature in &layer.features {
        let code = match feature.attributes.get(column) {
            Some(serde_json::Value::String(code)) => code.trim().to_owned(),
            Some(serde_json::Value::Number(number)) => number.to_string(),
            _ => continue,
        };
        if let Some((first, row)) = seen.get(&code) {
            let whence = if first == file {
                format!("row {row}")
            } else {
                format!("row {row} of {}", first.display())
            };
            refusals.push(Refusal {
                file: file.to_path_buf(),
                row: feature.row,
                reason: format!("code “{code}” is used twice: {whence} has it too"),
                area: Some(code),
            });
        } else {
            seen.insert(code, (file.to_path_buf(), feature.row));
        }
    }
}
