//! `/api/compare?reference=…`, over a store in which a release has been replaced and a layer needs signing in.

use std::sync::Arc;

use arc_swap::ArcSwap;
use axum::Router;
use geo_types::MultiPolygon;
use patchwork::{
    asset::{Change, Correction, Precision},
    atlas::{Atlas, Viewer},
    boundary::{Family, Layer, Period, Provenance, Visibility},
    compare::{Question, compare},
    coterminosity::Thresholds,
    geometry::Region,
    http::{AppState, HttpConfig, router},
    people::MembershipRow,
    reach::{ReachQuestion, kinds_of, reach},
    store::{
        NewArea, NewAssetChange, NewContent, NewEdition, NewOrganisation, NewTable, Store, read_atlas,
        sqlite::GeoPackage,
    },
};
use tempfile::TempDir;

use crate::{
    ask::{Answer, request, send},
    places,
    world::{PUBLIC_URL, rect},
};

struct Kept {
    _folder: TempDir,
    store: Arc<GeoPackage>,
}

impl Kept {
    /// Wards and blocks that all may see, drafts and whisperers that not all may.
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = GeoPackage::create_or_open(&folder.path().join("store.gpkg")).unwrap();
        let kept = Self { _folder: folder, store: Arc::new(store) };
        kept.put("wards", Visibility::Public, 1_000.0);
        kept.put("blocks", Visibility::Public, 3_000.0);
        kept.put("drafts", Visibility::SignedIn, 2_000.0);
        let mut layer = Layer::unnamed("whisperers".parse().unwrap(), Family::Nhs);
        layer.visibility = Visibility::SignedIn;
        let content = NewContent::Membership {
            layer,
            weight: "patients".parse().unwrap(),
            blocks: "blocks".parse().unwrap(),
            scope: None,
            organisations: vec![NewOrganisation {
                code: "P1".to_owned(),
                name: "Whisper".to_owned(),
                stated_total: None,
            }],
            rows: vec![MembershipRow { organisation: 0, block: "X1".to_owned(), value: 7.0 }],
        };
        let table = NewTable {
            edition: "1".parse().unwrap(),
            declared: Period::ALWAYS,
            provenance: Provenance::default(),
            fingerprint: "1".to_owned(),
            report: "{}".to_owned(),
            content,
        };
        kept.store.put_table(&table).unwrap();
        kept
    }

    /// A layer of one area, so many metres wide.
    fn put(&self, layer: &str, visibility: Visibility, width: f64) {
        let mut named = Layer::unnamed(layer.parse().unwrap(), Family::Council);
        named.visibility = visibility;
        let ground = MultiPolygon(vec![rect(0.0, 0.0, width, 1_000.0)]);
        let edition = NewEdition {
            layer: named,
            id: "1".parse().unwrap(),
            declared: Period::ALWAYS,
            amends: None,
            provenance: Provenance::default(),
            fingerprint: width.to_string(),
            areas: vec![NewArea {
                code: Some("X1".to_owned()),
                name: "Area".to_owned(),
                inferred: false,
                region: Region::new(&ground).unwrap().0,
            }],
            ends: vec![],
            notes: vec![],
            report: "{}".to_owned(),
        };
        self.store.put_edition(&edition).unwrap();
    }

    fn server(&self) -> Router {
        let atlas = read_atlas(self.store.as_ref(), &Atlas::default()).unwrap();
        let state = AppState::new(HttpConfig::new(PUBLIC_URL), Arc::new(ArcSwap::from_pointee(atlas)));
        router(state.with_store(Arc::clone(&self.store) as Arc<dyn Store>))
    }

    async fn get(&self, query: &str) -> Answer {
        send(&self.server(), request(&format!("/api/compare?{query}"), &[])).await
    }

    /// The reference that somebody who has signed in was given.
    fn cited(&self, a: &str, b: &str, within: Option<&str>) -> String {
        let atlas = read_atlas(self.store.as_ref(), &Atlas::default()).unwrap();
        let question = Question {
            a: a.parse().unwrap(),
            b: b.parse().unwrap(),
            weight: None,
            within: within.map(|within| within.parse().unwrap()),
            on: jiff::civil::date(2026, 3, 31),
            thresholds: Thresholds::default(),
        };
        compare(&atlas.view(Viewer::SignedIn), &question).unwrap().reference().to_string()
    }
}

#[tokio::test]
async fn a_reference_answers_the_same_after_an_import_has_replaced_its_layer() {
    let kept = Kept::new();
    let query = "a=wards&b=blocks&on=2026-03-31";
    let first = kept.get(query).await;
    assert_eq!(first.status.as_u16(), 200, "{}", first.text());
    let reference = first.json()["summary"]["reference"].as_str().unwrap().to_owned();
    assert_eq!(kept.get(&format!("reference={reference}")).await.text(), first.text());
    kept.put("wards", Visibility::Public, 500.0);
    assert_ne!(kept.get(query).await.text(), first.text());
    let again = kept.get(&format!("reference={reference}")).await;
    assert_eq!(again.text(), first.text());
    assert_eq!(again.header("etag"), first.header("etag"));
    let csv = send(&kept.server(), request(&format!("/api/compare.csv?reference={reference}"), &[])).await;
    assert!(csv.text().contains("X1,Area,X1,Area,area,1000000,"), "{}", csv.text());
    kept.store.prune().unwrap();
    let problem = kept.get(&format!("reference={reference}")).await.problem(404);
    assert_eq!(
        (&problem["type"], &problem["param"]),
        (&"urn:patchwork:problem:reference-gone".into(), &"reference".into())
    );
    assert!(problem["detail"].as_str().unwrap().contains("patchwork prune"), "{problem}");
}

#[tokio::test]
async fn a_reference_to_what_needs_signing_in_is_answered_as_one_to_what_never_was() {
    let kept = Kept::new();
    let references = [
        kept.cited("drafts", "wards", None),
        kept.cited("wards", "drafts@1", None),
        kept.cited("wards", "blocks", Some("drafts:X1")),
        kept.cited("whisperers", "wards", None),
        kept.cited("wards", "whisperers", None),
    ];
    for reference in references {
        let secret = kept.get(&format!("reference={reference}")).await;
        let never = reference.replace("drafts", "dreamz").replace("whisperers", "dreamerses");
        let never = kept.get(&format!("reference={never}")).await;
        secret.problem(404);
        let told = secret.text().replace("drafts", "dreamz").replace("whisperers", "dreamerses");
        assert_eq!(told, never.text(), "{reference}");
        assert!(!secret.text().contains("Whisper"));
        // Somebody who has signed in has the answer.
        let read = reference.parse().unwrap();
        assert!(
            patchwork::http::reproduce(kept.store.as_ref(), &read, Viewer::SignedIn).is_ok(),
            "{reference}"
        );
    }
}

#[tokio::test]
async fn lists_of_others_are_not_had_by_naming_their_table_in_another_part() {
    let kept = Kept::new();
    let own = kept.cited("wards", "blocks", None);
    let hidden = kept.cited("whisperers", "wards", None);
    let (_, table) = hidden.split_once("~a:whisperers:").unwrap();
    let table = &table[..8];
    for part in [format!("~p:{table}~"), format!("~r:residents@blocks:{table}~")] {
        let (start, day) = own.rsplit_once('~').unwrap();
        kept.get(&format!("reference={start}{part}{day}")).await.problem(404);
    }
}

/// Who has a library, which is where the invented world has its places.
fn asked_of_reach() -> ReachQuestion {
    ReachQuestion {
        kinds: kinds_of("library").unwrap(),
        within_m: 1_000.0,
        by: "wards".parse().unwrap(),
        weight: None,
        class: None,
        place: None,
        mix_share_alike: false,
        public_assets: false,
        on: jiff::civil::date(2026, 3, 31),
        thresholds: Thresholds::default(),
    }
}

#[tokio::test]
async fn a_reference_of_reach_is_answered_from_the_assets_as_they_were_when_it_was_given() {
    let kept = Kept::new();
    for list in places::lists() {
        kept.store.put_table(&places::table(list)).unwrap();
    }
    let get = async |query: &str| send(&kept.server(), request(&format!("/api/coverage?{query}"), &[])).await;
    let query = "kinds=library&within_m=1000&by=wards&on=2026-03-31";
    let first = get(query).await;
    assert_eq!(first.status.as_u16(), 200, "{}", first.text());
    let reference = first.json()["summary"]["reference"].as_str().unwrap().to_owned();
    assert_eq!(get(&format!("reference={reference}")).await.text(), first.text());

    let atlas = read_atlas(kept.store.as_ref(), &Atlas::default()).unwrap();
    let signed_in = reach(&atlas.view(Viewer::SignedIn), &asked_of_reach()).unwrap().reference().to_string();

    let close = NewAssetChange {
        asset: "places:1".parse().unwrap(),
        who: "ann".to_owned(),
        when: jiff::Timestamp::UNIX_EPOCH,
        change: Change::Close,
        after: None,
    };
    kept.store.put_asset_change(&close).unwrap();
    assert_ne!(get(query).await.json()["summary"]["assets_closed"], first.json()["summary"]["assets_closed"]);
    assert_eq!(get(&format!("reference={reference}")).await.text(), first.text());
    let gaps =
        send(&kept.server(), request(&format!("/api/coverage.geojson?reference={reference}"), &[])).await;
    assert_eq!(gaps.status.as_u16(), 200, "{}", gaps.text());

    let refused = get(&format!("reference={signed_in}")).await.problem(401);
    assert!(refused["detail"].as_str().unwrap().contains("sign in"), "{refused}");
    let beside = get(&format!("reference={reference}&by=wards")).await.problem(400);
    assert_eq!(beside["param"], "reference");
    kept.store.prune().unwrap();
    assert_eq!(get(&format!("reference={reference}")).await.text(), first.text(), "nothing was replaced");
}

#[tokio::test]
async fn what_is_taken_off_or_hidden_later_is_not_shown_again_by_a_reference() {
    let kept = Kept::new();
    for list in places::lists() {
        kept.store.put_table(&places::table(list)).unwrap();
    }
    let get = async |query: &str| send(&kept.server(), request(&format!("/api/coverage{query}"), &[])).await;
    let query = "?kinds=library&within_m=1000&by=wards&on=2026-03-31";
    let first = get(query).await;
    let reference = first.json()["summary"]["reference"].as_str().unwrap().to_owned();
    let change = |change: Change| {
        let new = NewAssetChange {
            asset: "places:1".parse().unwrap(),
            who: "ann".to_owned(),
            when: jiff::Timestamp::UNIX_EPOCH,
            change,
            after: None,
        };
        kept.store.put_asset_change(&new).unwrap();
    };
    let hidden = Change::Correct(vec![Correction::Precision(Precision::Hidden)]);
    let exact = Change::Correct(vec![Correction::Precision(Precision::Exact)]);
    for (off, on) in [(Change::Suppress, Change::Restore), (hidden, exact)] {
        change(off);
        for file in ["", ".csv", ".geojson"] {
            let refused = get(&format!("{file}?reference={reference}")).await.problem(404);
            assert!(refused["detail"].as_str().unwrap().contains("no longer shown"), "{refused}");
        }
        change(on);
        assert_eq!(get(&format!("?reference={reference}")).await.text(), first.text());
    }
    let mut list = places::lists().remove(0);
    std::sync::Arc::make_mut(&mut list.list).visibility = Visibility::SignedIn;
    let later = NewTable { fingerprint: "later".to_owned(), ..places::table(list) };
    kept.store.put_table(&later).unwrap();
    get(&format!("?reference={reference}")).await.problem(404);
}
