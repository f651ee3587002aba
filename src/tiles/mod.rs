//! Mapbox Vector Tiles, simplified along shared arcs.
//!
//! A [`Mosaic`] is built once from all area versions of a layer: British National Grid metres in, Web
//! Mercator inside. Rings are cut into the arcs that neighbours share, each arc is simplified once for all
//! zooms, and a tile only picks the vertices that its zoom needs. So neighbours never part: they are drawn
//! from the same vertices, rounded alike, at every zoom and in every tile.
//!
//! [`Mosaic::tile`] draws the areas that a [`Sheet`] selects into one MVT 2.1 layer of 4096 units, with 64
//! units of buffer, their borders, each once, into a second, and their names' places into a third. Nothing is
//! dropped unsaid: an area under one square unit is drawn as a point, and the [`Summary`] counts these and the
//! islets left out.
//!
//! Simplified shapes are for drawing, never for areas. [`TileCache`] keeps bodies ready to send, and
//! [`TileJson`] describes them. Who may see an area, and on which date, is the caller's to select.

mod arcs;
mod borders;
mod cache;
mod clip;
mod commands;
mod coord;
mod draw;
mod lines;
mod mosaic;
mod mvt;
mod outlines;
mod pen;
mod plate;
mod points;
mod runs;
mod simplify;
mod tilejson;
mod trails;
mod world;
mod zooms;

pub use self::cache::{Encoded, TileBody, TileCache};
pub use self::coord::{MAX_ZOOM, TileCoord, TileCoordError};
pub use self::draw::{Drawn, NAMED_FROM, Sheet, Summary};
pub use self::mosaic::{Ground, Mosaic};
pub use self::mvt::Value;
pub use self::plate::{Line, OnPlate, Plate};
pub use self::points::{PointFeature, tile_of_points};
pub use self::tilejson::{TileJson, VectorLayer};
pub use self::world::{BUFFER, EXTENT};
pub use self::zooms::FirstZooms;
