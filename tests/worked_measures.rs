//! Measures against answers computed elsewhere: see `tests/worked/README.md`.

use patchwork::coterminosity::{
    Counted, Measured, Scores, Side, Slivers, Thresholds, across, dominant_share, effective_partners,
    nesting, score,
};
use patchwork::overlap::{Entry, Matrix};
use serde_json::Value;

/// Figures on invented tables and on Sussex, from GEOS and numpy, held against scikit-learn.
const FIGURES: &str = include_str!("worked/sussex_compare.json");

fn figures() -> Value {
    serde_json::from_str(FIGURES).unwrap()
}

fn number(of: &Value, key: &str) -> f64 {
    of[key].as_f64().unwrap_or_else(|| panic!("no number under {key}"))
}

fn list<'a>(of: &'a Value, key: &str) -> &'a [Value] {
    of[key].as_array().unwrap_or_else(|| panic!("no list under {key}"))
}

fn floats(values: &[Value]) -> Vec<f64> {
    values.iter().map(|value| value.as_f64().unwrap()).collect()
}

/// Within a billionth of the larger of the two and one.
fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-9 * expected.abs().max(1.0)
}

#[track_caller]
fn check_whole_table(name: &str, matrix: &Matrix, expected: &Value) {
    let back = matrix.transposed();
    let nested = nesting(matrix, 1.0).unwrap();
    let found = [
        ("matrix_total", matrix.total()),
        ("dominant_share_a", dominant_share(matrix).unwrap()),
        ("dominant_share_b", dominant_share(&back).unwrap()),
        ("across_a", across(matrix)),
        ("across_b", across(&back)),
        ("homogeneity", nested.homogeneity),
        ("completeness", nested.completeness),
        ("v_measure", nested.v_measure),
        ("vi_bits", nested.vi_bits),
    ];
    for (key, found) in found {
        let expected = number(expected, key);
        assert!(close(found, expected), "{name}: {key} is {found}, elsewhere {expected}");
    }
    for (row, partners) in list(expected, "effective_partners").iter().enumerate() {
        let found = effective_partners(matrix.row(row));
        let same = match (found, partners.as_f64()) {
            (Some(found), Some(expected)) => close(found, expected),
            (found, expected) => found == expected,
        };
        assert!(same, "{name}: row {row} has {found:?} effective partners, elsewhere {partners}");
    }
}

#[test]
fn small_tables_score_as_elsewhere() {
    let figures = figures();
    let tables = figures["matrices"].as_object().unwrap();
    assert!(tables.len() >= 11);
    for (name, expected) in tables {
        let rows: Vec<Vec<f64>> =
            list(expected, "matrix").iter().map(|row| floats(row.as_array().unwrap())).collect();
        check_whole_table(name, &Matrix::from_dense(&rows), expected);
    }
}

/// PCNs and England's districts, in patients, as the figures have them.
fn pcns_and_districts(expected: &Value) -> Matrix {
    let index = |value: &Value| u32::try_from(value.as_u64().unwrap()).unwrap();
    let entries = list(expected, "entries").iter().map(|entry| Entry {
        row: index(&entry[0]),
        column: index(&entry[1]),
        weight: entry[2].as_f64().unwrap(),
    });
    Matrix::new(list(expected, "rows").len(), list(expected, "columns").len(), entries.collect())
}

fn scores(expected: &Value, thresholds: &Thresholds) -> Scores {
    let matrix = pcns_and_districts(expected);
    let areas = list(expected, "areas");
    let totals: Vec<f64> = areas.iter().map(|area| number(area, "total")).collect();
    let uncovered: Vec<f64> =
        totals.iter().zip(matrix.row_sums()).map(|(total, covered)| total - covered).collect();
    let (totals_b, none) = (matrix.column_sums(), vec![0.0; matrix.columns()]);
    let measured = Measured {
        matrix: &matrix,
        a: Side {
            totals: &totals,
            uncovered: &uncovered,
            union_uncovered: uncovered.iter().sum(),
            double: 0.0,
        },
        b: Side { totals: &totals_b, uncovered: &none, union_uncovered: 0.0, double: 0.0 },
        common: matrix.total(),
        unplaced: 0.0,
        slivers: Slivers::default(),
        border_agreement: [None; 2],
        counted: Counted::People,
    };
    score(&measured, thresholds)
}

#[test]
fn sussex_pcns_and_districts_score_as_elsewhere() {
    let figures = figures();
    for name in ["pcns_districts_by_area", "pcns_districts_by_points"] {
        check_whole_table(name, &pcns_and_districts(&figures[name]), &figures[name]);
    }
}

#[test]
fn each_sussex_pcn_is_told_of_as_elsewhere() {
    let figures = figures();
    for name in ["pcns_districts_by_area", "pcns_districts_by_points"] {
        let expected = &figures[name];
        let columns = list(expected, "columns");
        let found = scores(expected, &Thresholds::default()).areas_a;
        assert_eq!(found.len(), 39);
        for (found, expected) in found.iter().zip(list(expected, "areas")) {
            let pcn = expected["name"].as_str().unwrap();
            let fit = found.best_fit.unwrap();
            assert_eq!(columns[fit.best.index as usize], expected["best_fit"], "{pcn}");
            assert!(close(fit.best.share, number(expected, "best_share")), "{pcn}");
            let runner_up = fit.runner_up.map_or(&Value::Null, |partner| &columns[partner.index as usize]);
            assert_eq!(runner_up, &expected["runner_up"], "{pcn}");
            assert!(close(found.outside_best_fit, number(expected, "outside_best_fit")), "{pcn}");
            assert_eq!(found.crosses, expected["crosses"].as_bool().unwrap(), "{pcn}");
            let mut room: Vec<&str> =
                found.in_the_room.iter().map(|&place| columns[place as usize].as_str().unwrap()).collect();
            room.sort_unstable();
            let invited: Vec<&str> =
                list(expected, "in_the_room").iter().map(|code| code.as_str().unwrap()).collect();
            assert_eq!(room, invited, "{pcn}");
        }
    }
}

#[test]
fn seventeen_of_39_sussex_pcns_cross_and_29_by_one_percent() {
    let one_percent = Thresholds { cross_share: 0.01, cross_people: 0.0, ..Thresholds::default() };
    let figures = figures();
    for name in ["pcns_districts_by_area", "pcns_districts_by_points"] {
        assert_eq!(scores(&figures[name], &Thresholds::default()).summary.crossing_a, 17);
        assert_eq!(scores(&figures[name], &one_percent).summary.crossing_a, 29);
    }
}
