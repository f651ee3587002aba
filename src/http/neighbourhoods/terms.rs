//! What a drawing is sent under, and why one is declined.

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    http::{
        ApiError, AppState,
        problem::Problems,
        question::{Asked, Nothing},
    },
    neighbourhood::{
        LEAST_DRAWINGS, LEAST_M2, LICENCE, MOST_M2, MOST_NAME_CHARS, MOST_POINTS, MOST_TAG_CHARS, MOST_TAGS,
        MOST_WHY_CHARS, Reason, Route,
    },
    store::NOT_OFFICIAL,
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show_terms))
}

/// How boundaries are really changed.
pub(super) const HOW_CHANGED: &str = "Wards and councils are changed by law, after a review by the Local Government Boundary Commission for England; NHS areas \
    by NHS England. A drawing changes none of them; it tells those who decide what people here call their neighbourhood.";
/// What becomes public.
const WHAT_IS_PUBLIC: &str = "Once a moderator has looked at it, everybody sees the drawing, its name, your sentence, your tags and the way in which it came. Nothing of you is asked for or kept: \
    no name, no e-mail, no address.";

/// What a drawing is sent under, what it may be, and why one is declined.
#[derive(Serialize, ToSchema)]
struct TermsBody {
    /// The licence to send a drawing under.
    licence: &'static str,
    /// What becomes public: to be said before sending.
    what_is_public: &'static str,
    /// What stands beside every drawing.
    not_official: &'static str,
    /// How boundaries are really changed.
    how_changed: &'static str,
    /// The reasons to decline, all there are.
    reasons: Vec<WordBody>,
    /// The ways in which a drawing comes.
    routes: Vec<&'static str>,
    /// Points of a drawing at most.
    most_points: usize,
    /// The least ground, in square metres.
    least_m2: f64,
    /// The most ground, in square metres.
    most_m2: f64,
    /// The longest name, in characters.
    most_name_chars: usize,
    /// The longest sentence on why, in characters.
    most_why_chars: usize,
    /// Tags at most.
    most_tags: usize,
    /// The longest tag, in characters.
    most_tag_chars: usize,
    /// Drawings of one name from which on it is said where they agree.
    least_drawings: usize,
}

/// A word, and what it means.
#[derive(Serialize, ToSchema)]
struct WordBody {
    /// The word.
    code: &'static str,
    /// What it means.
    words: &'static str,
}

/// What drawings are sent under, and why one is declined
#[utoipa::path(
    get, path = "/api/neighbourhoods/terms", operation_id = "drawing_terms", tag = "Neighbourhoods",
    responses((status = OK, body = TermsBody), Problems)
)]
async fn show_terms(Asked(Nothing {}): Asked<Nothing>) -> Result<Json<TermsBody>, ApiError> {
    Ok(Json(TermsBody {
        licence: LICENCE,
        what_is_public: WHAT_IS_PUBLIC,
        not_official: NOT_OFFICIAL,
        how_changed: HOW_CHANGED,
        reasons: Reason::NAMES.map(|(code, reason)| WordBody { code, words: reason.in_words() }).into(),
        routes: Route::NAMES.map(|(name, _)| name).into(),
        most_points: MOST_POINTS,
        least_m2: LEAST_M2,
        most_m2: MOST_M2,
        most_name_chars: MOST_NAME_CHARS,
        most_why_chars: MOST_WHY_CHARS,
        most_tags: MOST_TAGS,
        most_tag_chars: MOST_TAG_CHARS,
        least_drawings: LEAST_DRAWINGS,
    }))
}
