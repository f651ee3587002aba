//! What an import of assets amounts to.

use std::collections::BTreeMap;

use super::{AssetsReport, CauseReport, Made, Sheet, Unplaced};
use crate::{
    asset::{PlacedBy, Precision, Site, Status},
    geometry::to_degrees,
    store::NewAssetList,
};

/// How many of a kind a report names.
const LISTED: usize = 10;

/// What there is to say of an import.
pub(super) fn of(list: &NewAssetList, sheet: &Sheet, made: &Made, extent: Option<[f64; 4]>) -> AssetsReport {
    let is_outside = |site: &Site| {
        let at = site.point();
        extent.is_some_and(|[west, south, east, north]| {
            to_degrees(at.x, at.y)
                .is_ok_and(|[lon, lat]| lon < west || lon > east || lat < south || lat > north)
        })
    };
    let mut report = AssetsReport {
        list: list.id.to_string(),
        complete: list.complete,
        read: sheet.rows.len(),
        left_out: made.left_out,
        assets: made.rows.len(),
        refused: made.refused.clone(),
        unknown_kinds: made.unknown_kinds.clone(),
        ..AssetsReport::default()
    };
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    let mut unplaced: BTreeMap<Unplaced, CauseReport> = BTreeMap::new();
    for (_, row) in &made.rows {
        let asset = &row.asset;
        *kinds.entry(asset.kind.as_str()).or_default() += 1;
        match (&asset.site, asset.placed_by) {
            (Some(_), Some(PlacedBy::Postcode)) => report.by_postcode += 1,
            (Some(Site::Point(_)), _) => report.points += 1,
            (Some(Site::Ground(_)), _) => report.grounds += 1,
            (None, _) => {}
        }
        report.outside += usize::from(asset.site.as_ref().is_some_and(is_outside));
        if let Some((cause, shown)) = &row.unplaced {
            let found = unplaced.entry(*cause).or_insert_with(|| CauseReport {
                cause: cause.in_words().to_owned(),
                ..CauseReport::default()
            });
            found.assets += 1;
            if found.first.len() < LISTED && !found.first.contains(shown) {
                found.first.push(shown.clone());
            }
        }
        report.by_ended_postcode += usize::from(row.postcode_ended);
        report.closed += usize::from(asset.status == Status::Closed);
        report.hidden += usize::from(asset.precision == Precision::Hidden);
        report.held_back += usize::from(asset.contact.is_held_back());
    }
    report.kinds = kinds.into_iter().map(|(kind, count)| (kind.to_owned(), count)).collect();
    report.kinds.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    report.unplaced = unplaced.into_values().collect();
    report
}
