//! What the imports of tables share: what they are asked, which blocks there are, and how they write.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use super::{
    FileReport, ImportError, Outcome, Refusal, Report, TableReport, UnplacedReport, layer::hash_file,
    table::Table,
};
use crate::{
    atlas::{AskError, TableName},
    boundary::{EditionId, LayerRef, Period, Provenance},
    store::{NewContent, NewTable, Store},
};

/// Raised when a change to the program can give another table from the same file.
const PIPELINE_VERSION: &str = "1";
/// How many codes a report lists of each kind.
const LISTED: usize = 10;

/// What every import of a table is asked.
#[derive(Debug, Clone, Default)]
pub struct TableRequest {
    /// The name of the release; the first day of the period, or `1`, when left out.
    pub edition: Option<EditionId>,
    /// The days that the table is about; `from` is the date of its figures.
    pub period: Period,
    /// Where it came from.
    pub provenance: Provenance,
    /// Take only rows with one of these values in this column.
    pub only: Option<(String, Vec<String>)>,
    /// Leave out rows whose block the layer does not have: a national table for one place.
    pub only_known: bool,
    /// Only look: report, and write nothing.
    pub dry_run: bool,
}

impl TableRequest {
    /// The name of the release, with what it is called when nobody says.
    pub(super) fn edition_or(&self, otherwise: &str) -> Result<EditionId, ImportError> {
        if let Some(edition) = &self.edition {
            return Ok(edition.clone());
        }
        let name = self.period.from().map_or_else(|| otherwise.to_owned(), |day| day.to_string());
        name.parse().map_err(|_| ImportError::Table {
            file: PathBuf::from(name),
            reason: "a name for the edition is needed: give it with --edition".to_owned(),
        })
    }

    /// A hash of everything that a table is made from.
    pub(super) fn fingerprint(&self, options: &str, files: &[PathBuf]) -> Result<String, ImportError> {
        let mut hasher = blake3::Hasher::new();
        let asked = format!(
            "{:?} {:?} {:?} {:?} {:?}",
            self.edition, self.period, self.provenance, self.only, self.only_known
        );
        for part in [PIPELINE_VERSION, &asked, options] {
            hasher.update(part.as_bytes()).update(&[0]);
        }
        for file in files {
            hash_file(&mut hasher, file)?;
        }
        Ok(hasher.finalize().to_hex().to_string())
    }

    /// Keeps the wanted rows of a table. Returns how many are left out.
    pub(super) fn keep_only(&self, table: &mut Table) -> Result<usize, ImportError> {
        let Some((column, values)) = &self.only else { return Ok(0) };
        let position = table.column(table.file(), column, "choice of rows")?;
        let before = table.rows.len();
        table.rows.retain(|row| {
            let value = row.get(position).map(str::trim);
            value.is_some_and(|value| values.iter().any(|wanted| wanted == value))
        });
        if table.rows.is_empty() {
            let reason = format!("no row has one of the wanted values in column “{column}”");
            return Err(ImportError::Table { file: table.file().to_path_buf(), reason });
        }
        Ok(before - table.rows.len())
    }

    /// Writes a table and completes the report.
    pub(super) fn write(
        &self,
        store: &dyn Store,
        name: &TableName,
        fingerprint: String,
        content: NewContent,
        mut report: Report,
    ) -> Result<Report, ImportError> {
        if self.period.from().is_none()
            && !matches!(content, NewContent::Postcodes { .. } | NewContent::Assets { .. })
        {
            report.remarks.push("It has no date: give the day of its figures with --from.".to_owned());
        }
        if self.dry_run {
            report.outcome = Outcome::DryRun;
            return Ok(report);
        }
        let written = store.put_table(&NewTable {
            edition: name.edition.clone(),
            declared: self.period,
            provenance: self.provenance.clone(),
            fingerprint,
            report: serde_json::to_string(&report).unwrap_or_default(),
            content,
        })?;
        report.remarks.extend(written.consequences);
        report.reference = Some(written.reference);
        Ok(report)
    }
}

/// The report of an import that finds the store to have the same already.
pub(super) fn unchanged(
    store: &dyn Store,
    name: &TableName,
    fingerprint: &str,
) -> Result<Option<Report>, ImportError> {
    let record = store.table_record(name)?;
    let is_same = record.is_some_and(|record| record.fingerprint == fingerprint);
    Ok(is_same.then(|| Report { outcome: Outcome::Unchanged, ..report_of(name) }))
}

/// An empty report on a table.
pub(super) fn report_of(name: &TableName) -> Report {
    let table =
        TableReport { kind: name.kind.as_str().to_owned(), name: name.key.clone(), ..TableReport::default() };
    Report {
        layer: name.key.clone(),
        edition: name.edition.to_string(),
        table: Some(table),
        ..Report::default()
    }
}

/// How a report names a file.
pub(super) fn file_report(file: &Path, rows: usize, left_out: usize) -> FileReport {
    FileReport {
        file: file
            .file_name()
            .map_or_else(|| file.display().to_string(), |n| n.to_string_lossy().into_owned()),
        format: "table".to_owned(),
        crs: String::new(),
        features: rows + left_out,
        left_out,
    }
}

/// The codes of a layer of blocks.
pub(super) struct Blocks {
    /// By code in lower case: the code as the layer writes it.
    codes: HashMap<String, String>,
}

impl Blocks {
    /// Reads the blocks of a layer, of every edition or of the one that is named.
    ///
    /// # Errors
    /// [`ImportError::Ask`] with the layers or editions there are.
    pub fn read(store: &dyn Store, asked: &LayerRef) -> Result<Self, ImportError> {
        let known: Vec<_> = store.stamps()?.into_iter().map(|(layer, _)| layer).collect();
        if !known.contains(&asked.layer) {
            return Err(AskError::UnknownLayer { asked: asked.layer.to_string(), known }.into());
        }
        let contents = store.read_layer(&asked.layer)?;
        if let Some(edition) = &asked.edition
            && !contents.editions.iter().any(|state| state.edition.id == *edition)
        {
            let known = contents.editions.iter().map(|state| state.edition.id.clone()).collect();
            let (layer, asked) = (asked.layer.clone(), edition.clone());
            return Err(AskError::UnknownEdition { layer, asked, known }.into());
        }
        let areas = contents
            .areas
            .iter()
            .filter(|area| asked.edition.as_ref().is_none_or(|edition| area.edition == *edition));
        let codes =
            areas.map(|area| (area.code_or_id().to_lowercase(), area.code_or_id().to_owned())).collect();
        Ok(Self { codes })
    }

    /// A code as the layer writes it, else as it was given; and whether the layer has it.
    pub fn find(&self, code: &str) -> (String, bool) {
        match self.codes.get(&code.to_lowercase()) {
            Some(code) => (code.clone(), true),
            None => (code.to_owned(), false),
        }
    }

    /// How many blocks there are that are not among these.
    pub fn without<'a>(&self, codes: impl Iterator<Item = &'a str>) -> usize {
        let given: std::collections::HashSet<&str> = codes.collect();
        self.codes.values().filter(|code| !given.contains(code.as_str())).count()
    }
}

/// Why a block that the layer does not have has no place.
fn cause(code: &str) -> &'static str {
    if crate::people::is_out_of_country(code) { "out of country" } else { "unknown or closed" }
}

/// Counts rows whose block has no place, by cause.
#[derive(Default)]
pub(super) struct Unplaced(Vec<UnplacedReport>);

impl Unplaced {
    pub fn add(&mut self, code: &str, people: f64) {
        let cause = cause(code);
        let position = self.0.iter().position(|found| found.cause == cause).unwrap_or_else(|| {
            self.0.push(UnplacedReport { cause: cause.to_owned(), ..UnplacedReport::default() });
            self.0.len() - 1
        });
        let found = &mut self.0[position];
        found.rows += 1;
        found.people += people;
        if found.first.len() < LISTED && !found.first.iter().any(|known| known == code) {
            found.first.push(code.to_owned());
        }
    }

    pub fn reported(mut self) -> Vec<UnplacedReport> {
        self.0.sort_by(|a, b| a.cause.cmp(&b.cause));
        self.0
    }
}

/// Collects what is wrong with the rows of a table, to be told all at once.
pub(super) struct Refusals<'a> {
    table: &'a Table,
    found: Vec<Refusal>,
}

impl<'a> Refusals<'a> {
    pub fn of(table: &'a Table) -> Self {
        Self { table, found: Vec::new() }
    }

    /// Refuses a row for what stands in a column.
    pub fn field(&mut self, row: usize, area: Option<&str>, column: usize, reason: &str) {
        self.row(row, area, format!("column “{}”: {reason}", self.table.called(column)));
    }

    /// Refuses a row.
    pub fn row(&mut self, row: usize, area: Option<&str>, reason: String) {
        let file = self.table.file().to_path_buf();
        self.found.push(Refusal { file, row, area: area.map(str::to_owned), reason });
    }

    /// # Errors
    /// [`ImportError::Refused`] when any row was.
    pub fn settle(self) -> Result<(), ImportError> {
        if self.found.is_empty() {
            return Ok(());
        }
        Err(ImportError::Refused { total: self.table.rows.len(), refusals: self.found })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::welsh("W01000001", "out of country")]
    #[case::scottish("S01006506", "out of country")]
    #[case::northern_irish("N20000001", "out of country")]
    #[case::a_nine_character_code_of_no_country("X01000001", "out of country")]
    #[case::english("E01031386", "unknown or closed")]
    #[case::a_word("NOWHERE", "unknown or closed")]
    #[case::a_code_that_begins_like_a_welsh_one("W1", "out of country")]
    #[case::nothing_like_it("é", "unknown or closed")]
    fn a_block_that_is_not_there_has_a_cause(#[case] code: &str, #[case] expected: &str) {
        assert_eq!(cause(code), expected);
    }
}
