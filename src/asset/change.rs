//! What people change by hand after an import. Changes are kept apart from the lists and laid over them, so they survive
//! every re-import.

use std::collections::{BTreeMap, HashMap};

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::{Asset, AssetId, CanMeetHere, KindId, PlacedBy, Postcode, Precision, RunBy, Site, Status};

/// One field as it is to be from now on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Correction {
    /// The name for people.
    Name(String),
    /// What it is.
    Kind(KindId),
    /// Where it is.
    Site(Option<Site>),
    /// How exactly it may be shown.
    Precision(Precision),
    /// Its address without the postcode.
    Address(Option<String>),
    /// Its postcode. It does not move the asset.
    Postcode(Option<Postcode>),
    /// The Unique Property Reference Number.
    Uprn(Option<String>),
    /// A telephone number.
    Phone(Option<String>),
    /// An e-mail address.
    Email(Option<String>),
    /// A page on the web.
    Website(Option<String>),
    /// Whether the ways to reach it are the organisation's, and may be shown.
    ContactConfirmed(bool),
    /// When it is open.
    OpeningHours(Option<String>),
    /// How accessible it is.
    Accessibility(Option<String>),
    /// The organisation that it belongs to.
    Organisation(Option<String>),
    /// The code of the public body that commissions it.
    Commissioner(Option<String>),
    /// Who runs it.
    RunBy(Option<RunBy>),
    /// Whether people can meet there.
    CanMeetHere(CanMeetHere),
    /// How many people fit in.
    Capacity(Option<u32>),
    /// The asset at which it meets.
    At(Option<AssetId>),
    /// The area that it serves.
    Serves(Option<String>),
    /// The first day on which it is no longer to be listed.
    ListedUntil(Option<Date>),
    /// Whether it is in use.
    Status(Status),
    /// What else there is to say.
    Notes(Option<String>),
}

/// What somebody did to an asset.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A new asset that is in no list. Its id is that of the change.
    Add(Box<Asset>),
    /// Some of its fields are other than its list says.
    Correct(Vec<Correction>),
    /// It is closed.
    Close,
    /// Somebody made sure on this day that all this is so.
    Verify(Date),
    /// Its owner asked that it be taken off: it stays off whatever its list says, for everybody.
    Suppress,
    /// It may be listed again.
    Restore,
    /// Its list has all that was corrected so far: it is as its list says, unless it is suppressed.
    Settle,
}

/// A change as it is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct AssetChange {
    /// Its number: later changes have higher ones.
    pub number: i64,
    /// The asset.
    pub asset: AssetId,
    /// Who did it.
    pub who: String,
    /// When.
    pub when: Timestamp,
    /// What they did.
    pub change: Change,
}

/// What all changes to one asset amount to.
#[derive(Debug, Clone, Default)]
pub struct Overlay {
    /// The number of the last of them.
    pub last: i64,
    /// Whether it is off at its owner's request.
    pub is_suppressed: bool,
    /// The asset as it was added, where it is in no list.
    pub added: Option<Box<Asset>>,
    corrections: Vec<Correction>,
    verified: Option<Date>,
}

impl Change {
    /// In a word.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Add(_) => "add",
            Self::Correct(_) => "correct",
            Self::Close => "close",
            Self::Verify(_) => "verify",
            Self::Suppress => "suppress",
            Self::Restore => "restore",
            Self::Settle => "settle",
        }
    }
}

impl Correction {
    /// Makes it so.
    pub fn apply(&self, asset: &mut Asset) {
        let contact = &mut asset.contact;
        match self.clone() {
            Self::Name(name) => asset.name = name,
            Self::Kind(kind) => asset.kind = kind,
            Self::Site(site) => {
                asset.placed_by = site.is_some().then_some(PlacedBy::Given);
                asset.site = site;
            }
            Self::Precision(precision) => asset.precision = precision,
            Self::Address(address) => asset.address = address,
            Self::Postcode(postcode) => asset.postcode = postcode,
            Self::Uprn(uprn) => asset.uprn = uprn,
            Self::Phone(phone) => contact.phone = phone,
            Self::Email(email) => contact.email = email,
            Self::Website(website) => contact.website = website,
            Self::ContactConfirmed(confirmed) => contact.confirmed = confirmed,
            Self::OpeningHours(hours) => asset.opening_hours = hours,
            Self::Accessibility(accessibility) => asset.accessibility = accessibility,
            Self::Organisation(organisation) => asset.organisation = organisation,
            Self::Commissioner(commissioner) => asset.commissioner = commissioner,
            Self::RunBy(run_by) => asset.run_by = run_by,
            Self::CanMeetHere(can_meet_here) => asset.can_meet_here = can_meet_here,
            Self::Capacity(capacity) => asset.capacity = capacity,
            Self::At(at) => asset.at = at,
            Self::Serves(serves) => asset.serves = serves,
            Self::ListedUntil(until) => asset.listed_until = until,
            Self::Status(status) => asset.status = status,
            Self::Notes(notes) => asset.notes = notes,
        }
    }
}

impl Overlay {
    fn take(&mut self, change: &AssetChange) {
        self.last = self.last.max(change.number);
        match &change.change {
            Change::Add(asset) => self.added = Some(asset.clone()),
            Change::Correct(corrections) => self.corrections.extend(corrections.iter().cloned()),
            Change::Close => self.corrections.push(Correction::Status(Status::Closed)),
            Change::Verify(day) => self.verified = self.verified.max(Some(*day)),
            Change::Suppress => self.is_suppressed = true,
            Change::Restore => self.is_suppressed = false,
            Change::Settle => {
                self.corrections.clear();
                self.verified = None;
            }
        }
    }

    /// An asset as it is with these changes.
    #[must_use]
    pub fn over(&self, asset: &Asset) -> Asset {
        let mut asset = asset.clone();
        for correction in &self.corrections {
            correction.apply(&mut asset);
        }
        asset.last_verified = asset.last_verified.max(self.verified);
        asset
    }
}

/// What changes amount to, asset by asset. They are taken in the order of their numbers.
#[must_use]
pub fn overlays<'a>(changes: impl IntoIterator<Item = &'a AssetChange>) -> HashMap<&'a AssetId, Overlay> {
    let ordered: BTreeMap<i64, &AssetChange> =
        changes.into_iter().map(|change| (change.number, change)).collect();
    let mut overlays: HashMap<&AssetId, Overlay> = HashMap::new();
    for change in ordered.into_values() {
        overlays.entry(&change.asset).or_default().take(change);
    }
    overlays
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn id() -> AssetId {
        "libraries:L1".parse().unwrap()
    }

    fn library() -> Asset {
        Asset::named(id(), "Mill Library", "library".parse().unwrap())
    }

    fn after(changes: Vec<Change>) -> Overlay {
        let kept: Vec<AssetChange> = changes
            .into_iter()
            .zip(1..)
            .map(|(change, number)| AssetChange {
                number,
                asset: id(),
                who: "ann".to_owned(),
                when: Timestamp::UNIX_EPOCH,
                change,
            })
            .collect();
        // Whatever order they come in.
        overlays(kept.iter().rev()).remove(&id()).unwrap_or_default()
    }

    #[test]
    fn the_last_correction_of_a_field_holds() {
        let name = |name: &str| Change::Correct(vec![Correction::Name(name.to_owned())]);
        let overlay = after(vec![name("The Library"), name("Mill Road Library"), Change::Close]);
        let seen = overlay.over(&library());
        assert_eq!((seen.name.as_str(), seen.status, overlay.last), ("Mill Road Library", Status::Closed, 3));
    }

    #[test]
    fn a_verified_asset_keeps_the_later_day() {
        let overlay = after(vec![Change::Verify(date(2026, 3, 1)), Change::Verify(date(2025, 3, 1))]);
        assert_eq!(overlay.over(&library()).last_verified, Some(date(2026, 3, 1)));
        let later = Asset { last_verified: Some(date(2026, 9, 1)), ..library() };
        assert_eq!(overlay.over(&later).last_verified, Some(date(2026, 9, 1)));
    }

    #[test]
    fn what_is_suppressed_stays_so_when_its_list_has_the_corrections() {
        let correct = Change::Correct(vec![Correction::Capacity(Some(3))]);
        let overlay = after(vec![correct, Change::Suppress, Change::Settle]);
        assert!(overlay.is_suppressed);
        assert_eq!(overlay.over(&library()), library());
        assert!(!after(vec![Change::Suppress, Change::Restore]).is_suppressed);
    }

    #[test]
    fn a_place_that_is_corrected_counts_as_given() {
        let site = Site::Point(geo_types::Coord { x: 530_000.0, y: 104_000.0 });
        let overlay = after(vec![Change::Correct(vec![Correction::Site(Some(site.clone()))])]);
        let seen = overlay.over(&Asset { placed_by: Some(PlacedBy::Postcode), ..library() });
        assert_eq!((seen.site, seen.placed_by), (Some(site), Some(PlacedBy::Given)));
    }
}
