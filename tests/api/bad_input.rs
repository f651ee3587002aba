use axum::{body::Body, http::Request};
use patchwork::http::router;
use rstest::rstest;

use crate::{
    ask::{get, request, send},
    world,
};

#[rstest]
#[case::a_day_that_is_none(
    "/api/layers?on=2026-02-30",
    "on",
    "“2026-02-30” is not a date written as 2026-03-31"
)]
#[case::a_day_in_another_order("/api/locate?lon=0&lat=51&on=31/03/2026", "on", "is not a date")]
#[case::no_place("/api/locate", "lon", "a place is needed: give lon and lat, or easting and northing")]
#[case::half_a_place("/api/locate?lon=0.1", "lat", "lon needs lat beside it")]
#[case::the_other_half("/api/locate?northing=110000", "easting", "northing needs easting beside it")]
#[case::two_places("/api/locate?lon=0&lat=51&easting=1&northing=1", "easting", "not both")]
#[case::a_word("/api/locate?lon=west&lat=51", "lon", "“west” is not a number")]
#[case::not_a_number("/api/locate?lon=NaN&lat=51", "lon", "“NaN” is not a number")]
#[case::endless("/api/locate?lon=0&lat=1e999", "lat", "“1e999” is not a number")]
#[case::metres_as_degrees("/api/locate?lon=530000&lat=105000", "lon", "looks like grid coordinates")]
#[case::beyond_the_pole("/api/locate?lon=0&lat=-91", "lat", "is no longitude (-180 to 180) and latitude")]
#[case::too_far_around("/api/locate?lon=0&lat=51&within_m=10001", "within_m", "from 0 to 10000 metres")]
#[case::less_than_nothing("/api/locate?lon=0&lat=51&within_m=-1", "within_m", "from 0 to 10000 metres")]
#[case::nothing_to_search("/api/search", "q", "what to search for is needed")]
#[case::no_results("/api/search?q=a&limit=0", "limit", "a whole number from 1 to 50")]
#[case::too_many_results("/api/search?q=a&limit=51", "limit", "a whole number from 1 to 50")]
#[case::a_made_up_cursor(
    "/api/search?q=a&cursor=999999999999999999999",
    "cursor",
    "is not the “next” of an answer"
)]
#[case::given_twice("/api/search?q=a&q=b", "query", "“q” is given twice")]
#[case::an_impossible_layer("/api/areas/WARDS/W1", "layer", "cannot name a layer")]
#[case::an_impossible_edition("/tiles/wards@a b.json".replace(' ', "%20"), "layer", "cannot name an edition")]
#[case::a_word_for_a_zoom("/tiles/wards/eight/1/1.mvt", "z", "“eight” is not a whole number")]
#[case::a_signed_column("/tiles/wards/8/-1/1.mvt", "x", "“-1” is not a whole number")]
#[case::a_fraction_of_a_row("/tiles/wards/8/1/1.5.mvt", "y", "“1.5” is not a whole number")]
#[case::an_enormous_zoom("/tiles/wards/300/1/1.mvt", "z", "zoom 300 is too deep: tiles stop at zoom 16")]
#[tokio::test]
async fn a_parameter_that_makes_no_sense_is_refused_in_words(
    #[case] path: impl AsRef<str>,
    #[case] param: &str,
    #[case] words: &str,
) {
    let problem = get(path.as_ref()).await.problem(400);
    assert_eq!(problem["param"], param, "{problem}");
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains(words), "{detail}");
}

#[rstest]
#[case("/api/config?a=1", "a", "this address takes none")]
#[case("/api/layers?date=2026-03-31", "date", "there is on")]
#[case("/api/locate?uprn=1", "uprn", "there are lon, lat, easting, northing, postcode, on, within_m")]
#[case("/api/search?q=a&page=2", "page", "there are q, on, limit, cursor")]
#[case("/api/areas/wards/W1?with=districts", "with", "there is on")]
#[case("/api/areas/wards/W1.geojson?crs=27700", "crs", "there is on")]
#[case("/tiles/wards.json?v=1", "v", "there is on")]
#[case("/tiles/wards/8/1/1.mvt?format=pbf", "format", "there are on, v")]
#[tokio::test]
async fn an_unknown_parameter_is_named_beside_those_there_are(
    #[case] path: &str,
    #[case] given: &str,
    #[case] known: &str,
) {
    let problem = get(path).await.problem(400);
    assert_eq!(problem["type"], "urn:patchwork:problem:unknown-parameter");
    assert_eq!(problem["param"], given);
    assert_eq!(problem["detail"], format!("there is no parameter “{given}” here; {known}"));
}

#[tokio::test]
async fn an_unknown_layer_is_told_what_there_is() {
    for path in ["/api/areas/parishes/P1", "/tiles/parishes.json", "/tiles/parishes/8/127/85.mvt"] {
        let problem = get(path).await.problem(404);
        let expected = "there is no layer “parishes”; there are wards, districts, localities, blocks";
        assert_eq!(problem["detail"], expected, "{path}");
    }
}

#[tokio::test]
async fn an_unknown_edition_is_told_what_there_is() {
    let problem = get("/tiles/wards@1999.json").await.problem(404);
    assert_eq!(problem["detail"], "layer wards has no edition “1999”; it has 2023, 2026");
}

#[rstest]
#[case::in_france("/api/locate?lon=2.35&lat=42", "longitude 2.35, latitude 42 lies outside")]
#[case::off_the_grid(
    "/api/locate?easting=-500&northing=110000",
    "easting -500, northing 110000 lies outside"
)]
#[case::far_off_the_grid(
    "/api/locate?easting=1e300&northing=1e300",
    "lies outside the British National Grid"
)]
#[tokio::test]
async fn a_place_outside_the_grid_is_refused_by_name(#[case] path: &str, #[case] words: &str) {
    let problem = get(path).await.problem(400);
    let detail = problem["detail"].as_str().unwrap();
    assert!(detail.contains(words), "{detail}");
}

#[tokio::test]
async fn a_tile_off_the_map_is_named() {
    let problem = get("/tiles/wards/4/16/3.mvt").await.problem(404);
    let words = "tile 4/16/3 does not exist: at zoom 4 columns and rows run from 0 to 15";
    assert_eq!(problem["detail"], words);
    let problem = get("/tiles/wards/17/0/0.mvt").await.problem(404);
    assert_eq!(problem["detail"], "zoom 17 is too deep: tiles stop at zoom 16");
}

#[rstest]
#[case("/api")]
#[case("/api/nothing")]
#[case("/api/areas/wards")]
#[case("/tiles")]
#[case("/tiles/wards")]
#[case("/tiles/wards/8/127/85")]
#[case("/tiles/wards/8/127/85.png")]
#[case("/health")]
#[case("/api/areas/wards/%FF")]
#[tokio::test]
async fn a_path_of_the_api_that_leads_nowhere_is_a_problem(#[case] path: &str) {
    get(path).await.problem(404);
}

#[rstest]
#[case("POST", "/api/layers")]
#[case("DELETE", "/api/areas/wards/W1")]
#[case("PUT", "/tiles/wards/8/127/85.mvt")]
#[case("BREW", "/")]
#[tokio::test]
async fn a_method_other_than_get_is_refused(#[case] method: &str, #[case] path: &str) {
    let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
    send(&router(world::state()), request).await.problem(405);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let request =
        Request::get("/api/layers").header("content-length", "2000000").body(Body::empty()).unwrap();
    let problem = send(&router(world::state()), request).await.problem(413);
    assert_eq!(problem["detail"], "a request may carry at most 1048576 bytes");
}

#[tokio::test]
async fn an_address_that_is_too_long_is_refused() {
    get(&format!("/api/search?q={}", "a".repeat(50_000))).await.problem(414);
}

#[tokio::test]
async fn head_answers_as_get_does_without_a_body() {
    for path in ["/api/layers?on=2026-03-31", "/tiles/districts/8/127/86.mvt?on=2026-03-31", "/"] {
        let request = Request::head(path).body(Body::empty()).unwrap();
        let head = send(&router(world::state()), request).await;
        assert_eq!((head.status.as_u16(), head.bytes.len()), (200, 0), "{path}");
        assert_eq!(head.header("content-type"), get(path).await.header("content-type"));
    }
}

#[tokio::test]
async fn a_problem_is_never_kept() {
    let answer = send(&router(world::state()), request("/api/areas/wards/W9", &[])).await;
    assert_eq!(answer.header("cache-control"), Some("no-store"));
}
