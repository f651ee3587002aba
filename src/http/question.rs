//! Questions read from an address: its query parameters and the segments of its path.

use std::{ops::RangeInclusive, str::FromStr};

use axum::{
    extract::{FromRequestParts, Path, Query},
    http::request::Parts,
};
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;

use super::{ApiError, AppState};
use crate::boundary::LayerRef;

/// What to say when a question about one area does not name the layer to hold it against.
pub(super) const NO_OTHER_LAYER: &str = "name the layer to hold it against, as with=districts";

/// The parameters of a route. Their names come from its description, so the two cannot differ.
pub(super) trait Question: IntoParams + Sized {
    /// Reads what was given.
    fn read(given: &Given) -> Result<Self, ApiError>;
}

/// The parameters as they were given.
pub(super) struct Given(Vec<(String, String)>);

impl Given {
    /// Parameters that did not come with the request itself.
    pub fn of(parameters: Vec<(String, String)>) -> Self {
        Self(parameters)
    }

    /// A parameter's text.
    pub fn text(&self, param: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == param).map(|(_, value)| value.as_str())
    }

    /// A parameter's finite number.
    pub fn number(&self, param: &'static str) -> Result<Option<f64>, ApiError> {
        let finite = |text: &str| text.parse().ok().filter(|number: &f64| number.is_finite());
        self.read(param, finite, "a number, such as 50.82")
    }

    /// A parameter's whole number within a range.
    pub fn whole(
        &self,
        param: &'static str,
        range: &RangeInclusive<usize>,
    ) -> Result<Option<usize>, ApiError> {
        let allowed = |text: &str| text.parse().ok().filter(|number| range.contains(number));
        let wanted = format!("a whole number from {} to {}", range.start(), range.end());
        self.read(param, allowed, &wanted)
    }

    /// The date of the question.
    pub fn on(&self) -> Result<Option<Date>, ApiError> {
        self.read("on", day, "a date written as 2026-03-31")
    }

    /// A day that a parameter names.
    pub fn day(&self, param: &'static str) -> Result<Option<Date>, ApiError> {
        self.read(param, day, "a date written as 2026-03-31")
    }

    /// A box in degrees: west, south, east and north.
    pub fn bbox(&self) -> Result<Option<[f64; 4]>, ApiError> {
        let Some(text) = self.text("bbox") else { return Ok(None) };
        let wrong = |what: &str| ApiError::Parameter {
            param: "bbox",
            reason: format!("“{}” {what}", shortened(text)),
        };
        let [west, south, east, north] = numbers(text).ok_or_else(|| {
            wrong("is no box: write west,south,east,north in degrees, as -0.2,50.8,-0.1,50.9")
        })?;
        let in_degrees = [west, east].iter().all(|lon| (-180.0..=180.0).contains(lon))
            && [south, north].iter().all(|lat| (-90.0..=90.0).contains(lat));
        if !in_degrees {
            return Err(wrong(
                "is not in degrees: longitudes run from -180 to 180, latitudes from -90 to 90",
            ));
        }
        if west > east || south > north {
            return Err(wrong("is inside out: write west,south,east,north"));
        }
        Ok(Some([west, south, east, north]))
    }

    /// The layer that a parameter names; without it the request is refused in these words.
    pub fn layer(&self, param: &'static str, missing: &str) -> Result<LayerRef, ApiError> {
        let refuse = || ApiError::Parameter { param, reason: missing.to_owned() };
        self.parsed(param)?.ok_or_else(refuse)
    }

    /// What a parameter says, in the words of the one who refuses it.
    pub fn parsed<T: FromStr<Err: ToString>>(&self, param: &'static str) -> Result<Option<T>, ApiError> {
        let unfit = |error: T::Err| ApiError::Parameter { param, reason: error.to_string() };
        self.text(param).map(str::parse).transpose().map_err(unfit)
    }

    fn read<T>(
        &self,
        param: &'static str,
        read: impl Fn(&str) -> Option<T>,
        wanted: &str,
    ) -> Result<Option<T>, ApiError> {
        let Some(text) = self.text(param) else { return Ok(None) };
        let unfit =
            || ApiError::Parameter { param, reason: format!("“{}” is not {wanted}", shortened(text)) };
        read(text).map(Some).ok_or_else(unfit)
    }
}

/// So many finite numbers with commas between them.
pub(super) fn numbers<const N: usize>(text: &str) -> Option<[f64; N]> {
    let read: Option<Vec<f64>> = text
        .split(',')
        .map(|part| part.trim().parse().ok().filter(|number: &f64| number.is_finite()))
        .collect();
    read?.try_into().ok()
}

/// A day as ISO 8601 writes it, ten characters and nothing else.
fn day(text: &str) -> Option<Date> {
    let digits = |range: std::ops::Range<usize>| {
        text.get(range).is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let written_so = text.len() == 10 && digits(0..4) && digits(5..7) && digits(8..10);
    if written_so { text.parse().ok() } else { None }
}

/// Somebody else's text, short enough to repeat in a message.
pub(super) fn shortened(text: &str) -> String {
    text.chars().take(80).collect()
}

/// The parameters of a request, every one of them known to the route and given once.
pub(super) struct Asked<Q>(pub Q);

impl<Q: Question> FromRequestParts<AppState> for Asked<Q> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, ApiError> {
        let given: Query<Vec<(String, String)>> =
            Query::try_from_uri(&parts.uri).map_err(|_| ApiError::Parameter {
                param: "query",
                reason: "the part of the address after “?” cannot be read".to_owned(),
            })?;
        let given = Given(given.0);
        if !given.0.is_empty() {
            let known: Vec<String> = Q::into_params(|| None).into_iter().map(|param| param.name).collect();
            for (at, (name, _)) in given.0.iter().enumerate() {
                if !known.contains(name) {
                    return Err(ApiError::UnknownParameter { given: shortened(name), known });
                }
                if given.0[..at].iter().any(|(earlier, _)| earlier == name) {
                    let reason = format!("“{name}” is given twice");
                    return Err(ApiError::Parameter { param: "query", reason });
                }
            }
        }
        Q::read(&given).map(Self)
    }
}

/// A question of nothing but a date.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct OnDay {
    /// The date of the question; today in London when left out.
    pub on: Option<Date>,
}

impl Question for OnDay {
    fn read(given: &Given) -> Result<Self, ApiError> {
        Ok(Self { on: given.on()? })
    }
}

/// A question that takes no parameters at all.
#[derive(IntoParams)]
pub(super) struct Nothing {}

impl Question for Nothing {
    fn read(_: &Given) -> Result<Self, ApiError> {
        Ok(Self {})
    }
}

/// The segments of a path, decoded.
pub(super) struct Segments<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<AppState> for Segments<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, ApiError> {
        let read = Path::from_request_parts(parts, state).await;
        let unreadable = |_| ApiError::NoRoute { path: shortened(parts.uri.path()) };
        read.map(|Path(segments)| Self(segments)).map_err(unreadable)
    }
}

/// The layer that a path names, with the edition that it insists on.
pub(super) fn layer_ref(text: &str) -> Result<LayerRef, ApiError> {
    LayerRef::from_str(text)
        .map_err(|error| ApiError::Parameter { param: "layer", reason: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case::a_day("2026-03-31", Some(date(2026, 3, 31)))]
    #[case::a_leap_day("2024-02-29", Some(date(2024, 2, 29)))]
    #[case::no_such_day("2026-02-30", None)]
    #[case::no_leap_year("2026-02-29", None)]
    #[case::a_moment("2026-03-31T12:00", None)]
    #[case::without_noughts("2026-3-31", None)]
    #[case::basic_form("20260331", None)]
    #[case::signs_for_digits("+026-03-31", None)]
    #[case::another_alphabet("２026-3-1", None)]
    #[case::nothing("", None)]
    fn a_day_is_written(#[case] text: &str, #[case] expected: Option<Date>) {
        assert_eq!(day(text), expected);
    }
}
