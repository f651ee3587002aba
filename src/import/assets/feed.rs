//! A directory's feed on the web, page by page, into one file.

use std::{
    collections::HashSet,
    io::{Read, Write},
    path::Path,
    time::Duration,
};

use serde_json::Value;

/// The most pages of a feed.
const MOST_PAGES: u64 = 2_000;
/// The most records of a feed.
const MOST_RECORDS: usize = 200_000;
/// The most bytes of a page.
const MOST_PAGE_BYTES: u64 = 50 << 20;
/// The longest that one page may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Fetches every page of a feed and writes its records as one page. Returns what else there is to say.
///
/// Records that come without their locations are fetched one by one, as HSDS-UK has them at `…/services/ID`.
///
/// # Errors
/// A sentence: the feed cannot be fetched, is no feed, goes round in a circle, or gives another page than was asked for.
pub(super) fn fetch(address: &str, to: &Path) -> Result<Vec<String>, String> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(PATIENCE))
        .user_agent(concat!("patchwork/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let get = |address: &str| -> Result<Value, String> {
        let mut response = agent.get(address).call().map_err(|error| format!("{address}: {error}"))?;
        let mut bytes = Vec::new();
        let mut body = response.body_mut().as_reader().take(MOST_PAGE_BYTES + 1);
        body.read_to_end(&mut bytes).map_err(|error| format!("{address}: {error}"))?;
        if bytes.len() as u64 > MOST_PAGE_BYTES {
            return Err(format!("{address}: the page holds more than {} MiB", MOST_PAGE_BYTES >> 20));
        }
        serde_json::from_slice(&bytes).map_err(|error| format!("{address}: it is no JSON: {error}"))
    };
    let mut gathered = Gathered::default();
    for page in 1..=MOST_PAGES {
        let asked = if page == 1 { address.to_owned() } else { of_page(address, page) };
        let answer = get(&asked)?;
        if !gathered.take(&answer, page).map_err(|reason| format!("{asked}: {reason}"))? {
            break;
        }
        if page == MOST_PAGES {
            return Err(format!("{address}: it has more than {MOST_PAGES} pages"));
        }
    }
    let base = address.split(['?', '#']).next().unwrap_or(address).trim_end_matches('/');
    let mut fetched = 0_usize;
    if base.ends_with("/services") {
        for record in &mut gathered.records {
            let Some(id) = record.get("id").and_then(Value::as_str).map(str::to_owned) else { continue };
            let is_plain = id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
            if record.get("service_at_locations").is_none() && is_plain {
                *record = get(&format!("{base}/{id}"))?;
                fetched += 1;
            }
        }
    }
    let mut remarks = gathered.remarks;
    if fetched > 0 {
        remarks.push(format!("{fetched} services came without their places and were fetched one by one."));
    }
    let whole = serde_json::json!({ "contents": gathered.records });
    let mut file = std::fs::File::create(to).map_err(|error| error.to_string())?;
    file.write_all(whole.to_string().as_bytes()).map_err(|error| error.to_string())?;
    Ok(remarks)
}

/// The address of a further page: `page` put in the place of one that is there.
fn of_page(address: &str, page: u64) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let others = query.split('&').filter(|part| !part.is_empty() && !part.starts_with("page="));
    let all: Vec<String> = others.map(str::to_owned).chain([format!("page={page}")]).collect();
    format!("{path}?{}", all.join("&"))
}

/// The records of the pages so far.
#[derive(Default)]
struct Gathered {
    records: Vec<Value>,
    ids: HashSet<String>,
    remarks: Vec<String>,
    said_pages: Option<u64>,
}

impl Gathered {
    /// Takes a page. Returns whether another follows.
    fn take(&mut self, answer: &Value, page: u64) -> Result<bool, String> {
        let Some(records) =
            answer.get("contents").or_else(|| answer.get("content")).and_then(Value::as_array)
        else {
            // One record, or a list of all: there are no pages.
            return match (page, answer) {
                (1, Value::Array(all)) => {
                    self.records.clone_from(all);
                    Ok(false)
                }
                (1, Value::Object(_)) => {
                    self.records.push(answer.clone());
                    Ok(false)
                }
                _ => Err("it is no page of a feed: it has no “contents”".to_owned()),
            };
        };
        let number = |key: &str| answer.get(key).and_then(Value::as_u64);
        if let Some(given) = number("page_number").or_else(|| number("page")).filter(|given| *given != page) {
            return Err(format!(
                "page {page} was asked for and the feed gave page {given}: it goes round in a circle"
            ));
        }
        let mut new = 0_usize;
        for record in records {
            let id = record.get("id").map(ToString::to_string);
            if id.is_none_or(|id| self.ids.insert(id)) {
                self.records.push(record.clone());
                new += 1;
            }
        }
        if self.records.len() > MOST_RECORDS {
            return Err(format!("the feed has more than {MOST_RECORDS} records"));
        }
        if !records.is_empty() && new == 0 {
            return Err(format!(
                "page {page} has only records of pages before it: the feed goes round in a circle"
            ));
        }
        let pages = number("total_pages");
        if let (Some(before), Some(now)) = (self.said_pages, pages)
            && before != now
        {
            self.remarks.push(format!(
                "The feed said that it has {before} pages, and on page {page} that it has {now}."
            ));
        }
        self.said_pages = pages.or(self.said_pages);
        let is_last = answer.get("last_page").and_then(Value::as_bool).unwrap_or(false);
        let is_over = pages.is_some_and(|pages| page >= pages);
        if records.is_empty() {
            if !is_over && pages.is_some_and(|pages| page <= pages) && page > 1 {
                self.remarks
                    .push(format!("Page {page} of the feed is empty, although it says that more follow."));
            }
            return Ok(false);
        }
        // One that says nothing of further pages has none.
        Ok(!is_last && !is_over && pages.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn page(number: u64, of: u64, ids: &[&str]) -> Value {
        let contents: Vec<Value> = ids.iter().map(|id| json!({ "id": id, "name": id })).collect();
        json!({ "total_pages": of, "page_number": number, "contents": contents })
    }

    #[test]
    fn pages_are_gathered_to_the_last() {
        let mut gathered = Gathered::default();
        assert_eq!(gathered.take(&page(1, 2, &["a", "b"]), 1), Ok(true));
        assert_eq!(gathered.take(&page(2, 2, &["c"]), 2), Ok(false));
        assert_eq!((gathered.records.len(), gathered.remarks.len()), (3, 0));
    }

    #[test]
    fn a_feed_that_goes_round_in_a_circle_is_refused() {
        let mut gathered = Gathered::default();
        assert_eq!(gathered.take(&page(1, 9, &["a"]), 1), Ok(true));
        assert!(gathered.take(&page(1, 9, &["a"]), 2).unwrap_err().contains("gave page 1"));
        let mut again = page(2, 9, &["a"]);
        assert!(gathered.take(&again, 2).unwrap_err().contains("round in a circle"));
        again["contents"] = json!([]);
        assert_eq!(gathered.take(&again, 2), Ok(false));
        assert_eq!(gathered.remarks.len(), 1);
    }

    #[test]
    fn a_feed_that_changes_its_mind_on_its_pages_is_told() {
        let mut gathered = Gathered::default();
        gathered.take(&page(1, 3, &["a"]), 1).unwrap();
        gathered.take(&page(2, 5, &["b"]), 2).unwrap();
        assert!(gathered.remarks[0].contains("3 pages"), "{:?}", gathered.remarks);
    }

    #[test]
    fn the_page_is_asked_for_beside_what_the_address_asks() {
        assert_eq!(
            of_page("https://a.example/services?per_page=50&page=1", 3),
            "https://a.example/services?per_page=50&page=3"
        );
        assert_eq!(of_page("https://a.example/services", 2), "https://a.example/services?page=2");
    }
}
