//! GeoPackage's geometry blobs: a header of its own, then ISO well-known binary.
//!
//! After OGC 12-128r18, clause 2.1.3, and ISO 13249-3; the flag bits of PostGIS's older dialect for
//! Z, M and SRID are understood too. Z and M are dropped.

use geo_types::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};

use super::{
    Fault,
    builder::{GeometryBuilder, check_finite},
    prefixed::Prefixed,
};

/// Collections within collections; files made in earnest have one.
const MAX_DEPTH: usize = 16;

/// Reads one blob; `None` for a shape that is marked as empty.
pub(super) fn read_blob(
    blob: &[u8],
    row: usize,
    builder: &mut GeometryBuilder,
) -> Result<Option<Geometry<f64>>, Fault> {
    let cut = || Fault::feature(row, "its geometry is cut short: fetch the file again");
    let mut bytes = Prefixed::new(blob);
    let [g, p, _version, flags] = bytes.array().ok_or_else(cut)?;
    if [g, p] != *b"GP" {
        return Err(Fault::feature(row, "its geometry is not GeoPackage binary: export the layer again"));
    }
    if flags & 0b10_0000 != 0 {
        return Err(Fault::feature(
            row,
            "its geometry is of a type private to some program: export plain polygons",
        ));
    }
    let envelope = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => {
            return Err(Fault::feature(
                row,
                "its geometry has an unknown kind of envelope: fetch the file again",
            ));
        }
    };
    bytes.take(size_of::<i32>() + envelope).ok_or_else(cut)?;
    // An empty point is written as NaN, so the flag must be believed before any coordinate.
    if flags & 0b1_0000 != 0 {
        return Ok(None);
    }
    let mut reader = Reader { bytes, row, builder };
    let shape = reader.shape(0)?;
    if reader.bytes.is_empty() { Ok(Some(shape)) } else { Err(reader.fault("goes on after its end")) }
}

struct Reader<'a, 'b> {
    bytes: Prefixed<'a>,
    row: usize,
    builder: &'b mut GeometryBuilder,
}

/// What the start of every shape says: byte order, type, and numbers a position.
struct Head {
    big_endian: bool,
    kind: u32,
    dimensions: usize,
}

impl Reader<'_, '_> {
    fn shape(&mut self, depth: usize) -> Result<Geometry<f64>, Fault> {
        if depth > MAX_DEPTH {
            return Err(self.fault("is nested too deeply"));
        }
        let head = self.head()?;
        Ok(match head.kind {
            1 => Point(self.positions_of(1, &head)?[0]).into(),
            2 => LineString(self.positions(&head)?).into(),
            3 => self.polygon(&head)?.into(),
            4 => MultiPoint(self.members(&head, depth, "points")?).into(),
            5 => MultiLineString(self.members(&head, depth, "lines")?).into(),
            // 12 is a multi-surface, whose members may be plain polygons.
            6 | 12 => MultiPolygon(self.members(&head, depth, "polygons")?).into(),
            7 => {
                let count = self.count(&head, Self::MIN_SHAPE_BYTES)?;
                let members = (0..count).map(|_| self.shape(depth + 1));
                Geometry::GeometryCollection(GeometryCollection(members.collect::<Result<_, _>>()?))
            }
            8..=17 => {
                return Err(Fault::feature(
                    self.row,
                    "its geometry has curves or facets: convert it to plain polygons",
                ));
            }
            _ => return Err(self.fault("is of an unknown type")),
        })
    }

    const MIN_SHAPE_BYTES: usize = 5;

    fn head(&mut self) -> Result<Head, Fault> {
        let [order] = self.bytes.array().ok_or_else(|| self.fault("is cut short"))?;
        let big_endian = match order {
            0 => true,
            1 => false,
            _ => return Err(self.fault("has no byte order")),
        };
        let code = self.u32(big_endian)?;
        let (mut z, mut m) = (code & 0x8000_0000 != 0, code & 0x4000_0000 != 0);
        if code & 0x2000_0000 != 0 {
            self.u32(big_endian)?;
        }
        let code = code & 0x0FFF_FFFF;
        match code / 1000 {
            0 => {}
            1 => z = true,
            2 => m = true,
            3 => (z, m) = (true, true),
            _ => return Err(self.fault("is of an unknown type")),
        }
        Ok(Head { big_endian, kind: code % 1000, dimensions: 2 + usize::from(z) + usize::from(m) })
    }

    fn members<T: TryFrom<Geometry<f64>>>(
        &mut self,
        head: &Head,
        depth: usize,
        what: &str,
    ) -> Result<Vec<T>, Fault> {
        let count = self.count(head, Self::MIN_SHAPE_BYTES)?;
        let mut members = Vec::with_capacity(count);
        for _ in 0..count {
            let member = self.shape(depth + 1)?;
            members
                .push(member.try_into().map_err(|_| self.fault(&format!("has members that are no {what}")))?);
        }
        Ok(members)
    }

    fn polygon(&mut self, head: &Head) -> Result<Polygon<f64>, Fault> {
        let count = self.count(head, size_of::<u32>())?;
        let rings = (0..count).map(|_| self.positions(head)).collect::<Result<_, _>>()?;
        Ok(self.builder.polygon(rings))
    }

    fn positions(&mut self, head: &Head) -> Result<Vec<Coord<f64>>, Fault> {
        let count = self.count(head, head.dimensions * size_of::<f64>())?;
        self.positions_of(count, head)
    }

    fn positions_of(&mut self, count: usize, head: &Head) -> Result<Vec<Coord<f64>>, Fault> {
        let position = head.dimensions * size_of::<f64>();
        let bytes = count.checked_mul(position).and_then(|length| self.bytes.take(length));
        let bytes = bytes.ok_or_else(|| self.fault("is cut short"))?;
        self.builder.count(count)?;
        let number = |bytes: [u8; 8]| {
            if head.big_endian { f64::from_be_bytes(bytes) } else { f64::from_le_bytes(bytes) }
        };
        let positions: Vec<_> = bytes
            .chunks_exact(position)
            .map(|chunk| {
                let (numbers, _) = chunk.as_chunks::<8>();
                Coord { x: number(numbers[0]), y: number(numbers[1]) }
            })
            .collect();
        check_finite(self.row, &positions)?;
        Ok(positions)
    }

    /// A number of things, each of which takes at least `min_bytes` of what is left.
    fn count(&mut self, head: &Head, min_bytes: usize) -> Result<usize, Fault> {
        let count = self.u32(head.big_endian)? as usize;
        if count > self.bytes.len() / min_bytes { Err(self.fault("is cut short")) } else { Ok(count) }
    }

    fn u32(&mut self, big_endian: bool) -> Result<u32, Fault> {
        let bytes = self.bytes.array().ok_or_else(|| self.fault("is cut short"))?;
        Ok(if big_endian { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }

    fn fault(&self, what: &str) -> Fault {
        Fault::feature(self.row, format!("its geometry {what}: fetch the file again"))
    }
}

#[cfg(test)]
mod tests {
    use geo_types::{line_string, point, polygon};
    use rstest::rstest;

    use super::{super::Problem, *};

    fn blob(flags: u8, body: &[u8]) -> Vec<u8> {
        [b"GP\0".as_slice(), &[flags], &27700_i32.to_le_bytes(), body].concat()
    }

    fn read(blob: &[u8]) -> Result<Option<Geometry<f64>>, String> {
        read_blob(blob, 1, &mut GeometryBuilder::default()).map_err(|fault| fault.to_string())
    }

    fn little(kind: u32, counts_and_numbers: &[&[u8]]) -> Vec<u8> {
        [&[1], kind.to_le_bytes().as_slice(), &counts_and_numbers.concat()].concat()
    }

    fn numbers(values: &[f64]) -> Vec<u8> {
        values.iter().flat_map(|value| value.to_le_bytes()).collect()
    }

    #[rstest]
    #[case::iso_z(1001, &[3.0, 4.0, 99.0])]
    #[case::iso_m(2001, &[3.0, 4.0, 99.0])]
    #[case::iso_zm(3001, &[3.0, 4.0, 99.0, 98.0])]
    #[case::postgis_z(0x8000_0001, &[3.0, 4.0, 99.0])]
    fn further_dimensions_are_dropped(#[case] kind: u32, #[case] ordinates: &[f64]) {
        let blob = blob(1, &little(kind, &[&numbers(ordinates)]));
        assert_eq!(read(&blob).unwrap().unwrap(), point!(x: 3.0, y: 4.0).into());
    }

    #[test]
    fn either_byte_order_and_any_envelope_will_do() {
        let body =
            [[0, 0, 0, 0, 2, 0, 0, 0, 2].as_slice(), &[1.0, 2.0, 3.0, 4.0].map(f64::to_be_bytes).concat()]
                .concat();
        let line = line_string![(x: 1.0, y: 2.0), (x: 3.0, y: 4.0)];
        assert_eq!(read(&blob(0, &body)).unwrap().unwrap(), line.clone().into());
        let enveloped = blob(0b10, &[numbers(&[1.0, 3.0, 2.0, 4.0]), body].concat());
        assert_eq!(read(&enveloped).unwrap().unwrap(), line.into());
    }

    #[test]
    fn a_ring_of_three_positions_is_noted() {
        let ring = numbers(&[0.0, 0.0, 1.0, 0.0, 0.0, 0.0]);
        let body = little(3, &[&1_u32.to_le_bytes(), &3_u32.to_le_bytes(), &ring]);
        let mut builder = GeometryBuilder::default();
        let shape = read_blob(&blob(1, &body), 1, &mut builder).unwrap().unwrap();
        assert_eq!(shape, polygon![(x: 0.0, y: 0.0), (x: 1.0, y: 0.0), (x: 0.0, y: 0.0)].into());
        assert_eq!(builder.take_problems(), [Problem::ShortRing { polygon: 1, ring: 1, positions: 3 }]);
    }

    #[test]
    fn a_shape_marked_empty_is_none() {
        let body = little(1, &[&numbers(&[f64::NAN, f64::NAN])]);
        assert_eq!(read(&blob(0b1_0001, &body)).unwrap(), None);
        assert!(read(&blob(1, &body)).unwrap_err().contains("is not a place"));
    }

    #[rstest]
    #[case::not_a_geopackage(b"\x00\x01\xE6\x10\x00\x00".to_vec(), "not GeoPackage binary")]
    #[case::a_private_type(blob(0b10_0001, &[]), "private to some program")]
    #[case::cut(blob(1, &little(2, &[&9_u32.to_le_bytes()])), "cut short")]
    #[case::a_huge_count(blob(1, &little(3, &[&u32::MAX.to_le_bytes()])), "cut short")]
    #[case::a_curve(blob(1, &little(10, &[])), "curves")]
    #[case::bytes_left_over(blob(1, &[little(1, &[&numbers(&[1.0, 2.0])]), vec![0]].concat()), "after its end")]
    #[case::a_point_among_polygons(
        blob(1, &little(6, &[&1_u32.to_le_bytes(), &little(1, &[&numbers(&[1.0, 2.0])])])),
        "no polygons"
    )]
    #[case::collections_without_end(blob(1, &[1, 7, 0, 0, 0, 1, 0, 0, 0].repeat(10_000)), "nested too deeply")]
    fn what_cannot_be_read_is_refused(#[case] blob: Vec<u8>, #[case] expected: &str) {
        let message = read(&blob).unwrap_err();
        assert!(message.starts_with("feature 1: its geometry") && message.contains(expected), "{message}");
    }
}
