//! Tables of people, classes and postcodes.

use patchwork::{
    asset::{Ending, ListedPostcode, RegisterKind},
    atlas::{Atlas, TableContent, TableContents, TableName, Viewer},
    people::MembershipRow,
    store::{NewContent, NewOrganisation, NewTable, read_atlas},
};

use super::*;

fn table(edition: &str, from: Option<Date>, content: NewContent) -> NewTable {
    NewTable {
        edition: edition.parse().unwrap(),
        declared: Period::new(from, None).unwrap(),
        provenance: Provenance {
            attribution: Some("Invented for demonstration".to_owned()),
            ..Provenance::default()
        },
        fingerprint: format!("fingerprint of {edition}"),
        report: r#"{"table":1}"#.to_owned(),
        content,
    }
}

fn residents(edition: &str, from: Option<Date>, values: &[(&str, f64)]) -> NewTable {
    let values = values.iter().map(|(block, people)| ((*block).to_owned(), *people)).collect();
    let content = NewContent::Population {
        weight: "residents".parse().unwrap(),
        blocks: "blocks".parse().unwrap(),
        values,
    };
    table(edition, from, content)
}

fn lists(edition: &str, from: Option<Date>, name: &str) -> NewTable {
    let organisation = |code: &str, name: &str, stated_total| NewOrganisation {
        code: code.to_owned(),
        name: name.to_owned(),
        stated_total,
    };
    let row =
        |organisation, block: &str, value| MembershipRow { organisation, block: block.to_owned(), value };
    let content = NewContent::Membership {
        layer: Layer::unnamed("pcns".parse().unwrap(), Family::Nhs),
        weight: "patients".parse().unwrap(),
        blocks: "blocks@2021".parse().unwrap(),
        scope: Some("practices of Nowhere".to_owned()),
        organisations: vec![organisation("P1", name, Some(20.5)), organisation("P2", "Quay PCN", None)],
        rows: vec![row(0, "B1", 12.25), row(0, "W01000001", 3.0), row(1, "B1", 0.1)],
    };
    table(edition, from, content)
}

fn postcodes() -> NewTable {
    let listed = |postcode: &str, x, ending| ListedPostcode {
        postcode: postcode.parse().unwrap(),
        at: Coord { x, y: 200_000.125 },
        ending,
    };
    let postcodes = vec![
        listed("QX1 1AA", 500_000.0, Ending::Unsaid),
        listed("QX1 1AB", 500_001.0, Ending::InUse),
        listed("QX1 1AD", 500_002.0, Ending::Ended(None)),
        listed("QX1 1AE", 500_003.0, Ending::Ended(Some(date(2020, 3, 1)))),
    ];
    table("1", None, NewContent::Postcodes { register: RegisterKind::Directory, postcodes })
}

fn only(store: &dyn Store) -> TableContents {
    let stamps = store.table_stamps().unwrap();
    let [(name, stamp)] = &stamps[..] else { panic!("{stamps:?}") };
    let read = store.read_table(name).unwrap().unwrap();
    assert_eq!((&read.name, &read.stamp), (name, stamp));
    read
}

#[test]
fn people_are_read_back_as_they_came() {
    on_every_backend(|open| {
        let new = residents("2021", Some(date(2021, 3, 21)), &[("B1", 0.1), ("B2", 1_474.0)]);
        let written = open().put_table(&new).unwrap();
        let read = only(&*open());
        let TableContent::Population(people) = &read.content else { panic!("{read:?}") };
        assert_eq!(people.values, [("B1".to_owned(), 0.1), ("B2".to_owned(), 1_474.0)]);
        assert_eq!((people.weight.as_str(), people.blocks.to_string().as_str()), ("residents", "blocks"));
        assert_eq!((people.value("B2"), people.value("B3")), (Some(1_474.0), None));
        let release = &people.release;
        assert_eq!((release.revision, &release.reference), (0, &written.reference));
        assert_eq!((release.period, &release.provenance), (new.declared, &new.provenance));
        let record = open().table_record(&read.name).unwrap().unwrap();
        assert_eq!((record.fingerprint, record.report), (new.fingerprint, new.report));
    });
}

#[test]
fn lists_are_read_back_as_they_came() {
    on_every_backend(|open| {
        let new = lists("2023-10", Some(date(2023, 10, 1)), "Mill PCN");
        open().put_table(&new).unwrap();
        let read = only(&*open());
        let TableContent::Membership(read) = &read.content else { panic!("{read:?}") };
        let NewContent::Membership { layer, rows, scope, .. } = new.content else { unreachable!() };
        assert_eq!((&read.layer, &read.rows, &read.scope), (&layer, &rows, &scope));
        assert_eq!(open().read_list_settings(&layer.id).unwrap(), Some(layer));
        let ids: Vec<&str> = read.organisations.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["pcns-mill-pcn", "pcns-quay-pcn"]);
        assert_eq!((read.total(), read.stated_total()), (15.35, None));
    });
}

#[test]
fn postcodes_are_read_back_as_they_came() {
    on_every_backend(|open| {
        let new = postcodes();
        open().put_table(&new).unwrap();
        let read = only(&*open());
        let TableContent::Postcodes(read) = &read.content else { panic!("{read:?}") };
        let NewContent::Postcodes { register, postcodes } = new.content else { unreachable!() };
        assert_eq!((read.kind, &read.postcodes), (register, &postcodes));
    });
}

#[test]
fn a_replaced_table_can_be_read_by_its_reference_until_it_is_pruned() {
    on_every_backend(|open| {
        let first = open().put_table(&residents("2021", None, &[("B1", 1.0)])).unwrap();
        let second = open().put_table(&residents("2021", None, &[("B1", 2.0)])).unwrap();
        assert_eq!((first.revision, second.revision), (0, 1));
        assert!(second.consequences[0].contains("kept as revision 0"), "{second:?}");
        let value = |reference: &str| {
            let found = open().referenced_table(reference).unwrap()?;
            let TableContent::Population(people) = found.content else { panic!("{:?}", found.name) };
            people.value("B1")
        };
        assert_eq!((value(&first.reference), value(&second.reference)), (Some(1.0), Some(2.0)));
        // The same content again is called the same.
        let third = open().put_table(&residents("2021", None, &[("B1", 1.0)])).unwrap();
        assert_eq!((third.revision, &third.reference), (2, &first.reference));
        assert_eq!(open().prune().unwrap(), Pruned { revisions: 2, areas: 0 });
        assert_eq!((value(&first.reference), value(&second.reference)), (Some(1.0), None));
    });
}

#[test]
fn releases_of_one_weight_stand_beside_each_other_and_lists_follow_each_other() {
    on_every_backend(|open| {
        open().put_table(&residents("2020", Some(date(2020, 6, 30)), &[("B1", 1.0)])).unwrap();
        open().put_table(&residents("2021", Some(date(2021, 3, 21)), &[("B1", 2.0)])).unwrap();
        open().put_table(&lists("2022", Some(date(2022, 1, 1)), "Mill PCN")).unwrap();
        let later = open().put_table(&lists("2023", Some(date(2023, 1, 1)), "Mill and Quay PCN")).unwrap();
        assert_eq!(later.consequences, ["edition 2022 now ends on 2023-01-01"]);
        let atlas = read_atlas(&*open(), &Atlas::default()).unwrap();
        let view = atlas.view(Viewer::Public);
        assert_eq!(
            view.populations().map(|people| people.release.period.until()).collect::<Vec<_>>(),
            [None; 2]
        );
        let on = |day| view.membership(&"pcns".parse().unwrap(), day).unwrap();
        assert_eq!(on(date(2022, 12, 31)).organisations[0].name, "Mill PCN");
        assert_eq!(on(date(2023, 1, 1)).organisations[0].name, "Mill and Quay PCN");
        // A renamed organisation stays the same one.
        assert_eq!(on(date(2023, 1, 1)).organisations[0].id, on(date(2022, 12, 31)).organisations[0].id);
        let clash = open().put_table(&lists("2023b", Some(date(2023, 1, 1)), "Mill PCN")).unwrap_err();
        assert!(matches!(clash, StoreError::Conflict { .. }), "{clash}");
    });
}

#[test]
fn a_layer_is_ground_or_lists_and_never_both() {
    on_every_backend(|open| {
        open().put_table(&lists("2023", None, "Mill PCN")).unwrap();
        let ground =
            open().put_edition(&edition("pcns", "1", None, vec![area("X1", "Mill", 0)])).unwrap_err();
        assert!(ground.to_string().contains("pcns-footprints"), "{ground}");
        open().put_edition(&two_wards("2025", None)).unwrap();
        let mut on_wards = lists("2023", None, "Mill PCN");
        if let NewContent::Membership { layer, .. } = &mut on_wards.content {
            layer.id = "wards".parse().unwrap();
        }
        let refused = open().put_table(&on_wards).unwrap_err();
        assert!(matches!(refused, StoreError::Taken { is_ground: true, .. }), "{refused}");
        assert_eq!(open().table_stamps().unwrap().len(), 1);
    });
}

#[test]
fn a_newer_atlas_shares_the_tables_that_did_not_change() {
    on_every_backend(|open| {
        open().put_table(&residents("2021", None, &[("B1", 1.0)])).unwrap();
        open().put_table(&postcodes()).unwrap();
        let before = read_atlas(&*open(), &Atlas::default()).unwrap();
        open().put_table(&residents("2022", None, &[("B1", 2.0)])).unwrap();
        let after = read_atlas(&*open(), &before).unwrap();
        let (before, after) = (before.view(Viewer::Public), after.view(Viewer::Public));
        assert_eq!(after.populations().count(), 2);
        let same = |a: &std::sync::Arc<_>, b: &std::sync::Arc<_>| std::sync::Arc::ptr_eq(a, b);
        assert!(same(before.populations().next().unwrap(), after.populations().next().unwrap()));
        assert!(std::sync::Arc::ptr_eq(before.postcodes(), after.postcodes()));
    });
}

#[test]
fn a_backup_has_the_tables_too() {
    on_every_backend(|open| {
        open().put_table(&lists("2023", None, "Mill PCN")).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copy.gpkg");
        open().backup(&copy).unwrap();
        let copied = GeoPackage::open(&copy).unwrap();
        assert_eq!(only(&copied), only(&*open()));
        let none = TableName { edition: "1999".parse().unwrap(), ..only(&copied).name };
        assert_eq!(copied.read_table(&none).unwrap(), None);
    });
}
