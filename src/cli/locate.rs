//! `patchwork locate PLACE`: what a place lies in.

use std::process::ExitCode;

use anyhow::bail;
use geo_types::Coord;
use jiff::civil::Date;

use super::{
    StoreArg,
    output::{Format, print, print_csv, print_json, print_table},
};
use crate::{
    asset::{Postcode, PostcodePoint, PostcodeRegister, PostcodeStatus},
    atlas::{Absence, Atlas, Found, MOST_NEARBY_M, NEAR_A_POSTCODE_M, Viewer},
    geometry::{snap_coord, to_grid},
    http::{self, today},
};

#[derive(Debug, clap::Args)]
pub(super) struct Locate {
    /// A postcode, LON,LAT in degrees or EASTING,NORTHING in National Grid metres
    #[arg(value_name = "PLACE", allow_hyphen_values = true)]
    place: String,
    /// The day; today in London when left out
    #[arg(long, value_name = "DATE")]
    on: Option<Date>,
    /// Also list areas that come this near, in metres in a straight line
    #[arg(long, value_name = "METRES")]
    within: Option<f64>,
    /// How the answer is written
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

const NAMES: [&str; 12] = [
    "layer",
    "code",
    "name",
    "id",
    "family",
    "edition",
    "valid_from",
    "valid_until",
    "on_border",
    "inferred",
    "distance_m",
    "note",
];

impl Locate {
    pub(super) fn run(&self, store: &StoreArg) -> anyhow::Result<ExitCode> {
        let postcode = self.place.parse::<Postcode>().ok();
        if let Some(within) = self.within
            && !(0.0..=MOST_NEARBY_M).contains(&within)
        {
            bail!("--within takes 0 to {MOST_NEARBY_M} metres, not {within}");
        }
        let on = self.on.unwrap_or_else(today);
        let atlas = super::read_atlas(&store.open()?, &Atlas::default())?;
        let view = atlas.view(Viewer::SignedIn);
        let found = postcode.map(|postcode| view.postcodes().find(postcode)).transpose()?;
        let place = match found {
            Some(point) => point.at,
            None => parse(&self.place)?,
        };
        if self.format == Format::Json {
            if let Some(postcode) = postcode {
                print_json(&http::locate_postcode(view, postcode, on, self.within)?)?;
                return Ok(ExitCode::SUCCESS);
            }
            print_json(&http::locate_answer(view, place, on, self.within)?)?;
            return Ok(ExitCode::SUCCESS);
        }
        // A postcode is many addresses: what comes near its point is named, too.
        let within = self.within.or(found.map(|_| NEAR_A_POSTCODE_M));
        let located = view.locate(place, on, within);
        let planned = located.planned.iter().map(|planned| &planned.area);
        let held: Vec<&Found<'_>> = located.within.iter().chain(planned).collect();
        let rows: Vec<Vec<String>> =
            held.iter().copied().chain(&located.nearby).map(|found| row(found, on)).collect();
        if self.format == Format::Csv {
            print_csv(&NAMES, &rows)?;
            return Ok(ExitCode::SUCCESS);
        }
        let register = found.and_then(|point| view.postcodes().register_of(point));
        if let (Some(point), Some(register)) = (found, register) {
            print(&in_words(point, register));
        }
        print(&format!("easting {:.3}, northing {:.3} on {on}\n", place.x, place.y));
        print_table(&NAMES, &rows);
        for replaced in &located.replaced {
            let version = &replaced.found.area.version;
            let layer = &replaced.found.layer.layer().id;
            print(&format!(
                "{layer}: {} ({}) is {}\n",
                version.name,
                version.code_or_id(),
                replaced.in_words()
            ));
        }
        for absent in &located.absent {
            let layer = absent.layer.layer();
            match absent.why {
                Absence::NoAreaHere => print(&format!("no area of {} here\n", layer.id)),
                Absence::NoEditionOnDate => print(&format!("no edition of {} on {on}\n", layer.id)),
            }
        }
        print(&format!("{}\n", http::BORDER_RULE));
        let mut said: Vec<&str> = Vec::new();
        if let Some(words) = register.and_then(|register| register.release.provenance.attribution.as_deref())
        {
            said.push(words);
            print(&format!("{words}\n"));
        }
        for found in held {
            let edition = found.layer.edition(&found.area.version.edition);
            let words = edition.and_then(|state| state.edition.provenance.attribution.as_deref());
            if let Some(words) = words.filter(|words| !said.contains(words)) {
                said.push(words);
                print(&format!("{words}\n"));
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// What a postcode is, in a line.
fn in_words(point: &PostcodePoint, register: &PostcodeRegister) -> String {
    let status = match (point.status, point.terminated_on) {
        (PostcodeStatus::Live, _) => "live".to_owned(),
        (PostcodeStatus::Terminated, Some(day)) => format!("terminated on {day}"),
        (PostcodeStatus::Terminated, None) => "terminated".to_owned(),
        (PostcodeStatus::Unknown, _) => "whether it is in use is not known here".to_owned(),
    };
    let (kind, edition) = (register.kind.as_str(), &register.release.edition);
    format!("{}: {status} ({kind}, edition {edition})\n", point.postcode)
}

fn row(found: &Found<'_>, on: Date) -> Vec<String> {
    let version = &found.area.version;
    let day = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    vec![
        found.layer.layer().id.to_string(),
        version.code_or_id().to_owned(),
        version.name.clone(),
        version.id.to_string(),
        found.layer.layer().family.as_str().to_owned(),
        version.edition.to_string(),
        day(version.period.from()),
        day(version.period.until()),
        found.on_border.to_string(),
        version.inferred.to_string(),
        format!("{:.1}", found.distance_m),
        version.note_on(on).unwrap_or_default(),
    ]
}

/// A place in grid metres, snapped.
fn parse(text: &str) -> anyhow::Result<Coord<f64>> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|part| part.trim().parse().ok()).collect();
    let Some([x, y]) = numbers.as_deref() else {
        bail!("“{text}” is no place: write LON,LAT as -0.13,50.82 or EASTING,NORTHING as 531000,104500");
    };
    let (x, y) = (*x, *y);
    if !(x.is_finite() && y.is_finite()) {
        bail!("“{text}” is no place: both numbers must be finite");
    }
    let degrees = (-180.0..=180.0).contains(&x) && (-90.0..=90.0).contains(&y);
    let (x, y) = if degrees { to_grid(x, y)? } else { (x, y) };
    if !(0.0..=700_000.0).contains(&x) || !(0.0..=1_250_000.0).contains(&y) {
        bail!("“{text}” lies outside the British National Grid (0–700,000 by 0–1,250,000 metres)");
    }
    Ok(snap_coord(Coord { x, y }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_and_metres_are_told_apart() {
        let hove = parse("-0.168,50.827").unwrap();
        assert!((hove.x - 529_100.0).abs() < 500.0 && (hove.y - 104_700.0).abs() < 500.0, "{hove:?}");
        assert_eq!(parse("531000, 104500").unwrap(), Coord { x: 531_000.0, y: 104_500.0 });
    }

    #[test]
    fn what_is_no_place_is_refused_with_an_example() {
        for text in ["", "here", "1,2,3", "NaN,50", "900000,1", "2.35,48.86"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
