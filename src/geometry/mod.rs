//! Ground: coordinate reference systems, projection, snapping, validity.
//!
//! Everything is measured in the British National Grid (EPSG:27700), in metres, on whole
//! millimetres: [`snap`] puts a shape there, [`Region`] is the proof that it is valid. Longitude
//! and latitude (WGS 84, taken as ETRS89: they differ by under a metre, and every source here
//! means the same by both) come in and go out through [`grid`], which applies OSTN15 and nothing
//! less. Any other reference system passes through PROJ first ([`Reprojection`]).
//!
//! Planar grid areas lie within −0.08 % to +0.17 % of true ground in England.

mod coverage;
mod crs;
pub mod grid;
mod krueger;
pub mod mercator;
mod ostn15;
mod overlay;
mod parted_holes;
mod region;
mod repair;
mod reprojection;
mod snap;
mod units;
pub mod validity;
mod weld;

pub use self::{
    crs::{Bng, Crs, EPSG_BNG, EPSG_WEB_MERCATOR, EPSG_WGS84, LonLat},
    grid::{OutsideGrid, rounded_degrees, to_degrees, to_grid, to_lonlat},
    overlay::{covered_at_least, dissolve, remaining_region, shared_region, union_as_it_is, wound_by},
    region::{Region, interior_point},
    repair::{Repair, RepairFailed, make_valid},
    reprojection::{Reprojection, ReprojectionError, SourceCrs},
    snap::{MILLIMETRES_PER_METRE, from_millimetres, snap, snap_coord, to_millimetres},
    units::{Metres, SquareMetres},
};
