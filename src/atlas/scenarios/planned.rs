//! What has been decided to become of a place: new areas, and those that they replace.

use std::collections::HashSet;

use geo_types::Coord;
use jiff::civil::Date;

use super::{ScenarioAtlas, find::find_component};
use crate::{
    atlas::{Found, View},
    boundary::Family,
    geometry::validity::Position,
    scenario::Purpose,
};

/// How much of an area the components of a scenario must make up for it to be replaced by them: the rest is drawn otherwise.
const WHOLE: f64 = 0.99;

/// A new area at a place.
#[derive(Debug)]
pub struct Planned<'a> {
    /// The scenario that it is of.
    pub scenario: &'a ScenarioAtlas,
    /// The area.
    pub area: Found<'a>,
}

/// An area that is still in a register on a day on which another has taken its place.
#[derive(Debug)]
pub struct Replaced<'a> {
    /// The area.
    pub found: Found<'a>,
    /// The scenario.
    pub by: &'a ScenarioAtlas,
    /// The name of the area that has taken its place.
    pub area: String,
    /// Since when.
    pub since: Date,
}

impl Replaced<'_> {
    /// "replaced on 2027-04-01 by West Surrey (Two unitaries, decided)".
    #[must_use]
    pub fn in_words(&self) -> String {
        let scenario = self.by.scenario();
        let expected =
            if scenario.vesting.is_some_and(|vesting| vesting.expected) { " (expected)" } else { "" };
        format!(
            "replaced on {}{expected} by {} ({}, {})",
            self.since, self.area, scenario.title, scenario.status
        )
    }
}

impl<'a> View<'a> {
    /// The scenarios that are decided and have taken effect by a day, each with the day on which it did.
    pub fn in_effect(&self, on: Date) -> impl Iterator<Item = (&'a ScenarioAtlas, Date)> + use<'a> {
        self.scenarios().filter_map(move |one| {
            let scenario = one.scenario();
            let day = scenario.vesting.filter(|vesting| vesting.day <= on)?.day;
            scenario.status.is_decided().then_some((one.as_ref(), day))
        })
    }

    /// The areas that hold a place by decision, and which of those found there they replace; these are taken out.
    pub(in crate::atlas) fn planned(
        &self,
        place: Coord<f64>,
        on: Date,
        within: &mut Vec<Found<'a>>,
    ) -> (Vec<Planned<'a>>, Vec<Replaced<'a>>) {
        let (mut planned, mut replaced) = (Vec::new(), Vec::new());
        for (scenario, since) in self.in_effect(on) {
            let Ok(layer) = &scenario.composed().layer else { continue };
            let mut here: Vec<(_, bool)> = layer
                .areas()
                .iter()
                .filter_map(|area| match area.position(place) {
                    Position::Inside => Some((area, false)),
                    Position::OnBorder => Some((area, true)),
                    Position::Outside => None,
                })
                .collect();
            here.sort_by(|a, b| (a.1, &a.0.version.id).cmp(&(b.1, &b.0.version.id)));
            let Some(&(area, on_border)) = here.first() else { continue };
            for at in (0..within.len()).rev() {
                if Self::replaces(scenario, &within[at]) {
                    let found = within.remove(at);
                    replaced
                        .insert(0, Replaced { found, by: scenario, area: area.version.name.clone(), since });
                }
            }
            let area = Found { layer, area, on_border, distance_m: 0.0 };
            planned.push(Planned { scenario, area });
        }
        (planned, replaced)
    }

    /// Whether a scenario takes the place of a council: of those that it names whole, of layers as coarse or coarser than the
    /// coarsest that it is made of, and whose ground its components make up.
    fn replaces(scenario: &ScenarioAtlas, found: &Found<'_>) -> bool {
        let says = scenario.scenario();
        if says.purpose != Purpose::Council || found.layer.layer().family != Family::Council {
            return false;
        }
        let parts = |id: &crate::boundary::LayerId| {
            scenario.parts.iter().find(|part| part.layer().id == *id).map(AsRef::as_ref)
        };
        let vesting = says.vesting.map(|vesting| vesting.day);
        let components: Vec<_> = says
            .assignment
            .components
            .iter()
            .filter(|one| one.area.is_some())
            .filter_map(|one| find_component(parts, &one.layer, &one.code, vesting).ok())
            .collect();
        let area = &found.area.version;
        let own = components
            .iter()
            .any(|one| one.layer.layer().id == found.layer.layer().id && one.area.version.id == area.id);
        // Of the layers that it is made of, the coarsest is what it replaces: a ward that goes to a council stays a ward.
        let mut orders = HashSet::new();
        let coarsest = components
            .iter()
            .filter(|one| orders.insert(one.layer.layer().id.as_str()))
            .map(|one| (mean_ground(one.layer), one.layer.layer().id.as_str()))
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let Some((coarsest_m2, coarsest)) = coarsest else { return false };
        if own {
            return found.layer.layer().id.as_str() == coarsest;
        }
        if mean_ground(found.layer) < coarsest_m2 {
            return false;
        }
        let whole = area.region.area().0;
        let inside = components.iter().filter(|one| {
            let point = one.area.label_point();
            point.is_some_and(|point| found.area.position(point) == Position::Inside)
        });
        inside.map(|one| one.area.version.region.area().0).sum::<f64>() >= WHOLE * whole
    }
}

/// The mean ground of a layer's areas, in square metres.
#[allow(clippy::cast_precision_loss)] // a mean of some thousand areas
fn mean_ground(layer: &crate::atlas::LayerAtlas) -> f64 {
    let areas = layer.areas();
    areas.iter().map(|area| area.version.region.area().0).sum::<f64>() / areas.len().max(1) as f64
}
