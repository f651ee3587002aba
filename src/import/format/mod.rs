//! One boundary file as its publisher delivers it: GeoJSON, TopoJSON, FlatGeobuf, GeoPackage or
//! shapefile, each plain or gzipped.
//!
//! [`read`] turns a file into a [`RawLayer`]: attributes, and shapes in the file's own coordinates,
//! x (longitude or easting) before y, a third dimension dropped. Nothing is projected, snapped or
//! repaired here, and nothing is judged beyond "can this be read": lines where areas are due,
//! coordinates out of range and invalid polygons are passed on for the caller to weigh. What
//! `geo_types` cannot show, such as a ring that the file left open, is noted as a [`Problem`].
//!
//! A file is known by its content, never by its name; where the two contradict each other it is
//! refused. Files come from outside, so size, features, vertices and nesting are all bounded.

mod builder;
mod coordinates;
mod crs;
mod dbf;
mod detect;
mod error;
mod flatgeobuf;
mod geojson;
mod geopackage;
mod json;
mod layer;
mod prefixed;
mod shapefile;
mod source;
mod topojson;
mod wkb;
mod zipped;

#[cfg(test)]
mod damage;
#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

use std::path::Path;

pub use self::{
    builder::Problem,
    crs::FileCrs,
    detect::Format,
    error::{Fault, FormatError},
    layer::{RawFeature, RawLayer},
};
use self::{
    detect::Content,
    source::{Source, gunzip},
};

/// The most bytes that a file may hold, packed or unpacked: 4 GiB.
pub const MAX_BYTES: u64 = 4 << 30;

/// The most features that a file may hold; England has 33,755 LSOAs and 178,605 output areas.
pub const MAX_FEATURES: usize = 5_000_000;

/// The most vertices that the shapes of a file may have, 4 GB of coordinates: a TopoJSON arc can be
/// named any number of times, so a small file can ask for more than any memory holds.
pub const MAX_VERTICES: u64 = 250_000_000;

/// The most attribute values that a file may hold: some formats spend next to nothing on an empty one.
pub const MAX_VALUES: usize = 100_000_000;

/// Reads one boundary file whole.
///
/// `table` names the layer of a GeoPackage, the object of a TopoJSON file or the shapefile of a zip
/// that holds several; the other formats have one layer and refuse a name. The parts of a shapefile
/// (`.dbf`, `.shx`, `.prj`, `.cpg`) are found beside it.
///
/// # Errors
///
/// [`FormatError`] says which file, then where in it, and what to do: no such file, a format that is
/// not known or not the one it is named as, a file cut short or damaged, no features, a coordinate
/// that is no number, several tables and none chosen.
pub fn read(path: &Path, table: Option<&str>) -> Result<RawLayer, FormatError> {
    read_faulty(path, table).map_err(|fault| FormatError { file: path.to_path_buf(), fault })
}

fn read_faulty(path: &Path, table: Option<&str>) -> Result<RawLayer, Fault> {
    let source = source::open(path)?;
    let hint = detect::hint(path)?;
    let mut content = detect::sniff(source.head());
    let source = if content == Content::Gzip {
        let unpacked = gunzip(&source.into_bytes(path)?, MAX_BYTES)?;
        content = detect::sniff(&unpacked);
        Source::Bytes(unpacked)
    } else {
        source
    };
    detect::agree(hint, content)?;
    let layer = match content {
        Content::GeoPackage => match source {
            Source::Bytes(bytes) => geopackage::read_bytes(&bytes, table)?,
            Source::File { .. } => geopackage::read(path, table)?,
        },
        Content::FlatGeobuf => flatgeobuf::read(&source.into_bytes(path)?, table)?,
        Content::Shapefile => {
            if matches!(source, Source::Bytes(_)) {
                return Err(Fault::GzippedShapefile);
            }
            shapefile::read(path, source.into_bytes(path)?, table)?
        }
        Content::Zip => zipped::read(&source.into_bytes(path)?, table)?,
        Content::Json => {
            let bytes = source.into_bytes(path)?;
            let text = detect::without_bom(&bytes);
            match json::kind(text)? {
                json::Kind::Topology => {
                    detect::agree_json(hint, Format::TopoJson)?;
                    topojson::read(text, table)?
                }
                kind => {
                    detect::agree_json(hint, Format::GeoJson)?;
                    geojson::read(text, kind, table)?
                }
            }
        }
        Content::Gzip => return Err(Fault::Unknown { looks_like: "a gzip within a gzip" }),
        Content::Foreign(looks_like) => return Err(Fault::Unknown { looks_like }),
    };
    if layer.features.is_empty() { Err(Fault::NoFeatures) } else { Ok(layer) }
}
