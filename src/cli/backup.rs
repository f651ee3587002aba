//! `patchwork backup` and `patchwork prune`.

use std::{path::PathBuf, process::ExitCode};

use super::{StoreArg, output::print};
use crate::store::Store;

#[derive(Debug, clap::Args)]
pub(super) struct Backup {
    /// The copy; it must not be there yet
    #[arg(value_name = "FILE")]
    to: PathBuf,
}

impl Backup {
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        store.open()?.backup(&self.to)?;
        print(&format!("{} is a complete copy of {}\n", self.to.display(), store.store.display()));
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(Debug, clap::Args)]
pub(super) struct Prune {}

impl Prune {
    #[allow(clippy::unused_self)] // every command is run the same way
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        let pruned = store.open()?.prune()?;
        print(&format!("{} replaced editions with {} areas removed\n", pruned.revisions, pruned.areas));
        Ok(ExitCode::SUCCESS)
    }
}
