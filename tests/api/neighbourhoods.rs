//! What residents draw: kept under a private link, published by a moderator, and until then on no route.

use patchwork::{access::Role, geometry::to_lonlat};
use serde_json::{Value, json};

use crate::{
    ask::Answer,
    hidden::addresses,
    office::{Office, of_store, of_store_with},
    schema, world,
};

/// A square in metres east and north of (499, 109) km, as `GeoJSON`.
fn square(west: f64, south: f64, east: f64, north: f64) -> Value {
    let ring = world::rect(west, south, east, north);
    let corners: Vec<Value> = ring
        .exterior()
        .coords()
        .map(|corner| {
            let (lon, lat) = to_lonlat(corner.x, corner.y).unwrap();
            json!([lon, lat])
        })
        .collect();
    json!({ "type": "Polygon", "coordinates": [corners] })
}

pub fn drawing(name: &str) -> Value {
    json!({ "name": name, "why": "We share a pump.", "geometry": square(1_200.0, 1_200.0, 1_700.0, 1_700.0), "licence": "CC BY 4.0" })
}

async fn send(office: &Office, body: &Value) -> Answer {
    office.call("POST", "/api/neighbourhoods", &[], &body.to_string()).await
}

/// A drawing that was sent: its id and the secret of its link.
pub async fn sent(office: &Office, body: &Value) -> (String, String) {
    let answer = send(office, body).await;
    assert_eq!(answer.status.as_u16(), 201, "{}", answer.text());
    let kept = answer.json();
    (kept["drawing"]["id"].as_str().unwrap().to_owned(), kept["edit_token"].as_str().unwrap().to_owned())
}

pub async fn decide(office: &Office, bearer: &str, decisions: &Value) -> Value {
    let body = json!({ "decisions": decisions }).to_string();
    let answer = office.call("POST", "/api/neighbourhoods/queue", &[("authorization", bearer)], &body).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
    answer.json()
}

async fn mine(office: &Office, token: &str) -> Value {
    let answer = office.get("/api/neighbourhoods/mine", &[("edit-token", token)]).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
    assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    answer.json()
}

/// Holds an answer to what the API's description says of it.
async fn is_as_described(office: &Office, path: &str, body: &Value) {
    let description = office.get("/api/openapi.json", &[]).await.json();
    let content =
        description["paths"][path]["get"]["responses"]["200"]["content"].as_object().unwrap().clone();
    schema::check(&description, &content.values().next().unwrap()["schema"], body, path);
}

#[tokio::test]
async fn a_drawing_is_found_nowhere_until_it_is_published_and_everywhere_then() {
    let office = of_store();
    let (_, bearer) = office.token(Role::Moderator);
    let (id, token) = sent(&office, &drawing("Pumpside")).await;
    let kept = mine(&office, &token).await;
    assert_eq!(kept["state"], "proposed");
    is_as_described(&office, "/api/neighbourhoods/mine", &kept).await;
    assert_eq!(
        office.get("/api/search?q=Pumpside", &[]).await.json()["results"].as_array().map(Vec::len),
        Some(0)
    );
    let queue = office.get("/api/neighbourhoods/queue", &[("authorization", &bearer)]).await.json();
    assert_eq!(queue["drawings"][0]["drawing"]["id"], id);
    let decided = decide(&office, &bearer, &json!([{ "id": id, "revision": 1, "do": "publish" }])).await;
    assert_eq!(decided["done"], 1, "{decided}");
    let listed = office.get("/api/neighbourhoods?name=pumpside", &[]).await.json();
    assert_eq!((&listed["total"], &listed["neighbourhoods"][0]["drawn"]), (&json!(1), &json!(true)));
    let page =
        office.get("/api/neighbourhoods/neighbourhoods-drawn-pumpside?on=2026-03-31", &[]).await.json();
    assert_eq!(page["why"], "We share a pump.");
    let wards = page["stands"].as_array().unwrap().iter().find(|layer| layer["layer"] == "wards").unwrap();
    assert_eq!((&wards["areas"][0]["code"], &wards["areas"][0]["share"]), (&json!("W1"), &json!(1.0)));
    for path in [
        "/api/search?q=Pumpside",
        "/api/locate?easting=500300&northing=110300",
        "/api/areas/neighbourhoods/neighbourhoods-drawn-pumpside",
        "/api/areas/neighbourhoods/neighbourhoods-drawn-pumpside.geojson",
        "/api/compare.csv?a=neighbourhoods&b=wards&weight=area",
    ] {
        let answer = office.get(path, &[]).await;
        assert!(answer.text().contains("Pumpside"), "{path}: {}", answer.text());
    }
    // The imported neighbourhood is still beside it.
    assert_eq!(office.get("/api/neighbourhoods", &[]).await.json()["total"], 2);
}

#[tokio::test]
async fn what_is_published_stays_until_its_new_version_is_looked_at_and_goes_when_it_is_withdrawn() {
    let office = of_store();
    let (_, bearer) = office.token(Role::Moderator);
    let (id, token) = sent(&office, &drawing("Pumpside")).await;
    decide(&office, &bearer, &json!([{ "id": id, "revision": 1, "do": "publish" }])).await;
    let change =
        json!({ "name": "Wellside", "geometry": square(1_200.0, 1_200.0, 1_800.0, 1_700.0) }).to_string();
    let headers = [("edit-token", token.as_str()), ("if-match", "\"r2\"")];
    let answer = office.call("PUT", "/api/neighbourhoods/mine", &headers, &change).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
    assert_eq!((&answer.json()["version"], &answer.json()["published_version"]), (&json!(2), &json!(1)));
    let page = "/api/neighbourhoods/neighbourhoods-drawn-pumpside";
    assert_eq!(office.get(page, &[]).await.json()["name"], "Pumpside");
    // A change made from what has changed since is refused, whoever makes it.
    office.call("PUT", "/api/neighbourhoods/mine", &headers, &change).await.problem(412);
    office.call("PUT", "/api/neighbourhoods/mine", &headers[..1], &change).await.problem(428);
    let late = decide(&office, &bearer, &json!([{ "id": id, "revision": 2, "do": "publish" }])).await;
    assert_eq!(late["decided"][0]["outcome"], "stale");
    decide(&office, &bearer, &json!([{ "id": id, "revision": 3, "do": "publish" }])).await;
    let now = office.get(page, &[]).await.json();
    assert_eq!((&now["name"], &now["id"]), (&json!("Wellside"), &json!("neighbourhoods-drawn-pumpside")));
    let versions = office
        .get(&format!("/api/neighbourhoods/queue/{id}/versions"), &[("authorization", &bearer)])
        .await
        .json();
    assert_eq!(versions["versions"].as_array().unwrap().len(), 2);
    // Whoever has the link reads the same, and nobody else.
    let own = "/api/neighbourhoods/mine/versions";
    let answer = office.get(own, &[("edit-token", token.as_str())]).await;
    assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    assert_eq!(answer.json(), versions);
    is_as_described(&office, own, &versions).await;
    office.get(own, &[]).await.problem(401);
    let forged = format!("{}{}", &token[1..], "A");
    office.get(own, &[("edit-token", forged.as_str())]).await.problem(404);
    let gone = office
        .call("DELETE", "/api/neighbourhoods/mine", &[("edit-token", &token), ("if-match", "\"r4\"")], "")
        .await;
    assert_eq!(gone.json()["state"], "withdrawn", "{}", gone.text());
    office.get(page, &[]).await.problem(404);
    let again = decide(&office, &bearer, &json!([{ "id": id, "revision": 5, "do": "publish" }])).await;
    assert_eq!(again["decided"][0]["outcome"], "refused");
}

/// Drawings in every state that is not public, and one that is.
async fn planted() -> Office {
    let office = of_store();
    let (_, bearer) = office.token(Role::Moderator);
    let mut draft = drawing("Hushdraft");
    draft.as_object_mut().unwrap().remove("licence");
    sent(&office, &draft).await;
    sent(&office, &drawing("Hushwait")).await;
    let (declined, _) = sent(&office, &drawing("Hushdecline")).await;
    let (withdrawn, token) = sent(&office, &drawing("Hushback")).await;
    let (shown, shown_token) = sent(&office, &drawing("Openly")).await;
    let decisions = json!([
        { "id": declined, "revision": 1, "do": "decline", "reason": "abuse" },
        { "id": withdrawn, "revision": 1, "do": "publish" },
        { "id": shown, "revision": 1, "do": "publish" },
    ]);
    assert_eq!(decide(&office, &bearer, &decisions).await["done"], 3);
    office
        .call("DELETE", "/api/neighbourhoods/mine", &[("edit-token", &token), ("if-match", "\"r2\"")], "")
        .await;
    // And a new version that nobody has looked at, of one that is public.
    let mut edit = drawing("Hushedit");
    edit["why"] = json!("Hushreason");
    let headers = [("edit-token", shown_token.as_str()), ("if-match", "\"r2\"")];
    let answer = office.call("PUT", "/api/neighbourhoods/mine", &headers, &edit.to_string()).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
    office
}

#[tokio::test]
async fn no_route_tells_the_public_of_a_drawing_that_is_not_published() {
    let office = planted().await;
    let description = office.get("/api/openapi.json", &[]).await.json();
    let mut all = addresses(&description);
    for name in ["hushdraft", "hushwait", "hushdecline", "hushback", "hushedit"] {
        all.push(format!("/api/search?q={name}"));
        all.push(format!("/api/neighbourhoods?name={name}"));
        all.push(format!("/api/neighbourhoods/neighbourhoods-drawn-{name}"));
        all.push(format!("/api/areas/neighbourhoods/neighbourhoods-drawn-{name}"));
        all.push(format!("/api/neighbourhoods/agreement.geojson?name={name}"));
    }
    for path in [
        "/api/neighbourhoods",
        "/api/neighbourhoods/neighbourhoods-drawn-openly",
        "/api/neighbourhoods/undrawn.geojson?by=wards",
        "/api/compare?a=neighbourhoods&b=wards&weight=area",
        "/api/compare.csv?a=wards&b=neighbourhoods&weight=area",
        "/api/areas/wards/W1/overlaps?with=neighbourhoods&weight=area",
        "/api/areas/wards/W1/relations?with=neighbourhoods",
        "/api/locate?easting=500300&northing=110300",
        "/tiles/neighbourhoods.json",
        "/tiles/neighbourhoods/0/0/0.mvt",
        "/tiles/neighbourhoods/8/127/85.mvt",
        "/tiles/neighbourhoods/14/8165/5517.mvt",
        "/metrics",
    ] {
        all.push(path.to_owned());
    }
    for path in all {
        let answer = office.get(&path, &[]).await;
        let text = String::from_utf8_lossy(&answer.bytes).to_lowercase();
        let asked = path.to_lowercase();
        for secret in ["hushdraft", "hushwait", "hushdecline", "hushback", "hushedit", "hushreason"] {
            assert!(!text.contains(secret) || asked.contains(secret), "{path} tells of {secret}: {text}");
        }
        if asked.contains("drawn-hush") {
            assert_eq!(answer.status.as_u16(), 404, "{path}: {text}");
        }
        assert!(answer.status.as_u16() < 500, "{path}: {text}");
    }
    // Nor in any count: the imported one and the one that is public.
    assert_eq!(office.get("/api/neighbourhoods", &[]).await.json()["total"], 2);
    let check =
        office.call("POST", "/api/neighbourhoods/check", &[], &drawing("Hushwait").to_string()).await.json();
    assert_eq!(check["namesakes"], 0);
    let layers = office.get("/api/layers", &[]).await.json();
    let hood =
        layers["layers"].as_array().unwrap().iter().find(|layer| layer["id"] == "neighbourhoods").unwrap();
    assert!(!hood.to_string().to_lowercase().contains("hush"));
}

#[tokio::test]
async fn every_problem_of_a_drawing_is_told_at_once() {
    let office = of_store();
    let mut bow = square(1_200.0, 1_200.0, 1_700.0, 1_700.0);
    bow["coordinates"][0].as_array_mut().unwrap().swap(1, 2);
    let body = json!({ "name": "", "why": "write to ann@example.org or 0114 496 0000", "geometry": bow, "website": "x", "licence": "CC BY 4.0" });
    let checked = office.call("POST", "/api/neighbourhoods/check", &[], &body.to_string()).await.json();
    let codes: Vec<&str> =
        checked["problems"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["name-missing", "email", "phone", "honeypot", "crosses-itself"]);
    assert!(checked["problems"][4]["at"].is_array());
    let refused = send(&office, &body).await;
    let problem = refused.problem(422);
    assert_eq!(problem["problems"].as_array().unwrap().len(), 5);
    let copied = json!({ "name": "Ash", "geometry": square(1_000.0, 1_000.0, 2_000.0, 2_000.0) }).to_string();
    let copied = office.call("POST", "/api/neighbourhoods/check", &[], &copied).await.json();
    assert_eq!((&copied["problems"][0]["code"], &copied["may_be_sent"]), (&json!("copied"), &json!(true)));
    let sea = json!({ "name": "Ash", "geometry": square(90_000.0, 0.0, 91_000.0, 1_000.0) }).to_string();
    let sea = office.call("POST", "/api/neighbourhoods/check", &[], &sea).await.json();
    assert_eq!(sea["problems"][0]["code"], "outside");
}

#[tokio::test]
async fn a_drawing_that_is_sent_twice_is_kept_once_under_the_same_link() {
    let office = of_store();
    let mut body = drawing("Pumpside");
    body["once"] = json!("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
    let (id, token) = sent(&office, &body).await;
    let again = send(&office, &body).await;
    assert_eq!(again.status.as_u16(), 200, "{}", again.text());
    let again = again.json();
    assert_eq!(
        (&again["already"], &again["drawing"]["id"], &again["edit_token"]),
        (&json!(true), &json!(id), &json!(token))
    );
    assert!(
        again["edit_qr_svg"].as_str().unwrap().contains("<svg")
            && again["edit_url"].as_str().unwrap().starts_with(world::PUBLIC_URL)
    );
}

#[tokio::test]
async fn forged_tokens_other_roles_and_other_sites_are_refused() {
    let office = of_store_with(|config| config.limits.anonymous_writes_an_hour = 2);
    let (id, token) = sent(&office, &drawing("Pumpside")).await;
    let forged = token.chars().rev().collect::<String>();
    for shown in [forged.as_str(), "x", "../../etc"] {
        office.get("/api/neighbourhoods/mine", &[("edit-token", shown)]).await.problem(404);
    }
    let decisions = json!({ "decisions": [{ "id": id, "revision": 1, "do": "publish" }] }).to_string();
    office.call("POST", "/api/neighbourhoods/queue", &[], &decisions).await.problem(401);
    let (_, contributor) = office.token(Role::Contributor);
    office
        .call("POST", "/api/neighbourhoods/queue", &[("authorization", &contributor)], &decisions)
        .await
        .problem(403);
    let (_, moderator) = office.token(Role::Moderator);
    let cookie = office.cookie(&moderator).await;
    let elsewhere = [("cookie", cookie.as_str()), ("origin", "https://evil.example")];
    office.call("POST", "/api/neighbourhoods/queue", &elsewhere, &decisions).await.problem(403);
    sent(&office, &drawing("Second")).await;
    let third = send(&office, &drawing("Third")).await;
    third.problem(429);
    assert!(third.header("retry-after").is_some());
}

#[tokio::test]
async fn five_drawings_of_one_name_agree_and_their_routes_are_told() {
    let office = of_store();
    let (_, bearer) = office.token(Role::Moderator);
    let drawings: Vec<Value> = (1..=5)
        .map(|n| {
            let name = if n == 1 { "the pumpside" } else { "Pumpside" };
            json!({ "name": name, "geometry": square(1_000.0, 1_000.0, 1_000.0 + 100.0 * f64::from(n), 1_100.0) })
        })
        .collect();
    let body = json!({ "route": "paper", "licence": "CC BY 4.0", "drawings": drawings }).to_string();
    let entered =
        office.call("POST", "/api/neighbourhoods/enter", &[("authorization", &bearer)], &body).await.json();
    assert_eq!(entered["kept"], 5, "{entered}");
    let ids: Vec<&str> =
        entered["drawings"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    let publish = |ids: &[&str]| -> Value {
        ids.iter().map(|id| json!({ "id": id, "revision": 1, "do": "publish" })).collect()
    };
    decide(&office, &bearer, &publish(&ids[..4])).await;
    office.get("/api/neighbourhoods/agreement.geojson?name=Pumpside", &[]).await.problem(404);
    decide(&office, &bearer, &publish(&ids[4..])).await;
    let agreement = office.get("/api/neighbourhoods/agreement.geojson?name=PUMPSIDE", &[]).await.json();
    assert_eq!((&agreement["drawings"], &agreement["routes"][0]["route"]), (&json!(5), &json!("paper")));
    // 2 of 5 reach 400 m, 3 reach 300 m, 4 reach 200 m; what was drawn in degrees comes back to a centimetre.
    let found: Vec<f64> = agreement["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["properties"]["area_m2"].as_f64().unwrap())
        .collect();
    for (found, expected) in found.iter().zip([40_000.0, 30_000.0, 20_000.0]) {
        assert!((found - expected).abs() < 10.0, "{found} for {expected}");
    }
    is_as_described(&office, "/api/neighbourhoods/agreement.geojson", &agreement).await;
    let names = office.get("/api/neighbourhoods/agreements", &[]).await.json();
    assert_eq!(names["names"][0]["name"], "Pumpside");
}

#[tokio::test]
async fn where_nobody_has_drawn_is_what_drawings_leave_with_the_people_there() {
    const PATH: &str = "/api/neighbourhoods/undrawn.geojson";
    let office = of_store();
    let (_, bearer) = office.token(Role::Moderator);
    let left = |body: &Value| -> Vec<(String, f64, f64)> {
        let of = |one: &Value| {
            let about = &one["properties"];
            let number = |key: &str| about[key].as_f64().unwrap();
            (about["code"].as_str().unwrap().to_owned(), number("undrawn_m2"), number("share"))
        };
        body["features"].as_array().unwrap().iter().map(of).collect()
    };
    // A world in which people are counted, and nobody has drawn.
    let before = crate::ask::get(PATH).await.json();
    let whole = [("W2".to_owned(), 500_000.0, 1.0), ("W3".to_owned(), 1_500_000.0, 1.0)];
    let mut found = left(&before);
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(found, whole);
    // They are too few to be told, but there.
    assert_eq!((&before["people_date"], &before["people"]), (&json!("2021-03-21"), &Value::Null), "{before}");
    assert_eq!(before["features"][0]["properties"]["suppressed"], true);
    for words in ["Invented wards, CC0", "Invented people, CC0"] {
        assert!(before["attribution"].as_array().unwrap().contains(&words.into()), "{words}: {before}");
    }

    let (id, _) = sent(&office, &drawing("Pumpside")).await;
    decide(&office, &bearer, &json!([{ "id": id, "revision": 1, "do": "publish" }])).await;
    let after = office.get(PATH, &[]).await.json();
    let found = left(&after);
    let (_, ground, share) = found.iter().find(|(code, ..)| code == "W1").unwrap();
    // 500 m by 500 m are drawn of a square kilometre; what was drawn in degrees comes back to a centimetre.
    assert!((ground - 750_000.0).abs() < 20.0, "{ground}");
    assert!((share - 0.75).abs() < 1e-4, "{share}");
    is_as_described(&office, PATH, &after).await;
    let problem = office.get(&format!("{PATH}?by=nothing"), &[]).await.problem(404);
    assert!(problem["detail"].as_str().unwrap().contains("nothing"), "{problem}");
}
