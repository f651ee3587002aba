//! Counts of people, and the lists that they are on.
//!
//! A [`Population`] gives a count to each block (a small census area). A [`Membership`] says how many people of each
//! block belong to each organisation: patients of a primary care network. [`Classes`] put each block into a class: urban or
//! rural. Counts are numbers of people as their publisher gives them, fractions included, never negative. Blocks are
//! named by code; a code that its layer of blocks does not have is kept, so that nothing is lost unsaid.

mod footprint;
mod name;
mod tables;

pub use self::{
    footprint::{FootprintFigures, Footprints, by_most_people, correlation},
    name::{ClassName, InvalidClassName, InvalidWeightName, RESIDENTS, WeightName},
    tables::{Classes, Membership, MembershipRow, Organisation, Population},
};
pub use crate::boundary::Release;

/// Whether the code of a block that is not there belongs to another country: Wales, Scotland, Northern Ireland, or whatever a
/// nine-character code that does not begin with E stands for.
#[must_use]
pub fn is_out_of_country(code: &str) -> bool {
    let bytes = code.as_bytes();
    let is_statistical = bytes.len() == 9 && bytes[0].is_ascii_uppercase();
    let is_coded = bytes.get(1).is_some_and(u8::is_ascii_digit);
    is_coded && (b"WSN".contains(&bytes[0]) || is_statistical && bytes[0] != b'E')
}

/// A count as people read it, its thousands set apart: "1,234,567".
#[must_use]
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
    }
}
