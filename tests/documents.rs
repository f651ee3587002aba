//! Every command of the documents, run.
//!
//! A block of Markdown says by the words after its fence what it is. `sh` is run as it stands, in one shell for each document, beside a store
//! and a server of the demo; `sh data` where the data of real places are at hand (`PATCHWORK_DATA`); `sh not-run` is not run, and listed
//! here; `usage` is a form to fill in, whose flags must be those of the program. Nothing else may look like a command.

#[path = "documents/blocks.rs"]
mod blocks;
#[path = "documents/desk.rs"]
mod desk;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use self::{
    blocks::{Block, blocks, inline},
    desk::Desk,
};

/// How many blocks of a document are not run: those that change the machine around them, install something, or fetch it.
const NOT_RUN: [(&str, usize, &str); 3] = [
    ("README.md", 2, "script/server and script/test install, build and serve; the second runs this test"),
    ("docs/running.md", 5, "they build the program and change a machine's services"),
    ("docs/start.md", 2, "a clone, its first build, and the path of a shell"),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The documents: how each is called, and what it says.
fn documents() -> Vec<(String, String)> {
    let mut names = vec!["README.md".to_owned()];
    for entry in fs::read_dir(root().join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if Path::new(&name).extension().is_some_and(|end| end == "md") {
            names.push(format!("docs/{name}"));
        }
    }
    names.sort();
    let read = |name: String| {
        let text = fs::read_to_string(root().join(&name)).unwrap();
        (name, text)
    };
    names.into_iter().map(read).collect()
}

fn run_all(of: impl Fn(&str) -> bool, with_data: bool) {
    let mut run = 0;
    let mut failed = Vec::new();
    for (name, text) in documents().into_iter().filter(|(name, _)| of(name)) {
        let chosen: Vec<Block> = blocks(&text)
            .into_iter()
            .filter(|block| block.is("sh") && !block.says("not-run"))
            .filter(|block| block.says("data") == with_data)
            .collect();
        if chosen.is_empty() {
            continue;
        }
        run += chosen.len();
        let desk = if with_data { Desk::without_server() } else { Desk::with_server() };
        if let Err(said) = desk.run(&chosen) {
            failed.push(format!("{name}:{said}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
    assert!(run > 0);
}

#[test]
fn every_command_of_the_readme_and_the_documents_works_on_the_demo() {
    run_all(|_| true, false);
}

#[test]
fn every_command_on_real_places_works_where_their_data_are() {
    if std::env::var_os("PATCHWORK_DATA").is_none() {
        eprintln!("PATCHWORK_DATA is not set: these commands are not run");
        return;
    }
    run_all(|_| true, true);
}

#[test]
fn what_is_not_run_is_listed_here_with_its_reason() {
    let mut found = BTreeMap::new();
    for (name, text) in documents() {
        let skipped = blocks(&text).iter().filter(|block| block.says("not-run")).count();
        if skipped > 0 {
            found.insert(name, skipped);
        }
    }
    let listed: BTreeMap<String, usize> =
        NOT_RUN.iter().map(|(name, count, _)| ((*name).to_owned(), *count)).collect();
    assert_eq!(found, listed);
}

#[test]
fn nothing_looks_like_a_command_and_is_no_block_of_one() {
    for (name, text) in documents() {
        let all = blocks(&text);
        for block in &all {
            let known = ["sh", "usage", "text", "html", "toml", "ini", "nginx", "json"];
            assert!(known.iter().any(|kind| block.is(kind)), "{name}:{}: say what the block is", block.line);
            let begins = |word: &str| block.text.lines().any(|line| line.trim_start().starts_with(word));
            if !block.is("sh") && !block.is("usage") {
                assert!(!begins("patchwork ") && !begins("curl "), "{name}:{}", block.line);
            }
        }
        let fenced: BTreeSet<usize> =
            all.iter().flat_map(|block| block.line..=block.line + block.text.lines().count()).collect();
        for (at, line) in text.lines().enumerate() {
            let bare = ["    patchwork ", "    curl "].iter().any(|begin| line.starts_with(begin));
            assert!(!bare || fenced.contains(&(at + 1)), "{name}:{}: an indented command: fence it", at + 1);
        }
    }
}

/// The words of a form up to its first argument, and its flags.
fn form(line: &str) -> (Vec<String>, BTreeSet<String>) {
    let words = line.split_whitespace().skip(1);
    let is_name = |word: &&str| word.chars().all(|c| c.is_ascii_lowercase());
    let names = words.take_while(is_name).map(str::to_owned).collect();
    let flags = line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    (names, flags.filter(|word| word.starts_with("--") && word.len() > 2).map(str::to_owned).collect())
}

fn help(names: &[String]) -> Option<String> {
    let asked = Command::new(env!("CARGO_BIN_EXE_patchwork")).args(names).arg("--help").output().unwrap();
    asked.status.success().then(|| String::from_utf8(asked.stdout).unwrap())
}

#[test]
fn every_form_of_a_command_names_flags_that_there_are() {
    let mut looked_at = 0;
    for (name, text) in documents() {
        let usage = blocks(&text).into_iter().filter(|block| block.is("usage"));
        let whole = usage.flat_map(|block| block.commands().into_iter().map(move |line| (block.line, line)));
        for (line, said) in whole.chain(inline(&text)) {
            let (mut names, flags) = form(&said);
            // A word that is an argument, as the layer in `patchwork export wards`, is none of the program's own.
            let help = loop {
                match help(&names) {
                    Some(help) => break help,
                    None if names.is_empty() => panic!("{name}:{line}: {said}"),
                    None => drop(names.pop()),
                }
            };
            assert!(!names.is_empty(), "{name}:{line}: no such command: {said}");
            for flag in flags {
                let known =
                    help.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).any(|word| word == flag);
                assert!(known, "{name}:{line}: `patchwork {}` has no {flag}", names.join(" "));
            }
            looked_at += 1;
        }
    }
    assert!(looked_at > 15, "{looked_at}");
}

#[test]
fn a_file_in_a_document_is_the_file() {
    let mut shown = 0;
    for (name, text) in documents() {
        for block in blocks(&text) {
            if let Some(file) = block.word("file=") {
                let there = fs::read_to_string(root().join(file)).unwrap();
                assert_eq!(block.text, there, "{name} shows another {file}: copy it");
                shown += 1;
            }
        }
    }
    assert_eq!(shown, fs::read_dir(root().join("deploy")).unwrap().count());
}

/// nginx judges the configuration, with its addresses and certificate put in place of the public ones.
#[test]
fn nginx_takes_its_configuration_where_it_is_installed() {
    let installed = |name: &str| Command::new(name).arg("-v").output().is_ok();
    if !installed("nginx") || !installed("openssl") {
        eprintln!("nginx or openssl is not installed: its configuration is not judged");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().display().to_string();
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=maps.example.org",
        ])
        .args(["-keyout", "privkey.pem", "-out", "fullchain.pem"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(made.status.success());
    let site = fs::read_to_string(root().join("deploy/nginx.conf")).unwrap();
    let lines = site.lines().filter(|line| !line.trim_start().starts_with("listen [::]"));
    let site = lines.collect::<Vec<_>>().join("\n");
    let site = site
        .replace("listen 80;", "listen 127.0.0.1:18080;")
        .replace("listen 443 ssl;", "listen 127.0.0.1:18443 ssl;")
        .replace("/etc/letsencrypt/live/maps.example.org", &here)
        .replace("/var/log/nginx", &here);
    let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let paths = paths.map(|name| format!("{name}_temp_path {here}/{name};\n")).concat();
    let whole = format!(
        "pid {here}/nginx.pid;\nerror_log {here}/error.log;\nevents {{}}\nhttp {{\n{paths}{site}\n}}\n"
    );
    fs::write(folder.path().join("nginx.conf"), whole).unwrap();
    let judged =
        Command::new("nginx").args(["-t", "-c"]).arg(folder.path().join("nginx.conf")).output().unwrap();
    assert!(judged.status.success(), "{}", String::from_utf8_lossy(&judged.stderr));
}

/// Of the settings, each that the program has is in the table, and none that it has not.
#[test]
fn every_setting_of_the_server_is_documented() {
    let said = fs::read_to_string(root().join("docs/settings.md")).unwrap();
    let help = help(&["serve".to_owned()]).unwrap();
    let names = |text: &str| -> BTreeSet<String> {
        let words = text.split(|c: char| !(c.is_ascii_uppercase() || c == '_'));
        words.filter(|word| word.starts_with("PATCHWORK_") && word.len() > 10).map(str::to_owned).collect()
    };
    let documented = names(&said);
    for name in names(&help) {
        assert!(documented.contains(&name), "docs/settings.md lacks {name}");
    }
}
