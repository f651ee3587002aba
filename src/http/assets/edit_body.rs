//! What is to be different of an asset, read from a request.
#![allow(clippy::option_option, reason = "a field that is null is not one of which nothing is said")]

use geo_types::Coord;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use crate::{
    asset::{Asset, AssetId, Correction, KindId, Postcode, Site, kinds},
    atlas::View,
    geometry::{snap_coord, to_grid},
    http::ApiError,
};

/// The longest name, in characters.
const MOST_NAME_CHARS: usize = 200;
/// The longest of any other text, in characters.
const MOST_TEXT_CHARS: usize = 2_000;

/// What is to be different. What is left out stays as it is; null takes a field's value away.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct EditBody {
    /// The name for people.
    name: Option<String>,
    /// What it is.
    #[schema(example = "library")]
    kind: Option<String>,
    /// Degrees east; goes with `lat`. Both null: it has no place.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<f64>)]
    lon: Option<Option<f64>>,
    /// Degrees north; goes with `lon`.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<f64>)]
    lat: Option<Option<f64>>,
    /// How exactly its place may be shown: `exact`, `area` or `hidden`.
    precision: Option<String>,
    /// Its address without the postcode.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    address: Option<Option<String>>,
    /// Its postcode. It places an asset that has no place yet, and moves none.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    postcode: Option<Option<String>>,
    /// The Unique Property Reference Number.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    uprn: Option<Option<String>>,
    /// A telephone number.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    phone: Option<Option<String>>,
    /// An e-mail address.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    email: Option<Option<String>>,
    /// A page on the web.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    website: Option<Option<String>>,
    /// Whether telephone number and e-mail address are the organisation's, and may be shown.
    contact_confirmed: Option<bool>,
    /// When it is open, in words.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    opening_hours: Option<Option<String>>,
    /// How accessible it is, in words.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    accessibility: Option<Option<String>>,
    /// The organisation that it belongs to.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    organisation: Option<Option<String>>,
    /// Who runs it: `community`, `faith`, `council`, `nhs`, `school` or `business`.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    run_by: Option<Option<String>>,
    /// Whether people can meet there: `free`, `low-cost`, `hire`, `no` or `unknown`.
    can_meet_here: Option<String>,
    /// How many people fit in.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<u32>)]
    capacity: Option<Option<u32>>,
    /// The asset at which it meets or works, by its permanent name.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    at: Option<Option<String>>,
    /// The area that it serves.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    serves: Option<Option<String>>,
    /// The first day on which it is no longer to be listed.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<Date>)]
    listed_until: Option<Option<Date>>,
    /// `open`, `closed` or `planned`.
    status: Option<String>,
    /// What else there is to say.
    #[serde(default, deserialize_with = "said")]
    #[schema(value_type = Option<String>)]
    notes: Option<Option<String>>,
}

/// Tells null from nothing said.
fn said<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

impl EditBody {
    /// The corrections that it asks for: those that would change nothing of the asset are left out.
    pub fn corrections(self, asset: &Asset, view: &View<'_>) -> Result<Vec<Correction>, ApiError> {
        use Correction as C;
        let mut all = Vec::new();
        all.extend(self.name.map(|name| named(&name)).transpose()?.map(C::Name));
        all.extend(self.kind.map(|kind| kind_of(&kind)).transpose()?.map(C::Kind));
        all.extend(place(self.lon, self.lat)?.map(C::Site));
        all.extend(self.precision.map(|word| word_of("precision", &word)).transpose()?.map(C::Precision));
        if let Some(text) = self.postcode {
            let postcode = some(text).map(|text| text.parse()).transpose();
            let postcode: Option<Postcode> = postcode
                .map_err(|error: crate::asset::InvalidPostcode| wrong("postcode", &error.to_string()))?;
            let placed = all.iter().any(|other| matches!(other, C::Site(_)));
            if let (Some(postcode), None, false) = (postcode, &asset.site, placed) {
                let found =
                    view.postcodes().find(postcode).map_err(|error| wrong("postcode", &error.to_string()))?;
                all.push(C::Site(Some(Site::Point(found.at))));
            }
            all.push(C::Postcode(postcode));
        }
        let texts: [TextField; 10] = [
            ("address", self.address, C::Address),
            ("uprn", self.uprn, C::Uprn),
            ("phone", self.phone, C::Phone),
            ("email", self.email, C::Email),
            ("website", self.website, C::Website),
            ("opening_hours", self.opening_hours, C::OpeningHours),
            ("accessibility", self.accessibility, C::Accessibility),
            ("organisation", self.organisation, C::Organisation),
            ("serves", self.serves, C::Serves),
            ("notes", self.notes, C::Notes),
        ];
        for (field, text, correction) in texts {
            if let Some(text) = text {
                all.push(correction(
                    some(text).map(|text| bounded(field, &text, MOST_TEXT_CHARS)).transpose()?,
                ));
            }
        }
        all.extend(self.contact_confirmed.map(C::ContactConfirmed));
        if let Some(word) = self.run_by {
            all.push(C::RunBy(some(word).map(|word| word_of("run_by", &word)).transpose()?));
        }
        all.extend(
            self.can_meet_here.map(|word| word_of("can_meet_here", &word)).transpose()?.map(C::CanMeetHere),
        );
        all.extend(self.capacity.map(C::Capacity));
        if let Some(id) = self.at {
            let id = some(id).map(|id| id.parse::<AssetId>()).transpose();
            all.push(C::At(id.map_err(|error| wrong("at", &error.to_string()))?));
        }
        all.extend(self.listed_until.map(C::ListedUntil));
        all.extend(self.status.map(|word| word_of("status", &word)).transpose()?.map(C::Status));
        all.retain(|correction| current(correction, asset) != *correction);
        Ok(all)
    }
}

/// A field of text: its name, what is said of it, and the correction that it becomes.
type TextField = (&'static str, Option<Option<String>>, fn(Option<String>) -> Correction);

/// What an asset says now where a correction says something else.
pub(super) fn current(correction: &Correction, asset: &Asset) -> Correction {
    use Correction as C;
    let contact = &asset.contact;
    match correction {
        C::Name(_) => C::Name(asset.name.clone()),
        C::Kind(_) => C::Kind(asset.kind.clone()),
        C::Site(_) => C::Site(asset.site.clone()),
        C::Precision(_) => C::Precision(asset.precision),
        C::Address(_) => C::Address(asset.address.clone()),
        C::Postcode(_) => C::Postcode(asset.postcode),
        C::Uprn(_) => C::Uprn(asset.uprn.clone()),
        C::Phone(_) => C::Phone(contact.phone.clone()),
        C::Email(_) => C::Email(contact.email.clone()),
        C::Website(_) => C::Website(contact.website.clone()),
        C::ContactConfirmed(_) => C::ContactConfirmed(contact.confirmed),
        C::OpeningHours(_) => C::OpeningHours(asset.opening_hours.clone()),
        C::Accessibility(_) => C::Accessibility(asset.accessibility.clone()),
        C::Organisation(_) => C::Organisation(asset.organisation.clone()),
        C::Commissioner(_) => C::Commissioner(asset.commissioner.clone()),
        C::RunBy(_) => C::RunBy(asset.run_by),
        C::CanMeetHere(_) => C::CanMeetHere(asset.can_meet_here),
        C::Capacity(_) => C::Capacity(asset.capacity),
        C::At(_) => C::At(asset.at.clone()),
        C::Serves(_) => C::Serves(asset.serves.clone()),
        C::ListedUntil(_) => C::ListedUntil(asset.listed_until),
        C::Status(_) => C::Status(asset.status),
        C::Notes(_) => C::Notes(asset.notes.clone()),
    }
}

pub(super) fn wrong(field: &str, reason: &str) -> ApiError {
    ApiError::Body { reason: format!("{field}: {reason}") }
}

/// Text that says something.
fn some(text: Option<String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Text of a bounded length, in which nothing but line breaks is invisible.
pub(super) fn bounded(field: &str, text: &str, most: usize) -> Result<String, ApiError> {
    if text.chars().count() > most {
        return Err(wrong(field, &format!("at most {most} characters")));
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\r' && c != '\t') {
        return Err(wrong(field, "there is something in it that cannot be shown"));
    }
    Ok(text.trim().to_owned())
}

fn named(name: &str) -> Result<String, ApiError> {
    let name = bounded("name", name, MOST_NAME_CHARS)?;
    if name.is_empty() { Err(wrong("name", "an asset has a name")) } else { Ok(name) }
}

fn kind_of(word: &str) -> Result<KindId, ApiError> {
    let found = kinds().find(word).map(|kind| kind.id.clone());
    found.map_err(|error| wrong("kind", &error.to_string()))
}

fn word_of<T: std::str::FromStr<Err = String>>(field: &str, word: &str) -> Result<T, ApiError> {
    word.parse().map_err(|error: String| wrong(field, &error))
}

/// Where it is to be; `None` when nothing is said of it.
fn place(lon: Option<Option<f64>>, lat: Option<Option<f64>>) -> Result<Option<Option<Site>>, ApiError> {
    match (lon, lat) {
        (None, None) => Ok(None),
        (Some(None), Some(None)) => Ok(Some(None)),
        (Some(Some(lon)), Some(Some(lat))) => {
            if !(-180.0..=180.0).contains(&lon) || !(-90.0..=90.0).contains(&lat) {
                return Err(wrong("lon", &format!("{lon}, {lat} is no longitude and latitude in degrees")));
            }
            let (x, y) = to_grid(lon, lat).map_err(|error| wrong("lon", &error.to_string()))?;
            Ok(Some(Some(Site::Point(snap_coord(Coord { x, y })))))
        }
        _ => Err(wrong("lon", "lon and lat go together")),
    }
}
