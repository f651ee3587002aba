//! The answer in one sentence.

use super::{Comparison, Side};
use crate::{coterminosity::Counted, people::grouped};

impl Comparison {
    /// What a planner reads first: how much of A lies where most of its area does, what lies across a line, how many cross.
    #[must_use]
    pub fn headline(&self) -> String {
        headline(self, &self.a, &self.b, false)
    }

    /// The same the other way round.
    #[must_use]
    pub fn headline_back(&self) -> String {
        headline(self, &self.b, &self.a, true)
    }

    /// How the figures were worked out.
    #[must_use]
    pub fn method_in_words(&self) -> String {
        if self.counted == Counted::Ground {
            return "Ground that whole areas share, planar, on the British National Grid (EPSG:27700)."
                .to_owned();
        }
        let (weight, method) = (&self.weight, &self.method);
        let blocks = self.blocks.as_deref().unwrap_or("blocks");
        let mut said = match (method.blocks_at_points, method.blocks_on_ground) {
            (0, _) => format!("Each block’s {weight} ({blocks}) are spread evenly over its ground."),
            (_, 0) => format!("Each block’s {weight} ({blocks}) are spread evenly over its postcodes."),
            (_, some) => format!(
                "Each block’s {weight} ({blocks}) are spread evenly over its postcodes; those of {} without one ({} {weight}) over its ground.",
                if some == 1 { "1 block".to_owned() } else { format!("{} blocks", grouped(some)) },
                whole(method.people_on_ground),
            ),
        };
        if method.blocks_at_points > 0 && method.postcodes_of_unknown_status > 0 {
            let unknown = grouped(method.postcodes_of_unknown_status);
            said.extend([
                " ",
                &unknown,
                " postcodes are used though it is not known whether they are still in use.",
            ]);
        }
        if self.estimated {
            said.push_str(
                " What two lists share is estimated as if being on one did not depend on being on the other within a block.",
            );
        }
        if let Some(scope) = &self.scope {
            said.extend([
                " The lists are those of ",
                scope,
                ": shares the other way round are of this table.",
            ]);
        }
        said
    }
}

fn headline(answer: &Comparison, of: &Side, beside: &Side, back: bool) -> String {
    let summary = &answer.scores.summary;
    let (dominant, across, crossing, uncovered) = if back {
        (summary.dominant_share_b, summary.across_b, summary.crossing_b, summary.uncovered_b)
    } else {
        (summary.dominant_share_a, summary.across_a, summary.crossing_a, summary.uncovered_a)
    };
    let (title, own, other) = (plural(of), lower(&of.layer.singular), lower(&beside.layer.singular));
    let Some(dominant) = dominant else {
        return match answer.counted {
            Counted::Ground => format!("These {title} and {} share no ground.", plural(beside)),
            Counted::People => format!("Nobody is counted both in these {title} and in {}.", plural(beside)),
        };
    };
    let main = format!("their {own}’s main {other}");
    let count = of.areas.len();
    let crossing = match (crossing, count) {
        (0, 1) => format!("It does not cross {} line.", with_article(&other)),
        (1, 1) => format!("It crosses {} line.", with_article(&other)),
        (0, _) => format!("None of the {} {title} crosses a line.", grouped(count)),
        (1, _) => format!("1 of {} {title} crosses.", grouped(count)),
        (some, _) => format!("{} of {} {title} cross.", grouped(some), grouped(count)),
    };
    match answer.counted {
        Counted::People => {
            let people = &answer.weight;
            let live = format!("of these {title} live in {main}");
            // The share is of those in some area of the other layer: whoever is in none of them is told besides.
            let left = if uncovered >= 0.5 {
                format!(", {} in no {other}", whole(uncovered))
            } else {
                String::new()
            };
            let lead = match in_a_hundred(dominant) {
                Rounded::All if !left.is_empty() => {
                    format!(
                        "All {people} of these {title} live in {main}, but for {} in none.",
                        whole(uncovered)
                    )
                }
                Rounded::All => format!("All {people} {live}."),
                Rounded::Nearly => {
                    format!(
                        "More than 99 in 100 {people} {live}; {} live across a line{left}.",
                        whole(across)
                    )
                }
                Rounded::Some(n) => {
                    format!("{n} in 100 {people} {live}; {} live across a line{left}.", whole(across))
                }
            };
            format!("{lead} {crossing}")
        }
        Counted::Ground => {
            let lies = format!("of the ground of these {title} lies in {main}");
            let km2 = across / 1e6;
            let across = if km2 < 0.05 { format!("{} m²", whole(across)) } else { format_km2(km2) };
            let lead = match in_a_hundred(dominant) {
                Rounded::All => format!("All {lies}."),
                Rounded::Nearly => format!("More than 99 % {lies}; {across} lies across a line."),
                Rounded::Some(n) => format!("{n} % {lies}; {across} lies across a line."),
            };
            format!("{lead} {crossing}")
        }
    }
}

enum Rounded {
    All,
    Nearly,
    Some(u32),
}

fn in_a_hundred(share: f64) -> Rounded {
    if share >= 1.0 {
        Rounded::All
    } else if share > 0.995 {
        Rounded::Nearly
    } else {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 to 100
        Rounded::Some((share * 100.0).round() as u32)
    }
}

fn plural(side: &Side) -> String {
    lower(&side.layer.title)
}

/// A title in the middle of a sentence: "Wards" becomes "wards", "PCNs" stays, and so does "NHS boards".
pub(crate) fn lower(title: &str) -> String {
    let mut chars = title.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => title.to_owned(),
    }
}

/// "a ward", "an integrated care board", "an NHS board": as it is spoken.
fn with_article(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().unwrap_or_default();
    let is_spelt_out = first.is_uppercase() && chars.next().is_some_and(char::is_uppercase);
    let is_vowel = if is_spelt_out {
        "AEFHILMNORSX".contains(first)
    } else {
        "aeiouAEIOU".contains(first)
            && !["uni", "Uni", "eu", "Eu", "use", "Use"].iter().any(|start| words.starts_with(start))
    };
    format!("{} {words}", if is_vowel { "an" } else { "a" })
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // counts of people and square metres
pub(crate) fn whole(number: f64) -> String {
    if number.is_nan() {
        // What is not told of drawn ground.
        return "under 50".to_owned();
    }
    grouped(number.max(0.0).round() as usize)
}

/// To one decimal, and from a thousand on to the whole.
pub(crate) fn format_km2(km2: f64) -> String {
    if km2 < 1_000.0 { format!("{km2:.1} km²") } else { format!("{} km²", whole(km2)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_goes_by_the_sound() {
        let told =
            ["ward", "integrated care board", "unitary council", "NHS board", "PCN", "ICB", "urban area"];
        let expected = [
            "a ward",
            "an integrated care board",
            "a unitary council",
            "an NHS board",
            "a PCN",
            "an ICB",
            "an urban area",
        ];
        assert_eq!(told.map(with_article), expected);
    }

    #[test]
    fn a_title_inside_a_sentence_keeps_its_abbreviations() {
        assert_eq!(lower("Wards"), "wards");
        assert_eq!(lower("Integrated care boards"), "integrated care boards");
        assert_eq!(lower("PCNs"), "PCNs");
        assert_eq!(lower("NHS boards"), "NHS boards");
        assert_eq!(lower(""), "");
    }
}
