//! Holes that were delivered as parts of their own.
//!
//! In conversions from formats that keep a flat list of rings a hole can become a part. It still winds the other way than
//! the parts do. In each of the six areas of England's census layers where this was seen, the ground in such a ring was
//! exactly another area (`tests/worked/README.md`), so uniting it would count it twice.

use geo::{Area, BoundingRect, Contains, InteriorPoint, Winding, winding_order::WindingOrder};
use geo_types::{LineString, MultiPolygon, Polygon};

use super::validity::{Position, position_in_polygon};

/// Makes a hole of each part that lies in another, winds the other way than the largest and has no hole itself. For a
/// shape in which no rings cross.
pub(super) fn restore(shape: MultiPolygon<f64>) -> MultiPolygon<f64> {
    let area = |polygon: &Polygon<f64>| Polygon::new(polygon.exterior().clone(), vec![]).unsigned_area();
    let winding = |polygon: &Polygon<f64>| LineString::winding_order(polygon.exterior());
    let largest = shape.iter().max_by(|a, b| area(a).total_cmp(&area(b)));
    let Some(usual) = largest.and_then(winding) else { return shape };
    let (mut parts, turned): (Vec<_>, Vec<_>) = shape.into_iter().partition(|part| {
        !part.interiors().is_empty() || winding(part).is_none_or(|order: WindingOrder| order == usual)
    });
    let boxes: Vec<_> = parts.iter().map(|part| (part.bounding_rect(), area(part))).collect();
    // Beside the parts, not in them, until all are placed: a hole must not hide the next from its part.
    let mut holes: Vec<(usize, LineString<f64>)> = Vec::new();
    let mut islands = Vec::new();
    for part in turned {
        let around = part.interior_point().and_then(|inside| {
            let is_held_by = |&index: &usize| {
                boxes[index].1 > area(&part)
                    && boxes[index].0.is_some_and(|rect| rect.contains(&inside))
                    && position_in_polygon(inside.into(), &parts[index]) == Position::Inside
            };
            (0..parts.len()).filter(is_held_by).min_by(|&a, &b| boxes[a].1.total_cmp(&boxes[b].1))
        });
        match around {
            Some(index) => holes.push((index, part.into_inner().0)),
            None => islands.push(part),
        }
    }
    for (index, hole) in holes {
        parts[index].interiors_push(hole);
    }
    parts.extend(islands);
    MultiPolygon(parts)
}
