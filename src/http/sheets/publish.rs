//! Publishing a sheet as a list.

use axum::{
    Json,
    extract::{Request, State},
};
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    query::SheetQuery,
    reading::{Read, body, of_list, read},
};
use crate::{
    access::{Deed, NewAuditEntry, TokenId},
    asset::{Asset, AssetId, Change, is_share_alike},
    boundary::{Period, Provenance},
    http::{
        ApiError, AppState,
        asker::Asker,
        clock::today,
        problem::{Problems, Refusals, Unusable},
        question::Asked,
        snapshot::Snapshot,
    },
    store::{NewAssetChange, NewAssetList, NewContent, NewTable, Store, Written},
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(publish_sheet))
}

/// How many rows that cannot be used a refusal names.
const TOLD: usize = 5;

/// A sheet that was published.
#[derive(Serialize, ToSchema)]
pub(super) struct PublishedBody {
    /// The list that it is now.
    #[schema(example = "sheet-village-halls-2026")]
    list: String,
    /// What the list is called for people.
    title: String,
    /// A short name for exactly this content.
    reference: String,
    /// How many assets it has.
    assets: usize,
    /// How many of them are new.
    added: usize,
    /// How many it had before and has no longer.
    removed: usize,
    /// Rows that were left out because they cannot be used.
    left_out: usize,
    /// The path of the sheet with what is known of each row.
    sheet: String,
}

/// Publish a spreadsheet
///
/// The body is the sheet again, with what was put right. All of it is published or nothing; with `skip_bad` the good rows go in alone. A row
/// with a `patchwork_id` is the asset of that name; one that is no longer in the sheet goes. What was corrected by hand since is as the sheet
/// has it now. Needs the role `contributor`, `moderator` or `admin`.
#[utoipa::path(
    post, path = "/api/sheets/publish", operation_id = "publish_sheet", tag = "Assets", params(SheetQuery),
    request_body(content = String, content_type = "text/csv", description = "CSV, or a workbook as \
        `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`"),
    responses((status = OK, body = PublishedBody), Problems, Refusals, Unusable)
)]
async fn publish_sheet(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Asked(query): Asked<SheetQuery>,
    request: Request,
) -> Result<Json<PublishedBody>, ApiError> {
    let by = asker.may(Deed::BringSheets)?.token.clone();
    let store = app.store().cloned().ok_or(ApiError::Loading)?;
    let (bytes, permit) = body(&app, request).await?;
    let publish = move || {
        let _permit = permit;
        let read = read(store.as_ref(), &snapshot.view(), &query, &bytes)?;
        let fingerprint = blake3::hash(&bytes).to_hex().to_string();
        published(store.as_ref(), &snapshot, &query, read, fingerprint, &by)
    };
    let body = app.compute(publish).await?;
    app.refresh().await?;
    Ok(Json(body))
}

fn published(
    store: &dyn Store,
    snapshot: &Snapshot,
    query: &SheetQuery,
    read: Read,
    fingerprint: String,
    by: &TokenId,
) -> Result<PublishedBody, ApiError> {
    let left_out = usable(query, &read)?;
    let view = snapshot.view();
    let before = of_list(&view, &query.list);
    let now = Timestamp::now();
    let title = query.title.clone().or_else(|| Some(before.values().next()?.list.title.clone()));
    let title = title.unwrap_or_else(|| query.list.to_string());
    let mut assets: Vec<Asset> = read.made.rows.into_iter().map(|(_, row)| row.asset).collect();
    assets.sort_by(|a, b| a.id.cmp(&b.id));
    let ids: Vec<AssetId> = assets.iter().map(|asset| asset.id.clone()).collect();
    let list = NewAssetList {
        id: query.list.clone(),
        title: title.clone(),
        complete: query.complete,
        share_alike: query.licence.as_deref().is_some_and(is_share_alike),
        visibility: query.visibility,
    };
    let provenance = Provenance {
        source: query.source.clone().or_else(|| Some("a spreadsheet".to_owned())),
        publisher: query.publisher.clone(),
        licence: query.licence.clone(),
        attribution: query
            .attribution
            .clone()
            .or_else(|| query.publisher.clone())
            .or_else(|| Some(title.clone())),
        extract_date: Some(today()),
        ..Provenance::default()
    };
    let edition = "1".parse().map_err(|_| ApiError::internal("an edition is called 1"))?;
    let report = serde_json::json!({ "rows": read.sheet.rows.len(), "left_out": left_out }).to_string();
    let content = NewContent::Assets { list, assets };
    let table = NewTable { edition, declared: Period::ALWAYS, provenance, fingerprint, report, content };
    let Written { reference, .. } = store.put_table(&table).map_err(ApiError::Store)?;
    // The sheet says it all now: what was corrected by hand since must not lie over it any longer.
    for id in ids.iter().filter(|id| before.get(id).is_some_and(|seen| seen.changed > 0)) {
        let (asset, who) = (id.clone(), by.to_string());
        let settled = NewAssetChange { asset, who, when: now, change: Change::Settle, after: None };
        store.put_asset_change(&settled).map_err(ApiError::Store)?;
    }
    let told = |count: usize| Some(serde_json::json!({ "assets": count }).to_string());
    store
        .note_change(&NewAuditEntry {
            at: now,
            token: Some(by.clone()),
            action: "sheet.publish".to_owned(),
            subject: query.list.to_string(),
            before: told(before.len()).filter(|_| !before.is_empty()),
            after: told(ids.len()),
        })
        .map_err(ApiError::Store)?;
    let added = ids.iter().filter(|id| !before.contains_key(id)).count();
    Ok(PublishedBody {
        list: query.list.to_string(),
        title,
        reference,
        assets: ids.len(),
        added,
        removed: before.len() - (ids.len() - added),
        left_out,
        sheet: format!("/api/sheets/{}.csv", query.list),
    })
}

/// How many rows are left out; a sheet with rows that cannot be used is refused unless that was asked for.
fn usable(query: &SheetQuery, read: &Read) -> Result<usize, ApiError> {
    let refused = &read.made.refused;
    let mut bad: Vec<usize> = refused.iter().map(|refused| refused.row).collect();
    bad.dedup();
    if read.made.rows.is_empty() {
        let first = refused.first().map(|refused| format!(": row {}: {}", refused.row, refused.reason));
        let reason = format!("no row of it can be used{}", first.unwrap_or_default());
        return Err(ApiError::Sheet { reason });
    }
    if bad.is_empty() || query.skip_bad {
        return Ok(bad.len());
    }
    let told: Vec<String> =
        refused.iter().take(TOLD).map(|refused| format!("row {}: {}", refused.row, refused.reason)).collect();
    let more = if refused.len() > TOLD { "; …" } else { "" };
    Err(ApiError::Sheet {
        reason: format!(
            "{} of {} rows cannot be used ({}{more}): put them right, or publish the others alone with skip_bad=true",
            bad.len(),
            read.sheet.rows.len(),
            told.join("; ")
        ),
    })
}
