//! Shapes from FlatGeobuf's flat vectors: `xy` holds all positions, `ends` where each ring or line
//! ends, `parts` the members of a multi-shape.

use flatgeobuf::{Geometry as Table, GeometryType};
use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};

use super::super::{
    Fault,
    builder::{GeometryBuilder, check_finite},
};

/// Reads a shape of type `declared`; where a file mixes types, each shape has its own.
pub(super) fn read(
    table: &Table<'_>,
    declared: GeometryType,
    row: usize,
    builder: &mut GeometryBuilder,
) -> Result<Geometry<f64>, Fault> {
    let kind = if declared == GeometryType::Unknown { table.type_() } else { declared };
    Reader { row, builder }.shape(table, kind)
}

struct Reader<'a> {
    row: usize,
    builder: &'a mut GeometryBuilder,
}

impl Reader<'_> {
    fn shape(&mut self, table: &Table<'_>, kind: GeometryType) -> Result<Geometry<f64>, Fault> {
        Ok(match kind {
            GeometryType::Point => match self.positions(table)?.as_slice() {
                [] => MultiPoint::<f64>(Vec::new()).into(),
                [at, ..] => Point(*at).into(),
            },
            GeometryType::MultiPoint => {
                MultiPoint(self.positions(table)?.into_iter().map(Point).collect()).into()
            }
            GeometryType::LineString => LineString(self.positions(table)?).into(),
            GeometryType::MultiLineString => {
                MultiLineString(self.lines(table)?.into_iter().map(LineString).collect()).into()
            }
            GeometryType::Polygon => self.polygon(table)?.into(),
            GeometryType::MultiPolygon => MultiPolygon(self.polygons(table)?).into(),
            GeometryType::MultiSurface if all_plain(table) => MultiPolygon(self.polygons(table)?).into(),
            GeometryType::GeometryCollection => {
                let mut members = Vec::new();
                for part in table.parts().iter().flatten() {
                    members.push(self.shape(&part, part.type_())?);
                }
                Geometry::GeometryCollection(GeometryCollection(members))
            }
            kind => return Err(self.unreadable(kind)),
        })
    }

    fn polygons(&mut self, table: &Table<'_>) -> Result<Vec<Polygon<f64>>, Fault> {
        table.parts().iter().flatten().map(|part| self.polygon(&part)).collect()
    }

    fn polygon(&mut self, table: &Table<'_>) -> Result<Polygon<f64>, Fault> {
        let rings = self.lines(table)?;
        Ok(self.builder.polygon(rings))
    }

    /// The rings of a polygon, or the lines of a multi-line.
    fn lines(&mut self, table: &Table<'_>) -> Result<Vec<Vec<Coord<f64>>>, Fault> {
        let positions = self.positions(table)?;
        // One line needs no ends, and writers leave them out.
        let Some(ends) = table.ends().filter(|ends| ends.len() > 1) else {
            return Ok(if positions.is_empty() { Vec::new() } else { vec![positions] });
        };
        let mut lines = Vec::with_capacity(ends.len());
        let mut start = 0;
        for end in ends {
            let end = end as usize;
            let line = positions.get(start..end).ok_or_else(|| {
                Fault::feature(self.row, "its rings end where it has no positions: fetch the file again")
            })?;
            lines.push(line.to_vec());
            start = end;
        }
        if start == positions.len() {
            Ok(lines)
        } else {
            Err(Fault::feature(self.row, "it has positions that belong to no ring: fetch the file again"))
        }
    }

    fn positions(&mut self, table: &Table<'_>) -> Result<Vec<Coord<f64>>, Fault> {
        let bytes = table.xy().map(|xy| xy.bytes()).unwrap_or_default();
        let (ordinates, _) = bytes.as_chunks::<{ size_of::<f64>() }>();
        let (pairs, odd) = ordinates.as_chunks::<2>();
        self.builder.count(pairs.len())?;
        if !odd.is_empty() {
            return Err(Fault::feature(self.row, "it has an x without a y: fetch the file again"));
        }
        let number = |bytes: &[u8; 8]| f64::from_le_bytes(*bytes);
        let positions: Vec<_> = pairs.iter().map(|[x, y]| Coord { x: number(x), y: number(y) }).collect();
        check_finite(self.row, &positions)?;
        Ok(positions)
    }

    fn unreadable(&self, kind: GeometryType) -> Fault {
        let reason = match kind.variant_name() {
            Some("Unknown") | None => "its geometry has no known type: fetch the file again".to_owned(),
            Some(name) => {
                format!("its geometry is a {name}, which has curves or facets: convert it to plain polygons")
            }
        };
        Fault::feature(self.row, reason)
    }
}

fn all_plain(table: &Table<'_>) -> bool {
    table.parts().iter().flatten().all(|part| part.type_() == GeometryType::Polygon)
}
