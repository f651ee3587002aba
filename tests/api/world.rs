//! Two wards that change on a vesting day, a district around them, a layer that has ended, one that only people who
//! have signed in may see. Everything lies on the National Grid, west to east:
//!
//! ```text
//!            499      500      501   501.5  502      503   km east
//!   112 km   ┌──────────────── Ashshire (D1) ──────────┐
//!   111      │        ┌────────┬──────┬─────┐          │
//!            │        │ Long Ash (W1) │     │   ┌──┐   │   Long Ash ends at 501 until vesting day
//!            │        │        │   Short Ash│   │  │   │   and at 501.5 from then on, with a new code
//!   110      │        └────────┴──────┴─────┘   └──┘   │   (the small square is a hole of the district)
//!   109      └─────────────────────────────────────────┘
//! ```

use std::sync::Arc;

use arc_swap::ArcSwap;
use geo_types::{Coord, LineString, MultiPolygon, Polygon};
use jiff::civil::{Date, date};
use patchwork::{
    asset::{Ending, ListedPostcode, PostcodeRegister, RegisterKind},
    atlas::{
        Atlas, EditionState, LayerAtlas, LayerContents, Place, TableContent, TableContents, TableKind,
        TableName,
    },
    boundary::{AreaId, AreaVersion, Edition, Family, Layer, Note, Period, Provenance, Visibility},
    geometry::Region,
    http::{AppState, HttpConfig},
    people::{Membership, MembershipRow, Organisation, Population, Release},
    store::{NewArea, NewContent, NewEdition, NewTable},
};

/// The day on which Long Ash grows.
pub const VESTING_DAY: Date = date(2026, 4, 1);

/// Where tests are served from, whatever a client calls the host.
pub const PUBLIC_URL: &str = "https://maps.example.org";

/// A rectangle from two corners, in metres east and north of (499, 109) km.
pub fn rect(west: f64, south: f64, east: f64, north: f64) -> Polygon<f64> {
    let at = |x: f64, y: f64| Coord { x: 499_000.0 + x, y: 109_000.0 + y };
    let corners = vec![at(west, south), at(east, south), at(east, north), at(west, north), at(west, south)];
    Polygon::new(LineString(corners), Vec::new())
}

fn layer(id: &str, singular: &str, family: Family, order: i64, visibility: Visibility) -> Layer {
    let mut layer = Layer::unnamed(id.parse().unwrap(), family);
    (layer.singular, layer.order, layer.visibility) = (singular.to_owned(), order, visibility);
    layer
}

fn edition(layer: &str, id: &str, period: Period) -> EditionState {
    let provenance = Provenance {
        source: Some(format!("{id}.geojson")),
        publisher: Some("The cartographer".to_owned()),
        licence: Some("CC0".to_owned()),
        attribution: Some(format!("Invented {layer}, CC0")),
        extract_date: Some(date(2026, 1, 15)),
        resolution: Some("full".to_owned()),
        clipped_to_coast: Some(true),
    };
    let edition = Edition {
        layer: layer.parse().unwrap(),
        id: id.parse().unwrap(),
        revision: 0,
        declared: period,
        amends: None,
        provenance,
        reference: format!("{layer}@{id}#0"),
    };
    EditionState { edition, period }
}

struct Drawn<'a>(&'a str, Option<&'a str>, &'a str, Vec<Polygon<f64>>);

fn version(state: &EditionState, Drawn(id, code, name, shape): Drawn<'_>) -> AreaVersion {
    AreaVersion {
        id: AreaId::from_store(id.to_owned()),
        code: code.map(str::to_owned),
        name: name.to_owned(),
        edition: state.edition.id.clone(),
        period: state.period,
        inferred: false,
        notes: Vec::new(),
        region: Arc::new(Region::new(&MultiPolygon(shape)).unwrap().0),
    }
}

fn since(day: Date) -> Period {
    Period::new(Some(day), None).unwrap()
}

fn indexed(
    layer: Layer,
    editions: Vec<EditionState>,
    areas: Vec<AreaVersion>,
    stamp: &str,
) -> Arc<LayerAtlas> {
    Arc::new(LayerAtlas::new(LayerContents { layer, stamp: stamp.to_owned(), editions, areas }))
}

/// The wards; another stamp stands for another content.
pub fn wards(stamp: &str) -> Arc<LayerAtlas> {
    let before = edition("wards", "2023", Period::new(Some(date(2023, 5, 1)), Some(VESTING_DAY)).unwrap());
    let after = edition("wards", "2026", since(VESTING_DAY));
    let long_ash = "wards-long-ash";
    let short_ash = "wards-short-ash";
    let areas = vec![
        version(&before, Drawn(long_ash, Some("W1"), "Long Ash", vec![rect(1000.0, 1000.0, 2000.0, 2000.0)])),
        version(
            &before,
            Drawn(short_ash, Some("W2"), "Short Ash", vec![rect(2000.0, 1000.0, 3000.0, 2000.0)]),
        ),
        version(&after, Drawn(long_ash, Some("W3"), "Long Ash", vec![rect(1000.0, 1000.0, 2500.0, 2000.0)])),
        version(
            &after,
            Drawn(short_ash, Some("W2"), "Short Ash", vec![rect(2500.0, 1000.0, 3000.0, 2000.0)]),
        ),
    ];
    let layer = layer("wards", "ward", Family::Council, 10, Visibility::Public);
    indexed(layer, vec![before, after], areas, stamp)
}

fn districts() -> Arc<LayerAtlas> {
    let only = edition("districts", "2020", Period::ALWAYS);
    let hole = rect(3500.0, 1500.0, 3700.0, 1700.0).exterior().clone();
    let shire = Polygon::new(rect(0.0, 0.0, 4000.0, 3000.0).exterior().clone(), vec![hole]);
    let isle = rect(5000.0, 0.0, 5100.0, 100.0);
    let mut area = version(&only, Drawn("districts-ashshire", Some("D1"), "Ashshire", vec![shire, isle]));
    area.notes = vec![Note { from: Some(VESTING_DAY), text: "to be merged".to_owned() }];
    let layer = layer("districts", "district", Family::Council, 20, Visibility::Public);
    indexed(layer, vec![only], vec![area], "d1")
}

fn localities() -> Arc<LayerAtlas> {
    let only = edition("localities", "2025", since(date(2025, 1, 1)));
    let mut area = version(
        &only,
        Drawn("localities-ash-and-elm", None, "Ash & Elm", vec![rect(0.0, 0.0, 4000.0, 3000.0)]),
    );
    area.inferred = true;
    let layer = layer("localities", "locality", Family::Nhs, 30, Visibility::Public);
    indexed(layer, vec![only], vec![area], "l1")
}

fn old_blocks() -> Arc<LayerAtlas> {
    let only = edition("blocks", "2011", Period::new(None, Some(date(2021, 3, 21))).unwrap());
    let area =
        version(&only, Drawn("blocks-b1", Some("B1"), "Block 1", vec![rect(0.0, 0.0, 4000.0, 3000.0)]));
    let layer = layer("blocks", "block", Family::Census, 40, Visibility::Public);
    indexed(layer, vec![only], vec![area], "b1")
}

fn drafts() -> Arc<LayerAtlas> {
    let only = edition("drafts", "leaked", Period::ALWAYS);
    let area =
        version(&only, Drawn("drafts-whisper", Some("X1"), "Whisper", vec![rect(0.0, 0.0, 4000.0, 3000.0)]));
    let layer = layer("drafts", "draft", Family::Nhs, 5, Visibility::SignedIn);
    indexed(layer, vec![only], vec![area], "x1")
}

/// The whole world, its wards under this stamp.
pub fn atlas(wards_stamp: &str) -> Atlas {
    let place = Place {
        title: Some("Ashshire".to_owned()),
        note: Some("Invented for tests".to_owned()),
        extent: Some([-0.6, 50.8, -0.5, 50.9]),
    };
    let layers = vec![wards(wards_stamp), districts(), localities(), old_blocks(), drafts()];
    Atlas::new(layers, place).with_tables(tables(), &Atlas::default())
}

pub fn release(of: &str, edition: &str, from: Date) -> Release {
    let provenance = Provenance { attribution: Some(format!("Invented {of}, CC0")), ..Provenance::default() };
    let (period, reference) = (since(from), format!("r-{of}"));
    Release { edition: edition.parse().unwrap(), revision: 0, period, provenance, reference }
}

fn lists(id: &str, visibility: Visibility) -> Membership {
    Membership {
        layer: layer(id, "practice", Family::Nhs, 40, visibility),
        weight: "patients".parse().unwrap(),
        blocks: "blocks".parse().unwrap(),
        scope: Some("practices of Ashshire".to_owned()),
        release: release(id, "2025", date(2025, 1, 1)),
        organisations: vec![Organisation {
            id: AreaId::from_store(format!("{id}-ash")),
            code: "P1".to_owned(),
            name: "Ash Practice".to_owned(),
            stated_total: Some(9.0),
        }],
        rows: vec![MembershipRow { organisation: 0, block: "B1".to_owned(), value: 7.0 }],
    }
}

/// Residents, lists that all may see and lists that not all may, and a postcode in Long Ash.
fn tables() -> Vec<TableContents> {
    let residents = Population {
        weight: "residents".parse().unwrap(),
        blocks: "blocks".parse().unwrap(),
        release: release("people", "2021", date(2021, 3, 21)),
        values: vec![("B1".to_owned(), 12.5)],
    };
    let postcodes = PostcodeRegister {
        kind: RegisterKind::CodePointOpen,
        release: release("postcodes", "2025", date(2025, 1, 1)),
        postcodes: vec![ListedPostcode {
            postcode: "QX1 1AA".parse().unwrap(),
            at: Coord { x: 500_500.0, y: 110_500.0 },
            ending: Ending::Unsaid,
        }],
    };
    let named = |kind, key: &str, content: TableContent| {
        let edition = content.release().edition.clone();
        TableContents {
            name: TableName { kind, key: key.to_owned(), edition },
            stamp: "t1".to_owned(),
            content,
        }
    };
    let practices = lists("practices", Visibility::Public);
    let whisperers = lists("whisperers", Visibility::SignedIn);
    let mut tables = vec![
        named(TableKind::Population, "residents@blocks", TableContent::Population(Arc::new(residents))),
        named(TableKind::Membership, "practices", TableContent::Membership(Arc::new(practices))),
        named(TableKind::Membership, "whisperers", TableContent::Membership(Arc::new(whisperers))),
        named(TableKind::Postcodes, "code-point-open", TableContent::Postcodes(Arc::new(postcodes))),
    ];
    let lists = crate::places::lists().into_iter();
    tables.extend(lists.map(|listed| {
        let key = listed.list.id.to_string();
        named(TableKind::Assets, &key, TableContent::Assets(Arc::new(listed)))
    }));
    tables
}

/// The wards alone, under an attribution of the test's own.
pub fn with_attribution(words: &str) -> Atlas {
    let mut only = edition("wards", "2023", Period::ALWAYS);
    only.edition.provenance.attribution = Some(words.to_owned());
    let area =
        version(&only, Drawn("wards-long-ash", Some("W1"), "Long Ash", vec![rect(0.0, 0.0, 100.0, 100.0)]));
    let layer = layer("wards", "ward", Family::Council, 10, Visibility::Public);
    Atlas::new(vec![indexed(layer, vec![only], vec![area], "w1")], Place::default())
}

/// One area with so many corners that its shape fills more than the buffers of a connection.
pub fn intricate() -> Atlas {
    const CORNERS: u32 = 300_000;
    let corner = |turn: u32| {
        let angle = std::f64::consts::TAU * f64::from(turn % CORNERS) / f64::from(CORNERS);
        Coord { x: 500_000.0 + 90_000.0 * angle.cos(), y: 200_000.0 + 90_000.0 * angle.sin() }
    };
    let round = Polygon::new((0..=CORNERS).map(corner).collect(), Vec::new());
    let only = edition("rounds", "2023", Period::ALWAYS);
    let area = version(&only, Drawn("rounds-round", Some("R1"), "Round", vec![round]));
    let layer = layer("rounds", "round", Family::Council, 10, Visibility::Public);
    Atlas::new(vec![indexed(layer, vec![only], vec![area], "r1")], Place::default())
}

/// Where the world can be swapped for another.
pub fn shared() -> Arc<ArcSwap<Atlas>> {
    Arc::new(ArcSwap::from_pointee(atlas("w1")))
}

/// A server of the world.
pub fn state() -> AppState {
    AppState::new(HttpConfig::new(PUBLIC_URL), shared())
}

/// The same wards and more, as they are written to a store: a neighbourhood, a district until vesting day and a unitary from then on,
/// and the drafts.
pub fn editions() -> Vec<NewEdition> {
    let made = |layer: Layer, id: &str, period: Period, areas: &[(&str, &str, [f64; 4])]| NewEdition {
        layer,
        id: id.parse().unwrap(),
        declared: period,
        amends: None,
        provenance: Provenance { attribution: Some("Invented, CC0".to_owned()), ..Provenance::default() },
        fingerprint: id.to_owned(),
        areas: areas
            .iter()
            .map(|&(code, name, [west, south, east, north])| NewArea {
                code: Some(code.to_owned()),
                name: name.to_owned(),
                inferred: false,
                region: Region::new(&MultiPolygon(vec![rect(west, south, east, north)])).unwrap().0,
            })
            .collect(),
        ends: vec![],
        notes: vec![],
        report: "{}".to_owned(),
    };
    let shire = [0.0, 0.0, 4_000.0, 3_000.0];
    let until = Period::new(None, Some(LATER_VESTING_DAY)).unwrap();
    let (public, council) = (Visibility::Public, Family::Council);
    vec![
        made(
            layer("wards", "ward", council, 10, public),
            "2023",
            since(date(2023, 5, 1)),
            &[
                ("W1", "Long Ash", [1000.0, 1000.0, 2000.0, 2000.0]),
                ("W2", "Short Ash", [2000.0, 1000.0, 3000.0, 2000.0]),
            ],
        ),
        made(
            layer("neighbourhoods", "neighbourhood", Family::Community, 11, public),
            "2025",
            since(date(2025, 1, 1)),
            &[("N1", "=The Green", [1400.0, 1400.0, 1600.0, 1600.0])],
        ),
        made(
            layer("districts", "district", council, 20, public),
            "2020",
            until,
            &[("D1", "Ashshire", shire)],
        ),
        made(
            layer("unitaries", "unitary", council, 21, public),
            "later",
            since(LATER_VESTING_DAY),
            &[("U1", "Greater Ash", shire)],
        ),
        made(
            layer("drafts", "draft", Family::Nhs, 5, Visibility::SignedIn),
            "leaked",
            Period::ALWAYS,
            &[("X1", "Whisper", shire)],
        ),
    ]
}

/// The day on which the unitary replaces the district.
pub const LATER_VESTING_DAY: Date = date(2090, 4, 1);

/// A postcode in Long Ash, as it is written to a store.
pub fn postcodes() -> NewTable {
    NewTable {
        edition: "2025".parse().unwrap(),
        declared: since(date(2025, 1, 1)),
        provenance: Provenance::default(),
        fingerprint: "postcodes".to_owned(),
        report: "{}".to_owned(),
        content: NewContent::Postcodes {
            register: RegisterKind::CodePointOpen,
            postcodes: vec![ListedPostcode {
                postcode: "QX1 1AA".parse().unwrap(),
                at: Coord { x: 500_500.0, y: 110_500.0 },
                ending: Ending::Unsaid,
            }],
        },
    }
}
