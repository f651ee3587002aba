//! Tables of text as their publishers deliver them.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};

use flate2::read::MultiGzDecoder;

use super::ImportError;

/// The largest table that is read, in bytes, unpacked.
const MOST_BYTES: u64 = 1 << 30;
/// The most rows: every postcode that there ever was is 2.7 million.
const MOST_ROWS: usize = 10_000_000;
/// The longest field, in bytes; a longer one is most likely a quote that is never closed.
const MOST_FIELD: usize = 20_000;

/// A table of text.
pub(super) struct Table {
    file: PathBuf,
    /// The names of its columns; none where its first line is a row like the others.
    pub columns: Vec<String>,
    pub rows: Vec<csv::StringRecord>,
}

/// Reads a table whose first line has the names of its columns: CSV or the like, plain or gzipped, with or without a
/// byte-order mark; Windows-1252 where it is not UTF-8.
pub(super) fn read(file: &Path) -> Result<Table, ImportError> {
    read_as(file, |_| true)
}

/// As [`read`]; `is_header` is shown the first line and says whether it has the names of the columns.
pub(super) fn read_as(
    file: &Path,
    is_header: impl FnOnce(&csv::StringRecord) -> bool,
) -> Result<Table, ImportError> {
    read_rows(file, &text(file, &bytes(file)?)?, false, is_header)
}

/// As [`read_as`], of bytes that were read; rows may have another number of fields than the first line.
pub(super) fn read_loose(
    file: &Path,
    bytes: &[u8],
    is_header: impl FnOnce(&csv::StringRecord) -> bool,
) -> Result<Table, ImportError> {
    read_rows(file, &text(file, bytes)?, true, is_header)
}

fn read_rows(
    file: &Path,
    text: &str,
    is_loose: bool,
    is_header: impl FnOnce(&csv::StringRecord) -> bool,
) -> Result<Table, ImportError> {
    let fault = |reason: String| ImportError::Table { file: file.to_path_buf(), reason };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(is_loose)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut records = reader.records().map(|record| {
        let record = record.map_err(|error| {
            let line = error.position().map_or(0, csv::Position::line);
            fault(format!("line {line}: it has another number of fields than the first line, or is not text"))
        })?;
        match record.iter().position(|field| field.len() > MOST_FIELD) {
            None => Ok(record),
            Some(field) => Err(fault(format!(
                "line {}: field {} has more than {MOST_FIELD} bytes; is a quotation mark never closed?",
                row(&record),
                field + 1
            ))),
        }
    });
    let Some(first) = records.next() else { return Err(fault("it is empty".to_owned())) };
    let first = first?;
    let mut rows = Vec::new();
    let columns = if is_header(&first) {
        first.iter().map(|column| column.trim().to_owned()).collect()
    } else {
        rows.push(first);
        Vec::new()
    };
    for record in records {
        rows.push(record?);
        if rows.len() > MOST_ROWS {
            return Err(fault(format!("it has more than {MOST_ROWS} rows: divide it")));
        }
    }
    if rows.is_empty() {
        return Err(fault("it has no rows".to_owned()));
    }
    Ok(Table { file: file.to_path_buf(), columns, rows })
}

/// The whole file, unpacked where it is gzipped.
pub(super) fn bytes(file: &Path) -> Result<Vec<u8>, ImportError> {
    let fault = |reason: String| ImportError::Table { file: file.to_path_buf(), reason };
    let unreadable = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => fault("there is no such file: check the path".to_owned()),
        _ => fault(format!("it cannot be read: {error}")),
    };
    // Before it is opened: opening a pipe waits for somebody to write.
    if !file.metadata().map_err(unreadable)?.is_file() {
        return Err(fault("it is no file".to_owned()));
    }
    let open = File::open(file).map_err(unreadable)?;
    let limited = |reader: &mut dyn Read, refused: &dyn Fn(std::io::Error) -> ImportError| {
        let mut bytes = Vec::new();
        reader.take(MOST_BYTES + 1).read_to_end(&mut bytes).map_err(refused)?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(fault(format!("it holds more than {} MiB: divide it", MOST_BYTES >> 20)));
        }
        Ok(bytes)
    };
    let mut bytes =
        limited(&mut BufReader::new(open), &|error| fault(format!("it cannot be read: {error}")))?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let cut = |_| fault("the compressed data is cut short: fetch the file again".to_owned());
        bytes = limited(&mut MultiGzDecoder::new(&bytes[..]), &cut)?;
    }
    Ok(bytes)
}

/// Bytes as text.
fn text(file: &Path, bytes: &[u8]) -> Result<String, ImportError> {
    let fault = |reason: String| ImportError::Table { file: file.to_path_buf(), reason };
    if bytes.contains(&0) && !bytes.starts_with(&[0xff, 0xfe]) && !bytes.starts_with(&[0xfe, 0xff]) {
        return Err(fault("it is no table of text: save it as CSV".to_owned()));
    }
    // A decoder that finds a byte-order mark obeys it; otherwise the text is UTF-8 if it can be.
    let encoding =
        if std::str::from_utf8(bytes).is_ok() { encoding_rs::UTF_8 } else { encoding_rs::WINDOWS_1252 };
    let (text, _, _) = encoding.decode(bytes);
    // The reader of rows counts a line that ends in two characters one too late, and one that ends in “\r” not at all.
    Ok(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.into_owned() })
}

/// What stands between the fields: whichever of comma, semicolon, tab and “|” the first line has most of outside quotes.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0), (b'|', 0)];
    let mut is_quoted = false;
    for byte in first.bytes() {
        is_quoted ^= byte == b'"';
        for (delimiter, count) in &mut counts {
            *count += usize::from(!is_quoted && byte == *delimiter);
        }
    }
    // The first of equals: a comma where there is nothing to tell by.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(delimiter, _)| delimiter)
}

/// The line of a file that a record starts on, from 1.
pub(super) fn row(record: &csv::StringRecord) -> usize {
    usize::try_from(record.position().map_or(0, csv::Position::line)).unwrap_or(usize::MAX)
}

impl Table {
    /// The position of a column: its name, or its number from 1 where the table has no names.
    pub fn column(&self, file: &Path, asked: &str, purpose: &'static str) -> Result<usize, ImportError> {
        let exact = self.columns.iter().position(|column| column == asked);
        let found =
            exact.or_else(|| self.columns.iter().position(|column| column.eq_ignore_ascii_case(asked)));
        let width = self.rows.first().map_or(0, csv::StringRecord::len);
        let number = || number(asked).filter(|number| self.columns.is_empty() && *number <= width);
        found.or_else(|| Some(number()? - 1)).ok_or_else(|| ImportError::MissingColumn {
            file: file.to_path_buf(),
            column: asked.to_owned(),
            purpose,
            known: if self.columns.is_empty() {
                (1..=width).map(|number| number.to_string()).collect()
            } else {
                self.columns.clone()
            },
        })
    }

    /// What a column is called in a message.
    pub fn called(&self, column: usize) -> String {
        self.columns.get(column).cloned().unwrap_or_else(|| (column + 1).to_string())
    }

    /// The file that it was read from.
    pub fn file(&self) -> &Path {
        &self.file
    }
}

/// A column's number, from 1.
pub(super) fn number(asked: &str) -> Option<usize> {
    asked.parse().ok().filter(|number| (1..=10_000).contains(number))
}

/// Whether the first line has the names of these columns: it has not when they are all numbers and not all names.
pub(super) fn names_columns(first: &csv::StringRecord, asked: &[&str]) -> bool {
    let is_name = |asked: &&&str| first.iter().any(|column| column.trim() == **asked);
    asked.iter().any(|asked| number(asked).is_none()) || asked.iter().filter(is_name).count() == asked.len()
}

/// The text of a field, trimmed; `None` when it is blank or not there.
pub(super) fn field(record: &csv::StringRecord, column: usize) -> Option<&str> {
    record.get(column).map(str::trim).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use std::io::Write;

    fn written(bytes: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    #[rstest]
    #[case::commas(b"code,people\nA,1\n")]
    #[case::semicolons(b"code;people\nA;1\n")]
    #[case::tabs(b"code\tpeople\nA\t1\n")]
    #[case::a_byte_order_mark(b"\xef\xbb\xbfcode,people\r\nA,1\r\n")]
    #[case::commas_in_quotes(b"\"code\";\"people\";\"a,b,c,d\"\nA;1;2\n")]
    fn fields_are_told_apart(#[case] bytes: &[u8]) {
        let file = written(bytes);
        let table = read(file.path()).unwrap();
        assert_eq!(table.columns[..2], ["code", "people"]);
        assert_eq!((field(&table.rows[0], 0), field(&table.rows[0], 1)), (Some("A"), Some("1")));
    }

    #[rstest]
    #[case::as_here("code,people\nA,1\n\"B\nb\",2\nC,3\n")]
    #[case::as_spreadsheets_save_it("code,people\r\nA,1\r\n\"B\r\nb\",2\r\nC,3\r\n")]
    #[case::as_old_ones_did("code,people\rA,1\r\"B\rb\",2\rC,3\r")]
    fn a_row_goes_by_the_line_that_it_starts_on(#[case] text: &str) {
        let file = written(text.as_bytes());
        let lines: Vec<usize> = read(file.path()).unwrap().rows.iter().map(row).collect();
        assert_eq!(lines, [2, 3, 5]);
    }

    #[test]
    fn a_table_in_windows_letters_is_read() {
        let file = written(b"code,name\nA,Caf\xe9\n");
        assert_eq!(field(&read(file.path()).unwrap().rows[0], 1), Some("Café"));
    }

    #[rstest]
    #[case::nothing(b"", "empty")]
    #[case::only_names(b"code,people\n", "no rows")]
    #[case::ragged(b"code,people\nA,1,2\n", "line 2")]
    #[case::a_picture(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "no table of text")]
    #[case::cut_short(b"\x1f\x8b\x08\x00", "cut short")]
    fn what_is_no_table_is_refused(#[case] bytes: &[u8], #[case] reason: &str) {
        let file = written(bytes);
        let error = read(file.path()).err().unwrap().to_string();
        assert!(error.contains(reason), "{error}");
    }

    #[test]
    fn columns_without_names_are_numbered_from_one() {
        let file = written(b"A,1\nB,2\n");
        let table = read_as(file.path(), |first| names_columns(first, &["1", "2"])).unwrap();
        assert_eq!(table.rows.len(), 2);
        assert_eq!(table.column(file.path(), "2", "value").unwrap(), 1);
        let error = table.column(file.path(), "3", "value").unwrap_err().to_string();
        assert!(error.contains("“1”, “2”"), "{error}");
    }
}
