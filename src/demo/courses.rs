//! Rivers and roads: cheapest ways through the lines of the mesh.
//!
//! Borders follow them, as they do in England, because a border costs less there (see `ground`).

use std::{cmp::Reverse, collections::BinaryHeap};

use geo_types::Coord;

use super::{
    land,
    mesh::{Line, Mesh, distance},
    noise,
    places::Place,
};

/// From mouth to source, through points in hundreds of metres: the Wythe, which divides the county
/// and runs from sea to border, the Orrow, which joins it, the Lask, the Kelder and the Stave.
const RIVERS: [&[(i32, i32)]; 5] = [
    &[(262, 319), (238, 322), (205, 328), (165, 322), (112, 338), (60, 345)],
    &[(205, 328), (228, 372), (288, 418), (312, 452)],
    &[(256, 88), (240, 125), (215, 162), (188, 214), (150, 238)],
    &[(458, 150), (402, 160), (352, 196), (312, 222)],
    &[(148, 28), (138, 82), (122, 120), (96, 168)],
];

/// What runs along a line of the mesh.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Way {
    /// Nothing: fields, gardens.
    Open,
    /// A road.
    Road,
    /// A river that a footbridge crosses.
    Stream,
    /// The river that divides the county.
    River,
    /// The border with counties that are not drawn.
    Border,
    /// The sea's edge.
    Coast,
}

/// A town has a through street for about so many people.
const PEOPLE_OF_STREET: f64 = 2_600.0;

/// Let rivers run from the sea, roads from every place to the nearest larger one, and streets
/// through the towns.
pub fn run(mesh: &Mesh, inside: &[bool], places: &[Place], seed: u64, ways: &mut [Way]) {
    let net = Net::new(mesh, inside);
    for (number, course) in RIVERS.iter().enumerate() {
        let last = course.len() - 1;
        let stop = |(index, &(east, north)): (usize, &(i32, i32))| {
            let at = land::place(east, north);
            // The second river rises and ends inland; of the others only the first ends at an edge.
            let at_edge = index == 0 && number != 1 || index == last && number == 0;
            net.nearest(at, |node| !at_edge || net.at_edge(node))
        };
        let stops: Vec<usize> = course.iter().enumerate().map(stop).collect();
        for reach in stops.windows(2) {
            for line in net.way(reach[0], reach[1], |line| net.rough(line, seed + 31)) {
                ways[line] = ways[line].max(if number == 0 { Way::River } else { Way::Stream });
            }
        }
    }
    let mut road = |from: Coord<f64>, to: Coord<f64>| {
        let [from, to] = [from, to].map(|at| net.nearest(at, |_| true));
        let cost = |line: usize| match ways[line] {
            Way::Open => net.rough(line, seed + 32),
            Way::Road => net.rough(line, seed + 32) / 3,
            _ => net.rough(line, seed + 32) + 200,
        };
        for line in net.way(from, to, cost) {
            ways[line] = ways[line].max(Way::Road);
        }
    };
    for (number, place) in places.iter().enumerate() {
        let larger = places.iter().filter(|other| other.people > place.people);
        let far = |other: &&Place| (distance(other.at, place.at) * 1000.0) as u64;
        if let Some(goal) = larger.min_by_key(far) {
            road(place.at, goal.at);
        }
        for street in 0..(place.people / PEOPLE_OF_STREET) as i64 {
            let end = |salt: u64| {
                let part = |salt: u64| noise::fraction(seed + salt, number as i64, street) * 1.7 - 0.85;
                place.at + Coord { x: part(salt), y: part(salt + 1) } * place.radius_m
            };
            road(end(71), end(73));
        }
    }
}

/// The lines within the county, as a net of ways.
struct Net<'a> {
    mesh: &'a Mesh,
    inside: &'a [bool],
    lines_at: Vec<Vec<usize>>,
}

impl Net<'_> {
    fn new<'a>(mesh: &'a Mesh, inside: &'a [bool]) -> Net<'a> {
        let mut lines_at = vec![Vec::new(); mesh.vertices.len()];
        for (index, line) in mesh.lines.iter().enumerate() {
            for end in line.ends() {
                lines_at[end].push(index);
            }
        }
        Net { mesh, inside, lines_at }
    }

    fn within(&self, line: usize) -> bool {
        let Line { left, right, .. } = self.mesh.lines[line];
        self.inside[left] && self.inside[right]
    }

    /// Whether a node lies on the shore or the border, with a line that leads inland.
    fn at_edge(&self, node: usize) -> bool {
        !self.lines_at[node].iter().all(|&line| self.within(line))
    }

    /// The nearest node within the county that is allowed.
    fn nearest(&self, at: Coord<f64>, allowed: impl Fn(usize) -> bool) -> usize {
        let far = |node: usize| (distance(self.mesh.vertices[node], at) * 1000.0) as u64;
        let lines = (0..self.mesh.lines.len()).filter(|&line| self.within(line));
        let nodes = lines.flat_map(|line| self.mesh.lines[line].ends());
        nodes.filter(|&node| allowed(node)).min_by_key(|&node| (far(node), node)).unwrap_or(0)
    }

    /// What a line costs where the ground makes some lines easier than others: about its metres.
    fn rough(&self, line: usize, seed: u64) -> u64 {
        let easy = 0.35 + 1.6 * noise::fraction(seed, line as i64, 0);
        (self.mesh.length(&self.mesh.lines[line]) * easy) as u64 + 1
    }

    /// The lines of the cheapest way between two nodes; none where there is no way.
    fn way(&self, from: usize, to: usize, cost: impl Fn(usize) -> u64) -> Vec<usize> {
        let mut arrival: Vec<Option<Option<usize>>> = vec![None; self.mesh.vertices.len()];
        let mut open = BinaryHeap::from([Reverse((0, from, None))]);
        while let Some(Reverse((spent, node, line))) = open.pop() {
            if arrival[node].is_some() {
                continue;
            }
            arrival[node] = Some(line);
            if node == to {
                break;
            }
            for &line in self.lines_at[node].iter().filter(|&&line| self.within(line)) {
                let next = self.other_end(line, node);
                if arrival[next].is_none() {
                    open.push(Reverse((spent + cost(line), next, Some(line))));
                }
            }
        }
        let (mut found, mut node) = (Vec::new(), to);
        while let Some(Some(line)) = arrival[node] {
            found.push(line);
            node = self.other_end(line, node);
        }
        found
    }

    fn other_end(&self, line: usize, node: usize) -> usize {
        let [a, b] = self.mesh.lines[line].ends();
        if a == node { b } else { a }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_takes_the_cheap_lines_and_joins_end_to_end() {
        let site = |i: i32| Coord { x: f64::from(i % 10 * 10 + i / 10 % 2 * 5), y: f64::from(i / 10 * 9) };
        let mesh = Mesh::new((0..100).map(site).collect());
        let net = Net::new(&mesh, &[true; 100]);
        let [from, to] = [(12., 12.), (70., 60.)].map(|(x, y)| net.nearest(Coord { x, y }, |_| true));
        let cheap = net.way(from, to, |_| 1);
        let end = cheap.iter().fold(to, |node, &line| {
            assert!(mesh.lines[line].ends().contains(&node));
            net.other_end(line, node)
        });
        assert_eq!(end, from);
        let barred = cheap[cheap.len() / 2];
        let round = net.way(from, to, |line| if line == barred { 100 } else { 1 });
        assert!(round.len() >= cheap.len() && !round.contains(&barred));
    }
}
