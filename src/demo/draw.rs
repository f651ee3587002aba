//! The hand that draws the lines: meshes have corners, England has bends.
//!
//! Lines that are borders in any layer are smoothed, then coasts, rivers and fields get detail.
//! Only shared vertices move, so whatever fitted before fits after. Where that would make two
//! lines touch, they go back to the mesh, which cannot.

use std::collections::{BTreeMap, BTreeSet};

use geo_types::Coord;

use super::{
    courses::Way,
    mesh::{Mesh, distance, turn},
    noise,
};

/// Buckets for finding lines that might touch, in metres: longer than any stroke.
const BUCKET: f64 = 1_000.0;

/// Draw the lines in use, on whole metres.
pub fn draw(mesh: &mut Mesh, ways: &[Way], used: &[bool], seed: u64) {
    let plain: Vec<Coord<f64>> = mesh.vertices.iter().map(|&at| whole(at)).collect();
    let plain_paths: Vec<Vec<usize>> = mesh.lines.iter().map(|line| line.path.clone()).collect();
    for round in 0..3 {
        smooth(mesh, ways, used, round);
    }
    for line in (0..mesh.lines.len()).filter(|&line| used[line]) {
        roughen(mesh, line, ways[line], seed);
    }
    for at in &mut mesh.vertices {
        *at = whole(*at);
    }
    // Each round sends another line back to the mesh, so there is a last one.
    let mut back = BTreeSet::new();
    loop {
        let tangled = tangles(mesh, used);
        if tangled.is_subset(&back) {
            return;
        }
        back.extend(&tangled);
        for line in tangled {
            mesh.lines[line].path.clone_from(&plain_paths[line]);
            for &vertex in &plain_paths[line] {
                mesh.vertices[vertex] = plain[vertex];
            }
        }
    }
}

fn whole(at: Coord<f64>) -> Coord<f64> {
    Coord { x: at.x.round(), y: at.y.round() }
}

/// Move every vertex in the run of a line towards the middle of its neighbours; junctions stay.
fn smooth(mesh: &mut Mesh, ways: &[Way], used: &[bool], round: u32) {
    let mut beside: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (line, _) in mesh.lines.iter().zip(used).filter(|(_, used)| **used) {
        for step in line.path.windows(2) {
            beside.entry(step[0]).or_default().push(step[1]);
            beside.entry(step[1]).or_default().push(step[0]);
        }
    }
    // Coasts keep more of their corners.
    let mut rocky = BTreeSet::new();
    for (line, _) in mesh.lines.iter().zip(ways).filter(|(_, way)| **way == Way::Coast) {
        rocky.extend(line.path.iter().copied());
    }
    let before = mesh.vertices.clone();
    for (vertex, beside) in beside {
        if let ([a, b], false) = (&beside[..], round > 1 && rocky.contains(&vertex)) {
            mesh.vertices[vertex] = before[vertex] * 0.5 + (before[*a] + before[*b]) * 0.25;
        }
    }
}

/// Replace each stroke of a line by two that meet off its middle, and so on down to fine detail.
fn roughen(mesh: &mut Mesh, line: usize, way: Way, seed: u64) {
    // How far off, against the stroke's length; and the length in metres that needs no detail.
    let (bend, fine) = match way {
        Way::Coast => (0.42, 110.0),
        Way::River => (0.60, 100.0),
        Way::Stream => (0.50, 110.0),
        Way::Border | Way::Open => (0.22, 230.0),
        Way::Road => (0.08, 300.0),
    };
    let mut path = mesh.lines[line].path.clone();
    path = straighten(mesh, &path);
    loop {
        let mut finer = Vec::with_capacity(path.len() * 2);
        for step in path.windows(2) {
            finer.push(step[0]);
            let (a, b) = (mesh.vertices[step[0]], mesh.vertices[step[1]]);
            if distance(a, b) > fine {
                let stroke = b - a;
                let chance = noise::fraction(seed + 51, (a.x + b.x) as i64, (a.y + b.y) as i64);
                let off = Coord { x: -stroke.y, y: stroke.x } * (bend * (chance - 0.5));
                finer.push(mesh.vertices.len());
                mesh.vertices.push((a + b) / 2.0 + off);
            }
        }
        finer.extend(path.last());
        if finer.len() == path.len() {
            break;
        }
        path = finer;
    }
    mesh.lines[line].path = path;
}

/// The path without the inner vertices that hardly bend it: by under 4 m, or 1 m in 40.
fn straighten(mesh: &Mesh, path: &[usize]) -> Vec<usize> {
    let at = |vertex: usize| mesh.vertices[vertex];
    let bends = |three: &&[usize]| {
        let (from, to) = (at(three[0]), at(three[2]));
        let length = distance(from, to).max(1.0);
        turn(from, to, at(three[1])).abs() / length > f64::max(4.0, length / 40.0)
    };
    let inner = path.windows(3).filter(bends).map(|three| three[1]);
    path.first().copied().into_iter().chain(inner).chain(path.last().copied()).collect()
}

/// From a vertex to a vertex, and the line that it is part of.
type Stroke = (usize, usize, usize);

/// The lines that touch another one, or themselves, other than end to end.
fn tangles(mesh: &Mesh, used: &[bool]) -> BTreeSet<usize> {
    let mut buckets: BTreeMap<(i64, i64), Vec<Stroke>> = BTreeMap::new();
    let bucket = |at: f64| (at / BUCKET).floor() as i64;
    for (index, line) in mesh.lines.iter().enumerate().filter(|(index, _)| used[*index]) {
        for step in line.path.windows(2) {
            let (a, b) = (mesh.vertices[step[0]], mesh.vertices[step[1]]);
            for column in bucket(a.x.min(b.x))..=bucket(a.x.max(b.x)) {
                for row in bucket(a.y.min(b.y))..=bucket(a.y.max(b.y)) {
                    buckets.entry((column, row)).or_default().push((step[0], step[1], index));
                }
            }
        }
    }
    let mut tangled = BTreeSet::new();
    for strokes in buckets.values() {
        for (index, &(a, b, line)) in strokes.iter().enumerate() {
            for &(c, d, other) in &strokes[index + 1..] {
                if (a, b) != (c, d) && touch(mesh, [a, b], [c, d]) {
                    tangled.extend([line, other]);
                }
            }
        }
    }
    tangled
}

/// Whether two strokes meet anywhere but in a vertex that both have.
fn touch(mesh: &Mesh, [a, b]: [usize; 2], [c, d]: [usize; 2]) -> bool {
    let at = |vertex: usize| mesh.vertices[vertex];
    let apart = |low: fn(f64, f64) -> f64, high: fn(f64, f64) -> f64, side: fn(Coord<f64>) -> f64| {
        high(side(at(a)), side(at(b))) < low(side(at(c)), side(at(d)))
            || high(side(at(c)), side(at(d))) < low(side(at(a)), side(at(b)))
    };
    if apart(f64::min, f64::max, |at| at.x) || apart(f64::min, f64::max, |at| at.y) {
        return false;
    }
    // On whole metres these products are exact in an f64.
    let side = |from: usize, to: usize, third: usize| turn(at(from), at(to), at(third)).partial_cmp(&0.0);
    if let Some(hinge) = [a, b].into_iter().find(|end| [c, d].contains(end)) {
        let (tip, other) = (if a == hinge { b } else { a }, if c == hinge { d } else { c });
        let (arm, next) = (at(tip) - at(hinge), at(other) - at(hinge));
        let folded = arm.x * next.x + arm.y * next.y > 0.0;
        return folded && turn(at(hinge), at(tip), at(other)) == 0.0;
    }
    side(a, b, c) != side(a, b, d) && side(c, d, a) != side(c, d, b)
        || turn(at(a), at(b), at(c)) == 0.0 && turn(at(a), at(b), at(d)) == 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wild_bends_are_drawn_back_until_nothing_touches() {
        let sites = (0..400).map(|i| Coord {
            x: f64::from(i % 20 * 300 + i / 20 % 2 * 150 + i * 7919 % 97),
            y: f64::from(i / 20 * 260 + i * 104_729 % 89),
        });
        let mut mesh = Mesh::new(sites.collect());
        let count = mesh.lines.len();
        draw(&mut mesh, &vec![Way::River; count], &vec![true; count], 3);
        assert!(tangles(&mesh, &vec![true; count]).is_empty());
        assert!(mesh.lines.iter().any(|line| line.path.len() > 3), "some bends stay");
    }

    #[test]
    fn strokes_that_cross_or_fold_back_touch_and_those_that_meet_do_not() {
        let at = |x: f64, y: f64| Coord { x, y };
        let mut mesh = Mesh::new(Vec::new());
        mesh.vertices = vec![at(0., 0.), at(10., 0.), at(5., -5.), at(5., 5.), at(4., 0.), at(20., 1.)];
        assert!(touch(&mesh, [0, 1], [2, 3]));
        assert!(touch(&mesh, [0, 1], [0, 4]));
        assert!(!touch(&mesh, [0, 1], [1, 5]));
        assert!(!touch(&mesh, [0, 4], [2, 3]));
    }
}
