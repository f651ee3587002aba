//! Tokens, sessions, the audit trail and reports.

use jiff::{Timestamp, fmt::temporal::DateTimePrinter};
use rusqlite::{OptionalExtension, Row, named_params, params};

use super::{GeoPackage, failure::Failure};
use crate::{
    access::{
        AuditEntry, MOST_SESSIONS_OF_A_TOKEN, NewAuditEntry, NewReport, NewSession, NewToken, Outcome,
        Report, ReportId, SecretHash, Session, Token, TokenId,
    },
    store::{AccessStore, StoreError},
};

const TOKEN_COLUMNS: &str = "t.token_id, t.secret_hash, t.role, t.name, t.created_at, t.revoked_at";
const REPORT_COLUMNS: &str = "id, asset_id, text, at, outcome, settled_at, settled_by";

impl AccessStore for GeoPackage {
    fn put_token(&self, token: &NewToken) -> Result<(), StoreError> {
        self.connections.write(|transaction| {
            let sql = "insert into patchwork_token (token_id, secret_hash, role, name, created_at) values (?1, ?2, ?3, ?4, ?5)";
            let NewToken { id, hash, role, name, created } = token;
            transaction
                .execute(sql, params![id.as_str(), hash.written(), role.as_str(), name, moment(*created)])?;
            Ok(())
        })
    }

    fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        self.connections.read(|transaction| {
            let sql = format!("select {TOKEN_COLUMNS} from patchwork_token t order by t.id");
            let mut query = transaction.prepare_cached(&sql)?;
            let rows = query.query_map([], |row| Ok(token(row)))?;
            rows.map(|row| row?).collect()
        })
    }

    fn token(&self, id: &TokenId) -> Result<Option<Token>, StoreError> {
        self.connections.read(|transaction| {
            let sql = format!("select {TOKEN_COLUMNS} from patchwork_token t where t.token_id = ?1");
            let mut query = transaction.prepare_cached(&sql)?;
            query.query_row([id.as_str()], |row| Ok(token(row))).optional()?.transpose()
        })
    }

    fn revoke_token(&self, id: &TokenId, at: Timestamp) -> Result<bool, StoreError> {
        self.connections.write(|transaction| {
            transaction.execute("delete from patchwork_session where token_id = ?1", [id.as_str()])?;
            let sql = "update patchwork_token set revoked_at = ?2 where token_id = ?1 and revoked_at is null";
            Ok(transaction.execute(sql, params![id.as_str(), moment(at)])? > 0)
        })
    }

    fn put_session(&self, session: &NewSession) -> Result<(), StoreError> {
        self.connections.write(|transaction| {
            let NewSession { hash, token, created, expires } = session;
            transaction
                .execute("delete from patchwork_session where expires_at <= ?1", [moment(*created)])?;
            transaction.execute(
                "insert into patchwork_session (secret_hash, token_id, created_at, expires_at) values (?1, ?2, ?3, ?4)",
                params![hash.written(), token.as_str(), moment(*created), moment(*expires)],
            )?;
            transaction.execute(
                "delete from patchwork_session where token_id = ?1 and id not in \
                 (select id from patchwork_session where token_id = ?1 order by id desc limit ?2)",
                params![token.as_str(), MOST_SESSIONS_OF_A_TOKEN],
            )?;
            Ok(())
        })
    }

    fn session(&self, hash: &SecretHash) -> Result<Option<Session>, StoreError> {
        self.connections.read(|transaction| {
            let sql = format!(
                "select {TOKEN_COLUMNS}, s.expires_at from patchwork_session s join patchwork_token t using (token_id) \
                 where s.secret_hash = ?1"
            );
            let mut query = transaction.prepare_cached(&sql)?;
            let read = |row: &Row<'_>| -> Result<Session, Failure> {
                Ok(Session { token: token(row)?, expires: read_moment(&row.get::<_, String>(6)?)? })
            };
            query.query_row([hash.written()], |row| Ok(read(row))).optional()?.transpose()
        })
    }

    fn end_session(&self, hash: &SecretHash) -> Result<(), StoreError> {
        self.connections.write(|transaction| {
            transaction.execute("delete from patchwork_session where secret_hash = ?1", [hash.written()])?;
            Ok(())
        })
    }

    fn note_change(&self, entry: &NewAuditEntry) -> Result<(), StoreError> {
        self.connections.write(|transaction| {
            let NewAuditEntry { at, token, action, subject, before, after } = entry;
            transaction.execute(
                "insert into patchwork_audit (at, token_id, action, subject, before_json, after_json) \
                 values (?1, ?2, ?3, ?4, ?5, ?6)",
                params![moment(*at), token.as_ref().map(TokenId::as_str), action, subject, before, after],
            )?;
            Ok(())
        })
    }

    fn changes(
        &self,
        subject: Option<&str>,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        self.connections.read(|transaction| {
            let mut query = transaction.prepare_cached(
                "select a.id, t.name, a.at, a.token_id, a.action, a.subject, a.before_json, a.after_json \
                 from patchwork_audit a left join patchwork_token t using (token_id) \
                 where (:subject is null or a.subject = :subject) and (:before is null or a.id < :before) \
                 order by a.id desc limit :limit",
            )?;
            let named = named_params! { ":subject": subject, ":before": before, ":limit": limit };
            let rows = query.query_map(named, |row| Ok(audit_entry(row)))?;
            rows.map(|row| row?).collect()
        })
    }

    fn put_report(&self, report: &NewReport, most_waiting: u32) -> Result<Option<ReportId>, StoreError> {
        self.connections.write(|transaction| {
            let waiting: u32 = transaction.query_row(
                "select count(*) from patchwork_report where settled_at is null",
                [],
                |row| row.get(0),
            )?;
            if waiting >= most_waiting {
                return Ok(None);
            }
            transaction.execute(
                "insert into patchwork_report (asset_id, text, at) values (?1, ?2, ?3)",
                params![report.asset, report.text, moment(report.at)],
            )?;
            Ok(Some(ReportId(transaction.last_insert_rowid())))
        })
    }

    fn reports(&self, settled: bool, after: i64, limit: u32) -> Result<Vec<Report>, StoreError> {
        self.connections.read(|transaction| {
            let sql = format!(
                "select {REPORT_COLUMNS} from patchwork_report where (settled_at is not null) = ?1 and id > ?2 \
                 order by id limit ?3"
            );
            let mut query = transaction.prepare_cached(&sql)?;
            let rows = query.query_map(params![settled, after, limit], |row| Ok(report(row)))?;
            rows.map(|row| row?).collect()
        })
    }

    fn report_of(&self, id: ReportId) -> Result<Option<Report>, StoreError> {
        self.connections.read(|transaction| {
            let sql = format!("select {REPORT_COLUMNS} from patchwork_report where id = ?1");
            let mut query = transaction.prepare_cached(&sql)?;
            query.query_row([id.0], |row| Ok(report(row))).optional()?.transpose()
        })
    }

    fn settle_report(
        &self,
        id: ReportId,
        outcome: Outcome,
        at: Timestamp,
        by: &TokenId,
    ) -> Result<bool, StoreError> {
        self.connections.write(|transaction| {
            let changed = transaction.execute(
                "update patchwork_report set outcome = ?2, settled_at = ?3, settled_by = ?4 \
                 where id = ?1 and settled_at is null",
                params![id.0, outcome.as_str(), moment(at), by.as_str()],
            )?;
            Ok(changed > 0)
        })
    }
}

/// A moment as the store writes every moment: to the millisecond, so that text sorts as time does.
pub(super) fn moment(at: Timestamp) -> String {
    DateTimePrinter::new().precision(Some(3)).timestamp_to_string(&at)
}

pub(super) fn read_moment(text: &str) -> Result<Timestamp, Failure> {
    text.parse().map_err(|_| Failure::Damaged(format!("“{text}” is no moment")))
}

fn token(row: &Row<'_>) -> Result<Token, Failure> {
    let damaged =
        || Failure::Damaged("table patchwork_token: a row is not as Patchwork writes it".to_owned());
    let text = |column| row.get::<_, String>(column);
    let revoked = row.get::<_, Option<String>>(5)?;
    Ok(Token {
        id: text(0)?.parse().map_err(|_| damaged())?,
        hash: SecretHash::read(&text(1)?).ok_or_else(damaged)?,
        role: text(2)?.parse().map_err(|_| damaged())?,
        name: row.get(3)?,
        created: read_moment(&text(4)?)?,
        revoked: revoked.as_deref().map(read_moment).transpose()?,
    })
}

fn token_id(text: &str) -> Result<TokenId, Failure> {
    text.parse().map_err(|_| Failure::Damaged("an id of a token is not as Patchwork writes it".to_owned()))
}

fn audit_entry(row: &Row<'_>) -> Result<AuditEntry, Failure> {
    let token = row.get::<_, Option<String>>(3)?;
    Ok(AuditEntry {
        number: row.get(0)?,
        name: row.get(1)?,
        entry: NewAuditEntry {
            at: read_moment(&row.get::<_, String>(2)?)?,
            token: token.as_deref().map(token_id).transpose()?,
            action: row.get(4)?,
            subject: row.get(5)?,
            before: row.get(6)?,
            after: row.get(7)?,
        },
    })
}

fn report(row: &Row<'_>) -> Result<Report, Failure> {
    let damaged =
        || Failure::Damaged("table patchwork_report: a row is not as Patchwork writes it".to_owned());
    let outcome = row.get::<_, Option<String>>(4)?;
    let settled = match outcome {
        None => None,
        Some(outcome) => Some((
            Outcome::read(&outcome).ok_or_else(damaged)?,
            read_moment(&row.get::<_, String>(5)?)?,
            token_id(&row.get::<_, String>(6)?)?,
        )),
    };
    Ok(Report {
        id: ReportId(row.get(0)?),
        report: NewReport {
            asset: row.get(1)?,
            text: row.get(2)?,
            at: read_moment(&row.get::<_, String>(3)?)?,
        },
        settled,
    })
}
