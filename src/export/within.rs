//! Which areas belong to a place: those that share more with it than noise along its edge.

use geo::Intersects;
use geo_types::Polygon;
use rayon::prelude::*;

use crate::{
    atlas::IndexedArea,
    geometry::{Bng, Region, remaining_region, shared_region},
};

/// Ground both smaller and thinner than this is noise: two publishers' drawings of one border.
const NOISE_AREA_M2: f64 = 10_000.0;
const NOISE_WIDTH_M: f64 = 10.0;

/// How an area lies with respect to a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lies {
    Inside,
    /// Inside and outside, both by more than noise.
    Across,
    Outside,
}

pub(super) fn judge(areas: &[&IndexedArea], place: &Region<Bng>) -> Vec<Lies> {
    let reach = place.bounds();
    let lies = |area: &&IndexedArea| {
        let region = &area.version.region;
        if !area.bounds().intersects(&reach) {
            return Lies::Outside;
        }
        let Some(shared) = shared_region(region, place) else { return Lies::Outside };
        let beyond = remaining_region(region, place);
        match (is_more_than_noise(&shared), beyond.is_some_and(|beyond| is_more_than_noise(&beyond))) {
            (true, true) => Lies::Across,
            // An area may itself be as small as noise.
            (_, false) => Lies::Inside,
            (false, true) => Lies::Outside,
        }
    };
    areas.par_iter().map(lies).collect()
}

pub(super) fn those<'a>(
    areas: &[&'a IndexedArea],
    lies: &[Lies],
    wanted: impl Fn(Lies) -> bool,
) -> Vec<&'a IndexedArea> {
    areas.iter().zip(lies).filter(|&(_, &lies)| wanted(lies)).map(|(&area, _)| area).collect()
}

fn is_more_than_noise(region: &Region<Bng>) -> bool {
    use geo::{Area, Euclidean, Length};
    let is_more = |part: &Polygon<f64>| {
        let rings = std::iter::once(part.exterior()).chain(part.interiors());
        let around: f64 = rings.map(|ring| Euclidean.length(ring)).sum();
        let area = part.unsigned_area();
        area >= NOISE_AREA_M2 || 2.0 * area >= NOISE_WIDTH_M * around
    };
    region.shape().iter().any(is_more)
}
