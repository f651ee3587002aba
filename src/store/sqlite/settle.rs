//! The time of a whole layer after an edition has come: which rows hold when, and what to tell of it.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use rusqlite::{Transaction, params};

use super::{
    failure::Failure,
    read::{EditionRow, period},
    tables,
};
use crate::boundary::{
    AreaId, EditionId, LayerId, Period,
    timeline::{Conflict, Entry, Resolved},
};

/// Names that a sentence lists before it counts the rest.
const MOST_NAMES: usize = 5;

/// The resolved time of a layer, to be asked for each area.
pub(super) struct Timetable<'a> {
    layer: &'a LayerId,
    editions: HashMap<&'a str, (Period, HashMap<&'a AreaId, Date>)>,
}

impl<'a> Timetable<'a> {
    pub(super) fn new(layer: &'a LayerId, resolved: &'a [Resolved]) -> Self {
        let editions = resolved.iter().map(|edition| {
            let ended = edition.ended.iter().map(|(area, day)| (area, *day)).collect();
            (edition.id.as_str(), (edition.period, ended))
        });
        Self { layer, editions: editions.collect() }
    }

    /// The period of an edition, and the day on which an area of it ends before that, if it does.
    fn look_up(&self, edition: &EditionId, area: Option<&AreaId>) -> (Period, Option<Date>) {
        let Some((period, ended)) = self.editions.get(edition.as_str()) else {
            return (Period::ALWAYS, None);
        };
        (*period, area.and_then(|area| ended.get(area)).copied())
    }

    pub(super) fn of_edition(&self, edition: &EditionId) -> Period {
        self.look_up(edition, None).0
    }

    pub(super) fn of_area(&self, edition: &EditionId, area: &AreaId) -> Result<Period, Failure> {
        match self.look_up(edition, Some(area)) {
            (period, None) => Ok(period),
            (period, Some(day)) => period
                .ended_on(day)
                .ok_or_else(|| Failure::Conflict(self.layer.clone(), Conflict::NoDayLeft(edition.clone()))),
        }
    }
}

/// What is said about each area, in one line: what a GIS tool shows.
pub(super) type Said = HashMap<AreaId, String>;

/// Brings the rows of the editions that were there before up to date. The answer says what changed for them.
pub(super) fn settle(
    transaction: &Transaction<'_>,
    layer: &LayerId,
    standing: &[&EditionRow],
    entries: &[Entry],
    timetable: &Timetable<'_>,
    said: &Said,
) -> Result<Vec<String>, Failure> {
    let mut consequences = Vec::new();
    let mut update_edition = transaction
        .prepare("update patchwork_edition set valid_from = ?2, valid_until = ?3 where id = ?1")?;
    for EditionRow { row, state } in standing {
        let (edition, now) = (&state.edition.id, timetable.of_edition(&state.edition.id));
        if now != state.period {
            update_edition.execute(params![row, text(now.from()), text(now.until())])?;
            consequences.push(match now.until() {
                Some(day) => format!("edition {edition} now ends on {day}"),
                None => format!("edition {edition} is now without an end"),
            });
        }
    }

    let mut ended: BTreeMap<(usize, Date), Vec<String>> = BTreeMap::new();
    let mut released: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let sql = "update \"{layer}\" set valid_from = ?2, valid_until = ?3, note = ?4 where fid = ?1";
    let mut update_area = transaction.prepare(&tables::of(layer, sql))?;
    for (position, row) in standing.iter().enumerate() {
        let edition = &row.state.edition.id;
        for area in rows_of(transaction, layer, edition)? {
            let now = timetable.of_area(edition, &area.id)?;
            let note = said.get(&area.id);
            if now == area.period && note == area.note.as_ref() {
                continue;
            }
            update_area.execute(params![area.fid, text(now.from()), text(now.until()), note])?;
            let ends_early_since =
                timetable.look_up(edition, Some(&area.id)).1.filter(|_| now != area.period);
            if let Some(day) = ends_early_since {
                ended.entry((position, day)).or_default().push(area.name);
            } else if area.period != row.state.period && now != area.period {
                released.entry(position).or_default().push(area.name);
            }
        }
    }
    for ((position, day), names) in ended {
        let edition = &standing[position].state.edition;
        let base = edition.amends.as_ref().unwrap_or(&edition.id);
        let by = entries
            .iter()
            .find(|entry| entry.amends.as_ref() == Some(base) && entry.declared.from() == Some(day));
        let by =
            by.map_or_else(|| format!("an amendment from {day}"), |entry| format!("edition {}", entry.id));
        consequences.push(format!("{by} ends {} of {}: {}", areas(names.len()), edition.id, listed(&names)));
    }
    for (position, names) in released {
        let edition = &standing[position].state.edition.id;
        let are = if names.len() == 1 { "is" } else { "are" };
        consequences.push(format!(
            "{} of {edition} {are} no longer ended: {}",
            areas(names.len()),
            listed(&names)
        ));
    }
    Ok(consequences)
}

struct Timed {
    fid: i64,
    id: AreaId,
    name: String,
    period: Period,
    note: Option<String>,
}

fn rows_of(
    transaction: &Transaction<'_>,
    layer: &LayerId,
    edition: &EditionId,
) -> Result<Vec<Timed>, Failure> {
    let sql = "select fid, area_id, name, valid_from, valid_until, note from \"{layer}\" where edition = ?1 order by fid";
    let mut query = transaction.prepare_cached(&tables::of(layer, sql))?;
    let mut rows = query.query([edition.as_str()])?;
    let mut areas = Vec::new();
    while let Some(row) = rows.next()? {
        areas.push(Timed {
            fid: row.get(0)?,
            id: AreaId::from_store(row.get(1)?),
            name: row.get(2)?,
            period: period(row, "valid_from", "valid_until")?,
            note: row.get(5)?,
        });
    }
    Ok(areas)
}

/// A day as the store writes it.
pub(super) fn text(day: Option<Date>) -> Option<String> {
    day.map(|day| day.to_string())
}

fn areas(count: usize) -> String {
    if count == 1 { "1 area".to_owned() } else { format!("{count} areas") }
}

fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] if names.len() <= MOST_NAMES => format!("{} and {last}", most.join(", ")),
        _ => format!("{} and {} more", names[..MOST_NAMES].join(", "), names.len() - MOST_NAMES),
    }
}
