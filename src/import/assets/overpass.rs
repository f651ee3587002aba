//! What the Overpass API answers with: nodes and ways of OpenStreetMap.

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use serde::Deserialize;

use super::{Shape, Sheet, SheetRow, position};
use crate::{
    asset::{KindId, kinds},
    geometry::{SourceCrs, to_grid},
    import::ImportError,
};

#[derive(Deserialize)]
struct Answer {
    elements: Vec<Element>,
}

#[derive(Deserialize)]
struct Element {
    #[serde(rename = "type")]
    kind: String,
    id: i64,
    lat: Option<f64>,
    lon: Option<f64>,
    center: Option<At>,
    #[serde(default)]
    nodes: Vec<i64>,
    #[serde(default)]
    geometry: Vec<Option<At>>,
    #[serde(default)]
    tags: BTreeMap<String, String>,
}

#[derive(Deserialize, Clone, Copy)]
struct At {
    lat: f64,
    lon: f64,
}

/// The columns of the sheet, each a field of an asset.
const COLUMNS: [&str; 11] = [
    "source_id",
    "name",
    "address",
    "postcode",
    "phone",
    "email",
    "website",
    "opening_hours",
    "accessibility",
    "organisation",
    "capacity",
];

/// Elements with tags of a known kind as a sheet; of any kind where `any` is given.
///
/// # Errors
/// [`ImportError::Table`] for what is no such answer.
pub(super) fn read(file: &Path, bytes: &[u8], any: Option<&KindId>) -> Result<Sheet, ImportError> {
    let answer: Answer = serde_json::from_slice(bytes).map_err(|error| ImportError::Table {
        file: file.to_path_buf(),
        reason: format!("it is no answer of the Overpass API: {error}"),
    })?;
    let places: HashMap<i64, Coord<f64>> = answer
        .elements
        .iter()
        .filter(|element| element.kind == "node")
        .filter_map(|element| Some((element.id, Coord { x: element.lon?, y: element.lat? })))
        .collect();
    let (mut rows, mut relations, mut parts, mut others) = (Vec::new(), 0_usize, 0_usize, 0_usize);
    for (element, row) in answer.elements.iter().zip(1..) {
        if element.kind == "relation" {
            relations += 1;
            continue;
        }
        if element.tags.is_empty() {
            parts += 1;
            continue;
        }
        let tagged = kinds().tagged(|key| element.tags.get(key).cloned()).map(|kind| kind.id.clone());
        let Some(kind) = tagged.or_else(|| any.cloned()) else {
            others += 1;
            continue;
        };
        rows.push(SheetRow { row, cells: cells(element), shape: shape(element, &places), kind: Some(kind) });
    }
    let mut remarks = Vec::new();
    let counted = [
        (relations, "relations were not read: an asset is a node or a way"),
        (parts, "elements without tags are parts of others"),
        (others, "elements have tags of no known kind and are left out"),
    ];
    for (count, what) in counted.into_iter().filter(|(count, _)| *count > 0) {
        remarks.push(format!("{count} {what}."));
    }
    Ok(Sheet {
        file: file.to_path_buf(),
        format: "Overpass JSON".to_owned(),
        crs: SourceCrs::LonLat.label(),
        columns: COLUMNS.map(str::to_owned).to_vec(),
        rows,
        remarks,
    })
}

fn cells(element: &Element) -> Vec<String> {
    let tag = |key: &str| element.tags.get(key).cloned().unwrap_or_default();
    let first =
        |keys: &[&str]| keys.iter().map(|key| tag(key)).find(|text| !text.is_empty()).unwrap_or_default();
    let street = [tag("addr:housenumber"), first(&["addr:street", "addr:place"])];
    let street = street.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ");
    let address = [
        tag("addr:housename"),
        street,
        tag("addr:suburb"),
        first(&["addr:city", "addr:town", "addr:village"]),
    ];
    let address: Vec<String> = address.into_iter().filter(|part| !part.is_empty()).collect();
    let wheelchair = match tag("wheelchair").as_str() {
        "" => String::new(),
        word => format!("wheelchair: {word}"),
    };
    vec![
        format!("{}-{}", element.kind, element.id),
        first(&["name", "name:en", "official_name", "operator"]),
        address.join(", "),
        tag("addr:postcode"),
        first(&["contact:phone", "phone"]),
        first(&["contact:email", "email"]),
        first(&["contact:website", "website", "url"]),
        tag("opening_hours"),
        wheelchair,
        tag("operator"),
        tag("capacity"),
    ]
}

/// A node's point; a closed way's ground; another way's middle.
fn shape(element: &Element, places: &HashMap<i64, Coord<f64>>) -> Shape {
    let place = |at: Coord<f64>| {
        to_grid(at.x, at.y)
            .map(|(x, y)| Coord { x, y })
            .map_err(|error| position::hint(&SourceCrs::LonLat, at).unwrap_or_else(|| error.to_string()))
    };
    let degrees = |at: At| Coord { x: at.lon, y: at.lat };
    if element.kind == "node" {
        return match (element.lon, element.lat) {
            (Some(x), Some(y)) => place(Coord { x, y }).map_or_else(Shape::Wrong, Shape::Point),
            _ => Shape::Wrong("it is a node without lat and lon".to_owned()),
        };
    }
    let line: Vec<Coord<f64>> = if element.geometry.is_empty() {
        element.nodes.iter().filter_map(|node| places.get(node).copied()).collect()
    } else {
        element.geometry.iter().flatten().copied().map(degrees).collect()
    };
    let whole = element.geometry.iter().all(Option::is_some)
        && (element.geometry.len().max(element.nodes.len()) == line.len());
    let projected: Result<Vec<Coord<f64>>, String> = line.iter().copied().map(place).collect();
    let projected = match projected {
        Ok(projected) => projected,
        Err(reason) => return Shape::Wrong(reason),
    };
    if whole && projected.len() >= 4 && projected.first() == projected.last() {
        return Shape::Ground(MultiPolygon(vec![Polygon::new(LineString(projected), vec![])]));
    }
    if let Some(center) = element.center {
        return place(degrees(center)).map_or_else(Shape::Wrong, Shape::Point);
    }
    #[allow(clippy::cast_precision_loss)] // a way has at most 2,000 nodes
    let count = projected.len() as f64;
    if projected.is_empty() {
        return Shape::Wrong(
            "it is a way without places: ask the Overpass API for “out center” or “out geom”".to_owned(),
        );
    }
    let sum = projected.iter().fold(Coord { x: 0.0, y: 0.0 }, |sum, at| sum + *at);
    Shape::Point(Coord { x: sum.x / count, y: sum.y / count })
}
