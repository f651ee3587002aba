//! The invented codes, given out as real ones are: by district, then by name.

use std::collections::BTreeMap;

use super::{
    divide::{DISTRICTS, Divisions},
    ground::Ground,
    names,
};

/// A label's code and name, and the code of its district.
#[derive(Clone, Debug)]
pub struct Tag {
    /// The label in [`Divisions`].
    pub label: usize,
    /// The code.
    pub code: String,
    /// The name.
    pub name: String,
    /// The district's code.
    pub district: &'static str,
}

/// The blocks, by code.
pub fn blocks(ground: &Ground, divided: &Divisions) -> Vec<Tag> {
    let names = names::of_blocks(ground, divided);
    let mut next = (1..).map(|number| format!("X01{number:06}"));
    by_district(divided, &divided.block, names, |_, _| next.next())
}

/// The wards before and since the review, by code. Wards that the review left alone keep their
/// codes; all others have new ones, as in England.
pub fn wards(ground: &Ground, divided: &Divisions) -> [Vec<Tag>; 2] {
    let [old_names, names] = names::of_wards(ground, divided);
    let mut next = (1..).map(|number| format!("X05{number:06}"));
    let old = by_district(divided, &divided.old_ward, old_names, |_, _| next.next());
    let (before, since) = (cells(&divided.old_ward), cells(&divided.ward));
    let mut next = (101..).map(|number| format!("X05{number:06}"));
    let new = by_district(divided, &divided.ward, names, |label, name| {
        let same = old.iter().find(|tag| tag.name == name && before.get(&tag.label) == since.get(&label));
        same.map(|tag| tag.code.clone()).or_else(|| next.next())
    });
    [old, new]
}

fn cells(label: &[usize]) -> BTreeMap<usize, Vec<usize>> {
    let mut cells: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (cell, &own) in label.iter().enumerate() {
        cells.entry(own).or_default().push(cell);
    }
    cells
}

fn by_district(
    divided: &Divisions,
    label: &[usize],
    names: BTreeMap<usize, String>,
    mut code: impl FnMut(usize, &str) -> Option<String>,
) -> Vec<Tag> {
    let district: BTreeMap<usize, &str> = label
        .iter()
        .zip(&divided.district)
        .map(|(&own, &district)| (own, DISTRICTS[district].code))
        .collect();
    let mut order: Vec<(&str, String, usize)> =
        names.into_iter().filter_map(|(label, name)| Some((*district.get(&label)?, name, label))).collect();
    order.sort();
    let tag = |(district, name, label): (&'static str, String, usize)| {
        Some(Tag { label, code: code(label, &name)?, name, district })
    };
    let mut tags: Vec<Tag> = order.into_iter().filter_map(tag).collect();
    tags.sort_by(|a, b| a.code.cmp(&b.code));
    tags
}
