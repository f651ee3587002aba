//! The borough of Trafford at full resolution, where borders are meant to fit to the millimetre.

use jiff::civil::date;
use patchwork::coverage::completeness;

use crate::place::trafford;

#[test]
fn wards_leave_no_gap_over_ten_square_metres_inside_the_borough() {
    let Some(trafford) = trafford() else { return };
    let day = date(2024, 6, 1);
    let districts = trafford.view().layer(&"districts".parse().unwrap(), day).unwrap();
    let borough = &districts.area("E08000009").unwrap().version.region;
    let wards = trafford.view().layer(&"wards".parse().unwrap(), day).unwrap();
    let regions: Vec<_> = wards.areas().map(|area| area.version.region.as_ref()).collect();
    let found = completeness(&regions, Some(borough));
    let gaps: Vec<f64> = found.gaps.iter().map(|gap| gap.area.0).collect();
    eprintln!("{} gaps, {:.3} m² in all", gaps.len(), gaps.iter().sum::<f64>());
    assert!(gaps.iter().all(|&area| area <= 10.0), "{gaps:?}");
    assert!(found.union.0 > 100e6, "{:?}", found.union);
}
