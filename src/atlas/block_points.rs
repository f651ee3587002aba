//! The postcodes in use of each block: where its people are.

use std::collections::HashMap;

use geo_types::Coord;
use rayon::prelude::*;

use super::{PostcodeIndex, PreparedGround};
use crate::asset::PostcodeStatus;

/// For each area, by its position, the places of the postcodes in it, in British National Grid metres.
#[derive(Debug, Default)]
pub struct BlockPoints {
    of_area: HashMap<u32, Vec<Coord<f64>>>,
    unknown: usize,
}

impl BlockPoints {
    pub(super) fn new(ground: &PreparedGround, postcodes: &PostcodeIndex) -> Self {
        let used: Vec<_> =
            postcodes.points().iter().filter(|point| point.status != PostcodeStatus::Terminated).collect();
        let placed: Vec<(u32, Coord<f64>, bool)> = used
            .par_iter()
            .flat_map_iter(|point| {
                let mut areas = Vec::new();
                ground.holders(point.at, |area| areas.push(u32::try_from(area).unwrap_or(u32::MAX)));
                areas.into_iter().map(|area| (area, point.at, point.status == PostcodeStatus::Unknown))
            })
            .collect();
        let mut points = Self::default();
        for (area, at, unknown) in placed {
            points.of_area.entry(area).or_default().push(at);
            points.unknown += usize::from(unknown);
        }
        points
    }

    /// The postcodes of an area; none where the people are spread over its ground.
    #[must_use]
    pub fn of(&self, area: u32) -> Option<&[Coord<f64>]> {
        self.of_area.get(&area).map(Vec::as_slice)
    }

    /// Every area that has a postcode.
    pub fn areas(&self) -> impl Iterator<Item = (u32, &[Coord<f64>])> {
        self.of_area.iter().map(|(&area, points)| (area, points.as_slice()))
    }

    /// Postcodes that no register that is loaded calls live or terminated. They are used, and counted here.
    #[must_use]
    pub fn of_unknown_status(&self) -> usize {
        self.unknown
    }
}
