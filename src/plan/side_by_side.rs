//! Options beside each other.

use std::sync::Arc;

use super::{Figures, PlanError, PlanQuestion, Rows, figures};
use crate::{
    atlas::{ScenarioAtlas, View},
    boundary::LayerRef,
    compare::WeightRef,
    coterminosity::Thresholds,
};

/// A scenario with its figures, or why it has none.
#[derive(Debug)]
pub struct PlanOption<'a> {
    /// The scenario.
    pub scenario: &'a Arc<ScenarioAtlas>,
    /// Its figures; none for one that is not drawn.
    pub figures: Result<Figures, String>,
}

impl PlanOption<'_> {
    /// The people who would live across a line, of the first layer that it is held against.
    #[must_use]
    pub fn across(&self) -> Option<f64> {
        let figures = self.figures.as_ref().ok()?;
        figures.against.first().map(|partner| partner.scores.summary.across_a)
    }
}

/// Options with their figures, those with the fewest people across a line of the first layer first, those without figures last.
///
/// # Errors
/// [`PlanError`] when a layer or weight is not there.
pub fn side_by_side<'a>(
    view: &View<'a>,
    rows: &Rows,
    options: &[&'a Arc<ScenarioAtlas>],
    against: &[LayerRef],
    weight: Option<&WeightRef>,
    on: jiff::civil::Date,
) -> Result<Vec<PlanOption<'a>>, PlanError> {
    let mut told = Vec::new();
    for &option in options {
        let scenario = option.scenario();
        let figures = match (&option.composed().layer, scenario.undrawable()) {
            (Err(why), _) => Err(why.to_string()),
            (Ok(_), Some(why)) => Err(why),
            (Ok(_), None) => {
                let question = PlanQuestion {
                    assignment: scenario.assignment.clone(),
                    vesting: scenario.vesting.map(|vesting| vesting.day),
                    guide_people: scenario.guide_people,
                    against: against.to_vec(),
                    weight: weight.cloned(),
                    on,
                    thresholds: Thresholds::default(),
                };
                Ok(figures(view, rows, &question)?)
            }
        };
        told.push(PlanOption { scenario: option, figures });
    }
    let key = |option: &PlanOption<'_>| option.across().unwrap_or(f64::INFINITY);
    told.sort_by(|a, b| {
        key(a).total_cmp(&key(b)).then_with(|| a.scenario.scenario().id.cmp(&b.scenario.scenario().id))
    });
    Ok(told)
}
