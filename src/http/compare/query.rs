//! The parameters of a comparison.

use jiff::civil::Date;
use utoipa::IntoParams;

use crate::{
    compare::{MOST_BORDER_DISTANCE_M, Question as Compared, Reference},
    coterminosity::Thresholds,
    http::{
        ApiError,
        clock::today,
        question::{Given, Question, shortened},
    },
};

/// Rows of a page at most.
const MOST_ROWS: usize = 1_000_000;

/// Which two layers, and how.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CompareQuery {
    /// Layer A: `LAYER`, or `LAYER@EDITION` whatever the date.
    #[param(example = "wards")]
    pub a: Option<String>,
    /// Layer B.
    #[param(example = "districts")]
    pub b: Option<String>,
    /// What is counted: `area`, `residents`, `patients` or another weight, with `@BLOCKLAYER` if it must be that one. When left
    /// out, a membership layer's own; else `residents` where they are known; else `area`.
    pub weight: Option<String>,
    /// One place only: `LAYER:CODE`. What crosses its edge is cut there, and listed under `edge`.
    #[param(example = "icbs:QNX")]
    pub r#in: Option<String>,
    /// The date of the question; today in London when left out.
    pub on: Option<Date>,
    /// The reference of an answer, instead of all the above: the same content answers again.
    pub reference: Option<String>,
    /// Areas are the same, or one inside the other, up to this share of their ground (0.01).
    pub tau: Option<f64>,
    /// A sliver is below this share of both areas (0.001)…
    pub sliver_share: Option<f64>,
    /// …and under this many square metres (10000)…
    pub sliver_area_m2: Option<f64>,
    /// …or thinner than this many metres (10).
    pub sliver_width_m: Option<f64>,
    /// An area crosses when more than this share of its people live outside its best fit (0.05)…
    pub cross_share: Option<f64>,
    /// …and more than this many people (500).
    pub cross_people: Option<f64>,
    /// Whom to have in the room: areas with at least this share (0.05).
    pub room_share: Option<f64>,
    /// How close borders must lie to run together, in metres (50; at most 5000).
    pub border_distance_m: Option<f64>,
    /// How many pairs to give; all when left out.
    pub limit: Option<usize>,
    /// Where to go on: `next_cursor` of the page before.
    pub cursor: Option<usize>,
}

impl CompareQuery {
    /// The question.
    pub(super) fn question(&self) -> Result<Compared, ApiError> {
        let layer = |param: &'static str, text: &Option<String>| {
            let text = text.as_deref().ok_or_else(|| ApiError::Parameter {
                param,
                reason: format!("give layer {}: {param}=LAYER, as a=wards&b=districts", param.to_uppercase()),
            })?;
            text.parse().map_err(|error| ApiError::Parameter { param, reason: format!("{error}") })
        };
        let parsed = |param: &'static str| move |reason: String| ApiError::Parameter { param, reason };
        let weight = self.weight.as_deref().map(str::parse).transpose().map_err(parsed("weight"))?;
        let within = self.r#in.as_deref().map(str::parse).transpose().map_err(parsed("in"))?;
        let mut thresholds = Thresholds::default();
        let given = [
            ("tau", self.tau, &mut thresholds.tau, 1.0),
            ("sliver_share", self.sliver_share, &mut thresholds.sliver_share, 1.0),
            ("sliver_area_m2", self.sliver_area_m2, &mut thresholds.sliver_area_m2, f64::MAX),
            ("sliver_width_m", self.sliver_width_m, &mut thresholds.sliver_width_m, f64::MAX),
            ("cross_share", self.cross_share, &mut thresholds.cross_share, 1.0),
            ("cross_people", self.cross_people, &mut thresholds.cross_people, f64::MAX),
            ("room_share", self.room_share, &mut thresholds.room_share, 1.0),
            (
                "border_distance_m",
                self.border_distance_m,
                &mut thresholds.border_distance_m,
                MOST_BORDER_DISTANCE_M,
            ),
        ];
        for (param, value, into, most) in given {
            let Some(value) = value else { continue };
            if !(0.0..=most).contains(&value) {
                let limit = if most < f64::MAX { format!(" and at most {most}") } else { String::new() };
                return Err(ApiError::Parameter {
                    param,
                    reason: format!("{value} is not at least 0{limit}"),
                });
            }
            *into = value;
        }
        Ok(Compared {
            a: layer("a", &self.a)?,
            b: layer("b", &self.b)?,
            weight,
            within,
            on: self.on.unwrap_or_else(today),
            thresholds,
        })
    }

    /// Which pairs to give: how many to skip, and how many at most.
    pub(super) fn page(&self) -> (usize, Option<usize>) {
        (self.cursor.unwrap_or(0), self.limit)
    }
}

impl Question for CompareQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        let text = |param: &str| given.text(param).map(str::to_owned);
        let query = Self {
            a: text("a"),
            b: text("b"),
            weight: text("weight"),
            r#in: text("in"),
            on: given.on()?,
            reference: text("reference"),
            tau: given.number("tau")?,
            sliver_share: given.number("sliver_share")?,
            sliver_area_m2: given.number("sliver_area_m2")?,
            sliver_width_m: given.number("sliver_width_m")?,
            cross_share: given.number("cross_share")?,
            cross_people: given.number("cross_people")?,
            room_share: given.number("room_share")?,
            border_distance_m: given.number("border_distance_m")?,
            limit: given.whole("limit", &(1..=MOST_ROWS))?,
            cursor: given.whole("cursor", &(0..=MOST_ROWS))?,
        };
        if let Some(reference) = &query.reference {
            let own = [&query.a, &query.b, &query.weight, &query.r#in];
            let limits = [
                query.tau,
                query.sliver_share,
                query.sliver_area_m2,
                query.sliver_width_m,
                query.cross_share,
                query.cross_people,
                query.room_share,
                query.border_distance_m,
            ];
            let is_more = own.iter().any(|param| param.is_some()) || limits.iter().any(Option::is_some);
            if is_more || query.on.is_some() {
                let reason = "a reference names its own layers, weight, place, date and thresholds: give nothing beside it";
                return Err(ApiError::Parameter { param: "reference", reason: reason.to_owned() });
            }
            let read = reference.parse::<Reference>();
            read.map_err(|_| ApiError::Parameter {
                param: "reference",
                reason: format!(
                    "“{}” is no reference of an answer: copy the whole of it",
                    shortened(reference)
                ),
            })?;
        } else {
            query.question()?;
        }
        Ok(query)
    }
}
