//! FlatGeobuf, version 3: a header, an optional index, then size-prefixed features.
//!
//! Walked by hand, so that a file that is cut short is met as such, and every table is verified
//! before it is touched. Coordinates are taken straight from the flat `xy` vectors.

mod attributes;
mod shape;

use std::error::Error;

use flatgeobuf::{
    Feature, Header, packed_r_tree::PackedRTree, size_prefixed_root_as_feature, size_prefixed_root_as_header,
};

use self::attributes::Column;
use super::{Fault, FileCrs, Format, MAX_FEATURES, RawLayer, layer::Collector, prefixed::Prefixed};

const MAGIC_BYTES: usize = 8;

/// The tables' roots are read before the verifier looks at them.
const MIN_TABLE_BYTES: usize = 8;

/// Reads a whole file.
pub(super) fn read(bytes: &[u8], table: Option<&str>) -> Result<RawLayer, Fault> {
    if table.is_some() {
        return Err(Fault::NoTables { format: Format::FlatGeobuf });
    }
    let mut rest = bytes.get(MAGIC_BYTES..).unwrap_or_default();
    let header = next_table(&mut rest).map_err(|reason| damaged(format!("its header {reason}")))?;
    let header =
        size_prefixed_root_as_header(header).map_err(|error| damaged(format!("its header: {error}")))?;
    let promised = usize::try_from(header.features_count()).unwrap_or(usize::MAX);
    if promised > MAX_FEATURES {
        return Err(Fault::TooManyFeatures);
    }
    rest = rest.get(index_bytes(&header, promised)?..).ok_or_else(|| damaged("it stops within its index"))?;

    let columns = header.columns().map(Column::all).unwrap_or_default();
    let mut collector = Collector::default();
    while !rest.is_empty() {
        let row = collector.next_row();
        let table = next_table(&mut rest).map_err(|reason| damaged(format!("feature {row} {reason}")))?;
        let feature = size_prefixed_root_as_feature(table)
            .map_err(|error| damaged(format!("feature {row}: {error}")))?;
        collect(&mut collector, row, &feature, &header, &columns)?;
    }
    let found = collector.next_row() - 1;
    // A writer that did not know the number leaves it at 0.
    if promised > 0 && promised != found {
        return Err(damaged(format!("its header promises {promised} features, but there are {found}")));
    }
    let declared = columns.into_iter().map(|column| column.name).collect();
    Ok(collector.into_layer(Format::FlatGeobuf, None, crs(&header), declared))
}

fn collect(
    collector: &mut Collector,
    row: usize,
    feature: &Feature<'_>,
    header: &Header<'_>,
    columns: &[Column],
) -> Result<(), Fault> {
    let geometry = feature
        .geometry()
        .map(|geometry| shape::read(&geometry, header.geometry_type(), row, &mut collector.builder))
        .transpose()?;
    let own = feature.columns().filter(|own| !own.is_empty()).map(Column::all);
    let properties = feature.properties().map(|properties| properties.bytes()).unwrap_or_default();
    let attributes = attributes::read(properties, own.as_deref().unwrap_or(columns))
        .map_err(|reason| Fault::feature(row, reason))?;
    collector.push(row, geometry, attributes)
}

/// Splits off the next size-prefixed table, prefix included, as the verifier wants it.
fn next_table<'a>(rest: &mut &'a [u8]) -> Result<&'a [u8], &'static str> {
    const CUT: &str = "is not all there";
    let mut prefix = Prefixed::new(rest);
    let size = prefix.u32().ok_or(CUT)? as usize;
    if size < MIN_TABLE_BYTES {
        return Err("is too small to be one");
    }
    let (table, after) = rest.split_at_checked(size_of::<u32>() + size).ok_or(CUT)?;
    *rest = after;
    Ok(table)
}

fn index_bytes(header: &Header<'_>, features: usize) -> Result<usize, Fault> {
    match header.index_node_size() {
        0 => Ok(0),
        1 => Err(damaged("its index has nodes of one entry")),
        _ if features == 0 => Ok(0),
        node_size => Ok(PackedRTree::index_size(features, node_size)),
    }
}

fn crs(header: &Header<'_>) -> FileCrs {
    let Some(crs) = header.crs() else { return FileCrs::Unknown };
    let epsg = crs.org().is_none_or(|org| org.is_empty() || org.eq_ignore_ascii_case("EPSG"));
    match u32::try_from(crs.code()) {
        Ok(code) if code > 0 && epsg => return FileCrs::Epsg(code),
        _ => {}
    }
    if let Some(wkt) = crs.wkt().filter(|wkt| !wkt.trim().is_empty()) {
        return FileCrs::from_wkt(wkt);
    }
    let code =
        crs.code_string().map(str::to_owned).or_else(|| (crs.code() > 0).then(|| crs.code().to_string()));
    match (code, crs.name()) {
        (Some(code), _) => FileCrs::from_name(&format!("{}:{code}", crs.org().unwrap_or("EPSG"))),
        (None, Some(name)) => FileCrs::from_name(name),
        (None, None) => FileCrs::Unknown,
    }
}

fn damaged(reason: impl Into<Box<dyn Error + Send + Sync>>) -> Fault {
    Fault::damaged("FlatGeobuf", reason)
}

#[cfg(test)]
mod tests {
    use flatgeobuf::{FgbCrs, FgbWriter, GeometryType};
    use geo_types::{Geometry, line_string, point};
    use geozero::{ColumnValue, PropertyProcessor};
    use serde_json::json;

    use super::{
        super::{Problem, sample},
        *,
    };

    fn crs_of(crs: FgbCrs<'_>) -> FileCrs {
        let features = [("W1", "A", point!(x: 1.0, y: 2.0).into())];
        read(&sample::flatgeobuf_of(GeometryType::Point, crs, &features), None).unwrap().crs
    }

    #[test]
    fn the_crs_is_the_headers() {
        assert_eq!(crs_of(FgbCrs { code: 27700, ..FgbCrs::default() }), FileCrs::Epsg(27700));
        assert_eq!(
            crs_of(FgbCrs { org: Some("epsg"), code: 3857, ..FgbCrs::default() }),
            FileCrs::Epsg(3857)
        );
        assert_eq!(
            crs_of(FgbCrs { wkt: Some("PROJCS[\"Mine\"]"), ..FgbCrs::default() }),
            FileCrs::Wkt("PROJCS[\"Mine\"]".into())
        );
        let esri = FgbCrs { org: Some("ESRI"), code: 102_100, ..FgbCrs::default() };
        assert_eq!(crs_of(esri), FileCrs::Named("ESRI:102100".into()));
        assert_eq!(crs_of(FgbCrs::default()), FileCrs::Unknown);
    }

    #[test]
    fn a_file_of_mixed_types_is_read_shape_by_shape() {
        let line: Geometry<f64> = line_string![(x: 0.0, y: 0.0), (x: 5.0, y: 5.0)].into();
        let [(_, _, ward), _] = sample::wards();
        let mixed = [
            ("A", "", Geometry::Polygon(ward.0[0].clone())),
            ("B", "", ward.into()),
            ("C", "", line.clone()),
            ("D", "", point!(x: 7.0, y: 7.0).into()),
        ];
        let options = flatgeobuf::FgbWriterOptions {
            detect_type: false,
            promote_to_multi: false,
            ..Default::default()
        };
        let mut writer = FgbWriter::create_with_options("mixed", GeometryType::Unknown, options).unwrap();
        for (_, _, shape) in &mixed {
            writer.add_feature_geom(shape.clone(), |_| {}).unwrap();
        }
        let mut bytes = Vec::new();
        writer.write(&mut bytes).unwrap();
        let shapes: Vec<_> =
            read(&bytes, None).unwrap().features.into_iter().filter_map(|f| f.geometry).collect();
        for (_, _, shape) in mixed {
            assert!(shapes.contains(&shape), "{shape:?}");
        }
    }

    #[test]
    fn every_kind_of_attribute_is_read() {
        let values = [
            ("byte", ColumnValue::Byte(-1), json!(-1)),
            ("ubyte", ColumnValue::UByte(255), json!(255)),
            ("bool", ColumnValue::Bool(true), json!(true)),
            ("short", ColumnValue::Short(-2), json!(-2)),
            ("ushort", ColumnValue::UShort(65535), json!(65535)),
            ("int", ColumnValue::Int(-3), json!(-3)),
            ("uint", ColumnValue::UInt(4_000_000_000), json!(4_000_000_000_u32)),
            ("long", ColumnValue::Long(-4), json!(-4)),
            ("ulong", ColumnValue::ULong(u64::MAX), json!(u64::MAX)),
            ("float", ColumnValue::Float(0.5), json!(0.5)),
            ("double", ColumnValue::Double(0.1), json!(0.1)),
            ("string", ColumnValue::String("Môr"), json!("Môr")),
            ("json", ColumnValue::Json("{\"a\":[1]}"), json!({"a": [1]})),
            ("when", ColumnValue::DateTime("2025-05-01"), json!("2025-05-01")),
            ("binary", ColumnValue::Binary(b"\x00\xFF"), json!(null)),
        ];
        let mut writer = FgbWriter::create("all", GeometryType::Point).unwrap();
        let kinds = (0..).map(flatgeobuf::ColumnType);
        for ((name, ..), kind) in values.iter().zip(kinds) {
            writer.add_column(name, kind, |_, _| {});
        }
        let properties = |feature: &mut dyn PropertyProcessor| {
            for (index, (name, value, _)) in values.iter().enumerate() {
                feature.property(index, name, value).unwrap();
            }
        };
        writer
            .add_feature_geom(Geometry::from(point!(x: 0.0, y: 0.0)), |feature| properties(feature))
            .unwrap();
        let mut bytes = Vec::new();
        writer.write(&mut bytes).unwrap();
        let layer = read(&bytes, None).unwrap();
        for (name, _, expected) in &values {
            assert_eq!(layer.features[0].attributes[*name], *expected, "{name}");
        }
    }

    #[test]
    fn open_and_short_rings_arrive_with_a_problem() {
        let [(_, _, mut ward), _] = sample::wards();
        let ring: Vec<u8> =
            ward.0[0].exterior().coords().flat_map(|at| [at.x, at.y]).flat_map(f64::to_le_bytes).collect();
        let back_and_forth = line_string![(x: 50.0, y: 0.0), (x: 51.0, y: 0.0), (x: 50.0, y: 0.0)];
        ward.0.push(geo_types::Polygon::new(back_and_forth, Vec::new()));
        let features = [("W1", "", ward.into())];
        let mut bytes = sample::flatgeobuf_of(GeometryType::MultiPolygon, FgbCrs::default(), &features);
        // The writer closes rings, so the first loses its closing corner by hand.
        let start = bytes.windows(ring.len()).position(|window| window == ring).unwrap();
        let end = start + ring.len();
        bytes[end - 8..end].copy_from_slice(&1.0_f64.to_le_bytes());
        let problems = read(&bytes, None).unwrap().features.remove(0).problems;
        let short = Problem::ShortRing { polygon: 2, ring: 1, positions: 3 };
        assert_eq!(problems, [Problem::OpenRing { polygon: 1, ring: 1 }, short]);
    }

    #[test]
    fn an_ordinate_that_is_no_number_is_refused() {
        let features = [("W1", "", point!(x: 1.25, y: 2.0).into())];
        let mut bytes = sample::flatgeobuf_of(GeometryType::Point, FgbCrs::default(), &features);
        // The last of them is the shape's; the header and the index have the extent.
        let place = bytes.windows(8).rposition(|window| window == 1.25_f64.to_le_bytes()).unwrap();
        bytes[place..place + 8].copy_from_slice(&f64::NAN.to_le_bytes());
        let message = read(&bytes, None).unwrap_err().to_string();
        assert!(message.starts_with("feature 1: the coordinate (NaN, 2) is not a place"), "{message}");
    }

    #[test]
    fn a_file_that_stops_early_is_refused_wherever_it_stops() {
        let bytes = sample::flatgeobuf();
        for length in 8..bytes.len() {
            let fault = read(&bytes[..length], None).unwrap_err();
            assert!(matches!(fault, Fault::Damaged { format: "FlatGeobuf", .. }), "{length}: {fault}");
        }
    }
}
