//! Making shapes on whole millimetres valid.

use geo::{Area, MapCoords};
use geo_types::{Coord, MultiPolygon};

use super::{
    overlay::enclosed,
    parted_holes,
    region::vertex_count,
    snap::{MILLIMETRES_PER_METRE, snap, to_millimetres},
    validity::{Defect, Finding, first_defect},
};

/// What a repair found and did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Repair {
    /// The first thing that was wrong.
    pub defect: Defect,
    /// Where it was, easting then northing in metres.
    pub at: (f64, f64),
    /// Ground after the repair less ground before it, in square metres, both as the rings' own signed sums.
    pub area_change_m2: f64,
    /// Points before, closing points included.
    pub vertices_before: usize,
    /// Points after.
    pub vertices_after: usize,
}

/// Why a shape cannot become a region.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum RepairFailed {
    /// No ring encloses any ground.
    #[error("it encloses no ground")]
    Empty,
    /// Repairing did not end in a valid shape.
    #[error("{defect} near easting {east:.0}, northing {north:.0}, and it could not be repaired", east = at.0, north = at.1)]
    Stubborn {
        /// What remains wrong.
        #[source]
        defect: DefectError,
        /// Easting and northing in metres.
        at: (f64, f64),
    },
}

/// A [`Defect`] as an error.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("{0}")]
pub struct DefectError(pub Defect);

/// Judges a snapped shape in millimetres, where its coordinates are exact: in metres a point on a slanting edge would
/// be off it by the last bit.
fn defect_on_grid(shape: &MultiPolygon<f64>) -> Option<Finding> {
    let exact = shape.map_coords(|coord| {
        let (x, y) = to_millimetres(coord);
        Coord { x: f64::from(x), y: f64::from(y) }
    });
    let finding = first_defect(&exact)?;
    Some(Finding { at: finding.at / MILLIMETRES_PER_METRE, ..finding })
}

/// Rounding the crossings of one round can make new ones a millimetre away; in practice one round is enough.
const ROUNDS: usize = 6;

/// Makes a snapped shape valid: what each exterior winds around, less what its holes wind around, and of that the union;
/// but where no rings cross, a part inside another that winds the other way is a hole. Says what was done, if
/// anything had to be.
///
/// # Errors
/// [`RepairFailed`] when no ground is left, or it will not become valid.
pub fn make_valid(shape: MultiPolygon<f64>) -> Result<(MultiPolygon<f64>, Option<Repair>), RepairFailed> {
    if shape.0.is_empty() {
        return Err(RepairFailed::Empty);
    }
    let Some(first) = defect_on_grid(&shape) else { return Ok((shape, None)) };
    let (area_before, vertices_before) = (shape.unsigned_area(), vertex_count(&shape));
    let mut mended = if first.defect == Defect::NestedParts { parted_holes::restore(shape) } else { shape };
    let mut finding = first;
    for _ in 0..ROUNDS {
        mended = snap(&enclosed(&mended));
        if mended.0.is_empty() {
            return Err(RepairFailed::Empty);
        }
        let Some(next) = defect_on_grid(&mended) else {
            let repair = Repair {
                defect: first.defect,
                at: (first.at.x, first.at.y),
                area_change_m2: mended.unsigned_area() - area_before,
                vertices_before,
                vertices_after: vertex_count(&mended),
            };
            return Ok((mended, Some(repair)));
        };
        finding = next;
    }
    Err(RepairFailed::Stubborn { defect: DefectError(finding.defect), at: (finding.at.x, finding.at.y) })
}
