//! Who came before and after an area: as tables say, and where none does, as the ground tells.

use std::collections::HashSet;

use jiff::civil::Date;

use super::{IndexedArea, LayerAtlas, View};
use crate::{
    boundary::lineage::{Change, Succession},
    overlap::{Borders, shared_ground},
};

/// From which share of either on ground counts as handed over: what is less is the noise of borders drawn anew.
const HANDED_OVER: f64 = 0.01;
/// From which share on one is practically the other.
const PRACTICALLY: f64 = 0.99;

/// An area before or after another.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Its code, or its id where it has none.
    pub code: String,
    /// Its name, where it is known.
    pub name: Option<String>,
    /// The first day of what came after.
    pub day: Option<Date>,
    /// What kind of change it was.
    pub change: Change,
    /// How much of the ground of the area asked about it has, where both are drawn here.
    pub share: Option<f64>,
    /// Whether no table says so, and it was found from the ground.
    pub inferred: bool,
    /// The table that says so, by its reference.
    pub source: Option<String>,
    /// Who is to be thanked for the table.
    pub attribution: Option<String>,
}

/// What is known of an area over time.
#[derive(Debug)]
pub struct History<'a> {
    /// Its versions in every release, oldest first.
    pub versions: Vec<&'a IndexedArea>,
    /// What was before it.
    pub before: Vec<Link>,
    /// What came after it.
    pub after: Vec<Link>,
}

impl<'a> View<'a> {
    /// What is known of an area over time, by its code or id. Tables of lineage may know areas that no release here has.
    #[must_use]
    pub fn history(&self, layer: &'a LayerAtlas, code: &str) -> History<'a> {
        let mut versions = layer.versions(code);
        versions.sort_by_key(|area| (area.version.period.from(), area.version.period.until()));
        let mut codes: Vec<&str> = versions.iter().map(|area| area.version.code_or_id()).collect();
        codes.push(code);
        codes.sort_unstable();
        codes.dedup_by(|a, b| a.eq_ignore_ascii_case(b));
        let (mut before, mut after) = (Vec::new(), Vec::new());
        for lineage in self.lineages().filter(|lineage| lineage.layer == layer.layer().id) {
            let release = &lineage.release;
            let link = |row: &Succession, earlier: bool| Link {
                code: if earlier { row.old.clone() } else { row.new.clone() },
                name: if earlier { row.old_name.clone() } else { row.new_name.clone() },
                day: row.day,
                change: row.change,
                share: None,
                inferred: false,
                source: Some(release.reference.clone()),
                attribution: release.provenance.attribution.clone(),
            };
            for code in &codes {
                before
                    .extend(lineage.before(code).filter(|row| row.old != row.new).map(|row| link(row, true)));
                after
                    .extend(lineage.after(code).filter(|row| row.old != row.new).map(|row| link(row, false)));
            }
        }
        if let Some(first) = versions.first() {
            if before.is_empty() {
                before = inferred(layer, first, true);
            } else {
                measure(layer, first, &mut before);
            }
        }
        if let Some(last) = versions.last() {
            if after.is_empty() {
                after = inferred(layer, last, false);
            } else {
                measure(layer, last, &mut after);
            }
        }
        let sorted = |mut links: Vec<Link>| {
            // What one table tells without a day and another with one is one change.
            let dated: HashSet<String> =
                links.iter().filter(|link| link.day.is_some()).map(|link| link.code.to_lowercase()).collect();
            links.retain(|link| link.day.is_some() || !dated.contains(&link.code.to_lowercase()));
            links.sort_by(|a, b| (a.day, &a.code).cmp(&(b.day, &b.code)));
            links.dedup_by(|a, b| a.code == b.code && a.day == b.day);
            links
        };
        History { versions, before: sorted(before), after: sorted(after) }
    }

    /// Why a component is no area, with who came after it where a table knows.
    #[must_use]
    pub fn with_successors(
        &self,
        layer: &crate::boundary::LayerId,
        code: &str,
        why: &super::Unfound,
    ) -> String {
        match self.successors_in_words(layer, code) {
            Some(after) => format!("{why}; {after}"),
            None => why.to_string(),
        }
    }

    /// Who came after a code that no release here has any longer, in words; `None` where no table knows it.
    #[must_use]
    pub fn successors_in_words(&self, layer: &crate::boundary::LayerId, code: &str) -> Option<String> {
        let rows: Vec<&Succession> = self
            .lineages()
            .filter(|lineage| lineage.layer == *layer)
            .flat_map(|lineage| lineage.after(code))
            .collect();
        let named = |row: &&Succession| match &row.new_name {
            Some(name) => format!("{name} ({})", row.new),
            None => row.new.clone(),
        };
        rows.first()?;
        let day = rows.iter().find_map(|row| row.day).map(|day| format!(" on {day}")).unwrap_or_default();
        // Tables may name one successor differently: the first one's words stand.
        let mut told = HashSet::new();
        let after: Vec<String> =
            rows.iter().filter(|row| told.insert(row.new.to_lowercase())).map(named).collect();
        Some(format!("it became {}{day}", after.join(", ")))
    }
}

/// How much of an area's ground those have that tables name.
fn measure(layer: &LayerAtlas, area: &IndexedArea, links: &mut [Link]) {
    let own = Borders::new(&[area.version.region.as_ref()]);
    let whole = area.version.region.area().0;
    for link in links {
        let Some(other) = layer.versions(&link.code).last().copied() else { continue };
        let theirs = Borders::new(&[other.version.region.as_ref()]);
        let shared: f64 = shared_ground(&own, &theirs).iter().map(|pair| pair.area_m2).sum();
        link.share = Some((shared / whole).min(1.0));
        link.name = link.name.take().or_else(|| Some(other.version.name.clone()));
    }
}

/// The areas of the same layer that took over an area's ground on the day on which it ended, or had it until the day on which it began.
fn inferred(layer: &LayerAtlas, area: &IndexedArea, earlier: bool) -> Vec<Link> {
    let period = &area.version.period;
    let Some(day) = (if earlier { period.from() } else { period.until() }) else { return Vec::new() };
    let meets = |other: &&IndexedArea| {
        let other_period = &other.version.period;
        let other_day = if earlier { other_period.until() } else { other_period.from() };
        other_day == Some(day) && other.version.id != area.version.id
    };
    let near: Vec<&IndexedArea> = layer.candidates(area.bounds()).filter(meets).collect();
    let own = Borders::new(&[area.version.region.as_ref()]);
    let whole = area.version.region.area().0;
    let mut links = Vec::new();
    for other in near {
        let theirs = Borders::new(&[other.version.region.as_ref()]);
        let shared: f64 = shared_ground(&own, &theirs).iter().map(|pair| pair.area_m2).sum();
        let (share, of_other) = (shared / whole, shared / other.version.region.area().0);
        if share < HANDED_OVER && of_other < HANDED_OVER {
            continue;
        }
        let (of_old, of_new) = if earlier { (of_other, share) } else { (share, of_other) };
        links.push(Link {
            code: other.version.code_or_id().to_owned(),
            name: Some(other.version.name.clone()),
            day: Some(day),
            change: match (of_old >= PRACTICALLY, of_new >= PRACTICALLY) {
                (true, true) if other.version.name == area.version.name => Change::Recoded,
                (true, true) => Change::Renamed,
                (true, false) => Change::Merged,
                (false, true) => Change::Split,
                (false, false) => Change::BoundaryChanged,
            },
            share: Some(share.min(1.0)),
            inferred: true,
            source: None,
            attribution: None,
        });
    }
    links
}
