//! From the rows of a sheet to assets, each by itself; then to a list, in which no two have the same name.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashSet},
};

use super::{AssetField, Layout, Places, RefusedRow, Row, Rules, Sheet, names, row};
use crate::{asset::ListId, import::ImportError};

/// What the rows of a sheet became.
#[derive(Debug, Clone, Default)]
pub struct Made {
    /// The assets of the good rows, in the order of the sheet, each with its row's number.
    pub rows: Vec<(usize, Row)>,
    /// What is wrong with the others.
    pub refused: Vec<RefusedRow>,
    /// Rows that are no assets of the list.
    pub left_out: usize,
    /// Words that are no kind, and how many rows have them.
    pub unknown_kinds: Vec<(String, usize)>,
    /// What else there is to say, in sentences.
    pub remarks: Vec<String>,
}

/// Makes assets of the rows of a sheet.
///
/// # Errors
/// [`ImportError`] when a column that was named is not there, or a kind; what is wrong with rows is in the answer.
pub fn make(
    sheet: &Sheet,
    rules: &Rules,
    list: &ListId,
    places: &Places,
    only: Option<&(String, Vec<String>)>,
) -> Result<Made, ImportError> {
    rules.check(sheet)?;
    let layout = Layout::of(sheet, &rules.map)?;
    let only = only
        .map(|(column, values)| Ok::<_, ImportError>((sheet.column(column, "choice of rows")?, values)))
        .transpose()?;
    let ignored = RefCell::default();
    let reader = row::Reader { sheet, layout: &layout, rules, places, ignored: &ignored };
    let mut made = Made::default();
    let mut unknown: BTreeMap<String, usize> = BTreeMap::new();
    let mut rows: Vec<(usize, Row)> = Vec::new();
    for row in &sheet.rows {
        let wanted = only.as_ref().is_none_or(|(column, values)| {
            row.cells.get(*column).is_some_and(|cell| values.iter().any(|value| value == cell.trim()))
        });
        if !wanted || !rules.takes(row) {
            made.left_out += 1;
            continue;
        }
        match reader.read(row) {
            Ok(read) => rows.push((row.row, read)),
            Err(faults) => {
                let name = layout
                    .column(AssetField::Name)
                    .and_then(|column| row.cells.get(column))
                    .map(|name| name.trim().chars().take(80).collect::<String>())
                    .filter(|name| !name.is_empty());
                for fault in faults {
                    if let Some(word) = &fault.unknown_kind {
                        *unknown.entry(word.clone()).or_default() += 1;
                    }
                    made.refused.push(RefusedRow {
                        row: row.row,
                        name: name.clone(),
                        column: fault.column.map(|column| sheet.called(column)),
                        field: fault.field.map(|field| field.as_str().to_owned()),
                        reason: fault.reason,
                    });
                }
            }
        }
    }
    let numbers: Vec<usize> = rows.iter().map(|(number, _)| *number).collect();
    let mut only_rows: Vec<Row> = rows.into_iter().map(|(_, row)| row).collect();
    let (repeats, numbered) = names::assign(list, &mut only_rows);
    let is_repeat: HashSet<usize> = repeats.iter().map(|(position, _)| *position).collect();
    for (position, first) in repeats {
        let column = layout.column(AssetField::PatchworkId).map(|column| sheet.called(column));
        made.refused.push(RefusedRow {
            row: numbers[position],
            name: Some(only_rows[position].asset.name.clone()),
            column,
            field: Some(AssetField::PatchworkId.as_str().to_owned()),
            reason: format!(
                "row {} has the same permanent name: leave it blank for a new asset",
                numbers[first]
            ),
        });
    }
    if numbered > 0 {
        made.remarks
            .push(format!("{numbered} rows have a source id that another row has, too; they are numbered."));
    }
    let nameless = only_rows.iter().filter(|row| row.nameless).count();
    if nameless > 0 {
        made.remarks.push(format!("{nameless} have no name and are called by their kind."));
    }
    let repaired = only_rows.iter().filter(|row| row.repaired).count();
    if repaired > 0 {
        made.remarks.push(format!("The ground of {repaired} was not valid and has been repaired."));
    }
    for (column, count) in ignored.into_inner() {
        made.remarks.push(format!(
            "Column “{}”: {count} of its values are not understood and left out.",
            sheet.called(column)
        ));
    }
    let rows = numbers.into_iter().zip(only_rows).enumerate();
    made.rows = rows.filter(|(position, _)| !is_repeat.contains(position)).map(|(_, row)| row).collect();
    made.refused.sort_by_key(|refused| refused.row);
    made.unknown_kinds = unknown.into_iter().collect();
    Ok(made)
}
