//! What layers share, kept for the next question.

use std::sync::Arc;

use moka::sync::Cache;

use super::PreparedGround;
use crate::overlap::{Shared, shared_ground};

/// Memory for what layers share, in bytes: some forty pairs of national layers.
const MOST_BYTES: u64 = 128 << 20;

/// Border agreements that are kept.
const MOST_AGREEMENTS: u64 = 4_096;

/// The ground that areas of two layers share, by the layers' keys. Answers of layers that have changed are never asked for
/// again and make room for others.
#[derive(Debug, Clone)]
pub struct Overlaps {
    shared: Cache<[String; 2], Arc<Vec<Shared<2>>>>,
    /// By the layers' keys and the distance's bits.
    agreement: Cache<([String; 2], u64), [Option<f64>; 2]>,
}

impl Default for Overlaps {
    fn default() -> Self {
        let bytes = |_: &[String; 2], shared: &Arc<Vec<Shared<2>>>| {
            u32::try_from(shared.len() * size_of::<Shared<2>>() + 256).unwrap_or(u32::MAX)
        };
        Self {
            shared: Cache::builder().max_capacity(MOST_BYTES).weigher(bytes).build(),
            agreement: Cache::new(MOST_AGREEMENTS),
        }
    }
}

impl Overlaps {
    /// Every two areas that share ground, by the first layer's and then the second's. Asked for by many at once it is
    /// worked out once.
    #[must_use]
    pub fn between(&self, a: &PreparedGround, b: &PreparedGround) -> Arc<Vec<Shared<2>>> {
        let key = [a.key().to_owned(), b.key().to_owned()];
        self.shared.get_with(key, || Arc::new(shared_ground(a.borders(), b.borders())))
    }

    /// The share of the first layer's internal borders that run within a distance of the second's, and the other way round.
    #[must_use]
    pub fn border_agreement(
        &self,
        a: &PreparedGround,
        b: &PreparedGround,
        distance_m: f64,
    ) -> [Option<f64>; 2] {
        let key = ([a.key().to_owned(), b.key().to_owned()], distance_m.to_bits());
        self.agreement.get_with(key, || {
            let (a, b) = (a.border_index(), b.border_index());
            [a.agreement(b, distance_m), b.agreement(a, distance_m)]
        })
    }
}
