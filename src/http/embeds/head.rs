//! What a page of the viewer says of itself to those that do not run it: its title, what it is about, and a picture of what it shows.
//!
//! Whoever asks, only what is public is told: a page whose view is not public, or not there at all, has the head of its panel.

use std::fmt::Write as _;

use super::{link::view_of, shown::Shown};
use crate::{
    atlas::{LayerAtlas, View},
    boundary::Family,
    http::{clock::today, html::escaped_html, named::escaped},
};

/// Around the head that `web/index.html` has of its own.
const BEGIN: &str = "<!-- head -->";
const END: &str = "<!-- /head -->";

/// A title and a sentence or two.
#[derive(Debug, Clone, Copy)]
struct Panel {
    title: &'static str,
    about: &'static str,
}

const EXPLORE: Panel = Panel {
    title: "",
    about: "How the patches drawn on England fit each other: wards, councils, NHS areas and neighbourhoods.",
};

/// The panels that have an address of their own; every other address is the first page's.
const PANELS: [(&str, Panel); 7] = [
    (
        "/compare",
        Panel {
            title: "Compare",
            about: "Two layers of boundaries over each other: what fits inside what, what crosses a line, and how many people live across it.",
        },
    ),
    (
        "/coverage",
        Panel {
            title: "Coverage",
            about: "Who is within reach of a library, a pharmacy or a place to meet, and who has none recorded nearby.",
        },
    ),
    (
        "/plan",
        Panel {
            title: "Plan",
            about: "Options for new councils, neighbourhood teams and places, side by side with the partnerships that they would cross.",
        },
    ),
    (
        "/neighbourhoods",
        Panel {
            title: "Neighbourhoods",
            about: "Neighbourhoods as residents draw them, and the wards, councils and NHS areas that stand above each.",
        },
    ),
    (
        "/sheets",
        Panel {
            title: "Your list",
            about: "Bring a spreadsheet of places, put right what is wrong with its rows, and publish it on the map.",
        },
    ),
    (
        "/sign-in",
        Panel { title: "Sign in", about: "For people who look after the places and drawings on this map." },
    ),
    (
        "/reports",
        Panel { title: "Reports", about: "What visitors said is not right, for those who settle it." },
    ),
];

/// The head of one page.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::http) struct Head {
    /// What the page shows, or what its panel is called; empty for the first page.
    title: String,
    /// The panel, where the title says something else.
    panel: &'static str,
    about: String,
    /// What comes after `?` in the address of its picture.
    picture: Option<String>,
    /// The page's own address, where oEmbed has a map for it.
    link: Option<String>,
}

impl Head {
    /// The head of the page at an address of this server; without a view, while nothing is loaded, that of its panel.
    pub fn of(path_and_query: &str, view: Option<&View<'_>>, public_url: &str) -> Self {
        let path = path_and_query.split('?').next().unwrap_or_default();
        let panel = PANELS.iter().find(|(at, _)| *at == path).map_or(EXPLORE, |(_, panel)| *panel);
        let view = view.map(|view| view.public());
        let link = format!("{public_url}{path_and_query}");
        let shown = view.as_ref().zip(view_of(&link, public_url)).and_then(|(view, asked)| {
            let shown = Shown::find(view, &asked).ok()?;
            Some((asked, shown.title, shown.below))
        });
        if let Some((asked, title, below)) = shown {
            let about = format!("{title}. {below}. {}", panel.about);
            return Self {
                title,
                panel: panel.title,
                about,
                picture: Some(asked.address()),
                link: Some(link),
            };
        }
        let picture = view.as_ref().and_then(whole_place).map(|layer| format!("layer={layer}&on=today"));
        Self { title: panel.title.to_owned(), panel: "", about: panel.about.to_owned(), picture, link: None }
    }

    /// The page with this head in place of its own.
    pub fn put_in(&self, page: &str, public_url: &str) -> String {
        // What the viewer is built with stands between two marks: a title and a description for whoever opens it without a server.
        let between =
            page.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
        between.map_or_else(
            || page.to_owned(),
            |(before, after)| format!("{before}{}{after}", self.written(public_url).trim_end()),
        )
    }

    fn written(&self, public_url: &str) -> String {
        let (public_url, about) = (escaped_html(public_url), escaped_html(&self.about));
        let named = [self.title.as_str(), self.panel, "Patchwork"].map(escaped_html);
        let title = named.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>();
        let mut out = String::new();
        let mut put = |line: std::fmt::Arguments<'_>| {
            // Writing to a string cannot fail.
            let _ = write!(out, "{line}\n    ");
        };
        put(format_args!("<title>{}</title>", title.join(" · ")));
        put(format_args!("<meta name=\"description\" content=\"{about}\" />"));
        put(format_args!("<meta property=\"og:type\" content=\"website\" />"));
        put(format_args!("<meta property=\"og:site_name\" content=\"Patchwork\" />"));
        put(format_args!("<meta property=\"og:title\" content=\"{}\" />", title[0]));
        put(format_args!("<meta property=\"og:description\" content=\"{about}\" />"));
        if let Some(picture) = &self.picture {
            let picture = escaped_html(picture);
            put(format_args!(
                "<meta property=\"og:image\" content=\"{public_url}/embed.png?{picture}&amp;width=1200&amp;height=630\" />"
            ));
            put(format_args!("<meta property=\"og:image:width\" content=\"1200\" />"));
            put(format_args!("<meta property=\"og:image:height\" content=\"630\" />"));
            put(format_args!("<meta property=\"og:image:alt\" content=\"Map: {about}\" />"));
            put(format_args!("<meta name=\"twitter:card\" content=\"summary_large_image\" />"));
        }
        if let Some(link) = &self.link {
            put(format_args!(
                "<link rel=\"alternate\" type=\"application/json+oembed\" href=\"{public_url}/oembed?url={}\" title=\"Patchwork map\" />",
                escaped(link)
            ));
        }
        out
    }
}

/// The layer that pictures the whole place best where nothing is chosen: few large areas, councils if there are any.
fn whole_place(view: &View<'_>) -> Option<String> {
    let on = today();
    let areas = |layer: &LayerAtlas| layer.in_force(None, on).count();
    let drawn = || view.layers().filter(|layer| areas(layer) > 0);
    let councils = drawn().filter(|layer| layer.layer().family == Family::Council);
    // A single council would be one patch of colour.
    let several = councils.filter(|layer| areas(layer) > 2).min_by_key(|layer| areas(layer));
    several.or_else(|| drawn().next()).map(|layer| layer.layer().id.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "https://maps.example.org";
    const PAGE: &str = "<head>\n<!-- head -->\n<meta\n  name=\"description\"\n  content=\"old\"\n/>\n<title>Old</title>\n<!-- /head -->\n</head><body>";

    #[test]
    fn a_page_has_one_title_and_one_description() {
        let page = Head::of("/compare", None, HERE).put_in(PAGE, HERE);
        assert!(!page.contains("old") && !page.contains("Old"), "{page}");
        assert_eq!(page.matches("<title>").count(), 1);
        assert_eq!(page.matches("name=\"description\"").count(), 1);
        assert!(page.contains("<title>Compare · Patchwork</title>"), "{page}");
        assert!(page.starts_with("<head>\n<title>") && page.ends_with("</head><body>"), "{page}");
    }

    #[test]
    fn words_stay_words() {
        let head = Head {
            title: "\"><script>alert('x')</script>".to_owned(),
            panel: "",
            about: "a & b \" onload=\"x".to_owned(),
            picture: None,
            link: None,
        };
        let page = head.put_in(PAGE, HERE);
        assert!(!page.contains("<script>") && !page.contains("\" onload"), "{page}");
        assert!(page.contains("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"), "{page}");
    }
}
