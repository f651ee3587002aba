//! Lists of assets: their entries in the feature table that GIS tools open, or beside it when they were replaced.

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{Connection, Row, Transaction, named_params, params};

use super::{
    blob,
    failure::Failure,
    read::{parsed, parsed_if_any},
    settle::text,
    table_read::TableRow,
    tables,
};
use crate::{
    asset::{Asset, AssetChange, AssetList, Contact, ListedAssets, Site},
    boundary::EditionId,
    geopackage,
    store::{NewAssetChange, NewAssetList},
};

/// Writes the entries of a list under the row of its table.
pub(super) fn put(
    transaction: &Transaction<'_>,
    table: i64,
    edition: &EditionId,
    list: &NewAssetList,
    assets: &[Asset],
) -> Result<(), Failure> {
    let sql = "insert into patchwork_asset_list (table_id, title, complete, share_alike, visibility) \
               values (?1, ?2, ?3, ?4, ?5)";
    let visibility = list.visibility.as_str();
    transaction.execute(sql, (table, &list.title, list.complete, list.share_alike, visibility))?;
    transaction.execute_batch(&tables::of_assets(geopackage::TRIGGERS_DROP))?;
    {
        let mut put = transaction.prepare(include_str!("put_asset.sql"))?;
        let boxes = tables::of_assets(r#"insert into "rtree_{layer}_geom" values (?1, ?2, ?3, ?4, ?5)"#);
        let mut place = transaction.prepare(&boxes)?;
        for asset in assets {
            let contact = &asset.contact;
            let fid = put.insert(named_params! {
                ":table_id": table, ":list": list.id.as_str(), ":edition": edition.as_str(),
                ":asset_id": asset.id.as_str(), ":source_id": asset.source_id, ":name": asset.name,
                ":kind": asset.kind.as_str(), ":status": asset.status.as_str(), ":precision": asset.precision.as_str(),
                ":placed_by": asset.placed_by.map(crate::asset::PlacedBy::as_str), ":address": asset.address,
                ":postcode": asset.postcode.as_ref().map(crate::asset::Postcode::as_str), ":uprn": asset.uprn,
                ":phone": contact.phone, ":email": contact.email, ":website": contact.website,
                ":contact_confirmed": contact.confirmed, ":opening_hours": asset.opening_hours,
                ":accessibility": asset.accessibility, ":organisation": asset.organisation,
                ":commissioner": asset.commissioner, ":run_by": asset.run_by.map(crate::asset::RunBy::as_str),
                ":can_meet_here": asset.can_meet_here.as_str(), ":capacity": asset.capacity,
                ":at": asset.at.as_ref().map(crate::asset::AssetId::as_str), ":serves": asset.serves,
                ":last_verified": text(asset.last_verified), ":listed_until": text(asset.listed_until),
                ":notes": asset.notes, ":geom": asset.site.as_ref().map(blob::encode_site),
            })?;
            if let Some(bounds) = asset.site.as_ref().map(Site::bounds) {
                let (min, max) = (bounds.min(), bounds.max());
                place.execute((fid, min.x, max.x, min.y, max.y))?;
            }
        }
    }
    close(transaction)
}

/// Takes the entries of a list that is replaced out of the feature table.
pub(super) fn retire(transaction: &Transaction<'_>, table: i64) -> Result<(), Failure> {
    transaction.execute_batch(&tables::of_assets(geopackage::TRIGGERS_DROP))?;
    transaction.execute(include_str!("retire_assets.sql"), [table])?;
    let unlist =
        r#"delete from "rtree_{layer}_geom" where id in (select fid from "{layer}" where table_id = ?1)"#;
    transaction.execute(&tables::of_assets(unlist), [table])?;
    transaction.execute("delete from patchwork_assets where table_id = ?1", [table])?;
    close(transaction)
}

/// Puts back what was taken away for a write, and tells GIS tools where the assets lie now.
fn close(transaction: &Transaction<'_>) -> Result<(), Failure> {
    transaction.execute_batch(&tables::of_assets(geopackage::TRIGGERS_CREATE))?;
    let extent = r#"update gpkg_contents set last_change = strftime('%Y-%m-%dT%H:%M:%fZ', 'now'),
        (min_x, min_y, max_x, max_y) = (select min(minx), min(miny), max(maxx), max(maxy) from "rtree_{layer}_geom")
        where table_name = '{layer}'"#;
    Ok(transaction.execute_batch(&tables::of_assets(extent))?)
}

/// A list with its entries.
pub(super) fn read(
    connection: &Connection,
    row: &TableRow,
    is_current: bool,
) -> Result<ListedAssets, Failure> {
    let mut head = connection.prepare_cached(
        "select title, complete, share_alike, visibility from patchwork_asset_list where table_id = ?1",
    )?;
    let mut heads = head.query([row.id])?;
    let Some(head) = heads.next()? else {
        return Err(Failure::Damaged(format!(
            "table patchwork_asset_list: nothing is said of table {}",
            row.id
        )));
    };
    let id =
        row.name.key.parse().map_err(|error| Failure::Damaged(format!("table patchwork_table: {error}")))?;
    let list = AssetList {
        id,
        title: head.get("title")?,
        complete: head.get("complete")?,
        share_alike: head.get("share_alike")?,
        visibility: parsed(head, "visibility")?,
        release: row.release.clone(),
    };
    let table = if is_current { tables::ASSETS } else { "patchwork_revision_asset" };
    let mut query = connection.prepare_cached(&include_str!("asset_rows.sql").replace("{table}", table))?;
    let mut rows = query.query(named_params! { ":table_id": row.id })?;
    let mut assets = Vec::new();
    while let Some(row) = rows.next()? {
        assets.push(asset(row).map_err(|failure| about(row, table, failure))?);
    }
    Ok(ListedAssets { list: Arc::new(list), assets })
}

fn about(row: &Row<'_>, table: &str, failure: Failure) -> Failure {
    let id: String = row.get("asset_id").unwrap_or_default();
    match failure {
        Failure::Damaged(what) => Failure::Damaged(format!("table {table}, asset {id}: {what}")),
        other => other,
    }
}

fn asset(row: &Row<'_>) -> Result<Asset, Failure> {
    let blob: Option<Vec<u8>> = row.get("geom")?;
    let site = blob.map(|blob| blob::decode_site(&blob)).transpose();
    Ok(Asset {
        id: parsed(row, "asset_id")?,
        source_id: row.get("source_id")?,
        name: row.get("name")?,
        kind: parsed(row, "kind")?,
        site: site.map_err(|bad| Failure::Damaged(bad.to_string()))?,
        placed_by: parsed_if_any(row, "placed_by")?,
        precision: parsed(row, "precision")?,
        address: row.get("address")?,
        postcode: parsed_if_any(row, "postcode")?,
        uprn: row.get("uprn")?,
        contact: Contact {
            phone: row.get("phone")?,
            email: row.get("email")?,
            website: row.get("website")?,
            confirmed: row.get("contact_confirmed")?,
        },
        opening_hours: row.get("opening_hours")?,
        accessibility: row.get("accessibility")?,
        organisation: row.get("organisation")?,
        commissioner: row.get("commissioner")?,
        run_by: parsed_if_any(row, "run_by")?,
        can_meet_here: parsed(row, "can_meet_here")?,
        capacity: row.get("capacity")?,
        at: parsed_if_any(row, "at")?,
        serves: row.get("serves")?,
        last_verified: parsed_if_any(row, "last_verified")?,
        listed_until: parsed_if_any(row, "listed_until")?,
        status: parsed(row, "status")?,
        notes: row.get("notes")?,
    })
}

/// Keeps a change. Returns its number.
pub(super) fn put_change(transaction: &Transaction<'_>, new: &NewAssetChange) -> Result<i64, Failure> {
    if let Some(known) = new.after {
        let last = "select coalesce(max(id), 0) from patchwork_asset_change where asset_id = ?1";
        let last: i64 = transaction.query_row(last, [new.asset.as_str()], |row| row.get(0))?;
        if last != known {
            return Err(Failure::Stale(new.asset.clone()));
        }
    }
    let content = serde_json::to_string(&new.change)
        .map_err(|error| Failure::Damaged(format!("a change to {} cannot be written: {error}", new.asset)))?;
    let sql =
        "insert into patchwork_asset_change (asset_id, who, at, what, content) values (?1, ?2, ?3, ?4, ?5)";
    let (asset, what) = (new.asset.as_str(), new.change.as_str());
    transaction.execute(sql, params![asset, new.who, new.when.to_string(), what, content])?;
    Ok(transaction.last_insert_rowid())
}

/// The changes whose numbers are higher, in their order.
pub(super) fn changes(connection: &Connection, after: i64) -> Result<Vec<AssetChange>, Failure> {
    let sql = "select id, asset_id, who, at, content from patchwork_asset_change where id > ?1 order by id";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query([after])?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        let number: i64 = row.get("id")?;
        let content: String = row.get("content")?;
        let change = serde_json::from_str(&content).map_err(|error| {
            Failure::Damaged(format!("table patchwork_asset_change, id {number}: {error}"))
        })?;
        let (asset, when): (_, Timestamp) = (parsed(row, "asset_id")?, parsed(row, "at")?);
        changes.push(AssetChange { number, asset, who: row.get("who")?, when, change });
    }
    Ok(changes)
}
