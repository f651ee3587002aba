//! What a drawing was before: every version of it, for whoever has its link, and for a moderator.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{body::private, mine::mine};
use crate::{
    access::Deed,
    http::{
        ApiError, AppState,
        asker::Asker,
        ground::GeometryBody,
        problem::{Problems, Refusals},
        question::{Asked, Nothing, Segments},
    },
    neighbourhood::{ProposalId, Version},
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_versions)).routes(routes!(list_my_versions))
}

/// Every version of a drawing.
#[derive(Serialize, ToSchema)]
struct VersionsBody {
    /// Oldest first.
    versions: Vec<VersionBodyOfDrawing>,
}

/// One version of a drawing.
#[derive(Serialize, ToSchema)]
struct VersionBodyOfDrawing {
    /// Its number, from 1.
    number: u32,
    /// When it was made.
    at: Timestamp,
    /// Its name.
    name: String,
    /// Why.
    why: String,
    /// Words of the drawer's own.
    tags: Vec<String>,
    /// Its ground; null while nothing is drawn.
    geometry: Option<GeometryBody>,
}

impl VersionBodyOfDrawing {
    fn of(Version { number, at, content }: Version) -> Result<Self, ApiError> {
        let geometry = content.region.map(|region| GeometryBody::of_shape(region.shape())).transpose()?;
        Ok(Self { number, at, name: content.name, why: content.why, tags: content.tags, geometry })
    }
}

async fn versions(app: &AppState, id: ProposalId) -> Result<VersionsBody, ApiError> {
    let store = app.store().cloned().ok_or(ApiError::Loading)?;
    let found = app.ask_store(move || store.versions_of(&id)).await?;
    if found.is_empty() {
        return Err(ApiError::NoDrawing);
    }
    let versions = found.into_iter().map(VersionBodyOfDrawing::of).collect::<Result<_, _>>()?;
    Ok(VersionsBody { versions })
}

/// Every version of a drawing
///
/// Needs the role `moderator` or `admin`.
#[utoipa::path(
    get, path = "/api/neighbourhoods/queue/{id}/versions", operation_id = "list_drawing_versions", tag = "Neighbourhoods",
    params(("id" = String, Path, description = "The drawing's id")), responses((status = OK, body = VersionsBody), Problems, Refusals)
)]
async fn list_versions(
    State(app): State<AppState>,
    asker: Asker,
    Segments(id): Segments<String>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Json<VersionsBody>, ApiError> {
    asker.may(Deed::Moderate)?;
    let id = id.parse().map_err(|_| ApiError::NoDrawing)?;
    Ok(Json(versions(&app, id).await?))
}

/// Every version of a drawing under its private link
///
/// What it was before each change, oldest first.
#[utoipa::path(
    get, path = "/api/neighbourhoods/mine/versions", operation_id = "list_my_drawing_versions", tag = "Neighbourhoods",
    params(("edit-token" = String, Header, description = "The secret of the edit link")),
    responses((status = OK, body = VersionsBody), Problems, Refusals)
)]
async fn list_my_versions(
    State(app): State<AppState>,
    Asked(Nothing {}): Asked<Nothing>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let one = mine(&app, &headers).await?;
    Ok(private(StatusCode::OK, one.revision, versions(&app, one.id).await?))
}
