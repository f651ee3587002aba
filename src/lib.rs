//! Patchwork shows how the patches drawn on England fit each other.
//!
//! The path of data through the code:
//!
//! ```text
//! file ─► import ─► geometry ─► boundary ─► store ─► atlas ─► http, cli
//!         (a format  (project,   (code, name,  (Geo-    (in      │
//!          a file)    snap,       period,      Package)  memory)  └► tiles (MVT)
//!                     validate)   source)
//! ```
//!
//! Who may know whom, left to right: `geometry` ◄ `boundary` ◄ `asset` ◄ `people` ◄ `overlap` ◄ `coterminosity` ◄
//! `atlas` ◄ `compare`, `import`, `export`, `store`, `tiles` ◄ `http`, `cli`. Everything before `atlas` is plain
//! functions over values: no files, no async, no wire formats. `tests/layering.rs` fails on an arrow
//! drawn backwards. `access` (who may change what) stands beside them, known by `store`, `http` and `cli` alone.

pub mod access;
pub mod asset;
pub mod atlas;
pub mod boundary;
pub mod cli;
pub mod compare;
pub mod coterminosity;
pub mod coverage;
pub mod demo;
pub mod export;
pub mod geometry;
pub mod geopackage;
pub mod http;
pub mod import;
pub mod neighbourhood;
pub mod overlap;
pub mod people;
pub mod picture;
pub mod plan;
pub mod reach;
pub mod scenario;
pub mod store;
pub mod tiles;
