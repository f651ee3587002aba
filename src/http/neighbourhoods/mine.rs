//! A drawing under its private link: read, changed, sent, withdrawn.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
    response::Response,
};
use jiff::Timestamp;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    EDIT_TOKEN,
    body::{DrawingBody, DrawingSent, RefusedBody, matched, private, refused},
    send::{licence, prepared, refuses},
};
use crate::{
    access::Secret,
    http::{
        ApiError, AppState,
        asker::Asker,
        problem::{Preconditions, Problems, Refusals},
        question::{Asked, Nothing},
        sent::Sent,
        snapshot::Snapshot,
    },
    neighbourhood::{Proposal, State as Stands},
    store::{Act, Changed, ProposalChange},
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(read_mine, change_mine, withdraw_mine))
}

/// The drawing whose secret was shown.
pub(super) async fn mine(app: &AppState, headers: &HeaderMap) -> Result<Proposal, ApiError> {
    let shown = headers.get(EDIT_TOKEN).and_then(|shown| shown.to_str().ok());
    let shown = shown.ok_or_else(|| ApiError::SignIn {
        reason: format!("show the secret of the edit link in the header {EDIT_TOKEN}"),
    })?;
    let secret = Secret::read(shown.trim()).ok_or(ApiError::NoDrawing)?;
    let store = app.store().cloned().ok_or(ApiError::Loading)?;
    app.ask_store(move || store.proposal_of(&secret.hash())).await?.ok_or(ApiError::NoDrawing)
}

/// Read a drawing under its private link
///
/// Where it stands, and why it was declined if it was.
#[utoipa::path(
    get, path = "/api/neighbourhoods/mine", operation_id = "read_drawing", tag = "Neighbourhoods",
    params(("edit-token" = String, Header, description = "The secret of the edit link")),
    responses((status = OK, body = DrawingBody), Problems, Refusals)
)]
async fn read_mine(
    State(app): State<AppState>,
    Asked(Nothing {}): Asked<Nothing>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let one = mine(&app, &headers).await?;
    Ok(private(StatusCode::OK, one.revision, DrawingBody::of(&one)?))
}

/// Change a drawing under its private link
///
/// Everything is replaced; the version before is kept. With `licence` a draft, or one that was declined, is sent. What is on the map stays there until a
/// moderator has looked at the new version.
#[utoipa::path(
    put, path = "/api/neighbourhoods/mine", operation_id = "change_drawing", tag = "Neighbourhoods", request_body = DrawingSent,
    params(("edit-token" = String, Header, description = "The secret of the edit link"), ("if-match" = String, Header, description = "Its entity tag")),
    responses((status = OK, body = DrawingBody), (status = 422, body = RefusedBody, content_type = "application/problem+json", description = "Something must be put right first"),
        Problems, Refusals, Preconditions)
)]
async fn change_mine(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Asked(Nothing {}): Asked<Nothing>,
    headers: HeaderMap,
    Sent(drawing): Sent<DrawingSent>,
) -> Result<Response, ApiError> {
    let one = mine(&app, &headers).await?;
    let revision = matched(&headers)?;
    let licence = licence(&drawing)?;
    let prepared = prepared(&app, snapshot, drawing).await?;
    // What has been sent once stays fit to be sent.
    let is_sent = licence.is_some() || matches!(one.state, Stands::Proposed | Stands::Published);
    if refuses(&prepared, is_sent) {
        return Ok(refused(&prepared));
    }
    asker.count_write(&app)?;
    done(&app, one, revision, Act::Edit { content: prepared.content, licence }).await
}

/// Withdraw a drawing under its private link
///
/// It leaves the map at once, and stays readable under the link until the operator deletes it.
#[utoipa::path(
    delete, path = "/api/neighbourhoods/mine", operation_id = "withdraw_drawing", tag = "Neighbourhoods",
    params(("edit-token" = String, Header, description = "The secret of the edit link"), ("if-match" = String, Header, description = "Its entity tag")),
    responses((status = OK, body = DrawingBody), Problems, Refusals, Preconditions)
)]
async fn withdraw_mine(
    State(app): State<AppState>,
    Asked(Nothing {}): Asked<Nothing>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let one = mine(&app, &headers).await?;
    let revision = matched(&headers)?;
    done(&app, one, revision, Act::Withdraw).await
}

async fn done(app: &AppState, one: Proposal, revision: u32, act: Act) -> Result<Response, ApiError> {
    let store = app.store().cloned().ok_or(ApiError::Loading)?;
    let was_public = one.state == Stands::Published;
    let change = ProposalChange { id: one.id, revision, at: Timestamp::now(), by: None, act };
    let changed = app.ask_store(move || store.change_proposals(&[change])).await?.pop();
    match changed {
        Some(Changed::Done(one)) => {
            if was_public {
                app.refresh().await?;
            }
            Ok(private(StatusCode::OK, one.revision, DrawingBody::of(&one)?))
        }
        Some(Changed::Stale(_)) => Err(ApiError::Stale),
        Some(Changed::Refused(state)) => {
            Err(ApiError::Conflict { reason: format!("this drawing is {state}: it cannot be changed so") })
        }
        Some(Changed::Missing) | None => Err(ApiError::NoDrawing),
    }
}
