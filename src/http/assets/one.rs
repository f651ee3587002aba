//! One asset: all that may be said of it.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use geo_types::Coord;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    body::{AssetItem, AssetListBody, tenths},
    select::Found,
};
use crate::{
    access::Deed,
    asset::{AssetId, Evidence, Precision},
    atlas::{SeenAsset, View},
    http::{
        ApiError, AppState,
        asker::Asker,
        cited::ReleaseBody,
        clock::today,
        ground::GeometryBody,
        locate::{LocatedArea, locate_answer},
        problem::Problems,
        question::{Asked, OnDay, Segments},
        representation::has,
        snapshot::Snapshot,
    },
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show_asset))
}

/// One asset.
#[derive(Serialize, ToSchema)]
pub(super) struct AssetBody {
    #[serde(flatten)]
    item: AssetItem,
    /// The date of the answer.
    on: Date,
    /// What its list calls it.
    source_id: Option<String>,
    /// The Unique Property Reference Number of its address.
    uprn: Option<String>,
    /// How to reach its organisation.
    contact: ContactBody,
    /// How accessible it is, in words.
    accessibility: Option<String>,
    /// The asset at which it meets or works, by its permanent name.
    at: Option<String>,
    /// The area that it serves.
    serves: Option<String>,
    /// The first day on which it is no longer to be listed.
    listed_until: Option<Date>,
    /// What else there is to say.
    notes: Option<String>,
    /// Where it is, as `GeoJSON`: a point or ground; null when it has no place.
    geometry: Option<GeometryBody>,
    /// The areas that it stands in, nearest layer to a resident first; none for an asset that is not shown exactly.
    areas: Vec<LocatedArea>,
    /// What other lists have that may be the same place; never merged.
    twins: Vec<TwinBody>,
    /// The list that it is of.
    source: AssetListBody,
    /// The releases that the areas are drawn from.
    releases: Vec<ReleaseBody>,
    /// What must be shown beside it.
    attribution: Vec<String>,
}

/// An asset of another list that may be the same place, and what speaks for it.
#[derive(Serialize, ToSchema)]
pub(super) struct TwinBody {
    /// Its permanent name.
    id: String,
    /// Its name for people.
    name: String,
    /// What it is.
    kind: String,
    /// The list that it is of.
    list: String,
    /// How alike the names are, 0 to 1.
    name_likeness: f64,
    /// Metres between them; null where one has no place.
    distance_m: Option<f64>,
    /// Whether they have the same postcode.
    same_postcode: bool,
    /// Whether they have the same Unique Property Reference Number, or the same id in a register.
    same_reference: bool,
}

/// How to reach an organisation.
#[derive(Serialize, ToSchema)]
pub(super) struct ContactBody {
    /// A telephone number.
    phone: Option<String>,
    /// An e-mail address.
    email: Option<String>,
    /// A page on the web.
    website: Option<String>,
    /// For those who have signed in: whether something of it is kept from the public until it is confirmed. Null for others.
    held_back: Option<bool>,
}

/// Twins that are told at most.
const MOST_TWINS: usize = 10;

impl TwinBody {
    fn of(twin: &SeenAsset, evidence: &Evidence) -> Self {
        Self {
            id: twin.asset.id.to_string(),
            name: twin.asset.name.clone(),
            kind: twin.asset.kind.to_string(),
            list: twin.list.id.to_string(),
            name_likeness: (evidence.name_likeness * 100.0).round() / 100.0,
            distance_m: evidence.distance_m.map(tenths),
            same_postcode: evidence.same_postcode,
            same_reference: evidence.same_uprn || evidence.same_source_id,
        }
    }
}

/// One asset
///
/// All that may be said of it, with the areas that it stands in. Its entity tag is what a change of it must be sent with (`If-Match`).
#[utoipa::path(
    get, path = "/api/assets/{id}", operation_id = "show_asset", tag = "Assets",
    params(("id" = String, Path, description = "Its permanent name"), OnDay),
    responses((status = OK, body = AssetBody), Problems)
)]
async fn show_asset(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Segments(id): Segments<String>,
    Asked(OnDay { on }): Asked<OnDay>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let id = asset_id(&id)?;
    let on = on.unwrap_or_else(today);
    app.compute(move || reply(&snapshot, &asker, &id, on, &headers)).await
}

fn reply(
    snapshot: &Snapshot,
    asker: &Asker,
    id: &AssetId,
    on: Date,
    headers: &HeaderMap,
) -> Result<Response, ApiError> {
    let view = snapshot.view();
    let seen = seen(&view, asker, id, on)?;
    // What a change must name, and all that the answer was drawn from.
    let tag = format!("\"{}.{}\"", seen.version(), view.stamp());
    let mut response = if has(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Json(body(view, asker, seen, on)?).into_response()
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Ok(response)
}

/// The permanent name in a path.
pub(super) fn asset_id(text: &str) -> Result<AssetId, ApiError> {
    text.parse().map_err(|_| ApiError::NoAsset { id: text.chars().take(80).collect() })
}

/// The asset as this visitor may see it. Those who decide what is shown see hidden ones, too.
pub(super) fn seen<'a>(
    view: &View<'a>,
    asker: &Asker,
    id: &AssetId,
    on: Date,
) -> Result<&'a SeenAsset, ApiError> {
    let assets = view.assets(on);
    let whole = assets.whole(id).filter(|_| asker.may(Deed::SuppressAssets).is_ok());
    let found = whole.map(|(seen, _)| seen).or_else(|| assets.get(id));
    found.ok_or_else(|| ApiError::NoAsset { id: id.to_string() })
}

fn body(view: View<'_>, asker: &Asker, seen: &SeenAsset, on: Date) -> Result<AssetBody, ApiError> {
    let asset = &seen.asset;
    let is_exact = asset.precision == Precision::Exact;
    let above = |at: Coord<f64>| locate_answer(view, at, on, None).ok();
    let above = seen.point.filter(|_| is_exact).and_then(above);
    let mut attribution: Vec<String> = seen.list.release.provenance.attribution.iter().cloned().collect();
    let (areas, releases) = match above {
        None => (Vec::new(), Vec::new()),
        Some(answer) => {
            let others = answer.attribution.into_iter();
            let own = attribution.first().cloned();
            attribution.extend(others.filter(|words| own.as_ref() != Some(words)));
            (answer.areas, answer.releases)
        }
    };
    let contact = ContactBody {
        phone: asset.contact.phone.clone(),
        email: asset.contact.email.clone(),
        website: asset.contact.website.clone(),
        held_back: asker.signed_in().map(|_| asset.contact.is_held_back()),
    };
    Ok(AssetBody {
        item: AssetItem::of(&Found { seen, distance_m: None }, today()),
        on,
        source_id: asset.source_id.clone(),
        uprn: asset.uprn.clone(),
        contact,
        accessibility: asset.accessibility.clone(),
        at: asset.at.as_ref().map(ToString::to_string),
        serves: asset.serves.clone(),
        listed_until: asset.listed_until,
        notes: asset.notes.clone(),
        geometry: asset.site.as_ref().map(GeometryBody::of_site).transpose()?,
        areas,
        twins: view
            .assets(on)
            .twins(seen)
            .iter()
            .take(MOST_TWINS)
            .map(|(twin, evidence)| TwinBody::of(twin, evidence))
            .collect(),
        source: AssetListBody::of(&seen.list, 1),
        releases,
        attribution,
    })
}
