//! Lists of people from a table: a row for each organisation and block.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::PathBuf,
};

use super::{
    ImportError, LayerSettings, Report, TableRequest,
    amount::amount,
    table::{self, Table, field},
    table_request::{Blocks, Refusals, Unplaced, file_report, report_of, unchanged},
};
use crate::{
    atlas::{TableKind, TableName},
    boundary::{Family, LayerId, LayerRef},
    people::{MembershipRow, WeightName},
    store::{NewContent, NewOrganisation, Store, StoreError},
};

/// A membership table to be imported.
#[derive(Debug, Clone)]
pub struct MembershipImport {
    /// What every table says.
    pub request: TableRequest,
    /// The table.
    pub file: PathBuf,
    /// The layer of blocks.
    pub blocks: LayerRef,
    /// The column with the block's code.
    pub block: String,
    /// The membership layer.
    pub layer: LayerId,
    /// How the layer is called and shown.
    pub settings: LayerSettings,
    /// The column with the organisation's code.
    pub code: String,
    /// The column with the organisation's name; its code when left out.
    pub name: Option<String>,
    /// The column with the number of people.
    pub value: String,
    /// The column with everybody on the organisation's list, repeated on each of its rows.
    pub total: Option<String>,
    /// Whose lists these are.
    pub scope: Option<String>,
    /// What is counted.
    pub weight: WeightName,
}

impl MembershipImport {
    fn options(&self) -> String {
        format!(
            "{} {} {:?} {} {:?} {:?} {:?} {:?} {:?} {:?} {}",
            self.blocks,
            self.weight,
            self.block,
            self.layer,
            self.settings,
            self.code,
            self.name,
            self.value,
            self.total,
            self.scope,
            "membership"
        )
    }
}

/// Reads the table and writes the lists, or nothing.
///
/// # Errors
/// [`ImportError`] names the file, row and field; the store is then as it was.
pub fn run(store: &dyn Store, import: &MembershipImport) -> Result<Report, ImportError> {
    let MembershipImport { request, file, blocks, layer, .. } = import;
    super::layer::not_of_a_scenario(layer)?;
    let key = layer.to_string();
    let name = TableName { kind: TableKind::Membership, key, edition: request.edition_or("1")? };
    let fingerprint = request.fingerprint(&import.options(), std::slice::from_ref(file))?;
    if let Some(report) = unchanged(store, &name, &fingerprint)? {
        return Ok(report);
    }
    if store.read_settings(layer)?.is_some() {
        return Err(StoreError::Taken { layer: layer.clone(), is_ground: true }.into());
    }
    let known = Blocks::read(store, blocks)?;
    let lists = Lists::read(import, &known)?;
    let mut report = report_of(&name);
    report.files.push(lists.file.clone());
    report.remarks = lists.remarks();
    if let Some(table) = &mut report.table {
        table.entries = lists.rows.len();
        table.organisations = lists.organisations.len();
        table.total = Some(lists.rows.iter().map(|row| row.value).sum());
        table.stated_total = lists.organisations.iter().map(|one| one.stated_total).sum();
        table.suppressed = lists.suppressed;
        table.blocks_without_value = known.without(lists.rows.iter().map(|row| row.block.as_str()));
        table.unplaced = lists.unplaced.reported();
    }
    let mut settings = import.settings.clone();
    let now = store.read_list_settings(layer)?;
    if now.is_none() && settings.family.is_none() {
        settings.family = Some(Family::Nhs);
    }
    let content = NewContent::Membership {
        layer: settings.over(now, layer),
        weight: import.weight.clone(),
        blocks: blocks.clone(),
        scope: import.scope.clone(),
        organisations: lists.organisations,
        rows: lists.rows,
    };
    request.write(store, &name, fingerprint, content, report)
}

/// Where the columns of a table are.
struct Columns {
    block: usize,
    code: usize,
    name: Option<usize>,
    value: usize,
    total: Option<usize>,
}

/// An organisation while its rows are read.
struct Listed {
    name: (String, usize),
    total: Option<(f64, usize)>,
    rows: Vec<(String, f64)>,
}

/// What a table has.
struct Lists {
    organisations: Vec<NewOrganisation>,
    rows: Vec<MembershipRow>,
    unplaced: Unplaced,
    suppressed: usize,
    file: super::FileReport,
}

impl Lists {
    fn read(import: &MembershipImport, known: &Blocks) -> Result<Self, ImportError> {
        let file = &import.file;
        let optional = import.name.iter().chain(&import.total);
        let asked: Vec<&str> = [&import.block, &import.code, &import.value]
            .into_iter()
            .chain(optional)
            .map(String::as_str)
            .collect();
        let mut table = table::read_as(file, |first| table::names_columns(first, &asked))?;
        let find = |asked: &Option<String>, purpose| {
            asked.as_deref().map(|asked| table.column(file, asked, purpose)).transpose()
        };
        let columns = Columns {
            block: table.column(file, &import.block, "block")?,
            code: table.column(file, &import.code, "code")?,
            name: find(&import.name, "name")?,
            value: table.column(file, &import.value, "value")?,
            total: find(&import.total, "total")?,
        };
        let left_out = import.request.keep_only(&mut table)?;
        let mut lists = Self {
            organisations: Vec::new(),
            rows: Vec::new(),
            unplaced: Unplaced::default(),
            suppressed: 0,
            file: file_report(file, table.rows.len(), left_out),
        };
        let listed = lists.listed(&table, &columns, known, import.request.only_known)?;
        for ((code, one), position) in listed.into_iter().zip(0_u32..) {
            let mut rows = one.rows;
            rows.sort_by(|(a, _), (b, _)| a.cmp(b));
            let rows = rows.into_iter();
            lists.rows.extend(rows.map(|(block, value)| MembershipRow {
                organisation: position,
                block,
                value,
            }));
            let stated_total = one.total.map(|(total, _)| total);
            lists.organisations.push(NewOrganisation { code, name: one.name.0, stated_total });
        }
        if lists.rows.is_empty() {
            let reason = "no row puts anybody of a block on a list".to_owned();
            return Err(ImportError::Table { file: file.clone(), reason });
        }
        Ok(lists)
    }

    /// The organisations by code, with their rows.
    fn listed(
        &mut self,
        table: &Table,
        columns: &Columns,
        known: &Blocks,
        only_known: bool,
    ) -> Result<BTreeMap<String, Listed>, ImportError> {
        let mut refusals = Refusals::of(table);
        let mut seen: HashMap<(String, String), usize> = HashMap::new();
        let mut listed: BTreeMap<String, Listed> = BTreeMap::new();
        for record in &table.rows {
            let row = table::row(record);
            if record.iter().all(|field| field.trim().is_empty()) {
                continue;
            }
            let (Some(code), Some(given)) = (field(record, columns.code), field(record, columns.block))
            else {
                let column = if field(record, columns.code).is_none() { columns.code } else { columns.block };
                refusals.field(row, None, column, "a code is needed");
                continue;
            };
            let name = columns.name.and_then(|column| field(record, column)).unwrap_or(code).to_owned();
            let one = listed.entry(code.to_owned()).or_insert_with(|| Listed {
                name: (name.clone(), row),
                total: None,
                rows: Vec::new(),
            });
            if one.name.0 != name {
                let (before, at) = &one.name;
                let reason = format!("{code} is called “{name}” here and “{before}” in row {at}");
                refusals.row(row, Some(code), reason);
                continue;
            }
            if let Some(column) = columns.total {
                match amount(record.get(column).unwrap_or_default()) {
                    Err(reason) => refusals.field(row, Some(code), column, &reason),
                    Ok(Some(total)) => match one.total {
                        Some((before, at)) if before.to_bits() != total.to_bits() => refusals.field(
                            row,
                            Some(code),
                            column,
                            &format!(
                                "its total is {total} here and {before} in row {at}: a list has one total"
                            ),
                        ),
                        Some(_) => {}
                        None => one.total = Some((total, row)),
                    },
                    Ok(None) => {}
                }
            }
            let (block, is_known) = known.find(given);
            if let Some(before) = seen.insert((code.to_owned(), block.clone()), row) {
                let reason = format!("{code} has block {given} twice: row {before} has it too");
                refusals.row(row, Some(code), reason);
                continue;
            }
            match amount(record.get(columns.value).unwrap_or_default()) {
                Err(reason) => refusals.field(row, Some(code), columns.value, &reason),
                Ok(None) => self.suppressed += 1,
                Ok(Some(_)) if !is_known && only_known => self.file.left_out += 1,
                Ok(Some(value)) => {
                    if !is_known {
                        self.unplaced.add(&block, value);
                    }
                    one.rows.push((block, value));
                }
            }
        }
        refusals.settle()?;
        Ok(listed)
    }

    /// What is odd about the lists.
    fn remarks(&self) -> Vec<String> {
        let mut sums = vec![0.0; self.organisations.len()];
        let mut with_rows = HashSet::new();
        for row in &self.rows {
            sums[row.organisation as usize] += row.value;
            with_rows.insert(row.organisation);
        }
        let over: Vec<String> = self
            .organisations
            .iter()
            .zip(&sums)
            .filter_map(|(one, sum)| {
                let total = one.stated_total.filter(|total| *sum > *total)?;
                Some(format!("{} ({}) states {total} people and has {sum} in its rows.", one.name, one.code))
            })
            .collect();
        let empty = self.organisations.len() - with_rows.len();
        let empty = (empty > 0).then(|| format!("{empty} organisations have nobody in any row."));
        over.into_iter().take(10).chain(empty).collect()
    }
}
