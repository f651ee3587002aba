//! What is counted, when a question leaves that open or names it only in part.

use std::sync::Arc;

use jiff::civil::Date;

use super::{CompareError, Kind, Side, WeightRef, blocks::Blocks};
use crate::{
    atlas::{PreparedGround, View},
    geometry::interior_point,
    people::{Membership, Population, RESIDENTS},
};

/// Areas that are looked at to see whether a population covers a layer.
const SAMPLE: usize = 200;

/// What an answer counts.
pub(crate) enum Weight<'a> {
    /// Square metres.
    Area(Grounds<'a>),
    /// People of blocks.
    Population(&'a Arc<Population>, Blocks<'a>, Grounds<'a>),
    /// People on the lists of one layer, beside the other.
    Lists {
        /// The lists that are counted.
        lists: &'a Arc<Membership>,
        /// The other layer.
        beside: &'a Kind,
        /// Whether the lists are layer B.
        swapped: bool,
    },
}

/// The ground of both layers.
#[derive(Clone, Copy)]
pub(crate) struct Grounds<'a> {
    pub(crate) a: &'a PreparedGround,
    pub(crate) b: &'a PreparedGround,
}

pub(crate) fn choose<'a>(
    view: &View<'a>,
    asked: Option<&WeightRef>,
    a: &'a Side,
    b: &'a Side,
    on: Date,
) -> Result<Weight<'a>, CompareError> {
    let (Some(ground_a), Some(ground_b)) = (a.drawn(), b.drawn()) else { return of_lists(asked, a, b) };
    let grounds = Grounds { a: ground_a, b: ground_b };
    match asked {
        Some(WeightRef::Area) => Ok(Weight::Area(grounds)),
        Some(WeightRef::People { name, blocks }) => {
            let of_that_name = view.populations().filter(|population| {
                population.weight == *name
                    && blocks.as_ref().is_none_or(|blocks| {
                        blocks.layer == population.blocks.layer
                            && (blocks.edition.is_none()
                                || blocks.edition.as_ref() == Some(&population.release.edition))
                    })
            });
            let known = || CompareError::UnknownWeight {
                asked: asked.map(ToString::to_string).unwrap_or_default(),
                known: known(view),
            };
            best(view, of_that_name, grounds, on)?.map(|(weight, _)| weight).ok_or_else(known)
        }
        None => {
            let residents = view.populations().filter(|population| population.weight.as_str() == RESIDENTS);
            match best(view, residents, grounds, on) {
                Ok(Some((weight, cover))) if cover > 0.0 => Ok(weight),
                // Nobody asked for people: what cannot be counted in people is measured in ground.
                Ok(_) | Err(CompareError::NoBlocks { .. }) => Ok(Weight::Area(grounds)),
                Err(error) => Err(error),
            }
        }
    }
}

/// Without a weight the lists of A count, or else those of B; with one the first that count it.
fn of_lists<'a>(asked: Option<&WeightRef>, a: &'a Side, b: &'a Side) -> Result<Weight<'a>, CompareError> {
    let is_asked = |lists: &Membership| match asked {
        None => true,
        Some(WeightRef::Area) => false,
        Some(WeightRef::People { name, blocks }) => {
            lists.weight == *name && blocks.as_ref().is_none_or(|blocks| blocks.layer == lists.blocks.layer)
        }
    };
    for (side, other, swapped) in [(a, b, false), (b, a, true)] {
        if let Some(lists) = side.listed().filter(|lists| is_asked(lists)) {
            return Ok(Weight::Lists { lists, beside: &other.kind, swapped });
        }
    }
    let listed = [a, b].into_iter().filter_map(Side::listed);
    let mut known: Vec<String> = listed.map(|lists| lists.weight.to_string()).collect();
    known.dedup();
    Err(CompareError::UnknownWeight { asked: asked.map(ToString::to_string).unwrap_or_default(), known })
}

/// Every weight that ground can be counted in.
fn known(view: &View<'_>) -> Vec<String> {
    let mut known = vec!["area".to_owned()];
    for population in view.populations() {
        for name in
            [population.weight.to_string(), format!("{}@{}", population.weight, population.blocks.layer)]
        {
            if !known.contains(&name) {
                known.push(name);
            }
        }
    }
    known
}

/// The newest of some populations that covers most of the place, with the share that it covers; when none covers most of it,
/// the one that covers most.
fn best<'a>(
    view: &View<'a>,
    populations: impl Iterator<Item = &'a Arc<Population>>,
    grounds: Grounds<'a>,
    on: Date,
) -> Result<Option<(Weight<'a>, f64)>, CompareError> {
    let mut newest: Vec<&Arc<Population>> = populations.collect();
    newest.sort_by(|p, q| {
        let age = |population: &Population| {
            (
                population.release.period.from(),
                population.release.provenance.extract_date,
                population.release.edition.clone(),
            )
        };
        age(q).cmp(&age(p)).then_with(|| p.blocks.to_string().cmp(&q.blocks.to_string()))
    });
    let (mut found, mut failed): (Option<(Weight<'a>, f64)>, _) = (None, None);
    // Where there is no choice it need only be known whether anybody is counted there at all.
    let enough = if newest.len() == 1 { 0.0 } else { 0.5 };
    for population in newest {
        let weight = population.weight.as_str();
        let blocks = match Blocks::find(view, &population.blocks, &population.release, on, weight) {
            Ok(blocks) => blocks,
            Err(error) => {
                failed = failed.or(Some(error));
                continue;
            }
        };
        let cover = [grounds.a, grounds.b]
            .map(|ground| cover(&blocks, population, ground, enough))
            .into_iter()
            .fold(0.0, f64::max);
        if cover > enough {
            return Ok(Some((Weight::Population(population, blocks, grounds), cover)));
        }
        if found.as_ref().is_none_or(|(_, before)| cover > *before) {
            found = Some((Weight::Population(population, blocks, grounds), cover));
        }
    }
    match (found, failed) {
        (None, Some(error)) => Err(error),
        (found, _) => Ok(found),
    }
}

/// The share of a layer's areas that stand on blocks of a population, judged by a place inside each of some of them; for
/// `enough` of 0 the first that does will do.
fn cover(blocks: &Blocks<'_>, population: &Population, ground: &PreparedGround, enough: f64) -> f64 {
    let regions = ground.regions();
    let step = regions.len().div_ceil(SAMPLE).max(1);
    let (mut seen, mut covered) = (0_u32, 0_u32);
    for region in regions.iter().step_by(step) {
        let Some(place) = interior_point(region.shape()) else { continue };
        let mut counted = false;
        blocks.ground.holders(place, |block| {
            counted |= population.value(&blocks.ground.codes()[block]).is_some();
        });
        seen += 1;
        covered += u32::from(counted);
        if enough == 0.0 && covered > 0 {
            break;
        }
    }
    if seen == 0 { 0.0 } else { f64::from(covered) / f64::from(seen) }
}
