//! What is wrong with the words of a drawing.
//!
//! Words that insult come from `rustrict`, which is kept up to date, knows several languages and sees through spellings such as `sh1t`. It errs
//! towards caution ("Scunthorpe" has been a trap for many), so it only ever calls a moderator; it refuses nothing.

use rustrict::CensorStr;

use super::{Content, Problem, ProblemKind as Kind};

/// The longest name, in characters.
pub const MOST_NAME_CHARS: usize = 80;
/// The longest sentence on why, in characters.
pub const MOST_WHY_CHARS: usize = 1_000;
/// Tags of a drawing at most.
pub const MOST_TAGS: usize = 5;
/// The longest tag, in characters.
pub const MOST_TAG_CHARS: usize = 30;
/// A row of digits this long is a telephone number.
const PHONE_DIGITS: usize = 9;

/// Everything that is wrong with a drawing's words. `honeypot` is what came in the field that people do not see.
#[must_use]
pub fn check_text(name: &str, why: &str, tags: &[String], honeypot: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    if name.is_empty() {
        problems
            .push(Problem::new(Kind::NameMissing, "Give it a name: what do people who live there call it?"));
    }
    if tags.len() > MOST_TAGS {
        problems.push(Problem::new(
            Kind::TooManyTags,
            format!("It has {} tags; {MOST_TAGS} are enough.", tags.len()),
        ));
    }
    let tags_of = tags.iter().map(|tag| ("A tag", tag.as_str(), MOST_TAG_CHARS));
    let texts = [("The name", name, MOST_NAME_CHARS), ("The sentence on why", why, MOST_WHY_CHARS)];
    for (what, text, most) in texts.into_iter().chain(tags_of) {
        check_one(what, text, most, &mut problems);
    }
    if !honeypot.is_empty() {
        let words = "A field that people do not see was filled in. If you are a person, leave it empty.";
        problems.push(Problem::new(Kind::Honeypot, words));
    }
    problems
}

fn check_one(what: &str, text: &str, most: usize, problems: &mut Vec<Problem>) {
    let chars = text.chars().count();
    if chars > most {
        problems
            .push(Problem::new(Kind::TooLong, format!("{what} has {chars} characters; it may have {most}.")));
    }
    if text.chars().any(is_invisible) {
        problems.push(Problem::new(
            Kind::Invisible,
            format!("{what} holds characters that cannot be seen: write it anew."),
        ));
    }
    // What is far too long is refused anyway, and need not be searched.
    let text: String = text.chars().take(4 * MOST_WHY_CHARS).collect();
    if has_email(&text) {
        problems.push(Problem::new(
            Kind::Email,
            format!("{what} seems to hold an e-mail address. It would be public: take it out."),
        ));
    } else if has_link(&text) {
        problems.push(Problem::new(Kind::Link, format!("{what} seems to hold a link. Take it out.")));
    }
    if has_phone(&text) {
        problems.push(Problem::new(
            Kind::Phone,
            format!("{what} seems to hold a telephone number. It would be public: take it out."),
        ));
    }
    // Numbers are no words, and some read like one.
    let words: Vec<&str> =
        text.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).collect();
    if words.join(" ").as_str().is_inappropriate() {
        problems.push(Problem::new(
            Kind::Abuse,
            format!("{what} may hold a word that insults. A moderator will look at it."),
        ));
    }
}

/// Control characters, and those that turn the direction of what follows them, which right-to-left names do not need. A line's end and what
/// joins an emoji's parts are no trick.
fn is_invisible(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

fn has_email(text: &str) -> bool {
    text.split_whitespace().any(|word| {
        let parts = word.split_once('@');
        parts.is_some_and(|(who, host)| who.ends_with(|c: char| c.is_alphanumeric()) && host.contains('.'))
    })
}

const ENDINGS: [&str; 12] =
    ["com", "org", "net", "uk", "info", "io", "co", "biz", "shop", "site", "online", "xyz"];

fn has_link(text: &str) -> bool {
    let text = text.to_lowercase();
    if text.contains("://") || text.contains("www.") {
        return true;
    }
    text.split_whitespace().any(|word| {
        let host = word.split('/').next().unwrap_or_default();
        let host = host.trim_matches(|c: char| !c.is_alphanumeric());
        host.rsplit_once('.')
            .is_some_and(|(name, end)| name.len() > 1 && !name.ends_with('.') && ENDINGS.contains(&end))
    })
}

fn has_phone(text: &str) -> bool {
    let mut digits = 0;
    for c in text.chars() {
        match c {
            _ if c.is_numeric() => digits += 1,
            ' ' | '-' | '(' | ')' | '+' | '.' | '/' => {}
            _ => digits = 0,
        }
        if digits >= PHONE_DIGITS {
            return true;
        }
    }
    false
}

impl Content {
    /// Everything that is wrong with its words.
    #[must_use]
    pub fn check_text(&self, honeypot: &str) -> Vec<Problem> {
        check_text(&self.name, &self.why, &self.tags, honeypot)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn codes(name: &str, why: &str) -> Vec<&'static str> {
        check_text(name, why, &[], "").iter().map(Problem::code).collect()
    }

    #[rstest]
    #[case::plain("Netherthorpe", "We all use the same shops.", &[])]
    #[case::right_to_left("השכונה", "", &[])]
    #[case::emoji("The Green 🌳👩‍👩‍👧", "", &[])]
    #[case::html("<script>alert(1)</script>", "", &[])]
    #[case::none("", "", &["name-missing"])]
    #[case::a_link("Mill", "see https://example.test/x", &["link"])]
    #[case::a_bare_link("Mill", "see oldgreen.co.uk/about.", &["link"])]
    #[case::a_sentence_without_a_space("Mill", "It ends here.And goes on.", &[])]
    #[case::an_address("Mill", "write to ann@example.org", &["email"])]
    #[case::a_number("Mill", "call 0114 496 0000 in the evening", &["phone"])]
    #[case::years("Mill", "built 1890-1910, 25 houses", &[])]
    #[case::an_insult("Mill", "they are all fucking idiots", &["abuse"])]
    #[case::turned_round("Mi\u{202E}ll", "", &["invisible"])]
    #[case::everything("", "www.x.com, 07700 900000", &["name-missing", "link", "phone"])]
    fn words_are_told_every_problem(#[case] name: &str, #[case] why: &str, #[case] expected: &[&str]) {
        assert_eq!(codes(name, why), expected);
    }

    #[test]
    fn a_name_of_three_hundred_characters_is_too_long_and_the_hidden_field_is_told() {
        let problems = check_text(&"a b ".repeat(75), "", &vec!["quiet".to_owned(); 6], "buy");
        let codes: Vec<_> = problems.iter().map(Problem::code).collect();
        assert_eq!(codes, ["too-many-tags", "too-long", "honeypot"]);
        assert!(problems.iter().all(Problem::blocks));
    }
}
