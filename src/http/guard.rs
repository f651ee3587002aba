//! Bounds on every request: its size, how long it may take, how many there are at once.

use std::any::Any;

use axum::{
    body::Body,
    extract::{Request, State},
    http::{Method, Response as HttpResponse, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use tower_http::catch_panic::CatchPanicLayer;

use super::{ApiError, AppState, Limits, sheets};

/// Turns away what is too large or too much, and gives up what takes too long.
pub(super) async fn guard(State(app): State<AppState>, request: Request, next: Next) -> Response {
    // A monitor that is turned away would take a busy server for a dead one.
    let is_monitor = request.uri().path().starts_with("/health/");
    let admitted = match fits(&app.config().limits, &request) {
        Err(error) => Err(error),
        Ok(()) if is_monitor => Ok(None),
        Ok(()) => app.admit().map(Some),
    };
    match admitted {
        Err(error) => error.into_response(),
        Ok(_permit) => {
            let limits = &app.config().limits;
            let patience = if is_sheet(&request) { limits.sheet_time } else { limits.answer_time };
            let answer = tokio::time::timeout(patience, next.run(request));
            answer.await.unwrap_or_else(|_| ApiError::TooSlow.into_response())
        }
    }
}

/// Whether a request brings a spreadsheet.
fn is_sheet(request: &Request) -> bool {
    request.method() == Method::POST && request.uri().path().starts_with("/api/sheets")
}

fn fits(limits: &Limits, request: &Request) -> Result<(), ApiError> {
    let address_bytes = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    if address_bytes > limits.address_bytes {
        return Err(ApiError::AddressTooLong { most: limits.address_bytes });
    }
    let declared = request.headers().get(header::CONTENT_LENGTH);
    let body_bytes: Option<u64> = declared.and_then(|length| length.to_str().ok()?.parse().ok());
    let most = if is_sheet(request) { sheets::MOST_BYTES } else { limits.body_bytes };
    if body_bytes.is_some_and(|bytes| bytes > most) {
        return Err(ApiError::BodyTooLarge { most });
    }
    Ok(())
}

/// Answers a method that a route does not know.
pub(super) async fn method_not_allowed(method: Method) -> ApiError {
    ApiError::Method { method: method.to_string().chars().take(20).collect() }
}

type OnPanic = fn(Box<dyn Any + Send + 'static>) -> HttpResponse<Body>;

/// Answers a panic like any other fault of the server.
pub(super) fn catch_panics() -> CatchPanicLayer<OnPanic> {
    CatchPanicLayer::custom(|panic| {
        let words = panic.downcast_ref::<String>().map(String::as_str);
        let words =
            words.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic without words");
        ApiError::internal(words.to_owned()).into_response()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, routing::get};
    use tower::ServiceExt;

    #[tokio::test]
    async fn a_panic_is_a_problem_that_tells_nothing_of_its_cause() {
        async fn broken() -> &'static str {
            panic!("the password is swordfish")
        }
        let app = Router::new().route("/", get(broken)).layer(catch_panics());
        let response = app.oneshot(Request::get("/").body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status().as_u16(), 500);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/problem+json");
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        assert!(text.contains("something went wrong here") && !text.contains("swordfish"), "{text}");
    }
}
