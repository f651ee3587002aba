//! Giving areas ids that never change.
//!
//! An area that the layer has seen before under the same code is the same organisation; one without a code is the
//! same as an earlier one without a code and with the same name. Everything else is new, and is called by
//! a slug of its layer and name; where that is taken, or shared by several newcomers, its code (or a
//! number) is added. Recodes and mergers are data (lineage), never guessed from a likeness of names.

use std::collections::{HashMap, HashSet};

use super::{AreaId, LayerId};

/// An area that a layer has held before, in any edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownArea {
    /// Its permanent id.
    pub id: AreaId,
    /// A code that it has had; `None` for one that has none.
    pub code: Option<String>,
    /// A name that it has had.
    pub name: String,
}

/// What is known of an area that asks for an id.
#[derive(Debug, Clone, Copy)]
pub struct Applicant<'a> {
    /// Its code, if any.
    pub code: Option<&'a str>,
    /// Its name.
    pub name: &'a str,
}

/// The ids of the applicants, in their order. Deterministic, and the same whatever the order of `known`.
#[must_use]
pub fn assign(layer: &LayerId, known: &[KnownArea], applicants: &[Applicant<'_>]) -> Vec<AreaId> {
    let by_code: HashMap<&str, &AreaId> =
        known.iter().filter_map(|area| Some((area.code.as_deref()?, &area.id))).collect();
    let mut by_name: HashMap<&str, Vec<&AreaId>> = HashMap::new();
    for area in known.iter().filter(|area| area.code.is_none()) {
        by_name.entry(area.name.as_str()).or_default().push(&area.id);
    }
    for ids in by_name.values_mut() {
        // So that areas that share a name keep their order from one import to the next.
        ids.sort_by_key(|id| std::cmp::Reverse((id.as_str().len(), id.as_str())));
    }

    let mut ids: Vec<Option<AreaId>> = applicants
        .iter()
        .map(|applicant| match applicant.code {
            Some(code) => by_code.get(code).map(|id| (*id).clone()),
            None => by_name.get_mut(applicant.name).and_then(Vec::pop).cloned(),
        })
        .collect();

    let mut taken: HashSet<String> = known.iter().map(|area| area.id.0.clone()).collect();
    let mut wanted: HashMap<String, usize> = HashMap::new();
    for applicant in newcomers(applicants, &ids) {
        *wanted.entry(slug(layer, applicant.name)).or_default() += 1;
    }
    for (id, applicant) in ids.iter_mut().zip(applicants).filter(|(id, _)| id.is_none()) {
        let plain = slug(layer, applicant.name);
        let contested = taken.contains(&plain) || wanted.get(&plain).is_some_and(|&n| n > 1);
        let base = match applicant.code {
            Some(code) if contested => format!("{plain}-{}", words(code)),
            _ => plain,
        };
        let free = (1..=applicants.len() + known.len() + 1)
            .map(|n| if n == 1 { base.clone() } else { format!("{base}-{n}") })
            .find(|candidate| !taken.contains(candidate))
            .unwrap_or(base);
        taken.insert(free.clone());
        *id = Some(AreaId(free));
    }
    ids.into_iter().flatten().collect()
}

fn newcomers<'a, 'b>(
    applicants: &'b [Applicant<'a>],
    ids: &'b [Option<AreaId>],
) -> impl Iterator<Item = &'b Applicant<'a>> {
    applicants.iter().zip(ids).filter(|(_, id)| id.is_none()).map(|(applicant, _)| applicant)
}

fn slug(layer: &LayerId, name: &str) -> String {
    let words = words(name);
    // A scenario's layer has a point and capitals in its name; an id has neither.
    let layer = layer.as_str().replace('.', "-").to_ascii_lowercase();
    if words.is_empty() { format!("{layer}-area") } else { format!("{layer}-{words}") }
}

/// Lower-case words of plain letters and digits, joined by hyphens; at most 80 characters.
fn words(text: &str) -> String {
    let plain = deunicode::deunicode(text).to_lowercase().replace(['\'', '’'], "");
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-").chars().take(80).collect::<String>().trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(known: &[KnownArea], applicants: &[(Option<&str>, &str)]) -> Vec<String> {
        let applicants: Vec<_> = applicants.iter().map(|&(code, name)| Applicant { code, name }).collect();
        assign(&"wards".parse().unwrap(), known, &applicants).into_iter().map(|id| id.0).collect()
    }

    fn known(id: &str, code: Option<&str>, name: &str) -> KnownArea {
        KnownArea { id: AreaId(id.into()), code: code.map(Into::into), name: name.into() }
    }

    #[test]
    fn an_area_is_called_by_its_layer_and_name() {
        assert_eq!(ids(&[], &[(Some("X1"), "St Ann’s & Côte")]), ["wards-st-anns-cote"]);
    }

    #[test]
    fn areas_that_share_a_name_are_told_apart_by_code() {
        assert_eq!(
            ids(&[], &[(Some("X1"), "Central"), (Some("X2"), "Central")]),
            ["wards-central-x1", "wards-central-x2"]
        );
    }

    #[test]
    fn areas_that_share_a_name_and_have_no_code_are_numbered_and_keep_their_numbers() {
        let first = ids(&[], &[(None, "Mill"), (None, "Mill")]);
        assert_eq!(first, ["wards-mill", "wards-mill-2"]);
        let before = [known("wards-mill-2", None, "Mill"), known("wards-mill", None, "Mill")];
        assert_eq!(ids(&before, &[(None, "Mill"), (None, "Mill")]), first);
    }

    #[test]
    fn a_renamed_area_keeps_its_id() {
        let before = [known("wards-mill", Some("X1"), "Mill")];
        assert_eq!(ids(&before, &[(Some("X1"), "Mill and Quay")]), ["wards-mill"]);
    }

    #[test]
    fn a_new_code_under_an_old_name_is_another_organisation_until_lineage_says_otherwise() {
        let before = [known("wards-mill", Some("X1"), "Mill")];
        assert_eq!(ids(&before, &[(Some("X9"), "Mill")]), ["wards-mill-x9"]);
    }

    #[test]
    fn a_name_without_letters_still_has_an_id() {
        assert_eq!(ids(&[], &[(None, "—")]), ["wards-area"]);
    }
}
