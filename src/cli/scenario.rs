//! `patchwork scenario list | show | export`.

use std::{
    io::{self, BufWriter},
    process::ExitCode,
};

use clap::ValueEnum;

use super::{
    StoreArg,
    output::{Format, print, print_csv, print_json, print_table},
};
use crate::{
    atlas::{Atlas, Viewer},
    boundary::{LayerId, LayerRef},
    export::{Coordinates, Selection, write_geojson},
    http::{self, today},
    scenario::ScenarioId,
};

/// Ways to divide some ground: reorganisations of councils, neighbourhood teams.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Scenarios {
    /// Every scenario in the store
    List {
        /// How it is written
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// What is said of one, its areas and what they are made of
    Show {
        /// The scenario
        #[arg(value_name = "ID")]
        id: ScenarioId,
        /// How it is written
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Its areas as GeoJSON, or its components as a table
    Export {
        /// The scenario
        #[arg(value_name = "ID")]
        id: ScenarioId,
        /// The form
        #[arg(long, value_enum)]
        format: FileFormat,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FileFormat {
    /// The areas: RFC 7946, longitude and latitude
    Geojson,
    /// A row a component: code, name, layer, area, confidence
    Csv,
}

const NAMES: [&str; 8] = ["id", "title", "purpose", "status", "vesting", "areas", "components", "drawn"];
const COMPONENTS: [&str; 5] = ["code", "name", "layer", "area", "confidence"];

impl Scenarios {
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        let atlas = super::read_atlas(&store.open()?, &Atlas::default())?;
        let view = atlas.view(Viewer::SignedIn);
        match self {
            Self::List { format } => {
                let bodies: Vec<_> = view.scenarios().map(|one| http::scenario_summary(&view, one)).collect();
                match format {
                    Format::Json => print_json(&bodies)?,
                    Format::Csv => {
                        print_csv(&NAMES, &bodies.iter().map(http::ScenarioSummary::row).collect::<Vec<_>>())?
                    }
                    Format::Table => {
                        print_table(
                            &NAMES,
                            &bodies.iter().map(http::ScenarioSummary::row).collect::<Vec<_>>(),
                        );
                    }
                }
            }
            Self::Show { id, format } => {
                let one = view.scenario(id)?;
                let body = http::scenario_body(&view, one);
                let rows = body.component_rows();
                match format {
                    Format::Json => print_json(&body)?,
                    Format::Csv => print_csv(&COMPONENTS, &rows)?,
                    Format::Table => {
                        print(&body.in_words());
                        print_table(&COMPONENTS, &rows);
                    }
                }
            }
            Self::Export { id, format } => {
                let one = view.scenario(id)?;
                match format {
                    FileFormat::Csv => print(&http::scenario_csv(&view, one)?),
                    FileFormat::Geojson => {
                        let layer: LayerId = one.scenario().id.layer();
                        let layer = view.layer(&LayerRef { layer, edition: None }, today())?;
                        let selection = Selection::new(&layer, None);
                        write_geojson(&selection, Coordinates::Degrees, BufWriter::new(io::stdout().lock()))?;
                    }
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
