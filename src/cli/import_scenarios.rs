//! `patchwork import scenarios`.

use std::{path::PathBuf, process::ExitCode};

use anyhow::{Context, bail};

use super::{
    StoreArg,
    import::{Origin, for_writing, show, working},
};
use crate::{
    boundary::Visibility,
    import::scenarios::{self, ScenarioDefaults, ScenarioSource, ScenariosImport},
    scenario::{Purpose, ScenarioId},
};

#[derive(Debug, clap::Args)]
pub(super) struct ScenariosArgs {
    /// Two tables, of proposals and of their components; or one of two columns, the codes of components and the areas that they go to
    #[arg(value_name = "FILE", num_args = 0..=2)]
    files: Vec<PathBuf>,
    /// Put scenarios together that divide different ground
    #[arg(long, value_name = "ID,ID", value_delimiter = ',', conflicts_with = "files")]
    combine: Vec<ScenarioId>,
    /// What one scenario is called in data and addresses
    #[arg(long, value_name = "ID")]
    id: Option<ScenarioId>,
    /// Its name for people
    #[arg(long, value_name = "T")]
    title: Option<String>,
    /// What the areas are for: council, neighbourhood-team, place or other
    #[arg(long, value_name = "P")]
    purpose: Option<Purpose>,
    /// About how many people an area should have
    #[arg(long, value_name = "N")]
    guide: Option<u64>,
    /// Who may see them: public or signed-in
    #[arg(long, value_name = "V", default_value = "public")]
    visibility: Visibility,
    /// Take only proposals with one of these values in a column
    #[arg(long, value_name = "COL=VALUE[,VALUE]")]
    only: Option<String>,
    #[command(flatten)]
    origin: Origin,
}

impl ScenariosArgs {
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        if self.origin.from.is_some() || self.origin.until.is_some() {
            bail!(
                "a scenario holds from its vesting day, which its table says: leave --from and --until out"
            );
        }
        let one = || -> anyhow::Result<(ScenarioId, String)> {
            let id = self.id.clone().context("one scenario needs --id ID and --title T")?;
            let title = self.title.clone().unwrap_or_else(|| id.to_string());
            Ok((id, title))
        };
        let source = match self.files.as_slice() {
            [] if !self.combine.is_empty() => {
                let (id, title) = one()?;
                ScenarioSource::Combine { of: self.combine.clone(), id, title }
            }
            [] => bail!("name the files: PROPOSALS.csv COMPONENTS.csv, or one table of two columns"),
            [file] => {
                let (id, title) = one()?;
                ScenarioSource::Sheet { file: file.clone(), id, title }
            }
            [proposals, components, ..] => {
                if self.id.is_some() || self.title.is_some() {
                    bail!("the table of proposals says what each is called: leave --id and --title out");
                }
                let only = self.only.as_ref().map(|text| {
                    let (column, values) = text
                        .split_once('=')
                        .with_context(|| format!("“{text}” is no COL=VALUE, such as proposal_id=SUSSEX-5"))?;
                    Ok::<_, anyhow::Error>((
                        column.to_owned(),
                        values.split(',').map(str::to_owned).collect(),
                    ))
                });
                ScenarioSource::Tables {
                    proposals: proposals.clone(),
                    components: components.clone(),
                    only: only.transpose()?,
                }
            }
        };
        let import = ScenariosImport {
            source,
            defaults: ScenarioDefaults {
                purpose: self.purpose,
                guide_people: self.guide,
                visibility: self.visibility,
                provenance: self.origin.provenance(),
            },
            dry_run: self.origin.dry_run,
        };
        let opened = for_writing(store, self.origin.dry_run)?;
        let report = working("reading scenarios", || scenarios::run(&opened.store, &import))?;
        show(&report, self.origin.format)?;
        Ok(ExitCode::SUCCESS)
    }
}
