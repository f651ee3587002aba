//! What is counted, when a question leaves that open or names it only in part.

use std::sync::Arc;

use jiff::civil::Date;

use super::{CompareError, Side, WeightRef, blocks::Blocks};
use crate::{
    atlas::View,
    geometry::interior_point,
    people::{Membership, Population, WeightName},
};

/// What people are counted as where nothing else is asked for.
pub(super) const USUAL: &str = "residents";
/// Areas that are looked at to see whether a population covers a layer.
const SAMPLE: usize = 200;

/// What an answer counts.
pub(super) enum Weight<'a> {
    /// Square metres.
    Area,
    /// People of blocks.
    Population(&'a Arc<Population>, Blocks<'a>),
    /// People on the lists of layer A, or else of layer B.
    Lists {
        /// Whether they are A's.
        of_a: bool,
    },
}

pub(super) fn choose<'a>(
    view: &View<'a>,
    asked: Option<&WeightRef>,
    a: &Side,
    b: &Side,
    on: Date,
) -> Result<Weight<'a>, CompareError> {
    if a.lists.is_some() || b.lists.is_some() {
        return of_lists(asked, a, b);
    }
    match asked {
        Some(WeightRef::Area) => Ok(Weight::Area),
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
            best(view, of_that_name, a, b, on)?.map(|(weight, _)| weight).ok_or_else(known)
        }
        None => {
            let residents = view.populations().filter(|population| population.weight.as_str() == USUAL);
            match best(view, residents, a, b, on) {
                Ok(Some((weight, cover))) if cover > 0.0 => Ok(weight),
                // Nobody asked for people: what cannot be counted in people is measured in ground.
                Ok(_) | Err(CompareError::NoBlocks { .. }) => Ok(Weight::Area),
                Err(error) => Err(error),
            }
        }
    }
}

fn of_lists<'a>(asked: Option<&WeightRef>, a: &Side, b: &Side) -> Result<Weight<'a>, CompareError> {
    let names = |lists: &Membership, name: &WeightName, blocks: &Option<crate::boundary::LayerRef>| {
        lists.weight == *name && blocks.as_ref().is_none_or(|blocks| blocks.layer == lists.blocks.layer)
    };
    let lists = [a, b].map(|side| side.lists.as_deref());
    match asked {
        None => Ok(Weight::Lists { of_a: lists[0].is_some() }),
        Some(WeightRef::People { name, blocks })
            if lists[0].is_some_and(|lists| names(lists, name, blocks)) =>
        {
            Ok(Weight::Lists { of_a: true })
        }
        Some(WeightRef::People { name, blocks })
            if lists[1].is_some_and(|lists| names(lists, name, blocks)) =>
        {
            Ok(Weight::Lists { of_a: false })
        }
        Some(asked) => {
            let mut known: Vec<String> =
                lists.iter().flatten().map(|lists| lists.weight.to_string()).collect();
            known.dedup();
            Err(CompareError::UnknownWeight { asked: asked.to_string(), known })
        }
    }
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
    a: &Side,
    b: &Side,
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
        let cover =
            [a, b].map(|side| cover(&blocks, population, side, enough)).into_iter().fold(0.0, f64::max);
        if cover > enough {
            return Ok(Some((Weight::Population(population, blocks), cover)));
        }
        if found.as_ref().is_none_or(|(_, before)| cover > *before) {
            found = Some((Weight::Population(population, blocks), cover));
        }
    }
    match (found, failed) {
        (None, Some(error)) => Err(error),
        (found, _) => Ok(found),
    }
}

/// The share of a layer's areas that stand on blocks of a population, judged by a place inside each of some of them; for
/// `enough` of 0 the first that does will do.
fn cover(blocks: &Blocks<'_>, population: &Population, side: &Side, enough: f64) -> f64 {
    let Some(ground) = &side.ground else { return 0.0 };
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
