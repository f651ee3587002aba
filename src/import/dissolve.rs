//! A new layer by joining areas of another: police forces from districts, boards from small census areas.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use jiff::civil::Date;
use rayon::prelude::*;

use super::{
    EditionRequest, ImportError, Report,
    kinship::{InForce, Kinship},
    layer::{self, Content},
    lookup::{self, Group},
};
use crate::{
    atlas::LayerAtlas,
    boundary::LayerRef,
    geometry::{Bng, Region, dissolve},
    store::{NewArea, Store},
};

/// Raised when a change to the program can give other areas from the same members.
const PIPELINE_VERSION: &str = "2";

/// How many codes a remark lists.
const LISTED: usize = 8;

/// Areas of one layer to be joined as a table says.
#[derive(Debug, Clone)]
pub struct Dissolve {
    /// What to write.
    pub edition: EditionRequest,
    /// The layer whose areas are joined.
    pub of: LayerRef,
    /// The day on which that layer is meant, when it names no edition.
    pub on: Date,
    /// The table: a row a member.
    pub lookup: PathBuf,
    /// The column that holds the member's code.
    pub member: String,
    /// The column that holds the new area's code.
    pub code: Option<String>,
    /// The column that holds the new area's name.
    pub name: String,
}

/// Joins the areas and writes the edition, or nothing.
///
/// # Errors
/// [`ImportError`] names what is missing; the store is then as it was.
pub fn run(store: &dyn Store, request: &Dissolve) -> Result<Report, ImportError> {
    let members = members(store, &request.of)?;
    let kinship = Kinship::of(store, &request.of.layer)?;
    let fingerprint = fingerprint(request, &members, &kinship)?;
    let edition = &request.edition;
    if store.fingerprint(&edition.layer, &edition.edition)?.as_ref() == Some(&fingerprint) {
        return Ok(layer::unchanged(edition));
    }
    let grouping =
        lookup::grouping(&request.lookup, &request.member, request.code.as_deref(), &request.name)?;
    let areas = || members.in_force(request.of.edition.as_ref(), request.on).map(|area| &area.version);
    let in_force: InForce =
        areas().map(|area| (area.code_or_id().to_lowercase(), area.code_or_id().to_owned())).collect();
    let found = kinship.assign(&grouping, &in_force, request.on);
    let mut groups: BTreeMap<Group, Vec<&Region<Bng>>> = BTreeMap::new();
    let mut left_out = Vec::new();
    for area in areas() {
        match found.groups.get(&area.code_or_id().to_lowercase()) {
            Some(&group) => groups.entry(group.clone()).or_default().push(&area.region),
            None => left_out.push(area.code_or_id().to_owned()),
        }
    }
    if groups.is_empty() {
        let reason = format!(
            "none of its {} members is an area of layer {} in force on {}",
            grouping.members.len(),
            request.of,
            request.on
        );
        return Err(ImportError::Table { file: request.lookup.clone(), reason });
    }
    let mut report = Report {
        layer: edition.layer.to_string(),
        edition: edition.edition.to_string(),
        ..Report::default()
    };
    report.remarks.push(format!(
        "{} areas of {} joined into {}; {} of them are in no row of {}{}; {} of its members are no area of that layer; {} rows are blank.",
        in_force.len(),
        request.of,
        groups.len(),
        left_out.len(),
        file_name(&request.lookup),
        some(&left_out),
        found.unknown,
        grouping.blank_rows
    ));
    if !found.by_kinship.is_empty() {
        report.remarks.push(format!(
            "{} areas are in it under another code, by what is known of their lineage{}.",
            found.by_kinship.len(),
            some(&found.by_kinship)
        ));
    }
    if !found.disputed.is_empty() {
        report.remarks.push(format!(
            "{} areas stand for members of several groups and are left out{}: give each a row of its own.",
            found.disputed.len(),
            some(&found.disputed)
        ));
    }
    let areas = join(groups, edition)?;
    layer::write(store, edition, fingerprint, Content { areas, ..Content::default() }, report)
}

/// The layer whose areas are joined, whoever may see it: an operator works on the store itself.
pub(super) fn members(store: &dyn Store, of: &LayerRef) -> Result<LayerAtlas, ImportError> {
    let stamps = store.stamps()?;
    if !stamps.iter().any(|(id, _)| *id == of.layer) {
        let known = stamps.into_iter().map(|(id, _)| id).collect();
        return Err(crate::atlas::AskError::UnknownLayer { asked: of.layer.to_string(), known }.into());
    }
    let members = LayerAtlas::new(store.read_layer(&of.layer)?);
    if let Some(edition) = &of.edition
        && members.edition(edition).is_none()
    {
        let known = members.editions().iter().map(|state| state.edition.id.clone()).collect();
        return Err(crate::atlas::AskError::UnknownEdition {
            layer: of.layer.clone(),
            asked: edition.clone(),
            known,
        }
        .into());
    }
    Ok(members)
}

/// Joins each group's regions.
pub(super) fn join(
    groups: BTreeMap<Group, Vec<&Region<Bng>>>,
    edition: &EditionRequest,
) -> Result<Vec<NewArea>, ImportError> {
    let groups: Vec<_> = groups.into_iter().collect();
    groups
        .into_par_iter()
        .map(|(group, regions)| {
            let region = dissolve(regions).map_err(|error| ImportError::Compose {
                layer: edition.layer.clone(),
                area: group.name.clone(),
                reason: error.to_string(),
            })?;
            Ok(NewArea { code: group.code, name: group.name, inferred: false, region })
        })
        .collect()
}

fn fingerprint(request: &Dissolve, members: &LayerAtlas, kinship: &Kinship) -> Result<String, ImportError> {
    let mut hasher = blake3::Hasher::new();
    let edition = serde_json::to_vec(&request.edition).unwrap_or_default();
    let options =
        format!("{} {} {:?} {:?} {:?}", request.of, request.on, request.member, request.code, request.name);
    for part in
        [PIPELINE_VERSION.as_bytes(), b"dissolve", &edition, options.as_bytes(), members.stamp().as_bytes()]
    {
        hasher.update(part).update(&[0]);
    }
    for reference in kinship.references() {
        hasher.update(reference.as_bytes()).update(&[0]);
    }
    layer::hash_file(&mut hasher, &request.lookup)?;
    Ok(hasher.finalize().to_hex().to_string())
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

fn some(codes: &[String]) -> String {
    match codes.len() {
        0 => String::new(),
        n if n <= LISTED => format!(" ({})", codes.join(", ")),
        n => format!(" ({} and {} more)", codes[..LISTED].join(", "), n - LISTED),
    }
}
