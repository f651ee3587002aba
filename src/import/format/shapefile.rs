//! ESRI shapefiles: shapes in the `.shp`, attributes in the `.dbf`, the reference system in the
//! `.prj`, the attributes' encoding in the `.cpg`.

mod parts;
mod rings;

use std::{error::Error, io::Cursor, path::Path};

use geo_types::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point};
use shapefile::{Shape, ShapeReader, record::polygon::GenericPolygon};

pub(super) use self::parts::Parts;
use self::rings::Sorter;
use super::{
    Fault, FileCrs, Format, RawLayer,
    builder::{GeometryBuilder, check_finite},
    dbf,
    layer::Collector,
};

/// Reads a `.shp` with the parts beside it.
pub(super) fn read(path: &Path, shp: Vec<u8>, table: Option<&str>) -> Result<RawLayer, Fault> {
    if table.is_some() {
        return Err(Fault::NoTables { format: Format::Shapefile });
    }
    read_parts(&Parts::beside(path, shp)?, None)
}

/// Reads a shapefile whose parts are in memory.
pub(super) fn read_parts(parts: &Parts, table: Option<String>) -> Result<RawLayer, Fault> {
    let attributes = dbf::read(&parts.dbf, parts.cpg.as_deref())?;
    let count = attributes.records.len();
    let shp = Cursor::new(parts.shp.as_slice());
    // The index knows of gaps between shapes; a file without one is read in sequence.
    let mut reader = match &parts.shx {
        Some(shx) => ShapeReader::with_shx(shp, shx.as_slice()),
        None => ShapeReader::new(shp),
    }
    .map_err(|error| damaged(format!("its header: {error}")))?;
    let indexed = reader.shape_count().unwrap_or(count);
    if indexed != count {
        return Err(damaged(format!("the .shx lists {indexed} shapes and the .dbf holds {count} records")));
    }
    let mut collector = Collector::default();
    let mut sorter = Sorter::default();
    let mut shapes = reader.iter_shapes();
    for (index, record) in attributes.records.into_iter().enumerate() {
        let row = index + 1;
        let shape = shapes
            .next()
            .ok_or_else(|| damaged(format!("the .shp holds {index} shapes and the .dbf {count} records")))?
            .map_err(|error| damaged(format!("feature {row}: {error}")))?;
        if let Some(record) = record {
            let geometry = geometry(shape, row, &mut collector.builder, &mut sorter)?;
            collector.push(row, geometry, record)?;
        }
    }
    if shapes.next().is_some() {
        return Err(damaged(format!("the .shp holds more shapes than the .dbf {count} records")));
    }
    let crs =
        parts.prj.as_ref().map_or(FileCrs::Unknown, |prj| FileCrs::from_wkt(&String::from_utf8_lossy(prj)));
    Ok(collector.into_layer(Format::Shapefile, table, crs, attributes.columns))
}

fn geometry(
    shape: Shape,
    row: usize,
    builder: &mut GeometryBuilder,
    sorter: &mut Sorter,
) -> Result<Option<Geometry<f64>>, Fault> {
    let mut made = |positions: Vec<Coord<f64>>| {
        builder.count(positions.len())?;
        check_finite(row, &positions)?;
        Ok::<_, Fault>(positions)
    };
    Ok(Some(match shape {
        Shape::NullShape => return Ok(None),
        Shape::Point(at) => Point(made(coords([at]))?[0]).into(),
        Shape::PointM(at) => Point(made(coords([at]))?[0]).into(),
        Shape::PointZ(at) => Point(made(coords([at]))?[0]).into(),
        Shape::Multipoint(all) => points(made(coords(all.into_inner()))?),
        Shape::MultipointM(all) => points(made(coords(all.into_inner()))?),
        Shape::MultipointZ(all) => points(made(coords(all.into_inner()))?),
        Shape::Polyline(lines) => lines_of(lines.into_inner(), made)?,
        Shape::PolylineM(lines) => lines_of(lines.into_inner(), made)?,
        Shape::PolylineZ(lines) => lines_of(lines.into_inner(), made)?,
        Shape::Polygon(shape) => polygons(shape, row, builder, sorter)?,
        Shape::PolygonM(shape) => polygons(shape, row, builder, sorter)?,
        Shape::PolygonZ(shape) => polygons(shape, row, builder, sorter)?,
        Shape::Multipatch(_) => {
            return Err(Fault::feature(
                row,
                "it is a multipatch, a surface in three dimensions: export plain polygons",
            ));
        }
    }))
}

fn coords<P: Into<Coord<f64>>>(points: impl IntoIterator<Item = P>) -> Vec<Coord<f64>> {
    points.into_iter().map(Into::into).collect()
}

fn points(positions: Vec<Coord<f64>>) -> Geometry<f64> {
    MultiPoint(positions.into_iter().map(Point).collect()).into()
}

fn lines_of<P: Into<Coord<f64>>>(
    parts: Vec<Vec<P>>,
    mut made: impl FnMut(Vec<Coord<f64>>) -> Result<Vec<Coord<f64>>, Fault>,
) -> Result<Geometry<f64>, Fault> {
    let lines = parts.into_iter().map(|part| made(coords(part)).map(LineString));
    Ok(MultiLineString(lines.collect::<Result<_, _>>()?).into())
}

fn polygons<P: Into<Coord<f64>>>(
    shape: GenericPolygon<P>,
    row: usize,
    builder: &mut GeometryBuilder,
    sorter: &mut Sorter,
) -> Result<Geometry<f64>, Fault> {
    let rings: Vec<_> = shape.into_inner().into_iter().map(|ring| coords(ring.into_inner())).collect();
    for ring in &rings {
        builder.count(ring.len())?;
        check_finite(row, ring)?;
    }
    Ok(MultiPolygon(sorter.polygons(rings, row, builder)?).into())
}

fn damaged(reason: impl Into<Box<dyn Error + Send + Sync>>) -> Fault {
    Fault::damaged("shapefile", reason)
}

#[cfg(test)]
mod tests {
    use std::{fs, io::Write};

    use geo_types::{line_string, point};
    use shapefile::{
        Multipatch, NO_DATA, Patch, PointZ, Polyline, PolylineZ, ShapeWriter, record::EsriShape,
    };

    use super::{
        super::{Problem, sample},
        *,
    };

    fn wards() -> Parts {
        let mut parts: Vec<_> = sample::shapefile_parts().into_iter().map(|(_, bytes)| bytes).collect();
        let (cpg, prj, dbf, shx, shp) =
            (parts.pop(), parts.pop(), parts.pop().unwrap(), parts.pop(), parts.pop().unwrap());
        Parts { shp, shx, dbf, prj, cpg }
    }

    /// One shape and a table of one record.
    fn lone(shape: &impl EsriShape) -> Parts {
        let mut shp = Cursor::new(Vec::new());
        ShapeWriter::new(&mut shp).write_shape(shape).unwrap();
        let dbf = sample::dbf(&[("code", b'C', 1)], &[&[b"A"]], 0);
        Parts { shp: shp.into_inner(), shx: None, dbf, prj: None, cpg: None }
    }

    fn shape_of(shape: &impl EsriShape) -> Result<Option<Geometry<f64>>, String> {
        let layer = read_parts(&lone(shape), None).map_err(|fault| fault.to_string())?;
        Ok(layer.features[0].geometry.clone())
    }

    #[test]
    fn lines_and_points_are_passed_on_and_heights_dropped() {
        let point = PointZ::new(1.0, 2.0, 99.0, NO_DATA);
        assert_eq!(shape_of(&point).unwrap(), Some(point!(x: 1.0, y: 2.0).into()));
        let line = PolylineZ::new(vec![point, PointZ::new(3.0, 4.0, 98.0, NO_DATA)]);
        let expected = MultiLineString(vec![line_string![(x: 1.0, y: 2.0), (x: 3.0, y: 4.0)]]);
        assert_eq!(shape_of(&line).unwrap(), Some(expected.into()));
    }

    #[test]
    fn what_is_no_ground_in_the_plane_is_refused() {
        let corners = vec![
            PointZ::new(0.0, 0.0, 0.0, 0.0),
            PointZ::new(1.0, 0.0, 1.0, 0.0),
            PointZ::new(1.0, 1.0, 2.0, 0.0),
        ];
        let patch = Multipatch::new(Patch::TriangleStrip(corners));
        assert!(shape_of(&patch).unwrap_err().starts_with("feature 1: it is a multipatch"));
        let endless =
            Polyline::new(vec![shapefile::Point::new(0.0, f64::NAN), shapefile::Point::new(1.0, 1.0)]);
        assert!(
            shape_of(&endless).unwrap_err().contains("feature 1: the coordinate (0, NaN) is not a place")
        );
    }

    #[test]
    fn a_deleted_record_takes_its_shape_with_it() {
        let mut parts = wards();
        let first = parts.dbf.len() - 1 - 2 * 8;
        parts.dbf[first] = b'*';
        let layer = read_parts(&parts, None).unwrap();
        assert_eq!(layer.features.len(), 1);
        assert_eq!((layer.features[0].row, &layer.features[0].attributes["code"]), (2, &"W2".into()));
        assert!(
            matches!(&layer.features[0].geometry, Some(Geometry::MultiPolygon(ground)) if ground.0.len() == 2)
        );
    }

    #[test]
    fn a_ring_left_open_arrives_with_a_problem() {
        let mut parts = wards();
        // The first record's last ordinate: the header, the record's own, box, counts, one part, 5 positions.
        let last = 100 + 8 + 4 + 32 + 8 + 4 + 5 * 16 - 8;
        parts.shp[last..last + 8].copy_from_slice(&1.0_f64.to_le_bytes());
        let layer = read_parts(&parts, None).unwrap();
        assert_eq!(layer.features[0].problems, [Problem::OpenRing { polygon: 1, ring: 1 }]);
    }

    #[test]
    fn without_prj_shx_and_cpg_it_is_read_all_the_same() {
        let mut parts = wards();
        (parts.prj, parts.shx, parts.cpg) = (None, None, None);
        let layer = read_parts(&parts, None).unwrap();
        assert_eq!((layer.crs, layer.features.len()), (FileCrs::Unknown, 2));
        assert_eq!(layer.features[0].attributes["name"], "Môr");
    }

    #[test]
    fn parts_that_do_not_belong_together_are_refused() {
        let message = |codes: &[&[u8]], shx: bool| {
            let mut parts = wards();
            parts.dbf = sample::dbf(&[("code", b'C', 1)], &codes.chunks(1).collect::<Vec<_>>(), 0);
            parts.shx = parts.shx.filter(|_| shx);
            read_parts(&parts, None).err().map(|fault| fault.to_string()).unwrap_or_default()
        };
        assert!(message(&[b"A"], true).contains("the .shx lists 2 shapes and the .dbf holds 1 records"));
        assert!(message(&[b"A"], false).contains("the .shp holds more shapes than the .dbf 1 records"));
        let three = message(&[b"A", b"B", b"C"], false);
        assert!(three.contains("the .shp holds 2 shapes and the .dbf 3 records"));
    }

    #[test]
    fn a_missing_table_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("wards.shp");
        fs::File::create(&path).unwrap().write_all(&wards().shp).unwrap();
        let message = super::super::read(&path, None).unwrap_err().to_string();
        assert!(message.contains("wards.shp: wards.dbf is missing beside it"), "{message}");
    }

    #[test]
    fn a_file_that_stops_early_is_refused_wherever_it_stops() {
        let whole = wards();
        for length in 1..whole.shp.len() {
            for shx in [None, whole.shx.clone()] {
                let shp = whole.shp[..length].to_vec();
                let parts = Parts { shp, shx, dbf: whole.dbf.clone(), prj: None, cpg: None };
                assert!(read_parts(&parts, None).is_err(), "{length}");
            }
        }
    }
}
