//! How a client is told of a problem (RFC 9457).

use axum::http::StatusCode;
use serde::Serialize;
use utoipa::{IntoResponses, ToSchema};

/// What went wrong (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProblemBody {
    /// The kind of problem; stays the same whatever the words.
    #[serde(rename = "type")]
    #[schema(example = "urn:patchwork:problem:unknown-layer")]
    kind: String,
    /// The kind of problem in a few words.
    title: &'static str,
    /// The status of the response.
    status: u16,
    /// What is wrong with this request, and what would be right.
    detail: String,
    /// The parameter that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    param: Option<String>,
}

impl ProblemBody {
    /// A problem of a kind.
    pub fn new(
        status: StatusCode,
        kind: &str,
        title: &'static str,
        detail: String,
        param: Option<String>,
    ) -> Self {
        let kind = format!("urn:patchwork:problem:{kind}");
        Self { kind, title, status: status.as_u16(), detail, param }
    }
}

/// The problems that any question can meet, for the API's description.
#[derive(IntoResponses)]
#[allow(dead_code, reason = "only its description is used")]
pub(super) enum Problems {
    /// An unknown parameter, or one that makes no sense; the detail says which, and what would be right.
    #[response(status = 400, content_type = "application/problem+json")]
    Bad(ProblemBody),
    /// No such layer, edition, area or tile, or not on that day; the detail lists what there is.
    #[response(status = 404, content_type = "application/problem+json")]
    Missing(ProblemBody),
    /// A method that this address does not know.
    #[response(status = 405, content_type = "application/problem+json")]
    Method(ProblemBody),
    /// The body is too large.
    #[response(status = 413, content_type = "application/problem+json")]
    Body(ProblemBody),
    /// The address is too long.
    #[response(status = 414, content_type = "application/problem+json")]
    Address(ProblemBody),
    /// A fault of the server.
    #[response(status = 500, content_type = "application/problem+json")]
    Internal(ProblemBody),
    /// Still loading, too busy or too slow: try again after `Retry-After` seconds.
    #[response(status = 503, content_type = "application/problem+json")]
    Busy(ProblemBody),
}

/// The problems that a change can meet besides, for the API's description.
#[derive(IntoResponses)]
#[allow(dead_code, reason = "only its description is used")]
pub(super) enum Refusals {
    /// A token is needed, or the one that was shown does not hold.
    #[response(status = 401, content_type = "application/problem+json")]
    SignIn(ProblemBody),
    /// The token's role does not allow it, or another site's page sent it.
    #[response(status = 403, content_type = "application/problem+json")]
    Forbidden(ProblemBody),
    /// Too often without signing in: try again after `Retry-After` seconds.
    #[response(status = 429, content_type = "application/problem+json")]
    TooOften(ProblemBody),
}

/// The problems that a change of something that others may change, too, can meet besides.
#[derive(IntoResponses)]
#[allow(dead_code, reason = "only its description is used")]
pub(super) enum Preconditions {
    /// It is there, or done, already.
    #[response(status = 409, content_type = "application/problem+json")]
    Conflict(ProblemBody),
    /// It has been changed since the entity tag in `If-Match` was given out.
    #[response(status = 412, content_type = "application/problem+json")]
    Stale(ProblemBody),
    /// `If-Match` is missing.
    #[response(status = 428, content_type = "application/problem+json")]
    NoMatch(ProblemBody),
}

/// What can be wrong with a spreadsheet besides, for the API's description.
#[derive(IntoResponses)]
#[allow(dead_code, reason = "only its description is used")]
pub(super) enum Unusable {
    /// It cannot be read, or rows of it cannot be used.
    #[response(status = 422, content_type = "application/problem+json")]
    Sheet(ProblemBody),
}
