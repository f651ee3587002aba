//! Block by block: how far people are from the nearest asset.

use axum::{extract::State, http::HeaderMap, response::Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    body::{CoverageSummary, summary},
    query::CoverageQuery,
    written,
};
use crate::{
    http::{ApiError, AppState, problem::Problems, question::Asked, representation, snapshot::Snapshot},
    reach::{BlockReach, Coverage},
    tiles::TileBody,
};

/// How far the people of each block are from the nearest asset.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoverageBlocksBody {
    /// All areas together, as `/api/coverage` has it.
    summary: CoverageSummary,
    /// Each block with people in the areas, by code; none where nobody is counted.
    blocks: Vec<BlockReachBody>,
    /// What to give as `cursor` for the blocks that follow; null when there are none.
    next_cursor: Option<usize>,
}

/// A block's people in the areas asked about.
#[derive(Debug, Serialize, ToSchema)]
struct BlockReachBody {
    /// The code of the block.
    code: String,
    /// Its people in the areas; null where few on drawn ground are not told.
    people: Option<f64>,
    /// Of them, within reach.
    within_reach: Option<f64>,
    /// Of them, not within reach.
    without: Option<f64>,
    /// Their mean distance to the nearest asset in metres, in a straight line; null where there is no asset.
    nearest_m: Option<f64>,
    /// The asset that is nearest to most of the block's postcodes, or to a place well inside it; null where there is none.
    nearest_id: Option<String>,
    /// Its name.
    nearest_name: Option<String>,
}

/// The columns of the table of blocks. People are in the weight that the answer names.
pub const BLOCK_COLUMNS: [&str; 7] =
    ["code", "people", "within_reach", "without", "nearest_m", "nearest_id", "nearest_name"];

/// The rows of the table of blocks, by code; a figure that there is not is empty.
pub fn block_rows(answer: &Coverage) -> impl Iterator<Item = [String; 7]> {
    let number =
        |number: Option<f64>| known(number.unwrap_or(f64::NAN)).map_or_else(String::new, |n| n.to_string());
    answer.blocks().map(move |block| {
        let nearest =
            block.nearest.map(|asset| [asset.id.to_string(), asset.name.clone()]).unwrap_or_default();
        let [id, name] = nearest;
        let figures = [Some(block.people), Some(block.within), Some(block.without), block.mean_m].map(number);
        let [people, within, without, metres] = figures;
        [block.code.to_owned(), people, within, without, metres, id, name]
    })
}

/// An answer block by block, with the blocks of one page: how many to skip, and how many at most.
#[must_use]
pub fn coverage_blocks(answer: &Coverage, (skip, most): (usize, Option<usize>)) -> CoverageBlocksBody {
    let most = most.unwrap_or(usize::MAX);
    let mut all = answer.blocks().skip(skip);
    let blocks = all.by_ref().take(most).map(|block| block_body(&block)).collect();
    let next_cursor = all.next().map(|_| skip.saturating_add(most));
    CoverageBlocksBody { summary: summary(answer), blocks, next_cursor }
}

/// What is not told is not a number.
fn known(number: f64) -> Option<f64> {
    Some(number).filter(|number| !number.is_nan())
}

fn block_body(block: &BlockReach<'_>) -> BlockReachBody {
    BlockReachBody {
        code: block.code.to_owned(),
        people: known(block.people),
        within_reach: known(block.within),
        without: known(block.without),
        nearest_m: block.mean_m,
        nearest_id: block.nearest.map(|asset| asset.id.to_string()),
        nearest_name: block.nearest.map(|asset| asset.name.clone()),
    }
}

/// The nearest for each block
///
/// For each block with people in the areas (an LSOA, say): how far they are from the nearest asset in a straight line, which
/// asset that is, and how many are within reach. `limit` and `cursor` count blocks.
#[utoipa::path(
    get, path = "/api/coverage/blocks", operation_id = "coverage_blocks", tag = "Questions", params(CoverageQuery),
    responses((status = OK, body = CoverageBlocksBody), Problems)
)]
pub(super) async fn show_blocks(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<CoverageQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let page = (query.skip, query.most);
    let write = move |answer: &Coverage| representation::json(&coverage_blocks(answer, page));
    let body = written(&app, snapshot, query.wanted, write).await?;
    Ok(representation::reply(&body, &headers, "application/json", "no-cache"))
}

/// The nearest for each block, as a table
#[utoipa::path(
    get, path = "/api/coverage/blocks.csv", operation_id = "coverage_blocks_csv", tag = "Questions", params(CoverageQuery),
    responses((status = OK, body = String, content_type = "text/csv"), Problems)
)]
pub(super) async fn show_blocks_csv(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<CoverageQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let (skip, most) = (query.skip, query.most.unwrap_or(usize::MAX));
    let write = move |answer: &Coverage| {
        let rows = block_rows(answer).skip(skip).take(most);
        representation::table(&BLOCK_COLUMNS, rows).map(TileBody::new)
    };
    let body = written(&app, snapshot, query.wanted, write).await?;
    Ok(representation::csv_file(&body, &headers, "patchwork-coverage-blocks.csv"))
}
