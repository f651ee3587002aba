//! Ground for organisations that are lists of people: each block goes to the organisation with most people in it.
//!
//! A footprint made so is a construction: people of many lists live in most blocks. The figures beside it say how far it can be
//! trusted, as T. Beaney et al. hold list size against the residents of the catchment (BJGP Open 2022
//! for all England, r = 0.91).

use std::collections::BTreeMap;

use super::{Membership, Population};

/// Blocks given to organisations by most people.
#[derive(Debug, Clone, PartialEq)]
pub struct Footprints {
    /// Block code and organisation, by its position in the lists; sorted by code.
    pub of_block: Vec<(String, u32)>,
    /// For each organisation, what its footprint is worth; without blocks all figures but its list are 0.
    pub figures: Vec<FootprintFigures>,
    /// Blocks in which two organisations have equally many people: given to the lower code.
    pub ties: usize,
    /// Blocks in which no organisation has more than half of the people on these lists.
    pub without_majority: usize,
}

/// What a footprint is worth.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct FootprintFigures {
    /// Blocks in it.
    pub blocks: usize,
    /// Blocks in it in which the organisation has no majority.
    pub without_majority: usize,
    /// The list's size: as stated, or else everybody on it whose block is given.
    pub list_size: f64,
    /// Everybody on the list whose block is given.
    pub on_list: f64,
    /// Of these, who live in the footprint.
    pub on_list_inside: f64,
    /// Everybody on any of the lists who lives in the footprint.
    pub on_any_list_inside: f64,
    /// Residents of the footprint, where they are known.
    pub residents: Option<f64>,
}

impl FootprintFigures {
    /// The share of the list that lives in the footprint.
    #[must_use]
    pub fn list_inside(&self) -> Option<f64> {
        (self.on_list > 0.0).then(|| self.on_list_inside / self.on_list)
    }

    /// The registered share: of the people on any list in the footprint, those on this one.
    #[must_use]
    pub fn registered_share(&self) -> Option<f64> {
        (self.on_any_list_inside > 0.0).then(|| self.on_list_inside / self.on_any_list_inside)
    }

    /// The list-to-resident ratio.
    #[must_use]
    pub fn list_to_residents(&self) -> Option<f64> {
        self.residents.filter(|&residents| residents > 0.0).map(|residents| self.list_size / residents)
    }
}

/// Gives each block to the organisation with most people in it; of equals to the one whose code comes first.
#[must_use]
pub fn by_most_people(lists: &Membership, residents: Option<&Population>) -> Footprints {
    let mut in_block: BTreeMap<&str, Vec<(u32, f64)>> = BTreeMap::new();
    for row in lists.rows.iter().filter(|row| row.value > 0.0) {
        in_block.entry(&row.block).or_default().push((row.organisation, row.value));
    }
    let mut footprints = Footprints {
        of_block: Vec::new(),
        figures: vec![FootprintFigures::default(); lists.organisations.len()],
        ties: 0,
        without_majority: 0,
    };
    for figures in &mut footprints.figures {
        figures.residents = residents.map(|_| 0.0);
    }
    for (block, people) in in_block {
        // Organisations stand in the order of their codes, and so do the rows of a block.
        let most = people.iter().map(|&(_, people)| people).fold(0.0, f64::max);
        let leaders: Vec<u32> = people.iter().filter(|(_, p)| *p >= most).map(|&(o, _)| o).collect();
        let Some(&leader) = leaders.iter().min() else { continue };
        let everybody: f64 = people.iter().map(|(_, people)| people).sum();
        let is_majority = most * 2.0 > everybody;
        footprints.ties += usize::from(leaders.len() > 1);
        footprints.without_majority += usize::from(!is_majority);
        footprints.of_block.push((block.to_owned(), leader));
        for &(organisation, people) in &people {
            footprints.figures[organisation as usize].on_list += people;
        }
        let figures = &mut footprints.figures[leader as usize];
        figures.blocks += 1;
        figures.without_majority += usize::from(!is_majority);
        figures.on_list_inside += most;
        figures.on_any_list_inside += everybody;
        let living = residents.and_then(|residents| residents.value(block)).unwrap_or(0.0);
        figures.residents = figures.residents.map(|before| before + living);
    }
    for (figures, organisation) in footprints.figures.iter_mut().zip(&lists.organisations) {
        figures.list_size = organisation.stated_total.unwrap_or(figures.on_list);
    }
    footprints
}

/// Pearson's correlation of list sizes with the residents of the footprints; `None` for under three organisations with both.
#[must_use]
pub fn correlation(footprints: &Footprints) -> Option<f64> {
    let both: Vec<(f64, f64)> = footprints
        .figures
        .iter()
        .filter(|figures| figures.blocks > 0)
        .filter_map(|figures| Some((figures.list_size, figures.residents?)))
        .collect();
    if both.len() < 3 {
        return None;
    }
    #[allow(clippy::cast_precision_loss)] // counts of organisations
    let count = both.len() as f64;
    let mean = |pick: fn(&(f64, f64)) -> f64| both.iter().map(pick).sum::<f64>() / count;
    let (x, y) = (mean(|pair| pair.0), mean(|pair| pair.1));
    let sum = |term: &dyn Fn(&(f64, f64)) -> f64| both.iter().map(term).sum::<f64>();
    let together = sum(&|pair| (pair.0 - x) * (pair.1 - y));
    let apart = (sum(&|pair| (pair.0 - x).powi(2)) * sum(&|pair| (pair.1 - y).powi(2))).sqrt();
    (apart > 0.0).then(|| together / apart)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        boundary::{AreaId, Family, Layer, Period, Provenance, Release},
        people::{MembershipRow, Organisation},
    };

    fn release() -> Release {
        Release {
            edition: "1".parse().unwrap(),
            revision: 0,
            period: Period::ALWAYS,
            provenance: Provenance::default(),
            reference: String::new(),
        }
    }

    fn lists(rows: &[(u32, &str, f64)]) -> Membership {
        let organisation = |code: &str| Organisation {
            id: AreaId::from_store(format!("pcns-{code}")),
            code: code.to_owned(),
            name: code.to_owned(),
            stated_total: None,
        };
        Membership {
            layer: Layer::unnamed("pcns".parse().unwrap(), Family::Nhs),
            weight: "patients".parse().unwrap(),
            blocks: "lsoa".parse().unwrap(),
            scope: None,
            release: release(),
            organisations: ["P1", "P2", "P3"].map(organisation).to_vec(),
            rows: rows
                .iter()
                .map(|&(organisation, block, value)| MembershipRow {
                    organisation,
                    block: block.to_owned(),
                    value,
                })
                .collect(),
        }
    }

    #[test]
    fn a_block_goes_to_the_list_with_most_of_its_people() {
        let lists = lists(&[(0, "A", 60.0), (0, "B", 10.0), (1, "A", 40.0), (1, "B", 45.0), (2, "B", 45.0)]);
        let residents = Population {
            weight: "residents".parse().unwrap(),
            blocks: "lsoa".parse().unwrap(),
            release: release(),
            values: vec![("A".to_owned(), 90.0), ("B".to_owned(), 110.0)],
        };
        let footprints = by_most_people(&lists, Some(&residents));
        assert_eq!(footprints.of_block, [("A".to_owned(), 0), ("B".to_owned(), 1)]);
        assert_eq!((footprints.ties, footprints.without_majority), (1, 1));
        let [first, second, third] = &footprints.figures[..] else { panic!("three") };
        assert_eq!((first.on_list, first.on_list_inside, first.residents), (70.0, 60.0, Some(90.0)));
        assert!((first.registered_share().unwrap() - 0.6).abs() < 1e-12);
        assert!((second.list_to_residents().unwrap() - 85.0 / 110.0).abs() < 1e-12);
        assert_eq!((third.blocks, third.on_list, third.registered_share()), (0, 45.0, None));
    }

    #[test]
    fn lists_as_long_as_their_residents_are_many_correlate_wholly() {
        let lists = lists(&[(0, "A", 10.0), (1, "B", 20.0), (2, "C", 30.0)]);
        let residents = Population {
            weight: "residents".parse().unwrap(),
            blocks: "lsoa".parse().unwrap(),
            release: release(),
            values: vec![("A".to_owned(), 11.0), ("B".to_owned(), 21.0), ("C".to_owned(), 31.0)],
        };
        let r = correlation(&by_most_people(&lists, Some(&residents))).unwrap();
        assert!((r - 1.0).abs() < 1e-12);
        assert_eq!(correlation(&by_most_people(&lists, None)), None);
    }
}
