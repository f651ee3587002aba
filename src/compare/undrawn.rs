//! Where nobody has drawn: what published neighbourhoods leave of a layer's ground, and who lives there.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{
    Citation, CompareError, Comparison, Question, attribution,
    cite::{cite_once, of_layer},
    compare,
};
use crate::{
    atlas::{IndexedArea, LayerOnDate, View},
    boundary::{LayerId, LayerRef},
    coterminosity::{Counted, Thresholds},
    geometry::{Bng, Region, RepairFailed, dissolve, remaining_region},
    neighbourhood::told_people,
};

/// Why it cannot be said where nobody has drawn.
#[derive(Debug, thiserror::Error)]
pub enum UndrawnError {
    /// The layer is not there, or has nothing in force.
    #[error(transparent)]
    Compare(#[from] CompareError),
    /// Drawings over an area could not be joined.
    #[error("the neighbourhoods over {code} could not be joined: {reason}")]
    Ground {
        /// The area.
        code: String,
        /// What went wrong.
        #[source]
        reason: RepairFailed,
    },
}

/// Where nobody has drawn, area by area.
#[derive(Debug)]
pub struct Undrawn<'a> {
    /// The areas that have such ground, in the layer's own order.
    pub areas: Vec<UndrawnArea<'a>>,
    /// About how many people live there in all; none where too few do to be told, or nobody is counted.
    pub people: Option<f64>,
    /// The date of the figures of people.
    pub people_date: Option<Date>,
    /// The releases used, each once.
    pub sources: Vec<Citation>,
}

/// What is left of one area.
#[derive(Debug)]
pub struct UndrawnArea<'a> {
    /// The area.
    pub area: &'a IndexedArea,
    /// Its ground on which nobody has drawn, in British National Grid metres.
    pub ground: Region<Bng>,
    /// About how many people live there; none where too few do to be told, or nobody is counted.
    pub people: Option<f64>,
    /// Whether they are not told because they are too few.
    pub suppressed: bool,
}

impl Undrawn<'_> {
    /// What must be shown beside it, each sentence once.
    #[must_use]
    pub fn attribution(&self) -> Vec<&str> {
        attribution(&self.sources)
    }
}

/// What the neighbourhoods of the layer's own day leave of each of its areas.
///
/// # Errors
/// [`UndrawnError`], when the people cannot be counted as for any other two layers, or drawings cannot be joined.
pub fn undrawn<'a>(view: &View<'a>, layer: &LayerOnDate<'a>) -> Result<Undrawn<'a>, UndrawnError> {
    let neighbourhoods = LayerRef { layer: LayerId::neighbourhoods(), edition: None };
    let drawn = view.layer(&neighbourhoods, layer.on).ok().filter(|drawn| drawn.areas().next().is_some());
    let mut sources = of_layer(layer);
    if let Some(drawn) = &drawn {
        cite_once(&mut sources, &of_layer(drawn));
    }
    let question = Question {
        a: layer.asked.clone(),
        // Held against itself, a layer says how many live in it.
        b: drawn.as_ref().map_or_else(|| layer.asked.clone(), |drawn| drawn.asked.clone()),
        weight: None,
        within: None,
        on: layer.on,
        thresholds: Thresholds::default(),
    };
    let counted = compare(view, &question)?;
    let counted = (counted.counted == Counted::People).then_some(counted);
    let living = counted.as_ref().map(|answer| living(answer, drawn.is_some()));
    if let Some(answer) = &counted {
        cite_once(&mut sources, answer.sources.all());
    }
    let mut areas = Vec::new();
    for area in layer.areas() {
        let Some(ground) = left(area, drawn.as_ref())? else { continue };
        let people = living.as_ref().and_then(|of| of.get(area.version.code_or_id()).copied());
        let told = people.and_then(told_people);
        areas.push(UndrawnArea {
            area,
            ground,
            people: told,
            suppressed: people.is_some() && told.is_none(),
        });
    }
    let all = counted.as_ref().map(|answer| {
        let sum = &answer.scores.summary;
        if drawn.is_some() { sum.uncovered_a } else { sum.total_a }
    });
    let people_date = counted.as_ref().and_then(|answer| answer.people_date);
    Ok(Undrawn { areas, people: all.and_then(told_people), people_date, sources })
}

/// The people of each area, by code, whom no neighbourhood holds.
fn living(answer: &Comparison, any_drawn: bool) -> HashMap<&str, f64> {
    let figures = answer.scores.areas_a.iter();
    let figures = figures.map(|area| if any_drawn { area.uncovered } else { area.total });
    answer.a.areas.iter().map(|area| area.code.as_str()).zip(figures).collect()
}

/// What neighbourhoods leave of one area.
fn left(area: &IndexedArea, drawn: Option<&LayerOnDate<'_>>) -> Result<Option<Region<Bng>>, UndrawnError> {
    let region = area.version.region.as_ref();
    let near: Vec<_> = drawn
        .iter()
        .flat_map(|drawn| drawn.layer.candidates(area.bounds()))
        .filter(|one| drawn.is_some_and(|drawn| one.version.holds(drawn.asked.edition.as_ref(), drawn.on)))
        .map(|one| one.version.region.as_ref())
        .collect();
    if near.is_empty() {
        return Ok(Some(region.clone()));
    }
    let joined = dissolve(near)
        .map_err(|reason| UndrawnError::Ground { code: area.version.code_or_id().to_owned(), reason })?;
    Ok(remaining_region(region, &joined))
}
