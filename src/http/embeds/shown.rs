//! What a map shows, found in the atlas: its ground, its words, and the same as a list.

use jiff::civil::Date;

use super::query::{Day, EmbedView};
use crate::{
    asset::{Status, kinds},
    atlas::{LayerAtlas, LayerOnDate, View},
    boundary::LayerRef,
    compare::{Question, WeightRef, compare},
    coterminosity::Thresholds,
    http::{
        ApiError,
        cited::{Cited, thank},
        ground::box_degrees,
    },
    scenario::{Scenario, ScenarioId},
};

/// Rows of the list at most.
pub(super) const MOST_ROWS: usize = 300;
/// Of a place, areas with less than this share of their ground in it are not said to be in it.
const LEAST_IN_PLACE: f64 = 0.01;

/// What is shown.
pub(super) struct Shown<'a> {
    pub layer: Option<LayerOnDate<'a>>,
    pub with: Option<LayerOnDate<'a>>,
    /// The place, by its layer and its position among that layer's areas.
    pub place: Option<(LayerOnDate<'a>, u32)>,
    /// Assets, in degrees, with their names and kinds.
    pub assets: Vec<ShownAsset>,
    /// West, south, east and north.
    pub bounds: [f64; 4],
    pub title: String,
    pub below: String,
    pub attribution: Vec<String>,
    pub on: Date,
    /// Assets left out because their licence keeps them apart.
    pub kept_apart: usize,
}

/// An asset that is shown.
pub(super) struct ShownAsset {
    pub name: String,
    pub kind: String,
    pub at: [f64; 2],
}

/// The same as a list.
pub(super) struct List {
    pub heads: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Rows that there is no room for.
    pub more: usize,
}

impl<'a> Shown<'a> {
    /// What of it is public.
    pub fn find(view: &View<'a>, asked: &EmbedView) -> Result<Self, ApiError> {
        Self::find_for(&view.public(), asked)
    }

    /// What of it whoever asks may see: for pages of our own alone, never for a frame.
    pub fn find_for(view: &View<'a>, asked: &EmbedView) -> Result<Self, ApiError> {
        let on = asked.on.date();
        let find = |layer: &LayerRef| view.layer(layer, on);
        let layer = asked.layer.as_ref().map(find).transpose()?;
        let with = asked.with.as_ref().map(find).transpose()?;
        let mut place = None;
        let mut place_name = None;
        if let Some(within) = &asked.area {
            let of = view.layer(&within.layer, on)?;
            let area = of.area(&within.code)?;
            let at = of.layer.areas().iter().position(|one| std::ptr::eq(one, area));
            place_name = Some((area.version.name.clone(), area.bounds()));
            place = at.and_then(|at| u32::try_from(at).ok()).map(|at| (of, at));
        }
        let mut cited = Cited::default();
        for shown in [&layer, &with].into_iter().flatten() {
            shown.editions().for_each(|state| cited.edition(shown.layer, state));
        }
        if let Some((of, at)) = &place {
            cited.area(of.layer, &of.layer.areas()[*at as usize]);
        }
        let mut attribution = cited.attribution();
        let (assets, kept_apart) = assets(view, asked, on, place.as_ref(), &mut attribution);
        let bounds = place_name
            .as_ref()
            .map(|(_, bounds)| *bounds)
            .or_else(|| layer.as_ref().and_then(|layer| LayerAtlas::bounds_of(layer.areas())))
            .and_then(box_degrees)
            .ok_or_else(|| nothing(asked, on))?;
        let title = asked.title.clone().unwrap_or_else(|| {
            title(
                layer.as_ref(),
                with.as_ref(),
                place_name.as_ref().map(|(name, _)| name.as_str()),
                asked,
                view,
            )
        });
        let below = below(view, asked, on);
        Ok(Self { layer, with, place, assets, bounds, title, below, attribution, on, kept_apart })
    }

    /// The same as a list: areas, with the area of the second layer that most of each lies in.
    pub fn list(&self, view: &View<'a>, asked: &EmbedView) -> Result<List, ApiError> {
        let view = view.public();
        if let Some(layer) = &asked.layer {
            let mut list = match (&asked.with, &asked.area) {
                (Some(with), _) => self.partners(&view, asked, layer, with)?,
                (None, Some(within)) => inside(&view, layer, within, self.on)?,
                (None, None) => self.names(),
            };
            list.more = list.rows.len().saturating_sub(MOST_ROWS);
            list.rows.truncate(MOST_ROWS);
            return Ok(list);
        }
        let mut rows: Vec<Vec<String>> =
            self.assets.iter().map(|asset| vec![asset.name.clone(), asset.kind.clone()]).collect();
        rows.sort();
        let more = rows.len().saturating_sub(MOST_ROWS);
        rows.truncate(MOST_ROWS);
        Ok(List { heads: vec!["Name".to_owned(), "What it is".to_owned()], rows, more })
    }

    fn names(&self) -> List {
        let areas = self.layer.iter().flat_map(LayerOnDate::areas);
        let mut rows: Vec<Vec<String>> =
            areas.map(|area| vec![area.version.name.clone(), area.version.code_or_id().to_owned()]).collect();
        rows.sort();
        List { heads: vec!["Name".to_owned(), "Code".to_owned()], rows, more: 0 }
    }

    fn partners(
        &self,
        view: &View<'_>,
        asked: &EmbedView,
        layer: &LayerRef,
        with: &LayerRef,
    ) -> Result<List, ApiError> {
        let question = Question {
            a: layer.clone(),
            b: with.clone(),
            weight: None,
            within: asked.area.clone(),
            on: self.on,
            thresholds: Thresholds::default(),
        };
        let answer = compare(view, &question).map_err(ApiError::Compare)?;
        let of = match answer.weight.as_str() {
            "area" => "ground".to_owned(),
            weight => weight.to_owned(),
        };
        let name = |at: u32| answer.b.areas[at as usize].name.clone();
        let row = |(label, scores): (&crate::compare::AreaLabel, &crate::coterminosity::AreaScores)| {
            let best = scores.best_fit.as_ref().map(|fit| fit.best);
            vec![
                label.name.clone(),
                best.map_or_else(|| "none".to_owned(), |best| name(best.index)),
                best.map_or_else(String::new, |best| in_hundred(best.share)),
                scores.in_the_room.len().to_string(),
            ]
        };
        let rows = answer.a.areas.iter().zip(&answer.scores.areas_a).map(row).collect();
        let heads = vec![
            answer.a.layer.singular.clone(),
            format!("Most of its {of} lies in"),
            "How much".to_owned(),
            format!("{} with 5 in 100 or more", answer.b.layer.title),
        ];
        Ok(List { heads, rows, more: 0 })
    }
}

/// The areas of a layer that a place holds some of.
fn inside(
    view: &View<'_>,
    layer: &LayerRef,
    within: &crate::compare::Within,
    on: Date,
) -> Result<List, ApiError> {
    let question = Question {
        a: layer.clone(),
        b: within.layer.clone(),
        weight: Some(WeightRef::Area),
        within: None,
        on,
        thresholds: Thresholds::default(),
    };
    let answer = compare(view, &question).map_err(ApiError::Compare)?;
    let here = answer.b.areas.iter().position(|area| {
        area.code.eq_ignore_ascii_case(&within.code) || area.id.eq_ignore_ascii_case(&within.code)
    });
    let mut rows: Vec<Vec<String>> = answer
        .pairs
        .iter()
        .filter(|pair| Some(pair.b as usize) == here && pair.share_of_a >= LEAST_IN_PLACE)
        .map(|pair| vec![answer.a.areas[pair.a as usize].name.clone(), in_hundred(pair.share_of_a)])
        .collect();
    rows.sort();
    Ok(List { heads: vec!["Name".to_owned(), "How much of its ground lies here".to_owned()], rows, more: 0 })
}

/// A share as people say it; never "all" when it is not quite.
fn in_hundred(share: f64) -> String {
    if share.is_nan() {
        "not told".to_owned()
    } else if share >= 1.0 - 1e-9 {
        "all".to_owned()
    } else if share < 0.01 {
        "under 1 in 100".to_owned()
    } else {
        format!("{:.0} in 100", (share * 100.0).round().min(99.0))
    }
}

fn assets(
    view: &View<'_>,
    asked: &EmbedView,
    on: Date,
    place: Option<&(LayerOnDate<'_>, u32)>,
    attribution: &mut Vec<String>,
) -> (Vec<ShownAsset>, usize) {
    if asked.kinds.is_empty() {
        return (Vec::new(), 0);
    }
    let all = view.assets(on);
    let within = place.map(|(of, at)| &of.layer.areas()[*at as usize]);
    let wanted: Vec<_> = all
        .iter()
        .filter(|seen| asked.kinds.contains(&seen.asset.kind) && seen.asset.status == Status::Open)
        .filter_map(|seen| seen.point.map(|point| (seen, point)))
        .filter(|(_, point)| {
            within.is_none_or(|area| area.position(*point) != crate::geometry::validity::Position::Outside)
        })
        .collect();
    let mixed = wanted.iter().any(|(seen, _)| seen.list.share_alike)
        && wanted.iter().any(|(seen, _)| !seen.list.share_alike);
    let mut shown = Vec::new();
    let mut kept_apart = 0;
    for (seen, point) in wanted {
        if mixed && seen.list.share_alike {
            kept_apart += 1;
            continue;
        }
        thank(attribution, &seen.list.release.provenance.attribution);
        let Ok(at) = crate::geometry::to_degrees(point.x, point.y) else { continue };
        let kind = kinds()
            .get(&seen.asset.kind)
            .map_or_else(|| seen.asset.kind.to_string(), |kind| kind.name.clone());
        shown.push(ShownAsset { name: seen.asset.name.clone(), kind, at });
    }
    (shown, kept_apart)
}

fn title(
    layer: Option<&LayerOnDate<'_>>,
    with: Option<&LayerOnDate<'_>>,
    place: Option<&str>,
    asked: &EmbedView,
    view: &View<'_>,
) -> String {
    let of = |layer: &LayerOnDate<'_>| {
        let id = &layer.layer.layer().id;
        let scenario = ScenarioId::of_layer(id).and_then(|id| view.scenario(&id).ok());
        scenario.map_or_else(|| layer.layer.layer().title.clone(), |one| one.scenario().title.clone())
    };
    let mut named: Vec<String> = layer.into_iter().chain(with).map(of).collect();
    named.extend(asked.kinds.iter().filter_map(|kind| kinds().get(kind)).map(|kind| kind.plural.clone()));
    let what = match named.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((only, _)) => only.clone(),
        None => String::new(),
    };
    match (what.is_empty(), place) {
        (true, place) => place.unwrap_or_default().to_owned(),
        (false, None) => what,
        (false, Some(place)) => format!("{what}: {place}"),
    }
}

fn below(view: &View<'_>, asked: &EmbedView, on: Date) -> String {
    let day = on.strftime("%-d %B %Y");
    let mut said = match asked.on {
        Day::Today => format!("As it is today, {day}"),
        Day::Fixed(_) => format!("As on {day}"),
    };
    let scenario =
        asked.layer.iter().chain(&asked.with).filter_map(|layer| ScenarioId::of_layer(&layer.layer));
    for one in scenario.filter_map(|id| view.scenario(&id).ok()) {
        said.push_str(". ");
        said.push_str(&of_option(one.scenario(), on));
    }
    for (one, since) in view.in_effect(on) {
        let scenario = one.scenario();
        if takes_over(scenario, asked) {
            let since = since.strftime("%-d %B %Y");
            let (title, status) = (&scenario.title, status(scenario));
            let remark = format!(
                ". Since {since} “{title}” ({status}) has taken the place of some of the areas shown"
            );
            said.push_str(&remark);
        }
    }
    let places = asked.area.as_ref().map(|area| &area.layer.layer);
    let layers = asked.layer.iter().chain(&asked.with).map(|layer| &layer.layer).chain(places);
    if layers.into_iter().any(crate::boundary::LayerId::is_neighbourhoods) {
        said.push_str(". Neighbourhoods are drawn by residents and are no official boundaries");
    }
    said
}

fn status(scenario: &Scenario) -> String {
    scenario.status.as_str().replace('-', " ")
}

/// What an option is on a day: a proposal, a decision that takes effect later, or one that has.
fn of_option(scenario: &Scenario, on: Date) -> String {
    let status = status(scenario);
    let Some(vesting) = scenario.vesting else {
        return format!("An option, not a boundary in force: {status}");
    };
    let day = vesting.day.strftime("%-d %B %Y");
    let expected = if vesting.expected { " (expected)" } else { "" };
    match (scenario.status.is_decided(), vesting.day <= on) {
        (true, true) => format!("In place since {day}{expected}: {status}"),
        (true, false) => {
            format!("An option, not a boundary in force yet: {status}, takes over on {day}{expected}")
        }
        (false, _) => {
            format!("An option, not a boundary in force: {status}, would take over on {day}{expected}")
        }
    }
}

/// Whether areas that a map shows are components of a scenario; where the map is of one place, whether that place is.
fn takes_over(scenario: &Scenario, asked: &EmbedView) -> bool {
    scenario.assignment.components.iter().filter(|one| one.area.is_some()).any(|one| {
        let is_of = |layer: &LayerRef| layer.layer == one.layer.layer;
        match &asked.area {
            Some(place) => is_of(&place.layer) && place.code.eq_ignore_ascii_case(&one.code),
            None => asked.layer.iter().chain(&asked.with).any(is_of),
        }
    })
}

fn nothing(asked: &EmbedView, on: Date) -> ApiError {
    let layer = asked.layer.as_ref().map_or_else(String::new, ToString::to_string);
    ApiError::Parameter { param: "on", reason: format!("nothing of {layer} is in force on {on}") }
}
