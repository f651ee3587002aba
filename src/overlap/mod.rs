//! Which areas a point lies in.
//!
//! An R-tree finds candidates; the answer always comes from whole geometries. [`PointIndex`] answers for one
//! region, [`PointGrid`] for many points at once.

mod matrix;
mod point_grid;
mod point_index;

pub use self::matrix::{Entry, Matrix, sum};
pub use self::{point_grid::PointGrid, point_index::PointIndex};
