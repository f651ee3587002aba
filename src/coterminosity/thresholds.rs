//! Where the lines are drawn between words.

/// Every threshold of every measure. All can be set, and an answer repeats those that it used.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// τ: areas are the same, or one inside the other, up to this share of their ground; an area crosses in ground
    /// when more than this share of it lies outside its best fit.
    pub tau: f64,
    /// A sliver is below this share of both areas…
    pub sliver_share: f64,
    /// …and under this many square metres…
    pub sliver_area_m2: f64,
    /// …or thinner than this many metres on average.
    pub sliver_width_m: f64,
    /// An area crosses in people when more than this share of its people live outside its best fit…
    pub cross_share: f64,
    /// …and more than this many people.
    pub cross_people: f64,
    /// To have in the room: areas that hold at least this share of an area's weight.
    pub room_share: f64,
    /// How close borders must lie to run together, in metres.
    pub border_distance_m: f64,
    /// β of the V-measure: above 1 completeness counts for more, below 1 homogeneity.
    pub beta: f64,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            tau: 0.01,
            sliver_share: 0.001,
            sliver_area_m2: 10_000.0,
            sliver_width_m: 10.0,
            cross_share: 0.05,
            cross_people: 500.0,
            room_share: 0.05,
            border_distance_m: 50.0,
            beta: 1.0,
        }
    }
}

/// Borders further apart than this run together by chance only, and would all have to be looked at, in metres.
pub const MOST_BORDER_DISTANCE_M: f64 = 5_000.0;

impl Thresholds {
    /// Those that a question can set, by the names that answers use, each with the most that it can be. The least is 0.
    #[must_use]
    pub fn named(&mut self) -> [(&'static str, &mut f64, f64); 8] {
        [
            ("tau", &mut self.tau, 1.0),
            ("sliver_share", &mut self.sliver_share, 1.0),
            ("sliver_area_m2", &mut self.sliver_area_m2, f64::MAX),
            ("sliver_width_m", &mut self.sliver_width_m, f64::MAX),
            ("cross_share", &mut self.cross_share, 1.0),
            ("cross_people", &mut self.cross_people, f64::MAX),
            ("room_share", &mut self.room_share, 1.0),
            ("border_distance_m", &mut self.border_distance_m, MOST_BORDER_DISTANCE_M),
        ]
    }
}
