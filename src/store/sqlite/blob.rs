//! Ground as GeoPackage writes it: a short header with the box around it, then well-known binary.
//!
//! We write little-endian multi-polygons of two dimensions. Another program may have edited a table, so polygons, the
//! other byte order and further dimensions (which are left out) are read, too. See GeoPackage 1.3, §2.1.3.

use geo_types::{Coord, LineString, MultiPolygon, Polygon, Rect};

use crate::{
    asset::Site,
    geometry::{Bng, EPSG_BNG, Region, snap_coord},
};

const MAGIC: &[u8] = b"GP";
const VERSION: u8 = 0;
/// Little-endian, with a box of two dimensions.
const FLAGS: u8 = 0b0000_0011;
const LITTLE_ENDIAN: u8 = 0b0000_0001;
const EMPTY: u8 = 0b0001_0000;
const EXTENDED: u8 = 0b0010_0000;
const POINT: u32 = 1;
const POLYGON: u32 = 3;
const MULTI_POLYGON: u32 = 6;

/// Why a geometry in a table cannot be ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum BadBlob {
    #[error("its geometry is no GeoPackage geometry")]
    NotGeoPackage,
    #[error("its geometry ends too early")]
    TooShort,
    #[error("its geometry has bytes after its end")]
    TooLong,
    #[error("its geometry is in reference system {0}, not in EPSG:27700")]
    WrongCrs(i32),
    #[error("its geometry is of type {0}, not a polygon")]
    NotPolygons(u32),
    #[error("its geometry is empty")]
    Empty,
    #[error("a ring of its geometry has {0} points; the least is 4")]
    ShortRing(usize),
    #[error("its geometry has a coordinate that is no number")]
    NotFinite,
}

/// A region with its box, ready for a geometry column.
pub(super) fn encode(region: &Region<Bng>, bounds: Rect<f64>) -> Vec<u8> {
    let mut out = Vec::with_capacity(64 + region.vertex_count() * 16 + region.shape().0.len() * 32);
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&[VERSION, FLAGS]);
    put_u32(&mut out, EPSG_BNG);
    for metres in [bounds.min().x, bounds.max().x, bounds.min().y, bounds.max().y] {
        out.extend_from_slice(&metres.to_le_bytes());
    }
    put_head(&mut out, MULTI_POLYGON, region.shape().0.len());
    for polygon in region.shape() {
        put_head(&mut out, POLYGON, 1 + polygon.interiors().len());
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            put_count(&mut out, ring.0.len());
            for point in &ring.0 {
                out.extend_from_slice(&point.x.to_le_bytes());
                out.extend_from_slice(&point.y.to_le_bytes());
            }
        }
    }
    out
}

/// A place with its box, ready for a geometry column.
pub(super) fn encode_site(site: &Site) -> Vec<u8> {
    let at = match site {
        Site::Ground(region) => return encode(region, region.bounds()),
        Site::Point(at) => at,
    };
    let mut out = Vec::with_capacity(61);
    out.extend_from_slice(MAGIC);
    out.extend_from_slice(&[VERSION, FLAGS]);
    put_u32(&mut out, EPSG_BNG);
    for metres in [at.x, at.x, at.y, at.y] {
        out.extend_from_slice(&metres.to_le_bytes());
    }
    out.push(LITTLE_ENDIAN);
    put_u32(&mut out, POINT);
    out.extend_from_slice(&at.x.to_le_bytes());
    out.extend_from_slice(&at.y.to_le_bytes());
    out
}

/// The place in a geometry column: a point or ground.
pub(super) fn decode_site(blob: &[u8]) -> Result<Site, BadBlob> {
    match point(blob)? {
        Some(at) if at.x.is_finite() && at.y.is_finite() => Ok(Site::Point(snap_coord(at))),
        Some(_) => Err(BadBlob::NotFinite),
        None => Region::from_store(decode(blob)?).map(Site::Ground).map_err(|_| BadBlob::Empty),
    }
}

/// The point in a geometry column; `None` where there is something else, which [`decode`] judges.
fn point(blob: &[u8]) -> Result<Option<Coord<f64>>, BadBlob> {
    let mut bytes = Bytes(blob);
    let Some(flags) = header(&mut bytes)? else { return Ok(None) };
    let mut ahead = Bytes(bytes.0);
    let little = ahead.take(1)? == [1];
    let kind = ahead.number(little)?;
    if kind % 1000 != POINT {
        return Ok(None);
    }
    if flags & EMPTY != 0 {
        return Err(BadBlob::Empty);
    }
    let read = if little { f64::from_le_bytes } else { f64::from_be_bytes };
    let dimensions = [2, 3, 3, 4].get(kind as usize / 1000).copied().ok_or(BadBlob::NotPolygons(kind))?;
    let (at, rest) = ahead.0.split_at_checked(dimensions * 8).ok_or(BadBlob::TooShort)?;
    match (at.first_chunk(), rest) {
        (Some(at), []) => Ok(Some(coord(at, read))),
        (Some(_), _) => Err(BadBlob::TooLong),
        (None, _) => Err(BadBlob::TooShort),
    }
}

fn put_u32(out: &mut Vec<u8>, number: u32) {
    out.extend_from_slice(&number.to_le_bytes());
}

fn put_count(out: &mut Vec<u8>, count: usize) {
    // A region comes from files that are bounded far below 2³² points.
    put_u32(out, u32::try_from(count).unwrap_or(u32::MAX));
}

fn put_head(out: &mut Vec<u8>, kind: u32, parts: usize) {
    out.push(LITTLE_ENDIAN);
    put_u32(out, kind);
    put_count(out, parts);
}

/// The polygons in a geometry column. Nothing is reserved for counts that the bytes do not bear out.
pub(super) fn decode(blob: &[u8]) -> Result<MultiPolygon<f64>, BadBlob> {
    let mut bytes = Bytes(blob);
    let Some(flags) = header(&mut bytes)? else { return Err(BadBlob::NotGeoPackage) };
    if flags & EMPTY != 0 {
        return Err(BadBlob::Empty);
    }
    let (kind, form, parts) = bytes.head()?;
    let polygons = match kind {
        POLYGON => vec![bytes.rings(form, parts)?],
        MULTI_POLYGON => {
            let mut polygons = Vec::with_capacity(parts.min(bytes.0.len() / 9));
            for _ in 0..parts {
                match bytes.head()? {
                    (POLYGON, form, rings) => polygons.push(bytes.rings(form, rings)?),
                    (other, ..) => return Err(BadBlob::NotPolygons(other)),
                }
            }
            polygons
        }
        other => return Err(BadBlob::NotPolygons(other)),
    };
    match (bytes.0.is_empty(), polygons.is_empty()) {
        (false, _) => Err(BadBlob::TooLong),
        (true, true) => Err(BadBlob::Empty),
        (true, false) => Ok(MultiPolygon(polygons)),
    }
}

/// Reads what stands before the geometry itself; its flags, or `None` where it is none of the standard's.
fn header(bytes: &mut Bytes<'_>) -> Result<Option<u8>, BadBlob> {
    let head = bytes.take(4)?;
    let flags = head[3];
    let envelope = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Ok(None),
    };
    if &head[..2] != MAGIC || head[2] != VERSION || flags & EXTENDED != 0 {
        return Ok(None);
    }
    let srs = bytes.number(flags & LITTLE_ENDIAN != 0)?.cast_signed();
    if i64::from(srs) != i64::from(EPSG_BNG) {
        return Err(BadBlob::WrongCrs(srs));
    }
    if flags & EMPTY == 0 {
        bytes.take(envelope)?;
    }
    Ok(Some(flags))
}

/// How the numbers of one geometry are written.
#[derive(Clone, Copy)]
struct Form {
    little: bool,
    dimensions: usize,
}

/// What is left to read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], BadBlob> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(BadBlob::TooShort)?;
        self.0 = rest;
        Ok(taken)
    }

    fn number(&mut self, little: bool) -> Result<u32, BadBlob> {
        let (bytes, rest) = self.0.split_first_chunk().ok_or(BadBlob::TooShort)?;
        self.0 = rest;
        Ok(if little { u32::from_le_bytes(*bytes) } else { u32::from_be_bytes(*bytes) })
    }

    /// Type, form and number of parts of the geometry that starts here.
    fn head(&mut self) -> Result<(u32, Form, usize), BadBlob> {
        let little = match self.take(1)? {
            [0] => false,
            [1] => true,
            _ => return Err(BadBlob::NotGeoPackage),
        };
        let kind = self.number(little)?;
        // ISO: thousands say which further dimensions there are.
        let dimensions = match kind / 1000 {
            0 => 2,
            1 | 2 => 3,
            3 => 4,
            _ => return Err(BadBlob::NotPolygons(kind)),
        };
        let parts = self.number(little)?;
        Ok((kind % 1000, Form { little, dimensions }, parts as usize))
    }

    fn rings(&mut self, form: Form, count: usize) -> Result<Polygon<f64>, BadBlob> {
        if count == 0 {
            return Err(BadBlob::Empty);
        }
        let exterior = self.ring(form)?;
        let mut interiors = Vec::with_capacity((count - 1).min(self.0.len() / 4));
        for _ in 1..count {
            interiors.push(self.ring(form)?);
        }
        Ok(Polygon::new(exterior, interiors))
    }

    fn ring(&mut self, form: Form) -> Result<LineString<f64>, BadBlob> {
        let count = self.number(form.little)? as usize;
        let stride = form.dimensions * 8;
        let bytes = self.take(count.checked_mul(stride).ok_or(BadBlob::TooShort)?)?;
        if count < 4 {
            return Err(BadBlob::ShortRing(count));
        }
        let points: Vec<Coord<f64>> = if form.little && form.dimensions == 2 {
            bytes.as_chunks::<16>().0.iter().map(|point| coord(point, f64::from_le_bytes)).collect()
        } else {
            let read = if form.little { f64::from_le_bytes } else { f64::from_be_bytes };
            bytes
                .chunks_exact(stride)
                .filter_map(<[u8]>::first_chunk)
                .map(|point| coord(point, read))
                .collect()
        };
        // One pass without a branch: infinity and NaN both survive a multiplication by nought as NaN.
        let finite = points.iter().fold(0.0, |sum, point| sum + point.x * 0.0 + point.y * 0.0);
        if finite == 0.0 { Ok(LineString(points)) } else { Err(BadBlob::NotFinite) }
    }
}

#[inline]
fn coord(point: &[u8; 16], read: impl Fn([u8; 8]) -> f64) -> Coord<f64> {
    let mut halves = [[0; 8]; 2];
    halves[0].copy_from_slice(&point[..8]);
    halves[1].copy_from_slice(&point[8..]);
    Coord { x: read(halves[0]), y: read(halves[1]) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::polygon;
    use proptest::prelude::*;

    fn shape() -> MultiPolygon<f64> {
        let holed = polygon!(
            exterior: [(x: 0.0, y: 0.0), (x: 9.0, y: 0.0), (x: 9.0, y: 9.125), (x: 0.0, y: 0.0)],
            interiors: [[(x: 4.0, y: 2.0), (x: 5.0, y: 3.0), (x: 5.0, y: 2.0), (x: 4.0, y: 2.0)]],
        );
        MultiPolygon(vec![
            holed,
            polygon![(x: 20.0, y: 0.0), (x: 21.0, y: 0.0), (x: 21.0, y: 1.0), (x: 20.0, y: 0.0)],
        ])
    }

    fn blob() -> Vec<u8> {
        let region = Region::from_store(shape()).unwrap();
        encode(&region, region.bounds())
    }

    /// A polygon as another program might write it: bytes of each number turned round, further dimensions, no box.
    fn foreign(big: bool, dimensions: usize, ring: &[(f64, f64)]) -> Vec<u8> {
        let turned = |mut bytes: Vec<u8>| {
            if big {
                bytes.reverse();
            }
            bytes
        };
        let u32s =
            |numbers: &[u32]| numbers.iter().flat_map(|n| turned(n.to_le_bytes().into())).collect::<Vec<_>>();
        let kind = [3, 1_003, 3_003][dimensions - 2];
        let mut out = vec![b'G', b'P', 0, u8::from(!big)];
        out.extend(u32s(&[27_700]));
        out.push(u8::from(!big));
        out.extend(u32s(&[kind, 1, u32::try_from(ring.len()).unwrap()]));
        for (x, y) in ring {
            for number in [*x, *y, 7.0, 8.0].iter().take(dimensions) {
                out.extend(turned(number.to_le_bytes().into()));
            }
        }
        out
    }

    const TRIANGLE: [(f64, f64); 4] = [(0.0, 0.0), (3.0, 0.0), (3.0, 4.5), (0.0, 0.0)];

    #[test]
    fn a_region_comes_back_as_it_went() {
        assert_eq!(decode(&blob()), Ok(shape()));
    }

    #[test]
    fn a_point_comes_back_as_it_went_and_cut_anywhere_is_refused() {
        let site = Site::Point(Coord { x: 530_000.125, y: 104_000.5 });
        let blob = encode_site(&site);
        assert_eq!(decode_site(&blob), Ok(site));
        for length in 0..blob.len() {
            assert!(decode_site(&blob[..length]).is_err(), "{length} bytes");
        }
        assert_eq!(decode_site(&[&blob[..], &[0]].concat()), Err(BadBlob::TooLong));
        let ground = Site::Ground(Region::from_store(shape()).unwrap());
        assert_eq!(decode_site(&encode_site(&ground)), Ok(ground));
    }

    #[test]
    #[allow(clippy::float_cmp)] // exact on purpose
    fn the_box_stands_before_the_polygons_as_minx_maxx_miny_maxy() {
        let number = |at: usize| f64::from_le_bytes(blob()[at..at + 8].try_into().unwrap());
        assert_eq!([8, 16, 24, 32].map(number), [0.0, 21.0, 0.0, 9.125]);
    }

    #[test]
    fn a_single_polygon_is_read_in_either_byte_order_and_without_its_heights() {
        let expected = MultiPolygon(vec![Polygon::new(LineString::from(TRIANGLE.to_vec()), vec![])]);
        for (big, dimensions) in [(false, 2), (true, 2), (false, 3), (true, 3), (false, 4), (true, 4)] {
            assert_eq!(
                decode(&foreign(big, dimensions, &TRIANGLE)),
                Ok(expected.clone()),
                "{big} {dimensions}"
            );
        }
    }

    #[test]
    fn a_blob_cut_anywhere_is_refused() {
        let whole = blob();
        for length in 0..whole.len() {
            assert!(decode(&whole[..length]).is_err(), "{length} bytes");
        }
        assert_eq!(decode(&[&whole[..], &[0]].concat()), Err(BadBlob::TooLong));
    }

    #[test]
    fn what_is_no_ground_is_refused_with_its_reason() {
        let changed = |at: usize, byte: u8| {
            let mut blob = blob();
            blob[at] = byte;
            decode(&blob)
        };
        assert_eq!(changed(0, b'W'), Err(BadBlob::NotGeoPackage));
        assert_eq!(changed(3, FLAGS | EXTENDED), Err(BadBlob::NotGeoPackage));
        assert_eq!(changed(3, FLAGS | EMPTY), Err(BadBlob::Empty));
        assert_eq!(changed(4, 0), Err(BadBlob::WrongCrs(27_648)));
        assert_eq!(changed(41, 5), Err(BadBlob::NotPolygons(5)));
        assert_eq!(changed(48, 0xff), Err(BadBlob::TooShort));
        assert_eq!(decode(&foreign(false, 2, &TRIANGLE[..3])), Err(BadBlob::ShortRing(3)));
        for wrong in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            let mut ring = TRIANGLE;
            ring[1].1 = wrong;
            assert_eq!(decode(&foreign(false, 2, &ring)), Err(BadBlob::NotFinite));
        }
    }

    proptest! {
        /// Whatever the bytes are, they are refused or are ground that can be written and read again.
        #[test]
        fn any_bytes_are_read_or_refused(at in 0_usize..200, bytes in proptest::collection::vec(any::<u8>(), 1..16)) {
            let mut blob = blob();
            let at = at.min(blob.len() - 1);
            let end = (at + bytes.len()).min(blob.len());
            blob[at..end].copy_from_slice(&bytes[..end - at]);
            if let Ok(shape) = decode(&blob) {
                let region = Region::from_store(shape.clone()).unwrap();
                prop_assert_eq!(decode(&encode(&region, region.bounds())), Ok(shape));
            }
        }
    }
}
