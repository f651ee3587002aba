//! The parameters of a question about assets.

use geo_types::Coord;
use jiff::civil::Date;
use utoipa::{
    IntoParams,
    openapi::path::{Parameter, ParameterIn},
};

use super::filter::Filter;
use crate::{
    compare::Within,
    geometry::to_grid,
    http::{
        ApiError,
        clock::today,
        question::{Given, Question, numbers, shortened},
    },
};

/// Assets of a page at most.
pub(super) const MOST_ITEMS: usize = 1_000;
const USUAL_ITEMS: usize = 50;
/// The farthest that can be looked for, in metres.
const MOST_WITHIN_M: f64 = 100_000.0;
/// The last place in a list that a page can start at.
const LAST_CURSOR: usize = 10_000_000;

/// Which assets.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used")]
struct Described {
    /// Kinds or groups of kinds, separated by commas: `/api/kinds` lists them.
    #[param(example = "library,community-centre")]
    kinds: Option<String>,
    /// Only those in a box: west, south, east, north in degrees.
    #[param(example = "-0.2,50.8,-0.1,50.9")]
    bbox: Option<String>,
    /// Only those in one area: `LAYER:CODE`.
    #[param(example = "wards:E05011240")]
    r#in: Option<String>,
    /// The nearest to a place first: longitude, latitude.
    #[param(example = "-0.1372,50.8225")]
    near: Option<String>,
    /// With `near`: only those within so many metres in a straight line (at most 100000).
    #[param(minimum = 0, maximum = 100_000)]
    within_m: Option<f64>,
    /// Only those with all these words in their name, address, postcode, organisation or kind.
    text: Option<String>,
    /// Only those where people can meet: free, at low cost, or for hire.
    meet: Option<bool>,
    /// Only those of one list.
    list: Option<String>,
    /// Only those of one status: `open`, `planned`, `closed`; or `all`. When left out, all but closed ones.
    status: Option<String>,
    /// `include` mixes lists that ask that what is made with them be shared alike with others in one file. Only for files.
    share_alike: Option<String>,
    /// The date of the question; today in London when left out.
    on: Option<Date>,
    /// How many at most (50; in files all).
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<usize>,
}

/// Which assets, and which of them are given.
#[derive(Debug, Clone)]
pub(super) struct AssetsQuery {
    pub filter: Filter,
    /// West, south, east, north in degrees.
    pub bbox: Option<[f64; 4]>,
    pub within: Option<Within>,
    pub near: Option<Near>,
    pub mixes_share_alike: bool,
    pub on: Date,
    /// Assets to leave out first.
    pub skip: usize,
    pub limit: Option<usize>,
}

/// Near what.
#[derive(Debug, Clone, Copy)]
pub(super) struct Near {
    /// British National Grid metres.
    pub at: Coord<f64>,
    /// How far at most, in metres.
    pub within_m: Option<f64>,
}

impl AssetsQuery {
    /// How many a page has.
    pub fn page(&self) -> usize {
        self.limit.unwrap_or(USUAL_ITEMS)
    }
}

impl IntoParams for AssetsQuery {
    fn into_params(parameter_in: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        Described::into_params(parameter_in)
    }
}

impl Question for AssetsQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        let bbox = given.bbox()?;
        let within_m = given.number("within_m")?;
        if within_m.is_some_and(|metres| !(0.0..=MOST_WITHIN_M).contains(&metres)) {
            return Err(unfit("within_m", format!("a distance from 0 to {MOST_WITHIN_M} metres is needed")));
        }
        let near = given.text("near").map(near).transpose()?.map(|at| Near { at, within_m });
        if near.is_none() && within_m.is_some() {
            return Err(unfit("within_m", "within_m needs near beside it: near=lon,lat".to_owned()));
        }
        let mixes_share_alike = match given.text("share_alike") {
            None => false,
            Some("include") => true,
            Some(_) => return Err(unfit("share_alike", "write include, or leave it out".to_owned())),
        };
        Ok(Self {
            filter: Filter::read(given)?,
            bbox,
            within: given.parsed("in")?,
            near,
            mixes_share_alike,
            on: given.on()?.unwrap_or_else(today),
            skip: given.whole("cursor", &(0..=LAST_CURSOR))?.unwrap_or(0),
            limit: given.whole("limit", &(1..=MOST_ITEMS))?,
        })
    }
}

fn unfit(param: &'static str, reason: String) -> ApiError {
    ApiError::Parameter { param, reason }
}

fn near(text: &str) -> Result<Coord<f64>, ApiError> {
    let wrong = |what: &str| unfit("near", format!("“{}” {what}", shortened(text)));
    let [lon, lat] = numbers(text).ok_or_else(|| wrong("is no place: write lon,lat, as -0.1372,50.8225"))?;
    if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
        return Err(wrong("is no longitude and latitude in degrees"));
    }
    let (x, y) = to_grid(lon, lat)?;
    Ok(Coord { x, y })
}
