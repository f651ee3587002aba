//! Adding, correcting, closing, verifying and taking off assets.
//!
//! A change names the state that it was made from (`If-Match`), is kept beside the lists, where no import overwrites it, and
//! leaves an entry in the audit trail.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    edit_body::{EditBody, current, wrong},
    one::{asset_id, seen},
};
use crate::{
    access::{Deed, NewAuditEntry},
    asset::{Asset, AssetId, BY_HAND, Change, KindId, ListId, Status},
    atlas::SeenAsset,
    http::{
        ApiError, AppState,
        asker::{Asker, PRIVATE, SignedIn},
        clock::today,
        named::escaped,
        problem::{Preconditions, Problems, Refusals},
        question::{Asked, Nothing, Segments},
        sent::Sent,
        snapshot::Snapshot,
    },
    store::NewAssetChange,
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(add_asset))
        .routes(routes!(correct_asset))
        .routes(routes!(close_asset))
        .routes(routes!(verify_asset))
        .routes(routes!(suppress_asset))
        .routes(routes!(restore_asset))
}

/// Assets of one name that can be told apart by a number.
const MOST_NAMESAKES: usize = 1_000;

/// What became of a change.
#[derive(Serialize, ToSchema)]
pub(super) struct ChangedBody {
    /// The asset's permanent name.
    id: String,
    /// The fields that are different now.
    changed: Vec<String>,
    /// The entity tag to send with the next change; null for an asset that is taken off.
    etag: Option<String>,
}

/// Add an asset
///
/// One that is in no list. It needs a name, a kind, and a place: `lon` and `lat`, or a postcode. Needs the role `contributor`, `moderator`
/// or `admin`.
#[utoipa::path(
    post, path = "/api/assets", operation_id = "add_asset", tag = "Assets", request_body = EditBody,
    responses((status = CREATED, body = ChangedBody), Problems, Refusals, Preconditions)
)]
async fn add_asset(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Asked(Nothing {}): Asked<Nothing>,
    Sent(body): Sent<EditBody>,
) -> Result<Response, ApiError> {
    let by = asker.may(Deed::EditAssets)?;
    let view = snapshot.view();
    // What a new asset is called by is what it is called.
    let blank = Asset::named(by_hand("asset"), "", nothing_yet()?);
    let corrections = body.corrections(&blank, &view)?;
    let mut asset = blank.clone();
    for correction in &corrections {
        correction.apply(&mut asset);
    }
    if asset.name.is_empty() {
        return Err(wrong("name", "a new asset needs a name"));
    }
    if asset.kind == blank.kind {
        return Err(wrong("kind", "a new asset needs a kind: /api/kinds lists them"));
    }
    if asset.site.is_none() && asset.at.is_none() && asset.serves.is_none() {
        return Err(wrong("lon", "a new asset needs a place: lon and lat, or a postcode, or at, or serves"));
    }
    let assets = view.assets(today());
    let plain = by_hand(&asset.name.to_lowercase());
    let is_free = |id: &AssetId| assets.whole(id).is_none();
    let mut ids =
        std::iter::once(plain.clone()).chain((2..MOST_NAMESAKES).map(|number| plain.numbered(number)));
    let id = ids.find(is_free);
    asset.id =
        id.ok_or_else(|| ApiError::Conflict { reason: "there are too many of this name".to_owned() })?;
    let id = asset.id.clone();
    let done = Done { id: id.clone(), after: Some(0), change: Change::Add(Box::new(asset)), before: None };
    done.keep(&app, by).await?;
    let mut response = changed(&app, &asker, &id, vec!["name".to_owned()])?;
    *response.status_mut() = StatusCode::CREATED;
    if let Ok(place) = HeaderValue::from_str(&format!("/api/assets/{}", escaped(id.as_str()))) {
        response.headers_mut().insert(header::LOCATION, place);
    }
    Ok(response)
}

fn by_hand(name: &str) -> AssetId {
    AssetId::listed(&ListId::of_words(BY_HAND), name)
}

/// A kind that no asset has.
fn nothing_yet() -> Result<KindId, ApiError> {
    "nothing-yet".parse().map_err(|error: String| ApiError::internal(error))
}

/// Correct an asset
///
/// Only what is given changes; null takes a field's value away. Send `If-Match` with the entity tag that reading the asset gave. Needs the
/// role `contributor`, `moderator` or `admin`.
#[utoipa::path(
    put, path = "/api/assets/{id}", operation_id = "correct_asset", tag = "Assets", request_body = EditBody,
    params(("id" = String, Path, description = "Its permanent name"), ("if-match" = String, Header, description = "Its entity tag")),
    responses((status = OK, body = ChangedBody), Problems, Refusals, Preconditions)
)]
async fn correct_asset(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Segments(id): Segments<String>,
    Asked(Nothing {}): Asked<Nothing>,
    headers: HeaderMap,
    Sent(body): Sent<EditBody>,
) -> Result<Response, ApiError> {
    let by = asker.may(Deed::EditAssets)?;
    let view = snapshot.view();
    let seen = meant(&snapshot, &asker, &id, &headers)?;
    let corrections = body.corrections(&seen.asset, &view)?;
    if corrections.is_empty() {
        return changed(&app, &asker, &seen.asset.id, Vec::new());
    }
    let before: Vec<_> = corrections.iter().map(|correction| current(correction, &seen.asset)).collect();
    let fields = fields(&corrections);
    let before = serde_json::to_string(&before).map_err(ApiError::internal)?;
    let done = Done::to(seen, Change::Correct(corrections), Some(before));
    done.keep(&app, by).await?;
    changed(&app, &asker, &seen.asset.id, fields)
}

fn fields(corrections: &[crate::asset::Correction]) -> Vec<String> {
    let named = corrections.iter().filter_map(|correction| {
        let told = serde_json::to_value(correction).ok()?;
        told.as_object()?.keys().next().cloned()
    });
    named.collect()
}

/// Say that an asset is closed
///
/// It is kept, and found by those who ask for closed ones. Needs `If-Match`, and the role `contributor`, `moderator` or `admin`.
#[utoipa::path(
    post, path = "/api/assets/{id}/close", operation_id = "close_asset", tag = "Assets",
    params(("id" = String, Path, description = "Its permanent name"), ("if-match" = String, Header, description = "Its entity tag")),
    responses((status = OK, body = ChangedBody), Problems, Refusals, Preconditions)
)]
async fn close_asset(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Segments(id): Segments<String>,
    Asked(Nothing {}): Asked<Nothing>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let by = asker.may(Deed::EditAssets)?;
    let seen = meant(&snapshot, &asker, &id, &headers)?;
    if seen.asset.status == Status::Closed {
        return Err(ApiError::Conflict { reason: format!("{} is closed already", seen.asset.id) });
    }
    let before = serde_json::json!({ "status": seen.asset.status }).to_string();
    Done::to(seen, Change::Close, Some(before)).keep(&app, by).await?;
    changed(&app, &asker, &seen.asset.id, vec!["status".to_owned()])
}

/// When somebody made sure.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct VerifyBody {
    /// The day; today when left out.
    on: Option<Date>,
}

/// Say that an asset is as it is told
///
/// Somebody made sure of it on a day. Needs `If-Match`, and the role `contributor`, `moderator` or `admin`.
#[utoipa::path(
    post, path = "/api/assets/{id}/verify", operation_id = "verify_asset", tag = "Assets", request_body = VerifyBody,
    params(("id" = String, Path, description = "Its permanent name"), ("if-match" = String, Header, description = "Its entity tag")),
    responses((status = OK, body = ChangedBody), Problems, Refusals, Preconditions)
)]
async fn verify_asset(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Segments(id): Segments<String>,
    Asked(Nothing {}): Asked<Nothing>,
    headers: HeaderMap,
    Sent(body): Sent<VerifyBody>,
) -> Result<Response, ApiError> {
    let by = asker.may(Deed::EditAssets)?;
    let seen = meant(&snapshot, &asker, &id, &headers)?;
    let day = body.on.unwrap_or_else(today);
    if day > today() {
        return Err(wrong("on", &format!("{day} is yet to come")));
    }
    let before = serde_json::json!({ "last_verified": seen.asset.last_verified }).to_string();
    Done::to(seen, Change::Verify(day), Some(before)).keep(&app, by).await?;
    changed(&app, &asker, &seen.asset.id, vec!["last_verified".to_owned()])
}

/// Take an asset off
///
/// At its owner's request: it is on no page, map, file or count any more, whatever its list says, also after every import. Needs
/// `If-Match`, and the role `moderator` or `admin`.
#[utoipa::path(
    post, path = "/api/assets/{id}/suppress", operation_id = "suppress_asset", tag = "Assets",
    params(("id" = String, Path, description = "Its permanent name"), ("if-match" = String, Header, description = "Its entity tag")),
    responses((status = OK, body = ChangedBody), Problems, Refusals, Preconditions)
)]
async fn suppress_asset(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Segments(id): Segments<String>,
    Asked(Nothing {}): Asked<Nothing>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    set_suppressed(&app, &snapshot, &asker, &id, &headers, true).await
}

/// Put an asset back
///
/// One that was taken off. Needs `If-Match`, and the role `moderator` or `admin`.
#[utoipa::path(
    post, path = "/api/assets/{id}/restore", operation_id = "restore_asset", tag = "Assets",
    params(("id" = String, Path, description = "Its permanent name"), ("if-match" = String, Header, description = "Its entity tag")),
    responses((status = OK, body = ChangedBody), Problems, Refusals, Preconditions)
)]
async fn restore_asset(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Segments(id): Segments<String>,
    Asked(Nothing {}): Asked<Nothing>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    set_suppressed(&app, &snapshot, &asker, &id, &headers, false).await
}

/// Takes an asset off, or puts it back.
async fn set_suppressed(
    app: &AppState,
    snapshot: &Snapshot,
    asker: &Asker,
    id: &str,
    headers: &HeaderMap,
    off: bool,
) -> Result<Response, ApiError> {
    let by = asker.may(Deed::SuppressAssets)?;
    let seen = meant(snapshot, asker, id, headers)?;
    if is_suppressed(snapshot, &seen.asset.id) == off {
        let is = if off { "taken off already" } else { "not taken off" };
        return Err(ApiError::Conflict { reason: format!("{} is {is}", seen.asset.id) });
    }
    let change = if off { Change::Suppress } else { Change::Restore };
    Done::to(seen, change, None).keep(app, by).await?;
    changed(app, asker, &seen.asset.id, vec!["suppressed".to_owned()])
}

fn is_suppressed(snapshot: &Snapshot, id: &AssetId) -> bool {
    snapshot.view().assets(today()).whole(id).is_some_and(|(_, is_suppressed)| is_suppressed)
}

/// The asset that a change is about, in the state that the change was made from.
fn meant<'a>(
    snapshot: &'a Snapshot,
    asker: &Asker,
    id: &str,
    headers: &HeaderMap,
) -> Result<&'a SeenAsset, ApiError> {
    let seen = seen(&snapshot.view(), asker, &asset_id(id)?, today())?;
    let Some(said) = headers.get(header::IF_MATCH) else { return Err(ApiError::NoMatch) };
    let version = seen.version();
    // The tag also says what the areas above it were drawn from, which a change is not about.
    let holds = |tag: &str| {
        tag == "*" || tag.trim_matches('"').split('.').next().is_some_and(|known| known == version)
    };
    let holds = said.to_str().is_ok_and(|said| said.split(',').map(str::trim).any(holds));
    if holds { Ok(seen) } else { Err(ApiError::Stale) }
}

/// A change to be kept.
struct Done {
    id: AssetId,
    /// The last change that it knows of.
    after: Option<i64>,
    change: Change,
    before: Option<String>,
}

impl Done {
    fn to(seen: &SeenAsset, change: Change, before: Option<String>) -> Self {
        Self { id: seen.asset.id.clone(), after: Some(seen.changed), change, before }
    }

    /// Keeps it with an entry of the audit trail, and lets questions see it.
    async fn keep(self, app: &AppState, by: &SignedIn) -> Result<(), ApiError> {
        let store = app.store().cloned().ok_or(ApiError::Loading)?;
        let at = Timestamp::now();
        let entry = NewAuditEntry {
            at,
            token: Some(by.token.clone()),
            action: format!("asset.{}", self.change.as_str()),
            subject: self.id.to_string(),
            before: self.before,
            after: Some(serde_json::to_string(&self.change).map_err(ApiError::internal)?),
        };
        let new = NewAssetChange {
            asset: self.id,
            who: by.token.to_string(),
            when: at,
            change: self.change,
            after: self.after,
        };
        app.ask_store(move || {
            store.put_asset_change(&new)?;
            store.note_change(&entry)
        })
        .await?;
        app.refresh().await
    }
}

/// What became of a change, with the entity tag for the next.
fn changed(app: &AppState, asker: &Asker, id: &AssetId, changed: Vec<String>) -> Result<Response, ApiError> {
    let snapshot = app.snapshot(asker.viewer()).ok_or(ApiError::Loading)?;
    let view = snapshot.view();
    let now = seen(&view, asker, id, today()).ok();
    let etag = now.map(|seen| format!("\"{}.{}\"", seen.version(), view.stamp()));
    let mut headers = HeaderMap::from_iter([(header::CACHE_CONTROL, PRIVATE)]);
    if let Some(tag) = etag.as_deref().and_then(|tag| HeaderValue::from_str(tag).ok()) {
        headers.insert(header::ETAG, tag);
    }
    Ok((headers, Json(ChangedBody { id: id.to_string(), changed, etag })).into_response())
}
