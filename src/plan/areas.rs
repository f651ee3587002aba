//! The areas of an option, and the people in each.

use std::collections::HashMap;

use geo_types::{Coord, Rect};

use super::resolve::{Group, Resolved};
use crate::compare::Comparison;

/// One area of an option.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanArea {
    /// Its name.
    pub name: String,
    /// How many components it is made of.
    pub components: usize,
    /// Those who live there; none where nobody counts residents.
    pub residents: Option<f64>,
    /// Those on lists who live there; none where there are no lists.
    pub registered: Option<f64>,
    /// Its ground, in square metres.
    pub ground_m2: f64,
    /// Residents of the guide.
    pub guide_share: Option<f64>,
    /// Whether any of it was inferred.
    pub inferred: bool,
    /// The box around it, in grid metres; none when nothing of it is here.
    pub bounds: Option<Rect<f64>>,
}

/// The areas without their people.
pub(super) fn areas(names: &[String], resolved: &Resolved<'_>) -> Vec<PlanArea> {
    let mut areas: Vec<PlanArea> = names
        .iter()
        .map(|name| PlanArea {
            name: name.clone(),
            components: 0,
            residents: None,
            registered: None,
            ground_m2: 0.0,
            guide_share: None,
            inferred: false,
            bounds: None,
        })
        .collect();
    for component in resolved.components() {
        let Some(area) = component.to.and_then(|to| areas.get_mut(to)) else { continue };
        let (region, around) = (&component.area.version.region, component.area.bounds());
        area.components += 1;
        area.ground_m2 += region.area().0;
        area.inferred |= component.is_inferred;
        area.bounds = Some(area.bounds.map_or(around, |known| joined(known, around)));
    }
    areas
}

fn joined(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let low = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
    let high = Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) };
    Rect::new(low, high)
}

/// For each area of layer B of a comparison, its whole weight, by code.
pub(super) fn totals_b(answer: &Comparison) -> HashMap<&str, f64> {
    let labels = answer.b.areas.iter().map(|label| label.code.as_str());
    labels.zip(answer.scores.areas_b.iter().map(|area| area.total)).collect()
}

/// Adds up what components have, by the area that they go to.
pub(super) fn add_up(sums: &mut [f64], group: &Group<'_>, of: &HashMap<&str, f64>) {
    for component in &group.components {
        let Some(to) = component.to.filter(|to| *to < sums.len()) else { continue };
        sums[to] += of.get(component.area.version.code_or_id()).copied().unwrap_or(0.0);
    }
}
