//! What can be found in the invented world: a register, a list that asks to be shared alike, and one for people who have
//! signed in. What nobody else may learn is in [`SECRETS`].

use std::sync::Arc;

use geo_types::{Coord, MultiPolygon};
use jiff::civil::date;
use patchwork::{
    asset::{Asset, AssetList, CanMeetHere, Contact, ListedAssets, PlacedBy, Precision, RunBy, Site, Status},
    boundary::Visibility,
    geometry::Region,
    store::{NewAssetList, NewContent, NewTable},
};

use crate::world;

/// Words that stand for what the public may not learn, and for nothing else.
pub const SECRETS: [&str; 8] = [
    "Sanctuary",
    "sanctuary",
    "07700",
    "ann.person",
    "Whispering",
    "whispered",
    "Childminders Lane",
    "500123",
];

/// An asset so many metres east and north of (499, 109) km.
fn asset(id: &str, name: &str, kind: &str, x: f64, y: f64) -> Asset {
    let mut asset = Asset::named(id.parse().unwrap(), name, kind.parse().unwrap());
    asset.site = Some(Site::Point(Coord { x: 499_000.0 + x, y: 109_000.0 + y }));
    asset.placed_by = Some(PlacedBy::Given);
    asset
}

fn list(id: &str, title: &str, licence: &str, visibility: Visibility, assets: Vec<Asset>) -> ListedAssets {
    let mut release = world::release(id, "2026", date(2026, 1, 1));
    release.provenance.licence = Some(licence.to_owned());
    release.provenance.extract_date = Some(date(2020, 1, 1));
    let share_alike = patchwork::asset::is_share_alike(licence);
    let (id, title) = (id.parse().unwrap(), title.to_owned());
    let list = AssetList { id, title, complete: !share_alike, share_alike, visibility, release };
    ListedAssets { list: Arc::new(list), assets }
}

/// Every list.
pub fn lists() -> Vec<ListedAssets> {
    let mut library = asset("places:1", "Ash Library", "library", 1_500.0, 1_500.0);
    library.address = Some("1 High Street, Long Ash".to_owned());
    library.postcode = Some("QX1 1AA".parse().unwrap());
    library.organisation = Some("Ashshire".to_owned());
    library.run_by = Some(RunBy::Council);
    library.can_meet_here = CanMeetHere::Free;
    library.capacity = Some(40);
    library.last_verified = Some(jiff::Zoned::now().date());
    library.contact = Contact {
        phone: Some("07700 900123".to_owned()),
        email: Some("ann.person@gmail.com".to_owned()),
        website: Some("https://ash.example".to_owned()),
        confirmed: false,
    };
    let mut closed = asset("places:2", "Old Library", "library", 1_600.0, 1_500.0);
    closed.status = Status::Closed;
    let mut hall = asset("places:3", "=HYPERLINK(\"x\")", "community-centre", 2_600.0, 1_500.0);
    hall.can_meet_here = CanMeetHere::Hire;
    hall.opening_hours = Some("<script>alert(1)</script>".to_owned());
    let mut park = asset("places:4", "Élm Park", "park", 0.0, 0.0);
    let green = MultiPolygon(vec![world::rect(3_000.0, 100.0, 3_400.0, 300.0)]);
    park.site = Some(Site::Ground(Region::new(&green).unwrap().0));
    let mut refuge = asset("places:5", "Sanctuary Row", "refuge", 1_550.0, 1_550.0);
    refuge.notes = Some("sanctuary".to_owned());
    let mut home = asset("places:6", "Little Acorns", "childminder", 1_123.0, 1_777.0);
    home.address = Some("9 Childminders Lane".to_owned());
    home.postcode = Some("QX1 1AA".parse().unwrap());
    let mut hidden = asset("places:7", "The sanctuary", "library", 1_560.0, 1_560.0);
    hidden.precision = Precision::Hidden;
    let mut group =
        Asset::named("places:8".parse().unwrap(), "Walking group", "community-group".parse().unwrap());
    group.at = Some("places:1".parse().unwrap());
    let register = vec![library, closed, hall, park, refuge, home, hidden, group];

    let mapped = vec![asset("mapped:1", "Corner Café", "cafe", 1_700.0, 1_500.0)];
    let whispered = vec![asset("whispered:1", "Whispering Hall", "community-centre", 1_510.0, 1_500.0)];
    vec![
        list("places", "Places of Ashshire", "OGL v3.0", Visibility::Public, register),
        list("mapped", "Places that volunteers mapped", "ODbL 1.0", Visibility::Public, mapped),
        list("whispered", "Whispered places", "CC0", Visibility::SignedIn, whispered),
    ]
}

/// A list as it is written to a store.
pub fn table(listed: ListedAssets) -> NewTable {
    let ListedAssets { list, assets } = listed;
    let AssetList { id, title, complete, share_alike, visibility, release } = (*list).clone();
    NewTable {
        edition: release.edition,
        declared: release.period,
        provenance: release.provenance,
        fingerprint: id.to_string(),
        report: "{}".to_owned(),
        content: NewContent::Assets {
            list: NewAssetList { id, title, complete, share_alike, visibility },
            assets,
        },
    }
}
