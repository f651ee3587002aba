use jiff::{SignedDuration, Timestamp};
use patchwork::{
    access::{NewSession, Role, Secret},
    store::AccessStore,
};
use rstest::rstest;
use serde_json::json;

use crate::office::{OURS, Office};

const SECRETS: [&str; 4] = ["drafts", "Whisper", "X1", "leaked"];

/// Where the layer for people who have signed in shows.
const WITH_DRAFTS: [&str; 7] = [
    "/api/layers?on=2026-03-31",
    "/api/locate?easting=500500&northing=110500&on=2026-03-31",
    "/api/search?q=Whisper&on=2026-03-31",
    "/api/areas/drafts/X1?on=2026-03-31",
    "/api/areas/drafts/X1.geojson?on=2026-03-31",
    "/tiles/drafts.json?on=2026-03-31",
    "/api/compare?a=drafts&b=districts&on=2026-03-31",
];

#[tokio::test]
async fn a_layer_for_people_who_have_signed_in_is_there_for_them_and_for_nobody_else() {
    let office = Office::open();
    let (_, bearer) = office.token(Role::Planner);
    let cookie = office.cookie(&bearer).await;
    for path in WITH_DRAFTS {
        for shown in [("authorization", bearer.as_str()), ("cookie", cookie.as_str())] {
            let seen = office.get(path, &[shown]).await;
            assert_eq!(seen.status.as_u16(), 200, "{path}: {}", seen.text());
            assert!(SECRETS.iter().any(|secret| seen.text().contains(secret)), "{path}");
            assert_eq!(seen.header("cache-control"), Some("private, no-store"), "{path}");
        }
        let public = office.get(path, &[]).await;
        for secret in SECRETS.iter().filter(|secret| !path.contains(*secret)) {
            assert!(!public.text().contains(secret), "{path} tells of {secret}: {}", public.text());
        }
        assert_ne!(public.header("cache-control"), Some("private, no-store"), "{path}");
    }
}

#[tokio::test]
async fn tiles_of_such_a_layer_are_kept_by_nobody_and_tiles_of_others_by_everybody() {
    let office = Office::open();
    let (_, bearer) = office.token(Role::Contributor);
    let signed_in = [("authorization", bearer.as_str())];
    let template = office.get("/tiles/drafts.json?on=2026-03-31", &signed_in).await.json();
    let stamp = template["tiles"][0].as_str().unwrap().split("v=").nth(1).unwrap().to_owned();
    let tile = format!("/tiles/drafts/8/127/85.mvt?on=2026-03-31&v={stamp}");
    let drawn = office.get(&tile, &signed_in).await;
    assert_eq!(drawn.status.as_u16(), 200);
    assert!(!drawn.bytes.is_empty());
    assert_eq!(drawn.header("cache-control"), Some("private, no-store"));
    // It is in the server's memory by now.
    assert_eq!(office.get(&tile, &[]).await.problem(404)["type"], "urn:patchwork:problem:unknown-layer");

    let wards = office.get("/tiles/wards.json?on=2026-03-31", &signed_in).await.json();
    let stamp = wards["tiles"][0].as_str().unwrap().split("v=").nth(1).unwrap().to_owned();
    let tile = format!("/tiles/wards/8/127/85.mvt?on=2026-03-31&v={stamp}");
    for headers in [&signed_in[..], &[]] {
        let kept = office.get(&tile, headers).await;
        assert_eq!(kept.header("cache-control"), Some("public, max-age=31536000, immutable"));
    }
}

#[tokio::test]
async fn a_browser_signs_in_and_out_with_a_cookie_that_scripts_cannot_read() {
    let office = Office::open();
    let (id, bearer) = office.token(Role::Moderator);
    let answer = office.sign_in(bearer.strip_prefix("Bearer ").unwrap(), &[OURS]).await;
    let set = answer.header("set-cookie").unwrap();
    assert!(set.starts_with("__Host-patchwork="), "{set}");
    for part in ["; Path=/", "; Max-Age=43200", "; HttpOnly", "; SameSite=Strict", "; Secure"] {
        assert!(set.contains(part), "{part} in {set}");
    }
    assert_eq!(answer.header("cache-control"), Some("private, no-store"));
    let cookie = set.split(';').next().unwrap().to_owned();
    assert!(!cookie.contains(bearer.rsplit('_').next().unwrap()), "the token itself is not in the cookie");

    let session = office.get("/api/session", &[("cookie", &cookie)]).await.json();
    assert_eq!(session["signed_in"], true);
    assert_eq!((&session["role"], &session["name"]), (&json!("moderator"), &json!("Ann the moderator")));
    assert_eq!(session["token"], id.as_str());
    let may = ["edit-assets", "bring-sheets", "suppress-assets", "settle-reports", "moderate"];
    assert_eq!(session["may"], json!(may));

    let out = office.call("DELETE", "/api/session", &[OURS, ("cookie", &cookie)], "").await;
    assert_eq!(out.status.as_u16(), 204);
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    let after = office.get("/api/session", &[("cookie", &cookie)]).await.json();
    assert_eq!((&after["signed_in"], &after["role"]), (&json!(false), &json!(null)));
}

#[tokio::test]
async fn without_tls_the_cookie_does_not_ask_for_it() {
    let office = Office::open_with(|config| config.public_url = "http://127.0.0.1:8080".to_owned());
    let (_, bearer) = office.token(Role::Admin);
    let origin = [("origin", "http://localhost:8080")];
    let answer = office.sign_in(bearer.strip_prefix("Bearer ").unwrap(), &origin).await;
    let set = answer.header("set-cookie").unwrap();
    assert!(set.starts_with("patchwork=") && !set.contains("Secure"), "{set}");
}

#[tokio::test]
async fn a_revoked_token_holds_no_longer_and_its_sessions_end_with_it() {
    let office = Office::open();
    let (id, bearer) = office.token(Role::Admin);
    let cookie = office.cookie(&bearer).await;
    assert_eq!(office.get("/api/audit", &[("authorization", &bearer)]).await.status.as_u16(), 200);
    assert!(office.store.revoke_token(&id, Timestamp::now()).unwrap());

    let refused = office.get("/api/audit", &[("authorization", &bearer)]).await;
    assert_eq!(refused.problem(401)["type"], "urn:patchwork:problem:sign-in");
    assert_eq!(refused.header("www-authenticate"), Some("Bearer realm=\"patchwork\""));
    assert_eq!(office.get("/api/audit", &[("cookie", &cookie)]).await.status.as_u16(), 401);
    let again = office.sign_in(bearer.strip_prefix("Bearer ").unwrap(), &[OURS]).await;
    again.problem(401);
    assert_eq!(again.header("set-cookie"), None);
}

#[rstest]
#[case::another_secret("__Host-patchwork=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
#[case::a_word("__Host-patchwork=admin")]
#[case::nothing("__Host-patchwork=")]
#[case::another_name("patchwork=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
#[tokio::test]
async fn a_forged_session_is_nobodys(#[case] cookie: &str) {
    let office = Office::open();
    let session = office.get("/api/session", &[("cookie", cookie)]).await.json();
    assert_eq!(session["signed_in"], false);
    let seen = office.get("/api/layers?on=2026-03-31", &[("cookie", cookie)]).await;
    assert!(!seen.text().contains("drafts"));
    office.get("/api/audit", &[("cookie", cookie)]).await.problem(401);
}

#[tokio::test]
async fn a_session_ends_when_its_time_is_over() {
    let office = Office::open();
    let (token, _) = office.token(Role::Admin);
    let now = Timestamp::now();
    let signed_in = async |hours: i64| {
        let secret = Secret::random();
        let created = now - SignedDuration::from_hours(20);
        let expires = now + SignedDuration::from_hours(hours);
        let session = NewSession { hash: secret.hash(), token: token.clone(), created, expires };
        office.store.put_session(&session).unwrap();
        let cookie = format!("__Host-patchwork={}", secret.written());
        office.get("/api/session", &[("cookie", &cookie)]).await.json()["signed_in"].clone()
    };
    assert_eq!(signed_in(1).await, true);
    assert_eq!(signed_in(-1).await, false);
}

#[rstest]
#[case::another_site("https://evil.example")]
#[case::without_tls("http://maps.example.org")]
#[case::no_page("null")]
#[tokio::test]
async fn a_page_of_another_site_changes_nothing(#[case] origin: &str) {
    let office = Office::open();
    let (_, bearer) = office.token(Role::Admin);
    let cookie = office.cookie(&bearer).await;
    let foreign = ("origin", origin);
    let refused = office.call("DELETE", "/api/session", &[foreign, ("cookie", &cookie)], "").await;
    assert_eq!(refused.problem(403)["type"], "urn:patchwork:problem:wrong-origin");
    let refused = office.sign_in(bearer.strip_prefix("Bearer ").unwrap(), &[foreign]).await;
    refused.problem(403);
    assert_eq!(refused.header("set-cookie"), None);
    let session = office.get("/api/session", &[foreign, ("cookie", &cookie)]).await.json();
    assert_eq!(session["signed_in"], true, "reading changes nothing");
}

#[tokio::test]
async fn a_cookie_without_a_page_changes_nothing() {
    let office = Office::open();
    let (_, bearer) = office.token(Role::Admin);
    let cookie = office.cookie(&bearer).await;
    office.call("DELETE", "/api/session", &[("cookie", &cookie)], "").await.problem(403);
}

#[rstest]
#[case(Role::Contributor)]
#[case(Role::Moderator)]
#[case(Role::Planner)]
#[tokio::test]
async fn a_role_that_does_not_allow_it_is_refused_in_words(#[case] role: Role) {
    let office = Office::open();
    let (_, bearer) = office.token(role);
    let refused = office.get("/api/audit", &[("authorization", &bearer)]).await;
    let problem = refused.problem(403);
    assert_eq!(problem["type"], "urn:patchwork:problem:forbidden");
    let expected = format!("reading who changed what needs the role admin; this token is a {role}'s");
    assert_eq!(problem["detail"], expected);
}

#[tokio::test]
async fn nobody_is_told_to_sign_in() {
    let problem = Office::open().get("/api/audit", &[]).await.problem(401);
    assert_eq!(problem["detail"], "reading who changed what needs a token: sign in");
}

#[rstest]
#[case::a_word("Bearer admin")]
#[case::another_scheme("Basic YWRtaW46YWRtaW4=")]
#[case::nothing("Bearer ")]
#[case::a_token_of_nobody("Bearer pw_abcdefgh_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
#[tokio::test]
async fn what_is_no_token_is_refused_wherever_it_is_shown(#[case] said: &str) {
    let office = Office::open();
    for path in ["/api/layers", "/api/audit", "/tiles/wards.json"] {
        let problem = office.get(path, &[("authorization", said)]).await.problem(401);
        assert!(!problem["detail"].as_str().unwrap().contains("YWRtaW4"), "{problem}");
    }
}

#[tokio::test]
async fn guessing_tokens_is_soon_over() {
    let office = Office::open_with(|config| config.limits.anonymous_writes_an_hour = 3);
    for _ in 0..3 {
        office.sign_in("pw_guess", &[OURS]).await.problem(401);
    }
    let refused = office.sign_in("pw_guess", &[OURS]).await;
    assert_eq!(refused.problem(429)["type"], "urn:patchwork:problem:too-often");
    let wait: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1_000..=1_200).contains(&wait), "{wait}");
    let (_, bearer) = office.token(Role::Planner);
    office.cookie(&bearer).await;
}

#[rstest]
#[case::no_json("token=pw_1", "expected")]
#[case::something_else(r#"{"password":"x"}"#, "unknown field")]
#[case::nothing("", "EOF")]
#[tokio::test]
async fn what_is_no_sign_in_is_refused(#[case] body: &str, #[case] words: &str) {
    let answer = Office::open().call("POST", "/api/session", &[OURS], body).await;
    let problem = answer.problem(400);
    assert!(problem["detail"].as_str().unwrap().contains(words), "{problem}");
}
