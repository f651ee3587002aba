//! Where a question means: degrees or metres, never both.

use geo_types::Coord;
use jiff::civil::Date;
use utoipa::IntoParams;

use super::{
    ApiError,
    question::{Given, Question},
};
use crate::{
    asset::Postcode,
    atlas::MOST_NEARBY_M,
    geometry::{snap_coord, to_grid},
};

/// A place and a day: `lon` and `lat`, or `easting` and `northing`, or `postcode`.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "the coordinates are described here and read as one place")]
pub(super) struct LocateQuery {
    /// Degrees east (WGS 84); goes with `lat`.
    pub lon: Option<f64>,
    /// Degrees north (WGS 84); goes with `lon`.
    pub lat: Option<f64>,
    /// Metres east on the British National Grid; goes with `northing`.
    easting: Option<f64>,
    /// Metres north on the British National Grid; goes with `easting`.
    northing: Option<f64>,
    /// A postcode; case and spaces do not matter.
    #[param(value_type = Option<String>, example = "BN1 1AA")]
    pub postcode: Option<Postcode>,
    /// The date of the question; today in London when left out.
    pub on: Option<Date>,
    /// Also list areas that do not hold the place but come this near, in metres in a straight line; 100 for a postcode when left out.
    #[param(minimum = 0, maximum = 10000)]
    pub within_m: Option<f64>,
    /// The place in grid metres, on whole millimetres; that of a postcode has yet to be found.
    #[param(ignore)]
    pub place: Coord<f64>,
}

impl Question for LocateQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        let (lon, lat) = (given.number("lon")?, given.number("lat")?);
        let (easting, northing) = (given.number("easting")?, given.number("northing")?);
        let within_m = given.number("within_m")?;
        if within_m.is_some_and(|reach| !(0.0..=MOST_NEARBY_M).contains(&reach)) {
            return Err(unfit("within_m", &format!("a distance from 0 to {MOST_NEARBY_M} metres is needed")));
        }
        let postcode = given.text("postcode").map(str::parse::<Postcode>).transpose();
        let postcode = postcode.map_err(|error| unfit("postcode", &error.to_string()))?;
        let place = match (lon, lat, easting, northing) {
            (None, None, None, None) if postcode.is_some() => Coord::zero(),
            _ if postcode.is_some() => {
                return Err(unfit("postcode", "give either a postcode or coordinates, not both"));
            }
            (Some(lon), Some(lat), None, None) => from_degrees(lon, lat)?,
            (None, None, Some(easting), Some(northing)) => Coord { x: easting, y: northing },
            (Some(_), None, None, None) => return Err(unfit("lat", "lon needs lat beside it")),
            (None, Some(_), None, None) => return Err(unfit("lon", "lat needs lon beside it")),
            (None, None, Some(_), None) => return Err(unfit("northing", "easting needs northing beside it")),
            (None, None, None, Some(_)) => return Err(unfit("easting", "northing needs easting beside it")),
            (None, None, None, None) => {
                return Err(unfit(
                    "lon",
                    "a place is needed: give lon and lat, or easting and northing, or a postcode",
                ));
            }
            _ => return Err(unfit("easting", "give either lon and lat, or easting and northing, not both")),
        };
        Ok(Self {
            lon,
            lat,
            easting,
            northing,
            postcode,
            on: given.on()?,
            within_m,
            place: snap_coord(place),
        })
    }
}

fn unfit(param: &'static str, reason: &str) -> ApiError {
    ApiError::Parameter { param, reason: reason.to_owned() }
}

fn from_degrees(lon: f64, lat: f64) -> Result<Coord<f64>, ApiError> {
    let param = if !(-180.0..=180.0).contains(&lon) {
        "lon"
    } else if !(-90.0..=90.0).contains(&lat) {
        "lat"
    } else {
        let (x, y) = to_grid(lon, lat)?;
        return Ok(Coord { x, y });
    };
    let on_grid = (0.0..=700_000.0).contains(&lon) && (0.0..=1_250_000.0).contains(&lat);
    let reason = if on_grid {
        format!("{lon}, {lat} looks like grid coordinates: give them as easting and northing")
    } else {
        format!("{lon}, {lat} is no longitude (-180 to 180) and latitude (-90 to 90) in degrees")
    };
    Err(unfit(param, &reason))
}
