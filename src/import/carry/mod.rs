//! Figures of one release of blocks carried to another: people counted in the small areas of 2011 told by those of 2021.
//!
//! What a table of lineage says comes first: a block that became one other gives it all its people; one that became several gives each the
//! share of its ground that it has. A block that no table knows, and that the new release does not have either, is carried by ground. People
//! are kept whole: what a share leaves over goes to the largest remainders, so every total stays what it was, to the unit.

mod shares;

use std::collections::BTreeMap;

use self::shares::{Shares, Ways, parted, shares};
use super::{
    ImportError, Report, TableRequest,
    table_request::{report_of, unchanged},
};
use crate::{
    atlas::{TableContent, TableKind, TableName},
    boundary::LayerRef,
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
    report.remarks.push(ways.to_string());
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
