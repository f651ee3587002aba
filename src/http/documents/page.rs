//! The page around a document: where one is, what else there is, and nothing that moves.

use std::fmt::Write as _;

use super::{
    HOME,
    markdown::{Written, written},
    shelf::{self, SHELVES},
};
use crate::http::html::escaped_html;

/// The most characters of a description.
const MOST_ABOUT: usize = 200;

/// A document as a page.
pub(super) fn document(name: &str) -> String {
    let text = shelf::document(name);
    let mut main = text.html.clone();
    if text.sections.len() > 2 {
        // After the title, before everything else: what is on the page.
        let at = main.find("</h1>").map_or(0, |at| at + "</h1>".len());
        main.insert_str(at, &sections(text));
    }
    framed(name, &text.title, &text.about, &main)
}

/// The first page: what this is, and every document with its first words.
pub(super) fn contents() -> String {
    let text = written(shelf::beginning());
    let mut main = text.html;
    for (shelf, names) in SHELVES {
        let _ = write!(main, "<h2>{}</h2>\n<ul class=\"shelf\">\n", escaped_html(shelf));
        for name in names {
            let document = shelf::document(name);
            let _ = writeln!(
                main,
                "<li><a href=\"{HOME}/{name}\">{}</a> <span>{}</span></li>",
                escaped_html(&document.title),
                escaped_html(&first_sentence(&document.about))
            );
        }
        main.push_str("</ul>\n");
    }
    framed("", "Documents", &text.about, &main)
}

/// The page of a document that there is not.
pub(super) fn missing() -> String {
    let main = format!(
        "<h1>There is no such document</h1>\n<p>It may have another name now: <a href=\"{HOME}\">all documents</a>.</p>\n"
    );
    framed("-", "There is no such document", "Every document of Patchwork is listed on this page.", &main)
}

fn sections(text: &Written) -> String {
    let mut out = "\n<nav class=\"sections\" aria-label=\"On this page\">\n<ul>\n".to_owned();
    for (id, said) in &text.sections {
        let _ = writeln!(out, "<li><a href=\"#{id}\">{}</a></li>", escaped_html(said));
    }
    out.push_str("</ul>\n</nav>\n");
    out
}

fn framed(name: &str, title: &str, about: &str, main: &str) -> String {
    let (title, about) = (escaped_html(title), escaped_html(&shortened(about)));
    format!(
        "<!doctype html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title} · Patchwork</title>\n\
         <meta name=\"description\" content=\"{about}\">\n<meta property=\"og:title\" content=\"{title}\">\n\
         <meta property=\"og:description\" content=\"{about}\">\n\
         <link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\">\n\
         <link rel=\"stylesheet\" href=\"{HOME}/documents.css\">\n</head>\n<body>\n\
         <a class=\"skip\" href=\"#text\">Skip to the text</a>\n\
         <header>\n<p><a href=\"/\">Patchwork</a></p>\n<p><a href=\"#documents\">All documents</a></p>\n</header>\n\
         <div class=\"page\">\n<main id=\"text\" tabindex=\"-1\">\n{main}</main>\n{}</div>\n</body>\n</html>\n",
        documents(name)
    )
}

/// The list of documents, with the one that is shown marked.
fn documents(shown: &str) -> String {
    let mut out = "<nav id=\"documents\" aria-label=\"Documents\" tabindex=\"-1\">\n".to_owned();
    let current = |name: &str| if name == shown { " aria-current=\"page\"" } else { "" };
    let _ = write!(out, "<ul>\n<li><a href=\"{HOME}\"{}>All documents</a></li>\n</ul>\n", current(""));
    for (shelf, names) in SHELVES {
        let _ = write!(out, "<h2>{}</h2>\n<ul>\n", escaped_html(shelf));
        for name in names {
            let title = escaped_html(&shelf::document(name).title);
            let _ = writeln!(out, "<li><a href=\"{HOME}/{name}\"{}>{title}</a></li>", current(name));
        }
        out.push_str("</ul>\n");
    }
    out.push_str(
        "<h2>Elsewhere</h2>\n<ul>\n<li><a href=\"/api/docs/\">Every route of the API</a></li>\n<li><a href=\"/\">The map</a></li>\n</ul>\n</nav>\n",
    );
    out
}

/// The first sentence of some words, with its full stop.
fn first_sentence(words: &str) -> String {
    let end = words
        .match_indices(['.', '?', ':'])
        .map(|(at, _)| at + 1)
        .find(|&end| words[end..].is_empty() || words[end..].starts_with(' '));
    let sentence = &words[..end.unwrap_or(words.len())];
    sentence.strip_suffix(':').map_or_else(|| sentence.to_owned(), |said| format!("{said}."))
}

fn shortened(words: &str) -> String {
    if words.chars().count() <= MOST_ABOUT {
        return words.to_owned();
    }
    let cut: String = words.chars().take(MOST_ABOUT - 1).collect();
    format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(kept, _)| kept))
}
