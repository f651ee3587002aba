//! `patchwork import layer | dissolve | place`, and what all imports share.

use std::{io::IsTerminal, path::PathBuf, process::ExitCode, time::Duration};

use indicatif::ProgressBar;
use jiff::civil::Date;

use super::{
    StoreArg,
    import_assets::AssetsArgs,
    import_scenarios::ScenariosArgs,
    import_tables::{CarryArgs, ClassesArgs, LineageArgs, MembershipArgs, PopulationArgs, PostcodesArgs},
    output::{Format, print, print_json},
};
use crate::{
    boundary::{EditionId, Family, LayerId, LayerRef, Period, Provenance, Visibility},
    http::today,
    import::{
        EditionRequest, ImportError, LayerSettings, Report,
        dissolve::{self, Dissolve},
        footprints::{self, Footprints},
        layer::{self, LayerImport},
        place::{self, parse_epsg},
    },
    store::{StoreError, sqlite::GeoPackage},
};

#[derive(Debug, clap::Subcommand)]
pub(super) enum Import {
    /// One edition of a layer from boundary files (GeoJSON, FlatGeobuf, GeoPackage, Shapefile, TopoJSON)
    Layer(LayerArgs),
    /// A new layer by joining areas of another as a table says
    Dissolve(DissolveArgs),
    /// How many people live in each block
    Population(PopulationArgs),
    /// Lists of people: how many of each block belong to each organisation
    Membership(MembershipArgs),
    /// The class of each block, such as rural or urban
    Classes(ClassesArgs),
    /// Figures of one release of blocks, told by another
    Carry(CarryArgs),
    /// What became of areas: which came after which
    Lineage(LineageArgs),
    /// Postcodes with their places
    Postcodes(PostcodesArgs),
    /// Assets: a register, a directory or a spreadsheet of what can be found in a place
    Assets(AssetsArgs),
    /// A layer of footprints derived from lists of people, by most people in each block
    Footprints(FootprintsArgs),
    /// Ways to divide some ground, made of whole areas of layers
    Scenarios(ScenariosArgs),
    /// Everything that a place file lists
    Place(PlaceArgs),
}

/// What every import says of where its data comes from.
#[derive(Debug, clap::Args)]
pub(super) struct Origin {
    /// The file or service that it was taken from
    #[arg(long)]
    source: Option<String>,
    /// Who published it
    #[arg(long)]
    publisher: Option<String>,
    /// The licence it is used under
    #[arg(long)]
    licence: Option<String>,
    /// The words that the licence asks to be shown
    #[arg(long)]
    attribution: Option<String>,
    /// The day on which the extract was made
    #[arg(long, value_name = "DATE")]
    extract_date: Option<Date>,
    /// First day in force; open when left out
    #[arg(long, value_name = "DATE")]
    pub(super) from: Option<Date>,
    /// First day no longer in force; open when left out
    #[arg(long, value_name = "DATE")]
    pub(super) until: Option<Date>,
    /// Look and report only; write nothing
    #[arg(long)]
    pub(super) dry_run: bool,
    /// How the report is written
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

impl Origin {
    pub(super) fn provenance(&self) -> Provenance {
        Provenance {
            source: self.source.clone(),
            publisher: self.publisher.clone(),
            licence: self.licence.clone(),
            attribution: self.attribution.clone(),
            extract_date: self.extract_date,
            ..Provenance::default()
        }
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct LayerArgs {
    /// The files; all of them together are the edition
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The layer, such as wards
    #[arg(long, value_name = "ID")]
    layer: LayerId,
    /// The edition, such as 2025-05
    #[arg(long, value_name = "ED")]
    edition: EditionId,
    /// The column that holds the code; areas without one are known by their name
    #[arg(long, value_name = "COL")]
    code: Option<String>,
    /// The column that holds the name; the code when left out
    #[arg(long, value_name = "COL")]
    name: Option<String>,
    /// The coordinate reference system, where the file says none or a wrong one
    #[arg(long, value_name = "EPSG:N", value_parser = parse_epsg)]
    crs: Option<u32>,
    /// The table or object of a file that has several
    #[arg(long, value_name = "T")]
    table: Option<String>,
    /// Whose boundaries these are: council, nhs, census, other-public or community
    #[arg(long, value_name = "F")]
    family: Option<Family>,
    /// Who may see the layer: public or signed-in
    #[arg(long, value_name = "V")]
    visibility: Option<Visibility>,
    /// The edition of which this one changes a part
    #[arg(long, value_name = "ED")]
    amends: Option<EditionId>,
    #[command(flatten)]
    origin: Origin,
}

#[derive(Debug, clap::Args)]
pub(super) struct DissolveArgs {
    /// The layer whose areas are joined: LAYER or LAYER@EDITION
    #[arg(value_name = "LAYER")]
    of: LayerRef,
    /// The table: a row for each member
    #[arg(value_name = "LOOKUP.csv")]
    lookup: PathBuf,
    /// Its column with the member's code
    #[arg(long, value_name = "COL")]
    member: String,
    /// Its column with the new area's code
    #[arg(long, value_name = "COL")]
    code: Option<String>,
    /// Its column with the new area's name
    #[arg(long, value_name = "COL")]
    name: String,
    /// The new layer
    #[arg(long = "as", value_name = "NEWLAYER")]
    new_layer: LayerId,
    /// The new layer's edition; that of the members when left out
    #[arg(long, value_name = "ED")]
    edition: Option<EditionId>,
    /// The day on which the members are meant
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Whose boundaries these are
    #[arg(long, value_name = "F")]
    family: Option<Family>,
    /// Who may see the layer
    #[arg(long, value_name = "V")]
    visibility: Option<Visibility>,
    #[command(flatten)]
    origin: Origin,
}

#[derive(Debug, clap::Args)]
pub(super) struct FootprintsArgs {
    /// The membership layer: LAYER or LAYER@EDITION
    #[arg(value_name = "LISTS")]
    of: LayerRef,
    /// The new layer
    #[arg(long = "as", value_name = "NEWLAYER")]
    new_layer: LayerId,
    /// The new layer's edition; that of the lists when left out
    #[arg(long, value_name = "ED")]
    edition: Option<EditionId>,
    /// The day on which the lists are meant
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Who may see the layer
    #[arg(long, value_name = "V")]
    visibility: Option<Visibility>,
    #[command(flatten)]
    origin: Origin,
}

#[derive(Debug, clap::Args)]
pub(super) struct PlaceArgs {
    /// The place file
    #[arg(value_name = "PLACE.toml")]
    file: PathBuf,
    /// The folder that its paths start from
    #[arg(long, value_name = "DIR", default_value = ".", env = "PATCHWORK_DATA")]
    data: PathBuf,
    /// Look and report only; write nothing
    #[arg(long)]
    dry_run: bool,
    /// How the reports are written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

impl Import {
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        match self {
            Self::Layer(args) => args.run(store),
            Self::Dissolve(args) => args.run(store),
            Self::Population(args) => args.run(store),
            Self::Membership(args) => args.run(store),
            Self::Classes(args) => args.run(store),
            Self::Lineage(args) => args.run(store),
            Self::Carry(args) => args.run(store),
            Self::Postcodes(args) => args.run(store),
            Self::Assets(args) => args.run(store),
            Self::Footprints(args) => args.run(store),
            Self::Scenarios(args) => args.run(store),
            Self::Place(args) => args.run(store),
        }
    }
}

impl LayerArgs {
    fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        let import = LayerImport {
            edition: EditionRequest {
                layer: self.layer.clone(),
                edition: self.edition.clone(),
                period: Period::new(self.origin.from, self.origin.until)?,
                amends: self.amends.clone(),
                provenance: self.origin.provenance(),
                settings: LayerSettings {
                    family: self.family,
                    visibility: self.visibility,
                    ..LayerSettings::default()
                },
                dry_run: self.origin.dry_run,
            },
            files: self.files.clone(),
            code: self.code.clone(),
            name: self.name.clone(),
            crs: self.crs,
            table: self.table.clone(),
            only: None,
        };
        let store = for_writing(store, self.origin.dry_run)?;
        let report = working(&format!("importing {}", self.layer), || layer::run(&store.store, &import))?;
        show(&report, self.origin.format)?;
        Ok(ExitCode::SUCCESS)
    }
}

impl DissolveArgs {
    fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        let on = self.on.or(self.origin.from).unwrap_or_else(today);
        let opened = store.open()?;
        let edition = match &self.edition {
            Some(edition) => edition.clone(),
            None => match &self.of.edition {
                Some(edition) => edition.clone(),
                None => current_edition(&opened, &self.of, on)?,
            },
        };
        let request = Dissolve {
            edition: EditionRequest {
                layer: self.new_layer.clone(),
                edition,
                period: Period::new(self.origin.from, self.origin.until)?,
                amends: None,
                provenance: self.origin.provenance(),
                settings: LayerSettings {
                    family: self.family,
                    visibility: self.visibility,
                    ..LayerSettings::default()
                },
                dry_run: self.origin.dry_run,
            },
            of: self.of.clone(),
            on,
            lookup: self.lookup.clone(),
            member: self.member.clone(),
            code: self.code.clone(),
            name: self.name.clone(),
        };
        let report = working(&format!("joining {}", self.of), || dissolve::run(&opened, &request))?;
        show(&report, self.origin.format)?;
        Ok(ExitCode::SUCCESS)
    }
}

impl FootprintsArgs {
    fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        let on = self.on.or(self.origin.from).unwrap_or_else(today);
        let opened = store.open()?;
        let atlas = super::read_atlas(&opened, &crate::atlas::Atlas::default())?;
        let lists = atlas.view(crate::atlas::Viewer::SignedIn).membership(&self.of, on)?.clone();
        let mut provenance = self.origin.provenance();
        let from_lists = &lists.release.provenance;
        provenance.source = provenance.source.or_else(|| {
            let source = from_lists.source.as_deref().unwrap_or("lists");
            Some(format!("{source}; footprints derived here, by most {} in each block", lists.weight))
        });
        provenance.publisher = provenance.publisher.or_else(|| from_lists.publisher.clone());
        provenance.licence = provenance.licence.or_else(|| from_lists.licence.clone());
        provenance.attribution = provenance.attribution.or_else(|| from_lists.attribution.clone());
        let request = Footprints {
            edition: EditionRequest {
                layer: self.new_layer.clone(),
                edition: self.edition.clone().unwrap_or_else(|| lists.release.edition.clone()),
                period: Period::new(self.origin.from.or(lists.release.period.from()), self.origin.until)?,
                amends: None,
                provenance,
                settings: LayerSettings {
                    family: Some(lists.layer.family),
                    visibility: self.visibility.or(Some(lists.layer.visibility)),
                    ..LayerSettings::default()
                },
                dry_run: self.origin.dry_run,
            },
            of: self.of.clone(),
            on,
        };
        let report = working(&format!("deriving {}", self.new_layer), || footprints::run(&opened, &request))?;
        show(&report, self.origin.format)?;
        Ok(ExitCode::SUCCESS)
    }
}

fn current_edition(store: &GeoPackage, of: &LayerRef, on: Date) -> anyhow::Result<EditionId> {
    let atlas = super::read_atlas(store, &crate::atlas::Atlas::default())?;
    let layer = atlas.view(crate::atlas::Viewer::SignedIn).layer(of, on)?;
    let edition = layer.layer.edition_on(on).map(|state| state.edition.id.clone());
    edition.ok_or_else(|| {
        anyhow::anyhow!("layer {of} has no edition on {on}: name one as {of}@EDITION, or give --on")
    })
}

impl PlaceArgs {
    fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        let store = for_writing(store, self.dry_run)?;
        let mut reports = Vec::new();
        let failures = working("importing", || {
            place::run(&store.store, &self.file, &self.data, self.dry_run, |result| match result {
                Ok(report) if self.format == Format::Table => print(&report.to_string()),
                Ok(report) => reports.push(report.clone()),
                Err(error) => eprintln!("patchwork: {error}"),
            })
        })?;
        if self.format != Format::Table {
            print_json(&reports)?;
        }
        if failures == 0 {
            return Ok(ExitCode::SUCCESS);
        }
        anyhow::bail!(
            "{failures} of the entries of {} failed, as said above; the others were imported",
            self.file.display()
        )
    }
}

/// A store to write to; for a dry run without one, a store that is thrown away.
pub(super) struct Writable {
    pub(super) store: GeoPackage,
    _scratch: Option<tempfile::TempDir>,
}

pub(super) fn for_writing(store: &StoreArg, dry_run: bool) -> anyhow::Result<Writable> {
    if !dry_run {
        return Ok(Writable { store: store.open_or_create()?, _scratch: None });
    }
    match store.open() {
        Ok(store) => Ok(Writable { store, _scratch: None }),
        Err(StoreError::Missing { .. }) => {
            let scratch = tempfile::tempdir()?;
            let store = GeoPackage::create_or_open(&scratch.path().join("dry-run.gpkg"))?;
            Ok(Writable { store, _scratch: Some(scratch) })
        }
        Err(error) => Err(error.into()),
    }
}

/// Shows on a terminal that something goes on; elsewhere says nothing until there is something to say.
pub(super) fn working<T>(
    what: &str,
    work: impl FnOnce() -> Result<T, ImportError>,
) -> Result<T, ImportError> {
    let bar =
        if std::io::stderr().is_terminal() { ProgressBar::new_spinner() } else { ProgressBar::hidden() };
    bar.set_message(what.to_owned());
    bar.enable_steady_tick(Duration::from_millis(120));
    let result = work();
    bar.finish_and_clear();
    result
}

pub(super) fn show(report: &Report, format: Format) -> anyhow::Result<()> {
    match format {
        Format::Table | Format::Csv => print(&report.to_string()),
        Format::Json => print_json(report)?,
    }
    Ok(())
}
