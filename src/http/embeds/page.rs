//! The page that others frame: a map with its words, and the same as a list. It works without script, with the picture for a map.

use std::fmt::Write as _;

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use utoipa::IntoResponses;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    framing::frame_ancestors,
    query::{Day, EmbedQuery, EmbedView},
    shown::{List, Shown},
};
use crate::{
    atlas::LayerOnDate,
    http::{
        ApiError, AppState, html::escaped_html, named::escaped, problem::ProblemBody, question::Asked,
        representation, snapshot::Snapshot,
    },
    tiles::TileBody,
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show_embed))
}

/// A map to frame
///
/// A light page: a map that can be moved, the day that it is for, the same as a list, the attribution, and a link to the full map.
/// It sets no cookies and asks nobody else for anything. Which sites may frame it is the operator's to say (`--frame-ancestors`).
#[utoipa::path(
    get, path = "/embed", operation_id = "embed", tag = "Embedding", params(EmbedQuery),
    responses((status = OK, body = String, content_type = "text/html"), Refusal)
)]
async fn show_embed(
    State(app): State<AppState>,
    snapshot: Snapshot,
    asked: Result<Asked<EmbedQuery>, ApiError>,
    headers: HeaderMap,
) -> Response {
    let public_url = app.config().public_url.clone();
    let told = match asked {
        Ok(Asked(query)) => {
            app.compute(move || {
                let view = snapshot.view().public();
                let shown = Shown::find(&view, &query.view)?;
                let list = shown.list(&view, &query.view)?;
                Ok(TileBody::new(page(&shown, &list, &query.view, &public_url).into_bytes()))
            })
            .await
        }
        Err(error) => Err(error),
    };
    let mut reply = match told {
        Ok(body) => representation::reply(&body, &headers, "text/html; charset=utf-8", "no-cache"),
        Err(error) => refused(error),
    };
    let policy = frame_ancestors(app.config(), app.content_policy());
    let headers = reply.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("cross-origin"),
    );
    reply
}

/// What can be wrong, for the API's description: the page's own problems are pages.
#[derive(IntoResponses)]
#[allow(dead_code, reason = "only its description is used")]
enum Refusal {
    /// Something that is not understood; the page says what.
    #[response(status = 400, content_type = "text/html")]
    Bad(String),
    /// Nothing of that name is there, or not for everybody.
    #[response(status = 404, content_type = "text/html")]
    Missing(String),
    /// A method that this address does not know.
    #[response(status = 405, content_type = "application/problem+json")]
    Method(ProblemBody),
    /// A body, which a question does not have, is too large.
    #[response(status = 413, content_type = "application/problem+json")]
    Body(ProblemBody),
    /// The address is too long.
    #[response(status = 414, content_type = "application/problem+json")]
    Address(ProblemBody),
    /// A fault of the server.
    #[response(status = 500, content_type = "text/html")]
    Internal(String),
    /// Still loading, too busy or too slow: try again after `Retry-After` seconds.
    #[response(status = 503, content_type = "text/html")]
    Busy(String),
}

/// What is wrong, as a page of its own: in a frame nobody reads JSON.
fn refused(error: ApiError) -> Response {
    let said = escaped_html(&error.to_string());
    let refusal = error.into_response();
    let status = refusal.status();
    let page = format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>This map cannot be shown – Patchwork</title>\n<link rel=\"stylesheet\" href=\"/embed.css\">\n\
         <main class=\"refused\">\n<h1>This map cannot be shown</h1>\n<p>{said}</p>\n</main>\n</html>\n"
    );
    let mut reply = (
        if status.is_server_error() { status } else { StatusCode::max(status, StatusCode::BAD_REQUEST) },
        [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CACHE_CONTROL, "no-store")],
        page,
    )
        .into_response();
    if let Some(wait) = refusal.headers().get(header::RETRY_AFTER) {
        reply.headers_mut().insert(header::RETRY_AFTER, wait.clone());
    }
    reply
}

fn page(shown: &Shown<'_>, list: &List, view: &EmbedView, public_url: &str) -> String {
    let address = view.address();
    let attribute = address.replace('&', "&amp;");
    let (title, below) = (escaped_html(&shown.title), escaped_html(&shown.below));
    let mut out = String::new();
    let oembed = escaped(&format!("{public_url}/embed?{address}"));
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title} – Patchwork</title>\n<meta name=\"description\" content=\"{title}. {below}.\">\n\
         <meta property=\"og:title\" content=\"{title}\">\n\
         <meta property=\"og:image\" content=\"{public_url}/embed.png?{attribute}&amp;width=1200&amp;height=630\">\n\
         <link rel=\"alternate\" type=\"application/json+oembed\" href=\"{public_url}/oembed?url={oembed}\">\n\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n<link rel=\"stylesheet\" href=\"/embed.css\">\n</head>\n<body>\n<main>\n<header>\n<h1>{title}</h1>\n\
         <p class=\"day\">{below}.</p>\n</header>\n"
    );
    let _ = write!(
        out,
        "<figure id=\"map\" data-map=\"{}\">\n<img src=\"/embed.svg?{attribute}\" width=\"720\" height=\"540\" alt=\"Map: {title}. {below}. \
         The list below says the same.\">\n</figure>\n",
        escaped_html(&drawn(shown, view))
    );
    written(&mut out, shown, list, view.is_list_open);
    let said: Vec<String> = shown.attribution.iter().map(|words| escaped_html(words)).collect();
    let _ = write!(
        out,
        "<footer>\n<p><a href=\"{}\" target=\"_blank\" rel=\"noopener\">Open the full map</a></p>\n\
         <p class=\"small\">{}</p>\n</footer>\n</main>\n<script type=\"module\" src=\"/embed.js\"></script>\n</body>\n</html>\n",
        full_map(view, public_url).replace('&', "&amp;"),
        said.join(" · ")
    );
    out
}

fn written(out: &mut String, shown: &Shown<'_>, list: &List, is_open: bool) {
    let _ = write!(
        out,
        "<details{}>\n<summary>The same as a list ({})</summary>\n",
        if is_open { " open" } else { "" },
        list.rows.len() + list.more
    );
    if list.rows.is_empty() {
        out.push_str("<p>There is nothing here on this day.</p>\n");
    } else {
        out.push_str("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"The list\">\n<table>\n<thead><tr>");
        for head in &list.heads {
            let _ = write!(out, "<th scope=\"col\">{}</th>", escaped_html(head));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for row in &list.rows {
            out.push_str("<tr>");
            for (at, cell) in row.iter().enumerate() {
                let (open, close) = if at == 0 { ("<th scope=\"row\">", "</th>") } else { ("<td>", "</td>") };
                let _ = write!(out, "{open}{}{close}", escaped_html(cell));
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n</div>\n");
    }
    if list.more > 0 {
        let _ = writeln!(out, "<p>{} more are on the full map.</p>", list.more);
    }
    if shown.kept_apart > 0 {
        let _ = writeln!(
            out,
            "<p>{} more places are left out, because their licence keeps them apart.</p>",
            shown.kept_apart
        );
    }
    out.push_str("</details>\n");
}

/// What the script draws the map from.
fn drawn(shown: &Shown<'_>, view: &EmbedView) -> String {
    let layer = |layer: &LayerOnDate<'_>| {
        let known = layer.layer.layer();
        serde_json::json!({
            "id": layer.asked.to_string(), "title": known.title, "family": known.family.as_str(),
            "scenario": crate::scenario::ScenarioId::of_layer(&known.id).is_some(),
        })
    };
    let place = shown.place.as_ref().map(|(of, at)| {
        let area = &of.layer.areas()[*at as usize];
        serde_json::json!({ "layer": layer(of), "code": area.version.code_or_id(), "name": area.version.name })
    });
    serde_json::json!({
        "layer": shown.layer.as_ref().map(layer), "with": shown.with.as_ref().map(layer), "area": place,
        "kinds": view.kinds.iter().map(ToString::to_string).collect::<Vec<_>>().join(","),
        "on": shown.on.to_string(), "colour": view.colour, "bounds": shown.bounds, "title": shown.title,
        "attribution": shown.attribution,
    })
    .to_string()
}

/// The viewer with the same in view.
fn full_map(view: &EmbedView, public_url: &str) -> String {
    let on = match view.on {
        Day::Today => String::new(),
        Day::Fixed(day) => format!("&on={day}"),
    };
    let place = |name: &str, between: char| {
        view.area.as_ref().map_or_else(String::new, |area| {
            format!("&{name}={}{between}{}", escaped(&area.layer.to_string()), escaped(&area.code))
        })
    };
    match (&view.layer, &view.with) {
        (Some(a), Some(b)) => {
            let (a, b) = (escaped(&a.to_string()), escaped(&b.to_string()));
            format!("{public_url}/compare?a={a}&b={b}{}{on}", place("in", ':'))
        }
        (layer, _) => {
            let layers = layer
                .as_ref()
                .map_or_else(String::new, |layer| format!("&layers={}", escaped(&layer.to_string())));
            let kinds = view.kinds.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
            let kinds = if kinds.is_empty() { kinds } else { format!("&kinds={kinds}") };
            let all = format!("{}{layers}{kinds}{on}", place("area", '/'));
            format!("{public_url}/?{}", all.trim_start_matches('&'))
        }
    }
}
