//! Lists of assets: a register, a directory, somebody's spreadsheet.
//!
//! A file becomes a [`Sheet`] of text (with shapes where its format has them), a [`Layout`] says which of its columns hold
//! what, and each row becomes an asset, or says what is wrong with it. [`read`](sheet::read) and [`make`] do that without a
//! store, so that a sheet can be looked at before it is published; [`run`] imports a file.

mod feed;
mod field;
mod layout;
mod make;
mod names;
mod open_referral;
mod overpass;
mod places;
mod position;
mod preset;
mod report;
mod row;
mod rules;
mod sheet;
mod summary;
#[cfg(test)]
mod tests;
mod workbook;

use std::path::{Path, PathBuf};

pub use self::{
    field::{AssetField, parse_map},
    layout::{ColumnMap, Layout},
    make::{Made, make},
    places::Places,
    preset::{Preset, Special},
    report::{AssetsReport, CauseReport, RefusedRow},
    row::{Fault, Row, Unplaced},
    rules::{Header, KindRule, Rules, RunByRule, StatusRule},
    sheet::{Shape, Sheet, SheetRow},
};
use super::{
    ImportError, Refusal, Report, TableRequest,
    table_request::{file_report, report_of, unchanged},
};
use crate::{
    asset::{Asset, BY_HAND, KindId, ListId, is_share_alike, kinds},
    atlas::{TableKind, TableName},
    boundary::Visibility,
    store::{NewAssetList, NewContent, Store},
};

/// A list of assets to be imported.
#[derive(Debug, Clone, Default)]
pub struct AssetsImport {
    /// What every table says.
    pub request: TableRequest,
    /// The file, or the address of one or of a feed.
    pub file: PathBuf,
    /// What is known of lists of this publisher.
    pub preset: Option<String>,
    /// What its assets are, where a row does not say.
    pub kind: Option<KindId>,
    /// Which columns hold what, where their names do not say.
    pub map: ColumnMap,
    /// Whether it is a register of all there are; a partial list when nobody says.
    pub complete: Option<bool>,
    /// Import the good rows although others are bad.
    pub skip_bad: bool,
    /// The table of a file that has several.
    pub table: Option<String>,
    /// What the list is called in data; made of its kind and its file's name when left out.
    pub list: Option<ListId>,
    /// What the list is called for people.
    pub title: Option<String>,
    /// The reference system of its shapes, where it is not the one that the file names.
    pub crs: Option<u32>,
    /// Who may see it.
    pub visibility: Visibility,
}

/// Reads the file and writes the list, or nothing.
///
/// # Errors
/// [`ImportError`] names the file, row and field; the store is then as it was.
pub fn run(store: &dyn Store, import: &AssetsImport) -> Result<Report, ImportError> {
    let preset = import.preset.as_deref().map(Preset::named).transpose();
    let wrong = |reason: String| ImportError::Table { file: import.file.clone(), reason };
    let mut preset = preset.map_err(wrong)?;
    let fetched = Fetched::of(&import.file, preset).map_err(wrong)?;
    let file = fetched.as_ref().map_or(import.file.as_path(), |fetched| fetched.file.as_path());
    let special = preset.and_then(|preset| preset.reader).or_else(|| detected(file));
    if preset.is_none()
        && let Some(special) = special
    {
        preset = Preset::of(special);
    }
    let id = import.list.clone().unwrap_or_else(|| list_id(import, preset));
    if id.as_str() == BY_HAND {
        return Err(wrong(format!(
            "“{BY_HAND}” is the list of what is added by hand: call this one something else with --list"
        )));
    }
    let mut request = import.request.clone();
    if let Some(preset) = preset {
        request.provenance = preset.under(&request.provenance);
    }
    let edition = request.edition_or("1")?;
    let name = TableName { kind: TableKind::Assets, key: id.to_string(), edition };
    let options = format!(
        "{name} {} {:?} {:?} {:?} {:?} {} {:?} {:?} {:?} {:?}",
        registers(store)?,
        preset,
        import.kind,
        import.map,
        import.complete,
        import.skip_bad,
        import.table,
        import.title,
        import.crs,
        import.visibility
    );
    let fingerprint = request.fingerprint(&options, &[file.to_path_buf()])?;
    if let Some(mut report) = unchanged(store, &name, &fingerprint)? {
        report.table = None;
        report.assets = Some(AssetsReport { list: id.to_string(), ..AssetsReport::default() });
        return Ok(report);
    }
    let table = import.table.as_deref().or_else(|| preset.and_then(|preset| preset.table.as_deref()));
    let header = match preset {
        Some(preset) if import.map.is_empty() => preset.header(),
        _ => Header::of_map(&import.map),
    };
    let mut sheet = match special {
        Some(Special::Overpass) => overpass::read(file, &super::table::bytes(file)?, import.kind.as_ref())?,
        Some(Special::OpenReferral) => open_referral::read(file, &super::table::bytes(file)?)?,
        None => read(file, table, import.crs, &header)?,
    };
    sheet.file.clone_from(&import.file);
    sheet.remarks.extend(fetched.iter().flat_map(|fetched| fetched.remarks.iter().cloned()));
    let mut rules = Rules::default();
    if let Some(preset) = preset {
        let (known, form) = preset.rules(&sheet)?;
        rules = known;
        sheet.remarks.extend(form.map(|form| format!("Read as “{}”: {form}.", preset.name)));
    }
    rules.is_feed = special.is_some();
    let rules = rules.told(import.kind.as_ref(), &import.map);
    let places = Places::read(store)?;
    let made = make(&sheet, &rules, &id, &places, request.only.as_ref())?;
    if !made.refused.is_empty() && (!import.skip_bad || made.rows.is_empty()) {
        return Err(refused(&sheet, &made));
    }
    if made.rows.is_empty() {
        return Err(wrong("no row of it is an asset of this list".to_owned()));
    }
    let list = NewAssetList {
        title: import.title.clone().unwrap_or_else(|| title(import, preset)),
        complete: import.complete.unwrap_or_else(|| preset.is_some_and(|preset| preset.complete)),
        // OpenStreetMap is, whatever somebody says of a copy.
        share_alike: special == Some(Special::Overpass)
            || request.provenance.licence.as_deref().is_some_and(is_share_alike),
        visibility: import.visibility,
        id,
    };
    let mut report = report_of(&name);
    report.table = None;
    report.files.push(super::FileReport {
        format: sheet.format.clone(),
        crs: sheet.crs.clone(),
        ..file_report(&import.file, sheet.rows.len(), 0)
    });
    report.remarks.extend(sheet.remarks.iter().cloned());
    report.assets = Some(summary::of(&list, &sheet, &made, store.place()?.extent));
    report.remarks.extend(made.remarks);
    let mut assets: Vec<Asset> = made.rows.into_iter().map(|(_, row)| row.asset).collect();
    assets.sort_by(|a, b| a.id.cmp(&b.id));
    request.write(store, &name, fingerprint, NewContent::Assets { list, assets }, report)
}

/// A file that was fetched, in a folder that goes away with this.
struct Fetched {
    file: PathBuf,
    remarks: Vec<String>,
    _folder: tempfile::TempDir,
}

impl Fetched {
    /// Fetches what has an address; `None` for a file that is here.
    fn of(file: &Path, preset: Option<&Preset>) -> Result<Option<Self>, String> {
        let address = file.to_string_lossy();
        if !["https://", "http://"].iter().any(|scheme| address.starts_with(scheme)) {
            return Ok(None);
        }
        if preset.and_then(|preset| preset.reader) != Some(Special::OpenReferral) {
            return Err("only a feed of Open Referral UK is read from an address (--preset open-referral): fetch the file and give its path".to_owned());
        }
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        let file = folder.path().join("feed.json");
        let remarks = feed::fetch(&address, &file)?;
        Ok(Some(Self { file, remarks, _folder: folder }))
    }
}

/// Reads a file as a sheet: text, a workbook or shapes, by its name and content.
///
/// # Errors
/// [`ImportError`] names the file and what is wrong with it.
pub fn read(
    file: &Path,
    table: Option<&str>,
    crs: Option<u32>,
    header: &Header,
) -> Result<Sheet, ImportError> {
    let name = file.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    let plain = name.strip_suffix(".gz").unwrap_or(&name);
    let ends = |endings: &[&str]| endings.iter().any(|ending| plain.ends_with(ending));
    if ends(&[".pbf", ".osm"]) {
        let reason = "OpenStreetMap’s PBF and XML are not read: ask the Overpass API for JSON, or turn it into GeoJSON with \
                      `osmium export`";
        return Err(ImportError::Table { file: file.to_path_buf(), reason: reason.to_owned() });
    }
    if ends(&[".geojson", ".json", ".gpkg", ".fgb", ".shp", ".zip", ".topojson"]) {
        return sheet::of_features(file, table, crs);
    }
    read_bytes(file, &super::table::bytes(file)?, table, header)
}

/// Reads text or a workbook as a sheet; `file` is only what a message calls it.
///
/// # Errors
/// [`ImportError`] names the file and what is wrong with it.
pub fn read_bytes(
    file: &Path,
    bytes: &[u8],
    table: Option<&str>,
    header: &Header,
) -> Result<Sheet, ImportError> {
    if workbook::is_workbook(bytes) {
        workbook::read(file, bytes, table, header)
    } else {
        sheet::of_text(file, bytes, header)
    }
}

/// Whether a file of JSON is one of those that are no shapes.
fn detected(file: &Path) -> Option<Special> {
    let name = file.file_name()?.to_string_lossy().to_lowercase();
    let plain = name.strip_suffix(".gz").unwrap_or(&name);
    if Path::new(plain).extension().is_none_or(|ending| ending != "json") {
        return None;
    }
    let document: serde_json::Value = serde_json::from_slice(&super::table::bytes(file).ok()?).ok()?;
    let has = |key: &str| document.get(key).is_some();
    if has("elements") && (has("osm3s") || has("generator")) {
        return Some(Special::Overpass);
    }
    let is_directory = ["contents", "services", "service_at_locations"].iter().any(|key| has(key))
        || has("service") && has("location");
    (is_directory && !has("features")).then_some(Special::OpenReferral)
}

fn refused(sheet: &Sheet, made: &Made) -> ImportError {
    let refusals = made.refused.iter().map(|refused| Refusal {
        file: sheet.file.clone(),
        row: refused.row,
        area: refused.name.clone(),
        reason: refused.in_words(),
    });
    let unknown: Vec<String> =
        made.unknown_kinds.iter().map(|(word, count)| format!("“{word}” ({count})")).collect();
    ImportError::RefusedRows {
        total: sheet.rows.len(),
        good: made.rows.len(),
        refusals: refusals.collect(),
        unknown_kinds: unknown,
    }
}

/// The registers of postcodes of a store, in a word: another register can place other assets.
fn registers(store: &dyn Store) -> Result<String, ImportError> {
    let stamps = store.table_stamps()?.into_iter().filter(|(name, _)| name.kind == TableKind::Postcodes);
    let mut stamps: Vec<String> = stamps.map(|(_, stamp)| stamp).collect();
    stamps.sort_unstable();
    Ok(stamps.join(" "))
}

/// A file's name without its endings.
fn stem(file: &Path) -> String {
    let address = file.to_string_lossy();
    if let Some((_, rest)) = address.split_once("://") {
        return rest.split(['?', '#']).next().unwrap_or_default().to_owned();
    }
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.split('.').next().unwrap_or_default().to_owned()
}

fn list_id(import: &AssetsImport, preset: Option<&Preset>) -> ListId {
    let kind = import.kind.as_ref().map_or("assets", KindId::as_str);
    let first = preset.map_or(kind, |preset| preset.name.as_str());
    let stem = stem(&import.file);
    // "epraccur_2022" says already that it is epraccur.
    let said = preset.is_some() && stem.to_lowercase().starts_with(&first.to_lowercase());
    ListId::of_words(&if said { stem } else { format!("{first}-{stem}") })
}

fn title(import: &AssetsImport, preset: Option<&Preset>) -> String {
    if let Some(preset) = preset {
        return preset.title.clone();
    }
    let stem = stem(&import.file).replace(['_', '-'], " ");
    match import.kind.as_ref().and_then(|kind| kinds().get(kind)) {
        Some(kind) => format!("{} ({stem})", kind.plural),
        None => stem,
    }
}
