//! A short reference that names a question of reach and exactly the content that it was answered from.
//!
//! `pr1~k:library,pharmacy~d:1600~b:districts~w:residents~i:icbs:QNX~u:districts:109e6e62~u:residents@lsoa21:1f2e3d4c~h:12~2026-11-22`: the
//! kinds, the distance, the layer, what is counted, the class, the place; every release used (`u`) with the first digits of its
//! reference; the last change by hand to an asset (`h`); `m` where lists of several licences were used together, `v` where
//! somebody who had signed in asked, who sees more; the date. It can be read and goes into an address as it is.

use std::{fmt, str::FromStr};

use super::{Coverage, ReachQuestion, kinds_of};
use crate::{
    asset::BY_HAND,
    boundary::LayerRef,
    compare::{Citation, Pinned, WeightRef, Within},
    coterminosity::Thresholds,
};

const VERSION: &str = "pr1";
/// The longest that is looked at: a national question names some thirty releases.
const MOST_BYTES: usize = 4_000;

/// A question of reach with the content that answers it.
#[derive(Debug, Clone)]
pub struct ReachReference {
    /// The question.
    pub question: ReachQuestion,
    /// Every release used, by layer, table or list.
    pub used: Vec<Pinned>,
    /// The number of the last change by hand that was laid over the assets; 0 for none.
    pub last_change: i64,
    /// Whether somebody who had signed in asked.
    pub signed_in: bool,
}

/// Text that is no reference of an answer about reach.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is no reference of an answer about reach: copy the whole of it, from “{VERSION}~” to its last character"
)]
pub struct InvalidReachReference(String);

impl InvalidReachReference {
    /// A reference that names nothing.
    #[must_use]
    pub fn of(reference: &ReachReference) -> Self {
        Self(reference.to_string())
    }
}

impl Coverage {
    /// The question and the content that it was answered from.
    #[must_use]
    pub fn reference(&self) -> ReachReference {
        let mut question = self.question.clone();
        if let (Some(place), Some((_, label))) = (&mut question.place, &self.place) {
            // A code that does not go into an address gives way to the id.
            let is_plain = label.code.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
            place.code.clone_from(if is_plain { &label.code } else { &label.id });
        }
        let mut used: Vec<Pinned> = Vec::new();
        let left_out = self.found.left_out.iter();
        let left_out = left_out.map(|list| Citation::table(list.id.to_string(), &list.release));
        for citation in self.sources.iter().cloned().chain(left_out).filter(|citation| citation.of != BY_HAND)
        {
            match used.iter_mut().find(|pinned| pinned.of == citation.of) {
                Some(pinned) => pinned.add(&citation.reference),
                None => used.push(Pinned::new(&citation.of, [&citation.reference])),
            }
        }
        ReachReference { question, used, last_change: self.last_change, signed_in: self.signed_in }
    }
}

impl fmt::Display for ReachReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let question = &self.question;
        let kinds: Vec<&str> = question.kinds.iter().map(crate::asset::KindId::as_str).collect();
        write!(f, "{VERSION}~k:{}~d:{}~b:{}", kinds.join(","), question.within_m, question.by)?;
        if let Some(weight) = &question.weight {
            write!(f, "~w:{weight}")?;
        }
        if let Some(class) = &question.class {
            write!(f, "~c:{class}")?;
        }
        if let Some(place) = &question.place {
            write!(f, "~i:{place}")?;
        }
        for pinned in &self.used {
            write!(f, "~u:{pinned}")?;
        }
        if self.last_change > 0 {
            write!(f, "~h:{}", self.last_change)?;
        }
        if question.mix_share_alike {
            f.write_str("~m")?;
        }
        if self.signed_in {
            f.write_str("~v")?;
        }
        write!(f, "~{}", question.on)
    }
}

impl FromStr for ReachReference {
    type Err = InvalidReachReference;

    fn from_str(text: &str) -> Result<Self, InvalidReachReference> {
        let refused = || InvalidReachReference(text.chars().take(200).collect());
        if text.len() > MOST_BYTES {
            return Err(refused());
        }
        read(text).ok_or_else(refused)
    }
}

fn read(text: &str) -> Option<ReachReference> {
    let mut parts = text.strip_prefix(VERSION)?.strip_prefix('~')?.split('~');
    let on = parts.next_back()?.parse().ok()?;
    let (mut kinds, mut within_m, mut by) = (None, None, None);
    let (mut weight, mut class, mut place) = (None, None, None);
    let (mut used, mut last_change, mut mix_share_alike, mut signed_in) = (Vec::new(), 0, false, false);
    for part in parts {
        let (key, value) = part.split_once(':').unwrap_or((part, ""));
        match key {
            "k" => kinds = Some(kinds_of(value).ok()?),
            "d" => within_m = Some(value.parse::<f64>().ok().filter(|metres| metres.is_finite())?),
            "b" => by = Some(value.parse::<LayerRef>().ok()?),
            "w" => weight = Some(value.parse::<WeightRef>().ok()?),
            "c" => class = Some(value.parse().ok()?),
            "i" => place = Some(value.parse::<Within>().ok()?),
            "u" => used.push(Pinned::read(value)?),
            "h" => last_change = value.parse::<i64>().ok().filter(|number| *number > 0)?,
            "m" if value.is_empty() => mix_share_alike = true,
            "v" if value.is_empty() => signed_in = true,
            _ => return None,
        }
    }
    let question = ReachQuestion {
        kinds: kinds?,
        within_m: within_m?,
        by: by?,
        weight,
        class,
        place,
        mix_share_alike,
        public_assets: !signed_in,
        on,
        thresholds: Thresholds::default(),
    };
    question.check().ok()?;
    Some(ReachReference { question, used, last_change, signed_in })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::ground("pr1~k:library~d:800~b:wards~w:area~u:wards:ef0af857~u:libraries:109e6e62~2026-11-22")]
    #[case::people_of_a_place(
        "pr1~k:library,pharmacy~d:1600.5~b:wards@2025-05~w:residents@lsoa21~c:rural-urban~i:districts:E07000227~u:wards:ef0af857~u:postcodes:aabbccdd,eeff0011~h:12~m~v~2026-11-22"
    )]
    fn a_reference_is_read_as_it_is_written(#[case] text: &str) {
        assert_eq!(text.parse::<ReachReference>().unwrap().to_string(), text);
    }

    #[rstest]
    #[case::nothing("")]
    #[case::of_a_comparison("pw1~a:wards:ef0af857~b:icbs:109e6e62~w:area~2026-11-22")]
    #[case::no_layer("pr1~k:library~d:800~2026-11-22")]
    #[case::no_such_kind("pr1~k:dragon~d:800~b:wards~2026-11-22")]
    #[case::too_far("pr1~k:library~d:1e9~b:wards~2026-11-22")]
    #[case::no_release("pr1~k:library~d:800~b:wards~u:wards:~2026-11-22")]
    #[case::no_change("pr1~k:library~d:800~b:wards~h:-1~2026-11-22")]
    #[case::something_else("pr1~k:library~d:800~b:wards~z:1~2026-11-22")]
    fn what_is_no_reference_is_refused(#[case] text: &str) {
        assert!(text.parse::<ReachReference>().unwrap_err().to_string().contains("copy the whole of it"));
    }
}
