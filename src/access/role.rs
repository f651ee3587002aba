//! What a token allows.

use std::{fmt, str::FromStr};

/// What a token allows. Whoever has any of them sees what is for people who have signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Adds and corrects assets, and brings spreadsheets.
    Contributor,
    /// As a contributor; also decides what may be shown, and settles what visitors report.
    Moderator,
    /// Draws up options for councils and teams.
    Planner,
    /// Everything.
    Admin,
}

/// Something that needs a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deed {
    /// Adding, correcting, closing and verifying an asset.
    EditAssets,
    /// Bringing a spreadsheet of assets.
    BringSheets,
    /// Taking an asset off every page at its owner's request, and putting it back.
    SuppressAssets,
    /// Reading and settling what visitors report.
    SettleReports,
    /// Looking at what residents draw, and deciding whether it is safe to show.
    Moderate,
    /// Drawing up options.
    Plan,
    /// Reading who changed what.
    ReadAudit,
}

/// A word that names no role.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no role: there are contributor, moderator, planner and admin")]
pub struct UnknownRole(String);

impl Role {
    /// Every role, as it is written.
    pub const NAMES: [(&'static str, Self); 4] = [
        ("contributor", Self::Contributor),
        ("moderator", Self::Moderator),
        ("planner", Self::Planner),
        ("admin", Self::Admin),
    ];

    /// As it is written.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::NAMES.iter().find(|(_, role)| *role == self).map_or("admin", |(name, _)| name)
    }

    /// Whether it allows a deed.
    #[must_use]
    pub fn may(self, deed: Deed) -> bool {
        match self {
            Self::Contributor => matches!(deed, Deed::EditAssets | Deed::BringSheets),
            Self::Moderator => !matches!(deed, Deed::Plan | Deed::ReadAudit),
            Self::Planner => deed == Deed::Plan,
            Self::Admin => true,
        }
    }
}

impl Deed {
    /// Every deed, as it is written.
    pub const NAMES: [(&'static str, Self); 7] = [
        ("edit-assets", Self::EditAssets),
        ("bring-sheets", Self::BringSheets),
        ("suppress-assets", Self::SuppressAssets),
        ("settle-reports", Self::SettleReports),
        ("moderate", Self::Moderate),
        ("plan", Self::Plan),
        ("read-audit", Self::ReadAudit),
    ];

    /// What it is, as in "… needs the role moderator or admin".
    #[must_use]
    pub fn in_words(self) -> &'static str {
        match self {
            Self::EditAssets => "changing an asset",
            Self::BringSheets => "bringing a spreadsheet",
            Self::SuppressAssets => "taking an asset off, or putting it back,",
            Self::SettleReports => "reading and settling reports",
            Self::Moderate => "deciding about drawings",
            Self::Plan => "drawing up options",
            Self::ReadAudit => "reading who changed what",
        }
    }

    /// The roles that allow it.
    pub fn roles(self) -> impl Iterator<Item = Role> {
        Role::NAMES.into_iter().map(|(_, role)| role).filter(move |role| role.may(self))
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        let found = Self::NAMES.iter().find(|(name, _)| *name == text);
        found.map(|(_, role)| *role).ok_or_else(|| UnknownRole(text.chars().take(40).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(Deed::EditAssets, &[Role::Contributor, Role::Moderator, Role::Admin])]
    #[case(Deed::BringSheets, &[Role::Contributor, Role::Moderator, Role::Admin])]
    #[case(Deed::SuppressAssets, &[Role::Moderator, Role::Admin])]
    #[case(Deed::SettleReports, &[Role::Moderator, Role::Admin])]
    #[case(Deed::Moderate, &[Role::Moderator, Role::Admin])]
    #[case(Deed::Plan, &[Role::Planner, Role::Admin])]
    #[case(Deed::ReadAudit, &[Role::Admin])]
    fn a_deed_is_allowed_to(#[case] deed: Deed, #[case] roles: &[Role]) {
        assert_eq!(deed.roles().collect::<Vec<_>>(), roles);
    }

    #[test]
    fn a_role_is_read_as_it_is_written() {
        for (name, role) in Role::NAMES {
            assert_eq!((name.parse(), role.as_str()), (Ok(role), name));
        }
        assert!("Admin".parse::<Role>().unwrap_err().to_string().contains("there are contributor"));
    }
}
