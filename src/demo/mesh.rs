//! The mesh: every site's cell, and the lines between cells, in one set of shared vertices.
//!
//! Cells are the barycentric dual of the sites' Delaunay triangles: the line between two
//! neighbours runs from the middle of one triangle through the middle of their shared side to the
//! middle of the other. So three cells meet at every node, never four, and a border that follows
//! the lines can never touch itself.

use std::collections::BTreeMap;

use geo::TriangulateDelaunayUnconstrained;
use geo_types::{Coord, MultiPoint};

/// The line between two cells, from node to node.
pub struct Line {
    /// The cell on the left of the path.
    pub left: usize,
    /// The cell on the right of the path.
    pub right: usize,
    /// Indices into [`Mesh::vertices`]; the first and the last are nodes.
    pub path: Vec<usize>,
}

impl Line {
    /// The first and the last vertex of the path: nodes.
    pub fn ends(&self) -> [usize; 2] {
        [self.path[0], self.path[self.path.len() - 1]]
    }
}

/// Cells (one a site, same order), the lines between them and the vertices of the lines.
pub struct Mesh {
    /// The middle of each cell, in grid metres.
    pub sites: Vec<Coord<f64>>,
    /// The ground of each cell, in square metres.
    pub ground_m2: Vec<f64>,
    /// Whether the mesh surrounds the cell; the outermost ones have an open side.
    pub closed: Vec<bool>,
    /// Every vertex, in grid metres.
    pub vertices: Vec<Coord<f64>>,
    /// Every line.
    pub lines: Vec<Line>,
}

impl Mesh {
    /// The mesh of these sites, which must be whole metres and all different.
    pub fn new(sites: Vec<Coord<f64>>) -> Mesh {
        let index: BTreeMap<(i64, i64), usize> =
            sites.iter().enumerate().map(|(cell, at)| (key(*at), cell)).collect();
        // Finite, different points always triangulate; nothing here comes from outside.
        let points: MultiPoint<f64> = sites.clone().into();
        let triangles = points.unconstrained_triangulation().unwrap_or_default();
        let mut corners: Vec<[usize; 3]> =
            triangles.iter().map(|t| anticlockwise(t.to_array().map(|at| index[&key(at)]), &sites)).collect();
        corners.sort_unstable();

        let mut vertices = Vec::with_capacity(corners.len() * 5 / 2);
        let mut ground_m2 = vec![0.0; sites.len()];
        // For a side from a to b: the triangle to its left.
        let mut left_of: BTreeMap<(usize, usize), usize> = BTreeMap::new();
        for (node, &[a, b, c]) in corners.iter().enumerate() {
            vertices.push((sites[a] + sites[b] + sites[c]) / 3.0);
            for side in [(a, b), (b, c), (c, a)] {
                left_of.insert(side, node);
                ground_m2[side.0] += turn(sites[a], sites[b], sites[c]) / 6.0;
            }
        }
        let mut closed = vec![true; sites.len()];
        let mut lines = Vec::with_capacity(left_of.len() / 2);
        for (&(a, b), &left) in &left_of {
            match left_of.get(&(b, a)) {
                Some(&right) if a < b => {
                    vertices.push((sites[a] + sites[b]) / 2.0);
                    lines.push(Line { left: a, right: b, path: vec![right, vertices.len() - 1, left] });
                }
                Some(_) => {}
                None => (closed[a], closed[b]) = (false, false),
            }
        }
        Mesh { sites, ground_m2, closed, vertices, lines }
    }

    /// The length of a line in metres.
    pub fn length(&self, line: &Line) -> f64 {
        line.path.windows(2).map(|step| distance(self.vertices[step[0]], self.vertices[step[1]])).sum()
    }
}

/// Metres between two points.
pub fn distance(a: Coord<f64>, b: Coord<f64>) -> f64 {
    let apart = a - b;
    (apart.x * apart.x + apart.y * apart.y).sqrt()
}

/// Twice the area of a triangle: positive when it turns anticlockwise.
pub fn turn(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> f64 {
    let (side, other) = (b - a, c - a);
    side.x * other.y - side.y * other.x
}

fn key(at: Coord<f64>) -> (i64, i64) {
    (at.x as i64, at.y as i64)
}

/// The corners, anticlockwise, the smallest first.
fn anticlockwise([a, b, c]: [usize; 3], sites: &[Coord<f64>]) -> [usize; 3] {
    let [a, b, c] = if turn(sites[a], sites[b], sites[c]) < 0.0 { [a, c, b] } else { [a, b, c] };
    match a.min(b).min(c) {
        least if least == a => [a, b, c],
        least if least == b => [b, c, a],
        _ => [c, a, b],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cell_in_the_middle_of_four_is_closed_and_holds_a_third_of_their_ground() {
        let at = |x: f64, y: f64| Coord { x, y };
        let sites = vec![at(0., 0.), at(6., 0.), at(6., 6.), at(0., 6.), at(3., 3.)];
        let mesh = Mesh::new(sites);
        assert_eq!(mesh.closed, [false, false, false, false, true]);
        assert_eq!(mesh.lines.len(), 4);
        assert!((mesh.ground_m2[4] - 12.0).abs() < 1e-9);
        for line in &mesh.lines {
            let ([from, to], middle) = (line.ends(), mesh.sites[line.left]);
            assert!(turn(mesh.vertices[from], mesh.vertices[to], middle) > 0.0);
        }
    }
}
