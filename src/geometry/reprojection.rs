//! From the reference system of a file to the National Grid.

use std::{cell::RefCell, collections::HashMap};

use geo_types::Coord;
use proj::Proj;

use super::{EPSG_BNG, EPSG_WGS84, OutsideGrid, to_grid};

/// The reference system in which a file's coordinates are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceCrs {
    /// Longitude, latitude in degrees: WGS 84, or ETRS89, which is the same here.
    LonLat,
    /// National Grid metres.
    Bng,
    /// Anything else that PROJ knows: an `EPSG:N` name or a WKT definition.
    Other(String),
}

/// EPSG code of ETRS89 in longitude and latitude.
const EPSG_ETRS89: u32 = 4258;

/// Longitude and latitude on the grid's own datum: to the grid it is a projection only, and a detour through WGS 84
/// would shift it by metres.
const EPSG_OSGB36_LONLAT: &str = "EPSG:4277";

impl SourceCrs {
    /// The system with this EPSG code.
    #[must_use]
    pub fn from_epsg(code: u32) -> Self {
        match code {
            EPSG_WGS84 | EPSG_ETRS89 => Self::LonLat,
            EPSG_BNG => Self::Bng,
            other => Self::Other(format!("EPSG:{other}")),
        }
    }

    /// As a person would write it.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::LonLat => format!("EPSG:{EPSG_WGS84}"),
            Self::Bng => format!("EPSG:{EPSG_BNG}"),
            Self::Other(definition) if definition.starts_with("EPSG:") => definition.clone(),
            Self::Other(_) => "the coordinate system that the file defines".to_owned(),
        }
    }
}

/// Why a coordinate could not be brought to the grid.
#[derive(Debug, thiserror::Error)]
pub enum ReprojectionError {
    /// PROJ does not know the system.
    #[error("{crs} is not a coordinate reference system that PROJ knows ({reason})")]
    UnknownCrs {
        /// The definition asked for.
        crs: String,
        /// PROJ's own words.
        reason: String,
    },
    /// PROJ refused a coordinate.
    #[error("coordinate {x}, {y} cannot be converted from {crs}")]
    Failed {
        /// The definition asked for.
        crs: String,
        /// First coordinate.
        x: f64,
        /// Second coordinate.
        y: f64,
    },
    /// The place lies outside the grid.
    #[error(transparent)]
    Outside(#[from] OutsideGrid),
}

/// Brings coordinates from one reference system to National Grid metres.
#[derive(Debug, Clone)]
pub struct Reprojection {
    source: SourceCrs,
}

thread_local! {
    // A `Proj` is neither `Send` nor `Sync` and costs 7 to 50 ms to make: one for each thread and system.
    static TO_WGS84: RefCell<HashMap<String, Proj>> = RefCell::new(HashMap::new());
}

impl Reprojection {
    /// A reprojection from this system.
    ///
    /// # Errors
    /// [`ReprojectionError::UnknownCrs`] when PROJ cannot make sense of it.
    pub fn new(source: SourceCrs) -> Result<Self, ReprojectionError> {
        if let SourceCrs::Other(definition) = &source {
            with_proj(definition, |_| ())?;
        }
        Ok(Self { source })
    }

    /// The system that it starts from.
    #[must_use]
    pub fn source(&self) -> &SourceCrs {
        &self.source
    }

    /// One coordinate (longitude, latitude; or easting, northing of the source) in National Grid metres, not yet
    /// snapped.
    ///
    /// # Errors
    /// [`ReprojectionError`] where the place cannot be converted or lies outside the grid.
    pub fn to_grid(&self, coord: Coord<f64>) -> Result<Coord<f64>, ReprojectionError> {
        let (lon, lat) = match &self.source {
            SourceCrs::Bng => {
                let on_grid = (0.0..=700_000.0).contains(&coord.x) && (0.0..=1_250_000.0).contains(&coord.y);
                let outside = OutsideGrid::Grid { easting: coord.x, northing: coord.y };
                return if on_grid { Ok(coord) } else { Err(outside.into()) };
            }
            SourceCrs::LonLat => (coord.x, coord.y),
            SourceCrs::Other(definition) if definition == EPSG_OSGB36_LONLAT => {
                let failed =
                    || ReprojectionError::Failed { crs: self.source.label(), x: coord.x, y: coord.y };
                let (x, y) =
                    with_proj(definition, |proj| proj.convert((coord.x, coord.y)))?.map_err(|_| failed())?;
                return Self { source: SourceCrs::Bng }.to_grid(Coord { x, y });
            }
            SourceCrs::Other(definition) => {
                let failed =
                    || ReprojectionError::Failed { crs: self.source.label(), x: coord.x, y: coord.y };
                let place = with_proj(definition, |proj| proj.convert((coord.x, coord.y)))?;
                place.map_err(|_| failed())?
            }
        };
        let (x, y) = to_grid(lon, lat)?;
        Ok(Coord { x, y })
    }
}

fn with_proj<T>(definition: &str, ask: impl FnOnce(&Proj) -> T) -> Result<T, ReprojectionError> {
    TO_WGS84.with_borrow_mut(|known| {
        if !known.contains_key(definition) {
            // `new_known_crs` puts easting or longitude first, whatever order the authority declares.
            let target = if definition == EPSG_OSGB36_LONLAT { "EPSG:27700" } else { "EPSG:4326" };
            let proj = Proj::new_known_crs(definition, target, None).map_err(|error| {
                ReprojectionError::UnknownCrs { crs: definition.to_owned(), reason: error.to_string() }
            })?;
            known.insert(definition.to_owned(), proj);
        }
        Ok(ask(&known[definition]))
    })
}
