//! Which areas a point lies in, and how much ground areas share.
//!
//! An R-tree finds candidates; the answer always comes from whole geometries. [`PointIndex`] answers for one
//! region, [`PointGrid`] for many points at once, [`shared_ground`] for two whole layers, and [`held_by_at_least`] finds
//! where many areas agree.

mod ground;
mod matrix;
mod point_grid;
mod point_index;

pub use self::{
    ground::{Borders, NOISE_M2, Shared, held_by_at_least, shared_by_three, shared_ground},
    matrix::{Entry, Matrix, sum},
    point_grid::PointGrid,
    point_index::PointIndex,
};
