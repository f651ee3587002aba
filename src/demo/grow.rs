//! Dividing ground into areas that have about the people asked for.
//!
//! Areas grow from seeds, the emptiest one first, each taking the free unit with the shortest way
//! to its seed, rivers being a way round.
//! Then units on borders change sides for as long as that makes borders cheaper or people more
//! even: so borders find the rivers and roads, and lose their spikes.

use std::{cmp::Reverse, collections::BinaryHeap};

use geo_types::Coord;

use super::{
    graph::{Graph, Link},
    mesh::distance,
};

/// Which area each unit belongs to: one area for each seed, with about its target of people.
pub fn grow(graph: &Graph, seeds: &[Coord<f64>], targets: &[f64]) -> Vec<usize> {
    let mut label = vec![usize::MAX; graph.len()];
    let mut open: Vec<Open> = vec![Open::new(); seeds.len()];
    let mut people = vec![0.0; seeds.len()];
    for area in 0..seeds.len() {
        let free = (0..graph.len()).filter(|&unit| label[unit] == usize::MAX);
        let Some(first) = free.min_by_key(|&unit| millimetres(graph.at[unit], seeds[area])) else { break };
        label[first] = area;
        people[area] += graph.people[first];
        reach_out(graph, &label, &mut open[area], first, 0);
    }
    loop {
        let growing = (0..seeds.len()).filter(|&area| !open[area].is_empty());
        let fill = |area: &usize| people[*area] / targets[*area];
        let Some(area) = growing.min_by(|a, b| fill(a).total_cmp(&fill(b))) else { return label };
        while let Some(Reverse((way, unit))) = open[area].pop() {
            if label[unit] == usize::MAX {
                label[unit] = area;
                people[area] += graph.people[unit];
                reach_out(graph, &label, &mut open[area], unit, way);
                break;
            }
        }
    }
}

/// Free units to take next, by their way to the seed in millimetres.
type Open = BinaryHeap<Reverse<(u64, usize)>>;

fn reach_out(graph: &Graph, label: &[usize], open: &mut Open, from: usize, way: u64) {
    for &Link { to, ford, .. } in graph.links[from].iter().filter(|link| label[link.to] == usize::MAX) {
        let step = millimetres(graph.at[from], graph.at[to]) + (ford * 1000.0) as u64;
        open.push(Reverse((way + step, to)));
    }
}

fn millimetres(a: Coord<f64>, b: Coord<f64>) -> u64 {
    (distance(a, b) * 1000.0) as u64
}

/// Let units on borders change sides where `may(unit, to)`, forty times through all at most.
///
/// `evenness` is what even numbers of people are worth against cheap borders: the smaller the
/// units against their areas, the more is needed to feel it.
pub fn settle(
    graph: &Graph,
    label: &mut [usize],
    targets: &[f64],
    evenness: f64,
    may: impl Fn(usize, usize) -> bool,
) {
    let mut people = vec![0.0; targets.len()];
    for (unit, &own) in label.iter().enumerate() {
        people[own] += graph.people[unit];
    }
    let uneven = |area: usize, people: f64| {
        let off = (people - targets[area]) / targets[area];
        off * off
    };
    for _ in 0..40 {
        let mut moved = false;
        for unit in 0..graph.len() {
            let own = label[unit];
            let shared = |area: usize| -> f64 {
                graph.links[unit].iter().filter(|link| label[link.to] == area).map(|link| link.border).sum()
            };
            let around: f64 = graph.links[unit].iter().map(|link| link.border).sum();
            let kept = shared(own);
            let mut best = (-1e-9, own);
            for link in &graph.links[unit] {
                let to = label[link.to];
                if to == own || !may(unit, to) {
                    continue;
                }
                let here = graph.people[unit];
                let worse = uneven(own, people[own] - here) - uneven(own, people[own])
                    + uneven(to, people[to] + here)
                    - uneven(to, people[to]);
                let change = (kept - shared(to)) * 4.0 / around.max(1.0) + evenness * worse;
                if change < best.0 {
                    best = (change, to);
                }
            }
            if best.1 != own && graph.hangs_together_without(unit, label) {
                people[own] -= graph.people[unit];
                people[best.1] += graph.people[unit];
                label[unit] = best.1;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
}

/// Divide into `count` areas of about as many people each. `draw` gives fractions.
pub fn divide(graph: &Graph, count: usize, mut draw: impl FnMut() -> f64) -> Vec<usize> {
    let total: f64 = graph.people.iter().sum();
    let targets = vec![total / count as f64; count];
    let mut seeds: Vec<Coord<f64>> = (0..count).map(|_| graph.at[somebody(graph, draw() * total)]).collect();
    // Seeds drawn at random crowd in places: let each move to the middle of its own people.
    for _ in 0..12 {
        let label = grow(graph, &seeds, &targets);
        seeds = middles(graph, &label, &seeds);
    }
    let mut label = grow(graph, &seeds, &targets);
    settle(graph, &mut label, &targets, 45.0, |_, _| true);
    label
}

/// The unit of the n-th person.
fn somebody(graph: &Graph, nth: f64) -> usize {
    let mut before = 0.0;
    for (unit, people) in graph.people.iter().enumerate() {
        before += people;
        if before > nth {
            return unit;
        }
    }
    graph.len() - 1
}

/// The middle of the people of each area.
fn middles(graph: &Graph, label: &[usize], seeds: &[Coord<f64>]) -> Vec<Coord<f64>> {
    let mut sums = vec![(Coord::zero(), 0.0); seeds.len()];
    for (unit, &area) in label.iter().enumerate() {
        sums[area].0 = sums[area].0 + graph.at[unit] * graph.people[unit];
        sums[area].1 += graph.people[unit];
    }
    sums.iter()
        .zip(seeds)
        .map(|(&(sum, people), &seed)| if people > 0.0 { sum / people } else { seed })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_square_divides_into_even_areas_that_hang_together() {
        let place = |unit: usize| Coord { x: (unit % 20) as f64 * 10.0, y: (unit / 20) as f64 * 10.0 };
        let near = |a: usize, b: usize| (distance(place(a), place(b)) - 10.0).abs() < 1e-6;
        let links = |a: usize| {
            (0..400).filter(|&b| near(a, b)).map(|to| Link { to, border: 10.0, ford: 0.0 }).collect()
        };
        let graph = Graph {
            people: vec![5.0; 400],
            at: (0..400).map(place).collect(),
            links: (0..400).map(links).collect(),
        };
        let mut turn = 0;
        let draw = || {
            turn += 1;
            super::super::noise::fraction(11, turn, 0)
        };
        let label = divide(&graph, 8, draw);
        let pieces = graph.pieces(|a, b| label[a] == label[b]);
        assert_eq!(pieces.iter().max(), Some(&7));
        for area in 0..8 {
            let people = label.iter().filter(|&&own| own == area).count() * 5;
            assert!((175..=325).contains(&people), "area {area} has {people}, not about 250");
        }
    }
}
