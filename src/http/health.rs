//! Whether the server lives, and whether it can answer.

use axum::http::{StatusCode, header};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{AppState, error::ApiError, problem::Problems, snapshot::Perhaps};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(live)).routes(routes!(ready))
}

/// How the server is.
#[derive(Serialize, ToSchema)]
pub(super) struct HealthBody {
    /// `live`, or `ready`.
    status: &'static str,
}

type Health = ([(header::HeaderName, &'static str); 1], axum::Json<HealthBody>);

fn said(status: &'static str) -> Health {
    ([(header::CACHE_CONTROL, "no-store")], axum::Json(HealthBody { status }))
}

/// Whether the process runs
#[utoipa::path(get, path = "/health/live", tag = "Server", responses((status = OK, body = HealthBody)))]
async fn live() -> Health {
    said("live")
}

/// Whether questions are answered
///
/// 503 until the boundaries are loaded.
#[utoipa::path(get, path = "/health/ready", tag = "Server", responses((status = OK, body = HealthBody), Problems))]
async fn ready(Perhaps(snapshot): Perhaps) -> Result<(StatusCode, Health), ApiError> {
    snapshot.map(|_| (StatusCode::OK, said("ready"))).ok_or(ApiError::Loading)
}
