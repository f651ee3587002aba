//! What layers share, kept for the next question.

use std::sync::Arc;

use moka::sync::Cache;

use super::PreparedGround;
use crate::overlap::{Shared, shared_ground};

/// Memory for what layers share, in bytes: some forty pairs of national layers.
const MOST_BYTES: u64 = 128 << 20;

/// The ground that areas of two layers share, by the layers' keys. Answers of layers that have changed are never asked for
/// again and make room for others.
#[derive(Debug, Clone)]
pub struct Overlaps(Cache<[String; 2], Arc<Vec<Shared<2>>>>);

impl Default for Overlaps {
    fn default() -> Self {
        let bytes = |_: &[String; 2], shared: &Arc<Vec<Shared<2>>>| {
            u32::try_from(shared.len() * size_of::<Shared<2>>() + 256).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().max_capacity(MOST_BYTES).weigher(bytes).build())
    }
}

impl Overlaps {
    /// Every two areas that share ground, by the first layer's and then the second's. Asked for by many at once it is
    /// worked out once.
    #[must_use]
    pub fn between(&self, a: &PreparedGround, b: &PreparedGround) -> Arc<Vec<Shared<2>>> {
        let key = [a.key().to_owned(), b.key().to_owned()];
        self.0.get_with(key, || Arc::new(shared_ground(a.borders(), b.borders())))
    }
}
