//! `FlatGeobuf`, in British National Grid metres, with its index.

use std::io::Write;

use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geo_types::Geometry;
use geozero::{ColumnValue, PropertyProcessor};
use serde_json::Value;

use super::{
    ExportError, Selection,
    selection::{COLUMNS, values},
};

/// Writes a selection as `FlatGeobuf`, in the order of its index. The header's description is the attribution, its
/// metadata all of the releases as JSON.
///
/// # Errors
/// [`ExportError`] when `out` takes no more, or there is no room for a temporary file.
pub fn write_flatgeobuf(selection: &Selection<'_>, out: impl Write) -> Result<(), ExportError> {
    let (attribution, credits) = (selection.attribution(), selection.credits().to_string());
    let options = FgbWriterOptions {
        crs: FgbCrs {
            org: Some("EPSG"),
            code: 27_700,
            name: Some("OSGB36 / British National Grid"),
            ..FgbCrs::default()
        },
        title: Some(&selection.layer.title),
        description: Some(&attribution),
        metadata: Some(&credits),
        ..FgbWriterOptions::default()
    };
    let layer = selection.layer.id.as_str();
    let mut file = FgbWriter::create_with_options(layer, GeometryType::MultiPolygon, options)?;
    for column in COLUMNS {
        let kind = match column {
            "inferred" => ColumnType::Bool,
            "area_m2" => ColumnType::Double,
            _ => ColumnType::String,
        };
        file.add_column(column, kind, |_, _| {});
    }
    for area in &selection.areas {
        let shape = Geometry::MultiPolygon(area.version.region.shape().clone());
        let mut outcome = Ok(());
        file.add_feature_geom(shape, |feature| {
            outcome = values(area, selection.on).iter().zip(COLUMNS).enumerate().try_for_each(
                |(index, (value, column))| {
                    let value = match value {
                        Value::String(text) => ColumnValue::String(text),
                        Value::Bool(flag) => ColumnValue::Bool(*flag),
                        Value::Number(number) => ColumnValue::Double(number.as_f64().unwrap_or_default()),
                        _ => return Ok(()),
                    };
                    feature.property(index, column, &value).map(|_| ())
                },
            );
        })?;
        outcome?;
    }
    file.write(out)?;
    Ok(())
}
