//! From a body to rows that became assets, and rows that did not.

use std::{collections::HashMap, path::Path};

use axum::body::Bytes;
use axum::extract::Request;
use tokio::sync::OwnedSemaphorePermit;

use super::{MOST_BYTES, query::SheetQuery};
use crate::{
    asset::{AssetId, ListId, Site},
    atlas::{SeenAsset, View},
    http::{ApiError, AppState, clock::today, sent},
    import::{
        ImportError,
        assets::{AssetField, Header, Layout, Made, Places, RefusedRow, Rules, Sheet, make, read_bytes},
    },
    store::Store,
};

/// How near a row's place must be to the one that is known for it to be the same, in metres: a sheet tells centimetres.
const SAME_PLACE_M: f64 = 0.1;

/// A sheet, and what became of its rows.
pub(super) struct Read {
    pub sheet: Sheet,
    pub layout: Layout,
    pub made: Made,
}

/// The bytes of a sheet, while few others are read.
pub(super) async fn body(
    app: &AppState,
    request: Request,
) -> Result<(Bytes, OwnedSemaphorePermit), ApiError> {
    let permit = app.admit_sheet()?;
    let bytes = sent::bytes(request, app, MOST_BYTES).await?;
    if bytes.is_empty() {
        return Err(ApiError::Sheet { reason: "there is nothing in it".to_owned() });
    }
    Ok((bytes, permit))
}

/// Reads a sheet and makes assets of its rows. Nothing is kept.
pub(super) fn read(
    store: &dyn Store,
    view: &View<'_>,
    query: &SheetQuery,
    bytes: &[u8],
) -> Result<Read, ApiError> {
    let called = query.source.clone().unwrap_or_else(|| "the sheet".to_owned());
    let header = Header::of_map(&query.map);
    let mut sheet =
        read_bytes(Path::new(&called), bytes, query.table.as_deref(), &header).map_err(refused)?;
    as_it_was_written(&mut sheet);
    let names = sheet.columns.clone();
    without_columns_of(&mut sheet, &query.without);
    let rules = Rules::default().told(query.kind.as_ref(), &query.map);
    let layout = Layout::of(&sheet, &query.map).map_err(refused)?;
    let places = Places::read(store).map_err(ApiError::Store)?;
    let mut made = make(&sheet, &rules, &query.list, &places, None).map_err(refused)?;
    sheet.columns = names;
    keep_to_its_list(&mut made, view, &query.list);
    keep_what_a_sheet_cannot_tell(&mut made, view, &query.list);
    Ok(Read { sheet, layout, made })
}

/// Why a sheet cannot be read, without the name of a file that the sender does not know.
pub(super) fn refused(error: ImportError) -> ApiError {
    match error {
        ImportError::Store(error) => ApiError::Store(error),
        other => ApiError::Sheet { reason: other.to_string() },
    }
}

/// Takes away the apostrophes with which a sheet was handed back where a cell looked like a formula.
fn as_it_was_written(sheet: &mut Sheet) {
    for cell in sheet.rows.iter_mut().flat_map(|row| &mut row.cells) {
        if cell
            .strip_prefix('\'')
            .is_some_and(|rest| rest.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']))
        {
            cell.remove(0);
        }
    }
}

/// Calls the columns that would be guessed for fields that are said to have none something that no field is called.
fn without_columns_of(sheet: &mut Sheet, without: &[AssetField]) {
    let guessed = Layout::guessed(sheet);
    for column in without.iter().flat_map(|field| guessed.columns(*field)) {
        if let Some(name) = sheet.columns.get_mut(*column) {
            *name = format!("{name}, left out");
        }
    }
}

/// Refuses rows whose permanent name is another list's: nobody takes over an asset by bringing its name.
fn keep_to_its_list(made: &mut Made, view: &View<'_>, list: &ListId) {
    let assets = view.assets(today());
    let own = format!("{list}:");
    let mut strangers = Vec::new();
    made.rows.retain(|(number, row)| {
        let Some(id) = &row.given_id else { return true };
        let known = assets.whole(id);
        let reason = match known {
            Some((seen, _)) if seen.list.id != *list => {
                format!("“{id}” is an asset of the list {}: leave it blank for a new one", seen.list.id)
            }
            None if !id.as_str().starts_with(&own) => {
                format!("there is no asset “{id}”: leave it blank for a new one")
            }
            _ => return true,
        };
        strangers.push(RefusedRow {
            row: *number,
            name: Some(row.asset.name.clone()),
            column: None,
            field: Some(AssetField::PatchworkId.as_str().to_owned()),
            reason,
        });
        false
    });
    made.refused.append(&mut strangers);
    made.refused.sort_by_key(|refused| refused.row);
}

/// A sheet has no column for ground, nor for whether a contact was confirmed: where a row says nothing else, both stay.
fn keep_what_a_sheet_cannot_tell(made: &mut Made, view: &View<'_>, list: &ListId) {
    let before = of_list(view, list);
    for (_, row) in &mut made.rows {
        let Some(known) = before.get(&row.asset.id).map(|seen| &seen.asset) else { continue };
        let asset = &mut row.asset;
        let is_same_contact = (&asset.contact.phone, &asset.contact.email, &asset.contact.website)
            == (&known.contact.phone, &known.contact.email, &known.contact.website);
        asset.contact.confirmed |= is_same_contact && known.contact.confirmed;
        let is_same_place = match (&asset.site, &known.site) {
            (Some(Site::Point(at)), Some(site)) => {
                let mark = site.point();
                (at.x - mark.x).hypot(at.y - mark.y) <= SAME_PLACE_M
            }
            _ => false,
        };
        if is_same_place {
            asset.site.clone_from(&known.site);
            asset.placed_by = known.placed_by;
        }
    }
}

/// What a list has now, by permanent name, whoever may see it.
pub(super) fn of_list<'a>(view: &View<'a>, list: &ListId) -> HashMap<AssetId, &'a SeenAsset> {
    let assets = view.assets(today());
    let of_list = assets.whole_list(list).map(|(seen, _)| (seen.asset.id.clone(), seen));
    of_list.collect()
}
