//! What an asset is: a small published vocabulary, from `data/kinds.toml`.

use std::{
    collections::HashMap,
    fmt,
    str::FromStr,
    sync::{Arc, LazyLock},
};

use serde::{Deserialize, Serialize};

use super::Precision;

const KINDS: &str = include_str!("../../data/kinds.toml");
const MOST_CHARS: usize = 50;

/// The name of a kind: "library", "gp-practice". Lower-case letters, digits and `-`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct KindId(Arc<str>);

/// Text that names no kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{asked}” is no kind of asset{}", perhaps(nearest))]
pub struct UnknownKind {
    /// What was asked for.
    pub asked: String,
    /// Kinds that are written much like it.
    pub nearest: Vec<KindId>,
}

fn perhaps(nearest: &[KindId]) -> String {
    let names: Vec<&str> = nearest.iter().map(KindId::as_str).collect();
    if names.is_empty() { String::new() } else { format!("; did you mean {}?", names.join(" or ")) }
}

/// A kind of asset.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kind {
    /// Its name in data.
    pub id: KindId,
    /// Its name for people: "Library".
    pub name: String,
    /// Its name for several: "Libraries".
    pub plural: String,
    /// The group that it belongs to.
    pub group: String,
    /// The name of its picture.
    pub icon: String,
    /// Whether people are welcome there without buying anything or needing care.
    pub place_to_be: bool,
    /// The most exact that the place of such an asset is ever shown.
    pub precision: Precision,
    /// Tags of OpenStreetMap that mean it, each `key=value` or several of these joined by `&`.
    pub osm: Vec<String>,
    /// Terms that directories of services use for it.
    pub open_referral: Vec<String>,
}

/// Kinds that are shown together.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct KindGroup {
    /// Its name in data.
    pub id: String,
    /// Its name for people.
    pub name: String,
}

/// The whole vocabulary, in the order in which it is shown.
#[derive(Debug, Default)]
pub struct Kinds {
    /// The groups.
    pub groups: Vec<KindGroup>,
    /// The kinds.
    pub kinds: Vec<Kind>,
    /// Ids, names, plurals and terms in lower case, with the position of what they mean.
    words: HashMap<String, usize>,
}

/// The vocabulary of kinds.
#[must_use]
pub fn kinds() -> &'static Kinds {
    static READ: LazyLock<Kinds> = LazyLock::new(|| Kinds::read(KINDS).unwrap_or_default());
    &READ
}

impl Kinds {
    fn read(text: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(text)?;
        let (groups, kinds) = (file.group, file.kind.into_iter().map(Entry::kind).collect::<Vec<_>>());
        let mut words = HashMap::new();
        // An id before a name, a name before a term.
        let by_rank: [fn(&Kind) -> Vec<&str>; 3] = [
            |kind| vec![kind.id.as_str()],
            |kind| vec![&kind.name, &kind.plural],
            |kind| kind.open_referral.iter().map(String::as_str).collect(),
        ];
        for rank in by_rank {
            for (position, kind) in kinds.iter().enumerate() {
                for word in rank(kind) {
                    words.entry(plain(word)).or_insert(position);
                }
            }
        }
        Ok(Self { groups, kinds, words })
    }

    /// A kind; `None` when the vocabulary does not have it.
    #[must_use]
    pub fn get(&self, id: &KindId) -> Option<&Kind> {
        self.words.get(id.as_str()).map(|&position| &self.kinds[position]).filter(|kind| kind.id == *id)
    }

    /// The kind that a word means: its id, its name, its plural or a term of a directory, in any case.
    ///
    /// # Errors
    /// [`UnknownKind`] with kinds that are written much like it.
    pub fn find(&self, word: &str) -> Result<&Kind, UnknownKind> {
        let asked = plain(word);
        if let Some(&position) = self.words.get(&asked) {
            return Ok(&self.kinds[position]);
        }
        let likeness = |kind: &Kind| strsim::jaro_winkler(&asked, kind.id.as_str());
        let mut nearest: Vec<&Kind> = self.kinds.iter().filter(|kind| likeness(kind) > 0.85).collect();
        nearest.sort_by(|a, b| likeness(b).total_cmp(&likeness(a)));
        Err(UnknownKind {
            asked: word.trim().chars().take(60).collect(),
            nearest: nearest.iter().take(3).map(|kind| kind.id.clone()).collect(),
        })
    }

    /// The kind that tags of OpenStreetMap mean. Of several, the one that asks for most tags; then the first.
    #[must_use]
    pub fn tagged(&self, tag: impl Fn(&str) -> Option<String>) -> Option<&Kind> {
        let holds = |wanted: &str| match wanted.split_once('=') {
            Some((key, "*")) => tag(key).is_some(),
            Some((key, value)) => {
                tag(key).is_some_and(|found| found.split(';').any(|one| one.trim() == value))
            }
            None => false,
        };
        let strength = |rule: &String| {
            rule.split('&')
                .all(holds)
                .then(|| rule.matches('&').count() * 2 + usize::from(!rule.ends_with("=*")))
        };
        let mut best: Option<(&Kind, usize)> = None;
        for kind in &self.kinds {
            let Some(found) = kind.osm.iter().filter_map(strength).max() else { continue };
            if best.is_none_or(|(_, most)| found > most) {
                best = Some((kind, found));
            }
        }
        best.map(|(kind, _)| kind)
    }
}

/// Lower case, one space or hyphen for the same, a plain apostrophe.
fn plain(word: &str) -> String {
    let lower = word.trim().to_lowercase().replace(['_', '-'], " ").replace('’', "'");
    lower.split_whitespace().collect::<Vec<_>>().join("-")
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    group: Vec<KindGroup>,
    kind: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: KindId,
    name: String,
    plural: String,
    group: String,
    icon: String,
    #[serde(default)]
    place_to_be: bool,
    #[serde(default)]
    precision: Precision,
    osm: Vec<String>,
    open_referral: Vec<String>,
}

impl Entry {
    fn kind(self) -> Kind {
        let Self { id, name, plural, group, icon, place_to_be, precision, osm, open_referral } = self;
        Kind { id, name, plural, group, icon, place_to_be, precision, osm, open_referral }
    }
}

impl KindId {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for KindId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fits = (1..=MOST_CHARS).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let shown: String = text.chars().take(60).collect();
        if fits {
            Ok(Self(text.into()))
        } else {
            Err(format!(
                "“{shown}” cannot name a kind: use lower-case letters, digits and “-”, at most {MOST_CHARS}"
            ))
        }
    }
}

impl TryFrom<String> for KindId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<KindId> for String {
    fn from(id: KindId) -> Self {
        id.0.as_ref().to_owned()
    }
}

impl fmt::Display for KindId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn the_vocabulary_can_be_read_and_every_kind_has_its_group() {
        let read = Kinds::read(KINDS).unwrap();
        assert!(read.kinds.len() >= 40, "{}", read.kinds.len());
        assert_eq!(read.groups[0].id, "places-to-be");
        let mut ids: Vec<&str> = read.kinds.iter().map(|kind| kind.id.as_str()).collect();
        ids.sort_unstable();
        let all = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), all, "an id is used twice");
        for kind in &read.kinds {
            assert!(read.groups.iter().any(|group| group.id == kind.group), "{}", kind.id);
            assert!(kind.osm.iter().all(|rule| rule.split('&').all(|tag| tag.contains('='))), "{}", kind.id);
        }
    }

    #[rstest]
    #[case::its_id("gp-practice", "gp-practice")]
    #[case::its_name("Library", "library")]
    #[case::its_plural("food banks", "food-bank")]
    #[case::a_term_of_a_directory("Children's Centres", "family-hub")]
    #[case::with_underscores("village_hall", "village-hall")]
    fn a_word_means_a_kind(#[case] word: &str, #[case] kind: &str) {
        assert_eq!(kinds().find(word).unwrap().id.as_str(), kind);
    }

    #[test]
    fn a_word_that_means_nothing_is_answered_with_what_is_like_it() {
        let error = kinds().find("libary").unwrap_err();
        assert_eq!(error.to_string(), "“libary” is no kind of asset; did you mean library?");
        assert_eq!(kinds().find("zzzz").unwrap_err().to_string(), "“zzzz” is no kind of asset");
    }

    #[rstest]
    #[case::one_tag(&[("amenity", "pub")], Some("pub"))]
    #[case::the_more_exact_of_two(&[("amenity", "childcare"), ("childcare", "childminder")], Some("childminder"))]
    #[case::a_refuge_before_a_shelter(&[("amenity", "social_facility"), ("social_facility", "shelter"), ("social_facility:for", "woman;child")], Some("refuge"))]
    #[case::any_club(&[("club", "sport")], Some("community-group"))]
    #[case::nothing(&[("highway", "bus_stop")], None)]
    fn tags_mean_a_kind(#[case] tags: &[(&str, &str)], #[case] expected: Option<&str>) {
        let tag =
            |key: &str| tags.iter().find(|(known, _)| *known == key).map(|(_, value)| (*value).to_owned());
        assert_eq!(kinds().tagged(tag).map(|kind| kind.id.as_str()), expected);
    }

    #[test]
    fn a_refuge_is_hidden_and_a_home_never_exact() {
        assert_eq!(kinds().find("refuge").unwrap().precision, Precision::Hidden);
        assert_eq!(kinds().find("childminder").unwrap().precision, Precision::Area);
    }
}
