//! Which segments of a layer's rings run along each other.

use rayon::prelude::*;

use super::{
    borders::{NOBODY, Ring, as_u32},
    side::Spot,
};

/// What a segment of a ring is to the layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    /// It is kept with another ring, or has the same area on both sides.
    Elsewhere,
    /// It is kept with this ring, and this area is on its other side.
    Here(u32),
}

#[derive(Debug, Clone, Copy)]
struct Segment {
    low: Spot,
    high: Spot,
    area: u32,
    index: u32,
    forward: bool,
}

/// What the segments are to a layer of one area: all its own, with nobody on the other side.
pub(super) fn alone(rings: &[Ring]) -> Vec<Owner> {
    vec![Owner::Here(NOBODY); segments(rings)]
}

fn segments(rings: &[Ring]) -> usize {
    rings.iter().map(|ring| ring.points.len() - 1).sum()
}

/// Finds for each segment of each ring, in their order, the segment of another ring that runs along it the other way. Of
/// two areas that share a segment the first keeps it, so that a shared border stays in one piece.
pub(super) fn owners(rings: &[Ring]) -> Vec<Owner> {
    let mut segments = Vec::with_capacity(self::segments(rings));
    for ring in rings {
        for pair in ring.points.windows(2) {
            let forward = pair[0] < pair[1];
            let (low, high) = if forward { (pair[0], pair[1]) } else { (pair[1], pair[0]) };
            segments.push(Segment { low, high, area: ring.area, index: as_u32(segments.len()), forward });
        }
    }
    let mut owners = vec![Owner::Here(NOBODY); segments.len()];
    segments.par_sort_unstable_by_key(|segment| (segment.low, segment.high, segment.area, segment.index));
    for group in segments.chunk_by(|a, b| (a.low, a.high) == (b.low, b.high)) {
        let forward = group.iter().filter(|segment| segment.forward);
        let backward = group.iter().filter(|segment| !segment.forward);
        for (a, b) in forward.zip(backward) {
            let (owner, other) = if a.area <= b.area { (a, b) } else { (b, a) };
            owners[other.index as usize] = Owner::Elsewhere;
            owners[owner.index as usize] =
                if a.area == b.area { Owner::Elsewhere } else { Owner::Here(other.area) };
        }
    }
    owners
}
