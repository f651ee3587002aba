//! Maps on other sites: the page, its pictures, and oEmbed.

use axum::http::StatusCode;
use patchwork::{access::Role, http::HttpConfig};
use rstest::rstest;

use crate::{
    ask::{get, get_with, json},
    neighbourhoods::{decide, drawing, sent},
    office::{of_store, of_store_with},
    scenarios::{add, two},
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
    assert!(policy.contains("frame-ancestors 'self' https://council.example.org;"), "{policy}");
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

#[tokio::test]
async fn a_bare_picture_has_the_map_alone_and_shows_the_box_that_was_asked_for() {
    const SEA: &str = "#e6eef0";
    let picture = async |more: &str| get(&format!("/embed.svg?{WARDS}{more}")).await.text().to_owned();
    let [whole, map, land] = [picture("").await, picture("&bare=yes").await, picture("&bare=land").await];
    assert!(whole.contains(">Long Ash<") && map.contains(">Long Ash<") && !land.contains("<text"), "{land}");
    assert!(land.contains(SEA) && ![&whole, &map].iter().any(|other| other.contains(SEA)));
    // What it is of is said to whoever cannot see it.
    assert!(land.contains("<title id=\"title\">") && land.contains("Invented wards"));
    let of_box = picture("&bare=land&bbox=-0.1,50.7,0,50.8").await;
    assert_ne!(of_box, land);
    assert_eq!(of_box, picture("&bare=land&bbox=-0.1,50.7,0,50.8").await);
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
#[case::no_layer("layer=%3Cb%3E", 400, "layer")]
#[case::another_day("layer=wards&on=2026-02-30", 400, "on: ")]
#[case::script_for_a_colour("layer=wards&colour=%23fff%22onload%3D", 400, "no colour")]
#[case::no_width("layer=wards&width=0", 400, "width")]
#[case::no_height("layer=wards&height=0", 400, "height")]
#[case::too_wide("layer=wards&width=100000", 400, "width")]
#[case::too_high("layer=wards&height=100000", 400, "height")]
#[case::vast_pixels("layer=wards&scale=100000", 400, "scale")]
#[case::closed_list("layer=wards&list=shut", 400, "is not open")]
#[case::half_bare("layer=wards&bare=half", 400, "neither yes nor land")]
#[case::no_box("layer=wards&bbox=1,2,3", 400, "is no box")]
#[case::inside_out("layer=wards&bbox=1,52,0,53", 400, "inside out")]
#[case::gone("layer=blocks&on=2026-03-31", 400, "in force")]
#[case::not_yet_in_force("area=wards:W3&on=2026-03-31", 404, "W3")]
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
    let (_, bearer) = office.token(Role::Admin);
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
async fn a_drawing_that_is_not_published_is_in_no_map_whoever_asks() {
    let office = of_store();
    let (_, admin) = office.token(Role::Admin);
    sent(&office, &drawing("Hushside")).await;
    let link = "https%3A%2F%2Fmaps.example.org%2Fneighbourhoods%3Fid%3Dneighbourhoods-drawn-hushside";
    for path in [
        "/embed?neighbourhood=neighbourhoods-drawn-hushside",
        "/embed.svg?area=neighbourhoods:neighbourhoods-drawn-hushside",
        "/embed.png?layer=wards&neighbourhood=neighbourhoods-drawn-hushside",
        &format!("/oembed?url={link}"),
    ] {
        let never = office.get(&path.replace("hushside", "nowhere"), &[]).await;
        let asked = office.get(path, &[("authorization", &admin)]).await;
        assert_eq!((asked.status, never.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND), "{path}");
        assert_eq!(asked.text().replace("hushside", "nowhere"), never.text(), "{path}");
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

/// Bad sizes of a pasted link are said, and no size makes a frame that nothing fits in.
#[rstest]
#[case::no_width("maxwidth=0", "maxwidth")]
#[case::no_height("maxheight=0", "maxheight")]
#[case::endless("maxwidth=100001", "maxwidth")]
#[tokio::test]
async fn a_frame_has_a_size_that_can_be(#[case] limits: &str, #[case] param: &str) {
    let link = "https%3A%2F%2Fmaps.example.org%2Fembed%3Flayer%3Dwards";
    let problem = get(&format!("/oembed?url={link}&{limits}")).await.problem(400);
    assert_eq!(problem["param"], param);
    for (limits, size) in
        [("maxwidth=1&maxheight=1", [220, 220]), ("maxwidth=100000&maxheight=100000", [720, 540])]
    {
        let found = json(&format!("/oembed?url={link}&{limits}")).await;
        assert_eq!((&found["width"], &found["height"]), (&size[0].into(), &size[1].into()), "{limits}");
    }
}

#[tokio::test]
async fn a_list_may_be_open_from_the_start_also_by_a_pasted_link() {
    assert!(get(&format!("/embed?{WARDS}")).await.text().contains("<details>"));
    assert!(get(&format!("/embed?{WARDS}&list=open")).await.text().contains("<details open>"));
    let link = "https%3A%2F%2Fmaps.example.org%2Fembed%3Flayer%3Dwards%26list%3Dopen";
    let found = json(&format!("/oembed?url={link}")).await;
    assert!(
        found["html"].as_str().unwrap().contains("/embed?layer=wards&amp;on=today&amp;list=open\""),
        "{found}"
    );
}

/// A frame that a page keeps in a sandbox has no origin of its own: what it reads must be open to it, and it changes nothing.
#[tokio::test]
async fn a_frame_without_an_origin_gets_its_map_and_may_change_nothing() {
    let null = ("origin", "null");
    for path in
        ["/embed?layer=wards", "/embed.svg?layer=wards", "/embed.css", "/tiles/wards.json", "/api/layers"]
    {
        let answer = get_with(path, &[null]).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let is_page = path.starts_with("/embed?");
        assert_eq!(answer.header("access-control-allow-origin"), (!is_page).then_some("*"), "{path}");
        assert!(answer.header("access-control-allow-credentials").is_none(), "{path}");
    }
    let office = of_store();
    let (_, bearer) = office.token(Role::Contributor);
    let cookie = office.cookie(&bearer).await;
    let headers = [null, ("cookie", cookie.as_str()), ("if-match", "*")];
    office.call("POST", "/api/assets/places:1/verify", &headers, "").await.problem(403);
}

/// The head of a page: its title, what it is about, its picture, and where oEmbed has it.
fn head(page: &str) -> [Option<String>; 4] {
    let between = |begin: &str| {
        let rest = page.split_once(begin)?.1;
        Some(rest.split(['"', '<']).next().unwrap().to_owned())
    };
    assert_eq!(page.matches("<title").count(), 1, "{page}");
    assert_eq!(page.matches("name=\"description\"").count(), 1, "{page}");
    [
        between("<title>"),
        between("<meta name=\"description\" content=\""),
        between("<meta property=\"og:image\" content=\""),
        between("type=\"application/json+oembed\" href=\""),
    ]
}

#[rstest]
#[case::nothing_chosen("/", "Patchwork", "layer=wards&amp;on=today")]
#[case::an_area(
    "/?area=districts/D1&on=2026-03-31",
    "Ashshire · Patchwork",
    "area=districts%3AD1&amp;on=2026-03-31"
)]
#[case::a_comparison(
    "/compare?a=wards&b=districts&in=districts:D1&on=2026-03-31",
    "Wards and Districts: Ashshire · Compare · Patchwork",
    "layer=wards&amp;with=districts&amp;area=districts%3AD1&amp;on=2026-03-31"
)]
#[case::reach(
    "/coverage?kinds=library&by=wards",
    "Wards and Libraries · Coverage · Patchwork",
    "layer=wards&amp;kinds=library&amp;on=today"
)]
#[case::no_comparison_yet("/compare", "Compare · Patchwork", "layer=wards&amp;on=today")]
#[case::a_page_without_a_map("/sign-in", "Sign in · Patchwork", "layer=wards&amp;on=today")]
#[tokio::test]
async fn every_page_has_a_title_a_description_and_a_picture(
    #[case] path: &str,
    #[case] title: &str,
    #[case] picture: &str,
) {
    let page = get(path).await;
    let [said, about, image, oembed] = head(page.text());
    assert_eq!(said.as_deref(), Some(title));
    assert!(about.unwrap().len() > 40);
    assert_eq!(
        image.as_deref(),
        Some(&format!("{PUBLIC_URL}/embed.png?{picture}&amp;width=1200&amp;height=630")[..])
    );
    let shown = get(&image.unwrap().strip_prefix(PUBLIC_URL).unwrap().replace("&amp;", "&")).await;
    assert_eq!((shown.status, shown.header("content-type")), (StatusCode::OK, Some("image/png")));
    if let Some(oembed) = oembed {
        assert_eq!(json(oembed.strip_prefix(PUBLIC_URL).unwrap()).await["type"], "rich");
    } else {
        assert!(!path.contains('?'), "{path} has no oEmbed");
    }
}

#[tokio::test]
async fn a_name_that_would_be_a_tag_is_a_word_in_the_head() {
    let page = get("/?area=localities/localities-ash-and-elm&on=2026-03-31").await;
    assert_eq!(head(page.text())[0].as_deref(), Some("Ash &amp; Elm · Patchwork"));
    let page = get("/compare?a=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&b=districts").await;
    assert!(!page.text().contains("alert(1)"), "{}", page.text());
}

#[tokio::test]
async fn the_head_of_what_is_not_public_is_that_of_what_is_not_there() {
    let office = of_store();
    let (_, admin) = office.token(Role::Admin);
    let (id, _) = sent(&office, &drawing("Hushside")).await;
    assert_eq!(add(&office, &two("hush", "signed-in")).await.status.as_u16(), 201);
    let signed_in = [("authorization", admin.as_str())];
    for (path, never) in [
        ("/compare?a=drafts&b=wards", "/compare?a=parishes&b=wards"),
        ("/?area=drafts/X1", "/?area=parishes/X1"),
        ("/plan?id=hush", "/plan?id=none"),
        ("/neighbourhoods?id=neighbourhoods-drawn-hushside", "/neighbourhoods?id=neighbourhoods-drawn-none"),
    ] {
        let never = head(office.get(never, &[]).await.text());
        assert_eq!(never[3], None);
        for headers in [&[][..], &signed_in] {
            let page = office.get(path, headers).await;
            assert_eq!(head(page.text()), never, "{path}");
            assert!(!page.text().contains("Whisper") && !page.text().contains("Murmur"), "{path}");
        }
    }
    // Published, both are told.
    let decisions = serde_json::json!([{ "id": id, "revision": 1, "do": "publish" }]);
    assert_eq!(decide(&office, &admin, &decisions).await["done"], 1);
    assert_eq!(add(&office, &two("Two-1", "public")).await.status.as_u16(), 201);
    for (path, title) in [
        ("/neighbourhoods?id=neighbourhoods-drawn-hushside", "Hushside · Neighbourhoods · Patchwork"),
        ("/plan?id=Two-1", "Murmur: two councils · Plan · Patchwork"),
    ] {
        let page = office.get(path, &[]).await;
        let [said, about, image, _] = head(page.text());
        assert_eq!(said.as_deref(), Some(title), "{path}");
        assert!(about.unwrap().contains(if path.starts_with("/plan") {
            "An option"
        } else {
            "drawn by residents"
        }));
        let shown = image.unwrap().strip_prefix(PUBLIC_URL).unwrap().replace("&amp;", "&");
        assert_eq!(office.get(&shown, &[]).await.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn links_never_start_with_what_a_client_calls_the_host() {
    let lying = [("host", "evil.example"), ("x-forwarded-host", "evil.example")];
    let link = "https%3A%2F%2Fmaps.example.org%2Fembed%3Flayer%3Dwards";
    for path in [&format!("/embed?{WARDS}"), "/compare?a=wards&b=districts", &format!("/oembed?url={link}")] {
        let page = get_with(path, &lying).await;
        assert!(!page.text().contains("evil.example") && page.text().contains(PUBLIC_URL), "{path}");
    }
    let foreign = "/oembed?url=https%3A%2F%2Fevil.example%2Fembed%3Flayer%3Dwards";
    get_with(foreign, &lying).await.problem(404);
}
