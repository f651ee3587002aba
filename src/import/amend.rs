//! Which areas an amending edition ends: those that it redraws, and those whose ground it takes.

use std::collections::{HashMap, HashSet};

use super::{EditionRequest, ImportError};
use crate::{
    boundary::{AreaId, AreaVersion, EditionId},
    geometry::shared_region,
    store::{NewArea, Store},
};

/// An area ends when at least this share of its ground lies in the new areas.
const TAKEN: f64 = 0.99;
/// Below this share of its ground it is only map noise along an edge.
const TOUCHED: f64 = 0.001;

/// What an amendment does to the edition that it amends.
#[derive(Debug, Default)]
pub(super) struct Replaced {
    /// Areas that end on its first day besides those that it redraws.
    pub ends: Vec<AreaId>,
    /// What should be said of areas that lose part of their ground and are not redrawn.
    pub remarks: Vec<String>,
}

/// An area of the amended edition and how much of it the new areas take.
pub(super) struct Taken<'a> {
    pub area: &'a AreaVersion,
    /// 0 to 1.
    pub share: f64,
    /// Which of the new areas, by position.
    pub by: Vec<usize>,
}

/// Looks up the amended edition and judges each of its areas that is not redrawn.
pub(super) fn replaced(
    store: &dyn Store,
    request: &EditionRequest,
    new: &[NewArea],
) -> Result<Replaced, ImportError> {
    let Some(amends) = &request.amends else { return Ok(Replaced::default()) };
    let base = store.read_layer(&request.layer)?.areas;
    let mut replaced = Replaced::default();
    for taken in taken(&standing(&base, amends, request), new) {
        let Taken { area, share, by } = taken;
        if share >= TAKEN {
            replaced.ends.push(area.id.clone());
        } else {
            let takers: Vec<&str> = by.iter().map(|&position| new[position].name.as_str()).collect();
            replaced.remarks.push(format!(
                "{:.1} % of the ground of {} ({}) is now in {} too; it stays in force as edition {amends} draws it.",
                share * 100.0,
                area.name,
                area.code_or_id(),
                takers.join(", ")
            ));
        }
    }
    Ok(replaced)
}

/// The areas of the amended edition, and of its earlier amendments, that are in force when this amendment starts.
pub(super) fn standing<'a>(
    base: &'a [AreaVersion],
    amends: &EditionId,
    request: &EditionRequest,
) -> Vec<&'a AreaVersion> {
    let of_the_base: HashSet<&AreaId> =
        base.iter().filter(|area| area.edition == *amends).map(|area| &area.id).collect();
    base.iter()
        .filter(|area| area.edition != request.edition)
        .filter(|area| area.edition == *amends || !of_the_base.is_empty())
        .filter(|area| match request.period.from() {
            // What held on the eve: the amendment itself may already have ended it, if this is a second import of it.
            Some(from) => {
                area.period.from().is_none_or(|start| start < from)
                    && area.period.until().is_none_or(|end| end >= from)
            }
            None => true,
        })
        .collect()
}

/// The standing areas that new ones take a noticeable part of, those left out that are redrawn under their own code or name.
pub(super) fn taken<'a>(standing: &[&'a AreaVersion], new: &[NewArea]) -> Vec<Taken<'a>> {
    let redrawn: HashSet<(Option<&str>, &str)> = new
        .iter()
        .map(|area| (area.code.as_deref(), if area.code.is_some() { "" } else { area.name.as_str() }))
        .collect();
    let boxes: Vec<_> = new.iter().map(|area| area.region.bounds()).collect();
    let mut taken: HashMap<usize, (f64, Vec<usize>)> = HashMap::new();
    for (position, old) in standing.iter().enumerate() {
        let key = (old.code.as_deref(), if old.code.is_some() { "" } else { old.name.as_str() });
        if redrawn.contains(&key) {
            continue;
        }
        let bounds = old.region.bounds();
        for (index, area) in new.iter().enumerate() {
            use geo::Intersects;
            if !boxes[index].intersects(&bounds) {
                continue;
            }
            if let Some(shared) = shared_region(&old.region, &area.region) {
                let entry = taken.entry(position).or_default();
                entry.0 += shared.area().0 / old.region.area().0;
                entry.1.push(index);
            }
        }
    }
    let mut taken: Vec<(usize, (f64, Vec<usize>))> =
        taken.into_iter().filter(|(_, (share, _))| *share >= TOUCHED).collect();
    taken.sort_by_key(|(position, _)| *position);
    taken.into_iter().map(|(position, (share, by))| Taken { area: standing[position], share, by }).collect()
}

/// Whether so much of an area is taken that it ends.
pub(super) fn is_taken(share: f64) -> bool {
    share >= TAKEN
}
