//! Real layers of England, where the data pack is at hand.

use std::fs::File;
use std::io::{BufReader, Cursor, Read};
use std::path::PathBuf;

use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader};
use geo::{Coord, InteriorPoint, MultiPolygon};
use geozero::ToGeo;
use patchwork::tiles::{Ground, Mosaic};

use super::plane;

/// A layer's areas in the plane, with their names.
pub struct Layer {
    pub shapes: Vec<MultiPolygon<f64>>,
    pub names: Vec<String>,
    pub insides: Vec<Coord<f64>>,
}

impl Layer {
    pub fn grounds(&self) -> Vec<Ground<'_>> {
        self.shapes.iter().zip(&self.insides).map(|(shape, &inside)| Ground { shape, inside }).collect()
    }

    pub fn mosaic(&self) -> Mosaic {
        Mosaic::build(&self.grounds(), plane::to_mercator)
    }

    pub fn vertices(&self) -> usize {
        use geo::CoordsIter;
        self.shapes.iter().map(CoordsIter::coords_count).sum()
    }
}

/// Reads a national layer from `PATCHWORK_DATA` (by default `../shared/data`); `None`, with a line to say
/// so, where it is not.
pub fn layer(file: &str, name_column: &str) -> Option<Layer> {
    let pack =
        std::env::var_os("PATCHWORK_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    let path = pack.join("boundaries/national").join(file);
    let Ok(opened) = File::open(&path) else {
        eprintln!("skipped: no {} (set PATCHWORK_DATA to the data pack)", path.display());
        return None;
    };
    let mut bytes = Vec::new();
    if path.extension().is_some_and(|ending| ending == "gz") {
        flate2::read::GzDecoder::new(BufReader::new(opened)).read_to_end(&mut bytes).unwrap();
    } else {
        BufReader::new(opened).read_to_end(&mut bytes).unwrap();
    }

    let mut layer = Layer { shapes: Vec::new(), names: Vec::new(), insides: Vec::new() };
    let mut features = FgbReader::open(Cursor::new(bytes)).unwrap().select_all().unwrap();
    while let Some(feature) = features.next().unwrap() {
        let mut shape = match feature.to_geo().unwrap() {
            geo::Geometry::Polygon(polygon) => MultiPolygon::from(polygon),
            geo::Geometry::MultiPolygon(shape) => shape,
            other => panic!("{}: not an area: {other:?}", path.display()),
        };
        plane::from_lon_lat(&mut shape);
        layer.insides.push(shape.interior_point().unwrap().into());
        layer.shapes.push(shape);
        layer.names.push(feature.property::<String>(name_column).unwrap());
    }
    Some(layer)
}

/// England's 6,826 wards of 2025.
pub fn wards() -> Option<Layer> {
    layer("england_wd25.fgb", "WD25NM")
}
