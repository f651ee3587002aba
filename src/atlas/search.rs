//! Finding an area by what people type: a code, a name, the start of one, or one with a slip in it.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{AskError, IndexedArea, LayerAtlas, View};

/// The longest search that is looked at, in characters.
pub const MOST_QUERY_CHARS: usize = 200;
/// The most words of a search that are looked at.
const MOST_WORDS: usize = 8;

/// One area that a search found.
#[derive(Debug)]
pub struct Hit<'a> {
    /// The layer.
    pub layer: &'a LayerAtlas,
    /// The area.
    pub area: &'a IndexedArea,
    /// Lower is better.
    rank: u32,
}

/// The words of a layer's names, and the areas that have them.
#[derive(Debug, Default)]
pub struct Words {
    /// Each distinct word, plain and lower-case.
    list: Vec<String>,
    /// For each word, the positions of the areas that have it.
    areas: Vec<Vec<u32>>,
    /// For each area, its whole name, plain and lower-case.
    names: Vec<String>,
}

impl Words {
    pub(super) fn new<'n>(names: impl Iterator<Item = &'n str>) -> Self {
        let mut words = Self::default();
        let mut known: HashMap<String, usize> = HashMap::new();
        for (position, name) in (0_u32..).zip(names) {
            let name = plain(name);
            for word in name.split(' ').filter(|word| !word.is_empty()) {
                let index = *known.entry(word.to_owned()).or_insert_with(|| {
                    words.list.push(word.to_owned());
                    words.areas.push(Vec::new());
                    words.list.len() - 1
                });
                words.areas[index].push(position);
            }
            words.names.push(name);
        }
        words
    }

    /// For each area that has every word of the query, how badly it fits.
    fn matches(&self, query: &[&str]) -> HashMap<u32, u32> {
        let mut found: Option<HashMap<u32, u32>> = None;
        for (position, wanted) in query.iter().enumerate() {
            let last = position + 1 == query.len();
            let mut here: HashMap<u32, u32> = HashMap::new();
            for (word, areas) in self.list.iter().zip(&self.areas) {
                let Some(badness) = word_badness(wanted, word, last) else { continue };
                for &area in areas.iter().filter(|area| found.as_ref().is_none_or(|f| f.contains_key(area))) {
                    let best = here.entry(area).or_insert(badness);
                    *best = (*best).min(badness);
                }
            }
            let before = found.unwrap_or_default();
            for (area, badness) in &mut here {
                *badness += before.get(area).copied().unwrap_or(0);
            }
            found = Some(here);
        }
        found.unwrap_or_default()
    }
}

/// How badly a word fits what was typed; `None` when it does not. A word that is still being typed may be a prefix.
fn word_badness(wanted: &str, word: &str, may_be_unfinished: bool) -> Option<u32> {
    if wanted == word {
        return Some(0);
    }
    if word.starts_with(wanted) {
        return Some(if may_be_unfinished { 1 } else { 2 });
    }
    let slips = match wanted.chars().count() {
        0..=3 => return None,
        4..=7 => 1,
        _ => 2,
    };
    if wanted.len().abs_diff(word.len()) > slips && !may_be_unfinished {
        return None;
    }
    let distance = strsim::osa_distance(wanted, word);
    if distance <= slips {
        return Some(10 * u32::try_from(distance).unwrap_or(u32::MAX));
    }
    // A slip in a word that is still being typed: compare with as much of the word.
    let start: String = word.chars().take(wanted.chars().count()).collect();
    (may_be_unfinished && start.len() < word.len() && strsim::osa_distance(wanted, &start) <= slips.min(1))
        .then_some(25)
}

/// Letters and digits without accents, lower-case; everything else a single space; apostrophes nothing.
fn plain(text: &str) -> String {
    let text = deunicode::deunicode(text).to_lowercase().replace('\'', "").replace('&', " and ");
    let words: Vec<&str> =
        text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

impl<'a> View<'a> {
    /// The areas in force on a day that a search means, best first: by code, then by whole name, by words and their
    /// beginnings, and last with one or two slips a word; equals in display order, then by name and code.
    ///
    /// # Errors
    /// [`AskError::SearchTooLong`] beyond [`MOST_QUERY_CHARS`].
    pub fn search(&self, query: &str, on: Date, limit: usize) -> Result<Vec<Hit<'a>>, AskError> {
        let given = query.chars().count();
        if given > MOST_QUERY_CHARS {
            return Err(AskError::SearchTooLong { most: MOST_QUERY_CHARS, given });
        }
        let name = plain(query);
        let words: Vec<&str> = name.split(' ').filter(|word| !word.is_empty()).take(MOST_WORDS).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let code = query.trim().to_lowercase();
        let mut hits = Vec::new();
        for layer in self.layers() {
            let names = &layer.words().names;
            let by_name = layer.words().matches(&words);
            for (position, (area, area_name)) in (0_u32..).zip(layer.areas().iter().zip(names)) {
                if !area.version.holds(None, on) {
                    continue;
                }
                let rank = code_rank(area, &code).or_else(|| {
                    let badness = by_name.get(&position)?;
                    Some(if *area_name == name {
                        10
                    } else {
                        100 + badness * 10 + u32::from(!area_name.starts_with(&name))
                    })
                });
                if let Some(rank) = rank {
                    hits.push(Hit { layer, area, rank });
                }
            }
        }
        let key = |hit: &Hit<'_>| (hit.rank, hit.layer.layer().order, hit.area.version.name.len());
        hits.sort_by(|a, b| {
            let names = |hit: &Hit<'a>| (&hit.area.version.name, hit.area.version.code_or_id());
            key(a).cmp(&key(b)).then_with(|| names(a).cmp(&names(b)))
        });
        hits.truncate(limit);
        Ok(hits)
    }

    /// The council that a place lies in, to tell areas of one name apart: the first council layer further up than this one
    /// that has an area there.
    #[must_use]
    pub fn council_above(&self, hit: &LayerAtlas, area: &IndexedArea, on: Date) -> Option<&'a IndexedArea> {
        let place = area.label_point()?;
        let above = self.layers().filter(|layer| {
            let (layer, own) = (layer.layer(), hit.layer());
            layer.family == crate::boundary::Family::Council
                && layer.id != own.id
                && layer.order > own.order.min(19)
        });
        let around = geo_types::Rect::new(place, place);
        above.into_iter().find_map(|layer| {
            layer.candidates(around).find(|council| {
                council.version.holds(None, on)
                    && council.bounds().width() > area.bounds().width()
                    && council.position(place) != crate::geometry::validity::Position::Outside
            })
        })
    }
}

fn code_rank(area: &IndexedArea, code: &str) -> Option<u32> {
    let own = area.version.code_or_id().to_lowercase();
    if own == code || area.version.id.as_str() == code {
        Some(0)
    } else if code.len() >= 3 && code.contains(|c: char| c.is_ascii_digit()) && own.starts_with(code) {
        Some(50)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::the_same("hove", "hove", Some(0))]
    #[case::a_beginning("brigh", "brighton", Some(1))]
    #[case::a_slip("brihgton", "brighton", Some(10))]
    #[case::a_slip_while_typing("brihgt", "brighton", Some(25))]
    #[case::too_short_for_slips("hve", "hove", None)]
    #[case::another_word("crawley", "brighton", None)]
    fn a_typed_word_fits(#[case] wanted: &str, #[case] word: &str, #[case] expected: Option<u32>) {
        assert_eq!(word_badness(wanted, word, true), expected);
    }

    #[test]
    fn accents_apostrophes_and_ampersands_do_not_matter() {
        assert_eq!(plain("St Ann’s & Côte-Bas"), "st anns and cote bas");
    }
}
