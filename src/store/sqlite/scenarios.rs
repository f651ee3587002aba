//! Scenarios: what is said of each, its areas, and what they are made of.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};

use super::{failure::Failure, settle::text};
use crate::{
    scenario::{Assigned, Assignment, Confidence, Scenario, ScenarioId},
    store::{NewScenario, StoredScenario},
};

/// Every current scenario, by name.
pub(super) fn current(connection: &Connection) -> Result<Vec<StoredScenario>, Failure> {
    kept(connection, "state = 'current' and ?1 is null", None)
}

/// Every version of a scenario that is kept, latest first.
pub(super) fn versions(connection: &Connection, id: &ScenarioId) -> Result<Vec<StoredScenario>, Failure> {
    kept(connection, "scenario = ?1", Some(id.as_str()))
}

fn kept(
    connection: &Connection,
    which: &'static str,
    name: Option<&str>,
) -> Result<Vec<StoredScenario>, Failure> {
    let query = |table: &str, columns: &str, order: &str| {
        format!(
            "select {columns} from {table} where scenario_id in (select id from patchwork_scenario where {which}) order by scenario_id, {order}"
        )
    };
    let mut areas: HashMap<i64, Vec<String>> = HashMap::new();
    let mut named = connection.prepare(&query("patchwork_scenario_area", "scenario_id, name", "position"))?;
    let mut rows = named.query([name])?;
    while let Some(row) = rows.next()? {
        areas.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    let mut components: HashMap<i64, Vec<Assigned>> = HashMap::new();
    let columns = "scenario_id, layer, code, area, confidence";
    let mut assigned = connection.prepare(&query("patchwork_scenario_component", columns, "id"))?;
    let mut rows = assigned.query([name])?;
    while let Some(row) = rows.next()? {
        let scenario = row.get(0)?;
        let places = areas.get(&scenario).map_or(0, Vec::len);
        components.entry(scenario).or_default().push(component(row, places)?);
    }
    let sql = format!(
        "select id, version, content from patchwork_scenario where {which} order by scenario, version desc"
    );
    let mut heads = connection.prepare(&sql)?;
    let mut rows = heads.query([name])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let content: String = row.get(2)?;
        let mut scenario: Scenario = serde_json::from_str(&content)
            .map_err(|error| Failure::Damaged(format!("table patchwork_scenario, id {id}: {error}")))?;
        scenario.assignment = Assignment {
            areas: areas.remove(&id).unwrap_or_default(),
            components: components.remove(&id).unwrap_or_default(),
        };
        let places = scenario.assignment.areas.len();
        if scenario.not_drawn.iter().filter_map(|one| one.area).any(|area| area >= places) {
            return Err(Failure::Damaged(format!(
                "table patchwork_scenario, id {id}: a component that is not drawn goes to an area that is not there"
            )));
        }
        all.push(StoredScenario { scenario, version: row.get(1)? });
    }
    Ok(all)
}

fn component(row: &Row<'_>, areas: usize) -> Result<Assigned, Failure> {
    let layer: String = row.get("layer")?;
    let damaged = |what: String| Failure::Damaged(format!("table patchwork_scenario_component: {what}"));
    let area: Option<usize> = row.get::<_, Option<u32>>("area")?.map(|area| area as usize);
    if area.is_some_and(|area| area >= areas) {
        return Err(damaged("a component goes to an area that is not there".to_owned()));
    }
    let confidence: String = row.get("confidence")?;
    Ok(Assigned {
        layer: layer.parse().map_err(|error| damaged(format!("{error}")))?,
        code: row.get("code")?,
        area,
        confidence: if confidence == INFERRED { Confidence::Inferred } else { Confidence::Stated },
    })
}

const INFERRED: &str = "inferred";

/// Writes a version of a scenario. Returns its number.
pub(super) fn put(transaction: &Transaction<'_>, new: &NewScenario) -> Result<i64, Failure> {
    let scenario = &new.scenario;
    let standing = standing(transaction, &scenario.id)?;
    expect(&scenario.id, new.after, standing)?;
    retire(transaction, &scenario.id, "replaced")?;
    let last = "select coalesce(max(version), 0) from patchwork_scenario where scenario = ?1";
    let last: i64 = transaction.query_row(last, [scenario.id.as_str()], |row| row.get(0))?;
    let content = serde_json::to_string(scenario)
        .map_err(|error| Failure::Damaged(format!("scenario {} cannot be written: {error}", scenario.id)))?;
    let sql = "insert into patchwork_scenario \
               (scenario, version, state, title, purpose, status, visibility, vesting_day, content) \
               values (?1, ?2, 'current', ?3, ?4, ?5, ?6, ?7, ?8)";
    let vesting = text(scenario.vesting.map(|vesting| vesting.day));
    transaction.execute(
        sql,
        params![
            scenario.id.as_str(),
            last + 1,
            scenario.title,
            scenario.purpose.as_str(),
            scenario.status.as_str(),
            scenario.visibility.as_str(),
            vesting,
            content
        ],
    )?;
    let id = transaction.last_insert_rowid();
    let mut area = transaction.prepare_cached(
        "insert into patchwork_scenario_area (scenario_id, position, name) values (?1, ?2, ?3)",
    )?;
    for (position, name) in (0_u32..).zip(&scenario.assignment.areas) {
        area.execute(params![id, position, name])?;
    }
    let mut component = transaction.prepare_cached(
        "insert into patchwork_scenario_component (scenario_id, layer, code, area, confidence) values (?1, ?2, ?3, ?4, ?5)",
    )?;
    for one in &scenario.assignment.components {
        let confidence = if one.confidence == Confidence::Inferred { INFERRED } else { "stated" };
        let area = one.area.and_then(|area| u32::try_from(area).ok());
        component.execute(params![id, one.layer.to_string(), one.code, area, confidence])?;
    }
    Ok(last + 1)
}

/// Takes a scenario away. Says whether there was one.
pub(super) fn remove(
    transaction: &Transaction<'_>,
    id: &ScenarioId,
    after: Option<i64>,
) -> Result<bool, Failure> {
    let standing = standing(transaction, id)?;
    if standing.is_none() {
        return Ok(false);
    }
    expect(id, after, standing)?;
    retire(transaction, id, "removed")?;
    Ok(true)
}

/// Removes for good what is not current.
pub(super) fn prune(transaction: &Transaction<'_>) -> Result<usize, Failure> {
    Ok(transaction.execute("delete from patchwork_scenario where state <> 'current'", [])?)
}

fn standing(connection: &Connection, id: &ScenarioId) -> Result<Option<i64>, Failure> {
    let sql = "select version from patchwork_scenario where scenario = ?1 and state = 'current'";
    Ok(connection.query_row(sql, [id.as_str()], |row| row.get(0)).optional()?)
}

fn expect(id: &ScenarioId, after: Option<i64>, standing: Option<i64>) -> Result<(), Failure> {
    match after {
        Some(known) if known != standing.unwrap_or(0) => Err(Failure::StaleScenario(id.clone())),
        _ => Ok(()),
    }
}

fn retire(transaction: &Transaction<'_>, id: &ScenarioId, state: &str) -> Result<(), Failure> {
    let sql = "update patchwork_scenario set state = ?2 where scenario = ?1 and state = 'current'";
    transaction.execute(sql, [id.as_str(), state])?;
    Ok(())
}
