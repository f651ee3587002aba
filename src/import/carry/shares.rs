//! Which new blocks take the people of an old one, and how whole people are parted among them.

use std::{collections::HashMap, fmt, sync::Arc};

use crate::{
    atlas::LayerContents,
    boundary::{AreaVersion, LayerRef, lineage::Lineage},
    overlap::{Borders, shared_ground},
};

/// To which new blocks each old one goes, with shares that make 1; none for one that goes nowhere.
pub(super) type Shares = HashMap<String, Vec<(String, f64)>>;

/// How each block was carried.
#[derive(Default)]
pub(super) struct Ways {
    same: usize,
    renamed: usize,
    divided: usize,
    alike: usize,
    by_ground: usize,
    nowhere: usize,
}

impl fmt::Display for Ways {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { same, renamed, divided, alike, by_ground, nowhere } = self;
        write!(
            f,
            "Of the blocks {same} stayed as they were, {renamed} became one other, {divided} were divided by ground among those that they \
             became, {by_ground} were carried by ground alone, and {nowhere} have gone nowhere: their people stay under the old code."
        )?;
        if *alike > 0 {
            write!(
                f,
                " {alike} that became several are not drawn here: those that they became share their people alike."
            )?;
        }
        Ok(())
    }
}

/// Parts a number of people among new blocks. Whole people stay whole: the largest remainders take what is left over.
pub(super) fn parted(block: &str, people: f64, shares: &Shares) -> Vec<(String, f64)> {
    let Some(shares) = shares.get(block).filter(|shares| !shares.is_empty()) else {
        return vec![(block.to_owned(), people)];
    };
    if people.fract() != 0.0 {
        return shares.iter().map(|(block, share)| (block.clone(), people * share)).collect();
    }
    let mut parts: Vec<(String, f64, f64)> = shares
        .iter()
        .map(|(block, share)| {
            let exact = people * share;
            (block.clone(), exact.floor(), exact - exact.floor())
        })
        .collect();
    let mut left = people - parts.iter().map(|(_, whole, _)| whole).sum::<f64>();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by(|&a, &b| parts[b].2.total_cmp(&parts[a].2).then_with(|| parts[a].0.cmp(&parts[b].0)));
    for at in order {
        if left < 0.5 {
            break;
        }
        parts[at].1 += 1.0;
        left -= 1.0;
    }
    parts
        .into_iter()
        .filter(|(_, people, _)| *people > 0.0)
        .map(|(block, people, _)| (block, people))
        .collect()
}

fn standing<'a>(contents: &'a LayerContents, asked: &LayerRef) -> HashMap<&'a str, &'a AreaVersion> {
    let mut areas: Vec<&AreaVersion> = contents
        .areas
        .iter()
        .filter(|area| asked.edition.as_ref().is_none_or(|edition| area.edition == *edition))
        .collect();
    // Of several releases the last.
    areas.sort_by_key(|area| area.period.from());
    areas.into_iter().map(|area| (area.code_or_id(), area)).collect()
}

/// To which new blocks each of these goes: by what tables of lineage say of it, else by its ground.
pub(super) fn shares(
    blocks: &[&str],
    (old, from): (&LayerContents, &LayerRef),
    (new, to): (&LayerContents, &LayerRef),
    lineages: &[Arc<Lineage>],
    ways: &mut Ways,
) -> Shares {
    let (old, new) = (standing(old, from), standing(new, to));
    let mut wanted: Vec<&str> = blocks.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let mut after: HashMap<&str, Vec<&str>> = HashMap::new();
    for row in lineages.iter().flat_map(|lineage| &lineage.rows) {
        let named = after.entry(row.old.as_str()).or_default();
        if new.contains_key(row.new.as_str()) && !named.contains(&row.new.as_str()) {
            named.push(row.new.as_str());
        }
    }
    let mut shares = Shares::new();
    let mut by_ground: Vec<(&str, Option<&Vec<&str>>)> = Vec::new();
    for block in wanted {
        match after.get(block) {
            Some(named) if named.len() > 1 => by_ground.push((block, Some(named))),
            Some(named) if named.len() == 1 => {
                ways.renamed += 1;
                shares.insert(block.to_owned(), vec![(named[0].to_owned(), 1.0)]);
            }
            _ if new.contains_key(block) => {
                ways.same += 1;
                shares.insert(block.to_owned(), vec![(block.to_owned(), 1.0)]);
            }
            _ => by_ground.push((block, None)),
        }
    }
    let drawn: Vec<_> =
        by_ground.iter().filter_map(|(block, named)| Some((*block, *named, old.get(block)?))).collect();
    let codes: Vec<&str> = new.keys().copied().collect();
    let olds: Vec<_> = drawn.iter().map(|(_, _, area)| area.region.as_ref()).collect();
    let news: Vec<_> = codes.iter().map(|code| new[code].region.as_ref()).collect();
    let mut ground: HashMap<usize, Vec<(usize, f64)>> = HashMap::new();
    if !olds.is_empty() {
        for pair in shared_ground(&Borders::new(&olds), &Borders::new(&news)) {
            ground.entry(pair.areas[0] as usize).or_default().push((pair.areas[1] as usize, pair.area_m2));
        }
    }
    for (at, (block, named, _)) in drawn.iter().enumerate() {
        let mut parts: Vec<(String, f64)> = ground
            .remove(&at)
            .unwrap_or_default()
            .into_iter()
            .map(|(other, area_m2)| (codes[other].to_owned(), area_m2))
            .filter(|(code, _)| named.is_none_or(|named| named.contains(&code.as_str())))
            .collect();
        parts.sort_by(|a, b| a.0.cmp(&b.0));
        let whole: f64 = parts.iter().map(|(_, area_m2)| area_m2).sum();
        if whole > 0.0 {
            if named.is_some() {
                ways.divided += 1;
            } else {
                ways.by_ground += 1;
            }
            shares.insert(
                (*block).to_owned(),
                parts.into_iter().map(|(code, part)| (code, part / whole)).collect(),
            );
        }
    }
    for (block, named) in by_ground {
        if shares.contains_key(block) {
            continue;
        }
        if let Some(named) = named {
            // Nobody draws the old one here: those that it became share alike.
            ways.alike += 1;
            #[allow(clippy::cast_precision_loss)] // some blocks
            let share = 1.0 / named.len() as f64;
            shares.insert(block.to_owned(), named.iter().map(|code| ((*code).to_owned(), share)).collect());
        } else {
            ways.nowhere += 1;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(parts: &[(&str, f64)]) -> Shares {
        let parts = parts.iter().map(|(code, share)| ((*code).to_owned(), *share)).collect();
        HashMap::from([("A".to_owned(), parts)])
    }

    #[test]
    fn whole_people_stay_whole_and_none_is_lost() {
        let shares = to(&[("X", 0.5), ("Y", 0.3), ("Z", 0.2)]);
        let parts = parted("A", 11.0, &shares);
        // 5.5, 3.3 and 2.2: the half takes the one that is left over.
        assert_eq!(parts, [("X".to_owned(), 6.0), ("Y".to_owned(), 3.0), ("Z".to_owned(), 2.0)]);
        for people in 0..200 {
            let whole = f64::from(people);
            let sum: f64 = parted("A", whole, &shares).iter().map(|(_, people)| people).sum();
            assert!((sum - whole).abs() < 1e-9);
        }
    }

    #[test]
    fn what_goes_nowhere_stays_under_its_code() {
        assert_eq!(parted("B", 7.0, &to(&[("X", 1.0)])), [("B".to_owned(), 7.0)]);
    }
}
