//! Every list of assets of the pack, with what is read, placed and refused.

use std::{collections::BTreeMap, fs, path::Path, sync::OnceLock};

use jiff::civil::{Date, date};
use patchwork::{
    asset::{Asset, Status},
    atlas::{Atlas, Viewer},
    geometry::to_grid,
    import::{
        Report, TableRequest,
        assets::{self, AssetsImport, AssetsReport},
        place,
        postcodes::{self, PostcodesImport},
    },
    store::{read_atlas, sqlite::GeoPackage},
};
use rstest::rstest;
use tempfile::TempDir;

use crate::place::pack;

const DAY: Date = date(2026, 6, 1);

/// The postcodes and assets of a place file, without its boundaries: in a store of their own.
struct Lists {
    _folder: TempDir,
    reports: BTreeMap<String, AssetsReport>,
    atlas: Atlas,
}

fn lists(place: &str, pack: &Path) -> Lists {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("boundaries/{place}.toml"));
    let mut table: toml::Table = fs::read_to_string(file).unwrap().parse().unwrap();
    table.retain(|key, _| ["title", "note", "extent", "postcodes", "assets"].contains(&key));
    let folder = tempfile::tempdir().unwrap();
    let short = folder.path().join("place.toml");
    fs::write(&short, table.to_string()).unwrap();
    let store = GeoPackage::create_or_open(&folder.path().join("place.gpkg")).unwrap();
    let mut reports = BTreeMap::new();
    let failures = place::run(&store, &short, pack, false, |result| {
        let report: &Report = result.as_ref().unwrap_or_else(|error| panic!("{error}"));
        if let Some(assets) = &report.assets {
            reports.insert(assets.list.clone(), assets.clone());
        }
    });
    assert_eq!(failures.unwrap(), 0);
    let atlas = read_atlas(&store, &Atlas::default()).unwrap();
    Lists { _folder: folder, reports, atlas }
}

fn sussex() -> Option<&'static Lists> {
    static SUSSEX: OnceLock<Lists> = OnceLock::new();
    let pack = pack()?;
    Some(SUSSEX.get_or_init(|| lists("sussex", &pack)))
}

#[test]
fn the_open_pharmacies_of_sussex_are_those_that_were_chosen_elsewhere() {
    let (Some(lists), Some(pack)) = (sussex(), pack()) else { return };
    let view = lists.atlas.view(Viewer::Public);
    let all = view.assets(DAY);
    let of_sussex =
        |asset: &Asset| asset.commissioner.as_deref() == Some("QNX") && asset.status == Status::Open;
    let ours: BTreeMap<String, &Asset> = all
        .iter()
        .filter(|seen| seen.list.id.as_str() == "pharmacies-england" && of_sussex(&seen.asset))
        .map(|seen| (seen.asset.source_id.clone().unwrap(), &seen.asset))
        .collect();
    let text = fs::read_to_string(pack.join("assets/sussex/sussex_pharmacies_2025.geojson")).unwrap();
    let theirs: serde_json::Value = serde_json::from_str(&text).unwrap();
    let theirs = theirs["features"].as_array().unwrap();
    assert_eq!((ours.len(), theirs.len()), (294, 294));
    let mut farthest: f64 = 0.0;
    for feature in theirs {
        let said = |key: &str| feature["properties"][key].as_str().unwrap_or_default();
        let asset = ours.get(said("ods_code")).unwrap_or_else(|| panic!("{} is missing", said("ods_code")));
        assert_eq!((asset.name.as_str(), asset.postcode.unwrap().as_str()), (said("name"), said("postcode")));
        let number = |key: &str| feature["properties"][key].as_f64().unwrap();
        let at = geo_types::Coord { x: number("easting"), y: number("northing") };
        farthest = farthest.max(asset.site.as_ref().unwrap().distance_m(at));
    }
    eprintln!("294 pharmacies, the farthest {farthest} m from where the other software put it");
    // Two registers of postcodes of different years.
    assert!(farthest < 250.0, "{farthest}");
}

#[rstest]
#[case("libraries-sussex", 83, 83, 4)]
#[case("pharmacies-england", 20_932, 1_097, 9_558)]
#[case("practices-england", 14_963, 433, 1_666)]
#[case("hospitals", 1_061, 1_061, 0)]
#[case("food-west-sussex", 757, 757, 0)]
#[case("open-names-sussex", 475, 205, 0)]
#[case("pubs-horsham", 38, 38, 0)]
fn a_list_of_sussex_is_read_whole(
    #[case] list: &str,
    #[case] read: usize,
    #[case] placed: usize,
    #[case] closed: usize,
) {
    let Some(lists) = sussex() else { return };
    let report = &lists.reports[list];
    assert_eq!((report.read, report.placed(), report.closed), (read, placed, closed));
    assert_eq!(report.refused, []);
    let unplaced: usize = report.unplaced.iter().map(|one| one.assets).sum();
    assert_eq!(report.read, report.placed() + unplaced + report.left_out);
}

#[test]
fn the_twenty_two_themes_of_trafford_are_imported_and_all_have_a_place() {
    let Some(pack) = pack() else { return };
    let lists = lists("trafford", &pack);
    assert_eq!(lists.reports.len(), 22);
    let counts: Vec<(usize, usize)> = lists.reports.values().map(|one| (one.read, one.placed())).collect();
    assert!(counts.iter().all(|(read, placed)| read == placed), "{counts:?}");
    assert_eq!(counts.iter().map(|(read, _)| read).sum::<usize>(), 1_468);
    let ground: usize = lists.reports.values().map(|one| one.grounds).sum();
    assert_eq!(ground, 654);
    let kinds: std::collections::BTreeSet<&str> =
        lists.reports.values().flat_map(|one| &one.kinds).map(|(kind, _)| kind.as_str()).collect();
    assert!(kinds.len() >= 20, "{kinds:?}");
}

#[test]
fn a_share_alike_list_says_so_and_the_others_do_not() {
    let Some(lists) = sussex() else { return };
    let view = lists.atlas.view(Viewer::Public);
    let assets = view.assets(DAY);
    let alike: Vec<&str> =
        assets.lists().filter(|list| list.share_alike).map(|list| list.id.as_str()).collect();
    assert_eq!(alike, ["pubs-horsham"]);
    for list in assets.lists() {
        assert!(list.release.provenance.attribution.is_some(), "{}", list.id);
    }
}

/// What is in no place file, or in England's, whose lists no postcodes are loaded for.
#[rstest]
#[case("assets/libraries_england_2023.csv.gz", "libraries", "", 3_487, 3_487, 0)]
#[case("assets/edispensary_2025.csv.gz", "edispensary", "", 20_932, 20_932, 0)]
#[case("health/epraccur_2022.csv.gz", "epraccur", "", 14_963, 14_963, 0)]
#[case("health/ePCN_2024-10.xlsx", "epcn", "", 1_366, 1_366, 0)]
#[case("health/ePCN_2024-10.xlsx", "epcn-practices", "", 7_705, 6_224, 0)]
#[case("health/epcn_2024-10_core_partner_details.csv.gz", "epcn-practices", "", 7_705, 6_224, 0)]
#[case("health/GP_location_data.csv", "", "gp-practice", 157, 157, 157)]
#[case("health/gp-reg-pat-prac-map_2022-01.csv.gz", "", "gp-practice", 6_527, 6_527, 0)]
#[case("assets/uk_hospitals_2022.geojson", "", "hospital", 1_061, 1_061, 1_061)]
#[case("assets/trafford/trafford_food_banks.csv", "", "food-bank", 7, 7, 0)]
#[case("assets/trafford/trafford_libraries.csv", "", "library", 13, 13, 13)]
#[case("assets/trafford/trafford_pharmacies.csv", "", "pharmacy", 57, 57, 0)]
#[case("assets/sussex/sussex_pharmacies_2025.geojson", "", "pharmacy", 294, 294, 294)]
#[case("assets/sussex/osm_overpass_pubs_horsham_2018.json", "", "", 38, 38, 38)]
#[case("assets/open_referral_uk/service_full.json", "", "", 1, 1, 0)]
#[case("assets/open_referral_uk/organization_full.json", "", "", 1, 1, 0)]
#[case("assets/open_referral_uk/service_at_location_full.json", "", "", 1, 1, 0)]
fn a_list_without_postcodes_beside_it_is_read_and_counted(
    #[case] file: &str,
    #[case] preset: &str,
    #[case] kind: &str,
    #[case] read: usize,
    #[case] taken: usize,
    #[case] placed: usize,
) {
    let Some(pack) = pack() else { return };
    let folder = tempfile::tempdir().unwrap();
    let store = GeoPackage::create_or_open(&folder.path().join("one.gpkg")).unwrap();
    let import = AssetsImport {
        request: TableRequest::default(),
        file: pack.join(file),
        preset: (!preset.is_empty()).then(|| preset.to_owned()),
        kind: (!kind.is_empty()).then(|| kind.parse().unwrap()),
        ..AssetsImport::default()
    };
    let report = assets::run(&store, &import).unwrap_or_else(|error| panic!("{error}"));
    let report = report.assets.unwrap();
    assert_eq!((report.read, report.assets, report.placed()), (read, taken, placed), "{report:?}");
    assert_eq!(report.refused, []);
}

#[test]
fn pharmacies_stand_in_sussex_where_their_postcodes_say() {
    let Some(lists) = sussex() else { return };
    let view = lists.atlas.view(Viewer::Public);
    let (x, y) = to_grid(-0.1384, 50.8225).unwrap();
    let brighton = geo_types::Coord { x, y };
    let near: Vec<(String, f64)> = view
        .assets(DAY)
        .nearest(brighton)
        .filter(|(seen, _)| seen.asset.kind.as_str() == "pharmacy" && seen.asset.status == Status::Open)
        .take(3)
        .map(|(seen, metres)| (seen.asset.name.clone(), metres))
        .collect();
    assert!(near.iter().all(|(_, metres)| *metres < 800.0), "{near:?}");
}

/// All postcodes of the pack together place the pharmacies that stand at one of them. There are 157,169; two have no place.
#[test]
fn every_postcode_of_the_pack_together_places_1_211_pharmacies() {
    let Some(pack) = pack() else { return };
    let folder = tempfile::tempdir().unwrap();
    let store = GeoPackage::create_or_open(&folder.path().join("all.gpkg")).unwrap();
    let code_point = ["bn", "po", "rh", "tn"].map(|area| format!("codepoint_open_2025_{area}.csv.gz"));
    let registers: [(&str, Vec<String>); 5] = [
        ("2025", code_point.to_vec()),
        ("2014", vec!["codepoint_open_2014_bn.csv.gz".to_owned()]),
        ("2026", vec!["onspd_2026_sussex_and_fringe.csv.gz".to_owned()]),
        ("trafford", vec!["trafford_postcodes.csv".to_owned()]),
        ("open-names", vec!["os_open_names_postcodes_sussex_partial.csv.gz".to_owned()]),
    ];
    for (edition, files) in registers {
        let request = TableRequest { edition: Some(edition.parse().unwrap()), ..TableRequest::default() };
        let files = files.iter().map(|file| pack.join("postcodes").join(file)).collect();
        postcodes::run(&store, &PostcodesImport { request, files, map: vec![], register: None }).unwrap();
    }
    let atlas = read_atlas(&store, &Atlas::default()).unwrap();
    assert_eq!(atlas.view(Viewer::Public).postcodes().points().len(), 157_169 - 2);
    let import = AssetsImport {
        file: pack.join("assets/edispensary_2025.csv.gz"),
        preset: Some("edispensary".to_owned()),
        ..AssetsImport::default()
    };
    let report = assets::run(&store, &import).unwrap().assets.unwrap();
    assert_eq!((report.read, report.by_postcode), (20_932, 1_211));
    assert_eq!(report.unplaced.iter().map(|one| one.assets).sum::<usize>(), 20_932 - 1_211);
}
