//! `patchwork scenario list | show | compare | export`.

use std::{
    io::{self, BufWriter},
    process::ExitCode,
};

use clap::ValueEnum;
use jiff::civil::Date;

use super::{
    StoreArg,
    output::{Format, print, print_csv, print_json, print_table},
};
use crate::{
    atlas::{Atlas, Viewer},
    boundary::{LayerId, LayerRef},
    compare::WeightRef,
    export::{Coordinates, Selection, write_geojson},
    http::{self, today},
    plan::{PlanOption, Rows, side_by_side, usual_partners},
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
    /// Several beside each other: sizes, and how many people would live across a line of other layers
    Compare {
        /// The scenarios; the one with the fewest people across a line comes first, and none is called best
        #[arg(value_name = "ID", required = true)]
        ids: Vec<ScenarioId>,
        /// The layers to hold them against, with commas between them; lists of people, neighbourhoods, boards, police, fire and
        /// combined authorities when left out
        #[arg(long, value_name = "LAYER", value_delimiter = ',')]
        against: Vec<LayerRef>,
        /// What is counted; a membership layer's own people, else residents, when left out
        #[arg(long, value_name = "WEIGHT")]
        weight: Option<WeightRef>,
        /// The date of those layers; today in London when left out
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
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
                        print_csv(
                            &NAMES,
                            &bodies.iter().map(http::ScenarioSummary::row).collect::<Vec<_>>(),
                        )?;
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
            Self::Compare { ids, against, weight, on, format } => {
                let on = on.unwrap_or_else(today);
                let options = ids.iter().map(|id| view.scenario(id)).collect::<Result<Vec<_>, _>>()?;
                let against = if against.is_empty() { usual_partners(&view, on) } else { against.clone() };
                let rows = Rows::default();
                let told = side_by_side(&view, &rows, &options, &against, weight.as_ref(), on)?;
                match format {
                    Format::Json => print_json(&http::options_body(&view, &told, on))?,
                    Format::Csv => print_csv(&http::OPTION_COLUMNS, &http::option_rows(&told))?,
                    Format::Table => show_options(&told),
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

const SIDE_BY_SIDE: [&str; 9] =
    ["option", "status", "areas", "residents", "smallest", "largest", "against", "across a line", "cross"];

/// For people: a row for each option and layer, then how it is known.
fn show_options(options: &[PlanOption<'_>]) {
    let whole = |people: Option<f64>| people.map(|people| format!("{people:.0}")).unwrap_or_default();
    let mut rows: Vec<Vec<String>> = Vec::new();
    for option in options {
        let scenario = option.scenario.scenario();
        let Ok(figures) = &option.figures else { continue };
        let sizes = figures.smallest_and_largest();
        for (at, partner) in figures.against.iter().enumerate() {
            let summary = &partner.scores.summary;
            let head = [
                scenario.id.to_string(),
                scenario.status.to_string(),
                scenario.assignment.areas.len().to_string(),
                whole(figures.residents()),
                whole(sizes.map(|(smallest, _)| smallest)),
                whole(sizes.map(|(_, largest)| largest)),
            ];
            let tail = [
                partner.title.clone(),
                format!("{:.0} {}", summary.across_a, partner.weight),
                format!("{} of {}", summary.crossing_a, partner.areas.len()),
            ];
            let head = head.map(|text| if at == 0 { text } else { String::new() });
            rows.push(head.into_iter().chain(tail).collect());
        }
    }
    print_table(&SIDE_BY_SIDE, &rows);
    let mut said: Vec<String> = Vec::new();
    for option in options {
        match &option.figures {
            Err(reason) => print(&format!("{} has no figures: {reason}\n", option.scenario.scenario().id)),
            Ok(figures) => {
                if let Some(day) = figures.residents_date {
                    let line = format!("Residents of {day}: not today's number.\n");
                    if !said.contains(&line) {
                        said.push(line);
                    }
                }
                for one in &figures.left_out {
                    said.push(format!(
                        "{} leaves out {} ({} of {}), {} residents\n",
                        option.scenario.scenario().id,
                        one.name,
                        one.code,
                        one.layer,
                        whole(one.residents)
                    ));
                }
                for words in figures.attribution() {
                    let line = format!("{words}\n");
                    if !said.contains(&line) {
                        said.push(line);
                    }
                }
            }
        }
    }
    for line in &said {
        print(line);
    }
}
