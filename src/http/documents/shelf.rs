//! Which documents there are, and in which order they are shown.

use std::{borrow::Cow, collections::HashMap, sync::LazyLock};

use rust_embed::RustEmbed;

use super::markdown::{Written, written};

#[derive(RustEmbed)]
#[folder = "docs/"]
#[include = "*.md"]
#[include = "*.png"]
struct Files;

const README: &str = include_str!("../../../README.md");

/// The documents by what they are for. Those in no row are in the folder, and nowhere else.
pub(super) const SHELVES: [(&str, &[&str]); 5] = [
    ("Begin", &["start", "load", "importing"]),
    ("Ask", &["comparing", "measures", "coverage", "time", "scenarios", "neighbourhoods", "exporting"]),
    ("Show and build", &["embedding", "api"]),
    ("Run it for others", &["running", "settings", "signing-in", "performance"]),
    ("Rely on it", &["privacy", "accessibility"]),
];

/// The names of the documents, in their order.
pub(super) fn documents() -> impl Iterator<Item = &'static str> {
    SHELVES.iter().flat_map(|(_, names)| names.iter().copied())
}

/// Every document, written once: each page names all of them.
static WRITTEN: LazyLock<HashMap<&'static str, Written>> =
    LazyLock::new(|| documents().map(|name| (name, written(&markdown(name)))).collect());

/// One of [`documents`].
pub(super) fn document(name: &str) -> &'static Written {
    &WRITTEN[name]
}

fn markdown(name: &str) -> String {
    let file = Files::get(&format!("{name}.md"));
    file.map_or_else(String::new, |file| String::from_utf8_lossy(&file.data).into_owned())
}

/// What the README says before it comes to commands.
pub(super) fn beginning() -> &'static str {
    README.split("\n## ").next().unwrap_or_default()
}

/// A picture in a document.
pub(super) fn picture(name: &str) -> Option<Vec<u8>> {
    name.strip_suffix(".png")?;
    Files::get(name).map(|file| Cow::into_owned(file.data))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_has_its_place_and_every_place_a_document() {
        let mut there: Vec<String> =
            Files::iter().filter_map(|name| name.strip_suffix(".md").map(str::to_owned)).collect();
        let mut placed: Vec<&str> = documents().collect();
        there.sort();
        placed.sort_unstable();
        assert_eq!(placed, there);
    }
}
