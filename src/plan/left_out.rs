//! What lies in the ground that an option divides and goes to none of its areas.

use std::collections::HashSet;

use super::resolve::Resolved;
use crate::{
    atlas::{IndexedArea, View},
    boundary::LayerRef,
    geometry::validity::Position,
};

/// An area that goes to none.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// Its layer, with its edition.
    pub layer: LayerRef,
    /// Its code, or its id where it has none.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Those who live there; none where nobody counts residents.
    pub residents: Option<f64>,
}

/// The layer whose areas say which ground belongs together: a district of which one ward is assigned should go somewhere whole.
const PARENTS: &str = "districts";

/// Components that the source leaves out, and areas of the finest level that lie in a district of which others are assigned.
pub(super) fn left_out(view: &View<'_>, resolved: &Resolved<'_>) -> Vec<LeftOut> {
    let mut found: Vec<LeftOut> = Vec::new();
    for group in &resolved.groups {
        let assigned: HashSet<&str> = group
            .components
            .iter()
            .filter(|one| one.to.is_some())
            .map(|one| one.area.version.code_or_id())
            .collect();
        let forgotten = group.components.iter().filter(|one| one.to.is_none());
        let forgotten = forgotten.filter(|one| !assigned.contains(one.area.version.code_or_id()));
        found.extend(forgotten.map(|one| told(&group.layer, one.area)));
    }
    found.extend(not_named(view, resolved));
    found.sort_by(|a, b| (a.layer.to_string(), &a.code).cmp(&(b.layer.to_string(), &b.code)));
    found.dedup_by(|a, b| a.layer == b.layer && a.code == b.code);
    found
}

fn told(layer: &LayerRef, area: &IndexedArea) -> LeftOut {
    let version = &area.version;
    LeftOut {
        layer: layer.clone(),
        code: version.code_or_id().to_owned(),
        name: version.name.clone(),
        residents: None,
    }
}

fn not_named(view: &View<'_>, resolved: &Resolved<'_>) -> Vec<LeftOut> {
    let Some(finest) = resolved.finest() else { return Vec::new() };
    let Some(parents) = view.layers().find(|layer| layer.layer().id.as_str() == PARENTS) else {
        return Vec::new();
    };
    if finest.layer.layer.as_str() == PARENTS {
        return Vec::new();
    }
    let Some(layer) = finest.components.first().map(|one| one.layer) else { return Vec::new() };
    let edition = finest.layer.edition.as_ref();
    let named: HashSet<&str> = finest.components.iter().map(|one| one.area.version.code_or_id()).collect();
    // Districts as they are while the components are.
    let day = finest.components.first().and_then(|one| one.area.version.period.from());
    let day = day.unwrap_or(jiff::civil::Date::MAX);
    let holds = |parent: &IndexedArea, area: &IndexedArea| {
        area.label_point().is_some_and(|place| parent.position(place) == Position::Inside)
    };
    let touched: Vec<&IndexedArea> = parents
        .in_force(None, day)
        .filter(|parent| finest.components.iter().any(|one| one.to.is_some() && holds(parent, one.area)))
        .collect();
    let whole: Vec<&IndexedArea> = resolved
        .groups
        .iter()
        .filter(|group| group.layer != finest.layer)
        .flat_map(|group| group.components.iter().map(|one| one.area))
        .collect();
    layer
        .in_force(edition, day)
        .filter(|area| !named.contains(area.version.code_or_id()))
        .filter(|area| touched.iter().any(|parent| holds(parent, area)))
        .filter(|area| !whole.iter().any(|larger| holds(larger, area)))
        .map(|area| told(&finest.layer, area))
        .collect()
}
