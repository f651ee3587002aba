//! Published drawings, beside the areas that they are: their story, and where several of one name agree.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use super::{Atlas, View};
use crate::neighbourhood::{Agreement, LEAST_DRAWINGS, Namesakes, Published, agreement};

/// What is published of what residents drew. Nothing else of it is ever in an atlas.
#[derive(Debug, Default)]
pub struct Neighbourhoods {
    stamp: String,
    all: Vec<Published>,
    by_id: HashMap<String, usize>,
    /// Positions of the drawings of each name, by what its spellings have in common.
    by_key: BTreeMap<String, Vec<usize>>,
    agreements: Mutex<HashMap<String, Arc<Agreement>>>,
}

impl Neighbourhoods {
    /// Indexes what is published.
    #[must_use]
    pub fn new(stamp: String, all: Vec<Published>) -> Self {
        let by_id = all.iter().enumerate().map(|(at, one)| (one.area_id.as_str().to_owned(), at)).collect();
        let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, one) in all.iter().enumerate() {
            by_key.entry(one.key()).or_default().push(at);
        }
        Self { stamp, all, by_id, by_key, agreements: Mutex::default() }
    }

    /// Changes whenever anything of it does.
    #[must_use]
    pub fn stamp(&self) -> &str {
        &self.stamp
    }

    /// Every published drawing, by its permanent name.
    #[must_use]
    pub fn all(&self) -> &[Published] {
        &self.all
    }

    /// The drawing of this permanent name.
    #[must_use]
    pub fn one(&self, id: &str) -> Option<&Published> {
        self.by_id.get(id).map(|&at| &self.all[at])
    }

    /// Drawings that go by this name, however it is spelt.
    #[must_use]
    pub fn called(&self, key: &str) -> Vec<&Published> {
        self.by_key.get(key).map(|found| found.iter().map(|&at| &self.all[at]).collect()).unwrap_or_default()
    }

    /// Names with enough drawings to speak of agreement.
    pub fn agreed_names(&self) -> impl Iterator<Item = Namesakes> {
        let enough = self.by_key.values().filter(|found| found.len() >= LEAST_DRAWINGS);
        enough.map(|found| {
            let drawings = found.iter().map(|&at| &self.all[at]);
            Namesakes::of(drawings.map(|one| (one.counted_as(), one.route)))
        })
    }

    /// Where the drawings of a name agree; `None` when there are too few. Worked out once, and kept as long as nothing is published or taken back.
    #[must_use]
    pub fn agreement(&self, key: &str) -> Option<Arc<Agreement>> {
        let kept = || self.agreements.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = kept().get(key) {
            return Some(Arc::clone(found));
        }
        let drawings = self.called(key);
        let drawings: Vec<_> =
            drawings.iter().map(|one| (one.counted_as(), one.route, one.region.as_ref())).collect();
        let found = Arc::new(agreement(&drawings)?);
        kept().insert(key.to_owned(), Arc::clone(&found));
        Some(found)
    }
}

impl Atlas {
    /// The atlas with these drawings.
    #[must_use]
    pub fn with_neighbourhoods(mut self, neighbourhoods: Arc<Neighbourhoods>) -> Self {
        self.neighbourhoods = neighbourhoods;
        self
    }

    /// The drawings as they stand in this atlas, if they are still those with this stamp.
    #[must_use]
    pub fn unchanged_neighbourhoods(&self, stamp: &str) -> Option<Arc<Neighbourhoods>> {
        Some(&self.neighbourhoods).filter(|kept| kept.stamp() == stamp).cloned()
    }
}

impl<'a> View<'a> {
    /// Published drawings, for everybody who may see their layer.
    #[must_use]
    pub fn neighbourhoods(&self) -> Option<&'a Neighbourhoods> {
        let layer = self.layers().find(|layer| layer.layer().id.is_neighbourhoods())?;
        let drawn = self.atlas.neighbourhoods.as_ref();
        (!layer.areas().is_empty()).then_some(drawn)
    }
}
