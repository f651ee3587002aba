//! A blank sheet of a place, to draw on at a workshop: A3, with what people know to find their way by.

use std::fmt::Write as _;

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use geo_types::{Coord, Rect};
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    geometry::to_grid,
    http::{
        ApiError, AppState,
        clock::today,
        problem::Problems,
        question::{Asked, Given, Question},
        snapshot::Snapshot,
    },
    neighbourhood::LICENCE,
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show_sheet))
}

/// An A3 sheet lying down, in millimetres, its margin, and the strip below the map for words.
const WIDE: f64 = 420.0;
const HIGH: f64 = 297.0;
const MARGIN: f64 = 12.0;
const WORDS: f64 = 38.0;
/// Places that are marked at most, so that there is room to draw.
const MOST_MARKS: usize = 60;
/// The longest side of a place, in metres.
const MOST_M: f64 = 30_000.0;

/// Of which place.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
struct SheetQuery {
    /// West, south, east, north in degrees.
    #[param(value_type = String, example = "-1.49,53.37,-1.45,53.39")]
    bbox: [f64; 4],
}

impl Question for SheetQuery {
    fn read(given: &Given) -> Result<Self, ApiError> {
        let missing = || ApiError::Parameter {
            param: "bbox",
            reason: "name the place: west,south,east,north in degrees".to_owned(),
        };
        Ok(Self { bbox: given.bbox()?.ok_or_else(missing)? })
    }
}

/// A blank sheet to draw on
///
/// A3, as SVG: public assets to find one's way by, a scale, and room for a name and a sentence. No official line is on it.
#[utoipa::path(
    get, path = "/api/neighbourhoods/sheet.svg", operation_id = "show_sheet", tag = "Neighbourhoods", params(SheetQuery),
    responses((status = OK, body = String, content_type = "image/svg+xml"), Problems)
)]
async fn show_sheet(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(query): Asked<SheetQuery>,
) -> Result<Response, ApiError> {
    let [west, south, east, north] = query.bbox;
    if west >= east || south >= north {
        let reason =
            "a sheet needs some ground: west must be less than east, and south less than north".to_owned();
        return Err(ApiError::Parameter { param: "bbox", reason });
    }
    let svg = app
        .compute(move || {
            let (from, to) = (to_grid(west, south)?, to_grid(east, north)?);
            let bounds = Rect::new(Coord { x: from.0, y: from.1 }, Coord { x: to.0, y: to.1 });
            if bounds.width().max(bounds.height()) > MOST_M {
                return Err(ApiError::Parameter {
                    param: "bbox",
                    reason: format!("a sheet shows at most {} km", MOST_M / 1e3),
                });
            }
            let view = snapshot.view().public();
            let assets = view.assets(today());
            let mut marks: Vec<(Coord<f64>, String)> = assets
                .in_box(bounds)
                .filter_map(|seen| Some((seen.point?, seen.asset.name.clone())))
                .collect();
            marks.sort_by(|a, b| a.1.cmp(&b.1));
            marks.truncate(MOST_MARKS);
            Ok(sheet(bounds, &marks, view.place().title.as_deref().unwrap_or_default()))
        })
        .await?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], svg).into_response())
}

fn sheet(bounds: Rect<f64>, marks: &[(Coord<f64>, String)], title: &str) -> String {
    let (room_x, room_y) = (WIDE - 2.0 * MARGIN, HIGH - 2.0 * MARGIN - WORDS);
    let scale = (room_x / bounds.width()).min(room_y / bounds.height());
    let at = |place: Coord<f64>| {
        (MARGIN + (place.x - bounds.min().x) * scale, MARGIN + (bounds.max().y - place.y) * scale)
    };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDE}mm\" height=\"{HIGH}mm\" viewBox=\"0 0 {WIDE} {HIGH}\" font-family=\"sans-serif\" font-size=\"3\">\
         <title>{}</title><rect width=\"{WIDE}\" height=\"{HIGH}\" fill=\"white\"/>\
         <rect x=\"{MARGIN}\" y=\"{MARGIN}\" width=\"{:.2}\" height=\"{:.2}\" fill=\"none\" stroke=\"#555\" stroke-width=\"0.3\"/>",
        plain(title),
        bounds.width() * scale,
        bounds.height() * scale
    );
    for (place, name) in marks {
        let (x, y) = at(*place);
        // Writing to a string never fails.
        let _ = write!(
            svg,
            "<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"0.8\"/><text x=\"{:.2}\" y=\"{:.2}\">{}</text>",
            x + 1.4,
            y + 1.0,
            plain(name)
        );
    }
    let metres = [50.0, 100.0, 200.0, 500.0, 1_000.0, 2_000.0, 5_000.0]
        .into_iter()
        .rfind(|metres| metres * scale <= 80.0)
        .unwrap_or(50.0);
    let below = HIGH - MARGIN - WORDS + 10.0;
    let _ = write!(
        svg,
        "<path d=\"M{MARGIN} {below} h{:.2}\" stroke=\"black\" stroke-width=\"0.8\"/><text x=\"{MARGIN}\" y=\"{:.2}\">{metres} m; north is up</text>\
         <g font-size=\"4.5\"><text x=\"110\" y=\"{below}\">Our neighbourhood is called ______________________________________________</text>\
         <text x=\"110\" y=\"{:.2}\">because ____________________________________________________________________</text></g>\
         <text x=\"{MARGIN}\" y=\"{:.2}\">Draw the line around what you call your neighbourhood. Please write no names or addresses of people. Drawings are published under {LICENCE}; they are not official boundaries.</text></svg>",
        metres * scale,
        below + 5.0,
        below + 11.0,
        below + 24.0
    );
    svg
}

/// Text without what would be markup.
fn plain(text: &str) -> String {
    let visible = text.chars().filter(|c| !c.is_control());
    visible
        .collect::<String>()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_a3_and_holds_no_markup_of_others() {
        let bounds = Rect::new(Coord { x: 500_000.0, y: 100_000.0 }, Coord { x: 502_000.0, y: 101_000.0 });
        let svg = sheet(bounds, &[(Coord { x: 501_000.0, y: 100_500.0 }, "<script>&".to_owned())], "Ash");
        assert!(
            svg.contains("width=\"420mm\" height=\"297mm\"")
                && svg.contains("&lt;script&gt;&amp;")
                && !svg.contains("<script")
        );
        // 396 mm for 2 km, so 400 m would be 79 mm: 200 m is the longest round length in 80 mm.
        assert!(svg.contains("200 m; north is up"));
    }
}
