//! What the tests and benches of tiles share: real wards, a plane to stand for the grid, and decoding.

#![allow(dead_code, reason = "each test uses its part")]

pub mod decode;
pub mod england;
pub mod plane;
pub mod world;
