//! The OSTN15 shift grid of Ordnance Survey: ETRS89 to OSGB36, a shift every kilometre.

use std::sync::LazyLock;

/// Nodes from west to east, 0 to 700 km.
const COLUMNS: i32 = 701;
/// Nodes from south to north, 0 to 1,250 km.
const ROWS: i32 = 1251;

static SHIFTS: LazyLock<Vec<[f64; 2]>> = LazyLock::new(|| {
    let mut shifts = Vec::with_capacity(usize::try_from(COLUMNS * ROWS).unwrap_or(0));
    for row in 0..ROWS {
        for column in 0..COLUMNS {
            // The crate numbers the nodes from one, row by row.
            let node = ostn15_phf::ostn15_lookup(&(column + row * COLUMNS + 1));
            shifts.push(node.map_or([f64::NAN; 2], |(east, north, _)| [east, north]));
        }
    }
    shifts
});

/// The shift in metres at a place given in ETRS89 grid metres, interpolated bilinearly between the four
/// nodes around it; `None` outside the grid (0–700 km by 0–1,250 km) or where it has no node.
pub(super) fn shift(easting: f64, northing: f64) -> Option<(f64, f64)> {
    let (east_km, north_km) = (easting / 1000.0, northing / 1000.0);
    let inside =
        (0.0..f64::from(COLUMNS - 1)).contains(&east_km) && (0.0..f64::from(ROWS - 1)).contains(&north_km);
    if !inside {
        return None;
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // just checked
    let (column, row) = (east_km as usize, north_km as usize);
    let (t, u) = (east_km.fract(), north_km.fract());
    #[allow(clippy::cast_sign_loss)] // a small constant
    let width = COLUMNS as usize;
    let node = |dx: usize, dy: usize| SHIFTS[(row + dy) * width + column + dx];
    let (sw, se, nw, ne) = (node(0, 0), node(1, 0), node(0, 1), node(1, 1));
    let along = |i: usize| {
        sw[i] * (1.0 - t) * (1.0 - u) + se[i] * t * (1.0 - u) + ne[i] * t * u + nw[i] * (1.0 - t) * u
    };
    let (east, north) = (along(0), along(1));
    (east.is_finite() && north.is_finite()).then_some((east, north))
}
