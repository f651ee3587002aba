//! A layer as some of its releases had it, replaced ones among them: what a reference is checked against.

use std::{collections::HashMap, sync::Arc};

use rayon::prelude::*;
use rusqlite::{Connection, named_params, params};

use super::{
    blob,
    failure::Failure,
    read::{EditionRow, damaged, edition_row, layers},
    settle::Timetable,
    tables,
};
use crate::{
    atlas::{EditionState, LayerContents},
    boundary::{
        AreaId, AreaVersion, LayerId, Note,
        timeline::{Entry, resolve},
    },
    geometry::Region,
};

/// The layer with exactly the releases whose references begin so; `None` when one of them is not kept. Time is what these
/// releases make of it among themselves: what came later says nothing.
pub(super) fn layer(
    connection: &Connection,
    id: &LayerId,
    references: &[String],
) -> Result<Option<LayerContents>, Failure> {
    let Some(row) = layers(connection, Some(id))?.pop() else { return Ok(None) };
    let mut releases = Vec::new();
    for reference in references {
        let Some(release) = release(connection, id, reference)? else { return Ok(None) };
        releases.push(release);
    }
    let pinned = |edition: &crate::boundary::EditionId| {
        releases.iter().any(|(row, _): &(EditionRow, bool)| row.state.edition.id == *edition)
    };
    // An amendment that was used without what it amends stands alone.
    let amends: Vec<_> = releases
        .iter()
        .map(|(row, _)| row.state.edition.amends.clone().filter(|amended| pinned(amended)))
        .collect();
    let mut entries = Vec::new();
    for ((row, is_current), amends) in releases.iter().zip(&amends) {
        let ends = if amends.is_some() { ended(connection, id, row, *is_current)? } else { Vec::new() };
        let edition = &row.state.edition;
        entries.push(Entry {
            id: edition.id.clone(),
            declared: edition.declared,
            amends: amends.clone(),
            ends: ends.into_iter().collect(),
        });
    }
    let resolved = resolve(&entries).map_err(|conflict| Failure::Conflict(id.clone(), conflict))?;
    let timetable = Timetable::new(id, &resolved);
    let (mut areas, mut editions) = (Vec::new(), Vec::new());
    for (row, is_current) in &releases {
        let edition = &row.state.edition;
        let said = notes(connection, row.row)?;
        for (area, code, name, inferred, geometry) in stored(connection, id, row, *is_current)? {
            let period = timetable.of_area(&edition.id, &area)?;
            let notes = said.get(&area).cloned().unwrap_or_default();
            areas.push((area, code, name, inferred, geometry, period, notes, edition.id.clone()));
        }
        let period = timetable.of_edition(&edition.id);
        editions.push(EditionState { edition: edition.clone(), period });
    }
    // As a layer that stands has them: oldest first, amendments after what they amend.
    editions.sort_by_cached_key(|EditionState { edition, period }| {
        (period.from(), edition.amends.clone(), edition.id.clone())
    });
    let decoded =
        areas.into_par_iter().map(|(area, code, name, inferred, geometry, period, notes, edition)| {
            let shape = blob::decode(&geometry).map_err(|error| damaged(id, 0, &error.to_string()))?;
            let region = Region::from_store(shape).map_err(|error| damaged(id, 0, &error.to_string()))?;
            let region = Arc::new(region);
            Ok(AreaVersion { id: area, code, name, edition, period, inferred, notes, region })
        });
    let areas = decoded.collect::<Result<_, Failure>>()?;
    let stamp = format!("pinned {}", references.join(" "));
    Ok(Some(LayerContents { layer: row.layer, stamp, editions, areas }))
}

fn release(
    connection: &Connection,
    layer: &LayerId,
    reference: &str,
) -> Result<Option<(EditionRow, bool)>, Failure> {
    let mut query = connection.prepare_cached(include_str!("pinned_editions.sql"))?;
    let mut rows = query.query(named_params! { ":layer": layer.as_str(), ":reference": reference })?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let is_current = row.get::<_, String>("status")? == "current";
    Ok(Some((edition_row(row, layer)?, is_current)))
}

type Stored = (AreaId, Option<String>, String, bool, Vec<u8>);

fn stored(
    connection: &Connection,
    layer: &LayerId,
    row: &EditionRow,
    is_current: bool,
) -> Result<Vec<Stored>, Failure> {
    let sql = if is_current {
        tables::of(
            layer,
            "select area_id, code, name, inferred, geom from \"{layer}\" where edition = ?1 and ?2 is not null order by fid",
        )
    } else {
        "select area_id, code, name, inferred, geom from patchwork_revision_area where ?1 is not null and edition_id = ?2 order by id".to_owned()
    };
    let mut query = connection.prepare_cached(&sql)?;
    let rows = query.query_map(params![row.state.edition.id.as_str(), row.row], |row| {
        Ok((AreaId::from_store(row.get(0)?), row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The areas that a release ends: those that it redraws, and those that it names.
fn ended(
    connection: &Connection,
    layer: &LayerId,
    row: &EditionRow,
    is_current: bool,
) -> Result<Vec<AreaId>, Failure> {
    let mut ends: Vec<AreaId> =
        stored(connection, layer, row, is_current)?.into_iter().map(|(area, ..)| area).collect();
    let mut query = connection.prepare_cached("select area_id from patchwork_end where edition_id = ?1")?;
    let named = query.query_map([row.row], |row| Ok(AreaId::from_store(row.get(0)?)))?;
    ends.extend(named.collect::<Result<Vec<_>, _>>()?);
    Ok(ends)
}

fn notes(connection: &Connection, edition: i64) -> Result<HashMap<AreaId, Vec<Note>>, Failure> {
    let sql = "select area_id, from_day, text from patchwork_note where edition_id = ?1 order by from_day nulls first, id";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query([edition])?;
    let mut notes: HashMap<AreaId, Vec<Note>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let note = Note { from: super::read::parsed_if_any(row, "from_day")?, text: row.get("text")? };
        notes.entry(AreaId::from_store(row.get("area_id")?)).or_default().push(note);
    }
    Ok(notes)
}
