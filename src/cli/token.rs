//! `patchwork token`: who may change something.

use std::process::ExitCode;

use anyhow::bail;
use clap::Subcommand;
use jiff::Timestamp;

use super::{
    StoreArg,
    output::{Format, print, print_csv, print_json, print_table},
};
use crate::{
    access::{NewAuditEntry, NewToken, Role, Token, TokenId, TokenText},
    store::AccessStore,
};

/// The longest name of a token's holder, in characters.
const MOST_NAME_CHARS: usize = 100;

#[derive(Debug, Subcommand)]
pub(super) enum Tokens {
    /// Make a token and show it, this once
    Create(Create),
    /// List every token, without the secrets, which nobody has
    List(List),
    /// Revoke a token: it and its sessions end at once
    Revoke(Revoke),
}

#[derive(Debug, clap::Args)]
pub(super) struct Create {
    /// What it allows: contributor, moderator, planner or admin
    #[arg(long)]
    role: Role,
    /// Whose it is
    #[arg(long, value_name = "WHO")]
    name: Option<String>,
}

#[derive(Debug, clap::Args)]
pub(super) struct List {
    /// How to write the list
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Debug, clap::Args)]
pub(super) struct Revoke {
    /// The token's id, as `list` shows it
    #[arg(value_name = "ID")]
    id: String,
}

impl Tokens {
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        let store = store.open()?;
        match self {
            Self::Create(create) => create.run(&store)?,
            Self::List(list) => list.run(&store)?,
            Self::Revoke(revoke) => revoke.run(&store)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Create {
    fn run(&self, store: &impl AccessStore) -> anyhow::Result<()> {
        let name = self.name.as_deref().map(str::trim).filter(|name| !name.is_empty());
        if name.is_some_and(|name| name.chars().count() > MOST_NAME_CHARS || name.contains(char::is_control))
        {
            bail!("--name: a name has at most {MOST_NAME_CHARS} characters, on one line");
        }
        let (text, created) = (TokenText::random(), Timestamp::now());
        let (id, hash, role) = (text.id.clone(), text.secret.hash(), self.role);
        store.put_token(&NewToken { id, hash, role, name: name.map(str::to_owned), created })?;
        store.note_change(&noted("token.create", &text.id, created))?;
        eprintln!("A token of a {role}, which goes by {}. It is shown this once; keep it safe:", text.id);
        print(&format!("{}\n", text.written()));
        Ok(())
    }
}

impl List {
    fn run(&self, store: &impl AccessStore) -> anyhow::Result<()> {
        let tokens = store.tokens()?;
        let names = ["id", "role", "name", "created", "revoked"];
        let rows: Vec<Vec<String>> = tokens.iter().map(row).collect();
        match self.format {
            Format::Table => print_table(&names, &rows),
            Format::Csv => print_csv(&names, &rows)?,
            Format::Json => {
                let listed = tokens.iter().map(|token| {
                    serde_json::json!({
                        "id": token.id.as_str(), "role": token.role.as_str(), "name": token.name,
                        "created": token.created, "revoked": token.revoked,
                    })
                });
                print_json(&listed.collect::<Vec<_>>())?;
            }
        }
        Ok(())
    }
}

fn row(token: &Token) -> Vec<String> {
    let day = |at: Timestamp| at.strftime("%Y-%m-%d %H:%M").to_string();
    let (name, revoked) =
        (token.name.clone().unwrap_or_default(), token.revoked.map(day).unwrap_or_default());
    vec![token.id.to_string(), token.role.to_string(), name, day(token.created), revoked]
}

impl Revoke {
    fn run(&self, store: &impl AccessStore) -> anyhow::Result<()> {
        let Ok(id) = self.id.parse::<TokenId>() else {
            bail!("this is no id of a token: `patchwork token list` shows them, as in k3v9xq2m");
        };
        let now = Timestamp::now();
        if store.revoke_token(&id, now)? {
            store.note_change(&noted("token.revoke", &id, now))?;
            print(&format!("{id} is revoked\n"));
            return Ok(());
        }
        match store.token(&id)? {
            Some(_) => print(&format!("{id} was revoked already\n")),
            None => bail!("there is no token {id}: `patchwork token list` shows those there are"),
        }
        Ok(())
    }
}

fn noted(action: &str, id: &TokenId, at: Timestamp) -> NewAuditEntry {
    let (action, subject) = (action.to_owned(), id.to_string());
    NewAuditEntry { at, token: None, action, subject, before: None, after: None }
}
