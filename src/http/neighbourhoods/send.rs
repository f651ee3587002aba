//! Keeping a drawing: as a draft, or sent to the moderators.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use jiff::Timestamp;
use qrcode::{QrCode, render::svg};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::body::{DrawingBody, DrawingSent, Prepared, RefusedBody, private, refused};
use crate::{
    access::Secret,
    http::{
        ApiError, AppState,
        asker::Asker,
        clock::today,
        problem::{Problems, Refusals},
        question::{Asked, Nothing},
        sent::Sent,
        snapshot::Snapshot,
    },
    neighbourhood::{LICENCE, Problem, Proposal, ProposalId, Route, State as Stands},
    store::NewProposal,
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(send_drawing))
}

/// What the secret of an edit link is derived for.
const PURPOSE: &str = "patchwork 2026 edit link of a drawing";

/// A drawing that is kept, with its private link. The link is shown this once.
#[derive(Serialize, ToSchema)]
struct KeptDrawingBody {
    /// Whether it was there already: the same drawing was sent twice.
    already: bool,
    /// The secret of the edit link, to be sent in the header `edit-token`. Keep it: it is kept nowhere else.
    edit_token: String,
    /// The edit link, for people.
    edit_url: String,
    /// The edit link as a QR code: an SVG image.
    edit_qr_svg: String,
    /// The drawing.
    drawing: DrawingBody,
}

/// Keep a drawing, or send it
///
/// With `licence` it goes to the moderators; without, it is a draft that only the private link finds. No account is needed, and nothing of who sends
/// it is kept. A bounded number of times an hour. Everything that keeps it from being sent is told at once, with 422.
#[utoipa::path(
    post, path = "/api/neighbourhoods", operation_id = "send_drawing", tag = "Neighbourhoods", request_body = DrawingSent,
    responses((status = CREATED, body = KeptDrawingBody), (status = OK, body = KeptDrawingBody, description = "It was there already"),
        (status = 422, body = RefusedBody, content_type = "application/problem+json", description = "Something must be put right first"), Problems, Refusals)
)]
async fn send_drawing(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Asked(Nothing {}): Asked<Nothing>,
    Sent(drawing): Sent<DrawingSent>,
) -> Result<Response, ApiError> {
    let secret = match &drawing.once {
        None => Secret::random(),
        Some(once) => {
            let reason = || ApiError::Body {
                reason: "once: send 32 random bytes in base64url, 43 characters".to_owned(),
            };
            Secret::read(once).ok_or_else(reason)?.derived(PURPOSE)
        }
    };
    let store = app.store().cloned().ok_or(ApiError::Loading)?;
    if drawing.once.is_some() {
        let (store, hash) = (store.clone(), secret.hash());
        if let Some(known) = app.ask_store(move || store.proposal_of(&hash)).await? {
            return kept(&app, &secret, true, &known);
        }
    }
    let licence = licence(&drawing)?;
    let prepared = prepared(&app, snapshot, drawing).await?;
    if refuses(&prepared, licence.is_some()) {
        return Ok(refused(&prepared));
    }
    asker.count_write(&app)?;
    let state = if licence.is_some() { Stands::Proposed } else { Stands::Draft };
    let new = NewProposal {
        id: ProposalId::random(),
        secret: Some(secret.hash()),
        state,
        content: prepared.content,
        route: Route::Online,
        licence,
        at: Timestamp::now(),
        by: None,
    };
    let hash = secret.hash();
    let (is_new, one) = app
        .ask_store(move || {
            let is_new = store.put_proposals(&[new])?.first().copied().unwrap_or(false);
            Ok((is_new, store.proposal_of(&hash)?))
        })
        .await?;
    kept(&app, &secret, !is_new, &one.ok_or(ApiError::NoDrawing)?)
}

/// What it is sent under: the one licence there is.
pub(super) fn licence(drawing: &DrawingSent) -> Result<Option<String>, ApiError> {
    match drawing.licence.as_deref() {
        None => Ok(None),
        Some(LICENCE) => Ok(Some(LICENCE.to_owned())),
        Some(_) => Err(ApiError::Body {
            reason: format!("licence: drawings are sent under {LICENCE}; leave it out to keep a draft"),
        }),
    }
}

pub(super) async fn prepared(
    app: &AppState,
    snapshot: Snapshot,
    drawing: DrawingSent,
) -> Result<Prepared, ApiError> {
    app.compute(move || drawing.prepare(&snapshot.view().public(), today())).await
}

/// Whether a drawing cannot be kept: what is sent must have nothing wrong with it; a draft must only be of a size that can be kept, and drawn by a person.
pub(super) fn refuses(prepared: &Prepared, is_sent: bool) -> bool {
    if is_sent {
        return !prepared.may_be_sent();
    }
    prepared.problems.iter().any(Problem::keeps_out)
}

fn kept(app: &AppState, secret: &Secret, already: bool, one: &Proposal) -> Result<Response, ApiError> {
    let token = secret.written();
    // After the #, so that no server's log and no other page's `Referer` gets to see it.
    let url = format!("{}/neighbourhoods#edit={token}", app.config().public_url);
    let code = QrCode::new(url.as_bytes()).map_err(ApiError::internal)?;
    let image = code.render::<svg::Color<'_>>().min_dimensions(200, 200).quiet_zone(true).build();
    let status = if already { StatusCode::OK } else { StatusCode::CREATED };
    let body = KeptDrawingBody {
        already,
        edit_token: token,
        edit_url: url,
        edit_qr_svg: image,
        drawing: DrawingBody::of(one)?,
    };
    let mut response = private(status, one.revision, body);
    response.headers_mut().insert(header::LOCATION, HeaderValue::from_static("/api/neighbourhoods/mine"));
    Ok(response)
}
