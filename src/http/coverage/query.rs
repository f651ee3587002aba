//! The parameters of a question of reach.

use jiff::civil::Date;
use utoipa::{
    IntoParams,
    openapi::path::{Parameter, ParameterIn},
};

use crate::{
    coterminosity::Thresholds,
    http::{
        ApiError,
        clock::today,
        question::{Given, Question, shortened},
    },
    reach::{MOST_WITHIN_M, ReachQuestion, ReachReference, kinds_of},
};

/// Areas of a page at most.
const MOST_AREAS: usize = 1_000_000;

/// Reach of what, how far, and for whom.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used")]
struct Described {
    /// The kinds of asset, any of which will do: `library` or `library,community-centre`. `/api/kinds` lists them.
    #[param(example = "library")]
    kinds: Option<String>,
    /// How far, in metres in a straight line; at most 50000.
    #[param(example = 1600)]
    within_m: Option<f64>,
    /// The layer whose areas are judged: `LAYER`, or `LAYER@EDITION` whatever the date.
    #[param(example = "districts")]
    by: Option<String>,
    /// One place only: `LAYER:CODE`. What crosses its edge is cut there, and listed under `edge_areas`; assets beyond it count.
    #[param(example = "icbs:QNX")]
    r#in: Option<String>,
    /// What is counted besides ground: `area` for nothing else, `residents`, `patients` or another weight, with `@BLOCKLAYER` if it
    /// must be that one. When left out, people where they are known.
    weight: Option<String>,
    /// A class of blocks that splits the people, such as `rural-urban`.
    class: Option<String>,
    /// `include` to use lists whose licence asks for sharing alike together with others; they are left out otherwise.
    share_alike: Option<String>,
    /// The date of the question; today in London when left out.
    on: Option<Date>,
    /// The reference of an answer, instead of all the above: the same content answers again.
    reference: Option<String>,
    /// How many areas to give; all when left out.
    limit: Option<usize>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<usize>,
}

/// What is asked.
#[derive(Debug)]
pub(super) enum Wanted {
    /// Reach of some kinds.
    Question(Box<ReachQuestion>),
    /// An answer that was given before.
    Answer(Box<ReachReference>),
}

/// What is asked, and which of its areas are given.
#[derive(Debug)]
pub(super) struct CoverageQuery {
    pub wanted: Wanted,
    /// Areas to leave out first.
    pub skip: usize,
    /// How many to give; all when left out.
    pub most: Option<usize>,
}

impl IntoParams for CoverageQuery {
    fn into_params(parameter_in: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        Described::into_params(parameter_in)
    }
}

impl Question for CoverageQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        const OWN: [&str; 8] = ["kinds", "within_m", "by", "in", "weight", "class", "share_alike", "on"];
        let wanted = match given.text("reference") {
            None => Wanted::Question(Box::new(question(given)?)),
            Some(_) if OWN.iter().any(|param| given.text(param).is_some()) => {
                let reason = "a reference names its own question and date: give nothing beside it";
                return Err(ApiError::Parameter { param: "reference", reason: reason.to_owned() });
            }
            Some(text) => {
                let invalid = |_| ApiError::Parameter {
                    param: "reference",
                    reason: format!(
                        "“{}” is no reference of an answer about reach: copy the whole of it",
                        shortened(text)
                    ),
                };
                Wanted::Answer(Box::new(text.parse().map_err(invalid)?))
            }
        };
        Ok(Self {
            wanted,
            skip: given.whole("cursor", &(0..=MOST_AREAS))?.unwrap_or(0),
            most: given.whole("limit", &(1..=MOST_AREAS))?,
        })
    }
}

fn question(given: &Given) -> Result<ReachQuestion, ApiError> {
    let missing = |param, reason: &str| ApiError::Parameter { param, reason: reason.to_owned() };
    let kinds = given.text("kinds").ok_or_else(|| {
        missing("kinds", "name the kinds of asset, as kinds=library or kinds=library,community-centre")
    })?;
    let within_m = given
        .number("within_m")?
        .ok_or_else(|| missing("within_m", "say how far, in metres in a straight line, as within_m=1600"))?;
    if !(within_m > 0.0 && within_m <= MOST_WITHIN_M) {
        let reason = format!("{within_m} is not above 0 and at most {MOST_WITHIN_M}");
        return Err(ApiError::Parameter { param: "within_m", reason });
    }
    let mix_share_alike = match given.text("share_alike") {
        None => false,
        Some("include") => true,
        Some(other) => {
            let reason = format!("“{}” is not include; leave it out otherwise", shortened(other));
            return Err(ApiError::Parameter { param: "share_alike", reason });
        }
    };
    Ok(ReachQuestion {
        kinds: kinds_of(kinds)
            .map_err(|error| ApiError::Parameter { param: "kinds", reason: error.to_string() })?,
        within_m,
        by: given.layer("by", "name the layer whose areas are judged, as by=districts")?,
        weight: given.parsed("weight")?,
        class: given.parsed("class")?,
        place: given.parsed("in")?,
        mix_share_alike,
        public_assets: false,
        on: given.on()?.unwrap_or_else(today),
        thresholds: Thresholds::default(),
    })
}
