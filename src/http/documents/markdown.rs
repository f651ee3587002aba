//! From Markdown to HTML: headings that can be linked to, links that stay on this server, and boxes of their own for what is too wide.

use std::collections::HashMap;

use pulldown_cmark::{
    Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd, html,
};

use super::HOME;
use crate::http::html::escaped_html;

/// A document, written.
pub(super) struct Written {
    /// Its title: the first heading.
    pub title: String,
    /// Its first paragraph, without marks.
    pub about: String,
    pub html: String,
    /// The headings below the title: where each is, and what it says.
    pub sections: Vec<(String, String)>,
}

/// The Markdown as HTML. What is HTML in it stays words.
pub(super) fn written(markdown: &str) -> Written {
    let events: Vec<Event<'_>> = Parser::new_ext(markdown, Options::ENABLE_TABLES).collect();
    let mut sections = Vec::new();
    let mut title = String::new();
    let mut out = Vec::with_capacity(events.len());
    let mut used: HashMap<String, usize> = HashMap::new();
    let mut here = String::new();
    let mut tables = 0;
    for (at, event) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let said = words(&events[at..], TagEnd::Heading(*level));
                let id = distinct(&slug(&said), &mut used);
                if *level == HeadingLevel::H1 {
                    title.clone_from(&said);
                } else if *level == HeadingLevel::H2 {
                    sections.push((id.clone(), said.clone()));
                }
                here = said;
                out.push(Event::Start(Tag::Heading {
                    level: *level,
                    id: Some(id.into()),
                    classes: Vec::new(),
                    attrs: Vec::new(),
                }));
            }
            Event::Start(Tag::Table(columns)) => {
                tables += 1;
                let label = escaped_html(&here);
                let open = format!(
                    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table {tables}: {label}\">\n"
                );
                out.push(Event::Html(open.into()));
                // Written as a style, which the page's policy forbids, an alignment would do nothing.
                out.push(Event::Start(Tag::Table(vec![Alignment::None; columns.len()])));
            }
            Event::End(TagEnd::Table) => {
                out.push(event.clone());
                out.push(Event::Html("</div>\n".into()));
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or_default(),
                    CodeBlockKind::Indented => "",
                };
                let class = match language {
                    "" => String::new(),
                    language => format!(" class=\"language-{}\"", escaped_html(language)),
                };
                // Lines do not break: the box is reached, and moved, by keyboard.
                out.push(Event::Html(format!("<pre tabindex=\"0\"><code{class}>").into()));
            }
            Event::End(TagEnd::CodeBlock) => out.push(Event::Html("</code></pre>\n".into())),
            Event::Start(tag @ (Tag::Link { .. } | Tag::Image { .. })) => {
                let mut tag = tag.clone();
                if let Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } = &mut tag {
                    *dest_url = address(dest_url);
                }
                out.push(Event::Start(tag));
            }
            Event::Html(said) | Event::InlineHtml(said) => out.push(Event::Text(said.clone())),
            _ => out.push(event.clone()),
        }
    }
    let first = events.iter().position(|event| matches!(event, Event::Start(Tag::Paragraph)));
    let about = first.map_or_else(String::new, |at| words(&events[at..], TagEnd::Paragraph));
    let mut text = String::new();
    html::push_html(&mut text, out.into_iter());
    Written { title, about, html: text, sections }
}

/// What is said up to the end of an element.
fn words(events: &[Event<'_>], end: TagEnd) -> String {
    let within = events.iter().take_while(|event| !matches!(event, Event::End(found) if *found == end));
    let said = within.filter_map(|event| match event {
        Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
        Event::SoftBreak | Event::HardBreak => Some(" "),
        _ => None,
    });
    said.collect()
}

/// Where a link leads: to another document on this server, if it names one by its file.
fn address<'a>(named: &str) -> CowStr<'a> {
    if named.contains("://") || named.starts_with(['#', '/']) || named.starts_with("mailto:") {
        return named.to_owned().into();
    }
    let (file, place) = named.split_once('#').map_or((named, None), |(file, place)| (file, Some(place)));
    let file = file.trim_start_matches("../").trim_start_matches("docs/");
    let found = match (file, file.strip_suffix(".md")) {
        ("openapi.json", _) => "/api/openapi.json".to_owned(),
        ("README.md", _) => HOME.to_owned(),
        (_, Some(document)) => format!("{HOME}/{document}"),
        (file, None) => format!("{HOME}/{file}"),
    };
    place.map_or_else(|| found.clone(), |place| format!("{found}#{place}")).into()
}

/// A heading as a place to link to: `For your data-protection officer` is `for-your-data-protection-officer`.
fn slug(said: &str) -> String {
    let kept = said.to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn distinct(slug: &str, used: &mut HashMap<String, usize>) -> String {
    let times = used.entry(slug.to_owned()).or_default();
    *times += 1;
    if *times == 1 { slug.to_owned() } else { format!("{slug}-{}", *times - 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_can_be_linked_to_and_are_listed() {
        let page =
            written("# Maps, `here`\n\nFirst *words*\nof all.\n\n## What’s shown?\n\n## What’s shown?\n");
        assert_eq!((page.title.as_str(), page.about.as_str()), ("Maps, here", "First words of all."));
        assert!(page.html.contains("<h2 id=\"whats-shown\">"), "{}", page.html);
        assert_eq!(page.sections[1], ("whats-shown-1".to_owned(), "What’s shown?".to_owned()));
    }

    #[test]
    fn links_lead_to_pages_of_this_server() {
        let page = written(
            "[a](privacy.md) [b](docs/api.md#assets) [c](openapi.json) [d](#x) [e](https://example.org) ![f](viewer.png)",
        );
        for said in [
            "href=\"/docs/privacy\"",
            "href=\"/docs/api#assets\"",
            "href=\"/api/openapi.json\"",
            "href=\"#x\"",
            "href=\"https://example.org\"",
            "src=\"/docs/viewer.png\"",
        ] {
            assert!(page.html.contains(said), "{said} in {}", page.html);
        }
    }

    #[test]
    fn what_is_too_wide_has_a_box_that_the_keyboard_reaches() {
        let page = written("## Rates\n\n| a | b |\n| - | -: |\n| 1 | 2 |\n\n```sh not-run\nls <x>\n```\n");
        assert!(
            page.html.contains(
                "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table 1: Rates\">"
            )
        );
        assert!(
            page.html.contains("<pre tabindex=\"0\"><code class=\"language-sh\">ls &lt;x&gt;\n</code></pre>")
        );
    }

    #[test]
    fn html_stays_words() {
        let page = written("<script>alert(1)</script>\n\nand <b>this</b>\n");
        assert!(!page.html.contains("<script>") && !page.html.contains("<b>"), "{}", page.html);
    }
}
