//! What residents draw: what a store keeps of it, and the little of it that leaves for the map.

use jiff::Timestamp;

use super::StoreError;
use crate::{
    access::{SecretHash, TokenId},
    neighbourhood::{Content, Proposal, ProposalId, Published, Reason, Route, State, Version},
};

/// A drawing to be kept.
#[derive(Debug, Clone)]
pub struct NewProposal {
    /// What it shall go by.
    pub id: ProposalId,
    /// What is kept of its edit link; `None` for one that a moderator enters for somebody.
    pub secret: Option<SecretHash>,
    /// A draft, or sent.
    pub state: State,
    /// What was drawn.
    pub content: Content,
    /// How it came.
    pub route: Route,
    /// What it was sent under.
    pub licence: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Who entered it; `None` for what anybody may do.
    pub by: Option<TokenId>,
}

/// Something to be done with a drawing.
#[derive(Debug, Clone)]
pub struct ProposalChange {
    /// Which drawing.
    pub id: ProposalId,
    /// The revision that it is done to.
    pub revision: u32,
    /// When.
    pub at: Timestamp,
    /// By whose token; `None` under an edit link, or on the command line.
    pub by: Option<TokenId>,
    /// What.
    pub act: Act,
}

/// What can be done with a drawing.
#[derive(Debug, Clone)]
pub enum Act {
    /// A new version; sent with it when a licence is given.
    Edit {
        /// What it holds.
        content: Content,
        /// What it is sent under; `None` keeps a draft one.
        licence: Option<String>,
    },
    /// Puts its newest version on the map.
    Publish,
    /// Keeps it off the map, or takes it off.
    Decline(Reason),
    /// Taken back by the one who drew it.
    Withdraw,
    /// Counts it under another name; `None`: under its own.
    Group(Option<String>),
}

impl Act {
    /// As the audit trail calls it.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Edit { licence: None, .. } => "neighbourhood.edit",
            Self::Edit { .. } => "neighbourhood.send",
            Self::Publish => "neighbourhood.publish",
            Self::Decline(_) => "neighbourhood.decline",
            Self::Withdraw => "neighbourhood.withdraw",
            Self::Group(_) => "neighbourhood.group",
        }
    }
}

/// What became of a change.
#[derive(Debug, Clone)]
pub enum Changed {
    /// It was done.
    Done(Box<Proposal>),
    /// The drawing has been changed since.
    Stale(Box<Proposal>),
    /// There is no such drawing.
    Missing,
    /// A drawing in this state cannot be changed so.
    Refused(State),
}

/// Which drawings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those that a moderator has something to decide about.
    Waiting,
    /// Those in a state.
    In(State),
    /// All.
    All,
}

/// What residents draw. [`published`](Self::published) is the only way from here to the map: what it does not hand over, no
/// question can find.
pub trait ProposalStore {
    /// Keeps drawings, all or none. Says of each whether it is new: one whose edit link is known is there already, and is left as it is.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is then kept.
    fn put_proposals(&self, new: &[NewProposal]) -> Result<Vec<bool>, StoreError>;

    /// The drawing of this id.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn proposal(&self, id: &ProposalId) -> Result<Option<Proposal>, StoreError>;

    /// The drawing of this edit link.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn proposal_of(&self, secret: &SecretHash) -> Result<Option<Proposal>, StoreError>;

    /// Every version of a drawing, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn versions_of(&self, id: &ProposalId) -> Result<Vec<Version>, StoreError>;

    /// Drawings with a number above `after`, oldest first, at most `limit`, each with its number.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn proposals(&self, which: Which, after: i64, limit: u32) -> Result<Vec<(i64, Proposal)>, StoreError>;

    /// Changes drawings one by one, each with its entry in the audit trail, in one transaction.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is then changed.
    fn change_proposals(&self, changes: &[ProposalChange]) -> Result<Vec<Changed>, StoreError>;

    /// Changes whenever anything of what is published does; `None` when nothing is.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn published_stamp(&self) -> Result<Option<String>, StoreError>;

    /// What is published, by its permanent name.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    fn published(&self) -> Result<Vec<Published>, StoreError>;

    /// Deletes a drawing with all its versions. Says whether there was one.
    ///
    /// # Errors
    /// [`StoreError`]; it is then still there.
    fn delete_proposal(&self, id: &ProposalId, at: Timestamp) -> Result<bool, StoreError>;

    /// Deletes drawings in a state that have not changed since before a moment, with all their versions. Says how many.
    ///
    /// # Errors
    /// [`StoreError`]; nothing is then deleted.
    fn purge_proposals(&self, state: State, before: Timestamp, at: Timestamp) -> Result<u64, StoreError>;
}
