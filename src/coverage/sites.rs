//! Where the things are that people go to, and how far away the nearest is.

use std::sync::Arc;

use geo_types::{Coord, MultiPolygon, Rect};
use rayon::prelude::*;
use rstar::{AABB, PointDistance, RTree, RTreeObject};

use super::discs::{disc, union_of_discs};
use crate::{
    asset::Site,
    geometry::{Bng, Region, RepairFailed, union_as_it_is},
};

/// Some sites, found by how near they are.
#[derive(Debug)]
pub struct Sites {
    all: Arc<[Site]>,
    tree: RTree<Leaf>,
}

/// A site in the tree.
#[derive(Debug)]
struct Leaf {
    all: Arc<[Site]>,
    at: usize,
}

impl Leaf {
    fn site(&self) -> &Site {
        &self.all[self.at]
    }
}

impl RTreeObject for Leaf {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        let bounds = self.site().bounds();
        AABB::from_corners(bounds.min().into(), bounds.max().into())
    }
}

impl PointDistance for Leaf {
    fn distance_2(&self, &[x, y]: &[f64; 2]) -> f64 {
        self.site().distance_m(Coord { x, y }).powi(2)
    }
}

impl Sites {
    /// Sites in any order.
    #[must_use]
    pub fn new(sites: Vec<Site>) -> Self {
        let all: Arc<[Site]> = sites.into();
        let leaves = (0..all.len()).map(|at| Leaf { all: Arc::clone(&all), at }).collect();
        Self { tree: RTree::bulk_load(leaves), all }
    }

    /// The sites, in the order in which they came.
    #[must_use]
    pub fn all(&self) -> &[Site] {
        &self.all
    }

    /// The site nearest to a place, by its position in [`all`](Self::all), and how far it is, in metres in a straight line: to its
    /// edge where it is ground, 0 inside. `None` when there are none.
    #[must_use]
    pub fn nearest(&self, place: Coord<f64>) -> Option<(usize, f64)> {
        let mut nearest = self.tree.nearest_neighbor_iter_with_distance_2(&[place.x, place.y]);
        nearest.next().map(|(leaf, squared)| (leaf.at, squared.sqrt()))
    }

    /// The ground within a distance of a site, in metres in a straight line; `None` when there is no site.
    ///
    /// Circles are drawn with 128 sides that keep their area, rounded corners of ground with 200.
    ///
    /// # Errors
    /// [`RepairFailed`] when a site's surroundings cannot be drawn.
    pub fn reach(&self, within_m: f64) -> Result<Option<Region<Bng>>, RepairFailed> {
        reach(&self.all.iter().collect::<Vec<_>>(), within_m)
    }

    /// What of [`reach`](Self::reach) is near some ground: all of it that can lie in this box, and more.
    ///
    /// # Errors
    /// As [`reach`](Self::reach).
    pub fn reach_near(&self, bounds: Rect<f64>, within_m: f64) -> Result<Option<Region<Bng>>, RepairFailed> {
        // A drawn circle stands out by up to a five-thousandth of its radius.
        let beyond = within_m * 1.001;
        let (min, max) = (bounds.min(), bounds.max());
        let around = AABB::from_corners([min.x - beyond, min.y - beyond], [max.x + beyond, max.y + beyond]);
        let near: Vec<&Site> = self.tree.locate_in_envelope_intersecting(&around).map(Leaf::site).collect();
        reach(&near, within_m)
    }
}

fn reach(sites: &[&Site], within_m: f64) -> Result<Option<Region<Bng>>, RepairFailed> {
    let centres: Vec<Coord<f64>> = sites
        .iter()
        .filter_map(|site| match site {
            Site::Point(place) => Some(*place),
            Site::Ground(_) => None,
        })
        .collect();
    let wide: Vec<Region<Bng>> = sites
        .par_iter()
        .filter_map(|site| match site {
            Site::Point(_) => None,
            Site::Ground(region) => Some(region.widened(within_m)),
        })
        .collect::<Result<_, _>>()?;
    let around_points = match union_of_discs(&centres, within_m) {
        Some(polygons) => Region::vouched(MultiPolygon(polygons)),
        None => joined(&centres.iter().map(|&centre| one(centre, within_m)).collect::<Result<Vec<_>, _>>()?)?,
    };
    if wide.is_empty() {
        return Ok(around_points);
    }
    joined(&wide.into_iter().chain(around_points).collect::<Vec<_>>())
}

fn one(centre: Coord<f64>, within_m: f64) -> Result<Region<Bng>, RepairFailed> {
    Region::new(&MultiPolygon(vec![disc(centre, within_m)])).map(|(region, _)| region)
}

fn joined(regions: &[Region<Bng>]) -> Result<Option<Region<Bng>>, RepairFailed> {
    // The overlay's rings are valid and wind as a region's do.
    union_as_it_is(regions).map(Region::vouched)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::polygon;
    use std::f64::consts::PI;

    fn park() -> Site {
        let square = polygon![(x: 510_000.0, y: 110_000.0), (x: 510_400.0, y: 110_000.0), (x: 510_400.0, y: 110_400.0), (x: 510_000.0, y: 110_400.0)];
        Site::Ground(Region::new(&MultiPolygon(vec![square])).unwrap().0)
    }

    fn at(x: f64, y: f64) -> Coord<f64> {
        Coord { x, y }
    }

    #[test]
    fn the_distance_is_that_of_the_nearest() {
        let sites = Sites::new(vec![Site::Point(at(509_000.0, 110_000.0)), park()]);
        assert_eq!(sites.nearest(at(509_300.0, 110_400.0)), Some((0, 500.0)));
        assert_eq!(sites.nearest(at(510_430.0, 110_440.0)), Some((1, 50.0)));
        assert_eq!(sites.nearest(at(510_100.0, 110_100.0)), Some((1, 0.0)));
        assert_eq!(Sites::new(Vec::new()).nearest(at(0.0, 0.0)), None);
    }

    #[test]
    fn a_park_reaches_from_its_edge() {
        let reach = Sites::new(vec![park()]).reach(800.0).unwrap().unwrap();
        let exact = 400.0 * 400.0 + 4.0 * 400.0 * 800.0 + PI * 800.0 * 800.0;
        assert!((reach.area().0 / exact - 1.0).abs() < 3e-4);
    }

    #[test]
    fn points_and_parks_reach_together() {
        let sites = Sites::new(vec![Site::Point(at(509_000.0, 110_200.0)), park()]);
        let reach = sites.reach(200.0).unwrap().unwrap();
        let exact = 400.0 * 400.0 + 4.0 * 400.0 * 200.0 + 2.0 * PI * 200.0 * 200.0;
        assert!((reach.area().0 / exact - 1.0).abs() < 3e-4);
        assert_eq!(reach.shape().0.len(), 2);
        let near = sites.reach_near(Rect::new((508_900.0, 110_100.0), (509_000.0, 110_200.0)), 200.0);
        assert!((near.unwrap().unwrap().area().0 / (PI * 200.0 * 200.0) - 1.0).abs() < 1e-6);
    }

    #[test]
    fn without_sites_nothing_is_reached() {
        assert_eq!(Sites::new(Vec::new()).reach(800.0).unwrap(), None);
    }
}
