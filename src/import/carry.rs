//! Figures of one release of blocks carried to another: people counted in the small areas of 2011 told by those of 2021.
//!
//! What a table of lineage says comes first: a block that became one other gives it all its people; one that became several gives each the
//! share of its ground that it has. A block that no table knows, and that the new release does not have either, is carried by ground. People
//! are kept whole: what a share leaves over goes to the largest remainders, so every total stays what it was, to the unit.

use std::collections::{BTreeMap, HashMap};

use super::{
    ImportError, Report, TableRequest,
    table_request::{report_of, unchanged},
};
use crate::{
    atlas::{LayerContents, TableContent, TableKind, TableName},
    boundary::{AreaVersion, LayerRef, lineage::Lineage},
    overlap::{Borders, shared_ground},
    people::{MembershipRow, WeightName},
    store::{NewContent, NewOrganisation, Store},
};

/// Figures to be carried.
#[derive(Debug, Clone)]
pub struct CarryImport {
    /// What every table says.
    pub request: TableRequest,
    /// What is counted.
    pub weight: WeightName,
    /// The blocks that it is counted in.
    pub from: LayerRef,
    /// The blocks that it is to be told by.
    pub to: LayerRef,
    /// What the carried figures are called; as before when left out.
    pub carried_as: Option<WeightName>,
}

/// To which new blocks each old one goes, with shares that make 1; none for one that goes nowhere.
type Shares = HashMap<String, Vec<(String, f64)>>;

/// How each block was carried.
#[derive(Default)]
struct Ways {
    same: usize,
    renamed: usize,
    divided: usize,
    by_ground: usize,
    nowhere: usize,
}

/// Carries a population, and every membership of the same weight and blocks, or nothing.
///
/// # Errors
/// [`ImportError`], where there is no such table or layer.
pub fn run(store: &dyn Store, import: &CarryImport) -> Result<Vec<Report>, ImportError> {
    let wrong = |reason: String| ImportError::Table { file: "carry".into(), reason };
    let tables = store.table_stamps()?;
    let mut found = Vec::new();
    let mut lineages = Vec::new();
    for (name, _) in tables {
        let wanted = matches!(name.kind, TableKind::Population | TableKind::Membership | TableKind::Lineage);
        let Some(table) = (if wanted { store.read_table(&name)? } else { None }) else { continue };
        match table.content {
            TableContent::Lineage(lineage) if lineage.layer == import.from.layer => lineages.push(lineage),
            TableContent::Population(one)
                if one.weight == import.weight && one.blocks.layer == import.from.layer =>
            {
                found.push(TableContent::Population(one));
            }
            TableContent::Membership(one)
                if one.weight == import.weight && one.blocks.layer == import.from.layer =>
            {
                found.push(TableContent::Membership(one));
            }
            _ => {}
        }
    }
    if found.is_empty() {
        return Err(wrong(format!("nobody is counted as {} in {}", import.weight, import.from.layer)));
    }
    let (old, new) = (store.read_layer(&import.from.layer)?, store.read_layer(&import.to.layer)?);
    let mut reports = Vec::new();
    for content in found {
        let blocks: Vec<&str> = match &content {
            TableContent::Population(one) => one.values.iter().map(|(block, _)| block.as_str()).collect(),
            TableContent::Membership(one) => one.rows.iter().map(|row| row.block.as_str()).collect(),
            _ => Vec::new(),
        };
        let mut ways = Ways::default();
        let shares = shares(&blocks, (&old, &import.from), (&new, &import.to), &lineages, &mut ways);
        reports.push(write(store, import, &content, &shares, &ways)?);
    }
    Ok(reports)
}

fn write(
    store: &dyn Store,
    import: &CarryImport,
    content: &TableContent,
    shares: &Shares,
    ways: &Ways,
) -> Result<Report, ImportError> {
    let weight = import.carried_as.clone().unwrap_or_else(|| import.weight.clone());
    let release = content.release();
    let mut request = import.request.clone();
    let from = &release.provenance;
    let own = &mut request.provenance;
    own.source = own.source.take().or_else(|| {
        let source = from.source.as_deref().unwrap_or("figures");
        Some(format!("{source}, carried from {} to {}", import.from, import.to))
    });
    own.publisher = own.publisher.take().or_else(|| from.publisher.clone());
    own.licence = own.licence.take().or_else(|| from.licence.clone());
    own.attribution = own.attribution.take().or_else(|| from.attribution.clone());
    own.extract_date = own.extract_date.or(from.extract_date);
    if request.period.from().is_none() {
        request.period = release.period;
    }
    let edition = match &request.edition {
        Some(edition) => edition.clone(),
        // Lists of one layer cannot begin on the same day: the carried ones take the place of those that they were made from, which are kept
        // as a revision.
        None if matches!(content, TableContent::Membership(_)) => release.edition.clone(),
        None => format!("{}-carried", release.edition).parse().map_err(|error| ImportError::Table {
            file: "carry".into(),
            reason: format!("name the release with --edition: {error}"),
        })?,
    };
    request.edition = Some(edition.clone());
    let (new, kind, key) = carried(content, import, weight, shares)?;
    let name = TableName { kind, key, edition };
    let fingerprint = blake3::hash(
        format!("carried {name} {} {} {}", release.reference, import.from, import.to).as_bytes(),
    )
    .to_hex()
    .to_string();
    if let Some(report) = unchanged(store, &name, &fingerprint)? {
        return Ok(report);
    }
    let mut report = report_of(&name);
    let total = |content: &NewContent| -> (f64, usize) {
        match content {
            NewContent::Population { values, .. } => {
                (values.iter().map(|(_, people)| people).sum(), values.len())
            }
            NewContent::Membership { rows, .. } => (rows.iter().map(|row| row.value).sum(), rows.len()),
            _ => (0.0, 0),
        }
    };
    if let Some(table) = &mut report.table {
        let (people, entries) = total(&new);
        table.total = Some(people);
        table.entries = entries;
    }
    report.remarks.push(format!(
        "Of the blocks {} stayed as they were, {} became one other, {} were divided by ground among those that they became, {} were \
         carried by ground alone, and {} have gone nowhere: their people stay under the old code.",
        ways.same, ways.renamed, ways.divided, ways.by_ground, ways.nowhere
    ));
    request.write(store, &name, fingerprint, new, report)
}

/// The same people by the new blocks, with the kind and the key of their table.
fn carried(
    content: &TableContent,
    import: &CarryImport,
    weight: WeightName,
    shares: &Shares,
) -> Result<(NewContent, TableKind, String), ImportError> {
    Ok(match content {
        TableContent::Membership(one) => {
            let mut rows: BTreeMap<(u32, String), f64> = BTreeMap::new();
            for row in &one.rows {
                for (block, people) in parted(&row.block, row.value, shares) {
                    *rows.entry((row.organisation, block)).or_default() += people;
                }
            }
            let organisations = one
                .organisations
                .iter()
                .map(|one| NewOrganisation {
                    code: one.code.clone(),
                    name: one.name.clone(),
                    stated_total: one.stated_total,
                })
                .collect();
            let rows = rows
                .into_iter()
                .map(|((organisation, block), value)| MembershipRow { organisation, block, value })
                .collect();
            let content = NewContent::Membership {
                layer: one.layer.clone(),
                weight,
                blocks: import.to.clone(),
                scope: one.scope.clone(),
                organisations,
                rows,
            };
            (content, TableKind::Membership, one.layer.id.to_string())
        }
        TableContent::Population(one) => {
            let mut values: BTreeMap<String, f64> = BTreeMap::new();
            for (block, people) in &one.values {
                for (block, people) in parted(block, *people, shares) {
                    *values.entry(block).or_default() += people;
                }
            }
            let key = format!("{weight}@{}", import.to);
            let content = NewContent::Population {
                weight,
                blocks: import.to.clone(),
                values: values.into_iter().collect(),
            };
            (content, TableKind::Population, key)
        }
        _ => {
            let reason = "only people can be carried".to_owned();
            return Err(ImportError::Table { file: "carry".into(), reason });
        }
    })
}

/// Parts a number of people among new blocks. Whole people stay whole: the largest remainders take what is left over.
fn parted(block: &str, people: f64, shares: &Shares) -> Vec<(String, f64)> {
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

fn shares(
    blocks: &[&str],
    (old, from): (&LayerContents, &LayerRef),
    (new, to): (&LayerContents, &LayerRef),
    lineages: &[std::sync::Arc<Lineage>],
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
            ways.divided += 1;
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
