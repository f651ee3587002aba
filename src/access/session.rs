//! Sessions: a browser that has shown a token once.

use jiff::Timestamp;

use super::{SecretHash, Token, TokenId};

/// How long a session lasts, in hours, however much it is used.
pub const SESSION_HOURS: i64 = 12;
/// Sessions of one token at once. One more ends the oldest.
pub const MOST_SESSIONS_OF_A_TOKEN: u32 = 20;

/// A session to be kept.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// What is kept of the browser's secret.
    pub hash: SecretHash,
    /// The token that was shown.
    pub token: TokenId,
    /// When it was shown.
    pub created: Timestamp,
    /// The first moment at which the session no longer holds.
    pub expires: Timestamp,
}

/// A session as it is kept, with its token.
#[derive(Debug, Clone)]
pub struct Session {
    /// The token, as it stands now.
    pub token: Token,
    /// The first moment at which it no longer holds.
    pub expires: Timestamp,
}

impl Session {
    /// Whether it holds at a moment: it ends with its token, too.
    #[must_use]
    pub fn holds_at(&self, now: Timestamp) -> bool {
        self.token.revoked.is_none() && now < self.expires
    }
}
