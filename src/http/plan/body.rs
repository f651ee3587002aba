//! The figures of options as JSON.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    atlas::View,
    compare::{attribution, cite_once},
    coterminosity::Counted,
    http::{
        compare::{UsedRelease, release_body},
        ground::box_degrees,
        scenarios::{AssignmentBody, ScenarioSummary, assignment_body, scenario_summary},
    },
    plan::{Figures, LeftOut, Partner, PlanArea, PlanOption, Unresolved},
    scenario::Scenario,
};

/// What an option would be.
#[derive(Debug, Serialize, ToSchema)]
pub struct FiguresBody {
    /// The date of the layers that it is held against.
    on: Date,
    /// What its areas are for.
    #[schema(example = "council")]
    purpose: &'static str,
    /// About how many people an area should have, where the option says.
    guide_people: Option<u64>,
    /// The date of the residents: they are not today's number.
    people_date: Option<Date>,
    /// The layer of blocks that residents are counted in.
    blocks: Option<String>,
    /// How residents were put on the map, in words.
    method: Option<String>,
    /// Its areas.
    areas: Vec<PlanAreaBody>,
    /// All residents of its areas.
    residents: Option<f64>,
    /// All people on the lists of the first layer of lists who live in its areas.
    registered: Option<f64>,
    /// The smallest and the largest area, by residents.
    balance: Option<BalanceBody>,
    /// What lies in the ground that it divides and goes to no area.
    left_out: Vec<LeftOutBody>,
    /// Its residents.
    left_out_residents: Option<f64>,
    /// What is wrong with the assignment, in words: what is assigned twice, areas of nothing.
    problems: Vec<String>,
    /// Components that no layer draws.
    not_drawn: Vec<NotDrawnName>,
    /// Components that are no areas here.
    unknown: Vec<UnknownBody>,
    /// Which component goes to which area, after all moves.
    assignment: AssignmentBody,
    /// What it does to other layers.
    against: Vec<PartnerBody>,
    /// The releases that the answer was drawn from.
    releases: Vec<UsedRelease>,
    /// What must be shown beside the answer.
    attribution: Vec<String>,
}

/// One area of an option.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanAreaBody {
    /// Its name.
    name: String,
    /// How many components it is made of.
    components: usize,
    /// Those who live there.
    residents: Option<f64>,
    /// Those on lists who live there.
    registered: Option<f64>,
    /// Its ground, in square metres.
    ground_m2: f64,
    /// Residents of the guide.
    guide_share: Option<f64>,
    /// Whether any of it was inferred, not stated by its source.
    inferred: bool,
    /// West, south, east, north in degrees.
    bbox: Option<[f64; 4]>,
}

/// How unlike in size the areas are.
#[derive(Debug, Serialize, ToSchema)]
pub struct BalanceBody {
    /// The fewest residents of an area.
    smallest: f64,
    /// The most.
    largest: f64,
    /// The most of the fewest; null when nobody lives in the smallest.
    ratio: Option<f64>,
}

/// Something that goes to no area.
#[derive(Debug, Serialize, ToSchema)]
pub struct LeftOutBody {
    /// Its layer, with its edition.
    layer: String,
    /// Its code.
    code: String,
    /// Its name.
    name: String,
    /// Those who live there.
    residents: Option<f64>,
}

/// A component that no layer draws.
#[derive(Debug, Serialize, ToSchema)]
pub struct NotDrawnName {
    /// What it is, as the source says.
    r#type: String,
    /// Its code.
    code: Option<String>,
    /// Its name.
    name: String,
    /// The area that it would go to.
    area: Option<String>,
    /// Why it is not drawn.
    reason: String,
}

/// A component that is no area here.
#[derive(Debug, Serialize, ToSchema)]
pub struct UnknownBody {
    /// Its layer.
    layer: String,
    /// Its code.
    code: String,
    /// Why.
    reason: String,
}

/// A layer beside an option.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerBody {
    /// The layer.
    #[schema(example = "pcns")]
    layer: String,
    /// Its name, in the plural.
    title: String,
    /// What one of its areas is called.
    singular: String,
    /// What is counted.
    #[schema(example = "patients")]
    weight: String,
    /// `people` or `m2`.
    unit: &'static str,
    /// The date of the figures of people.
    people_date: Option<Date>,
    /// Whether what lists share was estimated.
    estimated: bool,
    /// How people were put on the map, in words.
    method: String,
    /// All that its areas have which meet the option, wherever it is.
    total: f64,
    /// What lies in an area of the option other than the best fit of its own area.
    across: f64,
    /// How many of its areas cross a line of the option.
    crossing: usize,
    /// Of how many that meet the option.
    of: usize,
    /// What of its areas lies in no area of the option at all: beyond its outer border, or left out.
    beyond: f64,
    /// How many of its areas cross a line of the option when its outer border is counted as one.
    crossing_with_beyond: usize,
    /// What lies in the best fit of its own area, of all that lies in the option.
    dominant_share: Option<f64>,
    /// Of the option's areas, how many cross a line of this layer.
    new_areas_crossing: usize,
    /// What of the option's areas lies outside their best fit in this layer.
    new_areas_across: f64,
    /// For analysts.
    v_measure: Option<f64>,
    /// For analysts: variation of information, in bits.
    vi_bits: Option<f64>,
    /// Its areas that meet the option, by code.
    areas: Vec<PartnerAreaBody>,
}

/// An area of a layer beside an option.
#[derive(Debug, Serialize, ToSchema)]
pub struct PartnerAreaBody {
    /// Its code, or its id where it has none.
    code: String,
    /// Its name.
    name: String,
    /// All that it has.
    total: f64,
    /// Of that, what lies in no area of the option.
    uncovered: f64,
    /// The option's area that has most of it.
    best_fit: Option<FitBody>,
    /// The second.
    runner_up: Option<FitBody>,
    /// What lies in other areas of the option than the best fit.
    outside_best_fit: f64,
    /// Whether it crosses a line of the option.
    crosses: bool,
    /// Whom to have in the room: the option's areas with at least 5 % of it.
    in_the_room: Vec<String>,
}

/// An area of an option and its share.
#[derive(Debug, Serialize, ToSchema)]
pub struct FitBody {
    /// The area.
    name: String,
    /// Of the whole of the other.
    share: f64,
}

/// An option's figures as the API gives them; `problems` are what is wrong with it in words.
#[must_use]
pub fn figures_body(
    view: &View<'_>,
    scenario: &Scenario,
    figures: &Figures,
    problems: Vec<String>,
    on: Date,
) -> FiguresBody {
    let vesting = scenario.vesting.map(|vesting| vesting.day);
    let left_out: Vec<LeftOutBody> = figures.left_out.iter().map(left_out_body).collect();
    FiguresBody {
        on,
        purpose: scenario.purpose.as_str(),
        guide_people: scenario.guide_people,
        people_date: figures.residents_date,
        blocks: figures.blocks.clone(),
        method: figures.method.clone(),
        areas: figures.areas.iter().map(area_body).collect(),
        residents: figures.residents(),
        registered: figures.registered(),
        balance: figures.smallest_and_largest().map(|(smallest, largest)| BalanceBody {
            smallest,
            largest,
            ratio: (smallest > 0.0).then(|| largest / smallest),
        }),
        left_out_residents: figures.left_out_residents(),
        left_out,
        problems,
        not_drawn: scenario
            .not_drawn
            .iter()
            .map(|one| NotDrawnName {
                r#type: one.kind.clone(),
                code: one.code.clone(),
                name: one.name.clone(),
                area: one.area.and_then(|area| scenario.assignment.areas.get(area).cloned()),
                reason: one.reason.clone(),
            })
            .collect(),
        unknown: figures.unknown.iter().map(unknown_body).collect(),
        assignment: assignment_body(view, &scenario.assignment, vesting),
        against: figures.against.iter().map(|partner| partner_body(&figures.areas, partner)).collect(),
        releases: figures.sources.iter().map(release_body).collect(),
        attribution: figures.attribution().into_iter().map(str::to_owned).collect(),
    }
}

fn area_body(area: &PlanArea) -> PlanAreaBody {
    PlanAreaBody {
        name: area.name.clone(),
        components: area.components,
        residents: area.residents,
        registered: area.registered,
        ground_m2: area.ground_m2,
        guide_share: area.guide_share,
        inferred: area.inferred,
        bbox: area.bounds.and_then(box_degrees),
    }
}

fn left_out_body(one: &LeftOut) -> LeftOutBody {
    LeftOutBody {
        layer: one.layer.to_string(),
        code: one.code.clone(),
        name: one.name.clone(),
        residents: one.residents,
    }
}

fn unknown_body(one: &Unresolved) -> UnknownBody {
    UnknownBody { layer: one.layer.clone(), code: one.code.clone(), reason: one.reason.clone() }
}

fn partner_body(areas: &[PlanArea], partner: &Partner) -> PartnerBody {
    let name = |at: u32| areas.get(at as usize).map(|area| area.name.clone()).unwrap_or_default();
    let summary = &partner.scores.summary;
    let row = |area: &crate::plan::PartnerArea| PartnerAreaBody {
        code: area.label.code.clone(),
        name: area.label.name.clone(),
        total: area.scores.total,
        uncovered: area.scores.uncovered,
        best_fit: area
            .scores
            .best_fit
            .as_ref()
            .map(|fit| FitBody { name: name(fit.best.index), share: fit.best.share }),
        runner_up: area
            .scores
            .best_fit
            .as_ref()
            .and_then(|fit| fit.runner_up.as_ref())
            .map(|second| FitBody { name: name(second.index), share: second.share }),
        outside_best_fit: area.scores.outside_best_fit,
        crosses: area.scores.crosses,
        in_the_room: area.scores.in_the_room.iter().map(|&at| name(at)).collect(),
    };
    PartnerBody {
        layer: partner.layer.to_string(),
        title: partner.title.clone(),
        singular: partner.singular.clone(),
        weight: partner.weight.clone(),
        unit: if partner.counted == Counted::People { "people" } else { "m2" },
        people_date: partner.people_date,
        estimated: partner.estimated,
        method: partner.method.clone(),
        total: summary.total_a,
        across: summary.across_a,
        crossing: summary.crossing_a,
        of: partner.areas.len(),
        beyond: partner.beyond(),
        crossing_with_beyond: partner.crossing_with_beyond().count(),
        dominant_share: summary.dominant_share_a,
        new_areas_crossing: summary.crossing_b,
        new_areas_across: summary.across_b,
        v_measure: summary.v_measure,
        vi_bits: summary.vi_bits,
        areas: partner.areas.iter().map(row).collect(),
    }
}

/// Options side by side.
#[derive(Debug, Serialize, ToSchema)]
pub struct OptionsBody {
    /// The date of the layers that they are held against.
    on: Date,
    /// The options, those with the fewest people across a line of the first layer first; nothing is called best.
    options: Vec<OptionBody>,
    /// The releases that the answer was drawn from.
    releases: Vec<UsedRelease>,
    /// What must be shown beside the answer.
    attribution: Vec<String>,
}

/// One of several options.
#[derive(Debug, Serialize, ToSchema)]
pub struct OptionBody {
    /// What is said of it.
    #[serde(flatten)]
    summary: ScenarioSummary,
    /// Why it has no figures; null when it has.
    no_figures_because: Option<String>,
    /// The fewest residents of an area.
    smallest: Option<f64>,
    /// The most.
    largest: Option<f64>,
    /// All residents of its areas.
    residents: Option<f64>,
    /// The date of the residents.
    people_date: Option<Date>,
    /// Residents of what it leaves out.
    left_out_residents: Option<f64>,
    /// What it does to each layer.
    against: Vec<AgainstBody>,
}

/// What an option does to a layer, in few figures.
#[derive(Debug, Serialize, ToSchema)]
pub struct AgainstBody {
    /// The layer.
    layer: String,
    /// Its name, in the plural.
    title: String,
    /// What is counted.
    weight: String,
    /// The date of the figures of people.
    people_date: Option<Date>,
    /// What lies across a line.
    across: f64,
    /// How many of its areas cross a line.
    crossing: usize,
    /// Of how many.
    of: usize,
    /// What lies in the best fit of its own area, of all that lies in the option.
    dominant_share: Option<f64>,
    /// Of the option's areas, how many cross a line of this layer.
    new_areas_crossing: usize,
}

/// Options as the API gives them.
#[must_use]
pub fn options_body(view: &View<'_>, options: &[PlanOption<'_>], on: Date) -> OptionsBody {
    let mut sources = Vec::new();
    let figures = options.iter().filter_map(|option| option.figures.as_ref().ok());
    cite_once(&mut sources, figures.flat_map(|figures| &figures.sources));
    OptionsBody {
        on,
        options: options.iter().map(|option| option_body(view, option)).collect(),
        releases: sources.iter().map(release_body).collect(),
        attribution: attribution(&sources).into_iter().map(str::to_owned).collect(),
    }
}

fn option_body(view: &View<'_>, option: &PlanOption<'_>) -> OptionBody {
    let figures = option.figures.as_ref().ok();
    let sizes = figures.and_then(Figures::smallest_and_largest);
    let against = |partner: &Partner| AgainstBody {
        layer: partner.layer.to_string(),
        title: partner.title.clone(),
        weight: partner.weight.clone(),
        people_date: partner.people_date,
        across: partner.scores.summary.across_a,
        crossing: partner.scores.summary.crossing_a,
        of: partner.areas.len(),
        dominant_share: partner.scores.summary.dominant_share_a,
        new_areas_crossing: partner.scores.summary.crossing_b,
    };
    let mut summary = scenario_summary(view, option.scenario);
    if let Some(first) = figures.and_then(|figures| figures.against.first()) {
        summary.hold_against(
            first.scores.summary.across_a,
            first.scores.summary.crossing_a,
            first.areas.len(),
        );
    }
    OptionBody {
        summary,
        no_figures_because: option.figures.as_ref().err().cloned(),
        smallest: sizes.map(|(smallest, _)| smallest),
        largest: sizes.map(|(_, largest)| largest),
        residents: figures.and_then(Figures::residents),
        people_date: figures.and_then(|figures| figures.residents_date),
        left_out_residents: figures.and_then(Figures::left_out_residents),
        against: figures.map(|figures| figures.against.iter().map(against).collect()).unwrap_or_default(),
    }
}
