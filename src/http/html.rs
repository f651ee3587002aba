//! Words in pages that the server writes itself.

/// Words as HTML, in text and in attributes: whatever they are, they stay words.
pub(super) fn escaped_html(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}
