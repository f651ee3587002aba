//! Which lines pass near a place: a grid of cells, each with the lines that may touch it.

use geo_types::Coord;

use super::interval::dot;

/// A straight piece of border, and a mark that says more about it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) ends: [Coord<f64>; 2],
    pub(super) mark: u32,
}

impl Piece {
    pub(super) fn length(&self) -> f64 {
        let along = self.ends[1] - self.ends[0];
        dot(along, along).sqrt()
    }

    pub(super) fn part(&self, from: f64, to: f64) -> [Coord<f64>; 2] {
        let along = self.ends[1] - self.ends[0];
        let at = |place: f64| {
            // The ends as they are: no rounding where nothing was cut.
            if place <= 0.0 {
                self.ends[0]
            } else if place >= 1.0 {
                self.ends[1]
            } else {
                self.ends[0] + along * place
            }
        };
        [at(from), at(to)]
    }
}

/// Cells for each line, before the bounds below. Borders are thin: most cells stay empty.
const CELLS_PER_PIECE: usize = 32;
/// A bound on memory.
const MOST_CELLS: usize = 2_000_000;
/// Cells smaller than what is asked for would only be walked through.
const LEAST_SIDE_M: f64 = 100.0;

/// Lines, sorted by where they lie, and for each cell those whose box meets it.
#[derive(Debug)]
pub(super) struct SegmentGrid {
    pieces: Vec<Piece>,
    corner: Coord<f64>,
    side_m: f64,
    columns: usize,
    rows: usize,
    /// Where each cell's lines start; one more than there are cells.
    starts: Vec<u32>,
    listed: Vec<u32>,
}

impl SegmentGrid {
    /// Long lines are cut to pieces of about a cell's side, so that no box meets many cells.
    pub(super) fn new(pieces: &[Piece]) -> Self {
        let ends = pieces.iter().flat_map(|piece| piece.ends);
        let (mut low, mut high) = (Coord { x: f64::MAX, y: f64::MAX }, Coord { x: f64::MIN, y: f64::MIN });
        for end in ends {
            low = Coord { x: low.x.min(end.x), y: low.y.min(end.y) };
            high = Coord { x: high.x.max(end.x), y: high.y.max(end.y) };
        }
        if pieces.is_empty() {
            (low, high) = (Coord::default(), Coord::default());
        }
        let (width, height) = (high.x - low.x, high.y - low.y);
        let wanted = float((pieces.len() * CELLS_PER_PIECE).clamp(1, MOST_CELLS));
        let mean = pieces.iter().map(Piece::length).sum::<f64>() / float(pieces.len().max(1));
        let side_m =
            (width * height / wanted).sqrt().max(width.max(height) / wanted).max(mean).max(LEAST_SIDE_M);
        let (columns, rows) = (floor(width / side_m) + 1, floor(height / side_m) + 1);
        let mut grid = Self {
            pieces: cut(pieces, side_m),
            corner: low,
            side_m,
            columns,
            rows,
            starts: vec![0; columns * rows + 1],
            listed: Vec::new(),
        };
        grid.fill();
        grid
    }

    /// Every line, neighbours on the ground mostly near each other in the list.
    pub(super) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The lines whose box comes within a distance of this one's. One may be visited more than once. Stops when `visit` says so.
    pub(super) fn visit_near(
        &self,
        ends: [Coord<f64>; 2],
        distance: f64,
        mut visit: impl FnMut(&Piece) -> bool,
    ) {
        let low = Coord { x: ends[0].x.min(ends[1].x) - distance, y: ends[0].y.min(ends[1].y) - distance };
        let high = Coord { x: ends[0].x.max(ends[1].x) + distance, y: ends[0].y.max(ends[1].y) + distance };
        let Some([left, right, bottom, top]) = self.cells(low, high) else { return };
        for row in bottom..=top {
            let from = self.starts[row * self.columns + left];
            let to = self.starts[row * self.columns + right + 1];
            for &listed in &self.listed[from as usize..to as usize] {
                let piece = &self.pieces[listed as usize];
                let [a, b] = piece.ends;
                let apart = a.x.max(b.x) < low.x
                    || a.x.min(b.x) > high.x
                    || a.y.max(b.y) < low.y
                    || a.y.min(b.y) > high.y;
                if !apart && !visit(piece) {
                    return;
                }
            }
        }
    }

    fn fill(&mut self) {
        let mut pieces = std::mem::take(&mut self.pieces);
        let cell = |piece: &Piece| {
            let [a, b] = piece.ends;
            let middle = Coord { x: f64::midpoint(a.x, b.x), y: f64::midpoint(a.y, b.y) };
            self.cells(middle, middle).map_or(0, |[left, _, bottom, _]| bottom * self.columns + left)
        };
        pieces.sort_by_cached_key(cell);
        let mut found = Vec::with_capacity(pieces.len() * 2);
        for (index, piece) in (0_u32..).zip(&pieces) {
            let [a, b] = piece.ends;
            let low = Coord { x: a.x.min(b.x), y: a.y.min(b.y) };
            let high = Coord { x: a.x.max(b.x), y: a.y.max(b.y) };
            let Some([left, right, bottom, top]) = self.cells(low, high) else { continue };
            for row in bottom..=top {
                for column in left..=right {
                    found.push((row * self.columns + column, index));
                }
            }
        }
        for &(cell, _) in &found {
            self.starts[cell + 1] += 1;
        }
        for cell in 0..self.starts.len() - 1 {
            self.starts[cell + 1] += self.starts[cell];
        }
        let mut next = self.starts.clone();
        self.listed = vec![0; found.len()];
        for (cell, index) in found {
            self.listed[next[cell] as usize] = index;
            next[cell] += 1;
        }
        self.pieces = pieces;
    }

    /// The columns and rows that a box meets; none when it lies beside the grid.
    fn cells(&self, low: Coord<f64>, high: Coord<f64>) -> Option<[usize; 4]> {
        let (left, bottom) = ((low.x - self.corner.x) / self.side_m, (low.y - self.corner.y) / self.side_m);
        let (right, top) = ((high.x - self.corner.x) / self.side_m, (high.y - self.corner.y) / self.side_m);
        let beside = right < 0.0 || top < 0.0 || left >= float(self.columns) || bottom >= float(self.rows);
        let column = |at: f64| floor(at.max(0.0)).min(self.columns - 1);
        let row = |at: f64| floor(at.max(0.0)).min(self.rows - 1);
        (!beside).then(|| [column(left), column(right), row(bottom), row(top)])
    }
}

/// Lines no longer than about a cell's side.
fn cut(pieces: &[Piece], side_m: f64) -> Vec<Piece> {
    let parts = |piece: &Piece| {
        let piece = *piece;
        let count = floor(piece.length() / side_m) + 1;
        (0..count).map(move |part| {
            let place = |part: usize| float(part) / float(count);
            Piece { ends: piece.part(place(part), place(part + 1)), mark: piece.mark }
        })
    };
    pieces.iter().flat_map(parts).collect()
}

#[allow(clippy::cast_precision_loss)] // counts, far below 2^53
fn float(count: usize) -> f64 {
    count as f64
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // never negative; saturates
fn floor(at: f64) -> usize {
    at as usize
}

#[cfg(test)]
mod tests {
    use super::super::interval::{Interval, near, unite};
    use super::*;
    use proptest::prelude::*;

    fn lines(longest_m: f64) -> impl Strategy<Value = Vec<Piece>> {
        let end = prop::array::uniform2(0.0..20_000.0_f64);
        let line = (end, prop::array::uniform2(-longest_m..longest_m)).prop_map(|([x, y], [east, north])| {
            Piece { ends: [Coord { x, y }, Coord { x: x + east, y: y + north }], mark: 1 }
        });
        prop::collection::vec(line, 0..60)
    }

    fn length(mut near: Vec<Interval>) -> f64 {
        unite(&mut near);
        near.iter().map(|(from, to)| to - from).sum()
    }

    proptest! {
        #[test]
        fn the_grid_finds_what_a_look_at_every_line_finds(
            lines in prop_oneof![lines(50.0), lines(3_000.0), lines(40_000.0)],
            asked in lines(5_000.0),
            distance in 0.1..3_000.0_f64,
        ) {
            let grid = SegmentGrid::new(&lines);
            for piece in &asked {
                let mut found = Vec::new();
                grid.visit_near(piece.ends, distance, |other| {
                    found.extend(near(piece.ends, other.ends, distance));
                    true
                });
                let expected = lines.iter().filter_map(|other| near(piece.ends, other.ends, distance)).collect();
                prop_assert!((length(found) - length(expected)).abs() < 1e-6);
            }
        }

        #[test]
        fn cutting_long_lines_keeps_their_length(lines in lines(40_000.0)) {
            let before: f64 = lines.iter().map(Piece::length).sum();
            let grid = SegmentGrid::new(&lines);
            let after: f64 = grid.pieces().iter().map(Piece::length).sum();
            prop_assert!((before - after).abs() < 1e-6 * before.max(1.0));
            prop_assert!(grid.pieces().len() <= 2 * lines.len());
        }
    }
}
