//! One row a pair, as CSV has it.

use crate::compare::{Comparison, Pair};

/// The columns of a comparison.
pub const COMPARE_COLUMNS: [&str; 10] = [
    "a_code",
    "a_name",
    "b_code",
    "b_name",
    "weight",
    "overlap",
    "share_of_a",
    "share_of_b",
    "iou",
    "relation",
];

/// The rows of a comparison: by A's code, then by overlap, largest first, then by B's code. Numbers are the shortest decimals
/// that are read back as the same.
pub fn compare_rows(answer: &Comparison) -> impl Iterator<Item = [String; 10]> {
    // What is not told of drawn ground is empty.
    let number = |number: f64| if number.is_nan() { String::new() } else { number.to_string() };
    answer.pairs.iter().map(move |pair| {
        let Pair { a, b, overlap, share_of_a, share_of_b, iou, relation } = *pair;
        let (a, b) = (&answer.a.areas[a as usize], &answer.b.areas[b as usize]);
        [
            a.code.clone(),
            a.name.clone(),
            b.code.clone(),
            b.name.clone(),
            answer.weight.clone(),
            number(overlap),
            number(share_of_a),
            number(share_of_b),
            number(iou),
            relation.map_or_else(String::new, |relation| relation.word().to_owned()),
        ]
    })
}
