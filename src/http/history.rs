//! What is known of an area over time.

use axum::{Json, extract::State};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    ApiError, AppState,
    cited::{Cited, ReleaseBody, thank},
    named::escaped,
    problem::Problems,
    question::{Asked, Nothing, Segments, layer_ref, shortened},
    snapshot::Snapshot,
};
use crate::atlas::{AskError, Link, View};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(show_history))
}

/// What is known of an area over time.
#[derive(Debug, Serialize, ToSchema)]
pub struct HistoryBody {
    /// The layer.
    layer: String,
    /// The code or id that was asked about.
    code: String,
    /// Its name, as its last release has it; null where only a table knows it.
    name: Option<String>,
    /// It in every release, oldest first; none where no release here has it.
    versions: Vec<PastVersion>,
    /// What was before it.
    predecessors: Vec<LinkBody>,
    /// What came after it.
    successors: Vec<LinkBody>,
    /// The releases that were used.
    releases: Vec<ReleaseBody>,
    /// What must be shown beside the answer.
    attribution: Vec<String>,
}

/// An area as a release has it.
#[derive(Debug, Serialize, ToSchema)]
struct PastVersion {
    /// The release.
    edition: String,
    /// Its code there, if it has one.
    code: Option<String>,
    /// Its name there.
    name: String,
    /// Its first day; null when open.
    from: Option<Date>,
    /// The first day no longer in force; null when open.
    until: Option<Date>,
    /// Who published it.
    source: Option<String>,
}

/// An area before or after another.
#[derive(Debug, Serialize, ToSchema)]
struct LinkBody {
    /// Its layer.
    layer: String,
    /// Its code, or its id where it has none.
    code: String,
    /// Its name, where it is known.
    name: Option<String>,
    /// The first day of what came after; null where nobody says.
    day: Option<Date>,
    /// `renamed`, `recoded`, `merged`, `split` or `boundary-changed`.
    kind: &'static str,
    /// How much of the ground of the area asked about it has; null where one of them is not drawn here.
    share: Option<f64>,
    /// Whether no table says so, and it was found from the ground.
    inferred: bool,
    /// The table that says so, by its reference.
    source: Option<String>,
    /// The path of its own history.
    url: String,
}

/// Who came before and after an area
///
/// Its versions in every release, and what was before and came after it: as tables of lineage say, and where none does, as the ground tells
/// (`inferred`). An area that only a table knows has no versions.
#[utoipa::path(
    get, path = "/api/areas/{layer}/{code}/history", operation_id = "area_history", tag = "Questions",
    params(("layer" = String, Path, description = "`LAYER`"), ("code" = String, Path, description = "The area's code or id; case does not matter")),
    responses((status = OK, body = HistoryBody), Problems)
)]
async fn show_history(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Segments((layer, code)): Segments<(String, String)>,
    Asked(Nothing {}): Asked<Nothing>,
) -> Result<Json<HistoryBody>, ApiError> {
    app.compute(move || history_answer(&snapshot.view(), &layer, &code).map(Json)).await
}

/// An area's history as the API tells it.
///
/// # Errors
/// [`ApiError::Ask`] for a layer that is not there, and for a code that neither a release nor a table knows.
pub fn history_answer(view: &View<'_>, layer: &str, code: &str) -> Result<HistoryBody, ApiError> {
    let asked = layer_ref(layer)?;
    let known = || view.layers().map(|layer| layer.layer().id.clone()).collect();
    let of = view
        .layers()
        .find(|one| one.layer().id == asked.layer)
        .ok_or_else(|| AskError::UnknownLayer { asked: asked.layer.to_string(), known: known() })?;
    let history = view.history(of, code);
    if history.versions.is_empty() && history.before.is_empty() && history.after.is_empty() {
        return Err(AskError::UnknownArea { layer: asked.layer.clone(), asked: shortened(code) }.into());
    }
    let mut cited = Cited::default();
    history.versions.iter().for_each(|area| cited.area(of, area));
    let mut attribution = cited.attribution();
    thank(&mut attribution, history.before.iter().chain(&history.after).flat_map(|link| &link.attribution));
    let version = |area: &&crate::atlas::IndexedArea| PastVersion {
        edition: area.version.edition.to_string(),
        code: area.version.code.clone(),
        name: area.version.name.clone(),
        from: area.version.period.from(),
        until: area.version.period.until(),
        source: of
            .edition(&area.version.edition)
            .and_then(|state| state.edition.provenance.publisher.clone()),
    };
    let link = |link: &Link| LinkBody {
        layer: asked.layer.to_string(),
        code: link.code.clone(),
        name: link.name.clone(),
        day: link.day,
        kind: link.change.as_str(),
        share: link.share.map(|share| (share * 10_000.0).round() / 10_000.0),
        inferred: link.inferred,
        source: link.source.clone(),
        url: format!("/api/areas/{}/{}/history", escaped(asked.layer.as_str()), escaped(&link.code)),
    };
    Ok(HistoryBody {
        layer: asked.layer.to_string(),
        code: code.to_owned(),
        name: history.versions.last().map(|area| area.version.name.clone()),
        versions: history.versions.iter().map(version).collect(),
        predecessors: history.before.iter().map(link).collect(),
        successors: history.after.iter().map(link).collect(),
        releases: cited.releases(),
        attribution,
    })
}
