//! The layer `drafts` is for people who have signed in. For everybody else it must be as if it did not exist.

use rstest::rstest;

use crate::ask::get;

fn is_silent(path: &str, text: &str) {
    // The code stands in quotes or ends a link; the demo, which the description's examples are of, has postcodes that begin so.
    for secret in ["drafts", "Drafts", "Whisper", "whisper", "\"X1\"", "/X1\"", "leaked"] {
        // What was asked for may be repeated; what there is may not be told.
        if !path.contains(secret.trim_matches(['"', '/'])) {
            assert!(!text.contains(secret), "{path} tells of {secret}: {text}");
        }
    }
}

#[rstest]
#[case("/api/config")]
#[case("/api/layers?on=2026-03-31")]
#[case("/api/locate?easting=500500&northing=110500&on=2026-03-31")]
#[case("/api/locate?easting=500500&northing=110500&on=2026-03-31&within_m=10000")]
#[case("/api/search?q=Whisper&on=2026-03-31")]
#[case("/api/search?q=X1&on=2026-03-31")]
#[case("/api/search?q=whi&on=2026-03-31")]
#[case("/api/areas/nonsense/W1?on=2026-03-31")]
#[case("/tiles/nonsense.json")]
#[case("/metrics")]
#[case("/api/openapi.json")]
#[tokio::test]
async fn no_answer_tells_of_a_layer_that_needs_signing_in(#[case] path: &str) {
    is_silent(path, get(path).await.text());
}

#[rstest]
#[case("/api/areas/drafts/X1")]
#[case("/api/areas/drafts@leaked/X1")]
#[case("/api/areas/drafts@nothing/X1")]
#[case("/api/areas/drafts/drafts-whisper.geojson")]
#[case("/tiles/drafts.json")]
#[case("/tiles/drafts@leaked.json")]
#[case("/tiles/drafts/8/127/85.mvt")]
#[case("/tiles/drafts@leaked/8/127/85.mvt?on=2026-03-31&v=x1-0.1.0")]
#[tokio::test]
async fn asking_for_it_is_answered_as_for_a_layer_that_never_was(#[case] path: &str) {
    let secret = get(path).await;
    let never = get(&path.replace("drafts", "dreams")).await;
    let problem = secret.problem(404);
    assert_eq!(problem["type"], "urn:patchwork:problem:unknown-layer");
    assert_eq!(secret.text().replace("drafts", "dreams"), never.text());
    assert_eq!(secret.header("cache-control"), Some("no-store"));
}
