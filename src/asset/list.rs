//! Lists of assets, as registers and directories publish them.

use std::sync::Arc;

use super::{Asset, ListId};
use crate::boundary::{Release, Visibility};

/// The list of what was added by hand and is in no other: no list that is imported can be called so.
pub const BY_HAND: &str = "by-hand";

/// A list of assets, without its entries: what is said beside every one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssetList {
    /// Its name in data.
    pub id: ListId,
    /// Its name for people.
    pub title: String,
    /// Whether it is a register of all there are; of a list that is not, "none recorded" is not "none".
    pub complete: bool,
    /// Whether its licence asks that what is made with it be shared alike: it is kept apart.
    pub share_alike: bool,
    /// Who may see it.
    pub visibility: Visibility,
    /// Which release, and where it came from.
    pub release: Release,
}

/// A list with its entries.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedAssets {
    /// The list.
    pub list: Arc<AssetList>,
    /// Its entries, sorted by id.
    pub assets: Vec<Asset>,
}

/// Whether a licence asks that what is made with the data be shared alike.
#[must_use]
pub fn is_share_alike(licence: &str) -> bool {
    let plain: String =
        licence.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let has = |wanted: &[&str]| words.windows(wanted.len()).any(|found| found == wanted);
    has(&["odbl"])
        || has(&["open", "database", "licence"])
        || has(&["open", "database", "license"])
        || has(&["sa"])
        || has(&["share", "alike"])
        || has(&["sharealike"])
        || has(&["gfdl"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("ODbL 1.0", true)]
    #[case("Open Database Licence", true)]
    #[case("CC BY-SA 4.0", true)]
    #[case("Creative Commons Attribution-ShareAlike", true)]
    #[case("OGL v3", false)]
    #[case("CC BY 4.0", false)]
    #[case("MIT", false)]
    fn a_licence_that_shares_alike_is_known(#[case] licence: &str, #[case] expected: bool) {
        assert_eq!(is_share_alike(licence), expected);
    }
}
