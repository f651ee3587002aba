//! Rings cut into arcs: the lines that areas share, each kept once.
//!
//! A *node* is a vertex where lines meet: more than two different neighbours, or a ring that turns back on
//! itself. Between nodes every ring that uses one edge uses them all, so an arc belongs whole to each of its
//! areas, whatever way round they run. A ring that meets no node is one closed arc from its smallest vertex.
//! (The idea is `TopoJSON`'s: Bostock 2013, "How to infer topology".)

use std::collections::HashMap;

use super::runs::Runs;

/// An arc in a ring, and which way it is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ArcUse(u32);

impl ArcUse {
    fn new(arc: u32, backwards: bool) -> Self {
        Self(arc << 1 | u32::from(backwards))
    }

    pub fn arc(self) -> u32 {
        self.0 >> 1
    }

    pub fn backwards(self) -> bool {
        self.0 & 1 == 1
    }
}

/// The arcs of some rings.
#[derive(Debug)]
pub(super) struct Cut {
    /// Vertices of each arc, both ends included: from the smaller end, or the smaller second vertex
    /// when both ends are one.
    pub arcs: Runs<u32>,
    /// Arcs of each ring, in its own order and direction.
    pub rings: Runs<ArcUse>,
}

/// Cuts rings of vertex numbers below `vertices` at every node.
pub(super) fn cut(rings: &Runs<u32>, vertices: usize) -> Cut {
    let nodes = nodes(rings, vertices);
    let mut cut = Cut { arcs: Runs::default(), rings: Runs::default() };
    let mut known = HashMap::new();
    let mut turned = Vec::new();
    for ring in rings.iter() {
        let at_node = ring.iter().position(|&vertex| nodes[vertex as usize]);
        let smallest = || ring.iter().enumerate().min_by_key(|&(_, vertex)| vertex).map(|(at, _)| at);
        let Some(start) = at_node.or_else(smallest) else {
            cut.rings.close();
            continue;
        };
        turned.clear();
        turned.extend_from_slice(&ring[start..]);
        turned.extend_from_slice(&ring[..=start]);

        let mut from = 0;
        for to in 1..turned.len() {
            if to == turned.len() - 1 || nodes[turned[to] as usize] {
                let arc = keep(&turned[from..=to], &mut known, &mut cut.arcs);
                cut.rings.push(arc);
                from = to;
            }
        }
        cut.rings.close();
    }
    cut
}

/// The arc of these vertices, added unless it is known.
fn keep(line: &[u32], known: &mut HashMap<(u32, u32), u32>, arcs: &mut Runs<u32>) -> ArcUse {
    let last = line.len() - 1;
    let backwards = (line[0], line[1]) > (line[last], line[last - 1]);
    // An edge lies in one arc only, so an arc's first edge is a name for it.
    let name = if backwards { (line[last], line[last - 1]) } else { (line[0], line[1]) };
    let arc = *known.entry(name).or_insert_with(|| {
        let end = arcs.extend(line);
        if backwards {
            end.reverse();
        }
        arcs.close()
    });
    ArcUse::new(arc, backwards)
}

const NOBODY: u32 = u32::MAX;

fn nodes(rings: &Runs<u32>, vertices: usize) -> Vec<bool> {
    let mut neighbours = vec![[NOBODY; 2]; vertices];
    let mut nodes = vec![false; vertices];
    let mut meet = |vertex: u32, other: u32| -> bool {
        let [one, two] = &mut neighbours[vertex as usize];
        if *one == NOBODY || *one == other {
            *one = other;
        } else if *two == NOBODY || *two == other {
            *two = other;
        } else {
            return true;
        }
        false
    };
    for ring in rings.iter() {
        for (at, &vertex) in ring.iter().enumerate() {
            let before = ring[(at + ring.len() - 1) % ring.len()];
            let after = ring[(at + 1) % ring.len()];
            let crowded = meet(vertex, before) | meet(vertex, after);
            if crowded || before == after {
                nodes[vertex as usize] = true;
            }
        }
    }
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_rings(rings: &[&[u32]]) -> Cut {
        let mut runs = Runs::default();
        for ring in rings {
            runs.extend(ring);
            runs.close();
        }
        cut(&runs, 20)
    }

    /// Arcs of a ring with their direction.
    fn uses(cut: &Cut, ring: u32) -> Vec<(u32, bool)> {
        cut.rings.run(ring).iter().map(|arc| (arc.arc(), arc.backwards())).collect()
    }

    /// The ring as its arcs spell it.
    fn spelled(cut: &Cut, ring: u32) -> Vec<u32> {
        let mut vertices = Vec::new();
        for arc in cut.rings.run(ring) {
            let mut line = cut.arcs.run(arc.arc()).to_vec();
            if arc.backwards() {
                line.reverse();
            }
            vertices.extend_from_slice(&line[..line.len() - 1]);
        }
        vertices
    }

    #[test]
    fn neighbours_hold_their_border_once_and_walk_it_in_opposite_directions() {
        // 0─1─2   One border 1-4, with a vertex 7 on its way.
        // │ 7 │
        // 3─4─5
        let cut = cut_rings(&[&[0, 3, 4, 7, 1], &[4, 5, 2, 1, 7]]);
        assert_eq!(cut.arcs.len(), 3);
        let (west, east) = (uses(&cut, 0), uses(&cut, 1));
        let border = (0..3).find(|&arc| cut.arcs.run(arc) == [1, 7, 4]).unwrap();
        assert!(west.contains(&(border, true)) && east.contains(&(border, false)));
    }

    #[test]
    fn an_island_that_fills_a_hole_shares_its_one_closed_arc() {
        let cut = cut_rings(&[&[9, 8, 7, 6], &[7, 6, 9, 8], &[6, 7, 8, 9]]);
        assert_eq!(cut.arcs.len(), 1);
        assert_eq!(cut.arcs.run(0), [6, 7, 8, 9, 6]);
        assert_eq!([uses(&cut, 0), uses(&cut, 1), uses(&cut, 2)], [[(0, true)], [(0, true)], [(0, false)]]);
    }

    #[test]
    fn two_arcs_between_the_same_nodes_are_different_arcs() {
        // An island 1-2-3-4 whose south (1, 4, 3) is the coast and whose middle is a border (1, 5, 3).
        let cut = cut_rings(&[&[1, 2, 3, 5], &[1, 5, 3, 4]]);
        assert_eq!(cut.arcs.len(), 3);
        assert_eq!(cut.arcs.iter().filter(|arc| arc[0] == 1 && *arc.last().unwrap() == 3).count(), 3);
    }

    #[test]
    fn a_ring_that_turns_back_on_itself_has_a_node_at_its_tip() {
        // A square with a line out to 5 and back.
        let cut = cut_rings(&[&[0, 1, 2, 5, 2, 3]]);
        assert_eq!(spelled(&cut, 0), [2, 5, 2, 3, 0, 1]);
        assert_eq!(uses(&cut, 0), [(0, false), (0, true), (1, true)]);
    }

    #[test]
    fn a_ring_that_touches_itself_is_cut_into_loops() {
        let cut = cut_rings(&[&[0, 1, 2, 0, 3, 4]]);
        assert_eq!(cut.arcs.iter().collect::<Vec<_>>(), [&[0, 1, 2, 0], &[0, 3, 4, 0]]);
    }

    #[test]
    fn an_older_edition_that_runs_apart_makes_nodes_where_it_leaves_and_returns() {
        // The newer border runs 1-2-3, the older 1-6-3; outer lines are the same.
        let cut = cut_rings(&[&[0, 1, 2, 3], &[0, 1, 6, 3]]);
        assert_eq!(cut.arcs.iter().collect::<Vec<_>>(), [&[1, 2, 3][..], &[1, 0, 3], &[1, 6, 3]]);
    }

    #[test]
    fn every_ring_is_spelled_by_its_arcs_whatever_its_start() {
        let ring = [3, 1, 4, 10, 5, 9, 2, 6];
        for start in 0..ring.len() {
            let mut turned = ring;
            turned.rotate_left(start);
            let cut = cut_rings(&[&turned, &[4, 10, 11]]);
            let mut back = spelled(&cut, 0);
            let at = back.iter().position(|&vertex| vertex == 3).unwrap();
            back.rotate_left(at);
            assert_eq!(back, ring);
        }
    }
}
