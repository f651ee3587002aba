//! An area's rings, reassembled from its arcs for one tile.

use super::clip::{self, KEPT};
use super::commands::Commands;
use super::mosaic::Mosaic;
use super::world::{Frame, TilePoint, WorldBox, WorldPoint};

/// Draws shapes, one after another, in one tile.
pub(super) struct Pen<'m> {
    mosaic: &'m Mosaic,
    frame: Frame,
    zoom: u8,
    ring: Vec<TilePoint>,
    spare: Vec<TilePoint>,
    arcs: Vec<u32>,
    left_out: u32,
}

/// What is left of a ring in the tile.
enum Outcome {
    /// Twice its area, square units, positive whichever way it ran.
    Ground(i64),
    /// It does not meet the tile.
    Elsewhere,
    /// It lies in the tile, but encloses nothing at this zoom.
    TooSmall,
}

impl<'m> Pen<'m> {
    pub fn new(mosaic: &'m Mosaic, frame: Frame, zoom: u8) -> Self {
        Self { mosaic, frame, zoom, ring: Vec::new(), spare: Vec::new(), arcs: Vec::new(), left_out: 0 }
    }

    /// Islands and holes left out so far of areas that were drawn.
    pub fn left_out(&self) -> u32 {
        self.left_out
    }

    /// The arcs of all rings drawn so far, once for each ring that has them.
    pub fn into_arcs(self) -> Vec<u32> {
        self.arcs
    }

    /// The area's ground in the tile; no commands when there is none, or too little to be a shape.
    pub fn shape(&mut self, area: u32) -> Commands {
        let mosaic = self.mosaic;
        let mut commands = Commands::default();
        if self.zoom < mosaic.area_zooms[area as usize] {
            return commands;
        }
        let left_out_before = self.left_out;
        for &polygon in mosaic.areas.run(area) {
            if let Some((&exterior, holes)) = mosaic.polygons.run(polygon).split_first() {
                self.polygon(exterior, holes, &mut commands);
            }
        }
        if commands.is_empty() {
            // Then the whole area is drawn as a point, if it is in this tile at all.
            self.left_out = left_out_before;
        }
        commands
    }

    fn polygon(&mut self, exterior: u32, holes: &[u32], commands: &mut Commands) {
        let Outcome::Ground(mut ground) = self.ring(exterior) else { return };
        let (before, arcs_before) = (commands.mark(), self.arcs.len());
        commands.ring(self.ring.iter().copied());
        self.note_arcs(exterior);
        for &hole in holes {
            if let Outcome::Ground(taken) = self.ring(hole) {
                commands.ring(self.ring.iter().rev().copied());
                self.note_arcs(hole);
                ground -= taken;
            }
        }
        // The tile lies in a hole, or the holes leave less than a unit's width.
        if ground <= 0 {
            commands.rewind(&before);
            self.arcs.truncate(arcs_before);
            self.leave_out(exterior);
        }
    }

    /// Traces a ring into `self.ring`, turned so that its area is positive.
    fn ring(&mut self, ring: u32) -> Outcome {
        let outcome = if self.mosaic.ring_zooms[ring as usize] > self.zoom {
            Outcome::TooSmall
        } else {
            self.trace(ring);
            let is_whole = self.ring.iter().all(|&corner| is_kept(corner));
            if !is_whole {
                clip::clip(&mut self.ring, &mut self.spare);
            }
            match clip::twice_area(&self.ring) {
                0 if is_whole => Outcome::TooSmall,
                0 => Outcome::Elsewhere,
                ground => {
                    if ground < 0 {
                        self.ring.reverse();
                    }
                    Outcome::Ground(ground.abs())
                }
            }
        };
        if matches!(outcome, Outcome::TooSmall) {
            self.leave_out(ring);
        }
        outcome
    }

    fn trace(&mut self, ring: u32) {
        let Self { mosaic, frame, zoom, ring: corners, .. } = self;
        corners.clear();
        for &step in mosaic.rings.run(ring) {
            let mut add = |place: WorldPoint| clip::push(corners, frame.round(place));
            let arc = step.arc();
            if is_beyond(mosaic.lines.reach(arc), *frame) {
                // The clip would take all of it away, and its ends are beyond the same side.
                mosaic.lines.ends(step).into_iter().for_each(add);
            } else if step.backwards() {
                mosaic.lines.drawn(arc, *zoom).rev().for_each(&mut add);
            } else {
                mosaic.lines.drawn(arc, *zoom).for_each(&mut add);
            }
        }
        clip::close(corners);
    }

    fn note_arcs(&mut self, ring: u32) {
        self.arcs.extend(self.mosaic.rings.run(ring).iter().map(|step| step.arc()));
    }

    fn first_corner(&self, ring: u32) -> Option<WorldPoint> {
        self.mosaic.rings.run(ring).first().map(|&step| self.mosaic.lines.ends(step)[0])
    }

    /// Notes that a part is left out, in the tile where it lies.
    fn leave_out(&mut self, exterior_or_hole: u32) {
        if self.first_corner(exterior_or_hole).is_some_and(|corner| self.frame.owns(corner)) {
            self.left_out += 1;
        }
    }
}

/// Whether the box lies wholly beyond one side of what is kept, after rounding.
pub(super) fn is_beyond(reach: WorldBox, frame: Frame) -> bool {
    let (min, max) = (frame.round(reach.min), frame.round(reach.max));
    (0..2).any(|axis| max[axis] < KEPT[0] || min[axis] > KEPT[1])
}

/// Whether a place lies in the tile or its buffer.
pub(super) fn is_kept(point: TilePoint) -> bool {
    point.iter().all(|units| (KEPT[0]..=KEPT[1]).contains(units))
}
