//! A layer of footprints derived from lists of people: marked, with what each is worth.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use jiff::civil::Date;

use super::{
    EditionRequest, ImportError, Report,
    dissolve::join,
    layer::{self, Content},
    lookup::Group,
};
use crate::{
    atlas::{Atlas, Viewer},
    boundary::{
        LayerRef, Note,
        identity::{Applicant, assign},
    },
    geometry::{Bng, Region},
    people::{FootprintFigures, Membership, Population, by_most_people, correlation},
    store::{Store, read_atlas},
};

/// Raised when a change to the program can give other footprints from the same lists.
const PIPELINE_VERSION: &str = "1";

/// Footprints of the organisations of a membership layer.
#[derive(Debug, Clone)]
pub struct Footprints {
    /// What to write.
    pub edition: EditionRequest,
    /// The membership layer: `LAYER` or `LAYER@EDITION`.
    pub of: LayerRef,
    /// The day on which the lists and their blocks are meant.
    pub on: Date,
}

/// Gives each block to the organisation with most people in it, joins the blocks and writes the edition, or nothing.
///
/// # Errors
/// [`ImportError`] names what is missing; the store is then as it was.
pub fn run(store: &dyn Store, request: &Footprints) -> Result<Report, ImportError> {
    let atlas = read_atlas(store, &Atlas::default())?;
    let view = atlas.view(Viewer::SignedIn);
    let lists = view.membership(&request.of, request.on)?;
    let blocks = view.layer(&lists.blocks, lists.release.period.from().unwrap_or(request.on))?;
    let blocks =
        if blocks.areas().next().is_some() { blocks } else { view.layer(&lists.blocks, request.on)? };
    let residents = view.residents_of(&lists.blocks.layer);
    let fingerprint = fingerprint(request, lists, blocks.layer.stamp(), residents);
    let edition = &request.edition;
    if store.fingerprint(&edition.layer, &edition.edition)?.as_ref() == Some(&fingerprint) {
        return Ok(layer::unchanged(edition));
    }
    let derived = by_most_people(lists, residents.map(AsRef::as_ref));
    let mut groups: BTreeMap<Group, Vec<&Region<Bng>>> = BTreeMap::new();
    let ground: HashMap<&str, &Region<Bng>> =
        blocks.areas().map(|area| (area.version.code_or_id(), area.version.region.as_ref())).collect();
    let mut without_ground = 0;
    for (code, organisation) in &derived.of_block {
        let organisation = &lists.organisations[*organisation as usize];
        let group = Group { code: Some(organisation.code.clone()), name: organisation.name.clone() };
        match ground.get(code.as_str()) {
            Some(&region) => groups.entry(group).or_default().push(region),
            None => without_ground += 1,
        }
    }
    let mut areas = join(groups, edition)?;
    for area in &mut areas {
        area.inferred = true;
    }
    let known = store.known_areas(&edition.layer)?;
    let applicants: Vec<Applicant<'_>> =
        areas.iter().map(|area| Applicant { code: area.code.as_deref(), name: &area.name }).collect();
    let ids = assign(&edition.layer, &known, &applicants);
    let notes = ids.into_iter().zip(&areas).filter_map(|(id, area)| {
        let at = lists.organisation(area.code.as_deref()?)?;
        Some((id, Note { from: None, text: in_words(lists, &derived.figures[at as usize]) }))
    });
    let notes = notes.collect();
    let mut report = Report {
        layer: edition.layer.to_string(),
        edition: edition.edition.to_string(),
        ..Report::default()
    };
    let scope = lists.scope.as_deref().map_or_else(String::new, |scope| format!(" ({scope})"));
    report.remarks.push(format!(
        "derived from the lists of {}{scope} by most {}: {} blocks to {} of {} organisations; {} without a majority, {} ties given to the lower code, {without_ground} without ground",
        request.of,
        lists.weight,
        derived.of_block.len(),
        areas.len(),
        lists.organisations.len(),
        derived.without_majority,
        derived.ties
    ));
    if let (Some(residents), Some(r)) = (residents, correlation(&derived)) {
        report.remarks.push(format!(
            "list size and residents of the footprint ({}@{} {}) correlate with r = {r:.6}",
            residents.weight, residents.blocks.layer, residents.release.edition
        ));
    }
    layer::write(store, edition, fingerprint, Content { areas, notes, ..Content::default() }, report)
}

fn in_words(lists: &Membership, figures: &FootprintFigures) -> String {
    let percent =
        |share: Option<f64>| share.map_or_else(|| "–".to_owned(), |share| format!("{:.1} %", share * 100.0));
    let ratio = figures
        .list_to_residents()
        .map_or_else(String::new, |ratio| format!("; list to residents {ratio:.2}"));
    let scope = lists.scope.as_ref().map_or_else(String::new, |scope| format!(" Lists of {scope} only."));
    format!(
        "Derived from {} lists by most {} in each small area, not a published boundary. {} of this list live inside; of those on these lists who live inside {} are on this one{ratio}; no majority in {} of {} areas.{scope}",
        lists.layer.singular,
        lists.weight,
        percent(figures.list_inside()),
        percent(figures.registered_share()),
        figures.without_majority,
        figures.blocks,
    )
}

fn fingerprint(
    request: &Footprints,
    lists: &Membership,
    blocks: &str,
    residents: Option<&Arc<Population>>,
) -> String {
    let mut hasher = blake3::Hasher::new();
    let edition = serde_json::to_vec(&request.edition).unwrap_or_default();
    let residents = residents.map_or("", |population| population.release.reference.as_str());
    let options = format!("{} {}", request.of, request.on);
    for part in [PIPELINE_VERSION, "footprints", &options, &lists.release.reference, blocks, residents] {
        hasher.update(part.as_bytes()).update(&[0]);
    }
    hasher.update(&edition);
    hasher.finalize().to_hex().to_string()
}
