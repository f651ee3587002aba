//! On which side of a line a point lies, exactly, and never on it.
//!
//! Coordinates are whole millimetres, so every orientation is an exact integer. A point that lies on the line is decided
//! by moving one of the two layers by an infinitesimal vector (ε₁, ε₂) with ε₁ ≫ ε₂, the same in every question:
//! simulation of simplicity (Edelsbrunner and Mücke, ACM Transactions on Graphics 9, 1990). Borders that touch or run
//! together then need no case of their own, and areas come out as if nothing had been moved.

/// A place in whole millimetres.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Spot {
    pub(super) x: i32,
    pub(super) y: i32,
}

impl Spot {
    /// From here to `other`: millimetres east and north.
    pub(super) fn offset(self, other: Self) -> (i64, i64) {
        (i64::from(other.x) - i64::from(self.x), i64::from(other.y) - i64::from(self.y))
    }
}

/// Which layer is moved, seen from the line or the chain that asks about the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moved {
    /// The other layer is moved by +ε.
    Other,
    /// The asker is moved by +ε: as if the other were moved by −ε.
    Asker,
}

impl Moved {
    /// The sign of the other layer's displacement.
    fn sign(self) -> i64 {
        match self {
            Self::Other => 1,
            Self::Asker => -1,
        }
    }
}

/// Twice the signed area of the triangle `a`, `b`, `point` in square millimetres: positive when the point is on the left of `a` → `b`.
///
/// Fits: the grid is at most 1 300 km high, so differences stay below 2³¹ and each product below 2⁶².
pub(super) fn turn(a: Spot, b: Spot, point: Spot) -> i64 {
    let (along, aside) = (a.offset(b), a.offset(point));
    along.0 * aside.1 - along.1 * aside.0
}

/// Whether a point of the other layer lies on the left of the asker's line `a` → `b`, given [`turn`] of the three.
pub(super) fn other_on_left(turn: i64, a: Spot, b: Spot, moved: Moved) -> bool {
    if turn != 0 {
        return turn > 0;
    }
    // d(turn) = dx·ε₂ − dy·ε₁
    let tie = if a.y == b.y { i64::from(b.x) - i64::from(a.x) } else { i64::from(a.y) - i64::from(b.y) };
    tie * moved.sign() > 0
}

/// Whether the asker's point lies on the left of the other layer's line `a` → `b`, given [`turn`] of the three.
pub(super) fn asker_on_left(turn: i64, a: Spot, b: Spot, moved: Moved) -> bool {
    if turn != 0 {
        return turn > 0;
    }
    // Moving the line by ε moves the point by −ε as the line sees it.
    let tie = if a.y == b.y { i64::from(a.x) - i64::from(b.x) } else { i64::from(b.y) - i64::from(a.y) };
    tie * moved.sign() > 0
}
