//! Where the assets that count stand: in an area, or outside and near enough to reach into one.

use geo::{Distance, Euclidean};
use geo_types::Point;
use rayon::prelude::*;

use super::Found;
use crate::{asset::Site, atlas::PreparedGround};

/// Where the assets that count stand.
#[derive(Default)]
pub(super) struct Standing {
    /// In each area, how many.
    pub(super) in_area: Vec<usize>,
    /// In any.
    pub(super) inside: usize,
    /// In none, but near enough to reach into one.
    pub(super) beyond: usize,
    /// Lists that have nothing outside, by their positions.
    pub(super) stop_at_border: Vec<usize>,
}

impl Standing {
    pub(super) fn new(found: &Found, layer: &PreparedGround, within_m: f64) -> Self {
        let held: Vec<(usize, Vec<usize>, bool)> = found
            .sites
            .all()
            .par_iter()
            .enumerate()
            .map(|(at, site)| {
                let mut areas = Vec::new();
                layer.holders(site.point(), |area| areas.push(area));
                let reaches = areas.is_empty() && reaches_into(site, layer, within_m);
                (at, areas, reaches)
            })
            .collect();
        let mut standing = Self { in_area: vec![0; layer.codes().len()], ..Self::default() };
        let (mut has_inside, mut has_outside) =
            (vec![false; found.lists.len()], vec![false; found.lists.len()]);
        for (at, areas, reaches) in held {
            let list = found.list_of[at];
            has_inside[list] |= !areas.is_empty();
            has_outside[list] |= areas.is_empty();
            standing.inside += usize::from(!areas.is_empty());
            standing.beyond += usize::from(reaches);
            for area in areas {
                standing.in_area[area] += 1;
            }
        }
        standing.stop_at_border =
            (0..found.lists.len()).filter(|&list| has_inside[list] && !has_outside[list]).collect();
        standing
    }
}

/// Whether a site outside a layer is near enough to reach into it.
fn reaches_into(site: &Site, layer: &PreparedGround, within_m: f64) -> bool {
    let bounds = site.bounds();
    let near = |low: f64, high: f64, from: f64, to: f64| low <= to + within_m && high >= from - within_m;
    layer.regions().iter().any(|region| {
        let area = region.bounds();
        let is_near = near(area.min().x, area.max().x, bounds.min().x, bounds.max().x)
            && near(area.min().y, area.max().y, bounds.min().y, bounds.max().y);
        is_near
            && match site {
                Site::Point(at) => Euclidean.distance(&Point::from(*at), region.shape()) <= within_m,
                Site::Ground(ground) => Euclidean.distance(ground.shape(), region.shape()) <= within_m,
            }
    })
}
