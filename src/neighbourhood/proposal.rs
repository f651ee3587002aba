//! One drawing, and what is public of it.

use std::{fmt, str::FromStr, sync::Arc};

use jiff::Timestamp;

use super::{Reason, Route, State, name_key};
use crate::{
    boundary::AreaId,
    geometry::{Bng, Region},
};

/// What drawings are sent under.
pub const LICENCE: &str = "CC BY 4.0";

/// Letters and digits of an id. Those that look alike are left out.
const ALPHABET: &[u8; 31] = b"23456789abcdefghjkmnpqrstuvwxyz";
const ID_CHARS: usize = 10;

/// What a drawing goes by among moderators. It is no secret, and tells nothing: not even how many there are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProposalId(String);

impl ProposalId {
    /// A new one.
    #[must_use]
    pub fn random() -> Self {
        let one = || char::from(ALPHABET[rand::random_range(0..ALPHABET.len())]);
        Self((0..ID_CHARS).map(|_| one()).collect())
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ProposalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl FromStr for ProposalId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fits = text.len() == ID_CHARS && text.bytes().all(|byte| ALPHABET.contains(&byte));
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err("this is no id of a drawing: it has ten letters and digits".to_owned())
        }
    }
}

/// What somebody drew and wrote.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// What it is called.
    pub name: String,
    /// A sentence on why; may be empty.
    pub why: String,
    /// Words of the drawer's own.
    pub tags: Vec<String>,
    /// The ground; a draft may have none yet.
    pub region: Option<Arc<Region<Bng>>>,
}

/// A version of a drawing: an edit makes a new one, the old one is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Its number, from 1.
    pub number: u32,
    /// When it was made.
    pub at: Timestamp,
    /// What it holds.
    pub content: Content,
}

/// One drawing as it is kept. Who drew it is not known.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// What it goes by.
    pub id: ProposalId,
    /// Where it stands.
    pub state: State,
    /// Goes up with every change of anything: what an entity tag is made of.
    pub revision: u32,
    /// The newest version.
    pub version: Version,
    /// The version that is on the map.
    pub published_version: Option<u32>,
    /// What it goes by on the map; kept for good once it has one.
    pub area_id: Option<AreaId>,
    /// The name under which a moderator put it together with others.
    pub grouped_as: Option<String>,
    /// Why it was declined.
    pub reason: Option<Reason>,
    /// How it came.
    pub route: Route,
    /// What it was sent under; `None` for a draft.
    pub licence: Option<String>,
    /// When it was first kept.
    pub created: Timestamp,
    /// When anything of it changed last.
    pub changed: Timestamp,
}

impl Proposal {
    /// Whether a moderator has something to decide: it was sent, or a published one has a newer version.
    #[must_use]
    pub fn waits(&self) -> bool {
        match self.state {
            State::Proposed => true,
            State::Published => self.published_version != Some(self.version.number),
            _ => false,
        }
    }

    /// The name under which it is counted.
    #[must_use]
    pub fn key(&self) -> String {
        name_key(self.grouped_as.as_deref().unwrap_or(&self.version.content.name))
    }
}

/// What everybody may know of a published drawing: the only form in which drawings leave the store for the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Published {
    /// What it goes by.
    pub area_id: AreaId,
    /// What it is called.
    pub name: String,
    /// The name under which it is counted with others.
    pub grouped_as: Option<String>,
    /// Why.
    pub why: String,
    /// Words of the drawer's own.
    pub tags: Vec<String>,
    /// How it came.
    pub route: Route,
    /// What it was sent under.
    pub licence: String,
    /// When this version was published.
    pub published: Timestamp,
    /// Its ground.
    pub region: Arc<Region<Bng>>,
}

impl Published {
    /// The name under which it is counted.
    #[must_use]
    pub fn counted_as(&self) -> &str {
        self.grouped_as.as_deref().unwrap_or(&self.name)
    }

    /// What spellings of that name have in common.
    #[must_use]
    pub fn key(&self) -> String {
        name_key(self.counted_as())
    }
}
