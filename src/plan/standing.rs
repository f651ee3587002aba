//! How the ground of an option is divided now: the other side of *before and after*.

use jiff::civil::Date;

use super::{PlanError, resolve::Resolved};
use crate::{
    atlas::{IndexedArea, LayerOnDate, View},
    boundary::{Family, LayerRef},
    compare::{Citation, cite_once, of_layer},
    geometry::validity::Position,
    scenario::{Assigned, Assignment, Confidence, Purpose},
};

/// The same components in the councils that they have on a day, so that every figure of an option can be asked of what is there now. An option
/// for councils is held beside the upper tier (counties, and districts that are in none); any other beside the districts.
///
/// Beside it the releases of those councils. A component counts for the council that a point well inside it lies in; one that lies in none goes to no area. Areas are in order of name.
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
    let resolved = Resolved::new(view, assignment, vesting);
    let found: Vec<(Assigned, Option<String>)> = resolved
        .groups
        .iter()
        .flat_map(|group| group.components.iter().map(move |one| (&group.layer, one.area)))
        .map(|(layer, area)| {
            let council = tiers.iter().find_map(|tier| holder(tier, area));
            let component = Assigned {
                layer: layer.clone(),
                code: area.version.code_or_id().to_owned(),
                area: None,
                confidence: Confidence::Stated,
            };
            (component, council)
        })
        .collect();
    let mut areas: Vec<String> = found.iter().filter_map(|(_, council)| council.clone()).collect();
    areas.sort_unstable();
    areas.dedup();
    let components = found
        .into_iter()
        .map(|(component, council)| Assigned {
            area: council.and_then(|name| areas.binary_search(&name).ok()),
            ..component
        })
        .collect();
    let mut sources = Vec::new();
    for tier in &tiers {
        cite_once(&mut sources, &of_layer(tier));
    }
    Ok((Assignment { areas, components }, sources))
}

fn councils<'a>(view: &View<'a>, name: &str, on: Date) -> Option<LayerOnDate<'a>> {
    let layer = view.layer(&LayerRef { layer: name.parse().ok()?, edition: None }, on).ok()?;
    (layer.layer.layer().family == Family::Council && layer.areas().next().is_some()).then_some(layer)
}

/// The name of the area of a layer that a component lies in. Two areas of one name are one to a reader only if they are one; their codes tell them
/// apart.
fn holder(layer: &LayerOnDate<'_>, component: &IndexedArea) -> Option<String> {
    let point = component.label_point()?;
    let edition = layer.asked.edition.as_ref();
    let mut here: Vec<&IndexedArea> = layer
        .layer
        .candidates(geo_types::Rect::new(point, point))
        .filter(|area| area.version.holds(edition, layer.on) && area.position(point) != Position::Outside)
        .collect();
    here.sort_by(|a, b| a.version.code_or_id().cmp(b.version.code_or_id()));
    let area = here.first()?;
    let name = &area.version.name;
    let is_shared = layer.areas().any(|other| other.version.name == *name && !std::ptr::eq(other, *area));
    Some(if is_shared { format!("{name} ({})", area.version.code_or_id()) } else { name.clone() })
}
