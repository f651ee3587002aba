//! Finding the assets that are meant.

use std::sync::Arc;

use geo_types::{Coord, Rect};

use super::query::{AssetsQuery, Near};
use crate::{
    asset::{AssetList, ListId, Status},
    atlas::{Assets, IndexedArea, SeenAsset, View},
    geometry::{to_degrees, to_grid, validity::Position},
    http::ApiError,
};

/// All of the National Grid.
const GRID: ([f64; 2], [f64; 2]) = ([0.0, 0.0], [700_000.0, 1_300_000.0]);
/// Into how many parts a side of a box is cut before its ends are looked for: parallels bend on the grid.
const PARTS_OF_A_SIDE: u32 = 8;
/// How far a parallel can bend out between two of them, for a box of all England, in metres.
const BEND_M: f64 = 500.0;

/// An asset that is meant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'a> {
    pub seen: &'a SeenAsset,
    /// From the place that was asked about, in a straight line.
    pub distance_m: Option<f64>,
}

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Selection<'a> {
    /// Those of the page, in order.
    pub page: Vec<Found<'a>>,
    /// How many there are on all pages.
    pub total: usize,
    /// Each list with how many of them are its, by id.
    pub lists: Vec<(Arc<AssetList>, usize)>,
    /// How many would have been meant but are closed.
    pub closed: usize,
    /// How many would have been meant but have no place.
    pub unplaced: usize,
    /// Lists that were kept out because they ask to be shared alike.
    pub kept_apart: Vec<Arc<AssetList>>,
}

impl Selection<'_> {
    fn count(&mut self, list: &Arc<AssetList>) {
        self.total += 1;
        match self.lists.iter_mut().find(|(known, _)| Arc::ptr_eq(known, list)) {
            Some((_, count)) => *count += 1,
            None => self.lists.push((Arc::clone(list), 1)),
        }
    }

    fn finish(mut self) -> Self {
        self.lists.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        self
    }

    /// The words that must stand beside it, each once.
    pub fn attribution(&self) -> Vec<String> {
        let said = self.lists.iter().filter_map(|(list, _)| list.release.provenance.attribution.clone());
        let mut words: Vec<String> = said.collect();
        words.sort();
        words.dedup();
        words
    }
}

/// Finds what is meant; of the page that is wanted at most `limit`.
pub(super) fn select<'a>(
    view: &View<'a>,
    assets: &Assets<'a>,
    query: &AssetsQuery,
    limit: usize,
    keeps_apart: bool,
) -> Result<Selection<'a>, ApiError> {
    known_list(assets, query.filter.list.as_ref())?;
    let kept_apart = if keeps_apart { kept_apart(assets, query) } else { Vec::new() };
    let is_apart = |seen: &SeenAsset| kept_apart.iter().any(|list| Arc::ptr_eq(list, &seen.list));
    let mut selection = Selection::default();
    let area = match &query.within {
        None => None,
        Some(within) => Some(view.layer(&within.layer, query.on)?.area(&within.code)?),
    };
    // The nearest of everything: the tree hands them over in order, and the rest is only counted.
    if let (Some(Near { at, within_m: None }), None, None) = (query.near, area, query.bbox) {
        let meant = |seen: &SeenAsset| query.filter.takes_but_for_status(seen) && !is_apart(seen);
        for seen in assets.iter().filter(|seen| meant(seen)) {
            selection.note(seen, query);
        }
        let nearest = assets.nearest(at).filter(|(seen, _)| query.filter.takes(seen) && !is_apart(seen));
        let page = nearest.skip(query.skip).take(limit);
        selection.page = page.map(|(seen, metres)| Found { seen, distance_m: Some(metres) }).collect();
        selection.kept_apart = kept_apart;
        return Ok(selection.finish());
    }
    let mut found = Vec::new();
    let mut consider = |seen: &'a SeenAsset, distance_m: Option<f64>| {
        let is_meant =
            query.filter.takes_but_for_status(seen) && is_inside(seen, area, query.bbox) && !is_apart(seen);
        if is_meant && selection.note(seen, query) {
            found.push(Found { seen, distance_m });
        }
    };
    match (query.near, area, query.bbox) {
        (Some(Near { at, within_m: Some(within_m) }), ..) => {
            for (seen, metres) in assets.nearest(at).take_while(|(_, metres)| *metres <= within_m) {
                consider(seen, Some(metres));
            }
        }
        (near, None, None) => {
            for seen in assets.iter() {
                consider(seen, near.and_then(|near| distance(seen, near.at)));
            }
        }
        (near, area, bbox) => {
            let around = match (area.map(IndexedArea::bounds), bbox.map(grid_box)) {
                (Some(area), Some(bbox)) => meet(area, bbox),
                (one, other) => one.or(other),
            };
            for seen in around.into_iter().flat_map(|around| assets.in_box(around)) {
                consider(seen, near.and_then(|near| distance(seen, near.at)));
            }
        }
    }
    if query.near.is_some() {
        found.sort_by(|a, b| {
            let metres = |found: &Found<'_>| found.distance_m.unwrap_or(f64::INFINITY);
            metres(a).total_cmp(&metres(b)).then_with(|| a.seen.asset.id.cmp(&b.seen.asset.id))
        });
    } else {
        found.sort_by_cached_key(|found| (found.seen.asset.name.to_lowercase(), found.seen.asset.id.clone()));
    }
    selection.page = found.into_iter().skip(query.skip).take(limit).collect();
    selection.kept_apart = kept_apart;
    Ok(selection.finish())
}

impl Selection<'_> {
    /// Counts one that is meant but for its status, and says whether it is meant.
    fn note(&mut self, seen: &SeenAsset, query: &AssetsQuery) -> bool {
        let needs_place = query.near.is_some() || query.bbox.is_some() || query.within.is_some();
        if !query.filter.takes(seen) {
            self.closed += usize::from(seen.asset.status == Status::Closed);
            return false;
        }
        if needs_place && seen.point.is_none() {
            self.unplaced += 1;
            return false;
        }
        self.count(&seen.list);
        true
    }
}

/// Refuses a list that this visitor cannot see as one that is not there.
fn known_list(assets: &Assets<'_>, asked: Option<&ListId>) -> Result<(), ApiError> {
    let Some(asked) = asked else { return Ok(()) };
    let mut known: Vec<&str> = assets.lists().map(|list| list.id.as_str()).collect();
    if known.contains(&asked.as_str()) {
        return Ok(());
    }
    known.sort_unstable();
    let there_is = if known.is_empty() {
        "no lists are loaded".to_owned()
    } else {
        format!("there are {}", known.join(", "))
    };
    Err(ApiError::Parameter { param: "list", reason: format!("there is no list “{asked}”; {there_is}") })
}

/// Lists that ask to be shared alike, unless nothing else is asked for.
fn kept_apart(assets: &Assets<'_>, query: &AssetsQuery) -> Vec<Arc<AssetList>> {
    if query.mixes_share_alike {
        return Vec::new();
    }
    let asked = |list: &&Arc<AssetList>| query.filter.list.as_ref().is_none_or(|id| *id == list.id);
    let (apart, others): (Vec<_>, Vec<_>) =
        assets.lists().filter(asked).cloned().partition(|list| list.share_alike);
    let licence = |list: &Arc<AssetList>| list.release.provenance.licence.clone();
    let is_one_licence = apart.windows(2).all(|pair| licence(&pair[0]) == licence(&pair[1]));
    if others.is_empty() && is_one_licence { Vec::new() } else { apart }
}

/// Metres to an asset that has a place.
fn distance(seen: &SeenAsset, from: Coord<f64>) -> Option<f64> {
    seen.asset.site.as_ref().map(|site| site.distance_m(from))
}

/// Whether an asset's mark stands in an area and in a box. One without a place is left for the caller to count.
fn is_inside(seen: &SeenAsset, area: Option<&IndexedArea>, bbox: Option<[f64; 4]>) -> bool {
    let Some(point) = seen.point else { return true };
    let in_area = area.is_none_or(|area| area.position(point) != Position::Outside);
    in_area
        && bbox.is_none_or(|[west, south, east, north]| {
            to_degrees(point.x, point.y)
                .is_ok_and(|[lon, lat]| (west..=east).contains(&lon) && (south..=north).contains(&lat))
        })
}

/// A box of the grid that holds a box of degrees: its rim bends.
pub(super) fn grid_box([west, south, east, north]: [f64; 4]) -> Rect<f64> {
    let part =
        |from: f64, to: f64, part: u32| from + (to - from) * f64::from(part) / f64::from(PARTS_OF_A_SIDE);
    let on_rim = |at: u32| at == 0 || at == PARTS_OF_A_SIDE;
    let places = (0..=PARTS_OF_A_SIDE).flat_map(|x| (0..=PARTS_OF_A_SIDE).map(move |y| (x, y)));
    let rim = places.filter(|&(x, y)| on_rim(x) || on_rim(y));
    let mut around: Option<Rect<f64>> = None;
    for (x, y) in rim {
        // A box that reaches beyond the grid may hold all of it.
        let Ok((x, y)) = to_grid(part(west, east, x), part(south, north, y)) else {
            return Rect::new(GRID.0, GRID.1);
        };
        let [min, max] = [-BEND_M, BEND_M].map(|reach| Coord { x: x + reach, y: y + reach });
        around = Some(around.map_or(Rect::new(min, max), |all| {
            Rect::new(
                Coord { x: all.min().x.min(min.x), y: all.min().y.min(min.y) },
                Coord { x: all.max().x.max(max.x), y: all.max().y.max(max.y) },
            )
        }));
    }
    around.unwrap_or(Rect::new(GRID.0, GRID.1))
}

fn meet(a: Rect<f64>, b: Rect<f64>) -> Option<Rect<f64>> {
    let min = Coord { x: a.min().x.max(b.min().x), y: a.min().y.max(b.min().y) };
    let max = Coord { x: a.max().x.min(b.max().x), y: a.max().y.min(b.max().y) };
    (min.x <= max.x && min.y <= max.y).then(|| Rect::new(min, max))
}
