//! People on drawn ground.

/// People are told in steps of this…
const STEP: f64 = 10.0;
/// …and not at all below this.
const LEAST_TOLD: f64 = 50.0;

/// People on drawn ground as they may be told: an estimate from published blocks, rounded to 10; `None` under 50.
#[must_use]
pub fn told_people(people: f64) -> Option<f64> {
    (people >= LEAST_TOLD).then(|| (people / STEP).round() * STEP)
}
