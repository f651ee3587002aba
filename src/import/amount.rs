//! Numbers of people as publishers write them.

/// The largest count that is believed.
const MOST: f64 = 1e12;
/// What stands for a number that the publisher keeps back.
const SUPPRESSED: [&str; 8] = ["", "-", "–", "*", "**", "..", "[c]", "[x]"];

/// Reads a number of people: fractions and thousands set apart ("1,234") are fine. `None` where it is kept back.
///
/// # Errors
/// A sentence when it is no number, or negative.
pub(super) fn amount(text: &str) -> Result<Option<f64>, String> {
    let text = text.trim();
    if SUPPRESSED.contains(&text) {
        return Ok(None);
    }
    let shown: String = text.chars().take(40).collect();
    let plain = without_thousands(text).ok_or_else(|| format!("“{shown}” is no number of people"))?;
    match plain.parse::<f64>() {
        Ok(number) if number < 0.0 => Err(format!("“{shown}” is negative, and people are counted from 0")),
        // Adding nothing turns a negative nought into a plain one.
        Ok(number) if number.is_finite() && number <= MOST => Ok(Some(number + 0.0)),
        Ok(number) if number.is_finite() => Err(format!("“{shown}” is more people than there are")),
        _ => Err(format!("“{shown}” is no number of people")),
    }
}

/// The same number without commas; `None` when a comma stands where it does not set thousands apart.
fn without_thousands(text: &str) -> Option<String> {
    if !text.contains(',') {
        return Some(text.to_owned());
    }
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    let mut groups = whole.split(',');
    let first = groups.next()?.trim_start_matches('-');
    let fits = (1..=3).contains(&first.len())
        && groups.clone().all(|group| group.len() == 3)
        && groups.chain([first]).all(|group| group.bytes().all(|b| b.is_ascii_digit()))
        && fraction.is_none_or(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    fits.then(|| text.replace(',', ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::whole("1474", Some(1474.0))]
    #[case::a_fraction("12.5", Some(12.5))]
    #[case::thousands("1,234", Some(1_234.0))]
    #[case::millions_and_a_fraction("1,234,567.5", Some(1_234_567.5))]
    #[case::nought("0", Some(0.0))]
    #[case::blank("  ", None)]
    #[case::a_dash("-", None)]
    #[case::a_star("*", None)]
    fn a_number_of_people(#[case] text: &str, #[case] expected: Option<f64>) {
        assert_eq!(amount(text), Ok(expected));
    }

    #[rstest]
    #[case::negative("-3", "negative")]
    #[case::negative_thousands("-3,000", "negative")]
    #[case::not_a_number("NaN", "no number")]
    #[case::endless("inf", "no number")]
    #[case::a_word("many", "no number")]
    #[case::a_comma_for_a_point("12,5", "no number")]
    #[case::far_too_many("1e300", "more people than there are")]
    fn what_is_no_number_of_people(#[case] text: &str, #[case] reason: &str) {
        let error = amount(text).unwrap_err();
        assert!(error.contains(reason), "{error}");
    }

    proptest! {
        /// Whatever stands in a cell, what comes out is a number from 0 or nothing.
        #[test]
        fn anything_is_refused_or_counts(text in "\\PC{0,20}|-?[0-9,.]{1,12}") {
            if let Ok(Some(number)) = amount(&text) {
                prop_assert!(number.is_finite() && number >= 0.0);
            }
        }
    }
}
