//! What is answered.

use jiff::civil::Date;

use super::{BlocksReached, Found, ReachQuestion, parts::Bands};
use crate::compare::{AreaLabel, Citation, Edge, Method, PlacedPeople, Side, attribution, told};

/// Who is within reach, in each area and in all.
#[derive(Debug)]
pub struct Coverage {
    /// What was asked.
    pub question: ReachQuestion,
    /// The layer, its areas in the order of `areas`.
    pub by: Side,
    /// The place, when the question was about one.
    pub place: Option<(String, AreaLabel)>,
    /// What lies across the place's edge.
    pub edge: Edge,
    /// Which assets count.
    pub found: Found,
    /// Of those that count, how many stand in the areas.
    pub inside: usize,
    /// Of those that count, how many stand outside and reach into the areas.
    pub beyond: usize,
    /// Lists, by their positions among those found, that have nothing outside the areas.
    pub stop_at_border: Vec<usize>,
    /// Who is counted; none where nobody is.
    pub counted: Option<CountedPeople>,
    /// Each area.
    pub areas: Vec<AreaReach>,
    /// All of them together: what lies in several is counted once.
    pub whole: AreaReach,
    /// Each block with people in the areas; none where nobody is counted. [`blocks`](Self::blocks) tells of them.
    pub(super) blocks: Option<BlocksReached>,
    /// The releases used.
    pub sources: Vec<Citation>,
    /// The number of the last change by hand that is laid over the assets; 0 for none.
    pub last_change: i64,
    /// Whether the assets are those that somebody sees who has signed in.
    pub signed_in: bool,
}

/// Who is counted, and how they were put on the map.
#[derive(Debug, Clone)]
pub struct CountedPeople {
    /// What is counted: `residents`, `patients`.
    pub weight: String,
    /// The layer of blocks.
    pub blocks: String,
    /// The date of the figures.
    pub date: Option<Date>,
    /// Whose lists these are, where people are on lists.
    pub scope: Option<String>,
    /// How they were put on the map.
    pub method: Method,
    /// Who was placed and who was not.
    pub placed: PlacedPeople,
    /// The classes that split them, in order; none where no class was asked for.
    pub classes: Vec<String>,
}

/// What of one area is within reach.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct AreaReach {
    /// Its ground; none for lists of people.
    pub ground: Option<Ground>,
    /// Its people; none where nobody is counted.
    pub people: Option<Reached>,
    /// How many of the assets stand in it; none for lists of people.
    pub assets: Option<usize>,
}

/// Ground, in square metres.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Ground {
    /// All of it.
    pub total_m2: f64,
    /// Of that, within reach.
    pub within_m2: f64,
}

/// People.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reached {
    /// All of them.
    pub total: f64,
    /// Of them, within reach.
    pub within: f64,
    /// By their distance to the nearest asset: up to each of [`BANDS_M`], and beyond. All are 0 where there is no asset.
    pub bands: Bands,
    /// Their mean distance to the nearest asset in metres; none where there is no asset or nobody.
    pub mean_m: Option<f64>,
    /// In each class: all, and within reach.
    pub classes: Vec<[f64; 2]>,
    /// Whether they live on drawn ground, and are told in tens.
    pub drawn: bool,
}

impl Reached {
    /// Rounds it as people on drawn ground are told: to 10, and under 50 not at all.
    pub(super) fn tell_as_drawn(&mut self) {
        self.drawn = true;
        let all = [&mut self.total, &mut self.within]
            .into_iter()
            .chain(&mut self.bands)
            .chain(self.classes.iter_mut().flatten());
        all.for_each(|people| *people = told(*people));
        self.mean_m =
            self.mean_m.filter(|_| !self.total.is_nan()).map(|metres| (metres / 10.0).round() * 10.0);
    }

    /// Those who are not within reach.
    #[must_use]
    pub fn without(&self) -> f64 {
        let without = left(self.total, self.within);
        if self.drawn { told(without) } else { without }
    }
}

impl Ground {
    /// What is not within reach.
    #[must_use]
    pub fn without_m2(&self) -> f64 {
        left(self.total_m2, self.within_m2)
    }
}

/// What is left of a whole; what rounding leaves of nothing is nothing.
fn left(whole: f64, part: f64) -> f64 {
    let left = whole - part;
    if left <= 1e-9 * whole { 0.0 } else { left }
}

impl AreaReach {
    /// Assets to ten thousand people.
    #[must_use]
    #[allow(clippy::cast_precision_loss)] // counts of assets
    pub fn per_10_000(&self) -> Option<f64> {
        let people = self.people.as_ref().map(|people| people.total).filter(|people| *people > 0.0)?;
        Some(self.assets? as f64 * 10_000.0 / people)
    }
}

impl Coverage {
    /// What must be shown beside the answer, each sentence once.
    #[must_use]
    pub fn attribution(&self) -> Vec<&str> {
        attribution(&self.sources)
    }
}
