use std::{collections::BTreeSet, io::Read, sync::Arc};

use flate2::read::GzDecoder;
use geo_types::{Coord, Rect};
use geozero::mvt::{Message, Tile};
use jiff::civil::date;
use patchwork::{
    atlas::{IndexedArea, Viewer},
    geometry::{mercator, to_grid, validity::Position},
    http::{AppState, HttpConfig, router},
};
use serde_json::{Value, json};

use crate::{
    ask::{Answer, get, get_with, json, request, send},
    world,
};

const FOR_A_YEAR: &str = "public, max-age=31536000, immutable";

fn decoded(answer: &Answer) -> Tile {
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/vnd.mapbox-vector-tile"));
    Tile::decode(&answer.bytes[..]).unwrap()
}

fn ids(tile: &Tile, layer: &str) -> BTreeSet<u64> {
    let layer = tile.layers.iter().find(|found| found.name == layer);
    layer.into_iter().flat_map(|layer| &layer.features).map(|feature| feature.id.unwrap()).collect()
}

/// Places all over a tile, on the grid; beyond its edge by a share of its side.
fn places(z: u32, x: u32, y: u32, beyond: f64) -> impl Iterator<Item = Coord<f64>> {
    const STEPS: u32 = 40;
    let side = 2.0 * mercator::HALF_WORLD_M / f64::from(1 << z);
    let share = move |step: u32| f64::from(step) / f64::from(STEPS) * (1.0 + 2.0 * beyond) - beyond;
    (0..=STEPS).flat_map(move |column| (0..=STEPS).map(move |row| (column, row))).map(move |(column, row)| {
        let east = (f64::from(x) + share(column)) * side - mercator::HALF_WORLD_M;
        let north = mercator::HALF_WORLD_M - (f64::from(y) + share(row)) * side;
        let (lon, lat) = mercator::to_lonlat(east, north);
        to_grid(lon, lat).unwrap().into()
    })
}

/// The tile of a zoom that holds a place on the grid.
pub fn tile_at(z: u32, easting: f64, northing: f64) -> (u32, u32, u32) {
    let (lon, lat) = patchwork::geometry::to_lonlat(easting, northing).unwrap();
    let (east, north) = mercator::from_lonlat(lon, lat);
    let side = 2.0 * mercator::HALF_WORLD_M / f64::from(1 << z);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let column = |metres: f64| (metres / side) as u32;
    (z, column(east + mercator::HALF_WORLD_M), column(mercator::HALF_WORLD_M - north))
}

#[tokio::test]
async fn a_tile_has_the_areas_that_the_index_says() {
    let atlas = world::atlas("w1");
    let wards =
        atlas.view(Viewer::Public).layers().find(|layer| layer.layer().id.as_str() == "wards").unwrap();
    let in_force = |area: &&IndexedArea| area.version.holds(None, date(2026, 3, 31));
    let number = |area: &IndexedArea| {
        u64::try_from(wards.areas().iter().position(|other| std::ptr::eq(other, area)).unwrap()).unwrap()
    };
    for z in [10, 12, 14, 16] {
        let (z, x, y) = tile_at(z, 501_000.0, 110_500.0);
        for (x, y) in [(x, y), (x + 1, y), (x + 2, y), (x, y + 1)] {
            let drawn =
                ids(&decoded(&get(&format!("/tiles/wards/{z}/{x}/{y}.mvt?on=2026-03-31")).await), "wards");
            let at = |place| wards.candidates(Rect::new(place, place)).filter(in_force);
            let seen =
                |place| at(place).filter(move |area| area.position(place) == Position::Inside).map(number);
            let inside: BTreeSet<u64> = places(z, x, y, 0.0).flat_map(seen).collect();
            // The tile's buffer is a 64th of its side.
            let around: BTreeSet<u64> =
                places(z, x, y, 1.0 / 60.0).flat_map(|place| at(place).map(number)).collect();
            assert!(drawn.is_superset(&inside), "{z}/{x}/{y}: {drawn:?} lacks some of {inside:?}");
            assert!(drawn.is_subset(&around), "{z}/{x}/{y}: {drawn:?} has more than {around:?}");
        }
    }
}

#[tokio::test]
async fn a_feature_has_its_code_and_name_from_zoom_8() {
    let (z, x, y) = tile_at(10, 500_500.0, 110_500.0);
    let tile = decoded(&get(&format!("/tiles/wards/{z}/{x}/{y}.mvt?on=2026-03-31")).await);
    let layer = &tile.layers[0];
    assert_eq!(
        (layer.name.as_str(), layer.keys.as_slice()),
        ("wards", &["code".to_owned(), "name".to_owned()][..])
    );
    let texts: Vec<_> = layer.values.iter().map(|value| value.string_value.clone().unwrap()).collect();
    assert_eq!(texts, ["W1", "Long Ash", "W2", "Short Ash"]);
    let (z, x, y) = tile_at(7, 500_500.0, 110_500.0);
    let tile = decoded(&get(&format!("/tiles/wards/{z}/{x}/{y}.mvt?on=2026-03-31")).await);
    assert!(tile.layers[0].keys.is_empty());
}

#[tokio::test]
async fn the_areas_are_those_of_the_day_or_of_the_edition() {
    let (z, x, y) = tile_at(10, 500_500.0, 110_500.0);
    let drawn = async |layer: &str, on: &str| {
        let tile = decoded(&get(&format!("/tiles/{layer}/{z}/{x}/{y}.mvt?on={on}")).await);
        ids(&tile, "wards")
    };
    assert_eq!(drawn("wards", "2026-03-31").await, BTreeSet::from([0, 1]));
    assert_eq!(drawn("wards", "2026-04-01").await, BTreeSet::from([2, 3]));
    assert_eq!(drawn("wards", "2020-01-01").await, BTreeSet::new());
    assert_eq!(drawn("wards@2023", "2026-04-01").await, BTreeSet::from([0, 1]));
    assert_eq!(drawn("wards@2026", "2020-01-01").await, BTreeSet::from([2, 3]));
}

#[tokio::test]
async fn one_server_keeps_days_apart_in_memory() {
    let app = router(world::state());
    let (z, x, y) = tile_at(10, 500_500.0, 110_500.0);
    for _ in 0..2 {
        for (on, expected) in [("2026-03-31", [0, 1]), ("2026-04-01", [2, 3]), ("2026-03-30", [0, 1])] {
            let answer = send(&app, request(&format!("/tiles/wards/{z}/{x}/{y}.mvt?on={on}"), &[])).await;
            assert_eq!(ids(&decoded(&answer), "wards"), BTreeSet::from(expected), "{on}");
        }
    }
}

#[tokio::test]
async fn a_layer_is_described_with_addresses_that_may_be_kept() {
    let mut body = json("/tiles/wards.json?on=2026-03-31").await;
    let version = concat!("&v=w1-", env!("CARGO_PKG_VERSION"));
    let stampless = |address: &Value| Value::from(address.as_str().unwrap().replace(version, "&v=STAMP"));
    body["tiles"][0] = stampless(&body["tiles"][0]);
    body["numbers"] = stampless(&body["numbers"]);
    insta::assert_json_snapshot!(body, @r#"
    {
      "tilejson": "3.0.0",
      "name": "Wards",
      "tiles": [
        "https://maps.example.org/tiles/wards/{z}/{x}/{y}.mvt?on=2026-03-31&v=STAMP"
      ],
      "bounds": [
        -0.5798792,
        50.8804934,
        -0.5511803,
        50.8898322
      ],
      "minzoom": 0,
      "maxzoom": 16,
      "attribution": "Invented wards, CC0",
      "vector_layers": [
        {
          "id": "wards",
          "description": "Wards",
          "minzoom": 0,
          "maxzoom": 16,
          "fields": {
            "code": "Its code, or its id if it has none",
            "name": "Its name"
          }
        },
        {
          "id": "wards-borders",
          "description": "Wards: their borders, each once",
          "minzoom": 0,
          "maxzoom": 16,
          "fields": {}
        },
        {
          "id": "wards-labels",
          "description": "Wards: where the names go",
          "minzoom": 8,
          "maxzoom": 16,
          "fields": {
            "code": "Its code, or its id if it has none",
            "name": "Its name"
          }
        }
      ],
      "numbers": "https://maps.example.org/tiles/wards/numbers.json?on=2026-03-31&v=STAMP",
      "on": "2026-03-31",
      "releases": [
        {
          "layer": "wards",
          "edition": "2023",
          "source": "2023.geojson",
          "publisher": "The cartographer",
          "licence": "CC0",
          "attribution": "Invented wards, CC0",
          "extract_date": "2026-01-15",
          "reference": "wards@2023#0"
        }
      ]
    }
    "#);
    let none = json("/tiles/wards.json?on=2020-01-01").await;
    assert!(none.get("bounds").is_none());
}

#[tokio::test]
async fn links_start_with_the_public_address_whatever_the_host_is_called() {
    let answer =
        get_with("/tiles/wards.json", &[("host", "evil.example"), ("x-forwarded-host", "evil.example")])
            .await;
    let address = answer.json()["tiles"][0].as_str().unwrap().to_owned();
    assert!(address.starts_with("https://maps.example.org/tiles/wards/{z}/{x}/{y}.mvt?on="), "{address}");
    assert!(!answer.text().contains("evil"));
}

/// The path that a map asks for after it has read a `TileJSON`.
fn address(tilejson: &Value, (z, x, y): (u32, u32, u32)) -> String {
    let template = tilejson["tiles"][0].as_str().unwrap().strip_prefix(world::PUBLIC_URL).unwrap();
    let filled = [("{z}", z), ("{x}", x), ("{y}", y)];
    filled.iter().fold(template.to_owned(), |path, (name, value)| path.replace(name, &value.to_string()))
}

#[tokio::test]
async fn a_tile_at_its_own_address_is_kept_for_a_year() {
    let place = tile_at(10, 500_500.0, 110_500.0);
    for tilejson in ["/tiles/wards.json?on=2026-03-31", "/tiles/wards@2026.json", "/tiles/wards.json"] {
        let answer = get(&address(&json(tilejson).await, place)).await;
        assert_eq!(answer.header("cache-control"), Some(FOR_A_YEAR), "{tilejson}");
    }
}

#[tokio::test]
async fn without_the_stamp_or_the_date_a_tile_is_asked_for_again() {
    let (z, x, y) = tile_at(10, 500_500.0, 110_500.0);
    let address = address(&json("/tiles/wards.json?on=2026-03-31").await, (z, x, y));
    let stamp = address.split("v=").nth(1).unwrap();
    for query in ["on=2026-03-31".to_owned(), format!("v={stamp}"), "on=2026-03-31&v=older".to_owned()] {
        let answer = get(&format!("/tiles/wards/{z}/{x}/{y}.mvt?{query}")).await;
        assert_eq!(answer.header("cache-control"), Some("no-cache"), "{query}");
        assert_eq!(answer.status.as_u16(), 200);
    }
}

#[tokio::test]
async fn a_changed_layer_has_another_stamp_and_the_old_one_is_served_fresh() {
    let atlas = world::shared();
    let app = router(AppState::new(HttpConfig::new(world::PUBLIC_URL), atlas.clone()));
    let place = tile_at(10, 500_500.0, 110_500.0);
    let tilejson = async || send(&app, request("/tiles/wards.json?on=2026-03-31", &[])).await.json();
    let old = address(&tilejson().await, place);
    atlas.store(Arc::new(world::atlas("w2")));
    let new = address(&tilejson().await, place);
    assert_ne!(old, new);
    assert_eq!(send(&app, request(&new, &[])).await.header("cache-control"), Some(FOR_A_YEAR));
    let answer = send(&app, request(&old, &[])).await;
    assert_eq!(answer.header("cache-control"), Some("no-cache"));
    assert_eq!(ids(&decoded(&answer), "wards"), BTreeSet::from([0, 1]));
}

#[tokio::test]
async fn a_tile_that_the_client_has_is_not_sent_again() {
    let (z, x, y) = tile_at(10, 500_500.0, 110_500.0);
    let path = format!("/tiles/wards/{z}/{x}/{y}.mvt?on=2026-03-31");
    let first = get(&path).await;
    let etag = first.header("etag").unwrap();
    assert!(etag.starts_with('"'), "{etag} is strong");
    let again = get_with(&path, &[("if-none-match", etag)]).await;
    assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));
    assert_eq!((again.header("etag"), again.header("cache-control")), (Some(etag), Some("no-cache")));
    let other = get_with(&path, &[("if-none-match", "\"something-else\"")]).await;
    assert_eq!(other.status.as_u16(), 200);
}

#[tokio::test]
async fn a_tile_is_packed_for_those_who_take_it_so() {
    let (z, x, y) = tile_at(10, 500_500.0, 110_500.0);
    let path = format!("/tiles/wards/{z}/{x}/{y}.mvt?on=2026-03-31");
    let plain = get(&path).await;
    let packed = get_with(&path, &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert_eq!((plain.header("content-encoding"), plain.header("vary")), (None, Some("accept-encoding")));
    assert_eq!(packed.header("vary"), Some("accept-encoding"));
    assert_ne!(packed.header("etag"), plain.header("etag"));
    let mut unpacked = Vec::new();
    GzDecoder::new(&packed.bytes[..]).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, plain.bytes);
}

#[tokio::test]
async fn a_tile_far_from_everything_is_empty() {
    let packed = [("accept-encoding", "gzip")];
    let answer = get_with("/tiles/wards/8/0/0.mvt?on=2026-03-31", &packed).await;
    assert_eq!((answer.status.as_u16(), answer.bytes.len()), (200, 0));
    assert_eq!(answer.header("content-encoding"), None, "its tag is that of no bytes");
}

#[tokio::test]
async fn words_that_maps_put_into_a_page_cannot_become_markup() {
    let atlas = world::with_attribution("<b onclick=\"x\">Ordnance & Survey</b>");
    let app = router(AppState::new(
        HttpConfig::new(world::PUBLIC_URL),
        Arc::new(arc_swap::ArcSwap::from_pointee(atlas)),
    ));
    let body = send(&app, request("/tiles/wards.json?on=2026-03-31", &[])).await.json();
    assert_eq!(body["attribution"], "&lt;b onclick=&quot;x&quot;&gt;Ordnance &amp; Survey&lt;/b&gt;");
    assert_eq!(body["releases"][0]["attribution"], json!("<b onclick=\"x\">Ordnance & Survey</b>"));
}

#[tokio::test]
async fn the_numbers_of_areas_in_tiles_are_to_be_had() {
    for on in ["2026-03-31", "2026-04-01"] {
        let (z, x, y) = tile_at(12, 501_000.0, 110_500.0);
        let told = json(&format!("/tiles/wards.json?on={on}")).await;
        let address = told["numbers"].as_str().unwrap().strip_prefix("https://maps.example.org").unwrap();
        let answer = get(address).await;
        let numbers: Value = serde_json::from_slice(&answer.bytes).unwrap();
        let named = decoded(&get(&format!("/tiles/wards/{z}/{x}/{y}.mvt?on={on}")).await);
        let layer = named.layers.iter().find(|layer| layer.name == "wards").unwrap();
        let code = layer.keys.iter().position(|key| key == "code").unwrap();
        assert!(!layer.features.is_empty());
        for feature in &layer.features {
            let tag = feature.tags.chunks(2).find(|tag| tag[0] as usize == code).unwrap();
            let code = layer.values[tag[1] as usize].string_value.as_ref().unwrap();
            assert_eq!(numbers["areas"][code].as_u64(), feature.id, "{code} on {on}");
        }
        assert_eq!(answer.header("cache-control"), Some(FOR_A_YEAR));
        assert_eq!(numbers["areas"].as_object().unwrap().len(), 2);
    }
}
