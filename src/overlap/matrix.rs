//! What two layers share, as a sparse table.

/// What one area of layer A shares with one of layer B.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Entry {
    /// A's area, as its place in code order.
    pub row: u32,
    /// B's area, as its place in code order.
    pub column: u32,
    /// What they share: square metres, or people. Above zero and finite.
    pub weight: f64,
}

/// What two layers share: for each pair of areas that share anything, how much. Rows are A's areas, columns B's.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    /// By row, then column; each pair once.
    entries: Vec<Entry>,
    /// Where each row's entries start; one more than there are rows.
    starts: Vec<usize>,
}

impl Matrix {
    /// A table of what is shared, in whatever order it was found. What is found twice for a pair is added up; what
    /// is not above zero and finite is no overlap.
    ///
    /// # Panics
    /// When an entry lies outside the table, which only a mistake in the calling code can bring about.
    #[must_use]
    pub fn new(rows: usize, columns: usize, mut entries: Vec<Entry>) -> Self {
        entries.retain(|entry| entry.weight > 0.0 && entry.weight.is_finite());
        let inside = |entry: &Entry| (entry.row as usize) < rows && (entry.column as usize) < columns;
        assert!(entries.iter().all(inside), "an entry lies outside the table of {rows} by {columns}");
        // By weight too, so that adding up duplicates does not depend on the order in which they were found.
        entries.sort_unstable_by(|a, b| {
            (a.row, a.column).cmp(&(b.row, b.column)).then(a.weight.total_cmp(&b.weight))
        });
        entries.dedup_by(|next, kept| {
            let same = (next.row, next.column) == (kept.row, kept.column);
            if same {
                kept.weight += next.weight;
            }
            same
        });
        let mut starts = vec![0; rows + 1];
        for entry in &entries {
            starts[entry.row as usize + 1] += 1;
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        Self { rows, columns, entries, starts }
    }

    /// A table written out in full, zeros and all.
    #[must_use]
    pub fn from_dense<Row: AsRef<[f64]>>(rows: &[Row]) -> Self {
        let columns = rows.iter().map(|row| row.as_ref().len()).max().unwrap_or(0);
        let entries = (0..).zip(rows).flat_map(|(row, weights)| {
            (0..).zip(weights.as_ref()).map(move |(column, &weight)| Entry { row, column, weight })
        });
        Self::new(rows.len(), columns, entries.collect())
    }

    /// How many areas layer A has.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// How many areas layer B has.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Every pair that shares anything, by row, then column.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What one of A's areas shares, by column; nothing for a row that the table does not have.
    #[must_use]
    pub fn row(&self, row: usize) -> &[Entry] {
        match self.starts.get(row..row + 2) {
            Some(bounds) => &self.entries[bounds[0]..bounds[1]],
            None => &[],
        }
    }

    /// Every row's entries, in order.
    #[must_use]
    pub fn by_row(&self) -> impl ExactSizeIterator<Item = &[Entry]> {
        self.starts.windows(2).map(|bounds| &self.entries[bounds[0]..bounds[1]])
    }

    /// The same table with A and B changed over.
    #[must_use]
    pub fn transposed(&self) -> Self {
        let turn = |entry: &Entry| Entry { row: entry.column, column: entry.row, weight: entry.weight };
        Self::new(self.columns, self.rows, self.entries.iter().map(turn).collect())
    }

    /// `A = ΣΣ w`: all that the two layers share, pair by pair.
    #[must_use]
    pub fn total(&self) -> f64 {
        sum(self.entries.iter().map(|entry| entry.weight))
    }

    /// `R_i = Σ_j w(i,j)` for each of A's areas.
    #[must_use]
    pub fn row_sums(&self) -> Vec<f64> {
        self.by_row().map(|row| sum(row.iter().map(|entry| entry.weight))).collect()
    }

    /// `Z_j = Σ_i w(i,j)` for each of B's areas.
    #[must_use]
    pub fn column_sums(&self) -> Vec<f64> {
        self.transposed().row_sums()
    }
}

/// A sum that carries along what rounding loses (Neumaier 1974), so that the order of the terms does not matter.
#[must_use]
pub fn sum(terms: impl IntoIterator<Item = f64>) -> f64 {
    let (mut total, mut lost) = (0.0_f64, 0.0);
    for term in terms {
        let next = total + term;
        lost += if total.abs() >= term.abs() { (total - next) + term } else { (term - next) + total };
        total = next;
    }
    total + lost
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_come_out_sorted_and_each_pair_once() {
        let entry = |row, column, weight| Entry { row, column, weight };
        let found = vec![entry(1, 0, 2.0), entry(0, 1, 1.0), entry(1, 0, 3.0), entry(0, 0, 0.0)];
        let matrix = Matrix::new(3, 2, found);
        assert_eq!(matrix.entries(), [entry(0, 1, 1.0), entry(1, 0, 5.0)]);
        assert_eq!(matrix.row(1), [entry(1, 0, 5.0)]);
        assert!(matrix.row(2).is_empty() && matrix.row(99).is_empty());
    }

    #[test]
    fn what_is_no_number_is_no_overlap() {
        let matrix = Matrix::from_dense(&[[f64::NAN, f64::INFINITY, -1.0, 4.0]]);
        assert_eq!(matrix.entries(), [Entry { row: 0, column: 3, weight: 4.0 }]);
    }

    #[test]
    fn sums_go_along_rows_and_columns() {
        let matrix = Matrix::from_dense(&[[1.0, 2.0], [0.0, 4.0], [8.0, 0.0]]);
        assert_eq!(matrix.row_sums(), [3.0, 4.0, 8.0]);
        assert_eq!(matrix.column_sums(), [9.0, 6.0]);
        assert!((matrix.total() - 15.0).abs() < 1e-12);
        assert_eq!(matrix.transposed().transposed(), matrix);
    }

    #[test]
    fn a_small_term_survives_beside_large_ones() {
        assert!((sum([1.0, 1e100, 1.0, -1e100]) - 2.0).abs() < 1e-12);
    }

    #[test]
    #[should_panic(expected = "outside the table")]
    fn an_entry_outside_the_table_is_a_mistake() {
        let _ = Matrix::new(1, 1, vec![Entry { row: 1, column: 0, weight: 1.0 }]);
    }
}
