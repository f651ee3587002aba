//! Lists as people write them, with everything that goes wrong in them.

use std::{fs, io::Write, path::PathBuf};

use rstest::rstest;
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

use super::*;
use crate::{
    asset::{
        AssetId, CanMeetHere, Ending, ListedPostcode, PlacedBy, Postcode, Precision, RegisterKind, Site,
        Status,
    },
    atlas::{Atlas, TableContent, Viewer},
    boundary::Provenance,
    import::Outcome,
    store::{NewTable, read_atlas, sqlite::GeoPackage},
};

/// A store that knows two postcodes of QX, one of them ended, and none of QY.
struct Desk {
    folder: TempDir,
    store: GeoPackage,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = GeoPackage::create_or_open(&folder.path().join("store.gpkg")).unwrap();
        let listed = |postcode: &str, x, ending| ListedPostcode {
            postcode: postcode.parse().unwrap(),
            at: geo_types::Coord { x, y: 104_000.0 },
            ending,
        };
        let postcodes = vec![
            listed("QX1 1AA", 530_000.0, Ending::InUse),
            listed("QX1 1AB", 530_100.0, Ending::Ended(None)),
        ];
        let table = NewTable {
            edition: "1".parse().unwrap(),
            declared: crate::boundary::Period::ALWAYS,
            provenance: Provenance::default(),
            fingerprint: String::new(),
            report: String::new(),
            content: NewContent::Postcodes { register: RegisterKind::Directory, postcodes },
        };
        store.put_table(&table).unwrap();
        Self { folder, store }
    }

    fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    fn import(&self, name: &str, content: impl AsRef<[u8]>, kind: &str, map: &[&str]) -> AssetsImport {
        AssetsImport {
            file: self.write(name, content),
            kind: (!kind.is_empty()).then(|| kind.parse().unwrap()),
            map: map.iter().map(|text| parse_map(text).unwrap()).collect(),
            list: Some("here".parse().unwrap()),
            ..AssetsImport::default()
        }
    }

    fn run(&self, import: &AssetsImport) -> AssetsReport {
        let report = run(&self.store, import).unwrap_or_else(|error| panic!("{error}"));
        assert!(report.to_string().contains("assets here, edition 1"), "{report}");
        report.assets.unwrap()
    }

    fn refused(&self, import: &AssetsImport) -> String {
        let error = run(&self.store, import).unwrap_err().to_string();
        assert_eq!(self.store.table_stamps().unwrap().len(), 1, "something was written");
        error
    }

    fn assets(&self) -> Vec<Asset> {
        let stamps = self.store.table_stamps().unwrap();
        let Some((name, _)) = stamps.into_iter().find(|(name, _)| name.kind == TableKind::Assets) else {
            return Vec::new();
        };
        let TableContent::Assets(listed) = self.store.read_table(&name).unwrap().unwrap().content else {
            unreachable!()
        };
        listed.assets.clone()
    }
}

#[rstest]
#[case::plain(b"Venue Name,Postcode,Website\nMill Caf\xc3\xa9,qx11aa,https://mill.example\n" as &[u8])]
#[case::a_byte_order_mark(
    b"\xef\xbb\xbfVenue Name;Postcode;Website\r\nMill Caf\xc3\xa9;QX1 1AA;https://mill.example\r\n"
)]
#[case::windows_letters(b"Venue Name\tPostcode\tWebsite\nMill Caf\xe9\tQX1  1AA\thttps://mill.example\n")]
#[case::bars(b"VENUE_NAME|postcode|Website\n  Mill   Caf\xc3\xa9 |QX1 1AA.|https://mill.example\n")]
fn a_sheet_with_a_postcode_only_is_placed_by_it(#[case] bytes: &[u8]) {
    let desk = Desk::new();
    let report = desk.run(&desk.import("venues.csv", bytes, "cafe", &[]));
    assert_eq!((report.read, report.assets, report.by_postcode), (1, 1, 1));
    let [asset] = &desk.assets()[..] else { panic!("one asset") };
    assert_eq!((asset.name.as_str(), asset.placed_by), ("Mill Café", Some(PlacedBy::Postcode)));
    assert_eq!(asset.site, Some(Site::Point(geo_types::Coord { x: 530_000.0, y: 104_000.0 })));
    assert_eq!(asset.id.as_str(), "here:mill-cafe-qx1-1aa");
}

#[test]
fn an_asset_without_a_place_is_kept_and_counted_by_cause() {
    let desk = Desk::new();
    let sheet = "id,name,postcode,serves\n1,Mill,QX1 1AA,\n2,Old Mill,QX1 1AB,\n3,Elsewhere,QY1 1AA,\n4,Nowhere,QX1 9ZZ,\n\
                 5,Unsaid,,\n6,Scribble,beside the mill,\n7,Walkers,,Millham\n";
    let report = desk.run(&desk.import("venues.csv", sheet, "library", &[]));
    assert_eq!((report.assets, report.by_postcode, report.by_ended_postcode), (7, 2, 1));
    let causes: Vec<(&str, usize, &str)> =
        report.unplaced.iter().map(|one| (one.cause.as_str(), one.assets, one.first[0].as_str())).collect();
    assert_eq!(
        causes,
        [
            ("neither coordinates nor a postcode", 1, "Unsaid"),
            ("what stands for the postcode is none", 1, "beside the mill"),
            ("no postcodes of that postcode area are loaded", 1, "QY1 1AA"),
            ("unknown postcode", 1, "QX1 9ZZ"),
            ("no place of its own: it meets elsewhere, or serves an area", 1, "Walkers"),
        ]
    );
    assert_eq!(desk.assets().len(), 7);
    // The same again changes nothing; another register of postcodes may place others.
    let again = run(&desk.store, &desk.import("venues.csv", sheet, "library", &[])).unwrap();
    assert_eq!(again.outcome, Outcome::Unchanged);
}

#[test]
fn columns_are_named_numbered_or_put_together() {
    let desk = Desk::new();
    let sheet = "The Mill,1 Mill Lane,Millham,530000.5,104000,QX1 1AA\n";
    let map = ["name=1", "address=2+3", "easting=4", "northing=5", "postcode=6"];
    desk.run(&desk.import("bare.csv", sheet, "village-hall", &map));
    let asset = &desk.assets()[0];
    assert_eq!((asset.name.as_str(), asset.address.as_deref()), ("The Mill", Some("1 Mill Lane, Millham")));
    assert_eq!(asset.site, Some(Site::Point(geo_types::Coord { x: 530_000.5, y: 104_000.0 })));
    let headed = "Hall,A,B,X,Y\nThe Mill,1 Mill Lane,Millham,-0.13,50.82\n";
    desk.run(&desk.import(
        "headed.csv",
        headed,
        "village-hall",
        &["name=hall", "address=A", "address=B", "lon=X", "lat=Y"],
    ));
    assert_eq!(desk.assets()[0].address.as_deref(), Some("1 Mill Lane, Millham"));
    let error =
        run(&desk.store, &desk.import("headed.csv", headed, "village-hall", &["name=Nom"])).unwrap_err();
    assert!(error.to_string().contains("no column “Nom”") && error.to_string().contains("“Hall”"), "{error}");
}

#[rstest]
#[case::uneven(
    "name,postcode\nMill,QX1 1AA\nQuay\n",
    "row 3 (Quay): its number of fields is 1, and that of the first line 2"
)]
#[case::swapped(
    "name,lon,lat\nMill,50.82,-0.13\n",
    "row 2 (Mill): column “lon”: longitude 50.82 and latitude -0.13 look swapped"
)]
#[case::metres_as_degrees(
    "name,lon,lat\nMill,530000,104000\n",
    "look like easting and northing of the National Grid"
)]
#[case::degrees_as_metres("name,easting,northing\nMill,-0.13,50.82\n", "look like longitude and latitude")]
#[case::abroad("name,lon,lat\nMill,12.5,41.9\n", "outside the British National Grid")]
#[case::half_a_place("name,lon,lat\nMill,,50.82\n", "column “lon”: it is blank, and lat is not")]
#[case::no_number("name,lon,lat\nMill,west,50.82\n", "“west” is no coordinate")]
#[case::an_unknown_kind("name,kind\nMill,libary\nQuay,libary\n", "not kinds of asset: “libary” (2)")]
#[case::a_word_that_is_none(
    "name,can_meet_here\nMill,perhaps\n",
    "column “can_meet_here”: “perhaps” is no word for whether people can meet there"
)]
#[case::no_day("name,last_verified\nMill,last spring\n", "“last spring” is no day")]
#[case::one_column("name\nMill\n", "it has one column (“name”)")]
#[case::another_delimiter("name^postcode\nMill^QX1 1AA\n", "fields are told apart by a comma")]
#[case::an_id_twice(
    "patchwork_id,name\nx:1,Mill\nx:1,Quay\n",
    "row 3 (Quay): column “patchwork_id”: row 2 has the same permanent name"
)]
#[case::no_id("patchwork_id,name\n=1+1,Mill\n", "cannot name an asset")]
#[case::empty("", "it is empty")]
fn a_row_that_cannot_be_used_is_told_with_its_reason(#[case] sheet: &str, #[case] expected: &str) {
    let desk = Desk::new();
    let kind = if sheet.contains(",kind") { "" } else { "library" };
    let error = desk.refused(&desk.import("bad.csv", sheet, kind, &[]));
    assert!(error.contains(expected), "{error}");
}

#[test]
fn good_rows_go_in_alone_only_when_that_is_asked_for() {
    let desk = Desk::new();
    let sheet =
        "name,kind,lon,lat\nMill,library,-0.13,50.82\nQuay,lighthose,-0.13,50.82\nPier,library,50.82,-0.13\n";
    let mut import = desk.import("venues.csv", sheet, "", &[]);
    let error = desk.refused(&import);
    assert!(error.contains("of 3 rows 1 are good and the others have 2 faults in all"), "{error}");
    assert!(error.contains("--skip-bad"), "{error}");
    import.skip_bad = true;
    let report = desk.run(&import);
    assert_eq!((report.read, report.assets, report.refused.len()), (3, 1, 2));
    assert_eq!((report.refused[0].row, report.refused[0].field.as_deref()), (3, Some("kind")));
    assert_eq!(report.unknown_kinds, [("lighthose".to_owned(), 1)]);
    assert_eq!(desk.assets().len(), 1);
}

#[test]
fn marks_and_formulas_are_text() {
    let desk = Desk::new();
    let sheet =
        "name,postcode,notes\n\"<script>alert(1)</script>\",QX1 1AA,\"=HYPERLINK(\"\"http://x\"\")\"\n";
    desk.run(&desk.import("venues.csv", sheet, "library", &[]));
    let asset = &desk.assets()[0];
    assert_eq!(asset.name, "<script>alert(1)</script>");
    assert_eq!(asset.notes.as_deref(), Some("=HYPERLINK(\"http://x\")"));
}

#[test]
fn a_guessed_column_about_something_else_is_left_out_and_said() {
    let desk = Desk::new();
    let sheet = "name,postcode,seats\nMill,QX1 1AA,a few\nQuay,QX1 1AA,40\n";
    let report = run(&desk.store, &desk.import("venues.csv", sheet, "library", &[])).unwrap();
    assert!(report.remarks.iter().any(|remark| remark.contains("“seats”: 1 of its values")), "{report}");
    assert_eq!(desk.assets().iter().map(|asset| asset.capacity).collect::<Vec<_>>(), [None, Some(40)]);
}

#[test]
fn permanent_names_are_given_kept_and_never_said_twice() {
    let desk = Desk::new();
    let sheet = "patchwork_id,id,name,postcode\n,A1,Mill,QX1 1AA\nhere:A1,,Quay,QX1 1AA\n,,Pier,\n,,Pier,\n,A 2/b,Dock,\n";
    desk.run(&desk.import("venues.csv", sheet, "library", &[]));
    let names: Vec<(String, String)> =
        desk.assets().into_iter().map(|asset| (asset.id.to_string(), asset.name)).collect();
    let expected = [
        ("here:A-2-b", "Dock"),
        ("here:A1", "Quay"),
        ("here:A1-2", "Mill"),
        ("here:pier", "Pier"),
        ("here:pier-2", "Pier"),
    ];
    assert_eq!(names, expected.map(|(id, name)| (id.to_owned(), name.to_owned())));
}

#[test]
fn a_refuge_is_hidden_and_a_list_cannot_make_it_otherwise() {
    let desk = Desk::new();
    let sheet =
        "name,kind,precision,postcode\nSafe House,refuge,exact,QX1 1AA\nMinder,childminder,exact,QX1 1AA\n";
    let report = desk.run(&desk.import("venues.csv", sheet, "", &[]));
    assert_eq!(report.hidden, 1);
    let atlas = read_atlas(&desk.store, &Atlas::default()).unwrap();
    let seen: Vec<&str> = atlas
        .view(Viewer::Public)
        .assets(jiff::civil::date(2026, 6, 1))
        .iter()
        .map(|one| one.asset.name.as_str())
        .collect();
    assert_eq!(seen, ["Minder"]);
}

#[test]
fn everything_that_a_sheet_can_say_is_kept() {
    let desk = Desk::new();
    let sheet = "name,kind,address,postcode,uprn,phone,email,website,opening_hours,accessibility,organisation,run_by,can_meet_here,\
                 capacity,at,serves,precision,source_id,last_verified,listed_until,status,commissioner\n\
                 Mill,Libraries,\"1 Mill Lane, Millham\",QX1 1AA,100012345678,1632960123,info@mill.example,https://mill.example,\
                 Mo-Fr,a ramp,The council,council,low cost,\"1,200\",here:hall,Millham,area,L1,31/03/2026,20270101,planned,QNX\n";
    desk.run(&desk.import("venues.csv", sheet, "", &[]));
    let asset = &desk.assets()[0];
    assert_eq!(asset.contact.phone.as_deref(), Some("01632960123"));
    assert_eq!((asset.can_meet_here, asset.capacity), (CanMeetHere::LowCost, Some(1200)));
    assert_eq!(asset.last_verified, Some(jiff::civil::date(2026, 3, 31)));
    assert_eq!(asset.listed_until, Some(jiff::civil::date(2027, 1, 1)));
    assert_eq!((asset.status, asset.precision), (Status::Planned, Precision::Area));
    assert_eq!(asset.at, Some("here:hall".parse::<AssetId>().unwrap()));
    assert_eq!(asset.postcode, Some("QX1 1AA".parse::<Postcode>().unwrap()));
    let said = [
        &asset.address,
        &asset.uprn,
        &asset.opening_hours,
        &asset.accessibility,
        &asset.organisation,
        &asset.serves,
    ];
    assert!(said.iter().all(|text| text.is_some()), "{asset:?}");
}

#[test]
fn points_and_ground_come_out_of_geojson() {
    let desk = Desk::new();
    let shape = |name: &str, geometry: &str| {
        format!(r#"{{"type":"Feature","properties":{{"name":"{name}"}},"geometry":{geometry}}}"#)
    };
    let square = r#"{"type":"Polygon","coordinates":[[[-0.13,50.82],[-0.12,50.82],[-0.12,50.83],[-0.13,50.83],[-0.13,50.82]]]}"#;
    let good =
        [shape("Mill", r#"{"type":"Point","coordinates":[-0.13,50.82]}"#), shape("Park", square)].join(",");
    let whole = |features: &str| format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#);
    let report = desk.run(&desk.import("a.geojson", whole(&good), "park", &[]));
    assert_eq!((report.points, report.grounds), (1, 1));
    let line = shape("Path", r#"{"type":"LineString","coordinates":[[-0.13,50.82],[-0.12,50.82]]}"#);
    let swapped = shape("Quay", r#"{"type":"Point","coordinates":[50.82,-0.13]}"#);
    let error =
        run(&desk.store, &desk.import("a.geojson", whole(&[good, line, swapped].join(",")), "park", &[]));
    let error = error.unwrap_err().to_string();
    assert!(error.contains("row 3 (Path): its shape is made of lines"), "{error}");
    assert!(error.contains("row 4 (Quay)") && error.contains("look swapped"), "{error}");
}

/// A workbook with these sheets, of inline text.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut put = |name: &str, content: String| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    };
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006/relationships";
    put(
        "_rels/.rels",
        format!(
            r#"<Relationships xmlns="{package}"><Relationship Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
        ),
    );
    let listed = (1..)
        .zip(sheets)
        .map(|(n, (name, _))| format!(r#"<sheet name="{name}" sheetId="{n}" r:id="s{n}"/>"#));
    let listed: String = listed.collect();
    put(
        "xl/workbook.xml",
        format!(r#"<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>"#),
    );
    let links = (1..=sheets.len()).map(|n| {
        format!(r#"<Relationship Id="s{n}" Type="{office}/worksheet" Target="worksheets/sheet{n}.xml"/>"#)
    });
    put(
        "xl/_rels/workbook.xml.rels",
        format!(r#"<Relationships xmlns="{package}">{}</Relationships>"#, links.collect::<String>()),
    );
    for (n, (_, rows)) in (1..).zip(sheets) {
        let row = |cells: &[&str]| {
            let cell = |text: &&str| format!(r#"<c t="inlineStr"><is><t>{text}</t></is></c>"#);
            format!("<row>{}</row>", cells.iter().map(cell).collect::<String>())
        };
        let rows: String = rows.iter().map(|cells| row(cells)).collect();
        put(
            &format!("xl/worksheets/sheet{n}.xml"),
            format!(r#"<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>"#),
        );
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_sheet_of_a_workbook_is_read_like_any_other() {
    let desk = Desk::new();
    let venues: &[&[&str]] = &[&["Venue Name", "Postcode"], &["Mill", "QX1 1AA"], &["Quay", "QX1 1AB"]];
    let report = desk.run(&desk.import("venues.xlsx", workbook(&[("Venues", venues)]), "library", &[]));
    assert_eq!((report.assets, report.by_postcode), (2, 2));
    let two = workbook(&[("Venues", venues), ("Notes", &[&["a", "b"], &["1", "2"]])]);
    let mut import = desk.import("venues.xlsx", two, "library", &[]);
    let error = run(&desk.store, &import).unwrap_err().to_string();
    assert!(error.contains("several sheets, “Venues”, “Notes”: say which with --table"), "{error}");
    import.table = Some("Venues".to_owned());
    assert_eq!(desk.run(&import).assets, 2);
    let error =
        run(&desk.store, &desk.import("cut.xlsx", &workbook(&[("Venues", venues)])[..300], "library", &[]));
    assert!(error.unwrap_err().to_string().contains("no workbook that can be read"));
}

#[test]
fn an_answer_of_overpass_gives_nodes_and_ways_and_counts_what_it_does_not_read() {
    let desk = Desk::new();
    let answer = r#"{"version":0.6,"generator":"Overpass API","elements":[
        {"type":"node","id":1,"lat":50.82,"lon":-0.13,"tags":{"amenity":"pub","name":"The Mill","addr:postcode":"QX1 1AA","capacity":"many"}},
        {"type":"node","id":2,"lat":50.82,"lon":-0.13},{"type":"node","id":3,"lat":50.82,"lon":-0.12},
        {"type":"node","id":4,"lat":50.83,"lon":-0.12},
        {"type":"way","id":5,"nodes":[2,3,4,2],"tags":{"leisure":"park","name":"Mill Park"}},
        {"type":"way","id":6,"nodes":[2,3,4],"tags":{"amenity":"cafe","name":"Mill Walk"}},
        {"type":"way","id":7,"center":{"lat":50.82,"lon":-0.13},"tags":{"amenity":"library","name":"Mill Library"}},
        {"type":"node","id":8,"lat":50.82,"lon":-0.13,"tags":{"highway":"bus_stop"}},
        {"type":"relation","id":9,"members":[],"tags":{"leisure":"park"}}]}"#;
    let report = run(&desk.store, &desk.import("pubs.json", answer, "", &[])).unwrap();
    let assets = report.assets.clone().unwrap();
    assert_eq!((assets.assets, assets.points, assets.grounds), (4, 3, 1));
    let said = report.to_string();
    assert!(
        said.contains("1 relations were not read") && said.contains("1 elements have tags of no known kind"),
        "{said}"
    );
    let atlas = read_atlas(&desk.store, &Atlas::default()).unwrap();
    let all = atlas.view(Viewer::Public).assets(jiff::civil::date(2026, 6, 1));
    assert!(
        all.lists()
            .all(|list| list.share_alike && list.release.provenance.licence.as_deref() == Some("ODbL 1.0"))
    );
    assert_eq!(all.get(&"here:node-1".parse().unwrap()).unwrap().asset.kind.as_str(), "pub");
}

#[test]
fn a_page_of_a_directory_gives_each_service_at_each_of_its_places() {
    let desk = Desk::new();
    let page = r#"{"total_items":2,"total_pages":1,"page_number":1,"contents":[
        {"id":"s1","name":"Lunch Club","description":"Soup","status":"active","assurance_date":"2026-02-01",
         "organization":{"id":"o1","name":"Millham Trust","website":"https://trust.example"},
         "schedules":[{"byday":"TH,FR","opens_at":"10:00:00","closes_at":"14:00:00"}],
         "service_areas":[{"name":"Millham"}],
         "attributes":[{"taxonomy_term":{"name":"Food banks"}}],
         "contacts":[{"phones":[{"number":"01632 960123"}]}],
         "service_at_locations":[
            {"id":"a1","location":{"id":"l1","name":"The Mill","latitude":50.82,"longitude":-0.13,
                "external_identifier":"100012345678","external_identifier_type":"UPRN",
                "addresses":[{"attention":"Ann","address_1":"1 Mill Lane","city":"Millham","postal_code":"QX1 1AA"}],
                "accessibility":[{"description":"a ramp"}]}},
            {"id":"a2","location":{"id":"l2","name":"The Quay","latitude":null,"longitude":null,
                "addresses":[{"address_1":"2 Quay Street","postal_code":"QX1 1AB"}]}},
            {"id":"a3","location":{"id":"l3","name":"Afar","latitude":100,"longitude":101}}]},
        {"id":"s2","name":"Helpline","status":"inactive"}]}"#;
    let report = desk.run(&desk.import("page.json", page, "", &[]));
    assert_eq!((report.assets, report.points, report.by_postcode, report.closed), (4, 1, 1, 1));
    assert!(
        report.unplaced.iter().any(|one| one.cause == "coordinates of no place in Great Britain"),
        "{report:?}"
    );
    let assets = desk.assets();
    let mill = assets.iter().find(|asset| asset.id.as_str() == "here:s1.l1").unwrap();
    assert_eq!((mill.kind.as_str(), mill.name.as_str()), ("food-bank", "Lunch Club"));
    assert_eq!(mill.opening_hours.as_deref(), Some("Thursday and Friday, 10:00 to 14:00"));
    assert_eq!((mill.serves.as_deref(), mill.accessibility.as_deref()), (Some("Millham"), Some("a ramp")));
    assert_eq!(mill.address.as_deref(), Some("1 Mill Lane, Millham"));
    assert_eq!(
        (mill.organisation.as_deref(), mill.uprn.as_deref()),
        (Some("Millham Trust"), Some("100012345678"))
    );
    assert_eq!(mill.last_verified, Some(jiff::civil::date(2026, 2, 1)));
    assert_eq!(mill.contact.phone.as_deref(), Some("01632 960123"));
}

#[test]
fn an_extract_of_openstreetmap_that_is_not_read_says_what_to_do() {
    let desk = Desk::new();
    let error = desk.refused(&desk.import("leeds.osm.pbf", b"\0\0\0\x0d", "pub", &[]));
    assert!(error.contains("ask the Overpass API for JSON"), "{error}");
}

/// A register as it is published: 27 columns without a header.
fn register(rows: &[(&str, &str, &str, &str)]) -> String {
    let row = |(code, fourth, status, fifteenth): &(&str, &str, &str, &str)| {
        let mut cells = [""; 27];
        (cells[0], cells[1], cells[3], cells[9]) = (code, "A PHARMACY", fourth, "QX1 1AA");
        (cells[12], cells[14], cells[23]) = (status, fifteenth, fourth);
        cells.map(|cell| format!("\"{cell}\"")).join(",")
    };
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

#[rstest]
#[case::until_may_2025(&[("FA001", "QNX", "A", "P08F"), ("FA002", "QNX", "C", "P07F")], "until May 2025")]
#[case::from_june_2025(&[("FA001", "Y59", "A", "QNX"), ("FA002", "Y59", "C", "QNX")], "from June 2025")]
fn the_commissioner_is_found_in_either_generation_of_a_register(
    #[case] rows: &[(&str, &str, &str, &str)],
    #[case] form: &str,
) {
    let desk = Desk::new();
    let import = AssetsImport {
        preset: Some("edispensary".to_owned()),
        ..desk.import("e.csv", register(rows), "", &[])
    };
    let report = run(&desk.store, &import).unwrap();
    assert!(report.remarks.iter().any(|remark| remark.contains(form)), "{report}");
    let assets = desk.assets();
    assert!(assets.iter().all(|asset| asset.commissioner.as_deref() == Some("QNX")), "{assets:?}");
    assert_eq!(assets.iter().map(|asset| asset.status).collect::<Vec<_>>(), [Status::Open, Status::Closed]);
    assert!(report.assets.unwrap().complete);
}

#[test]
fn a_register_of_another_width_is_not_taken_for_one_that_is_known() {
    let desk = Desk::new();
    let import = AssetsImport {
        preset: Some("epraccur".to_owned()),
        ..desk.import("e.csv", "A1,Mill\nA2,Quay\n", "", &[])
    };
    let error = desk.refused(&import);
    assert!(
        error.contains("it has 2 columns without names; known are without a header, 27 columns"),
        "{error}"
    );
}

/// Answers requests on loopback, one after another, each with the page that `answer` gives for its address.
fn feed(answer: impl Fn(&str) -> String + Send + 'static) -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 4_096];
            let read = std::io::Read::read(&mut stream, &mut request).unwrap();
            let head = String::from_utf8_lossy(&request[..read]).into_owned();
            let body = answer(head.split(' ').nth(1).unwrap_or_default());
            let head =
                format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
        }
    });
    format!("http://{address}/services")
}

fn of_feed(desk: &Desk, address: String) -> AssetsImport {
    AssetsImport {
        file: PathBuf::from(address),
        preset: Some("open-referral".to_owned()),
        ..desk.import("unused", "", "", &[])
    }
}

#[test]
fn a_feed_is_read_page_by_page_and_its_services_with_their_places() {
    let desk = Desk::new();
    let address = feed(|asked| {
        let brief = |page: u32, id: &str| {
            format!(
                r#"{{"total_pages":2,"page_number":{page},"contents":[{{"id":"{id}","name":"Service {id}"}}]}}"#
            )
        };
        match asked {
            "/services" => brief(1, "s1"),
            "/services?page=2" => brief(2, "s2"),
            _ => format!(
                r#"{{"id":"{}","name":"Lunch Club","service_at_locations":[{{"location":{{"id":"l","latitude":50.82,"longitude":-0.13}}}}]}}"#,
                asked.rsplit('/').next().unwrap()
            ),
        }
    });
    let report = run(&desk.store, &of_feed(&desk, address)).unwrap();
    let assets = report.assets.clone().unwrap();
    assert_eq!((assets.assets, assets.points), (2, 2));
    assert!(report.to_string().contains("2 services came without their places"), "{report}");
    assert_eq!(desk.assets()[1].id.as_str(), "here:s2.l");
}

#[test]
fn a_feed_that_gives_its_first_page_for_ever_is_refused() {
    let desk = Desk::new();
    let address =
        feed(|_| r#"{"total_pages":9,"contents":[{"id":"s1","service_at_locations":[]}]}"#.to_owned());
    let error = desk.refused(&of_feed(&desk, address));
    assert!(error.contains("page=2: page 2 has only records of pages before it"), "{error}");
    let address = feed(|_| "<html>".to_owned());
    assert!(desk.refused(&of_feed(&desk, address)).contains("it is no JSON"));
}
