//! Which tile: zoom, column and row on the Web Mercator square.

/// The deepest zoom that is served. A viewer magnifies this one for anything closer: a tile unit is
/// 15 cm of Mercator here, finer than any published boundary.
pub const MAX_ZOOM: u8 = 16;

/// A tile's address: `z` doublings of the square, `x` columns from its west, `y` rows from its north.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TileCoord {
    z: u8,
    x: u32,
    y: u32,
}

/// Why an address names no tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileCoordError {
    /// Deeper than [`MAX_ZOOM`].
    #[error("zoom {z} is too deep: tiles stop at zoom {MAX_ZOOM}")]
    TooDeep {
        /// The zoom that was asked for.
        z: u8,
    },
    /// Beyond the eastern or southern edge of the square.
    #[error("tile {z}/{x}/{y} does not exist: at zoom {z} columns and rows run from 0 to {}", (1_u32 << .z) - 1)]
    OffTheMap {
        /// Zoom.
        z: u8,
        /// Column that was asked for.
        x: u32,
        /// Row that was asked for.
        y: u32,
    },
}

impl TileCoord {
    /// The tile at zoom `z`, column `x`, row `y`.
    ///
    /// # Errors
    ///
    /// When the zoom is deeper than [`MAX_ZOOM`], or the zoom has no such column or row.
    ///
    /// ```
    /// use patchwork::tiles::TileCoord;
    /// assert!(TileCoord::new_checked(1, 1, 1).is_ok());
    /// assert!(TileCoord::new_checked(1, 2, 1).is_err());
    /// ```
    pub fn new_checked(z: u8, x: u32, y: u32) -> Result<Self, TileCoordError> {
        if z > MAX_ZOOM {
            return Err(TileCoordError::TooDeep { z });
        }
        if x >> z != 0 || y >> z != 0 {
            return Err(TileCoordError::OffTheMap { z, x, y });
        }
        Ok(Self { z, x, y })
    }

    /// Zoom: the square is `2^z` tiles wide.
    #[must_use]
    pub fn z(self) -> u8 {
        self.z
    }

    /// Column, from the west.
    #[must_use]
    pub fn x(self) -> u32 {
        self.x
    }

    /// Row, from the north.
    #[must_use]
    pub fn y(self) -> u32 {
        self.y
    }
}

impl std::fmt::Display for TileCoord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}", self.z, self.x, self.y)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::the_whole_world(0, 0, 0, true)]
    #[case::east_of_the_whole_world(0, 1, 0, false)]
    #[case::last_column_and_row(4, 15, 15, true)]
    #[case::past_the_last_row(4, 15, 16, false)]
    #[case::deepest(16, 65_535, 65_535, true)]
    #[case::too_deep(17, 0, 0, false)]
    #[case::absurd(255, u32::MAX, u32::MAX, false)]
    fn a_tile_exists(#[case] z: u8, #[case] x: u32, #[case] y: u32, #[case] exists: bool) {
        assert_eq!(TileCoord::new_checked(z, x, y).is_ok(), exists);
    }

    #[test]
    fn a_refusal_says_what_would_be_right() {
        let refusal = TileCoord::new_checked(4, 3, 99).unwrap_err();
        assert_eq!(
            refusal.to_string(),
            "tile 4/3/99 does not exist: at zoom 4 columns and rows run from 0 to 15"
        );
        let refusal = TileCoord::new_checked(20, 0, 0).unwrap_err();
        assert_eq!(refusal.to_string(), "zoom 20 is too deep: tiles stop at zoom 16");
    }
}
