//! One edition, whole or not at all.

use std::collections::{HashMap, HashSet};

use blake3::Hash;
use geo_types::Rect;
use rayon::prelude::*;
use rusqlite::{Transaction, named_params, params};

use super::{
    blob,
    failure::Failure,
    read::{self, EditionRow},
    settle::{Said, Timetable, settle, text},
    stamp, tables,
};
use crate::{
    atlas::Place,
    boundary::{
        AreaId, LayerId, Note,
        identity::{Applicant, KnownArea, assign},
        timeline::{Entry, resolve},
    },
    geopackage,
    store::{NewArea, NewEdition, Written},
};

/// An area's ground, ready for its column.
pub(super) struct Ground {
    blob: Vec<u8>,
    bounds: Rect<f64>,
    hash: Hash,
}

/// The slow part, which needs no store: done before the file is held.
pub(super) fn encode(areas: &[NewArea]) -> Vec<Ground> {
    let encode = |area: &NewArea| {
        let bounds = area.region.bounds();
        let blob = blob::encode(&area.region, bounds);
        Ground { hash: blake3::hash(&blob), blob, bounds }
    };
    areas.par_iter().map(encode).collect()
}

/// Writes an edition into an open transaction.
pub(super) fn put(
    transaction: &Transaction<'_>,
    new: &NewEdition,
    ground: &[Ground],
) -> Result<Written, Failure> {
    let layer = &new.layer.id;
    if super::table_read::list_layer(transaction, layer.as_str())?.is_some() {
        return Err(Failure::Taken { layer: layer.clone(), is_ground: false });
    }
    let known = read::known_areas(transaction, layer)?;
    let applicants: Vec<Applicant<'_>> =
        new.areas.iter().map(|area| Applicant { code: area.code.as_deref(), name: &area.name }).collect();
    let ids = assign(layer, &known, &applicants);
    let current = read::editions(transaction, layer)?;
    let (replaced, standing): (Vec<&EditionRow>, Vec<&EditionRow>) =
        current.iter().partition(|row| row.state.edition.id == new.id);

    let entries = entries(transaction, new, &ids, &standing)?;
    let resolved = resolve(&entries).map_err(|conflict| Failure::Conflict(layer.clone(), conflict))?;
    let timetable = Timetable::new(layer, &resolved);
    let said = said(&read::notes(transaction, layer, Some(&new.id))?, &new.notes);

    let now: String =
        transaction.query_row("select strftime('%Y-%m-%dT%H:%M:%fZ', 'now')", [], |row| row.get(0))?;
    open_table(transaction, layer)?;
    put_layer(transaction, new, &now)?;
    let mut consequences = Vec::new();
    for old in replaced {
        replace(transaction, layer, old, standing.is_empty())?;
        let edition = &old.state.edition;
        consequences.push(format!(
            "replaced the edition of the same name, which is kept as revision {} ({})",
            edition.revision, edition.reference
        ));
    }
    let hashes: Vec<Hash> = ground.iter().map(|ground| ground.hash).collect();
    let reference = stamp::reference(new, &ids, &hashes);
    let revision = put_edition(transaction, new, &timetable, &reference)?;
    put_areas(transaction, new, &ids, ground, &timetable, &said)?;
    put_known(transaction, new, &ids, &known)?;

    let period = timetable.of_edition(&new.id);
    if let Some(day) = period.until().filter(|_| period != new.declared) {
        consequences.push(format!("edition {} itself ends on {day}, when a later one starts", new.id));
    }
    consequences.extend(settle(transaction, layer, &standing, &entries, &timetable, &said)?);

    transaction
        .prepare(&tables::of(layer, include_str!("contents.sql")))?
        .execute(named_params! { ":layer": layer.as_str(), ":title": new.layer.title, ":now": now })?;
    transaction.execute_batch(&tables::of(layer, geopackage::TRIGGERS_CREATE))?;
    Ok(Written { revision, reference, consequences })
}

/// Every edition as the timeline sees it, the new one last.
fn entries(
    transaction: &Transaction<'_>,
    new: &NewEdition,
    ids: &[AreaId],
    standing: &[&EditionRow],
) -> Result<Vec<Entry>, Failure> {
    let sql = tables::of(&new.layer.id, include_str!("ends.sql"));
    let mut entries = Vec::with_capacity(standing.len() + 1);
    for EditionRow { row, state } in standing {
        let edition = &state.edition;
        let mut ends = HashSet::new();
        if edition.amends.is_some() {
            let mut query = transaction.prepare_cached(&sql)?;
            let named = named_params! { ":edition": edition.id.as_str(), ":edition_id": row };
            let rows = query.query_map(named, |row| Ok(AreaId::from_store(row.get(0)?)))?;
            ends = rows.collect::<Result<_, _>>()?;
        }
        let (id, amends) = (edition.id.clone(), edition.amends.clone());
        entries.push(Entry { id, declared: edition.declared, amends, ends });
    }
    let ends =
        if new.amends.is_some() { ids.iter().chain(&new.ends).cloned().collect() } else { HashSet::new() };
    entries.push(Entry { id: new.id.clone(), declared: new.declared, amends: new.amends.clone(), ends });
    Ok(entries)
}

/// All that is said about each area, in one line.
fn said(before: &[(AreaId, Note)], new: &[(AreaId, Note)]) -> Said {
    let mut notes: Vec<&(AreaId, Note)> = before.iter().chain(new).collect();
    notes.sort_by_key(|(_, note)| note.from);
    let mut said: HashMap<AreaId, String> = HashMap::new();
    for (area, note) in notes {
        let line = said.entry(area.clone()).or_default();
        if !line.is_empty() {
            line.push_str("; ");
        }
        line.push_str(&note.text);
    }
    said
}

/// Makes the layer's table if it is new, and takes the triggers away that need functions which plain SQLite lacks.
fn open_table(transaction: &Transaction<'_>, layer: &LayerId) -> Result<(), Failure> {
    let count = |sql: &str| transaction.query_row(sql, [layer.as_str()], |row| row.get::<_, i64>(0));
    if count("select count(*) from patchwork_layer where layer = ?1")? > 0 {
        transaction.execute_batch(&tables::of(layer, geopackage::TRIGGERS_DROP))?;
        return Ok(());
    }
    if count("select count(*) from sqlite_schema where name = ?1 collate nocase")? > 0 {
        return Err(Failure::Damaged(format!(
            "another program has made a table “{layer}” in it: rename that table, or call the layer something else"
        )));
    }
    transaction.execute_batch(&tables::of(layer, include_str!("layer.sql")))?;
    Ok(transaction.execute_batch(&tables::of(layer, geopackage::RTREE_CREATE))?)
}

fn put_layer(transaction: &Transaction<'_>, new: &NewEdition, now: &str) -> Result<(), Failure> {
    let layer = &new.layer;
    transaction.prepare(include_str!("put_layer.sql"))?.execute(named_params! {
        ":layer": layer.id.as_str(), ":title": layer.title, ":singular": layer.singular,
        ":family": layer.family.as_str(), ":display_order": layer.order, ":visibility": layer.visibility.as_str(),
        ":description": layer.description, ":now": now,
    })?;
    Ok(())
}

/// An edition becomes a revision: hidden, kept until it is pruned.
fn replace(
    transaction: &Transaction<'_>,
    layer: &LayerId,
    old: &EditionRow,
    alone: bool,
) -> Result<(), Failure> {
    let edition = old.state.edition.id.as_str();
    transaction
        .prepare(&tables::of(layer, include_str!("replace.sql")))?
        .execute(named_params! { ":edition_id": old.row, ":edition": edition })?;
    if alone {
        // Some ten times quicker than to take every box out of the R-tree.
        transaction.execute(&tables::of(layer, r#"drop table "rtree_{layer}_geom""#), [])?;
        transaction.execute_batch(&tables::of(layer, geopackage::RTREE_CREATE))?;
    } else {
        let unlist =
            r#"delete from "rtree_{layer}_geom" where id in (select fid from "{layer}" where edition = ?1)"#;
        transaction.execute(&tables::of(layer, unlist), [edition])?;
    }
    transaction.execute(&tables::of(layer, r#"delete from "{layer}" where edition = ?1"#), [edition])?;
    transaction.execute("update patchwork_edition set status = 'replaced' where id = ?1", [old.row])?;
    Ok(())
}

/// The edition's row, what it ends and what it says. Returns its revision.
fn put_edition(
    transaction: &Transaction<'_>,
    new: &NewEdition,
    timetable: &Timetable<'_>,
    reference: &str,
) -> Result<u32, Failure> {
    let (layer, edition, source) = (new.layer.id.as_str(), new.id.as_str(), &new.provenance);
    let next =
        "select coalesce(max(revision) + 1, 0) from patchwork_edition where layer = ?1 and edition = ?2";
    let revision: u32 = transaction.query_row(next, [layer, edition], |row| row.get(0))?;
    let period = timetable.of_edition(&new.id);
    transaction.prepare(include_str!("put_edition.sql"))?.execute(named_params! {
        ":layer": layer, ":edition": edition, ":revision": revision,
        ":declared_from": text(new.declared.from()), ":declared_until": text(new.declared.until()),
        ":valid_from": text(period.from()), ":valid_until": text(period.until()),
        ":amends": new.amends.as_ref().map(ToString::to_string),
        ":source": source.source, ":publisher": source.publisher, ":licence": source.licence,
        ":attribution": source.attribution, ":extract_date": text(source.extract_date),
        ":resolution": source.resolution, ":clipped_to_coast": source.clipped_to_coast,
        ":reference": reference, ":fingerprint": new.fingerprint, ":report": new.report,
    })?;
    let row = transaction.last_insert_rowid();
    let mut end =
        transaction.prepare("insert or ignore into patchwork_end (edition_id, area_id) values (?1, ?2)")?;
    for area in &new.ends {
        end.execute(params![row, area.as_str()])?;
    }
    let mut say = transaction.prepare(
        "insert into patchwork_note (edition_id, area_id, from_day, text) values (?1, ?2, ?3, ?4)",
    )?;
    for (area, note) in &new.notes {
        say.execute(params![row, area.as_str(), text(note.from), note.text])?;
    }
    Ok(revision)
}

fn put_areas(
    transaction: &Transaction<'_>,
    new: &NewEdition,
    ids: &[AreaId],
    ground: &[Ground],
    timetable: &Timetable<'_>,
    said: &Said,
) -> Result<(), Failure> {
    let layer = &new.layer.id;
    let mut put = transaction.prepare(&tables::of(layer, include_str!("put_area.sql")))?;
    let list = r#"insert into "rtree_{layer}_geom" values (?1, ?2, ?3, ?4, ?5)"#;
    let mut list = transaction.prepare(&tables::of(layer, list))?;
    for ((area, id), ground) in new.areas.iter().zip(ids).zip(ground) {
        let period = timetable.of_area(&new.id, id)?;
        let fid = put.insert(params![
            id.as_str(),
            area.code,
            area.name,
            new.id.as_str(),
            text(period.from()),
            text(period.until()),
            area.inferred,
            said.get(id),
            ground.blob
        ])?;
        let (min, max) = (ground.bounds.min(), ground.bounds.max());
        list.execute(params![fid, min.x, max.x, min.y, max.y])?;
    }
    Ok(())
}

/// Remembers codes and names that the layer has not had before.
fn put_known(
    transaction: &Transaction<'_>,
    new: &NewEdition,
    ids: &[AreaId],
    known: &[KnownArea],
) -> Result<(), Failure> {
    let known: HashSet<(&str, Option<&str>, &str)> =
        known.iter().map(|area| (area.id.as_str(), area.code.as_deref(), area.name.as_str())).collect();
    let sql = "insert or ignore into patchwork_area (layer, area_id, code, name) values (?1, ?2, ?3, ?4)";
    let mut put = transaction.prepare(sql)?;
    for (area, id) in new.areas.iter().zip(ids) {
        if !known.contains(&(id.as_str(), area.code.as_deref(), area.name.as_str())) {
            put.execute(params![new.layer.id.as_str(), id.as_str(), area.code, area.name])?;
        }
    }
    Ok(())
}

pub(super) fn set_place(transaction: &Transaction<'_>, place: &Place) -> Result<(), Failure> {
    let corner = |position: usize| place.extent.map(|extent| extent[position]);
    transaction.prepare(include_str!("place.sql"))?.execute(named_params! {
        ":title": place.title, ":note": place.note,
        ":west": corner(0), ":south": corner(1), ":east": corner(2), ":north": corner(3),
    })?;
    Ok(())
}
