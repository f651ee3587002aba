//! From labelled cells to areas: lines between cells of one label cancel out, the rest are rings.
//!
//! Every area of every layer is made of the same lines, so neighbours share their border to the
//! last digit and a layer that nests in another does so exactly.

use std::collections::BTreeMap;

use geo_types::{Coord, LineString, MultiPolygon, Polygon};

use super::mesh::{Mesh, turn};

/// The ground of each label, 0 to under `count`. `keep` says which vertices are drawn: leaving
/// some out, for all areas alike, draws the layer more coarsely. Nodes are always kept.
pub fn dissolve(
    mesh: &Mesh,
    label: &[Option<usize>],
    count: usize,
    keep: impl Fn(usize) -> bool,
) -> Vec<MultiPolygon<f64>> {
    // For each label: from a node, the line to follow (and whether forwards) with the area on the left.
    let mut steps: Vec<BTreeMap<usize, (usize, bool)>> = vec![BTreeMap::new(); count];
    for (index, line) in mesh.lines.iter().enumerate() {
        let (left, right, [first, last]) = (label[line.left], label[line.right], line.ends());
        if left != right {
            left.map(|area| steps[area].insert(first, (index, true)));
            right.map(|area| steps[area].insert(last, (index, false)));
        }
    }
    steps.into_iter().map(|steps| assemble(rings(mesh, steps, &keep))).collect()
}

fn rings(
    mesh: &Mesh,
    mut steps: BTreeMap<usize, (usize, bool)>,
    keep: &impl Fn(usize) -> bool,
) -> Vec<Vec<Coord<f64>>> {
    let mut rings = Vec::new();
    while let Some((&start, _)) = steps.first_key_value() {
        let (mut ring, mut node) = (Vec::new(), start);
        while let Some((index, forwards)) = steps.remove(&node) {
            let mut path = mesh.lines[index].path.clone();
            if !forwards {
                path.reverse();
            }
            let (inner, next) = (1..path.len() - 1, path[path.len() - 1]);
            if keep(node) {
                ring.push(mesh.vertices[node]);
            }
            ring.extend(inner.map(|i| path[i]).filter(|&v| keep(v)).map(|v| mesh.vertices[v]));
            node = next;
        }
        rings.push(ring);
    }
    rings
}

/// Holes go into the smallest ring around them; the largest piece comes first.
fn assemble(rings: Vec<Vec<Coord<f64>>>) -> MultiPolygon<f64> {
    let (mut outer, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|ring| double_area(ring) > 0.0);
    outer.sort_by(|a, b| double_area(b).total_cmp(&double_area(a)));
    let mut inner: Vec<Vec<LineString<f64>>> = vec![Vec::new(); outer.len()];
    for hole in holes {
        let around = outer.iter().rposition(|ring| surrounds(ring, &hole));
        if let Some(around) = around {
            inner[around].push(LineString::new(hole));
        }
    }
    let polygons = outer.into_iter().zip(inner);
    MultiPolygon(polygons.map(|(ring, holes)| Polygon::new(LineString::new(ring), holes)).collect())
}

fn double_area(ring: &[Coord<f64>]) -> f64 {
    let sides = ring.iter().zip(ring.iter().cycle().skip(1));
    sides.map(|(a, b)| turn(ring[0], *a, *b)).sum()
}

/// Whether a ring lies around another that it does not cross.
fn surrounds(ring: &[Coord<f64>], other: &[Coord<f64>]) -> bool {
    let free = other.iter().find(|corner| !ring.contains(corner));
    free.is_some_and(|&at| {
        let sides = ring.iter().zip(ring.iter().cycle().skip(1));
        sides
            .filter(|(a, b)| (a.y > at.y) != (b.y > at.y) && (turn(**a, **b, at) > 0.0) == (b.y > a.y))
            .count()
            % 2
            == 1
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Area, Validation};

    fn mesh() -> Mesh {
        let sites = (0..144)
            .map(|i| Coord { x: f64::from(i % 12 * 30 + i / 12 % 2 * 15), y: f64::from(i / 12 * 27) });
        Mesh::new(sites.collect())
    }

    #[test]
    fn an_area_in_the_middle_of_another_is_its_hole() {
        let mesh = mesh();
        let label: Vec<_> = (0..144)
            .map(|i| match (i % 12, i / 12) {
                (5..=6, 5..=6) => Some(1),
                (2..=9, 2..=9) => Some(0),
                _ => None,
            })
            .collect();
        let areas = dissolve(&mesh, &label, 2, |_| true);
        assert_eq!(areas[0].0[0].interiors().len(), 1);
        let cells: f64 = (0..144).filter(|&i| label[i].is_some()).map(|i| mesh.ground_m2[i]).sum();
        let ground: f64 = areas.iter().map(Area::unsigned_area).sum();
        assert!((cells - ground).abs() < 1e-6);
        assert!(areas.iter().all(Validation::is_valid));
    }

    #[test]
    fn a_label_on_two_sides_of_the_water_is_one_area_of_two_pieces() {
        let label: Vec<_> = (0..144).map(|i| matches!(i % 12, 2 | 7..=8).then_some(0)).collect();
        let label: Vec<_> =
            (0..144).map(|i| if (2..10).contains(&(i / 12)) { label[i] } else { None }).collect();
        let areas = dissolve(&mesh(), &label, 1, |_| true);
        assert_eq!(areas[0].0.len(), 2);
        assert!(areas[0].0[0].unsigned_area() > areas[0].0[1].unsigned_area());
    }
}
