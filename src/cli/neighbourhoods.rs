//! `patchwork neighbourhoods`: what residents drew, for the operator: looked through, published, declined, deleted.

use std::process::ExitCode;

use anyhow::bail;
use clap::Subcommand;
use jiff::{Timestamp, ToSpan};

use super::{
    StoreArg,
    output::{Format, print, print_csv, print_json, print_table},
};
use crate::{
    neighbourhood::{Proposal, ProposalId, Reason, State},
    store::{Act, Changed, ProposalChange, ProposalStore, Which},
};

#[derive(Debug, Subcommand)]
pub(super) enum Neighbourhoods {
    /// List drawings, those that wait for a moderator unless told otherwise
    List(List),
    /// Put a drawing on the map
    Publish(One),
    /// Keep a drawing off the map, or take it off, for one of the published reasons
    Decline(Decline),
    /// Delete a drawing with all its versions, for good
    Delete(One),
    /// Delete old drafts, declined or withdrawn drawings with all their versions, for good
    Purge(Purge),
}

#[derive(Debug, clap::Args)]
pub(super) struct List {
    /// draft, proposed, published, declined, withdrawn or all
    #[arg(long)]
    state: Option<String>,
    /// How to write the list
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, clap::Args)]
pub(super) struct One {
    /// The drawing's id, as `list` shows it
    #[arg(value_name = "ID")]
    id: ProposalId,
}

#[derive(Debug, clap::Args)]
pub(super) struct Decline {
    /// The drawing's id, as `list` shows it
    #[arg(value_name = "ID")]
    id: ProposalId,
    /// abuse, personal-data, outside-the-place, duplicate or not-a-shape
    #[arg(long)]
    reason: Reason,
}

#[derive(Debug, clap::Args)]
pub(super) struct Purge {
    /// draft, declined or withdrawn
    #[arg(long)]
    state: State,
    /// Only those that have not changed for so many days
    #[arg(long, value_name = "DAYS", default_value_t = 365)]
    older_than: u32,
}

impl Neighbourhoods {
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        let store = store.open()?;
        match self {
            Self::List(list) => list.run(&store)?,
            Self::Publish(one) => change(&store, &one.id, Act::Publish)?,
            Self::Decline(decline) => change(&store, &decline.id, Act::Decline(decline.reason))?,
            Self::Delete(one) => {
                if !store.delete_proposal(&one.id, Timestamp::now())? {
                    bail!(
                        "there is no drawing {}: `patchwork neighbourhoods list --state all` shows those there are",
                        one.id
                    );
                }
                print(&format!("{} is deleted, with all its versions\n", one.id));
            }
            Self::Purge(purge) => purge.run(&store)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl List {
    fn run(&self, store: &impl ProposalStore) -> anyhow::Result<()> {
        let which = match self.state.as_deref() {
            None => Which::Waiting,
            Some("all") => Which::All,
            Some(state) => match state.parse() {
                Ok(state) => Which::In(state),
                Err(reason) => bail!("--state: {reason}, or all"),
            },
        };
        let all: Vec<Proposal> =
            store.proposals(which, 0, u32::MAX)?.into_iter().map(|(_, one)| one).collect();
        let names = ["id", "state", "name", "route", "version", "reason", "changed"];
        let rows: Vec<Vec<String>> = all.iter().map(row).collect();
        match self.format {
            Format::Table => print_table(&names, &rows),
            Format::Csv => print_csv(&names, &rows)?,
            Format::Json => {
                let listed = all.iter().map(|one| {
                    serde_json::json!({
                        "id": one.id.as_str(), "state": one.state.as_str(), "name": one.version.content.name,
                        "route": one.route.as_str(), "version": one.version.number,
                        "reason": one.reason.map(Reason::as_str), "changed": one.changed,
                    })
                });
                print_json(&listed.collect::<Vec<_>>())?;
            }
        }
        Ok(())
    }
}

fn row(one: &Proposal) -> Vec<String> {
    vec![
        one.id.to_string(),
        one.state.to_string(),
        one.version.content.name.clone(),
        one.route.to_string(),
        one.version.number.to_string(),
        one.reason.map(|reason| reason.to_string()).unwrap_or_default(),
        one.changed.strftime("%Y-%m-%d %H:%M").to_string(),
    ]
}

fn change(store: &impl ProposalStore, id: &ProposalId, act: Act) -> anyhow::Result<()> {
    let Some(one) = store.proposal(id)? else {
        bail!("there is no drawing {id}: `patchwork neighbourhoods list --state all` shows those there are");
    };
    let change =
        ProposalChange { id: id.clone(), revision: one.revision, at: Timestamp::now(), by: None, act };
    match store.change_proposals(&[change])?.pop() {
        Some(Changed::Done(now)) => {
            let page = now.area_id.filter(|_| now.state == State::Published).map(|id| format!(" as {id}"));
            print(&format!("{id} is {}{}\n", now.state, page.unwrap_or_default()));
            Ok(())
        }
        Some(Changed::Refused(state)) => bail!("drawing {id} is {state}: that cannot be done with it"),
        _ => bail!("drawing {id} has just been changed by somebody else: look at it again"),
    }
}

impl Purge {
    fn run(&self, store: &impl ProposalStore) -> anyhow::Result<()> {
        if !matches!(self.state, State::Draft | State::Declined | State::Withdrawn) {
            bail!(
                "--state: only drafts, declined and withdrawn drawings are purged; `delete` takes one of any state"
            );
        }
        let now = Timestamp::now();
        let hours = i64::from(self.older_than) * 24;
        let gone = store.purge_proposals(self.state, now.checked_sub(hours.hours())?, now)?;
        print(&format!("{gone} drawings deleted: {}, unchanged for {} days\n", self.state, self.older_than));
        Ok(())
    }
}
