//! The far corner of the grid transformation.

use jiff::civil::date;

use crate::place::england;

#[test]
fn st_agnes_lies_in_its_own_ward_of_scilly() {
    let Some(england) = england() else { return };
    let (lon, lat, day) = (-6.3458, 49.8926, date(2025, 6, 1));
    let ward = &england.at("wards", lon, lat, day).unwrap().version;
    assert!(ward.name.contains("St. Agnes") || ward.name.contains("St Agnes"), "{}", ward.name);
    let district = &england.at("districts", lon, lat, day).unwrap().version;
    assert_eq!(district.code.as_deref(), Some("E06000053"));
}

#[test]
fn england_has_all_its_wards_and_districts_and_what_is_joined_from_them() {
    let Some(england) = england() else { return };
    let joined = [("police", 39), ("fire", 44), ("combined-authorities", 10)];
    assert_eq!(england.counts(), [&[("wards", 6_826), ("districts", 296)][..], &joined[..]].concat());
}
