//! Every layer there is.

use axum::Json;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiError, AppState,
    cited::Cited,
    clock::today,
    ground::box_degrees,
    named::FamilyBody,
    problem::Problems,
    question::{Asked, OnDay},
    snapshot::Snapshot,
    weights::{BlockClassBody, MembershipBody, WeightBody, classes, memberships, weights},
};
use crate::atlas::{EditionState, LayerAtlas};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list_layers))
}

/// Every layer on a date.
#[derive(Serialize, ToSchema)]
pub(super) struct LayerList {
    /// The date of the answer.
    on: Date,
    /// The layers, nearest to a resident first.
    layers: Vec<LayerBody>,
    /// The layers that are lists of people and hold on the date, nearest to a resident first. They are in no other list.
    memberships: Vec<MembershipBody>,
    /// What can be counted besides ground: every release of every population and list.
    weights: Vec<WeightBody>,
    /// Classes of blocks, which split people: every release of every classification.
    classes: Vec<BlockClassBody>,
    /// What must be shown beside the areas in force.
    attribution: Vec<String>,
}

/// One layer on a date.
#[derive(Serialize, ToSchema)]
pub(super) struct LayerBody {
    /// Its name in addresses.
    #[schema(example = "wards")]
    id: String,
    /// Its name, in the plural.
    #[schema(example = "Wards")]
    title: String,
    /// What one of its areas is called.
    #[schema(example = "ward")]
    singular: String,
    /// Whose boundaries these are.
    family: FamilyBody,
    /// Where it stands in lists, lowest first.
    order: i64,
    /// A sentence for people who do not know the word.
    description: Option<String>,
    /// The edition that stands on the date, if any.
    edition: Option<EditionBody>,
    /// Every edition, oldest first.
    editions: Vec<EditionBody>,
    /// How many areas are in force on the date.
    area_count: usize,
    /// West, south, east, north of the areas in force, in degrees.
    bounds: Option<[f64; 4]>,
    /// The path of its `TileJSON`.
    #[schema(example = "/tiles/wards.json")]
    tiles: String,
}

/// One release of a layer.
#[derive(Serialize, ToSchema)]
pub(super) struct EditionBody {
    /// Its name.
    #[schema(example = "2025-05")]
    id: String,
    /// Its first day; null when open.
    from: Option<Date>,
    /// The first day no longer in force; null when open.
    until: Option<Date>,
    /// The edition that it changes in part, if it does not stand alone.
    amends: Option<String>,
    /// The file or service that it was taken from.
    source: Option<String>,
    /// Who published it.
    publisher: Option<String>,
    /// The licence it is used under.
    licence: Option<String>,
    /// The words that must be shown beside it.
    attribution: Option<String>,
    /// The day on which the extract was made.
    extract_date: Option<Date>,
    /// How finely it is drawn, in words.
    resolution: Option<String>,
    /// Whether its ground ends at the coast; null when not known.
    clipped_to_coast: Option<bool>,
    /// A short name for exactly this content.
    reference: String,
}

impl From<&EditionState> for EditionBody {
    fn from(state: &EditionState) -> Self {
        let (edition, from) = (&state.edition, &state.edition.provenance);
        Self {
            id: edition.id.to_string(),
            from: state.period.from(),
            until: state.period.until(),
            amends: edition.amends.as_ref().map(ToString::to_string),
            source: from.source.clone(),
            publisher: from.publisher.clone(),
            licence: from.licence.clone(),
            attribution: from.attribution.clone(),
            extract_date: from.extract_date,
            resolution: from.resolution.clone(),
            clipped_to_coast: from.clipped_to_coast,
            reference: edition.reference.clone(),
        }
    }
}

/// Every layer on a date
///
/// The list is complete: layers without an edition on that date are in it, too, with no areas.
#[utoipa::path(
    get, path = "/api/layers", tag = "Questions", params(OnDay),
    responses((status = OK, body = LayerList), Problems)
)]
async fn list_layers(
    snapshot: Snapshot,
    Asked(OnDay { on }): Asked<OnDay>,
) -> Result<Json<LayerList>, ApiError> {
    let on = on.unwrap_or_else(today);
    let view = snapshot.view();
    let mut cited = Cited::default();
    let layers = view.layers().map(|layer| {
        for state in layer.editions().iter().filter(|state| state.period.covers(on)) {
            cited.edition(layer, state);
        }
        described(layer, on)
    });
    let layers = layers.collect();
    Ok(Json(LayerList {
        on,
        layers,
        memberships: memberships(view, on),
        weights: weights(view),
        classes: classes(view),
        attribution: cited.attribution(),
    }))
}

fn described(atlas: &LayerAtlas, on: Date) -> LayerBody {
    let layer = atlas.layer();
    LayerBody {
        id: layer.id.to_string(),
        title: layer.title.clone(),
        singular: layer.singular.clone(),
        family: layer.family.into(),
        order: layer.order,
        description: layer.description.clone(),
        edition: atlas.edition_on(on).map(Into::into),
        editions: atlas.editions().iter().map(Into::into).collect(),
        area_count: atlas.in_force(None, on).count(),
        bounds: LayerAtlas::bounds_of(atlas.in_force(None, on)).and_then(box_degrees),
        tiles: format!("/tiles/{}.json", layer.id),
    }
}
