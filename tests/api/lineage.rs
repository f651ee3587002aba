//! Areas over time: their history, the days on which something changes, who stands above them before and after, and what an option moves.

use patchwork::access::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::{
    ask::{get, json},
    office::{Office, of_store},
    schema,
};

#[tokio::test]
async fn what_no_table_says_is_found_from_the_ground() {
    let history = json("/api/areas/wards/W1/history").await;
    assert_eq!(history["name"], "Long Ash");
    assert!(!history["versions"].as_array().unwrap().is_empty(), "{history}");
    for link in
        history["successors"].as_array().unwrap().iter().chain(history["predecessors"].as_array().unwrap())
    {
        assert_eq!(link["inferred"], true, "{link}");
        assert!(link["share"].as_f64().unwrap() > 0.0, "{link}");
    }
    let problem = get("/api/areas/wards/W77/history").await.problem(404);
    assert!(problem["detail"].as_str().unwrap().contains("W77"), "{problem}");
    get("/api/areas/drafts/X1/history").await.problem(404);
}

#[tokio::test]
async fn the_days_on_which_something_changes_are_told_where_it_changes() {
    let all = json("/api/dates").await;
    let days: Vec<&str> =
        all["dates"].as_array().unwrap().iter().map(|day| day["day"].as_str().unwrap()).collect();
    assert!(days.contains(&"2026-04-01"), "{days:?}");
    assert!(days.is_sorted());
    assert!(!all.to_string().contains("drafts"), "{all}");
    // Nothing changes in the north of Scotland.
    let elsewhere = json("/api/dates?bbox=-5,58,-4,58.5").await;
    assert_eq!(elsewhere["dates"], json!([]));
    for wrong in ["1,2,3", "a,b,c,d", "1,2,1,3", "-200,0,10,20"] {
        assert!(get(&format!("/api/dates?bbox={wrong}")).await.status.is_client_error(), "{wrong}");
    }
}

fn option() -> Value {
    json!({
        "id": "Two", "title": "Two councils", "purpose": "council", "status": "submitted", "visibility": "public",
        "vesting_day": "2028-04-01",
        "assignment": {
            "areas": ["West", "East"],
            "components": [{ "layer": "wards", "code": "W1", "area": 0 }, { "layer": "wards", "code": "W2", "area": 1 }],
        },
    })
}

async fn planned() -> Office {
    let office = of_store();
    let (_, bearer) = office.token(Role::Planner);
    let added = office
        .call("POST", "/api/scenarios", &[("authorization", bearer.as_str())], &option().to_string())
        .await;
    assert_eq!(added.status.as_u16(), 201, "{}", added.text());
    office
}

#[tokio::test]
async fn a_map_says_on_either_side_of_the_day_what_has_been_decided() {
    let office = of_store();
    let (_, bearer) = office.token(Role::Planner);
    let mut decided = option();
    decided["status"] = "decided".into();
    let added = office
        .call("POST", "/api/scenarios", &[("authorization", bearer.as_str())], &decided.to_string())
        .await;
    assert_eq!(added.status.as_u16(), 201, "{}", added.text());
    let said = async |asked: &str| office.get(&format!("/embed?{asked}"), &[]).await.text().to_owned();
    for (asked, words) in [
        ("scenario=Two&on=2028-03-31", "not a boundary in force yet: decided, takes over on 1 April 2028"),
        ("scenario=Two&on=2028-04-01", "In place since 1 April 2028: decided"),
        ("layer=wards&on=2028-04-01", "Since 1 April 2028 “Two councils” (decided) has taken the place of"),
        ("area=wards:W2&on=2028-04-01", "has taken the place of"),
    ] {
        let said = said(asked).await;
        assert!(said.contains(words), "{asked}: {said}");
    }
    for asked in ["layer=wards&on=2028-03-31", "layer=districts&on=2028-04-01"] {
        assert!(!said(asked).await.contains("taken the place"), "{asked}");
    }
}

#[tokio::test]
async fn before_and_after_say_who_stands_above_an_area() {
    let office = planned().await;
    let told = office.get("/api/areas/wards/W1/before-after?on=2026-03-31&scenario=Two", &[]).await;
    assert_eq!(told.status.as_u16(), 200, "{}", told.text());
    let told = told.json();
    assert_eq!((&told["then"], &told["name"]), (&"2028-04-01".into(), &"Long Ash".into()));
    let layers = |side: &str| -> Vec<String> {
        told[side].as_array().unwrap().iter().map(|one| one["layer"].as_str().unwrap().to_owned()).collect()
    };
    assert!(layers("before").contains(&"districts".to_owned()), "{told}");
    assert!(
        !layers("after").contains(&"districts".to_owned())
            && layers("after").contains(&"scenario.Two".to_owned())
    );
    let above = told["after"].as_array().unwrap().iter().find(|one| one["layer"] == "scenario.Two").unwrap();
    assert_eq!((&above["areas"][0]["name"], &above["in_the_room"]), (&"West".into(), &json!(["West"])));
    assert!(told["changed"].as_array().unwrap().contains(&"scenario.Two".into()), "{told}");
}

#[tokio::test]
async fn before_an_option_its_ground_is_the_councils_of_the_day() {
    let office = planned().await;
    let ask = async |body: Value| {
        let kind = [("content-type", "application/json")];
        office.call("POST", "/api/scenarios/evaluate?on=2026-03-31", &kind, &body.to_string()).await
    };
    let (after, before) =
        (ask(json!({ "from": "Two" })).await, ask(json!({ "from": "Two", "before": true })).await);
    assert_eq!(before.status.as_u16(), 200, "{}", before.text());
    let (after, before) = (after.json(), before.json());
    let names = |figures: &Value| -> Vec<String> {
        let areas = figures["areas"].as_array().unwrap();
        areas.iter().map(|area| area["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&after), ["West", "East"]);
    assert_eq!(names(&before), ["Ashshire"], "{before}");
    // The same ground and the same people, divided otherwise.
    assert_eq!(before["residents"], after["residents"]);
    let parts = |figures: &Value| figures["assignment"]["components"].as_array().unwrap().len();
    assert_eq!(parts(&before), parts(&after));
    let is_cited = |release: &Value| release["of"] == "districts";
    assert!(before["releases"].as_array().unwrap().iter().any(is_cited), "{before}");
    assert_eq!(before["left_out_residents"].to_string(), "0.0");
}

#[tokio::test]
async fn what_moves_is_a_table_of_before_and_after() {
    let office = planned().await;
    let moves = office.get("/api/scenarios/Two/moves?what=wards&on=2026-03-31", &[]).await;
    assert_eq!(moves.status.as_u16(), 200, "{}", moves.text());
    let moves = moves.json();
    assert_eq!(moves["before_layer"], "districts");
    let row = moves["rows"].as_array().unwrap().iter().find(|row| row["code"] == "W1").unwrap();
    assert_eq!((&row["before"][0]["name"], &row["after"][0]["name"]), (&"Ashshire".into(), &"West".into()));
    let one = office.get("/api/scenarios/Two/moves?what=wards&on=2026-03-31&limit=1", &[]).await.json();
    assert_eq!((one["rows"].as_array().unwrap().len(), &one["next_cursor"]), (1, &1.into()));
    let assets = office.get("/api/scenarios/Two/moves?what=assets&on=2026-03-31", &[]).await;
    assert_eq!(assets.status.as_u16(), 200, "{}", assets.text());
    // Each release is cited once, and those of the councils are cited for places too.
    for answer in [moves, assets.json()] {
        let cited: Vec<&str> = answer["releases"]
            .as_array()
            .unwrap()
            .iter()
            .map(|release| release["reference"].as_str().unwrap())
            .collect();
        let distinct: std::collections::HashSet<&&str> = cited.iter().collect();
        assert_eq!(distinct.len(), cited.len(), "{cited:?}");
        let of = |release: &Value| release["of"] == "districts";
        assert!(answer["releases"].as_array().unwrap().iter().any(of), "{answer}");
    }
}

#[rstest]
#[case::moves("/api/scenarios/Two/moves?what=wards&on=2026-03-31", "/api/scenarios/{id}/moves")]
#[case::before_after(
    "/api/areas/wards/W1/before-after?on=2026-03-31&scenario=Two",
    "/api/areas/{layer}/{code}/before-after"
)]
#[case::history("/api/areas/wards/W1/history", "/api/areas/{layer}/{code}/history")]
#[tokio::test]
async fn they_are_as_they_are_described(#[case] path: &str, #[case] described: &str) {
    let office = planned().await;
    let description = office.get("/api/openapi.json", &[]).await.json();
    let body = office.get(path, &[]).await;
    assert_eq!(body.status.as_u16(), 200, "{}", body.text());
    let content = &description["paths"][described]["get"]["responses"]["200"]["content"];
    schema::check(&description, &content["application/json"]["schema"], &body.json(), path);
}
