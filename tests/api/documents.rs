//! The documents as pages.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use rstest::rstest;

use crate::ask::{get, get_with};

/// The page without what it shows as code.
fn without_code(page: &str) -> String {
    let mut parts = page.split("<pre");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once("</pre>").unwrap().1)
}

/// What stands in an attribute, wherever it is.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let begin = format!(" {name}=\"");
    page.split(&begin).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

/// Every page that can be reached from the first.
async fn pages() -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut waiting = vec!["/docs".to_owned()];
    while let Some(path) = waiting.pop() {
        if found.contains_key(&path) {
            continue;
        }
        let page = get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        for link in attributes(page.text(), "href") {
            let link = link.split('#').next().unwrap();
            if link.starts_with("/docs") && !link.contains('.') {
                waiting.push(link.to_owned());
            }
        }
        found.insert(path, without_code(page.text()));
    }
    found
}

#[tokio::test]
async fn every_document_is_a_page_of_its_own_with_title_and_description() {
    let pages = pages().await;
    assert!(pages.len() > 15, "{:?}", pages.keys());
    let mut titles = BTreeSet::new();
    for (path, page) in &pages {
        assert!(page.starts_with("<!doctype html>\n<html lang=\"en-GB\">"), "{path}");
        for once in [
            "<title>",
            "<h1",
            "<main",
            "name=\"description\"",
            "class=\"skip\" href=\"#text\"",
            "id=\"text\"",
        ] {
            assert_eq!(page.matches(once).count(), 1, "{path}: {once}");
        }
        assert!(!page.contains("<script") && !page.contains(" style="), "{path}");
        assert_eq!(page.matches("aria-current=\"page\"").count(), 1, "{path}");
        let title = page.split_once("<title>").unwrap().1.split('<').next().unwrap();
        assert!(title.ends_with(" · Patchwork") && titles.insert(title.to_owned()), "{path}: {title}");
        let about = page.split_once("name=\"description\" content=\"").unwrap().1.split('"').next().unwrap();
        assert!(about.len() > 30, "{path}: {about}");
        let ids = attributes(page, "id");
        let distinct: BTreeSet<&&str> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len(), "{path}: {ids:?}");
    }
}

#[tokio::test]
async fn every_link_in_a_document_leads_somewhere() {
    let pages = pages().await;
    let mut others = BTreeSet::new();
    for (path, page) in &pages {
        for link in attributes(page, "href").into_iter().chain(attributes(page, "src")) {
            if link.starts_with("https://") {
                continue;
            }
            let (to, place) = link.split_once('#').map_or((link, None), |(to, place)| (to, Some(place)));
            let to = if to.is_empty() { path } else { to };
            match (pages.get(to), place) {
                (Some(there), Some(place)) => {
                    assert!(attributes(there, "id").contains(&place), "{path}: {link} leads nowhere");
                }
                (Some(_), None) => {}
                (None, _) => drop(others.insert(to.to_owned())),
            }
        }
    }
    for path in others {
        assert_eq!(get(&path).await.status, StatusCode::OK, "{path}");
    }
}

#[rstest]
#[case("/docs")]
#[case("/docs/embedding")]
#[case("/docs/documents.css")]
#[case("/docs/viewer.png")]
#[tokio::test]
async fn a_document_that_the_browser_has_is_not_sent_again(#[case] path: &str) {
    let first = get(path).await;
    let etag = first.header("etag").unwrap();
    assert_eq!(get_with(path, &[("if-none-match", etag)]).await.status, StatusCode::NOT_MODIFIED);
    let policy = first.header("content-security-policy").unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'self';")
            && policy.contains("frame-ancestors 'none'")
    );
    assert!(first.header("set-cookie").is_none());
}

#[rstest]
#[case("/docs/", "/docs")]
#[case("/docs/embedding.md", "/docs/embedding")]
#[tokio::test]
async fn other_names_of_a_document_lead_to_it(#[case] path: &str, #[case] to: &str) {
    let answer = get(path).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::PERMANENT_REDIRECT, Some(to)));
}

#[rstest]
#[case("/docs/nothing")]
#[case("/docs/openapi.json")]
#[case("/docs/..%2FCargo.toml")]
#[case("/docs/%3Cscript%3E.md")]
#[tokio::test]
async fn a_document_that_there_is_not_is_a_page_that_says_so(#[case] path: &str) {
    let answer = get(path).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(answer.text().contains("There is no such document") && !answer.text().contains("<script"));
}

#[tokio::test]
async fn the_first_page_says_what_this_is_and_lists_every_document() {
    let page = get("/docs").await;
    for said in [
        "How do the patches drawn on England fit each other?",
        "href=\"/docs/start\">Start here</a>",
        "href=\"/docs/load\">Load your area</a>",
        "href=\"/docs/running\">Running it in public</a>",
        "href=\"/docs/accessibility\">Accessibility</a>",
        "href=\"/api/docs/\"",
    ] {
        assert!(page.text().contains(said), "{said}");
    }
    let text = get("/docs/running").await;
    for said in [
        "<code class=\"language-ini\"># A Patchwork behind nginx",
        "<h2 id=\"backup\">",
        "href=\"/docs/privacy\"",
    ] {
        assert!(text.text().contains(said), "{said}");
    }
}
