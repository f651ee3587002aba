//! The arcs of a layer as they are drawn: places, and the zoom from which each is needed.

use rayon::prelude::*;

use super::arcs::{ArcUse, Cut};
use super::coord::MAX_ZOOM;
use super::runs::Runs;
use super::simplify::{farthest, lowest_zooms};
use super::world::{WorldBox, WorldPoint};

/// Arcs, without the vertices that no zoom needs.
#[derive(Debug)]
pub(super) struct Lines {
    points: Runs<WorldPoint>,
    zooms: Vec<u8>,
    boxes: Vec<WorldBox>,
}

impl Lines {
    /// Simplifies the arcs of a cut for all zooms at once.
    ///
    /// `ring_zooms` says from which zoom on each ring is drawn: from there on it keeps three corners at least.
    pub fn simplify(cut: &Cut, ring_zooms: &[u8], places: &[WorldPoint]) -> Self {
        let arcs: Vec<Vec<WorldPoint>> =
            cut.arcs.iter().map(|arc| arc.iter().map(|&vertex| places[vertex as usize]).collect()).collect();
        let mut needed: Vec<Vec<u8>> = arcs.par_iter().map(|arc| lowest_zooms(arc)).collect();
        for (ring, &zoom) in cut.rings.iter().zip(ring_zooms) {
            keep_open(ring, zoom, &arcs, &mut needed);
        }

        let mut lines = Self {
            points: Runs::default(),
            zooms: Vec::new(),
            boxes: arcs.iter().map(|arc| WorldBox::around(arc.iter().copied())).collect(),
        };
        for (arc, zooms) in arcs.iter().zip(&needed) {
            for (&point, &zoom) in arc.iter().zip(zooms) {
                if zoom <= MAX_ZOOM {
                    lines.points.push(point);
                    lines.zooms.push(zoom);
                }
            }
            lines.points.close();
        }
        lines.points.shrink_to_fit();
        lines.zooms.shrink_to_fit();
        lines
    }

    /// The places of an arc that zoom `z` draws, in the direction of the arc itself.
    pub fn drawn(&self, arc: u32, z: u8) -> impl DoubleEndedIterator<Item = WorldPoint> {
        let zooms = &self.zooms[self.points.span(arc)];
        self.points.run(arc).iter().zip(zooms).filter(move |&(_, &zoom)| zoom <= z).map(|(&point, _)| point)
    }

    /// The two ends of an arc, in the order in which it is walked.
    pub fn ends(&self, walk: ArcUse) -> [WorldPoint; 2] {
        let span = self.points.span(walk.arc());
        let [first, last] = [span.start, span.end - 1].map(|at| self.points.items()[at]);
        if walk.backwards() { [last, first] } else { [first, last] }
    }

    /// The box around all of an arc, drawn or not.
    pub fn reach(&self, arc: u32) -> WorldBox {
        self.boxes[arc as usize]
    }

    /// How many arcs, and how many places they hold.
    pub fn counts(&self) -> (usize, usize) {
        (self.points.len(), self.zooms.len())
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.points.bytes() + self.zooms.capacity() + self.boxes.capacity() * size_of::<WorldBox>()
    }
}

/// Makes a ring of one or two arcs keep its farthest vertices from `zoom` on.
///
/// Rings of three arcs and more keep three nodes whatever the zoom.
fn keep_open(ring: &[ArcUse], zoom: u8, arcs: &[Vec<WorldPoint>], needed: &mut [Vec<u8>]) {
    let mut keep = |arc: usize, at: usize| needed[arc][at] = needed[arc][at].min(zoom);
    let farthest_of = |arc: usize, from: usize, to: usize| {
        let stretch: Vec<_> = arcs[arc][from..=to].iter().map(|p| [f64::from(p.x), f64::from(p.y)]).collect();
        farthest(&stretch).map(|(at, squared)| (squared, arc, from + at))
    };
    let ends = |arc: usize| (0, arcs[arc].len() - 1);
    match *ring {
        [only] => {
            let only = only.arc() as usize;
            let (first, last) = ends(only);
            let Some((_, _, opposite)) = farthest_of(only, first, last) else { return };
            keep(only, opposite);
            let sides = [farthest_of(only, first, opposite), farthest_of(only, opposite, last)];
            if let Some((_, _, third)) = sides.into_iter().flatten().max_by(|a, b| a.0.total_cmp(&b.0)) {
                keep(only, third);
            }
        }
        [one, other] => {
            let sides = [one, other].map(|side| {
                let arc = side.arc() as usize;
                let (first, last) = ends(arc);
                farthest_of(arc, first, last)
            });
            if let Some((_, arc, third)) = sides.into_iter().flatten().max_by(|a, b| a.0.total_cmp(&b.0)) {
                keep(arc, third);
            }
        }
        _ => {}
    }
}
