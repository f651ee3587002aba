//! The areas of a layer that a question is about, prepared for the overlap engine.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use geo_types::{Coord, MultiPolygon};
use petgraph::unionfind::UnionFind;

use super::{BlockPoints, IndexedArea, LayerAtlas, LayerOnDate, PostcodeIndex};
use crate::{
    coterminosity::BorderIndex,
    geometry::{Bng, Region, union_as_it_is},
    overlap::{Borders, NOISE_M2, PointGrid, shared_ground},
};

/// Choices of areas of one layer that are kept prepared: editions, and the dates between amendments.
const MOST_KEPT: usize = 8;

/// Areas of one layer, in the order of their codes, with what makes them quick to compare.
///
/// Everything but the list itself is prepared when it is first asked for.
#[derive(Debug)]
pub struct PreparedGround {
    /// Names exactly these areas with exactly this ground, so that answers can be kept under it.
    key: String,
    codes: Vec<String>,
    regions: Vec<Arc<Region<Bng>>>,
    areas_m2: Vec<f64>,
    borders: OnceLock<Borders>,
    border_index: OnceLock<BorderIndex>,
    points: OnceLock<Option<PointGrid>>,
    union: OnceLock<Option<Arc<Merged>>>,
    postcodes: Mutex<Option<(Arc<PostcodeIndex>, Arc<BlockPoints>)>>,
}

/// A layer that overlaps itself, with the areas that do so joined.
#[derive(Debug)]
pub struct Merged {
    /// The same ground, nowhere twice.
    pub ground: PreparedGround,
    /// For each area of the layer, the area of `ground` that holds it.
    pub holders: Vec<u32>,
}

impl PreparedGround {
    /// Areas by code, each with its ground, in any order. The key must name their content.
    #[must_use]
    pub fn new(key: String, mut areas: Vec<(String, Arc<Region<Bng>>)>) -> Self {
        areas.sort_by(|a, b| a.0.cmp(&b.0));
        let (codes, regions): (Vec<_>, Vec<_>) = areas.into_iter().unzip();
        let areas_m2 = regions.iter().map(|region| region.area().0).collect();
        Self {
            key,
            codes,
            regions,
            areas_m2,
            borders: OnceLock::new(),
            border_index: OnceLock::new(),
            points: OnceLock::new(),
            union: OnceLock::new(),
            postcodes: Mutex::new(None),
        }
    }

    /// Names exactly these areas with exactly this ground.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The areas' codes (ids, where there is no code), sorted.
    #[must_use]
    pub fn codes(&self) -> &[String] {
        &self.codes
    }

    /// The areas' ground, in the order of the codes.
    #[must_use]
    pub fn regions(&self) -> &[Arc<Region<Bng>>] {
        &self.regions
    }

    /// The areas' planar ground in square metres, in the order of the codes.
    #[must_use]
    pub fn areas_m2(&self) -> &[f64] {
        &self.areas_m2
    }

    /// The position of the area with this code.
    #[must_use]
    pub fn position(&self, code: &str) -> Option<usize> {
        self.codes.binary_search_by(|known| known.as_str().cmp(code)).ok()
    }

    fn plain(&self) -> Vec<&Region<Bng>> {
        self.regions.iter().map(AsRef::as_ref).collect()
    }

    /// The areas' borders, for the overlap engine.
    #[must_use]
    pub fn borders(&self) -> &Borders {
        self.borders.get_or_init(|| Borders::new(&self.plain()))
    }

    /// The areas' internal borders.
    #[must_use]
    pub fn border_index(&self) -> &BorderIndex {
        self.border_index.get_or_init(|| BorderIndex::new(&self.plain()))
    }

    /// Calls `found` with the position of every area that holds each point; of areas that it is on the border
    /// of, and in none besides, with the first.
    pub fn holders(&self, point: Coord<f64>, found: impl FnMut(usize)) {
        if let Some(grid) = self.points.get_or_init(|| PointGrid::new(&self.plain())) {
            grid.holders(&self.regions, point, found);
        }
    }

    /// The postcodes that lie in each area, those that are terminated left out.
    #[must_use]
    pub fn postcodes(&self, postcodes: &Arc<PostcodeIndex>) -> Arc<BlockPoints> {
        let mut kept = self.postcodes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, points)) = kept.as_ref().filter(|(index, _)| Arc::ptr_eq(index, postcodes)) {
            return Arc::clone(points);
        }
        let points = Arc::new(BlockPoints::new(self, postcodes));
        *kept = Some((Arc::clone(postcodes), Arc::clone(&points)));
        points
    }

    /// The layer with every two areas that overlap joined into one; `None` when no two do.
    ///
    /// The union is drawn on whole millimetres, so its ground can differ from the true union's by 1 mm along what it cuts.
    #[must_use]
    pub fn merged(&self) -> Option<&Arc<Merged>> {
        self.union.get_or_init(|| self.merge().map(Arc::new)).as_ref()
    }

    fn merge(&self) -> Option<Merged> {
        let shared = shared_ground(self.borders(), self.borders());
        let double: Vec<[u32; 2]> = shared
            .iter()
            .filter(|shared| shared.areas[0] < shared.areas[1] && shared.area_m2 > NOISE_M2)
            .map(|shared| shared.areas)
            .collect();
        if double.is_empty() {
            return None;
        }
        let mut joined_areas = UnionFind::new(self.regions.len());
        for [a, b] in double {
            joined_areas.union(a as usize, b as usize);
        }
        let group_of = joined_areas.into_labeling();
        // Members come in the order of the codes, so each group goes by the first of its codes.
        let mut groups: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, &group) in group_of.iter().enumerate() {
            groups.entry(group).or_default().push(at);
        }
        let mut areas = Vec::new();
        for members in groups.values() {
            let region = match members.as_slice() {
                [alone] => Arc::clone(&self.regions[*alone]),
                _ => Arc::new(joined(members.iter().map(|&at| self.regions[at].as_ref()))?),
            };
            areas.push((self.codes[members[0]].clone(), region));
        }
        let ground = Self::new(format!("{}+merged", self.key), areas);
        let holders = group_of
            .iter()
            .map(|group| ground.position(&self.codes[groups[group][0]]))
            .map(|at| u32::try_from(at.unwrap_or(0)).unwrap_or(0))
            .collect();
        Some(Merged { ground, holders })
    }
}

fn joined<'a>(regions: impl Iterator<Item = &'a Region<Bng>>) -> Option<Region<Bng>> {
    let shape: MultiPolygon<f64> = union_as_it_is(regions).ok()?;
    Region::new(&shape).ok().map(|(region, _)| region)
}

/// The choices of areas of one layer that were asked about, most of them again and again.
#[derive(Debug, Default)]
pub(super) struct PreparedGrounds(Mutex<Vec<Arc<PreparedGround>>>);

impl PreparedGrounds {
    fn get(&self, key: String, areas: &[&IndexedArea]) -> Arc<PreparedGround> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = kept.iter().position(|ground| ground.key == key) {
            let found = kept.remove(at);
            kept.push(Arc::clone(&found));
            return found;
        }
        let areas = areas
            .iter()
            .map(|area| (area.version.code_or_id().to_owned(), Arc::clone(&area.version.region)))
            .collect();
        let ground = Arc::new(PreparedGround::new(key, areas));
        if kept.len() == MOST_KEPT {
            kept.remove(0);
        }
        kept.push(Arc::clone(&ground));
        ground
    }
}

impl LayerAtlas {
    /// Some of the layer's areas, prepared; the same again while they are kept.
    pub(super) fn prepared(&self, areas: &[&IndexedArea]) -> Arc<PreparedGround> {
        let mut hasher = blake3::Hasher::new();
        for area in areas {
            hasher.update(area.version.id.as_str().as_bytes());
            hasher.update(b"@");
            hasher.update(area.version.edition.as_str().as_bytes());
            hasher.update(b"\n");
        }
        let content = hasher.finalize().to_hex();
        let key = format!("{}~{}~{}", self.layer().id, self.stamp(), &content.as_str()[..16]);
        self.grounds().get(key, areas)
    }
}

impl LayerOnDate<'_> {
    /// The layer's areas in force, prepared.
    #[must_use]
    pub fn ground(&self) -> Arc<PreparedGround> {
        self.layer.prepared(&self.areas().collect::<Vec<_>>())
    }

    /// One of its areas alone, prepared.
    #[must_use]
    pub fn one(&self, area: &IndexedArea) -> Arc<PreparedGround> {
        self.layer.prepared(&[area])
    }
}
