//! Which areas hold a point, from the nearest of some horizontal lines across the layer.

use rayon::slice::ParallelSliceMut as _;

use super::{
    borders::{Borders, Stretch, as_u32},
    holders::Holders,
    side::{Moved, Spot, asker_on_left, turn},
    tree::Extent,
};

/// At least so many crossings of a row lie between two places where the areas there are written down.
const STRIDE: usize = 8;
/// Rows at most.
const MOST_ROWS: i64 = 4_096;
/// Further than this from a point, in millimetres, a rounded position decides on which side of it a crossing lies.
const DOUBT_MM: f64 = 0.01;

/// Where a row crosses a border.
#[derive(Debug, Clone, Copy)]
struct Crossing {
    row: u32,
    /// The point where the segment starts.
    segment: u32,
    stretch: u32,
    x: f64,
}

/// The areas just west of a crossing: a range of `noted`.
#[derive(Debug, Clone, Copy)]
struct Note {
    crossing: u32,
    start: u32,
    end: u32,
}

/// Horizontal lines half a millimetre above whole millimetres, so that no point of the layer lies on one.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Row r lies half a millimetre above `bottom + r · step`.
    bottom: i64,
    step: i64,
    /// West to east, row by row.
    crossings: Vec<Crossing>,
    /// Where each row's crossings start, and an end.
    starts: Vec<u32>,
    notes: Vec<Note>,
    /// Where each row's notes start, and an end.
    note_starts: Vec<u32>,
    noted: Vec<(u32, i32)>,
}

impl Rows {
    pub(super) fn new(borders: &Borders) -> Self {
        if borders.points.is_empty() {
            return Self::default();
        }
        let extent = borders.tree.extent();
        let height = i64::from(extent.top) - i64::from(extent.bottom);
        let mut rows = Self { bottom: i64::from(extent.bottom), ..Self::default() };
        // As many crossings as a quarter of the points: near enough to any point, and still quick to find.
        let climb: i64 = segments(borders).map(|(_, _, a, b)| (i64::from(b.y) - i64::from(a.y)).abs()).sum();
        let wanted = i64::from(as_u32(borders.points.len())) / 4 + 16;
        rows.step = (climb / wanted).max(height / MOST_ROWS).max(1);
        let count = usize::try_from(height / rows.step).unwrap_or(0) + 1;
        for (stretch, segment, a, b) in segments(borders) {
            rows.cross(stretch, segment, a, b);
        }
        rows.crossings.par_sort_unstable_by(|c, d| {
            c.row.cmp(&d.row).then(c.x.total_cmp(&d.x)).then(c.segment.cmp(&d.segment))
        });
        rows.starts = vec![0; count + 1];
        for crossing in &rows.crossings {
            rows.starts[crossing.row as usize + 1] += 1;
        }
        for row in 0..count {
            rows.starts[row + 1] += rows.starts[row];
        }
        rows.note(borders);
        rows
    }

    #[allow(clippy::cast_precision_loss)] // the grid is far smaller than 2⁵³ mm
    fn cross(&mut self, stretch: u32, segment: u32, a: Spot, b: Spot) {
        let (low, high) = (i64::from(a.y.min(b.y)), i64::from(a.y.max(b.y)));
        // Rows with low < y + ½ < high.
        let first = (low - self.bottom + self.step - 1).div_euclid(self.step);
        let last = (high - 1 - self.bottom).div_euclid(self.step);
        for row in first..=last {
            let y = (self.bottom + row * self.step) as f64 + 0.5;
            let share = (y - f64::from(a.y)) / (f64::from(b.y) - f64::from(a.y));
            let x = f64::from(a.x) + share * (f64::from(b.x) - f64::from(a.x));
            let row = u32::try_from(row).unwrap_or(0);
            self.crossings.push(Crossing { row, segment, stretch, x });
        }
    }

    /// Writes down the areas in force here and there: the more there are, the seldomer, so that notes never outgrow the
    /// crossings.
    fn note(&mut self, borders: &Borders) {
        let mut holders = Holders::default();
        for row in 0..self.starts.len() - 1 {
            self.note_starts.push(as_u32(self.notes.len()));
            holders.set(&[]);
            let mut due = self.starts[row];
            for index in self.starts[row]..self.starts[row + 1] {
                if index == due {
                    let start = as_u32(self.noted.len());
                    self.noted.extend_from_slice(holders.areas());
                    self.notes.push(Note { crossing: index, start, end: as_u32(self.noted.len()) });
                    due += as_u32(holders.areas().len().max(STRIDE));
                }
                go_east(borders, self.crossings[index as usize], &mut holders);
            }
        }
        self.note_starts.push(as_u32(self.notes.len()));
    }

    /// Finds the areas that hold a point of another layer.
    pub(super) fn find(&self, borders: &Borders, point: Spot, moved: Moved, holders: &mut Holders) {
        holders.set(&[]);
        if !borders.tree.extent().meets(&Extent::around(&[point])) {
            return;
        }
        let last = i64::from(as_u32(self.starts.len())) - 2;
        let nearest = (i64::from(point.y) - self.bottom + self.step / 2).div_euclid(self.step).clamp(0, last);
        let y = self.bottom + nearest * self.step;
        self.find_at_row(borders, usize::try_from(nearest).unwrap_or(0), y, point.x, moved, holders);
        walk_from_row(borders, point, y, moved, holders);
    }

    fn find_at_row(
        &self,
        borders: &Borders,
        row: usize,
        y: i64,
        x: i32,
        moved: Moved,
        holders: &mut Holders,
    ) {
        let (start, end) = (self.starts[row], self.starts[row + 1]);
        let crossings = &self.crossings[start as usize..end as usize];
        let west = crossings.partition_point(|crossing| crossing.x < f64::from(x) - DOUBT_MM);
        let notes = &self.notes[self.note_starts[row] as usize..self.note_starts[row + 1] as usize];
        let before = notes.partition_point(|note| note.crossing <= start + as_u32(west));
        let mut from = 0;
        if let Some(note) = before.checked_sub(1).map(|at| notes[at]) {
            holders.set(&self.noted[note.start as usize..note.end as usize]);
            from = (note.crossing - start) as usize;
        }
        for &crossing in &crossings[from..west] {
            go_east(borders, crossing, holders);
        }
        let doubtful = crossings[west..].iter().take_while(|crossing| crossing.x <= f64::from(x) + DOUBT_MM);
        for &crossing in doubtful {
            let (a, b) = borders.segment(crossing.segment);
            // West of a segment that leads up is its left.
            if on_left_at_row(a, b, x, y, moved) != (b.y > a.y) {
                go_east(borders, crossing, holders);
            }
        }
    }
}

/// Every segment of a layer, with its stretch and the point where it starts.
fn segments(borders: &Borders) -> impl Iterator<Item = (u32, u32, Spot, Spot)> {
    (0_u32..).zip(&borders.stretches).flat_map(move |(index, &Stretch { first_point, last_point, .. })| {
        (first_point..last_point).map(move |segment| {
            let (a, b) = borders.segment(segment);
            (index, segment, a, b)
        })
    })
}

fn go_east(borders: &Borders, crossing: Crossing, holders: &mut Holders) {
    let (a, b) = borders.segment(crossing.segment);
    let Stretch { left, right, .. } = borders.stretches[crossing.stretch as usize];
    if b.y > a.y { holders.pass(right, left) } else { holders.pass(left, right) }
}

/// Whether the asker's place at `x`, half a millimetre above `y`, lies on the left of `a` → `b`.
fn on_left_at_row(a: Spot, b: Spot, x: i32, y: i64, moved: Moved) -> bool {
    let (dx, dy) = a.offset(b);
    let (east, north) = (i64::from(x) - i64::from(a.x), 2 * (y - i64::from(a.y)) + 1);
    // In half millimetres the products need more than 64 bits.
    let turn = i128::from(2 * dx) * i128::from(north) - i128::from(2 * dy) * i128::from(2 * east);
    let sign = i64::from(turn > 0) - i64::from(turn < 0);
    asker_on_left(sign, a, b, moved)
}

/// From the row straight up or down to the point.
fn walk_from_row(borders: &Borders, point: Spot, row: i64, moved: Moved, holders: &mut Holders) {
    let whole = |y: i64| i32::try_from(y).unwrap_or(i32::MAX);
    let (low, high) = (whole(row.min(i64::from(point.y))), whole((row + 1).max(i64::from(point.y))));
    let way = Extent { left: point.x, right: point.x, bottom: low, top: high };
    borders.tree.search(&way, |found| {
        let link = borders.links[found as usize];
        for start in link.first_point..link.last_point {
            let (a, b) = borders.segment(start);
            // Exactly above or below the point the displacement decides, as in every other question.
            let east = |spot: Spot| spot.x > point.x || (spot.x == point.x && moved == Moved::Other);
            if east(a) == east(b) || a.y.max(b.y) < low || a.y.min(b.y) > high {
                continue;
            }
            let at_point = asker_on_left(turn(a, b, point), a, b, moved);
            if at_point != on_left_at_row(a, b, point.x, row, moved) {
                let Stretch { left, right, .. } = borders.stretches[link.stretch as usize];
                if at_point { holders.pass(left, right) } else { holders.pass(right, left) }
            }
        }
    });
}
