//! Which sites may show an embedded map in a frame.

use axum::http::HeaderValue;

use crate::http::HttpConfig;

/// Words that name no site.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no site: write its scheme and host, as https://partner.example.org")]
pub struct InvalidOrigin(String);

impl HttpConfig {
    /// Lets only these sites, as `https://partner.example.org`, show embedded maps in a frame; without any, every site may.
    ///
    /// # Errors
    /// [`InvalidOrigin`] for what is no scheme and host.
    pub fn framed_by(mut self, sites: &[String]) -> Result<Self, InvalidOrigin> {
        for site in sites {
            let invalid = || InvalidOrigin(site.chars().take(200).collect());
            let host =
                site.strip_prefix("https://").or_else(|| site.strip_prefix("http://")).ok_or_else(invalid)?;
            // It becomes part of a security header, where `;` or `,` would start something else.
            let plain = |c: char| c.is_ascii_alphanumeric() || ".-:*[]".contains(c);
            if host.is_empty() || !host.chars().all(plain) {
                return Err(invalid());
            }
        }
        self.frame_ancestors = sites.to_vec();
        Ok(self)
    }
}

/// What the security policy of an embedded map says of who may frame it, in place of nobody.
pub(in crate::http) fn frame_ancestors(config: &HttpConfig, policy: &HeaderValue) -> HeaderValue {
    let sites = match &config.frame_ancestors[..] {
        [] => "*".to_owned(),
        // The viewer and the documents show the same maps.
        listed => format!("'self' {}", listed.join(" ")),
    };
    let said = policy.to_str().unwrap_or_default();
    let opened = said.replace("frame-ancestors 'none'", &format!("frame-ancestors {sites}"));
    HeaderValue::from_str(&opened).unwrap_or_else(|_| policy.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_sites_that_are_named_may_frame_a_map() {
        let policy =
            HeaderValue::from_static("default-src 'self'; frame-ancestors 'none'; form-action 'self'");
        let open = HttpConfig::new("https://maps.example.org");
        let said = frame_ancestors(&open, &policy);
        assert_eq!(said, "default-src 'self'; frame-ancestors *; form-action 'self'");
        let listed = open
            .framed_by(&["https://a.example.org".to_owned(), "http://127.0.0.1:8123".to_owned()])
            .unwrap();
        let said = frame_ancestors(&listed, &policy);
        assert!(
            said.to_str()
                .unwrap()
                .contains("frame-ancestors 'self' https://a.example.org http://127.0.0.1:8123;")
        );
    }

    #[test]
    fn what_could_change_the_policy_is_no_site() {
        for site in [
            "a.example.org",
            "https://",
            "https://a.example.org; script-src *",
            "https://a b",
            "javascript:alert(1)",
        ] {
            let open = HttpConfig::new("https://maps.example.org");
            assert!(open.framed_by(&[site.to_owned()]).is_err(), "{site}");
        }
    }
}
