//! One table of people, classes, postcodes or assets, whole or not at all.

use std::collections::HashSet;

use rusqlite::{Transaction, named_params, params};

use super::{assets, failure::Failure, settle::text, stamp, table_read as read};
use crate::{
    asset::Ending,
    atlas::TableKind,
    boundary::{
        AreaId, Layer, LayerId, Period,
        identity::{Applicant, KnownArea, assign},
    },
    store::{NewContent, NewOrganisation, NewTable, Written},
};

/// Writes a table into an open transaction.
pub(super) fn put(transaction: &Transaction<'_>, new: &NewTable) -> Result<Written, Failure> {
    let name = new.name();
    let standing = read::rows(transaction, Some(name.kind), Some(&name.key))?;
    let mut consequences = Vec::new();
    if let Some(old) = standing.iter().find(|row| row.name == name) {
        transaction.execute("update patchwork_table set status = 'replaced' where id = ?1", [old.id])?;
        if name.kind == TableKind::Assets {
            assets::retire(transaction, old.id)?;
        }
        consequences.push(format!(
            "replaced the {} of the same name, which is kept as revision {} ({})",
            if name.kind == TableKind::Assets { "list" } else { "edition" },
            old.release.revision,
            old.release.reference
        ));
    }
    let mut ids = Vec::new();
    if let NewContent::Membership { layer, organisations, .. } = &new.content {
        put_layer(transaction, layer)?;
        ids = identify(transaction, layer, organisations)?;
    }
    let reference = stamp::reference_of_table(new, &ids);
    let next = "select coalesce(max(revision) + 1, 0) from patchwork_table where kind = ?1 and key = ?2 and edition = ?3";
    let revision: u32 =
        transaction
            .query_row(next, [name.kind.as_str(), &name.key, name.edition.as_str()], |row| row.get(0))?;
    let (called, blocks, scope) = described(&new.content);
    let source = &new.provenance;
    transaction.prepare_cached(include_str!("put_table.sql"))?.execute(named_params! {
        ":kind": name.kind.as_str(), ":key": name.key, ":name": called, ":blocks": blocks, ":scope": scope,
        ":edition": name.edition.as_str(), ":revision": revision,
        ":declared_from": text(new.declared.from()), ":declared_until": text(new.declared.until()),
        ":source": source.source, ":publisher": source.publisher, ":licence": source.licence,
        ":attribution": source.attribution, ":extract_date": text(source.extract_date),
        ":reference": reference, ":fingerprint": new.fingerprint, ":report": new.report,
    })?;
    let table = transaction.last_insert_rowid();
    match &new.content {
        NewContent::Assets { list, assets } => assets::put(transaction, table, &new.edition, list, assets)?,
        content => put_content(transaction, table, content, &ids)?,
    }
    if let NewContent::Membership { layer, .. } = &new.content {
        consequences.extend(settle(transaction, &layer.id, new)?);
    }
    Ok(Written { revision, reference, consequences })
}

/// The name, the layer of blocks and the scope of a table, as its row has them.
fn described(content: &NewContent) -> (String, Option<String>, Option<&str>) {
    match content {
        NewContent::Population { weight, blocks, .. } => (weight.to_string(), Some(blocks.to_string()), None),
        NewContent::Membership { weight, blocks, scope, .. } => {
            (weight.to_string(), Some(blocks.to_string()), scope.as_deref())
        }
        NewContent::Classes { class, blocks, .. } => (class.to_string(), Some(blocks.to_string()), None),
        NewContent::Postcodes { register, .. } => (register.as_str().to_owned(), None, None),
        NewContent::Assets { list, .. } => (list.id.to_string(), None, None),
        NewContent::Lineage { layer, .. } => (layer.to_string(), None, None),
    }
}

fn put_layer(transaction: &Transaction<'_>, layer: &Layer) -> Result<(), Failure> {
    let ground = "select count(*) from patchwork_layer where layer = ?1";
    if transaction.query_row(ground, [layer.id.as_str()], |row| row.get::<_, i64>(0))? > 0 {
        return Err(Failure::Taken { layer: layer.id.clone(), is_ground: true });
    }
    transaction.prepare_cached(include_str!("put_list_layer.sql"))?.execute(named_params! {
        ":layer": layer.id.as_str(), ":title": layer.title, ":singular": layer.singular,
        ":family": layer.family.as_str(), ":display_order": layer.order, ":visibility": layer.visibility.as_str(),
        ":description": layer.description,
    })?;
    Ok(())
}

/// Gives each organisation its permanent id, and remembers codes and names that are new.
fn identify(
    transaction: &Transaction<'_>,
    layer: &Layer,
    organisations: &[NewOrganisation],
) -> Result<Vec<AreaId>, Failure> {
    let known = read::known_organisations(transaction, layer.id.as_str())?;
    let applicants: Vec<Applicant<'_>> =
        organisations.iter().map(|one| Applicant { code: Some(&one.code), name: &one.name }).collect();
    let ids = assign(&layer.id, &known, &applicants);
    let known: HashSet<(&str, Option<&str>, &str)> = known
        .iter()
        .map(|KnownArea { id, code, name }| (id.as_str(), code.as_deref(), name.as_str()))
        .collect();
    let sql = "insert into patchwork_known_organisation (layer, area_id, code, name) values (?1, ?2, ?3, ?4)";
    let mut put = transaction.prepare_cached(sql)?;
    for (one, id) in organisations.iter().zip(&ids) {
        if !known.contains(&(id.as_str(), Some(one.code.as_str()), one.name.as_str())) {
            put.execute(params![layer.id.as_str(), id.as_str(), one.code, one.name])?;
        }
    }
    Ok(ids)
}

fn put_content(
    transaction: &Transaction<'_>,
    table: i64,
    content: &NewContent,
    ids: &[AreaId],
) -> Result<(), Failure> {
    let prepare = |sql: &str| transaction.prepare(sql);
    match content {
        NewContent::Population { values, .. } => {
            let mut put =
                prepare("insert into patchwork_population (table_id, block, people) values (?1, ?2, ?3)")?;
            for (block, people) in values {
                put.execute(params![table, block, people])?;
            }
        }
        NewContent::Classes { values, .. } => {
            let mut put =
                prepare("insert into patchwork_class (table_id, block, class) values (?1, ?2, ?3)")?;
            for (block, class) in values {
                put.execute(params![table, block, class])?;
            }
        }
        NewContent::Membership { organisations, rows, .. } => {
            let mut put = prepare(
                "insert into patchwork_organisation (table_id, area_id, code, name, stated_total) values (?1, ?2, ?3, ?4, ?5)",
            )?;
            for (one, id) in organisations.iter().zip(ids) {
                put.execute(params![table, id.as_str(), one.code, one.name, one.stated_total])?;
            }
            let mut put = prepare(
                "insert into patchwork_member (table_id, code, block, people) values (?1, ?2, ?3, ?4)",
            )?;
            for row in rows {
                let code = organisations.get(row.organisation as usize).map(|one| one.code.as_str());
                put.execute(params![table, code, row.block, row.value])?;
            }
        }
        NewContent::Postcodes { postcodes, .. } => {
            let mut put = prepare(
                "insert into patchwork_postcode (table_id, postcode, easting, northing, ending) values (?1, ?2, ?3, ?4, ?5)",
            )?;
            for listed in postcodes {
                let ending = match listed.ending {
                    Ending::Unsaid => None,
                    Ending::InUse => Some(read::IN_USE.to_owned()),
                    Ending::Ended(None) => Some(read::ENDED.to_owned()),
                    Ending::Ended(Some(day)) => Some(day.to_string()),
                };
                put.execute(params![table, listed.postcode.as_str(), listed.at.x, listed.at.y, ending])?;
            }
        }
        NewContent::Lineage { rows, .. } => {
            let mut put = prepare(
                "insert into patchwork_succession (table_id, old, old_name, new, new_name, day, change) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?;
            for row in rows {
                let (day, change) = (text(row.day), row.change.as_str());
                put.execute(params![table, row.old, row.old_name, row.new, row.new_name, day, change])?;
            }
        }
        NewContent::Assets { .. } => {}
    }
    Ok(())
}

/// Whether the releases of a layer of lists can stand beside each other now, and what the new one ends.
fn settle(transaction: &Transaction<'_>, layer: &LayerId, new: &NewTable) -> Result<Vec<String>, Failure> {
    let rows = read::rows(transaction, Some(TableKind::Membership), Some(layer.as_str()))?;
    let periods = read::resolved(layer, &rows)?;
    let others: Vec<_> = rows.into_iter().filter(|row| row.release.edition != new.edition).collect();
    let before = read::resolved(layer, &others)?;
    let mut consequences = Vec::new();
    for row in &others {
        let edition = &row.release.edition;
        if let (Some(now), Some(was)) = (periods.get(edition), before.get(edition))
            && now != was
            && let Some(day) = now.until()
        {
            consequences.push(format!("edition {edition} now ends on {day}"));
        }
    }
    if let Some(day) =
        periods.get(&new.edition).filter(|period| **period != new.declared).and_then(Period::until)
    {
        consequences.push(format!("edition {} itself ends on {day}, when a later one starts", new.edition));
    }
    Ok(consequences)
}
