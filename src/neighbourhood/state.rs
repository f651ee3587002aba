//! What becomes of a drawing, why one is declined, and how it came.

use std::{fmt, str::FromStr};

/// Where a drawing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Kept for the one who draws it; nobody else sees it.
    Draft,
    /// Sent: it waits for a moderator.
    Proposed,
    /// On the map for everybody.
    Published,
    /// Not safe to show, for one of the [`Reason`]s.
    Declined,
    /// Taken back by the one who drew it.
    Withdrawn,
}

impl State {
    /// Every state, as it is written.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("draft", Self::Draft),
        ("proposed", Self::Proposed),
        ("published", Self::Published),
        ("declined", Self::Declined),
        ("withdrawn", Self::Withdrawn),
    ];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        named(&Self::NAMES, &self)
    }

    /// Whether a drawing may go from this state to another. A declined one may be changed and sent again; a published one may be
    /// declined after all; a withdrawn one stays so.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Draft | Self::Declined, Self::Proposed)
                | (Self::Proposed, Self::Published)
                | (Self::Proposed | Self::Published, Self::Declined)
                | (Self::Draft | Self::Proposed | Self::Published | Self::Declined, Self::Withdrawn)
        )
    }
}

/// Why a drawing is declined: whether it is safe to show, never whether it is right. The list is closed and published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reason {
    /// It insults or threatens somebody.
    Abuse,
    /// It tells of a person: a name, an address, a number.
    PersonalData,
    /// It lies outside the place that this map covers.
    OutsideThePlace,
    /// The same drawing has been sent before.
    Duplicate,
    /// It is no shape of a neighbourhood: a scribble, a word, a single house.
    NotAShape,
}

impl Reason {
    /// Every reason, as it is written.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("abuse", Self::Abuse),
        ("personal-data", Self::PersonalData),
        ("outside-the-place", Self::OutsideThePlace),
        ("duplicate", Self::Duplicate),
        ("not-a-shape", Self::NotAShape),
    ];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        named(&Self::NAMES, &self)
    }

    /// What the one who drew it is told.
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Abuse => "Its words insult or threaten somebody.",
            Self::PersonalData => "It tells of a person: a name, an address, a number.",
            Self::OutsideThePlace => "It lies outside the place that this map covers.",
            Self::Duplicate => "The same drawing has been sent before.",
            Self::NotAShape => "It is no shape of a neighbourhood: a scribble, a word, a single house.",
        }
    }
}

/// How a drawing came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// Drawn in the browser.
    Online,
    /// Drawn together at a workshop.
    Workshop,
    /// Drawn on paper, and entered for somebody.
    Paper,
    /// Drawn with help at a library.
    Library,
}

impl Route {
    /// Every route, as it is written.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("online", Self::Online),
        ("workshop", Self::Workshop),
        ("paper", Self::Paper),
        ("library", Self::Library),
    ];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        named(&Self::NAMES, &self)
    }
}

fn named<T: PartialEq>(names: &[(&'static str, T)], value: &T) -> &'static str {
    names.iter().find(|(_, known)| known == value).map_or("", |(name, _)| name)
}

fn read<T: Copy>(names: &[(&'static str, T)], text: &str, what: &str) -> Result<T, String> {
    let found = names.iter().find(|(name, _)| *name == text).map(|(_, value)| *value);
    let known = || names.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    found.ok_or_else(|| {
        format!("“{}” is no {what}: write {}", text.chars().take(40).collect::<String>(), known())
    })
}

macro_rules! written {
    ($kind:ty, $what:literal) => {
        impl FromStr for $kind {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                read(&Self::NAMES, text, $what)
            }
        }

        impl fmt::Display for $kind {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

written!(State, "state of a drawing");
written!(Reason, "reason to decline");
written!(Route, "way in which a drawing comes");

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::sent(State::Draft, State::Proposed, true)]
    #[case::looked_at(State::Proposed, State::Published, true)]
    #[case::turned_down(State::Proposed, State::Declined, true)]
    #[case::sent_again(State::Declined, State::Proposed, true)]
    #[case::taken_down(State::Published, State::Declined, true)]
    #[case::taken_back(State::Published, State::Withdrawn, true)]
    #[case::past_the_moderator(State::Draft, State::Published, false)]
    #[case::back_from_withdrawn(State::Withdrawn, State::Proposed, false)]
    #[case::published_from_declined(State::Declined, State::Published, false)]
    fn a_drawing_may_become(#[case] from: State, #[case] to: State, #[case] expected: bool) {
        assert_eq!(from.may_become(to), expected);
    }

    #[test]
    fn each_word_is_read_as_it_is_written() {
        for (name, reason) in Reason::NAMES {
            assert_eq!((name.parse(), reason.as_str()), (Ok(reason), name));
        }
        for (name, route) in Route::NAMES {
            assert_eq!((name.parse(), route.as_str()), (Ok(route), name));
        }
        assert!("ugly".parse::<Reason>().unwrap_err().contains("not-a-shape"));
    }
}
