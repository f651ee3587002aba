//! `patchwork import assets`.

use std::{path::PathBuf, process::ExitCode};

use super::{StoreArg, import_tables::TableArgs};
use crate::{
    asset::{KindId, ListId, kinds},
    boundary::Visibility,
    import::{
        assets::{self, AssetField, AssetsImport, Preset, parse_map},
        place::parse_epsg,
    },
};

#[derive(Debug, clap::Args)]
pub(super) struct AssetsArgs {
    /// The list: CSV or the like, XLSX, GeoJSON, GeoPackage, Shapefile, Overpass JSON, Open Referral UK (or the address of
    /// its feed)
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What its assets are, such as library, where a row does not say
    #[arg(long, value_name = "KIND", value_parser = parse_kind)]
    kind: Option<KindId>,
    /// A publisher whose lists are known: edispensary, epcn, epcn-practices, epraccur, food-hygiene, greenspace, libraries,
    /// open-referral, os-building-theme, os-open-names or overpass
    #[arg(long, value_name = "NAME", value_parser = parse_preset)]
    preset: Option<String>,
    /// Which column holds what: a header, a number from 1, or several joined by +; others are known by their names
    #[arg(long, value_name = "FIELD=COL", value_parser = parse_map)]
    map: Vec<(AssetField, String)>,
    /// It is a list of some: where it has none, none are recorded (the default)
    #[arg(long, conflicts_with = "complete")]
    partial: bool,
    /// It is a register of all there are
    #[arg(long)]
    complete: bool,
    /// Import the good rows although others are bad
    #[arg(long)]
    skip_bad: bool,
    /// The table of a file that has several
    #[arg(long, value_name = "T")]
    table: Option<String>,
    /// What the list is called in data; importing it again replaces it
    #[arg(long, value_name = "ID")]
    list: Option<ListId>,
    /// What the list is called for people
    #[arg(long, value_name = "T")]
    title: Option<String>,
    /// The coordinate reference system of its shapes, where the file says none or a wrong one
    #[arg(long, value_name = "EPSG:N", value_parser = parse_epsg)]
    crs: Option<u32>,
    /// Who may see the list: public or signed-in
    #[arg(long, value_name = "V")]
    visibility: Option<Visibility>,
    #[command(flatten)]
    release: TableArgs,
}

fn parse_kind(text: &str) -> Result<KindId, String> {
    let known = || {
        let all: Vec<&str> = kinds().kinds.iter().map(|kind| kind.id.as_str()).collect();
        all.join(", ")
    };
    kinds()
        .find(text)
        .map(|kind| kind.id.clone())
        .map_err(|unknown| format!("{unknown} (there are {})", known()))
}

fn parse_preset(text: &str) -> Result<String, String> {
    Preset::named(text).map(|preset| preset.name.clone())
}

impl AssetsArgs {
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        let import = AssetsImport {
            request: self.release.request(false)?,
            file: self.file.clone(),
            preset: self.preset.clone(),
            kind: self.kind.clone(),
            map: self.map.clone(),
            complete: if self.complete { Some(true) } else { self.partial.then_some(false) },
            skip_bad: self.skip_bad,
            table: self.table.clone(),
            list: self.list.clone(),
            title: self.title.clone(),
            crs: self.crs,
            visibility: self.visibility.unwrap_or_default(),
        };
        self.release.run(store, "assets", |store| assets::run(store, &import))
    }
}
