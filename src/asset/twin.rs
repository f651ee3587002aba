//! The same place in two lists: offered as a match with its evidence, never merged.

use super::Asset;

/// Two points this near may be the same building, in metres.
const NEAR_M: f64 = 150.0;
/// The points of a postcode and of its buildings lie this near, as a rule.
pub const SEARCH_M: f64 = 500.0;
/// Names from here on are alike.
const ALIKE: f64 = 0.85;
/// Names from here on are the same but for how they are written.
const SAME: f64 = 0.96;

/// Why two assets may be the same.
#[derive(Debug, Clone, Copy, PartialEq)]
#[allow(clippy::struct_excessive_bools)] // each is a reason of its own
pub struct Evidence {
    /// They are of the same kind.
    pub same_kind: bool,
    /// They have the same postcode.
    pub same_postcode: bool,
    /// They have the same Unique Property Reference Number.
    pub same_uprn: bool,
    /// Their lists call them the same: an ODS code.
    pub same_source_id: bool,
    /// How alike their names are, 0 to 1.
    pub name_likeness: f64,
    /// Metres between their places, where both have one.
    pub distance_m: Option<f64>,
}

/// Why two assets may be the same; `None` where nothing speaks for it.
///
/// One thing that is written the same in both (UPRN, or the id of a register) with the same kind is enough. Otherwise they
/// must be at the same place (postcode, or within 150 m) and be called alike; of different kinds, be called the same.
#[must_use]
pub fn twin(a: &Asset, b: &Asset) -> Option<Evidence> {
    let same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
    let distance_m = match (&a.site, &b.site) {
        (Some(a), Some(b)) => Some(a.distance_m(b.point()).min(b.distance_m(a.point()))),
        _ => None,
    };
    let evidence = Evidence {
        same_kind: a.kind == b.kind,
        same_postcode: a.postcode.is_some() && a.postcode == b.postcode,
        same_uprn: same(&a.uprn, &b.uprn),
        // A running number means nothing in another list.
        same_source_id: same(&a.source_id, &b.source_id)
            && a.source_id
                .as_ref()
                .is_some_and(|id| id.len() >= 5 && id.bytes().any(|b| b.is_ascii_alphabetic())),
        name_likeness: likeness(&a.name, &b.name),
        distance_m,
    };
    let same_place = evidence.same_postcode || distance_m.is_some_and(|metres| metres <= NEAR_M);
    let is_far = distance_m.is_some_and(|metres| metres > SEARCH_M);
    let least = if evidence.same_kind { ALIKE } else { SAME };
    let written_the_same = (evidence.same_uprn || evidence.same_source_id) && evidence.same_kind;
    let holds = written_the_same || same_place && !is_far && evidence.name_likeness >= least;
    holds.then_some(evidence)
}

/// How alike two names are, 0 to 1, whatever the order of their words.
fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (words(a), words(b));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    // Every word of the shorter name is in the longer one: "Mill Library" and "Mill Road Library".
    let contained = short.len() > 1 && short.iter().all(|word| long.contains(word));
    let alike = strsim::normalized_damerau_levenshtein(&a.join(" "), &b.join(" "));
    if contained { alike.max(0.9) } else { alike }
}

/// The words of a name that tell it apart, sorted.
fn words(name: &str) -> Vec<String> {
    const SAY_NOTHING: [&str; 9] = ["the", "of", "and", "ltd", "limited", "plc", "at", "in", "for"];
    let plain = deunicode::deunicode(name).to_lowercase().replace('\'', "");
    let mut words: Vec<String> = plain
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty() && !SAY_NOTHING.contains(word))
        .map(|word| if word == "saint" { "st".to_owned() } else { word.to_owned() })
        .collect();
    words.sort_unstable();
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::asset::Site;
    use geo_types::Coord;
    use rstest::rstest;

    fn library(name: &str, x: f64) -> Asset {
        let mut asset = Asset::named("a:1".parse().unwrap(), name, "library".parse().unwrap());
        asset.site = Some(Site::Point(Coord { x, y: 100_000.0 }));
        asset
    }

    #[rstest]
    #[case::written_otherwise("Saint Mary's Library", "LIBRARY OF ST MARYS", 40.0, true)]
    #[case::a_longer_name("Mill Library", "Mill Road Library", 40.0, true)]
    #[case::too_far("Mill Library", "Mill Library", 400.0, false)]
    #[case::another_name("Mill Library", "Quay Library", 0.0, false)]
    fn a_twin_is_near_and_called_alike(
        #[case] a: &str,
        #[case] b: &str,
        #[case] metres: f64,
        #[case] expected: bool,
    ) {
        let found = twin(&library(a, 500_000.0), &library(b, 500_000.0 + metres));
        assert_eq!(found.is_some(), expected, "{found:?}");
        assert_eq!(found.map(|evidence| evidence.distance_m), expected.then_some(Some(metres)));
    }

    #[test]
    fn the_id_of_a_register_is_enough_and_a_running_number_is_not() {
        let with = |id: &str, x| Asset { source_id: Some(id.to_owned()), ..library(id, x) };
        assert!(twin(&with("FA088", 500_000.0), &with("FA088", 509_000.0)).unwrap().same_source_id);
        let (a, b) = (
            Asset { name: "Mill".into(), ..with("12", 0.0) },
            Asset { name: "Quay".into(), ..with("12", 0.0) },
        );
        assert_eq!(twin(&a, &b), None);
    }

    #[test]
    fn neighbours_of_another_kind_are_twins_only_under_one_name() {
        let hall = |name| Asset { kind: "village-hall".parse().unwrap(), ..library(name, 500_000.0) };
        assert_eq!(twin(&library("Mill Library", 500_000.0), &hall("Mill Library Hall")), None);
        assert!(twin(&library("The Mill", 500_000.0), &hall("Mill")).is_some());
    }
}
