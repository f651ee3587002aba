//! A static R-tree of boxes on whole millimetres, packed along a Hilbert curve.
//!
//! Why not `rstar`: the engine joins two trees with a million boxes by walking both at once, which `rstar` does not
//! offer for two trees of different layers without a pointer to chase for each box; flat arrays join several times
//! faster. Everything that asks for one box at a time uses `rstar`.

use super::{borders::as_u32, side::Spot};

/// Children of a node.
const FANOUT: usize = 8;
/// Nodes that are open at most while a tree is searched from its top down: a tree over as many boxes as a `u32` counts has 11 levels above
/// them, each with one node gone into and the others waiting.
const MOST_OPEN: usize = 11 * (FANOUT - 1) + 1;

/// An upright box, borders included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Extent {
    pub(super) left: i32,
    pub(super) bottom: i32,
    pub(super) right: i32,
    pub(super) top: i32,
}

impl Extent {
    pub(super) const NOTHING: Self =
        Self { left: i32::MAX, bottom: i32::MAX, right: i32::MIN, top: i32::MIN };

    /// The box around some points.
    pub(super) fn around(points: &[Spot]) -> Self {
        points.iter().fold(Self::NOTHING, |extent, point| {
            extent.join(Self { left: point.x, bottom: point.y, right: point.x, top: point.y })
        })
    }

    #[allow(clippy::needless_bitwise_bool)] // no branch: twice as fast where most boxes nearly meet
    pub(super) fn meets(&self, other: &Self) -> bool {
        (self.left <= other.right)
            & (other.left <= self.right)
            & (self.bottom <= other.top)
            & (other.bottom <= self.top)
    }

    pub(super) fn join(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            bottom: self.bottom.min(other.bottom),
            right: self.right.max(other.right),
            top: self.top.max(other.top),
        }
    }

    /// Half the way around it, in millimetres.
    pub(super) fn half_girth(&self) -> i64 {
        i64::from(self.right) - i64::from(self.left) + i64::from(self.top) - i64::from(self.bottom)
    }
}

/// The tree. Level 0 holds the boxes themselves in Hilbert order; each further level holds the boxes of [`FANOUT`] of the one below.
#[derive(Debug, Default)]
pub(super) struct Tree {
    levels: Vec<Vec<Extent>>,
}

impl Tree {
    /// The order in which boxes must be stored for a tree over them.
    pub(super) fn order(boxes: &[Extent]) -> Vec<u32> {
        let all = boxes.iter().copied().fold(Extent::NOTHING, Extent::join);
        let (width, height) = (
            (i64::from(all.right) - i64::from(all.left)).max(1),
            (i64::from(all.top) - i64::from(all.bottom)).max(1),
        );
        let place = |low: i32, high: i32, start: i32, size: i64| {
            let middle = i64::midpoint(i64::from(low), i64::from(high)) - i64::from(start);
            u32::try_from(middle * 0xFFFF / size).unwrap_or(0)
        };
        let mut keyed: Vec<(u32, u32)> = (0_u32..)
            .zip(boxes)
            .map(|(index, extent)| {
                let x = place(extent.left, extent.right, all.left, width);
                let y = place(extent.bottom, extent.top, all.bottom, height);
                (hilbert(x, y), index)
            })
            .collect();
        keyed.sort_unstable();
        keyed.into_iter().map(|(_, index)| index).collect()
    }

    /// A tree over boxes that stand in the order that [`Tree::order`] gave.
    pub(super) fn new(boxes: Vec<Extent>) -> Self {
        let mut levels = vec![boxes];
        while let Some(below) = levels.last().filter(|level| level.len() > 1) {
            let joined = below
                .chunks(FANOUT)
                .map(|group| group.iter().copied().fold(Extent::NOTHING, Extent::join))
                .collect();
            levels.push(joined);
        }
        Self { levels }
    }

    /// The box around everything.
    pub(super) fn extent(&self) -> Extent {
        self.levels.last().and_then(|top| top.first()).copied().unwrap_or(Extent::NOTHING)
    }

    /// Calls `found` with the position of every box that meets `extent`.
    pub(super) fn search(&self, extent: &Extent, mut found: impl FnMut(u32)) {
        let Some(top) = self.levels.len().checked_sub(1) else { return };
        // Nodes whose box is known to meet: no allocation, for a ring asks once for each of its segments.
        let mut open = [(0_usize, 0_usize); MOST_OPEN];
        let mut count = 0;
        if self.levels[top].first().is_some_and(|root| root.meets(extent)) {
            (open[0], count) = ((top, 0), 1);
        }
        while count > 0 {
            count -= 1;
            let (level, node) = open[count];
            if level == 0 {
                found(as_u32(node));
                continue;
            }
            let below = &self.levels[level - 1];
            let first = node * FANOUT;
            let children = &below[first..below.len().min(first + FANOUT)];
            for (child, _) in (first..).zip(children).filter(|(_, child)| child.meets(extent)) {
                if level == 1 {
                    found(as_u32(child));
                } else {
                    open[count] = (level - 1, child);
                    count += 1;
                }
            }
        }
    }

    /// Pairs of nodes, one of each tree, that meet, such that between them they hold every pair of boxes that meet:
    /// pieces of the whole join that can be worked on apart. About `pieces` of them, or fewer.
    pub(super) fn split(&self, other: &Self, pieces: usize) -> Vec<NodePair> {
        if [self, other].iter().any(|tree| tree.levels.last().is_none_or(Vec::is_empty)) {
            return Vec::new();
        }
        let root = NodePair {
            level: self.levels.len() - 1,
            node: 0,
            other_level: other.levels.len() - 1,
            other_node: 0,
        };
        let mut open = vec![root];
        loop {
            let divisible = open.iter().any(|pair| pair.level + pair.other_level > 0);
            if open.len() >= pieces || !divisible {
                return open;
            }
            let mut next = Vec::with_capacity(open.len() * FANOUT);
            for pair in open {
                if pair.level + pair.other_level == 0 {
                    next.push(pair);
                } else {
                    self.descend(other, pair, &mut next);
                }
            }
            open = next;
        }
    }

    /// Calls `found` with the positions of every pair of boxes below a pair of nodes that meet.
    pub(super) fn join(&self, other: &Self, from: NodePair, mut found: impl FnMut(u32, u32)) {
        let mut open = vec![from];
        while let Some(pair) = open.pop() {
            if pair.level == 0 && pair.other_level == 0 {
                if self.levels[0][pair.node].meets(&other.levels[0][pair.other_node]) {
                    found(as_u32(pair.node), as_u32(pair.other_node));
                }
            } else {
                self.descend(other, pair, &mut open);
            }
        }
    }

    /// Replaces the larger of two nodes by its children, as far as these meet the other.
    fn descend(&self, other: &Self, pair: NodePair, into: &mut Vec<NodePair>) {
        let (mine, theirs) =
            (self.levels[pair.level][pair.node], other.levels[pair.other_level][pair.other_node]);
        let open_mine = pair.other_level == 0 || (pair.level > 0 && mine.half_girth() >= theirs.half_girth());
        if open_mine {
            let below = &self.levels[pair.level - 1];
            let end = ((pair.node + 1) * FANOUT).min(below.len());
            for (node, extent) in below.iter().enumerate().take(end).skip(pair.node * FANOUT) {
                if extent.meets(&theirs) {
                    into.push(NodePair { level: pair.level - 1, node, ..pair });
                }
            }
        } else {
            let below = &other.levels[pair.other_level - 1];
            let end = ((pair.other_node + 1) * FANOUT).min(below.len());
            for (other_node, extent) in below.iter().enumerate().take(end).skip(pair.other_node * FANOUT) {
                if extent.meets(&mine) {
                    into.push(NodePair { other_level: pair.other_level - 1, other_node, ..pair });
                }
            }
        }
    }
}

/// A node of one tree and a node of another.
#[derive(Debug, Clone, Copy)]
pub(super) struct NodePair {
    level: usize,
    node: usize,
    other_level: usize,
    other_node: usize,
}

/// Distance along a Hilbert curve of order 16 (after the table-free method of Warren, Hacker's Delight, 2nd edition, §16).
fn hilbert(x: u32, y: u32) -> u32 {
    let (mut x, mut y, mut distance) = (x, y, 0);
    let mut side = 1_u32 << 15;
    while side > 0 {
        let (right, top) = (u32::from(x & side > 0), u32::from(y & side > 0));
        distance += side * side * ((3 * right) ^ top);
        if top == 0 {
            if right == 1 {
                x = 0xFFFF - x;
                y = 0xFFFF - y;
            }
            std::mem::swap(&mut x, &mut y);
        }
        side >>= 1;
    }
    distance
}
