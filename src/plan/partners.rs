//! What an option does to the areas of another layer: whose people would live across a line.

use std::{collections::HashMap, sync::Arc};

use jiff::civil::Date;

use super::{
    PlanError, PlanQuestion, Rows,
    areas::{add_up, totals_b},
    resolve::Resolved,
};
use crate::{
    atlas::View,
    boundary::LayerRef,
    compare::{AreaLabel, Citation, Comparison, Question, WeightRef},
    coterminosity::{AreaScores, Counted, Measured, Scores, Side, Slivers, Thresholds, score},
    overlap::{Entry, Matrix, sum},
};

/// A layer beside an option.
#[derive(Debug, Clone)]
pub struct Partner {
    /// The layer as it was asked for.
    pub layer: LayerRef,
    /// Its name for people, in the plural.
    pub title: String,
    /// What one of its areas is called.
    pub singular: String,
    /// What was counted: `patients`, `residents`, `area`.
    pub weight: String,
    /// People or ground.
    pub counted: Counted,
    /// The date of the figures of people.
    pub people_date: Option<Date>,
    /// Whether what lists share was estimated.
    pub estimated: bool,
    /// How people were put on the map, in words.
    pub method: String,
    /// The areas that share anything with the option, by code.
    pub areas: Vec<PartnerArea>,
    /// Every measure, the layer's areas as A and the option's as B.
    pub scores: Scores,
    /// What each of the option's areas has of the weight.
    pub of_areas: Vec<f64>,
    /// The releases used.
    pub sources: Vec<Citation>,
}

impl Partner {
    /// What of its areas lies in no area of the option at all: beyond its outer border, or left out.
    #[must_use]
    pub fn beyond(&self) -> f64 {
        self.areas.iter().map(|area| area.scores.uncovered).filter(|amount| !amount.is_nan()).sum()
    }

    /// Its areas that cross a line when the option's outer border is counted as one.
    pub fn crossing_with_beyond(&self) -> impl Iterator<Item = &PartnerArea> {
        let Thresholds { cross_share, cross_people, .. } = Thresholds::default();
        let least = if self.counted == Counted::People { cross_people } else { 0.0 };
        self.areas.iter().filter(move |area| {
            let outside = area.scores.outside_best_fit + area.scores.uncovered;
            outside > least && outside > cross_share * area.scores.total
        })
    }
}

/// An area of that layer.
#[derive(Debug, Clone)]
pub struct PartnerArea {
    /// The area.
    pub label: AreaLabel,
    /// What is told of it; the option's areas go by their positions.
    pub scores: AreaScores,
}

/// Adds up what a layer shares with the components of each area.
pub(super) fn partner(
    view: &View<'_>,
    rows: &Rows,
    question: &PlanQuestion,
    resolved: &Resolved<'_>,
    layer: &LayerRef,
) -> Result<Partner, PlanError> {
    let count = question.assignment.areas.len();
    let mut weight = question.weight.clone();
    let mut shared: HashMap<(u32, usize), f64> = HashMap::new();
    let mut totals: Vec<f64> = Vec::new();
    let mut of_areas = vec![0.0; count];
    let (mut first, mut sources): (Option<Arc<Comparison>>, Vec<Citation>) = (None, Vec::new());
    for group in &resolved.groups {
        let asked = Question {
            a: layer.clone(),
            b: group.layer.clone(),
            weight: weight.clone(),
            within: None,
            on: question.on,
            thresholds: question.thresholds,
        };
        let answer = rows.of(view, &asked)?;
        // All groups count what the first does.
        weight = weight.or_else(|| counted(&answer));
        let to: HashMap<&str, Vec<usize>> = group.components.iter().fold(HashMap::new(), |mut to, one| {
            if let Some(area) = one.to.filter(|area| *area < count) {
                to.entry(one.area.version.code_or_id()).or_insert_with(Vec::new).push(area);
            }
            to
        });
        for pair in &answer.pairs {
            let code = answer.b.areas[pair.b as usize].code.as_str();
            for &area in to.get(code).into_iter().flatten() {
                *shared.entry((pair.a, area)).or_default() += pair.overlap;
            }
        }
        add_up(&mut of_areas, group, &totals_b(&answer));
        if totals.is_empty() {
            totals = answer.scores.areas_a.iter().map(|area| area.total).collect();
        }
        for citation in answer.sources.all() {
            if !sources.contains(citation) {
                sources.push(citation.clone());
            }
        }
        first = first.or(Some(answer));
    }
    let Some(first) = first else { return Err(PlanError::Nothing("nothing is assigned".to_owned())) };
    let (labels, scores) = scored(&first, question, &shared, &totals, &of_areas);
    let areas = labels.into_iter().zip(&scores.areas_a);
    let areas = areas.map(|(label, scores)| PartnerArea { label, scores: scores.clone() }).collect();
    Ok(Partner {
        layer: layer.clone(),
        title: first.a.layer.title.clone(),
        singular: first.a.layer.singular.clone(),
        weight: first.weight.clone(),
        counted: first.counted,
        people_date: first.people_date,
        estimated: first.estimated,
        method: first.method_in_words(),
        areas,
        scores,
        of_areas,
        sources,
    })
}

fn counted(answer: &Comparison) -> Option<WeightRef> {
    let written = match &answer.blocks {
        None => answer.weight.clone(),
        Some(blocks) => format!("{}@{blocks}", answer.weight),
    };
    written.parse().ok()
}

/// The areas that share anything, and every measure of them.
fn scored(
    first: &Comparison,
    question: &PlanQuestion,
    shared: &HashMap<(u32, usize), f64>,
    totals: &[f64],
    of_areas: &[f64],
) -> (Vec<AreaLabel>, Scores) {
    let mut meeting: Vec<u32> =
        shared.iter().filter(|(_, weight)| **weight > 0.0).map(|((area, _), _)| *area).collect();
    meeting.sort_unstable();
    meeting.dedup();
    let entries = shared.iter().filter_map(|(&(area, column), &weight)| {
        let row = meeting.binary_search(&area).ok().filter(|_| weight > 0.0)?;
        Some(Entry { row: u32::try_from(row).ok()?, column: u32::try_from(column).ok()?, weight })
    });
    let matrix = Matrix::new(meeting.len(), of_areas.len(), entries.collect());
    let totals: Vec<f64> = meeting.iter().map(|&area| totals[area as usize]).collect();
    let left = |whole: f64, part: f64| if whole - part <= 1e-9 * whole { 0.0 } else { whole - part };
    let outside: Vec<f64> =
        totals.iter().zip(matrix.row_sums()).map(|(&all, part)| left(all, part)).collect();
    let beyond: Vec<f64> =
        of_areas.iter().zip(matrix.column_sums()).map(|(&all, part)| left(all, part)).collect();
    let scores = score(
        &Measured {
            matrix: &matrix,
            a: Side {
                totals: &totals,
                uncovered: &outside,
                union_uncovered: sum(outside.iter().copied()),
                double: 0.0,
            },
            b: Side {
                totals: of_areas,
                uncovered: &beyond,
                union_uncovered: sum(beyond.iter().copied()),
                double: 0.0,
            },
            common: matrix.total(),
            unplaced: first.people.map_or(0.0, |people| people.unplaced.total()),
            slivers: Slivers::default(),
            border_agreement: [None; 2],
            counted: first.counted,
        },
        &question.thresholds,
    );
    (meeting.iter().map(|&area| first.a.areas[area as usize].clone()).collect(), scores)
}
