//! Which assets count, and what is said of those that do not.

use std::sync::Arc;

use jiff::{ToSpan, civil::Date};

use super::ReachQuestion;
use crate::{
    asset::{AssetId, AssetList, KindId, Site, Status},
    atlas::View,
    coverage::Sites,
};

/// How long ago somebody last made sure of the assets that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Verified {
    /// Within the two years before the date of the question.
    pub recently: usize,
    /// Before that.
    pub stale: usize,
    /// Nobody says when.
    pub unknown: usize,
    /// The day that is longest ago.
    pub oldest: Option<Date>,
}

/// The assets of some kinds, as far as a visitor may see them.
#[derive(Debug)]
pub struct Found {
    /// Where those that count are.
    pub sites: Sites,
    /// The asset that each is.
    pub(super) assets: Vec<SiteAsset>,
    /// The list that each is of, by its position in `lists`.
    pub(super) list_of: Vec<usize>,
    /// Names exactly these sites.
    pub(super) key: String,
    /// Open, but nobody knows where: they do not count.
    pub without_place: usize,
    /// Closed: they do not count.
    pub closed: usize,
    /// Planned: they do not count yet.
    pub planned: usize,
    /// How stale those are that count.
    pub verified: Verified,
    /// The lists that have assets of the kinds.
    pub lists: Vec<Arc<AssetList>>,
    /// Lists left out because their licence asks for sharing alike and others have the kinds, too.
    pub left_out: Vec<Arc<AssetList>>,
}

/// An asset that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteAsset {
    /// Its permanent name.
    pub id: AssetId,
    /// Its name for people.
    pub name: String,
}

impl Found {
    /// Whether every list says that it has all there are.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.lists.is_empty() && self.lists.iter().all(|list| list.complete)
    }

    /// Finds the assets that a question is about.
    pub(super) fn of(view: &View<'_>, question: &ReachQuestion) -> Self {
        let view = if question.public_assets { view.public() } else { *view };
        let assets = view.assets(question.on);
        let wanted = |kind: &KindId| question.kinds.contains(kind);
        let mut lists: Vec<Arc<AssetList>> = Vec::new();
        for seen in assets.iter().filter(|seen| wanted(&seen.asset.kind)) {
            if !lists.iter().any(|list| Arc::ptr_eq(list, &seen.list)) {
                lists.push(Arc::clone(&seen.list));
            }
        }
        let mixed = lists.iter().any(|list| list.share_alike) && lists.iter().any(|list| !list.share_alike);
        let apart = mixed && !question.mix_share_alike;
        let (left_out, lists): (Vec<_>, Vec<_>) =
            lists.into_iter().partition(|list| apart && list.share_alike);

        let long_ago = question.on.saturating_sub(2.years());
        let mut hasher = blake3::Hasher::new();
        let (mut sites, mut named, mut list_of) = (Vec::new(), Vec::new(), Vec::new());
        let (mut without_place, mut closed, mut planned) = (0, 0, 0);
        let mut verified = Verified::default();
        for seen in assets.iter().filter(|seen| wanted(&seen.asset.kind)) {
            let Some(list) = lists.iter().position(|list| Arc::ptr_eq(list, &seen.list)) else { continue };
            let asset = &seen.asset;
            match asset.status {
                Status::Closed => closed += 1,
                Status::Planned => planned += 1,
                Status::Open => {
                    let Some(site) = &asset.site else {
                        without_place += 1;
                        continue;
                    };
                    hash(&mut hasher, site);
                    verified.count(asset.last_verified, long_ago);
                    sites.push(site.clone());
                    named.push(SiteAsset { id: asset.id.clone(), name: asset.name.clone() });
                    list_of.push(list);
                }
            }
        }
        Self {
            sites: Sites::new(sites),
            assets: named,
            list_of,
            key: hasher.finalize().to_hex().as_str()[..24].to_owned(),
            without_place,
            closed,
            planned,
            verified,
            lists,
            left_out,
        }
    }
}

impl Verified {
    fn count(&mut self, day: Option<Date>, long_ago: Date) {
        match day {
            None => self.unknown += 1,
            Some(day) if day < long_ago => self.stale += 1,
            Some(_) => self.recently += 1,
        }
        self.oldest = [self.oldest, day].into_iter().flatten().min();
    }
}

fn hash(hasher: &mut blake3::Hasher, site: &Site) {
    let mut number = |metres: f64| {
        hasher.update(&metres.to_le_bytes());
    };
    match site {
        Site::Point(at) => {
            number(at.x);
            number(at.y);
        }
        Site::Ground(region) => {
            for polygon in region.shape() {
                for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
                    number(f64::NAN);
                    for at in ring {
                        number(at.x);
                        number(at.y);
                    }
                }
            }
        }
    }
}
