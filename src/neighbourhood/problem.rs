//! What is wrong with a drawing, in words.

use geo_types::Coord;

/// What kind of thing is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemKind {
    /// It has no name.
    NameMissing,
    /// A text is too long.
    TooLong,
    /// A text holds characters that cannot be seen.
    Invisible,
    /// There are too many tags.
    TooManyTags,
    /// A text holds a link.
    Link,
    /// A text holds an e-mail address.
    Email,
    /// A text holds a telephone number.
    Phone,
    /// A text holds a word that insults.
    Abuse,
    /// The field that people do not see is filled in.
    Honeypot,
    /// A part has fewer than three corners.
    TooFewCorners,
    /// There are too many points.
    TooManyPoints,
    /// Its line crosses itself.
    CrossesItself,
    /// It is wrong in another way, such as a hole outside it.
    Shape,
    /// It is of the size of a house.
    TooSmall,
    /// It is too large to be a neighbourhood.
    TooLarge,
    /// It is larger than most neighbourhoods.
    Extreme,
    /// It lies outside the place.
    Outside,
    /// It is an official outline.
    Copied,
}

impl ProblemKind {
    /// Every kind, as it is written, and whether it must be put right before sending.
    pub const NAMES: [(&'static str, Self, bool); 18] = [
        ("name-missing", Self::NameMissing, true),
        ("too-long", Self::TooLong, true),
        ("invisible", Self::Invisible, true),
        ("too-many-tags", Self::TooManyTags, true),
        ("link", Self::Link, false),
        ("email", Self::Email, false),
        ("phone", Self::Phone, false),
        ("abuse", Self::Abuse, false),
        ("honeypot", Self::Honeypot, true),
        ("too-few-corners", Self::TooFewCorners, true),
        ("too-many-points", Self::TooManyPoints, true),
        ("crosses-itself", Self::CrossesItself, true),
        ("shape", Self::Shape, true),
        ("too-small", Self::TooSmall, true),
        ("too-large", Self::TooLarge, true),
        ("extreme", Self::Extreme, false),
        ("outside", Self::Outside, true),
        ("copied", Self::Copied, false),
    ];
}

/// One thing that is wrong with a drawing.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// What kind of thing.
    pub kind: ProblemKind,
    /// In words for the one who draws.
    pub words: String,
    /// Where, in grid metres.
    pub at: Option<Coord<f64>>,
}

impl Problem {
    /// A problem that is nowhere in particular.
    #[must_use]
    pub fn new(kind: ProblemKind, words: impl Into<String>) -> Self {
        Self { kind, words: words.into(), at: None }
    }

    /// The same, at a place.
    #[must_use]
    pub fn at(self, at: Coord<f64>) -> Self {
        Self { at: Some(at), ..self }
    }

    fn row(&self) -> (&'static str, bool) {
        let found = ProblemKind::NAMES.iter().find(|(_, kind, _)| *kind == self.kind);
        found.map_or(("shape", true), |&(name, _, blocks)| (name, blocks))
    }

    /// Its kind, as it is written.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.row().0
    }

    /// Whether not even a draft can be kept with it: what is too large to keep, and what no person drew.
    #[must_use]
    pub fn keeps_out(&self) -> bool {
        matches!(
            self.kind,
            ProblemKind::Honeypot
                | ProblemKind::TooLong
                | ProblemKind::TooManyTags
                | ProblemKind::TooManyPoints
                | ProblemKind::Invisible
        )
    }

    /// Whether it must be put right before sending; the others are what a moderator looks at first.
    #[must_use]
    pub fn blocks(&self) -> bool {
        self.row().1
    }
}
