//! The borders of a tile as lines, each arc once.
//!
//! A border drawn from both sides lays one area's dashes over the gaps of the other's. Here every arc that a
//! ring is drawn with is drawn once, with the ring's own corners: rounded alike, and cut alike at the edge of
//! the buffer. Only the stretches along that edge, which close a ring that was cut, are not borders.

use super::clip::{self, KEPT};
use super::commands::Commands;
use super::mosaic::Mosaic;
use super::pen::is_beyond;
use super::runs::Runs;
use super::trails::trails;
use super::world::{Frame, TilePoint};

/// The lines of `arcs`, in which an arc may stand more than once, and how many there are.
pub(super) fn borders(mosaic: &Mosaic, frame: Frame, zoom: u8, mut arcs: Vec<u32>) -> (Commands, u32) {
    arcs.sort_unstable();
    arcs.dedup();
    let mut kept = Runs::default();
    let mut corners = Vec::new();
    for arc in arcs {
        if is_beyond(mosaic.lines.reach(arc), frame) {
            continue;
        }
        corners.clear();
        for place in mosaic.lines.drawn(arc, zoom) {
            clip::push(&mut corners, frame.round(place));
        }
        cut(&corners, &mut kept);
    }
    let mut commands = Commands::default();
    let mut count = 0;
    trails(&kept, |trail| {
        commands.line(trail);
        count += 1;
    });
    (commands, count)
}

/// Adds the pieces of a line that are kept to `pieces`, in its own order.
fn cut(corners: &[TilePoint], pieces: &mut Runs<TilePoint>) {
    for edge in corners.windows(2) {
        let Some([from, to]) = kept([edge[0], edge[1]]) else { continue };
        if pieces.open().last() != Some(&from) {
            if !pieces.open().is_empty() {
                pieces.close();
            }
            pieces.push(from);
        }
        pieces.push(to);
    }
    if !pieces.open().is_empty() {
        pieces.close();
    }
}

/// What is kept of an edge, cut side by side in the order in which rings are.
fn kept(mut edge: [TilePoint; 2]) -> Option<[TilePoint; 2]> {
    for axis in [0, 1] {
        for (limit, outward) in [(KEPT[0], -1), (KEPT[1], 1)] {
            match edge.map(|end| (end[axis] - limit) * outward > 0) {
                [false, false] => {}
                [true, true] => return None,
                [true, false] => edge[0] = clip::crossing(edge[0], edge[1], axis, limit),
                [false, true] => edge[1] = clip::crossing(edge[0], edge[1], axis, limit),
            }
        }
    }
    (edge[0] != edge[1]).then_some(edge)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn pieces(corners: &[TilePoint]) -> Vec<Vec<TilePoint>> {
        let mut found = Runs::default();
        cut(corners, &mut found);
        found.iter().map(<[TilePoint]>::to_vec).collect()
    }

    #[test]
    fn a_line_inside_is_left_whole() {
        let line = [[0, 0], [10, 0], [10, 10], [0, 0]];
        assert_eq!(pieces(&line), [line]);
    }

    #[test]
    fn a_line_that_leaves_and_returns_is_two_lines() {
        let cut = pieces(&[[0, 0], [0, -100], [50, -100], [50, 20]]);
        assert_eq!(cut, [[[0, 0], [0, -64]], [[50, -64], [50, 20]]]);
    }

    #[test]
    fn a_line_that_passes_by_a_corner_is_not_drawn() {
        assert!(pieces(&[[-100, 40], [-80, -80], [40, -100]]).is_empty());
        assert_eq!(pieces(&[[-100, 4100], [0, 4200]]), [[[-64, 4136], [-40, 4160]]]);
    }

    fn edges(line: &[TilePoint]) -> impl Iterator<Item = [TilePoint; 2]> + '_ {
        let turned = |edge: &[TilePoint]| [edge[0].min(edge[1]), edge[0].max(edge[1])];
        let along = |edge: &[TilePoint; 2]| {
            (0..2).any(|axis| edge[0][axis] == edge[1][axis] && KEPT.contains(&edge[0][axis]))
        };
        line.windows(2).map(turned).filter(move |edge| !along(edge))
    }

    proptest! {
        /// Cut as a line, a closed ring keeps the edges that it keeps cut as a ring, the cut itself aside.
        #[test]
        fn a_line_is_cut_where_its_ring_is(
            corners in prop::collection::vec((-3000..7000_i32, -3000..7000_i32), 3..30)
        ) {
            let mut ring: Vec<TilePoint> = corners.iter().map(|&(x, y)| [x, y]).collect();
            ring.dedup();
            clip::close(&mut ring);
            let line: Vec<TilePoint> = ring.iter().chain(ring.first()).copied().collect();
            let as_lines: BTreeSet<_> = pieces(&line).iter().flat_map(|piece| edges(piece).collect::<Vec<_>>()).collect();
            clip::clip(&mut ring, &mut Vec::new());
            ring.extend(ring.first().copied());
            let as_ring: BTreeSet<_> = edges(&ring).collect();
            prop_assert_eq!(as_lines, as_ring);
        }
    }
}
