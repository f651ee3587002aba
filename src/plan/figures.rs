//! Every figure of an option.

use jiff::civil::Date;

use super::{
    LeftOut, Partner, PlanArea, PlanError, Rows, Unresolved,
    areas::{add_up, areas, totals_b},
    left_out::left_out,
    partners::partner,
    resolve::Resolved,
};
use crate::{
    atlas::View,
    boundary::LayerRef,
    compare::{Citation, CompareError, Comparison, Question, WeightRef, attribution, cite_once},
    coterminosity::Thresholds,
    people::RESIDENTS,
    scenario::Assignment,
};

/// What is asked of an option.
#[derive(Debug, Clone)]
pub struct PlanQuestion {
    /// Which component goes to which area.
    pub assignment: Assignment,
    /// The day on which the areas would take over: components are meant as they are on its eve.
    pub vesting: Option<Date>,
    /// About how many people an area should have.
    pub guide_people: Option<u64>,
    /// The layers to hold it against.
    pub against: Vec<LayerRef>,
    /// What is counted; a membership layer's own people, else residents, when left out.
    pub weight: Option<WeightRef>,
    /// The date of the other layers.
    pub on: Date,
    /// What *crosses* means.
    pub thresholds: Thresholds,
}

/// What an option would be.
#[derive(Debug, Clone)]
pub struct Figures {
    /// Its areas, in the order of the assignment.
    pub areas: Vec<PlanArea>,
    /// The date of the residents.
    pub residents_date: Option<Date>,
    /// The layer of blocks that they are counted in.
    pub blocks: Option<String>,
    /// How they were put on the map, in words.
    pub method: Option<String>,
    /// What goes to no area.
    pub left_out: Vec<LeftOut>,
    /// Components that are no areas here.
    pub unknown: Vec<Unresolved>,
    /// What it does to other layers, in the order of the question.
    pub against: Vec<Partner>,
    /// The releases used.
    pub sources: Vec<Citation>,
}

impl Figures {
    /// All residents of its areas.
    #[must_use]
    pub fn residents(&self) -> Option<f64> {
        self.areas.iter().map(|area| area.residents).sum()
    }

    /// All people on lists who live in its areas.
    #[must_use]
    pub fn registered(&self) -> Option<f64> {
        self.areas.iter().map(|area| area.registered).sum()
    }

    /// All residents of what goes to no area.
    #[must_use]
    pub fn left_out_residents(&self) -> Option<f64> {
        // Not a sum of an iterator: that of nothing is −0.
        self.left_out.iter().try_fold(0.0, |all, one| Some(all + one.residents?))
    }

    /// The fewest and the most residents of an area.
    #[must_use]
    pub fn smallest_and_largest(&self) -> Option<(f64, f64)> {
        let residents: Vec<f64> = self.areas.iter().filter_map(|area| area.residents).collect();
        let smallest = residents.iter().copied().reduce(f64::min)?;
        Some((smallest, residents.iter().copied().fold(0.0, f64::max)))
    }

    /// What must be shown beside it, each sentence once.
    #[must_use]
    pub fn attribution(&self) -> Vec<&str> {
        attribution(&self.sources)
    }
}

/// The layers that an option is held against when nobody says which: lists of people, then neighbourhoods, boards, police, fire and
/// combined authorities, as far as they are there.
#[must_use]
pub fn usual_partners(view: &View<'_>, on: Date) -> Vec<LayerRef> {
    let mut layers: Vec<LayerRef> = Vec::new();
    for lists in view.memberships().filter(|lists| lists.release.period.covers(on)) {
        layers.push(LayerRef { layer: lists.layer.id.clone(), edition: None });
    }
    layers.dedup();
    for id in ["neighbourhoods", "neighbourhood-teams", "icbs", "police", "fire", "combined-authorities"] {
        let known = view.layers().find(|layer| layer.layer().id.as_str() == id);
        if let Some(layer) = known.filter(|layer| layer.in_force(None, on).next().is_some()) {
            layers.push(LayerRef { layer: layer.layer().id.clone(), edition: None });
        }
    }
    layers
}

/// Works out every figure of an option.
///
/// # Errors
/// [`PlanError`] when a layer or weight is not there, or none of its components is.
pub fn figures(view: &View<'_>, rows: &Rows, question: &PlanQuestion) -> Result<Figures, PlanError> {
    let resolved = Resolved::new(view, &question.assignment, question.vesting);
    if resolved.groups.is_empty() {
        let reasons: Vec<&str> = resolved.unknown.iter().take(3).map(|one| one.reason.as_str()).collect();
        return Err(PlanError::Nothing(reasons.join("; ")));
    }
    let mut figures = Figures {
        areas: areas(&question.assignment.areas, &resolved),
        residents_date: None,
        blocks: None,
        method: None,
        left_out: left_out(view, &resolved),
        unknown: Vec::new(),
        against: Vec::new(),
        sources: Vec::new(),
    };
    residents(view, rows, question, &resolved, &mut figures)?;
    for layer in &question.against {
        figures.against.push(partner(view, rows, question, &resolved, layer)?);
    }
    if let Some(lists) = figures.against.iter().find(|partner| is_list(view, &partner.layer)) {
        let registered = lists.of_areas.clone();
        for (area, people) in figures.areas.iter_mut().zip(registered) {
            area.registered = Some(people);
        }
    }
    figures.unknown = resolved.unknown;
    for partner in &figures.against {
        cite_once(&mut figures.sources, &partner.sources);
    }
    Ok(figures)
}

fn is_list(view: &View<'_>, layer: &LayerRef) -> bool {
    view.memberships().any(|lists| lists.layer.id == layer.layer)
}

/// Counts those who live in each area and in what is left out.
fn residents(
    view: &View<'_>,
    rows: &Rows,
    question: &PlanQuestion,
    resolved: &Resolved<'_>,
    figures: &mut Figures,
) -> Result<(), PlanError> {
    let mut sums = vec![0.0; figures.areas.len()];
    let mut weight: Option<WeightRef> = RESIDENTS.parse().ok();
    for group in &resolved.groups {
        let asked = Question {
            a: group.layer.clone(),
            b: group.layer.clone(),
            weight: weight.clone(),
            within: None,
            on: question.on,
            thresholds: question.thresholds,
        };
        let answer = match rows.of(view, &asked) {
            Ok(answer) => answer,
            // Nobody counts them here: that is told by figures that are not there.
            Err(CompareError::UnknownWeight { .. } | CompareError::NoBlocks { .. }) => return Ok(()),
            Err(error) => return Err(error.into()),
        };
        weight =
            answer.blocks.as_ref().and_then(|blocks| format!("{RESIDENTS}@{blocks}").parse().ok()).or(weight);
        let of = totals_b(&answer);
        add_up(&mut sums, group, &of);
        for one in figures.left_out.iter_mut().filter(|one| one.layer == group.layer) {
            one.residents = of.get(one.code.as_str()).copied();
        }
        note(figures, &answer);
    }
    #[allow(clippy::cast_precision_loss)] // a number of people
    let guide = question.guide_people.map(|people| people as f64).filter(|people| *people > 0.0);
    for (area, people) in figures.areas.iter_mut().zip(sums) {
        area.residents = Some(people);
        area.guide_share = guide.map(|guide| people / guide);
    }
    Ok(())
}

fn note(figures: &mut Figures, answer: &Comparison) {
    figures.residents_date = answer.people_date;
    figures.blocks.clone_from(&answer.blocks);
    figures.method = Some(answer.method_in_words());
    cite_once(&mut figures.sources, answer.sources.all());
}
