//! What the imports say they imported, and what other software counts in the store.

use std::process::Command;

use crate::place::{Imported, sheffield, sussex, trafford};

#[test]
fn sussex_has_what_the_readme_counts() {
    let Some(sussex) = sussex() else { return };
    let counts = sussex.counts();
    let expected = [
        ("wards", 264),
        ("districts", 13),
        ("lsoa21", 1_029),
        ("lsoa11", 1_066),
        ("icbs", 42),
        ("pcn-footprints", 39),
        ("counties", 2),
        ("police", 1),
    ];
    for (layer, areas) in expected {
        let found = counts.iter().find(|(id, _)| *id == layer);
        assert_eq!(found, Some(&(layer, areas)), "{counts:?}");
    }
}

#[test]
fn footprints_that_are_invalid_as_delivered_are_all_reported_and_repaired() {
    let Some(sussex) = sussex() else { return };
    let report = sussex.report("pcn-footprints", "2023-10");
    assert_eq!(report.invalid_as_delivered.len(), 28);
    let repaired = report.repaired.len();
    assert!((20..=39).contains(&repaired), "{repaired} were repaired");
    let standing =
        sussex.view().layer(&"pcn-footprints".parse().unwrap(), jiff::civil::date(2024, 1, 1)).unwrap();
    for area in standing.areas() {
        assert_eq!(
            patchwork::geometry::validity::first_defect(area.version.region.shape()),
            None,
            "{}",
            area.version.name
        );
    }
}

#[test]
fn trafford_has_what_the_readme_counts() {
    let Some(trafford) = trafford() else { return };
    let expected = [
        ("wards", 21),
        ("districts", 10),
        ("localities", 4),
        ("creative-clusters", 10),
        ("polling-districts", 91),
        ("msoa21", 28),
        ("lsoa21", 139),
        ("oa21", 738),
    ];
    assert_eq!(trafford.counts(), expected);
}

#[test]
fn sheffield_has_what_the_readme_counts() {
    let Some(sheffield) = sheffield() else { return };
    assert_eq!(sheffield.counts(), [("wards", 28), ("districts", 1), ("neighbourhoods", 147)]);
}

#[test]
fn gdal_counts_the_same_features_in_the_store() {
    for imported in [sussex(), trafford(), sheffield()].into_iter().flatten() {
        if Command::new("ogrinfo").arg("--version").output().is_err() {
            eprintln!("skipped: ogrinfo is not installed");
            return;
        }
        same_by_gdal(imported);
    }
}

fn same_by_gdal(imported: &Imported) {
    let layers: std::collections::BTreeSet<&str> =
        imported.counts().into_iter().map(|(layer, _)| layer).collect();
    for layer in layers {
        let areas: usize =
            imported.reports.iter().filter(|report| report.layer == layer).map(|report| report.areas).sum();
        let output = Command::new("ogrinfo").arg("-so").arg(imported.store()).arg(layer).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains(&format!("Feature Count: {areas}\n")), "{layer}, {areas} areas: {text}");
    }
}
