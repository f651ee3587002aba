//! How to reach an organisation, and what of it may be one person's.

use serde::{Deserialize, Serialize};

/// How to reach an organisation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Contact {
    /// A telephone number.
    pub phone: Option<String>,
    /// An e-mail address.
    pub email: Option<String>,
    /// A page on the web.
    pub website: Option<String>,
    /// Whether somebody has confirmed that these are the organisation's and may be shown.
    pub confirmed: bool,
}

/// Providers at which people have addresses of their own.
const PERSONAL: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "hotmail.co.uk",
    "outlook.com",
    "live.com",
    "live.co.uk",
    "msn.com",
    "yahoo.com",
    "yahoo.co.uk",
    "ymail.com",
    "icloud.com",
    "me.com",
    "mac.com",
    "aol.com",
    "aol.co.uk",
    "btinternet.com",
    "btopenworld.com",
    "sky.com",
    "talktalk.net",
    "virginmedia.com",
    "ntlworld.com",
    "blueyonder.co.uk",
    "protonmail.com",
    "proton.me",
    "tiscali.co.uk",
    "gmx.com",
    "gmx.co.uk",
    "mail.com",
];
/// Words before the @ that stand for an office, not for a person.
const OFFICES: &[&str] = &[
    "admin",
    "administrator",
    "bookings",
    "booking",
    "centre",
    "church",
    "clerk",
    "community",
    "contact",
    "enquiries",
    "enquiry",
    "foodbank",
    "hall",
    "hello",
    "help",
    "hub",
    "info",
    "library",
    "libraries",
    "mail",
    "manager",
    "office",
    "parish",
    "pharmacy",
    "reception",
    "referrals",
    "school",
    "secretary",
    "service",
    "services",
    "shop",
    "support",
    "surgery",
    "team",
    "trustees",
    "villagehall",
    "volunteer",
    "volunteering",
    "welcome",
];

impl Contact {
    /// What the public may see of it: all of it once it is confirmed, else what is not likely to be one person's.
    #[must_use]
    pub fn for_the_public(&self) -> Self {
        if self.confirmed {
            return self.clone();
        }
        Self {
            phone: self.phone.clone().filter(|phone| !is_mobile(phone)),
            email: self.email.clone().filter(|email| !is_personal(email)),
            website: self.website.clone(),
            confirmed: false,
        }
    }

    /// Whether anything of it is held back.
    #[must_use]
    pub fn is_held_back(&self) -> bool {
        *self != self.for_the_public()
    }
}

/// Whether a text has a British mobile number in it.
#[must_use]
pub fn is_mobile(text: &str) -> bool {
    // Several numbers may stand in one field: "01903 123456 / 07700 900123".
    text.split([',', ';', '/', '|']).flat_map(|part| part.split(" or ")).any(|part| {
        let digits: String = part.chars().filter(char::is_ascii_digit).collect();
        let national = digits
            .strip_prefix("0044")
            .or_else(|| digits.strip_prefix("44").filter(|rest| rest.len() >= 9))
            .map_or(digits.as_str(), |rest| rest);
        let national = national.trim_start_matches('0');
        national.starts_with('7') && national.len() >= 9
    })
}

/// Whether an e-mail address may be one person's: at a provider for everybody, or with a person's name before the @. An
/// office at its organisation's own address (`info@…`) is not.
#[must_use]
pub fn is_personal(text: &str) -> bool {
    text.split([',', ';', ' ', '<', '>']).filter(|part| part.contains('@')).any(|email| {
        let lower = email.trim().to_lowercase();
        let Some((local, domain)) = lower.rsplit_once('@') else { return false };
        if PERSONAL.contains(&domain) {
            return true;
        }
        let words: Vec<&str> =
            local.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()).collect();
        if words.iter().any(|word| *word == "lib" || OFFICES.iter().any(|office| word.contains(office))) {
            return false;
        }
        // "firstname.surname@" and "f.surname@"; one word may be anything, as a rule a place.
        matches!(words[..], [_, _]) && local.contains(['.', '_', '-'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::a_mobile("07700 900123", true)]
    #[case::a_mobile_abroad("+44 7700 900123", true)]
    #[case::a_mobile_with_nought("+44 (0)7700 900123", true)]
    #[case::a_mobile_without_its_nought("7700900123", true)]
    #[case::the_second_of_two("01903 123456 / 07700 900123", true)]
    #[case::a_landline("01903 700123", false)]
    #[case::a_landline_abroad("+44 1903 123456", false)]
    #[case::london("020 7946 0123", false)]
    #[case::nothing("", false)]
    fn a_mobile_number_is_known(#[case] phone: &str, #[case] expected: bool) {
        assert_eq!(is_mobile(phone), expected);
    }

    #[rstest]
    #[case::a_provider_for_everybody("villagehall@gmail.com", true)]
    #[case::a_person("ann.person@parish.example", true)]
    #[case::an_initial("a_person@parish.example", true)]
    #[case::an_office("info@parish.example", false)]
    #[case::an_office_of_a_place("steyning.library@council.example", false)]
    #[case::a_short_office("steyning.lib@council.example", false)]
    #[case::a_place("ashcombe@council.example", false)]
    #[case::no_address("by the door", false)]
    fn an_address_that_may_be_a_persons_is_known(#[case] email: &str, #[case] expected: bool) {
        assert_eq!(is_personal(email), expected);
    }

    #[test]
    fn what_may_be_a_persons_is_held_back_until_it_is_confirmed() {
        let mut contact = Contact {
            phone: Some("07700 900123".to_owned()),
            email: Some("ann.person@parish.example".to_owned()),
            website: Some("https://parish.example".to_owned()),
            confirmed: false,
        };
        let shown = contact.for_the_public();
        assert_eq!((shown.phone, shown.email), (None, None));
        assert!(contact.is_held_back() && shown.website.is_some());
        contact.confirmed = true;
        assert_eq!(contact.for_the_public(), contact);
    }
}
