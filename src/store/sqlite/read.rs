//! What questions are asked of.

use std::{collections::HashMap, str::FromStr, sync::Arc};

use jiff::civil::Date;
use rayon::prelude::*;
use rusqlite::{Connection, Row, named_params, params};

use super::{blob, failure::Failure, tables};
use crate::{
    atlas::{EditionState, LayerContents, Place},
    boundary::{
        AreaId, AreaVersion, Edition, EditionId, Layer, LayerId, Note, Period, Provenance,
        identity::KnownArea,
    },
    geometry::Region,
};

/// A layer's row.
pub(super) struct LayerRow {
    pub(super) layer: Layer,
    /// When another program changed the table after our last write, if one did.
    pub(super) edited: Option<String>,
}

/// A current edition's row.
pub(super) struct EditionRow {
    pub(super) row: i64,
    pub(super) state: EditionState,
}

/// The layers, or the one that is asked for.
pub(super) fn layers(connection: &Connection, only: Option<&LayerId>) -> Result<Vec<LayerRow>, Failure> {
    let mut query = connection.prepare_cached(include_str!("layers.sql"))?;
    let mut rows = query.query(named_params! { ":layer": only.map(LayerId::as_str) })?;
    let mut layers = Vec::new();
    while let Some(row) = rows.next()? {
        let layer = Layer {
            id: parsed(row, "layer")?,
            title: row.get("title")?,
            singular: row.get("singular")?,
            family: parsed(row, "family")?,
            order: row.get("display_order")?,
            visibility: parsed(row, "visibility")?,
            description: row.get("description")?,
        };
        let edited = if row.get("edited")? { Some(row.get("last_change")?) } else { None };
        layers.push(LayerRow { layer, edited });
    }
    Ok(layers)
}

/// The current editions of a layer, oldest first.
pub(super) fn editions(connection: &Connection, layer: &LayerId) -> Result<Vec<EditionRow>, Failure> {
    let mut query = connection.prepare_cached(include_str!("editions.sql"))?;
    let mut rows = query.query(named_params! { ":layer": layer.as_str() })?;
    let mut editions = Vec::new();
    while let Some(row) = rows.next()? {
        editions.push(edition_row(row, layer)?);
    }
    Ok(editions)
}

/// An edition as its row has it.
pub(super) fn edition_row(row: &Row<'_>, layer: &LayerId) -> Result<EditionRow, Failure> {
    let edition = Edition {
        layer: layer.clone(),
        id: parsed(row, "edition")?,
        revision: row.get("revision")?,
        declared: period(row, "declared_from", "declared_until")?,
        amends: parsed_if_any(row, "amends")?,
        provenance: Provenance {
            source: row.get("source")?,
            publisher: row.get("publisher")?,
            licence: row.get("licence")?,
            attribution: row.get("attribution")?,
            extract_date: parsed_if_any(row, "extract_date")?,
            resolution: row.get("resolution")?,
            clipped_to_coast: row.get("clipped_to_coast")?,
        },
        reference: row.get("reference")?,
    };
    let period = period(row, "valid_from", "valid_until")?;
    Ok(EditionRow { row: row.get("id")?, state: EditionState { edition, period } })
}

/// What current editions say about areas, earliest first, leaving out one edition if asked to.
pub(super) fn notes(
    connection: &Connection,
    layer: &LayerId,
    besides: Option<&EditionId>,
) -> Result<Vec<(AreaId, Note)>, Failure> {
    let mut query = connection.prepare_cached(include_str!("notes.sql"))?;
    let besides = besides.map(EditionId::as_str);
    let mut rows = query.query(named_params! { ":layer": layer.as_str(), ":besides": besides })?;
    let mut notes = Vec::new();
    while let Some(row) = rows.next()? {
        let note = Note { from: parsed_if_any(row, "from_day")?, text: row.get("text")? };
        notes.push((AreaId::from_store(row.get("area_id")?), note));
    }
    Ok(notes)
}

pub(super) fn known_areas(connection: &Connection, layer: &LayerId) -> Result<Vec<KnownArea>, Failure> {
    let mut query = connection.prepare_cached(include_str!("known.sql"))?;
    let rows = query.query_map(named_params! { ":layer": layer.as_str() }, |row| {
        Ok(KnownArea { id: AreaId::from_store(row.get(0)?), code: row.get(1)?, name: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A column of the current content of an edition.
pub(super) fn of_edition(
    connection: &Connection,
    column: &'static str,
    layer: &LayerId,
    edition: &EditionId,
) -> Result<Option<String>, Failure> {
    let sql = format!(
        "select {column} from patchwork_edition where layer = ?1 and edition = ?2 and status = 'current'"
    );
    let mut query = connection.prepare_cached(&sql)?;
    let mut rows = query.query(params![layer.as_str(), edition.as_str()])?;
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
}

pub(super) fn place(connection: &Connection) -> Result<Place, Failure> {
    let mut query =
        connection.prepare_cached("select title, note, west, south, east, north from patchwork_place")?;
    let mut rows = query.query([])?;
    let Some(row) = rows.next()? else { return Ok(Place::default()) };
    let corners: [Option<f64>; 4] = [row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?];
    let extent = match corners {
        [Some(west), Some(south), Some(east), Some(north)] => Some([west, south, east, north]),
        _ => None,
    };
    Ok(Place { title: row.get(0)?, note: row.get(1)?, extent })
}

/// Everything of one layer that questions are asked of.
pub(super) fn layer(connection: &Connection, id: &LayerId) -> Result<LayerContents, Failure> {
    let Some(row) = layers(connection, Some(id))?.pop() else {
        return Err(Failure::Damaged(format!("there is no layer “{id}” in it")));
    };
    let editions = editions(connection, id)?;
    let notes = notes(connection, id, None)?;
    let stamp = super::stamp::of(&row, &editions, &notes);
    let mut said: HashMap<AreaId, Vec<Note>> = HashMap::new();
    for (area, note) in notes {
        said.entry(area).or_default().push(note);
    }
    let position: HashMap<&str, usize> = editions
        .iter()
        .enumerate()
        .map(|(position, row)| (row.state.edition.id.as_str(), position))
        .collect();

    let mut areas = Vec::new();
    let mut query = connection.prepare_cached(&tables::of(id, include_str!("areas.sql")))?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let fid: i64 = row.get(0)?;
        let edition = row.get_ref(4)?.as_str().ok().and_then(|name| position.get(name).copied());
        let edition = edition.ok_or_else(|| damaged(id, fid, "it belongs to no current edition"))?;
        areas.push(StoredArea {
            fid,
            id: AreaId::from_store(row.get(1)?),
            code: row.get(2)?,
            name: row.get(3)?,
            edition,
            period: period(row, "valid_from", "valid_until").map_err(|failure| at_row(id, fid, failure))?,
            inferred: row.get(7)?,
            geometry: row.get(8)?,
        });
    }
    areas.sort_by_key(|area| (area.edition, area.fid));
    let edited = row.edited.is_some();
    let decoded = areas.into_par_iter().map(|area| {
        let region = region(&area.geometry, edited).map_err(|reason| damaged(id, area.fid, &reason))?;
        Ok(AreaVersion {
            notes: said.get(&area.id).cloned().unwrap_or_default(),
            id: area.id,
            code: area.code,
            name: area.name,
            edition: editions[area.edition].state.edition.id.clone(),
            period: area.period,
            inferred: area.inferred,
            region: Arc::new(region),
        })
    });
    let areas = decoded.collect::<Result<_, Failure>>()?;
    let editions = editions.into_iter().map(|row| row.state).collect();
    Ok(LayerContents { layer: row.layer, stamp, editions, areas })
}

/// A row of a layer's table, its geometry still as bytes.
struct StoredArea {
    fid: i64,
    id: AreaId,
    code: Option<String>,
    name: String,
    edition: usize,
    period: Period,
    inferred: bool,
    geometry: Vec<u8>,
}

/// Ground as it was written is a region; what another program has edited must prove it first.
fn region(geometry: &[u8], edited: bool) -> Result<Region<crate::geometry::Bng>, String> {
    let shape = blob::decode(geometry).map_err(|error| error.to_string())?;
    let region =
        if edited { Region::new(&shape).map(|(region, _)| region) } else { Region::from_store(shape) };
    region.map_err(|error| error.to_string())
}

pub(super) fn damaged(layer: &LayerId, fid: i64, reason: &str) -> Failure {
    Failure::Damaged(format!("table {layer}, fid {fid}: {reason}"))
}

fn at_row(layer: &LayerId, fid: i64, failure: Failure) -> Failure {
    match failure {
        Failure::Damaged(reason) => damaged(layer, fid, &reason),
        other => other,
    }
}

pub(super) fn parsed<T: FromStr<Err: ToString>>(row: &Row<'_>, column: &'static str) -> Result<T, Failure> {
    let text: String = row.get(column)?;
    text.parse().map_err(|error: T::Err| Failure::Damaged(format!("column {column}: {}", error.to_string())))
}

pub(super) fn parsed_if_any<T: FromStr<Err: ToString>>(
    row: &Row<'_>,
    column: &'static str,
) -> Result<Option<T>, Failure> {
    let text: Option<String> = row.get(column)?;
    let parsed = text.map(|text| text.parse()).transpose();
    parsed.map_err(|error: T::Err| Failure::Damaged(format!("column {column}: {}", error.to_string())))
}

pub(super) fn period(row: &Row<'_>, from: &'static str, until: &'static str) -> Result<Period, Failure> {
    let (first, end): (Option<Date>, Option<Date>) = (parsed_if_any(row, from)?, parsed_if_any(row, until)?);
    Period::new(first, end).map_err(|error| Failure::Damaged(error.to_string()))
}
