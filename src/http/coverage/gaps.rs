//! Ground as `GeoJSON`: what is out of reach, and the pieces that a layer leaves out or covers twice.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    geometry::OutsideGrid,
    http::ground::GeometryBody,
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
    geometry: GeometryBody,
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

pub(super) fn feature_collection(answer: &Coverage, gaps: &[Gap<'_>]) -> Result<GapFeatures, OutsideGrid> {
    let feature = |gap: &Gap<'_>| {
        let area = &answer.areas[gap.at];
        let people = area.people.as_ref();
        let properties = GapProperties {
            code: gap.area.code.clone(),
            name: gap.area.name.clone(),
            people: people.map(|people| people.total),
            people_without: people.map(Reached::without),
            ground_without_m2: area.ground.map_or(gap.ground.area().0, |ground| ground.without_m2()),
        };
        Ok(GapFeature { kind: "Feature", properties, geometry: GeometryBody::of_shape(gap.ground.shape())? })
    };
    Ok(GapFeatures {
        kind: "FeatureCollection",
        name: "out-of-reach",
        headline: answer.headline(),
        kinds: answer.question.kinds.iter().map(ToString::to_string).collect(),
        within_m: answer.question.within_m,
        on: answer.question.on,
        reference: answer.reference().to_string(),
        notes: answer.notes(),
        attribution: answer.attribution().into_iter().map(str::to_owned).collect(),
        features: gaps.iter().map(feature).collect::<Result<_, _>>()?,
    })
}
