//! Members of a table of groups that an area goes by under another code: a district that was recoded or merged since the table was made, or
//! before it.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use jiff::civil::Date;

use super::{
    ImportError,
    lookup::{Group, Grouping},
};
use crate::{
    atlas::{TableContent, TableKind},
    boundary::{LayerId, lineage::Lineage},
    store::Store,
};

/// What the store's tables tell of the areas of one layer.
pub(super) struct Kinship {
    tables: Vec<Arc<Lineage>>,
}

/// Steps from one code to others. Codes are lower-case.
type Steps = HashMap<String, Vec<String>>;

/// The codes of the areas in force, as they are written, by the code in lower case.
pub(super) type InForce = HashMap<String, String>;

/// Which group each area in force belongs to.
pub(super) struct Assigned<'a> {
    /// By code, lower-case.
    pub groups: HashMap<String, &'a Group>,
    /// Areas that the table has under another code only, as in `E2 (E1 in the table)`.
    pub by_kinship: Vec<String>,
    /// Areas that stand for members of several groups, and so are in none, as in `E2 (South by E0, North by E1)`.
    pub disputed: Vec<String>,
    /// How many members no area stands for.
    pub unknown: usize,
}

impl Kinship {
    /// Reads the tables of lineage of a layer.
    ///
    /// # Errors
    /// [`ImportError::Store`] when the store cannot be read.
    pub fn of(store: &dyn Store, layer: &LayerId) -> Result<Self, ImportError> {
        let mut tables = Vec::new();
        for (name, _) in store.table_stamps()? {
            if name.kind != TableKind::Lineage || name.key != layer.as_str() {
                continue;
            }
            if let Some(TableContent::Lineage(table)) = store.read_table(&name)?.map(|table| table.content) {
                tables.push(table);
            }
        }
        Ok(Self { tables })
    }

    /// The references of the tables: whatever they tell changes with these.
    pub fn references(&self) -> impl Iterator<Item = &str> {
        self.tables.iter().map(|table| table.release.reference.as_str())
    }

    /// Finds the group of each area in force on a day. What the table says of an area's own code holds; a member that is no area then is followed to what it had become by that day, and where that leads nowhere, back to what it was on it.
    pub fn assign<'a>(&self, grouping: &'a Grouping, in_force: &InForce, on: Date) -> Assigned<'a> {
        let (later, earlier) = self.steps(on);
        let mut found =
            Assigned { groups: HashMap::new(), by_kinship: Vec::new(), disputed: Vec::new(), unknown: 0 };
        let mut claims: BTreeMap<String, BTreeMap<&str, &'a Group>> = BTreeMap::new();
        for (key, member) in &grouping.members {
            if in_force.contains_key(key) {
                found.groups.insert(key.clone(), &member.group);
                continue;
            }
            let mut kin = reached(key, &later, in_force);
            if kin.is_empty() {
                kin = reached(key, &earlier, in_force);
            }
            found.unknown += usize::from(kin.is_empty());
            for area in kin {
                claims.entry(area).or_default().insert(&member.code, &member.group);
            }
        }
        for (area, members) in claims {
            if found.groups.contains_key(&area) {
                continue;
            }
            let written = &in_force[&area];
            let mut groups = members.values().copied();
            match groups.next() {
                Some(group) if groups.all(|other| other == group) => {
                    let members: Vec<&str> = members.into_keys().collect();
                    found.by_kinship.push(format!("{written} ({} in the table)", members.join(", ")));
                    found.groups.insert(area, group);
                }
                _ => {
                    let said: Vec<String> =
                        members.iter().map(|(member, group)| format!("{} by {member}", group.name)).collect();
                    found.disputed.push(format!("{written} ({})", said.join(", ")));
                }
            }
        }
        found
    }

    /// Steps forward that had been taken by a day, and steps back over what came after it. A step without a day may be either.
    fn steps(&self, on: Date) -> (Steps, Steps) {
        let (mut later, mut earlier) = (Steps::new(), Steps::new());
        for row in self.tables.iter().flat_map(|table| &table.rows) {
            let [old, new] = [&row.old, &row.new].map(|code| code.to_lowercase());
            if old == new {
                continue;
            }
            if row.day.is_none_or(|day| day <= on) {
                later.entry(old.clone()).or_default().push(new.clone());
            }
            if row.day.is_none_or(|day| day > on) {
                earlier.entry(new).or_default().push(old);
            }
        }
        (later, earlier)
    }
}

/// The areas in force that a code leads to, sorted. An area in force ends a way; a circle is gone round once.
fn reached(code: &str, steps: &Steps, in_force: &InForce) -> Vec<String> {
    let (mut found, mut seen, mut ahead) = (Vec::new(), HashSet::from([code]), vec![code]);
    while let Some(next) = ahead.pop() {
        for kin in steps.get(next).into_iter().flatten() {
            if !seen.insert(kin) {
                continue;
            }
            if in_force.contains_key(kin) {
                found.push(kin.clone());
            } else {
                ahead.push(kin);
            }
        }
    }
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        boundary::{
            Period, Provenance, Release,
            lineage::{Change, Succession},
        },
        import::lookup::Member,
    };
    use jiff::civil::date;

    fn kinship(steps: &[(&str, &str, Option<Date>)]) -> Kinship {
        let row = |&(old, new, day): &(&str, &str, Option<Date>)| Succession {
            old: old.into(),
            old_name: None,
            new: new.into(),
            new_name: None,
            day,
            change: Change::Recoded,
        };
        let release = Release {
            edition: "1".parse().unwrap(),
            revision: 0,
            period: Period::ALWAYS,
            reference: "a".into(),
            provenance: Provenance::default(),
        };
        let rows = steps.iter().map(row).collect();
        Kinship { tables: vec![Arc::new(Lineage { layer: "wards".parse().unwrap(), release, rows })] }
    }

    fn grouping(members: &[(&str, &str)]) -> Grouping {
        let member = |&(code, name): &(&str, &str)| {
            let group = Group { code: None, name: name.into() };
            (code.to_lowercase(), Member { code: code.into(), group })
        };
        Grouping { members: members.iter().map(member).collect(), blank_rows: 0 }
    }

    /// The group of each area, sorted, what was found by kinship and what is disputed, on 1 May 2025.
    fn told(
        steps: &[(&str, &str, Option<Date>)],
        members: &[(&str, &str)],
        areas: &[&str],
    ) -> [Vec<String>; 3] {
        let grouping = grouping(members);
        let in_force = areas.iter().map(|code| (code.to_lowercase(), (*code).to_owned())).collect();
        let found = kinship(steps).assign(&grouping, &in_force, date(2025, 5, 1));
        let mut groups: Vec<String> =
            found.groups.iter().map(|(code, group)| format!("{code} {}", group.name)).collect();
        groups.sort();
        [groups, found.by_kinship, found.disputed]
    }

    #[test]
    fn a_member_is_followed_forward_over_several_steps_to_the_areas_in_force() {
        let steps = [("E1", "E2", None), ("E2", "E3", Some(date(2024, 4, 1)))];
        let [groups, found, disputed] = told(&steps, &[("e1", "North")], &["E3", "E9"]);
        assert_eq!((groups, found), (vec!["e3 North".into()], vec!["E3 (e1 in the table)".into()]));
        assert!(disputed.is_empty());
    }

    #[test]
    fn what_comes_after_the_day_is_not_taken_forward_but_back() {
        let steps = [("E1", "E2", Some(date(2025, 5, 2)))];
        assert!(told(&steps, &[("E1", "North")], &["E2"])[0].is_empty());
        assert_eq!(told(&steps, &[("E2", "North")], &["E1"])[0], ["e1 North"]);
        let steps = [("E1", "E2", Some(date(2025, 5, 1)))];
        assert_eq!(told(&steps, &[("E1", "North")], &["E2"])[0], ["e2 North"]);
        assert!(told(&steps, &[("E2", "North")], &["E1"])[0].is_empty());
    }

    #[test]
    fn an_area_whose_members_disagree_is_in_no_group_unless_the_table_has_it_itself() {
        let steps = [("E0", "E2", None), ("E1", "E2", None)];
        let both = [("E0", "South"), ("E1", "North")];
        let [groups, found, disputed] = told(&steps, &both, &["E2"]);
        assert!(groups.is_empty() && found.is_empty());
        assert_eq!(disputed, ["E2 (South by E0, North by E1)"]);
        let [groups, _, disputed] = told(&steps, &[both[0], both[1], ("E2", "East")], &["E2"]);
        assert_eq!(groups, ["e2 East"]);
        assert!(disputed.is_empty());
        assert_eq!(
            told(&steps, &[("E0", "South"), ("E1", "South")], &["E2"])[1],
            ["E2 (E0, E1 in the table)"]
        );
    }

    #[test]
    fn a_split_member_gives_its_group_to_every_part_and_a_circle_ends() {
        let steps = [("E1", "E2", None), ("E1", "E3", None), ("E4", "E5", None), ("E5", "E4", None)];
        let grouping = grouping(&[("E1", "North"), ("E4", "South")]);
        let in_force = ["E2", "E3"].map(|code| (code.to_lowercase(), code.to_owned())).into();
        let found = kinship(&steps).assign(&grouping, &in_force, date(2025, 5, 1));
        assert_eq!((found.groups.len(), found.unknown), (2, 1));
    }
}
