//! How a sheet is told.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;

use super::reading::Read;
use crate::{
    asset::PlacedBy,
    geometry::to_degrees,
    import::assets::{AssetField, RefusedRow},
};

/// Rows that are told at most.
const MOST_ROWS: usize = 20_000;
/// Cells of a column that are shown.
const SAMPLE: usize = 3;
/// How much of a cell is shown, in characters.
const MOST_CELL_CHARS: usize = 500;

/// A sheet that was looked at. Nothing of it is kept.
#[derive(Serialize, ToSchema)]
pub(super) struct SheetBody {
    /// The list that it would be published as.
    #[schema(example = "sheet-village-halls-2026")]
    list: String,
    /// Whether that list is there already, and would be replaced.
    replaces: bool,
    /// Its columns, and what each is taken to hold.
    columns: Vec<ColumnBody>,
    /// Every field that a column can hold.
    fields: Vec<&'static str>,
    /// How many rows it has.
    total: usize,
    /// How many of them can be published.
    good: usize,
    /// How many cannot.
    bad: usize,
    /// How many of the good ones have no place on the map.
    unplaced: usize,
    /// How many are assets that the list has already, by their `patchwork_id`.
    known: usize,
    /// Its rows, at most 20,000.
    rows: Vec<RowBody>,
    /// Words that are no kind, each with the number of rows that have it.
    unknown_kinds: BTreeMap<String, usize>,
    /// What else there is to say, in sentences.
    remarks: Vec<String>,
}

/// A column of a sheet.
#[derive(Serialize, ToSchema)]
pub(super) struct ColumnBody {
    /// Its name, or its number from 1 where the sheet has no names.
    name: String,
    /// The field that it is taken to hold; null for one that is not used.
    #[schema(example = "postcode")]
    field: Option<&'static str>,
    /// What stands in its first rows.
    sample: Vec<String>,
}

/// A row of a sheet.
#[derive(Serialize, ToSchema)]
pub(super) struct RowBody {
    /// Its number, as the spreadsheet counts.
    row: usize,
    /// Its cells.
    cells: Vec<String>,
    /// The asset that it becomes; null where something is wrong.
    asset: Option<RowAsset>,
    /// What is wrong with it.
    problems: Vec<RowProblem>,
}

/// What a row becomes.
#[derive(Serialize, ToSchema)]
pub(super) struct RowAsset {
    /// Its permanent name.
    id: String,
    /// Whether the list has it already.
    known: bool,
    /// Its name for people.
    name: String,
    /// What it is.
    kind: String,
    /// Degrees east; null when it has no place.
    lon: Option<f64>,
    /// Degrees north; null when it has no place.
    lat: Option<f64>,
    /// `given` by the sheet, or the point of its `postcode`.
    placed_by: Option<&'static str>,
    /// Why it has no place, or what its place is worth.
    note: Option<String>,
    /// Whether a way to reach it is kept from the public until it is confirmed.
    held_back: bool,
}

/// What is wrong with a row.
#[derive(Serialize, ToSchema)]
pub(super) struct RowProblem {
    /// The column.
    column: Option<String>,
    /// The field.
    field: Option<String>,
    /// What is wrong, and what would be right.
    reason: String,
}

impl RowProblem {
    /// Tells what is wrong with a row.
    pub fn of(refused: &RefusedRow) -> Self {
        Self { column: refused.column.clone(), field: refused.field.clone(), reason: refused.reason.clone() }
    }
}

impl SheetBody {
    /// Tells of a sheet; `known` are the permanent names that its list has already.
    pub fn of(read: &Read, list: &str, known: &dyn Fn(&str) -> bool, replaces: bool) -> Self {
        let Read { sheet, layout, made } = read;
        let field_of = |position: usize| {
            let found = layout.iter().find(|(_, columns)| columns.contains(&position));
            found.map(|(field, _)| field.as_str())
        };
        let columns = (0..sheet.width()).map(|position| ColumnBody {
            name: sheet.called(position),
            field: field_of(position),
            sample: sheet
                .rows
                .iter()
                .filter_map(|row| row.cells.get(position).filter(|cell| !cell.trim().is_empty()))
                .take(SAMPLE)
                .map(|cell| shown(cell))
                .collect(),
        });
        let mut problems: BTreeMap<usize, Vec<RowProblem>> = BTreeMap::new();
        for refused in &made.refused {
            problems.entry(refused.row).or_default().push(RowProblem::of(refused));
        }
        let bad = problems.len();
        let good: BTreeMap<usize, _> = made.rows.iter().map(|(number, row)| (*number, row)).collect();
        let rows = sheet.rows.iter().take(MOST_ROWS).map(|row| RowBody {
            row: row.row,
            cells: row.cells.iter().map(|cell| shown(cell)).collect(),
            asset: good.get(&row.row).map(|made| {
                let asset = &made.asset;
                let degrees = asset.site.as_ref().and_then(|site| {
                    let point = site.point();
                    to_degrees(point.x, point.y).ok()
                });
                let note = match &made.unplaced {
                    Some((why, text)) if text.is_empty() => Some(why.in_words().to_owned()),
                    Some((why, text)) => Some(format!("{}: {text}", why.in_words())),
                    None if made.postcode_ended => Some("its postcode is no longer in use".to_owned()),
                    None => None,
                };
                RowAsset {
                    id: asset.id.to_string(),
                    known: known(asset.id.as_str()),
                    name: asset.name.clone(),
                    kind: asset.kind.to_string(),
                    lon: degrees.map(|[lon, _]| lon),
                    lat: degrees.map(|[_, lat]| lat),
                    placed_by: asset.placed_by.map(PlacedBy::as_str),
                    note,
                    held_back: asset.contact.is_held_back(),
                }
            }),
            problems: problems.remove(&row.row).unwrap_or_default(),
        });
        let rows = rows.collect();
        Self {
            list: list.to_owned(),
            replaces,
            columns: columns.collect(),
            fields: AssetField::NAMES.iter().map(|(name, _)| *name).collect(),
            total: sheet.rows.len(),
            good: made.rows.len(),
            bad,
            unplaced: made.rows.iter().filter(|(_, row)| row.asset.site.is_none()).count(),
            known: made.rows.iter().filter(|(_, row)| known(row.asset.id.as_str())).count(),
            rows,
            unknown_kinds: made.unknown_kinds.iter().cloned().collect(),
            remarks: sheet.remarks.iter().chain(&made.remarks).cloned().collect(),
        }
    }
}

fn shown(cell: &str) -> String {
    cell.chars().take(MOST_CELL_CHARS).collect()
}
