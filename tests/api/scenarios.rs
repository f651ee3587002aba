//! Scenarios over HTTP: drawn up, changed, taken away, and hidden from those who may not see them.

use patchwork::access::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::{
    ask::Answer,
    office::{Office, of_store},
    schema,
};

/// The two wards, each an area of its own.
pub fn two(id: &str, visibility: &str) -> Value {
    json!({
        "id": id, "title": "Murmur: two councils", "purpose": "council", "status": "working", "visibility": visibility,
        "vesting_day": "2028-04-01", "guide_people": 500_000,
        "assignment": {
            "areas": ["West Murmur", "East Murmur"],
            "components": [
                { "layer": "wards", "code": "W1", "area": 0 },
                { "layer": "wards", "code": "W2", "area": 1, "confidence": "inferred" },
            ],
        },
    })
}

async fn send(office: &Office, method: &str, path: &str, tag: Option<&str>, body: &Value) -> Answer {
    let (_, bearer) = office.token(Role::Planner);
    let mut headers = vec![("authorization", bearer.as_str())];
    headers.extend(tag.map(|tag| ("if-match", tag)));
    office.call(method, path, &headers, &body.to_string()).await
}

pub async fn add(office: &Office, body: &Value) -> Answer {
    send(office, "POST", "/api/scenarios", None, body).await
}

#[tokio::test]
async fn a_scenario_is_a_layer_wherever_a_layer_is_named() {
    let office = of_store();
    let added = add(&office, &two("Two-1", "public")).await;
    assert_eq!(added.status.as_u16(), 201, "{}", added.text());
    assert_eq!(added.header("location"), Some("/api/scenarios/Two-1"));
    let one = office.get("/api/scenarios/two-1", &[]).await.json();
    assert_eq!((one["id"].as_str(), one["layer"].as_str()), (Some("Two-1"), Some("scenario.Two-1")));
    assert_eq!((one["areas"].as_u64(), one["drawn"].as_bool()), (Some(2), Some(true)));
    assert_eq!(one["assignment"]["components"][0]["name"], "Long Ash");
    assert_eq!(one["attribution"], json!(["Invented, CC0"]));
    let compared = office.get("/api/compare?a=scenario.TWO-1&b=wards&weight=area&on=2026-03-31", &[]).await;
    assert_eq!(compared.json()["summary"]["dominant_share_a"], 1.0, "{}", compared.text());
    let reference = compared.json()["summary"]["reference"].as_str().unwrap().to_owned();
    let again = office.get(&format!("/api/compare?reference={reference}"), &[]).await;
    assert_eq!(again.json()["pairs"], compared.json()["pairs"], "{}", again.text());
    for path in [
        "/tiles/scenario.Two-1.json",
        "/api/scenarios/Two-1.geojson",
        "/api/scenarios/Two-1.csv",
        "/api/areas/scenario.Two-1/scenario-two-1-west-murmur",
    ] {
        let answer = office.get(path, &[]).await;
        assert_eq!(answer.status.as_u16(), 200, "{path}: {}", answer.text());
    }
    // Not decided: nobody finds it without asking for it, on any day.
    let located = office.get("/api/locate?easting=501500&northing=111500&on=2030-01-01", &[]).await;
    assert!(!located.text().contains("Murmur"), "{}", located.text());
    assert!(!office.get("/api/layers", &[]).await.text().contains("Murmur"));
}

#[tokio::test]
async fn answers_about_one_scenario_are_as_they_are_described() {
    let office = of_store();
    assert_eq!(add(&office, &two("Two-1", "public")).await.status.as_u16(), 201);
    let description = office.get("/api/openapi.json", &[]).await.json();
    for (path, described) in [
        ("/api/scenarios/Two-1", "/api/scenarios/{id}"),
        ("/api/scenarios/Two-1/figures?on=2026-03-31", "/api/scenarios/{id}/figures"),
        ("/api/scenarios/compare?on=2026-03-31", "/api/scenarios/compare"),
        ("/api/scenarios", "/api/scenarios"),
    ] {
        let body = office.get(path, &[]).await;
        assert_eq!(body.status.as_u16(), 200, "{path}: {}", body.text());
        let content = &description["paths"][described]["get"]["responses"]["200"]["content"];
        schema::check(&description, &content["application/json"]["schema"], &body.json(), path);
    }
    for (path, kind) in
        [("/api/scenarios/Two-1.geojson", "application/geo+json"), ("/api/scenarios/Two-1.csv", "text/csv")]
    {
        let file = office.get(path, &[]).await;
        assert!(
            file.status.as_u16() == 200 && file.header("content-type").unwrap().starts_with(kind),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_scenario_for_people_who_have_signed_in_is_nowhere_else() {
    let office = of_store();
    let added = add(&office, &two("hush", "signed-in")).await;
    assert_eq!(added.status.as_u16(), 201, "{}", added.text());
    let drafts = json!({
        "id": "hush-drafts", "title": "Murmur of drafts", "visibility": "public",
        "assignment": { "areas": ["Murmur"], "components": [{ "layer": "drafts", "code": "X1", "area": 0 }] },
    });
    // Said to be public, and made of what is not.
    assert_eq!(add(&office, &drafts).await.status.as_u16(), 201);
    let (_, bearer) = office.token(Role::Contributor);
    let seen = office.get("/api/scenarios", &[("authorization", &bearer)]).await;
    assert_eq!(seen.json()["scenarios"].as_array().unwrap().len(), 2, "{}", seen.text());
    for path in [
        "/api/scenarios",
        "/api/layers",
        "/api/config",
        "/api/search?q=Murmur",
        "/api/locate?easting=501500&northing=111500&on=2030-01-01&within_m=5000",
        "/metrics",
        "/api/openapi.json",
    ] {
        // A search repeats what was searched for.
        let said = office.get(path, &[]).await.text().replace("\"query\":\"Murmur\"", "");
        assert!(!said.contains("urmur") && !said.contains("hush"), "{path}: {said}");
    }
    for path in [
        "/api/scenarios/hush",
        "/api/scenarios/hush.geojson",
        "/api/scenarios/hush.csv",
        "/api/scenarios/hush.svg",
        "/tiles/scenario.hush.json",
        "/tiles/scenario.hush/8/127/85.mvt",
        "/api/areas/scenario.hush/scenario-hush-west-murmur",
        "/api/compare?a=scenario.hush&b=wards",
    ] {
        let answer = office.get(path, &[]).await;
        let never = office.get(&path.replace("hush", "none"), &[]).await;
        assert_eq!(answer.status, never.status, "{path}");
        assert_eq!(answer.text().replace("hush", "none"), never.text(), "{path}");
    }
}

#[tokio::test]
async fn its_small_map_is_drawn_for_whoever_may_see_it() {
    let office = of_store();
    for (id, visibility) in [("Two-1", "public"), ("hush", "signed-in")] {
        assert_eq!(add(&office, &two(id, visibility)).await.status.as_u16(), 201);
    }
    let (_, bearer) = office.token(Role::Contributor);
    let open = office.get("/api/scenarios/Two-1.svg", &[]).await;
    let kept = office.get("/api/scenarios/hush.svg", &[("authorization", &bearer)]).await;
    for picture in [&open, &kept] {
        assert_eq!(picture.status.as_u16(), 200, "{}", picture.text());
        assert!(picture.header("content-type").unwrap().starts_with("image/svg+xml"));
        let svg = picture.text();
        assert!(svg.starts_with("<svg") && svg.contains("<path"), "{svg}");
    }
    // The same ground in the same hand, whoever it is for.
    assert_eq!(open.text(), kept.text());
    assert!(kept.header("cache-control").unwrap().contains("no-store"), "{:?}", kept.header("cache-control"));
}

#[tokio::test]
async fn a_change_names_the_version_that_it_was_made_from() {
    let office = of_store();
    let added = add(&office, &two("two", "public")).await;
    let tag = added.header("etag").unwrap().to_owned();
    let path = "/api/scenarios/two";
    assert_eq!(send(&office, "PUT", path, None, &two("two", "public")).await.status.as_u16(), 428);
    let mut moved = two("two", "public");
    moved["assignment"]["components"][1]["area"] = json!(null);
    moved["assignment"]["areas"] = json!(["West Murmur"]);
    let changed = send(&office, "PUT", path, Some(&tag), &moved).await;
    assert_eq!(changed.json()["version"], 2, "{}", changed.text());
    assert_eq!(send(&office, "PUT", path, Some(&tag), &moved).await.status.as_u16(), 412);
    assert_eq!(send(&office, "DELETE", path, Some(&tag), &Value::Null).await.status.as_u16(), 412);
    let tag = changed.header("etag").unwrap();
    assert_eq!(send(&office, "DELETE", path, Some(tag), &Value::Null).await.status.as_u16(), 204);
    assert_eq!(office.get(path, &[]).await.status.as_u16(), 404);
    let (_, admin) = office.token(Role::Admin);
    let trail = office.get("/api/audit", &[("authorization", &admin)]).await;
    for deed in ["scenario.add", "scenario.replace", "scenario.remove"] {
        assert!(trail.text().contains(deed), "{deed}: {}", trail.text());
    }
}

#[tokio::test]
async fn drawing_up_needs_a_planner() {
    let office = of_store();
    let body = two("two", "public").to_string();
    assert_eq!(office.call("POST", "/api/scenarios", &[], &body).await.status.as_u16(), 401);
    let (_, bearer) = office.token(Role::Contributor);
    let headers = [("authorization", bearer.as_str())];
    assert_eq!(office.call("POST", "/api/scenarios", &headers, &body).await.status.as_u16(), 403);
}

#[rstest]
#[case::no_such_code(json!([{ "layer": "wards", "code": "W9", "area": 0 }]), "no area with the code or id “W9”")]
#[case::no_such_layer(json!([{ "layer": "towns", "code": "W1", "area": 0 }]), "no layer “towns”")]
#[case::twice(json!([{ "layer": "wards", "code": "W1", "area": 0 }, { "layer": "wards", "code": "w1", "area": 0 }]), "assigned twice")]
#[case::a_ward_and_its_district(
    json!([{ "layer": "wards", "code": "W1", "area": 0 }, { "layer": "districts", "code": "D1", "area": 0 }]),
    "in which it lies"
)]
#[case::nothing(json!([{ "layer": "wards", "code": "W1", "area": null }]), "nothing is assigned to “One”")]
#[case::no_such_area(json!([{ "layer": "wards", "code": "W1", "area": 3 }]), "there is no such area")]
#[tokio::test]
async fn what_cannot_hold_is_refused_with_its_reason(#[case] components: Value, #[case] reason: &str) {
    let office = of_store();
    let body = json!({ "title": "Bad", "assignment": { "areas": ["One"], "components": components } });
    let answer = add(&office, &body).await;
    let problem = answer.problem(400);
    assert!(problem["detail"].as_str().unwrap().contains(reason), "{problem}");
}

#[tokio::test]
async fn a_vesting_day_before_the_start_of_a_component_is_told() {
    let office = of_store();
    let mut body = two("early", "public");
    body["vesting_day"] = json!("2020-04-01");
    let problem = add(&office, &body).await.problem(400);
    assert!(problem["detail"].as_str().unwrap().contains("2023-05-01"), "{problem}");
}

#[tokio::test]
async fn a_sheet_of_two_columns_is_looked_at_by_anybody() {
    let office = of_store();
    let sheet = "Team,Ward code\nNorth,W1\nSouth,W2\nSouth,W9\nNorth,D1\n";
    let answer = office.call("POST", "/api/scenarios/table", &[], sheet).await;
    let body = answer.json();
    assert_eq!(body["columns"], json!({ "code": "Ward code", "area": "Team" }), "{}", answer.text());
    assert_eq!(body["assignment"]["areas"], json!(["North", "South"]));
    assert_eq!((body["unknown"].as_u64(), &body["levels"]), (Some(1), &json!(["wards", "districts"])));
    let told: Vec<(u64, &str)> = body["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| (problem["row"].as_u64().unwrap(), problem["text"].as_str().unwrap()))
        .collect();
    assert!(told.iter().any(|(row, text)| *row == 4 && text.contains("W9")), "{told:?}");
    assert!(told.iter().any(|(row, text)| *row == 2 && text.contains("in which it lies")), "{told:?}");
}

#[tokio::test]
async fn a_sheet_of_100_000_rows_is_counted_and_answered() {
    use std::fmt::Write;
    let office = of_store();
    let mut sheet = "code,area\nW1,North\n".to_owned();
    for row in 0..100_000 {
        writeln!(sheet, "E{row:08},South").unwrap();
    }
    let answer = office.call("POST", "/api/scenarios/table", &[], &sheet).await;
    let body = answer.json();
    assert_eq!((body["unknown"].as_u64(), body["problem_count"].as_u64()), (Some(100_000), Some(100_000)));
    assert_eq!(body["problems"].as_array().unwrap().len(), 1_000);
}
