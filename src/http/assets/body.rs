//! How assets and their lists are told.

use jiff::{ToSpan, civil::Date};
use serde::Serialize;
use utoipa::ToSchema;

use super::select::{Found, Selection};
use crate::{
    asset::{Asset, AssetList, PlacedBy, Precision, RunBy, kinds},
    geometry::to_degrees,
};

/// After how many years without anybody looking an asset is marked as stale.
const STALE_YEARS: i64 = 2;

/// One asset.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct AssetItem {
    /// Its permanent name.
    #[schema(example = "library-sussex:BN1-1")]
    id: String,
    /// Its name for people.
    name: String,
    /// What it is: `/api/kinds` lists the kinds.
    #[schema(example = "library")]
    kind: String,
    /// What it is, for people.
    #[schema(example = "Library")]
    kind_name: String,
    /// Degrees east; null when it has no place.
    lon: Option<f64>,
    /// Degrees north; null when it has no place.
    lat: Option<f64>,
    /// `exact`; or `area`: it is somewhere in the square kilometre around the place.
    precision: &'static str,
    /// How it came to its place: `given` by its list, or the point of its `postcode`, from which it may be some way.
    placed_by: Option<&'static str>,
    /// From the place that was asked about, in a straight line, metres to one decimal: to the point, or to the edge of the
    /// ground. Null without such a place.
    distance_m: Option<f64>,
    /// Its address without the postcode; for one that is not shown exactly, the district of its postcode.
    address: Option<String>,
    /// Its postcode.
    postcode: Option<String>,
    /// The organisation that it belongs to.
    organisation: Option<String>,
    /// Who runs it: `community`, `faith`, `council`, `nhs`, `school` or `business`.
    run_by: Option<&'static str>,
    /// Whether people can meet there: `free`, `low-cost`, `hire`, `no` or `unknown`.
    can_meet_here: &'static str,
    /// How many people fit in.
    capacity: Option<u32>,
    /// When it is open, in words.
    opening_hours: Option<String>,
    /// `open`, `closed` or `planned`.
    status: &'static str,
    /// The day on which somebody last made sure of it; null when its list does not say.
    last_verified: Option<Date>,
    /// Whether nobody has for two years: on that day, or since its list was drawn up.
    stale: bool,
    /// The list that it is of.
    list: String,
}

impl AssetItem {
    /// Tells of an asset, on a day by which it may be stale.
    pub fn of(found: &Found<'_>, today: Date) -> Self {
        let (asset, list) = (&found.seen.asset, &found.seen.list);
        let degrees = found.seen.point.and_then(|point| to_degrees(point.x, point.y).ok());
        Self {
            id: asset.id.to_string(),
            name: asset.name.clone(),
            kind: asset.kind.to_string(),
            kind_name: kind_name(asset),
            lon: degrees.map(|[lon, _]| lon),
            lat: degrees.map(|[_, lat]| lat),
            precision: asset.precision.as_str(),
            placed_by: asset.placed_by.map(PlacedBy::as_str),
            distance_m: found.distance_m.map(tenths),
            address: asset.address.clone(),
            postcode: asset.postcode.map(|postcode| postcode.to_string()),
            organisation: asset.organisation.clone(),
            run_by: asset.run_by.map(RunBy::as_str),
            can_meet_here: asset.can_meet_here.as_str(),
            capacity: asset.capacity,
            opening_hours: asset.opening_hours.clone(),
            status: asset.status.as_str(),
            last_verified: asset.last_verified,
            stale: is_stale(asset, list, today),
            list: list.id.to_string(),
        }
    }
}

/// What an asset is, for people.
pub(super) fn kind_name(asset: &Asset) -> String {
    kinds().get(&asset.kind).map_or_else(|| asset.kind.to_string(), |kind| kind.name.clone())
}

pub(super) fn tenths(metres: f64) -> f64 {
    (metres * 10.0).round() / 10.0
}

/// Whether nobody has made sure of it for too long.
fn is_stale(asset: &Asset, list: &AssetList, today: Date) -> bool {
    let seen = asset.last_verified.or(list.release.provenance.extract_date);
    let until = seen.and_then(|day| day.checked_add(STALE_YEARS.years()).ok());
    until.is_none_or(|until| until <= today)
}

/// A list that assets of the answer are of.
#[derive(Serialize, ToSchema)]
pub(in crate::http) struct AssetListBody {
    /// Its name in data.
    id: String,
    /// Its name for people.
    title: String,
    /// Whether it is a register of all there are. Of one that is not, "none recorded" is not "none".
    complete: bool,
    /// Whether its licence asks that what is made with it be shared alike.
    share_alike: bool,
    /// The licence it is used under.
    licence: Option<String>,
    /// Who published it.
    publisher: Option<String>,
    /// The words that must be shown beside it.
    attribution: Option<String>,
    /// The file or service that it was taken from.
    source: Option<String>,
    /// The day on which the extract was made.
    extract_date: Option<Date>,
    /// The release.
    edition: String,
    /// A short name for exactly this content.
    reference: String,
    /// How many assets of the answer are its, on all pages.
    assets: usize,
}

impl AssetListBody {
    /// Tells of a list.
    pub fn of(list: &AssetList, assets: usize) -> Self {
        let from = &list.release.provenance;
        Self {
            id: list.id.to_string(),
            title: list.title.clone(),
            complete: list.complete,
            share_alike: list.share_alike,
            licence: from.licence.clone(),
            publisher: from.publisher.clone(),
            attribution: from.attribution.clone(),
            source: from.source.clone(),
            extract_date: from.extract_date,
            edition: list.release.edition.to_string(),
            reference: list.release.reference.clone(),
            assets,
        }
    }
}

/// What else there is to say of a selection, in sentences.
pub(super) fn notes(selection: &Selection<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    let partial: Vec<&str> = selection
        .lists
        .iter()
        .filter(|(list, _)| !list.complete)
        .map(|(list, _)| list.title.as_str())
        .collect();
    if !partial.is_empty() {
        notes.push(format!(
            "Not a full register: {}. What is not recorded may be there all the same.",
            partial.join("; ")
        ));
    }
    if selection.closed > 0 {
        notes.push(format!("{} left out that have closed.", selection.closed));
    }
    if selection.unplaced > 0 {
        notes.push(format!("{} left out that have no place on the map.", selection.unplaced));
    }
    if !selection.kept_apart.is_empty() {
        let titles: Vec<&str> = selection.kept_apart.iter().map(|list| list.title.as_str()).collect();
        notes.push(format!(
            "Left out, as their licences ask that what is made with them be shared alike: {}. Ask for one of them alone with \
             list=, or for all together with share_alike=include.",
            titles.join("; ")
        ));
    } else if selection.lists.iter().any(|(list, _)| list.share_alike) && selection.lists.len() > 1 {
        notes.push(
            "Some of these lists ask that what is made with them be shared alike (share_alike); what is made with this answer falls \
             under their licences."
                .to_owned(),
        );
    }
    if selection.page.iter().any(|found| found.seen.asset.precision == Precision::Area) {
        notes.push("Some are shown by the middle of their square kilometre, not where they are.".to_owned());
    }
    notes
}
