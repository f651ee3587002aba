//! The examples of the API's description: every operation asked once on the demo county. `UPDATE_EXAMPLES=1` writes what came back to
//! `data/api-examples`, long lists cut; then `UPDATE_OPENAPI=1` takes it into the description.

use std::{collections::BTreeMap, env, fmt::Write as _, fs, path::Path};

use patchwork::access::Role;
use serde_json::{Value, json};

use crate::{
    ask::{Answer, json as asked},
    office::{Office, of_demo},
    schema,
};

const HERE: &str = "http://127.0.0.1:8080";
const DAY: &str = "on=2026-03-31";
/// Items that are kept of a list of objects, and of any other.
const KEPT: [usize; 2] = [2, 4];
/// Characters that are kept of a word.
const LONGEST: usize = 240;

/// What is sent with a question.
enum Sent {
    Nothing,
    Json(Value),
    /// Its content type, the name of a file for it, and what is in it.
    File(&'static str, &'static str, String),
}

struct Walk {
    office: Office,
    bearer: String,
    examples: BTreeMap<&'static str, Value>,
}

/// A header that is sent, as it is written in a shell.
type Header<'a> = (&'static str, &'a str, &'static str);

impl Walk {
    async fn ask(
        &mut self,
        id: &'static str,
        method: &str,
        path: &str,
        headers: &[Header<'_>],
        sent: Sent,
    ) -> Answer {
        let bearer = self.bearer.clone();
        let written = |value: &str| if value == "TOKEN" { bearer.clone() } else { value.to_owned() };
        let mut all: Vec<(&str, String)> =
            headers.iter().map(|(name, value, _)| (*name, written(value))).collect();
        let mut curl = "curl".to_owned();
        // With a body it is POST, without one GET, unless curl is told otherwise.
        let usual = if matches!(sent, Sent::Nothing) { "GET" } else { "POST" };
        if method != usual {
            let _ = write!(curl, " -X {method}");
        }
        for (name, _, shown) in headers {
            let _ = write!(curl, " -H \"{name}: {shown}\"");
        }
        let (kind, body, example) = match sent {
            Sent::Nothing => (None, String::new(), None),
            Sent::Json(value) => {
                let text = value.to_string();
                let short = text.len() < 160 && !text.contains('\'');
                let named = if short { format!("'{text}'") } else { "@body.json".to_owned() };
                let _ = write!(curl, " --json {named}");
                (Some("application/json"), text, Some(value))
            }
            Sent::File(kind, name, text) => {
                let _ = write!(curl, " -H \"Content-Type: {kind}\" --data-binary @{name}");
                let value =
                    if name.ends_with("json") { serde_json::from_str(&text).unwrap() } else { json!(text) };
                (Some(kind), text, Some(value))
            }
        };
        all.extend(kind.map(|kind| ("content-type", kind.to_owned())));
        let _ = write!(curl, " '{HERE}{path}'");
        let given: Vec<(&str, &str)> = all.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = self.office.call(method, path, &given, &body).await;
        assert!(answer.status.is_success(), "{method} {path}: {} {}", answer.status, answer.text());
        let kind = answer.header("content-type").unwrap_or_default().to_owned();
        let answered = if kind.contains("json") {
            Some(cut(answer.json()))
        } else if kind.starts_with("text/csv") {
            let rows: Vec<&str> = answer.text().lines().take(3).collect();
            Some(json!(format!("{}\n", rows.join("\n"))))
        } else {
            // A picture, a page or a tile: how it is asked for is all that can be shown.
            None
        };
        self.examples.insert(id, json!({ "curl": curl, "sent": example.map(cut), "answered": answered }));
        answer
    }

    async fn get(&mut self, id: &'static str, path: &str) -> Answer {
        self.ask(id, "GET", path, &[], Sent::Nothing).await
    }

    /// Asks as somebody who has signed in.
    async fn signed(&mut self, id: &'static str, path: &str) -> Answer {
        self.ask(id, "GET", path, &[TOKEN], Sent::Nothing).await
    }

    async fn post(&mut self, id: &'static str, path: &str, body: Value) -> Answer {
        self.ask(id, "POST", path, &[], Sent::Json(body)).await
    }

    /// Changes an asset, from what it is just now.
    async fn change(
        &mut self,
        id: &'static str,
        method: &str,
        asset: &str,
        what: &str,
        sent: Sent,
    ) -> Answer {
        let bearer = self.bearer.clone();
        let read = self.office.get(&format!("/api/assets/{asset}"), &[("authorization", &bearer)]).await;
        let tag = read.header("etag").unwrap_or_else(|| panic!("{asset}: {}", read.text())).to_owned();
        let headers = [TOKEN, ("If-Match", tag.as_str(), "$TAG")];
        self.ask(id, method, &format!("/api/assets/{asset}{what}"), &headers, sent).await
    }
}

const TOKEN: Header<'static> = ("Authorization", "TOKEN", "Bearer $TOKEN");

/// Lists cut to what shows how they go on; shapes stay closed.
fn cut(value: Value) -> Value {
    match value {
        Value::Array(items) if is_ring(&items) => {
            let (mut kept, first) = (items[..3.min(items.len())].to_vec(), items[0].clone());
            kept.push(first);
            Value::Array(kept)
        }
        Value::Array(items) => {
            let most = if items.iter().any(Value::is_object) { KEPT[0] } else { KEPT[1] };
            Value::Array(items.into_iter().take(most).map(cut).collect())
        }
        Value::Object(fields) => {
            Value::Object(fields.into_iter().map(|(name, value)| (name, cut(value))).collect())
        }
        Value::String(text) if text.chars().count() > LONGEST => {
            Value::String(text.chars().take(LONGEST).chain(['…']).collect())
        }
        other => other,
    }
}

/// Whether these are the corners of a shape.
fn is_ring(items: &[Value]) -> bool {
    items.len() >= 4
        && items.iter().all(|item| item.as_array().is_some_and(|pair| pair.len() == 2 && pair[0].is_f64()))
}

fn square() -> Value {
    json!({ "type": "Polygon", "coordinates": [[[0.95, 53.58], [0.98, 53.58], [0.98, 53.60], [0.95, 53.60], [0.95, 53.58]]] })
}

fn drawing(name: &str) -> Value {
    json!({ "name": name, "why": "We share a quay.", "tags": ["harbour"], "geometry": square(), "licence": "CC BY 4.0" })
}

async fn questions(walk: &mut Walk) {
    for (id, path) in [
        ("show_area", format!("/api/areas/wards/X05000108?{DAY}")),
        ("show_shape", format!("/api/areas/wards/X05000108.geojson?{DAY}")),
        (
            "before_after",
            "/api/areas/districts/X07000001/before-after?on=2026-03-31&then=2028-04-01&scenario=SALTMERE-2"
                .to_owned(),
        ),
        ("area_history", "/api/areas/wards/X05000108/history".to_owned()),
        (
            "list_overlaps",
            format!("/api/areas/districts/X07000001/overlaps?with=icbs&weight=residents&{DAY}"),
        ),
        ("list_relations", format!("/api/areas/districts/X07000001/relations?with=wards&{DAY}")),
        ("list_assets", "/api/assets?kinds=library&near=0.96,53.59&within_m=5000".to_owned()),
        ("export_assets_csv", "/api/assets.csv?kinds=library".to_owned()),
        ("export_assets_geojson", "/api/assets.geojson?kinds=library".to_owned()),
        ("show_asset", "/api/assets/registers:R002".to_owned()),
        ("compare", format!("/api/compare?a=pcns&b=districts&{DAY}&limit=2")),
        ("compare_csv", format!("/api/compare.csv?a=pcns&b=districts&{DAY}")),
        ("show_config", "/api/config".to_owned()),
        ("coverage", format!("/api/coverage?kinds=library&within_m=1600&by=districts&{DAY}")),
        ("coverage_csv", format!("/api/coverage.csv?kinds=library&within_m=1600&by=districts&{DAY}")),
        (
            "coverage_gaps",
            format!(
                "/api/coverage.geojson?kinds=library&within_m=1600&by=districts&in=districts:X07000001&{DAY}"
            ),
        ),
        ("coverage_blocks", format!("/api/coverage/blocks?kinds=library&within_m=1600&by=districts&{DAY}")),
        (
            "coverage_blocks_csv",
            format!("/api/coverage/blocks.csv?kinds=library&within_m=1600&by=districts&{DAY}"),
        ),
        (
            "completeness",
            format!("/api/coverage/completeness?layer=neighbourhoods&in=districts:X07000001&{DAY}"),
        ),
        (
            "completeness_geojson",
            format!("/api/coverage/completeness.geojson?layer=neighbourhoods&in=districts:X07000001&{DAY}"),
        ),
        ("list_dates", "/api/dates".to_owned()),
        ("list_kinds", "/api/kinds".to_owned()),
        ("list_layers", format!("/api/layers?{DAY}")),
        ("locate", format!("/api/locate?postcode=QX1%201AA&within_m=250&{DAY}")),
        ("search", "/api/search?q=wythmouth&limit=3".to_owned()),
        ("embed", "/embed?layer=wards&area=districts:X07000001&on=today".to_owned()),
        ("embed_svg", format!("/embed.svg?layer=wards&with=icbs&{DAY}")),
        ("embed_png", format!("/embed.png?layer=wards&with=icbs&{DAY}&width=1200&height=630&scale=2")),
        (
            "oembed",
            "/oembed?url=http%3A%2F%2F127.0.0.1%3A8080%2Fembed%3Flayer%3Dwards%26on%3Dtoday&maxwidth=600"
                .to_owned(),
        ),
        ("live", "/health/live".to_owned()),
        ("ready", "/health/ready".to_owned()),
        ("show_assets_tilejson", "/tiles/assets.json?kinds=library".to_owned()),
        ("show_assets_tile", "/tiles/assets/8/128/83.mvt?kinds=library".to_owned()),
        ("show_tilejson", format!("/tiles/wards.json?{DAY}")),
        ("show_numbers", format!("/tiles/wards/numbers.json?{DAY}")),
        ("show_tile", format!("/tiles/wards/8/128/83.mvt?{DAY}")),
    ] {
        walk.get(id, &path).await;
    }
    let drawn = Sent::File("application/geo+json", "drawing.geojson", square().to_string());
    walk.ask(
        "drawn_overlaps",
        "POST",
        &format!("/api/overlaps?with=wards&weight=residents&{DAY}"),
        &[],
        drawn,
    )
    .await;
}

async fn changes(walk: &mut Walk) {
    let hall = json!({ "name": "Quay Hall", "kind": "community-centre", "postcode": "QX1 1AA", "can_meet_here": "low-cost", "capacity": 60 });
    let added = walk.ask("add_asset", "POST", "/api/assets", &[TOKEN], Sent::Json(hall)).await;
    let location = added.header("location").expect("where it is").to_owned();
    let id = location.rsplit('/').next().unwrap().to_owned();
    let id = percent_encoding::percent_decode_str(&id).decode_utf8().unwrap().into_owned();
    let edit = json!({ "opening_hours": "Monday to Friday, 9:00 to 17:00", "phone": null });
    walk.change("correct_asset", "PUT", &id, "", Sent::Json(edit)).await;
    walk.change("verify_asset", "POST", &id, "/verify", Sent::Json(json!({ "on": "2026-03-31" }))).await;
    walk.change("suppress_asset", "POST", &id, "/suppress", Sent::Nothing).await;
    walk.change("restore_asset", "POST", &id, "/restore", Sent::Nothing).await;
    walk.change("close_asset", "POST", &id, "/close", Sent::Nothing).await;
    let said = json!({ "text": "The door is round the back now." });
    walk.post("report_asset", "/api/assets/registers:R002/reports", said).await;
    let reports = walk.signed("list_reports", "/api/reports").await.json();
    let report = reports["reports"][0]["id"].to_string().trim_matches('"').to_owned();
    let settled = Sent::Json(json!({ "outcome": "corrected" }));
    walk.ask("settle_report", "POST", &format!("/api/reports/{report}/settle"), &[TOKEN], settled).await;

    let sheet = || {
        Sent::File(
            "text/csv",
            "halls.csv",
            "Venue,Postcode,Notes\nMill Hall,QX1 1AA,Step-free\nQuay Rooms,QX1 0AB,\n".to_owned(),
        )
    };
    let asked = "title=Halls&list=sheet-halls&kind=community-centre";
    walk.ask("look_at_sheet", "POST", &format!("/api/sheets?{asked}"), &[TOKEN], sheet()).await;
    walk.ask("publish_sheet", "POST", &format!("/api/sheets/publish?{asked}"), &[TOKEN], sheet()).await;
    walk.signed("fetch_sheet", "/api/sheets/sheet-halls.csv").await;
    walk.signed("list_changes", "/api/audit?limit=2").await;

    let token = walk.bearer.strip_prefix("Bearer ").unwrap().to_owned();
    let signed = walk.post("sign_in", "/api/session", json!({ "token": token })).await;
    let cookie = signed.header("set-cookie").unwrap().split(';').next().unwrap().to_owned();
    walk.signed("show_session", "/api/session").await;
    let headers = [("Cookie", cookie.as_str(), "$COOKIE"), ("Origin", HERE, HERE)];
    walk.ask("sign_out", "DELETE", "/api/session", &headers, Sent::Nothing).await;
}

async fn drawings(walk: &mut Walk) {
    walk.get("list_neighbourhoods", "/api/neighbourhoods?limit=2").await;
    let agreed = walk.get("list_agreements", "/api/neighbourhoods/agreements").await.json();
    let name = agreed["names"][0]["name"].as_str().unwrap().to_owned();
    let name = percent_encoding::utf8_percent_encode(&name, percent_encoding::NON_ALPHANUMERIC).to_string();
    walk.get("show_agreement", &format!("/api/neighbourhoods/agreement.geojson?name={name}")).await;
    walk.get("drawing_terms", "/api/neighbourhoods/terms").await;
    walk.get("show_undrawn", &format!("/api/neighbourhoods/undrawn.geojson?by=districts&{DAY}")).await;
    walk.get("show_sheet", "/api/neighbourhoods/sheet.svg?bbox=0.94,53.58,0.98,53.60").await;
    walk.post("check_drawing", &format!("/api/neighbourhoods/check?{DAY}"), drawing("Old Quay")).await;
    let shapes = json!({ "type": "FeatureCollection", "features": [{ "type": "Feature", "properties": { "name": "Old Quay" }, "geometry": square() }] });
    let file = Sent::File("application/octet-stream", "drawn.geojson", shapes.to_string());
    walk.ask("read_shapes", "POST", "/api/neighbourhoods/shapes", &[], file).await;

    let sent = walk.post("send_drawing", "/api/neighbourhoods", drawing("Old Quay")).await.json();
    let id = sent["drawing"]["id"].as_str().unwrap().to_owned();
    let secret = sent["edit_token"].as_str().unwrap().to_owned();
    let edit: Header<'_> = ("edit-token", &secret, "$EDIT_TOKEN");
    walk.ask("list_my_drawing_versions", "GET", "/api/neighbourhoods/mine/versions", &[edit], Sent::Nothing)
        .await;
    walk.ask("read_drawing", "GET", "/api/neighbourhoods/mine", &[edit], Sent::Nothing).await;
    walk.signed("list_queue", "/api/neighbourhoods/queue").await;
    let decisions = json!({ "decisions": [{ "id": id, "revision": 1, "do": "publish" }] });
    walk.ask("decide_drawings", "POST", "/api/neighbourhoods/queue", &[TOKEN], Sent::Json(decisions)).await;
    walk.get("show_neighbourhood", &format!("/api/neighbourhoods/neighbourhoods-drawn-old-quay?{DAY}")).await;
    let headers = [edit, ("If-Match", "\"r2\"", "\\\"r2\\\"")];
    walk.ask(
        "change_drawing",
        "PUT",
        "/api/neighbourhoods/mine",
        &headers,
        Sent::Json(drawing("The Old Quay")),
    )
    .await;
    walk.signed("list_drawing_versions", &format!("/api/neighbourhoods/queue/{id}/versions")).await;
    let headers = [edit, ("If-Match", "\"r3\"", "\\\"r3\\\"")];
    walk.ask("withdraw_drawing", "DELETE", "/api/neighbourhoods/mine", &headers, Sent::Nothing).await;
    let entered = json!({ "route": "workshop", "licence": "CC BY 4.0", "drawings": [{ "name": "Pierside", "geometry": square() }] });
    walk.ask("enter_drawings", "POST", "/api/neighbourhoods/enter", &[TOKEN], Sent::Json(entered)).await;
}

async fn plans(walk: &mut Walk) {
    walk.get("list_scenarios", "/api/scenarios").await;
    walk.get("show_scenario", "/api/scenarios/SALTMERE-3").await;
    walk.get("scenario_geojson", "/api/scenarios/SALTMERE-2.geojson").await;
    walk.get("scenario_svg", "/api/scenarios/SALTMERE-2.svg").await;
    walk.get("scenario_csv", "/api/scenarios/SALTMERE-3.csv").await;
    walk.get("scenario_figures", &format!("/api/scenarios/SALTMERE-2/figures?{DAY}")).await;
    walk.get("scenario_moves", "/api/scenarios/SALTMERE-2/moves?what=pcns").await;
    walk.get("compare_scenarios", &format!("/api/scenarios/compare?{DAY}")).await;
    let moved = json!({ "from": "SALTMERE-2", "moves": [{ "layer": "wards", "code": "X05000108", "area": "South Saltmere" }] });
    walk.post("evaluate_scenario", &format!("/api/scenarios/evaluate?{DAY}"), moved).await;
    let table = "code,team\nX05000108,Harbour\nX05000127,Coast\n".to_owned();
    walk.ask(
        "look_at_scenario_table",
        "POST",
        "/api/scenarios/table",
        &[],
        Sent::File("text/csv", "teams.csv", table),
    )
    .await;
    let option = |title: &str| {
        json!({
            "id": "harbour-teams", "title": title, "purpose": "neighbourhood-team", "visibility": "signed-in",
            "assignment": {
                "areas": ["Harbour", "Coast"],
                "components": [{ "layer": "wards", "code": "X05000108", "area": 0 }, { "layer": "wards", "code": "X05000127", "area": 1 }],
            },
        })
    };
    walk.ask("add_scenario", "POST", "/api/scenarios", &[TOKEN], Sent::Json(option("Two teams"))).await;
    for (id, method) in [("replace_scenario", "PUT"), ("remove_scenario", "DELETE")] {
        let bearer = walk.bearer.clone();
        let read = walk.office.get("/api/scenarios/harbour-teams", &[("authorization", &bearer)]).await;
        let tag = read.header("etag").unwrap().to_owned();
        let sent = if method == "PUT" { Sent::Json(option("Two teams, renamed")) } else { Sent::Nothing };
        let headers = [TOKEN, ("If-Match", tag.as_str(), "$TAG")];
        walk.ask(id, method, "/api/scenarios/harbour-teams", &headers, sent).await;
    }
}

fn operations(description: &Value) -> Vec<(String, &Value)> {
    let methods =
        description["paths"].as_object().unwrap().values().flat_map(|item| item.as_object().unwrap());
    let named =
        methods.map(|(_, operation)| (operation["operationId"].as_str().unwrap().to_owned(), operation));
    named.collect()
}

/// Holds an example of an operation to what is described of it.
fn holds(description: &Value, id: &str, operation: &Value, sent: &Value, answered: &Value) {
    for (kind, content) in operation["requestBody"]["content"].as_object().into_iter().flatten() {
        assert!(!sent.is_null(), "{id} has no example of what is sent");
        if kind == "application/json" {
            schema::check(description, &content["schema"], sent, &format!("{id}, sent"));
        }
    }
    let answers = operation["responses"].as_object().unwrap();
    for (_, answer) in answers.iter().filter(|(status, _)| status.starts_with('2')) {
        for (kind, content) in answer["content"].as_object().into_iter().flatten() {
            if kind.contains("json") || kind == "text/csv" {
                assert!(!answered.is_null(), "{id} has no example of an answer");
                schema::check(description, &content["schema"], answered, &format!("{id}, answered"));
            }
        }
    }
}

#[tokio::test]
async fn every_operation_has_an_example_that_is_as_described() {
    let description = asked("/api/openapi.json").await;
    for (id, operation) in operations(&description) {
        let said = operation["description"].as_str().unwrap_or_default();
        assert!(
            said.contains("\ncurl "),
            "{id} has no example: run this file's tests with UPDATE_EXAMPLES=1"
        );
        let of = |content: &Value| {
            let shown =
                content.as_object().into_iter().flatten().map(|(_, content)| content["example"].clone());
            shown.into_iter().find(|example| !example.is_null()).unwrap_or_default()
        };
        let answers = operation["responses"].as_object().unwrap();
        let answered = answers
            .iter()
            .filter(|(status, _)| status.starts_with('2'))
            .map(|(_, answer)| of(&answer["content"]));
        let answered = answered.into_iter().find(|example| !example.is_null()).unwrap_or_default();
        holds(&description, &id, operation, &of(&operation["requestBody"]["content"]), &answered);
    }
}

#[tokio::test]
async fn the_demo_answers_every_example() {
    let office = of_demo(HERE);
    let (_, bearer) = office.token(Role::Admin);
    let mut walk = Walk { office, bearer, examples: BTreeMap::new() };
    questions(&mut walk).await;
    changes(&mut walk).await;
    drawings(&mut walk).await;
    plans(&mut walk).await;
    let description = walk.office.get("/api/openapi.json", &[]).await.json();
    for (id, operation) in operations(&description) {
        let example = walk.examples.get(id.as_str()).unwrap_or_else(|| panic!("{id} is not asked"));
        holds(&description, &id, operation, &example["sent"], &example["answered"]);
    }
    if env::var_os("UPDATE_EXAMPLES").is_some() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/api-examples");
        for (id, example) in &walk.examples {
            let text = serde_json::to_string_pretty(example).unwrap();
            // The token opened a store that is gone; it is not shown all the same.
            let text = text.replace(walk.bearer.strip_prefix("Bearer ").unwrap(), "pw_k3v9xq2m_…");
            fs::write(folder.join(format!("{id}.json")), format!("{text}\n")).unwrap();
        }
    }
}
