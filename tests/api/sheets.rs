//! A spreadsheet there and back.

use patchwork::access::Role;
use rstest::rstest;
use serde_json::{Value, json};

use crate::{
    ask::Answer,
    office::{Office, of_store},
    places,
};

/// Somebody with a spreadsheet.
struct Officer {
    office: Office,
    bearer: String,
}

impl Officer {
    fn new() -> Self {
        let office = of_store();
        let bearer = office.token(Role::Contributor).1;
        Self { office, bearer }
    }

    async fn post(&self, path: &str, sheet: &str) -> Answer {
        let headers = [("authorization", self.bearer.as_str()), ("content-type", "text/csv")];
        self.office.call("POST", path, &headers, sheet).await
    }

    async fn look(&self, query: &str, sheet: &str) -> Value {
        let answer = self.post(&format!("/api/sheets?{query}"), sheet).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
        answer.json()
    }

    async fn publish(&self, query: &str, sheet: &str) -> Value {
        let answer = self.post(&format!("/api/sheets/publish?{query}"), sheet).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
        answer.json()
    }

    /// The sheet as it comes back: its header and its rows.
    async fn back(&self, list: &str) -> (String, Vec<Vec<String>>) {
        let path = format!("/api/sheets/{list}.csv");
        let answer = self.office.get(&path, &[("authorization", &self.bearer)]).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
        let mut reader = csv::Reader::from_reader(answer.bytes.as_slice());
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
        let rows = rows.collect();
        (answer.text().to_owned(), rows)
    }
}

const HALLS: &str = "Venue,Street,Postcode,Phone,Sort of place\n\
    Ash Hall,1 Mill Road,QX1 1AA,07700 900999,hall\n\
    =Elm Hall,2 Mill Road,qx11aa,01632 960001,hall\n";
const AS_HALLS: &str =
    "title=Halls&kind=community-centre&map=%7B%22name%22:%22Venue%22,%22address%22:%22Street%22%7D";

#[tokio::test]
async fn a_sheet_is_looked_at_with_its_columns_guessed_and_nothing_is_kept() {
    let officer = Officer::new();
    let body = officer.look("title=Halls&kind=community-centre", HALLS).await;
    assert_eq!((&body["list"], &body["replaces"]), (&json!("sheet-halls"), &json!(false)));
    assert_eq!((&body["total"], &body["good"], &body["bad"]), (&json!(2), &json!(2), &json!(0)));
    let fields: Vec<&Value> =
        body["columns"].as_array().unwrap().iter().map(|column| &column["field"]).collect();
    assert_eq!(json!(fields), json!(["name", "address", "postcode", "phone", null]));
    let first = &body["rows"][0];
    assert_eq!((&first["row"], &first["cells"][0]), (&json!(2), &json!("Ash Hall")));
    let asset = &first["asset"];
    assert_eq!(
        (&asset["placed_by"], &asset["known"], &asset["held_back"]),
        (&json!("postcode"), &json!(false), &json!(true))
    );
    assert!(asset["lon"].as_f64().unwrap() < -0.5);
    let list = officer.office.get("/api/assets?kinds=community-centre", &[]).await.json();
    assert_eq!(list["total"], 1, "only the one that was there");
}

#[tokio::test]
async fn what_is_wrong_is_told_by_row_and_field() {
    let officer = Officer::new();
    let sheet = "name,kind,postcode,lon,lat,capacity\n\
        Good,library,QX1 1AA,,,\n\
        ,library,QX1 1AA,,,\n\
        Unknown,lighthaus,QX1 1AA,,,\n\
        Swapped,library,,50.88,-0.57,\n\
        Metres,library,,500500,110500,\n";
    let body = officer.look("title=Mixed", sheet).await;
    let problems: Vec<(u64, String)> = body["rows"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| !row["problems"].as_array().unwrap().is_empty())
        .map(|row| (row["row"].as_u64().unwrap(), row["problems"].to_string()))
        .collect();
    let rows: Vec<u64> = problems.iter().map(|(row, _)| *row).collect();
    assert!(rows.contains(&4) && rows.contains(&5) && rows.contains(&6), "{problems:?}");
    assert!(problems.iter().any(|(_, told)| told.contains("lighthaus")), "{problems:?}");
    assert_eq!(body["unknown_kinds"], json!({ "lighthaus": 1 }));
    assert_eq!(body["good"].as_u64().unwrap() + body["bad"].as_u64().unwrap(), 5);

    let refused = officer.post("/api/sheets/publish?title=Mixed", sheet).await;
    let problem = refused.problem(422);
    assert_eq!(problem["type"], "urn:patchwork:problem:bad-sheet");
    assert!(problem["detail"].as_str().unwrap().contains("of 5 rows cannot be used (row "), "{problem}");
    officer
        .office
        .get("/api/sheets/sheet-mixed.csv", &[("authorization", &officer.bearer)])
        .await
        .problem(404);
    let published = officer.publish("title=Mixed&skip_bad=true", sheet).await;
    assert_eq!(published["assets"], body["good"]);
    assert_eq!(published["left_out"], body["bad"]);
}

#[tokio::test]
async fn a_published_sheet_comes_back_edited_goes_up_again_and_nothing_is_doubled() {
    let officer = Officer::new();
    let published = officer.publish(AS_HALLS, HALLS).await;
    assert_eq!((&published["assets"], &published["added"]), (&json!(2), &json!(2)));
    let (text, rows) = officer.back("sheet-halls").await;
    assert!(text.starts_with("patchwork_id,name,kind,"), "{text}");
    assert!(
        text.lines()
            .next()
            .unwrap()
            .ends_with("last_verified,ward,neighbourhood,council,council_on_vesting_day")
    );
    assert_eq!(rows.len(), 2);
    let ash = rows.iter().find(|row| row[1] == "Ash Hall").unwrap();
    assert_eq!(&ash[ash.len() - 4..], ["Long Ash", "'=The Green", "Ashshire", "Greater Ash"]);
    assert!(rows.iter().any(|row| row[1] == "'=Elm Hall"), "{rows:?}");

    let id = ash[0].clone();
    let edited = text.replace("Ash Hall", "Ash Village Hall")
        + "\n,New Hall,community-centre,,QX1 1AA"
        + &",".repeat(25);
    let again = officer.publish("title=Halls&list=sheet-halls", edited.trim_end()).await;
    assert_eq!((&again["assets"], &again["added"], &again["removed"]), (&json!(3), &json!(1), &json!(0)));
    let (_, rows) = officer.back("sheet-halls").await;
    assert_eq!(rows.len(), 3);
    assert_eq!(rows.iter().find(|row| row[0] == id).unwrap()[1], "Ash Village Hall");
    assert!(rows.iter().any(|row| row[1] == "'=Elm Hall"), "the apostrophe is not doubled: {rows:?}");

    // A third time, as it came: nothing changes.
    let (text, _) = officer.back("sheet-halls").await;
    officer.publish("title=Halls&list=sheet-halls", &text).await;
    assert_eq!(officer.back("sheet-halls").await.0, text);
}

#[tokio::test]
async fn a_sheet_that_is_kept_signed_in_shows_to_nobody_else() {
    let officer = Officer::new();
    officer.publish(&format!("{AS_HALLS}&visibility=signed-in"), HALLS).await;
    let public = officer.office.get("/api/assets", &[]).await;
    assert!(!public.text().contains("Ash Hall") && !public.text().contains("sheet-halls"));
    let seen = officer.office.get("/api/assets", &[("authorization", &officer.bearer)]).await;
    assert!(seen.text().contains("Ash Hall"));
}

#[tokio::test]
async fn a_mobile_number_of_a_sheet_is_held_back_until_it_is_confirmed_and_stays_confirmed() {
    let officer = Officer::new();
    officer.publish(AS_HALLS, HALLS).await;
    let (text, rows) = officer.back("sheet-halls").await;
    let id = rows.iter().find(|row| row[1] == "Ash Hall").unwrap()[0].clone();
    let path = format!("/api/assets/{id}");
    let phone = async || officer.office.get(&path, &[]).await.json()["contact"]["phone"].clone();
    assert_eq!(phone().await, Value::Null);
    let headers = [("authorization", officer.bearer.as_str()), ("if-match", "*")];
    let confirmed = officer.office.call("PUT", &path, &headers, r#"{"contact_confirmed":true}"#).await;
    assert_eq!(confirmed.status.as_u16(), 200, "{}", confirmed.text());
    assert_eq!(phone().await, "07700 900999");
    officer.publish("title=Halls&list=sheet-halls", &text).await;
    assert_eq!(phone().await, "07700 900999");
}

#[tokio::test]
async fn a_sheet_does_not_take_over_assets_or_lists_of_others() {
    let officer = Officer::new();
    let sheet = "patchwork_id,name,kind,postcode\n\
        places:1,Mine now,library,QX1 1AA\n\
        places:77,Never was,library,QX1 1AA\n\
        ,New,library,QX1 1AA\n";
    let body = officer.look("title=Mine", sheet).await;
    assert_eq!((&body["good"], &body["bad"]), (&json!(1), &json!(2)));
    let told = body["rows"].to_string();
    assert!(
        told.contains("is an asset of the list places") && told.contains("there is no asset “places:77”"),
        "{told}"
    );
    officer.publish("title=Mine&skip_bad=true", sheet).await;
    assert_eq!(officer.office.get("/api/assets/places:1", &[]).await.json()["name"], "Ash Library");
    let problem = officer.post("/api/sheets/publish?list=places", sheet).await.problem(400);
    assert!(problem["detail"].as_str().unwrap().contains("was not brought as a sheet"), "{problem}");
}

#[tokio::test]
async fn the_sheet_of_an_imported_list_has_what_a_contributor_may_see() {
    let officer = Officer::new();
    let (text, rows) = officer.back("places").await;
    assert!(text.contains("07700 900123"), "held back from the public, not from them");
    for secret in places::SECRETS.iter().filter(|secret| !["07700", "ann.person"].contains(*secret)) {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert_eq!(rows.len(), 6);
}

#[rstest]
#[case::nothing("", "there is nothing in it")]
#[case::one_column("name\nAsh Hall\n", "one column")]
#[case::no_workbook("PK\u{3}\u{4}nonsense", "workbook")]
#[tokio::test]
async fn what_is_no_sheet_is_refused_in_words(#[case] sheet: &str, #[case] words: &str) {
    let officer = Officer::new();
    let problem = officer.post("/api/sheets?title=X&kind=library", sheet).await.problem(422);
    assert!(problem["detail"].as_str().unwrap().contains(words), "{problem}");
}

#[rstest]
#[case("map=nonsense", "map", "is no JSON of fields")]
#[case("map=%7B%22colour%22:%22Red%22%7D", "map", "is no field of an asset")]
#[case("kind=libary", "kind", "did you mean library?")]
#[case("visibility=secret", "visibility", "public or signed-in")]
#[case("skip_bad=1", "skip_bad", "true or false")]
#[tokio::test]
async fn what_is_said_of_a_sheet_must_make_sense(
    #[case] query: &str,
    #[case] param: &str,
    #[case] words: &str,
) {
    let problem = Officer::new().post(&format!("/api/sheets?{query}"), HALLS).await.problem(400);
    assert_eq!(problem["param"], param);
    assert!(problem["detail"].as_str().unwrap().contains(words), "{problem}");
}

#[tokio::test]
async fn a_field_can_be_said_to_have_no_column() {
    let officer = Officer::new();
    let query = "title=Halls&kind=community-centre&map=%7B%22phone%22:%5B%5D,%22name%22:%22Venue%22%7D";
    let body = officer.look(query, HALLS).await;
    let fields: Vec<&Value> =
        body["columns"].as_array().unwrap().iter().map(|column| &column["field"]).collect();
    assert_eq!(fields[3], &Value::Null);
    assert_eq!(body["rows"][0]["asset"]["held_back"], false);
}

#[tokio::test]
async fn a_sheet_beyond_fifty_megabytes_is_refused_before_it_is_read() {
    let officer = Officer::new();
    let length = (51_u64 << 20).to_string();
    let headers = [("authorization", officer.bearer.as_str()), ("content-length", length.as_str())];
    let refused = officer.office.call("POST", "/api/sheets", &headers, "").await;
    assert_eq!(refused.problem(413)["type"], "urn:patchwork:problem:body-too-large");
    let large = "name,kind\n".to_owned() + &"Hall,library\n".repeat(200_000);
    let body = officer.look("title=Large", &large).await;
    assert_eq!((&body["total"], body["rows"].as_array().unwrap().len()), (&json!(200_000), 20_000));
}
