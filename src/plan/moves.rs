//! Moving a component to another area of an option.

use jiff::civil::Date;

use super::PlanError;
use crate::{
    atlas::{IndexedArea, LayerAtlas, View, find_component},
    boundary::{LayerId, LayerRef},
    geometry::validity::Position,
    scenario::{Assigned, Assignment, Confidence},
};

/// A component that is to go elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// Its layer.
    pub layer: LayerRef,
    /// Its code.
    pub code: String,
    /// The name of the area that it goes to; `None`: to none. A name that the option does not have is a new area.
    pub to: Option<String>,
}

/// An assignment after some moves, one after the other. A ward that is moved out of a district that is assigned whole splits the
/// district into its wards: those that have a place well inside in it.
///
/// # Errors
/// [`PlanError::NoComponent`] for what is no area here.
pub fn moved(
    view: &View<'_>,
    assignment: &Assignment,
    vesting: Option<Date>,
    moves: &[Move],
) -> Result<Assignment, PlanError> {
    let layers: Vec<&LayerAtlas> = view.layers().collect();
    let find = |id: &LayerId| layers.iter().copied().find(|layer| layer.layer().id == *id);
    let mut after = assignment.clone();
    for one in moves {
        let found = find_component(find, &one.layer, &one.code, vesting)
            .map_err(|error| PlanError::NoComponent(error.to_string()))?;
        let to = one.to.as_deref().map(|name| position(&mut after, name));
        let is_it = |component: &Assigned| {
            component.layer.layer == one.layer.layer && component.code.eq_ignore_ascii_case(&one.code)
        };
        if let Some(component) = after.components.iter_mut().find(|component| is_it(component)) {
            component.area = to;
            continue;
        }
        let around = after.components.iter().position(|component| {
            let larger = find_component(find, &component.layer, &component.code, vesting);
            larger.is_ok_and(|larger| {
                larger.layer.layer().id != found.layer.layer().id && holds(larger.area, found.area)
            })
        });
        if let Some(at) = around {
            split(&mut after, at, find, vesting, (found.layer, found.area));
        }
        match after.components.iter_mut().find(|component| is_it(component)) {
            Some(component) => component.area = to,
            None => after.components.push(component(found.layer, found.area, to)),
        }
    }
    Ok(after)
}

/// The position of an area by its name, which is added when it is new.
fn position(assignment: &mut Assignment, name: &str) -> usize {
    let known = assignment.areas.iter().position(|area| area == name);
    known.unwrap_or_else(|| {
        assignment.areas.push(name.to_owned());
        assignment.areas.len() - 1
    })
}

/// Puts the smaller areas in the place of the larger one that holds them.
fn split<'a>(
    assignment: &mut Assignment,
    at: usize,
    find: impl Fn(&LayerId) -> Option<&'a LayerAtlas>,
    vesting: Option<Date>,
    (layer, like): (&'a LayerAtlas, &'a IndexedArea),
) {
    let larger = assignment.components.remove(at);
    let Ok(parent) = find_component(find, &larger.layer, &larger.code, vesting) else { return };
    let edition = &like.version.edition;
    let children = layer.areas().iter().filter(|area| area.version.edition == *edition);
    let known: Vec<String> = assignment.components.iter().map(|one| one.code.to_lowercase()).collect();
    let children = children.filter(|area| {
        holds(parent.area, area) && !known.contains(&area.version.code_or_id().to_lowercase())
    });
    let new: Vec<Assigned> = children
        .map(|area| Assigned { confidence: larger.confidence, ..component(layer, area, larger.area) })
        .collect();
    assignment.components.splice(at..at, new);
}

fn component(layer: &LayerAtlas, area: &IndexedArea, to: Option<usize>) -> Assigned {
    let edition = Some(area.version.edition.clone());
    Assigned {
        layer: LayerRef { layer: layer.layer().id.clone(), edition },
        code: area.version.code_or_id().to_owned(),
        area: to,
        confidence: Confidence::Stated,
    }
}

fn holds(larger: &IndexedArea, smaller: &IndexedArea) -> bool {
    let place = smaller.label_point();
    place.is_some_and(|place| larger.position(place) == Position::Inside)
        && larger.version.region.area().0 > smaller.version.region.area().0
}
