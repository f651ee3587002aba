//! What an operator decides about the server.

use std::{path::PathBuf, time::Duration};

use axum::http::Uri;

use super::Network;

/// How to serve.
#[derive(Debug, Clone)]
pub struct HttpConfig {
    /// Where visitors reach this server (`https://maps.example.org`), without a final slash: the start of every link
    /// that leaves it.
    pub public_url: String,
    /// What lies under the boundaries.
    pub basemap: Option<Basemap>,
    /// The operator's own proxies: what they say of a client's address is believed.
    pub trusted_proxies: Vec<Network>,
    /// The sites that may show embedded maps in a frame, by scheme and host; every site when there is none. Set them with
    /// [`framed_by`](Self::framed_by).
    pub frame_ancestors: Vec<String>,
    /// What is allowed at once, how much and how long.
    pub limits: Limits,
}

impl HttpConfig {
    /// Serves under this address, without a basemap, within the default limits.
    #[must_use]
    pub fn new(public_url: &str) -> Self {
        let public_url = public_url.trim_end_matches('/').to_owned();
        Self {
            public_url,
            basemap: None,
            trusted_proxies: Vec::new(),
            frame_ancestors: Vec::new(),
            limits: Limits::default(),
        }
    }
}

/// A background map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Basemap {
    /// A `PMTiles` file, served from here.
    Archive(PathBuf),
    /// A `MapLibre` style elsewhere; make it with [`Basemap::style`].
    Style {
        /// Its address.
        url: String,
        /// The scheme and host that a browser must be allowed to call for it; `None` when it is on this server.
        origin: Option<String>,
    },
}

/// An address that is no basemap style's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no address of a map style: it starts with https://, http:// or / and holds no spaces")]
pub struct InvalidStyleUrl(String);

impl Basemap {
    /// A style at an `https://` or `http://` address, or at a path of this server.
    ///
    /// # Errors
    /// [`InvalidStyleUrl`] for anything else.
    pub fn style(url: &str) -> Result<Self, InvalidStyleUrl> {
        let invalid = || InvalidStyleUrl(url.chars().take(200).collect());
        let address: Uri = url.parse().map_err(|_| invalid())?;
        let origin = match (address.scheme_str(), address.authority()) {
            (None, None) if url.starts_with('/') => None,
            (Some(scheme @ ("http" | "https")), Some(host)) => {
                // It becomes part of a security header, where `;` or `,` would start something else.
                let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
                if !host.as_str().chars().all(plain) {
                    return Err(invalid());
                }
                Some(format!("{scheme}://{host}"))
            }
            _ => return Err(invalid()),
        };
        Ok(Self::Style { url: url.to_owned(), origin })
    }
}

/// What is allowed at once, how much and how long.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The longest that an answer may take.
    pub answer_time: Duration,
    /// The longest that a client may take to send the head of a request, and to keep silent between two.
    pub head_time: Duration,
    /// The longest that a client may take no byte of an answer.
    pub stall_time: Duration,
    /// The longest that a stopping server waits for requests that it has begun.
    pub stop_time: Duration,
    /// The largest request body, in bytes; a spreadsheet may have 50 MB.
    pub body_bytes: u64,
    /// The longest that bringing a spreadsheet may take.
    pub sheet_time: Duration,
    /// How many spreadsheets are read at once.
    pub sheets: usize,
    /// The longest path and query of a request, in bytes.
    pub address_bytes: usize,
    /// How many connections are open at once.
    pub connections: usize,
    /// How many requests are answered at once.
    pub requests: usize,
    /// How many of them compute (tiles that are not in memory, shapes, searches) at once.
    pub computations: usize,
    /// Memory for tiles kept ready to send, in bytes.
    pub tile_bytes: u64,
    /// How often an hour one client may write without signing in.
    pub anonymous_writes_an_hour: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            answer_time: Duration::from_secs(30),
            head_time: Duration::from_secs(15),
            stall_time: Duration::from_secs(30),
            stop_time: Duration::from_secs(10),
            body_bytes: 1 << 20,
            sheet_time: Duration::from_secs(180),
            sheets: 2,
            address_bytes: 40_000,
            connections: 4096,
            requests: 1024,
            computations: 64,
            tile_bytes: 128 << 20,
            anonymous_writes_an_hour: 20,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::elsewhere("https://tiles.example.org/style.json", Ok(Some("https://tiles.example.org")))]
    #[case::with_a_port("http://127.0.0.1:9000/s", Ok(Some("http://127.0.0.1:9000")))]
    #[case::on_this_server("/styles/plain.json", Ok(None))]
    #[case::a_word("plain", Err(()))]
    #[case::another_scheme("ftp://example.org/style.json", Err(()))]
    #[case::a_header_in_disguise("https://example.org;script-src/", Err(()))]
    fn a_style_lives_at(#[case] url: &str, #[case] expected: Result<Option<&str>, ()>) {
        let origin = Basemap::style(url).map(|basemap| match basemap {
            Basemap::Style { origin, .. } => origin,
            Basemap::Archive(_) => unreachable!("a style is no archive"),
        });
        assert_eq!(origin.map_err(|_| ()), expected.map(|origin| origin.map(str::to_owned)));
    }

    #[test]
    fn a_public_address_ends_without_a_slash() {
        assert_eq!(HttpConfig::new("https://maps.example.org/").public_url, "https://maps.example.org");
    }
}
