//! Tables that say which group each area belongs to.

use std::{
    collections::HashMap,
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

use flate2::read::MultiGzDecoder;

use super::{ImportError, format};

/// A table of text, its first line the names of its columns.
pub(super) struct Table {
    pub columns: Vec<String>,
    pub rows: Vec<csv::StringRecord>,
}

/// Reads a CSV file, plain or gzipped, with or without a byte-order mark; Windows-1252 where it is not UTF-8.
pub(super) fn read(file: &Path) -> Result<Table, ImportError> {
    let fault = |reason: String| ImportError::Table { file: file.to_path_buf(), reason };
    let open = File::open(file).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => fault("there is no such file: check the path".to_owned()),
        _ => fault(format!("it cannot be read: {error}")),
    })?;
    let mut bytes = Vec::new();
    let limited = |reader: Box<dyn Read>| reader.take(format::MAX_BYTES);
    limited(Box::new(BufReader::new(open)))
        .read_to_end(&mut bytes)
        .map_err(|error| fault(format!("it cannot be read: {error}")))?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut plain = Vec::new();
        limited(Box::new(MultiGzDecoder::new(&bytes[..])))
            .read_to_end(&mut plain)
            .map_err(|_| fault("the compressed data is cut short: fetch the file again".to_owned()))?;
        bytes = plain;
    }
    // A decoder that finds a byte-order mark obeys it; otherwise the text is UTF-8 if it can be.
    let encoding =
        if std::str::from_utf8(&bytes).is_ok() { encoding_rs::UTF_8 } else { encoding_rs::WINDOWS_1252 };
    let (text, _, _) = encoding.decode(&bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
    let columns: Vec<String> = reader
        .headers()
        .map_err(|error| fault(format!("line 1: {error}")))?
        .iter()
        .map(|column| column.trim().to_owned())
        .collect();
    let rows: Result<Vec<_>, _> = reader.records().collect();
    let rows = rows.map_err(|error| {
        let line = error.position().map_or(0, csv::Position::line);
        fault(format!("line {line}: it has another number of fields than the first line, or is not text"))
    })?;
    if rows.is_empty() { Err(fault("it has no rows".to_owned())) } else { Ok(Table { columns, rows }) }
}

impl Table {
    /// The position of a column.
    pub fn column(&self, file: &Path, asked: &str, purpose: &'static str) -> Result<usize, ImportError> {
        let exact = self.columns.iter().position(|column| column == asked);
        exact
            .or_else(|| self.columns.iter().position(|column| column.eq_ignore_ascii_case(asked)))
            .ok_or_else(|| ImportError::MissingColumn {
                file: file.to_path_buf(),
                column: asked.to_owned(),
                purpose,
                known: self.columns.clone(),
            })
    }
}

/// A group of areas, as a lookup names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Group {
    pub code: Option<String>,
    pub name: String,
}

/// Which group each member belongs to, and what was odd.
pub(super) struct Grouping {
    /// By member code, lower-case.
    pub groups: HashMap<String, Group>,
    /// Rows without a member or a group.
    pub blank_rows: usize,
}

/// Reads which group each member is in.
///
/// # Errors
/// [`ImportError::Table`] names the row where a member is in two groups.
pub(super) fn grouping(
    file: &Path,
    member: &str,
    code: Option<&str>,
    name: &str,
) -> Result<Grouping, ImportError> {
    let table = read(file)?;
    let member = table.column(file, member, "member")?;
    let code = code.map(|code| table.column(file, code, "code")).transpose()?;
    let name = table.column(file, name, "name")?;
    let mut grouping = Grouping { groups: HashMap::new(), blank_rows: 0 };
    for row in &table.rows {
        let field = |index: usize| row.get(index).map(str::trim).filter(|text| !text.is_empty());
        let code = code.and_then(field);
        let (Some(member), Some(name)) = (field(member), field(name).or(code)) else {
            grouping.blank_rows += 1;
            continue;
        };
        let group = Group { code: code.map(str::to_owned), name: name.to_owned() };
        let line = row.position().map_or(0, csv::Position::line);
        match grouping.groups.insert(member.to_lowercase(), group.clone()) {
            Some(before) if before != group => {
                let reason = format!(
                    "line {line}: {member} belongs to “{}” here and to “{}” in an earlier line: a member has one group",
                    group.name, before.name
                );
                return Err(ImportError::Table { file: file.to_path_buf(), reason });
            }
            _ => {}
        }
    }
    Ok(grouping)
}
