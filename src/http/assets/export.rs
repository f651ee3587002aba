//! Assets as files for other programs. Each carries its attribution inside, and what somebody wrote into a cell is text and
//! nothing else.

use axum::{extract::State, http::HeaderMap, response::Response};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    body::{AssetItem, AssetListBody, kind_name, notes, tenths},
    query::AssetsQuery,
    select::{Found, select},
};
use crate::{
    geometry::to_degrees,
    http::{
        ApiError, AppState, clock::today, ground::GeometryBody, problem::Problems, question::Asked,
        representation, snapshot::Snapshot,
    },
    tiles::TileBody,
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(export_csv)).routes(routes!(export_geojson))
}

/// The columns of a table of assets.
const COLUMNS: [&str; 31] = [
    "patchwork_id",
    "name",
    "kind",
    "kind_name",
    "lon",
    "lat",
    "precision",
    "placed_by",
    "distance_m",
    "address",
    "postcode",
    "uprn",
    "organisation",
    "run_by",
    "can_meet_here",
    "capacity",
    "opening_hours",
    "accessibility",
    "phone",
    "email",
    "website",
    "at",
    "serves",
    "status",
    "last_verified",
    "notes",
    "list",
    "list_title",
    "licence",
    "share_alike",
    "attribution",
];

/// Text as a cell of a table. What a spreadsheet would take for a formula begins with an apostrophe.
pub(in crate::http) fn cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

fn row(found: &Found<'_>) -> Vec<String> {
    let (asset, list) = (&found.seen.asset, &found.seen.list);
    let from = &list.release.provenance;
    let text = |text: &Option<String>| text.as_deref().map(cell).unwrap_or_default();
    let number = |number: Option<f64>| number.map(|number| number.to_string()).unwrap_or_default();
    let degrees = found.seen.point.and_then(|point| to_degrees(point.x, point.y).ok());
    vec![
        asset.id.to_string(),
        cell(&asset.name),
        asset.kind.to_string(),
        kind_name(asset),
        number(degrees.map(|[lon, _]| lon)),
        number(degrees.map(|[_, lat]| lat)),
        asset.precision.as_str().to_owned(),
        asset.placed_by.map(|how| how.as_str().to_owned()).unwrap_or_default(),
        number(found.distance_m.map(tenths)),
        text(&asset.address),
        asset.postcode.map(|postcode| postcode.to_string()).unwrap_or_default(),
        text(&asset.uprn),
        text(&asset.organisation),
        asset.run_by.map(|who| who.as_str().to_owned()).unwrap_or_default(),
        asset.can_meet_here.as_str().to_owned(),
        asset.capacity.map(|people| people.to_string()).unwrap_or_default(),
        text(&asset.opening_hours),
        text(&asset.accessibility),
        text(&asset.contact.phone),
        text(&asset.contact.email),
        text(&asset.contact.website),
        asset.at.as_ref().map(ToString::to_string).unwrap_or_default(),
        text(&asset.serves),
        asset.status.as_str().to_owned(),
        asset.last_verified.map(|day| day.to_string()).unwrap_or_default(),
        text(&asset.notes),
        list.id.to_string(),
        cell(&list.title),
        text(&from.licence),
        list.share_alike.to_string(),
        text(&from.attribution),
    ]
}

/// The same as a table
///
/// Lists whose licences ask that what is made with them be shared alike are left out, unless one of them is asked for alone or
/// `share_alike=include` is given. What a spreadsheet would take for a formula begins with an apostrophe.
#[utoipa::path(
    get, path = "/api/assets.csv", operation_id = "export_assets_csv", tag = "Assets", params(AssetsQuery),
    responses((status = OK, body = String, content_type = "text/csv"), Problems)
)]
async fn export_csv(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<AssetsQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let write = move || {
        let view = snapshot.view();
        let assets = view.assets(query.on);
        let selection = select(&view, &assets, &query, query.limit.unwrap_or(usize::MAX), true)?;
        representation::table(&COLUMNS, selection.page.iter().map(row)).map(TileBody::new)
    };
    let body = app.compute(write).await?;
    Ok(representation::csv_file(&body, &headers, "patchwork-assets.csv"))
}

/// The same as `GeoJSON`
///
/// A point or ground for each; null for one without a place. As for the table, lists that ask to be shared alike stand apart.
#[utoipa::path(
    get, path = "/api/assets.geojson", operation_id = "export_assets_geojson", tag = "Assets", params(AssetsQuery),
    responses((status = OK, body = AssetFeatures, content_type = "application/geo+json"), Problems)
)]
async fn export_geojson(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<AssetsQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let write = move || {
        let view = snapshot.view();
        let assets = view.assets(query.on);
        let selection = select(&view, &assets, &query, query.limit.unwrap_or(usize::MAX), true)?;
        let today = today();
        let features: Result<Vec<_>, ApiError> =
            selection.page.iter().map(|found| AssetFeature::of(found, today)).collect();
        let body = AssetFeatures {
            kind: "FeatureCollection",
            on: query.on,
            attribution: selection.attribution(),
            lists: selection.lists.iter().map(|(list, count)| AssetListBody::of(list, *count)).collect(),
            notes: notes(&selection),
            features: features?,
        };
        representation::json(&body)
    };
    let body = app.compute(write).await?;
    let reply = representation::reply(&body, &headers, "application/geo+json", "no-cache");
    Ok(representation::as_file(reply, "patchwork-assets.geojson"))
}

/// A `GeoJSON` feature collection with what must be shown beside it.
#[derive(Serialize, ToSchema)]
struct AssetFeatures {
    /// Always `FeatureCollection`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The date of the answer.
    on: Date,
    /// What must be shown beside it.
    attribution: Vec<String>,
    /// The lists that the assets are of.
    lists: Vec<AssetListBody>,
    /// What else there is to say, in sentences.
    notes: Vec<String>,
    /// The assets.
    features: Vec<AssetFeature>,
}

/// An asset as a `GeoJSON` feature.
#[derive(Serialize, ToSchema)]
struct AssetFeature {
    /// Always `Feature`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Its permanent name.
    id: String,
    /// Where it is; null when it has no place.
    geometry: Option<GeometryBody>,
    /// What is known of it.
    properties: AssetItem,
}

impl AssetFeature {
    fn of(found: &Found<'_>, today: Date) -> Result<Self, ApiError> {
        Ok(Self {
            kind: "Feature",
            id: found.seen.asset.id.to_string(),
            geometry: found.seen.asset.site.as_ref().map(GeometryBody::of_site).transpose()?,
            properties: AssetItem::of(found, today),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::a_formula("=1+1", "'=1+1")]
    #[case::another_way("+44 1273 000000", "'+44 1273 000000")]
    #[case::a_third("-2", "'-2")]
    #[case::a_fourth("@SUM(A1)", "'@SUM(A1)")]
    #[case::behind_a_tab("\t=1", "'\t=1")]
    #[case::words("St Ann's = Hall", "St Ann's = Hall")]
    #[case::nothing("", "")]
    fn a_cell_is_text(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(cell(text), expected);
    }
}
