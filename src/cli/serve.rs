//! `patchwork serve`.
use std::process::ExitCode;
use super::StoreArg;
#[derive(Debug, clap::Args)]
pub(super) struct Serve {}
impl Serve {
    #[allow(clippy::unused_self)]
    pub(super) fn run(&self, _store: &StoreArg) -> anyhow::Result<ExitCode> { anyhow::bail!("later") }
}
