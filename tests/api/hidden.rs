//! What the public may not learn of the assets is on no route: whatever the API describes is asked for, and every tile, file and count.

use patchwork::access::Role;
use serde_json::Value;

use crate::{
    asset_tiles::tile,
    office::{Office, of_store},
    places::SECRETS,
};

/// A suppressed asset beside the hidden one, the held-back contact and the list for people who have signed in that the world has.
async fn office() -> Office {
    let office = of_store();
    let (_, bearer) = office.token(Role::Moderator);
    let headers = [("authorization", bearer.as_str()), ("if-match", "*")];
    let off = office.call("POST", "/api/assets/places:3/suppress", &headers, "").await;
    assert_eq!(off.status.as_u16(), 200, "{}", off.text());
    office
}

/// Every address that the description tells of, filled in so as to find as much as can be.
pub fn addresses(description: &Value) -> Vec<String> {
    let paths = description["paths"].as_object().unwrap();
    let described = paths.iter().filter(|(_, methods)| methods.get("get").is_some());
    let mut all = Vec::new();
    for (path, methods) in described {
        let ids = if path.contains("{id}") {
            &["places:1", "places:3", "places:5", "places:6", "places:7", "whispered:1"][..]
        } else {
            &[""]
        };
        for id in ids {
            let filled = [
                ("{id}", *id),
                ("{layer}", "districts"),
                ("{code}", "D1"),
                ("{file}", "whispered.csv"),
                ("{z}/{x}/{y}", "0/0/0"),
            ];
            let path = filled.iter().fold(path.clone(), |path, (name, value)| path.replace(name, value));
            let parameters = methods["get"]["parameters"].as_array();
            let has =
                |name: &str| parameters.is_some_and(|all| all.iter().any(|known| known["name"] == name));
            let query = match methods["get"]["operationId"].as_str().unwrap_or_default() {
                "locate" => "?easting=500500&northing=110500&within_m=2000",
                "search" => "?q=sanctuary",
                "list_overlaps" | "list_relations" => "?with=wards",
                "show_agreement" => "?name=Ash",
                "show_sheet" => "?bbox=-0.6,50.8,-0.5,50.9",
                "compare" | "compare_csv" => "?a=wards&b=districts",
                _ if has("status") && has("share_alike") => "?status=all&share_alike=include",
                _ if has("status") && path != "/api/reports" => "?status=all",
                _ => "",
            };
            all.push(format!("{path}{query}"));
        }
    }
    all
}

#[tokio::test]
async fn no_route_tells_the_public_of_what_is_hidden_held_back_taken_off_or_for_others() {
    let office = office().await;
    let description = office.get("/api/openapi.json", &[]).await.json();
    let mut all = addresses(&description);
    assert!(all.len() >= 30, "{}", all.len());
    for z in 0..=16 {
        all.push(format!("/tiles/assets/{}.mvt?status=all", tile(z)));
    }
    for query in [
        "?near=-0.5727,50.8851&status=all",
        "?near=-0.5727,50.8851&within_m=5000&status=all",
        "?bbox=-1,50,1,52&status=all",
        "?in=wards:W1&status=all",
        "?text=sanctuary&status=all",
        "?kinds=refuge&status=all",
        "?list=places&status=all",
    ] {
        for path in ["/api/assets", "/api/assets.csv", "/api/assets.geojson"] {
            all.push(format!("{path}{query}"));
        }
    }
    all.push("/metrics".to_owned());
    for path in all {
        let answer = office.get(&path, &[]).await;
        let text = String::from_utf8_lossy(&answer.bytes);
        for secret in SECRETS.iter().chain(&["HYPERLINK", "places:3", "places:5", "places:7"]) {
            // What was asked for may be repeated; what there is may not be told.
            let told = text.contains(secret) && !path.contains(secret);
            assert!(!told, "{path} tells of {secret}: {text}");
        }
        let is_for_others = [
            "/api/audit",
            "/api/reports",
            "/api/sheets",
            "/api/neighbourhoods/queue",
            "/api/neighbourhoods/mine",
        ]
        .iter()
        .any(|start| path.starts_with(start));
        assert_eq!(answer.status.as_u16() == 401, is_for_others, "{path}: {}", answer.status);
    }
}

#[tokio::test]
async fn nothing_that_is_hidden_counts() {
    let office = office().await;
    let count = async |path: &str| office.get(path, &[]).await.json();
    let kinds = count("/api/kinds").await;
    let counted: u64 = kinds["groups"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|group| group["kinds"].as_array().unwrap())
        .map(|kind| kind["assets"].as_u64().unwrap())
        .sum();
    // The library, the park, the home and the group of the register; the café that volunteers mapped.
    assert_eq!(counted, 5);
    assert_eq!(count("/api/assets").await["total"], 5);
    assert_eq!(count("/api/assets?status=all").await["total"], 6, "and the closed library");
    let near =
        count("/api/assets?near=-0.5727,50.8851&within_m=100000&kinds=library,refuge,community-centre").await;
    assert_eq!(near["total"], 1);
    let features = office.get("/api/assets.geojson?share_alike=include", &[]).await.json();
    assert_eq!(features["features"].as_array().unwrap().len(), 5);
}
