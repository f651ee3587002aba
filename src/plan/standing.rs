//! How the ground of an option is divided now: the other side of *before and after*.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::{PlanError, resolve::Resolved};
use crate::{
    atlas::{IndexedArea, LayerOnDate, View},
    boundary::{Family, LayerRef},
    compare::{Citation, cite_once, of_layer},
    scenario::{Assigned, Assignment, Confidence, Purpose},
};

/// The same components in the councils that they have on a day, so that every figure of an option can be asked of what is there now. An option
/// for councils is held beside the upper tier (counties, and districts that are in none); any other beside the districts.
///
/// A component counts for the council that a point well inside it lies in; one that lies in none goes to no area. Areas are in order of
/// name. Beside them the releases of those councils.
///
/// # Errors
/// [`PlanError::NoCouncils`] where no layer of councils is in force on the day.
pub fn standing(
    view: &View<'_>,
    assignment: &Assignment,
    vesting: Option<Date>,
    purpose: Purpose,
    on: Date,
) -> Result<(Assignment, Vec<Citation>), PlanError> {
    let tiers: &[&str] =
        if purpose == Purpose::Council { &["counties", "districts"] } else { &["districts"] };
    let tiers: Vec<LayerOnDate<'_>> = tiers.iter().filter_map(|name| councils(view, name, on)).collect();
    if tiers.is_empty() {
        return Err(PlanError::NoCouncils { on });
    }
    let council = |component: &IndexedArea| {
        let place = component.label_point()?;
        tiers.iter().find_map(|tier| tier.area_at(place))
    };
    let resolved = Resolved::new(view, assignment, vesting);
    let components = resolved
        .groups
        .iter()
        .flat_map(|group| group.components.iter().map(move |component| (&group.layer, component.area)));
    let found: Vec<_> = components.map(|(layer, area)| (layer, area, council(area).map(key))).collect();
    let distinct: BTreeSet<Key<'_>> = found.iter().filter_map(|found| found.2).collect();
    let areas: BTreeMap<Key<'_>, usize> = distinct.into_iter().zip(0..).collect();
    let components = found
        .iter()
        .map(|(layer, area, council)| Assigned {
            layer: (*layer).clone(),
            code: area.version.code_or_id().to_owned(),
            area: council.and_then(|council| areas.get(&council).copied()),
            confidence: Confidence::Stated,
        })
        .collect();
    let mut sources = Vec::new();
    for tier in &tiers {
        cite_once(&mut sources, &of_layer(tier));
    }
    Ok((Assignment { areas: names(areas.keys()), components }, sources))
}

/// A council by its name and its code.
type Key<'a> = (&'a str, &'a str);

fn key(council: &IndexedArea) -> Key<'_> {
    (&council.version.name, council.version.code_or_id())
}

/// What councils are called; those of one name with their codes beside it, for an assignment knows its areas by name.
fn names<'a>(councils: impl Iterator<Item = &'a Key<'a>> + Clone) -> Vec<String> {
    let others = councils.clone();
    let is_shared = |name: &str| others.clone().filter(|(other, _)| *other == name).count() > 1;
    let called = |(name, code): &Key<'_>| {
        if is_shared(name) { format!("{name} ({code})") } else { (*name).to_owned() }
    };
    councils.map(called).collect()
}

fn councils<'a>(view: &View<'a>, name: &str, on: Date) -> Option<LayerOnDate<'a>> {
    let layer = view.layer(&LayerRef { layer: name.parse().ok()?, edition: None }, on).ok()?;
    (layer.layer.layer().family == Family::Council && layer.areas().next().is_some()).then_some(layer)
}
