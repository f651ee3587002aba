//! What residents draw.

use std::sync::Arc;

use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, Transaction, named_params, params};

use super::{
    GeoPackage,
    access::{moment, read_moment},
    blob,
    failure::Failure,
    read::{parsed, parsed_if_any},
};
use crate::{
    access::{SecretHash, TokenId},
    boundary::AreaId,
    geometry::Region,
    neighbourhood::{Content, Proposal, ProposalId, Published, State, Version, drawn_area_id},
    store::{Act, Changed, NewProposal, ProposalChange, ProposalStore, StoreError, Which, drawn},
};

const COLUMNS: &str = "p.id, p.proposal_id, p.state, p.revision, p.version, p.published_version, p.area_id, p.grouped_as, \
    p.reason, p.route, p.licence, p.created_at, p.changed_at, v.name, v.why, v.tags, v.geom, v.at";
const NEWEST: &str =
    "patchwork_proposal p join patchwork_proposal_version v on v.proposal = p.id and v.number = p.version";

impl ProposalStore for GeoPackage {
    fn put_proposals(&self, new: &[NewProposal]) -> Result<Vec<bool>, StoreError> {
        self.connections.write(|transaction| new.iter().map(|new| put(transaction, new)).collect())
    }

    fn proposal(&self, id: &ProposalId) -> Result<Option<Proposal>, StoreError> {
        self.connections.read(|transaction| one(transaction, "p.proposal_id = ?1", id.as_str()))
    }

    fn proposal_of(&self, secret: &SecretHash) -> Result<Option<Proposal>, StoreError> {
        self.connections.read(|transaction| one(transaction, "p.secret_hash = ?1", &secret.written()))
    }

    fn versions_of(&self, id: &ProposalId) -> Result<Vec<Version>, StoreError> {
        self.connections.read(|transaction| {
            let mut query = transaction.prepare_cached(
                "select v.number, v.name, v.why, v.tags, v.geom, v.at from patchwork_proposal p \
                 join patchwork_proposal_version v on v.proposal = p.id where p.proposal_id = ?1 order by v.number",
            )?;
            let rows = query.query_map([id.as_str()], |row| Ok(version(row, row.get("number")?)))?;
            rows.map(|row| row?).collect()
        })
    }

    fn proposals(&self, which: Which, after: i64, limit: u32) -> Result<Vec<(i64, Proposal)>, StoreError> {
        let condition = match which {
            Which::Waiting => {
                "(p.state = 'proposed' or (p.state = 'published' and p.published_version <> p.version))"
            }
            Which::In(_) => "p.state = :state",
            Which::All => "true",
        };
        let state = if let Which::In(state) = which { Some(state.as_str()) } else { None };
        self.connections.read(|transaction| {
            let sql = format!(
                "select {COLUMNS} from {NEWEST} where {condition} and (:state is null or p.state = :state) \
                 and p.id > :after order by p.id limit :limit"
            );
            let mut query = transaction.prepare_cached(&sql)?;
            let given = named_params! { ":state": state, ":after": after, ":limit": limit };
            let rows = query.query_map(given, |row| {
                let number: i64 = row.get(0)?;
                Ok(proposal(row).map(|proposal| (number, proposal)))
            })?;
            rows.map(|row| row?).collect()
        })
    }

    fn change_proposals(&self, changes: &[ProposalChange]) -> Result<Vec<Changed>, StoreError> {
        self.connections.write(|transaction| changes.iter().map(|asked| change(transaction, asked)).collect())
    }

    fn published_stamp(&self) -> Result<Option<String>, StoreError> {
        self.connections.read(|transaction| {
            let mut query = transaction.prepare_cached(
                "select area_id, revision from patchwork_proposal where state = 'published' order by area_id",
            )?;
            let mut rows = query.query([])?;
            let (mut hasher, mut any) = (blake3::Hasher::new(), false);
            while let Some(row) = rows.next()? {
                any = true;
                let (area, revision): (String, u32) = (row.get(0)?, row.get(1)?);
                hasher.update(format!("{area}\n{revision}\n").as_bytes());
            }
            Ok(any.then(|| hasher.finalize().to_hex().as_str()[..12].to_owned()))
        })
    }

    fn published(&self) -> Result<Vec<Published>, StoreError> {
        self.connections.read(|transaction| {
            let mut query = transaction.prepare_cached(
                "select p.area_id, p.grouped_as, p.route, p.licence, p.published_at, v.number, v.name, v.why, v.tags, v.geom, v.at \
                 from patchwork_proposal p join patchwork_proposal_version v \
                 on v.proposal = p.id and v.number = p.published_version where p.state = 'published' order by p.area_id",
            )?;
            let rows = query.query_map([], |row| Ok(published(row)))?;
            rows.map(|row| row?).collect()
        })
    }

    fn delete_proposal(&self, id: &ProposalId, at: Timestamp) -> Result<bool, StoreError> {
        self.connections.write(|transaction| {
            let sql = "delete from patchwork_proposal where proposal_id = ?1";
            let was_there = transaction.execute(sql, [id.as_str()])? > 0;
            if was_there {
                note(transaction, None, at, "neighbourhood.delete", id.as_str(), None, None)?;
            }
            Ok(was_there)
        })
    }

    fn purge_proposals(&self, state: State, before: Timestamp, at: Timestamp) -> Result<u64, StoreError> {
        self.connections.write(|transaction| {
            let sql = "delete from patchwork_proposal where state = ?1 and changed_at < ?2";
            let gone = transaction.execute(sql, params![state.as_str(), moment(before)])? as u64;
            if gone > 0 {
                let said = serde_json::json!({ "deleted": gone, "unchanged_since": before }).to_string();
                note(transaction, None, at, "neighbourhood.purge", state.as_str(), None, Some(&said))?;
            }
            Ok(gone)
        })
    }
}

fn put(transaction: &Transaction<'_>, new: &NewProposal) -> Result<bool, Failure> {
    let secret = new.secret.map(|hash| hash.written());
    if let Some(secret) = &secret
        && one(transaction, "p.secret_hash = ?1", secret)?.is_some()
    {
        return Ok(false);
    }
    transaction.execute(
        "insert into patchwork_proposal (proposal_id, secret_hash, state, revision, version, route, licence, created_at, changed_at) \
         values (?1, ?2, ?3, 1, 1, ?4, ?5, ?6, ?6)",
        params![new.id.as_str(), secret, new.state.as_str(), new.route.as_str(), new.licence, moment(new.at)],
    )?;
    put_version(transaction, transaction.last_insert_rowid(), 1, new.at, &new.content)?;
    let after = serde_json::json!({ "state": new.state.as_str(), "route": new.route.as_str() }).to_string();
    let action = if new.state == State::Draft { "neighbourhood.draft" } else { "neighbourhood.send" };
    note(transaction, new.by.as_ref(), new.at, action, new.id.as_str(), None, Some(&after))?;
    Ok(true)
}

fn put_version(
    transaction: &Transaction<'_>,
    proposal: i64,
    number: u32,
    at: Timestamp,
    content: &Content,
) -> Result<(), Failure> {
    let geom = content.region.as_ref().map(|region| blob::encode(region, region.bounds()));
    let tags = serde_json::json!(content.tags).to_string();
    transaction.execute(
        "insert into patchwork_proposal_version (proposal, number, name, why, tags, geom, at) values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![proposal, number, content.name, content.why, tags, geom, moment(at)],
    )?;
    Ok(())
}

/// What happened is remembered, what was drawn and written is not: a drawing that is deleted must be gone.
fn note(
    transaction: &Transaction<'_>,
    by: Option<&TokenId>,
    at: Timestamp,
    action: &str,
    subject: &str,
    before: Option<&str>,
    after: Option<&str>,
) -> Result<(), Failure> {
    transaction.execute(
        "insert into patchwork_audit (at, token_id, action, subject, before_json, after_json) values (?1, ?2, ?3, ?4, ?5, ?6)",
        params![moment(at), by.map(TokenId::as_str), action, subject, before, after],
    )?;
    Ok(())
}

fn change(transaction: &Transaction<'_>, asked: &ProposalChange) -> Result<Changed, Failure> {
    let Some(before) = one(transaction, "p.proposal_id = ?1", asked.id.as_str())? else {
        return Ok(Changed::Missing);
    };
    if before.revision != asked.revision {
        return Ok(Changed::Stale(Box::new(before)));
    }
    let Some(state) = next_state(&before, &asked.act) else { return Ok(Changed::Refused(before.state)) };
    let sql = "select id from patchwork_proposal where proposal_id = ?1";
    let row: i64 = transaction.query_row(sql, [asked.id.as_str()], |row| row.get(0))?;
    let mut after = Proposal { state, revision: before.revision + 1, changed: asked.at, ..before.clone() };
    let mut published_at = None;
    match &asked.act {
        Act::Edit { content, licence } => {
            after.version.number += 1;
            put_version(transaction, row, after.version.number, asked.at, content)?;
            after.licence = licence.clone().or(after.licence);
            if state == State::Proposed {
                after.reason = None;
            }
        }
        Act::Publish => {
            after.published_version = Some(after.version.number);
            published_at = Some(moment(asked.at));
            if after.area_id.is_none() {
                after.area_id = Some(free_area_id(transaction, &after.version.content.name)?);
            }
        }
        Act::Decline(reason) => (after.reason, after.published_version) = (Some(*reason), None),
        Act::Withdraw => after.published_version = None,
        Act::Group(name) => after.grouped_as.clone_from(name),
    }
    transaction.execute(
        "update patchwork_proposal set state = ?2, revision = ?3, version = ?4, published_version = ?5, area_id = ?6, grouped_as = ?7, \
         reason = ?8, licence = ?9, changed_at = ?10, published_at = coalesce(?11, published_at) where id = ?1",
        params![
            row,
            after.state.as_str(),
            after.revision,
            after.version.number,
            after.published_version,
            after.area_id.as_ref().map(AreaId::as_str),
            after.grouped_as,
            after.reason.map(crate::neighbourhood::Reason::as_str),
            after.licence,
            moment(asked.at),
            published_at
        ],
    )?;
    let told = |one: &Proposal| {
        serde_json::json!({
            "state": one.state.as_str(), "version": one.version.number, "published_version": one.published_version,
            "reason": one.reason.map(crate::neighbourhood::Reason::as_str),
        })
        .to_string()
    };
    let (was, is) = (told(&before), told(&after));
    note(
        transaction,
        asked.by.as_ref(),
        asked.at,
        asked.act.as_str(),
        asked.id.as_str(),
        Some(&was),
        Some(&is),
    )?;
    let kept = one(transaction, "p.proposal_id = ?1", asked.id.as_str())?;
    Ok(kept.map_or(Changed::Missing, |kept| Changed::Done(Box::new(kept))))
}

/// The state that an act leads to; `None` where it cannot be done.
fn next_state(before: &Proposal, act: &Act) -> Option<State> {
    let now = before.state;
    let next = match act {
        Act::Edit { licence, .. } => match (now, licence) {
            (State::Withdrawn, _) => return None,
            (State::Draft | State::Declined, Some(_)) => State::Proposed,
            _ => return Some(now),
        },
        Act::Publish if now == State::Published && before.waits() => {
            return before.version.content.region.as_ref().map(|_| now);
        }
        Act::Publish => before.version.content.region.as_ref().map(|_| State::Published)?,
        Act::Decline(_) => State::Declined,
        Act::Withdraw => State::Withdrawn,
        Act::Group(_) => return Some(now),
    };
    now.may_become(next).then_some(next)
}

fn free_area_id(transaction: &Transaction<'_>, name: &str) -> Result<AreaId, Failure> {
    let mut taken = transaction.prepare_cached(
        "select exists (select 1 from patchwork_proposal where area_id = ?1) or exists (select 1 from patchwork_area where area_id = ?1)",
    )?;
    let mut failed = None;
    let is_free = |id: &str| match taken.query_row([id], |row| row.get::<_, bool>(0)) {
        Ok(is_taken) => !is_taken,
        Err(error) => {
            failed = Some(error);
            true
        }
    };
    let id = drawn_area_id(&drawn::layer_id(), name, is_free);
    if let Some(error) = failed {
        return Err(error.into());
    }
    id.ok_or_else(|| Failure::Damaged(format!("there are too many neighbourhoods called “{name}”")))
}

fn one(transaction: &Transaction<'_>, condition: &str, value: &str) -> Result<Option<Proposal>, Failure> {
    let sql = format!("select {COLUMNS} from {NEWEST} where {condition}");
    let mut query = transaction.prepare_cached(&sql)?;
    query.query_row([value], |row| Ok(proposal(row))).optional()?.transpose()
}

fn proposal(row: &Row<'_>) -> Result<Proposal, Failure> {
    Ok(Proposal {
        id: parsed(row, "proposal_id")?,
        state: parsed(row, "state")?,
        revision: row.get("revision")?,
        version: version(row, row.get("version")?)?,
        published_version: row.get("published_version")?,
        area_id: row.get::<_, Option<String>>("area_id")?.map(AreaId::from_store),
        grouped_as: row.get("grouped_as")?,
        reason: parsed_if_any(row, "reason")?,
        route: parsed(row, "route")?,
        licence: row.get("licence")?,
        created: read_moment(&row.get::<_, String>("created_at")?)?,
        changed: read_moment(&row.get::<_, String>("changed_at")?)?,
    })
}

fn version(row: &Row<'_>, number: u32) -> Result<Version, Failure> {
    let tags: String = row.get("tags")?;
    let tags =
        serde_json::from_str(&tags).map_err(|error| Failure::Damaged(format!("column tags: {error}")))?;
    let geom: Option<Vec<u8>> = row.get("geom")?;
    let region = geom.map(|geom| {
        let shape = blob::decode(&geom).map_err(|error| Failure::Damaged(error.to_string()))?;
        Region::from_store(shape).map(Arc::new).map_err(|error| Failure::Damaged(error.to_string()))
    });
    Ok(Version {
        number,
        at: read_moment(&row.get::<_, String>("at")?)?,
        content: Content { name: row.get("name")?, why: row.get("why")?, tags, region: region.transpose()? },
    })
}

fn published(row: &Row<'_>) -> Result<Published, Failure> {
    let Version { content, at, .. } = version(row, row.get("number")?)?;
    let Some(region) = content.region else {
        return Err(Failure::Damaged("a published drawing has no ground".to_owned()));
    };
    let published: Option<String> = row.get("published_at")?;
    Ok(Published {
        area_id: AreaId::from_store(row.get("area_id")?),
        name: content.name,
        grouped_as: row.get("grouped_as")?,
        why: content.why,
        tags: content.tags,
        route: parsed(row, "route")?,
        licence: row.get::<_, Option<String>>("licence")?.unwrap_or_default(),
        published: published.map_or(Ok(at), |text| read_moment(&text))?,
        region,
    })
}
