//! The kinds of assets, and how many there are of each.

use std::collections::HashMap;

use axum::Json;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    asset::{KindId, Status, kinds},
    http::{
        ApiError, AppState,
        clock::today,
        problem::Problems,
        question::{Asked, OnDay},
        snapshot::Snapshot,
    },
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_kinds))
}

/// The kinds of assets.
#[derive(Serialize, ToSchema)]
pub(super) struct KindsBody {
    /// The date of the counts.
    on: Date,
    /// Groups of kinds, in the order in which they are shown.
    groups: Vec<KindGroupBody>,
}

/// Kinds that are shown together.
#[derive(Serialize, ToSchema)]
pub(super) struct KindGroupBody {
    /// Its name in data; stands for all its kinds where kinds are asked for.
    #[schema(example = "places-to-be")]
    id: String,
    /// Its name for people.
    #[schema(example = "Places to be")]
    name: String,
    /// Its kinds.
    kinds: Vec<KindBody>,
}

/// A kind of asset.
#[derive(Serialize, ToSchema)]
pub(super) struct KindBody {
    /// Its name in data.
    #[schema(example = "library")]
    id: String,
    /// Its name for people.
    #[schema(example = "Library")]
    name: String,
    /// The same for several.
    #[schema(example = "Libraries")]
    plural: String,
    /// The name of its picture.
    icon: String,
    /// Whether people are welcome there without buying anything or needing care.
    place_to_be: bool,
    /// How many there are that are not closed.
    assets: usize,
}

/// The kinds of assets
#[utoipa::path(
    get, path = "/api/kinds", operation_id = "list_kinds", tag = "Assets", params(OnDay),
    responses((status = OK, body = KindsBody), Problems)
)]
async fn list_kinds(
    snapshot: Snapshot,
    Asked(OnDay { on }): Asked<OnDay>,
) -> Result<Json<KindsBody>, ApiError> {
    let on = on.unwrap_or_else(today);
    let assets = snapshot.view().assets(on);
    let mut counts: HashMap<&KindId, usize> = HashMap::new();
    for seen in assets.iter().filter(|seen| seen.asset.status != Status::Closed) {
        *counts.entry(&seen.asset.kind).or_default() += 1;
    }
    let known = kinds();
    let groups = known.groups.iter().map(|group| KindGroupBody {
        id: group.id.clone(),
        name: group.name.clone(),
        kinds: known
            .kinds
            .iter()
            .filter(|kind| kind.group == group.id)
            .map(|kind| KindBody {
                id: kind.id.to_string(),
                name: kind.name.clone(),
                plural: kind.plural.clone(),
                icon: kind.icon.clone(),
                place_to_be: kind.place_to_be,
                assets: counts.get(&kind.id).copied().unwrap_or_default(),
            })
            .collect(),
    });
    Ok(Json(KindsBody { on, groups: groups.collect() }))
}
