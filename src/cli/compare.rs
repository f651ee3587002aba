//! `patchwork compare A B`: how well two layers fit each other.

use std::process::ExitCode;

use anyhow::bail;
use jiff::civil::Date;

use super::{
    StoreArg,
    output::{Format, print, print_csv, print_json, print_table},
};
use crate::{
    atlas::{Atlas, Viewer},
    boundary::LayerRef,
    compare::{Comparison, Question, Reference, Side, WeightRef, Within, compare},
    coterminosity::{AreaScores, Counted, MOST_BORDER_DISTANCE_M, Thresholds},
    http::{self, today},
};

#[derive(Debug, clap::Args)]
pub(super) struct Compare {
    /// Layer A: LAYER or LAYER@EDITION
    #[arg(required_unless_present = "reference")]
    a: Option<LayerRef>,
    /// Layer B
    #[arg(required_unless_present = "reference")]
    b: Option<LayerRef>,
    /// What is counted: area, residents, patients or another weight, with @BLOCKLAYER if it must be that one
    #[arg(long, value_name = "WEIGHT")]
    weight: Option<WeightRef>,
    /// One place only; what crosses its edge is cut there, and said
    #[arg(long = "in", value_name = "LAYER:CODE")]
    within: Option<Within>,
    /// The day; today in London when left out
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// An answer's reference, instead of layers: the same content answers again
    #[arg(long, value_name = "REFERENCE", conflicts_with_all = ["a", "b", "weight", "within", "on", "tau",
        "sliver_share", "sliver_area_m2", "sliver_width_m", "cross_share", "cross_people", "room_share", "border_distance_m"])]
    reference: Option<Reference>,
    /// Areas are the same, or one inside the other, up to this share of their ground
    #[arg(long, value_name = "SHARE", default_value_t = Thresholds::default().tau, value_parser = parse_share)]
    tau: f64,
    /// A sliver is below this share of both areas
    #[arg(long, value_name = "SHARE", default_value_t = Thresholds::default().sliver_share, value_parser = parse_share)]
    sliver_share: f64,
    /// And under this many square metres
    #[arg(long, value_name = "M2", default_value_t = Thresholds::default().sliver_area_m2, value_parser = parse_amount)]
    sliver_area_m2: f64,
    /// Or thinner than this many metres
    #[arg(long, value_name = "METRES", default_value_t = Thresholds::default().sliver_width_m, value_parser = parse_amount)]
    sliver_width_m: f64,
    /// An area crosses when more than this share of its people live outside its best fit
    #[arg(long, value_name = "SHARE", default_value_t = Thresholds::default().cross_share, value_parser = parse_share)]
    cross_share: f64,
    /// And more than this many people
    #[arg(long, value_name = "PEOPLE", default_value_t = Thresholds::default().cross_people, value_parser = parse_amount)]
    cross_people: f64,
    /// Whom to have in the room: areas with at least this share
    #[arg(long, value_name = "SHARE", default_value_t = Thresholds::default().room_share, value_parser = parse_share)]
    room_share: f64,
    /// How close borders must lie to run together, in metres (at most 5000)
    #[arg(long, value_name = "METRES", default_value_t = Thresholds::default().border_distance_m, value_parser = parse_distance)]
    border_distance_m: f64,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

fn parse_share(text: &str) -> Result<f64, String> {
    within(text, 1.0, "a share from 0 to 1, as 0.01")
}

fn parse_amount(text: &str) -> Result<f64, String> {
    within(text, f64::MAX, "a number of at least 0")
}

fn parse_distance(text: &str) -> Result<f64, String> {
    within(text, MOST_BORDER_DISTANCE_M, "a distance from 0 to 5000 metres")
}

fn within(text: &str, most: f64, wanted: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| (0.0..=most).contains(number));
    number.ok_or_else(|| format!("“{text}” is not {wanted}"))
}

impl Compare {
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        let opened = store.open()?;
        let answer = match (&self.reference, &self.a, &self.b) {
            (Some(reference), _, _) => http::reproduce(&opened, reference, Viewer::SignedIn)?,
            (None, Some(a), Some(b)) => {
                let atlas = super::read_atlas(&opened, &Atlas::default())?;
                compare(&atlas.view(Viewer::SignedIn), &self.question(a, b))?
            }
            _ => bail!("name two layers, as: patchwork compare wards districts"),
        };
        match self.format {
            Format::Json => print_json(&http::compare_answer(&answer, (0, None)))?,
            Format::Csv => {
                let rows: Vec<Vec<String>> = http::compare_rows(&answer).map(Vec::from).collect();
                print_csv(&http::COMPARE_COLUMNS, &rows)?;
            }
            Format::Table => show(&answer),
        }
        Ok(ExitCode::SUCCESS)
    }

    fn question(&self, a: &LayerRef, b: &LayerRef) -> Question {
        Question {
            a: a.clone(),
            b: b.clone(),
            weight: self.weight.clone(),
            within: self.within.clone(),
            on: self.on.unwrap_or_else(today),
            thresholds: Thresholds {
                tau: self.tau,
                sliver_share: self.sliver_share,
                sliver_area_m2: self.sliver_area_m2,
                sliver_width_m: self.sliver_width_m,
                cross_share: self.cross_share,
                cross_people: self.cross_people,
                room_share: self.room_share,
                border_distance_m: self.border_distance_m,
                ..Thresholds::default()
            },
        }
    }
}

const NAMES: [&str; 8] =
    ["code", "name", "total", "best fit", "share", "outside it", "in the room", "crosses"];

/// For people: the sentence both ways, then what crosses, then how it is known.
fn show(answer: &Comparison) {
    print(&format!("{}\n{}\n\n", answer.headline(), answer.headline_back()));
    for (side, other, scores) in
        [(&answer.a, &answer.b, &answer.scores.areas_a), (&answer.b, &answer.a, &answer.scores.areas_b)]
    {
        let rows: Vec<Vec<String>> = side
            .areas
            .iter()
            .zip(scores)
            .filter(|(_, scores)| scores.crosses)
            .map(|(area, scores)| row(answer, &area.code, &area.name, scores, other))
            .collect();
        if !rows.is_empty() {
            print_table(&NAMES, &rows);
            print("\n");
        }
    }
    let summary = &answer.scores.summary;
    let amount = |amount: f64| match answer.counted {
        Counted::Ground => format!("{:.3} km²", amount / 1e6),
        Counted::People => format!("{amount:.0} {}", answer.weight),
    };
    print(&format!(
        "{} in both; {} only in {}; {} only in {}\n",
        amount(summary.common),
        amount(summary.uncovered_a),
        answer.a.asked,
        amount(summary.uncovered_b),
        answer.b.asked
    ));
    if summary.double_a > 0.0 || summary.double_b > 0.0 {
        print(&format!(
            "counted more than once: {} in {}, {} in {}\n",
            amount(summary.double_a),
            answer.a.asked,
            amount(summary.double_b),
            answer.b.asked
        ));
    }
    if summary.slivers.count > 0 {
        print(&format!(
            "{} pairs are map noise along edges ({})\n",
            summary.slivers.count,
            amount(summary.slivers.overlap)
        ));
    }
    if let Some(people) = &answer.people {
        print(&format!(
            "{:.0} of {:.0} {} placed, {:.0} not\n",
            people.placed,
            people.total,
            answer.weight,
            people.unplaced.total()
        ));
    }
    for edge in answer.edges.iter().filter(|edge| !edge.areas.is_empty()) {
        print(&format!("{} areas reach across the edge of the place and were cut there\n", edge.areas.len()));
    }
    print(&format!("{}\n", answer.method_in_words()));
    for citation in answer.sources.all() {
        let from = citation.from.map(|day| format!(", from {day}")).unwrap_or_default();
        print(&format!("{} {}{from}\n", citation.of, citation.edition));
    }
    for words in answer.sources.attribution() {
        print(&format!("{words}\n"));
    }
    print(&format!("on {}; reference {}\n", answer.on, answer.reference()));
}

fn row(answer: &Comparison, code: &str, name: &str, scores: &AreaScores, other: &Side) -> Vec<String> {
    let amount = |amount: f64| match answer.counted {
        Counted::Ground => format!("{:.3} km²", amount / 1e6),
        Counted::People => format!("{amount:.0}"),
    };
    let best = scores.best_fit.as_ref();
    vec![
        code.to_owned(),
        name.to_owned(),
        amount(scores.total),
        best.map(|best| other.areas[best.best.index as usize].name.clone()).unwrap_or_default(),
        best.map(|best| format!("{:.1} %", best.best.share * 100.0)).unwrap_or_default(),
        amount(scores.outside_best_fit),
        scores.in_the_room.len().to_string(),
        if scores.crosses { "yes" } else { "" }.to_owned(),
    ]
}
