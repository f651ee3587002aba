//! One asset.

use geo::{BoundingRect, Distance, Euclidean};
use geo_types::{Coord, MultiPolygon, Point, Rect};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{AssetId, CanMeetHere, Contact, KindId, PlacedBy, Postcode, Precision, RunBy, Status};
use crate::geometry::{Bng, Region, RepairFailed, snap_coord};

/// The side of the square in which an asset that is shown inexactly may be, in metres.
const SQUARE_M: f64 = 1_000.0;

/// Where an asset is: British National Grid metres, on whole millimetres.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "WrittenSite", into = "WrittenSite")]
pub enum Site {
    /// A point.
    Point(Coord<f64>),
    /// Ground: a park, the outline of a building.
    Ground(Region<Bng>),
}

/// A site as a store keeps it.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WrittenSite {
    Point(Coord<f64>),
    Ground(MultiPolygon<f64>),
}

impl From<Site> for WrittenSite {
    fn from(site: Site) -> Self {
        match site {
            Site::Point(at) => Self::Point(at),
            Site::Ground(region) => Self::Ground(region.shape().clone()),
        }
    }
}

impl TryFrom<WrittenSite> for Site {
    type Error = RepairFailed;

    fn try_from(written: WrittenSite) -> Result<Self, RepairFailed> {
        match written {
            WrittenSite::Point(at) => Ok(Self::Point(snap_coord(at))),
            WrittenSite::Ground(shape) => Region::from_store(shape).map(Self::Ground),
        }
    }
}

/// Something that stands in a place and can be found there, or a group that meets or serves there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Asset {
    /// Its permanent name.
    pub id: AssetId,
    /// What its list calls it: an ODS code, a record's number.
    pub source_id: Option<String>,
    /// Its name for people.
    pub name: String,
    /// What it is.
    pub kind: KindId,
    /// Where it is; `None` where that is not known, or it has no place of its own.
    pub site: Option<Site>,
    /// How it came to its place.
    pub placed_by: Option<PlacedBy>,
    /// How exactly its place may be shown.
    pub precision: Precision,
    /// Its address without the postcode.
    pub address: Option<String>,
    /// Its postcode.
    pub postcode: Option<Postcode>,
    /// The Unique Property Reference Number of its address.
    pub uprn: Option<String>,
    /// How to reach its organisation.
    pub contact: Contact,
    /// When it is open, in words.
    pub opening_hours: Option<String>,
    /// How accessible it is, in words.
    pub accessibility: Option<String>,
    /// The organisation that it belongs to.
    pub organisation: Option<String>,
    /// The code of the public body that commissions it.
    pub commissioner: Option<String>,
    /// Who runs it.
    pub run_by: Option<RunBy>,
    /// Whether people can meet there.
    pub can_meet_here: CanMeetHere,
    /// How many people fit in.
    pub capacity: Option<u32>,
    /// The asset at which it meets or works.
    pub at: Option<AssetId>,
    /// The area that it serves: a name, or `LAYER:CODE`.
    pub serves: Option<String>,
    /// The day on which somebody last made sure that all this is so.
    pub last_verified: Option<Date>,
    /// The first day on which it is no longer to be listed.
    pub listed_until: Option<Date>,
    /// Whether it is in use.
    pub status: Status,
    /// What else there is to say.
    pub notes: Option<String>,
}

impl Site {
    /// The box around it.
    #[must_use]
    pub fn bounds(&self) -> Rect<f64> {
        match self {
            Self::Point(at) => Rect::new(*at, *at),
            Self::Ground(region) => region.bounds(),
        }
    }

    /// Where its mark stands: the point itself, or one well inside its ground.
    #[must_use]
    pub fn point(&self) -> Coord<f64> {
        match self {
            Self::Point(at) => *at,
            Self::Ground(region) => crate::geometry::interior_point(region.shape())
                .or_else(|| region.shape().bounding_rect().map(geo_types::Rect::center))
                .map_or_else(|| region.bounds().center(), snap_coord),
        }
    }

    /// Metres from a place to it, in a straight line: to the point, or to the edge of its ground; 0 inside.
    #[must_use]
    pub fn distance_m(&self, from: Coord<f64>) -> f64 {
        match self {
            Self::Point(at) => (from.x - at.x).hypot(from.y - at.y),
            Self::Ground(region) => Euclidean.distance(&Point::from(from), region.shape()),
        }
    }
}

impl Asset {
    /// An asset of which nothing is known but what it is called.
    #[must_use]
    pub fn named(id: AssetId, name: &str, kind: KindId) -> Self {
        Self {
            id,
            source_id: None,
            name: name.to_owned(),
            kind,
            site: None,
            placed_by: None,
            precision: Precision::Exact,
            address: None,
            postcode: None,
            uprn: None,
            contact: Contact::default(),
            opening_hours: None,
            accessibility: None,
            organisation: None,
            commissioner: None,
            run_by: None,
            can_meet_here: CanMeetHere::Unknown,
            capacity: None,
            at: None,
            serves: None,
            last_verified: None,
            listed_until: None,
            status: Status::Open,
            notes: None,
        }
    }

    /// Whether it is still listed on this day.
    #[must_use]
    pub fn is_listed(&self, on: Date) -> bool {
        self.listed_until.is_none_or(|until| on < until)
    }

    /// It as the public may see it: `None` when it is hidden; only its square kilometre when it is inexact; without
    /// those ways to reach somebody that may be one person's until they are confirmed.
    #[must_use]
    pub fn for_the_public(&self) -> Option<Self> {
        let mut shown = self.shown(self.contact.for_the_public())?;
        if shown.precision == Precision::Area {
            shown.contact.phone = None;
        }
        Some(shown)
    }

    /// It as those who have signed in see it in lists and on maps: as the public, with every way to reach somebody. A refuge stays
    /// hidden from them, too, and a home inexact.
    #[must_use]
    pub fn for_the_signed_in(&self) -> Option<Self> {
        self.shown(self.contact.clone())
    }

    /// It with this much of its contact, as exactly as its precision and its kind allow.
    fn shown(&self, contact: Contact) -> Option<Self> {
        let floor = super::kinds().get(&self.kind).map_or(Precision::Exact, |kind| kind.precision);
        let precision = self.precision.max(floor);
        match precision {
            Precision::Hidden => None,
            Precision::Exact => Some(Self { contact, ..self.clone() }),
            Precision::Area => Some(Self {
                site: self.site.as_ref().map(|site| Site::Point(middle_of_square(site.point()))),
                precision,
                address: self.postcode.map(|postcode| postcode.district().to_owned()),
                postcode: None,
                uprn: None,
                contact,
                at: None,
                notes: None,
                ..self.clone()
            }),
        }
    }
}

/// The middle of the square kilometre of the grid in which a place lies.
fn middle_of_square(at: Coord<f64>) -> Coord<f64> {
    let middle = |metres: f64| (metres / SQUARE_M).floor() * SQUARE_M + SQUARE_M / 2.0;
    Coord { x: middle(at.x), y: middle(at.y) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo_types::{MultiPolygon, polygon};

    fn asset(kind: &str) -> Asset {
        let mut asset = Asset::named("here:1".parse().unwrap(), "A house", kind.parse().unwrap());
        asset.site = Some(Site::Point(Coord { x: 530_123.0, y: 104_900.0 }));
        asset.address = Some("1 High Street".to_owned());
        asset.postcode = Some("BN1 1AA".parse().unwrap());
        asset.notes = Some("ring twice at number 1".to_owned());
        asset
    }

    #[test]
    fn a_refuge_is_never_shown_whatever_its_list_says() {
        assert_eq!(asset("refuge").for_the_public(), None);
    }

    #[test]
    fn a_home_is_shown_by_its_square_kilometre_and_its_postcode_district() {
        let seen = asset("childminder").for_the_public().unwrap();
        assert_eq!(seen.site, Some(Site::Point(Coord { x: 530_500.0, y: 104_500.0 })));
        assert_eq!((seen.address.as_deref(), seen.postcode, seen.notes), (Some("BN1"), None, None));
    }

    #[test]
    fn an_ordinary_asset_is_shown_as_it_is() {
        assert_eq!(asset("library").for_the_public(), Some(asset("library")));
    }

    #[test]
    #[allow(clippy::float_cmp)] // exact on purpose
    fn a_park_is_as_far_as_its_edge() {
        let square = polygon![(x: 0.0, y: 0.0), (x: 100.0, y: 0.0), (x: 100.0, y: 100.0), (x: 0.0, y: 100.0)];
        let park = Site::Ground(Region::new(&MultiPolygon(vec![square])).unwrap().0);
        assert_eq!(park.distance_m(Coord { x: 130.0, y: 140.0 }), 50.0);
        assert_eq!(park.distance_m(Coord { x: 50.0, y: 50.0 }), 0.0);
    }
}
