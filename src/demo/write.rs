//! Writing the county: a `FlatGeobuf` file for each layer, and plain tables.

use std::{
    fmt::Display,
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geo_types::Geometry;
use geozero::{ColumnValue, PropertyProcessor};

use super::{Asset, County, GreenSpace, Layer, Proposed};
use crate::geometry::to_degrees;

/// Why the county could not be written; each message names the file.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A folder or a file could not be made.
    #[error("{file}: {source}")]
    File {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A layer could not be written.
    #[error("{file}: {reason}")]
    Layer {
        /// The file.
        file: PathBuf,
        /// What the writer says.
        reason: String,
    },
    /// A table could not be written.
    #[error("{file}: {source}")]
    Table {
        /// The file.
        file: PathBuf,
        /// What the writer says.
        source: csv::Error,
    },
}

/// Write the county under `dir`: layers into `boundaries/demo/`, tables into `data/demo/`. Gives
/// the files, as paths under `dir`.
///
/// # Errors
///
/// The first file that cannot be written; those before it stay.
pub fn write(county: &County, dir: &Path) -> Result<Vec<PathBuf>, WriteError> {
    let mut written = Vec::new();
    let (boundaries, tables) = (Path::new("boundaries/demo"), Path::new("data/demo"));
    for folder in [boundaries, tables] {
        let file = dir.join(folder);
        fs::create_dir_all(&file).map_err(|source| WriteError::File { file, source })?;
    }
    for layer in &county.layers {
        let file = boundaries.join(layer.file).with_extension("fgb");
        write_layer(layer, &dir.join(&file))?;
        written.push(file);
    }
    for (name, rows) in rows(county) {
        let file = tables.join(name);
        let write = || {
            let mut table = csv::Writer::from_path(dir.join(&file))?;
            rows.iter().try_for_each(|row| table.write_record(row))?;
            table.flush().map_err(csv::Error::from)
        };
        write().map_err(|source| WriteError::Table { file: dir.join(&file), source })?;
        written.push(file);
    }
    let file = tables.join("green_spaces.geojson");
    fs::write(dir.join(&file), green_spaces(county))
        .map_err(|source| WriteError::File { file: dir.join(&file), source })?;
    written.push(file);
    let file = tables.join("drawings.geojson");
    fs::write(dir.join(&file), drawings(county))
        .map_err(|source| WriteError::File { file: dir.join(&file), source })?;
    written.push(file);
    Ok(written)
}

/// What residents drew as GeoJSON, a line each, in longitude and latitude.
fn drawings(county: &County) -> String {
    let feature = |one: &Proposed| {
        let at = |c: &geo_types::Coord<f64>| to_degrees(c.x, c.y).map(|[lon, lat]| format!("[{lon},{lat}]"));
        let corners: Vec<String> =
            one.line.iter().chain(one.line.first()).filter_map(|c| at(c).ok()).collect();
        // Words of the county have no quotes.
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"name\":\"{}\",\"why\":\"{}\",\"route\":\"{}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{}]]}}}}",
            one.name,
            one.why,
            one.route,
            corners.join(",")
        )
    };
    let features: Vec<String> = county.drawings.iter().map(feature).collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.join(",\n"))
}

/// The green spaces as GeoJSON, a line each.
fn green_spaces(county: &County) -> String {
    let feature = |space: &GreenSpace| {
        let ring: Vec<String> = space.ring.iter().map(|[x, y]| format!("[{x},{y}]")).collect();
        // Names of the county have no quotes.
        format!(
            "{{\"type\":\"Feature\",\"properties\":{{\"source_id\":\"{}\",\"name\":\"{}\",\"kind\":\"{}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{}]]}}}}",
            space.source_id,
            space.name,
            space.kind,
            ring.join(",")
        )
    };
    let features: Vec<String> = county.green_spaces.iter().map(feature).collect();
    format!(
        "{{\"type\":\"FeatureCollection\",\"crs\":{{\"type\":\"name\",\"properties\":{{\"name\":\"urn:ogc:def:crs:EPSG::27700\"}}}},\"features\":[\n{}\n]}}\n",
        features.join(",\n")
    )
}

fn write_layer(layer: &Layer, path: &Path) -> Result<(), WriteError> {
    let refused = |reason: String| WriteError::Layer { file: path.to_owned(), reason };
    let options = FgbWriterOptions {
        crs: FgbCrs {
            org: Some("EPSG"),
            code: 27_700,
            name: Some("OSGB36 / British National Grid"),
            ..FgbCrs::default()
        },
        description: Some("Invented data, made for demonstration: no real place"),
        ..FgbWriterOptions::default()
    };
    let mut fgb = FgbWriter::create_with_options(layer.file, GeometryType::MultiPolygon, options)
        .map_err(|error| refused(error.to_string()))?;
    let coded = layer.areas.iter().any(|area| area.code.is_some());
    let columns: Vec<&str> =
        coded.then_some("code").into_iter().chain(["name"]).chain(layer.parent).collect();
    for column in &columns {
        fgb.add_column(column, ColumnType::String, |_, _| {});
    }
    for area in &layer.areas {
        let values = [
            coded.then_some(area.code.as_deref()),
            Some(Some(area.name.as_str())),
            layer.parent.map(|_| area.parent.as_deref()),
        ];
        let geometry = Geometry::MultiPolygon(area.region.clone());
        let mut outcome = Ok(());
        fgb.add_feature_geom(geometry, |feature| {
            for (index, (value, column)) in values.into_iter().flatten().zip(&columns).enumerate() {
                if let (Some(value), true) = (value, outcome.is_ok()) {
                    outcome = feature.property(index, column, &ColumnValue::String(value)).map(|_| ());
                }
            }
        })
        .and(outcome)
        .map_err(|error| refused(error.to_string()))?;
    }
    let failed = |source| WriteError::File { file: path.to_owned(), source };
    let mut out = BufWriter::new(File::create(path).map_err(failed)?);
    fgb.write(&mut out).map_err(|error| refused(error.to_string()))?;
    out.flush().map_err(failed)
}

/// The tables, with their headers.
fn rows(county: &County) -> Vec<(&'static str, Vec<Vec<String>>)> {
    let head = |columns: &str| columns.split(',').map(str::to_owned).collect::<Vec<_>>();
    let text = |values: &[&dyn Display]| values.iter().map(ToString::to_string).collect::<Vec<_>>();
    let mut blocks = vec![head("block_code,block_name,residents,rural_urban")];
    blocks.extend(county.blocks.iter().map(|b| text(&[&b.code, &b.name, &b.residents, &b.rural_urban])));
    let mut patients = vec![head("block_code,pcn_code,pcn_name,patients,list_size")];
    patients.extend(
        (county.patients.iter())
            .map(|p| text(&[&p.block_code, &p.pcn_code, &p.pcn_name, &p.patients, &p.list_size])),
    );
    let mut options = vec![head("proposal_id,area,title,status,status_date,vesting_date,source,notes")];
    options.extend(county.scenarios.iter().map(|s| {
        let (area, source) = ("Saltmere", "invented for demonstration");
        text(&[
            &s.proposal_id,
            &area,
            &s.title,
            &s.status,
            &s.status_date,
            &s.vesting_date,
            &source,
            &s.notes,
        ])
    }));
    let mut components =
        vec![head("proposal_id,new_unitary,component_type,component_code,component_name,confidence")];
    components.extend(county.components.iter().map(|c| {
        text(&[&c.proposal_id, &c.new_unitary, &c.component_type, &c.code, &c.name, &c.confidence])
    }));
    // As Ordnance Survey and the Office for National Statistics lay theirs out: the one live ones only, the other all.
    let mut live = vec![head("Postcode,Positional_quality_indicator,Eastings,Northings")];
    let in_use = county.postcodes.iter().filter(|postcode| postcode.is_live);
    live.extend(in_use.map(|p| text(&[&p.postcode, &10, &p.easting, &p.northing])));
    let mut directory = vec![head("pcds,oseast1m,osnrth1m")];
    directory.extend(county.postcodes.iter().map(|p| text(&[&p.postcode, &p.easting, &p.northing])));
    let assets = |list: &[Asset]| {
        let mut rows = vec![head(
            "source_id,name,kind,address,postcode,easting,northing,phone,email,opening_hours,run_by,can_meet_here,capacity,at,serves,last_verified,status",
        )];
        rows.extend(list.iter().map(|a| {
            let (easting, northing) =
                a.at.map_or_else(Default::default, |(x, y)| (x.to_string(), y.to_string()));
            let capacity = a.capacity.map(|people| people.to_string()).unwrap_or_default();
            text(&[
                &a.source_id,
                &a.name,
                &a.kind,
                &a.address,
                &a.postcode,
                &easting,
                &northing,
                &a.phone,
                &a.email,
                &a.opening_hours,
                &a.run_by,
                &a.can_meet_here,
                &capacity,
                &a.meets_at,
                &a.serves,
                &a.last_verified,
                &a.status,
            ])
        }));
        rows
    };
    vec![
        ("registers.csv", assets(&county.assets[0])),
        ("venues.csv", assets(&county.assets[1])),
        ("postcodes.csv", live),
        ("postcode_directory.csv", directory),
        ("blocks.csv", blocks),
        ("pcn_patients.csv", patients),
        ("options.csv", options),
        ("components.csv", components),
    ]
}
