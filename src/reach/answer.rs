//! The answer, put together.

use std::{collections::HashMap, sync::Arc};

use geo_types::Coord;
use jiff::civil::Date;
use rayon::prelude::*;

use super::{
    Found, ReachError, ReachQuestion,
    parts::{Bands, Part, Reachable},
};
use crate::{
    asset::Site,
    atlas::{PreparedGround, View},
    compare::{
        AreaLabel, Blocks, Citation, Edge, Listed, Method, PlacedPeople, Side, Spreader, Unplaced, Weight,
        by_block, choose, cut, method, not_in_rows, of_layer, of_side, total,
    },
    people::{Membership, Population},
};

/// What stands for blocks that a classification does not have.
const NOT_CLASSIFIED: &str = "not classified";

/// Who is within reach, in each area and in all.
#[derive(Debug)]
pub struct Coverage {
    /// What was asked.
    pub question: ReachQuestion,
    /// The layer, its areas in the order of `areas`.
    pub by: Side,
    /// The place, when the question was about one.
    pub place: Option<(String, AreaLabel)>,
    /// What lies across the place's edge.
    pub edge: Edge,
    /// Which assets count.
    pub found: Found,
    /// Of those that count, how many stand in the areas.
    pub inside: usize,
    /// Of those that count, how many stand outside and reach into the areas.
    pub beyond: usize,
    /// Lists, by their positions among those found, that have nothing outside the areas.
    pub stop_at_border: Vec<usize>,
    /// Who is counted; none where nobody is.
    pub counted: Option<CountedPeople>,
    /// Each area.
    pub areas: Vec<AreaReach>,
    /// All of them together: what lies in several is counted once.
    pub whole: AreaReach,
    /// The releases used.
    pub sources: Vec<Citation>,
}

/// Who is counted, and how they were put on the map.
#[derive(Debug, Clone)]
pub struct CountedPeople {
    /// What is counted: `residents`, `patients`.
    pub weight: String,
    /// The layer of blocks.
    pub blocks: String,
    /// The date of the figures.
    pub date: Option<Date>,
    /// Whose lists these are, where people are on lists.
    pub scope: Option<String>,
    /// How they were put on the map.
    pub method: Method,
    /// Who was placed and who was not.
    pub placed: PlacedPeople,
    /// The classes that split them, in order; none where no class was asked for.
    pub classes: Vec<String>,
}

/// What of one area is within reach.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AreaReach {
    /// Its ground; none for lists of people.
    pub ground: Option<Ground>,
    /// Its people; none where nobody is counted.
    pub people: Option<Reached>,
    /// How many of the assets stand in it; none for lists of people.
    pub assets: Option<usize>,
}

/// Ground, in square metres.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Ground {
    /// All of it.
    pub total_m2: f64,
    /// Of that, within reach.
    pub within_m2: f64,
}

/// People.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reached {
    /// All of them.
    pub total: f64,
    /// Of them, within reach.
    pub within: f64,
    /// By their distance to the nearest asset: up to each of [`BANDS_M`], and beyond. All are 0 where there is no asset.
    pub bands: Bands,
    /// Their mean distance to the nearest asset in metres; none where there is no asset or nobody.
    pub mean_m: Option<f64>,
    /// In each class: all, and within reach.
    pub classes: Vec<[f64; 2]>,
}

impl Reached {
    /// Those who are not within reach.
    #[must_use]
    pub fn without(&self) -> f64 {
        left(self.total, self.within)
    }
}

impl Ground {
    /// What is not within reach.
    #[must_use]
    pub fn without_m2(&self) -> f64 {
        left(self.total_m2, self.within_m2)
    }
}

/// What is left of a whole; what rounding leaves of nothing is nothing.
fn left(whole: f64, part: f64) -> f64 {
    let left = whole - part;
    if left <= 1e-9 * whole { 0.0 } else { left }
}

impl AreaReach {
    /// Assets to ten thousand people.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // counts of assets
    pub fn per_10_000(&self) -> Option<f64> {
        let people = self.people.as_ref().map(|people| people.total).filter(|people| *people > 0.0)?;
        Some(self.assets? as f64 * 10_000.0 / people)
    }
}

impl Coverage {
    /// A short name for this question answered from exactly this content.
    #[must_use]
    pub fn reference(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(format!("{:?}", self.question).as_bytes());
        for source in &self.sources {
            hasher.update(source.reference.as_bytes());
        }
        hasher.update(self.found.key.as_bytes());
        format!("reach-{}", &hasher.finalize().to_hex().as_str()[..12])
    }

    /// What must be shown beside the answer, each sentence once.
    #[must_use]
    pub fn attribution(&self) -> Vec<&str> {
        let mut said: Vec<&str> = Vec::new();
        for words in self.sources.iter().filter_map(|source| source.provenance.attribution.as_deref()) {
            if !said.contains(&words) {
                said.push(words);
            }
        }
        said
    }
}

/// Finds who is within reach of assets of some kinds, and who is not.
///
/// # Errors
/// [`ReachError`], when a kind, layer, place, weight or class is not there.
pub fn reach(view: &View<'_>, question: &ReachQuestion) -> Result<Coverage, ReachError> {
    question.check()?;
    let asked = Asked::new(view, question)?;
    let found = Found::of(view, question);
    let reaches = view.reaches();
    let drawing = |error: Arc<crate::geometry::RepairFailed>| ReachError::Drawing(error.to_string());
    let within = reaches.ground(&found.key, &found.sites, question.within_m).map_err(drawing)?;
    let ground = asked.by.drawn().map(Arc::clone);
    let flat = ground.as_deref().map(|ground| ground.merged().map_or(ground, |merged| &merged.ground));

    let mut sources = asked.sources.clone();
    let people = asked.people(&found, within.as_deref(), flat, &mut sources)?;
    sources.extend(found.lists.iter().map(|list| Citation::table(list.id.to_string(), &list.release)));
    let standing = ground.as_deref().map(|ground| Standing::new(&found, ground, question.within_m));

    let count = asked.by.areas.len();
    let mut areas = vec![AreaReach::default(); count];
    let mut whole = AreaReach::default();
    if let (Some(ground), Some(flat)) = (ground.as_deref(), flat) {
        for (area, figures) in areas.iter_mut().zip(grounds(view, ground, within.as_deref())) {
            area.ground = Some(figures);
        }
        let all = grounds(view, flat, within.as_deref());
        whole.ground = Some(Ground {
            total_m2: total(&all.iter().map(|ground| ground.total_m2).collect::<Vec<_>>()),
            within_m2: total(&all.iter().map(|ground| ground.within_m2).collect::<Vec<_>>()),
        });
    }
    if let Some(standing) = &standing {
        for (area, &assets) in areas.iter_mut().zip(&standing.in_area) {
            area.assets = Some(assets);
        }
        whole.assets = Some(standing.inside);
    }
    let counted = people.map(|people| {
        for (area, reached) in areas.iter_mut().zip(people.areas) {
            area.people = Some(reached);
        }
        whole.people = Some(people.whole);
        people.counted
    });
    let Standing { inside, beyond, stop_at_border, .. } = standing.unwrap_or_default();
    Ok(Coverage {
        question: question.clone(),
        by: asked.by,
        place: asked.place,
        edge: asked.edge,
        found,
        inside,
        beyond,
        stop_at_border,
        counted,
        areas,
        whole,
        sources,
    })
}

fn grounds(view: &View<'_>, layer: &PreparedGround, within: Option<&PreparedGround>) -> Vec<Ground> {
    let mut grounds: Vec<Ground> =
        layer.areas_m2().iter().map(|&total_m2| Ground { total_m2, within_m2: 0.0 }).collect();
    for pair in within.iter().flat_map(|within| view.overlaps().between(layer, within).as_ref().clone()) {
        let ground = &mut grounds[pair.areas[0] as usize];
        ground.within_m2 = pair.area_m2.min(ground.total_m2);
    }
    grounds
}

/// The layer, the place and the date.
pub(super) struct Asked<'a> {
    view: &'a View<'a>,
    question: &'a ReachQuestion,
    pub(super) by: Side,
    pub(super) place: Option<(String, AreaLabel)>,
    place_ground: Option<Arc<PreparedGround>>,
    pub(super) edge: Edge,
    sources: Vec<Citation>,
}

/// People, area by area.
struct PeopleReached {
    areas: Vec<Reached>,
    whole: Reached,
    counted: CountedPeople,
}

impl<'a> Asked<'a> {
    pub(super) fn new(view: &'a View<'a>, question: &'a ReachQuestion) -> Result<Self, ReachError> {
        let on = question.on;
        let mut by = Side::find(view, &question.by, on)?;
        let mut sources = of_side(view, &by, on);
        let (mut place, mut place_ground, mut edge) = (None, None, Edge::default());
        if let Some(within) = &question.place {
            let layer = view.layer(&within.layer, on)?;
            let area = layer.area(&within.code)?;
            let ground = layer.one(area);
            edge = cut(view, &mut by, &ground, &question.thresholds);
            sources.extend(of_layer(&layer));
            sources.dedup();
            let version = &area.version;
            let label = AreaLabel {
                code: version.code_or_id().to_owned(),
                id: version.id.to_string(),
                name: version.name.clone(),
            };
            place = Some((within.layer.to_string(), label));
            place_ground = Some(ground);
        }
        Ok(Self { view, question, by, place, place_ground, edge, sources })
    }

    fn people(
        &self,
        found: &Found,
        within: Option<&PreparedGround>,
        flat: Option<&PreparedGround>,
        sources: &mut Vec<Citation>,
    ) -> Result<Option<PeopleReached>, ReachError> {
        let weight = choose(self.view, self.question.weight.as_ref(), &self.by, &self.by, self.question.on)?;
        match weight {
            Weight::Area(_) => Ok(None),
            Weight::Population(population, blocks, grounds) => {
                let of = format!("{}@{}", population.weight, population.blocks.layer);
                sources.push(Citation::table(of, &population.release));
                self.cite_blocks(&blocks, sources);
                let flat = flat.unwrap_or(grounds.a);
                self.residents(found, within, (population, &blocks), (grounds.a, flat), sources).map(Some)
            }
            Weight::Lists { lists, .. } => {
                let (release, weight) = (&lists.release, lists.weight.as_str());
                let blocks = Blocks::find(self.view, &lists.blocks, release, self.question.on, weight)?;
                self.cite_blocks(&blocks, sources);
                self.on_lists(found, within, lists, &blocks, sources).map(Some)
            }
        }
    }

    fn cite_blocks(&self, blocks: &Blocks<'_>, sources: &mut Vec<Citation>) {
        sources.extend(of_layer(&blocks.layer));
        if blocks.points.areas().next().is_some() {
            let registers = self.view.postcodes().registers().iter();
            sources
                .extend(registers.map(|register| Citation::table("postcodes".to_owned(), &register.release)));
        }
    }

    fn residents(
        &self,
        found: &Found,
        within: Option<&PreparedGround>,
        (population, blocks): (&Population, &Blocks<'_>),
        (layer, flat): (&PreparedGround, &PreparedGround),
        sources: &mut Vec<Citation>,
    ) -> Result<PeopleReached, ReachError> {
        let table = population.values.iter().map(|(code, value)| (code.as_str(), *value));
        let (values, missing) = by_block(blocks, table);
        let classes = self.classes(blocks, sources)?;
        let wanted: Vec<bool> = values.iter().map(|&value| value > 0.0).collect();
        let parts = |layer: &PreparedGround| self.parts(found, within, blocks, &wanted, Some(layer));
        let of_layer = parts(layer);
        let rows = of_layer.iter().map(|part| (part.area, *part, values[part.block as usize]));
        let areas = sums(layer.codes().len(), rows, &classes);
        let whole = if std::ptr::eq(layer, flat) {
            sums(1, of_layer.iter().map(|part| (0, *part, values[part.block as usize])), &classes)
        } else {
            sums(1, parts(flat).iter().map(|part| (0, *part, values[part.block as usize])), &classes)
        };
        let (placed, unplaced) = (total(&values), Unplaced::of(&missing));
        let counted = CountedPeople {
            weight: population.weight.to_string(),
            blocks: population.blocks.layer.to_string(),
            date: population.release.period.from(),
            scope: None,
            method: method(blocks, &values),
            placed: PlacedPeople { total: placed + unplaced.total(), placed, unplaced },
            classes: classes.names,
        };
        Ok(PeopleReached { areas, whole: whole.into_iter().next().unwrap_or_default(), counted })
    }

    /// People on lists: each list's people in a block are spread as the block's people are.
    fn on_lists(
        &self,
        found: &Found,
        within: Option<&PreparedGround>,
        lists: &Membership,
        blocks: &Blocks<'_>,
        sources: &mut Vec<Citation>,
    ) -> Result<PeopleReached, ReachError> {
        let listed = Listed::new(lists, blocks);
        let classes = self.classes(blocks, sources)?;
        let parts = self.parts(found, within, blocks, &listed.wanted(), self.place_ground.as_deref());
        let of_block: HashMap<u32, &Part> = parts.iter().map(|part| (part.block, part)).collect();
        let rows = || {
            let placed = listed.placed.iter();
            placed.filter_map(|&(list, block, people)| Some((list, **of_block.get(&block)?, people)))
        };
        let areas = sums(lists.organisations.len(), rows(), &classes);
        let whole = sums(1, rows().map(|(_, part, people)| (0, part, people)), &classes);
        let mut unplaced = Unplaced::of(&listed.missing);
        unplaced.not_in_rows = not_in_rows(lists);
        let placed = total(&listed.of_block);
        let counted = CountedPeople {
            weight: lists.weight.to_string(),
            blocks: lists.blocks.layer.to_string(),
            date: lists.release.period.from(),
            scope: lists.scope.clone(),
            method: method(blocks, &listed.of_block),
            placed: PlacedPeople { total: placed + unplaced.total(), placed, unplaced },
            classes: classes.names,
        };
        Ok(PeopleReached { areas, whole: whole.into_iter().next().unwrap_or_default(), counted })
    }

    fn parts(
        &self,
        found: &Found,
        within: Option<&PreparedGround>,
        blocks: &Blocks<'_>,
        wanted: &[bool],
        layer: Option<&PreparedGround>,
    ) -> Vec<Part> {
        let registers = self.view.postcodes().registers().iter();
        let points_name: Vec<&str> = registers.map(|register| register.release.reference.as_str()).collect();
        let points = (points_name.join("+"), &blocks.points);
        let reaches = self.view.reaches();
        let inside = || blocks.inner_points();
        let nearest =
            reaches.nearest(&found.key, &found.sites, &blocks.ground, (&points.0, points.1), inside);
        let spreader = Spreader { blocks, overlaps: self.view.overlaps(), wanted };
        let within_m = self.question.within_m;
        Reachable { spreader: &spreader, ground: within, nearest: &nearest, within_m }.parts(layer)
    }

    /// The class of each block.
    fn classes(&self, blocks: &Blocks<'_>, sources: &mut Vec<Citation>) -> Result<Classed, ReachError> {
        let Some(asked) = &self.question.class else { return Ok(Classed::default()) };
        let of_blocks = || {
            let layer = &blocks.layer.layer.layer().id;
            self.view.classes().filter(move |classes| classes.blocks.layer == *layer)
        };
        let newest = of_blocks()
            .filter(|classes| classes.class == *asked)
            .max_by_key(|classes| classes.release.period.from());
        let Some(classes) = newest else {
            let mut known: Vec<String> = of_blocks().map(|classes| classes.class.to_string()).collect();
            known.dedup();
            return Err(ReachError::UnknownClass { asked: asked.to_string(), known });
        };
        let of = format!("{}@{}", classes.class, classes.blocks.layer);
        sources.push(Citation::table(of, &classes.release));
        let mut names: Vec<String> = classes.values.iter().map(|(_, class)| class.clone()).collect();
        names.sort_unstable();
        names.dedup();
        let mut of_block = vec![names.len(); blocks.ground.codes().len()];
        for (code, class) in &classes.values {
            if let (Some(block), Ok(class)) = (blocks.ground.position(code), names.binary_search(class)) {
                of_block[block] = class;
            }
        }
        if of_block.contains(&names.len()) {
            names.push(NOT_CLASSIFIED.to_owned());
        }
        Ok(Classed { names, of_block })
    }
}

/// The class of each block, by its position.
#[derive(Default)]
struct Classed {
    names: Vec<String>,
    of_block: Vec<usize>,
}

/// Adds up parts of blocks: the area, the part, and the block's people.
fn sums(areas: usize, rows: impl Iterator<Item = (u32, Part, f64)>, classes: &Classed) -> Vec<Reached> {
    let mut sums =
        vec![Reached { classes: vec![[0.0; 2]; classes.names.len()], ..Reached::default() }; areas];
    let mut metres = vec![0.0; areas];
    for (area, part, people) in rows {
        let at = area as usize;
        let sum = &mut sums[at];
        let (all, within) = (people * part.all, people * part.within.min(part.all));
        sum.total += all;
        sum.within += within;
        for (band, share) in sum.bands.iter_mut().zip(part.bands) {
            *band += people * share;
        }
        metres[at] += people * part.metres;
        if let Some(class) = classes.of_block.get(part.block as usize) {
            sum.classes[*class][0] += all;
            sum.classes[*class][1] += within;
        }
    }
    for (sum, metres) in sums.iter_mut().zip(metres) {
        let counted: f64 = sum.bands.iter().sum();
        sum.mean_m = (counted > 0.0).then(|| metres / counted);
    }
    sums
}

/// Where the assets that count stand.
#[derive(Default)]
struct Standing {
    in_area: Vec<usize>,
    inside: usize,
    beyond: usize,
    stop_at_border: Vec<usize>,
}

impl Standing {
    fn new(found: &Found, layer: &PreparedGround, within_m: f64) -> Self {
        let held: Vec<(usize, Vec<usize>, bool)> = found
            .sites
            .all()
            .par_iter()
            .enumerate()
            .map(|(at, site)| {
                let mut areas = Vec::new();
                layer.holders(site.point(), |area| areas.push(area));
                let reaches = areas.is_empty() && reaches_into(site, layer, within_m);
                (at, areas, reaches)
            })
            .collect();
        let mut standing = Self { in_area: vec![0; layer.codes().len()], ..Self::default() };
        let (mut has_inside, mut has_outside) =
            (vec![false; found.lists.len()], vec![false; found.lists.len()]);
        for (at, areas, reaches) in held {
            let list = found.list_of[at];
            has_inside[list] |= !areas.is_empty();
            has_outside[list] |= areas.is_empty();
            standing.inside += usize::from(!areas.is_empty());
            standing.beyond += usize::from(reaches);
            for area in areas {
                standing.in_area[area] += 1;
            }
        }
        standing.stop_at_border =
            (0..found.lists.len()).filter(|&list| has_inside[list] && !has_outside[list]).collect();
        standing
    }
}

/// Whether a site outside a layer is near enough to reach into it.
fn reaches_into(site: &Site, layer: &PreparedGround, within_m: f64) -> bool {
    use geo::{Distance, Euclidean};
    let bounds = site.bounds();
    let near = |low: f64, high: f64, from: f64, to: f64| low <= to + within_m && high >= from - within_m;
    layer.regions().iter().any(|region| {
        let area = region.bounds();
        let is_near = near(area.min().x, area.max().x, bounds.min().x, bounds.max().x)
            && near(area.min().y, area.max().y, bounds.min().y, bounds.max().y);
        is_near
            && match site {
                Site::Point(at) => {
                    let at: Coord<f64> = *at;
                    Euclidean.distance(&geo_types::Point::from(at), region.shape()) <= within_m
                }
                Site::Ground(ground) => Euclidean.distance(ground.shape(), region.shape()) <= within_m,
            }
    })
}
