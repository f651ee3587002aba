//! `patchwork export LAYER`: a layer as a file for other programs.

use std::{
    fs::Permissions,
    io::{self, BufWriter, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context, bail};
use clap::ValueEnum;
use jiff::civil::Date;

use super::StoreArg;
use crate::{
    atlas::{Atlas, Viewer},
    boundary::LayerRef,
    export::{
        Coordinates, ExportError, Selection, write_csv, write_flatgeobuf, write_geojson, write_geopackage,
    },
    http::today,
};

#[derive(Debug, clap::Args)]
pub(super) struct Export {
    /// The layer: LAYER or LAYER@EDITION
    #[arg(value_name = "LAYER")]
    layer: LayerRef,
    /// The form of the file
    #[arg(long, value_enum)]
    format: FileFormat,
    /// The day; today in London when left out
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Only areas that share more than noise with this one; they are not cut at its edge
    #[arg(long = "in", value_name = "LAYER:CODE")]
    within: Option<String>,
    /// The coordinates of GeoJSON: longitude and latitude unless said otherwise
    #[arg(long, value_enum)]
    crs: Option<Crs>,
    /// The file to write; it must not be there yet. GeoJSON and CSV go to standard output without it
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FileFormat {
    /// RFC 7946: longitude and latitude
    Geojson,
    /// FlatGeobuf, in British National Grid metres
    Fgb,
    /// GeoPackage, in British National Grid metres
    Gpkg,
    /// A table without shapes: codes, names, dates, areas, label points
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Crs {
    /// Longitude and latitude on WGS 84
    #[value(name = "EPSG:4326")]
    Degrees,
    /// British National Grid metres, exact to the millimetre
    #[value(name = "EPSG:27700")]
    Grid,
}

impl Export {
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        if self.crs == Some(Crs::Degrees) && matches!(self.format, FileFormat::Fgb | FileFormat::Gpkg) {
            bail!(
                "FlatGeobuf and GeoPackage are written in EPSG:27700 only, as the ground is kept: leave --crs out"
            );
        }
        if self.crs.is_some() && self.format == FileFormat::Csv {
            bail!(
                "a table has no coordinates but its label points, which are in both systems: leave --crs out"
            );
        }
        if self.output.is_none() && matches!(self.format, FileFormat::Fgb | FileFormat::Gpkg) {
            bail!(
                "FlatGeobuf and GeoPackage are no text to print: name the file to write with --output FILE"
            );
        }
        let on = self.on.unwrap_or_else(today);
        let atlas = super::read_atlas(&store.open()?, &Atlas::default())?;
        let view = atlas.view(Viewer::SignedIn);
        let layer = view.layer(&self.layer, on)?;
        let place = match &self.within {
            None => None,
            Some(text) => {
                let (within, code) =
                    text.split_once(':').context("--in wants LAYER:CODE, as districts:E06000043")?;
                Some(view.layer(&within.parse()?, on)?.area(code)?.version.region.clone())
            }
        };
        let selection = Selection::new(&layer, place.as_deref());
        if selection.is_empty() {
            let inside = self.within.as_ref().map(|place| format!(" inside {place}")).unwrap_or_default();
            bail!("layer {} has no areas in force on {on}{inside}: give another day with --on", self.layer);
        }
        match &self.output {
            None => self.print(&selection)?,
            Some(file) => {
                self.save(&selection, file)?;
                eprintln!("{}: {} areas of {} on {on}", file.display(), selection.len(), self.layer);
            }
        }
        if let ([_, ..], Some(place)) = (selection.crossing(), &self.within) {
            let described = |area: &&crate::atlas::IndexedArea| {
                format!("{} ({})", area.version.name, area.version.code_or_id())
            };
            let crossing: Vec<String> = selection.crossing().iter().map(described).collect();
            eprintln!(
                "{} of them cross the edge of {place} and are whole here: {}",
                crossing.len(),
                crossing.join(", ")
            );
        }
        Ok(ExitCode::SUCCESS)
    }

    fn print(&self, selection: &Selection<'_>) -> anyhow::Result<()> {
        match self.write(selection, BufWriter::new(io::stdout().lock())) {
            // A reader that has gone away (`| head`) is no failure.
            Err(error) if is_broken_pipe(&error) => Ok(()),
            written => Ok(written?),
        }
    }

    /// Writes beside the file and then gives it its name, so that nobody ever finds half of it.
    fn save(&self, selection: &Selection<'_>, file: &Path) -> anyhow::Result<()> {
        let about = || format!("{} could not be written", file.display());
        if file.exists() {
            bail!("{} exists already: an export never overwrites a file", file.display());
        }
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        // Readable by whom the umask lets, as any other file; a temporary one is its owner's alone.
        let made = tempfile::Builder::new()
            .permissions(Permissions::from_mode(0o666))
            .tempfile_in(folder.unwrap_or(Path::new(".")))
            .with_context(about)?;
        match self.format {
            FileFormat::Gpkg => write_geopackage(selection, made.path()),
            _ => self.write(selection, BufWriter::new(made.as_file())),
        }
        .with_context(about)?;
        made.as_file().sync_all().with_context(about)?;
        made.persist_noclobber(file).map_err(|refused| refused.error).with_context(about)?;
        Ok(())
    }

    fn write(&self, selection: &Selection<'_>, out: impl Write) -> Result<(), ExportError> {
        match self.format {
            FileFormat::Geojson => {
                let coordinates = match self.crs {
                    Some(Crs::Grid) => Coordinates::Grid,
                    _ => Coordinates::Degrees,
                };
                write_geojson(selection, coordinates, out)
            }
            FileFormat::Csv => write_csv(selection, out),
            FileFormat::Fgb | FileFormat::Gpkg => write_flatgeobuf(selection, out),
        }
    }
}

fn is_broken_pipe(error: &ExportError) -> bool {
    let cause: Option<&io::Error> = match error {
        ExportError::Io(cause) => Some(cause),
        ExportError::Json(cause) => return cause.io_error_kind() == Some(io::ErrorKind::BrokenPipe),
        ExportError::Csv(cause) => match cause.kind() {
            csv::ErrorKind::Io(cause) => Some(cause),
            _ => None,
        },
        _ => None,
    };
    cause.is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
