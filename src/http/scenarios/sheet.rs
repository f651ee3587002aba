//! A sheet of two columns, looked at: what it assigns to what, and what is wrong with which row. Nothing is kept.

use std::path::Path;

use axum::{
    Json,
    extract::{Request, State},
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    MOST_SHEET_BYTES,
    body::{AssignmentBody, assignment_body},
};
use crate::{
    http::{
        ApiError, AppState,
        cited::{Cited, ReleaseBody},
        problem::{Problems, Unusable},
        question::{Asked, Nothing},
        sent,
        snapshot::Snapshot,
    },
    import::{
        ImportError,
        scenarios::{assign_sheet, read_sheet},
    },
    scenario::{Scenario, ScenarioId},
};

pub(super) fn router() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(look_at_table))
}

/// Rows that are told of at most; all are counted.
const MOST_PROBLEMS: usize = 1_000;

/// What a sheet says.
#[derive(Serialize, ToSchema)]
pub(super) struct TableBody {
    /// The columns that it was read from.
    columns: ColumnsBody,
    /// Which component goes to which area.
    assignment: AssignmentBody,
    /// What is wrong, by row: the first thousand.
    problems: Vec<SheetProblemBody>,
    /// How many problems there are.
    problem_count: usize,
    /// How many rows have a code that is no area's.
    unknown: usize,
    /// The layers that the components are areas of, those of most components first.
    levels: Vec<String>,
    /// The releases that the components are areas of.
    releases: Vec<ReleaseBody>,
    /// What must be shown beside it.
    attribution: Vec<String>,
}

/// The columns that a sheet was read from, by their names, or their numbers where they have none.
#[derive(Serialize, ToSchema)]
struct ColumnsBody {
    /// The column of codes.
    code: String,
    /// The column of areas.
    area: String,
}

/// What is wrong with a row.
#[derive(Serialize, ToSchema)]
struct SheetProblemBody {
    /// The row, from 1; null for what is wrong with the whole.
    row: Option<usize>,
    /// What is wrong.
    text: String,
}

/// Look at a sheet of areas and what they are made of
///
/// The body is CSV or an XLSX workbook of at most 10 MB with two columns: the code of a component (a ward, a district, a small census area), and
/// the name of the area that it goes to. Which layers the codes are of is found out. Nothing is kept.
#[utoipa::path(
    post, path = "/api/scenarios/table", operation_id = "look_at_scenario_table", tag = "Plans",
    request_body(content = String, content_type = "text/csv", description = "CSV, or a workbook as \
        `application/vnd.openxmlformats-officedocument.spreadsheetml.sheet`"),
    responses((status = OK, body = TableBody), Problems, Unusable)
)]
async fn look_at_table(
    State(app): State<AppState>,
    snapshot: Snapshot,
    Asked(Nothing {}): Asked<Nothing>,
    request: Request,
) -> Result<Json<TableBody>, ApiError> {
    let permit = app.admit_sheet()?;
    let bytes = sent::bytes(request, &app, MOST_SHEET_BYTES).await?;
    if bytes.is_empty() {
        return Err(ApiError::Sheet { reason: "there is nothing in it".to_owned() });
    }
    let body = app.compute(move || {
        let _permit = permit;
        told(&snapshot, &bytes)
    });
    body.await.map(Json)
}

fn told(snapshot: &Snapshot, bytes: &[u8]) -> Result<TableBody, ApiError> {
    let refused = |error: ImportError| match error {
        ImportError::Store(error) => ApiError::Store(error),
        other => ApiError::Sheet { reason: other.to_string() },
    };
    let view = snapshot.view();
    let sheet = read_sheet(Path::new("the sheet"), bytes).map_err(refused)?;
    let assigned = assign_sheet(&sheet, &view).map_err(refused)?;
    let id: ScenarioId = "sheet".parse().map_err(ApiError::internal)?;
    let mut scenario = Scenario::named(id, "");
    scenario.assignment = assigned.assignment;
    let mut problems: Vec<SheetProblemBody> = assigned
        .problems
        .into_iter()
        .map(|problem| SheetProblemBody { row: Some(problem.row), text: problem.text })
        .collect();
    problems.extend(view.problems(&scenario).into_iter().map(|problem| SheetProblemBody {
        row: problem.component.map(|component| assigned.rows[component]),
        text: problem.text,
    }));
    problems.sort_by_key(|problem| problem.row);
    let problem_count = problems.len();
    problems.truncate(MOST_PROBLEMS);
    let mut cited = Cited::default();
    for layer in view.layers().filter(|layer| assigned.levels.contains(&layer.layer().id)) {
        layer.editions().iter().for_each(|state| cited.edition(layer, state));
    }
    Ok(TableBody {
        columns: ColumnsBody { code: assigned.code_column, area: assigned.area_column },
        assignment: assignment_body(&view, &scenario.assignment, None),
        problems,
        problem_count,
        unknown: assigned.unknown,
        levels: assigned.levels.iter().map(ToString::to_string).collect(),
        releases: cited.releases(),
        attribution: cited.attribution(),
    })
}
