//! Lines that meet, joined end to end into as few as can be.
//!
//! A line is a `MoveTo` and a dash pattern of its own: fewer lines make smaller tiles and calmer dashes. Nodes
//! where an odd number of lines meet come in pairs, and every joined line starts at one and ends at another
//! (Euler 1736); what is left over is closed rounds.

use std::collections::HashMap;

use super::runs::Runs;
use super::world::TilePoint;

/// Draws `pieces`, each of two corners or more, each once, joined where they meet.
pub(super) fn trails(pieces: &Runs<TilePoint>, mut draw: impl FnMut(&[TilePoint])) {
    let mut map = Map::of(pieces);
    let mut trail = Vec::new();
    for odd_only in [true, false] {
        for [first, last] in pieces.iter().map(ends) {
            for start in [first, last] {
                while map.is_left(start, odd_only) {
                    map.walk(start, &mut trail);
                    draw(&trail);
                }
            }
        }
    }
}

fn ends(piece: &[TilePoint]) -> [TilePoint; 2] {
    [piece[0], piece[piece.len() - 1]]
}

/// Which pieces are still to be walked, and where they meet.
struct Map<'p> {
    pieces: &'p Runs<TilePoint>,
    walked: Vec<bool>,
    /// At each node the pieces that end there, perhaps walked, and how many ends are left.
    nodes: HashMap<TilePoint, (Vec<u32>, u32)>,
}

impl<'p> Map<'p> {
    fn of(pieces: &'p Runs<TilePoint>) -> Self {
        let mut nodes: HashMap<TilePoint, (Vec<u32>, u32)> = HashMap::new();
        for (number, piece) in (0..).zip(pieces.iter()) {
            for end in ends(piece) {
                let (meeting, left) = nodes.entry(end).or_default();
                meeting.push(number);
                *left += 1;
            }
        }
        Self { pieces, walked: vec![false; pieces.len()], nodes }
    }

    fn is_left(&self, node: TilePoint, odd_only: bool) -> bool {
        self.nodes.get(&node).is_some_and(|&(_, left)| if odd_only { left % 2 == 1 } else { left > 0 })
    }

    /// Walks from `start` until there is nowhere to go.
    fn walk(&mut self, start: TilePoint, trail: &mut Vec<TilePoint>) {
        trail.clear();
        trail.push(start);
        let mut at = start;
        while let Some(next) = self.take(at) {
            let piece = self.pieces.run(next);
            let [first, last] = ends(piece);
            if first == at {
                trail.extend(&piece[1..]);
                at = last;
            } else {
                trail.extend(piece.iter().rev().skip(1));
                at = first;
            }
        }
    }

    /// A piece at a node that nobody has walked.
    fn take(&mut self, node: TilePoint) -> Option<u32> {
        let (meeting, _) = self.nodes.get_mut(&node)?;
        let piece = loop {
            let piece = meeting.pop()?;
            if !self.walked[piece as usize] {
                break piece;
            }
        };
        self.walked[piece as usize] = true;
        for end in ends(self.pieces.run(piece)) {
            if let Some((_, left)) = self.nodes.get_mut(&end) {
                *left -= 1;
            }
        }
        Some(piece)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn joined(pieces: &[Vec<TilePoint>]) -> Vec<Vec<TilePoint>> {
        let mut runs = Runs::default();
        for piece in pieces {
            runs.extend(piece);
            runs.close();
        }
        let mut found = Vec::new();
        trails(&runs, |trail| found.push(trail.to_vec()));
        found
    }

    #[rstest]
    #[case::nothing(&[], 0)]
    #[case::head_to_tail(&[[[0, 0], [1, 0]], [[1, 0], [2, 0]]], 1)]
    #[case::turned_about(&[[[1, 0], [0, 0]], [[1, 0], [2, 0]]], 1)]
    #[case::apart(&[[[0, 0], [1, 0]], [[5, 0], [6, 0]]], 2)]
    #[case::a_fork(&[[[0, 0], [1, 0]], [[1, 0], [2, 1]], [[1, 0], [2, -1]]], 2)]
    #[case::a_round(&[[[0, 0], [1, 0]], [[1, 0], [1, 1]], [[1, 1], [0, 0]]], 1)]
    fn lines_are_as_few_as_can_be(#[case] pieces: &[[TilePoint; 2]], #[case] lines: usize) {
        let pieces: Vec<_> = pieces.iter().map(|piece| piece.to_vec()).collect();
        assert_eq!(joined(&pieces).len(), lines);
    }

    #[test]
    fn a_closed_line_is_drawn_once() {
        let lake = vec![[0, 0], [3, 0], [3, 3], [0, 0]];
        assert_eq!(joined(std::slice::from_ref(&lake)), [lake]);
    }

    fn edges(lines: &[Vec<TilePoint>]) -> Vec<[TilePoint; 2]> {
        let edges = lines.iter().flat_map(|line| line.windows(2));
        let mut edges: Vec<_> = edges.map(|edge| [edge[0].min(edge[1]), edge[0].max(edge[1])]).collect();
        edges.sort_unstable();
        edges
    }

    proptest! {
        /// Whatever meets where, every edge is drawn as often as it came.
        #[test]
        fn nothing_is_lost_and_nothing_drawn_twice(
            pieces in prop::collection::vec(prop::collection::vec((0..5_i32, 0..5_i32), 2..5), 0..40)
        ) {
            let pieces: Vec<Vec<TilePoint>> =
                pieces.into_iter().map(|piece| piece.into_iter().map(|(x, y)| [x, y]).collect()).collect();
            prop_assert_eq!(edges(&joined(&pieces)), edges(&pieces));
        }
    }
}
