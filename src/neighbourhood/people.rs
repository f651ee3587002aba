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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_in_tens_and_not_under_fifty() {
        assert_eq!(
            [0.0, 49.9, 50.0, 54.9, 1_236.0].map(told_people),
            [None, None, Some(50.0), Some(50.0), Some(1_240.0)]
        );
    }
}
