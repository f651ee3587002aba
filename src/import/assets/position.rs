//! From what a row says of its place to a point on the grid, and what wrong coordinates look like.

use geo_types::Coord;

use crate::geometry::{SourceCrs, to_grid};

/// Degrees within which the British Isles lie, with some sea.
const LON: std::ops::RangeInclusive<f64> = -11.0..=4.0;
const LAT: std::ops::RangeInclusive<f64> = 49.0..=61.5;
/// Metres of the National Grid.
const EAST: std::ops::RangeInclusive<f64> = 0.0..=700_000.0;
const NORTH: std::ops::RangeInclusive<f64> = 0.0..=1_250_000.0;
/// No ground in Great Britain lies this near the false origin, nor do degrees lie beyond it.
const FEWEST_M: f64 = 1_000.0;

/// Longitude and latitude as text to grid metres.
///
/// # Errors
/// Which of the two is wrong (`true`: the longitude), and what it looks like.
pub(super) fn of_degrees(lon: &str, lat: &str) -> Result<Coord<f64>, (bool, String)> {
    let at = Coord { x: number(lon).map_err(|e| (true, e))?, y: number(lat).map_err(|e| (false, e))? };
    let (x, y) = to_grid(at.x, at.y)
        .map_err(|error| (true, hint(&SourceCrs::LonLat, at).unwrap_or_else(|| error.to_string())))?;
    Ok(Coord { x, y })
}

/// Easting and northing as text to grid metres.
///
/// # Errors
/// As [`of_degrees`].
pub(super) fn of_metres(easting: &str, northing: &str) -> Result<Coord<f64>, (bool, String)> {
    let at =
        Coord { x: number(easting).map_err(|e| (true, e))?, y: number(northing).map_err(|e| (false, e))? };
    let on_grid = EAST.contains(&at.x) && NORTH.contains(&at.y);
    match hint(&SourceCrs::Bng, at) {
        Some(looks) => Err((true, looks)),
        None if on_grid => Ok(at),
        None => Err((true, format!("{}, {} lies outside the British National Grid", at.x, at.y))),
    }
}

fn number(text: &str) -> Result<f64, String> {
    // A comma for the point, as spreadsheets of other countries write it.
    let plain = if text.matches(',').count() == 1 && !text.contains('.') {
        text.replace(',', ".")
    } else {
        text.to_owned()
    };
    match plain.trim().parse::<f64>() {
        Ok(number) if number.is_finite() => Ok(number),
        _ => Err(format!("“{}” is no coordinate", text.chars().take(40).collect::<String>())),
    }
}

/// What coordinates that cannot be right look like.
pub(super) fn hint(source: &SourceCrs, at: Coord<f64>) -> Option<String> {
    let Coord { x, y } = at;
    match source {
        SourceCrs::LonLat if LON.contains(&y) && LAT.contains(&x) => Some(format!(
            "longitude {x} and latitude {y} look swapped: in England longitude is −7 to 2, latitude 49 to 56"
        )),
        SourceCrs::LonLat if x.abs() > 180.0 || y.abs() > 90.0 => {
            Some(if EAST.contains(&x) && NORTH.contains(&y) && x > FEWEST_M && y > FEWEST_M {
                format!("{x}, {y} are no degrees: they look like easting and northing of the National Grid")
            } else {
                format!("{x}, {y} are no degrees: longitude is within ±180, latitude within ±90")
            })
        }
        SourceCrs::Bng if LON.contains(&x) && LAT.contains(&y) => {
            Some(format!("{x}, {y} look like longitude and latitude, not like metres of the National Grid"))
        }
        SourceCrs::Bng if LON.contains(&y) && LAT.contains(&x) => {
            Some(format!("{x}, {y} look like latitude and longitude, not like metres of the National Grid"))
        }
        SourceCrs::Bng if x.abs() < FEWEST_M && y.abs() < FEWEST_M => {
            Some(format!("{x}, {y} lies in the sea off Scilly: it is no place on the National Grid"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::swapped("51.03", "-0.36", "look swapped")]
    #[case::metres("517930", "130110", "look like easting and northing")]
    #[case::nonsense("101", "100", "no degrees")]
    #[case::abroad("12.5", "41.9", "outside the British National Grid")]
    #[case::a_word("here", "51", "“here” is no coordinate")]
    #[case::no_number("NaN", "51", "no coordinate")]
    fn wrong_degrees_are_told_by_what_they_look_like(
        #[case] lon: &str,
        #[case] lat: &str,
        #[case] said: &str,
    ) {
        let (_, reason) = of_degrees(lon, lat).unwrap_err();
        assert!(reason.contains(said), "{reason}");
    }

    #[rstest]
    #[case::degrees("-0.36", "51.03", "look like longitude and latitude")]
    #[case::degrees_swapped("51.03", "-0.36", "look like latitude and longitude")]
    #[case::nought("0", "0", "in the sea off Scilly")]
    #[case::beyond("800000", "100000", "outside the British National Grid")]
    fn wrong_metres_are_told_by_what_they_look_like(
        #[case] east: &str,
        #[case] north: &str,
        #[case] said: &str,
    ) {
        let (_, reason) = of_metres(east, north).unwrap_err();
        assert!(reason.contains(said), "{reason}");
    }

    #[test]
    fn a_place_is_found_by_degrees_and_by_metres() {
        let horsham = of_degrees("-0.3281", "51.0629").unwrap();
        assert!(
            (horsham.x - 517_200.0).abs() < 300.0 && (horsham.y - 130_600.0).abs() < 300.0,
            "{horsham:?}"
        );
        assert_eq!(of_metres("517200.5", " 130600 ").unwrap(), Coord { x: 517_200.5, y: 130_600.0 });
    }
}
