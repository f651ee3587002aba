//! How drawn ground sits in the layers that stand above it.

use jiff::civil::Date;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

use crate::{
    atlas::{LayerAtlas, LayerOnDate, View},
    boundary::{Family, LayerRef},
    compare::{Comparison, OneQuestion, Subject, compare_one},
    coterminosity::Thresholds,
    geometry::{Bng, Region},
    http::{
        cited::{Cited, ReleaseBody},
        named::FamilyBody,
    },
    neighbourhood::{copied_share, is_copy, told_people},
    overlap::{Borders, shared_ground},
};

/// Less than this share of a drawing is a line drawn beside another, and not told.
const LEAST_SHARE: f64 = 0.001;

/// A layer that stands above a drawing, and its areas that share ground or people with it.
#[derive(Serialize, ToSchema)]
pub(super) struct StandsBody {
    /// The layer's id.
    #[schema(example = "wards")]
    layer: String,
    /// Its name, in the plural.
    layer_title: String,
    /// What one of its areas is called.
    layer_singular: String,
    /// Whose areas these are.
    family: FamilyBody,
    /// `ground` or `people`: what the shares are of. Lists of people have no ground.
    #[schema(example = "ground")]
    of: &'static str,
    /// Largest share first.
    areas: Vec<StandsArea>,
}

/// An area above a drawing.
#[derive(Serialize, ToSchema)]
pub(super) struct StandsArea {
    /// Its code, or its id where it has none.
    code: String,
    /// Its permanent id.
    id: String,
    /// Its name.
    name: String,
    /// Its share of the drawing; null where too few people stand behind it.
    share: Option<f64>,
}

/// People on drawn ground, as they may be told.
#[derive(Serialize, ToSchema, Default)]
pub(super) struct PeopleBody {
    /// An estimate from published blocks, rounded to 10; null under 50, or where nobody has been counted.
    pub people: Option<f64>,
    /// Whether it is null because it is under 50.
    pub suppressed: bool,
    /// The date of the figures.
    pub people_date: Option<Date>,
    /// How it was worked out, in words.
    pub method: Option<String>,
}

/// Layers of ground that can stand above a drawing.
fn above<'a>(view: &View<'a>, on: Date) -> impl Iterator<Item = (&'a LayerAtlas, LayerOnDate<'a>)> {
    let view = *view;
    view.layers()
        .filter(|layer| !matches!(layer.layer().family, Family::Census | Family::Community))
        .filter_map(move |layer| {
            let asked = LayerRef { layer: layer.layer().id.clone(), edition: None };
            Some((layer, view.layer(&asked, on).ok()?))
        })
}

/// Who stands above drawn ground on a day, and the releases that say so.
pub(super) fn stands(
    view: &View<'_>,
    region: &Arc<Region<Bng>>,
    on: Date,
) -> (Vec<StandsBody>, Vec<ReleaseBody>, Vec<String>) {
    let (mut all, mut cited) = (Vec::new(), Cited::default());
    let (own, whole) = (Borders::new(&[region.as_ref()]), region.area().0);
    for (layer, on_day) in above(view, on) {
        let ground = on_day.ground();
        if ground.codes().is_empty() {
            continue;
        }
        let mut areas: Vec<StandsArea> = Vec::new();
        for shared in shared_ground(&own, ground.borders()) {
            let share = shared.area_m2 / whole;
            let Ok(area) = on_day.area(&ground.codes()[shared.areas[1] as usize]) else { continue };
            if share >= LEAST_SHARE {
                cited.area(layer, area);
                areas.push(StandsArea {
                    code: area.version.code_or_id().to_owned(),
                    id: area.version.id.to_string(),
                    name: area.version.name.clone(),
                    share: Some((share.min(1.0) * 10_000.0).round() / 10_000.0),
                });
            }
        }
        if !areas.is_empty() {
            areas.sort_by(|a, b| {
                b.share
                    .partial_cmp(&a.share)
                    .unwrap_or(std::cmp::Ordering::Equal)
                    .then_with(|| a.code.cmp(&b.code))
            });
            all.push(of_layer(layer.layer(), "ground", areas));
        }
    }
    let lists: Vec<_> = view.memberships().filter(|lists| lists.release.period.covers(on)).cloned().collect();
    for lists in lists {
        let with = LayerRef { layer: lists.layer.id.clone(), edition: None };
        let Some(answer) = held_against(view, region, with, on) else { continue };
        let whole: f64 = answer.pairs.iter().map(|pair| pair.overlap).sum();
        let told_whole = told_people(whole);
        let mut areas: Vec<StandsArea> = Vec::new();
        for pair in answer.pairs.iter().filter(|pair| pair.overlap / whole >= LEAST_SHARE) {
            let other = &answer.b.areas[pair.b as usize];
            let share =
                told_people(pair.overlap).zip(told_whole).map(|(part, whole)| (part / whole).min(1.0));
            areas.push(StandsArea {
                code: other.code.clone(),
                id: other.id.clone(),
                name: other.name.clone(),
                share,
            });
        }
        if !areas.is_empty() {
            all.push(of_layer(&lists.layer, "people", areas));
        }
    }
    (all, cited.releases(), cited.attribution())
}

fn of_layer(layer: &crate::boundary::Layer, of: &'static str, areas: Vec<StandsArea>) -> StandsBody {
    StandsBody {
        layer: layer.id.to_string(),
        layer_title: layer.title.clone(),
        layer_singular: layer.singular.clone(),
        family: layer.family.into(),
        of,
        areas,
    }
}

fn held_against(view: &View<'_>, region: &Arc<Region<Bng>>, with: LayerRef, on: Date) -> Option<Comparison> {
    let subject = Subject::Drawn(Arc::clone(region));
    compare_one(view, &OneQuestion { subject, with, weight: None, on, thresholds: Thresholds::default() })
        .ok()
}

/// About how many people live on drawn ground.
pub(super) fn people(view: &View<'_>, region: &Arc<Region<Bng>>, on: Date) -> PeopleBody {
    let Ok(weight) = "residents".parse() else { return PeopleBody::default() };
    let weight = Some(weight);
    // Which layer it is held against does not change who lives there: the one with the fewest areas answers soonest.
    let mut layers: Vec<(usize, LayerRef)> = above(view, on)
        .filter_map(|(layer, on_day)| {
            Some((on_day.areas().count(), LayerRef { layer: layer.layer().id.clone(), edition: None }))
                .filter(|(areas, _)| *areas > 0)
        })
        .collect();
    layers.sort_by_key(|(areas, _)| *areas);
    let Some((_, with)) = layers.into_iter().next() else { return PeopleBody::default() };
    let subject = Subject::Drawn(Arc::clone(region));
    let question = OneQuestion { subject, with, weight, on, thresholds: Thresholds::default() };
    let Ok(answer) = compare_one(view, &question) else { return PeopleBody::default() };
    let people = told_people(answer.scores.areas_a.first().map_or(0.0, |area| area.total));
    PeopleBody {
        people,
        suppressed: people.is_none(),
        people_date: answer.people_date,
        method: Some(answer.method_in_words()),
    }
}

/// Whether councils are known on a day, and none of them is here.
pub(super) fn is_at_sea(view: &View<'_>, region: &Region<Bng>, on: Date) -> bool {
    let mut any = false;
    let own = Borders::new(&[region]);
    for (layer, on_day) in above(view, on).filter(|(layer, _)| layer.layer().family == Family::Council) {
        if on_day.areas().next().is_none() {
            continue;
        }
        any = true;
        let near: Vec<&Region<Bng>> = layer
            .candidates(region.bounds())
            .filter(|area| area.version.holds(None, on))
            .map(|area| area.version.region.as_ref())
            .collect();
        if !near.is_empty() && !shared_ground(&own, &Borders::new(&near)).is_empty() {
            return false;
        }
    }
    any
}

/// The official area that a drawing is the outline of, in words.
pub(super) fn official_copy(view: &View<'_>, region: &Region<Bng>, on: Date) -> Option<String> {
    let whole = region.area().0;
    for layer in view.layers().filter(|layer| layer.layer().family != Family::Community) {
        let alike =
            layer.candidates(region.bounds()).filter(|area| area.version.holds(None, on)).find(|area| {
                let official = &area.version.region;
                (official.area().0 / whole - 1.0).abs() < 0.03 && is_copy(copied_share(region, official))
            });
        if let Some(area) = alike {
            return Some(format!("the {} {}", layer.layer().singular, area.version.name));
        }
    }
    None
}
