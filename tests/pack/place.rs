//! A place imported whole into a store of its own, once for all tests.

use std::{
    env,
    path::{Path, PathBuf},
    sync::OnceLock,
};

use geo_types::Coord;
use jiff::civil::Date;
use patchwork::{
    atlas::{Atlas, IndexedArea, View, Viewer},
    geometry::{snap_coord, to_grid},
    import::{ImportError, Report, TableReport, place},
    store::{read_atlas, sqlite::GeoPackage},
};
use tempfile::TempDir;

/// A place in a store, and what its import said.
pub struct Imported {
    pub folder: TempDir,
    pub reports: Vec<Report>,
    pub atlas: Atlas,
}

/// Where the data pack is, or nothing and a line that says so.
pub fn pack() -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    let pack = env::var_os("PATCHWORK_DATA").map_or_else(beside, PathBuf::from);
    if !pack.join("README.md").is_file() {
        eprintln!("skipped: there is no data pack at {}", pack.display());
        return None;
    }
    Some(pack)
}

pub fn sussex() -> Option<&'static Imported> {
    static SUSSEX: OnceLock<Imported> = OnceLock::new();
    let pack = pack()?;
    Some(SUSSEX.get_or_init(|| shipped("sussex", &pack)))
}

pub fn trafford() -> Option<&'static Imported> {
    static TRAFFORD: OnceLock<Imported> = OnceLock::new();
    let pack = pack()?;
    Some(TRAFFORD.get_or_init(|| shipped("trafford", &pack)))
}

pub fn sheffield() -> Option<&'static Imported> {
    static SHEFFIELD: OnceLock<Imported> = OnceLock::new();
    let pack = pack()?;
    Some(SHEFFIELD.get_or_init(|| shipped("sheffield", &pack)))
}

/// England's wards, districts, what is joined from them, lineage and scenarios alone: the whole of `england.toml` takes minutes in a build for tests.
pub fn england() -> Option<&'static Imported> {
    static ENGLAND: OnceLock<Imported> = OnceLock::new();
    let pack = pack()?;
    Some(ENGLAND.get_or_init(|| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("boundaries/england.toml");
        let whole: toml::Table = toml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let mut part = toml::Table::new();
        part.insert("title".to_owned(), whole["title"].clone());
        let layers = whole["layer"].as_array().unwrap().iter();
        let wanted = layers.filter(|layer| ["wards", "districts"].contains(&layer["id"].as_str().unwrap()));
        part.insert("layer".to_owned(), toml::Value::Array(wanted.cloned().collect()));
        for kind in ["dissolve", "lineage", "scenarios"] {
            part.insert(kind.to_owned(), whole[kind].clone());
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("england.toml");
        std::fs::write(&file, toml::to_string(&part).unwrap()).unwrap();
        import(&file, &pack, folder)
    }))
}

fn shipped(name: &str, pack: &Path) -> Imported {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("boundaries/{name}.toml"));
    import(&file, pack, tempfile::tempdir().unwrap())
}

pub fn import(file: &Path, pack: &Path, folder: TempDir) -> Imported {
    let store = GeoPackage::create_or_open(&folder.path().join("store.gpkg")).unwrap();
    let mut reports = Vec::new();
    let failures =
        place::run(&store, file, pack, false, |result: &Result<Report, ImportError>| match result {
            Ok(report) => reports.push(report.clone()),
            Err(error) => panic!("{}: {error}", file.display()),
        });
    assert_eq!(failures.unwrap(), 0);
    let atlas = read_atlas(&store, &Atlas::default()).unwrap();
    Imported { folder, reports, atlas }
}

impl Imported {
    pub fn store(&self) -> PathBuf {
        self.folder.path().join("store.gpkg")
    }

    pub fn view(&self) -> View<'_> {
        self.atlas.view(Viewer::SignedIn)
    }

    pub fn report(&self, layer: &str, edition: &str) -> &Report {
        self.reports
            .iter()
            .find(|report| (report.layer.as_str(), report.edition.as_str()) == (layer, edition))
            .unwrap()
    }

    /// What the import of a table said, by the table's name.
    pub fn table(&self, name: &str) -> &TableReport {
        let mut tables = self.reports.iter().filter_map(|report| report.table.as_ref());
        tables.find(|table| table.name == name).unwrap()
    }

    /// Layer and areas of each edition, in the order of the place file.
    pub fn counts(&self) -> Vec<(&str, usize)> {
        let layers = self
            .reports
            .iter()
            .filter(|report| report.table.is_none() && report.assets.is_none() && report.scenarios.is_none());
        layers.map(|report| (report.layer.as_str(), report.areas)).collect()
    }

    /// The area of a layer that holds a place, in degrees, on a day.
    pub fn at(&self, layer: &str, lon: f64, lat: f64, on: Date) -> Option<&IndexedArea> {
        let (x, y) = to_grid(lon, lat).unwrap();
        let located = self.view().locate(snap_coord(Coord { x, y }), on, None);
        located
            .within
            .into_iter()
            .find(|found| found.layer.layer().id.as_str() == layer)
            .map(|found| found.area)
    }
}
