//! `patchwork import population | membership | classes | postcodes`.

use std::{path::PathBuf, process::ExitCode};

use super::{
    StoreArg,
    import::{Origin, for_writing, show, working},
};
use crate::{
    asset::RegisterKind,
    boundary::{EditionId, Family, LayerId, LayerRef, Period, Visibility, lineage::Change},
    import::{
        ImportError, LayerSettings, Report, TableRequest,
        carry::{self, CarryImport},
        lineage::{self, LineageImport},
        membership::{self, MembershipImport},
        population::{self, ClassesImport, PopulationImport},
        postcodes::{self, PostcodeField, PostcodesImport, parse_map},
    },
    people::{ClassName, WeightName},
    store::Store,
};

/// What every import of a table is asked.
#[derive(Debug, clap::Args)]
pub(super) struct TableArgs {
    /// The release; named by its first day when left out, and `1` when it has none
    #[arg(long, value_name = "ED")]
    edition: Option<EditionId>,
    /// Take only rows with one of these values in a column
    #[arg(long, value_name = "COL=VALUE[,VALUE]", value_parser = parse_only)]
    only: Option<Only>,
    #[command(flatten)]
    origin: Origin,
}

#[derive(Debug, Clone)]
struct Only(String, Vec<String>);

fn parse_only(text: &str) -> Result<Only, String> {
    let (column, values) =
        text.split_once('=').ok_or_else(|| format!("“{text}” is no COL=VALUE, such as sex=Persons"))?;
    Ok(Only(column.to_owned(), values.split(',').map(str::to_owned).collect()))
}

#[derive(Debug, clap::Args)]
pub(super) struct PopulationArgs {
    /// The table: CSV, or the like with semicolons or tabs, plain or gzipped
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The layer of blocks that the codes are of: LAYER or LAYER@EDITION
    #[arg(long, value_name = "ID")]
    layer: LayerRef,
    /// The column with the block's code: its name, or its number from 1 where there are no names
    #[arg(long, value_name = "COL")]
    code: String,
    /// The column with the number of people
    #[arg(long, value_name = "COL")]
    value: String,
    /// What is counted, such as residents
    #[arg(long = "as", value_name = "WEIGHT")]
    weight: WeightName,
    /// Leave out rows whose block the layer does not have: a national table for one place
    #[arg(long)]
    only_known: bool,
    #[command(flatten)]
    table: TableArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct ClassesArgs {
    /// The table: CSV, or the like with semicolons or tabs, plain or gzipped
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The layer of blocks that the codes are of: LAYER or LAYER@EDITION
    #[arg(long, value_name = "ID")]
    layer: LayerRef,
    /// The column with the block's code: its name, or its number from 1 where there are no names
    #[arg(long, value_name = "COL")]
    code: String,
    /// The column with the class
    #[arg(long, value_name = "COL")]
    value: String,
    /// What the classification is called, such as rural-urban
    #[arg(long = "as", value_name = "CLASS")]
    class: ClassName,
    /// Leave out rows whose block the layer does not have: a national table for one place
    #[arg(long)]
    only_known: bool,
    #[command(flatten)]
    table: TableArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct MembershipArgs {
    /// The table, a row for each organisation and block: CSV, or the like with semicolons or tabs, plain or gzipped
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The layer of blocks in which the people live: LAYER or LAYER@EDITION
    #[arg(long, value_name = "ID")]
    blocks: LayerRef,
    /// The column with the block's code: its name, or its number from 1 where there are no names
    #[arg(long, value_name = "COL")]
    block: String,
    /// The layer of organisations, such as pcns
    #[arg(long, value_name = "ID")]
    layer: LayerId,
    /// The column with the organisation's code
    #[arg(long, value_name = "COL")]
    code: String,
    /// The column with the organisation's name; the code when left out
    #[arg(long, value_name = "COL")]
    name: Option<String>,
    /// The column with the number of people
    #[arg(long, value_name = "COL")]
    value: String,
    /// The column with everybody on the organisation's list, repeated on each of its rows
    #[arg(long, value_name = "COL")]
    total: Option<String>,
    /// Whose lists the table holds, such as "practices of NHS Sussex"
    #[arg(long, value_name = "TEXT")]
    scope: Option<String>,
    /// What is counted, such as patients
    #[arg(long = "as", value_name = "WEIGHT")]
    weight: WeightName,
    /// Whose organisations these are: council, nhs, census, other-public or community
    #[arg(long, value_name = "F")]
    family: Option<Family>,
    /// Who may see the layer: public or signed-in
    #[arg(long, value_name = "V")]
    visibility: Option<Visibility>,
    /// What the layer is called, in the plural
    #[arg(long, value_name = "T")]
    title: Option<String>,
    #[command(flatten)]
    table: TableArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct PostcodesArgs {
    /// The tables, all of them one register; Code-Point Open and ONSPD are known by their layout
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Which column holds what: postcode, easting, northing, lon, lat, terminated or quality
    #[arg(long, value_name = "FIELD=COL", value_parser = parse_map)]
    map: Vec<(PostcodeField, String)>,
    /// What the register is, where its layout does not say: code-point-open, directory or list
    #[arg(long, value_name = "KIND")]
    register: Option<RegisterKind>,
    #[command(flatten)]
    table: TableArgs,
}

#[derive(Debug, clap::Args)]
pub(super) struct LineageArgs {
    /// The table: CSV, or the like with semicolons or tabs, plain or gzipped
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The layer whose areas it tells of
    #[arg(long, value_name = "ID")]
    layer: LayerId,
    /// The column with the code before; in a register, with each entry's own code
    #[arg(long, value_name = "COL")]
    old: String,
    /// The column with the code after; in a register, with the keys of what an entry was replaced by
    #[arg(long, value_name = "COL")]
    new: String,
    /// The column with the name before; in a register, with each entry's own name
    #[arg(long, value_name = "COL")]
    old_name: Option<String>,
    /// The column with the name after
    #[arg(long, value_name = "COL")]
    new_name: Option<String>,
    /// The first day of what came after: a column, or a day for all rows
    #[arg(long, value_name = "COL|DATE")]
    date: Option<String>,
    /// The column with the day on which what was before ended
    #[arg(long, value_name = "COL")]
    end: Option<String>,
    /// For a register of areas past, present and planned: the column by which its entries name each other
    #[arg(long, value_name = "COL")]
    key: Option<String>,
    /// What kind of change all rows are: renamed, recoded, merged, split or boundary-changed; found from the table when left out
    #[arg(long, value_name = "KIND")]
    kind: Option<Change>,
    #[command(flatten)]
    table: TableArgs,
}

impl LineageArgs {
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        let import = LineageImport {
            request: self.table.request(false)?,
            file: self.file.clone(),
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
        self.table.run(store, self.layer.as_str(), |store| lineage::run(store, &import))
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct CarryArgs {
    /// What is counted, such as patients
    #[arg(value_name = "WEIGHT")]
    weight: WeightName,
    /// The blocks that it is counted in: LAYER or LAYER@EDITION
    #[arg(long = "blocks", value_name = "ID")]
    blocks: LayerRef,
    /// The blocks that it is to be told by: LAYER or LAYER@EDITION
    #[arg(long, value_name = "ID")]
    to: LayerRef,
    /// What the carried figures are called; as before when left out
    #[arg(long = "as", value_name = "WEIGHT")]
    carried_as: Option<WeightName>,
    #[command(flatten)]
    table: TableArgs,
}

impl CarryArgs {
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        let import = CarryImport {
            request: self.table.request(false)?,
            weight: self.weight.clone(),
            from: self.blocks.clone(),
            to: self.to.clone(),
            carried_as: self.carried_as.clone(),
        };
        let store = for_writing(store, self.table.origin.dry_run)?;
        let reports = working(&format!("carrying {}", self.weight), || carry::run(&store.store, &import))?;
        for report in &reports {
            show(report, self.table.origin.format)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl TableArgs {
    pub(super) fn request(&self, only_known: bool) -> anyhow::Result<TableRequest> {
        Ok(TableRequest {
            edition: self.edition.clone(),
            period: Period::new(self.origin.from, self.origin.until)?,
            provenance: self.origin.provenance(),
            only: self.only.clone().map(|Only(column, values)| (column, values)),
            only_known,
            dry_run: self.origin.dry_run,
        })
    }

    pub(super) fn run(
        &self,
        store: &StoreArg,
        what: &str,
        import: impl FnOnce(&dyn Store) -> Result<Report, ImportError>,
    ) -> anyhow::Result<ExitCode> {
        let store = for_writing(store, self.origin.dry_run)?;
        let report = working(&format!("importing {what}"), || import(&store.store))?;
        show(&report, self.origin.format)?;
        Ok(ExitCode::SUCCESS)
    }
}

impl PopulationArgs {
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        let import = PopulationImport {
            request: self.table.request(self.only_known)?,
            file: self.file.clone(),
            blocks: self.layer.clone(),
            code: self.code.clone(),
            value: self.value.clone(),
            weight: self.weight.clone(),
        };
        self.table.run(store, self.weight.as_str(), |store| population::run(store, &import))
    }
}

impl ClassesArgs {
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        let import = ClassesImport {
            request: self.table.request(self.only_known)?,
            file: self.file.clone(),
            blocks: self.layer.clone(),
            code: self.code.clone(),
            value: self.value.clone(),
            class: self.class.clone(),
        };
        self.table.run(store, self.class.as_str(), |store| population::run_classes(store, &import))
    }
}

impl MembershipArgs {
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        let import = MembershipImport {
            request: self.table.request(false)?,
            file: self.file.clone(),
            blocks: self.blocks.clone(),
            block: self.block.clone(),
            layer: self.layer.clone(),
            settings: LayerSettings {
                title: self.title.clone(),
                family: self.family,
                visibility: self.visibility,
                ..LayerSettings::default()
            },
            code: self.code.clone(),
            name: self.name.clone(),
            value: self.value.clone(),
            total: self.total.clone(),
            scope: self.scope.clone(),
            weight: self.weight.clone(),
        };
        self.table.run(store, self.layer.as_str(), |store| membership::run(store, &import))
    }
}

impl PostcodesArgs {
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        let import = PostcodesImport {
            request: self.table.request(false)?,
            files: self.files.clone(),
            map: self.map.clone(),
            register: self.register,
        };
        self.table.run(store, "postcodes", |store| postcodes::run(store, &import))
    }
}
