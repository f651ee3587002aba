//! What a page of the viewer begins with, named in its head: the browser then fetches all of it at once, and need not find out from each file
//! which comes next.

use std::{collections::HashMap, fmt::Write as _};

/// The files of each panel, as `web/build-plugins/panels.ts` writes them into `panels.json`.
#[derive(Debug, Default)]
pub(super) struct Panels(HashMap<String, Vec<String>>);

/// The panel of every address that is no other's.
const FIRST: &str = "explore";

impl Panels {
    /// Reads what the build has written; nothing is named where that is not there or not what it should be.
    pub fn read(json: &[u8]) -> Self {
        Self(serde_json::from_slice(json).unwrap_or_default())
    }

    /// The page with the files of its panel at the end of its head.
    pub fn put_in(&self, page: &str, path: &str) -> String {
        let own = path.trim_start_matches('/');
        let Some((files, (head, rest))) =
            self.0.get(own).or_else(|| self.0.get(FIRST)).zip(page.split_once("</head>"))
        else {
            return page.to_owned();
        };
        let mut out = head.trim_end().to_owned();
        for file in files {
            let kind = match file.rsplit_once('.') {
                Some((_, "css")) => "stylesheet",
                _ => "modulepreload",
            };
            // Writing to a string cannot fail.
            let _ = write!(out, "\n    <link rel=\"{kind}\" crossorigin href=\"{file}\">");
        }
        out + "\n  </head>" + rest
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILT: &[u8] =
        br#"{"explore":["/assets/view-1.js","/assets/view-1.css"],"compare":["/assets/compare-1.js"]}"#;
    const PAGE: &str = "<head>\n  <title>A</title>\n  </head><body></body>";

    #[test]
    fn a_page_names_the_files_of_its_own_panel() {
        let panels = Panels::read(BUILT);
        let compare = panels.put_in(PAGE, "/compare");
        assert!(compare.contains("<link rel=\"modulepreload\" crossorigin href=\"/assets/compare-1.js\">"));
        assert!(!compare.contains("view-1"));
        for path in ["/", "/wards/E05000001"] {
            let page = panels.put_in(PAGE, path);
            assert!(
                page.contains("<link rel=\"stylesheet\" crossorigin href=\"/assets/view-1.css\">"),
                "{page}"
            );
            assert!(page.ends_with("</head><body></body>") && page.contains("<title>A</title>"), "{page}");
        }
    }

    #[test]
    fn a_page_stays_as_it_is_where_the_build_says_nothing() {
        for built in [&b""[..], b"[]", b"{}"] {
            assert_eq!(Panels::read(built).put_in(PAGE, "/"), PAGE);
        }
    }
}
