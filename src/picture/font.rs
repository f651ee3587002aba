//! The two fonts that pictures are lettered with, and how wide words are in them.

use std::sync::LazyLock;

use ttf_parser::Face;

/// Source Sans 3, regular.
pub(super) const REGULAR: &[u8] = include_bytes!("../../data/fonts/SourceSans3-Regular.ttf");
/// Source Sans 3, semibold.
pub(super) const SEMIBOLD: &[u8] = include_bytes!("../../data/fonts/SourceSans3-SemiBold.ttf");
/// How the fonts are called, and what may stand in for them.
pub(super) const FAMILY: &str = "'Source Sans 3', 'Source Sans Pro', 'Helvetica Neue', Arial, sans-serif";

static FACES: LazyLock<[Option<Face<'static>>; 2]> =
    LazyLock::new(|| [REGULAR, SEMIBOLD].map(|bytes| Face::parse(bytes, 0).ok()));

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Semibold,
}

/// How wide some words are at a size, in pixels. Letters that the fonts do not have count as wide as they are high.
pub(super) fn width(words: &str, size: f32, weight: Weight) -> f32 {
    let Some(face) = &FACES[weight as usize] else {
        return 0.6 * size * words.chars().map(|_| 1.0).sum::<f32>();
    };
    let units = f32::from(face.units_per_em());
    let advance =
        |c| face.glyph_index(c).and_then(|glyph| face.glyph_hor_advance(glyph)).map_or(units, f32::from);
    words.chars().map(advance).sum::<f32>() * size / units
}

/// Breaks words into lines no wider than `most`; the last of `lines` lines ends in … where not all fits.
pub(super) fn wrap(words: &str, size: f32, weight: Weight, most: f32, lines: usize) -> Vec<String> {
    let mut broken: Vec<String> = Vec::new();
    let mut open = String::new();
    for word in words.split_whitespace() {
        let longer = if open.is_empty() { word.to_owned() } else { format!("{open} {word}") };
        if open.is_empty() || width(&longer, size, weight) <= most {
            open = longer;
        } else {
            broken.push(std::mem::replace(&mut open, word.to_owned()));
        }
    }
    broken.push(open);
    let cut = broken.len() > lines;
    broken.truncate(lines);
    let last = broken.len().saturating_sub(1);
    for (at, line) in broken.iter_mut().enumerate() {
        let more = cut && at == last;
        if more || width(line, size, weight) > most {
            while !line.is_empty() && width(&format!("{line}…"), size, weight) > most {
                line.pop();
            }
            let kept = line.trim_end().len();
            line.truncate(kept);
            line.push('…');
        }
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_fonts_are_read() {
        assert!(FACES.iter().all(Option::is_some));
    }

    #[test]
    fn wider_words_and_bolder_ones_are_wider() {
        let [one, two] = ["Worthing", "Worthing and Adur"].map(|words| width(words, 16.0, Weight::Regular));
        assert!(one > 50.0 && two > 1.8 * one, "{one} and {two}");
        assert!(width("Worthing", 16.0, Weight::Semibold) > one);
    }

    #[test]
    fn words_are_broken_between_words_and_cut_where_there_is_no_room() {
        let lines = wrap("Primary care networks and councils of Sussex", 16.0, Weight::Regular, 150.0, 5);
        assert_eq!(lines.join(" "), "Primary care networks and councils of Sussex");
        assert!(lines.len() > 1 && lines.iter().all(|line| width(line, 16.0, Weight::Regular) <= 150.0));
        let cut = wrap("Primary care networks and councils of Sussex", 16.0, Weight::Regular, 150.0, 1);
        assert!(cut[0].ends_with('…') && width(&cut[0], 16.0, Weight::Regular) <= 150.0, "{cut:?}");
        let long = wrap("Llanfairpwllgwyngyllgogerychwyrndrobwll", 16.0, Weight::Regular, 60.0, 3);
        assert!(long.len() == 1 && long[0].ends_with('…'));
    }
}
