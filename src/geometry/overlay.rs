//! Boolean operations on whole millimetres, by `i_overlay`'s 64-bit integer engine: exact input, and crossings rounded
//! to the nearest millimetre. For the *geometry* of unions and overlaps; their areas come from `crate::overlap`.

use geo_types::{LineString, MultiPolygon, Polygon};
use i_overlay::{
    core::{
        fill_rule::FillRule, overlay::IntOverlayOptions, overlay::Overlay, overlay_rule::OverlayRule,
        solver::Solver,
    },
    i_float::int::point::IntPoint,
};

use super::{
    Bng, Region, coverage,
    region::rings_of,
    repair::RepairFailed,
    snap::{from_millimetres, to_millimetres},
    weld::weld,
};

pub(super) type Contour = Vec<IntPoint<i64>>;
type Shapes = Vec<Vec<Contour>>;

const NOTHING: &[Contour] = &[];

/// A crack or a splinter narrower than this, in metres of mean width, is an artefact of snapping where one
/// border has a point that its neighbour's lacks.
const CRACK_WIDTH_M: f64 = 0.01;

/// The union of regions: no internal borders left, cracks of a few millimetres between neighbours closed.
///
/// # Errors
/// [`RepairFailed`] when there is no ground, or the result cannot be made valid.
pub fn dissolve<'a>(regions: impl IntoIterator<Item = &'a Region<Bng>>) -> Result<Region<Bng>, RepairFailed> {
    let regions: Vec<&Region<Bng>> = regions.into_iter().collect();
    if let Some(region) = dissolve_coverage(&regions) {
        return Ok(region);
    }
    let contours: Vec<Contour> = regions.into_iter().flat_map(|region| contours(region.shape())).collect();
    let mut united = overlay(&contours, NOTHING, OverlayRule::Subject, FillRule::NonZero);
    let mut borders: Vec<Contour> = united.iter().flatten().cloned().collect();
    if weld(&mut borders) {
        united = overlay(&borders, NOTHING, OverlayRule::Subject, FillRule::NonZero);
    }
    let mut shape = to_shape(&united);
    shape.0.retain(|polygon| !is_crack(polygon.exterior()));
    let closed = shape.into_iter().map(|polygon| {
        let (exterior, mut holes) = polygon.into_inner();
        holes.retain(|hole| !is_crack(hole));
        Polygon::new(exterior, holes)
    });
    Region::new(&closed.collect()).map(|(region, _)| region)
}

/// The union of regions that share their borders to the millimetre; `None` when they do not, or leave cracks.
fn dissolve_coverage(regions: &[&Region<Bng>]) -> Option<Region<Bng>> {
    let shape = coverage::join(regions.iter().copied())?;
    if shape.iter().flat_map(rings_of).any(is_crack) {
        return None;
    }
    let mut borders = contours(&shape);
    // A point beside another's edge: a border that its neighbour does not have so.
    if weld(&mut borders) { None } else { Region::vouched(shape) }
}

/// The ground that two regions share, `None` when there is none wider than a crack.
#[must_use]
pub fn shared_region(a: &Region<Bng>, b: &Region<Bng>) -> Option<Region<Bng>> {
    combine(a, b, OverlayRule::Intersect)
}

/// The ground of `a` that is not in `b`, `None` when there is none wider than a crack.
#[must_use]
pub fn remaining_region(a: &Region<Bng>, b: &Region<Bng>) -> Option<Region<Bng>> {
    combine(a, b, OverlayRule::Difference)
}

/// The ground that lies in at least so many of the regions, `None` when there is none wider than a crack.
///
/// Each region winds once around its ground. With one box fewer than asked for wound the other way around everything, what still
/// winds is what enough regions hold: counting is the overlay's own, in whole numbers.
#[must_use]
pub fn covered_at_least(regions: &[&Region<Bng>], least: usize) -> Option<Region<Bng>> {
    if least == 0 || regions.len() < least {
        return None;
    }
    let mut all: Vec<Contour> = regions.iter().flat_map(|region| contours(region.shape())).collect();
    let points = || all.iter().flatten();
    let (west, east) = (points().map(|p| p.x).min()? - 1_000, points().map(|p| p.x).max()? + 1_000);
    let (south, north) = (points().map(|p| p.y).min()? - 1_000, points().map(|p| p.y).max()? + 1_000);
    let corner = IntPoint::new;
    let clockwise = vec![corner(west, south), corner(west, north), corner(east, north), corner(east, south)];
    all.extend(std::iter::repeat_n(clockwise, least - 1));
    let mut shape = to_shape(&overlay(&all, NOTHING, OverlayRule::Subject, FillRule::Positive));
    shape.0.retain(|polygon| !is_crack(polygon.exterior()));
    Region::new(&shape).ok().map(|(region, _)| region)
}

/// The ground that some rings wind around anticlockwise, `None` when there is none wider than a crack. Corners are whole millimetres of
/// the grid; rings may touch and cross.
#[must_use]
pub fn wound_by(rings: &[Vec<(i32, i32)>]) -> Option<Region<Bng>> {
    let corner = |&(x, y): &(i32, i32)| IntPoint::new(i64::from(x), i64::from(y));
    let contours: Vec<Contour> = rings.iter().map(|ring| ring.iter().map(corner).collect()).collect();
    let mut shape = to_shape(&overlay(&contours, NOTHING, OverlayRule::Subject, FillRule::Positive));
    shape.0.retain(|polygon| !is_crack(polygon.exterior()));
    Region::new(&shape).ok().map(|(region, _)| region)
}

/// What [`dissolve`] closes: the holes and splinters of a union as they are, for a check of a layer.
///
/// # Errors
/// [`RepairFailed`] when there is no ground.
pub fn union_as_it_is<'a>(
    regions: impl IntoIterator<Item = &'a Region<Bng>>,
) -> Result<MultiPolygon<f64>, RepairFailed> {
    let contours: Vec<Contour> = regions.into_iter().flat_map(|region| contours(region.shape())).collect();
    let shape = to_shape(&overlay(&contours, NOTHING, OverlayRule::Subject, FillRule::NonZero));
    if shape.0.is_empty() { Err(RepairFailed::Empty) } else { Ok(shape) }
}

fn combine(a: &Region<Bng>, b: &Region<Bng>, rule: OverlayRule) -> Option<Region<Bng>> {
    let mut shape = to_shape(&overlay(&contours(a.shape()), &contours(b.shape()), rule, FillRule::NonZero));
    shape.0.retain(|polygon| !is_crack(polygon.exterior()));
    Region::new(&shape).ok().map(|(region, _)| region)
}

/// The ground that a shape's rings enclose, whatever is wrong with them: each polygon is what its exterior winds
/// around, less what its holes wind around; the shape is the union of its polygons.
pub(super) fn enclosed(shape: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let mut polygons: Vec<Contour> = Vec::new();
    for polygon in shape {
        let solid = solid_ring(polygon.exterior());
        // One at a time: overlapping holes that wind opposite ways would cancel each other out.
        let holes: Vec<Contour> = polygon.interiors().iter().flat_map(solid_ring).collect();
        let pieces = if holes.is_empty() {
            vec![solid]
        } else {
            overlay(&solid, &holes, OverlayRule::Difference, FillRule::NonZero)
        };
        polygons.extend(pieces.into_iter().flatten());
    }
    to_shape(&overlay(&polygons, NOTHING, OverlayRule::Subject, FillRule::NonZero))
}

/// What a ring winds around, either way.
fn solid_ring(ring: &LineString<f64>) -> Vec<Contour> {
    overlay(&[contour(ring)], NOTHING, OverlayRule::Subject, FillRule::NonZero)
        .into_iter()
        .flatten()
        .collect()
}

fn overlay(subject: &[Contour], clip: &[Contour], rule: OverlayRule, fill: FillRule) -> Shapes {
    let options = IntOverlayOptions { ogc: true, ..IntOverlayOptions::keep_all_points() };
    Overlay::<i64>::from_subj_and_clip_custom(subject, clip, options, Solver::default()).overlay(rule, fill)
}

/// Rings wind as their polygons do, so that regions can be laid over each other under the non-zero rule.
fn contours(shape: &MultiPolygon<f64>) -> Vec<Contour> {
    shape.iter().flat_map(rings_of).map(contour).collect()
}

fn contour(ring: &LineString<f64>) -> Contour {
    let open = ring.0.len().saturating_sub(1);
    ring.0[..open]
        .iter()
        .map(|&coord| {
            let (x, y) = to_millimetres(coord);
            IntPoint::new(i64::from(x), i64::from(y))
        })
        .collect()
}

fn to_shape(shapes: &Shapes) -> MultiPolygon<f64> {
    let ring = |contour: &Contour| {
        let whole = |n: i64| i32::try_from(n).unwrap_or(if n < 0 { i32::MIN } else { i32::MAX });
        contour
            .iter()
            .map(|point| from_millimetres((whole(point.x), whole(point.y))))
            .collect::<LineString<f64>>()
    };
    MultiPolygon(
        shapes
            .iter()
            .filter_map(|contours| {
                let (exterior, holes) = contours.split_first()?;
                // `Polygon::new` closes the rings.
                Some(Polygon::new(ring(exterior), holes.iter().map(ring).collect()))
            })
            .collect(),
    )
}

fn is_crack(ring: &LineString<f64>) -> bool {
    use geo::{Area, Euclidean, Length};
    let area = Polygon::new(ring.clone(), vec![]).unsigned_area();
    2.0 * area < CRACK_WIDTH_M * Euclidean.length(ring)
}
