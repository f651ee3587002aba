//! Figures of people on drawn ground, as they may be told.
//!
//! They are estimates from published blocks, and a drawing can be of a few streets: so they are rounded to 10 once everything has been computed, and
//! not told at all under 50 (a figure that is not a number, null in JSON and empty in a table). Shares are those of the figures that are told, and scores are told to a
//! thousandth, so that neither tells more than the figures do. This is the one place where answers about two layers pass.

use super::Comparison;
use crate::{
    coterminosity::{AreaScores, Counted},
    neighbourhood::told_people,
};

/// A figure that is not told.
const UNTOLD: f64 = f64::NAN;

impl Comparison {
    /// Whether it counts people on ground that people drew.
    #[must_use]
    pub fn is_of_drawn_people(&self) -> bool {
        let within = self.within.as_ref().is_some_and(|(layer, _)| is_drawn(layer));
        self.counted == Counted::People
            && (self.a.layer.id.is_neighbourhoods() || self.b.layer.id.is_neighbourhoods() || within)
    }

    /// The answer as it may be told.
    #[must_use]
    pub(super) fn told(mut self) -> Self {
        if !self.is_of_drawn_people() {
            return self;
        }
        let within = self.within.is_some();
        let [rounds_a, rounds_b] = [&self.a, &self.b].map(|side| within || side.layer.id.is_neighbourhoods());
        for (areas, rounds) in [(&mut self.scores.areas_a, rounds_a), (&mut self.scores.areas_b, rounds_b)] {
            for area in areas {
                tell_area(area, rounds);
            }
        }
        for pair in &mut self.pairs {
            pair.overlap = told(pair.overlap);
            let of_a = self.scores.areas_a[pair.a as usize].total;
            let of_b = self.scores.areas_b[pair.b as usize].total;
            pair.share_of_a = share(pair.overlap, of_a);
            pair.share_of_b = share(pair.overlap, of_b);
            pair.iou = share(pair.overlap, of_a + of_b - pair.overlap);
        }
        let sum = &mut self.scores.summary;
        if rounds_a {
            sum.total_a = told(sum.total_a);
        }
        if rounds_b {
            sum.total_b = told(sum.total_b);
        }
        for amount in [
            &mut sum.common,
            &mut sum.uncovered_a,
            &mut sum.uncovered_b,
            &mut sum.double_a,
            &mut sum.double_b,
            &mut sum.slivers.overlap,
            &mut sum.across_a,
            &mut sum.across_b,
        ] {
            *amount = told(*amount);
        }
        for ratio in [
            &mut sum.dominant_share_a,
            &mut sum.dominant_share_b,
            &mut sum.homogeneity,
            &mut sum.completeness,
            &mut sum.v_measure,
            &mut sum.vi_bits,
        ] {
            *ratio = ratio.map(thousandths);
        }
        self
    }
}

/// Whether a place that an answer is about is drawn.
pub(crate) fn is_drawn(layer: &str) -> bool {
    layer.split('@').next().is_some_and(|layer| layer == "neighbourhoods")
}

/// People as they may be told. Nobody is nobody: it tells of none.
pub(crate) fn told(people: f64) -> f64 {
    if people == 0.0 { 0.0 } else { told_people(people).unwrap_or(UNTOLD) }
}

fn tell_area(area: &mut AreaScores, rounds: bool) {
    if rounds {
        area.total = told(area.total);
    }
    area.uncovered = told(area.uncovered);
    area.outside_best_fit = told(area.outside_best_fit);
    if area.total.is_nan() {
        area.effective_partners = None;
    }
    area.effective_partners = area.effective_partners.map(hundredths);
    if let Some(fit) = &mut area.best_fit {
        for partner in std::iter::once(&mut fit.best).chain(fit.runner_up.as_mut()) {
            partner.weight = told(partner.weight);
            partner.share = share(partner.weight, area.total);
        }
    }
}

/// The share of two figures that are told already.
fn share(part: f64, whole: f64) -> f64 {
    let share = part / whole;
    // `min` would make 1 of what is not told.
    match whole {
        0.0 => 0.0,
        _ if share > 1.0 => 1.0,
        _ => share,
    }
}

fn thousandths(ratio: f64) -> f64 {
    (ratio * 1_000.0).round() / 1_000.0
}

fn hundredths(ratio: f64) -> f64 {
    (ratio * 100.0).round() / 100.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_told_in_tens_and_few_not_at_all() {
        assert_eq!([0.0, 50.0, 54.9, 1_236.0].map(|n| told(n).to_string()), ["0", "50", "50", "1240"]);
        assert!(told(49.9).is_nan() && told(0.4).is_nan());
        assert_eq!(
            [share(60.0, 120.0), share(130.0, 120.0), share(0.0, 0.0)].map(|n| n.to_string()),
            ["0.5", "1", "0"]
        );
        assert!(share(UNTOLD, 100.0).is_nan() && share(10.0, UNTOLD).is_nan());
    }

    #[test]
    fn a_place_is_drawn_whatever_its_edition() {
        assert!(
            is_drawn("neighbourhoods") && is_drawn("neighbourhoods@2025") && !is_drawn("neighbourhood-teams")
        );
    }
}
