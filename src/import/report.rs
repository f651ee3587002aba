//! What an import found and did, for the person who ran it and for the store.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{TableReport, assets::AssetsReport, scenarios::ScenariosReport};
use crate::people::grouped;

/// How many entries of a list are printed; all of them are kept.
const PRINTED: usize = 12;

/// What became of an import.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The edition was written.
    #[default]
    Written,
    /// The store has exactly this already.
    Unchanged,
    /// A dry run: nothing was written.
    DryRun,
}

/// Everything worth saying about an import.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Report {
    /// The layer.
    pub layer: String,
    /// The edition.
    pub edition: String,
    /// What became of it.
    pub outcome: Outcome,
    /// What it was read from.
    pub files: Vec<FileReport>,
    /// Areas written.
    pub areas: usize,
    /// Points of their rings, closing points included.
    pub vertices: usize,
    /// Ground in square metres, areas that overlap counted twice.
    pub ground_m2: f64,
    /// Areas without a code.
    pub without_code: usize,
    /// Areas that were not valid as delivered.
    pub invalid_as_delivered: Vec<InvalidArea>,
    /// Areas that were not valid on whole millimetres, and how each was repaired.
    pub repaired: Vec<RepairReport>,
    /// Rings smaller than the millimetre grid, which are gone.
    pub vanished_rings: usize,
    /// What else there is to know, in sentences.
    pub remarks: Vec<String>,
    /// The name under which this content can be found again.
    pub reference: Option<String>,
    /// What a table brought, where it was one; `layer` is then its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub table: Option<TableReport>,
    /// What a list of assets brought, where it was one; `layer` is then its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assets: Option<AssetsReport>,
    /// What became of scenarios, where they were some; `layer` is then `scenarios`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenarios: Option<ScenariosReport>,
}

/// One file of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileReport {
    /// Its name.
    pub file: String,
    /// Its format.
    pub format: String,
    /// Its reference system.
    pub crs: String,
    /// Its features.
    pub features: usize,
    /// Features left out because the place file asked for others only.
    pub left_out: usize,
}

/// An area as a report names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaName {
    /// Its code, if any.
    pub code: Option<String>,
    /// Its name.
    pub name: String,
}

/// An area that was not valid as delivered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InvalidArea {
    /// Which.
    pub area: AreaName,
    /// What was wrong.
    pub defect: String,
    /// Where, in the file's own coordinates.
    pub at: [f64; 2],
}

/// An area that was repaired.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RepairReport {
    /// Which.
    pub area: AreaName,
    /// What was wrong.
    pub defect: String,
    /// Easting and northing in metres.
    pub at: [f64; 2],
    /// Ground after less ground before, in square metres.
    pub area_change_m2: f64,
    /// The same in per cent of the area.
    pub area_change_percent: f64,
}

impl fmt::Display for AreaName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.code {
            Some(code) => write!(f, "{} ({code})", self.name),
            None => f.write_str(&self.name),
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (layer, edition) = (&self.layer, &self.edition);
        if let Some(table) = &self.table {
            return self.write_table(table, f);
        }
        if let Some(assets) = &self.assets {
            return self.write_assets(assets, f);
        }
        if let Some(scenarios) = &self.scenarios {
            return self.write_scenarios(scenarios, f);
        }
        match self.outcome {
            Outcome::Written => writeln!(f, "{layer}@{edition}: imported {} areas", grouped(self.areas))?,
            Outcome::DryRun => {
                writeln!(
                    f,
                    "{layer}@{edition}: {} areas could be imported; nothing was written",
                    grouped(self.areas)
                )?;
            }
            Outcome::Unchanged => return writeln!(f, "{layer}@{edition}: unchanged since the last import"),
        }
        for file in &self.files {
            let left_out = match file.left_out {
                0 => String::new(),
                n => format!(", {} of them left out as the place file asks", grouped(n)),
            };
            writeln!(
                f,
                "  {}: {}, {}, {} features{left_out}",
                file.file,
                file.format,
                file.crs,
                grouped(file.features)
            )?;
        }
        let km2 = self.ground_m2 / 1e6;
        writeln!(
            f,
            "  {} points, {km2:.1} km² of ground, {} without a code",
            grouped(self.vertices),
            self.without_code
        )?;
        writeln!(
            f,
            "  {} not valid as delivered; {} repaired after snapping to 1 mm; {} rings smaller than that are gone",
            self.invalid_as_delivered.len(),
            self.repaired.len(),
            self.vanished_rings
        )?;
        listed(f, &self.invalid_as_delivered, |f, invalid| {
            write!(
                f,
                "not valid as delivered: {}: {} at {}, {}",
                invalid.area, invalid.defect, invalid.at[0], invalid.at[1]
            )
        })?;
        listed(f, &self.repaired, |f, repair| {
            let (m2, percent) = (repair.area_change_m2, repair.area_change_percent);
            write!(
                f,
                "repaired: {}: {}; its area changed by {m2:+.3} m² ({percent:+.6} %)",
                repair.area, repair.defect
            )
        })?;
        for remark in &self.remarks {
            writeln!(f, "  {remark}")?;
        }
        match &self.reference {
            Some(reference) => writeln!(f, "  reference {reference}"),
            None => Ok(()),
        }
    }
}

fn listed<T>(
    f: &mut fmt::Formatter<'_>,
    entries: &[T],
    print: impl Fn(&mut fmt::Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    for entry in entries.iter().take(PRINTED) {
        f.write_str("    ")?;
        print(f, entry)?;
        writeln!(f)?;
    }
    match entries.len().saturating_sub(PRINTED) {
        0 => Ok(()),
        more => writeln!(f, "    and {more} more (the whole list is kept with the edition: --format json)"),
    }
}
