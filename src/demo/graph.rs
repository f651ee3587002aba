//! Units of ground and what it would cost to draw a border between them.

use std::collections::BTreeMap;

use geo_types::Coord;

/// A neighbour.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Link {
    /// Which unit.
    pub to: usize,
    /// The cost of a border with it, in metres: less than its length along a river or a road.
    pub border: f64,
    /// What crossing over to it adds to the way, in metres: a river keeps people apart.
    pub ford: f64,
}

/// Units (cells, or blocks made of them), their people, and their neighbours.
#[derive(Clone, Default)]
pub struct Graph {
    /// The people of each unit.
    pub people: Vec<f64>,
    /// The middle of each unit, in grid metres.
    pub at: Vec<Coord<f64>>,
    /// For each unit its neighbours.
    pub links: Vec<Vec<Link>>,
}

impl Graph {
    /// How many units there are.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Make two units neighbours of each other.
    pub fn join(&mut self, a: usize, b: usize, border: f64, ford: f64) {
        self.links[a].push(Link { to: b, border, ford });
        self.links[b].push(Link { to: a, border, ford });
    }

    /// Some of the units alone, in the order given.
    pub fn part(&self, members: &[usize]) -> Graph {
        let mut place = vec![None; self.len()];
        for (new, &old) in members.iter().enumerate() {
            place[old] = Some(new);
        }
        let links = |&old: &usize| -> Vec<Link> {
            self.links[old].iter().filter_map(|&link| Some(Link { to: place[link.to]?, ..link })).collect()
        };
        Graph {
            people: members.iter().map(|&unit| self.people[unit]).collect(),
            at: members.iter().map(|&unit| self.at[unit]).collect(),
            links: members.iter().map(links).collect(),
        }
    }

    /// The units merged by their label, 0 to under `count`.
    pub fn merged(&self, label: &[usize], count: usize) -> Graph {
        let mut merged =
            Graph { people: vec![0.0; count], at: vec![Coord::zero(); count], links: Vec::new() };
        let mut members = vec![0.0; count];
        let mut links: Vec<BTreeMap<usize, Link>> = vec![BTreeMap::new(); count];
        for (unit, &own) in label.iter().enumerate() {
            merged.people[own] += self.people[unit];
            merged.at[own] = merged.at[own] + self.at[unit];
            members[own] += 1.0;
            for link in self.links[unit].iter().filter(|link| label[link.to] != own) {
                let to = label[link.to];
                let sum = links[own].entry(to).or_insert(Link { to, border: 0.0, ford: link.ford });
                sum.border += link.border;
                sum.ford = sum.ford.min(link.ford);
            }
        }
        for (at, members) in merged.at.iter_mut().zip(members) {
            *at = *at / f64::max(members, 1.0);
        }
        merged.links = links.into_iter().map(|to| to.into_values().collect()).collect();
        merged
    }

    /// Which connected piece each unit belongs to, numbered from 0 in the order of the units.
    pub fn pieces(&self, joined: impl Fn(usize, usize) -> bool) -> Vec<usize> {
        let mut piece = vec![usize::MAX; self.len()];
        let mut count = 0;
        for start in 0..self.len() {
            let mut open = if piece[start] == usize::MAX { vec![start] } else { continue };
            piece[start] = count;
            while let Some(unit) = open.pop() {
                for &Link { to, .. } in &self.links[unit] {
                    if piece[to] == usize::MAX && joined(unit, to) {
                        piece[to] = count;
                        open.push(to);
                    }
                }
            }
            count += 1;
        }
        piece
    }

    /// Whether the units with the same label as this one hang together without it.
    pub fn hangs_together_without(&self, unit: usize, label: &[usize]) -> bool {
        let own = label[unit];
        let mut wanted: Vec<usize> =
            self.links[unit].iter().map(|link| link.to).filter(|&to| label[to] == own).collect();
        let Some(start) = wanted.pop() else { return false };
        let mut seen = std::collections::BTreeSet::from([unit, start]);
        let mut open = std::collections::VecDeque::from([start]);
        while let Some(at) = open.pop_front() {
            if wanted.is_empty() {
                return true;
            }
            for &Link { to, .. } in self.links[at].iter().filter(|link| label[link.to] == own) {
                if seen.insert(to) {
                    wanted.retain(|&other| other != to);
                    open.push_back(to);
                }
            }
        }
        wanted.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain() -> Graph {
        let link = |to: usize| Link { to, border: 1.0, ford: 0.0 };
        let links = vec![vec![link(1)], vec![link(0), link(2)], vec![link(1)]];
        Graph { people: vec![1.0, 2.0, 3.0], at: vec![Coord::zero(); 3], links }
    }

    #[test]
    fn a_chain_falls_apart_without_its_middle_but_not_without_its_end() {
        assert!(!chain().hangs_together_without(1, &[0, 0, 0]));
        assert!(chain().hangs_together_without(2, &[0, 0, 0]));
        assert!(!chain().hangs_together_without(2, &[0, 0, 1]), "it is all there is of its label");
    }

    #[test]
    fn merging_adds_people_and_keeps_only_outer_links() {
        let merged = chain().merged(&[0, 0, 1], 2);
        assert_eq!(merged.people, [3.0, 3.0]);
        assert_eq!(merged.links, [1, 0].map(|to| [Link { to, border: 1.0, ford: 0.0 }]));
        assert_eq!(chain().pieces(|a, b| a.max(b) < 2), [0, 0, 1]);
    }
}
