//! What is within reach of some assets, and how far they are from where people are, kept for the next question.

use std::{collections::HashMap, sync::Arc};

use geo_types::Coord;
use moka::sync::Cache;
use rayon::prelude::*;

use super::{BlockPoints, PreparedGround};
use crate::{coverage::Sites, geometry::RepairFailed};

/// Memory for ground within reach, in bytes: for some twenty national questions.
const MOST_GROUND_BYTES: u64 = 256 << 20;
/// Memory for distances, in bytes.
const MOST_DISTANCE_BYTES: u64 = 64 << 20;

/// How far the people of each block have to go to the nearest of some sites, in metres in a straight line.
#[derive(Debug, Default)]
pub struct NearestSites {
    /// For each block that has points, the distance from each of them, in their order; infinite where there is no site.
    at_points: HashMap<u32, Vec<f64>>,
    /// For each block, the distance from a place well inside it.
    from_inside: Vec<f64>,
    /// For each block, the site that is nearest to most of its points, else to the place well inside it.
    sites: Vec<Option<u32>>,
}

impl NearestSites {
    fn new(inside: &[Option<Coord<f64>>], points: &BlockPoints, sites: &Sites) -> Self {
        let nearest = |place| match sites.nearest(place) {
            Some((site, metres)) => (u32::try_from(site).ok(), metres),
            None => (None, f64::INFINITY),
        };
        let nobody = (None, f64::INFINITY);
        let (mut sites, from_inside): (Vec<_>, Vec<_>) =
            inside.par_iter().map(|place| place.map_or(nobody, nearest)).unzip();
        let by_block: Vec<_> = points.areas().collect();
        let found: Vec<_> = by_block
            .into_par_iter()
            .map(|(block, points)| {
                let (near, metres): (Vec<_>, Vec<_>) = points.iter().map(|&point| nearest(point)).unzip();
                (block, most_frequent(near), metres)
            })
            .collect();
        let mut at_points = HashMap::with_capacity(found.len());
        for (block, site, metres) in found {
            if let Some(of_block) = sites.get_mut(block as usize) {
                *of_block = site;
            }
            at_points.insert(block, metres);
        }
        Self { at_points, from_inside, sites }
    }

    /// The site that is nearest to most of a block's points, by its position among the sites; where nobody knows points, the one that is
    /// nearest to a place well inside.
    #[must_use]
    pub fn site(&self, block: u32) -> Option<usize> {
        self.sites.get(block as usize).copied().flatten().map(|site| site as usize)
    }

    /// The distances from a block's points.
    #[must_use]
    pub fn at_points(&self, block: u32) -> Option<&[f64]> {
        self.at_points.get(&block).map(Vec::as_slice)
    }

    /// The distance from a place well inside a block; infinite where there is no site.
    #[must_use]
    pub fn from_inside(&self, block: u32) -> f64 {
        self.from_inside.get(block as usize).copied().unwrap_or(f64::INFINITY)
    }

    fn bytes(&self) -> usize {
        let points: usize = self.at_points.values().map(|metres| metres.len() * 8 + 48).sum();
        points + self.from_inside.len() * 16 + 128
    }
}

/// Of equals the first.
fn most_frequent(mut sites: Vec<Option<u32>>) -> Option<u32> {
    sites.sort_unstable();
    let runs = sites.chunk_by(|a, b| a == b);
    runs.rev().max_by_key(|run| run.len()).and_then(|run| run[0])
}

/// Kept by names for exactly the sites, the distance and the blocks, so what has changed is never asked for again.
#[derive(Debug, Clone)]
pub struct Reaches {
    grounds: Cache<String, Option<Arc<PreparedGround>>>,
    nearest: Cache<String, Arc<NearestSites>>,
}

impl Default for Reaches {
    fn default() -> Self {
        let ground = |_: &String, ground: &Option<Arc<PreparedGround>>| {
            let corners: usize =
                ground.iter().flat_map(|ground| ground.regions()).map(|region| region.vertex_count()).sum();
            u32::try_from(corners * 100 + 256).unwrap_or(u32::MAX)
        };
        let distances =
            |_: &String, nearest: &Arc<NearestSites>| u32::try_from(nearest.bytes()).unwrap_or(u32::MAX);
        Self {
            grounds: Cache::builder().max_capacity(MOST_GROUND_BYTES).weigher(ground).build(),
            nearest: Cache::builder().max_capacity(MOST_DISTANCE_BYTES).weigher(distances).build(),
        }
    }
}

impl Reaches {
    /// The ground within a distance of the sites that `name` names, as a layer of one area; `None` without sites.
    ///
    /// # Errors
    /// [`RepairFailed`] when a site's surroundings cannot be drawn.
    pub fn ground(
        &self,
        name: &str,
        sites: &Sites,
        within_m: f64,
    ) -> Result<Option<Arc<PreparedGround>>, Arc<RepairFailed>> {
        let key = format!("reach~{name}~{:x}", within_m.to_bits());
        self.grounds.try_get_with(key.clone(), || {
            let region = sites.reach(within_m)?;
            let ground =
                |region| Arc::new(PreparedGround::new(key, vec![("reach".to_owned(), Arc::new(region))]));
            Ok(region.map(ground))
        })
    }

    /// The distances from blocks to the sites that `name` names; `points` names where the blocks' people are, `inside` gives a
    /// place well inside each block.
    #[must_use]
    pub fn nearest(
        &self,
        name: &str,
        sites: &Sites,
        blocks: &PreparedGround,
        (points_name, points): (&str, &BlockPoints),
        inside: impl FnOnce() -> Vec<Option<Coord<f64>>>,
    ) -> Arc<NearestSites> {
        let key = format!("{name}~{}~{points_name}", blocks.key());
        self.nearest.get_with(key, || Arc::new(NearestSites::new(&inside(), points, sites)))
    }
}
