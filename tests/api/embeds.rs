//! Maps on other sites: the page, its pictures, and oEmbed.

use axum::http::StatusCode;
use patchwork::http::HttpConfig;
use rstest::rstest;

use crate::{
    ask::{get, get_with, json},
    office::{of_store, of_store_with},
    world::PUBLIC_URL,
};

const WARDS: &str = "layer=wards&on=2026-03-31";

#[tokio::test]
async fn a_page_may_be_framed_by_every_site_and_sets_no_cookie() {
    let page = get(&format!("/embed?{WARDS}")).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("frame-ancestors *;") && policy.contains("script-src 'self';"), "{policy}");
    assert!(page.header("set-cookie").is_none());
    for said in [
        "<h1>Wards</h1>",
        "As on 31 March 2026",
        "Long Ash",
        "Short Ash",
        "/embed.svg?layer=wards&amp;on=2026-03-31",
    ] {
        assert!(page.text().contains(said), "{said} in {}", page.text());
    }
    // Nothing else may be framed, and the viewer least of all.
    for other in ["/", "/api/layers", "/sign-in"] {
        let policy = get(other).await.header("content-security-policy").unwrap().to_owned();
        assert!(policy.contains("frame-ancestors 'none'"), "{other}: {policy}");
    }
}

#[tokio::test]
async fn an_operator_says_which_sites_may_frame_a_map() {
    let sites = ["https://council.example.org".to_owned()];
    let office = of_store_with(|config: &mut HttpConfig| *config = config.clone().framed_by(&sites).unwrap());
    let page = office.get(&format!("/embed?{WARDS}"), &[]).await;
    let policy = page.header("content-security-policy").unwrap();
    assert!(policy.contains("frame-ancestors https://council.example.org;"), "{policy}");
}

#[tokio::test]
async fn a_map_that_follows_today_says_so_and_a_fixed_one_stays() {
    let today = get("/embed?layer=wards").await;
    assert!(today.text().contains("As it is today, "), "{}", today.text());
    // On either side of the day on which Long Ash grows, and gets another code.
    let [before, after] =
        [get("/embed?layer=wards&on=2026-03-31").await, get("/embed?layer=wards&on=2026-04-01").await];
    assert!(
        before.text().contains("<td>W1</td>") && !before.text().contains("<td>W9</td>"),
        "{}",
        before.text()
    );
    assert!(!after.text().contains("<td>W1</td>"), "{}", after.text());
}

#[tokio::test]
async fn a_picture_says_what_it_shows_and_who_made_it() {
    let picture =
        get(&format!("/embed.svg?{WARDS}&with=districts&area=districts:D1&width=500&height=400")).await;
    assert_eq!(picture.status, StatusCode::OK, "{}", picture.text());
    assert_eq!(picture.header("content-type"), Some("image/svg+xml"));
    for said in ["width=\"500\"", "height=\"400\"", ">Long Ash<", "As on 31 March 2026", "Ashshire"] {
        assert!(picture.text().contains(said), "{said} in {}", picture.text());
    }
    let attribution =
        json("/tiles/wards.json?on=2026-03-31").await["attribution"].as_str().unwrap().to_owned();
    assert!(picture.text().contains(&attribution), "{attribution} in {}", picture.text());
    let same = get_with(
        &format!("/embed.svg?{WARDS}&with=districts&area=districts:D1&width=500&height=400"),
        &[("if-none-match", picture.header("etag").unwrap())],
    )
    .await;
    assert_eq!(same.status, StatusCode::NOT_MODIFIED);
}

#[rstest]
#[case(1, [300, 240])]
#[case(2, [600, 480])]
#[tokio::test]
async fn a_picture_with_pixels_has_as_many_as_were_asked_for(#[case] scale: u8, #[case] size: [u32; 2]) {
    let picture = get(&format!("/embed.png?{WARDS}&width=300&height=240&scale={scale}")).await;
    assert_eq!(picture.header("content-type"), Some("image/png"));
    let bytes = &picture.bytes[..];
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    let side = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    assert_eq!([side(16), side(20)], size);
}

#[rstest]
#[case::nothing_named("", 400, "name what to show")]
#[case::unknown_layer("layer=parishes", 404, "parishes")]
#[case::unknown_area("area=wards:W7", 404, "W7")]
#[case::no_date("layer=wards&on=tomorrow", 400, "on: ")]
#[case::no_colour("layer=wards&colour=red", 400, "no colour")]
#[case::no_size("layer=wards&width=0", 400, "width")]
#[case::vast("layer=wards&height=100000", 400, "height")]
#[case::unknown_parameter("layer=wards&callback=alert", 400, "callback")]
#[case::both("layer=wards&scenario=two", 400, "either")]
#[case::second_alone("area=wards:W1&with=districts", 400, "needs a first")]
#[case::signed_in("layer=drafts", 404, "drafts")]
#[tokio::test]
async fn what_cannot_be_shown_is_said_in_words(
    #[case] asked: &str,
    #[case] status: u16,
    #[case] words: &str,
) {
    for kind in ["svg", "png"] {
        let problem = get(&format!("/embed.{kind}?{asked}")).await.problem(status);
        assert!(problem["detail"].as_str().unwrap().contains(words), "{problem}");
    }
    let page = get(&format!("/embed?{asked}")).await;
    assert_eq!(page.status.as_u16(), status);
    assert!(page.header("content-type").unwrap().starts_with("text/html"));
    assert!(page.text().contains(words) && page.text().contains("cannot be shown"), "{}", page.text());
}

#[tokio::test]
async fn what_is_signed_in_only_is_in_no_map_whoever_asks() {
    let office = of_store();
    let (_, bearer) = office.token(patchwork::access::Role::Admin);
    for path in [
        "/embed?layer=drafts",
        "/embed.svg?layer=drafts",
        "/embed.png?layer=drafts",
        "/embed?layer=wards&with=drafts",
    ] {
        let never = office.get(&path.replace("drafts", "parishes"), &[]).await;
        let asked = office.get(path, &[("authorization", &bearer)]).await;
        assert_eq!((asked.status, never.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND), "{path}");
        assert_eq!(asked.text().replace("drafts", "parishes"), never.text(), "{path}");
    }
}

#[tokio::test]
async fn a_pasted_link_becomes_a_frame() {
    let link = "https%3A%2F%2Fmaps.example.org%2Fcompare%3Fa%3Dwards%26b%3Ddistricts%26on%3D2026-03-31";
    let found = json(&format!("/oembed?url={link}&maxwidth=400&maxheight=300")).await;
    assert_eq!((&found["version"], &found["type"]), (&"1.0".into(), &"rich".into()));
    assert_eq!((&found["width"], &found["height"]), (&400.into(), &300.into()));
    let html = found["html"].as_str().unwrap();
    assert!(
        html.contains(&format!(
            "src=\"{PUBLIC_URL}/embed?layer=wards&amp;with=districts&amp;on=2026-03-31\""
        )),
        "{html}"
    );
    let thumbnail = found["thumbnail_url"].as_str().unwrap().strip_prefix(PUBLIC_URL).unwrap();
    assert_eq!(get(thumbnail).await.status, StatusCode::OK);
}

#[rstest]
#[case::foreign("https%3A%2F%2Felsewhere.example.org%2Fembed%3Flayer%3Dwards")]
#[case::script("javascript%3Aalert(1)")]
#[case::unknown("https%3A%2F%2Fmaps.example.org%2Fembed%3Flayer%3Dparishes")]
#[case::signed_in("https%3A%2F%2Fmaps.example.org%2Fembed%3Flayer%3Ddrafts")]
#[case::unpublished("https%3A%2F%2Fmaps.example.org%2Fembed%3Fneighbourhood%3Dneighbourhoods-drawn-nowhere")]
#[tokio::test]
async fn links_without_a_public_map_are_all_answered_alike(#[case] link: &str) {
    let problem = get(&format!("/oembed?url={link}")).await.problem(404);
    assert_eq!(problem["detail"], "there is no map under this link");
}

#[tokio::test]
async fn there_is_no_xml() {
    let link = "https%3A%2F%2Fmaps.example.org%2Fembed%3Flayer%3Dwards";
    assert_eq!(get(&format!("/oembed?url={link}&format=xml")).await.status, StatusCode::NOT_IMPLEMENTED);
}

#[tokio::test]
async fn links_never_start_with_what_a_client_calls_the_host() {
    let page = get_with(&format!("/embed?{WARDS}"), &[("host", "evil.example")]).await;
    assert!(!page.text().contains("evil.example") && page.text().contains(PUBLIC_URL));
}
