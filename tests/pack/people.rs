//! The people of Sussex and Trafford against the figures of the pack's README, and the postcodes of Sussex.

use jiff::civil::date;
use patchwork::{asset::PostcodeStatus, geometry::validity::Position};

use crate::place::{sussex, trafford};

#[test]
fn nearly_every_patient_of_sussex_has_a_block_and_every_block_its_ground() {
    let Some(sussex) = sussex() else { return };
    let report = sussex.table("pcns");
    assert_eq!((report.entries, report.organisations), (3_208, 39));
    assert_eq!((report.total, report.stated_total), (Some(1_836_124.0), Some(1_840_343.0)));
    assert_eq!((report.suppressed, report.unplaced.len()), (0, 0));
    let on = date(2026, 3, 31);
    let lists = sussex.view().membership(&"pcns".parse().unwrap(), on).unwrap();
    assert_eq!((lists.total(), lists.stated_total()), (1_836_124.0, Some(1_840_343.0)));
    assert_eq!(lists.scope.as_deref(), Some("practices of NHS Sussex"));
    let blocks = sussex.view().layer(&lists.blocks, on).unwrap();
    assert!(lists.rows.iter().all(|row| blocks.area(&row.block).is_ok()));
    let refused = sussex.view().layer(&"pcns".parse().unwrap(), on).unwrap_err();
    assert!(refused.to_string().contains("not ground"), "{refused}");
}

#[test]
fn sussex_has_the_residents_of_its_own_blocks_and_no_others() {
    let Some(sussex) = sussex() else { return };
    let (now, before) = (sussex.table("residents@lsoa21"), sussex.table("residents@lsoa11"));
    assert_eq!((now.entries, now.total), (1_029, Some(1_705_587.0)));
    assert_eq!((now.blocks_without_value, now.unplaced.len()), (0, 0));
    assert_eq!((before.entries, before.blocks_without_value), (1_066, 0));
    let dates: Vec<_> = sussex
        .view()
        .populations()
        .map(|people| (people.blocks.to_string(), people.release.period.from()))
        .collect();
    let expected = [("lsoa11", date(2020, 6, 30)), ("lsoa21", date(2021, 3, 21))];
    assert_eq!(dates, expected.map(|(blocks, day)| (blocks.to_owned(), Some(day))));
    assert_eq!(sussex.table("rural-urban@lsoa21").entries, 1_029);
}

#[test]
fn code_point_open_says_which_postcodes_of_sussex_are_live() {
    let Some(sussex) = sussex() else { return };
    let postcodes = sussex.view().postcodes();
    let find = |text: &str| *postcodes.find(text.parse().unwrap()).unwrap();
    assert_eq!(find("bn11aa").status, PostcodeStatus::Live);
    let count = |status| postcodes.points().iter().filter(|point| point.status == status).count();
    // BN, PO, RH and TN as Code-Point Open has them, less two without a place.
    let live = count(PostcodeStatus::Live);
    assert_eq!(live, sussex.table("code-point-open").entries);
    assert_eq!(live, 86_189);
    assert!(count(PostcodeStatus::Terminated) > 30_000 && count(PostcodeStatus::Unknown) > 1_000);
    let covered: Vec<&str> =
        postcodes.areas().filter(|(_, decided)| *decided).map(|(area, _)| area).collect();
    assert_eq!(covered, ["BN", "PO", "RH", "TN"]);
    let unknown = postcodes.find("M1 1AE".parse().unwrap()).unwrap_err().to_string();
    assert!(unknown.contains("BN"), "{unknown}");
    let on = date(2026, 3, 31);
    let brighton = sussex.view().layer(&"districts".parse().unwrap(), on).unwrap();
    let brighton = brighton.area("E06000043").unwrap();
    assert_eq!(brighton.position(find("BN1 1AA").at), Position::Inside);
    let around =
        postcodes.in_box(brighton.bounds()).filter(|point| brighton.position(point.at) == Position::Inside);
    assert!(around.count() > 8_000);
}

#[test]
fn trafford_counts_persons_and_not_females_and_males_besides() {
    let Some(trafford) = trafford() else { return };
    let (oa, lsoa) = (trafford.table("residents@oa21"), trafford.table("residents@lsoa21"));
    assert_eq!((oa.entries, lsoa.entries), (738, 139));
    assert_eq!((oa.total, lsoa.total), (Some(241_025.0), Some(241_025.0)));
    assert!(oa.unplaced.is_empty() && lsoa.unplaced.is_empty());
    assert!(trafford.view().postcodes().points().iter().all(|point| point.status == PostcodeStatus::Unknown));
}
