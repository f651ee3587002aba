//! Which version of an area holds on which day, when editions of a layer follow and amend one another.
//!
//! Editions do not overlap in time: a later first day ends the edition before it. An edition that *amends* another
//! leaves it standing and ends only the areas that it replaces.

use std::collections::HashSet;

use jiff::civil::Date;

use super::{AreaId, EditionId, Period};

/// An edition as far as its time is concerned.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its name.
    pub id: EditionId,
    /// The period declared for it.
    pub declared: Period,
    /// The edition that it amends.
    pub amends: Option<EditionId>,
    /// The areas that end on its first day: those it redraws and those it replaces. Empty unless it amends.
    pub ends: HashSet<AreaId>,
}

/// Why a set of editions cannot stand beside each other.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Conflict {
    /// Two editions start on the same day.
    #[error(
        "editions {first} and {second} both start {}: give the later one its own first day with --from, or say with --amends that it changes only part of the other",
        day.map_or_else(|| "with no first day".to_owned(), |day| format!("on {day}"))
    )]
    SameStart {
        /// One of them.
        first: EditionId,
        /// The other.
        second: EditionId,
        /// Their first day, `None` when open.
        day: Option<Date>,
    },
    /// An amending edition needs to say from when.
    #[error("edition {0} amends another and needs a first day: give --from")]
    AmendsWithoutStart(EditionId),
    /// The edition that is amended is not there.
    #[error("edition {edition} amends {amends}, which the layer does not have; it has {known}")]
    AmendsUnknown {
        /// The amending edition.
        edition: EditionId,
        /// What it names.
        amends: EditionId,
        /// What there is.
        known: String,
    },
    /// Something before it leaves no day for an edition.
    #[error(
        "edition {0} would hold on no day: another edition starts on or before its first day or ends it there"
    )]
    NoDayLeft(EditionId),
}

/// The resolved time of one edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The edition.
    pub id: EditionId,
    /// The period in which its areas hold, unless an amendment ends them.
    pub period: Period,
    /// Areas of it that end before it does, each with its last period; an area whose period would be empty is given `None`.
    pub ended: Vec<(AreaId, Date)>,
}

/// Resolves the editions of one layer.
///
/// # Errors
/// [`Conflict`] when they cannot stand beside each other.
pub fn resolve(entries: &[Entry]) -> Result<Vec<Resolved>, Conflict> {
    let mut standing: Vec<&Entry> = entries.iter().filter(|entry| entry.amends.is_none()).collect();
    standing.sort_by_key(|entry| entry.declared.from());
    for pair in standing.windows(2) {
        if pair[0].declared.from() == pair[1].declared.from() {
            let (first, second) = (pair[0].id.clone(), pair[1].id.clone());
            return Err(Conflict::SameStart { first, second, day: pair[0].declared.from() });
        }
    }
    let successor_start = |id: &EditionId| {
        let position = standing.iter().position(|entry| entry.id == *id)?;
        standing.get(position + 1)?.declared.from()
    };
    let known = || standing.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>().join(", ");

    let mut amendments: Vec<(&Entry, &EditionId, Date)> = Vec::new();
    for entry in entries {
        let Some(amends) = &entry.amends else { continue };
        if !standing.iter().any(|base| base.id == *amends) {
            let (edition, amends) = (entry.id.clone(), amends.clone());
            return Err(Conflict::AmendsUnknown { edition, amends, known: known() });
        }
        let from = entry.declared.from().ok_or_else(|| Conflict::AmendsWithoutStart(entry.id.clone()))?;
        amendments.push((entry, amends, from));
    }
    entries
        .iter()
        .map(|entry| {
            let base = entry.amends.as_ref().unwrap_or(&entry.id);
            let period = match successor_start(base) {
                None => entry.declared,
                Some(day) => {
                    entry.declared.ended_on(day).ok_or_else(|| Conflict::NoDayLeft(entry.id.clone()))?
                }
            };
            let later = amendments.iter().filter(|(amendment, of, from)| {
                *of == base
                    && amendment.id != entry.id
                    && entry.declared.from().is_none_or(|start| start < *from)
            });
            let ended =
                later.flat_map(|(amendment, _, from)| amendment.ends.iter().map(|id| (id.clone(), *from)));
            let mut ended: Vec<_> = ended.collect();
            ended.sort();
            ended.dedup_by(|next, first| next.0 == first.0);
            Ok(Resolved { id: entry.id.clone(), period, ended })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn entry(id: &str, from: Option<Date>, amends: Option<&str>, ends: &[&str]) -> Entry {
        Entry {
            id: id.parse().unwrap(),
            declared: Period::new(from, None).unwrap(),
            amends: amends.map(|id| id.parse().unwrap()),
            ends: ends.iter().map(|id| AreaId((*id).to_owned())).collect(),
        }
    }

    #[test]
    fn a_later_edition_ends_its_predecessor_on_its_first_day() {
        let resolved =
            resolve(&[entry("b", Some(date(2025, 5, 1)), None, &[]), entry("a", None, None, &[])]).unwrap();
        assert_eq!(resolved[1].period.until(), Some(date(2025, 5, 1)));
        assert_eq!(resolved[0].period.until(), None);
    }

    #[test]
    fn an_amendment_ends_only_what_it_replaces() {
        let resolved = resolve(&[
            entry("2024", Some(date(2024, 4, 1)), None, &[]),
            entry("2026", Some(date(2026, 4, 1)), Some("2024"), &["icbs-sussex"]),
        ])
        .unwrap();
        assert_eq!(resolved[0].period.until(), None);
        assert_eq!(resolved[0].ended, [(AreaId("icbs-sussex".into()), date(2026, 4, 1))]);
    }

    #[test]
    fn a_successor_ends_the_amendments_of_its_predecessor_too() {
        let resolved = resolve(&[
            entry("2024", Some(date(2024, 4, 1)), None, &[]),
            entry("2026", Some(date(2026, 4, 1)), Some("2024"), &[]),
            entry("2027", Some(date(2027, 4, 1)), None, &[]),
        ])
        .unwrap();
        assert_eq!(resolved[1].period.until(), Some(date(2027, 4, 1)));
    }

    #[test]
    fn a_second_amendment_ends_areas_of_the_first() {
        let resolved = resolve(&[
            entry("2024", None, None, &[]),
            entry("2026", Some(date(2026, 4, 1)), Some("2024"), &["x"]),
            entry("2027", Some(date(2027, 4, 1)), Some("2024"), &["x"]),
        ])
        .unwrap();
        assert_eq!(resolved[0].ended, [(AreaId("x".into()), date(2026, 4, 1))]);
        assert_eq!(resolved[1].ended, [(AreaId("x".into()), date(2027, 4, 1))]);
        assert!(resolved[2].ended.is_empty());
    }

    #[test]
    fn two_editions_cannot_start_on_the_same_day() {
        let error = resolve(&[entry("a", None, None, &[]), entry("b", None, None, &[])]).unwrap_err();
        assert!(error.to_string().contains("--amends"), "{error}");
    }
}
