//! What moves: for an option, every area of a layer and every asset, with the council that it has and the one that it would have.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::PlanError;
use crate::{
    atlas::{LayerOnDate, ScenarioAtlas, View},
    boundary::{Family, LayerRef},
    compare::{Citation, Comparison, Question, attribution, cite_once, compare, of_layer},
    coterminosity::Thresholds,
};

/// What has less than this share of its people or ground in an area is not said to be there.
const LEAST: f64 = 0.05;

/// An area and the share that it has of something.
#[derive(Debug, Clone, PartialEq)]
pub struct Holder {
    /// Its code, or its id.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The share, from 0 to 1.
    pub share: f64,
}

/// Something whose council changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Moved {
    /// Its code, or its id.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The areas that it has now, the largest share first.
    pub before: Vec<Holder>,
    /// Those that it would have.
    pub after: Vec<Holder>,
    /// Its people, where they are counted.
    pub people: Option<f64>,
}

/// What moves.
#[derive(Debug)]
pub struct WhatMoves {
    /// The layer of the areas that are there now.
    pub before: LayerRef,
    /// What is counted; none for assets.
    pub weight: Option<String>,
    /// Everything that has ground or people in the option, by code.
    pub rows: Vec<Moved>,
    /// The releases used, each once.
    pub sources: Vec<Citation>,
}

impl WhatMoves {
    /// What must be shown beside it, each sentence once.
    #[must_use]
    pub fn attribution(&self) -> Vec<&str> {
        attribution(&self.sources)
    }
}

/// The layer of councils that an option's areas would take the place of: the districts where there are any, else the council layer that its
/// components are of.
///
/// # Errors
/// [`PlanError::NoCouncils`] where there is none on the day.
pub fn councils_before<'a>(
    view: &View<'a>,
    one: &ScenarioAtlas,
    on: Date,
) -> Result<LayerOnDate<'a>, PlanError> {
    let named = one.scenario().assignment.components.iter().map(|component| component.layer.layer.as_str());
    let candidates = std::iter::once("districts").chain(named);
    for name in candidates {
        let Ok(asked) = name.parse() else { continue };
        let layer = view.layer(&LayerRef { layer: asked, edition: None }, on);
        if let Ok(layer) = layer
            && layer.layer.layer().family == Family::Council
            && layer.areas().next().is_some()
        {
            return Ok(layer);
        }
    }
    Err(PlanError::NoCouncils { on })
}

/// For every area of a layer that meets an option: the councils that it has on a day, and those of the option.
///
/// # Errors
/// [`PlanError`], when a layer is not there or the option is not drawn.
pub fn moves_of_layer(
    view: &View<'_>,
    one: &ScenarioAtlas,
    what: &LayerRef,
    on: Date,
) -> Result<WhatMoves, PlanError> {
    let councils = councils_before(view, one, on)?.asked;
    let ask = |b: LayerRef| {
        let question = Question {
            a: what.clone(),
            b,
            weight: None,
            within: None,
            on,
            thresholds: Thresholds::default(),
        };
        compare(view, &question).map_err(PlanError::Compare)
    };
    let (now, then) =
        (ask(councils.clone())?, ask(LayerRef { layer: one.scenario().id.layer(), edition: None })?);
    let (before, after) = (holders(&now), holders(&then));
    let counted = then.people.is_some();
    let rows = then
        .a
        .areas
        .iter()
        .zip(&then.scores.areas_a)
        .filter_map(|(label, scores)| {
            let after = after.get(label.code.as_str())?.clone();
            let before = before.get(label.code.as_str()).cloned().unwrap_or_default();
            Some(Moved {
                code: label.code.clone(),
                name: label.name.clone(),
                before,
                after,
                people: counted.then_some(scores.total),
            })
        })
        .collect();
    let mut sources = Vec::new();
    cite_once(&mut sources, now.sources.all().into_iter().chain(then.sources.all()));
    Ok(WhatMoves { before: councils, weight: Some(then.weight.clone()), rows, sources })
}

fn holders(answer: &Comparison) -> BTreeMap<&str, Vec<Holder>> {
    let mut all: BTreeMap<&str, Vec<Holder>> = BTreeMap::new();
    for pair in answer.pairs.iter().filter(|pair| pair.share_of_a >= LEAST) {
        let (a, b) = (&answer.a.areas[pair.a as usize], &answer.b.areas[pair.b as usize]);
        all.entry(a.code.as_str()).or_default().push(Holder {
            code: b.code.clone(),
            name: b.name.clone(),
            share: pair.share_of_a.min(1.0),
        });
    }
    all
}

/// For every asset that stands in an option: the council that it is in on a day, and the area of the option.
///
/// # Errors
/// As [`moves_of_layer`].
pub fn moves_of_assets(view: &View<'_>, one: &ScenarioAtlas, on: Date) -> Result<WhatMoves, PlanError> {
    let councils = councils_before(view, one, on)?;
    let option = view
        .layer(&LayerRef { layer: one.scenario().id.layer(), edition: None }, on)
        .map_err(|error| PlanError::Compare(error.into()))?;
    let holder = |layer: &LayerOnDate<'_>, point| -> Vec<Holder> {
        let area = layer.area_at(point).map(|area| &area.version);
        area.map(|area| Holder { code: area.code_or_id().to_owned(), name: area.name.clone(), share: 1.0 })
            .into_iter()
            .collect()
    };
    let mut sources = Vec::new();
    cite_once(&mut sources, of_layer(&councils).iter().chain(&of_layer(&option)));
    let mut rows: Vec<Moved> = view
        .assets(on)
        .iter()
        .filter(|seen| seen.asset.status == crate::asset::Status::Open)
        .filter_map(|seen| {
            let point = seen.point?;
            let after = holder(&option, point);
            if after.is_empty() {
                return None;
            }
            cite_once(&mut sources, [&Citation::table(seen.list.id.to_string(), &seen.list.release)]);
            Some(Moved {
                code: seen.asset.id.to_string(),
                name: seen.asset.name.clone(),
                before: holder(&councils, point),
                after,
                people: None,
            })
        })
        .collect();
    rows.sort_by(|a, b| a.code.cmp(&b.code));
    Ok(WhatMoves { before: councils.asked, weight: None, rows, sources })
}
