//! Which columns of a list hold what: as it is told, else as the columns' names suggest.

use std::collections::BTreeMap;

use super::{AssetField, Sheet, field::plain};
use crate::import::ImportError;

/// The columns of each field, by position, in the order in which they are put together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout(BTreeMap<AssetField, Vec<usize>>);

/// What was told of the columns: the same field named again adds a column.
pub type ColumnMap = Vec<(AssetField, String)>;

impl Layout {
    /// The layout of a sheet: what `map` says of it, and for fields that it does not speak of, columns known by name.
    ///
    /// # Errors
    /// [`ImportError::MissingColumn`] when `map` names a column that is not there.
    pub fn of(sheet: &Sheet, map: &[(AssetField, String)]) -> Result<Self, ImportError> {
        let mut layout = Self::guessed(sheet);
        for (field, _) in map {
            layout.0.remove(field);
        }
        for (field, asked) in map {
            let columns = layout.0.entry(*field).or_default();
            for position in columns_of(sheet, asked)? {
                if !columns.contains(&position) {
                    columns.push(position);
                }
            }
        }
        Ok(layout)
    }

    /// The columns that are known by name. A column holds one field, the one for which it is known best.
    #[must_use]
    pub fn guessed(sheet: &Sheet) -> Self {
        let names: Vec<String> = sheet.columns.iter().map(|column| plain(column)).collect();
        let mut found: Vec<(usize, AssetField, usize)> = Vec::new();
        for (_, field) in AssetField::NAMES {
            for (rank, known) in field.known().iter().enumerate() {
                if let Some(position) = names.iter().position(|name| name == known) {
                    found.push((rank, *field, position));
                }
            }
        }
        let mut layout = Self::default();
        for (_, field, position) in &found {
            let columns = layout.0.entry(*field).or_default();
            if (columns.is_empty() || field.may_be_several()) && !columns.contains(position) {
                columns.push(*position);
            }
        }
        // "Address" says all of it; the street and the town beside it would say it twice.
        if let Some(columns) = layout.0.get_mut(&AssetField::Address)
            && columns
                .first()
                .is_some_and(|&first| ["address", "fulladdress"].contains(&names[first].as_str()))
        {
            columns.truncate(1);
        }
        layout
    }

    /// The columns of a field.
    #[must_use]
    pub fn columns(&self, field: AssetField) -> &[usize] {
        self.0.get(&field).map_or(&[], Vec::as_slice)
    }

    /// The first column of a field.
    #[must_use]
    pub fn column(&self, field: AssetField) -> Option<usize> {
        self.columns(field).first().copied()
    }

    /// Every field that has a column, with its columns.
    pub fn iter(&self) -> impl Iterator<Item = (AssetField, &[usize])> {
        self.0.iter().map(|(field, columns)| (*field, columns.as_slice()))
    }
}

/// One column, or several joined by `+` where no column is called so.
fn columns_of(sheet: &Sheet, asked: &str) -> Result<Vec<usize>, ImportError> {
    let purpose = "assets; say which it is with --map FIELD=COL";
    match sheet.column(asked, purpose) {
        Ok(column) => Ok(vec![column]),
        Err(_) if asked.contains('+') => {
            asked.split('+').map(|part| sheet.column(part.trim(), purpose)).collect()
        }
        Err(missing) => Err(missing),
    }
}
