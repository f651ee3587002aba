//! Names for the quarters of the two large towns.

/// What the quarters of a large town are called, from the middle outwards.
pub struct Quarters {
    /// The town.
    pub town: &'static str,
    /// Quarters that touch the sea.
    pub waterside: &'static [&'static str],
    /// All others.
    pub inland: &'static [&'static str],
}

/// The two large towns.
#[rustfmt::skip]
pub const QUARTERS: [Quarters; 2] = [
    Quarters {
        town: "Wythemouth",
        waterside: &[
            "Lightermen", "Crane Bank", "Fishgate", "Ferry Steps", "Mariners Hard", "Saltings", "Wythe Reach",
            "Chandlers", "Oyster Bank", "Outer Haven",
        ],
        inland: &[
            "Castlegate", "Oldcross", "Priory Gate", "Ropewalk", "Guildhall", "St Wendred's", "Kilnside",
            "Tollgate", "Hopyard", "Brickfields", "Founders Hill", "Alderman's Park", "Weavers Row",
            "Windmill Rise", "Abbot's Cross", "Larkrise", "Long Meadow", "Racecourse", "Whinfields",
            "Orchard Bank", "Semaphore Hill", "Hallowgate", "Tanners Holt", "Mistlefield",
        ],
    },
    Quarters {
        town: "Aldersea",
        waterside: &[
            "Pier", "Promenade", "Lido", "Fishermen's Row", "Bandstand", "Marine Park", "Sandhills",
            "Lighthouse", "Coastguards", "Shingle End", "Golden Mile", "Bathing House",
        ],
        inland: &[
            "Palm House", "St Osyn's", "Tramway", "Assembly Rooms", "Downs View", "Chalkpit Hill",
            "Observatory", "Coppice Side", "Motte Park", "Hayfields", "Coney Heath", "Mill Down",
            "Beech Hangar", "Larks Down", "Dovecote", "Seven Ashes",
        ],
    },
];
