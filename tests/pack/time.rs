//! Boundaries over time: the reorganisations of 2023, as the pack's tables and drawings have them, and figures carried from one census to
//! the next.

use std::{fs, sync::OnceLock};

use jiff::civil::date;
use patchwork::{
    atlas::{TableContent, TableKind},
    boundary::lineage::Change,
    compare::{Question, WeightRef, compare},
    coterminosity::{Relation, Thresholds},
    import::{
        TableRequest,
        carry::{self, CarryImport},
    },
    store::{Store, sqlite::GeoPackage},
};

use crate::place::{Imported, england, import, pack, sussex};

/// Districts of 2022 until the eve of the reorganisation, those of 2025 from that day on, and the new councils joined from the old districts.
fn in_2023() -> Option<&'static Imported> {
    static STORE: OnceLock<Imported> = OnceLock::new();
    let pack = pack()?;
    Some(STORE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let place = "title = \"The reorganisations of 2023\"\n\
            [[layer]]\nid = \"districts\"\nedition = \"2022\"\nfrom = \"2022-04-01\"\nuntil = \"2023-04-01\"\n\
            files = [\"boundaries/national/ew_la2022.topojson\"]\ncode = \"areacd\"\nname = \"areanm\"\n\
            [[layer]]\nid = \"districts\"\nedition = \"2025\"\nfrom = \"2023-04-01\"\n\
            files = [\"boundaries/national/england_lad25_from_wards.fgb\"]\ncode = \"LAD25CD\"\nname = \"LAD25NM\"\n\
            [[dissolve]]\nid = \"joined\"\nedition = \"2023\"\nof = \"districts@2022\"\nlookup = \"lgr/lgr_completed_2022_to_2023.csv\"\n\
            member = \"ltla22_code\"\ncode = \"ltla23_code\"\nname = \"ltla23_name\"\nfrom = \"2022-04-01\"\n\
            [[lineage]]\nfile = \"lgr/lgr_completed_2022_to_2023.csv\"\nlayer = \"districts\"\nold = \"ltla22_code\"\nnew = \"ltla23_code\"\n\
            old_name = \"ltla22_name\"\nnew_name = \"ltla23_name\"\ndate = \"2023-04-01\"\n";
        let file = folder.path().join("2023.toml");
        fs::write(&file, place).unwrap();
        import(&file, &pack, folder)
    }))
}

#[test]
fn the_new_councils_of_2023_are_the_districts_that_they_were_joined_from() {
    let Some(england) = in_2023() else { return };
    let question = Question {
        a: "joined".parse().unwrap(),
        b: "districts@2025".parse().unwrap(),
        weight: Some(WeightRef::Area),
        within: None,
        on: date(2023, 4, 1),
        thresholds: Thresholds::default(),
    };
    let answer = compare(&england.view(), &question).unwrap();
    let mut lowest = 1.0_f64;
    let same: Vec<&str> = answer
        .pairs
        .iter()
        .filter(|pair| pair.relation == Some(Relation::Same))
        .map(|pair| {
            lowest = lowest.min(pair.share_of_a).min(pair.share_of_b);
            let (a, b) = (&answer.a.areas[pair.a as usize], &answer.b.areas[pair.b as usize]);
            assert_eq!(a.code, b.code);
            a.name.as_str()
        })
        .collect();
    assert_eq!(same, ["Cumberland", "Westmorland and Furness", "North Yorkshire", "Somerset"]);
    assert!((0.9895..0.995).contains(&lowest), "{lowest}");
}

#[test]
fn somerset_is_in_the_old_district_on_the_eve_and_in_the_new_council_on_the_day() {
    let Some(england) = in_2023() else { return };
    let wells = |on| england.at("districts", -2.646, 51.209, on).map(|area| area.version.name.clone());
    assert_eq!(wells(date(2023, 3, 31)).as_deref(), Some("Mendip"));
    assert_eq!(wells(date(2023, 4, 1)).as_deref(), Some("Somerset"));
}

#[test]
fn a_district_that_ended_is_followed_to_what_came_after_it() {
    let Some(england) = in_2023() else { return };
    let view = england.view();
    let districts = view.layers().find(|layer| layer.layer().id.as_str() == "districts").unwrap();
    let mendip = view.history(districts, "E07000187");
    let after: Vec<_> =
        mendip.after.iter().map(|link| (link.code.as_str(), link.change, link.inferred)).collect();
    assert_eq!(after, [("E06000066", Change::Merged, false)]);
    assert_eq!(mendip.after[0].day, Some(date(2023, 4, 1)));
    assert!(mendip.after[0].share.unwrap() > 0.98, "{:?}", mendip.after);
    let somerset = view.history(districts, "E06000066");
    assert_eq!(somerset.before.len(), 4, "{:?}", somerset.before);
    assert_eq!(
        view.successors_in_words(&"districts".parse().unwrap(), "E07000187").as_deref(),
        Some("it became Somerset (E06000066) on 2023-04-01")
    );
}

#[test]
fn patients_by_small_areas_of_2011_are_told_by_those_of_2021_and_none_is_lost() {
    let Some(sussex) = sussex() else { return };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carried.gpkg");
    GeoPackage::open(&sussex.store()).unwrap().backup(&path).unwrap();
    let store = GeoPackage::open(&path).unwrap();
    let request = CarryImport {
        request: TableRequest::default(),
        weight: "patients".parse().unwrap(),
        from: "lsoa11".parse().unwrap(),
        to: "lsoa21".parse().unwrap(),
        carried_as: None,
    };
    let before: f64 = sussex.view().memberships().map(|lists| lists.total()).sum();
    let reports = carry::run(&store, &request).unwrap();
    assert_eq!(reports.len(), 1);
    let carried = store
        .table_stamps()
        .unwrap()
        .into_iter()
        .filter(|(name, _)| name.kind == TableKind::Membership)
        .find_map(|(name, _)| store.read_table(&name).unwrap())
        .unwrap();
    let TableContent::Membership(lists) = &carried.content else { panic!("{:?}", carried.name) };
    assert!((lists.total() - before).abs() < 0.5, "{} carried of {before}", lists.total());
    assert_eq!(lists.blocks.layer.as_str(), "lsoa21");
    assert!(lists.rows.iter().all(|row| row.value.fract() == 0.0));
}

/// The lookups of 2023 and 2024 know Barnsley and Sheffield by the codes that they had until 2025.
#[test]
fn districts_that_were_recoded_are_in_what_is_joined_from_them() {
    let Some(england) = england() else { return };
    let at = |layer, lon, lat| {
        england.at(layer, lon, lat, date(2026, 11, 1)).map(|area| area.version.name.clone())
    };
    for (layer, edition, areas) in
        [("police", "2024", 39), ("fire", "2024", 44), ("combined-authorities", "2023", 10)]
    {
        let report = england.report(layer, edition);
        assert_eq!(report.areas, areas, "{layer}");
        let recoded = "2 areas are in it under another code, by what is known of their lineage \
            (E08000038 (E08000016 in the table), E08000039 (E08000019 in the table)).";
        assert!(report.remarks.iter().any(|remark| remark == recoded), "{:?}", report.remarks);
        // Barnsley, Doncaster, Rotherham, Sheffield.
        for (lon, lat) in [(-1.48, 53.553), (-1.13, 53.523), (-1.357, 53.43), (-1.47, 53.381)] {
            assert_eq!(at(layer, lon, lat).as_deref(), Some("South Yorkshire"), "{layer} {lon} {lat}");
        }
    }
}
