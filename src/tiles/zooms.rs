//! From which zooms on a layer is worth drawing, by how many areas it has.

/// The first zooms of a layer. Tiles above them are drawn all the same for who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstZooms {
    /// At which its areas are more than a blur, and a tile of them is no burden.
    pub areas: u8,
    /// At which its borders are added, each once.
    pub borders: u8,
}

impl FirstZooms {
    /// The first zooms of a layer of so many areas.
    ///
    /// Areas are taken to be spread over England, as measured with its councils, wards and small census areas: a
    /// layer of a smaller place has lighter tiles than it might.
    #[must_use]
    pub fn of(areas: usize) -> Self {
        match areas {
            0..=500 => Self { areas: 0, borders: 0 },
            // At zoom 5, which has most of England in a tile, borders would take it beyond 350 KB.
            501..=10_000 => Self { areas: 4, borders: 6 },
            // At zoom 9 the tile of London would be 474 KB gzipped, at 10 it is 305.
            _ => Self { areas: 10, borders: 10 },
        }
    }
}
