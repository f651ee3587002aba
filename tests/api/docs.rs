use std::{
    collections::HashMap,
    env, fs,
    path::{Path, PathBuf},
};

use patchwork::{access::Role, http::openapi};
use serde_json::{Value, json};

use crate::{
    ask::{get, json},
    office::Office,
    schema,
};

#[test]
fn the_committed_description_is_the_one_of_the_code() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/openapi.json");
    let mut described = openapi().to_pretty_json().unwrap();
    described.push('\n');
    if env::var_os("UPDATE_OPENAPI").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, &described).unwrap();
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    assert!(
        committed == described,
        "docs/openapi.json is not what the code describes: run this test with UPDATE_OPENAPI=1 to rewrite it"
    );
}

/// Of two bodies of one name the description would keep one, for both.
#[test]
fn no_two_bodies_share_a_name() {
    let mut named: HashMap<String, PathBuf> = HashMap::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap();
            for described in text
                .split("#[derive(")
                .skip(1)
                .filter(|rest| rest.split(')').next().is_some_and(|derived| derived.contains("ToSchema")))
            {
                let mut words =
                    described.split_whitespace().skip_while(|word| !["struct", "enum"].contains(word));
                let name = words.nth(1).unwrap().trim_end_matches(['<', '(', ';']).to_owned();
                if let Some(other) = named.insert(name.clone(), path.clone()) {
                    panic!("{name} is described in {} and in {}", other.display(), path.display());
                }
            }
        }
    }
    assert!(named.len() > 100);
}

#[tokio::test]
async fn the_description_is_served() {
    let body = json("/api/openapi.json").await;
    assert_eq!(body["openapi"], "3.1.0");
    assert_eq!(body["info"]["version"], env!("CARGO_PKG_VERSION"));
}

fn operations(description: &Value) -> Vec<(&str, &Value)> {
    let paths = description["paths"].as_object().unwrap();
    let known = paths.iter().filter_map(|(path, methods)| Some((path.as_str(), methods.get("get")?)));
    known.collect()
}

/// Where a described path leads in the invented world.
fn example(path: &str, operation: &Value) -> String {
    let values = [
        ("{layer}", "districts"),
        ("{code}", "D1"),
        ("{z}", "8"),
        ("{x}", "127"),
        ("{y}", "86"),
        ("{id}", "places:1"),
        ("{file}", "places.csv"),
    ];
    let path = values.iter().fold(path.to_owned(), |path, (name, value)| path.replace(name, value));
    let needed = match operation["operationId"].as_str().unwrap() {
        "locate" => "?easting=500500&northing=110500&within_m=2000",
        "search" => "?q=ash",
        "list_overlaps" => "?with=wards&weight=area",
        "list_relations" => "?with=wards",
        "compare" => "?a=wards&b=districts&in=localities:localities-ash-and-elm&on=2026-03-31",
        "coverage" | "coverage_blocks" | "coverage_blocks_csv" => {
            "?kinds=library&within_m=500&by=wards&on=2026-03-31"
        }
        "coverage_csv" => "?kinds=library,pharmacy&within_m=500&by=practices&on=2026-03-31",
        "coverage_gaps" => {
            "?kinds=library&within_m=500&by=wards&in=localities:localities-ash-and-elm&on=2026-03-31"
        }
        "completeness" | "completeness_geojson" => "?layer=wards&in=districts:D1&on=2026-03-31",
        "embed" | "embed_svg" | "embed_png" => "?layer=wards&on=2026-03-31",
        "oembed" => "?url=https%3A%2F%2Fmaps.example.org%2Fembed%3Flayer%3Dwards",
        "show_sheet" => "?bbox=-0.6,50.8,-0.5,50.9",
        "compare_csv" => "?a=practices&b=wards&on=2026-03-31",
        _ => "",
    };
    format!("{path}{needed}")
}

/// These answer only once something is drawn or planned: neighbourhoods.rs and scenarios.rs hold them to their description.
const DRAWN: [&str; 11] = [
    "show_agreement",
    "show_neighbourhood",
    "read_drawing",
    "list_drawing_versions",
    "list_my_drawing_versions",
    "show_scenario",
    "scenario_geojson",
    "scenario_csv",
    "scenario_svg",
    "scenario_figures",
    "scenario_moves",
];

#[tokio::test]
async fn every_described_path_answers_with_the_body_that_is_described() {
    let description = json("/api/openapi.json").await;
    let office = Office::open();
    let (_, admin) = office.token(Role::Admin);
    let is_drawn = |operation: &Value| DRAWN.contains(&operation["operationId"].as_str().unwrap());
    for (path, operation) in
        operations(&description).into_iter().filter(|(_, operation)| !is_drawn(operation))
    {
        let needs_token = operation["responses"].get("401").is_some();
        let headers = [("authorization", admin.as_str())];
        let headers = if needs_token { &headers[..] } else { &[] };
        let answer = office.get(&example(path, operation), headers).await;
        assert_eq!(answer.status.as_u16(), 200, "{path}: {}", answer.text());
        let contents = operation["responses"]["200"]["content"].as_object().unwrap();
        let kind = answer.header("content-type").unwrap();
        let kind = kind.split(';').next().unwrap();
        let content = contents.get(kind).unwrap_or_else(|| panic!("{path} answers with {kind}"));
        if kind.ends_with("json") {
            schema::check(&description, &content["schema"], &answer.json(), path);
        }
    }
}

#[tokio::test]
async fn every_problem_is_as_described() {
    let description = json("/api/openapi.json").await;
    let described = json!({"$ref": "#/components/schemas/ProblemBody"});
    for path in ["/api/layers?on=never", "/api/areas/wards/W9", "/api/nothing"] {
        schema::check(&description, &described, &get(path).await.json(), path);
    }
}

#[tokio::test]
async fn every_operation_has_a_summary_described_parameters_and_problems() {
    let description = json("/api/openapi.json").await;
    for (path, operation) in operations(&description) {
        assert!(operation["summary"].is_string(), "{path}");
        assert!(operation.get("requestBody").is_none(), "{path} takes no body");
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            assert!(parameter["description"].is_string(), "{path}: {parameter}");
        }
        if path != "/health/live" {
            for status in ["400", "404", "405", "413", "414", "500", "503"] {
                let content = &operation["responses"][status]["content"];
                // In a frame nobody reads JSON.
                if path == "/embed" && content["text/html"].is_object() {
                    continue;
                }
                let problem = &content["application/problem+json"];
                assert_eq!(problem["schema"]["$ref"], "#/components/schemas/ProblemBody", "{path}: {status}");
            }
        }
    }
}

fn assert_described(name: &str, schema: &Value) {
    for part in schema["allOf"].as_array().into_iter().flatten() {
        assert_described(name, part);
    }
    for (property, about) in schema["properties"].as_object().into_iter().flatten() {
        let refers = about.get("$ref").is_some() || about.get("oneOf").is_some();
        assert!(refers || about["description"].is_string(), "{name}.{property}");
    }
}

#[tokio::test]
async fn every_property_of_every_body_is_described() {
    let description = json("/api/openapi.json").await;
    for (name, schema) in description["components"]["schemas"].as_object().unwrap() {
        assert_described(name, schema);
    }
}

#[tokio::test]
async fn the_page_loads_nothing_from_elsewhere() {
    let answer = get("/api/docs/").await;
    assert_eq!(answer.status.as_u16(), 200);
    assert!(!answer.text().contains("://"), "{}", answer.text());
    let script = get("/api/docs/swagger-initializer.js").await;
    assert!(script.text().contains("/api/openapi.json") && !script.text().contains("petstore"));
    assert!(answer.header("content-security-policy").unwrap().contains("script-src 'self';"));
}
