//! One tile of a layer.

use geozero::mvt::tile::GeomType;
use geozero::mvt::{Message, Tile};

use super::clip::{self, KEPT};
use super::coord::TileCoord;
use super::mosaic::Mosaic;
use super::mvt::{Commands, LayerInMaking, Value};
use super::world::{Frame, TilePoint, WorldBox, WorldPoint};

/// From this zoom on areas carry their attributes and their label points; above it only their id.
pub const NAMED_FROM: u8 = 8;

/// What a tile is to say, beside the shapes themselves. Areas are known by their number in the [`Mosaic`].
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a, Select, Id, Attributes> {
    /// Name of the tile's layer; its label points go in `<name>-labels`.
    pub layer: &'a str,
    /// Whether to add the label points.
    pub labels: bool,
    /// `Fn(area) -> bool`: whether the area is in force, and may be seen, in this request.
    pub select: Select,
    /// `Fn(area) -> u64`: the feature's id. Small ids make small tiles: one byte for each 7 bits.
    pub id: Id,
    /// `Fn(area, zoom) -> [(key, value)]`: asked from zoom [`NAMED_FROM`] on.
    pub attributes: Attributes,
}

/// A tile, and what became of the areas in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawn {
    /// The tile's message, not compressed. A tile without any area is no bytes at all, which is a valid
    /// message without layers.
    pub body: Vec<u8>,
    /// What the body holds.
    pub summary: Summary,
}

/// How the areas that meet a tile, or its buffer, are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Areas drawn with their shape.
    pub shapes: u32,
    /// Areas drawn as a point, because at this zoom they are under one square tile unit or too thin to
    /// enclose any.
    pub points: u32,
    /// Islands and holes under one square tile unit, or too thin, left out of areas that are drawn; each is
    /// counted in the one tile where it lies.
    pub parts_left_out: u32,
    /// Label points.
    pub labels: u32,
}

impl Mosaic {
    /// Draws the selected areas that meet a tile or the buffer around it.
    ///
    /// The same areas give the same bytes. Shapes are for drawing, never for measuring: they are simplified
    /// for the zoom, and where lines run close together they may cross by a unit or two.
    pub fn tile<'a, A>(
        &self,
        tile: TileCoord,
        sheet: &Sheet<'a, impl Fn(u32) -> bool, impl Fn(u32) -> u64, impl Fn(u32, u8) -> A>,
    ) -> Drawn
    where
        A: IntoIterator<Item = (&'a str, Value<'a>)>,
    {
        let zoom = tile.z();
        let frame = Frame::of(tile);
        let named = zoom >= NAMED_FROM;
        let mut pen = Pen { mosaic: self, frame, zoom, ring: Vec::new(), spare: Vec::new(), left_out: 0 };
        let mut areas = LayerInMaking::default();
        let mut labels = LayerInMaking::default();
        let mut summary = Summary::default();

        for area in self.candidates(frame).into_iter().filter(|&area| (sheet.select)(area)) {
            let attributes = || named.then(|| (sheet.attributes)(area, zoom)).into_iter().flatten();
            let shape = pen.shape(area);
            let place = self.anchors[area as usize];
            if !shape.is_empty() {
                areas.add((sheet.id)(area), GeomType::Polygon, shape, attributes());
                summary.shapes += 1;
            } else if is_kept(frame.round(place)) {
                areas.add((sheet.id)(area), GeomType::Point, point(frame.round(place)), attributes());
                summary.points += 1;
            }
            if sheet.labels && named && frame.owns(place) {
                labels.add((sheet.id)(area), GeomType::Point, point(frame.floor(place)), attributes());
                summary.labels += 1;
            }
        }
        summary.parts_left_out = pen.left_out;
        let layers = [areas.finish(sheet.layer.to_owned()), labels.finish(format!("{}-labels", sheet.layer))];
        let body = Tile { layers: layers.into_iter().flatten().collect() }.encode_to_vec();
        Drawn { body, summary }
    }
}

fn is_kept(point: TilePoint) -> bool {
    point.iter().all(|units| (KEPT[0]..=KEPT[1]).contains(units))
}

fn point(place: TilePoint) -> Commands {
    let mut commands = Commands::default();
    commands.point(place);
    commands
}

/// Draws shapes, one after another, in one tile.
struct Pen<'m> {
    mosaic: &'m Mosaic,
    frame: Frame,
    zoom: u8,
    ring: Vec<TilePoint>,
    spare: Vec<TilePoint>,
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

impl Pen<'_> {
    /// The area's ground in the tile; no commands when there is none, or too little to be a shape.
    fn shape(&mut self, area: u32) -> Commands {
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
        let before = commands.mark();
        commands.ring(self.ring.iter().copied());
        for &hole in holes {
            if let Outcome::Ground(taken) = self.ring(hole) {
                commands.ring(self.ring.iter().rev().copied());
                ground -= taken;
            }
        }
        // The tile lies in a hole, or the holes leave less than a unit's width.
        if ground <= 0 {
            commands.rewind(&before);
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
fn is_beyond(reach: WorldBox, frame: Frame) -> bool {
    let (min, max) = (frame.round(reach.min), frame.round(reach.max));
    (0..2).any(|axis| max[axis] < KEPT[0] || min[axis] > KEPT[1])
}
