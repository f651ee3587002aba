//! The ground that is out of reach.

use rayon::prelude::*;

use super::{Found, ReachError, ReachQuestion, answer::Asked};
use crate::{
    atlas::View,
    compare::AreaLabel,
    geometry::{Bng, Region, remaining_region},
};

/// The ground of an area that is out of reach.
#[derive(Debug)]
pub struct Gap {
    /// The area.
    pub area: AreaLabel,
    /// The ground, British National Grid metres.
    pub ground: Region<Bng>,
}

/// What of each area is farther than the distance from every asset that counts; areas that are within reach whole are left out, and
/// so are lists of people, which have no ground.
///
/// # Errors
/// As [`reach`](super::reach).
pub fn gaps(view: &View<'_>, question: &ReachQuestion) -> Result<Vec<Gap>, ReachError> {
    question.check()?;
    let asked = Asked::new(view, question)?;
    let found = Found::of(view, question);
    let Some(layer) = asked.by.drawn() else { return Ok(Vec::new()) };
    let areas: Vec<_> = asked.by.areas.iter().zip(layer.regions()).collect();
    let cut = |&(area, region): &(&AreaLabel, &std::sync::Arc<Region<Bng>>)| {
        let near = match found.sites.reach_near(region.bounds(), question.within_m) {
            Ok(near) => near,
            Err(error) => return Some(Err(ReachError::Drawing(error.to_string()))),
        };
        let ground = match near {
            None => Some(region.as_ref().clone()),
            Some(near) => remaining_region(region, &near),
        };
        ground.map(|ground| Ok(Gap { area: area.clone(), ground }))
    };
    areas.par_iter().filter_map(cut).collect()
}
