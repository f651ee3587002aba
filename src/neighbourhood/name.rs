//! When two names are the same, and what a published drawing goes by.

use crate::boundary::{AreaId, LayerId};

/// Published drawings of one name that can be told apart by a number.
pub const MOST_NAMESAKES: usize = 100_000;

/// What spellings of one name have in common: case, accents, spaces, punctuation and a leading "the" aside. Scripts without Latin letters
/// are compared by what they sound like.
#[must_use]
pub fn name_key(name: &str) -> String {
    let words = words(name);
    let key = words.strip_prefix("the-").unwrap_or(&words);
    if key.is_empty() { name.trim().to_lowercase() } else { key.to_owned() }
}

/// The permanent name of a published drawing: the first that is free. It is told apart from an imported area of the same name, which no
/// import may take over.
#[must_use]
pub fn drawn_area_id(layer: &LayerId, name: &str, mut is_free: impl FnMut(&str) -> bool) -> Option<AreaId> {
    let words = words(name);
    let plain = format!("{layer}-drawn-{}", if words.is_empty() { "area" } else { &words });
    let mut all =
        std::iter::once(plain.clone()).chain((2..MOST_NAMESAKES).map(|number| format!("{plain}-{number}")));
    all.find(|id| is_free(id)).map(AreaId::from_store)
}

fn words(text: &str) -> String {
    let plain = deunicode::deunicode(text).to_lowercase().replace(['\'', '’'], "");
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-").chars().take(60).collect::<String>().trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_one_name() {
        for other in ["the mill", "MILL", "  Mill. ", "Mîll", "The  Mill"] {
            assert_eq!(name_key(other), name_key("Mill"), "{other}");
        }
        assert_ne!(name_key("Mill Lane"), name_key("Mill"));
    }

    #[test]
    fn namesakes_are_numbered_and_kept_apart_from_imported_areas() {
        let layer: LayerId = "neighbourhoods".parse().unwrap();
        let taken = ["neighbourhoods-drawn-st-anns"];
        let next = |name| drawn_area_id(&layer, name, |id| !taken.contains(&id)).unwrap();
        assert_eq!(next("Mill").as_str(), "neighbourhoods-drawn-mill");
        assert_eq!(next("St Ann’s").as_str(), "neighbourhoods-drawn-st-anns-2");
        assert_eq!(next("…").as_str(), "neighbourhoods-drawn-area");
    }
}
