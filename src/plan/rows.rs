//! Comparisons that the figures are sums of, kept for the next plan.

use std::sync::Arc;

use moka::sync::Cache;

use crate::{
    atlas::View,
    compare::{CompareError, Comparison, Question, compare},
};

/// Memory for rows, in bytes.
const MOST_BYTES: u64 = 128 << 20;

/// What whole layers share, by the atlas and the question. Answers of an older atlas are never asked for again.
#[derive(Debug, Clone)]
pub struct Rows(Cache<(String, String), Arc<Comparison>>);

impl Default for Rows {
    fn default() -> Self {
        let bytes = |_: &(String, String), answer: &Arc<Comparison>| {
            let areas = answer.a.areas.len() + answer.b.areas.len();
            u32::try_from(answer.pairs.len() * 64 + areas * 400 + 1_000).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().max_capacity(MOST_BYTES).weigher(bytes).build())
    }
}

impl Rows {
    /// What two layers share. Asked for by many at once it is worked out once.
    pub(super) fn of(&self, view: &View<'_>, question: &Question) -> Result<Arc<Comparison>, CompareError> {
        let key = (view.stamp().to_owned(), format!("{:?} {question:?}", view.viewer()));
        let answered = self.0.try_get_with(key, || compare(view, question).map(Arc::new));
        answered.map_err(|error| error.as_ref().clone())
    }
}
