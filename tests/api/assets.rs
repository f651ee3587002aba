use patchwork::access::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::{
    ask::{get, get_with, json},
    office::Office,
};

/// The longitude and latitude of the library, which is at (500500, 110500).
const LIBRARY: &str = "-0.5727,50.8851";

fn names(body: &Value) -> Vec<&str> {
    body["assets"].as_array().unwrap().iter().map(|asset| asset["name"].as_str().unwrap()).collect()
}

async fn found(query: &str) -> Vec<String> {
    let body = json(&format!("/api/assets?on=2026-03-31{query}")).await;
    assert_eq!(body["total"], body["assets"].as_array().unwrap().len());
    names(&body).into_iter().map(str::to_owned).collect()
}

const LIBRARY_NAME: &str = "Ash Library";
const HALL: &str = "=HYPERLINK(\"x\")";
const CAFE: &str = "Corner Café";
const HOME: &str = "Little Acorns";
const GROUP: &str = "Walking group";
const PARK: &str = "Élm Park";

#[rstest]
#[case::everything_by_name("", &[HALL, LIBRARY_NAME, CAFE, HOME, GROUP, PARK])]
#[case::of_a_kind("&kinds=library", &[LIBRARY_NAME])]
#[case::of_several("&kinds=Libraries,park", &[LIBRARY_NAME, PARK])]
#[case::whatever_its_status("&kinds=library&status=all", &[LIBRARY_NAME, "Old Library"])]
#[case::closed("&status=closed", &["Old Library"])]
#[case::of_a_list("&list=mapped", &[CAFE])]
#[case::where_people_can_meet("&meet=true", &[HALL, LIBRARY_NAME])]
#[case::by_words("&text=high+ash", &[LIBRARY_NAME])]
#[case::by_a_word_without_its_accent("&text=elm", &[PARK])]
#[case::by_postcode("&text=qx1+1aa", &[LIBRARY_NAME])]
#[case::in_an_area("&in=wards:W1", &[LIBRARY_NAME, CAFE, HOME])]
#[case::in_another("&in=wards:W2&kinds=community-centre", &[HALL])]
#[case::in_none("&in=wards:W2&kinds=library", &[])]
#[tokio::test]
async fn assets_are_found(#[case] query: &str, #[case] expected: &[&str]) {
    assert_eq!(found(query).await, expected);
}

#[tokio::test]
async fn a_box_holds_what_stands_in_it() {
    let all = json("/api/assets?on=2026-03-31&kinds=library").await;
    let (lon, lat) = (all["assets"][0]["lon"].as_f64().unwrap(), all["assets"][0]["lat"].as_f64().unwrap());
    let around = |d: f64| format!("&bbox={},{},{},{}", lon - d, lat - d, lon + d, lat + d);
    assert_eq!(found(&(around(0.0001) + "&kinds=library")).await, [LIBRARY_NAME]);
    assert_eq!(found(&(around(0.004) + "&kinds=library,cafe")).await, [LIBRARY_NAME, CAFE]);
    assert_eq!(found("&bbox=-180,-90,180,90").await.len(), 5, "all but the group, which has no place");
    assert_eq!(found("&bbox=0,51,0.1,51.1").await, [""; 0]);
}

#[tokio::test]
async fn the_nearest_come_first_with_their_distance_to_a_point_or_to_the_edge_of_ground() {
    let near = |more: &str| format!("/api/assets?on=2026-03-31&near={LIBRARY}{more}");
    let body = json(&near("&kinds=library,park,cafe")).await;
    assert_eq!(names(&body), [LIBRARY_NAME, CAFE, PARK]);
    let metres: Vec<f64> = body["assets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|asset| asset["distance_m"].as_f64().unwrap())
        .collect();
    // The place is within 30 metres of the library; the park's corner is 1500 m east and 1200 m south of it.
    assert!(metres[0] < 30.0 && (metres[1] - 200.0).abs() < 30.0, "{metres:?}");
    assert!((metres[2] - 1_500.0_f64.hypot(1_200.0)).abs() < 30.0, "{metres:?}");
    assert_eq!(body["total"], 3);
    assert_eq!(json(&near("&within_m=300&kinds=library,park,cafe")).await["total"], 2);
    assert_eq!(json(&near("&within_m=300&in=wards:W2")).await["total"], 0);
}

#[tokio::test]
async fn one_page_follows_the_other() {
    for order in ["", "&near=-0.5727,50.8851", "&near=-0.5727,50.8851&within_m=90000"] {
        let mut seen: Vec<String> = Vec::new();
        let mut cursor = Some(0);
        while let Some(at) = cursor {
            let path = format!("/api/assets?on=2026-03-31&limit=2&cursor={at}{order}");
            let body = json(&path).await;
            seen.extend(names(&body).into_iter().map(str::to_owned));
            cursor = body["next_cursor"].as_u64();
        }
        let expected = if order.is_empty() { 6 } else { 5 };
        assert_eq!(seen.len(), expected, "{order}: {seen:?}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), expected, "{order}");
    }
}

#[tokio::test]
async fn an_answer_names_its_lists_and_what_it_leaves_out() {
    let body = json(&format!("/api/assets?on=2026-03-31&near={LIBRARY}&within_m=90000")).await;
    let lists = body["lists"].as_array().unwrap();
    let told: Vec<_> = lists.iter().map(|list| (&list["id"], &list["complete"], &list["assets"])).collect();
    assert_eq!(
        told,
        [(&json!("mapped"), &json!(false), &json!(1)), (&json!("places"), &json!(true), &json!(4))]
    );
    assert_eq!(body["attribution"], json!(["Invented mapped, CC0", "Invented places, CC0"]));
    let notes = body["notes"].to_string();
    for words in [
        "Not a full register: Places that volunteers mapped",
        "1 left out that have closed",
        "square kilometre",
    ] {
        assert!(notes.contains(words), "{words} in {notes}");
    }
}

#[tokio::test]
async fn an_asset_that_somebody_looked_at_lately_is_not_stale() {
    let body = json("/api/assets?on=2026-03-31").await;
    let stale: Vec<(&str, bool)> = body["assets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|asset| (asset["name"].as_str().unwrap(), asset["stale"].as_bool().unwrap()))
        .collect();
    assert!(stale.contains(&(LIBRARY_NAME, false)) && stale.contains(&(PARK, true)), "{stale:?}");
}

#[tokio::test]
async fn one_asset_is_told_with_the_areas_above_it() {
    let answer = get("/api/assets/places:1?on=2026-03-31").await;
    let body = answer.json();
    assert_eq!(body["name"], LIBRARY_NAME);
    assert_eq!(
        body["contact"],
        json!({
            "phone": null, "email": null, "website": "https://ash.example", "held_back": null
        })
    );
    let areas: Vec<&str> =
        body["areas"].as_array().unwrap().iter().map(|area| area["name"].as_str().unwrap()).collect();
    assert_eq!(areas, ["Long Ash", "Ashshire", "Ash & Elm"]);
    assert_eq!(body["geometry"]["type"], "Point");
    assert_eq!(body["source"]["licence"], "OGL v3.0");
    let tag = answer.header("etag").unwrap();
    let again = get_with("/api/assets/places:1?on=2026-03-31", &[("if-none-match", tag)]).await;
    assert_eq!((again.status.as_u16(), again.header("etag")), (304, Some(tag)));
    assert_eq!(json("/api/assets/places:4").await["geometry"]["type"], "Polygon");
}

#[tokio::test]
async fn a_home_is_somewhere_in_its_square_kilometre_for_everybody() {
    let office = Office::open();
    let (_, bearer) = office.token(Role::Admin);
    for headers in [&[][..], &[("authorization", bearer.as_str())]] {
        let list = office.get("/api/assets?on=2026-03-31&kinds=childminder", headers).await.json();
        let home = &list["assets"][0];
        assert_eq!((&home["precision"], &home["address"]), (&json!("area"), &json!("QX1")));
        let place = format!("/api/locate?lon={}&lat={}", home["lon"], home["lat"]);
        let point = json(&place).await["point"].clone();
        let metres = |key: &str| point[key].as_f64().unwrap().round();
        assert_eq!((metres("easting"), metres("northing")), (500_500.0, 110_500.0));
    }
    assert_eq!(json("/api/assets/places:6?on=2026-03-31").await["areas"], json!([]));
}

#[rstest]
#[case::hidden_by_its_kind("places:5")]
#[case::hidden_by_its_list("places:7")]
#[case::of_a_list_for_others("whispered:1")]
#[case::that_never_was("places:99")]
#[case::no_name_at_all("%20")]
#[tokio::test]
async fn an_asset_that_may_not_be_seen_is_as_one_that_never_was(#[case] id: &str) {
    let problem = get(&format!("/api/assets/{id}?on=2026-03-31")).await.problem(404);
    assert_eq!(problem["type"], "urn:patchwork:problem:unknown-asset");
}

#[tokio::test]
async fn who_has_signed_in_sees_their_lists_and_held_back_contacts_but_no_refuge() {
    let office = Office::open();
    let (_, bearer) = office.token(Role::Contributor);
    let signed_in = [("authorization", bearer.as_str())];
    let body = office.get("/api/assets?on=2026-03-31", &signed_in).await.json();
    assert!(names(&body).contains(&"Whispering Hall"));
    assert!(!body.to_string().contains("anctuary"), "{body}");
    let library = office.get("/api/assets/places:1", &signed_in).await.json();
    assert_eq!(
        (&library["contact"]["phone"], &library["contact"]["held_back"]),
        (&json!("07700 900123"), &json!(true))
    );
    office.get("/api/assets/places:5", &signed_in).await.problem(404);
    let (_, moderator) = office.token(Role::Moderator);
    let refuge = office.get("/api/assets/places:5", &[("authorization", &moderator)]).await;
    assert_eq!(refuge.json()["name"], "Sanctuary Row");
    assert_eq!(refuge.header("cache-control"), Some("private, no-store"));
}

#[tokio::test]
async fn kinds_are_counted_as_far_as_a_visitor_sees_them() {
    let office = Office::open();
    let (_, bearer) = office.token(Role::Planner);
    let count = async |kind: &str, headers: &[(&str, &str)]| {
        let body = office.get("/api/kinds?on=2026-03-31", headers).await.json();
        let groups = body["groups"].as_array().unwrap().clone();
        let mut kinds = groups.iter().flat_map(|group| group["kinds"].as_array().unwrap().clone());
        kinds.find(|known| known["id"] == kind).unwrap()["assets"].clone()
    };
    assert_eq!(count("library", &[]).await, 1);
    assert_eq!(count("refuge", &[]).await, 0);
    assert_eq!(count("community-centre", &[]).await, 1);
    assert_eq!(count("community-centre", &[("authorization", &bearer)]).await, 2);
}

#[tokio::test]
async fn a_table_is_text_in_every_cell_and_names_its_source_in_every_row() {
    let answer = get("/api/assets.csv?on=2026-03-31&status=all").await;
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"patchwork-assets.csv\""));
    let mut reader = csv::Reader::from_reader(answer.bytes.as_slice());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let column = |name: &str| header.iter().position(|known| known == name).unwrap();
    let of = |name: &str| rows.iter().map(|row| row[column(name)].to_owned()).collect::<Vec<_>>();
    assert_eq!(of("name"), ["'=HYPERLINK(\"x\")", LIBRARY_NAME, HOME, "Old Library", GROUP, PARK]);
    assert!(of("attribution").iter().all(|words| words == "Invented places, CC0"));
    assert!(of("licence").iter().all(|words| words == "OGL v3.0"));
    assert_eq!(of("patchwork_id")[1], "places:1");
}

#[tokio::test]
async fn lists_that_ask_to_be_shared_alike_are_mixed_only_on_request_and_then_labelled() {
    let rows = async |query: &str| {
        let text = get(&format!("/api/assets.csv?on=2026-03-31&kinds=library,cafe{query}")).await;
        let lines: Vec<String> = text.text().lines().skip(1).map(str::to_owned).collect();
        lines
    };
    assert_eq!(rows("").await.len(), 1);
    let mixed = rows("&share_alike=include").await;
    assert_eq!(mixed.len(), 2);
    assert!(
        mixed.iter().any(|row| row.contains("mapped,Places that volunteers mapped,ODbL 1.0,true")),
        "{mixed:?}"
    );
    assert_eq!(rows("&list=mapped").await.len(), 1);

    let apart = json_file("/api/assets.geojson?on=2026-03-31").await;
    assert!(apart["notes"].to_string().contains("Left out, as their licences ask"), "{}", apart["notes"]);
    let mixed = json_file("/api/assets.geojson?on=2026-03-31&share_alike=include").await;
    assert!(mixed["notes"].to_string().contains("falls under their licences"), "{}", mixed["notes"]);
    let labels: Vec<bool> = mixed["lists"]
        .as_array()
        .unwrap()
        .iter()
        .map(|list| list["share_alike"].as_bool().unwrap())
        .collect();
    assert_eq!(labels, [true, false]);
}

async fn json_file(path: &str) -> Value {
    let answer = get(path).await;
    assert_eq!(answer.header("content-type"), Some("application/geo+json"), "{}", answer.text());
    answer.json()
}

#[tokio::test]
async fn a_file_of_features_has_points_ground_and_its_attribution_inside() {
    let body = json_file("/api/assets.geojson?on=2026-03-31").await;
    let features = body["features"].as_array().unwrap();
    let shapes: Vec<&Value> = features.iter().map(|feature| &feature["geometry"]["type"]).collect();
    assert_eq!(json!(shapes), json!(["Point", "Point", "Point", null, "Polygon"]));
    assert_eq!(body["attribution"], json!(["Invented places, CC0"]));
}

#[rstest]
#[case(
    "kinds=libary",
    "kinds",
    "“libary” is no kind of asset; did you mean library?; /api/kinds lists them all"
)]
#[case("bbox=1,2,3", "bbox", "is no box")]
#[case("bbox=1,2,0,3", "bbox", "is inside out")]
#[case("bbox=500000,100000,500100,100100", "bbox", "is not in degrees")]
#[case("near=0", "near", "is no place: write lon,lat")]
#[case("near=500000,100000", "near", "is no longitude and latitude")]
#[case("within_m=5", "within_m", "needs near beside it")]
#[case("near=-0.5,50.8&within_m=1e9", "within_m", "from 0 to 100000")]
#[case("in=wards", "in", "write LAYER:CODE")]
#[case("meet=perhaps", "meet", "true or false")]
#[case("status=shut", "status", "open, planned, closed or all")]
#[case("list=whispered", "list", "there is no list “whispered”; there are mapped, places")]
#[case("list=Nothing", "list", "cannot name a list")]
#[case("share_alike=yes", "share_alike", "write include")]
#[case("limit=1001", "limit", "from 1 to 1000")]
#[tokio::test]
async fn a_question_that_makes_no_sense_is_refused_in_words(
    #[case] query: &str,
    #[case] param: &str,
    #[case] words: &str,
) {
    let problem = get(&format!("/api/assets?{query}")).await.problem(400);
    assert_eq!(problem["param"], param, "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains(words), "{problem}");
}
