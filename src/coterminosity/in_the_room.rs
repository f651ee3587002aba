//! Whom to have in the room.

use super::share;
use crate::overlap::Entry;

/// The partners that hold at least `room_share` of an area's whole total, largest first (of equals the lower code).
#[must_use]
pub fn in_the_room(row: &[Entry], total: f64, room_share: f64) -> Vec<u32> {
    let mut invited: Vec<&Entry> =
        row.iter().filter(|entry| share(entry.weight, total) >= room_share).collect();
    invited.sort_by(|a, b| b.weight.total_cmp(&a.weight).then(a.column.cmp(&b.column)));
    invited.into_iter().map(|entry| entry.column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::overlap::Matrix;

    #[test]
    fn those_with_a_twentieth_are_invited_largest_first() {
        let matrix = Matrix::from_dense(&[[5.0, 49.0, 4.9, 41.1]]);
        assert_eq!(in_the_room(matrix.row(0), 100.0, 0.05), [1, 3, 0]);
    }

    #[test]
    fn the_share_is_of_all_its_people_covered_or_not() {
        let matrix = Matrix::from_dense(&[[5.0, 49.0]]);
        assert_eq!(in_the_room(matrix.row(0), 1_000.0, 0.05), [0_u32; 0]);
    }
}
