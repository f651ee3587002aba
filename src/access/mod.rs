//! Who may change what, and what is remembered of it.
//!
//! Questions need no account. Whoever changes something shows a *token*: 256 random bits, made on the command line by an
//! operator, shown once and kept as a hash. A browser exchanges it for a *session*, which ends with the token, on request or
//! after [`SESSION_HOURS`]. A token has one [`Role`], which says which [`Deed`]s it allows, and every deed leaves an
//! [`AuditEntry`]. Times are moments in universal time; no code here looks at a clock.

mod audit;
mod report;
mod role;
mod secret;
mod session;
mod token;

pub use self::{
    audit::{AuditEntry, NewAuditEntry},
    report::{MOST_REPORT_CHARS, NewReport, Outcome, Report, ReportId},
    role::{Deed, Role, UnknownRole},
    secret::{Secret, SecretHash},
    session::{MOST_SESSIONS_OF_A_TOKEN, NewSession, SESSION_HOURS, Session},
    token::{InvalidToken, NewToken, Token, TokenId, TokenText},
};
