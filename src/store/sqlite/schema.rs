//! The shape of the tables, as a number, and the way from an older one to ours.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension, Transaction};

use super::{
    backup,
    connections::{Connections, whole},
    failure::{Failure, database},
    tables, upgrade_7,
};
use crate::{boundary::LayerId, geopackage, store::StoreError};

/// The shape that this program writes.
pub(super) const CURRENT: i64 = 7;
/// "GPKG" in the header of the file.
const APPLICATION_ID: i64 = 0x4750_4B47;

/// What leads from one number to the next.
type Migration = fn(&Transaction<'_>) -> Result<(), Failure>;

/// The first is the way from 1 to 2.
const MIGRATIONS: [Migration; 6] = [
    notes_and_inferred_areas,
    tables_of_people,
    lists_of_assets,
    tables_of_lineage,
    scenarios,
    upgrade_7::what_residents_draw,
];

/// What a database turns out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nothing yet.
    Empty,
    /// Somebody else's, and why we think so.
    Foreign(&'static str),
    /// One of ours, of this shape.
    Schema(i64),
}

pub(super) fn inspect(connection: &Connection) -> Result<Found, rusqlite::Error> {
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    if count("select count(*) from sqlite_schema")? == 0 {
        return Ok(Found::Empty);
    }
    if connection.pragma_query_value(None, "application_id", |row| row.get::<_, i64>(0))? != APPLICATION_ID {
        return Ok(Found::Foreign("it is an SQLite database, but no GeoPackage"));
    }
    if count("select count(*) from sqlite_schema where name = 'patchwork_schema'")? == 0 {
        return Ok(Found::Foreign("it is a GeoPackage that another program made"));
    }
    let number =
        connection.query_row("select number from patchwork_schema", [], |row| row.get(0)).optional()?;
    Ok(number.map_or(Found::Foreign("its schema number is missing"), Found::Schema))
}

/// Makes the tables of a new store, unless another process has just done so.
pub(super) fn create(transaction: &Transaction<'_>) -> Result<(), Failure> {
    if inspect(transaction)? == Found::Empty {
        transaction.execute_batch(geopackage::CORE)?;
        transaction.execute_batch(include_str!("create.sql"))?;
        tables_of_people(transaction)?;
        assets(transaction)?;
        lineage(transaction)?;
        scenarios(transaction)?;
        upgrade_7::what_residents_draw(transaction)?;
        transaction.execute("insert into patchwork_schema values (1, ?1)", [CURRENT])?;
    }
    Ok(())
}

/// Brings an older store up to date, after a copy of it has been laid beside it.
pub(super) fn upgrade(connections: &Connections, from: i64) -> Result<(), StoreError> {
    let path = connections.path();
    let mut writer = connections.writer().map_err(|error| match error {
        StoreError::ReadOnly { path, reason } => StoreError::ReadOnly {
            path,
            reason: format!(
                "it is of schema {from} and must be brought to schema {CURRENT} before use, but {reason}"
            ),
        },
        other => other,
    })?;
    backup::copy(&writer, &free_name(path)?)?;
    // Tables that others point to are made again: while that happens, nothing must follow the pointers.
    writer.pragma_update(None, "foreign_keys", false).map_err(|error| database(path, error))?;
    let stepped = whole(&mut writer, |transaction| {
        // Another process may have been quicker.
        let Found::Schema(now) = inspect(transaction)? else { return Ok(()) };
        let steps = MIGRATIONS.iter().skip(usize::try_from(now - 1).unwrap_or(usize::MAX));
        for step in steps {
            step(transaction)?;
        }
        transaction.execute("update patchwork_schema set number = ?1 where number < ?1", [CURRENT])?;
        Ok(())
    });
    writer.pragma_update(None, "foreign_keys", true).map_err(|error| database(path, error))?;
    stepped.map_err(|failure| failure.about(path))?;
    tracing::info!(store = %path.display(), from, to = CURRENT, "upgraded the store; a copy of what it was lies beside it");
    Ok(())
}

/// `<store>.before-schema-N`, or that name with a number when an earlier copy lies there.
fn free_name(path: &Path) -> Result<PathBuf, StoreError> {
    let with = |suffix: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(format!(".before-schema-{CURRENT}{suffix}"));
        PathBuf::from(name)
    };
    let mut names = std::iter::once(with("")).chain((2..100).map(|n| with(&format!("-{n}"))));
    names.find(|name| !name.exists()).ok_or_else(|| StoreError::Exists { path: with("") })
}

/// 1 → 2: areas whose ground was inferred, and notes.
fn notes_and_inferred_areas(transaction: &Transaction<'_>) -> Result<(), Failure> {
    let mut query = transaction.prepare("select layer from patchwork_layer order by layer")?;
    let names: Vec<String> = query.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    transaction.execute_batch(include_str!("upgrade_2.sql"))?;
    for name in names {
        let layer: LayerId =
            name.parse().map_err(|error| Failure::Damaged(format!("table patchwork_layer: {error}")))?;
        transaction.execute_batch(&tables::of(&layer, geopackage::TRIGGERS_DROP))?;
        transaction.execute_batch(&tables::of(&layer, include_str!("upgrade_2_layer.sql")))?;
        transaction.execute_batch(&tables::of(&layer, geopackage::TRIGGERS_CREATE))?;
    }
    Ok(())
}

/// 2 → 3: people, classes and postcodes. A new store gets the same tables by the same words.
fn tables_of_people(transaction: &Transaction<'_>) -> Result<(), Failure> {
    Ok(transaction.execute_batch(include_str!("people.sql"))?)
}

/// 3 → 4: lists of assets.
fn lists_of_assets(transaction: &Transaction<'_>) -> Result<(), Failure> {
    transaction.execute_batch(include_str!("upgrade_4.sql"))?;
    assets(transaction)
}

/// 4 → 5: what became of areas.
fn tables_of_lineage(transaction: &Transaction<'_>) -> Result<(), Failure> {
    transaction.execute_batch(include_str!("upgrade_5.sql"))?;
    lineage(transaction)
}

/// The tables of what became of areas, of a new store and of an upgraded one.
fn lineage(transaction: &Transaction<'_>) -> Result<(), Failure> {
    Ok(transaction.execute_batch(include_str!("lineage.sql"))?)
}

/// 5 → 6: scenarios. A new store gets the same tables by the same words.
fn scenarios(transaction: &Transaction<'_>) -> Result<(), Failure> {
    Ok(transaction.execute_batch(include_str!("scenarios.sql"))?)
}

/// The tables of assets and of those who may change them, of a new store and of an upgraded one.
fn assets(transaction: &Transaction<'_>) -> Result<(), Failure> {
    transaction.execute_batch(include_str!("assets.sql"))?;
    transaction.execute_batch(&tables::of_assets(geopackage::RTREE_CREATE))?;
    transaction.execute_batch(&tables::of_assets(geopackage::TRIGGERS_CREATE))?;
    Ok(transaction.execute_batch(include_str!("access.sql"))?)
}
