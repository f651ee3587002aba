//! Every asset that is loaded, found by name and by place; and the one place that decides what a visitor sees of them.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use geo_types::{Coord, Rect};
use jiff::civil::Date;
use rstar::{AABB, PointDistance, RTree, RTreeObject};

use super::{View, Viewer};
use crate::{
    asset::{
        Asset, AssetChange, AssetId, AssetList, BY_HAND, Evidence, ListId, ListedAssets, Overlay, SEARCH_M,
        Site, overlays, twin,
    },
    boundary::{EditionId, Period, Provenance, Release, Visibility},
};

/// An asset as a visitor may see it.
#[derive(Debug, Clone, PartialEq)]
pub struct SeenAsset {
    /// The asset, without what this visitor may not see of it.
    pub asset: Asset,
    /// Where its mark stands: British National Grid metres; `None` for an asset without a place.
    pub point: Option<Coord<f64>>,
    /// The list that it is of.
    pub list: Arc<AssetList>,
    /// The number of the last change by hand to it; 0 where there is none.
    pub changed: i64,
}

impl SeenAsset {
    /// Changes whenever anything of it does that this visitor may see.
    #[must_use]
    pub fn version(&self) -> String {
        let said = format!("{:?} {} {}", self.asset, self.list.release.reference, self.changed);
        blake3::hash(said.as_bytes()).to_hex().as_str()[..16].to_owned()
    }
}

/// One entry of a list: as it is, as those who have signed in see it, and as the public may.
#[derive(Debug)]
struct Entry {
    list: usize,
    whole: Arc<SeenAsset>,
    is_suppressed: bool,
    signed_in: Option<Arc<SeenAsset>>,
    public: Option<Arc<SeenAsset>>,
}

/// A place in the tree, with the entry that it is of.
#[derive(Debug)]
struct Leaf {
    envelope: AABB<[f64; 2]>,
    seen: Arc<SeenAsset>,
    entry: usize,
}

impl RTreeObject for Leaf {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        self.envelope
    }
}

impl PointDistance for Leaf {
    fn distance_2(&self, from: &[f64; 2]) -> f64 {
        let from = Coord { x: from[0], y: from[1] };
        let metres = self.seen.asset.site.as_ref().map_or(f64::INFINITY, |site| site.distance_m(from));
        metres * metres
    }
}

/// The assets of every release of every list. Places are in British National Grid metres.
#[derive(Debug, Default)]
pub struct AssetIndex {
    /// Those of the store, then what was added by hand.
    lists: Vec<Arc<ListedAssets>>,
    stored: usize,
    /// The releases of each list, by their positions, oldest first.
    releases: BTreeMap<ListId, Vec<usize>>,
    entries: Vec<Entry>,
    by_id: HashMap<AssetId, Vec<usize>>,
    public: RTree<Leaf>,
    signed_in: RTree<Leaf>,
}

impl AssetIndex {
    /// Indexes lists, with what was changed by hand laid over them.
    #[must_use]
    pub fn new(mut lists: Vec<Arc<ListedAssets>>, changes: &[AssetChange]) -> Self {
        let mut index = Self::default();
        let overlays = overlays(changes);
        index.stored = lists.len();
        lists.extend(by_hand(&lists, &overlays).map(Arc::new));
        for (position, listed) in lists.iter().enumerate() {
            index.releases.entry(listed.list.id.clone()).or_default().push(position);
            for asset in &listed.assets {
                index.by_id.entry(asset.id.clone()).or_default().push(index.entries.len());
                index.entries.push(Entry::new(asset, position, &listed.list, overlays.get(&asset.id)));
            }
        }
        for releases in index.releases.values_mut() {
            releases.sort_by_key(|&position| {
                let release = &lists[position].list.release;
                (release.period.from(), release.provenance.extract_date, release.edition.clone())
            });
        }
        let leaves = |pick: fn(&Entry) -> Option<&Arc<SeenAsset>>| {
            let placed = index.entries.iter().enumerate().filter_map(|(entry, one)| {
                let seen = Arc::clone(pick(one)?);
                let bounds = seen.asset.site.as_ref().map(Site::bounds)?;
                let (min, max) = (bounds.min(), bounds.max());
                Some(Leaf { envelope: AABB::from_corners([min.x, min.y], [max.x, max.y]), seen, entry })
            });
            RTree::bulk_load(placed.collect())
        };
        (index.signed_in, index.public) =
            (leaves(|entry| entry.signed_in.as_ref()), leaves(|entry| entry.public.as_ref()));
        index.lists = lists;
        index
    }

    /// The lists of the store that were indexed: every release of each.
    pub(super) fn lists(&self) -> &[Arc<ListedAssets>] {
        &self.lists[..self.stored]
    }

    /// Of each list, the release that holds on a day: the newest whose period covers it.
    fn in_force(&self, on: Date) -> Vec<bool> {
        let mut in_force = vec![false; self.lists.len()];
        for releases in self.releases.values() {
            let newest =
                releases.iter().rev().find(|&&position| self.lists[position].list.release.period.covers(on));
            if let Some(&position) = newest {
                in_force[position] = true;
            }
        }
        in_force
    }
}

impl Entry {
    fn new(asset: &Asset, position: usize, list: &Arc<AssetList>, overlay: Option<&Overlay>) -> Self {
        let changed = overlay.map_or(0, |overlay| overlay.last);
        let seen = |asset: Asset| {
            let point = asset.site.as_ref().map(Site::point);
            Arc::new(SeenAsset { asset, point, list: Arc::clone(list), changed })
        };
        let whole = seen(overlay.map_or_else(|| asset.clone(), |overlay| overlay.over(asset)));
        let is_suppressed = overlay.is_some_and(|overlay| overlay.is_suppressed);
        if is_suppressed {
            return Self { list: position, whole, is_suppressed, signed_in: None, public: None };
        }
        // Most are public as they are: one copy does for all.
        let shared = |shown: Asset| if shown == whole.asset { Arc::clone(&whole) } else { seen(shown) };
        let signed_in = whole.asset.for_the_signed_in().map(shared);
        let public = whole.asset.for_the_public().map(shared);
        Self { list: position, whole, is_suppressed, signed_in, public }
    }
}

/// What was added by hand and is in no list, as a list.
fn by_hand(lists: &[Arc<ListedAssets>], overlays: &HashMap<&AssetId, Overlay>) -> Option<ListedAssets> {
    let listed: std::collections::HashSet<&AssetId> =
        lists.iter().flat_map(|listed| &listed.assets).map(|asset| &asset.id).collect();
    let added = overlays.iter().filter(|(id, _)| !listed.contains(*id));
    let mut assets: Vec<Asset> = added
        .filter_map(|(id, overlay)| Some(Asset { id: (*id).clone(), ..*overlay.added.clone()? }))
        .collect();
    assets.sort_by(|a, b| a.id.cmp(&b.id));
    let (id, edition): (ListId, EditionId) = (BY_HAND.parse().ok()?, "1".parse().ok()?);
    let release = Release {
        edition,
        revision: 0,
        period: Period::ALWAYS,
        provenance: Provenance { source: Some("added by hand".to_owned()), ..Provenance::default() },
        reference: String::new(),
    };
    let list = AssetList {
        id,
        title: "Added by hand".to_owned(),
        complete: false,
        share_alike: false,
        visibility: Visibility::Public,
        release,
    };
    (!assets.is_empty()).then(|| ListedAssets { list: Arc::new(list), assets })
}

/// The assets that a visitor may see on a day: of each list the release that holds then, without those that are hidden
/// from this visitor. What lists, counts, searches, tiles or exports assets asks this.
#[derive(Debug)]
pub struct Assets<'a> {
    index: &'a AssetIndex,
    viewer: Viewer,
    on: Date,
    in_force: Vec<bool>,
}

impl<'a> Assets<'a> {
    fn seen(&self, entry: usize) -> Option<&'a SeenAsset> {
        let entry = &self.index.entries[entry];
        let seen = match self.viewer {
            Viewer::Public => entry.public.as_ref()?,
            Viewer::SignedIn => entry.signed_in.as_ref()?,
        };
        let shown = self.in_force[entry.list]
            && self.viewer.may_see(seen.list.visibility)
            && seen.asset.is_listed(self.on);
        shown.then_some(seen.as_ref())
    }

    fn tree(&self) -> &'a RTree<Leaf> {
        match self.viewer {
            Viewer::Public => &self.index.public,
            Viewer::SignedIn => &self.index.signed_in,
        }
    }

    /// All of them, list by list, sorted by id within each.
    pub fn iter(&self) -> impl Iterator<Item = &'a SeenAsset> {
        (0..self.index.entries.len()).filter_map(|entry| self.seen(entry))
    }

    /// The asset with this permanent name.
    #[must_use]
    pub fn get(&self, id: &AssetId) -> Option<&'a SeenAsset> {
        self.index.by_id.get(id)?.iter().find_map(|&entry| self.seen(entry))
    }

    /// The asset with this permanent name as it is, hidden or taken off or not: for those who decide what is shown of it, never
    /// for a list. The second value says whether it is off at its owner's request.
    #[must_use]
    pub fn whole(&self, id: &AssetId) -> Option<(&'a SeenAsset, bool)> {
        let mut entries = self.index.by_id.get(id)?.iter().map(|&entry| &self.index.entries[entry]);
        let entry = entries.find(|entry| self.in_force[entry.list])?;
        let may_see = self.viewer.may_see(entry.whole.list.visibility);
        may_see.then(|| (entry.whole.as_ref(), entry.is_suppressed))
    }

    /// A list as it is, each of its assets hidden or taken off or not, and whether it is off: for those who bring the list, never
    /// for anybody else.
    pub fn whole_list(&self, list: &ListId) -> impl Iterator<Item = (&'a SeenAsset, bool)> {
        let (index, viewer, in_force) = (self.index, self.viewer, self.in_force.clone());
        let entries = index.entries.iter().filter(move |entry| in_force[entry.list]);
        entries
            .filter(move |entry| entry.whole.list.id == *list && viewer.may_see(entry.whole.list.visibility))
            .map(|entry| (entry.whole.as_ref(), entry.is_suppressed))
    }

    /// Those whose point, or the box around whose ground, meets a box: British National Grid metres. In no order.
    pub fn in_box(&self, bounds: Rect<f64>) -> impl Iterator<Item = &'a SeenAsset> {
        let (min, max) = (bounds.min(), bounds.max());
        let envelope = AABB::from_corners([min.x, min.y], [max.x, max.y]);
        self.tree().locate_in_envelope_intersecting(&envelope).filter_map(|leaf| self.seen(leaf.entry))
    }

    /// Those that have a place, the nearest to a place first, with metres in a straight line: to the point, or to the edge
    /// of the ground; 0 inside.
    pub fn nearest(&self, at: Coord<f64>) -> impl Iterator<Item = (&'a SeenAsset, f64)> {
        self.tree()
            .nearest_neighbor_iter_with_distance_2(&[at.x, at.y])
            .filter_map(|(leaf, distance_2)| Some((self.seen(leaf.entry)?, distance_2.sqrt())))
    }

    /// What other lists have that may be the same place, with the evidence; the likeliest first.
    #[must_use]
    pub fn twins(&self, of: &SeenAsset) -> Vec<(&'a SeenAsset, Evidence)> {
        let Some(at) = of.point else { return Vec::new() };
        let around = Rect::new((at.x - SEARCH_M, at.y - SEARCH_M), (at.x + SEARCH_M, at.y + SEARCH_M));
        let others =
            self.in_box(around).filter(|other| other.list.id != of.list.id && other.asset.id != of.asset.id);
        let mut twins: Vec<_> =
            others.filter_map(|other| Some((other, twin(&of.asset, &other.asset)?))).collect();
        twins.sort_by(|(a, one), (b, two)| {
            two.name_likeness.total_cmp(&one.name_likeness).then_with(|| a.asset.id.cmp(&b.asset.id))
        });
        twins
    }

    /// The lists that this visitor may see, by id: of each the release that holds on the day.
    pub fn lists(&self) -> impl Iterator<Item = &'a Arc<AssetList>> {
        let (index, viewer) = (self.index, self.viewer);
        let standing = self.in_force.clone();
        index
            .releases
            .values()
            .flatten()
            .filter(move |position| standing[**position])
            .map(|&position| &index.lists[position].list)
            .filter(move |list| viewer.may_see(list.visibility))
    }
}

impl<'a> View<'a> {
    /// The assets that this visitor may see on a day.
    #[must_use]
    pub fn assets(&self, on: Date) -> Assets<'a> {
        let index = self.atlas.assets();
        Assets { index, viewer: self.viewer(), on, in_force: index.in_force(on) }
    }
}

#[cfg(test)]
#[allow(clippy::float_cmp)] // exact on purpose
mod tests {
    use super::*;
    use crate::asset::{Change, Contact, Correction, Precision};
    use jiff::{Timestamp, civil::date};

    const ON: Date = date(2026, 6, 1);

    fn list(id: &str, edition: &str, from: Option<Date>, assets: Vec<Asset>) -> Arc<ListedAssets> {
        Arc::new(ListedAssets {
            list: Arc::new(AssetList {
                id: id.parse().unwrap(),
                title: id.to_owned(),
                complete: true,
                share_alike: false,
                visibility: if id == "drafts" { Visibility::SignedIn } else { Visibility::Public },
                release: Release {
                    edition: edition.parse().unwrap(),
                    revision: 0,
                    period: Period::new(from, None).unwrap(),
                    provenance: Provenance::default(),
                    reference: edition.to_owned(),
                },
            }),
            assets,
        })
    }

    fn asset(id: &str, kind: &str, x: f64) -> Asset {
        let mut asset = Asset::named(id.parse().unwrap(), id, kind.parse().unwrap());
        asset.site = Some(Site::Point(Coord { x, y: 100_000.0 }));
        asset
    }

    fn indexed(lists: Vec<Arc<ListedAssets>>) -> AssetIndex {
        AssetIndex::new(lists, &[])
    }

    fn assets(index: &AssetIndex, viewer: Viewer, on: Date) -> Assets<'_> {
        Assets { index, viewer, on, in_force: index.in_force(on) }
    }

    fn names(assets: &Assets<'_>) -> Vec<String> {
        assets.iter().map(|seen| seen.asset.id.to_string()).collect()
    }

    #[test]
    fn what_is_hidden_or_for_the_signed_in_is_in_no_answer_to_the_public() {
        let mut whispered = asset("a:3", "library", 530_020.0);
        whispered.contact =
            Contact { email: Some("ann.person@here.example".to_owned()), ..Contact::default() };
        let mut ended = asset("a:4", "library", 530_030.0);
        ended.listed_until = Some(ON);
        let mut hidden = asset("a:1", "library", 530_000.0);
        hidden.precision = Precision::Hidden;
        let index = indexed(vec![
            list("a", "1", None, vec![hidden, asset("a:2", "refuge", 530_010.0), whispered, ended]),
            list("drafts", "1", None, vec![asset("b:1", "library", 530_005.0)]),
        ]);
        let public = assets(&index, Viewer::Public, ON);
        assert_eq!(names(&public), ["a:3"]);
        let here = Coord { x: 530_000.0, y: 100_000.0 };
        assert_eq!(public.nearest(here).map(|(seen, _)| seen.asset.id.as_str()).collect::<Vec<_>>(), ["a:3"]);
        assert_eq!(public.in_box(Rect::new((0.0, 0.0), (700_000.0, 200_000.0))).count(), 1);
        assert!(
            public.get(&"a:2".parse().unwrap()).is_none() && public.get(&"b:1".parse().unwrap()).is_none()
        );
        assert_eq!(public.get(&"a:3".parse().unwrap()).unwrap().asset.contact.email, None);
        assert_eq!(public.lists().map(|list| list.id.as_str()).collect::<Vec<_>>(), ["a"]);
        let signed_in = assets(&index, Viewer::SignedIn, ON);
        assert_eq!(names(&signed_in), ["a:3", "b:1"]);
        let email = |seen: &SeenAsset| seen.asset.contact.email.clone();
        assert_eq!(
            signed_in.get(&"a:3".parse().unwrap()).and_then(email).as_deref(),
            Some("ann.person@here.example")
        );
        assert!(signed_in.whole(&"a:2".parse().unwrap()).is_some());
    }

    #[test]
    fn an_inexact_asset_is_found_where_it_is_shown_and_not_where_it_is() {
        let index = indexed(vec![list("a", "1", None, vec![asset("a:1", "childminder", 530_001.0)])]);
        let near = |viewer| {
            let metres = assets(&index, viewer, ON)
                .nearest(Coord { x: 530_001.0, y: 100_000.0 })
                .map(|(_, m)| m)
                .next();
            metres.unwrap()
        };
        assert!((near(Viewer::SignedIn) - near(Viewer::Public)).abs() < 1e-9);
        assert!((near(Viewer::Public) - 499.0_f64.hypot(500.0)).abs() < 1e-9);
    }

    #[test]
    fn of_a_list_the_newest_release_that_covers_the_day_is_in_force() {
        let index = indexed(vec![
            list("a", "2026", Some(date(2026, 1, 1)), vec![asset("a:1", "library", 530_007.0)]),
            list("a", "2024", Some(date(2024, 1, 1)), vec![asset("a:1", "library", 530_000.0)]),
            list("a", "2027", Some(date(2027, 1, 1)), vec![]),
        ]);
        let at =
            |on| assets(&index, Viewer::Public, on).get(&"a:1".parse().unwrap()).and_then(|seen| seen.point);
        assert_eq!(at(date(2025, 1, 1)).unwrap().x, 530_000.0);
        assert_eq!(at(ON).unwrap().x, 530_007.0);
        assert_eq!((at(date(2023, 1, 1)), at(date(2027, 1, 1))), (None, None));
    }

    #[test]
    fn the_nearest_come_first() {
        let many = (0..200)
            .map(|n| asset(&format!("a:{n}"), "pub", 500_000.0 + f64::from(n * 7919 % 200)))
            .collect();
        let index = indexed(vec![list("a", "1", None, many)]);
        let all = assets(&index, Viewer::Public, ON);
        let metres: Vec<f64> =
            all.nearest(Coord { x: 500_050.0, y: 100_003.0 }).map(|(_, metres)| metres).collect();
        assert_eq!((metres.len(), metres[0]), (200, 3.0));
        assert!(metres.is_sorted());
    }

    fn change(number: i64, asset: &str, change: Change) -> AssetChange {
        let (asset, who, when) = (asset.parse().unwrap(), "ann".to_owned(), Timestamp::UNIX_EPOCH);
        AssetChange { number, asset, who, when, change }
    }

    #[test]
    fn what_was_changed_by_hand_is_seen_and_what_was_taken_off_stays_off() {
        let lists =
            || vec![list("a", "1", None, vec![asset("a:1", "library", 1.0), asset("a:2", "library", 2.0)])];
        let changes = [
            change(1, "a:1", Change::Suppress),
            change(2, "a:2", Change::Correct(vec![Correction::Name("Renamed".to_owned())])),
            change(3, "by-hand:9", Change::Add(Box::new(asset("elsewhere:9", "park", 3.0)))),
            change(4, "gone:1", Change::Close),
        ];
        let index = AssetIndex::new(lists(), &changes);
        for viewer in [Viewer::Public, Viewer::SignedIn] {
            assert_eq!(names(&assets(&index, viewer, ON)), ["a:2", "by-hand:9"]);
        }
        let all = assets(&index, Viewer::Public, ON);
        let renamed = all.get(&"a:2".parse().unwrap()).unwrap();
        assert_eq!((renamed.asset.name.as_str(), renamed.changed), ("Renamed", 2));
        let before = indexed(lists());
        let unchanged = assets(&before, Viewer::Public, ON).get(&"a:2".parse().unwrap()).unwrap().version();
        assert_ne!(renamed.version(), unchanged);
        assert_eq!(all.lists().map(|list| list.id.as_str()).collect::<Vec<_>>(), ["a", "by-hand"]);
    }

    #[test]
    fn the_same_place_in_another_list_is_offered_with_evidence() {
        let named = |id: &str, name: &str, x| Asset { name: name.to_owned(), ..asset(id, "library", x) };
        let index = indexed(vec![
            list(
                "a",
                "1",
                None,
                vec![named("a:1", "Mill Library", 500.0), named("a:2", "Mill Library", 520.0)],
            ),
            list(
                "b",
                "1",
                None,
                vec![named("b:1", "The Mill Library", 530.0), named("b:2", "Quay Library", 500.0)],
            ),
        ]);
        let all = assets(&index, Viewer::Public, ON);
        let twins = all.twins(all.get(&"a:1".parse().unwrap()).unwrap());
        let [(twin, evidence)] = &twins[..] else { panic!("{twins:?}") };
        assert_eq!(
            (twin.asset.id.as_str(), evidence.distance_m, evidence.same_kind),
            ("b:1", Some(30.0), true)
        );
    }
}
