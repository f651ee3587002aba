//! One row an area, as CSV has it.

use crate::reach::Coverage;

/// The columns of an answer about reach. `weight` is what `total`, `within_reach` and `without` count; where nobody is counted it is
/// `area`, and they are square metres.
pub const COVERAGE_COLUMNS: [&str; 14] = [
    "code",
    "name",
    "weight",
    "total",
    "within_reach",
    "without",
    "share_within",
    "ground_m2",
    "ground_within_m2",
    "ground_without_m2",
    "share_ground_within",
    "assets",
    "per_10000",
    "nearest_m",
];

/// The rows of an answer, by code. Numbers are the shortest decimals that are read back as the same; a figure that there is not
/// is empty.
pub fn coverage_rows(answer: &Coverage) -> impl Iterator<Item = [String; 14]> {
    let weight = answer.counted.as_ref().map_or("area", |counted| counted.weight.as_str());
    answer.by.areas.iter().zip(&answer.areas).map(move |(label, area)| {
        let number = |number: Option<f64>| {
            // What is not told of drawn ground is empty.
            number.filter(|number| !number.is_nan()).map_or_else(String::new, |number| number.to_string())
        };
        let share = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
        let counted = area.people.as_ref().map(|people| (people.total, people.within, people.without()));
        let ground =
            area.ground.as_ref().map(|ground| (ground.total_m2, ground.within_m2, ground.without_m2()));
        let (total, within, without) = counted.or(ground).unwrap_or_default();
        [
            label.code.clone(),
            label.name.clone(),
            weight.to_owned(),
            number(Some(total)),
            number(Some(within)),
            number(Some(without)),
            number(share(within, total)),
            number(ground.map(|(total, _, _)| total)),
            number(ground.map(|(_, within, _)| within)),
            number(ground.map(|(_, _, without)| without)),
            number(ground.and_then(|(total, within, _)| share(within, total))),
            area.assets.map_or_else(String::new, |assets| assets.to_string()),
            number(area.per_10_000()),
            number(area.people.as_ref().and_then(|people| people.mean_m)),
        ]
    })
}
