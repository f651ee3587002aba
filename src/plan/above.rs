//! Before and after: who stands above an area on a day, and who would.

use jiff::civil::Date;

use super::changes::Holder;
use crate::{
    atlas::{LayerAtlas, ScenarioAtlas, View},
    boundary::{Family, Layer, LayerRef},
    compare::{Citation, OneQuestion, Subject, compare_one},
    coterminosity::{Counted, Thresholds},
    scenario::Purpose,
};

/// What has less than this share of an area does not stand above it.
const LEAST: f64 = 0.01;
/// From this share on somebody is to be in the room.
const IN_THE_ROOM: f64 = 0.05;

/// The areas of one layer that an area lies in.
#[derive(Debug, Clone, PartialEq)]
pub struct Above {
    /// The layer; an option's where it takes over.
    pub layer: LayerRef,
    /// Its name, in the plural.
    pub title: String,
    /// What is counted: `area`, or a weight.
    pub weight: String,
    /// The date of the figures of people.
    pub people_date: Option<Date>,
    /// The areas, the largest share first.
    pub areas: Vec<Holder>,
    /// All that the area has, in people; none on ground.
    pub people: Option<f64>,
    /// The releases used.
    pub sources: Vec<Citation>,
}

impl Above {
    /// Those that have to be in the room.
    pub fn in_the_room(&self) -> impl Iterator<Item = &Holder> {
        self.areas.iter().filter(|holder| holder.share >= IN_THE_ROOM)
    }
}

/// Who stands above an area on a day: councils, the NHS and other public services. A scenario for councils stands in place of the councils
/// that are there, from its vesting day on; one that is named, on any day.
#[must_use]
pub fn above(
    view: &View<'_>,
    layer: &LayerRef,
    code: &str,
    on: Date,
    scenario: Option<&ScenarioAtlas>,
) -> Vec<Above> {
    let councils = scenario.filter(|one| one.scenario().purpose == Purpose::Council);
    let layers: Vec<&Layer> = view
        .layers()
        .map(LayerAtlas::layer)
        .filter(|one| one.id != layer.layer && !matches!(one.family, Family::Census | Family::Community))
        .collect();
    let mut all = Vec::new();
    for one in layers {
        let asked = LayerRef { layer: one.id.clone(), edition: None };
        let replaced = councils.is_some() && one.family == Family::Council && one.id.as_str() != "wards";
        if !replaced {
            all.extend(held(view, layer, code, asked, &one.title, on));
        }
    }
    for lists in
        view.memberships().filter(|lists| lists.layer.id != layer.layer && lists.release.period.covers(on))
    {
        let asked = LayerRef { layer: lists.layer.id.clone(), edition: None };
        if !all.iter().any(|known: &Above| known.layer == asked) {
            all.extend(held(view, layer, code, asked, &lists.layer.title, on));
        }
    }
    if let Some(one) = scenario {
        let asked = LayerRef { layer: one.scenario().id.layer(), edition: None };
        all.extend(held(view, layer, code, asked, &one.scenario().title, on));
    }
    all
}

fn held(
    view: &View<'_>,
    layer: &LayerRef,
    code: &str,
    with: LayerRef,
    title: &str,
    on: Date,
) -> Option<Above> {
    let question = OneQuestion {
        subject: Subject::Area { layer: layer.clone(), code: code.to_owned() },
        with: with.clone(),
        weight: None,
        on,
        thresholds: Thresholds::default(),
    };
    // A layer that has nothing on the day stands above nobody.
    let answer = compare_one(view, &question).ok()?;
    let areas: Vec<Holder> = answer
        .pairs
        .iter()
        .filter(|pair| pair.share_of_a >= LEAST)
        .map(|pair| {
            let other = &answer.b.areas[pair.b as usize];
            Holder { code: other.code.clone(), name: other.name.clone(), share: pair.share_of_a.min(1.0) }
        })
        .collect();
    if areas.is_empty() {
        return None;
    }
    let people = (answer.counted == Counted::People)
        .then(|| answer.scores.areas_a.first().map(|area| area.total))
        .flatten()
        .filter(|people| !people.is_nan());
    Some(Above {
        layer: with,
        title: title.to_owned(),
        weight: answer.weight.clone(),
        people_date: answer.people_date,
        areas,
        people,
        sources: answer.sources.all().into_iter().cloned().collect(),
    })
}
