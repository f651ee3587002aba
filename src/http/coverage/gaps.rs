//! Ground as `GeoJSON`: what is out of reach, and the pieces that a layer leaves out or covers twice.

use std::collections::HashMap;

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    geometry::OutsideGrid,
    http::ground::{Ring, shape_degrees},
    reach::{Coverage, Gap, Reached},
};

/// The ground out of reach: one feature an area.
#[derive(Serialize, ToSchema)]
pub(super) struct GapFeatures {
    /// Always `FeatureCollection`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What it is: `out-of-reach`.
    name: &'static str,
    /// The answer in one sentence.
    headline: String,
    /// The kinds of asset.
    kinds: Vec<String>,
    /// How far, in metres.
    within_m: f64,
    /// The date of the answer.
    on: Date,
    /// A short name for this question answered from exactly this content.
    reference: String,
    /// What a reader has to know besides.
    notes: Vec<String>,
    /// What must be shown beside it.
    attribution: Vec<String>,
    /// The areas that are not within reach whole.
    features: Vec<GapFeature>,
}

/// The ground of an area that is out of reach.
#[derive(Serialize, ToSchema)]
pub(super) struct GapFeature {
    /// Always `Feature`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// What is said of the area.
    properties: GapProperties,
    /// The ground.
    geometry: GroundBody,
}

/// What is said of an area with ground out of reach.
#[derive(Serialize, ToSchema)]
pub(super) struct GapProperties {
    /// Its code, or its id where it has none.
    code: String,
    /// Its name.
    name: String,
    /// Its people; null where nobody is counted.
    people: Option<f64>,
    /// Of them, not within reach.
    people_without: Option<f64>,
    /// Its ground that is not within reach, in square metres.
    ground_without_m2: f64,
}

/// Ground in longitude and latitude.
#[derive(Serialize, ToSchema)]
pub(super) struct GroundBody {
    /// Always `MultiPolygon`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Polygons, each its outline and then its holes.
    #[schema(value_type = Vec<Vec<Vec<Vec<f64>>>>)]
    coordinates: Vec<Vec<Ring>>,
}

impl GroundBody {
    pub(super) fn new(shape: &geo_types::MultiPolygon<f64>) -> Result<Self, OutsideGrid> {
        Ok(Self { kind: "MultiPolygon", coordinates: shape_degrees(shape)? })
    }
}

pub(super) fn feature_collection(answer: &Coverage, gaps: &[Gap]) -> Result<GapFeatures, OutsideGrid> {
    let positions: HashMap<&str, usize> =
        answer.by.areas.iter().enumerate().map(|(at, area)| (area.code.as_str(), at)).collect();
    let feature = |gap: &Gap| {
        let area = positions.get(gap.area.code.as_str()).map(|&at| &answer.areas[at]);
        let people = area.and_then(|area| area.people.as_ref());
        let ground = area.and_then(|area| area.ground);
        let properties = GapProperties {
            code: gap.area.code.clone(),
            name: gap.area.name.clone(),
            people: people.map(|people| people.total),
            people_without: people.map(Reached::without),
            ground_without_m2: ground.map_or(gap.ground.area().0, |ground| ground.without_m2()),
        };
        Ok(GapFeature { kind: "Feature", properties, geometry: GroundBody::new(gap.ground.shape())? })
    };
    Ok(GapFeatures {
        kind: "FeatureCollection",
        name: "out-of-reach",
        headline: answer.headline(),
        kinds: answer.question.kinds.iter().map(ToString::to_string).collect(),
        within_m: answer.question.within_m,
        on: answer.question.on,
        reference: answer.reference(),
        notes: answer.notes(),
        attribution: answer.attribution().into_iter().map(str::to_owned).collect(),
        features: gaps.iter().map(feature).collect::<Result<_, _>>()?,
    })
}
