//! Who changed what, when, from what to what.

use jiff::Timestamp;

use super::TokenId;

/// A change to be remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAuditEntry {
    /// When.
    pub at: Timestamp,
    /// Whose token; `None` for what anybody may do.
    pub token: Option<TokenId>,
    /// What was done, as `asset.correct`.
    pub action: String,
    /// To what: an asset's id, a list's, a report's.
    pub subject: String,
    /// What it was before, as JSON; `None` when there was nothing.
    pub before: Option<String>,
    /// What it is now, as JSON; `None` when there is nothing.
    pub after: Option<String>,
}

/// A change as it is remembered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its number: later ones are higher.
    pub number: i64,
    /// Whose token it was, in the operator's words, when the token is still known.
    pub name: Option<String>,
    /// The change.
    pub entry: NewAuditEntry,
}
