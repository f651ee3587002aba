//! Whether a layer covers its ground once: gaps inside it, ground in two of its areas.

use geo::{Area, Euclidean, Length};
use geo_types::{Coord, MultiPolygon, Polygon};
use rayon::prelude::*;
use rstar::{AABB, RTree, primitives::GeomWithData, primitives::Rectangle};

use crate::geometry::{
    Bng, Region, SquareMetres, interior_point, remaining_region, shared_region, union_as_it_is,
};

/// Mean width below which a patch is only map noise along an edge, in metres (`2 · area / perimeter`).
const SLIVER_WIDTH_M: f64 = 10.0;
/// And area, in square metres: one hectare.
const SLIVER_AREA_M2: f64 = 10_000.0;
/// Below this, in square metres, a shared area is noise of arithmetic.
const NOISE_M2: f64 = 1e-3;

/// A piece of ground that is in no area, or in two.
#[derive(Debug, Clone)]
pub struct Patch {
    /// Its ground, in square metres.
    pub area: SquareMetres,
    /// `2 · area / perimeter`, in metres.
    pub width_m: f64,
    /// Whether it is small or thin enough to be map noise along an edge.
    pub is_sliver: bool,
    /// A point of it, easting and northing in metres.
    pub at: Coord<f64>,
    /// Positions of the areas that share it; empty for a gap.
    pub areas: Vec<usize>,
    /// The piece itself, British National Grid metres.
    pub shape: Polygon<f64>,
}

/// What a layer leaves out and covers twice.
#[derive(Debug, Clone, Default)]
pub struct Completeness {
    /// Ground of the union, in square metres.
    pub union: SquareMetres,
    /// Sum of the areas, in square metres.
    pub sum: SquareMetres,
    /// Ground in no area: enclosed by areas, or inside the extent; largest first.
    pub gaps: Vec<Patch>,
    /// Ground in two areas; largest first.
    pub doubles: Vec<Patch>,
    /// Ground of the layer outside the extent, in square metres, when there is one.
    pub outside: Option<SquareMetres>,
}

/// Judges a layer's regions. With an `extent`, ground of the extent in no area is a gap too, and the layer is judged
/// only inside it; without one, only what areas enclose can be a gap.
#[must_use]
pub fn completeness(regions: &[&Region<Bng>], extent: Option<&Region<Bng>>) -> Completeness {
    let inside: Vec<(usize, Region<Bng>)> = match extent {
        None => regions.iter().enumerate().map(|(position, region)| (position, (*region).clone())).collect(),
        Some(extent) => regions
            .par_iter()
            .enumerate()
            .filter_map(|(position, region)| Some((position, shared_region(region, extent)?)))
            .collect(),
    };
    let mut result =
        Completeness { sum: inside.iter().map(|(_, region)| region.area()).sum(), ..Completeness::default() };
    if let Some(extent) = extent {
        let whole: f64 = regions.iter().map(|region| region.area().0).sum();
        result.outside = Some(SquareMetres((whole - result.sum.0).max(0.0)));
        if inside.is_empty() {
            result.gaps = extent.shape().iter().filter_map(|part| patch(part, Vec::new())).collect();
            return result;
        }
    }
    let Ok(union) = union_as_it_is(inside.iter().map(|(_, region)| region)) else { return result };
    result.union = SquareMetres(union.unsigned_area());
    result.gaps = gaps(&union, extent);
    // What the areas hold beyond their union is held twice; without any there is no need to look at each pair.
    if result.sum.0 - result.union.0 > NOISE_M2 {
        result.doubles = doubles(&inside);
    }
    let largest_first = |a: &Patch, b: &Patch| b.area.0.total_cmp(&a.area.0);
    result.gaps.sort_by(largest_first);
    result.doubles.sort_by(largest_first);
    result
}

fn gaps(union: &MultiPolygon<f64>, extent: Option<&Region<Bng>>) -> Vec<Patch> {
    let Some(extent) = extent else {
        let holes = union.iter().flat_map(Polygon::interiors);
        return holes.filter_map(|hole| patch(&Polygon::new(hole.clone(), vec![]), Vec::new())).collect();
    };
    let Ok((covered, _)) = Region::new(union) else { return Vec::new() };
    let Some(left) = remaining_region(extent, &covered) else { return Vec::new() };
    left.shape().iter().filter_map(|part| patch(part, Vec::new())).collect()
}

fn doubles(regions: &[(usize, Region<Bng>)]) -> Vec<Patch> {
    let boxes = regions.iter().enumerate().map(|(index, (_, region))| {
        let bounds = region.bounds();
        GeomWithData::new(Rectangle::from_corners(bounds.min().into(), bounds.max().into()), index)
    });
    let tree: RTree<GeomWithData<Rectangle<(f64, f64)>, usize>> = RTree::bulk_load(boxes.collect());
    regions
        .par_iter()
        .enumerate()
        .flat_map_iter(|(index, (position, region))| {
            let bounds = region.bounds();
            let near = tree.locate_in_envelope_intersecting(&AABB::from_corners(
                bounds.min().into(),
                bounds.max().into(),
            ));
            let mut found = Vec::new();
            for other in near.map(|boxed| boxed.data).filter(|&other| other > index) {
                let (other_position, other_region) = &regions[other];
                if let Some(shared) = shared_region(region, other_region) {
                    let pair = || vec![*position, *other_position];
                    found.extend(shared.shape().iter().filter_map(|part| patch(part, pair())));
                }
            }
            found
        })
        .collect()
}

fn patch(polygon: &Polygon<f64>, areas: Vec<usize>) -> Option<Patch> {
    let area = polygon.unsigned_area();
    if area <= NOISE_M2 {
        return None;
    }
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let perimeter: f64 = rings.map(|ring| Euclidean.length(ring)).sum();
    let width_m = 2.0 * area / perimeter;
    let at = interior_point(&MultiPolygon(vec![polygon.clone()]))
        .or_else(|| polygon.exterior().0.first().copied())?;
    let is_sliver = area < SLIVER_AREA_M2 && width_m < SLIVER_WIDTH_M;
    Some(Patch { area: SquareMetres(area), width_m, is_sliver, at, areas, shape: polygon.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::polygon;

    fn square(x: f64, y: f64, side: f64) -> Region<Bng> {
        let ring =
            polygon![(x: x, y: y), (x: x + side, y: y), (x: x + side, y: y + side), (x: x, y: y + side)];
        Region::new(&MultiPolygon(vec![ring])).unwrap().0
    }

    #[test]
    fn squares_side_by_side_leave_nothing_out_and_nothing_twice() {
        let (a, b) = (square(0.0, 0.0, 100.0), square(100.0, 0.0, 100.0));
        let found = completeness(&[&a, &b], None);
        assert!(found.gaps.is_empty() && found.doubles.is_empty());
        assert!((found.union.0 - 20_000.0).abs() < 1e-6);
    }

    #[test]
    fn a_ring_of_squares_encloses_a_gap() {
        let ring: Vec<Region<Bng>> = (0..9)
            .filter(|n| *n != 4)
            .map(|n| square(f64::from(n % 3) * 100.0, f64::from(n / 3) * 100.0, 100.0))
            .collect();
        let found = completeness(&ring.iter().collect::<Vec<_>>(), None);
        assert_eq!(found.gaps.len(), 1);
        assert!((found.gaps[0].area.0 - 10_000.0).abs() < 1e-6 && !found.gaps[0].is_sliver);
    }

    #[test]
    fn ground_in_two_areas_is_found_with_both_and_a_thin_strip_is_a_sliver() {
        let (a, b, c) = (square(0.0, 0.0, 100.0), square(60.0, 0.0, 100.0), square(0.0, 99.0, 100.0));
        let found = completeness(&[&a, &b, &c], None);
        let shared: Vec<(f64, bool, &[usize])> =
            found.doubles.iter().map(|d| (d.area.0.round(), d.is_sliver, d.areas.as_slice())).collect();
        assert_eq!(
            shared,
            [(4_000.0, false, &[0, 1][..]), (100.0, true, &[0, 2][..]), (40.0, true, &[1, 2][..])]
        );
    }

    #[test]
    fn inside_an_extent_what_no_area_holds_is_a_gap() {
        let (extent, a) = (square(0.0, 0.0, 100.0), square(0.0, 0.0, 50.0));
        let found = completeness(&[&a], Some(&extent));
        assert!((found.gaps[0].area.0 - 7_500.0).abs() < 1e-6);
    }
}
