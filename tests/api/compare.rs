//! `/api/compare` and `/api/compare.csv`.

use rstest::rstest;
use serde_json::{Value, json};

use crate::ask::{get, get_with, json};

const BEFORE: &str = "on=2026-03-31";

fn pairs(body: &Value) -> Vec<(&str, &str, f64)> {
    let pairs = body["pairs"].as_array().unwrap().iter();
    let told = pairs.map(|pair| {
        (
            pair["a_code"].as_str().unwrap(),
            pair["b_code"].as_str().unwrap(),
            pair["overlap"].as_f64().unwrap(),
        )
    });
    told.collect()
}

#[tokio::test]
async fn two_layers_are_compared_in_ground_and_in_people() {
    let ground = json(&format!("/api/compare?a=wards&b=districts&weight=area&{BEFORE}")).await;
    assert_eq!(pairs(&ground), [("W1", "D1", 1e6), ("W2", "D1", 1e6)]);
    // The shire is 4 by 3 km, less a hole of 200 m and with an isle of 100 m.
    assert_eq!(ground["summary"]["total_b"], 12e6 - 40_000.0 + 10_000.0);
    assert_eq!(ground["pairs"][0]["relation"], "inside");
    // Everybody of the only block stands at its only postcode, in Long Ash.
    let people = json(&format!("/api/compare?a=wards&b=districts&{BEFORE}")).await;
    assert_eq!(pairs(&people), [("W1", "D1", 12.5), ("W2", "D1", 0.0)]);
    let summary = &people["summary"];
    assert_eq!(
        (&summary["weight"], &summary["unit"], &summary["blocks"]),
        (&json!("residents"), &json!("people"), &json!("blocks"))
    );
    assert_eq!(
        summary["attribution"],
        json!([
            "Invented wards, CC0",
            "Invented districts, CC0",
            "Invented people, CC0",
            "Invented blocks, CC0",
            "Invented postcodes, CC0"
        ])
    );
    let lists = json(&format!("/api/compare?a=practices&b=localities&{BEFORE}")).await;
    assert_eq!(pairs(&lists), [("P1", "localities-ash-and-elm", 7.0)]);
    assert_eq!(lists["summary"]["placement"]["not_in_rows"], 2.0);
    assert_eq!(lists["summary"]["placement"]["thin_blocks"], 1);
}

#[tokio::test]
async fn the_date_the_place_and_the_thresholds_are_heard() {
    let after = json("/api/compare?a=wards&b=districts&weight=area&on=2026-04-01").await;
    assert_eq!(pairs(&after), [("W2", "D1", 0.5e6), ("W3", "D1", 1.5e6)]);
    let place = format!(
        "/api/compare?a=wards@2026&b=districts&weight=area&in=wards:W1&{BEFORE}&tau=0.25&room_share=1"
    );
    let inside = json(&place).await;
    assert_eq!(pairs(&inside), [("W3", "D1", 1e6)]);
    let summary = &inside["summary"];
    assert_eq!((&summary["tau"], &summary["room_share"]), (&json!(0.25), &json!(1.0)));
    assert_eq!(summary["within"], json!({"layer": "wards", "code": "W1", "name": "Long Ash"}));
    assert_eq!(summary["edge"]["a"]["areas"][0]["code"], "W3");
}

#[tokio::test]
async fn what_counts_as_a_sliver_in_one_answer_does_not_leak_into_the_next() {
    // By default Short Ash has ground in the hole's neighbourhood; as slivers everything is left out. One server answers both.
    let app = patchwork::http::router(crate::world::state());
    let ask = async |limits: &str| {
        let path = format!("/api/compare?a=wards&b=wards@2026&weight=area&in=wards:W2&{BEFORE}{limits}");
        let answer = crate::ask::send(&app, crate::ask::request(&path, &[])).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
        answer.json()
    };
    let usual = ask("").await;
    let coarse = ask("&sliver_share=0.9&sliver_width_m=100000").await;
    assert_eq!(pairs(&usual), [("W2", "W2", 0.5e6), ("W2", "W3", 0.5e6)]);
    // Half of W2 is under nine tenths of it and of either of the new wards; W2 itself fills the place.
    let edge = &coarse["summary"]["edge"]["b"];
    assert_eq!(edge["left_out"], json!({"count": 1, "overlap": 0.5e6}));
    assert_eq!(pairs(&coarse), [("W2", "W2", 0.5e6)]);
    assert_eq!(ask("").await, usual);
}

#[tokio::test]
async fn a_table_has_the_same_rows() {
    let path = format!("a=practices&b=wards&{BEFORE}");
    let answer = get(&format!("/api/compare.csv?{path}")).await;
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    assert!(answer.header("content-disposition").unwrap().contains("patchwork-compare.csv"));
    let rows: Vec<&str> = answer.text().lines().collect();
    assert_eq!(
        rows,
        [
            "a_code,a_name,b_code,b_name,weight,overlap,share_of_a,share_of_b,iou,relation",
            "P1,Ash Practice,W1,Long Ash,patients,7,1,1,1,"
        ]
    );
}

#[tokio::test]
async fn pages_have_every_pair_once() {
    let path = format!("/api/compare?a=wards&b=wards@2026&weight=area&{BEFORE}");
    let whole = json(&path).await;
    assert_eq!((whole["pairs"].as_array().unwrap().len(), &whole["next_cursor"]), (3, &Value::Null));
    let (mut told, mut cursor, mut pages) = (Vec::new(), json!(0), 0);
    while !cursor.is_null() {
        let page = json(&format!("{path}&limit=2&cursor={cursor}")).await;
        assert_eq!(page["summary"], whole["summary"]);
        told.extend(page["pairs"].as_array().unwrap().clone());
        cursor = page["next_cursor"].clone();
        pages += 1;
    }
    assert_eq!((json!(told), pages), (whole["pairs"].clone(), 2));
    assert_eq!(json(&format!("{path}&cursor=99")).await["pairs"], json!([]));
    let csv = get(&format!("{path}&limit=2&cursor=2").replace("compare?", "compare.csv?")).await;
    assert_eq!(csv.text().lines().count(), 2, "{}", csv.text());
}

#[rstest]
#[case::no_a("b=wards", "a", "give layer A: a=LAYER")]
#[case::no_b("a=wards", "b", "give layer B")]
#[case::an_impossible_layer("a=WARDS&b=wards", "a", "cannot name a layer")]
#[case::an_impossible_weight("a=wards&b=wards&weight=Big+Weight", "weight", "")]
#[case::a_place_without_a_layer("a=wards&b=wards&in=QNX", "in", "write LAYER:CODE")]
#[case::less_than_nothing("a=wards&b=wards&tau=-0.1", "tau", "not at least 0 and at most 1")]
#[case::more_than_all("a=wards&b=wards&cross_share=1.5", "cross_share", "at most 1")]
#[case::not_a_number("a=wards&b=wards&cross_people=NaN", "cross_people", "is not a number")]
#[case::too_far("a=wards&b=wards&border_distance_m=5001", "border_distance_m", "at most 5000")]
#[case::an_empty_page("a=wards&b=wards&limit=0", "limit", "a whole number from 1")]
#[case::a_made_up_cursor("a=wards&b=wards&cursor=-1", "cursor", "a whole number from 0")]
#[case::no_reference("reference=pw1~a", "reference", "is no reference of an answer: copy the whole of it")]
#[case::a_reference_beside_layers(
    "reference=pw1~a:w:abcd~b:i:abcd~w:area~2026-01-01&a=wards",
    "reference",
    "give nothing beside it"
)]
#[case::a_reference_with_thresholds(
    "reference=pw1~a:w:abcd~b:i:abcd~w:area~2026-01-01&tau=0.1",
    "reference",
    "give nothing beside it"
)]
#[tokio::test]
async fn a_question_that_makes_no_sense_is_refused_in_words(
    #[case] query: &str,
    #[case] param: &str,
    #[case] words: &str,
) {
    for format in ["", ".csv"] {
        let problem = get(&format!("/api/compare{format}?{query}")).await.problem(400);
        assert_eq!(
            (&problem["type"], &problem["param"]),
            (&json!("urn:patchwork:problem:bad-parameter"), &json!(param))
        );
        assert!(problem["detail"].as_str().unwrap().contains(words), "{problem}");
    }
}

#[tokio::test]
async fn what_is_not_known_is_told_with_what_is() {
    let problem = get("/api/compare?a=wards&b=wards&with=x").await.problem(400);
    assert_eq!(
        (&problem["type"], &problem["param"]),
        (&json!("urn:patchwork:problem:unknown-parameter"), &json!("with"))
    );
    let problem =
        get(&format!("/api/compare?a=wards&b=districts&weight=visitors&{BEFORE}")).await.problem(400);
    assert_eq!(
        (&problem["type"], &problem["param"]),
        (&json!("urn:patchwork:problem:unknown-weight"), &json!("weight"))
    );
    assert!(problem["detail"].as_str().unwrap().contains("area, residents, residents@blocks"), "{problem}");
    let problem = get("/api/compare?a=wards&b=parishes").await.problem(404);
    assert_eq!(problem["type"], "urn:patchwork:problem:unknown-layer");
    let problem = get(&format!("/api/compare?a=wards&b=districts&in=wards:W9&{BEFORE}")).await.problem(404);
    assert_eq!(problem["type"], "urn:patchwork:problem:unknown-area");
    let problem = get("/api/compare?a=wards&b=districts&on=1999-01-01").await.problem(404);
    assert_eq!(problem["type"], "urn:patchwork:problem:not-in-force");
    let problem =
        get(&format!("/api/compare?a=wards&b=districts&in=practices:P1&{BEFORE}")).await.problem(400);
    assert!(problem["detail"].as_str().unwrap().contains("not ground"), "{problem}");
}

#[rstest]
#[case("a=drafts&b=wards")]
#[case("a=wards&b=drafts")]
#[case("a=drafts@leaked&b=wards")]
#[case("a=wards&b=districts&in=drafts:X1")]
#[case("a=wards&b=districts&in=drafts@leaked:drafts-whisper")]
#[case("a=wards&b=districts&weight=residents@drafts")]
#[tokio::test]
async fn a_layer_that_needs_signing_in_is_as_one_that_never_was(#[case] query: &str) {
    for format in ["", ".csv"] {
        let secret = get(&format!("/api/compare{format}?{query}&{BEFORE}")).await;
        let never = get(&format!("/api/compare{format}?{query}&{BEFORE}").replace("drafts", "dreams")).await;
        assert_eq!(secret.status, never.status);
        assert!(secret.status.is_client_error());
        assert_eq!(secret.text().replace("drafts", "dreams"), never.text());
    }
}

#[tokio::test]
async fn lists_that_need_signing_in_are_as_lists_that_never_were() {
    for query in ["a=whisperers&b=wards", "a=practices&b=whisperers", "a=whisperers@2025&b=wards"] {
        let secret = get(&format!("/api/compare?{query}&{BEFORE}")).await;
        let never = get(&format!("/api/compare?{query}&{BEFORE}").replace("whisperers", "dreams")).await;
        secret.problem(404);
        assert_eq!(secret.text().replace("whisperers", "dreams"), never.text());
    }
}

#[tokio::test]
async fn an_answer_that_the_client_has_is_not_sent_again() {
    for path in ["/api/compare", "/api/compare.csv"] {
        let path = format!("{path}?a=wards&b=districts&{BEFORE}");
        let first = get(&path).await;
        assert_eq!(first.header("cache-control"), Some("no-cache"));
        let tag = first.header("etag").unwrap();
        let again = get_with(&path, &[("if-none-match", tag)]).await;
        assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0));
        let other = get_with(&path.replace("03-31", "04-01"), &[("if-none-match", tag)]).await;
        assert_eq!(other.status.as_u16(), 200);
    }
}
