//! Reorganisations of councils, as the pack's tables propose them, against the pack's own drawing of the same.

use geo_types::Coord;
use jiff::civil::{Date, date};
use patchwork::{
    atlas::{LayerAtlas, ScenarioAtlas},
    boundary::{Period, Provenance},
    geometry::{shared_region, snap_coord, to_grid},
    import::{
        EditionRequest, LayerSettings,
        layer::{self, LayerImport},
    },
    scenario::{Confidence, Status},
    store::{Store, sqlite::GeoPackage},
};

use crate::place::{Imported, england, pack, sussex};

const OPTIONS: [&str; 11] = [
    "ESSEX-3",
    "HANTS-HCC4",
    "NORFOLK-1",
    "NORFOLK-3",
    "SUFFOLK-1",
    "SURREY-2",
    "SURREY-3",
    "SUSSEX-5",
    "SUSSEX-E2",
    "SUSSEX-W1",
    "SUSSEX-W2-B2",
];

fn scenario<'a>(imported: &'a Imported, id: &str) -> &'a ScenarioAtlas {
    imported.view().scenario(&id.parse().unwrap()).unwrap()
}

fn layer<'a>(imported: &'a Imported, id: &str) -> &'a LayerAtlas {
    scenario(imported, id).composed().layer.as_ref().unwrap()
}

/// The pack's own drawing of one proposal's councils.
fn drawn_in_the_pack(id: &str) -> LayerAtlas {
    let folder = tempfile::tempdir().unwrap();
    let store = GeoPackage::create_or_open(&folder.path().join("truth.gpkg")).unwrap();
    let import = LayerImport {
        edition: EditionRequest {
            layer: "truth".parse().unwrap(),
            edition: "1".parse().unwrap(),
            period: Period::ALWAYS,
            amends: None,
            provenance: Provenance::default(),
            settings: LayerSettings::default(),
            dry_run: false,
        },
        files: vec![pack().unwrap().join("lgr/lgr_proposed_unitaries.geojson")],
        code: None,
        name: Some("new_unitary".to_owned()),
        crs: None,
        table: None,
        only: Some(("proposal_id".to_owned(), vec![id.to_owned()])),
    };
    layer::run(&store, &import).unwrap();
    LayerAtlas::new(store.read_layer(&"truth".parse().unwrap()).unwrap())
}

#[test]
fn all_eleven_options_are_imported_with_their_status_and_vesting_day() {
    let Some(england) = england() else { return };
    let ids: Vec<&str> = england.view().scenarios().map(|one| one.scenario().id.as_str()).collect();
    assert!(OPTIONS.iter().all(|id| ids.contains(id)), "{ids:?}");
    let said = |id: &str| {
        let one = scenario(england, id).scenario();
        (one.status, one.vesting.map(|vesting| (vesting.day, vesting.expected)))
    };
    assert_eq!(said("SURREY-2"), (Status::Decided, Some((date(2027, 4, 1), false))));
    assert_eq!(said("SURREY-3"), (Status::Rejected, None));
    assert_eq!(said("SUSSEX-5"), (Status::Consulted, Some((date(2028, 4, 1), true))));
    assert_eq!(said("ESSEX-3"), (Status::Submitted, Some((date(2028, 4, 1), true))));
    let text = scenario(england, "SURREY-2").scenario().status_text.as_deref();
    assert_eq!(text, Some("decided by government (announced 28 October 2025)"));
}

#[test]
fn the_24_councils_of_the_ten_that_can_be_drawn_are_the_packs() {
    let Some(england) = england() else { return };
    let mut compared = 0;
    for id in OPTIONS.into_iter().filter(|id| *id != "NORFOLK-3") {
        let (ours, theirs) = (layer(england, id), drawn_in_the_pack(id));
        assert_eq!(ours.areas().len(), theirs.areas().len(), "{id}");
        for area in theirs.areas() {
            let name = &area.version.name;
            let own = ours.areas().iter().find(|own| own.version.name == *name).unwrap();
            let (a, b) = (&own.version.region, &area.version.region);
            let shared = shared_region(a, b).map_or(0.0, |region| region.area().0);
            let iou = shared / (a.area().0 + b.area().0 - shared);
            assert!(iou >= 0.999, "{id} {name}: {iou}");
            // Joined without internal borders or slivers: no more rings than the pack's.
            let rings = |shape: &geo_types::MultiPolygon<f64>| {
                shape.iter().map(|polygon| 1 + polygon.interiors().len()).sum::<usize>()
            };
            assert!(rings(a.shape()) <= rings(b.shape()), "{id} {name}");
            compared += 1;
        }
    }
    assert_eq!(compared, 24);
}

#[test]
fn three_councils_for_norfolk_are_kept_and_not_drawn() {
    let Some(england) = england() else { return };
    let one = scenario(england, "NORFOLK-3");
    let reason = one.composed().layer.as_ref().unwrap_err().to_string();
    assert!(reason.contains("parts that no layer draws") && reason.contains("Broadland"), "{reason}");
    assert_eq!(one.scenario().not_drawn.len(), 5);
    assert_eq!(one.scenario().assignment.components.len(), 5);
    let report = england.reports.iter().find_map(|report| report.scenarios.as_ref()).unwrap();
    let said = report.scenarios.iter().find(|one| one.id == "NORFOLK-3").unwrap();
    assert!(said.undrawable.is_some());
}

#[test]
fn the_two_wards_of_newhaven_are_left_out_and_said_to_be() {
    let Some(sussex) = sussex() else { return };
    let report = sussex.reports.iter().find_map(|report| report.scenarios.as_ref()).unwrap();
    let five = report.scenarios.iter().find(|one| one.id == "SUSSEX-5").unwrap();
    assert_eq!(five.left_out, ["Newhaven North (E05011590)", "Newhaven South (E05011591)"]);
    assert_eq!((five.areas, five.inferred), (5, 60));
    assert_eq!(five.not_drawn.len(), 1);
    let one = scenario(sussex, "SUSSEX-5").scenario();
    let by_name = one.assignment.components.iter().filter(|one| one.code == "E05011585");
    assert!(by_name.into_iter().all(|one| one.confidence == Confidence::Inferred));
    // Wards and districts of two files are joined without a sliver between them.
    let layer = layer(sussex, "SUSSEX-5");
    let ground: f64 = layer.areas().iter().map(|area| area.version.region.area().0).sum();
    let districts = sussex.view().layer(&"districts".parse().unwrap(), date(2026, 1, 1)).unwrap();
    let all: f64 = districts.areas().map(|area| area.version.region.area().0).sum();
    let wards = sussex.view().layer(&"wards".parse().unwrap(), date(2026, 1, 1)).unwrap();
    let newhaven: f64 =
        ["E05011590", "E05011591"].map(|code| wards.area(code).unwrap().version.region.area().0).iter().sum();
    assert!((ground + newhaven - all).abs() < 1_000.0, "{ground} + {newhaven} for {all}");
}

#[test]
fn options_for_two_counties_are_one_for_all_sussex() {
    let Some(sussex) = sussex() else { return };
    let names =
        |id| layer(sussex, id).areas().iter().map(|area| area.version.name.clone()).collect::<Vec<_>>();
    assert_eq!(names("SUSSEX-W1-E2"), ["West Sussex", "East Sussex", "Brighton and Hove"]);
    assert_eq!(names("SUSSEX-W2-B2-E2").len(), 4);
}

/// What holds a place on a day: new councils, other areas of England's districts, and those that were replaced.
fn held(england: &Imported, lon: f64, lat: f64, on: Date) -> (Vec<String>, Vec<String>, Vec<String>) {
    let (x, y) = to_grid(lon, lat).unwrap();
    let located = england.view().locate(snap_coord(Coord { x, y }), on, None);
    let planned = located.planned.iter().map(|one| one.area.area.version.name.clone());
    let districts = located.within.iter().filter(|found| found.layer.layer().id.as_str() == "districts");
    let replaced = located.replaced.iter().map(|one| one.found.area.version.name.clone());
    (planned.collect(), districts.map(|found| found.area.version.name.clone()).collect(), replaced.collect())
}

#[test]
fn surrey_has_two_councils_from_vesting_day_and_its_districts_until_then() {
    let Some(england) = england() else { return };
    let (eve, day) = (date(2027, 3, 31), date(2027, 4, 1));
    // Longitude and latitude of a place in each district.
    let places = [
        ("Elmbridge", "East Surrey", -0.3650, 51.3690),
        ("Epsom and Ewell", "East Surrey", -0.2674, 51.3330),
        ("Mole Valley", "East Surrey", -0.3300, 51.2320),
        ("Reigate and Banstead", "East Surrey", -0.2060, 51.2370),
        ("Tandridge", "East Surrey", -0.0020, 51.2570),
        ("Guildford", "West Surrey", -0.5704, 51.2362),
        ("Runnymede", "West Surrey", -0.5410, 51.3870),
        ("Spelthorne", "West Surrey", -0.5110, 51.4340),
        ("Surrey Heath", "West Surrey", -0.7410, 51.3370),
        ("Waverley", "West Surrey", -0.7990, 51.2150),
        ("Woking", "West Surrey", -0.5590, 51.3190),
    ];
    let none = Vec::<String>::new();
    for (district, council, lon, lat) in places {
        let one = |name: &str| vec![name.to_owned()];
        assert_eq!(held(england, lon, lat, eve), (none.clone(), one(district), none.clone()), "{district}");
        assert_eq!(held(england, lon, lat, day), (one(council), none.clone(), one(district)), "{district}");
    }
    // Crawley is in Sussex, of which nothing is decided.
    assert_eq!(held(england, -0.187, 51.113, date(2030, 1, 1)).0, none);
    let located = {
        let (x, y) = to_grid(-0.5704, 51.2362).unwrap();
        england.view().locate(snap_coord(Coord { x, y }), day, None)
    };
    assert_eq!(
        located.replaced[0].in_words(),
        "replaced on 2027-04-01 by West Surrey (Two unitaries, decided)"
    );
}
