//! What a moderator looks at, and decides: whether a drawing is safe to show, never whether it is right.

use axum::{Json, extract::State};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::body::{DrawingBody, ProblemItem, place_problems};
use crate::{
    access::Deed,
    atlas::View,
    http::{
        ApiError, AppState,
        asker::Asker,
        clock::today,
        problem::{Problems, Refusals},
        question::{Asked, Given, Nothing, Question},
        sent::Sent,
        snapshot::Snapshot,
    },
    neighbourhood::{MOST_NAME_CHARS, Proposal, Reason, check_ground},
    store::{Act, Changed, ProposalChange, Which},
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_queue, decide))
}

/// Drawings of a page at most.
const MOST_DRAWINGS: usize = 200;
/// Decisions at once at most.
const MOST_DECISIONS: usize = 200;

/// Which drawings.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct QueueQuery {
    /// `waiting` (when left out: sent, or changed since they were published), `draft`, `proposed`, `published`, `declined`, `withdrawn` or `all`.
    status: Option<String>,
    /// How many at most (50).
    #[param(minimum = 1, maximum = 200)]
    limit: Option<usize>,
    /// Where to go on: `next_cursor` of the page before.
    cursor: Option<i64>,
}

impl Question for QueueQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        let status = given.text("status").map(str::to_owned);
        Ok(Self {
            status,
            limit: given.whole("limit", &(1..=MOST_DRAWINGS))?,
            cursor: given.parsed("cursor")?,
        })
    }
}

impl QueueQuery {
    fn which(&self) -> Result<Which, ApiError> {
        match self.status.as_deref() {
            None | Some("waiting") => Ok(Which::Waiting),
            Some("all") => Ok(Which::All),
            Some(state) => {
                let unfit = |reason: String| ApiError::Parameter {
                    param: "status",
                    reason: format!("{reason}; or waiting, or all"),
                };
                state.parse().map(Which::In).map_err(unfit)
            }
        }
    }
}

/// Drawings that wait, oldest first.
#[derive(Serialize, ToSchema)]
struct QueueBody {
    /// The drawings.
    drawings: Vec<WaitingBody>,
    /// What to ask with for later ones; null when there are none.
    next_cursor: Option<i64>,
}

/// A drawing, and what to look at first.
#[derive(Serialize, ToSchema)]
struct WaitingBody {
    /// The drawing.
    drawing: DrawingBody,
    /// What was found in it: links, e-mail or telephone numbers, words that insult, an official outline, an extreme size, ground outside the place.
    flags: Vec<ProblemItem>,
    /// How many published drawings have that name.
    namesakes: usize,
}

impl WaitingBody {
    fn of(one: &Proposal, view: &View<'_>) -> Result<Self, ApiError> {
        let content = &one.version.content;
        let mut flags = content.check_text("");
        if let Some(region) = &content.region {
            flags.extend(check_ground(region.shape()).1);
        }
        flags.extend(place_problems(content, view, today()));
        Ok(Self {
            drawing: DrawingBody::of(one)?,
            flags: flags.iter().map(ProblemItem::of).collect(),
            namesakes: view.neighbourhoods().map_or(0, |all| all.called(&one.key()).len()),
        })
    }
}

/// Drawings that wait for a moderator
///
/// Each with what was found in it. Needs the role `moderator` or `admin`.
#[utoipa::path(
    get, path = "/api/neighbourhoods/queue", operation_id = "list_queue", tag = "Neighbourhoods", params(QueueQuery),
    responses((status = OK, body = QueueBody), Problems, Refusals)
)]
async fn list_queue(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Asked(query): Asked<QueueQuery>,
) -> Result<Json<QueueBody>, ApiError> {
    asker.may(Deed::Moderate)?;
    let store = app.store().cloned().ok_or(ApiError::Loading)?;
    let (which, limit, after) = (query.which()?, query.limit.unwrap_or(50), query.cursor.unwrap_or(0));
    let most = u32::try_from(limit).unwrap_or(u32::MAX);
    let found = app.ask_store(move || store.proposals(which, after, most)).await?;
    let next_cursor = found.last().filter(|_| found.len() == limit).map(|(number, _)| *number);
    app.compute(move || {
        let view = snapshot.view();
        let drawings = found.iter().map(|(_, one)| WaitingBody::of(one, &view)).collect::<Result<_, _>>()?;
        Ok(Json(QueueBody { drawings, next_cursor }))
    })
    .await
}

/// What was decided about some drawings.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DecideSent {
    /// The decisions, at most 200: all are tried, each on its own.
    decisions: Vec<DecisionSent>,
}

/// What was decided about one drawing.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DecisionSent {
    /// The drawing.
    id: String,
    /// Its revision, as the queue showed it: one that has changed since is left alone.
    revision: u32,
    /// `publish`, `decline` or `group`.
    #[serde(rename = "do")]
    #[schema(example = "publish")]
    deed: String,
    /// Why it is declined: `abuse`, `personal-data`, `outside-the-place`, `duplicate` or `not-a-shape`.
    #[serde(default)]
    reason: Option<String>,
    /// The name to count it under; null or left out for its own.
    #[serde(default)]
    group: Option<String>,
}

impl DecisionSent {
    fn act(&self) -> Result<Act, ApiError> {
        let bad = |reason: String| ApiError::Body { reason };
        match (self.deed.as_str(), &self.reason) {
            ("publish", None) => Ok(Act::Publish),
            ("decline", Some(reason)) => reason.parse::<Reason>().map(Act::Decline).map_err(bad),
            ("decline", None) => Err(bad(
                "reason: say why it is declined, with a word of /api/neighbourhoods/terms".to_owned(),
            )),
            ("group", None) => {
                let name = self.group.as_deref().map(str::trim).filter(|name| !name.is_empty());
                if name.is_some_and(|name| {
                    name.chars().count() > MOST_NAME_CHARS || name.contains(char::is_control)
                }) {
                    return Err(bad(format!(
                        "group: a name has at most {MOST_NAME_CHARS} characters, on one line"
                    )));
                }
                Ok(Act::Group(name.map(str::to_owned)))
            }
            ("publish" | "group", Some(_)) => Err(bad("reason: only declining has one".to_owned())),
            (other, _) => Err(bad(format!(
                "do: write publish, decline or group, not “{}”",
                other.chars().take(40).collect::<String>()
            ))),
        }
    }
}

/// What became of the decisions, in their order.
#[derive(Serialize, ToSchema)]
struct DecidedBody {
    /// Each decision.
    decided: Vec<DecidedItem>,
    /// How many were done.
    done: usize,
}

/// What became of one decision.
#[derive(Serialize, ToSchema)]
struct DecidedItem {
    /// The drawing.
    id: String,
    /// `done`, `stale` (it has been changed since: look at it again), `missing`, or `refused` (a drawing in this state cannot be changed so).
    outcome: &'static str,
    /// The drawing as it stands now; null when it is missing.
    drawing: Option<DrawingBody>,
}

/// Decide about drawings
///
/// One or many: publish, decline with a reason of the closed list, or count under another name. Each decision names the revision that it was made on. Needs the role `moderator` or `admin`.
#[utoipa::path(
    post, path = "/api/neighbourhoods/queue", operation_id = "decide_drawings", tag = "Neighbourhoods", request_body = DecideSent,
    responses((status = OK, body = DecidedBody), Problems, Refusals)
)]
async fn decide(
    State(app): State<AppState>,
    asker: Asker,
    Asked(Nothing {}): Asked<Nothing>,
    Sent(sent): Sent<DecideSent>,
) -> Result<Json<DecidedBody>, ApiError> {
    let by = asker.may(Deed::Moderate)?.token.clone();
    if sent.decisions.len() > MOST_DECISIONS {
        return Err(ApiError::Body { reason: format!("decisions: at most {MOST_DECISIONS} at once") });
    }
    let at = Timestamp::now();
    let mut changes = Vec::new();
    for decision in &sent.decisions {
        let id = decision.id.parse().map_err(|reason| ApiError::Body { reason: format!("id: {reason}") })?;
        changes.push(ProposalChange {
            id,
            revision: decision.revision,
            at,
            by: Some(by.clone()),
            act: decision.act()?,
        });
    }
    let store = app.store().cloned().ok_or(ApiError::Loading)?;
    let kept = store.clone();
    let outcomes = app.ask_store(move || store.change_proposals(&changes)).await?;
    app.refresh().await?;
    let mut decided = Vec::new();
    for (decision, changed) in sent.decisions.into_iter().zip(outcomes) {
        let (outcome, one) = match changed {
            Changed::Done(one) => ("done", Some(*one)),
            Changed::Stale(one) => ("stale", Some(*one)),
            Changed::Missing => ("missing", None),
            Changed::Refused(_) => {
                let id = decision.id.parse().map_err(|reason| ApiError::Body { reason })?;
                let store = kept.clone();
                ("refused", app.ask_store(move || store.proposal(&id)).await?)
            }
        };
        let drawing = one.as_ref().map(DrawingBody::of).transpose()?;
        decided.push(DecidedItem { id: decision.id, outcome, drawing });
    }
    let done = decided.iter().filter(|one| one.outcome == "done").count();
    Ok(Json(DecidedBody { decided, done }))
}
