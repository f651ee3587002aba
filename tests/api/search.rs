use serde_json::{Value, json};

use crate::ask::{get, json};

fn found(body: &Value) -> Vec<&str> {
    body["results"].as_array().unwrap().iter().map(|area| area["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_name_is_found_by_its_words_its_beginning_and_with_a_slip() {
    for typed in ["Long%20Ash", "long+a", "lnog+ash", "LONG"] {
        let body = json(&format!("/api/search?q={typed}&on=2026-03-31")).await;
        assert_eq!(found(&body).first(), Some(&"wards-long-ash"), "{typed}");
    }
}

#[tokio::test]
async fn a_code_is_found_only_while_it_is_in_force() {
    assert_eq!(found(&json("/api/search?q=w3&on=2026-03-31").await), [""; 0]);
    assert_eq!(found(&json("/api/search?q=w3&on=2026-04-01").await), ["wards-long-ash"]);
}

#[tokio::test]
async fn a_result_says_all_about_itself() {
    let mut body = json("/api/search?q=short+ash&on=2026-03-31").await;
    assert_eq!((&body["query"], &body["on"]), (&json!("short ash"), &json!("2026-03-31")));
    assert_eq!(body["attribution"], json!(["Invented wards, CC0"]));
    insta::assert_json_snapshot!(body["results"].take(), @r#"
    [
      {
        "layer": "wards",
        "layer_title": "Wards",
        "layer_singular": "ward",
        "family": "council",
        "id": "wards-short-ash",
        "code": "W2",
        "name": "Short Ash",
        "within": "Ashshire",
        "bounds": [
          -0.5656691,
          50.8804934,
          -0.5511803,
          50.8896585
        ],
        "centre": [
          -0.5584254,
          50.8850761
        ],
        "from": "2023-05-01",
        "until": "2026-04-01",
        "url": "/api/areas/wards/W2"
      }
    ]
    "#);
}

#[tokio::test]
async fn results_are_given_a_page_at_a_time() {
    let all = json("/api/search?q=ash&on=2026-03-31").await;
    assert_eq!(found(&all).len(), 4);
    assert_eq!(all["next"], json!(null));
    let mut pages = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = json(&format!("/api/search?q=ash&on=2026-03-31&limit=3{cursor}")).await;
        pages.extend(found(&page).into_iter().map(str::to_owned));
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    assert_eq!(pages, found(&all));
}

#[tokio::test]
async fn nothing_typed_finds_nothing() {
    let body = json("/api/search?q=").await;
    assert_eq!((&body["results"], &body["attribution"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn a_search_of_ten_thousand_characters_is_refused_in_words() {
    let problem = get(&format!("/api/search?q={}", "a".repeat(10_000))).await.problem(400);
    assert_eq!(problem["param"], "q");
    assert_eq!(problem["detail"], "a search may have at most 200 characters; this one has 10000");
}
