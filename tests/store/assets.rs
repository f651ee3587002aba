//! Lists of assets.

use patchwork::{
    asset::{
        Asset, AssetId, CanMeetHere, Change, Contact, Correction, ListedAssets, PlacedBy, Precision, RunBy,
        Site, Status,
    },
    atlas::{Atlas, TableContent, TableName, Viewer},
    store::{NewAssetChange, NewAssetList, NewContent, NewTable, read_atlas},
};

use super::{geopackage::assert_indexed, *};

/// A library with everything that can be said of one.
fn library() -> Asset {
    Asset {
        source_id: Some("L1".to_owned()),
        site: Some(Site::Point(Coord { x: 500_123.125, y: 200_456.5 })),
        placed_by: Some(PlacedBy::Postcode),
        precision: Precision::Area,
        address: Some("1 Mill Lane".to_owned()),
        postcode: Some("QX1 1AA".parse().unwrap()),
        uprn: Some("100012345678".to_owned()),
        contact: Contact {
            phone: Some("01632 960123".to_owned()),
            email: Some("library@here.example".to_owned()),
            website: Some("https://here.example".to_owned()),
            confirmed: true,
        },
        opening_hours: Some("Mo-Fr 09:00-17:00".to_owned()),
        accessibility: Some("a ramp".to_owned()),
        organisation: Some("The council".to_owned()),
        commissioner: Some("QNX".to_owned()),
        run_by: Some(RunBy::Council),
        can_meet_here: CanMeetHere::LowCost,
        capacity: Some(40),
        at: Some("here:hall".parse().unwrap()),
        serves: Some("wards:X1".to_owned()),
        last_verified: Some(date(2026, 2, 28)),
        listed_until: Some(date(2027, 1, 1)),
        status: Status::Planned,
        notes: Some("<b>=1+1</b>".to_owned()),
        ..Asset::named("libraries:L1".parse().unwrap(), "Mill Library", "library".parse().unwrap())
    }
}

fn park() -> Asset {
    Asset {
        site: Some(Site::Ground(region(vec![square(500_000.0, 200_000.0, 1_000.0)]))),
        ..Asset::named("libraries:P1".parse().unwrap(), "Mill Park", "park".parse().unwrap())
    }
}

fn placeless() -> Asset {
    Asset::named(
        "libraries:Z1".parse().unwrap(),
        "A group without a place",
        "community-group".parse().unwrap(),
    )
}

fn listed(edition: &str, from: Option<Date>, assets: Vec<Asset>) -> NewTable {
    NewTable {
        edition: edition.parse().unwrap(),
        declared: Period::new(from, None).unwrap(),
        provenance: Provenance { licence: Some("ODbL 1.0".to_owned()), ..Provenance::default() },
        fingerprint: format!("fingerprint of {edition}"),
        report: "{}".to_owned(),
        content: NewContent::Assets {
            list: NewAssetList {
                id: "libraries".parse().unwrap(),
                title: "Libraries".to_owned(),
                complete: true,
                share_alike: true,
                visibility: Visibility::SignedIn,
            },
            assets,
        },
    }
}

fn read(store: &dyn Store, name: &TableName) -> std::sync::Arc<ListedAssets> {
    let table = store.read_table(name).unwrap().unwrap();
    let TableContent::Assets(listed) = table.content else { panic!("{table:?}") };
    listed
}

#[test]
fn a_list_comes_back_as_it_went() {
    on_every_backend(|open| {
        let new = listed("2026", Some(date(2026, 1, 1)), vec![library(), park(), placeless()]);
        open().put_table(&new).unwrap();
        let back = read(&*open(), &new.name());
        assert_eq!(back.assets, [library(), park(), placeless()]);
        assert!(back.list.complete && back.list.share_alike);
        assert_eq!((back.list.title.as_str(), back.list.visibility), ("Libraries", Visibility::SignedIn));
        assert_eq!(back.list.release.period.from(), Some(date(2026, 1, 1)));
    });
}

#[test]
fn a_list_that_is_replaced_is_kept_for_its_references_until_it_is_pruned() {
    on_every_backend(|open| {
        let store = open();
        let first = store.put_table(&listed("1", None, vec![library(), park()])).unwrap();
        let before = store.table_stamps().unwrap();
        let second = store.put_table(&listed("1", None, vec![placeless()])).unwrap();
        assert_eq!((second.revision, second.consequences.len()), (1, 1));
        assert!(second.consequences[0].starts_with("replaced the list"), "{:?}", second.consequences);
        assert_ne!(store.table_stamps().unwrap(), before);
        assert_eq!(read(&*store, &before[0].0).assets, [placeless()]);
        for (reference, expected) in
            [(&first.reference, vec![library(), park()]), (&second.reference, vec![placeless()])]
        {
            let table = store.referenced_table(reference).unwrap().unwrap();
            let TableContent::Assets(listed) = table.content else { panic!("{table:?}") };
            assert_eq!(listed.assets, expected);
        }
        store.prune().unwrap();
        assert!(store.referenced_table(&first.reference).unwrap().is_none());
        assert_eq!(read(&*store, &before[0].0).assets, [placeless()]);
    });
}

#[test]
fn an_atlas_shares_the_lists_that_did_not_change() {
    on_every_backend(|open| {
        let store = open();
        store.put_table(&listed("1", None, vec![library()])).unwrap();
        let first = read_atlas(&*store, &Atlas::default()).unwrap();
        store.put_edition(&two_wards("2024", None)).unwrap();
        let second = read_atlas(&*store, &first).unwrap();
        let id: AssetId = "libraries:L1".parse().unwrap();
        let on = date(2026, 6, 1);
        let seen = |atlas: &Atlas| atlas.view(Viewer::SignedIn).assets(on).get(&id).map(std::ptr::from_ref);
        assert!(seen(&first).is_some());
        assert_eq!(seen(&first), seen(&second));
        assert_eq!(first.view(Viewer::Public).assets(on).iter().count(), 0);
    });
}

#[test]
fn gis_tools_find_the_current_assets_by_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("assets.gpkg");
    let store = GeoPackage::create_or_open(&path).unwrap();
    store.put_table(&listed("1", None, vec![library(), park()])).unwrap();
    assert_indexed(&path, "patchwork_assets");
    store.put_table(&listed("1", None, vec![park()])).unwrap();
    assert_indexed(&path, "patchwork_assets");
    let database = rusqlite::Connection::open(&path).unwrap();
    let extent = "select printf('%.0f %.0f %.0f %.0f', min_x, min_y, max_x, max_y) from gpkg_contents \
                  where table_name = 'patchwork_assets'";
    let extent: String = database.query_row(extent, [], |row| row.get(0)).unwrap();
    assert_eq!(extent, "500000 200000 501000 201000");
    let found = std::process::Command::new("ogrinfo")
        .args(["-ro", "-so", path.to_str().unwrap(), "patchwork_assets"])
        .output();
    let Ok(found) = found else {
        println!("not tried: ogrinfo (Debian package gdal-bin) is not installed");
        return;
    };
    let said = String::from_utf8_lossy(&found.stdout);
    assert!(found.status.success() && found.stderr.is_empty(), "{said}{found:?}");
    assert!(said.contains("Feature Count: 1") && said.contains("last_verified: Date"), "{said}");
}

#[test]
fn what_people_changed_survives_a_new_import_of_the_list() {
    on_every_backend(|open| {
        let store = open();
        let on = date(2026, 6, 1);
        let id: AssetId = "libraries:L1".parse().unwrap();
        let change = |change, after| NewAssetChange {
            asset: id.clone(),
            who: "ann".to_owned(),
            when: "2026-05-01T10:00:00Z".parse().unwrap(),
            change,
            after,
        };
        store.put_table(&listed("1", None, vec![library(), park()])).unwrap();
        let first = read_atlas(&*store, &Atlas::default()).unwrap();
        let moved = Change::Correct(vec![
            Correction::Name("Mill Road Library".to_owned()),
            Correction::Site(park().site),
        ]);
        assert_eq!(store.put_asset_change(&change(moved.clone(), Some(0))).unwrap(), 1);
        let stale = store.put_asset_change(&change(Change::Close, Some(0))).unwrap_err();
        assert!(matches!(stale, StoreError::Stale { .. }), "{stale:?}");
        let added = change(Change::Add(Box::new(library())), None);
        store.put_asset_change(&NewAssetChange { asset: "by-hand:1".parse().unwrap(), ..added }).unwrap();
        store.put_table(&listed("1", None, vec![library()])).unwrap();
        let second = read_atlas(&*store, &first).unwrap();
        assert_ne!(first.view(Viewer::Public).stamp(), second.view(Viewer::Public).stamp());
        let all = second.view(Viewer::SignedIn).assets(on);
        assert_eq!(all.whole(&id).unwrap().0.asset.name, "Mill Road Library");
        assert_eq!(all.whole(&id).unwrap().0.asset.site, park().site);
        assert_eq!(
            all.whole(&"by-hand:1".parse().unwrap()).unwrap().0.asset.opening_hours,
            library().opening_hours
        );

        store.put_asset_change(&change(Change::Suppress, Some(1))).unwrap();
        store.put_table(&listed("1", None, vec![library(), park()])).unwrap();
        let third = read_atlas(&*open(), &Atlas::default()).unwrap();
        assert!(third.view(Viewer::SignedIn).assets(on).get(&id).is_none());
        let kept = store.asset_changes(0).unwrap();
        assert_eq!(
            kept.iter().map(|change| change.change.as_str()).collect::<Vec<_>>(),
            ["correct", "add", "suppress"]
        );
        assert_eq!((kept[0].who.as_str(), &kept[0].change), ("ann", &moved));
        assert_eq!(store.asset_changes(2).unwrap(), kept[2..]);
    });
}
