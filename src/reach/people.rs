//! The people of each area, as far as they are within reach.

use std::{collections::HashMap, sync::Arc};

use super::{
    BlocksReached, CountedPeople, Found, ReachError, ReachQuestion, Reached,
    parts::{Part, Reachable},
};
use crate::{
    atlas::{NearestSites, PreparedGround, View},
    compare::{
        AreaLabel, Blocks, Citation, Edge, Listed, Place, PlacedPeople, Side, Spreader, Unplaced, Weight,
        by_block, choose, cut, method, not_in_rows, of_layer, of_side, total,
    },
    people::{Membership, Population},
};

/// What stands for blocks that a classification does not have.
const NOT_CLASSIFIED: &str = "not classified";

/// The layer, the place and the date.
pub(super) struct Asked<'a> {
    view: &'a View<'a>,
    question: &'a ReachQuestion,
    pub(super) by: Side,
    pub(super) place: Option<(String, AreaLabel)>,
    place_ground: Option<Arc<PreparedGround>>,
    pub(super) edge: Edge,
    pub(super) sources: Vec<Citation>,
}

/// People, area by area.
pub(super) struct PeopleReached {
    pub(super) areas: Vec<Reached>,
    pub(super) whole: Reached,
    pub(super) counted: CountedPeople,
    pub(super) blocks: BlocksReached,
}

impl<'a> Asked<'a> {
    pub(super) fn find(view: &'a View<'a>, question: &'a ReachQuestion) -> Result<Self, ReachError> {
        let on = question.on;
        let mut by = Side::find(view, &question.by, on)?;
        let mut sources = of_side(view, &by, on);
        let place = question.place.as_ref().map(|within| Place::find(view, within, on)).transpose()?;
        let mut edge = Edge::default();
        if let Some(place) = &place {
            edge = cut(view, &mut by, &place.ground, &question.thresholds);
            sources.extend(place.sources());
            sources.dedup();
        }
        let (place_ground, place) = place.map(|place| (Arc::clone(&place.ground), place.name())).unzip();
        Ok(Self { view, question, by, place, place_ground, edge, sources })
    }

    /// Everybody who is counted, as far as they are within reach; `flat` is the layer nowhere twice.
    pub(super) fn people(
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
        let nearest = self.nearest(found, blocks);
        let parts = |layer: &PreparedGround| self.parts(&nearest, within, blocks, &wanted, Some(layer));
        let people_of = |part: &Part| values[part.block as usize];
        let of_layer = parts(layer);
        let rows = of_layer.iter().map(|part| (part.area, *part, people_of(part)));
        let areas = sums(layer.codes().len(), rows, &classes);
        let once = if std::ptr::eq(layer, flat) { of_layer } else { parts(flat) };
        let whole = sums(1, once.iter().map(|part| (0, *part, people_of(part))), &classes);
        let of_blocks = once.iter().map(|part| (part, people_of(part)));
        let by_block = BlocksReached::of(&blocks.ground, of_blocks, &nearest);
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
        let whole = whole.into_iter().next().unwrap_or_default();
        Ok(PeopleReached { areas, whole, counted, blocks: by_block })
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
        let nearest = self.nearest(found, blocks);
        let parts = self.parts(&nearest, within, blocks, &listed.wanted(), self.place_ground.as_deref());
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
        let of_blocks = parts.iter().map(|part| (part, listed.of_block[part.block as usize]));
        let by_block = BlocksReached::of(&blocks.ground, of_blocks, &nearest);
        let whole = whole.into_iter().next().unwrap_or_default();
        Ok(PeopleReached { areas, whole, counted, blocks: by_block })
    }

    fn nearest(&self, found: &Found, blocks: &Blocks<'_>) -> Arc<NearestSites> {
        let registers = self.view.postcodes().registers().iter();
        let points_name: Vec<&str> = registers.map(|register| register.release.reference.as_str()).collect();
        let points = (points_name.join("+"), &blocks.points);
        let inside = || blocks.inner_points();
        self.view.reaches().nearest(&found.key, &found.sites, &blocks.ground, (&points.0, points.1), inside)
    }

    fn parts(
        &self,
        nearest: &NearestSites,
        within: Option<&PreparedGround>,
        blocks: &Blocks<'_>,
        wanted: &[bool],
        layer: Option<&PreparedGround>,
    ) -> Vec<Part> {
        let spreader = Spreader { blocks, overlaps: self.view.overlaps(), wanted };
        let within_m = self.question.within_m;
        Reachable { spreader: &spreader, ground: within, nearest, within_m }.parts(layer)
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
        let mut names: Vec<String> = classes.names().into_iter().map(str::to_owned).collect();
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
