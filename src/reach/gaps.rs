//! The ground that is out of reach.

use rayon::prelude::*;

use super::{Coverage, ReachError};
use crate::{
    compare::AreaLabel,
    geometry::{Bng, Region, remaining_region},
};

/// The ground of an area that is out of reach.
#[derive(Debug)]
pub struct Gap<'a> {
    /// The area's position in the answer.
    pub at: usize,
    /// The area.
    pub area: &'a AreaLabel,
    /// The ground, British National Grid metres.
    pub ground: Region<Bng>,
}

/// What of each area of an answer is farther than the distance from every asset that counts. Areas that are within reach whole are
/// left out, and so are lists of people, which have no ground.
///
/// # Errors
/// [`ReachError::Drawing`] when an asset's surroundings cannot be drawn.
pub fn gaps(answer: &Coverage) -> Result<Vec<Gap<'_>>, ReachError> {
    let Some(layer) = answer.by.drawn() else { return Ok(Vec::new()) };
    let areas: Vec<_> = answer.by.areas.iter().zip(layer.regions()).enumerate().collect();
    let gap = |&(at, (area, region)): &(usize, (_, &std::sync::Arc<Region<Bng>>))| {
        let near = answer.found.sites.reach_near(region.bounds(), answer.question.within_m);
        let ground = match near {
            Err(error) => return Some(Err(ReachError::Drawing(error.to_string()))),
            Ok(None) => region.as_ref().clone(),
            Ok(Some(near)) => remaining_region(region, &near)?,
        };
        Some(Ok(Gap { at, area, ground }))
    };
    areas.par_iter().filter_map(gap).collect()
}
