//! The JSON and tile API.
/// x
pub const BORDER_RULE: &str = "";
/// x
pub fn locate_answer(_v: crate::atlas::View<'_>, _p: geo_types::Coord<f64>, _on: jiff::civil::Date, _w: Option<f64>) -> String { String::new() }
