//! A feature's geometry as Mapbox Vector Tile 2.1 commands it (§4.3).

use super::world::TilePoint;

const MOVE_TO: u32 = 1;
const LINE_TO: u32 = 2;
const CLOSE_PATH: u32 = 7;

/// A feature's geometry as the commands of §4.3, each corner told from the one before.
#[derive(Debug, Default)]
pub(super) struct Commands {
    words: Vec<u32>,
    cursor: TilePoint,
}

/// How far some commands had come.
pub(super) struct Mark(usize, TilePoint);

impl Commands {
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub fn into_words(self) -> Vec<u32> {
        self.words
    }

    pub fn point(&mut self, point: TilePoint) {
        self.command(MOVE_TO, 1);
        self.step(point);
    }

    /// A ring of three corners or more, the last not repeating the first.
    pub fn ring(&mut self, mut corners: impl ExactSizeIterator<Item = TilePoint>) {
        let Some(first) = corners.next() else { return };
        self.point(first);
        self.command(LINE_TO, corners.len());
        corners.for_each(|corner| self.step(corner));
        self.command(CLOSE_PATH, 1);
    }

    /// A line of two corners or more.
    pub fn line(&mut self, corners: &[TilePoint]) {
        let Some((&first, others)) = corners.split_first() else { return };
        self.point(first);
        self.command(LINE_TO, others.len());
        for &corner in others {
            self.step(corner);
        }
    }

    pub fn mark(&self) -> Mark {
        Mark(self.words.len(), self.cursor)
    }

    /// Forgets what was commanded since.
    pub fn rewind(&mut self, to: &Mark) {
        self.words.truncate(to.0);
        self.cursor = to.1;
    }

    fn command(&mut self, command: u32, count: usize) {
        // Counts have 29 bits; a ring in a tile has at most as many corners as an arc has places.
        self.words.push(command | u32::try_from(count).unwrap_or(u32::MAX) << 3);
    }

    fn step(&mut self, to: TilePoint) {
        for (from, to) in self.cursor.into_iter().zip(to) {
            let by = to - from;
            self.words.push(((by << 1) ^ (by >> 31)).cast_unsigned());
        }
        self.cursor = to;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_polygon_is_commanded_as_the_specification_s_own_example() {
        // §4.3.5.6 of MVT 2.1: "Example Multi Polygon".
        let mut commands = Commands::default();
        commands.ring([[0, 0], [10, 0], [10, 10], [0, 10]].into_iter());
        commands.ring([[11, 11], [20, 11], [20, 20], [11, 20]].into_iter());
        commands.ring([[13, 13], [13, 17], [17, 17], [17, 13]].into_iter());
        let expected = [
            9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15, 9, 22, 2, 26, 18, 0, 0, 18, 17, 0, 15, 9, 4, 13, 26, 0, 8,
            8, 0, 0, 7, 15,
        ];
        assert_eq!(commands.words, expected);
    }

    #[test]
    fn a_rewound_ring_leaves_no_trace() {
        let (mut commands, mut plain) = (Commands::default(), Commands::default());
        for each in [&mut commands, &mut plain] {
            each.point([25, 17]);
        }
        let mark = commands.mark();
        commands.ring([[1, 1], [2, 1], [2, 2]].into_iter());
        commands.rewind(&mark);
        for each in [&mut commands, &mut plain] {
            each.point([30, -4]);
        }
        assert_eq!(commands.words, plain.words);
    }
}
