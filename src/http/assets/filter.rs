//! Which assets are meant, wherever they are.

use deunicode::deunicode;

use crate::{
    asset::{CanMeetHere, KindId, ListId, Status, kinds},
    atlas::SeenAsset,
    http::{ApiError, question::Given},
};

/// The longest text to look for, in characters.
const MOST_TEXT_CHARS: usize = 100;
/// Kinds that may be named at once.
const MOST_KINDS: usize = 100;

/// Which assets are meant, wherever they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(in crate::http) struct Filter {
    /// Of one of these kinds; of any when empty.
    pub kinds: Vec<KindId>,
    /// Of this list.
    pub list: Option<ListId>,
    /// With these words in what is said of it, in plain lower-case letters.
    pub words: Vec<String>,
    /// Where people can meet.
    pub meet: bool,
    /// Of this status; all but closed ones when nobody says.
    pub status: Wanted,
}

/// Whether assets in use are meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(in crate::http) enum Wanted {
    /// All but closed ones.
    #[default]
    NotClosed,
    /// Whatever their status.
    All,
    /// Those of one status.
    Only(Status),
}

impl Filter {
    /// Reads the parameters `kinds`, `list`, `text`, `meet` and `status`.
    pub fn read(given: &Given) -> Result<Self, ApiError> {
        let unfit = |param, reason: String| Err(ApiError::Parameter { param, reason });
        let text = given.text("text").map(plain).unwrap_or_default();
        if text.chars().count() > MOST_TEXT_CHARS {
            return unfit("text", format!("at most {MOST_TEXT_CHARS} characters can be looked for"));
        }
        let meet = match given.text("meet") {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => return unfit("meet", "write true or false".to_owned()),
        };
        let status = match given.text("status") {
            None => Wanted::NotClosed,
            Some("all") => Wanted::All,
            Some(word) => match Status::NAMES.iter().find(|(name, _)| *name == word) {
                Some((_, status)) => Wanted::Only(*status),
                None => return unfit("status", "write open, planned, closed or all".to_owned()),
            },
        };
        Ok(Self {
            kinds: named_kinds(given.text("kinds").unwrap_or_default())?,
            list: given.parsed("list")?,
            words: text.split_whitespace().map(str::to_owned).collect(),
            meet,
            status,
        })
    }

    /// Whether an asset is meant.
    pub fn takes(&self, seen: &SeenAsset) -> bool {
        self.takes_but_for_status(seen) && self.takes_status(seen.asset.status)
    }

    /// Whether it would be if its status did not matter.
    pub fn takes_but_for_status(&self, seen: &SeenAsset) -> bool {
        let asset = &seen.asset;
        (self.kinds.is_empty() || self.kinds.contains(&asset.kind))
            && self.list.as_ref().is_none_or(|list| *list == seen.list.id)
            && (!self.meet || can_meet(asset.can_meet_here))
            && (self.words.is_empty() || self.has_words(seen))
    }

    fn takes_status(&self, status: Status) -> bool {
        match self.status {
            Wanted::NotClosed => status != Status::Closed,
            Wanted::All => true,
            Wanted::Only(wanted) => status == wanted,
        }
    }

    fn has_words(&self, seen: &SeenAsset) -> bool {
        let asset = &seen.asset;
        let kind = kinds().get(&asset.kind).map(|kind| kind.name.as_str());
        let said = [Some(asset.name.as_str()), asset.address.as_deref(), asset.organisation.as_deref(), kind];
        let mut text: String = said.into_iter().flatten().map(|part| plain(part) + " ").collect();
        if let Some(postcode) = &asset.postcode {
            text.push_str(&plain(postcode.as_str()));
        }
        self.words.iter().all(|word| text.contains(word.as_str()))
    }
}

/// Whether people can meet there, as far as anybody has said.
pub(super) fn can_meet(here: CanMeetHere) -> bool {
    matches!(here, CanMeetHere::Free | CanMeetHere::LowCost | CanMeetHere::Hire)
}

/// Kinds, and all those of groups, that a list separated by commas names.
pub(in crate::http) fn named_kinds(text: &str) -> Result<Vec<KindId>, ApiError> {
    let mut named: Vec<KindId> = Vec::new();
    for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        let of_group: Vec<KindId> =
            kinds().kinds.iter().filter(|kind| kind.group == word).map(|kind| kind.id.clone()).collect();
        if of_group.is_empty() {
            let kind = kinds().find(word).map_err(|error| ApiError::Parameter {
                param: "kinds",
                reason: format!("{error}; /api/kinds lists them all"),
            })?;
            named.push(kind.id.clone());
        } else {
            named.extend(of_group);
        }
        if named.len() > MOST_KINDS {
            let reason = format!("at most {MOST_KINDS} kinds can be named at once");
            return Err(ApiError::Parameter { param: "kinds", reason });
        }
    }
    named.sort();
    named.dedup();
    Ok(named)
}

fn plain(text: &str) -> String {
    deunicode(text).to_lowercase()
}
