//! How far a scenario has come.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// How far a scenario has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Somebody works on it.
    #[default]
    Working,
    /// It was handed in.
    Submitted,
    /// The public was, or is, asked about it.
    Consulted,
    /// It was chosen.
    Decided,
    /// The order that makes it law lies before Parliament.
    OrderLaid,
    /// The order is made.
    OrderMade,
    /// It is how things are.
    Vested,
    /// It was not chosen.
    Rejected,
    /// Whoever proposed it took it back.
    Withdrawn,
}

/// Words that say no status.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no status: use one of {known}", known = Status::known())]
pub struct InvalidStatus(String);

/// Words that sources use, and what they mean; the first that a text has decides.
const WORDS: [(&[&str], Status); 9] = [
    (&["withdrawn"], Status::Withdrawn),
    (
        &["rejected", "refused", "declined", "unsuccessful", "not chosen", "not selected", "not approved"],
        Status::Rejected,
    ),
    (&["vested"], Status::Vested),
    (&["order made", "made by order"], Status::OrderMade),
    (&["order laid", "laid before parliament"], Status::OrderLaid),
    (&["decided", "approved", "confirmed", "chosen", "selected"], Status::Decided),
    (&["consulted", "consultation", "consulting"], Status::Consulted),
    (&["submitted", "submission", "proposal", "proposed", "bid"], Status::Submitted),
    (&["working", "draft", "idea", "emerging"], Status::Working),
];

/// Words before one that turn it round, or put it off.
const NOT: [&str; 6] = ["not", "never", "un", "to be", "awaiting", "until"];

impl Status {
    /// Every status, as it is written.
    pub const NAMES: [(&'static str, Self); 9] = [
        ("working", Self::Working),
        ("submitted", Self::Submitted),
        ("consulted", Self::Consulted),
        ("decided", Self::Decided),
        ("order-laid", Self::OrderLaid),
        ("order-made", Self::OrderMade),
        ("vested", Self::Vested),
        ("rejected", Self::Rejected),
        ("withdrawn", Self::Withdrawn),
    ];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::NAMES.iter().find(|(_, status)| *status == self).map_or("working", |(name, _)| name)
    }

    /// What a source's own words mean: "decided by government", "proposal (consulted until 11 Jan 2026)".
    ///
    /// # Errors
    /// [`InvalidStatus`] with the list for words that mean none of them.
    pub fn of_words(text: &str) -> Result<Self, InvalidStatus> {
        if let Ok(status) = text.trim().to_lowercase().parse() {
            return Ok(status);
        }
        let plain: String =
            text.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
        let plain = format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join(" "));
        let said = |phrase: &str| {
            let phrase = format!(" {phrase} ");
            plain.match_indices(&phrase).any(|(at, _)| {
                let before: String = plain[..at].split(' ').rev().take(3).collect::<Vec<_>>().join(" ");
                // Read backwards: the nearest word first.
                !NOT.iter().any(|not| {
                    let backwards = not.split(' ').rev().collect::<Vec<_>>().join(" ");
                    format!(" {before} ").contains(&format!(" {backwards} "))
                })
            })
        };
        let found = WORDS.iter().find(|(phrases, _)| phrases.iter().copied().any(said));
        found.map(|(_, status)| *status).ok_or_else(|| InvalidStatus(text.chars().take(120).collect()))
    }

    /// Whether it is to become, or is, how things are.
    #[must_use]
    pub fn is_decided(self) -> bool {
        matches!(self, Self::Decided | Self::OrderLaid | Self::OrderMade | Self::Vested)
    }

    /// Whether it was put to somebody who has not been heard to answer.
    #[must_use]
    pub fn awaits_outcome(self) -> bool {
        matches!(self, Self::Submitted | Self::Consulted)
    }

    fn known() -> String {
        Self::NAMES.map(|(name, _)| name).join(", ")
    }
}

impl FromStr for Status {
    type Err = InvalidStatus;

    fn from_str(text: &str) -> Result<Self, InvalidStatus> {
        let found = Self::NAMES.iter().find(|(name, _)| *name == text).map(|(_, status)| *status);
        found.ok_or_else(|| InvalidStatus(text.chars().take(120).collect()))
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::as_it_is_written("order-laid", Status::OrderLaid)]
    #[case::decided("decided by government (announced 28 October 2025)", Status::Decided)]
    #[case::with_a_condition("decided by government (March 2026), subject to Parliament", Status::Decided)]
    #[case::rejected("rejected", Status::Rejected)]
    #[case::not_chosen("Proposal, not chosen", Status::Rejected)]
    #[case::consulted("proposal (consulted 19 Nov 2025 - 11 Jan 2026)", Status::Consulted)]
    #[case::submitted("proposal", Status::Submitted)]
    #[case::not_yet_decided("Proposal; not yet decided", Status::Submitted)]
    #[case::to_be_decided("submitted, to be decided in March", Status::Submitted)]
    #[case::laid("Order laid 3 March", Status::OrderLaid)]
    #[case::withdrawn("proposal withdrawn by its councils", Status::Withdrawn)]
    #[case::a_draft("Draft", Status::Working)]
    fn words_of_sources(#[case] text: &str, #[case] status: Status) {
        assert_eq!(Status::of_words(text).unwrap(), status);
    }

    #[rstest]
    #[case::nothing("")]
    #[case::something_else("purple")]
    #[case::only_a_no("not decided")]
    fn other_words_are_refused_with_the_list(#[case] text: &str) {
        let refused = Status::of_words(text).unwrap_err().to_string();
        assert!(refused.contains("working, submitted, consulted, decided"), "{refused}");
    }
}
