//! What is asked.

use jiff::civil::Date;

use super::ReachError;
use crate::{
    asset::{KindId, kinds},
    boundary::LayerRef,
    compare::{WeightRef, Within},
    coterminosity::Thresholds,
    people::ClassName,
};

/// The largest distance, in metres.
pub const MOST_WITHIN_M: f64 = 50_000.0;

/// The upper ends of the bands in which people's distances to the nearest asset are counted, in metres; whoever is farther
/// away is in a band of their own.
pub const BANDS_M: [f64; 3] = [800.0, 1_600.0, 5_000.0];

/// Who is within reach of assets of some kinds.
#[derive(Debug, Clone)]
pub struct ReachQuestion {
    /// The kinds; any of them will do.
    pub kinds: Vec<KindId>,
    /// The distance, in metres in a straight line.
    pub within_m: f64,
    /// The layer whose areas are judged.
    pub by: LayerRef,
    /// What is counted besides ground; when left out, people where they are known.
    pub weight: Option<WeightRef>,
    /// The class of blocks that splits the people.
    pub class: Option<ClassName>,
    /// One place only.
    pub place: Option<Within>,
    /// Whether lists whose licence asks for sharing alike may be used together with others.
    pub mix_share_alike: bool,
    /// Whether only assets that the public may see count, whoever asks.
    pub public_assets: bool,
    /// The date.
    pub on: Date,
    /// What counts as map noise along the place's edge.
    pub thresholds: Thresholds,
}

impl ReachQuestion {
    /// Refuses what cannot be asked.
    pub(super) fn check(&self) -> Result<(), ReachError> {
        if self.kinds.is_empty() {
            return Err(ReachError::NoKind);
        }
        if !(self.within_m > 0.0 && self.within_m <= MOST_WITHIN_M) {
            return Err(ReachError::Distance { asked: self.within_m.to_string(), most: MOST_WITHIN_M });
        }
        Ok(())
    }
}

/// The kinds that a list such as `library,pharmacy` names, each once.
///
/// # Errors
/// [`ReachError::Kind`] with the nearest there is, [`ReachError::NoKind`] for an empty list.
pub fn kinds_of(text: &str) -> Result<Vec<KindId>, ReachError> {
    let named = text.split(',').map(str::trim).filter(|word| !word.is_empty());
    let mut found: Vec<KindId> =
        named.map(|word| kinds().find(word).map(|kind| kind.id.clone())).collect::<Result<_, _>>()?;
    let mut seen = Vec::new();
    found.retain(|kind| {
        !seen.contains(kind) && {
            seen.push(kind.clone());
            true
        }
    });
    if found.is_empty() { Err(ReachError::NoKind) } else { Ok(found) }
}
