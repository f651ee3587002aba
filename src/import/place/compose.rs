//! Areas put together from small ones as an announcement describes them, amending an edition.
//!
//! The amended edition's areas that lie wholly in the new ones end; those that lose part of their ground are drawn
//! again as what is left of them; those that the announcement names besides stay, marked as changed and not drawn.

use std::{collections::BTreeMap, path::Path};

use serde::Deserialize;

use super::{EditionEntry, Sources, fault};
use crate::{
    boundary::{AreaVersion, Note},
    geometry::{Bng, Region, dissolve, remaining_region},
    import::{
        ImportError, Report,
        amend::{is_taken, standing, taken},
        layer::{self, Content, LayerImport},
        lookup::Group,
        table,
    },
    store::{NewArea, Store},
};

/// The keys of an entry besides those of its edition.
pub(super) const KEYS: &str = "from_file from_code from_group area changes";

const PIPELINE_VERSION: &str = "1";

/// An amendment put together from small areas.
#[derive(Debug, Clone, Deserialize)]
pub struct Compose {
    /// The edition; it must amend another and have a first day.
    #[serde(flatten)]
    pub edition: EditionEntry,
    /// The file of small areas, a path relative to the data folder or an address.
    pub from_file: String,
    /// Its column with their codes.
    pub from_code: String,
    /// Its column with the group (district) that each lies in.
    pub from_group: String,
    /// What is made of them.
    pub area: Vec<ComposedArea>,
    /// The announcement as a table: areas that it names and that are not drawn here are marked.
    pub changes: Option<Changes>,
}

/// An area and the groups that it is made of.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ComposedArea {
    /// Its code, if it has one yet.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
    /// The groups whose small areas it takes, whole.
    pub groups: Vec<String>,
}

/// A table of announced changes.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// The table, a path relative to the data folder or an address.
    pub file: String,
    /// The columns in whose text areas are named.
    pub named_in: Vec<String>,
    /// The column with the day of the change.
    pub from: String,
}

/// Puts the areas together and writes the amendment.
pub(super) fn run(
    store: &dyn Store,
    place_file: &Path,
    sources: &Sources,
    entry: &Compose,
    dry_run: bool,
) -> Result<Report, ImportError> {
    let request = entry.edition.request(place_file, dry_run)?;
    let (Some(amends), Some(from)) = (&request.amends, request.period.from()) else {
        let named = format!("{}@{}", request.layer, request.edition);
        return Err(fault(place_file, format!("[[compose]] {named} needs `amends` and `from`")));
    };
    let base = store.read_layer(&request.layer)?;
    let fingerprint = fingerprint(entry, &request, sources, &base)?;
    if store.fingerprint(&request.layer, &request.edition)?.as_ref() == Some(&fingerprint) {
        return Ok(layer::unchanged(&request));
    }
    let (mut areas, mut report) = composed(entry, &request, sources)?;
    let standing = standing(&base.areas, amends, &request);
    let mut remainders = Vec::new();
    for taken in taken(&standing, &areas).iter().filter(|taken| !is_taken(taken.share)) {
        let mut left = Some(taken.area.region.as_ref().clone());
        for &by in &taken.by {
            left = left.and_then(|region| remaining_region(&region, &areas[by].region));
        }
        let Some(region) = left else { continue };
        let old = taken.area;
        report.remarks.push(format!(
            "{} ({}) is cut back to what is left of it: it loses {:.1} % of its ground.",
            old.name,
            old.code_or_id(),
            taken.share * 100.0
        ));
        remainders.push(NewArea { code: old.code.clone(), name: old.name.clone(), inferred: true, region });
    }
    areas.append(&mut remainders);
    let mut content = Content { areas, ..Content::default() };
    if let Some(changes) = &entry.changes {
        let gone =
            |area: &AreaVersion| taken(&[area], &content.areas).iter().any(|taken| is_taken(taken.share));
        for area in standing.iter().filter(|area| !gone(area)) {
            if let Some(text) = announced(changes, sources, area, from)? {
                report.remarks.push(format!("{} ({}) is marked: {text}.", area.name, area.code_or_id()));
                content.notes.push((area.id.clone(), Note { from: Some(from), text }));
            }
        }
    }
    layer::write(store, &request, fingerprint, content, report)
}

/// The new areas, joined from the small ones.
fn composed(
    entry: &Compose,
    request: &crate::import::EditionRequest,
    sources: &Sources,
) -> Result<(Vec<NewArea>, Report), ImportError> {
    let file = sources.file(&entry.from_file)?;
    let mut groups: BTreeMap<Group, Vec<Region<Bng>>> = BTreeMap::new();
    let mut report = Report::default();
    for area in &entry.area {
        let import = LayerImport {
            edition: request.clone(),
            files: vec![file.clone()],
            code: Some(entry.from_code.clone()),
            name: None,
            crs: None,
            table: None,
            only: Some((entry.from_group.clone(), area.groups.clone())),
        };
        let (members, read) = layer::read(&import)?;
        report.remarks.push(format!(
            "{} is put together from {} small areas of {} districts, as announced: an inference, not a published boundary.",
            area.name,
            members.len(),
            area.groups.len()
        ));
        report.files = read.files;
        (report.layer, report.edition) = (read.layer, read.edition);
        let group = Group { code: area.code.clone(), name: area.name.clone() };
        groups.entry(group).or_default().extend(members.into_iter().map(|member| member.region));
    }
    let areas: Result<Vec<NewArea>, ImportError> = groups
        .into_iter()
        .map(|(group, regions)| {
            let region = dissolve(&regions).map_err(|error| ImportError::Compose {
                layer: request.layer.clone(),
                area: group.name.clone(),
                reason: error.to_string(),
            })?;
            Ok(NewArea { code: group.code, name: group.name, inferred: true, region })
        })
        .collect();
    Ok((areas?, report))
}

/// What an announcement says of an area that is not drawn as it says.
fn announced(
    changes: &Changes,
    sources: &Sources,
    area: &AreaVersion,
    from: jiff::civil::Date,
) -> Result<Option<String>, ImportError> {
    let file = sources.file(&changes.file)?;
    let table = table::read(&file)?;
    let day = table.column(&file, &changes.from, "day of the change")?;
    let name = plain(&area.name);
    for column in &changes.named_in {
        let column = table.column(&file, column, "areas named")?;
        for row in &table.rows {
            let same_day = row.get(day).is_some_and(|text| text.trim() == from.to_string());
            if same_day && row.get(column).is_some_and(|text| names(&plain(text), &name)) {
                return Ok(Some(format!("changed {from}, not drawn here")));
            }
        }
    }
    Ok(None)
}

/// Words in lower case, "ICB" written out, everything but letters one space.
fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join(" ").replace("integrated care board", "icb")
}

/// Whether a text names an area: all its words in their order, standing alone.
fn names(text: &str, name: &str) -> bool {
    format!(" {text} ").contains(&format!(" {name} "))
}

fn fingerprint(
    entry: &Compose,
    request: &crate::import::EditionRequest,
    sources: &Sources,
    base: &crate::atlas::LayerContents,
) -> Result<String, ImportError> {
    let mut hasher = blake3::Hasher::new();
    let edition = serde_json::to_vec(request).unwrap_or_default();
    let areas: Vec<String> =
        entry.area.iter().map(|area| format!("{:?} {} {:?}", area.code, area.name, area.groups)).collect();
    let options = format!("{} {} {:?} {:?}", entry.from_code, entry.from_group, areas, entry.changes);
    let amended: Vec<&str> = base
        .editions
        .iter()
        .filter(|state| Some(&state.edition.id) == request.amends.as_ref())
        .map(|state| state.edition.reference.as_str())
        .collect();
    let amended = amended.join(" ");
    for part in [PIPELINE_VERSION.as_bytes(), b"compose", &edition, options.as_bytes(), amended.as_bytes()] {
        hasher.update(part).update(&[0]);
    }
    layer::hash_file(&mut hasher, &sources.file(&entry.from_file)?)?;
    if let Some(changes) = &entry.changes {
        layer::hash_file(&mut hasher, &sources.file(&changes.file)?)?;
    }
    Ok(hasher.finalize().to_hex().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_announcement_names_an_area_whatever_its_commas_and_abbreviations() {
        let text = plain(
            "NHS Bedfordshire Luton and Milton Keynes ICB; the Hertfordshire part of NHS Hertfordshire and West Essex ICB",
        );
        assert!(names(&text, &plain("NHS Bedfordshire, Luton and Milton Keynes Integrated Care Board")));
        assert!(names(&text, &plain("NHS Hertfordshire and West Essex Integrated Care Board")));
        assert!(!names(&text, &plain("NHS Essex Integrated Care Board")));
    }
}
