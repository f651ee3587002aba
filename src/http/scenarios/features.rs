//! How a scenario's areas as a file look, for the API's description: the file itself is written as any layer's is.

use jiff::civil::Date;
use utoipa::ToSchema;

use crate::http::ground::GeometryBody;

/// A scenario's areas, with what must be said beside them.
#[derive(ToSchema)]
#[allow(dead_code, reason = "only its description is used")]
pub(super) struct ScenarioFeatures {
    /// Always `FeatureCollection`.
    #[schema(rename = "type")]
    kind: String,
    /// The layer: `scenario.ID`.
    name: String,
    /// The same.
    layer: String,
    /// Its title, with its status.
    title: String,
    /// The date of the file.
    on: Date,
    /// What must be shown beside it; null where nothing must.
    attribution: Option<String>,
    /// The licences.
    licence: Option<String>,
    /// Where it comes from.
    source: Option<String>,
    /// The releases that it was drawn from.
    releases: Vec<serde_json::Value>,
    /// Its areas.
    features: Vec<ScenarioFeature>,
}

/// An area of a scenario.
#[derive(ToSchema)]
#[allow(dead_code, reason = "only its description is used")]
struct ScenarioFeature {
    /// Always `Feature`.
    #[schema(rename = "type")]
    kind: String,
    /// Its code, name, period and area in square metres.
    properties: serde_json::Value,
    /// Its ground, in degrees.
    geometry: GeometryBody,
}
