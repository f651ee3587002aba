//! What every store keeps, whatever it is made of; and what the GeoPackage keeps besides.

use std::collections::HashSet;

use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use jiff::civil::{Date, date};
use patchwork::{
    atlas::{LayerContents, Place},
    boundary::{AreaId, EditionId, Family, Layer, Note, Period, Provenance, Visibility, timeline::Conflict},
    geometry::{Bng, Region},
    store::{NewArea, NewEdition, Pruned, Store, StoreError, sqlite::GeoPackage},
};

#[path = "store/access.rs"]
mod access;
#[path = "store/assets.rs"]
mod assets;
#[path = "store/geopackage.rs"]
mod geopackage;
#[path = "store/pinned.rs"]
mod pinned;
#[path = "store/processes.rs"]
mod processes;
#[path = "store/tables.rs"]
mod tables;
#[path = "store/upgrade.rs"]
mod upgrade;

/// Opens the same store again each time, as another process would.
type Opens<'a> = &'a dyn Fn() -> Box<dyn Store>;

fn on_every_backend(check: impl Fn(Opens<'_>)) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a store.gpkg");
    check(&|| Box::new(GeoPackage::create_or_open(&path).unwrap()));
}

fn square(west: f64, south: f64, side: f64) -> Polygon<f64> {
    let corners = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side), (0.0, 0.0)];
    let ring = corners.map(|(x, y)| Coord { x: west + x, y: south + y });
    Polygon::new(LineString(ring.to_vec()), vec![])
}

fn region(polygons: Vec<Polygon<f64>>) -> Region<Bng> {
    Region::new(&MultiPolygon(polygons)).unwrap().0
}

/// A kilometre square, the `n`th from the west.
fn area(code: &str, name: &str, n: u32) -> NewArea {
    let ground = region(vec![square(500_000.0 + 1_000.0 * f64::from(n), 200_000.0, 1_000.0)]);
    let code = (!code.is_empty()).then(|| code.to_owned());
    NewArea { code, name: name.to_owned(), inferred: false, region: ground }
}

fn edition(layer: &str, id: &str, from: Option<Date>, areas: Vec<NewArea>) -> NewEdition {
    NewEdition {
        layer: Layer::unnamed(layer.parse().unwrap(), Family::Council),
        id: id.parse().unwrap(),
        declared: Period::new(from, None).unwrap(),
        amends: None,
        provenance: Provenance::default(),
        fingerprint: format!("fingerprint of {id}"),
        areas,
        ends: vec![],
        notes: vec![],
        report: r#"{"areas":1}"#.to_owned(),
    }
}

fn two_wards(id: &str, from: Option<Date>) -> NewEdition {
    edition("wards", id, from, vec![area("X1", "Mill", 0), area("X2", "Quay", 1)])
}

fn wards(store: &dyn Store) -> LayerContents {
    store.read_layer(&"wards".parse().unwrap()).unwrap()
}

fn id(text: &str) -> AreaId {
    AreaId::from_store(text.to_owned())
}

/// Name, edition and last day plus one of every area version.
fn versions(contents: &LayerContents) -> Vec<(&str, &str, Option<Date>)> {
    contents
        .areas
        .iter()
        .map(|area| (area.name.as_str(), area.edition.as_str(), area.period.until()))
        .collect()
}

#[test]
fn what_is_written_is_read_back_the_same() {
    on_every_backend(|open| {
        let hole = square(500_400.25, 200_400.125, 99.001).exterior().clone();
        let with_hole = Polygon::new(square(500_000.0, 200_000.0, 1_000.0).exterior().clone(), vec![hole]);
        let mut new = two_wards("2024-05", Some(date(2024, 5, 2)));
        new.areas[0].region = region(vec![with_hole, square(510_000.0, 200_000.0, 0.5)]);
        new.areas[1].inferred = true;
        new.areas[1].code = None;
        new.layer.visibility = Visibility::SignedIn;
        new.layer.description = Some("Where a councillor is elected".to_owned());
        new.provenance = Provenance {
            source: Some("wards.geojson".to_owned()),
            publisher: Some("Nobody".to_owned()),
            licence: Some("OGL v3.0".to_owned()),
            attribution: Some("Invented for demonstration".to_owned()),
            extract_date: Some(date(2024, 6, 1)),
            resolution: Some("20 m generalised".to_owned()),
            clipped_to_coast: Some(true),
        };
        let written = open().put_edition(&new).unwrap();
        assert_eq!((written.revision, written.consequences), (0, vec![]));

        let read = wards(&*open());
        assert_eq!(read.layer, new.layer);
        assert_eq!(open().read_settings(&new.layer.id).unwrap(), Some(new.layer));
        let [state] = &read.editions[..] else { panic!("{:?}", read.editions) };
        assert_eq!((state.period, state.edition.declared), (new.declared, new.declared));
        assert_eq!(state.edition.provenance, new.provenance);
        assert_eq!(state.edition.reference, written.reference);
        assert_eq!(read.areas.len(), 2);
        for (area, new) in read.areas.iter().zip(&new.areas) {
            assert_eq!(*area.region, new.region);
            assert_eq!((&area.code, &area.name, area.inferred), (&new.code, &new.name, new.inferred));
            assert_eq!(area.period, state.period);
        }
        let ids: Vec<&str> = read.areas.iter().map(|area| area.id.as_str()).collect();
        assert_eq!(ids, ["wards-mill", "wards-quay"]);
    });
}

#[test]
fn fingerprint_and_report_of_the_current_content_can_be_read() {
    on_every_backend(|open| {
        let store = open();
        let (layer, name) = ("wards".parse().unwrap(), "2024".parse().unwrap());
        assert_eq!(store.fingerprint(&layer, &name).unwrap(), None);
        store.put_edition(&two_wards("2024", None)).unwrap();
        let mut again = two_wards("2024", None);
        again.fingerprint = "another".to_owned();
        again.report = "{}".to_owned();
        store.put_edition(&again).unwrap();
        assert_eq!(open().fingerprint(&layer, &name).unwrap().as_deref(), Some("another"));
        assert_eq!(open().report(&layer, &name).unwrap().as_deref(), Some("{}"));
        assert_eq!(open().report(&layer, &"2025".parse::<EditionId>().unwrap()).unwrap(), None);
    });
}

#[test]
fn a_replaced_edition_becomes_a_revision_that_no_question_sees() {
    on_every_backend(|open| {
        let store = open();
        let first = store.put_edition(&two_wards("2024", None)).unwrap();
        let smaller = edition("wards", "2024", None, vec![area("X1", "Mill", 5)]);
        let second = store.put_edition(&smaller).unwrap();
        assert_eq!(second.revision, 1);
        assert_ne!(second.reference, first.reference);
        assert_eq!(
            second.consequences,
            [format!(
                "replaced the edition of the same name, which is kept as revision 0 ({})",
                first.reference
            )]
        );
        let read = wards(&*store);
        assert_eq!(read.editions.len(), 1);
        assert_eq!(read.editions[0].edition.revision, 1);
        assert_eq!(versions(&read), [("Mill", "2024", None)]);
        assert_eq!(*read.areas[0].region, smaller.areas[0].region);
    });
}

#[test]
fn equal_content_has_an_equal_reference_and_an_equal_stamp() {
    on_every_backend(|open| {
        let store = open();
        let first = store.put_edition(&two_wards("2024", None)).unwrap();
        let second = store.put_edition(&two_wards("2024", None)).unwrap();
        assert_eq!(first.reference, second.reference);
        let mut moved = two_wards("2024", None);
        moved.areas[1] = area("X2", "Quay", 2);
        assert_ne!(store.put_edition(&moved).unwrap().reference, first.reference);
    });
}

#[test]
fn pruning_removes_revisions_and_nothing_else() {
    on_every_backend(|open| {
        let store = open();
        store.put_edition(&two_wards("2024", None)).unwrap();
        store.put_edition(&two_wards("2024", None)).unwrap();
        store.put_edition(&two_wards("2024", None)).unwrap();
        let before = wards(&*store);
        assert_eq!(store.prune().unwrap(), Pruned { revisions: 2, areas: 4 });
        assert_eq!(store.prune().unwrap(), Pruned::default());
        let after = wards(&*store);
        assert_eq!(versions(&after), versions(&before));
        assert_eq!(after.stamp, before.stamp);
        assert_eq!(store.put_edition(&two_wards("2024", None)).unwrap().revision, 3);
    });
}

#[test]
fn a_later_edition_ends_the_one_before_it_and_says_so() {
    on_every_backend(|open| {
        let store = open();
        store.put_edition(&two_wards("2024", None)).unwrap();
        let written = store.put_edition(&two_wards("2025", Some(date(2025, 5, 1)))).unwrap();
        assert_eq!(written.consequences, ["edition 2024 now ends on 2025-05-01"]);
        let read = wards(&*open());
        let end = Some(date(2025, 5, 1));
        assert_eq!(
            versions(&read),
            [("Mill", "2024", end), ("Quay", "2024", end), ("Mill", "2025", None), ("Quay", "2025", None)]
        );
        assert_eq!(read.editions[0].period.until(), end);
        assert_eq!(read.editions[0].edition.declared.until(), None);
    });
}

#[test]
fn an_earlier_edition_that_comes_later_ends_itself() {
    on_every_backend(|open| {
        let store = open();
        store.put_edition(&two_wards("2025", Some(date(2025, 5, 1)))).unwrap();
        let written = store.put_edition(&two_wards("2024", None)).unwrap();
        assert_eq!(written.consequences, ["edition 2024 itself ends on 2025-05-01, when a later one starts"]);
        let editions: Vec<String> =
            wards(&*store).editions.iter().map(|state| state.edition.id.to_string()).collect();
        assert_eq!(editions, ["2024", "2025"]);
    });
}

fn amendment(ends: Vec<AreaId>, areas: Vec<NewArea>) -> NewEdition {
    let mut new = edition("wards", "2026", Some(date(2026, 4, 1)), areas);
    new.amends = Some("2024".parse().unwrap());
    new.ends = ends;
    new
}

#[test]
fn an_amendment_ends_the_areas_that_it_redraws_and_those_that_it_names() {
    on_every_backend(|open| {
        let store = open();
        let three = vec![area("X1", "Mill", 0), area("X2", "Quay", 1), area("X3", "Heath", 2)];
        store.put_edition(&edition("wards", "2024", None, three)).unwrap();
        let new = amendment(vec![id("wards-quay")], vec![area("X1", "Mill", 7)]);
        let written = store.put_edition(&new).unwrap();
        assert_eq!(written.consequences, ["edition 2026 ends 2 areas of 2024: Mill and Quay"]);
        let end = Some(date(2026, 4, 1));
        let read = wards(&*open());
        assert_eq!(
            versions(&read),
            [("Mill", "2024", end), ("Quay", "2024", end), ("Heath", "2024", None), ("Mill", "2026", None)]
        );
        assert_eq!(read.editions[0].period.until(), None);
        assert_eq!(read.editions[1].edition.amends, Some("2024".parse().unwrap()));

        let narrower = amendment(vec![], vec![area("X1", "Mill", 7)]);
        let written = store.put_edition(&narrower).unwrap();
        assert_eq!(written.consequences[1..], ["1 area of 2024 is no longer ended: Quay"]);
        assert_eq!(versions(&wards(&*open()))[1], ("Quay", "2024", None));
    });
}

#[test]
fn an_amended_edition_that_is_imported_again_stays_amended() {
    on_every_backend(|open| {
        let store = open();
        store.put_edition(&two_wards("2024", None)).unwrap();
        store.put_edition(&amendment(vec![], vec![area("X1", "Mill", 7)])).unwrap();
        store.put_edition(&two_wards("2024", None)).unwrap();
        let end = Some(date(2026, 4, 1));
        assert_eq!(versions(&wards(&*store))[..2], [("Mill", "2024", end), ("Quay", "2024", None)]);
    });
}

#[test]
fn a_note_is_attached_to_every_version_of_its_area_from_its_day_on() {
    on_every_backend(|open| {
        let store = open();
        store.put_edition(&two_wards("2024", None)).unwrap();
        let note =
            Note { from: Some(date(2026, 4, 1)), text: "changed 2026-04-01, not drawn here".to_owned() };
        let mut new = amendment(vec![], vec![area("X1", "Mill", 7)]);
        new.notes = vec![(id("wards-quay"), note.clone())];
        store.put_edition(&new).unwrap();
        let quay =
            |store: &dyn Store| wards(store).areas.into_iter().find(|area| area.name == "Quay").unwrap();
        assert_eq!(quay(&*open()).notes, std::slice::from_ref(&note));
        assert_eq!(quay(&*open()).note_on(date(2026, 3, 31)), None);
        assert_eq!(quay(&*open()).note_on(date(2026, 4, 1)), Some(note.text));

        new.notes.clear();
        store.put_edition(&new).unwrap();
        assert_eq!(quay(&*open()).notes, []);
    });
}

#[test]
fn an_area_keeps_its_id_whatever_becomes_of_its_name_and_ground() {
    on_every_backend(|open| {
        let store = open();
        store.put_edition(&two_wards("2024", None)).unwrap();
        let renamed = vec![area("X2", "Quay and Docks", 3), area("", "Mill", 0)];
        store.put_edition(&edition("wards", "2025", Some(date(2025, 5, 1)), renamed)).unwrap();
        let read = wards(&*open());
        let ids: Vec<&str> = read.areas[2..].iter().map(|area| area.id.as_str()).collect();
        assert_eq!(ids, ["wards-quay", "wards-mill-2"]);
        let known: HashSet<String> = open()
            .known_areas(&"wards".parse().unwrap())
            .unwrap()
            .into_iter()
            .map(|area| format!("{} {} {}", area.id, area.code.unwrap_or_default(), area.name))
            .collect();
        let expected = [
            "wards-mill X1 Mill",
            "wards-quay X2 Quay",
            "wards-quay X2 Quay and Docks",
            "wards-mill-2  Mill",
        ];
        assert_eq!(known, expected.map(str::to_owned).into());
        assert_eq!(open().known_areas(&"parishes".parse().unwrap()).unwrap(), []);
    });
}

#[test]
fn a_conflict_leaves_the_store_as_it_was() {
    on_every_backend(|open| {
        let store = open();
        store.put_edition(&two_wards("2024", Some(date(2024, 5, 2)))).unwrap();
        let (stamps, before) = (store.stamps().unwrap(), wards(&*store));

        let mut same_start = two_wards("again", Some(date(2024, 5, 2)));
        same_start.layer.title = "Changed".to_owned();
        let error = store.put_edition(&same_start).unwrap_err();
        assert!(
            matches!(&error, StoreError::Conflict { conflict: Conflict::SameStart { .. }, .. }),
            "{error}"
        );

        let mut orphan = amendment(vec![], vec![area("X9", "New", 9)]);
        orphan.amends = Some("1999".parse().unwrap());
        let error = store.put_edition(&orphan).unwrap_err();
        assert!(error.to_string().contains("which the layer does not have; it has 2024"), "{error}");

        store.put_edition(&two_wards("2025", Some(date(2025, 5, 1)))).unwrap();
        let late = amendment(vec![], vec![area("X1", "Mill", 7)]);
        let error = store.put_edition(&late).unwrap_err();
        assert!(matches!(&error, StoreError::Conflict { conflict: Conflict::NoDayLeft(_), .. }), "{error}");

        assert_ne!(store.stamps().unwrap(), stamps);
        assert_eq!(versions(&wards(&*store)).len(), 4);
        assert_eq!(wards(&*store).layer, before.layer);
        assert_eq!(store.known_areas(&"wards".parse().unwrap()).unwrap().len(), 2);
    });
}

#[test]
fn a_stamp_changes_with_its_layer_and_with_no_other() {
    on_every_backend(|open| {
        let store = open();
        let stamp = |name: &str| {
            let stamps = open().stamps().unwrap();
            stamps.into_iter().find(|(layer, _)| layer.as_str() == name).unwrap().1
        };
        store.put_edition(&two_wards("2024", None)).unwrap();
        store.put_edition(&edition("icbs", "2024", None, vec![area("Q1", "Downs", 0)])).unwrap();
        let (icbs, mut seen) = (stamp("icbs"), HashSet::from([stamp("wards")]));
        assert_eq!(wards(&*store).stamp, stamp("wards"));

        let mut changed = |new: &NewEdition, what: &str| {
            store.put_edition(new).unwrap();
            assert!(seen.insert(stamp("wards")), "{what}");
            assert_eq!(wards(&*open()).stamp, stamp("wards"));
            assert_eq!(stamp("icbs"), icbs, "{what}");
        };
        let mut new = two_wards("2024", None);
        new.layer.visibility = Visibility::SignedIn;
        changed(&new, "visibility");
        new.provenance.attribution = Some("Somebody".to_owned());
        changed(&new, "attribution");
        new.notes.push((id("wards-mill"), Note { from: None, text: "Flooded".to_owned() }));
        changed(&new, "a note");
        new.areas[0].name = "Mills".to_owned();
        changed(&new, "a name");
        changed(&two_wards("2025", Some(date(2025, 5, 1))), "another edition");
    });
}

#[test]
fn a_commit_of_another_connection_changes_the_token_and_so_does_ones_own() {
    on_every_backend(|open| {
        let (here, elsewhere) = (open(), open());
        let first = here.change_token().unwrap();
        assert_eq!(here.change_token().unwrap(), first);
        elsewhere.put_edition(&two_wards("2024", None)).unwrap();
        let second = here.change_token().unwrap();
        assert_ne!(second, first);
        assert_eq!(wards(&*here).areas.len(), 2);
        assert_eq!(here.change_token().unwrap(), second);
        here.set_place(&Place { title: Some("Sussex".to_owned()), ..Place::default() }).unwrap();
        assert_ne!(here.change_token().unwrap(), second);
    });
}

#[test]
fn the_place_is_what_was_last_said_of_it() {
    on_every_backend(|open| {
        assert_eq!(open().place().unwrap(), Place::default());
        let title = Some("Sussex".to_owned());
        let place = Place { title, note: Some("Invented".to_owned()), extent: Some([-1.0, 50.7, 0.9, 51.2]) };
        open().set_place(&place).unwrap();
        assert_eq!(open().place().unwrap(), place);
        let barer = Place { note: None, extent: None, ..place };
        open().set_place(&barer).unwrap();
        assert_eq!(open().place().unwrap(), barer);
    });
}

#[test]
fn a_layer_that_is_not_there_is_an_error_that_names_it() {
    on_every_backend(|open| {
        let error = open().read_layer(&"parishes".parse().unwrap()).unwrap_err();
        assert!(error.to_string().contains("parishes"), "{error}");
        assert_eq!(open().read_settings(&"parishes".parse().unwrap()).unwrap(), None);
        assert_eq!(open().stamps().unwrap(), []);
    });
}

#[test]
fn a_layer_may_have_a_name_that_sql_would_stumble_over() {
    on_every_backend(|open| {
        let new = edition("select-order", "2024", None, vec![area("X1", "Robert'); drop table x;--", 0)]);
        open().put_edition(&new).unwrap();
        open().put_edition(&new).unwrap();
        let read = open().read_layer(&"select-order".parse().unwrap()).unwrap();
        assert_eq!(read.areas[0].name, new.areas[0].name);
    });
}

#[test]
fn several_threads_ask_and_write_at_once() {
    on_every_backend(|open| {
        let store = open();
        store.put_edition(&two_wards("2024", None)).unwrap();
        std::thread::scope(|scope| {
            for n in 0..4 {
                let store = &store;
                scope.spawn(move || {
                    for _ in 0..10 {
                        let found = wards(&**store).areas.len();
                        assert!(found == 2 || found == 3, "{found}");
                        let areas = (0..2 + n % 2).map(|n| area(&format!("X{n}"), &format!("Ward {n}"), n));
                        store.put_edition(&edition("wards", "2024", None, areas.collect())).unwrap();
                    }
                });
            }
        });
        assert_eq!(wards(&*store).editions[0].edition.revision, 40);
    });
}

#[test]
fn a_backup_is_a_store_and_never_overwrites_a_file() {
    on_every_backend(|open| {
        let (store, folder) = (open(), tempfile::tempdir().unwrap());
        store.put_edition(&two_wards("2024", None)).unwrap();
        let copy = folder.path().join("copy.gpkg");
        store.backup(&copy).unwrap();
        store.put_edition(&two_wards("2025", Some(date(2025, 5, 1)))).unwrap();
        let copied = GeoPackage::open(&copy).unwrap();
        assert_eq!(versions(&wards(&copied)), [("Mill", "2024", None), ("Quay", "2024", None)]);
        drop(copied);

        let before = std::fs::read(&copy).unwrap();
        assert!(matches!(store.backup(&copy), Err(StoreError::Exists { .. })));
        assert_eq!(std::fs::read(&copy).unwrap(), before);
        let nowhere = folder.path().join("no such folder/copy.gpkg");
        assert!(matches!(store.backup(&nowhere), Err(StoreError::ReadOnly { .. })));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    });
}
