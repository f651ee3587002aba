//! From a row of text to an asset, or to what is wrong with it.

use std::{cell::RefCell, collections::BTreeMap};

use geo_types::MultiPolygon;
use jiff::civil::Date;

use super::{
    AssetField as Field, Layout, Rules, Shape, Sheet, SheetRow, field::plain, places::Places, position,
};
use crate::{
    asset::{
        Asset, AssetId, CanMeetHere, Contact, Kind, KindId, PlacedBy, Postcode, Precision, Site, Status,
        kinds,
    },
    geometry::{Bng, Region, snap_coord},
};

/// The longest name.
const MOST_NAME_CHARS: usize = 300;
/// The longest of any other field.
const MOST_CHARS: usize = 5_000;

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The column, where one is to blame.
    pub column: Option<usize>,
    /// The field that it was to give.
    pub field: Option<Field>,
    /// Why it cannot be used, and what to do.
    pub reason: String,
    /// The kind that the vocabulary does not have, where that is what is wrong.
    pub unknown_kind: Option<String>,
}

/// Why an asset has no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unplaced {
    /// It has neither coordinates nor a postcode.
    NothingSaid,
    /// What stands for its postcode is none.
    NoPostcode,
    /// No register that is loaded has postcodes of its postcode area.
    AreaNotLoaded,
    /// The registers of its postcode area do not have its postcode.
    UnknownPostcode,
    /// It meets at another asset, or serves an area, and has no place of its own.
    NoPlaceOfItsOwn,
    /// What its feed gives as its place is none in Great Britain.
    Elsewhere,
}

impl Unplaced {
    /// In words.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::NothingSaid => "neither coordinates nor a postcode",
            Self::NoPostcode => "what stands for the postcode is none",
            Self::AreaNotLoaded => "no postcodes of that postcode area are loaded",
            Self::UnknownPostcode => "unknown postcode",
            Self::NoPlaceOfItsOwn => "no place of its own: it meets elsewhere, or serves an area",
            Self::Elsewhere => "coordinates of no place in Great Britain",
        }
    }
}

/// What a row became.
#[derive(Debug, Clone)]
pub struct Row {
    /// The asset. Its id stands for nothing yet where the row gives none.
    pub asset: Asset,
    /// The permanent name that the row gives.
    pub given_id: Option<AssetId>,
    /// Why it has no place.
    pub unplaced: Option<(Unplaced, String)>,
    /// Whether its postcode, which places it, is no longer in use.
    pub postcode_ended: bool,
    /// Whether its ground was repaired.
    pub repaired: bool,
    /// Whether it had no name and is called by its kind.
    pub nameless: bool,
}

/// Reads one row at a time.
pub(super) struct Reader<'a> {
    pub sheet: &'a Sheet,
    pub layout: &'a Layout,
    pub rules: &'a Rules,
    pub places: &'a Places,
    /// Values of guessed columns that were not understood, by column.
    pub ignored: &'a RefCell<BTreeMap<usize, usize>>,
}

impl Reader<'_> {
    /// A row as an asset.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn read(&self, row: &SheetRow) -> Result<Row, Vec<Fault>> {
        let mut faults = Vec::new();
        let width = self.sheet.width();
        if row.cells.len() != width {
            let reason = format!(
                "its number of fields is {}, and that of the first line {width}: is a field with a comma not in quotes, or are \
                 the fields separated by something else?",
                row.cells.len()
            );
            return Err(vec![Fault { column: None, field: None, reason, unknown_kind: None }]);
        }
        for (field, columns) in self.layout.iter() {
            for &column in columns {
                let most = if field == Field::Name { MOST_NAME_CHARS } else { MOST_CHARS };
                if row.cells[column].chars().count() > most {
                    faults.push(self.fault(field, format!("it has more than {most} characters")));
                }
            }
        }
        // What a column holds that was only guessed to be about this may be something else: it is left out and counted.
        let mut keep = |result: Result<(), Fault>| {
            let Err(fault) = result else { return };
            match (fault.field, fault.column) {
                (Some(field), Some(column)) if field.may_be_guessed_wrongly() && !self.is_told(field) => {
                    *self.ignored.borrow_mut().entry(column).or_default() += 1;
                }
                _ => faults.push(fault),
            }
        };
        let kind = match self.kind(row) {
            Ok(kind) => Some(kind),
            Err(fault) => {
                keep(Err(fault));
                None
            }
        };
        let kind_id =
            kind.map_or_else(|| KindId::try_from("unknown".to_owned()).ok(), |kind| Some(kind.id.clone()));
        let placeholder: Result<AssetId, _> = "row".parse();
        let (Some(kind_id), Ok(placeholder)) = (kind_id, placeholder) else { return Err(faults) };
        let name = self.text(row, Field::Name);
        let nameless = name.is_none();
        let called = name.unwrap_or_else(|| kind.map(|kind| kind.name.clone()).unwrap_or_default());
        let mut asset = Asset::named(placeholder, &called, kind_id);

        let given_id = self.parsed(row, Field::PatchworkId, &mut keep);
        asset.at = self.parsed(row, Field::At, &mut keep);
        asset.run_by = self.parsed(row, Field::RunBy, &mut keep).or_else(|| self.rules.run_by_of(row));
        asset.can_meet_here = self.parsed(row, Field::CanMeetHere, &mut keep).unwrap_or(CanMeetHere::Unknown);
        let floor = kind.map_or(Precision::Exact, |kind| kind.precision);
        asset.precision = self.parsed(row, Field::Precision, &mut keep).unwrap_or(floor).max(floor);
        asset.last_verified = self.day(row, Field::LastVerified, &mut keep);
        asset.listed_until = self.day(row, Field::ListedUntil, &mut keep);
        match self.capacity(row) {
            Ok(capacity) => asset.capacity = capacity,
            Err(fault) => keep(Err(fault)),
        }
        match self.status(row) {
            Ok(status) => asset.status = status,
            Err(fault) => keep(Err(fault)),
        }
        asset.source_id = self.text(row, Field::SourceId);
        asset.address = self.text(row, Field::Address);
        asset.uprn = self.text(row, Field::Uprn);
        asset.contact = Contact {
            phone: self.text(row, Field::Phone).map(whole_number),
            email: self.text(row, Field::Email),
            website: self.text(row, Field::Website),
            confirmed: false,
        };
        asset.opening_hours = self.text(row, Field::OpeningHours);
        asset.accessibility = self.text(row, Field::Accessibility);
        asset.organisation = self.text(row, Field::Organisation);
        asset.commissioner = self.text(row, Field::Commissioner);
        asset.serves = self.text(row, Field::Serves);
        asset.notes = self.text(row, Field::Notes);

        let written = self.text(row, Field::Postcode);
        let trimmed = written.as_deref().map(|text| text.trim_end_matches(['.', ',', ';']));
        asset.postcode = trimmed.and_then(|text| text.parse::<Postcode>().ok());
        let mut read =
            Row { asset, given_id, unplaced: None, postcode_ended: false, repaired: false, nameless };
        match self.site(row) {
            Err(_) if self.rules.is_feed => {
                self.by_postcode(&mut read, written.as_deref());
                if read.asset.site.is_none() {
                    read.unplaced = Some((Unplaced::Elsewhere, read.asset.name.clone()));
                }
            }
            Err(fault) => keep(Err(fault)),
            Ok(Some((site, repaired))) => {
                (read.asset.site, read.asset.placed_by) = (Some(site), Some(PlacedBy::Given));
                read.repaired = repaired;
            }
            Ok(None) => self.by_postcode(&mut read, written.as_deref()),
        }
        if faults.is_empty() { Ok(read) } else { Err(faults) }
    }

    /// Places an asset by its postcode, or says why it cannot be placed.
    fn by_postcode(&self, read: &mut Row, written: Option<&str>) {
        let asset = &mut read.asset;
        let cause = match (asset.postcode, written) {
            (Some(postcode), _) => match self.places.find(postcode) {
                Ok((at, is_ended)) => {
                    (asset.site, asset.placed_by) = (Some(Site::Point(at)), Some(PlacedBy::Postcode));
                    read.postcode_ended = is_ended;
                    return;
                }
                Err(cause) => cause,
            },
            (None, Some(_)) => Unplaced::NoPostcode,
            (None, None) if asset.at.is_some() || asset.serves.is_some() => Unplaced::NoPlaceOfItsOwn,
            (None, None) => Unplaced::NothingSaid,
        };
        let shown = written.map_or_else(|| asset.name.clone(), |text| text.chars().take(20).collect());
        read.unplaced = Some((cause, shown));
    }

    /// Whether somebody said which column holds a field, or the column is called exactly so.
    fn is_told(&self, field: Field) -> bool {
        if self.rules.is_feed {
            return false;
        }
        let is_so_called = |column| plain(&self.sheet.called(column)) == plain(field.as_str());
        self.rules.told.contains(&field) || self.layout.column(field).is_some_and(is_so_called)
    }

    fn fault(&self, field: Field, reason: String) -> Fault {
        Fault { column: self.layout.column(field), field: Some(field), reason, unknown_kind: None }
    }

    /// The text of a field: its columns put together, tidied; `None` where nothing is said.
    fn text(&self, row: &SheetRow, field: Field) -> Option<String> {
        let columns = self.layout.columns(field);
        let mut parts: Vec<String> = Vec::new();
        for &column in columns {
            let Some(text) = row.cells.get(column).and_then(|cell| tidy(cell)) else { continue };
            let part = match (field, day_in(&self.sheet.called(column))) {
                (Field::OpeningHours, Some(day)) => format!("{day} {}", text.replace("CLOSED", "closed")),
                _ if columns.len() > 1 && field == Field::Accessibility => {
                    format!("{}: {text}", words_of(&self.sheet.called(column)))
                }
                _ => text,
            };
            // A first line of an address often repeats the name or another line.
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        let between = if field == Field::Address { ", " } else { "; " };
        (!parts.is_empty()).then(|| parts.join(between))
    }

    fn parsed<T: std::str::FromStr<Err: ToString>>(
        &self,
        row: &SheetRow,
        field: Field,
        keep: &mut impl FnMut(Result<(), Fault>),
    ) -> Option<T> {
        match self.text(row, field)?.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                let error: T::Err = error;
                keep(Err(self.fault(field, error.to_string())));
                None
            }
        }
    }

    fn day(&self, row: &SheetRow, field: Field, keep: &mut impl FnMut(Result<(), Fault>)) -> Option<Date> {
        let text = self.text(row, field)?;
        let day = day_of(&text);
        if day.is_none() {
            let shown: String = text.chars().take(40).collect();
            keep(Err(self.fault(field, format!("“{shown}” is no day: write it as 2026-03-31"))));
        }
        day
    }

    fn capacity(&self, row: &SheetRow) -> Result<Option<u32>, Fault> {
        let Some(text) = self.text(row, Field::Capacity) else { return Ok(None) };
        let plain = text.replace(',', "");
        plain.parse().map(Some).map_err(|_| {
            let shown: String = text.chars().take(40).collect();
            self.fault(Field::Capacity, format!("“{shown}” is no number of people"))
        })
    }

    fn kind(&self, row: &SheetRow) -> Result<&'static Kind, Fault> {
        if let Some(kind) = row.kind.as_ref().and_then(|kind| kinds().get(kind)) {
            return Ok(kind);
        }
        if let Some(kind) = self.rules.kind_of(row) {
            return Ok(kind);
        }
        let word = self.text(row, Field::Kind);
        let given = self.rules.kind.as_ref().and_then(|kind| kinds().get(kind));
        match (word, given) {
            (Some(word), given) => match (kinds().find(&word), given) {
                (Ok(kind), _) => Ok(kind),
                // A column that nobody named may be about something else ("type").
                (Err(_), Some(kind)) if !self.rules.told.contains(&Field::Kind) => Ok(kind),
                (Err(unknown), _) => Err(Fault {
                    unknown_kind: Some(unknown.asked.clone()),
                    ..self.fault(Field::Kind, unknown.to_string())
                }),
            },
            (None, Some(kind)) => Ok(kind),
            (None, None) => Err(self.fault(
                Field::Kind,
                "it does not say of what kind it is: give --kind, or a column with --map kind=COL".to_owned(),
            )),
        }
    }

    fn status(&self, row: &SheetRow) -> Result<Status, Fault> {
        if let Some(status) = self.rules.status_of(row) {
            return Ok(status);
        }
        let Some(word) = self.text(row, Field::Status) else { return Ok(Status::Open) };
        word.parse().map_err(|reason| self.fault(Field::Status, reason))
    }

    /// What the row itself says of its place, and whether its ground had to be repaired.
    fn site(&self, row: &SheetRow) -> Result<Option<(Site, bool)>, Fault> {
        let shapeless = |reason: String| Fault { column: None, field: None, reason, unknown_kind: None };
        match &row.shape {
            Shape::None => {}
            Shape::Wrong(reason) => return Err(shapeless(reason.clone())),
            Shape::Point(at) => return Ok(Some((Site::Point(snap_coord(*at)), false))),
            Shape::Ground(ground) => {
                let (region, repaired) = region(ground).map_err(shapeless)?;
                return Ok(Some((Site::Ground(region), repaired)));
            }
        }
        let pairs: [(Field, Field, Read); 2] = [
            (Field::Easting, Field::Northing, position::of_metres),
            (Field::Lon, Field::Lat, position::of_degrees),
        ];
        for (first, second, read) in pairs {
            if self.layout.column(first).is_none() || self.layout.column(second).is_none() {
                continue;
            }
            match (self.text(row, first), self.text(row, second)) {
                (Some(x), Some(y)) if is_nought(&x) && is_nought(&y) => {}
                (Some(x), Some(y)) => {
                    let at = read(&x, &y).map_err(|(is_first, reason)| {
                        self.fault(if is_first { first } else { second }, reason)
                    })?;
                    return Ok(Some((Site::Point(snap_coord(at)), false)));
                }
                (None, None) => {}
                (Some(_), None) => {
                    return Err(self.fault(second, format!("it is blank, and {} is not", first.as_str())));
                }
                (None, Some(_)) => {
                    return Err(self.fault(first, format!("it is blank, and {} is not", second.as_str())));
                }
            }
        }
        Ok(None)
    }
}

/// Reads a pair of coordinates; on failure says whether the first is wrong, and why.
type Read = fn(&str, &str) -> Result<geo_types::Coord<f64>, (bool, String)>;

/// What "no place" is written as where a number is wanted.
fn is_nought(text: &str) -> bool {
    text.parse::<f64>() == Ok(0.0)
}

fn region(ground: &MultiPolygon<f64>) -> Result<(Region<Bng>, bool), String> {
    Region::new(ground).map(|(region, repair)| (region, repair.is_some())).map_err(|error| error.to_string())
}

/// A cell's text: control characters gone, spaces single; `None` where it says nothing.
fn tidy(cell: &str) -> Option<String> {
    const NOTHING: [&str; 9] = ["", "-", "–", "n/a", "na", "null", "none", "nil", "unknown"];
    let text = cell
        .split(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    (!NOTHING.contains(&text.to_lowercase().as_str())).then_some(text)
}

/// A telephone number whose leading nought a spreadsheet took away has it again.
fn whole_number(phone: String) -> String {
    let is_number = phone.len() == 10 && phone.bytes().all(|b| b.is_ascii_digit());
    if is_number && !phone.starts_with('0') { format!("0{phone}") } else { phone }
}

/// The day of the week that a header names.
fn day_in(header: &str) -> Option<&'static str> {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let lower = header.to_lowercase();
    DAYS.into_iter().find(|day| lower.contains(&day.to_lowercase()))
}

/// A header as words: `disability_parking` is "disability parking".
fn words_of(header: &str) -> String {
    header.replace(['_', '-'], " ").trim().to_lowercase()
}

/// A day as sheets write it: 2026-03-31, 20260331, 31/03/2026, or the first of these before a time.
pub(super) fn day_of(text: &str) -> Option<Date> {
    let text = text.trim();
    let first = text.split(['T', ' ']).next().unwrap_or(text);
    ["%Y-%m-%d", "%Y%m%d", "%d/%m/%Y"].iter().find_map(|form| Date::strptime(form, first).ok())
}
