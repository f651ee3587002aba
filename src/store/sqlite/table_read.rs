//! Tables of people, classes, postcodes and assets, as questions are asked of them.

use std::{collections::HashMap, sync::Arc};

use geo_types::Coord;
use rusqlite::{Connection, Row, named_params};

use super::{
    assets,
    failure::Failure,
    read::{parsed, parsed_if_any, period},
    stamp,
};
use crate::{
    asset::{Ending, ListedPostcode, PostcodeRegister},
    atlas::{TableContent, TableContents, TableKind, TableName},
    boundary::lineage::{Lineage, Succession},
    boundary::{
        AreaId, EditionId, Layer, LayerId, Period, Provenance, Release,
        identity::KnownArea,
        timeline::{Entry, resolve},
    },
    people::{Classes, Membership, MembershipRow, Organisation, Population},
    store::TableRecord,
};

/// The row of a table, without what is in it.
pub(super) struct TableRow {
    pub(super) id: i64,
    pub(super) name: TableName,
    called: String,
    blocks: Option<String>,
    scope: Option<String>,
    pub(super) release: Release,
}

/// Current tables, narrowed to a kind and a key where these are given.
pub(super) fn rows(
    connection: &Connection,
    kind: Option<TableKind>,
    key: Option<&str>,
) -> Result<Vec<TableRow>, Failure> {
    query(connection, true, kind, key)
}

fn query(
    connection: &Connection,
    current: bool,
    kind: Option<TableKind>,
    key: Option<&str>,
) -> Result<Vec<TableRow>, Failure> {
    let mut query = connection.prepare_cached(include_str!("table_rows.sql"))?;
    let kind = kind.map(TableKind::as_str);
    let mut rows = query.query(named_params! { ":current": current, ":kind": kind, ":key": key })?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(table_row(row)?);
    }
    Ok(found)
}

fn table_row(row: &Row<'_>) -> Result<TableRow, Failure> {
    let kind: String = row.get("kind")?;
    let Some((_, kind)) = TableKind::NAMES.into_iter().find(|(name, _)| *name == kind) else {
        return Err(Failure::Damaged(format!("table patchwork_table: there is no kind “{kind}”")));
    };
    let edition: EditionId = parsed(row, "edition")?;
    Ok(TableRow {
        id: row.get("id")?,
        name: TableName { kind, key: row.get("key")?, edition: edition.clone() },
        called: row.get("name")?,
        blocks: row.get("blocks")?,
        scope: row.get("scope")?,
        release: Release {
            edition,
            revision: row.get("revision")?,
            period: period(row, "declared_from", "declared_until")?,
            provenance: Provenance {
                source: row.get("source")?,
                publisher: row.get("publisher")?,
                licence: row.get("licence")?,
                attribution: row.get("attribution")?,
                extract_date: parsed_if_any(row, "extract_date")?,
                ..Provenance::default()
            },
            reference: row.get("reference")?,
        },
    })
}

/// What time leaves of each release of a layer of lists: a later one ends it.
pub(super) fn resolved(layer: &LayerId, rows: &[TableRow]) -> Result<HashMap<EditionId, Period>, Failure> {
    let entries: Vec<Entry> = rows
        .iter()
        .map(|row| Entry {
            id: row.release.edition.clone(),
            declared: row.release.period,
            amends: None,
            ends: std::collections::HashSet::new(),
        })
        .collect();
    let resolved = resolve(&entries).map_err(|conflict| Failure::Conflict(layer.clone(), conflict))?;
    Ok(resolved.into_iter().map(|edition| (edition.id, edition.period)).collect())
}

/// Every current table with its stamp.
pub(super) fn stamps(connection: &Connection) -> Result<Vec<(TableName, String)>, Failure> {
    let rows = rows(connection, None, None)?;
    rows.into_iter()
        .map(|row| {
            let stamp = stamp_of(connection, &row)?;
            Ok((row.name, stamp))
        })
        .collect()
}

fn stamp_of(connection: &Connection, row: &TableRow) -> Result<String, Failure> {
    let (mut layer, mut period) = (None, row.release.period);
    if row.name.kind == TableKind::Membership {
        layer = list_layer(connection, &row.name.key)?;
        period = period_of(connection, row)?;
    }
    Ok(stamp::of_table(&row.name, &row.release, &period, row.scope.as_deref(), layer.as_ref()))
}

/// What is left of a membership's declared period.
fn period_of(connection: &Connection, row: &TableRow) -> Result<Period, Failure> {
    let layer: LayerId =
        row.name.key.parse().map_err(|error| Failure::Damaged(format!("table patchwork_table: {error}")))?;
    let all = rows(connection, Some(TableKind::Membership), Some(&row.name.key))?;
    Ok(resolved(&layer, &all)?.get(&row.release.edition).copied().unwrap_or(row.release.period))
}

pub(super) fn list_layer(connection: &Connection, layer: &str) -> Result<Option<Layer>, Failure> {
    let sql = "select layer, title, singular, family, display_order, visibility, description \
               from patchwork_list_layer where layer = ?1";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query([layer])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(Layer {
        id: parsed(row, "layer")?,
        title: row.get("title")?,
        singular: row.get("singular")?,
        family: parsed(row, "family")?,
        order: row.get("display_order")?,
        visibility: parsed(row, "visibility")?,
        description: row.get("description")?,
    }))
}

pub(super) fn known_organisations(connection: &Connection, layer: &str) -> Result<Vec<KnownArea>, Failure> {
    let sql = "select area_id, code, name from patchwork_known_organisation where layer = ?1 order by id";
    let mut query = connection.prepare_cached(sql)?;
    let rows = query.query_map([layer], |row| {
        Ok(KnownArea { id: AreaId::from_store(row.get(0)?), code: row.get(1)?, name: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A current table.
pub(super) fn table(connection: &Connection, name: &TableName) -> Result<Option<TableContents>, Failure> {
    let rows = rows(connection, Some(name.kind), Some(&name.key))?;
    let row = rows.into_iter().find(|row| row.name.edition == name.edition);
    row.map(|row| contents(connection, row, true, true)).transpose()
}

/// The table that a reference names, replaced or not.
pub(super) fn referenced(connection: &Connection, reference: &str) -> Result<Option<TableContents>, Failure> {
    let Some(row) = query(connection, false, None, Some(reference))?.into_iter().next() else {
        return Ok(None);
    };
    let sql = "select status = 'current' from patchwork_table where id = ?1";
    let is_standing = connection.query_row(sql, [row.id], |row| row.get(0))?;
    contents(connection, row, false, is_standing).map(Some)
}

pub(super) fn record(connection: &Connection, name: &TableName) -> Result<Option<TableRecord>, Failure> {
    let sql = "select fingerprint, report from patchwork_table \
               where kind = ?1 and key = ?2 and edition = ?3 and status = 'current'";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query([name.kind.as_str(), &name.key, name.edition.as_str()])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(TableRecord { fingerprint: row.get(0)?, report: row.get(1)? }))
}

/// What is in a table. `is_resolved`: as it stands beside others of its layer; `is_standing`: not replaced by another.
fn contents(
    connection: &Connection,
    row: TableRow,
    is_resolved: bool,
    is_standing: bool,
) -> Result<TableContents, Failure> {
    let stamp = stamp_of(connection, &row)?;
    let damaged = |what: String| Failure::Damaged(format!("table patchwork_table, id {}: {what}", row.id));
    let blocks = || {
        let text = row.blocks.as_deref().unwrap_or_default();
        text.parse().map_err(|error| damaged(format!("column blocks: {error}")))
    };
    let mut release = row.release.clone();
    let content = match row.name.kind {
        TableKind::Population => {
            let sql = "select block, people from patchwork_population where table_id = ?1 order by block";
            let values = pairs(connection, sql, row.id)?;
            let weight = row.called.parse().map_err(|error| damaged(format!("column name: {error}")))?;
            TableContent::Population(Arc::new(Population { weight, blocks: blocks()?, release, values }))
        }
        TableKind::Classes => {
            let sql = "select block, class from patchwork_class where table_id = ?1 order by block";
            let values = pairs(connection, sql, row.id)?;
            let class = row.called.parse().map_err(|error| damaged(format!("column name: {error}")))?;
            TableContent::Classes(Arc::new(Classes { class, blocks: blocks()?, release, values }))
        }
        TableKind::Membership => {
            if is_resolved {
                release.period = period_of(connection, &row)?;
            }
            let layer = list_layer(connection, &row.name.key)?
                .ok_or_else(|| damaged(format!("there is no layer of lists “{}”", row.name.key)))?;
            let organisations = organisations(connection, row.id)?;
            TableContent::Membership(Arc::new(Membership {
                layer,
                weight: row.called.parse().map_err(|error| damaged(format!("column name: {error}")))?,
                blocks: blocks()?,
                scope: row.scope.clone(),
                release,
                rows: members(connection, row.id, &organisations)?,
                organisations,
            }))
        }
        TableKind::Assets => TableContent::Assets(Arc::new(assets::read(connection, &row, is_standing)?)),
        TableKind::Lineage => {
            let layer = row.called.parse().map_err(|error| damaged(format!("column name: {error}")))?;
            let rows = successions(connection, row.id)?;
            TableContent::Lineage(Arc::new(Lineage { layer, release, rows }))
        }
        TableKind::Postcodes => {
            let kind = row.called.parse().map_err(|error| damaged(format!("column name: {error}")))?;
            let postcodes = postcodes(connection, row.id)?;
            TableContent::Postcodes(Arc::new(PostcodeRegister { kind, release, postcodes }))
        }
    };
    Ok(TableContents { name: row.name, stamp, content })
}

fn successions(connection: &Connection, id: i64) -> Result<Vec<Succession>, Failure> {
    let sql = "select old, old_name, new, new_name, day, change from patchwork_succession where table_id = ?1 order by id";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query([id])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let damaged = |what: String| Failure::Damaged(format!("table patchwork_succession: {what}"));
        let day: Option<String> = row.get(4)?;
        let change: String = row.get(5)?;
        found.push(Succession {
            old: row.get(0)?,
            old_name: row.get(1)?,
            new: row.get(2)?,
            new_name: row.get(3)?,
            day: day
                .map(|day| day.parse())
                .transpose()
                .map_err(|error| damaged(format!("column day: {error}")))?,
            change: change.parse().map_err(damaged)?,
        });
    }
    Ok(found)
}

fn pairs<T: rusqlite::types::FromSql>(
    connection: &Connection,
    sql: &str,
    id: i64,
) -> Result<Vec<(String, T)>, Failure> {
    let mut query = connection.prepare_cached(sql)?;
    let rows = query.query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn organisations(connection: &Connection, id: i64) -> Result<Vec<Organisation>, Failure> {
    let sql = "select area_id, code, name, stated_total from patchwork_organisation where table_id = ?1 order by code";
    let mut query = connection.prepare_cached(sql)?;
    let rows = query.query_map([id], |row| {
        Ok(Organisation {
            id: AreaId::from_store(row.get(0)?),
            code: row.get(1)?,
            name: row.get(2)?,
            stated_total: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn members(
    connection: &Connection,
    id: i64,
    organisations: &[Organisation],
) -> Result<Vec<MembershipRow>, Failure> {
    let position: HashMap<&str, u32> =
        organisations.iter().zip(0..).map(|(organisation, n)| (organisation.code.as_str(), n)).collect();
    let sql = "select code, block, people from patchwork_member where table_id = ?1 order by code, block";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query([id])?;
    let mut members = Vec::new();
    while let Some(row) = rows.next()? {
        let code: String = row.get(0)?;
        let Some(&organisation) = position.get(code.as_str()) else {
            return Err(Failure::Damaged(format!(
                "table patchwork_member: “{code}” is no organisation of table {id}"
            )));
        };
        members.push(MembershipRow { organisation, block: row.get(1)?, value: row.get(2)? });
    }
    Ok(members)
}

/// How an ending is written.
pub(super) const IN_USE: &str = "in use";
pub(super) const ENDED: &str = "ended";

fn postcodes(connection: &Connection, id: i64) -> Result<Vec<ListedPostcode>, Failure> {
    let sql = "select postcode, easting, northing, ending from patchwork_postcode where table_id = ?1 order by postcode";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query([id])?;
    let mut postcodes = Vec::new();
    while let Some(row) = rows.next()? {
        let ending: Option<String> = row.get("ending")?;
        let ending = match ending.as_deref() {
            None => Ending::Unsaid,
            Some(IN_USE) => Ending::InUse,
            Some(ENDED) => Ending::Ended(None),
            Some(_) => Ending::Ended(Some(parsed(row, "ending")?)),
        };
        let at = Coord { x: row.get("easting")?, y: row.get("northing")? };
        postcodes.push(ListedPostcode { postcode: parsed(row, "postcode")?, at, ending });
    }
    Ok(postcodes)
}
