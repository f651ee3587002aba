//! Many points, one layer: a raster of cells of which most lie wholly inside one area.

use geo_types::{Coord, Rect};

use super::PointIndex;
use crate::geometry::{Bng, Region, validity::Position};

/// Cells for each area, before the bounds below.
const CELLS_PER_AREA: usize = 300;
/// Fewest cells along one side.
const LEAST_CELLS: usize = 64;
/// Most cells along one side.
const MOST_CELLS: usize = 2_048;
/// Borders are marked this much wider than they are, in metres, so that rounding loses no cell.
const HAIR_M: f64 = 0.01;
/// Marks an entry of a cell's list whose area holds the whole cell.
const WHOLE: u32 = 1 << 31;

/// For each cell of a raster over a layer, the areas that may hold a point in it.
#[derive(Debug)]
pub struct PointGrid {
    bounds: Rect<f64>,
    side: usize,
    scale: [f64; 2],
    /// Where each cell's entries start; one more than there are cells.
    starts: Vec<u32>,
    entries: Vec<u32>,
    indexes: Vec<PointIndex>,
}

impl PointGrid {
    /// Rasters a layer's regions; `None` when there is no ground.
    #[must_use]
    pub fn new(regions: &[&Region<Bng>]) -> Option<Self> {
        let boxes: Vec<Rect<f64>> = regions.iter().map(|region| region.bounds()).collect();
        let bounds = boxes.iter().copied().reduce(join)?;
        let side = (regions.len() * CELLS_PER_AREA).isqrt().clamp(LEAST_CELLS, MOST_CELLS);
        #[allow(clippy::cast_precision_loss)] // at most MOST_CELLS
        let cells = side as f64;
        let scale = [cells / bounds.width().max(1.0), cells / bounds.height().max(1.0)];
        let mut grid =
            Self { bounds, side, scale, starts: Vec::new(), entries: Vec::new(), indexes: Vec::new() };
        grid.indexes = regions.iter().map(|region| PointIndex::new(region)).collect();
        let mut found: Vec<(u32, u32)> = Vec::new();
        for (area, region) in (0_u32..).zip(regions) {
            grid.raster(area, region, &boxes[area as usize], &mut found);
        }
        found.sort_unstable_by_key(|&(cell, entry)| (cell, entry & !WHOLE));
        grid.starts = vec![0; side * side + 1];
        for &(cell, _) in &found {
            grid.starts[cell as usize + 1] += 1;
        }
        for cell in 0..side * side {
            grid.starts[cell + 1] += grid.starts[cell];
        }
        grid.entries = found.into_iter().map(|(_, entry)| entry).collect();
        Some(grid)
    }

    /// The index of the first area, in the layer's order, that holds a point in its interior or on its border.
    #[must_use]
    pub fn first(&self, regions: &[&Region<Bng>], point: Coord<f64>) -> Option<usize> {
        let (column, row) = (self.place(point.x, 0)?, self.place(point.y, 1)?);
        let cell = row * self.side + column;
        let entries = &self.entries[self.starts[cell] as usize..self.starts[cell + 1] as usize];
        entries.iter().find_map(|&entry| {
            let area = (entry & !WHOLE) as usize;
            let holds =
                entry & WHOLE != 0 || self.indexes[area].position(regions[area], point) != Position::Outside;
            holds.then_some(area)
        })
    }

    /// Calls `found` with the index of every area that holds a point in its interior, in the layer's order; when there is
    /// none, with the first that has it on its border.
    pub fn holders<R: AsRef<Region<Bng>>>(
        &self,
        regions: &[R],
        point: Coord<f64>,
        mut found: impl FnMut(usize),
    ) {
        let (Some(column), Some(row)) = (self.place(point.x, 0), self.place(point.y, 1)) else { return };
        let cell = row * self.side + column;
        let (mut on_border, mut inside) = (None, false);
        for &entry in &self.entries[self.starts[cell] as usize..self.starts[cell + 1] as usize] {
            let area = (entry & !WHOLE) as usize;
            let position = if entry & WHOLE == 0 {
                self.indexes[area].position(regions[area].as_ref(), point)
            } else {
                Position::Inside
            };
            match position {
                Position::Inside => {
                    inside = true;
                    found(area);
                }
                Position::OnBorder => on_border = on_border.or(Some(area)),
                Position::Outside => {}
            }
        }
        if let Some(area) = on_border.filter(|_| !inside) {
            found(area);
        }
    }

    fn place(&self, at: f64, axis: usize) -> Option<usize> {
        let (low, high) = if axis == 0 {
            (self.bounds.min().x, self.bounds.max().x)
        } else {
            (self.bounds.min().y, self.bounds.max().y)
        };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // within the bounds
        let cell = ((at - low) * self.scale[axis]) as usize;
        (at >= low && at <= high).then(|| cell.min(self.side - 1))
    }

    fn raster(&self, area: u32, region: &Region<Bng>, bounds: &Rect<f64>, found: &mut Vec<(u32, u32)>) {
        // Two hairs wider, where `mark` is one: a border may lie exactly where two cells meet, and a slanted one's
        // height is rounded.
        let (low, high) = (self.bounds.min(), self.bounds.max());
        let clamp =
            |at: f64, axis: usize, low: f64, high: f64| self.place(at.clamp(low, high), axis).unwrap_or(0);
        let left = clamp(bounds.min().x - 2.0 * HAIR_M, 0, low.x, high.x);
        let right = clamp(bounds.max().x + 2.0 * HAIR_M, 0, low.x, high.x);
        let bottom = clamp(bounds.min().y - 2.0 * HAIR_M, 1, low.y, high.y);
        let top = clamp(bounds.max().y + 2.0 * HAIR_M, 1, low.y, high.y);
        let width = right - left + 1;
        let mut border = vec![false; width * (top - bottom + 1)];
        for polygon in region.shape() {
            for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                for pair in ring.0.windows(2) {
                    self.mark(pair[0], pair[1], |column, row| {
                        border[(row - bottom) * width + column - left] = true;
                    });
                }
            }
        }
        for row in bottom..=top {
            // Cells between two border cells are all inside or all outside: ask once.
            let mut inside_run: Option<bool> = None;
            for column in left..=right {
                #[allow(clippy::cast_possible_truncation)] // at most MOST_CELLS squared
                let cell = (row * self.side + column) as u32;
                if border[(row - bottom) * width + column - left] {
                    found.push((cell, area));
                    inside_run = None;
                } else if *inside_run.get_or_insert_with(|| {
                    self.indexes[area as usize].position(region, self.middle(column, row)) == Position::Inside
                }) {
                    found.push((cell, area | WHOLE));
                }
            }
        }
    }

    /// Every cell that an edge may touch: a column at a time, the rows between the heights where it enters and leaves,
    /// a hair wider so that rounding loses none.
    fn mark(&self, a: Coord<f64>, b: Coord<f64>, mut visit: impl FnMut(usize, usize)) {
        let (a, b) = if a.x <= b.x { (a, b) } else { (b, a) };
        let clamp =
            |at: f64, axis: usize, low: f64, high: f64| self.place(at.clamp(low, high), axis).unwrap_or(0);
        let (min, max) = (self.bounds.min(), self.bounds.max());
        let first = clamp(a.x - HAIR_M, 0, min.x, max.x);
        let last = clamp(b.x + HAIR_M, 0, min.x, max.x);
        let slope = if b.x > a.x { (b.y - a.y) / (b.x - a.x) } else { 0.0 };
        for column in first..=last {
            #[allow(clippy::cast_precision_loss)] // at most MOST_CELLS
            let edge_of = |column: usize| min.x + column as f64 / self.scale[0];
            let enter = (edge_of(column) - HAIR_M).max(a.x);
            let leave = (edge_of(column + 1) + HAIR_M).min(b.x).max(enter);
            let (y_in, y_out) = if b.x > a.x {
                (a.y + slope * (enter - a.x), a.y + slope * (leave - a.x))
            } else {
                (a.y, b.y)
            };
            let low = clamp(y_in.min(y_out) - HAIR_M, 1, min.y, max.y);
            let high = clamp(y_in.max(y_out) + HAIR_M, 1, min.y, max.y);
            for row in low..=high {
                visit(column, row);
            }
        }
    }

    fn middle(&self, column: usize, row: usize) -> Coord<f64> {
        #[allow(clippy::cast_precision_loss)] // at most MOST_CELLS
        let at = |cell: usize, low: f64, scale: f64| low + (cell as f64 + 0.5) / scale;
        Coord {
            x: at(column, self.bounds.min().x, self.scale[0]),
            y: at(row, self.bounds.min().y, self.scale[1]),
        }
    }
}

fn join(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    Rect::new(
        Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) },
        Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::validity::position;
    use geo_types::{MultiPolygon, polygon};
    use proptest::prelude::*;

    /// Triangles that tile a square of 4 km and one that lies over two of them.
    fn mosaic() -> Vec<Region<Bng>> {
        let mut triangles = Vec::new();
        for column in 0..4 {
            for row in 0..4 {
                let (x, y) = (f64::from(column) * 1_000.0, f64::from(row) * 1_000.0);
                triangles.push(polygon![(x: x, y: y), (x: x + 1_000.0, y: y), (x: x, y: y + 1_000.0)]);
                triangles.push(
                    polygon![(x: x + 1_000.0, y: y), (x: x + 1_000.0, y: y + 1_000.0), (x: x, y: y + 1_000.0)],
                );
            }
        }
        triangles.push(polygon![(x: 100.0, y: 100.0), (x: 2_300.0, y: 300.0), (x: 700.0, y: 1_900.0)]);
        triangles.into_iter().map(|t| Region::new(&MultiPolygon(vec![t])).unwrap().0).collect()
    }

    proptest! {
        #[test]
        fn the_grid_says_what_every_region_says_for_itself(x in -100.0..4_100.0, y in -100.0..4_100.0) {
            let regions = mosaic();
            let regions: Vec<&Region<Bng>> = regions.iter().collect();
            let grid = PointGrid::new(&regions).unwrap();
            let point = Coord { x, y };
            let expected = regions.iter().position(|region| position(point, region.shape()) != Position::Outside);
            prop_assert_eq!(grid.first(&regions, point), expected);
        }
    }

    #[test]
    fn a_border_exactly_where_two_cells_meet_is_no_trouble() {
        let squares: Vec<Region<Bng>> = (0..64)
            .map(|n| {
                let (x, y) = (f64::from(n % 8) * 80.0, f64::from(n / 8) * 80.0);
                let square = polygon![(x: x, y: y), (x: x + 80.0, y: y), (x: x + 80.0, y: y + 80.0), (x: x, y: y + 80.0)];
                Region::new(&MultiPolygon(vec![square])).unwrap().0
            })
            .collect();
        let regions: Vec<&Region<Bng>> = squares.iter().collect();
        let grid = PointGrid::new(&regions).unwrap();
        assert_eq!(grid.first(&regions, Coord { x: 120.0, y: 200.0 }), Some(17));
    }

    #[test]
    fn a_point_is_held_by_all_that_overlap_there_but_a_border_counts_once() {
        let regions: Vec<std::sync::Arc<Region<Bng>>> = mosaic().into_iter().map(Into::into).collect();
        let plain: Vec<&Region<Bng>> = regions.iter().map(AsRef::as_ref).collect();
        let grid = PointGrid::new(&plain).unwrap();
        let holders = |x, y| {
            let mut found = Vec::new();
            grid.holders(&regions, Coord { x, y }, |area| found.push(area));
            found
        };
        assert_eq!(holders(300.0, 300.0), [0, 32]);
        assert_eq!(holders(1_000.0, 3_900.0).len(), 1);
        assert_eq!(holders(-1.0, 0.0), Vec::<usize>::new());
    }

    #[test]
    fn points_on_the_outer_edge_are_found() {
        let regions = mosaic();
        let regions: Vec<&Region<Bng>> = regions.iter().collect();
        let grid = PointGrid::new(&regions).unwrap();
        assert!(grid.first(&regions, Coord { x: 4_000.0, y: 4_000.0 }).is_some());
        assert!(grid.first(&regions, Coord { x: 0.0, y: 0.0 }).is_some());
    }
}
