//! What is wrong with a scenario, in words for whoever made it.

use std::collections::HashMap;

use rstar::{AABB, RTree, primitives::GeomWithData, primitives::Rectangle};

use super::find::{FoundComponent, find_component};
use crate::{
    atlas::View,
    geometry::validity::Position,
    scenario::{Assigned, Scenario},
};

/// Something that is wrong with a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The position of the component that it is about, if of one.
    pub component: Option<usize>,
    /// What is wrong.
    pub text: String,
}

/// Every problem, those of components in their order.
pub(super) fn problems(view: &View<'_>, scenario: &Scenario) -> Vec<Problem> {
    let layers: HashMap<&str, _> = view.layers().map(|layer| (layer.layer().id.as_str(), layer)).collect();
    let vesting = scenario.vesting.map(|vesting| vesting.day);
    let assignment = &scenario.assignment;
    let mut problems = Vec::new();
    let mut found: Vec<(usize, FoundComponent<'_>)> = Vec::new();
    for (index, one) in assignment.components.iter().enumerate() {
        match find_component(|id| layers.get(id.as_str()).copied(), &one.layer, &one.code, vesting) {
            Ok(area) => found.push((index, area)),
            Err(why) => problems.push(Problem {
                component: Some(index),
                text: view.with_successors(&one.layer.layer, &one.code, &why),
            }),
        }
    }
    problems.extend(too_late(vesting, &found));
    problems.extend(twice(scenario, &found));
    problems.extend(nested(scenario, &found));
    problems.sort_by_key(|problem| problem.component);
    problems.extend(empty(scenario));
    problems
}

fn place(scenario: &Scenario, one: &Assigned) -> String {
    one.area.map_or_else(|| "no area".to_owned(), |area| format!("“{}”", scenario.assignment.areas[area]))
}

fn too_late(vesting: Option<jiff::civil::Date>, found: &[(usize, FoundComponent<'_>)]) -> Vec<Problem> {
    let Some(vesting) = vesting else { return Vec::new() };
    let late = found.iter().filter_map(|(index, component)| {
        let version = &component.area.version;
        let from = version.period.from().filter(|&from| from > vesting)?;
        let text = format!(
            "“{}” ({}) starts on {from}, after the vesting day {vesting}",
            version.name,
            version.code_or_id()
        );
        Some(Problem { component: Some(*index), text })
    });
    late.collect()
}

fn twice(scenario: &Scenario, found: &[(usize, FoundComponent<'_>)]) -> Vec<Problem> {
    let components = &scenario.assignment.components;
    let mut seen: HashMap<(&str, &str), usize> = HashMap::new();
    let again = found.iter().filter_map(|(index, component)| {
        let version = &component.area.version;
        let key = (component.layer.layer().id.as_str(), version.id.as_str());
        let before = *seen.entry(key).or_insert(*index);
        (before != *index).then(|| {
            let text = format!(
                "“{}” ({}) is assigned twice: to {} and to {}",
                version.name,
                version.code_or_id(),
                place(scenario, &components[before]),
                place(scenario, &components[*index])
            );
            Problem { component: Some(*index), text }
        })
    });
    again.collect()
}

/// Areas that lie in another that is assigned as well: a ward and its own district.
fn nested(scenario: &Scenario, found: &[(usize, FoundComponent<'_>)]) -> Vec<Problem> {
    let components = &scenario.assignment.components;
    let layer_of = |at: usize| &components[found[at].0].layer.layer;
    if (1..found.len()).all(|at| layer_of(at) == layer_of(0)) {
        return Vec::new();
    }
    let boxes = found.iter().enumerate().map(|(at, (_, component))| {
        let bounds = component.area.bounds();
        let (min, max) = (bounds.min(), bounds.max());
        GeomWithData::new(Rectangle::from_corners([min.x, min.y], [max.x, max.y]), at)
    });
    let tree = RTree::bulk_load(boxes.collect());
    let mut problems = Vec::new();
    for (at, (index, inner)) in found.iter().enumerate() {
        let Some(point) = inner.area.label_point() else { continue };
        let here = AABB::from_point([point.x, point.y]);
        let around = tree.locate_in_envelope_intersecting(&here).map(|boxed| boxed.data);
        let outer = around.filter(|&other| layer_of(other) != layer_of(at)).find(|&other| {
            let other = found[other].1.area;
            let larger = other.version.region.area().0 > inner.area.version.region.area().0;
            larger && other.position(point) == Position::Inside
        });
        if let Some(outer) = outer {
            let (inside, outside) = (&inner.area.version, &found[outer].1.area.version);
            let text = format!(
                "“{}” ({}) is assigned to {}, and “{}” ({}), in which it lies, to {}: assign one of them",
                inside.name,
                inside.code_or_id(),
                place(scenario, &components[*index]),
                outside.name,
                outside.code_or_id(),
                place(scenario, &components[found[outer].0])
            );
            problems.push(Problem { component: Some(*index), text });
        }
    }
    problems
}

fn empty(scenario: &Scenario) -> Vec<Problem> {
    let has = |index: usize| {
        scenario.assignment.components.iter().any(|one| one.area == Some(index))
            || scenario.not_drawn.iter().any(|one| one.area == Some(index))
    };
    let names = scenario.assignment.areas.iter().enumerate().filter(|(index, _)| !has(*index));
    names
        .map(|(_, name)| Problem { component: None, text: format!("nothing is assigned to “{name}”") })
        .collect()
}
