//! Tables of people, classes, postcodes and assets in a place file.

use std::{collections::BTreeMap, path::Path};

use jiff::civil::Date;
use serde::Deserialize;

use super::{Only, Sources, fault};
use crate::{
    asset::{ListId, RegisterKind, kinds},
    boundary::{EditionId, LayerId, LayerRef, Period, Provenance, Visibility, lineage::Change},
    import::{
        ImportError, LayerSettings, Report, TableRequest,
        assets::{self, AssetsImport},
        lineage::{self, LineageImport},
        membership::{self, MembershipImport},
        population::{self, ClassesImport, PopulationImport},
        postcodes::{self, PostcodesImport},
    },
    people::{ClassName, WeightName},
    store::Store,
};

/// The keys that every entry has.
pub(super) const KEYS: &str =
    "edition from until only only_known source publisher licence attribution extract_date";
/// Those of each kind, besides.
pub(super) const OWN: [(&str, &str); 6] = [
    ("population", "file layer code value as"),
    (
        "membership",
        "file layer blocks block code name value total scope as title singular family order description visibility",
    ),
    ("classes", "file layer code value as"),
    ("postcodes", "files map register"),
    ("lineage", "file layer old new old_name new_name date end key kind"),
    ("assets", "file preset kind map complete skip_bad table list title crs visibility"),
];

/// What every entry says of its release.
#[derive(Debug, Clone, Deserialize)]
pub struct TableEntry {
    /// The release; named by its first day when left out.
    pub edition: Option<EditionId>,
    /// The date of its figures.
    pub from: Option<Date>,
    /// First day that it is no longer about.
    pub until: Option<Date>,
    /// Only some of the rows.
    pub only: Option<Only>,
    /// Leave out rows whose block the layer does not have.
    #[serde(default)]
    pub only_known: bool,
    /// Where it came from.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// People of blocks.
#[derive(Debug, Clone, Deserialize)]
pub struct PopulationEntry {
    /// The release.
    #[serde(flatten)]
    pub table: TableEntry,
    /// The file: a path relative to the data folder, or an `https://` address.
    pub file: String,
    /// The layer of blocks, perhaps with its edition.
    pub layer: String,
    /// Column with the block's code.
    pub code: String,
    /// Column with the number of people.
    pub value: String,
    /// What is counted.
    #[serde(rename = "as")]
    pub weight: WeightName,
}

/// Lists of people.
#[derive(Debug, Clone, Deserialize)]
pub struct MembershipEntry {
    /// The release.
    #[serde(flatten)]
    pub table: TableEntry,
    /// How the layer is called and shown.
    #[serde(flatten)]
    pub settings: LayerSettings,
    /// The file: a path relative to the data folder, or an `https://` address.
    pub file: String,
    /// The membership layer.
    pub layer: LayerId,
    /// The layer of blocks, perhaps with its edition.
    pub blocks: String,
    /// Column with the block's code.
    pub block: String,
    /// Column with the organisation's code.
    pub code: String,
    /// Column with the organisation's name.
    pub name: Option<String>,
    /// Column with the number of people.
    pub value: String,
    /// Column with everybody on the organisation's list.
    pub total: Option<String>,
    /// Whose lists these are.
    pub scope: Option<String>,
    /// What is counted.
    #[serde(rename = "as")]
    pub weight: WeightName,
}

/// A class of each block.
#[derive(Debug, Clone, Deserialize)]
pub struct ClassesEntry {
    /// The release.
    #[serde(flatten)]
    pub table: TableEntry,
    /// The file: a path relative to the data folder, or an `https://` address.
    pub file: String,
    /// The layer of blocks, perhaps with its edition.
    pub layer: String,
    /// Column with the block's code.
    pub code: String,
    /// Column with the class.
    pub value: String,
    /// What the classification is called.
    #[serde(rename = "as")]
    pub class: ClassName,
}

/// What became of areas.
#[derive(Debug, Clone, Deserialize)]
pub struct LineageEntry {
    /// The release.
    #[serde(flatten)]
    pub table: TableEntry,
    /// The file: a path relative to the data folder, or an `https://` address.
    pub file: String,
    /// The layer.
    pub layer: LayerId,
    /// Column with the code before.
    pub old: String,
    /// Column with the code after.
    pub new: String,
    /// Column with the name before.
    pub old_name: Option<String>,
    /// Column with the name after.
    pub new_name: Option<String>,
    /// Column with the first day of what came after, or that day.
    pub date: Option<String>,
    /// Column with the day on which what was before ended.
    pub end: Option<String>,
    /// Column by which the entries of a register name each other.
    pub key: Option<String>,
    /// What kind of change all rows are.
    pub kind: Option<Change>,
}

impl Entry for LineageEntry {
    fn import(
        &self,
        store: &dyn Store,
        place: &Path,
        sources: &Sources,
        dry_run: bool,
    ) -> Result<Report, ImportError> {
        let import = LineageImport {
            request: self.table.request(place, &format!("[[lineage]] {}", self.layer), dry_run)?,
            file: sources.file(&self.file)?,
            layer: self.layer.clone(),
            old: self.old.clone(),
            new: self.new.clone(),
            old_name: self.old_name.clone(),
            new_name: self.new_name.clone(),
            date: self.date.clone(),
            until: self.end.clone(),
            key: self.key.clone(),
            kind: self.kind,
        };
        lineage::run(store, &import)
    }
}

/// A register of postcodes.
#[derive(Debug, Clone, Deserialize)]
pub struct PostcodesEntry {
    /// The release.
    #[serde(flatten)]
    pub table: TableEntry,
    /// The files: paths relative to the data folder, or `https://` addresses.
    pub files: Vec<String>,
    /// Which columns hold what, by field.
    #[serde(default)]
    pub map: BTreeMap<String, String>,
    /// What the register is, where its layout does not say.
    pub register: Option<RegisterKind>,
}

/// A list of assets.
#[derive(Debug, Clone, Deserialize)]
pub struct AssetsEntry {
    /// The release.
    #[serde(flatten)]
    pub table: TableEntry,
    /// The file: a path relative to the data folder, or an `https://` address.
    pub file: String,
    /// What is known of lists of this publisher.
    pub preset: Option<String>,
    /// What its assets are, where a row does not say.
    pub kind: Option<String>,
    /// Which columns hold what, by field; several columns are joined by `+`.
    #[serde(default)]
    pub map: BTreeMap<String, String>,
    /// Whether it is a register of all there are.
    pub complete: Option<bool>,
    /// Import the good rows although others are bad.
    #[serde(default)]
    pub skip_bad: bool,
    /// Table of a file that has several.
    #[serde(rename = "table")]
    pub named: Option<String>,
    /// What the list is called in data.
    pub list: Option<ListId>,
    /// What the list is called for people.
    pub title: Option<String>,
    /// `EPSG:N`, where it is not what the file says.
    pub crs: Option<String>,
    /// Who may see it.
    #[serde(default)]
    pub visibility: Visibility,
}

impl TableEntry {
    fn request(&self, place: &Path, named: &str, dry_run: bool) -> Result<TableRequest, ImportError> {
        let period =
            Period::new(self.from, self.until).map_err(|error| fault(place, format!("{named}: {error}")))?;
        Ok(TableRequest {
            edition: self.edition.clone(),
            period,
            provenance: self.provenance.clone(),
            only: self.only.as_ref().map(|only| (only.column.clone(), only.values.clone())),
            only_known: self.only_known,
            dry_run,
        })
    }
}

fn layer_ref(place: &Path, text: &str) -> Result<LayerRef, ImportError> {
    text.parse().map_err(|error| fault(place, format!("“{text}”: {error}")))
}

/// An entry that can be imported.
pub(super) trait Entry {
    fn import(
        &self,
        store: &dyn Store,
        place: &Path,
        sources: &Sources,
        dry_run: bool,
    ) -> Result<Report, ImportError>;
}

impl Entry for PopulationEntry {
    fn import(
        &self,
        store: &dyn Store,
        place: &Path,
        sources: &Sources,
        dry_run: bool,
    ) -> Result<Report, ImportError> {
        let import = PopulationImport {
            request: self.table.request(place, &format!("[[population]] {}", self.weight), dry_run)?,
            file: sources.file(&self.file)?,
            blocks: layer_ref(place, &self.layer)?,
            code: self.code.clone(),
            value: self.value.clone(),
            weight: self.weight.clone(),
        };
        population::run(store, &import)
    }
}

impl Entry for MembershipEntry {
    fn import(
        &self,
        store: &dyn Store,
        place: &Path,
        sources: &Sources,
        dry_run: bool,
    ) -> Result<Report, ImportError> {
        let import = MembershipImport {
            request: self.table.request(place, &format!("[[membership]] {}", self.layer), dry_run)?,
            file: sources.file(&self.file)?,
            blocks: layer_ref(place, &self.blocks)?,
            block: self.block.clone(),
            layer: self.layer.clone(),
            settings: self.settings.clone(),
            code: self.code.clone(),
            name: self.name.clone(),
            value: self.value.clone(),
            total: self.total.clone(),
            scope: self.scope.clone(),
            weight: self.weight.clone(),
        };
        membership::run(store, &import)
    }
}

impl Entry for ClassesEntry {
    fn import(
        &self,
        store: &dyn Store,
        place: &Path,
        sources: &Sources,
        dry_run: bool,
    ) -> Result<Report, ImportError> {
        let import = ClassesImport {
            request: self.table.request(place, &format!("[[classes]] {}", self.class), dry_run)?,
            file: sources.file(&self.file)?,
            blocks: layer_ref(place, &self.layer)?,
            code: self.code.clone(),
            value: self.value.clone(),
            class: self.class.clone(),
        };
        population::run_classes(store, &import)
    }
}

impl Entry for PostcodesEntry {
    fn import(
        &self,
        store: &dyn Store,
        place: &Path,
        sources: &Sources,
        dry_run: bool,
    ) -> Result<Report, ImportError> {
        let map = self.map.iter().map(|(field, column)| {
            let field =
                field.parse().map_err(|reason| fault(place, format!("[[postcodes]] map: {reason}")))?;
            Ok((field, column.clone()))
        });
        let import = PostcodesImport {
            request: self.table.request(place, "[[postcodes]]", dry_run)?,
            files: self.files.iter().map(|file| sources.file(file)).collect::<Result<_, _>>()?,
            map: map.collect::<Result<_, ImportError>>()?,
            register: self.register,
        };
        postcodes::run(store, &import)
    }
}

impl Entry for AssetsEntry {
    fn import(
        &self,
        store: &dyn Store,
        place: &Path,
        sources: &Sources,
        dry_run: bool,
    ) -> Result<Report, ImportError> {
        let named = format!("[[assets]] {}", self.file);
        let wrong = |reason: String| fault(place, format!("{named}: {reason}"));
        let kind = self.kind.as_deref().map(|kind| kinds().find(kind).map(|kind| kind.id.clone()));
        let map = self.map.iter().map(|(field, column)| Ok((field.parse()?, column.clone())));
        let import = AssetsImport {
            request: self.table.request(place, &named, dry_run)?,
            // A feed has many pages, and is fetched by those who know them.
            file: if self.preset.as_deref() == Some("open-referral") && self.file.contains("://") {
                self.file.clone().into()
            } else {
                sources.file(&self.file)?
            },
            preset: self.preset.clone(),
            kind: kind.transpose().map_err(|unknown| wrong(unknown.to_string()))?,
            map: map.collect::<Result<_, String>>().map_err(wrong)?,
            complete: self.complete,
            skip_bad: self.skip_bad,
            table: self.named.clone(),
            list: self.list.clone(),
            title: self.title.clone(),
            crs: self.crs.as_deref().map(super::parse_epsg).transpose().map_err(wrong)?,
            visibility: self.visibility,
        };
        assets::run(store, &import)
    }
}
