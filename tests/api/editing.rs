//! Changing assets, and what visitors say of them.

use patchwork::{
    access::Role,
    store::{NewTable, Store},
};
use rstest::rstest;
use serde_json::{Value, json};

use crate::{
    ask::Answer,
    office::{OURS, Office, of_store, of_store_with},
    places,
};

struct Editor<'a> {
    office: &'a Office,
    bearer: String,
}

impl<'a> Editor<'a> {
    fn new(office: &'a Office, role: Role) -> Self {
        Self { office, bearer: office.token(role).1 }
    }

    async fn read(&self, id: &str) -> Answer {
        self.office.get(&format!("/api/assets/{id}"), &[("authorization", &self.bearer)]).await
    }

    async fn tag(&self, id: &str) -> String {
        self.read(id).await.header("etag").unwrap_or("\"none\"").to_owned()
    }

    async fn send(&self, method: &str, path: &str, tag: Option<&str>, body: &Value) -> Answer {
        let mut headers = vec![("authorization", self.bearer.as_str())];
        headers.extend(tag.map(|tag| ("if-match", tag)));
        self.office.call(method, path, &headers, &body.to_string()).await
    }

    /// Sends a change of the asset as it is now.
    async fn change(&self, id: &str, what: &str, body: &Value) -> Answer {
        let (method, path) = match what {
            "" => ("PUT", format!("/api/assets/{id}")),
            what => ("POST", format!("/api/assets/{id}/{what}")),
        };
        self.send(method, &path, Some(&self.tag(id).await), body).await
    }
}

async fn names(office: &Office, query: &str) -> Vec<String> {
    let body = office.get(&format!("/api/assets?{query}"), &[]).await.json();
    let assets = body["assets"].as_array().unwrap().clone();
    assets.iter().map(|asset| asset["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_correction_is_seen_at_once_outlives_the_next_import_and_is_in_the_audit_trail() {
    let office = of_store();
    let editor = Editor::new(&office, Role::Contributor);
    let correction = json!({ "name": "Ash Road Library", "capacity": null, "opening_hours": "Mo-Fr 9-5" });
    let answer = editor.change("places:1", "", &correction).await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
    assert_eq!(answer.json()["changed"], json!(["name", "opening_hours", "capacity"]));
    let seen = office.get("/api/assets/places:1", &[]).await.json();
    assert_eq!((&seen["name"], &seen["capacity"]), (&json!("Ash Road Library"), &json!(null)));

    let lists = places::lists().into_iter().next().unwrap();
    let again = NewTable { fingerprint: "again".to_owned(), ..places::table(lists) };
    office.store.put_table(&again).unwrap();
    editor.change("places:3", "verify", &json!({})).await;
    assert_eq!(office.get("/api/assets/places:1", &[]).await.json()["name"], "Ash Road Library");

    let admin = Editor::new(&office, Role::Admin);
    let path = "/api/audit?subject=places:1";
    let audit = office.get(path, &[("authorization", &admin.bearer)]).await.json();
    let entry = &audit["changes"][0];
    assert_eq!((&entry["action"], &entry["name"]), (&json!("asset.correct"), &json!("Ann the contributor")));
    assert_eq!(entry["before"][0], json!({ "name": "Ash Library" }));
    assert_eq!(entry["after"]["correct"][0], json!({ "name": "Ash Road Library" }));
}

#[tokio::test]
async fn a_change_of_what_somebody_else_has_changed_since_is_refused() {
    let office = of_store();
    let (ann, ben) = (Editor::new(&office, Role::Contributor), Editor::new(&office, Role::Contributor));
    let old = ben.tag("places:1").await;
    assert_eq!(ann.change("places:1", "", &json!({ "name": "Ann's" })).await.status.as_u16(), 200);
    for (method, path) in [("PUT", "/api/assets/places:1"), ("POST", "/api/assets/places:1/close")] {
        let stale = ben.send(method, path, Some(&old), &json!({ "name": "Ben's" })).await;
        assert_eq!(stale.problem(412)["type"], "urn:patchwork:problem:stale");
        let without = ben.send(method, path, None, &json!({ "name": "Ben's" })).await;
        assert_eq!(without.problem(428)["type"], "urn:patchwork:problem:no-match");
    }
    assert_eq!(office.get("/api/assets/places:1", &[]).await.json()["name"], "Ann's");
    let next = ann.change("places:1", "", &json!({ "name": "Ann's again" })).await.json();
    let last =
        ann.send("PUT", "/api/assets/places:1", next["etag"].as_str(), &json!({ "name": "Third" })).await;
    assert_eq!(last.status.as_u16(), 200, "the tag of an answer is good for the next change");
}

#[tokio::test]
async fn a_closed_asset_is_left_out_and_a_verified_one_is_fresh() {
    let office = of_store();
    let editor = Editor::new(&office, Role::Contributor);
    assert_eq!(editor.change("places:4", "verify", &json!({})).await.status.as_u16(), 200);
    let park = office.get("/api/assets/places:4", &[]).await.json();
    assert_eq!((&park["stale"], &park["last_verified"]), (&json!(false), &json!(patchwork::http::today())));
    editor.change("places:4", "verify", &json!({ "on": "2999-01-01" })).await.problem(400);

    assert_eq!(editor.change("places:4", "close", &json!({})).await.status.as_u16(), 200);
    assert_eq!(names(&office, "kinds=park").await, [""; 0]);
    assert_eq!(names(&office, "kinds=park&status=closed").await, ["Élm Park"]);
    editor.change("places:4", "close", &json!({})).await.problem(409);
}

#[tokio::test]
async fn a_suppressed_asset_stays_off_through_every_import_until_it_is_restored() {
    let office = of_store();
    let moderator = Editor::new(&office, Role::Moderator);
    assert_eq!(moderator.change("places:1", "suppress", &json!({})).await.status.as_u16(), 200);
    let lists = places::lists().into_iter().next().unwrap();
    office.store.put_table(&NewTable { fingerprint: "again".to_owned(), ..places::table(lists) }).unwrap();
    moderator.change("places:3", "verify", &json!({})).await;
    office.get("/api/assets/places:1", &[]).await.problem(404);
    assert!(!office.get("/api/assets.csv?status=all", &[]).await.text().contains("Ash Library"));
    let contributor = Editor::new(&office, Role::Contributor);
    contributor.read("places:1").await.problem(404);
    moderator.change("places:1", "suppress", &json!({})).await.problem(409);
    assert_eq!(moderator.change("places:1", "restore", &json!({})).await.status.as_u16(), 200);
    assert_eq!(office.get("/api/assets/places:1", &[]).await.status.as_u16(), 200);
}

#[tokio::test]
async fn a_new_asset_is_placed_by_degrees_or_by_its_postcode_and_named_apart() {
    let office = of_store();
    let editor = Editor::new(&office, Role::Contributor);
    let new = json!({ "name": "Repair café", "kind": "Community centre", "postcode": "qx11aa", "can_meet_here": "free" });
    let added = editor.send("POST", "/api/assets", None, &new).await;
    assert_eq!(added.status.as_u16(), 201, "{}", added.text());
    assert_eq!(added.header("location"), Some("/api/assets/by-hand%3Arepair-cafe"));
    let again = editor.send("POST", "/api/assets", None, &new).await.json();
    assert_eq!(again["id"], "by-hand:repair-cafe-2");
    let seen = office.get("/api/assets/by-hand:repair-cafe", &[]).await.json();
    assert_eq!((&seen["kind"], &seen["list"]), (&json!("community-centre"), &json!("by-hand")));
    assert_eq!(seen["areas"][0]["name"], "Long Ash");
    let tag = added.json()["etag"].as_str().unwrap().to_owned();
    let moved = json!({ "lon": -0.56, "lat": 50.885 });
    assert_eq!(
        editor.send("PUT", "/api/assets/by-hand:repair-cafe", Some(&tag), &moved).await.status.as_u16(),
        200
    );
    assert_eq!(office.get("/api/assets/by-hand:repair-cafe", &[]).await.json()["lon"], -0.56);
}

#[rstest]
#[case(json!({ "kind": "library", "postcode": "QX1 1AA" }), "a new asset needs a name")]
#[case(json!({ "name": "X", "postcode": "QX1 1AA" }), "a new asset needs a kind")]
#[case(json!({ "name": "X", "kind": "library" }), "a new asset needs a place")]
#[case(json!({ "name": "X", "kind": "libary", "lon": 0, "lat": 51 }), "did you mean library?")]
#[case(json!({ "name": "X", "kind": "library", "lon": 530_000, "lat": 104_000 }), "no longitude and latitude")]
#[case(json!({ "name": "X", "kind": "library", "lon": 0 }), "lon and lat go together")]
#[case(json!({ "name": "X", "kind": "library", "lon": 0, "lat": 20 }), "outside")]
#[case(json!({ "name": "X", "kind": "library", "postcode": "QX9 9ZZ" }), "postcode")]
#[case(json!({ "name": "X", "kind": "library", "postcode": "nonsense" }), "postcode")]
#[case(json!({ "name": "X".repeat(201), "kind": "library" }), "at most 200 characters")]
#[case(json!({ "name": "X\u{0}", "kind": "library" }), "cannot be shown")]
#[case(json!({ "name": "X", "kind": "library", "status": "shut" }), "status")]
#[case(json!({ "name": "X", "colour": "red" }), "unknown field")]
#[case(json!({ "name": 7 }), "expected a string")]
#[tokio::test]
async fn what_makes_no_sense_is_refused_in_words(#[case] body: Value, #[case] words: &str) {
    let office = of_store();
    let editor = Editor::new(&office, Role::Contributor);
    let problem = editor.send("POST", "/api/assets", None, &body).await.problem(400);
    assert!(problem["detail"].as_str().unwrap().contains(words), "{problem}");
}

#[tokio::test]
async fn markup_and_formulas_are_text() {
    let office = of_store();
    let editor = Editor::new(&office, Role::Contributor);
    let words = "<img src=x onerror=alert(1)>";
    editor.change("places:1", "", &json!({ "notes": words, "address": "=1+1" })).await;
    let answer = office.get("/api/assets/places:1", &[]).await;
    assert_eq!(answer.json()["notes"], words);
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert!(office.get("/api/assets.csv?kinds=library", &[]).await.text().contains(",'=1+1,"));
}

#[rstest]
#[case("POST", "/api/assets", Role::Planner)]
#[case("PUT", "/api/assets/places:1", Role::Planner)]
#[case("POST", "/api/assets/places:1/close", Role::Planner)]
#[case("POST", "/api/assets/places:1/verify", Role::Planner)]
#[case("POST", "/api/assets/places:1/suppress", Role::Contributor)]
#[case("POST", "/api/assets/places:1/restore", Role::Contributor)]
#[case("GET", "/api/reports", Role::Contributor)]
#[case("POST", "/api/sheets", Role::Planner)]
#[case("POST", "/api/sheets/publish", Role::Planner)]
#[case("GET", "/api/sheets/places.csv", Role::Planner)]
#[tokio::test]
async fn a_role_that_does_not_allow_it_and_nobody_at_all_are_refused(
    #[case] method: &str,
    #[case] path: &str,
    #[case] role: Role,
) {
    let office = of_store();
    let editor = Editor::new(&office, role);
    let refused = editor.send(method, path, Some("*"), &json!({})).await;
    assert_eq!(refused.problem(403)["type"], "urn:patchwork:problem:forbidden", "{path}");
    office.call(method, path, &[OURS, ("if-match", "*")], "{}").await.problem(401);
    assert_eq!(names(&office, "kinds=library").await, ["Ash Library"]);
}

#[tokio::test]
async fn a_cookie_changes_things_only_from_a_page_of_this_server() {
    let office = of_store();
    let (_, bearer) = office.token(Role::Contributor);
    let cookie = office.cookie(&bearer).await;
    let evil = [("origin", "https://evil.example"), ("cookie", cookie.as_str()), ("if-match", "*")];
    office.call("POST", "/api/assets/places:1/close", &evil, "").await.problem(403);
    let ours = [OURS, ("cookie", cookie.as_str()), ("if-match", "*")];
    assert_eq!(office.call("POST", "/api/assets/places:1/close", &ours, "").await.status.as_u16(), 200);
}

fn report(text: &str) -> String {
    json!({ "text": text }).to_string()
}

#[tokio::test]
async fn what_a_visitor_reports_waits_for_a_moderator() {
    let office = of_store();
    let sent = office.call("POST", "/api/assets/places:1/reports", &[OURS], &report("It has moved.")).await;
    assert_eq!(sent.status.as_u16(), 202, "{}", sent.text());
    let moderator = Editor::new(&office, Role::Moderator);
    let headers = [("authorization", moderator.bearer.as_str())];
    let queue = office.get("/api/reports", &headers).await.json();
    let first = &queue["reports"][0];
    assert_eq!((&first["asset_name"], &first["text"]), (&json!("Ash Library"), &json!("It has moved.")));
    let path = format!("/api/reports/{}/settle", first["id"]);
    let settled = moderator.send("POST", &path, None, &json!({ "outcome": "corrected" })).await.json();
    assert_eq!(settled["outcome"], "corrected");
    moderator.send("POST", &path, None, &json!({ "outcome": "dismissed" })).await.problem(409);
    assert_eq!(office.get("/api/reports", &headers).await.json()["reports"], json!([]));
    assert_eq!(
        office.get("/api/reports?status=settled", &headers).await.json()["reports"][0]["outcome"],
        "corrected"
    );
    moderator
        .send("POST", "/api/reports/999/settle", None, &json!({ "outcome": "corrected" }))
        .await
        .problem(404);
}

#[tokio::test]
async fn a_visitor_reports_only_so_often_and_only_what_is_there() {
    let office = of_store_with(|config| {
        config.limits.anonymous_writes_an_hour = 2;
        config.trusted_proxies = vec!["::/0".parse().unwrap(), "10.0.0.0/8".parse().unwrap()];
    });
    let path = "/api/assets/places:1/reports";
    let from = async |client: &str| {
        let headers = [("x-forwarded-for", client)];
        office.call("POST", path, &headers, &report("It has moved.")).await.status.as_u16()
    };
    assert_eq!([from("192.0.2.1").await, from("192.0.2.1").await, from("192.0.2.1").await], [202, 202, 429]);
    assert_eq!(from("192.0.2.2").await, 202, "another client has its own");
    let (_, bearer) = office.token(Role::Planner);
    let signed_in = [("authorization", bearer.as_str())];
    for _ in 0..3 {
        assert_eq!(office.call("POST", path, &signed_in, &report("Shut.")).await.status.as_u16(), 202);
    }
    for id in ["places:5", "places:7", "whispered:1", "places:99"] {
        let path = format!("/api/assets/{id}/reports");
        office.call("POST", &path, &[], &report("Here?")).await.problem(404);
    }
    office.call("POST", path, &signed_in, &report("  ")).await.problem(400);
    office.call("POST", path, &signed_in, &report(&"x".repeat(1_001))).await.problem(400);
}

#[tokio::test]
async fn what_a_client_says_of_itself_does_not_help_it() {
    let office = of_store_with(|config| config.limits.anonymous_writes_an_hour = 1);
    let from = async |client: &str| {
        let headers = [("x-forwarded-for", client)];
        let path = "/api/assets/places:1/reports";
        office.call("POST", path, &headers, &report("It has moved.")).await.status.as_u16()
    };
    assert_eq!([from("192.0.2.1").await, from("192.0.2.2").await], [202, 429]);
}
