//! What became of areas: which came after which, and what kind of change it was.
//!
//! Codes are those of one layer, in any of its releases, also of releases that nobody has imported.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use petgraph::{
    algo::tarjan_scc,
    graph::{Graph, NodeIndex},
};
use serde::{Deserialize, Serialize};

use super::{LayerId, Release};

/// What kind of change it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// The same ground under another name.
    Renamed,
    /// The same ground and name under another code.
    Recoded,
    /// Several areas became one.
    Merged,
    /// One area became several.
    Split,
    /// The line between areas moved.
    BoundaryChanged,
}

impl Change {
    /// Every kind, as it is written.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("renamed", Self::Renamed),
        ("recoded", Self::Recoded),
        ("merged", Self::Merged),
        ("split", Self::Split),
        ("boundary-changed", Self::BoundaryChanged),
    ];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::NAMES.iter().find(|(_, kind)| *kind == self).map_or("recoded", |(name, _)| name)
    }
}

impl std::str::FromStr for Change {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let plain = text.trim().to_lowercase().replace([' ', '_'], "-");
        let found = Self::NAMES.iter().find(|(name, _)| *name == plain).map(|(_, kind)| *kind);
        found.ok_or_else(|| {
            format!("“{text}” is no kind of change: renamed, recoded, merged, split or boundary-changed")
        })
    }
}

/// One area came after another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Succession {
    /// The code before.
    pub old: String,
    /// The name before, where the table has it.
    pub old_name: Option<String>,
    /// The code after.
    pub new: String,
    /// The name after, where the table has it.
    pub new_name: Option<String>,
    /// The first day of the new area, where known.
    pub day: Option<Date>,
    /// What kind of change it was.
    pub change: Change,
}

/// A table of what became of the areas of a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct Lineage {
    /// The layer.
    pub layer: LayerId,
    /// The release of the table.
    pub release: Release,
    /// Its rows, sorted, each once.
    pub rows: Vec<Succession>,
}

impl Lineage {
    /// What came after an area.
    pub fn after<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Succession> {
        self.rows.iter().filter(move |row| row.old.eq_ignore_ascii_case(code))
    }

    /// What was before an area.
    pub fn before<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Succession> {
        self.rows.iter().filter(move |row| row.new.eq_ignore_ascii_case(code))
    }
}

/// A row of a table as it was read: without a kind where the table says none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The code before.
    pub old: String,
    /// The name before.
    pub old_name: Option<String>,
    /// The code after.
    pub new: String,
    /// The name after.
    pub new_name: Option<String>,
    /// The first day of the new area.
    pub day: Option<Date>,
    /// The kind, where the table says it.
    pub change: Option<Change>,
}

/// The rows that tell of a change, each with its kind. What the table does not say is worked out from its shape, each day by itself: an
/// area may be recoded in one year and merged in the next. A code that stays is a change only where it gains or loses ground to others.
#[must_use]
pub fn successions(rows: Vec<Row>) -> Vec<Succession> {
    let mut after: BTreeMap<(Option<Date>, String), BTreeSet<String>> = BTreeMap::new();
    let mut before: BTreeMap<(Option<Date>, String), BTreeSet<String>> = BTreeMap::new();
    // What joins an area that was there before, or is there under another code, makes a merger; those two alone make none.
    let mut joined: BTreeSet<(Option<Date>, String)> = BTreeSet::new();
    for row in &rows {
        after.entry((row.day, row.old.clone())).or_default().insert(row.new.clone());
        before.entry((row.day, row.new.clone())).or_default().insert(row.old.clone());
        if row.old != row.new && !names_agree(row) {
            joined.insert((row.day, row.new.clone()));
        }
    }
    let many = |side: &BTreeMap<(Option<Date>, String), BTreeSet<String>>, day, code: &str| {
        side.get(&(day, code.to_owned())).is_some_and(|codes| codes.len() > 1)
    };
    let mut found: Vec<Succession> = rows
        .into_iter()
        .filter_map(|row| {
            let splits = many(&after, row.day, &row.old);
            let merges = many(&before, row.day, &row.new) && joined.contains(&(row.day, row.new.clone()));
            if row.old == row.new && !splits && !merges && row.old_name == row.new_name {
                return None;
            }
            let change = row.change.unwrap_or(match (splits, merges) {
                (true, true) => Change::BoundaryChanged,
                (true, false) => Change::Split,
                (false, true) => Change::Merged,
                (false, false) if row.old == row.new || names_differ(&row) => Change::Renamed,
                (false, false) => Change::Recoded,
            });
            let Row { old, old_name, new, new_name, day, .. } = row;
            Some(Succession { old, old_name, new, new_name, day, change })
        })
        .collect();
    found.sort_by(|a, b| (&a.old, &a.new, a.day).cmp(&(&b.old, &b.new, b.day)));
    found.dedup_by(|a, b| a.old == b.old && a.new == b.new && a.day == b.day);
    found
}

fn names_agree(row: &Row) -> bool {
    matches!((&row.old_name, &row.new_name), (Some(old), Some(new)) if old == new)
}

fn names_differ(row: &Row) -> bool {
    matches!((&row.old_name, &row.new_name), (Some(old), Some(new)) if old != new)
}

/// A code that comes, by way of others, after itself, with the way; `None` where nothing does. An area that splits and keeps its code is
/// no such thing, and neither are changes on days that go on: A may become B and later A again.
#[must_use]
pub fn cycle(rows: &[Succession]) -> Option<Vec<String>> {
    let mut graph = Graph::<&str, ()>::new();
    let mut nodes: BTreeMap<&str, NodeIndex> = BTreeMap::new();
    // Rows with days can be followed forwards only; of those without, none may lead back.
    for row in rows.iter().filter(|row| row.day.is_none() && row.old != row.new) {
        let [old, new] = [row.old.as_str(), row.new.as_str()]
            .map(|code| *nodes.entry(code).or_insert_with(|| graph.add_node(code)));
        graph.add_edge(old, new, ());
    }
    let round = tarjan_scc(&graph).into_iter().find(|part| part.len() > 1)?;
    let mut codes: Vec<String> = round.into_iter().map(|node| graph[node].to_owned()).collect();
    codes.sort();
    Some(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(old: &str, new: &str) -> Row {
        Row { old: old.into(), old_name: None, new: new.into(), new_name: None, day: None, change: None }
    }

    fn kinds(rows: Vec<Row>) -> Vec<(String, String, Change)> {
        successions(rows).into_iter().map(|row| (row.old, row.new, row.change)).collect()
    }

    #[test]
    fn the_shape_of_the_table_tells_the_kind_and_an_unchanged_code_is_no_change() {
        let rows =
            vec![row("a", "x"), row("b", "x"), row("c", "y"), row("c", "z"), row("d", "e"), row("f", "f")];
        let expected = [
            ("a", "x", Change::Merged),
            ("b", "x", Change::Merged),
            ("c", "y", Change::Split),
            ("c", "z", Change::Split),
            ("d", "e", Change::Recoded),
        ];
        assert_eq!(kinds(rows), expected.map(|(old, new, kind)| (old.to_owned(), new.to_owned(), kind)));
    }

    #[test]
    fn a_code_that_stays_while_others_join_it_is_a_merger() {
        assert_eq!(kinds(vec![row("a", "a"), row("b", "a")]).len(), 2);
    }

    #[test]
    fn a_code_that_took_over_from_one_of_the_same_name_is_a_recoding_though_the_table_has_both() {
        let named = |old: &str, new: &str| Row {
            old_name: Some("Barnsley".into()),
            new_name: Some("Barnsley".into()),
            ..row(old, new)
        };
        let expected = [("a".to_owned(), "b".to_owned(), Change::Recoded)];
        assert_eq!(kinds(vec![named("a", "b"), named("b", "b")]), expected);
        let joins = Row { old_name: Some("Penistone".into()), ..named("c", "b") };
        let found = kinds(vec![named("a", "b"), named("b", "b"), joins]);
        assert!(found.len() == 3 && found.iter().all(|(_, _, kind)| *kind == Change::Merged), "{found:?}");
    }

    #[test]
    fn another_name_is_a_renaming_and_what_the_table_says_is_kept() {
        let renamed = Row { old_name: Some("Old".into()), new_name: Some("New".into()), ..row("a", "b") };
        let said = Row { change: Some(Change::BoundaryChanged), ..row("c", "d") };
        let found: Vec<Change> = successions(vec![renamed, said]).into_iter().map(|row| row.change).collect();
        assert_eq!(found, [Change::Renamed, Change::BoundaryChanged]);
    }

    #[test]
    fn what_leads_back_to_itself_is_found() {
        let rows = successions(vec![row("a", "b"), row("b", "c"), row("c", "a"), row("d", "a")]);
        assert_eq!(cycle(&rows), Some(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()]));
        assert_eq!(cycle(&successions(vec![row("a", "b"), row("b", "c")])), None);
    }
}
