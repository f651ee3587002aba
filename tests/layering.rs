//! Keeps the arrows between the folders of `src/` pointing one way.
//!
//! Every path that starts at `crate` (or climbs there by `super`) is read from the tokens of every source
//! file, so comments, strings and documentation do not count, and neither does anything under
//! `#[cfg(test)]`. A folder may name itself and the rooms that its row in [`MAY_KNOW`] lists.

#[path = "layering/reading.rs"]
mod reading;

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use self::reading::Reading;

/// The rooms that are plain functions over values: no files, no async, no wire formats.
const PLAIN: &[&str] = &[
    "geometry",
    "boundary",
    "asset",
    "people",
    "overlap",
    "coterminosity",
    "coverage",
    "neighbourhood",
    "scenario",
];

/// Each room and the rooms it may know, all of them higher up in this table.
const MAY_KNOW: &[(&str, &[&[&str]])] = &[
    ("config", &[]),
    ("access", &[]),
    ("geopackage", &[]),
    ("geometry", &[]),
    ("boundary", &[&["geometry"]]),
    ("asset", &[&["geometry", "boundary"]]),
    ("people", &[&["geometry", "boundary", "asset"]]),
    ("overlap", &[&["geometry", "boundary", "asset", "people"]]),
    ("coterminosity", &[&["geometry", "boundary", "asset", "people", "overlap"]]),
    ("coverage", &[&["geometry", "boundary", "asset", "people", "overlap"]]),
    (
        "neighbourhood",
        &[&["geometry", "boundary", "asset", "people", "overlap", "coterminosity", "coverage"]],
    ),
    ("scenario", &[&["geometry", "boundary", "asset", "people", "overlap", "coterminosity", "coverage"]]),
    ("tiles", &[&["geometry"]]),
    ("picture", &[&["boundary", "tiles"]]),
    ("demo", &[&["geometry", "boundary"]]),
    ("atlas", &[PLAIN]),
    ("compare", &[PLAIN, &["atlas"]]),
    ("reach", &[PLAIN, &["atlas", "compare"]]),
    ("plan", &[PLAIN, &["atlas", "compare"]]),
    ("export", &[PLAIN, &["atlas", "geopackage"]]),
    ("store", &[PLAIN, &["access", "atlas", "geopackage"]]),
    ("import", &[PLAIN, &["access", "atlas", "store"]]),
    (
        "http",
        &[
            PLAIN,
            &[
                "access", "atlas", "compare", "config", "export", "import", "picture", "plan", "reach",
                "store", "tiles",
            ],
        ],
    ),
    (
        "cli",
        &[
            PLAIN,
            &[
                "access", "atlas", "compare", "config", "demo", "export", "http", "import", "plan", "reach",
                "store", "tiles",
            ],
        ],
    ),
    ("main", &[&["cli"]]),
];

/// What a plain room may not name.
#[rustfmt::skip]
const NOT_PLAIN: &[&str] = &[
    "std::fs", "std::net", "std::process", "tokio", "axum", "tower", "tower_http", "rusqlite", "serde_json",
    "geojson", "geozero", "flatgeobuf", "shapefile", "dbase", "csv", "zip",
];

#[test]
fn no_arrow_in_src_points_backwards() {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "src", &mut files);
    assert!(files.iter().any(|(path, _)| path == "src/lib.rs"), "no source was read");
    let faults = faults(&files);
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn the_table_lists_each_room_after_those_it_may_know() {
    let mut above = HashSet::new();
    for (room, known) in MAY_KNOW {
        for other in known.iter().copied().flatten() {
            assert!(above.contains(other), "`{room}` may know `{other}`, which has to stand above it");
        }
        assert!(above.insert(room), "`{room}` stands in the table twice");
    }
    for room in PLAIN {
        assert!(above.contains(room), "the plain room `{room}` is not in the table");
    }
}

#[test]
fn an_arrow_drawn_backwards_is_caught_however_it_is_written() {
    for text in [
        "use crate::http::state::AppState;",
        "use crate::{boundary::Period, http};",
        "use super::http::AppState;",
        "mod inner { use super::super::http::AppState; }",
        "fn f() { crate::http::serve(); }",
        "fn f() { println!(\"{}\", crate::http::PORT); }",
        "fn f(x: Vec<crate::http::AppState>) {}",
    ] {
        let found = faults(&[file("src/overlap/mod.rs", text)]);
        assert_eq!(found, ["src/overlap/mod.rs:1: `overlap` may not know `http`"], "in {text}");
    }
    let climbing = faults(&[file("src/overlap/share.rs", "use super::super::http;")]);
    assert_eq!(climbing, ["src/overlap/share.rs:1: `overlap` may not know `http`"]);
    let inward = faults(&[file("src/store/mod.rs", "\n\nuse crate::import::Report;")]);
    assert_eq!(inward, ["src/store/mod.rs:3: `store` may not know `import`"]);
    let binary =
        faults(&[file("src/main.rs", "fn main() { patchwork::cli::run(patchwork::store::open()) }")]);
    assert_eq!(binary, ["src/main.rs:1: `main` may not know `store`"]);
}

#[test]
fn an_arrow_drawn_forwards_is_left_alone() {
    let text = "
        //! See [`crate::http`].
        use crate::geometry::{self, Bng};
        use super::share::Share; // not crate::http
        const WORDS: &str = \"crate::http::serve\";
        pub(crate) fn f() -> crate::boundary::Period { self::g() }
        #[cfg(test)]
        #[allow(dead_code)]
        mod tests { use crate::http::AppState; }
        #[cfg(test)]
        use crate::{http::AppState};
        fn after() {}";
    assert_eq!(faults(&[file("src/overlap/index.rs", text)]), Vec::<String>::new());
    let apart = [
        file("src/overlap/mod.rs", "#[cfg(test)] mod tests; #[cfg(test)] pub(crate) mod worlds;"),
        file("src/overlap/tests.rs", "use crate::http::AppState;"),
        file("src/overlap/worlds/town.rs", "use crate::http::AppState;"),
    ];
    assert_eq!(faults(&apart), Vec::<String>::new());
}

#[test]
fn a_plain_room_that_reaches_outside_is_caught() {
    for (text, name) in [
        ("use std::fs::File;", "std::fs"),
        ("use std::{collections::HashMap, fs};", "std::fs"),
        ("fn f() { ::std::fs::read(\"x\"); }", "std::fs"),
        ("use {rusqlite as sql};", "rusqlite"),
        ("async fn f() { tokio::time::sleep(d).await }", "tokio"),
    ] {
        let found = faults(&[file("src/geometry/crs.rs", text)]);
        assert_eq!(found, [format!("src/geometry/crs.rs:1: `geometry` is plain and may not use `{name}`")]);
    }
    assert_eq!(faults(&[file("src/store/mod.rs", "use std::fs::File;")]), Vec::<String>::new());
}

#[test]
fn a_room_that_nobody_placed_is_caught() {
    let unplaced = faults(&[file("src/gossip/mod.rs", "")]);
    assert_eq!(
        unplaced,
        ["src/gossip/mod.rs: give `gossip` a row in tests/layering.rs that says what it may know"]
    );
    let named = faults(&[file("src/cli/mod.rs", "use crate::gossip::Rumour;")]);
    assert_eq!(named, ["src/cli/mod.rs:1: `crate::gossip` is no room in the table of tests/layering.rs"]);
    let whole = faults(&[file("src/cli/mod.rs", "use crate::*;")]);
    assert_eq!(whole, ["src/cli/mod.rs:1: name the rooms instead of taking the whole crate"]);
}

/// A source file: where it is, with forward slashes from the repository's root, and what it says.
type Source = (String, String);

fn file(path: &str, text: &str) -> Source {
    (path.to_owned(), text.to_owned())
}

fn collect(folder: &Path, name: &str, files: &mut Vec<Source>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(Result::unwrap).collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = format!("{name}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(&entry.path(), &name, files);
        } else if entry.path().extension().is_some_and(|end| end == "rs") {
            files.push((name, fs::read_to_string(entry.path()).unwrap()));
        }
    }
}

/// What is wrong with these files, a sentence each, in their order.
fn faults(files: &[Source]) -> Vec<String> {
    let readings: Vec<Reading> = files.iter().map(|(path, text)| Reading::of(path, text)).collect();
    let tests: HashSet<&[String]> =
        readings.iter().flat_map(|reading| &reading.test_modules).map(Vec::as_slice).collect();
    let mut faults = Vec::new();
    for ((path, _), reading) in files.iter().zip(&readings) {
        let is_test = (1..=reading.module.len()).any(|depth| tests.contains(&reading.module[..depth]));
        let Some(room) = reading.module.first().filter(|_| !is_test) else { continue };
        let Some((_, known)) = MAY_KNOW.iter().find(|(name, _)| name == room) else {
            faults
                .push(format!("{path}: give `{room}` a row in tests/layering.rs that says what it may know"));
            continue;
        };
        for (line, named) in &reading.paths {
            if let Some(fault) = fault(room, known, named) {
                faults.push(format!("{path}:{line}: {fault}"));
            }
        }
    }
    faults
}

/// What is wrong with one absolute path that `room` names, if anything is.
fn fault(room: &str, known: &[&[&str]], named: &[String]) -> Option<String> {
    let own_crate = if room == "main" { "patchwork" } else { "crate" };
    if named[0] == own_crate {
        return match named.get(1).map(String::as_str) {
            None | Some("*" | "self") => Some("name the rooms instead of taking the whole crate".to_owned()),
            Some(other) if other == room || known.iter().any(|rooms| rooms.contains(&other)) => None,
            Some(other) if MAY_KNOW.iter().any(|(name, _)| *name == other) => {
                Some(format!("`{room}` may not know `{other}`"))
            }
            Some(other) => Some(format!("`crate::{other}` is no room in the table of tests/layering.rs")),
        };
    }
    let named = named.join("::") + "::";
    let outside = NOT_PLAIN.iter().find(|outside| named.starts_with(&format!("{outside}::")))?;
    PLAIN.contains(&room).then(|| format!("`{room}` is plain and may not use `{outside}`"))
}
