//! Where a table has its postcodes and their places.

use std::path::Path;

use csv::StringRecord;
use geo_types::Coord;

use super::{PostcodeField, PostcodesImport, field::ending};
use crate::{
    asset::{Ending, Postcode, RegisterKind},
    geometry::{snap_coord, to_grid},
    import::{
        ImportError,
        table::{self, Table, field},
    },
};

/// Where a table has its postcodes and places.
pub(super) struct Layout {
    pub table: Table,
    pub kind: RegisterKind,
    pub postcode: usize,
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
    pub fn of(file: &Path, import: &PostcodesImport) -> Result<Self, ImportError> {
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
        Ok(Self { table, kind, postcode, place, terminated, quality })
    }

    /// Where a row places its postcode; `None` when it has no place.
    pub fn place(
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

    pub fn ending(&self, record: &StringRecord) -> Result<Ending, (usize, String)> {
        let Some(column) = self.terminated else { return Ok(Ending::Unsaid) };
        let Some(text) = field(record, column) else { return Ok(Ending::InUse) };
        ending(text).map_err(|reason| (column, reason))
    }
}
