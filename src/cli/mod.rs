//! The command line, one subcommand a file.
//!
//! Answers go to standard output, as a table for people or as JSON or CSV for programs; everything else goes to
//! standard error. A failure prints one sentence that says what was wrong and what to do, and exits with 1 (2 when the
//! command itself was misspelt).

mod backup;
mod check;
mod compare;
mod coverage;
mod export;
mod import;
mod import_assets;
mod import_scenarios;
mod import_tables;
mod locate;
mod neighbourhoods;
mod output;
mod scenario;
mod serve;
mod token;

use std::{io::IsTerminal, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{
    geometry::grid,
    store::{StoreError, read_atlas, sqlite::GeoPackage},
};

/// How the patches drawn on England fit each other: NHS footprints, wards, councils and neighbourhoods.
#[derive(Debug, Parser)]
#[command(name = "patchwork", version, about, max_term_width = 110)]
struct Cli {
    #[command(flatten)]
    store: StoreArg,
    #[command(subcommand)]
    command: Command,
}

/// Where the layers are kept.
#[derive(Debug, Clone, clap::Args)]
struct StoreArg {
    /// The store: a GeoPackage file
    #[arg(
        long,
        value_name = "FILE",
        default_value = "patchwork.gpkg",
        env = "PATCHWORK_STORE",
        global = true
    )]
    store: PathBuf,
}

impl StoreArg {
    /// A store that must be there.
    fn open(&self) -> Result<GeoPackage, StoreError> {
        GeoPackage::open(&self.store)
    }

    /// A store that is made when it is not there.
    fn open_or_create(&self) -> Result<GeoPackage, StoreError> {
        GeoPackage::create_or_open(&self.store)
    }
}

#[derive(Debug, Subcommand)]
#[allow(clippy::large_enum_variant)] // made once
enum Command {
    /// Serve the map, the API and the tiles
    Serve(serve::Serve),
    /// Bring boundaries, people and postcodes into the store
    #[command(subcommand)]
    Import(import::Import),
    /// Say what a place lies in
    Locate(locate::Locate),
    /// Say how well two layers fit each other, in ground or in people
    Compare(compare::Compare),
    /// Say who is within reach of assets of some kinds, and who is not
    Coverage(coverage::Coverage),
    /// Say what scenarios there are, and what one is made of
    #[command(subcommand)]
    Scenario(scenario::Scenarios),
    /// Look for gaps, double cover, invalid shapes and slivers in a layer
    Check(check::Check),
    /// Write a layer to a file for other programs
    Export(export::Export),
    /// Make a consistent copy of the store, while it is being served
    Backup(backup::Backup),
    /// Remove replaced editions for good; references to them can no longer be checked
    Prune(backup::Prune),
    /// Say who may change something: make, list and revoke tokens
    #[command(subcommand)]
    Token(token::Tokens),
    /// Look through what residents drew: publish, decline, delete
    #[command(subcommand)]
    Neighbourhoods(neighbourhoods::Neighbourhoods),
}

/// Runs the command that the arguments name.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    start_logging(matches!(cli.command, Command::Serve(_)));
    if let Err(message) = grid::self_check() {
        eprintln!("patchwork: {message}");
        return ExitCode::FAILURE;
    }
    let result = match cli.command {
        Command::Serve(serve) => serve.run(&cli.store),
        Command::Import(import) => import.run(&cli.store),
        Command::Locate(locate) => locate.run(&cli.store),
        Command::Compare(compare) => compare.run(&cli.store),
        Command::Coverage(coverage) => coverage.run(&cli.store),
        Command::Scenario(scenarios) => scenarios.run(&cli.store),
        Command::Check(check) => check.run(&cli.store),
        Command::Export(export) => export.run(&cli.store),
        Command::Backup(backup) => backup.run(&cli.store),
        Command::Prune(prune) => prune.run(&cli.store),
        Command::Token(token) => token.run(&cli.store),
        Command::Neighbourhoods(command) => command.run(&cli.store),
    };
    match result {
        Ok(code) => code,
        Err(error) => {
            eprintln!("patchwork: {}", sentence(&error));
            ExitCode::FAILURE
        }
    }
}

/// The error and what lay behind it, without saying anything twice.
fn sentence(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if !text.contains(&cause) {
            if !text.is_empty() {
                text.push_str(": ");
            }
            text.push_str(&cause);
        }
    }
    text
}

/// One line an event on standard error. `PATCHWORK_LOG` chooses what, as `tracing` filters are written.
fn start_logging(serving: bool) {
    let default = if serving { "info" } else { "warn" };
    let filter = tracing_subscriber::EnvFilter::try_from_env("PATCHWORK_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(default));
    let logs =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    let started = if std::env::var("PATCHWORK_LOG_FORMAT").is_ok_and(|format| format == "json") {
        logs.json().try_init()
    } else {
        logs.with_ansi(std::io::stderr().is_terminal()).try_init()
    };
    // Only a second start in one process fails, and then there is a log already.
    started.ok();
}
