//! The question, from the assets that count to the answer.

use std::sync::Arc;

use super::{
    AreaReach, Coverage, Found, Ground, ReachError, ReachQuestion, Reached, people::Asked, standing::Standing,
};
use crate::{
    atlas::{PreparedGround, View, Viewer},
    compare::{Citation, total},
    geometry::RepairFailed,
};

/// Finds who is within reach of assets of some kinds, and who is not.
///
/// # Errors
/// [`ReachError`], when a kind, layer, place, weight or class is not there.
pub fn reach(view: &View<'_>, question: &ReachQuestion) -> Result<Coverage, ReachError> {
    question.check()?;
    let asked = Asked::find(view, question)?;
    let found = Found::of(view, question);
    let reaches = view.reaches();
    let drawing = |error: Arc<RepairFailed>| ReachError::Drawing(error.to_string());
    let within = reaches.ground(&found.key, &found.sites, question.within_m).map_err(drawing)?;
    let ground = asked.by.drawn().map(Arc::clone);
    let flat = ground.as_deref().map(|ground| ground.merged().map_or(ground, |merged| &merged.ground));

    let mut sources = asked.sources.clone();
    let people = asked.people(&found, within.as_deref(), flat, &mut sources)?;
    sources.extend(found.lists.iter().map(|list| Citation::table(list.id.to_string(), &list.release)));
    let standing = ground.as_deref().map(|ground| Standing::new(&found, ground, question.within_m));

    let count = asked.by.areas.len();
    let mut areas = vec![AreaReach::default(); count];
    let mut whole = AreaReach::default();
    if let (Some(ground), Some(flat)) = (ground.as_deref(), flat) {
        for (area, figures) in areas.iter_mut().zip(grounds(view, ground, within.as_deref())) {
            area.ground = Some(figures);
        }
        let all = grounds(view, flat, within.as_deref());
        whole.ground = Some(Ground {
            total_m2: total(&all.iter().map(|ground| ground.total_m2).collect::<Vec<_>>()),
            within_m2: total(&all.iter().map(|ground| ground.within_m2).collect::<Vec<_>>()),
        });
    }
    if let Some(standing) = &standing {
        for (area, &assets) in areas.iter_mut().zip(&standing.in_area) {
            area.assets = Some(assets);
        }
        whole.assets = Some(standing.inside);
    }
    let counted = people.map(|people| {
        for (area, reached) in areas.iter_mut().zip(people.areas) {
            area.people = Some(reached);
        }
        whole.people = Some(people.whole);
        (people.counted, people.blocks)
    });
    let (counted, blocks) = counted.unzip();
    if crate::compare::is_drawn(asked.by.layer.id.as_str())
        || asked.place.as_ref().is_some_and(|(layer, _)| crate::compare::is_drawn(layer))
    {
        let all = areas.iter_mut().chain(std::iter::once(&mut whole));
        all.filter_map(|area| area.people.as_mut()).for_each(Reached::tell_as_drawn);
    }
    let Standing { inside, beyond, stop_at_border, .. } = standing.unwrap_or_default();
    Ok(Coverage {
        question: question.clone(),
        by: asked.by,
        place: asked.place,
        edge: asked.edge,
        found,
        inside,
        beyond,
        stop_at_border,
        counted,
        areas,
        whole,
        blocks,
        sources,
        last_change: view.last_asset_change(),
        signed_in: view.viewer() == Viewer::SignedIn && !question.public_assets,
    })
}

/// What of each area's ground is within reach.
fn grounds(view: &View<'_>, layer: &PreparedGround, within: Option<&PreparedGround>) -> Vec<Ground> {
    let mut grounds: Vec<Ground> =
        layer.areas_m2().iter().map(|&total_m2| Ground { total_m2, within_m2: 0.0 }).collect();
    let Some(within) = within else { return grounds };
    for pair in view.overlaps().between(layer, within).iter() {
        let ground = &mut grounds[pair.areas[0] as usize];
        ground.within_m2 = pair.area_m2.min(ground.total_m2);
    }
    grounds
}
