//! The closed lists of words by which an asset is described.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Makes a closed list of words: as it is written, and read in any case.
macro_rules! words {
    ($(#[$about:meta])* $name:ident, $what:literal, $($(#[$doc:meta])* $word:ident = $text:literal $(| $also:literal)*),+ $(,)?) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $text)] $word),+
        }

        impl $name {
            /// Every one, as it is written.
            pub const NAMES: &'static [(&'static str, Self)] = &[$(($text, Self::$word)),+];

            /// As it is written.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$word => $text),+
                }
            }
        }

        impl FromStr for $name {
            type Err = String;

            fn from_str(text: &str) -> Result<Self, String> {
                let plain = text.trim().to_lowercase().replace(['_', ' '], "-");
                match plain.as_str() {
                    $($text $(| $also)* => Ok(Self::$word),)+
                    _ => {
                        let shown: String = text.trim().chars().take(40).collect();
                        let known: Vec<&str> = Self::NAMES.iter().map(|(name, _)| *name).collect();
                        Err(format!(concat!("“{}” is no ", $what, ": write one of {}"), shown, known.join(", ")))
                    }
                }
            }
        }
    };
}

words! {
    /// How exactly the place of an asset may be shown; each is less exact than the one before.
    #[derive(Default)]
    Precision, "precision",
    /// Where it is.
    #[default]
    Exact = "exact",
    /// In which square kilometre it is: nobody's home is shown more exactly.
    Area = "area",
    /// Not at all, and neither is it counted for the public.
    Hidden = "hidden",
}

words! {
    /// Whether an asset is in use.
    #[derive(Default)]
    Status, "status",
    /// In use.
    #[default]
    Open = "open" | "active" | "a",
    /// No longer in use.
    Closed = "closed" | "inactive" | "defunct" | "c",
    /// Not yet in use.
    Planned = "planned" | "proposed" | "p",
}

words! {
    /// Who runs an asset.
    RunBy, "word for who runs an asset",
    /// A community or voluntary organisation.
    Community = "community" | "voluntary" | "charity",
    /// A church, mosque, temple or the like.
    Faith = "faith" | "church",
    /// A council.
    Council = "council" | "local-authority" | "la",
    /// The NHS.
    Nhs = "nhs",
    /// A school or college.
    School = "school",
    /// A business.
    Business = "business" | "private",
}

words! {
    /// Whether people can meet at an asset.
    #[derive(Default)]
    CanMeetHere, "word for whether people can meet there",
    /// Without paying.
    Free = "free" | "yes",
    /// For a little money.
    LowCost = "low-cost" | "low",
    /// As a room for hire.
    Hire = "hire" | "for-hire",
    /// No.
    No = "no" | "none",
    /// Nobody has said.
    #[default]
    Unknown = "unknown",
}

words! {
    /// How an asset came to its place.
    PlacedBy, "word for how a place was found",
    /// The list gives it.
    Given = "given",
    /// It stands at the point of its postcode, which it may be some way from.
    Postcode = "postcode",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_in_any_case_and_written_one_way() {
        assert_eq!("Low cost".parse(), Ok(CanMeetHere::LowCost));
        assert_eq!(CanMeetHere::LowCost.as_str(), "low-cost");
        assert_eq!("NHS".parse(), Ok(RunBy::Nhs));
        for (name, word) in Status::NAMES {
            assert_eq!(name.parse(), Ok(*word));
        }
    }

    #[test]
    fn another_word_is_answered_with_those_there_are() {
        let error = "sometimes".parse::<CanMeetHere>().unwrap_err();
        assert!(error.ends_with("write one of free, low-cost, hire, no, unknown"), "{error}");
    }
}
