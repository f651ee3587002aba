//! `patchwork check LAYER`: does a layer cover its ground once?

use std::process::ExitCode;

use anyhow::{Context, bail};
use jiff::civil::Date;
use serde::Serialize;

use super::{
    StoreArg,
    output::{Format, print, print_csv, print_json, print_table},
};
use crate::{
    atlas::{Atlas, IndexedArea, Viewer},
    boundary::LayerRef,
    coverage::{Completeness, Patch, completeness},
    geometry::{to_lonlat, validity::first_defect},
    http::today,
    import::Report,
    store::Store,
};

/// How many patches a table lists; JSON and CSV list all.
const LISTED: usize = 20;

#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// The layer: LAYER or LAYER@EDITION
    #[arg(value_name = "LAYER")]
    layer: LayerRef,
    /// The day; today in London when left out
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Judge only inside this area, and count its ground in no area as a gap
    #[arg(long = "in", value_name = "LAYER:CODE")]
    within: Option<String>,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Serialize)]
struct Answer {
    layer: String,
    on: Date,
    within: Option<String>,
    areas: usize,
    sum_m2: f64,
    union_m2: f64,
    outside_m2: Option<f64>,
    invalid: Vec<Invalid>,
    gaps: Vec<Ground>,
    double_cover: Vec<Ground>,
    slivers: Slivers,
    invalid_as_delivered: usize,
    repaired_at_import: usize,
    releases: Vec<String>,
    attribution: Vec<String>,
    method: &'static str,
}

#[derive(Serialize)]
struct Invalid {
    code: String,
    name: String,
    defect: String,
}

#[derive(Serialize)]
struct Ground {
    kind: &'static str,
    sliver: bool,
    area_m2: f64,
    width_m: f64,
    easting: f64,
    northing: f64,
    lon: Option<f64>,
    lat: Option<f64>,
    codes: Vec<String>,
}

#[derive(Serialize)]
struct Slivers {
    count: usize,
    area_m2: f64,
}

const METHOD: &str = "Union and overlaps of whole geometries on 1 mm; a sliver is under 1 hectare and thinner than 10 m (mean width 2 x area / perimeter); under 0.001 m2 is noise of arithmetic. Gaps are what the areas enclose, or with --in what is in no area.";

impl Check {
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        let store = store.open()?;
        let on = self.on.unwrap_or_else(today);
        let atlas = super::read_atlas(&store, &Atlas::default())?;
        let view = atlas.view(Viewer::SignedIn);
        let layer = view.layer(&self.layer, on)?;
        let areas: Vec<&IndexedArea> = layer.areas().collect();
        if areas.is_empty() {
            bail!("layer {} has no areas in force on {on}: give another day with --on", self.layer);
        }
        let extent = match &self.within {
            None => None,
            Some(text) => {
                let (name, code) =
                    text.split_once(':').context("--in wants LAYER:CODE, as districts:E06000043")?;
                Some(view.layer(&name.parse()?, on)?.area(code)?.version.region.clone())
            }
        };
        let regions: Vec<_> = areas.iter().map(|area| area.version.region.as_ref()).collect();
        let found = completeness(&regions, extent.as_deref());
        let mut answer = self.answer(on, &areas, &found);
        for state in layer.editions() {
            let edition = &state.edition;
            answer.releases.push(format!("{}@{} ({})", edition.layer, edition.id, edition.reference));
            answer.attribution.extend(edition.provenance.attribution.clone());
            if let Some(report) = store.report(&edition.layer, &edition.id)?
                && let Ok(report) = serde_json::from_str::<Report>(&report)
            {
                answer.invalid_as_delivered += report.invalid_as_delivered.len();
                answer.repaired_at_import += report.repaired.len();
            }
        }
        answer.attribution.dedup();
        self.show(&answer)?;
        Ok(ExitCode::SUCCESS)
    }

    fn answer(&self, on: Date, areas: &[&IndexedArea], found: &Completeness) -> Answer {
        let ground = |kind: &'static str, patch: &Patch| {
            let lonlat = to_lonlat(patch.at.x, patch.at.y).ok();
            Ground {
                kind,
                sliver: patch.is_sliver,
                area_m2: patch.area.0,
                width_m: patch.width_m,
                easting: patch.at.x,
                northing: patch.at.y,
                lon: lonlat.map(|(lon, _)| lon),
                lat: lonlat.map(|(_, lat)| lat),
                codes: patch
                    .areas
                    .iter()
                    .map(|&index| areas[index].version.code_or_id().to_owned())
                    .collect(),
            }
        };
        let invalid = areas.iter().filter_map(|area| {
            let finding = first_defect(area.version.region.shape())?;
            let version = &area.version;
            Some(Invalid {
                code: version.code_or_id().to_owned(),
                name: version.name.clone(),
                defect: finding.defect.to_string(),
            })
        });
        let slivers = || found.gaps.iter().chain(&found.doubles).filter(|patch| patch.is_sliver);
        Answer {
            layer: self.layer.to_string(),
            on,
            within: self.within.clone(),
            areas: areas.len(),
            sum_m2: found.sum.0,
            union_m2: found.union.0,
            outside_m2: found.outside.map(|area| area.0),
            invalid: invalid.collect(),
            gaps: found.gaps.iter().map(|gap| ground("gap", gap)).collect(),
            double_cover: found.doubles.iter().map(|double| ground("double", double)).collect(),
            slivers: Slivers {
                count: slivers().count(),
                area_m2: slivers().map(|patch| patch.area.0).fold(0.0, |sum, area| sum + area),
            },
            invalid_as_delivered: 0,
            repaired_at_import: 0,
            releases: Vec::new(),
            attribution: Vec::new(),
            method: METHOD,
        }
    }

    fn show(&self, answer: &Answer) -> anyhow::Result<()> {
        const NAMES: [&str; 8] =
            ["kind", "sliver", "area_m2", "width_m", "easting", "northing", "code", "other_code"];
        let all: Vec<Vec<String>> = answer
            .gaps
            .iter()
            .chain(&answer.double_cover)
            .map(|ground| {
                let code = |index: usize| ground.codes.get(index).cloned().unwrap_or_default();
                let number = |value: f64| format!("{value:.3}");
                vec![
                    ground.kind.to_owned(),
                    ground.sliver.to_string(),
                    number(ground.area_m2),
                    number(ground.width_m),
                    number(ground.easting),
                    number(ground.northing),
                    code(0),
                    code(1),
                ]
            })
            .collect();
        match self.format {
            Format::Json => print_json(answer),
            Format::Csv => print_csv(&NAMES, &all),
            Format::Table => {
                let sum = |ground: &[Ground]| {
                    ground.iter().map(|ground| ground.area_m2).fold(0.0, |sum, area| sum + area)
                };
                print(&format!(
                    "{} on {}: {} areas, {:.4} km² together\n  {} not valid ({} as delivered, {} repaired at import)\n  {} gaps, {:.3} m²\n  {} places in two areas, {:.3} m²\n  {} of these are slivers, {:.3} m²\n",
                    answer.layer,
                    answer.on,
                    answer.areas,
                    answer.union_m2 / 1e6,
                    answer.invalid.len(),
                    answer.invalid_as_delivered,
                    answer.repaired_at_import,
                    answer.gaps.len(),
                    sum(&answer.gaps),
                    answer.double_cover.len(),
                    sum(&answer.double_cover),
                    answer.slivers.count,
                    answer.slivers.area_m2,
                ));
                if let Some(outside) = answer.outside_m2 {
                    print(&format!(
                        "  {outside:.3} m² of the layer lies outside {}\n",
                        self.within.as_deref().unwrap_or("it")
                    ));
                }
                for invalid in &answer.invalid {
                    print(&format!("  not valid: {} ({}): {}\n", invalid.name, invalid.code, invalid.defect));
                }
                if !all.is_empty() {
                    print_table(&NAMES, &all[..all.len().min(LISTED)]);
                }
                if all.len() > LISTED {
                    print(&format!("… and {} more: --format csv lists all\n", all.len() - LISTED));
                }
                print(&format!("{}\n{}\n", answer.method, answer.attribution.join(" ")));
                Ok(())
            }
        }
    }
}
