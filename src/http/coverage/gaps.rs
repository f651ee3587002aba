//! The ground out of reach as `GeoJSON`.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::{
    http::{ApiError, ground::shape_degrees},
    reach::{Coverage, Gap},
};

pub(super) fn feature_collection(answer: &Coverage, gaps: &[Gap]) -> Result<Vec<u8>, ApiError> {
    let figures: HashMap<&str, usize> =
        answer.by.areas.iter().enumerate().map(|(at, area)| (area.code.as_str(), at)).collect();
    let mut features = Vec::with_capacity(gaps.len());
    for gap in gaps {
        let area = figures.get(gap.area.code.as_str()).map(|&at| &answer.areas[at]);
        let people = area.and_then(|area| area.people.as_ref());
        let ground_m2 = gap.ground.area().0;
        features.push(json!({
            "type": "Feature",
            "properties": {
                "code": gap.area.code,
                "name": gap.area.name,
                "people_without": people.map(crate::reach::Reached::without),
                "people": people.map(|people| people.total),
                "ground_without_m2": area.and_then(|area| area.ground).map_or(ground_m2, |ground| ground.without_m2()),
            },
            "geometry": { "type": "MultiPolygon", "coordinates": shape_degrees(gap.ground.shape())? },
        }));
    }
    let kinds: Vec<&str> = answer.question.kinds.iter().map(crate::asset::KindId::as_str).collect();
    let body: Value = json!({
        "type": "FeatureCollection",
        "name": "out-of-reach",
        "headline": answer.headline(),
        "kinds": kinds,
        "within_m": answer.question.within_m,
        "on": answer.question.on.to_string(),
        "reference": answer.reference(),
        "notes": answer.notes(),
        "attribution": answer.attribution(),
        "features": features,
    });
    serde_json::to_vec(&body).map_err(ApiError::internal)
}
