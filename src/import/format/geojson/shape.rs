//! Shapes from the coordinates of GeoJSON, and of TopoJSON once its arcs are joined.

use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
};
use serde::Deserialize;

use super::super::{Fault, builder::GeometryBuilder, coordinates::Nest};

/// A geometry object as it stands in the file.
#[derive(Deserialize)]
#[serde(expecting = "a geometry or null")]
pub(super) struct Shape {
    #[serde(rename = "type")]
    pub(super) kind: Option<String>,
    pub(super) coordinates: Option<Nest>,
    pub(super) geometries: Option<Vec<Shape>>,
}

impl Shape {
    pub(super) fn build(self, row: usize, builder: &mut GeometryBuilder) -> Result<Geometry<f64>, Fault> {
        let kind = self.kind.ok_or_else(|| Fault::feature(row, "its geometry has no type: name one"))?;
        if kind == "GeometryCollection" {
            let members = self.geometries.ok_or_else(|| {
                Fault::feature(row, "its GeometryCollection has no geometries: add the list")
            })?;
            let members = members.into_iter().map(|member| member.build(row, builder));
            return Ok(Geometry::GeometryCollection(GeometryCollection(members.collect::<Result<_, _>>()?)));
        }
        let nest = self.coordinates.ok_or_else(|| {
            Fault::feature(row, format!("its {kind} has no coordinates: add them, or make the geometry null"))
        })?;
        builder.count(nest.positions())?;
        shape(&kind, nest, row, builder)
    }
}

/// A shape of the named kind, if the coordinates are nested as it takes.
pub(in super::super) fn shape(
    kind: &str,
    nest: Nest,
    row: usize,
    builder: &mut GeometryBuilder,
) -> Result<Geometry<f64>, Fault> {
    let shape = match (kind, nest) {
        ("Point", Nest::Position(at)) => Some(Point(at).into()),
        // The standard lets an empty list stand for "no place".
        ("Point", Nest::List(items)) if items.is_empty() => Some(MultiPoint::<f64>(Vec::new()).into()),
        ("MultiPoint", nest) => {
            nest.into_positions().map(|all| MultiPoint(all.into_iter().map(Point).collect()).into())
        }
        ("LineString", nest) => nest.into_positions().map(|line| LineString(line).into()),
        ("MultiLineString", nest) => {
            nest.into_lines().map(|lines| MultiLineString(lines.into_iter().map(LineString).collect()).into())
        }
        ("Polygon", nest) => nest.into_lines().map(|rings| builder.polygon(rings).into()),
        ("MultiPolygon", nest) => {
            nest.into_polygons().map(|polygons| multi_polygon(polygons, builder).into())
        }
        ("Point", _) => None,
        _ => {
            return Err(Fault::feature(
                row,
                format!("its geometry type {kind:?} is none of the standard's: correct it"),
            ));
        }
    };
    shape.ok_or_else(|| {
        Fault::feature(
            row,
            format!(
                "its coordinates are not nested as a {kind} takes them: correct the brackets or the type"
            ),
        )
    })
}

fn multi_polygon(polygons: Vec<Vec<Vec<Coord<f64>>>>, builder: &mut GeometryBuilder) -> MultiPolygon<f64> {
    MultiPolygon(polygons.into_iter().map(|rings| builder.polygon(rings)).collect())
}
