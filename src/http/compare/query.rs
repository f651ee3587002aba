//! The parameters of a comparison.

use jiff::civil::Date;
use utoipa::{
    IntoParams,
    openapi::path::{Parameter, ParameterIn},
};

use crate::{
    compare::{Question as Compared, Reference},
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
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used")]
struct Described {
    /// Layer A: `LAYER`, or `LAYER@EDITION` whatever the date.
    #[param(example = "wards")]
    a: Option<String>,
    /// Layer B.
    #[param(example = "districts")]
    b: Option<String>,
    /// What is counted: `area`, `residents`, `patients` or another weight, with `@BLOCKLAYER` if it must be that one. When left
    /// out, a membership layer's own; else `residents` where they are known; else `area`.
    weight: Option<String>,
    /// One place only: `LAYER:CODE`. What crosses its edge is cut there, and listed under `edge`.
    #[param(example = "icbs:QNX")]
    r#in: Option<String>,
    /// The date of the question; today in London when left out.
    on: Option<Date>,
    /// The reference of an answer, instead of all the above: the same content answers again.
    reference: Option<String>,
    /// Areas are the same, or one inside the other, up to this share of their ground (0.01).
    tau: Option<f64>,
    /// A sliver is below this share of both areas (0.001)…
    sliver_share: Option<f64>,
    /// …and under this many square metres (10000)…
    sliver_area_m2: Option<f64>,
    /// …or thinner than this many metres (10).
    sliver_width_m: Option<f64>,
    /// An area crosses when more than this share of its people live outside its best fit (0.05)…
    cross_share: Option<f64>,
    /// …and more than this many people (500).
    cross_people: Option<f64>,
    /// Whom to have in the room: areas with at least this share (0.05).
    room_share: Option<f64>,
    /// How close borders must lie to run together, in metres (50; at most 5000).
    border_distance_m: Option<f64>,
    /// How many pairs to give; all when left out.
    limit: Option<usize>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<usize>,
}

/// What is asked.
#[derive(Debug)]
pub(super) enum Wanted {
    /// Two layers.
    Question(Box<Compared>),
    /// An answer that was given before.
    Answer(Box<Reference>),
}

/// What is asked, and which of its pairs are given.
#[derive(Debug)]
pub(super) struct CompareQuery {
    pub wanted: Wanted,
    /// Pairs to leave out first.
    pub skip: usize,
    /// How many to give; all when left out.
    pub most: Option<usize>,
}

impl IntoParams for CompareQuery {
    fn into_params(parameter_in: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        Described::into_params(parameter_in)
    }
}

impl Question for CompareQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        let (thresholds, is_set) = thresholds(given)?;
        let own = ["a", "b", "weight", "in", "on"];
        let wanted = match given.text("reference") {
            None => Wanted::Question(Box::new(question(given, thresholds)?)),
            Some(_) if is_set || own.iter().any(|param| given.text(param).is_some()) => {
                let reason = "a reference names its own layers, weight, place, date and thresholds: give nothing beside it";
                return Err(ApiError::Parameter { param: "reference", reason: reason.to_owned() });
            }
            Some(text) => {
                let invalid = |_| ApiError::Parameter {
                    param: "reference",
                    reason: format!(
                        "“{}” is no reference of an answer: copy the whole of it",
                        shortened(text)
                    ),
                };
                Wanted::Answer(Box::new(text.parse().map_err(invalid)?))
            }
        };
        Ok(Self {
            wanted,
            skip: given.whole("cursor", &(0..=MOST_ROWS))?.unwrap_or(0),
            most: given.whole("limit", &(1..=MOST_ROWS))?,
        })
    }
}

fn question(given: &Given, thresholds: Thresholds) -> Result<Compared, ApiError> {
    Ok(Compared {
        a: given.layer("a", "give layer A: a=LAYER, as a=wards&b=districts")?,
        b: given.layer("b", "give layer B: b=LAYER, as a=wards&b=districts")?,
        weight: given.parsed("weight")?,
        within: given.parsed("in")?,
        on: given.on()?.unwrap_or_else(today),
        thresholds,
    })
}

/// The thresholds, and whether any of them was given.
fn thresholds(given: &Given) -> Result<(Thresholds, bool), ApiError> {
    let (mut thresholds, mut is_set) = (Thresholds::default(), false);
    for (param, into, most) in thresholds.named() {
        let Some(value) = given.number(param)? else { continue };
        if !(0.0..=most).contains(&value) {
            let limit = if most < f64::MAX { format!(" and at most {most}") } else { String::new() };
            return Err(ApiError::Parameter { param, reason: format!("{value} is not at least 0{limit}") });
        }
        (*into, is_set) = (value, true);
    }
    Ok((thresholds, is_set))
}
