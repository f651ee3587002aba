//! Tokens, sessions, the audit trail and reports: what a store keeps of who may change it.

use jiff::Timestamp;

use super::StoreError;
use crate::access::{
    AuditEntry, NewAuditEntry, NewReport, NewSession, NewToken, Outcome, Report, ReportId, SecretHash,
    Session, Token, TokenId,
};

/// What a store keeps of who may change it. Secrets come and go as hashes.
pub trait AccessStore {
    /// Keeps a token.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is then kept.
    fn put_token(&self, token: &NewToken) -> Result<(), StoreError>;

    /// Every token, revoked ones among them, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn tokens(&self) -> Result<Vec<Token>, StoreError>;

    /// The token with this id.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn token(&self, id: &TokenId) -> Result<Option<Token>, StoreError>;

    /// Revokes a token and ends its sessions. Says whether there was one that held until then.
    ///
    /// # Errors
    /// [`StoreError`]; the token then still holds.
    fn revoke_token(&self, id: &TokenId, at: Timestamp) -> Result<bool, StoreError>;

    /// Keeps a session. Those that have expired go, and of one token the oldest beyond
    /// [`MOST_SESSIONS_OF_A_TOKEN`](crate::access::MOST_SESSIONS_OF_A_TOKEN).
    ///
    /// # Errors
    /// [`StoreError`]; nothing is then kept.
    fn put_session(&self, session: &NewSession) -> Result<(), StoreError>;

    /// The session of this secret, with its token as it stands now.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn session(&self, hash: &SecretHash) -> Result<Option<Session>, StoreError>;

    /// Ends a session; one that is not there has ended.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be written.
    fn end_session(&self, hash: &SecretHash) -> Result<(), StoreError>;

    /// Remembers a change.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is then remembered.
    fn note_change(&self, entry: &NewAuditEntry) -> Result<(), StoreError>;

    /// Changes with a number below `before` (all when there is none), latest first, at most `limit`; of one subject when it
    /// is given.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn changes(
        &self,
        subject: Option<&str>,
        before: Option<i64>,
        limit: u32,
    ) -> Result<Vec<AuditEntry>, StoreError>;

    /// Puts a report into the queue, unless `most_waiting` wait already: then it says so with `None`.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is then kept.
    fn put_report(&self, report: &NewReport, most_waiting: u32) -> Result<Option<ReportId>, StoreError>;

    /// Reports that wait, or those that are settled, with a number above `after`, oldest first, at most `limit`.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn reports(&self, settled: bool, after: i64, limit: u32) -> Result<Vec<Report>, StoreError>;

    /// The report with this number.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn report_of(&self, id: ReportId) -> Result<Option<Report>, StoreError>;

    /// Settles a report. Says whether it waited until then.
    ///
    /// # Errors
    /// [`StoreError`]; the report then still waits.
    fn settle_report(
        &self,
        id: ReportId,
        outcome: Outcome,
        at: Timestamp,
        by: &TokenId,
    ) -> Result<bool, StoreError>;
}
