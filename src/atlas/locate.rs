//! What a place lies in.

use geo::{Distance, Euclidean};
use geo_types::{Coord, Point, Rect};
use jiff::civil::Date;

use super::{IndexedArea, LayerAtlas, LayerOnDate, Planned, Replaced, View};
use crate::geometry::validity::Position;

/// How far away "just across the line" may be asked for, in metres.
pub const MOST_NEARBY_M: f64 = 10_000.0;

/// Everything that lies at or near a place on a day.
#[derive(Debug)]
pub struct Located<'a> {
    /// The areas that hold the place, in display order.
    pub within: Vec<Found<'a>>,
    /// Areas that do not hold it but come near, nearest first.
    pub nearby: Vec<Found<'a>>,
    /// New areas that hold it by a decision that has taken effect.
    pub planned: Vec<Planned<'a>>,
    /// Areas that would hold it, had not one of those taken their place.
    pub replaced: Vec<Replaced<'a>>,
    /// Layers with nothing here.
    pub absent: Vec<Absent<'a>>,
}

/// An area at or near a place.
#[derive(Debug)]
pub struct Found<'a> {
    /// The layer.
    pub layer: &'a LayerAtlas,
    /// The area.
    pub area: &'a IndexedArea,
    /// Whether the place lies exactly on its border.
    pub on_border: bool,
    /// From the place to the area, in metres; 0 inside and on the border.
    pub distance_m: f64,
}

/// A layer with nothing at a place.
#[derive(Debug)]
pub struct Absent<'a> {
    /// The layer.
    pub layer: &'a LayerAtlas,
    /// Why.
    pub why: Absence,
}

/// Why a layer has nothing at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// The layer has areas on that day, none of them here.
    NoAreaHere,
    /// No edition of the layer covers that day.
    NoEditionOnDate,
}

impl<'a> View<'a> {
    /// Every area of every visible layer that holds a place in grid metres on a day, and with `within_m` those
    /// that come that near.
    ///
    /// A place exactly on a border that areas share counts for the one whose code (or id) comes first; the others stand
    /// among the areas nearby, at no distance.
    #[must_use]
    pub fn locate(&self, place: Coord<f64>, on: Date, within_m: Option<f64>) -> Located<'a> {
        let mut located = Located {
            within: Vec::new(),
            nearby: Vec::new(),
            planned: Vec::new(),
            replaced: Vec::new(),
            absent: Vec::new(),
        };
        for layer in self.layers() {
            let (inside, mut near) = around(layer, place, on, within_m);
            if inside.is_empty() {
                let why = if layer.in_force(None, on).next().is_some() {
                    Absence::NoAreaHere
                } else {
                    Absence::NoEditionOnDate
                };
                located.absent.push(Absent { layer, why });
            }
            located.within.extend(inside);
            located.nearby.append(&mut near);
        }
        (located.planned, located.replaced) = self.planned(place, on, &mut located.within);
        located.nearby.sort_by(|a, b| a.distance_m.total_cmp(&b.distance_m));
        located
    }
}

impl<'a> LayerOnDate<'a> {
    /// The area that holds a place in grid metres; of several, or where areas share a border there, the one whose code (or id) comes first.
    #[must_use]
    pub fn area_at(&self, place: Coord<f64>) -> Option<&'a IndexedArea> {
        let edition = self.asked.edition.as_ref();
        let near = self.layer.candidates(Rect::new(place, place));
        near.filter(|area| area.version.holds(edition, self.on))
            .filter_map(|area| match area.position(place) {
                Position::Outside => None,
                position => Some((position == Position::OnBorder, area.version.code_or_id(), area)),
            })
            .min_by_key(|&(is_on_border, code, _)| (is_on_border, code))
            .map(|(_, _, area)| area)
    }
}

fn around(
    layer: &LayerAtlas,
    place: Coord<f64>,
    on: Date,
    within_m: Option<f64>,
) -> (Vec<Found<'_>>, Vec<Found<'_>>) {
    let reach = within_m.unwrap_or(0.0).clamp(0.0, MOST_NEARBY_M);
    let corner = Coord { x: reach, y: reach };
    let candidates = layer.candidates(Rect::new(place - corner, place + corner));
    let (mut inside, mut border, mut near) = (Vec::new(), Vec::new(), Vec::new());
    for area in candidates.filter(|area| area.version.holds(None, on)) {
        let found = |on_border, distance_m| Found { layer, area, on_border, distance_m };
        match area.position(place) {
            Position::Inside => inside.push(found(false, 0.0)),
            Position::OnBorder => border.push(found(true, 0.0)),
            Position::Outside if within_m.is_some() => {
                let distance_m = Euclidean.distance(&Point(place), area.version.region.shape());
                if distance_m <= reach {
                    near.push(found(false, distance_m));
                }
            }
            Position::Outside => {}
        }
    }
    let by_code = |a: &Found<'_>, b: &Found<'_>| {
        let key =
            |found: &Found<'_>| (found.area.version.code_or_id().to_owned(), found.area.version.id.clone());
        key(a).cmp(&key(b))
    };
    inside.sort_by(by_code);
    border.sort_by(by_code);
    if inside.is_empty() && !border.is_empty() {
        inside.push(border.remove(0));
    }
    near.extend(border);
    near.sort_by(by_code);
    (inside, near)
}
