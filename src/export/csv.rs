//! A table without ground: codes, names, dates, areas and a point inside each.

use std::io::Write;

use serde_json::Value;

use super::{
    ExportError, Selection,
    selection::{COLUMNS, values},
};
use crate::geometry::to_lonlat;

/// A point well inside each area, and what must be said with it. A comment above the head would be data to most
/// programs, so every row carries its own attribution.
const MORE: [&str; 7] =
    ["label_easting", "label_northing", "label_lon", "label_lat", "attribution", "licence", "source"];

/// Writes a selection as CSV (RFC 4180), UTF-8 with a line of names. Label points are in British National Grid metres,
/// and in degrees of WGS 84 to seven decimals.
///
/// # Errors
/// [`ExportError`] when `out` takes no more.
pub fn write_csv(selection: &Selection<'_>, out: impl Write) -> Result<(), ExportError> {
    let mut table = csv::Writer::from_writer(out);
    table.write_record(COLUMNS.iter().chain(&MORE))?;
    for area in &selection.areas {
        let text = |value: Value| match value {
            Value::Null => String::new(),
            Value::String(text) => text,
            other => other.to_string(),
        };
        let mut row: Vec<String> = values(area, selection.on).map(text).into();
        match area.label_point() {
            Some(place) => {
                let (lon, lat) = to_lonlat(place.x, place.y)?;
                row.extend([place.x, place.y].map(|metres| format!("{metres:.3}")));
                row.extend([lon, lat].map(|degrees| format!("{degrees:.7}")));
            }
            None => row.extend([const { String::new() }; 4]),
        }
        let from = selection.provenance(area);
        let said = [
            from.and_then(|from| from.attribution.clone()),
            from.and_then(|from| from.licence.clone()),
            from.and_then(|from| from.source.clone()),
        ];
        row.extend(said.map(Option::unwrap_or_default));
        table.write_record(row)?;
    }
    table.flush()?;
    Ok(())
}
