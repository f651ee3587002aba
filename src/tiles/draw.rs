//! One tile of a layer.

use geozero::mvt::tile::GeomType;
use geozero::mvt::{Message, Tile};

use super::borders::borders;
use super::commands::Commands;
use super::coord::TileCoord;
use super::mosaic::Mosaic;
use super::mvt::{LayerInMaking, Value};
use super::pen::{Pen, is_kept};
use super::world::{Frame, TilePoint};

/// From this zoom on areas carry their attributes and their label points; above it only their id.
pub const NAMED_FROM: u8 = 8;

/// What a tile is to say, beside the shapes themselves. Areas are known by their number in the [`Mosaic`].
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a, Select, Id, Attributes> {
    /// Name of the tile's layer; its borders go in `<name>-borders`, its label points in `<name>-labels`.
    pub layer: &'a str,
    /// Whether to add the borders.
    pub borders: bool,
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
    /// Lines of border, each of as many arcs as could be joined.
    pub borders: u32,
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
        let mut pen = Pen::new(self, frame, zoom);
        let mut areas = LayerInMaking::default();
        let mut lines = LayerInMaking::default();
        let mut labels = LayerInMaking::default();
        let mut summary = Summary::default();

        for area in self.candidates(frame).into_iter().filter(|&area| (sheet.select)(area)) {
            let attributes = || named.then(|| (sheet.attributes)(area, zoom)).into_iter().flatten();
            let shape = pen.shape(area);
            let place = self.anchors[area as usize];
            if !shape.is_empty() {
                areas.add(Some((sheet.id)(area)), GeomType::Polygon, shape, attributes());
                summary.shapes += 1;
            } else if is_kept(frame.round(place)) {
                areas.add(Some((sheet.id)(area)), GeomType::Point, point(frame.round(place)), attributes());
                summary.points += 1;
            }
            if sheet.labels && named && frame.owns(place) {
                labels.add(Some((sheet.id)(area)), GeomType::Point, point(frame.floor(place)), attributes());
                summary.labels += 1;
            }
        }
        summary.parts_left_out = pen.left_out();
        if sheet.borders {
            let (once, count) = borders(self, frame, zoom, pen.into_arcs());
            if count > 0 {
                // One feature for all: a border belongs to two areas, so it has no id of its own.
                lines.add(None, GeomType::Linestring, once, []);
            }
            summary.borders = count;
        }
        let layers = [
            areas.finish(sheet.layer.to_owned()),
            lines.finish(format!("{}-borders", sheet.layer)),
            labels.finish(format!("{}-labels", sheet.layer)),
        ];
        let body = Tile { layers: layers.into_iter().flatten().collect() }.encode_to_vec();
        Drawn { body, summary }
    }
}

fn point(place: TilePoint) -> Commands {
    let mut commands = Commands::default();
    commands.point(place);
    commands
}
