//! Looking at a sheet before it is published.

use axum::{
    Json,
    extract::{Request, State},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    body::SheetBody,
    query::SheetQuery,
    reading::{body, of_list, read},
};
use crate::{
    access::Deed,
    http::{
        ApiError, AppState,
        asker::Asker,
        problem::{Problems, Refusals, Unusable},
        question::Asked,
        snapshot::Snapshot,
    },
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(look_at_sheet))
}

/// Look at a spreadsheet
///
/// The body is CSV or an XLSX workbook of at most 50 MB. The answer says what each column is taken to hold, where each row would stand on the
/// map, and what is wrong with which row. Nothing is kept. Needs the role `contributor`, `moderator` or `admin`.
#[utoipa::path(
    post, path = "/api/sheets", operation_id = "look_at_sheet", tag = "Assets", params(SheetQuery),
    request_body(content = String, content_type = "text/csv", description = "CSV, or a workbook as \
        `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`"),
    responses((status = OK, body = SheetBody), Problems, Refusals, Unusable)
)]
async fn look_at_sheet(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asker: Asker,
    Asked(query): Asked<SheetQuery>,
    request: Request,
) -> Result<Json<SheetBody>, ApiError> {
    asker.may(Deed::BringSheets)?;
    let store = app.store().cloned().ok_or(ApiError::Loading)?;
    let (bytes, permit) = body(&app, request).await?;
    let look = move || {
        let _permit = permit;
        let view = snapshot.view();
        let read = read(store.as_ref(), &view, &query, &bytes)?;
        let before = of_list(&view, &query.list);
        let known = |id: &str| before.keys().any(|known| known.as_str() == id);
        Ok(Json(SheetBody::of(&read, query.list.as_str(), &known, !before.is_empty())))
    };
    app.compute(look).await
}
