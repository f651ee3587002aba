//! A layer as a file for other programs, one format a file.
//!
//! A [`Selection`] is the areas of a layer in force on a day, perhaps only those of one place, with the releases
//! that they come from. Ground is written as it is kept, in British National Grid metres on whole millimetres
//! (EPSG:27700), so a file that is imported again is the same ground; `GeoJSON` is longitude and latitude unless
//! [`Coordinates::Grid`] is asked for. Whatever the format, the attribution goes inside: a file outlives the page
//! that it was taken from.

mod csv;
mod error;
mod flatgeobuf;
mod geojson;
mod geopackage;
mod selection;
mod within;

pub use self::{
    csv::write_csv,
    error::ExportError,
    flatgeobuf::write_flatgeobuf,
    geojson::{Coordinates, write_geojson},
    geopackage::write_geopackage,
    selection::Selection,
};
