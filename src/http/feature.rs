//! An area as a `GeoJSON` feature (RFC 7946) that carries its attribution inside.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    ApiError,
    areas::{Chosen, METHOD, tenths},
    ground::{GeometryBody, Ring, around, shape_degrees},
    named::AreaName,
};

/// A `GeoJSON` feature.
#[derive(Serialize, ToSchema)]
pub(super) struct FeatureBody {
    /// Always `Feature`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The area's permanent id.
    id: String,
    /// West, south, east, north in degrees.
    bbox: Option<[f64; 4]>,
    /// The shape.
    geometry: GeometryBody,
    /// What is known of the area.
    properties: PropertiesBody,
}

/// What is known of the area, and what must be shown beside its shape.
#[derive(Serialize, ToSchema)]
struct PropertiesBody {
    #[serde(flatten)]
    name: AreaName,
    /// Its first day; null when open.
    from: Option<Date>,
    /// The first day no longer in force; null when open.
    until: Option<Date>,
    /// The date of the answer.
    on: Date,
    /// Its area on the British National Grid, in square metres.
    area_m2: f64,
    /// The length of all its borders on the British National Grid, in metres.
    perimeter_m: f64,
    /// Whether its ground was put together here from an announcement.
    inferred: bool,
    /// What is to be said about it.
    note: Option<String>,
    /// The release that draws it.
    edition: String,
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
    /// A short name for exactly this content.
    reference: String,
    /// How area and length were measured, in words.
    method: &'static str,
}

/// The feature of an area.
pub(super) fn of_area(chosen: &Chosen<'_>, on: Date) -> Result<FeatureBody, ApiError> {
    let (version, release) = (&chosen.area.version, chosen.release.clone());
    // A region lies on the grid, so a part that does not is no mistake of the one who asks.
    let polygons = shape_degrees(version.region.shape()).map_err(ApiError::internal)?;
    let exteriors = polygons.iter().filter_map(|rings: &Vec<Ring>| rings.first());
    let bbox = around(exteriors.flatten().copied());
    Ok(FeatureBody {
        kind: "Feature",
        id: version.id.to_string(),
        bbox,
        geometry: GeometryBody::of_parts(polygons),
        properties: PropertiesBody {
            name: AreaName::of(chosen.layer, chosen.area),
            from: version.period.from(),
            until: version.period.until(),
            on,
            area_m2: tenths(version.region.area().0),
            perimeter_m: tenths(version.region.perimeter().0),
            inferred: version.inferred,
            note: version.note_on(on),
            edition: release.edition,
            source: release.source,
            publisher: release.publisher,
            licence: release.licence,
            attribution: release.attribution,
            extract_date: release.extract_date,
            reference: release.reference,
            method: METHOD,
        },
    })
}
