//! A picture as SVG 1.1.

use std::fmt::Write as _;

use super::{
    Picture,
    font::{FAMILY, Weight, width},
    layout::{self, BODY, Frame, SMALL, TITLE, line},
    style::{ACCENT, Backing, Fill, INK, PAPER, QUIET, Stroke, Swatch},
};
use crate::tiles::Line;

/// Names on the map.
const NAME: f32 = 13.0;

/// Writes a picture as SVG, with its title and all its words as text.
#[must_use]
pub fn svg(picture: &Picture) -> String {
    let Frame { width, height, top, bottom, .. } = picture.frame;
    let words = picture.frame.words();
    let mut out = String::new();
    let described = [words.below.as_str(), &words.attribution.join(" · ")].join(". ");
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" aria-labelledby=\"title desc\" font-family=\"{FAMILY}\" fill=\"{INK}\">\
         <title id=\"title\">{}</title><desc id=\"desc\">{}</desc>\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\
         <clipPath id=\"map\"><rect x=\"0\" y=\"0\" width=\"{width}\" height=\"{}\"/></clipPath>\
         <g transform=\"translate(0 {top})\" clip-path=\"url(#map)\" fill-rule=\"evenodd\" stroke-linejoin=\"round\">",
        escaped(&words.title),
        escaped(&described),
        picture.backing.colour(),
        bottom - top,
    );
    for (fill, rings) in &picture.fills {
        if !rings.is_empty() {
            let _ = write!(
                out,
                "<path fill=\"{}\" fill-opacity=\"{}\" d=\"{}\"/>",
                fill.colour,
                fill.opacity,
                path(rings, true)
            );
        }
    }
    for (stroke, lines) in picture.lines.iter().filter(|(_, lines)| !lines.is_empty()) {
        drawn(&mut out, stroke, &path(lines, false));
    }
    for mark in &picture.marks {
        mark_at(&mut out, *mark);
    }
    for (name, at) in names(picture) {
        text(&mut out, at, NAME, Weight::Semibold, Anchor::Middle, true, name);
    }
    if picture.backing == Backing::Paper {
        scale(&mut out, picture);
    }
    out.push_str("</g>");
    words_around(&mut out, &picture.frame);
    out.push_str("</svg>");
    out
}

fn words_around(out: &mut String, frame: &Frame) {
    let left = Frame::left();
    let mut y = 6.0;
    for said in &frame.title {
        y += line(TITLE);
        text(out, [left, y - 6.0], TITLE, Weight::Semibold, Anchor::Start, false, said);
    }
    for said in &frame.below {
        y += line(BODY);
        text(out, [left, y - 4.0], BODY, Weight::Regular, Anchor::Start, false, said);
    }
    for &([x, y], at) in &frame.legend {
        let (swatch, said) = &frame.words().legend[at];
        swatch_at(out, [x, y - 5.0], swatch);
        let more = frame.left_out > 0 && at + 1 == frame.legend.len();
        let said = if more { format!("{said} (and {} more)", frame.left_out) } else { said.clone() };
        text(out, [x + layout::SWATCH, y], BODY, Weight::Regular, Anchor::Start, false, &said);
    }
    #[allow(clippy::cast_precision_loss)] // some lines
    let foot = frame.height - 6.0 - line(SMALL) * frame.attribution.len() as f32;
    let mut y = foot;
    for said in &frame.attribution {
        y += line(SMALL);
        let _ = write!(
            out,
            "<text x=\"{left}\" y=\"{:.1}\" font-size=\"{SMALL}\"{} fill=\"{QUIET}\">{}</text>",
            y - 3.0,
            as_wide(said, SMALL, Weight::Regular),
            escaped(said)
        );
    }
}

/// The names that fit without covering another or the edge.
fn names(picture: &Picture) -> Vec<(&str, [f32; 2])> {
    let [wide, high] = picture.frame.map();
    let mut taken: Vec<[f32; 4]> = Vec::new();
    let mut shown = Vec::new();
    for (name, [x, y]) in &picture.names {
        let half = width(name, NAME, Weight::Semibold) / 2.0 + 3.0;
        let own = [x - half, y - NAME, x + half, y + 5.0];
        let inside = own[0] >= 0.0 && own[1] >= 0.0 && own[2] <= wide && own[3] <= high - 24.0;
        let free = taken
            .iter()
            .all(|other| own[2] < other[0] || other[2] < own[0] || own[3] < other[1] || other[3] < own[1]);
        if inside && free {
            taken.push(own);
            shown.push((name.as_str(), [*x, *y]));
        }
    }
    shown
}

/// A bar of a round number of metres, with the same in miles.
fn scale(out: &mut String, picture: &Picture) {
    let [wide, high] = picture.frame.map();
    if wide < 200.0 || high < 80.0 || picture.metres_a_pixel <= 0.0 {
        return;
    }
    let most = picture.metres_a_pixel * f64::from(wide) / 4.0;
    let round = [5.0, 2.0, 1.0]
        .iter()
        .map(|first| first * 10_f64.powf((most / first).log10().floor()))
        .fold(0.0, f64::max);
    let length = round / picture.metres_a_pixel;
    let metres = if round >= 1_000.0 { format!("{} km", round / 1_000.0) } else { format!("{round} m") };
    let miles = round / 1_609.344;
    let miles = if miles >= 10.0 { format!("{miles:.0}") } else { format!("{miles:.2}") };
    let (left, y) = (12.0, high - 10.0);
    let right = left + length;
    let _ = write!(
        out,
        "<path d=\"M{left} {:.1}v5h{length:.1}v-5\" fill=\"none\" stroke=\"{INK}\" stroke-width=\"1.5\"/>",
        y - 5.0
    );
    #[allow(clippy::cast_possible_truncation)] // pixels
    let at = [right as f32 + 6.0, y];
    text(out, at, SMALL, Weight::Regular, Anchor::Start, true, &format!("{metres} · {miles} miles"));
}

fn swatch_at(out: &mut String, [x, y]: [f32; 2], swatch: &Swatch) {
    let line = format!("M{x} {y}h26");
    match swatch {
        Swatch::Ground(Fill { colour, opacity }, stroke) => {
            let _ = write!(
                out,
                "<rect x=\"{x}\" y=\"{}\" width=\"26\" height=\"12\" fill=\"{colour}\" fill-opacity=\"{opacity}\"/>",
                y - 6.0
            );
            drawn(out, stroke, &format!("M{x} {}h26v12h-26Z", y - 6.0));
        }
        Swatch::Line(stroke) => drawn(out, stroke, &line),
        Swatch::Mark => mark_at(out, [x + 13.0, y]),
    }
}

fn mark_at(out: &mut String, [x, y]: [f32; 2]) {
    let _ = write!(
        out,
        "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"{ACCENT}\" stroke=\"{PAPER}\" stroke-width=\"1.5\"/>"
    );
}

fn drawn(out: &mut String, stroke: &Stroke, path: &str) {
    let dashes = stroke.dashes.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    let dashes = if dashes.is_empty() { dashes } else { format!(" stroke-dasharray=\"{dashes}\"") };
    let _ = write!(
        out,
        "<path fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"{dashes} d=\"{path}\"/>",
        stroke.colour, stroke.width
    );
    if let Some(split) = stroke.split {
        let _ = write!(out, "<path fill=\"none\" stroke=\"{PAPER}\" stroke-width=\"{split}\" d=\"{path}\"/>");
    }
}

/// Lines or rings in whole tenths of a pixel, relative from corner to corner.
fn path(lines: &[Line], closed: bool) -> String {
    let mut out = String::new();
    #[allow(clippy::cast_possible_truncation)] // what lies far beyond the picture saturates
    let tenths = |[x, y]: [f32; 2]| [x, y].map(|pixels| (pixels * 10.0).round().clamp(-1e6, 1e6) as i32);
    for corners in lines {
        let mut before: Option<[i32; 2]> = None;
        for corner in corners.iter().copied().map(tenths) {
            match before {
                None => {
                    let _ = write!(out, "M{} {}", tenth(corner[0]), tenth(corner[1]));
                }
                Some(same) if same == corner => continue,
                Some([x, y]) => {
                    let _ = write!(out, "l{} {}", tenth(corner[0] - x), tenth(corner[1] - y));
                }
            }
            before = Some(corner);
        }
        if closed {
            out.push('Z');
        }
    }
    out
}

fn tenth(tenths: i32) -> String {
    let (whole, rest) = (tenths / 10, (tenths % 10).abs());
    match rest {
        0 => whole.to_string(),
        _ if tenths < 0 && whole == 0 => format!("-.{rest}"),
        _ if whole == 0 => format!(".{rest}"),
        _ => format!("{whole}.{rest}"),
    }
}

#[derive(Clone, Copy)]
enum Anchor {
    Start,
    Middle,
}

fn text(
    out: &mut String,
    [x, y]: [f32; 2],
    size: f32,
    weight: Weight,
    anchor: Anchor,
    halo: bool,
    words: &str,
) {
    let as_wide = as_wide(words, size, weight);
    let weight = if weight == Weight::Semibold { " font-weight=\"600\"" } else { "" };
    let anchor = if matches!(anchor, Anchor::Middle) { " text-anchor=\"middle\"" } else { "" };
    let (start, said) = (
        format!("<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\"{weight}{anchor}{as_wide}"),
        escaped(words),
    );
    if halo {
        // A copy beneath, and not `paint-order`, which not every program that shows SVG knows.
        let _ = write!(
            out,
            "{start} aria-hidden=\"true\" fill=\"{PAPER}\" stroke=\"{PAPER}\" stroke-width=\"3\" stroke-opacity=\".85\">{said}</text>"
        );
    }
    let _ = write!(out, "{start}>{said}</text>");
}

/// How wide words are in our own fonts, so that another font in their place is drawn as narrow and keeps to its room.
fn as_wide(words: &str, size: f32, weight: Weight) -> String {
    format!(" textLength=\"{:.1}\" lengthAdjust=\"spacingAndGlyphs\"", width(words, size, weight))
}

/// Words as XML; characters that XML cannot hold are left out.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Words;

    fn picture(names: &[(&str, [f32; 2])]) -> Picture {
        let words = Words {
            title: "Fish & <Chips>".to_owned(),
            below: "On 1 April 2027".to_owned(),
            ..Words::default()
        };
        Picture {
            frame: Frame::new(words, [400.0, 300.0]),
            backing: Backing::Paper,
            fills: Vec::new(),
            lines: vec![(Stroke::of_scenario(), vec![vec![[0.0, 0.0], [10.04, 0.0], [10.0, -5.55]]])],
            marks: Vec::new(),
            names: names.iter().map(|(name, at)| ((*name).to_owned(), *at)).collect(),
            metres_a_pixel: 100.0,
        }
    }

    #[test]
    fn words_cannot_become_markup() {
        let drawn = svg(&picture(&[]));
        assert!(drawn.contains("Fish &amp; &lt;Chips&gt;") && !drawn.contains("<Chips>"));
    }

    #[test]
    fn corners_are_told_in_tenths_from_one_to_the_next() {
        assert_eq!(path(&[vec![[0.0, 0.0], [10.04, 0.0], [10.0, -0.55]]], true), "M0 0l10 0l0 -.6Z");
        assert_eq!([-15, -5, 5, 10, 0].map(tenth), ["-1.5", "-.5", ".5", "1", "0"]);
    }

    #[test]
    fn words_keep_their_width_in_whatever_font() {
        let drawn = svg(&picture(&[("Firle", [200.0, 160.0])]));
        let wide = format!("textLength=\"{:.1}\"", width("Firle", NAME, Weight::Semibold));
        assert_eq!(drawn.matches(&wide).count(), 2, "the name and its halo: {drawn}");
        assert_eq!(drawn.matches("<text ").count(), drawn.matches("textLength").count());
    }

    #[test]
    fn of_two_names_in_one_place_the_first_is_shown() {
        let one = picture(&[
            ("Ashcombe", [200.0, 100.0]),
            ("Elmbridge", [205.0, 104.0]),
            ("Firle", [200.0, 160.0]),
        ]);
        let shown: Vec<&str> = names(&one).into_iter().map(|(name, _)| name).collect();
        assert_eq!(shown, ["Ashcombe", "Firle"]);
    }

    #[test]
    fn the_bar_is_a_round_number_of_metres() {
        // A quarter of 400 pixels at 100 m is 10 km.
        assert!(svg(&picture(&[])).contains("10 km · 6.21 miles"));
    }
}
