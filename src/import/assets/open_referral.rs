//! Directories of services in Open Referral UK (HSDS-UK 3): a service, an organisation, a service at a location, a location,
//! or a page of any of these.

use std::{collections::HashSet, path::Path};

use serde_json::Value;

use super::{Sheet, SheetRow, sheet::text};
use crate::{
    asset::{KindId, kinds},
    import::ImportError,
};

/// The columns of the sheet, each a field of an asset.
const COLUMNS: [&str; 17] = [
    "source_id",
    "name",
    "address",
    "postcode",
    "lon",
    "lat",
    "uprn",
    "phone",
    "email",
    "website",
    "opening_hours",
    "accessibility",
    "organisation",
    "serves",
    "last_verified",
    "status",
    "notes",
];

/// The records of a document that are assets: each service at each of its locations, or without a place.
///
/// # Errors
/// [`ImportError::Table`] for what has no services and no locations.
pub(super) fn read(file: &Path, bytes: &[u8]) -> Result<Sheet, ImportError> {
    let fault = |reason: &str| ImportError::Table { file: file.to_path_buf(), reason: reason.to_owned() };
    let document: Value =
        serde_json::from_slice(bytes).map_err(|error| fault(&format!("it is no JSON: {error}")))?;
    let records: Vec<&Value> = match &document {
        Value::Array(records) => records.iter().collect(),
        Value::Object(page) => match page.get("contents").or_else(|| page.get("content")) {
            Some(Value::Array(records)) => records.iter().collect(),
            _ => vec![&document],
        },
        _ => return Err(fault("it is no record of Open Referral UK: neither an object nor a list")),
    };
    let mut reading = Reading::default();
    for record in records {
        reading.record(record);
    }
    if reading.rows.is_empty() {
        return Err(fault(
            "it has no services and no locations: give a service, an organisation, a location, or a page of them",
        ));
    }
    let mut remarks = Vec::new();
    if reading.repeated > 0 {
        remarks.push(format!("{} records are given more than once.", reading.repeated));
    }
    Ok(Sheet {
        file: file.to_path_buf(),
        format: "Open Referral UK".to_owned(),
        crs: String::new(),
        columns: COLUMNS.map(str::to_owned).to_vec(),
        rows: reading.rows,
        remarks,
    })
}

#[derive(Default)]
struct Reading {
    rows: Vec<SheetRow>,
    seen: HashSet<String>,
    repeated: usize,
}

impl Reading {
    fn record(&mut self, record: &Value) {
        let has = |key: &str| record.get(key).is_some();
        if let Some(services) = list(record, "services") {
            // An organisation, whose services do not say whose they are.
            for service in services {
                self.service(service, Some(record));
            }
        } else if has("location") && has("service") {
            let service = &record["service"];
            self.push(service, service.get("organization"), Some(&record["location"]), Some(record));
        } else if has("addresses") || has("latitude") || has("location_type") {
            self.push(&Value::Null, None, Some(record), None);
        } else if has("name") || has("service_at_locations") {
            self.service(record, None);
        }
    }

    fn service(&mut self, service: &Value, organisation: Option<&Value>) {
        let organisation = service.get("organization").or(organisation);
        let places = list(service, "service_at_locations").unwrap_or_default();
        if places.is_empty() {
            self.push(service, organisation, None, None);
        }
        for place in places {
            self.push(service, organisation, place.get("location"), Some(place));
        }
    }

    fn push(
        &mut self,
        service: &Value,
        organisation: Option<&Value>,
        location: Option<&Value>,
        place: Option<&Value>,
    ) {
        let none = Value::Null;
        let (location, place) = (location.unwrap_or(&none), place.unwrap_or(&none));
        let ids: Vec<String> =
            [service, location].iter().map(|record| said(record, "id")).filter(|id| !id.is_empty()).collect();
        let id = if ids.is_empty() { String::new() } else { ids.join(".") };
        if !id.is_empty() && !self.seen.insert(id.clone()) {
            self.repeated += 1;
            return;
        }
        let address = first(location, "addresses");
        let lines = ["attention", "address_1", "address_2", "city", "region", "state_province"];
        // A person's name stands in front of many: the address is the building's.
        let lines = lines.iter().skip(1).map(|key| said(address, key)).filter(|line| !line.is_empty());
        let organisation = organisation.unwrap_or(&none);
        let phone = [place, service, location, organisation].into_iter().find_map(phone).unwrap_or_default();
        let either = |key: &str| {
            [service, location].iter().map(|record| said(record, key)).find(|text| !text.is_empty())
        };
        let schedules: Vec<String> = [place, location, service]
            .into_iter()
            .find_map(|record| list(record, "schedules").filter(|list| !list.is_empty()))
            .map(|schedules| schedules.iter().map(hours).filter(|text| !text.is_empty()).collect())
            .unwrap_or_default();
        let accessibility: Vec<String> = list(location, "accessibility")
            .unwrap_or_default()
            .iter()
            .map(|one| first_said(one, &["description", "details", "accessibility"]))
            .filter(|text| !text.is_empty())
            .collect();
        let areas: Vec<String> = [place, service]
            .into_iter()
            .find_map(|record| list(record, "service_areas").filter(|list| !list.is_empty()))
            .map(|areas| {
                areas.iter().map(|area| first_said(area, &["name", "service_area", "extent"])).collect()
            })
            .unwrap_or_default();
        let is_uprn = said(location, "external_identifier_type").eq_ignore_ascii_case("uprn");
        let status = match said(service, "status").to_lowercase().as_str() {
            "inactive" | "defunct" | "temporarily closed" => "closed",
            _ => "open",
        };
        let website = first_said(service, &["url", "website"]);
        let cells = vec![
            id,
            either("name").unwrap_or_default(),
            lines.collect::<Vec<_>>().join(", "),
            said(address, "postal_code"),
            said(location, "longitude"),
            said(location, "latitude"),
            if is_uprn { said(location, "external_identifier") } else { String::new() },
            phone,
            [service, organisation]
                .iter()
                .map(|record| said(record, "email"))
                .find(|text| !text.is_empty())
                .unwrap_or_default(),
            if website.is_empty() { first_said(organisation, &["website", "url"]) } else { website },
            schedules.join("; "),
            accessibility.join("; "),
            said(organisation, "name"),
            areas.join("; "),
            // Assurance is when somebody made sure; the day of a change may be a machine's.
            first_said(service, &["assurance_date", "assured_date"]),
            status.to_owned(),
            first_said(service, &["description"]),
        ];
        let row = self.rows.len() + 1;
        self.rows.push(SheetRow { row, cells, kind: kind(service), ..SheetRow::default() });
    }
}

/// The kind that the terms of a service mean, of the vocabulary's: the first that means any.
fn kind(service: &Value) -> Option<KindId> {
    let terms = list(service, "attributes").unwrap_or_default().iter().flat_map(|attribute| {
        let term = attribute.get("taxonomy_term").unwrap_or(attribute);
        ["name", "term", "code"].map(|key| said(term, key))
    });
    let words = terms.chain(std::iter::once(said(service, "name"))).filter(|word| !word.is_empty());
    words.into_iter().find_map(|word| kinds().find(&word).ok().map(|kind| kind.id.clone()))
}

fn phone(record: &Value) -> Option<String> {
    let direct = list(record, "phones").unwrap_or_default().iter().map(|phone| said(phone, "number"));
    let of_contacts = list(record, "contacts")
        .unwrap_or_default()
        .iter()
        .flat_map(|contact| list(contact, "phones").unwrap_or_default())
        .map(|phone| said(phone, "number"));
    direct.chain(of_contacts).find(|number| !number.is_empty())
}

/// A schedule as people read it: "Thursday and Friday, 10:00 to 18:00".
fn hours(schedule: &Value) -> String {
    let days: Vec<&str> = said(schedule, "byday")
        .split(',')
        .filter_map(|day| {
            // "1MO" is the first Monday of a month.
            let code = day.trim().trim_start_matches(|c: char| c.is_ascii_digit() || c == '-' || c == '+');
            DAYS.iter().find(|(known, _)| code.eq_ignore_ascii_case(known)).map(|(_, name)| *name)
        })
        .collect();
    let days = match &days[..] {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    };
    let minutes = |key: &str| said(schedule, key).chars().take(5).collect::<String>();
    let (from, until) = (minutes("opens_at"), minutes("closes_at"));
    let times = match (from.is_empty(), until.is_empty()) {
        (false, false) => format!("{from} to {until}"),
        (false, true) => format!("from {from}"),
        (true, false) => format!("until {until}"),
        (true, true) => String::new(),
    };
    let said_so: Vec<String> = [days, times].into_iter().filter(|part| !part.is_empty()).collect();
    if said_so.is_empty() { said(schedule, "description") } else { said_so.join(", ") }
}

const DAYS: [(&str, &str); 7] = [
    ("MO", "Monday"),
    ("TU", "Tuesday"),
    ("WE", "Wednesday"),
    ("TH", "Thursday"),
    ("FR", "Friday"),
    ("SA", "Saturday"),
    ("SU", "Sunday"),
];

fn said(record: &Value, key: &str) -> String {
    text(record.get(key))
}

fn first_said(record: &Value, keys: &[&str]) -> String {
    keys.iter().map(|key| said(record, key)).find(|text| !text.is_empty()).unwrap_or_default()
}

fn list<'a>(record: &'a Value, key: &str) -> Option<&'a [Value]> {
    record.get(key)?.as_array().map(Vec::as_slice)
}

fn first<'a>(record: &'a Value, key: &str) -> &'a Value {
    list(record, key).and_then(<[Value]>::first).unwrap_or(&Value::Null)
}
