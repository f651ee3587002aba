//! Comparisons of Sussex against `tests/worked/sussex_compare.json`, which GEOS and numpy worked out from the same snapped shapes
//! (see `tests/worked/README.md`).
//!
//! Both sides sum the same doubles in another order, so shares, scores and people must agree to 1e-9 of the figure (or of 1); ground that
//! GEOS cut along a computed border must agree to 1e-3 m², a hundred times what its corners in doubles leave on borders of this length.

use std::{fs, sync::OnceLock};

use jiff::civil::date;
use patchwork::{
    compare::{Comparison, Question, compare},
    coterminosity::{AreaScores, Relation, Thresholds},
};
use serde_json::Value;

use crate::place::{Imported, import, pack, sussex};

const FIGURES: &str = include_str!("../worked/sussex_compare.json");
const NHS_SUSSEX: &str = "E54000064";

fn figures(of: &str) -> Value {
    let all: Value = serde_json::from_str(FIGURES).unwrap();
    all[of].clone()
}

/// Sussex with all of England's districts beside its own, and its own joined into one.
fn with_england() -> Option<&'static Imported> {
    static STORE: OnceLock<Imported> = OnceLock::new();
    let (pack, sussex) = (pack()?, sussex()?);
    Some(STORE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        patchwork::store::Store::backup(
            &patchwork::store::sqlite::GeoPackage::open(&sussex.store()).unwrap(),
            &path("store.gpkg"),
        )
        .unwrap();
        let districts = sussex.view().layer(&"districts".parse().unwrap(), date(2026, 3, 31)).unwrap();
        let members = districts.areas().map(|area| format!("{},Sussex\n", area.version.code_or_id()));
        fs::write(path("lookup.csv"), format!("member,name\n{}", members.collect::<String>())).unwrap();
        std::os::unix::fs::symlink(pack.join("boundaries"), path("boundaries")).unwrap();
        let place = "title = \"Sussex beside England\"\n\
            [[layer]]\nid = \"districts-england\"\nedition = \"2025-04\"\nfrom = \"2025-04-01\"\n\
            files = [\"boundaries/national/england_lad25_from_wards.fgb\"]\ncode = \"LAD25CD\"\nname = \"LAD25NM\"\n\
            title = \"Districts\"\nsingular = \"district\"\n\
            [[dissolve]]\nid = \"thirteen\"\nedition = \"1\"\nof = \"districts\"\nlookup = \"lookup.csv\"\nmember = \"member\"\n\
            name = \"name\"\nfrom = \"2025-04-01\"\n";
        fs::write(path("more.toml"), place).unwrap();
        let (file, data) = (path("more.toml"), folder.path().to_owned());
        import(&file, &data, folder)
    }))
}

fn answered(of: &Imported, a: &str, b: &str, weight: Option<&str>, thresholds: Thresholds) -> Comparison {
    let question = Question {
        a: a.parse().unwrap(),
        b: b.parse().unwrap(),
        weight: weight.map(|weight| weight.parse().unwrap()),
        within: None,
        on: date(2026, 3, 31),
        thresholds,
    };
    compare(&of.view(), &question).unwrap()
}

#[track_caller]
fn agree(what: &str, found: f64, expected: &Value) {
    let expected = expected.as_f64().unwrap_or_else(|| panic!("no figure for {what}"));
    let difference = (found - expected).abs();
    assert!(difference <= 1e-9 * expected.abs().max(1.0), "{what} is {found}, elsewhere {expected}");
}

#[track_caller]
fn scores_agree(answer: &Comparison, figures: &Value) {
    let summary = &answer.scores.summary;
    for (key, found) in [
        ("matrix_total", Some(summary.common)),
        ("dominant_share_a", summary.dominant_share_a),
        ("dominant_share_b", summary.dominant_share_b),
        ("across_a", Some(summary.across_a)),
        ("across_b", Some(summary.across_b)),
        ("homogeneity", summary.homogeneity),
        ("completeness", summary.completeness),
        ("v_measure", summary.v_measure),
        ("vi_bits", summary.vi_bits),
    ] {
        agree(key, found.unwrap(), &figures[key]);
    }
}

#[test]
fn every_ward_of_sussex_lies_in_one_district() {
    let Some(sussex) = sussex() else { return };
    let answer = answered(sussex, "wards", "districts", Some("area"), Thresholds::default());
    let figures = figures("wards_districts_ground");
    assert_eq!(answer.pairs.len(), 264);
    assert!(answer.pairs.iter().all(|pair| matches!(pair.relation, Some(Relation::Inside | Relation::Same))));
    assert!(answer.pairs.iter().all(|pair| pair.share_of_a > 1.0 - 1e-12));
    scores_agree(&answer, &figures);
    let summary = &answer.scores.summary;
    assert_eq!((summary.crossing_a, summary.crossing_b), (0, 13));
    // Border agreement by GEOS's buffers differs by their flat sides: 2e-6, as `tests/worked/README.md` says.
    let along = serde_json::from_str::<Value>(FIGURES).unwrap()["border_agreement_50_m"].clone();
    for (found, key) in [
        (summary.border_agreement_a, "wards_near_districts"),
        (summary.border_agreement_b, "districts_near_wards"),
    ] {
        let expected = along[key]["share"].as_f64().unwrap();
        assert!((found.unwrap() - expected).abs() < 2e-6, "{key}: {found:?}, elsewhere {expected}");
    }
}

#[test]
fn nhs_sussex_is_its_thirteen_districts_with_every_difference_accounted_for() {
    let Some(england) = with_england() else { return };
    let figures = figures("nhs_sussex_districts");
    let ground = |key: &str, found: f64| {
        let expected = figures[key].as_f64().unwrap();
        assert!((found - expected).abs() < 1e-3, "{key} is {found}, elsewhere {expected}");
    };
    let whole = answered(england, "icbs", "thirteen", Some("area"), Thresholds::default());
    let icb = whole.a.areas.iter().position(|area| area.code == NHS_SUSSEX).unwrap();
    let pair = whole.pairs.iter().find(|pair| pair.a as usize == icb).unwrap();
    assert_eq!(pair.relation, Some(Relation::Same));
    ground("shared_m2", pair.overlap);
    agree("share_of_icb", pair.share_of_a, &figures["share_of_icb"]);
    agree("share_of_districts", pair.share_of_b, &figures["share_of_districts"]);
    ground("icb_in_no_district_m2", whole.scores.areas_a[icb].uncovered);
    // What other boards have of the thirteen is map noise, every bit of it.
    let others = whole.pairs.iter().filter(|pair| pair.a as usize != icb);
    assert!(others.clone().all(|pair| pair.relation == Some(Relation::Sliver)));
    ground("districts_in_neighbouring_icbs_m2", others.map(|pair| pair.overlap).sum());
    ground("districts_in_no_icb_m2", whole.scores.areas_b[0].uncovered);
    let summary = &whole.scores.summary;
    ground("districts_in_neighbouring_icbs_m2", summary.slivers.overlap);
    let difference = whole.scores.areas_a[icb].uncovered + summary.slivers.overlap + summary.uncovered_b;
    ground("symmetric_difference_m2", difference);

    let all = answered(england, "icbs", "districts-england", Some("area"), Thresholds::default());
    let own: Vec<&str> = {
        let districts = answered(england, "districts", "districts", Some("area"), Thresholds::default());
        let codes = districts.a.areas.iter().map(|area| area.code.clone()).collect::<Vec<_>>();
        assert_eq!(codes.len(), 13);
        all.b
            .areas
            .iter()
            .map(|area| area.code.as_str())
            .filter(|code| codes.iter().any(|own| own == code))
            .collect()
    };
    let icb = all.a.areas.iter().position(|area| area.code == NHS_SUSSEX).unwrap();
    let neighbours = all
        .pairs
        .iter()
        .filter(|pair| pair.a as usize == icb && !own.contains(&all.b.areas[pair.b as usize].code.as_str()));
    ground("icb_in_neighbouring_districts_m2", neighbours.map(|pair| pair.overlap).sum());
    ground("icb_in_no_english_district_m2", all.scores.areas_a[icb].uncovered);
}

#[test]
fn seventeen_of_the_primary_care_networks_of_sussex_cross_a_line_between_districts() {
    let Some(england) = with_england() else { return };
    let figures = figures("pcns_districts_by_points");
    let answer = answered(england, "pcns", "districts-england", None, Thresholds::default());
    assert_eq!((answer.weight.as_str(), answer.blocks.as_deref()), ("patients", Some("lsoa11")));
    scores_agree(&answer, &figures);
    let summary = &answer.scores.summary;
    agree("total_a", summary.total_a, &figures["total_a"]);
    agree("uncovered_a", summary.uncovered_a, &figures["uncovered_a"]);
    assert_eq!(figures["crossing"], summary.crossing_a);
    assert_eq!(summary.crossing_a, 17);
    // By 1 % alone, as the worked answer has it.
    let strict = Thresholds { cross_share: 0.01, cross_people: 0.0, ..Thresholds::default() };
    let strict = answered(england, "pcns", "districts-england", None, strict);
    assert_eq!(figures["crossing_at_1_percent"], strict.scores.summary.crossing_a);
    assert_eq!(strict.scores.summary.crossing_a, 29);

    let people = answer.people.unwrap();
    assert_eq!((people.total.round(), people.placed.round()), (1_840_343.0, 1_836_124.0));
    agree(
        "unplaced",
        people.unplaced.total(),
        &serde_json::from_str::<Value>(FIGURES).unwrap()["pcn_lists"]["unplaced"],
    );
    assert_eq!(
        answer.headline(),
        "93 in 100 patients of these primary care networks live in their primary care network’s main district; \
         121,947 live across a line, 83 in no district. 17 of 39 primary care networks cross."
    );
    let rows = figures["areas"].as_array().unwrap();
    assert_eq!(rows.len(), answer.a.areas.len());
    for ((area, scores), row) in answer.a.areas.iter().zip(&answer.scores.areas_a).zip(rows) {
        area_agrees(&answer, (&area.code, scores), row);
    }
    for entry in figures["entries"].as_array().unwrap() {
        let code = |list: &str, at: usize| {
            figures[list][usize::try_from(entry[at].as_u64().unwrap()).unwrap()].clone()
        };
        let (a, b) = (code("rows", 0), code("columns", 1));
        let pair = answer.pairs.iter().find(|pair| {
            a == answer.a.areas[pair.a as usize].code.as_str()
                && b == answer.b.areas[pair.b as usize].code.as_str()
        });
        agree(&format!("{a} in {b}"), pair.map_or(0.0, |pair| pair.overlap), &entry[2]);
    }
}

#[track_caller]
fn area_agrees(answer: &Comparison, (code, scores): (&str, &AreaScores), row: &Value) {
    assert_eq!(row["code"], code);
    let partner = |at: u32| answer.b.areas[at as usize].code.as_str();
    let best = scores.best_fit.as_ref().unwrap();
    assert_eq!(row["best_fit"], partner(best.best.index), "{code}");
    agree(code, best.best.share, &row["best_share"]);
    if let Some(runner_up) = &best.runner_up {
        assert_eq!(row["runner_up"], partner(runner_up.index), "{code}");
        agree(code, runner_up.share, &row["runner_up_share"]);
    }
    agree(code, scores.total, &row["total"]);
    agree(code, scores.outside_best_fit, &row["outside_best_fit"]);
    assert_eq!(row["crosses"], scores.crosses, "{code}");
    let mut room: Vec<&str> = scores.in_the_room.iter().map(|&at| partner(at)).collect();
    room.sort_unstable();
    assert_eq!(row["in_the_room"], Value::from(room), "{code}");
}

#[test]
fn people_of_blocks_that_wards_and_districts_both_cut_are_not_multiplied() {
    let Some(sussex) = sussex() else { return };
    // The worked figures spread people over ground alone, so here there must be no postcodes.
    let atlas = without_postcodes(sussex);
    let question = Question {
        a: "wards".parse().unwrap(),
        b: "districts".parse().unwrap(),
        weight: Some("residents@lsoa21".parse().unwrap()),
        within: None,
        on: date(2026, 3, 31),
        thresholds: Thresholds::default(),
    };
    let answer = compare(&atlas.view(patchwork::atlas::Viewer::SignedIn), &question).unwrap();
    let figures = figures("wards_districts_residents");
    let summary = &answer.scores.summary;
    for (key, found) in [
        ("matrix_total", summary.common),
        ("dominant_share_b", summary.dominant_share_b.unwrap()),
        ("across_b", summary.across_b),
        ("homogeneity", summary.homogeneity.unwrap()),
        ("v_measure", summary.v_measure.unwrap()),
        ("vi_bits", summary.vi_bits.unwrap()),
    ] {
        agree(key, found, &figures[key]);
    }
    // Multiplied as if independent, 1,581 would live across a line between districts that no ward crosses.
    assert!(summary.across_a < 1e-3, "{} live across a line", summary.across_a);
    let people = answer.people.unwrap();
    agree("residents", people.total, &figures["residents"]);
    // A small difference of two large sums.
    let on_no_ward = people.placed - summary.common;
    assert!((on_no_ward - figures["unplaced"].as_f64().unwrap()).abs() < 1e-3, "{on_no_ward} on no ward");
}

fn without_postcodes(sussex: &Imported) -> patchwork::atlas::Atlas {
    use patchwork::{
        atlas::{Atlas, LayerAtlas, Place},
        store::{Store, sqlite::GeoPackage},
    };
    let store = GeoPackage::open(&sussex.store()).unwrap();
    let layers = ["wards", "districts", "lsoa21"].map(|id| {
        let contents = store.read_layer(&id.parse().unwrap()).unwrap();
        std::sync::Arc::new(LayerAtlas::new(contents))
    });
    let names = store.table_stamps().unwrap().into_iter().map(|(name, _)| name);
    let residents = names.filter(|name| name.key == "residents@lsoa21");
    let tables = residents.map(|name| store.read_table(&name).unwrap().unwrap()).collect();
    Atlas::new(layers.to_vec(), Place::default()).with_tables(tables, &Atlas::default())
}
