//! Place files: everything to import for one place, in order.

use std::path::Path;

use jiff::{Timestamp, civil::Date};
use serde::Deserialize;

use super::{
    EditionRequest, ImportError, LayerSettings, Report,
    dissolve::{self, Dissolve},
    drawings::{self, DrawingsImport},
    footprints::{self, Footprints},
    layer::{self, LayerImport},
};
use crate::{
    atlas::Place,
    boundary::{EditionId, LayerId, LayerRef, Period, Provenance},
    store::Store,
};

mod compose;
mod scenarios;
mod sources;
mod tables;

pub use self::{
    compose::Compose,
    scenarios::ScenariosEntry,
    tables::{
        AssetsEntry, ClassesEntry, LineageEntry, MembershipEntry, PopulationEntry, PostcodesEntry, TableEntry,
    },
};
use self::{sources::Sources, tables::Entry};

/// A place file as it is written.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceFile {
    /// The place's name.
    pub title: String,
    /// A sentence that stands beside everything shown of it.
    pub note: Option<String>,
    /// West, south, east, north in degrees.
    pub extent: Option<[f64; 4]>,
    /// Boundary files.
    #[serde(default)]
    pub layer: Vec<LayerEntry>,
    /// Layers made by joining areas of others.
    #[serde(default)]
    pub dissolve: Vec<DissolveEntry>,
    /// Footprints derived from lists of people.
    #[serde(default)]
    pub footprints: Vec<FootprintsEntry>,
    /// Amendments put together from small areas.
    #[serde(default)]
    pub compose: Vec<Compose>,
    /// People of blocks.
    #[serde(default)]
    pub population: Vec<PopulationEntry>,
    /// Lists of people.
    #[serde(default)]
    pub membership: Vec<MembershipEntry>,
    /// What became of areas.
    #[serde(default)]
    pub lineage: Vec<LineageEntry>,
    /// Classes of blocks.
    #[serde(default)]
    pub classes: Vec<ClassesEntry>,
    /// Registers of postcodes.
    #[serde(default)]
    pub postcodes: Vec<PostcodesEntry>,
    /// Lists of assets.
    #[serde(default)]
    pub assets: Vec<AssetsEntry>,
    /// Ways to divide some ground.
    #[serde(default)]
    pub scenarios: Vec<ScenariosEntry>,
    /// Drawings of residents, looked through already.
    #[serde(default)]
    pub drawings: Vec<DrawingsEntry>,
}

/// Drawings of residents from files.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawingsEntry {
    /// The files: paths relative to the data folder, or `https://` addresses.
    pub files: Vec<String>,
    /// How those came that do not say: `online`, `workshop`, `paper` or `library`.
    pub route: String,
}

/// What every entry says of the edition that it makes.
#[derive(Debug, Clone, Deserialize)]
pub struct EditionEntry {
    /// The layer.
    pub id: LayerId,
    /// The edition.
    pub edition: EditionId,
    /// First day in force.
    pub from: Option<Date>,
    /// First day no longer in force.
    pub until: Option<Date>,
    /// The edition that it amends.
    pub amends: Option<EditionId>,
    /// How the layer is called and shown.
    #[serde(flatten)]
    pub settings: LayerSettings,
    /// Where it came from.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// Boundary files that form one edition.
#[derive(Debug, Clone, Deserialize)]
pub struct LayerEntry {
    /// The edition.
    #[serde(flatten)]
    pub edition: EditionEntry,
    /// The files: paths relative to the data folder, or `https://` addresses.
    pub files: Vec<String>,
    /// Column with the code.
    pub code: Option<String>,
    /// Column with the name.
    pub name: Option<String>,
    /// `EPSG:N`, where it is not what the file says.
    pub crs: Option<String>,
    /// Table of a file that has several.
    pub table: Option<String>,
    /// Only some of the features.
    pub only: Option<Only>,
}

/// A choice of features.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Only {
    /// The column.
    pub column: String,
    /// The values wanted in it.
    #[serde(rename = "in")]
    pub values: Vec<String>,
}

/// A layer made by joining areas of another.
#[derive(Debug, Clone, Deserialize)]
pub struct DissolveEntry {
    /// The edition.
    #[serde(flatten)]
    pub edition: EditionEntry,
    /// The layer whose areas are joined.
    pub of: String,
    /// The table that says which go together: a path relative to the data folder, or an `https://` address.
    pub lookup: String,
    /// Its column with the member's code.
    pub member: String,
    /// Its column with the new area's code.
    pub code: Option<String>,
    /// Its column with the new area's name.
    pub name: String,
}

/// Footprints derived from the lists of a membership layer.
#[derive(Debug, Clone, Deserialize)]
pub struct FootprintsEntry {
    /// The edition.
    #[serde(flatten)]
    pub edition: EditionEntry,
    /// The membership layer.
    pub of: String,
}

impl EditionEntry {
    fn request(&self, file: &Path, dry_run: bool) -> Result<EditionRequest, ImportError> {
        let period = Period::new(self.from, self.until)
            .map_err(|error| fault(file, format!("{}@{}: {error}", self.id, self.edition)))?;
        Ok(EditionRequest {
            layer: self.id.clone(),
            edition: self.edition.clone(),
            period,
            amends: self.amends.clone(),
            provenance: self.provenance.clone(),
            settings: self.settings.clone(),
            dry_run,
        })
    }
}

/// Reads a place file.
///
/// # Errors
/// [`ImportError::Table`] with the line and column, or the entry and key, that is wrong.
pub fn read(file: &Path) -> Result<PlaceFile, ImportError> {
    let text = std::fs::read_to_string(file).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => fault(file, "there is no such place file: check the path".to_owned()),
        _ => fault(file, format!("it cannot be read: {error}")),
    })?;
    known_keys(&text).map_err(|reason| fault(file, reason))?;
    toml::from_str(&text).map_err(|error| fault(file, error.to_string().trim_end().to_owned()))
}

/// `deny_unknown_fields` does not work through `flatten`, so the keys of each entry are checked by name.
fn known_keys(text: &str) -> Result<(), String> {
    const EDITION: &str = "id edition from until amends title singular family order description visibility source publisher licence attribution extract_date resolution clipped_to_coast";
    let table: toml::Table = toml::from_str(text).map_err(|error| error.to_string().trim_end().to_owned())?;
    let kinds = [
        ("layer", "files code name crs table only"),
        ("dissolve", "of lookup member code name"),
        ("footprints", "of"),
        ("compose", compose::KEYS),
    ];
    let kinds = kinds.map(|(kind, own)| (kind, EDITION, own)).into_iter();
    for (kind, shared, own) in kinds
        .chain([("scenarios", "", scenarios::KEYS)])
        .chain(tables::OWN.map(|(kind, own)| (kind, tables::KEYS, own)))
    {
        let Some(toml::Value::Array(entries)) = table.get(kind) else { continue };
        for (index, entry) in entries.iter().enumerate() {
            let toml::Value::Table(entry) = entry else { continue };
            for key in entry.keys() {
                if !shared.split(' ').chain(own.split(' ')).any(|known| known == key) {
                    let number = index + 1;
                    return Err(format!(
                        "[[{kind}]] number {number}: there is no key “{key}”; known are {shared} {own}"
                    ));
                }
            }
        }
    }
    Ok(())
}

/// Imports everything that a place file lists, one entry at a time: each is atomic, and what the store has already is
/// left as it is. `each` is told of every entry as it ends. Goes on after an entry that fails, so that one bad file does
/// not keep the others out; the failures are returned.
///
/// # Errors
/// [`ImportError`] when the place file itself cannot be read or the place cannot be recorded.
pub fn run(
    store: &dyn Store,
    file: &Path,
    data: &Path,
    dry_run: bool,
    mut each: impl FnMut(&Result<Report, ImportError>),
) -> Result<usize, ImportError> {
    let place = read(file)?;
    if !dry_run {
        let now = Place { title: Some(place.title.clone()), note: place.note.clone(), extent: place.extent };
        if store.place()? != now {
            store.set_place(&now)?;
        }
    }
    let sources = Sources::new(data);
    let mut failures = 0;
    let mut done = |result: Result<Report, ImportError>| {
        failures += usize::from(result.is_err());
        each(&result);
    };
    for entry in &place.layer {
        done(entry.import(file, &sources, dry_run).and_then(|import| layer::run(store, &import)));
    }
    // The tables come after the layers: they name blocks.
    let entries = |entry: &dyn Entry| entry.import(store, file, &sources, dry_run);
    // What became of areas comes before what is joined: a table may know its members by the codes of another day.
    place.lineage.iter().for_each(|entry| done(entries(entry)));
    for entry in &place.dissolve {
        done(entry.request(file, &sources, dry_run).and_then(|request| dissolve::run(store, &request)));
    }
    for entry in &place.compose {
        done(compose::run(store, file, &sources, entry, dry_run));
    }
    place.population.iter().for_each(|entry| done(entries(entry)));
    place.membership.iter().for_each(|entry| done(entries(entry)));
    place.classes.iter().for_each(|entry| done(entries(entry)));
    place.postcodes.iter().for_each(|entry| done(entries(entry)));
    // Assets come after the postcodes that place them.
    place.assets.iter().for_each(|entry| done(entries(entry)));
    for entry in &place.drawings {
        done(entry.import(file, &sources, dry_run).and_then(|import| drawings::run(store, &import)));
    }
    for entry in &place.footprints {
        done(entry.request(file, dry_run).and_then(|request| footprints::run(store, &request)));
    }
    // Scenarios come last: they name areas of any layer.
    for entry in &place.scenarios {
        done(entry.import(store, file, &sources, dry_run));
    }
    Ok(failures)
}

impl LayerEntry {
    fn import(&self, file: &Path, sources: &Sources, dry_run: bool) -> Result<LayerImport, ImportError> {
        Ok(LayerImport {
            edition: self.edition.request(file, dry_run)?,
            files: self.files.iter().map(|path| sources.file(path)).collect::<Result<_, _>>()?,
            code: self.code.clone(),
            name: self.name.clone(),
            crs: self.crs.as_deref().map(parse_epsg).transpose().map_err(|reason| fault(file, reason))?,
            table: self.table.clone(),
            only: self.only.as_ref().map(|only| (only.column.clone(), only.values.clone())),
        })
    }
}

impl DrawingsEntry {
    fn import(&self, file: &Path, sources: &Sources, dry_run: bool) -> Result<DrawingsImport, ImportError> {
        let files = self.files.iter().map(|path| sources.file(path)).collect::<Result<_, _>>()?;
        let route = self.route.parse().map_err(|reason| fault(file, format!("[[drawings]]: {reason}")))?;
        Ok(DrawingsImport { files, route, at: Timestamp::now(), dry_run })
    }
}

impl FootprintsEntry {
    fn request(&self, file: &Path, dry_run: bool) -> Result<Footprints, ImportError> {
        let of: LayerRef = self.of.parse().map_err(|error| fault(file, format!("of: {error}")))?;
        let on = self.edition.from.unwrap_or(Date::MAX);
        Ok(Footprints { edition: self.edition.request(file, dry_run)?, of, on })
    }
}

impl DissolveEntry {
    fn request(&self, file: &Path, sources: &Sources, dry_run: bool) -> Result<Dissolve, ImportError> {
        let of: LayerRef = self.of.parse().map_err(|error| fault(file, format!("of: {error}")))?;
        Ok(Dissolve {
            edition: self.edition.request(file, dry_run)?,
            of,
            // The members as they are on the first day of what is made of them.
            on: self.edition.from.unwrap_or(Date::MAX),
            lookup: sources.file(&self.lookup)?,
            member: self.member.clone(),
            code: self.code.clone(),
            name: self.name.clone(),
        })
    }
}

/// The number of `EPSG:N` (or of `N` alone).
///
/// # Errors
/// A sentence on how to write it.
pub fn parse_epsg(text: &str) -> Result<u32, String> {
    let number = text.trim();
    let number = number.strip_prefix("EPSG:").or_else(|| number.strip_prefix("epsg:")).unwrap_or(number);
    number.parse().map_err(|_| {
        format!("“{text}” is no coordinate reference system: write EPSG and its number, as EPSG:27700")
    })
}

fn fault(file: &Path, reason: String) -> ImportError {
    ImportError::Table { file: file.to_path_buf(), reason }
}
