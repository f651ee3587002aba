//! What is counted in two layers, by the kind of weight.

use std::sync::Arc;

use jiff::civil::Date;

use super::{
    Citation, CompareError, Kind, Method, PlacedPeople, Side, Sources, ThinBlocks, Unplaced,
    blocks::Blocks,
    cite,
    lists::Listed,
    measure::{Ground, Measures, People, block_cover, by_block, total, weigh},
    spread::Spreader,
    weight::{Grounds, Weight},
};
use crate::{
    atlas::{PreparedGround, View},
    coterminosity::Counted,
    people::{Membership, Population},
};

/// Below this share of the residents of a block, lists may miss people who are on other lists.
const THIN: f64 = 0.9;

/// What was counted, and how.
pub(super) struct Counts {
    pub(super) measures: Measures,
    pub(super) weight: String,
    pub(super) counted: Counted,
    pub(super) blocks: Option<String>,
    pub(super) people_date: Option<Date>,
    pub(super) scope: Option<String>,
    pub(super) estimated: bool,
    pub(super) method: Method,
    pub(super) people: Option<PlacedPeople>,
    pub(super) block_cover: [Option<f64>; 2],
    pub(super) thin_blocks: Option<ThinBlocks>,
    pub(super) sources: Option<Sources>,
}

impl Counts {
    fn new(weight: String, counted: Counted, measures: Measures) -> Self {
        Self {
            measures,
            weight,
            counted,
            blocks: None,
            people_date: None,
            scope: None,
            estimated: false,
            method: Method::default(),
            people: None,
            block_cover: [None; 2],
            thin_blocks: None,
            sources: None,
        }
    }
}

/// The two layers, the place and the date.
pub(super) struct Asked<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) a: &'a Side,
    pub(super) b: &'a Side,
    pub(super) place: Option<&'a PreparedGround>,
    pub(super) on: Date,
}

impl Asked<'_> {
    pub(super) fn counts(&self, weight: &Weight<'_>) -> Result<Counts, CompareError> {
        match weight {
            Weight::Area(grounds) => {
                let measures = weigh(&Ground(self.view.overlaps()), grounds.a, grounds.b);
                Ok(Counts::new("area".to_owned(), Counted::Ground, measures))
            }
            Weight::Population(population, blocks, grounds) => {
                Ok(self.population(population, blocks, *grounds))
            }
            Weight::Lists { lists, beside, swapped } => self.lists(lists, beside, *swapped),
        }
    }

    fn population(&self, population: &Population, blocks: &Blocks<'_>, grounds: Grounds<'_>) -> Counts {
        let table = population.values.iter().map(|(code, value)| (code.as_str(), *value));
        let (values, missing) = by_block(blocks, table);
        let wanted: Vec<bool> = values.iter().map(|&value| value > 0.0).collect();
        let spreader = Spreader { blocks, overlaps: self.view.overlaps(), wanted: &wanted };
        let measures = weigh(&People { spreader, values: &values }, grounds.a, grounds.b);
        let (placed, unplaced) = (total(&values), Unplaced::of(&missing));
        let of = format!("{}@{}", population.weight, population.blocks.layer);
        Counts {
            blocks: Some(population.blocks.layer.to_string()),
            people_date: population.release.period.from(),
            method: method(blocks, &values),
            people: Some(PlacedPeople { total: placed + unplaced.total(), placed, unplaced }),
            block_cover: [self.a, self.b].map(|side| block_cover(self.view, blocks, &wanted, side)),
            sources: Some(self.sources(blocks, Citation::table(of, &population.release))),
            ..Counts::new(population.weight.to_string(), Counted::People, measures)
        }
    }

    /// People on lists, beside the other layer.
    fn lists(&self, lists: &Arc<Membership>, beside: &Kind, swapped: bool) -> Result<Counts, CompareError> {
        let overlaps = self.view.overlaps();
        let blocks = self.blocks_of(lists)?;
        let listed = Listed::new(lists, &blocks);
        let mut sources = self.sources(&blocks, Citation::table(lists.layer.id.to_string(), &lists.release));
        let mut estimated = false;
        let measures = match beside {
            Kind::Ground(ground) => listed.with_ground(overlaps, ground, self.place),
            Kind::Lists(others) => {
                let other_blocks = self.blocks_of(others)?;
                sources.add_blocks(
                    &self.sources(&other_blocks, Citation::table(String::new(), &others.release)),
                );
                estimated = !Arc::ptr_eq(lists, others);
                listed.with_lists(overlaps, &Listed::new(others, &other_blocks), self.place)
            }
        };
        let wanted = listed.wanted();
        let mut unplaced = Unplaced::of(&listed.missing);
        unplaced.not_in_rows = not_in_rows(lists);
        let placed = total(&listed.of_block);
        let thin_blocks = self.thin_blocks(&listed);
        sources.residents = thin_blocks.as_ref().map(|thin| thin.residents.clone());
        Ok(Counts {
            blocks: Some(lists.blocks.layer.to_string()),
            people_date: lists.release.period.from(),
            scope: lists.scope.clone(),
            estimated,
            method: method(&blocks, &listed.of_block),
            people: Some(PlacedPeople { total: placed + unplaced.total(), placed, unplaced }),
            block_cover: [self.a, self.b].map(|side| block_cover(self.view, &blocks, &wanted, side)),
            thin_blocks,
            sources: Some(sources),
            ..Counts::new(
                lists.weight.to_string(),
                Counted::People,
                if swapped { measures.swapped() } else { measures },
            )
        })
    }

    fn blocks_of(&self, lists: &Membership) -> Result<Blocks<'_>, CompareError> {
        Blocks::find(self.view, &lists.blocks, &lists.release, self.on, lists.weight.as_str())
    }

    /// Blocks in which the lists hold under 90 % of the residents, by the newest count of residents in the same blocks.
    fn thin_blocks(&self, listed: &Listed<'_>) -> Option<ThinBlocks> {
        let residents = self.view.residents_of(&listed.lists.blocks.layer)?;
        let mut thin = ThinBlocks {
            blocks: 0,
            of_blocks: 0,
            people: 0.0,
            residents: Citation::table(
                format!("{}@{}", residents.weight, residents.blocks.layer),
                &residents.release,
            ),
        };
        let listed = listed.blocks.ground.codes().iter().zip(&listed.of_block);
        for (code, &people) in listed.filter(|(_, people)| **people > 0.0) {
            thin.of_blocks += 1;
            if residents.value(code).is_some_and(|all| people < THIN * all) {
                thin.blocks += 1;
                thin.people += people;
            }
        }
        Some(thin)
    }

    fn sources(&self, blocks: &Blocks<'_>, people: Citation) -> Sources {
        let used = blocks.points.areas().next().is_some();
        let registers = self.view.postcodes().registers().iter().filter(|_| used);
        Sources {
            people: Some(people),
            blocks: cite::of_layer(&blocks.layer),
            postcodes: registers
                .map(|register| Citation::table("postcodes".to_owned(), &register.release))
                .collect(),
            ..Sources::default()
        }
    }
}

/// Those whom lists state beyond their rows.
pub(crate) fn not_in_rows(lists: &Membership) -> f64 {
    let mut in_rows = vec![0.0; lists.organisations.len()];
    for row in &lists.rows {
        in_rows[row.organisation as usize] += row.value;
    }
    let stated = lists.organisations.iter().map(|organisation| organisation.stated_total);
    let beyond = stated.zip(in_rows).filter_map(|(stated, rows)| Some((stated? - rows).max(0.0)));
    beyond.sum()
}

pub(crate) fn method(blocks: &Blocks<'_>, values: &[f64]) -> Method {
    let mut method =
        Method { postcodes_of_unknown_status: blocks.points.of_unknown_status(), ..Method::default() };
    for (block, &people) in (0_u32..).zip(values).filter(|(_, people)| **people > 0.0) {
        if blocks.points.of(block).is_some() {
            method.blocks_at_points += 1;
            method.people_at_points += people;
        } else {
            method.blocks_on_ground += 1;
            method.people_on_ground += people;
        }
    }
    method
}
