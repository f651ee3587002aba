//! `patchwork coverage KIND[,KIND…] --within METRES --by LAYER`: who is within reach of what, and who is not.

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
    compare::{WeightRef, Within},
    coterminosity::Thresholds,
    http::{self, today},
    people::ClassName,
    reach::{
        AreaReach, Coverage as Answer, MOST_WITHIN_M, ReachQuestion, ReachReference, Reached, kinds_of, reach,
    },
};

#[derive(Debug, clap::Args)]
pub(super) struct Coverage {
    /// The kinds of asset, any of which will do, such as library,community-centre
    #[arg(value_name = "KIND[,KIND…]", required_unless_present = "reference")]
    kinds: Option<String>,
    /// How far, in metres in a straight line
    #[arg(long, value_name = "METRES", value_parser = parse_within, required_unless_present = "reference")]
    within: Option<f64>,
    /// The layer whose areas are judged: LAYER or LAYER@EDITION
    #[arg(long, value_name = "LAYER", required_unless_present = "reference")]
    by: Option<LayerRef>,
    /// One place only; what crosses its edge is cut there, and said; assets beyond it count
    #[arg(long = "in", value_name = "LAYER:CODE")]
    place: Option<Within>,
    /// What is counted besides ground: residents, patients or another weight; area for nothing else
    #[arg(long, value_name = "WEIGHT")]
    weight: Option<WeightRef>,
    /// A class of blocks that splits the people, such as rural-urban
    #[arg(long, value_name = "CLASS")]
    class: Option<ClassName>,
    /// Use lists whose licence asks for sharing alike together with others, too
    #[arg(long)]
    mix_share_alike: bool,
    /// The day; today in London when left out
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// An answer's reference, instead of all that: the same content answers again
    #[arg(long, value_name = "REFERENCE",
        conflicts_with_all = ["kinds", "within", "by", "place", "weight", "class", "mix_share_alike", "on"])]
    reference: Option<ReachReference>,
    /// Block by block: how far people are from the nearest asset, and which one that is
    #[arg(long)]
    blocks: bool,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

fn parse_within(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number| (0.0..=MOST_WITHIN_M).contains(number) && *number > 0.0);
    number.ok_or_else(|| format!("“{text}” is no distance in metres above 0 and up to {MOST_WITHIN_M}"))
}

impl Coverage {
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        let opened = store.open()?;
        let answer = match (&self.reference, &self.kinds, self.within, &self.by) {
            (Some(reference), ..) => http::reproduce_coverage(&opened, reference, Viewer::SignedIn)?,
            (None, Some(kinds), Some(within_m), Some(by)) => {
                let question = ReachQuestion {
                    kinds: kinds_of(kinds)?,
                    within_m,
                    by: by.clone(),
                    weight: self.weight.clone(),
                    class: self.class.clone(),
                    place: self.place.clone(),
                    mix_share_alike: self.mix_share_alike,
                    // What is hidden from the public is in no figure: these are made to be shown.
                    public_assets: true,
                    on: self.on.unwrap_or_else(today),
                    thresholds: Thresholds::default(),
                };
                let atlas = super::read_atlas(&opened, &Atlas::default())?;
                reach(&atlas.view(Viewer::SignedIn), &question)?
            }
            _ => bail!(
                "name kinds, a distance and a layer, as: patchwork coverage library --within 1600 --by districts"
            ),
        };
        if self.blocks {
            let rows: Vec<Vec<String>> = http::block_rows(&answer).map(Vec::from).collect();
            match self.format {
                Format::Json => print_json(&http::coverage_blocks(&answer, (0, None)))?,
                Format::Csv => print_csv(&http::BLOCK_COLUMNS, &rows)?,
                Format::Table => print_table(&http::BLOCK_COLUMNS, &rows),
            }
            return Ok(ExitCode::SUCCESS);
        }
        match self.format {
            Format::Json => print_json(&http::coverage_answer(&answer, (0, None)))?,
            Format::Csv => {
                let rows: Vec<Vec<String>> = http::coverage_rows(&answer).map(Vec::from).collect();
                print_csv(&http::COVERAGE_COLUMNS, &rows)?;
            }
            Format::Table => show(&answer),
        }
        Ok(ExitCode::SUCCESS)
    }
}

const NAMES: [&str; 7] = ["code", "name", "without", "of", "share within", "assets", "nearest on average"];

/// For people: the sentence, each area, then how it is known.
fn show(answer: &Answer) {
    print(&format!("{}\n\n", answer.headline()));
    let mut areas: Vec<_> = answer.by.areas.iter().zip(&answer.areas).collect();
    let without = |area: &AreaReach| area.people.as_ref().map_or(0.0, Reached::without);
    areas.sort_by(|a, b| without(b.1).total_cmp(&without(a.1)));
    let rows: Vec<Vec<String>> =
        areas.iter().map(|(label, area)| row(&label.code, &label.name, area)).collect();
    print_table(&NAMES, &rows);
    print("\n");
    if let (Some(people), Some(counted)) = (&answer.whole.people, &answer.counted) {
        for (class, [total, within]) in counted.classes.iter().zip(&people.classes) {
            print(&format!("{class}: {:.0} of {total:.0} without\n", total - within));
        }
        let placed = &counted.placed;
        print(&format!(
            "{:.0} of {:.0} {} placed, {:.0} not\n",
            placed.placed,
            placed.total,
            counted.weight,
            placed.unplaced.total()
        ));
    }
    print(&format!(
        "{} assets count, {} of them in these areas, {} beyond that reach into them\n",
        answer.found.sites.all().len(),
        answer.inside,
        answer.beyond
    ));
    for note in answer.notes() {
        print(&format!("{note}\n"));
    }
    if !answer.edge.areas.is_empty() {
        let cut = answer.edge.areas.len();
        print(&format!("{cut} areas reach across the edge of the place and were cut there\n"));
    }
    print(&format!("{}\n", answer.method_in_words()));
    for source in &answer.sources {
        let from = source.from.map(|day| format!(", from {day}")).unwrap_or_default();
        print(&format!("{} {}{from}\n", source.of, source.edition));
    }
    for words in answer.attribution() {
        print(&format!("{words}\n"));
    }
    print(&format!("on {}; reference {}\n", answer.question.on, answer.reference()));
}

fn row(code: &str, name: &str, area: &AreaReach) -> Vec<String> {
    let people = area.people.as_ref().map(|people| {
        (format!("{:.0}", people.without()), format!("{:.0}", people.total), people.within, people.total)
    });
    let ground = area.ground.map(|ground| {
        let km2 = |m2: f64| format!("{:.3} km²", m2 / 1e6);
        (km2(ground.without_m2()), km2(ground.total_m2), ground.within_m2, ground.total_m2)
    });
    let (without, total, part, whole) = people.or(ground).unwrap_or_default();
    vec![
        code.to_owned(),
        name.to_owned(),
        without,
        total,
        if whole > 0.0 { format!("{:.1} %", part / whole * 100.0) } else { String::new() },
        area.assets.map(|assets| assets.to_string()).unwrap_or_default(),
        area.people
            .as_ref()
            .and_then(|people| people.mean_m)
            .map(|metres| format!("{metres:.0} m"))
            .unwrap_or_default(),
    ]
}
