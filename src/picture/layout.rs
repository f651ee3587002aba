//! Where the words of a picture go, and what is left for its map.

use super::{
    font::{Weight, width, wrap},
    style::Swatch,
};

const MARGIN: f32 = 12.0;
pub(super) const TITLE: f32 = 20.0;
pub(super) const BODY: f32 = 14.0;
pub(super) const SMALL: f32 = 11.0;
/// How wide what stands before words in the legend is, with the room behind it.
pub(super) const SWATCH: f32 = 34.0;
/// How much wider letters are in the widest of the usual fonts (Verdana and its like) than in ours: a program that has not got ours, and does
/// not know `textLength` either, must not cut a licence short.
const WIDER_FONTS: f32 = 1.35;
/// How much of the picture words may take, at most.
const MOST_OF_HEIGHT: f32 = 0.6;

/// What a picture says in words.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Words {
    /// What it shows.
    pub title: String,
    /// For which day, and whatever else must be known.
    pub below: String,
    /// What each kind of ground, line and mark means.
    pub legend: Vec<(Swatch, String)>,
    /// Who made what it is drawn from.
    pub attribution: Vec<String>,
}

/// Where everything goes, in pixels.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// How wide the picture is.
    pub width: f32,
    /// How high.
    pub height: f32,
    /// Where the map begins, from the top.
    pub top: f32,
    /// Where it ends.
    pub bottom: f32,
    pub(super) words: Words,
    pub(super) title: Vec<String>,
    pub(super) below: Vec<String>,
    /// Places of the legend's entries, with how many of them there is room for.
    pub(super) legend: Vec<([f32; 2], usize)>,
    pub(super) left_out: usize,
    pub(super) attribution: Vec<String>,
}

impl Frame {
    /// Lays words out in a picture of a size: the title above the map, the legend and the attribution below it. All of the attribution
    /// is always there; of the legend and the title as much as leaves room for a map.
    #[must_use]
    pub fn new(words: Words, [wide, high]: [f32; 2]) -> Self {
        let room = (wide - 2.0 * MARGIN).max(1.0);
        let most = if high < 240.0 { 1 } else { 2 };
        let title = wrap(&words.title, TITLE, Weight::Semibold, room, most);
        let below = if words.below.is_empty() {
            Vec::new()
        } else {
            wrap(&words.below, BODY, Weight::Regular, room, most)
        };
        let thanks = words.attribution.join(" · ");
        let attribution = wrap(&thanks, SMALL, Weight::Regular, room / WIDER_FONTS, 40);

        let top = MARGIN / 2.0 + line(TITLE) * lines(&title) + line(BODY) * lines(&below) + MARGIN / 2.0;
        let foot = line(SMALL) * lines(&attribution) + MARGIN / 2.0;
        let (mut legend, mut rows) = (Vec::new(), 0.0_f32);
        let mut x = 0.0;
        for (at, (_, entry)) in words.legend.iter().enumerate() {
            let needs = (SWATCH + width(entry, BODY, Weight::Regular)).min(room);
            if x > 0.0 && x + needs > room {
                x = 0.0;
                rows += 1.0;
            }
            let taken = top + foot + line(BODY) * (rows + 1.0);
            if taken > MOST_OF_HEIGHT * high {
                break;
            }
            legend.push(([MARGIN + x, rows], at));
            x += needs + MARGIN;
        }
        let left_out = words.legend.len() - legend.len();
        let rows = legend.last().map_or(0.0, |([_, row], _)| row + 1.0);
        let bottom =
            (high - foot - line(BODY) * rows - if rows > 0.0 { MARGIN / 2.0 } else { 0.0 }).max(top + 1.0);
        let place =
            |([x, row], at): ([f32; 2], usize)| ([x, bottom + MARGIN / 2.0 + line(BODY) * (row + 0.75)], at);
        let legend = legend.into_iter().map(place).collect();
        Self { width: wide, height: high, top, bottom, words, title, below, legend, left_out, attribution }
    }

    /// A picture of nothing but the map, for a page that says the same words beside it.
    #[must_use]
    pub fn bare(words: Words, [width, height]: [f32; 2]) -> Self {
        Self {
            width,
            height,
            top: 0.0,
            bottom: height,
            words,
            title: Vec::new(),
            below: Vec::new(),
            legend: Vec::new(),
            left_out: 0,
            attribution: Vec::new(),
        }
    }

    /// What the picture says.
    #[must_use]
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// How wide and how high the map is.
    #[must_use]
    pub fn map(&self) -> [f32; 2] {
        [self.width, self.bottom - self.top]
    }

    /// Where words of some lines begin, at the left edge.
    pub(super) fn left() -> f32 {
        MARGIN
    }
}

/// From one line of words to the next.
pub(super) fn line(size: f32) -> f32 {
    (size * 1.35).round()
}

fn lines(lines: &[String]) -> f32 {
    lines.iter().map(|_| 1.0).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(entries: usize) -> Words {
        Words {
            title: "Wards of Ashdown".to_owned(),
            below: "On 1 April 2027".to_owned(),
            legend: (0..entries).map(|n| (Swatch::Mark, format!("Entry number {n}"))).collect(),
            attribution: vec!["Contains OS data © Crown copyright and database right 2026".to_owned(); 3],
        }
    }

    #[test]
    fn the_map_lies_between_the_words() {
        let frame = Frame::new(words(2), [600.0, 400.0]);
        assert!(frame.top > 40.0 && frame.bottom < 370.0 && frame.bottom > 250.0, "{frame:?}");
        assert_eq!((frame.legend.len(), frame.left_out), (2, 0));
    }

    #[test]
    fn a_legend_that_would_leave_no_map_is_cut_and_the_attribution_is_whole() {
        let frame = Frame::new(words(60), [300.0, 300.0]);
        assert!(frame.left_out > 0 && frame.bottom - frame.top > 60.0, "{frame:?}");
        let said = frame.attribution.join(" ");
        assert_eq!(said.matches("Crown copyright").count(), 3);
    }
}
