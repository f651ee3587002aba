//! Postcodes with their places from a table: Code-Point Open, ONSPD, or any other.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
    str::FromStr,
};

use csv::StringRecord;
use geo_types::Coord;
use jiff::civil::Date;

use super::{
    ImportError, Report, TableRequest,
    table::{self, Table, field},
    table_request::{Refusals, file_report, report_of},
};
use crate::{
    asset::{Ending, ListedPostcode, Postcode, RegisterKind},
    atlas::{TableKind, TableName},
    geometry::{snap_coord, to_grid},
    store::{NewContent, Store},
};

/// Tables of postcodes to be imported: all of them together are one register.
#[derive(Debug, Clone)]
pub struct PostcodesImport {
    /// What every table says.
    pub request: TableRequest,
    /// The tables.
    pub files: Vec<PathBuf>,
    /// Which columns hold what, where they are not known by name.
    pub map: Vec<(PostcodeField, String)>,
    /// What the register is, where its layout does not say.
    pub register: Option<RegisterKind>,
}

/// What a column of a table of postcodes can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PostcodeField {
    /// The postcode.
    Postcode,
    /// Metres east, National Grid.
    Easting,
    /// Metres north, National Grid.
    Northing,
    /// Degrees east, WGS 84.
    Lon,
    /// Degrees north, WGS 84.
    Lat,
    /// When or whether it ended: a day, a month (202003) or a yes; blank while it is in use.
    Terminated,
    /// How good the place is: 9 (ONSPD) or 90 (Code-Point Open) means that there is none.
    Quality,
}

impl PostcodeField {
    /// Every field as it is written, with the columns that are known to hold it, in lower case.
    const KNOWN: [(&'static str, Self, &'static [&'static str]); 7] = [
        ("postcode", Self::Postcode, &["pcds", "pcd", "pcd2", "pcd7", "pcd8", "postcode", "pc", "name1"]),
        ("easting", Self::Easting, &["oseast1m", "east1m", "easting", "eastings", "ea", "geometry_x"]),
        ("northing", Self::Northing, &["osnrth1m", "north1m", "northing", "northings", "no", "geometry_y"]),
        ("lon", Self::Lon, &["long", "lon", "longitude"]),
        ("lat", Self::Lat, &["lat", "latitude"]),
        ("terminated", Self::Terminated, &["doterm", "terminated", "date_of_termination", "terminated_on"]),
        (
            "quality",
            Self::Quality,
            &["osgrdind", "gridind", "positional_quality_indicator", "positional quality indicator", "pq"],
        ),
    ];
}

impl FromStr for PostcodeField {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::KNOWN.iter().find(|(name, ..)| *name == text).map(|(_, field, _)| *field);
        let known = Self::KNOWN.map(|(name, ..)| name).join(", ");
        found.ok_or_else(|| format!("“{text}” is no field of a postcode: choose one of {known}"))
    }
}

/// Reads `FIELD=COL`.
///
/// # Errors
/// A sentence on how to write it.
pub fn parse_map(text: &str) -> Result<(PostcodeField, String), String> {
    let (field, column) =
        text.split_once('=').ok_or_else(|| format!("“{text}” is no FIELD=COL, such as postcode=PCDS"))?;
    Ok((field.trim().parse()?, column.trim().to_owned()))
}

/// Reads the tables and writes the register, or nothing.
///
/// # Errors
/// [`ImportError`] names the file, row and field; the store is then as it was.
pub fn run(store: &dyn Store, import: &PostcodesImport) -> Result<Report, ImportError> {
    let request = &import.request;
    let mut read = Vec::new();
    for file in &import.files {
        let layout = Layout::of(file, import)?;
        if let Some((first, kind)) =
            read.first().map(|(file, layout): &(&PathBuf, Layout)| (file, layout.kind))
            && kind != layout.kind
        {
            let reason = format!(
                "it is a {}, and {} is a {}: import them one at a time, or say what they are with --register",
                layout.kind.as_str(),
                first.display(),
                kind.as_str()
            );
            return Err(ImportError::Table { file: file.clone(), reason });
        }
        read.push((file, layout));
    }
    let Some((first, kind)) = read.first().map(|(file, layout)| (*file, layout.kind)) else {
        return Err(ImportError::Table {
            file: PathBuf::new(),
            reason: "there is no file to read".to_owned(),
        });
    };
    let edition = match &request.edition {
        Some(edition) => edition.clone(),
        None => request.edition_or(&stem(first))?,
    };
    let name = TableName { kind: TableKind::Postcodes, key: kind.as_str().to_owned(), edition };
    let fingerprint = request.fingerprint(&format!("{name} {:?}", import.map), &import.files)?;
    if let Some(report) = request.unchanged(store, &name, &fingerprint)? {
        return Ok(report);
    }
    let mut register = Register::default();
    let mut report = report_of(&name);
    for (file, mut layout) in read {
        let left_out = request.keep_only(&mut layout.table)?;
        report.files.push(file_report(file, layout.table.rows.len(), left_out));
        register.take(&layout)?;
    }
    let unreadable = register.unreadable.len();
    if unreadable > 0 {
        let listed: Vec<String> = register.unreadable.iter().take(10).cloned().collect();
        let more = if unreadable > 10 { ", …" } else { "" };
        report.remarks.push(format!(
            "{unreadable} rows have no postcode and are left out: {}{more}",
            listed.join(", ")
        ));
    }
    if register.listed.is_empty() {
        let reason =
            "no row of it has a postcode with a place: say which columns hold them with --map".to_owned();
        return Err(ImportError::Table { file: first.clone(), reason });
    }
    if register.repeated > 0 {
        report.remarks.push(format!("{} rows say again what another says.", register.repeated));
    }
    let mut postcodes: Vec<ListedPostcode> =
        register.listed.into_values().map(|(listed, ..)| listed).collect();
    postcodes.sort_by_key(|listed| listed.postcode);
    let mut areas: Vec<&str> = postcodes.iter().map(|listed| listed.postcode.area()).collect();
    areas.dedup();
    report.remarks.push(format!("A {} of the postcode areas {}.", kind.as_str(), areas.join(", ")));
    if let Some(table) = &mut report.table {
        table.entries = postcodes.len();
        table.without_place = register.without_place;
        table.ended = postcodes.iter().filter(|listed| matches!(listed.ending, Ending::Ended(_))).count();
    }
    let content = NewContent::Postcodes { register: kind, postcodes };
    request.write(store, &name, fingerprint, content, report)
}

/// A file's name without its endings, as an edition can be called.
fn stem(file: &Path) -> String {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let fits = |c: char| if c.is_ascii_alphanumeric() || "-_".contains(c) { c } else { '-' };
    let plain: String = stem.chars().map(fits).take(60).collect();
    if plain.is_empty() { "1".to_owned() } else { plain }
}

/// Where a table has its postcodes and places.
struct Layout {
    table: Table,
    kind: RegisterKind,
    postcode: usize,
    place: Place,
    terminated: Option<usize>,
    quality: Option<usize>,
}

#[derive(Clone, Copy)]
enum Place {
    Grid(usize, usize),
    Degrees(usize, usize),
}

impl Layout {
    fn of(file: &Path, import: &PostcodesImport) -> Result<Self, ImportError> {
        let is_row = |first: &StringRecord| first.iter().any(|field| field.parse::<Postcode>().is_ok());
        let table = table::read_as(file, |first| !is_row(first))?;
        let mapped = |wanted: PostcodeField| {
            let asked = import.map.iter().find(|(field, _)| *field == wanted);
            asked.map(|(_, column)| table.column(file, column, "postcodes")).transpose()
        };
        let bare = table.columns.is_empty();
        let width = table.rows.first().map_or(0, StringRecord::len);
        // As Ordnance Survey publishes it (10 columns), or as its first columns.
        let is_code_point = bare && import.map.is_empty() && width >= 4 && {
            let first = &table.rows[0];
            let number =
                |column: usize| first.get(column).is_some_and(|text| text.trim().parse::<f64>().is_ok());
            first[0].parse::<Postcode>().is_ok() && (1..4).all(number)
        };
        let find = |wanted: PostcodeField| -> Result<Option<usize>, ImportError> {
            if let Some(found) = mapped(wanted)? {
                return Ok(Some(found));
            }
            if is_code_point {
                return Ok(match wanted {
                    PostcodeField::Postcode => Some(0),
                    PostcodeField::Quality => Some(1),
                    PostcodeField::Easting => Some(2),
                    PostcodeField::Northing => Some(3),
                    _ => None,
                });
            }
            let (.., names) = PostcodeField::KNOWN[wanted as usize];
            let position =
                |name: &&str| table.columns.iter().position(|column| column.eq_ignore_ascii_case(name));
            Ok(names.iter().find_map(position))
        };
        let missing = |column: &str| ImportError::MissingColumn {
            file: file.to_path_buf(),
            column: column.to_owned(),
            purpose: "postcodes; say which it is with --map FIELD=COL",
            known: if bare { (1..=width).map(|n| n.to_string()).collect() } else { table.columns.clone() },
        };
        let postcode = find(PostcodeField::Postcode)?.ok_or_else(|| missing("postcode"))?;
        let grid = (find(PostcodeField::Easting)?, find(PostcodeField::Northing)?);
        let degrees = (find(PostcodeField::Lon)?, find(PostcodeField::Lat)?);
        let place = match (grid, degrees) {
            ((Some(easting), Some(northing)), _) => Place::Grid(easting, northing),
            (_, (Some(lon), Some(lat))) => Place::Degrees(lon, lat),
            ((Some(_), None), _) => return Err(missing("northing")),
            (_, (Some(_), None)) => return Err(missing("lat")),
            (_, (None, Some(_))) => return Err(missing("lon")),
            _ => return Err(missing("easting")),
        };
        let (terminated, quality) = (find(PostcodeField::Terminated)?, find(PostcodeField::Quality)?);
        let has = |name: &str| table.columns.iter().any(|column| column.eq_ignore_ascii_case(name));
        let kind =
            import.register.unwrap_or(if is_code_point || has("positional_quality_indicator") || has("pq") {
                RegisterKind::CodePointOpen
            } else if terminated.is_some() || has("oseast1m") || has("east1m") {
                RegisterKind::Directory
            } else {
                RegisterKind::List
            });
        Ok(Self { postcode, place, terminated, quality, kind, table })
    }

    /// Where a row places its postcode; `None` when it has no place.
    fn place(
        &self,
        record: &StringRecord,
        postcode: Postcode,
    ) -> Result<Option<Coord<f64>>, (usize, String)> {
        let no_place = match self.kind {
            RegisterKind::CodePointOpen => "90",
            _ => "9",
        };
        if self.quality.and_then(|column| field(record, column)) == Some(no_place) {
            return Ok(None);
        }
        let (x, y) = match self.place {
            // A directory gives Northern Ireland's on the Irish Grid, whose numbers mean another place here.
            Place::Grid(..) if postcode.area() == "BT" => return Ok(None),
            Place::Grid(x, y) => (x, y),
            Place::Degrees(lon, lat) => (lon, lat),
        };
        let (Some(first), Some(second)) = (field(record, x), field(record, y)) else { return Ok(None) };
        let number = |column: usize, text: &str| match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            _ => Err((column, format!("“{}” is no coordinate", text.chars().take(40).collect::<String>()))),
        };
        let (first, second) = (number(x, first)?, number(y, second)?);
        let at = match self.place {
            Place::Grid(..) if first == 0.0 && second == 0.0 => return Ok(None),
            Place::Grid(..) => Coord { x: first, y: second },
            // What ONSPD gives for no place.
            Place::Degrees(..) if second > 99.0 || first == 0.0 && second == 0.0 => return Ok(None),
            Place::Degrees(..) => {
                let (x, y) = to_grid(first, second).map_err(|error| (y, error.to_string()))?;
                Coord { x, y }
            }
        };
        if !(0.0..=700_000.0).contains(&at.x) || !(0.0..=1_250_000.0).contains(&at.y) {
            return Err((x, format!("{first}, {second} lies outside the British National Grid")));
        }
        Ok(Some(snap_coord(at)))
    }

    fn ending(&self, record: &StringRecord) -> Result<Ending, (usize, String)> {
        let Some(column) = self.terminated else { return Ok(Ending::Unsaid) };
        let Some(text) = field(record, column) else { return Ok(Ending::InUse) };
        ending(text).map_err(|reason| (column, reason))
    }
}

/// What a directory says of a postcode's end: a day, a month, a yes or a no.
fn ending(text: &str) -> Result<Ending, String> {
    let lower = text.to_ascii_lowercase();
    if ["no", "n", "false", "f", "0", "live"].contains(&lower.as_str()) {
        return Ok(Ending::InUse);
    }
    if ["yes", "y", "true", "t", "1", "terminated"].contains(&lower.as_str()) {
        return Ok(Ending::Ended(None));
    }
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    let is_day = digits.bytes().all(|b| b.is_ascii_digit()) && [6, 8].contains(&digits.len());
    let whole = if digits.len() == 6 { format!("{digits}01") } else { digits };
    let day = is_day.then(|| Date::strptime("%Y%m%d", &whole).ok()).flatten();
    day.map(|day| Ending::Ended(Some(day))).ok_or_else(|| {
        let shown: String = text.chars().take(40).collect();
        format!("“{shown}” is no day on which a postcode ended: write it as 2020-03-01 or 202003")
    })
}

/// Postcodes of all tables together.
#[derive(Default)]
struct Register {
    /// By postcode, with the file and row that it came from.
    listed: HashMap<Postcode, (ListedPostcode, PathBuf, usize)>,
    without_place: usize,
    repeated: usize,
    unreadable: Vec<String>,
}

impl Register {
    fn take(&mut self, layout: &Layout) -> Result<(), ImportError> {
        let mut refusals = Refusals::of(&layout.table);
        for record in &layout.table.rows {
            let row = table::row(record);
            let given = field(record, layout.postcode).unwrap_or_default();
            let Ok(postcode) = given.parse::<Postcode>() else {
                let shown: String = given.chars().take(20).collect();
                self.unreadable.push(format!("row {row} (“{shown}”)"));
                continue;
            };
            let read = layout.place(record, postcode).and_then(|at| Ok((at, layout.ending(record)?)));
            let (at, ending) = match read {
                Err((column, reason)) => {
                    refusals.field(row, Some(given), column, &reason);
                    continue;
                }
                Ok((None, _)) => {
                    self.without_place += 1;
                    continue;
                }
                Ok((Some(at), ending)) => (at, ending),
            };
            let listed = ListedPostcode { postcode, at, ending };
            match self.listed.get(&postcode) {
                None => {
                    self.listed.insert(postcode, (listed, layout.table.file().to_path_buf(), row));
                }
                Some((before, ..)) if *before == listed => self.repeated += 1,
                Some((_, file, before)) => {
                    let reason = format!("it is placed elsewhere in row {before} of {}", file.display());
                    refusals.row(row, Some(given), reason);
                }
            }
        }
        refusals.settle()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use rstest::rstest;

    #[rstest]
    #[case::a_month("202003", Ending::Ended(Some(date(2020, 3, 1))))]
    #[case::a_day("2020-03-15", Ending::Ended(Some(date(2020, 3, 15))))]
    #[case::a_yes("Y", Ending::Ended(None))]
    #[case::a_no("false", Ending::InUse)]
    fn an_ending_is_read(#[case] text: &str, #[case] expected: Ending) {
        assert_eq!(ending(text), Ok(expected));
    }

    #[rstest]
    #[case::no_such_month("202013")]
    #[case::a_word("soon")]
    fn what_is_no_ending_is_refused(#[case] text: &str) {
        assert!(ending(text).is_err());
    }

    #[test]
    fn a_field_is_found_by_its_place_in_the_list() {
        for (n, (name, field, _)) in PostcodeField::KNOWN.iter().enumerate() {
            assert_eq!((*field as usize, name.parse::<PostcodeField>()), (n, Ok(*field)));
        }
    }
}
