//! A sheet of two columns: the codes of components, and the names of the areas that they go to.

use std::{
    collections::{HashMap, HashSet},
    path::Path,
};

use super::{columns, components::area_of};
use crate::{
    atlas::{LayerAtlas, Unfound, View, find_component},
    boundary::{LayerId, LayerRef},
    import::{
        ImportError,
        assets::{Header, Sheet, read_bytes},
    },
    scenario::{Assigned, Assignment, Confidence},
};

/// The most rows that are read.
const MOST_ROWS: usize = 200_000;
/// Rows by which columns are told apart.
const LOOKED_AT: usize = 2_000;
/// The most columns that are looked at.
const MOST_COLUMNS: usize = 40;

/// A sheet as it is written.
#[derive(Debug)]
pub struct TwoColumns {
    sheet: Sheet,
}

/// What a sheet says.
#[derive(Debug, Clone)]
pub struct SheetAssignment {
    /// The column with the codes, by its name, or its number where it has none.
    pub code_column: String,
    /// The column with the areas.
    pub area_column: String,
    /// What goes where.
    pub assignment: Assignment,
    /// The row of each component.
    pub rows: Vec<usize>,
    /// What is wrong, by row.
    pub problems: Vec<RowProblem>,
    /// Rows whose code is no area's.
    pub unknown: usize,
    /// The layers that the components are of, most of them first.
    pub levels: Vec<LayerId>,
}

/// Something that is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// The row, from 1.
    pub row: usize,
    /// What is wrong.
    pub text: String,
}

/// Reads text or a workbook; `file` is only what a message calls it.
///
/// # Errors
/// [`ImportError`] names what is wrong with it.
pub fn read_sheet(file: &Path, bytes: &[u8]) -> Result<TwoColumns, ImportError> {
    let sheet = read_bytes(file, bytes, None, &Header::Asked(vec!["1".to_owned(), "2".to_owned()]))?;
    if sheet.rows.len() > MOST_ROWS {
        let reason = format!("it has more than {MOST_ROWS} rows: divide it");
        return Err(ImportError::Table { file: file.to_path_buf(), reason });
    }
    Ok(TwoColumns { sheet })
}

impl TwoColumns {
    /// Everything in it that may be a code, in lower case.
    #[must_use]
    pub fn possible_codes(&self) -> HashSet<String> {
        let cells = self.sheet.rows.iter().flat_map(|row| row.cells.iter().take(MOST_COLUMNS));
        cells.map(|cell| cell.trim().to_lowercase()).filter(|cell| !cell.is_empty()).collect()
    }

    fn cell(&self, row: usize, column: usize) -> &str {
        self.sheet.rows[row].cells.get(column).map_or("", |cell| cell.trim())
    }

    /// The columns of codes and of areas, and whether the first row names them.
    fn columns(&self, is_code: impl Fn(&str) -> bool) -> Option<(usize, usize, bool)> {
        let first = self.sheet.rows.first()?;
        let width =
            self.sheet.rows.iter().take(LOOKED_AT).map(|row| row.cells.len()).max()?.min(MOST_COLUMNS);
        let codes = |column: usize| {
            (0..self.sheet.rows.len().min(LOOKED_AT)).filter(|&row| is_code(self.cell(row, column))).count()
        };
        let names: Vec<String> = first.cells.iter().map(|cell| cell.trim().to_owned()).collect();
        // Of equals the first.
        let most = (0..width).rev().max_by_key(|&column| codes(column)).filter(|&column| codes(column) > 0);
        let code = most.or_else(|| columns::position(&names, columns::CODE)).unwrap_or(0);
        let headed = columns::position(&names, columns::AREA).filter(|&column| column != code);
        let area =
            headed.or_else(|| (code + 1 < width).then_some(code + 1)).or_else(|| code.checked_sub(1))?;
        let has_digits = |text: &str| text.chars().any(|c| c.is_ascii_digit());
        let is_header = headed.is_some() || (!is_code(self.cell(0, code)) && !has_digits(self.cell(0, code)));
        Some((code, area, is_header))
    }
}

/// Says what a sheet assigns to what. A code goes to the layer in which most of the sheet's codes are found; what is in none is
/// told by its row.
///
/// # Errors
/// [`ImportError::Table`] for a sheet without two columns.
pub fn assign_sheet(sheet: &TwoColumns, view: &View<'_>) -> Result<SheetAssignment, ImportError> {
    let fault =
        |reason: &str| ImportError::Table { file: sheet.sheet.file.clone(), reason: reason.to_owned() };
    let layers: Vec<&LayerAtlas> = view.layers().collect();
    let is_code =
        |text: &str| !text.is_empty() && layers.iter().any(|layer| !layer.versions(text).is_empty());
    let (code, area, is_header) = sheet
        .columns(is_code)
        .ok_or_else(|| fault("it needs two columns: codes, and the areas that they go to"))?;
    let start = usize::from(is_header);
    let rows = start..sheet.sheet.rows.len();
    let ranked = ranked(&layers, rows.clone().map(|row| sheet.cell(row, code)));
    let mut said = SheetAssignment {
        code_column: called(sheet, code, is_header),
        area_column: called(sheet, area, is_header),
        assignment: Assignment::default(),
        rows: Vec::new(),
        problems: Vec::new(),
        unknown: 0,
        levels: Vec::new(),
    };
    let mut levels: HashMap<LayerId, usize> = HashMap::new();
    let mut seen: HashMap<(LayerId, String), usize> = HashMap::new();
    for at in rows {
        let (row, code) = (sheet.sheet.rows[at].row, sheet.cell(at, code));
        let name = Some(sheet.cell(at, area)).filter(|name| !name.is_empty());
        if code.is_empty() {
            if name.is_some() {
                said.problems.push(RowProblem { row, text: "there is no code in it".to_owned() });
            }
            continue;
        }
        let found = match found(&ranked, code) {
            Ok(found) => found,
            Err(text) => {
                said.unknown += 1;
                said.problems.push(RowProblem { row, text });
                continue;
            }
        };
        let key = (found.0.clone(), found.1.to_lowercase());
        if let Some(before) = seen.insert(key, row) {
            let text = format!("{code} is in row {before} already: a component goes to one area");
            said.problems.push(RowProblem { row, text });
            continue;
        }
        *levels.entry(found.0.clone()).or_default() += 1;
        let area = area_of(name, &mut said.assignment.areas);
        said.assignment.components.push(Assigned {
            layer: LayerRef { layer: found.0, edition: None },
            code: found.1,
            area,
            confidence: Confidence::Stated,
        });
        said.rows.push(row);
    }
    let mut levels: Vec<(LayerId, usize)> = levels.into_iter().collect();
    levels.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    said.levels = levels.into_iter().map(|(layer, _)| layer).collect();
    if said.assignment.components.is_empty() && said.problems.is_empty() {
        return Err(fault("nothing is in it: it needs a column of codes and one of areas"));
    }
    Ok(said)
}

fn called(sheet: &TwoColumns, column: usize, is_header: bool) -> String {
    let name = if is_header { sheet.cell(0, column) } else { "" };
    if name.is_empty() { (column + 1).to_string() } else { name.chars().take(80).collect() }
}

/// The layers that have any of the codes, those that have most of them first; of equals the newest.
fn ranked<'a, 'c>(layers: &[&'a LayerAtlas], codes: impl Iterator<Item = &'c str>) -> Vec<&'a LayerAtlas> {
    let mut counts = vec![0_usize; layers.len()];
    for code in codes.filter(|code| !code.is_empty()) {
        for (count, layer) in counts.iter_mut().zip(layers) {
            *count += usize::from(!layer.versions(code).is_empty());
        }
    }
    let newest = |layer: &LayerAtlas| layer.editions().iter().filter_map(|state| state.period.from()).max();
    let mut ranked: Vec<(usize, &LayerAtlas)> = counts.into_iter().zip(layers.iter().copied()).collect();
    ranked.retain(|(count, _)| *count > 0);
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| newest(b.1).cmp(&newest(a.1))));
    ranked.into_iter().map(|(_, layer)| layer).collect()
}

/// The layer and code of an area, or why there is none.
fn found(ranked: &[&LayerAtlas], code: &str) -> Result<(LayerId, String), String> {
    let mut otherwise = None;
    for layer in ranked {
        let id = &layer.layer().id;
        let named = LayerRef { layer: id.clone(), edition: None };
        match find_component(|asked| (asked == id).then_some(*layer), &named, code, None) {
            Ok(found) => return Ok((id.clone(), found.area.version.code_or_id().to_owned())),
            Err(why @ Unfound::OtherDays { .. }) => otherwise = otherwise.or(Some(why.to_string())),
            Err(_) => {}
        }
    }
    let code: String = code.chars().take(80).collect();
    Err(otherwise.unwrap_or_else(|| format!("“{code}” is no area of any layer here")))
}
