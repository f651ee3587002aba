//! Drawings that a moderator enters for others: from paper, from a workshop, one or many.

use axum::{Json, extract::State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::body::{DrawingSent, ProblemItem};
use crate::{
    access::Deed,
    http::{
        ApiError, AppState,
        asker::Asker,
        clock::today,
        problem::{Problems, Refusals},
        question::{Asked, Nothing},
        sent::Sent,
        snapshot::Snapshot,
    },
    neighbourhood::{LICENCE, ProposalId, Route, State as Stands},
    store::NewProposal,
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(enter_drawings))
}

/// Drawings at once at most.
const MOST_DRAWINGS: usize = 500;

/// Drawings that were made on paper, at a workshop or with help, and may be published under the stated licence.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EnterSent {
    /// How they came: `workshop`, `paper`, `library` or `online`.
    #[schema(example = "paper")]
    route: String,
    /// The licence that those who drew agreed to.
    #[schema(example = "CC BY 4.0")]
    licence: String,
    /// The drawings, at most 500. `/api/neighbourhoods/shapes` makes them of a file.
    drawings: Vec<DrawingSent>,
}

/// What became of them, in their order. All are kept, or none.
#[derive(Serialize, ToSchema)]
struct EnteredBody {
    /// How many were kept: all of them, or 0.
    kept: usize,
    /// Each drawing.
    drawings: Vec<EnteredItem>,
}

/// What became of one drawing.
#[derive(Serialize, ToSchema)]
struct EnteredItem {
    /// What it goes by among moderators; null when nothing was kept.
    id: Option<String>,
    /// What is wrong with it.
    problems: Vec<ProblemItem>,
}

/// Enter drawings for others
///
/// They join the queue with the way in which they came. When one of them cannot be sent, none is kept, and every problem of every one is told. Needs the role `moderator` or `admin`.
#[utoipa::path(
    post, path = "/api/neighbourhoods/enter", operation_id = "enter_drawings", tag = "Neighbourhoods", request_body = EnterSent,
    responses((status = OK, body = EnteredBody), Problems, Refusals)
)]
async fn enter_drawings(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Asked(Nothing {}): Asked<Nothing>,
    Sent(sent): Sent<EnterSent>,
) -> Result<Json<EnteredBody>, ApiError> {
    let by = asker.may(Deed::Moderate)?.token.clone();
    let bad = |reason: String| ApiError::Body { reason };
    let route: Route = sent.route.parse().map_err(|reason| bad(format!("route: {reason}")))?;
    if sent.licence != LICENCE {
        return Err(bad(format!("licence: drawings are sent under {LICENCE}")));
    }
    if sent.drawings.is_empty() || sent.drawings.len() > MOST_DRAWINGS {
        return Err(bad(format!("drawings: send 1 to {MOST_DRAWINGS} at once")));
    }
    let prepared = app
        .compute(move || {
            use rayon::prelude::*;
            let view = snapshot.view().public();
            sent.drawings
                .par_iter()
                .map(|drawing| drawing.prepare(&view, today()))
                .collect::<Result<Vec<_>, _>>()
        })
        .await?;
    if prepared.iter().any(|one| !one.may_be_sent()) {
        let drawings = prepared.iter().map(|one| EnteredItem { id: None, problems: one.body() }).collect();
        return Ok(Json(EnteredBody { kept: 0, drawings }));
    }
    let at = Timestamp::now();
    let mut drawings = Vec::new();
    let mut new = Vec::new();
    for one in prepared {
        let id = ProposalId::random();
        drawings.push(EnteredItem { id: Some(id.to_string()), problems: one.body() });
        let (state, licence, by) = (Stands::Proposed, Some(LICENCE.to_owned()), Some(by.clone()));
        new.push(NewProposal { id, secret: None, state, content: one.content, route, licence, at, by });
    }
    let store = app.store().cloned().ok_or(ApiError::Loading)?;
    let kept = app.ask_store(move || store.put_proposals(&new)).await?.len();
    Ok(Json(EnteredBody { kept, drawings }))
}
