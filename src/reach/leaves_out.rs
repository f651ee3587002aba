//! What of a place a layer leaves out, and what it covers more than once.

use jiff::civil::Date;

use crate::{
    atlas::View,
    boundary::LayerRef,
    compare::{
        AreaLabel, Citation, CompareError, Comparison, Place, Question, WeightRef, Within, attribution,
        compare,
    },
    coterminosity::{Counted, Thresholds},
    coverage::{Completeness, completeness},
};

/// How far a layer covers a place.
#[derive(Debug)]
pub struct LayerCover {
    /// The layer, as it was asked for.
    pub layer: LayerRef,
    /// The layer's name, in the plural.
    pub title: String,
    /// The place: its layer, and what it is called.
    pub place: (String, AreaLabel),
    /// Ground, in square metres.
    pub ground: Cover,
    /// What was counted besides, such as `residents`, with the date of the figures; none where nobody is.
    pub people: Option<(String, Option<Date>, Cover)>,
    /// How people were put on the map, in words.
    pub method: String,
    /// The pieces: gaps, and ground in two areas. Areas are known by their position among `areas`.
    pub pieces: Completeness,
    /// The layer's areas that share more than map noise with the place, by code.
    pub areas: Vec<AreaLabel>,
    /// The releases used.
    pub sources: Vec<Citation>,
    /// The references of the comparisons that the figures are from: ground, then people.
    pub references: Vec<String>,
}

impl LayerCover {
    /// What must be shown beside the answer, each sentence once.
    #[must_use]
    pub fn attribution(&self) -> Vec<&str> {
        attribution(&self.sources)
    }
}

/// Ground or people of a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cover {
    /// All of it.
    pub total: f64,
    /// In at least one area.
    pub covered: f64,
    /// In none.
    pub uncovered: f64,
    /// Counted again: the sum of the areas less their union.
    pub double: f64,
}

/// Holds a layer against a place.
///
/// # Errors
/// [`CompareError`], when the layer, the place or the weight is not there, or the layer is lists of people.
pub fn leaves_out(
    view: &View<'_>,
    layer: &LayerRef,
    place: &Within,
    weight: Option<WeightRef>,
    on: Date,
) -> Result<LayerCover, CompareError> {
    // Lists of people have no ground to leave anything out of.
    view.layer(layer, on)?;
    let ask = |weight: Option<WeightRef>| {
        let (a, b) = (layer.clone(), place.layer.clone());
        compare(
            view,
            &Question { a, b, weight, within: Some(place.clone()), on, thresholds: Thresholds::default() },
        )
    };
    let on_ground = ask(Some(WeightRef::Area))?;
    let counted = ask(weight)?;
    let people = (counted.counted == Counted::People)
        .then(|| (counted.weight.clone(), counted.people_date, cover(&counted)));
    let place = Place::find(view, place, on)?;
    let regions: Vec<_> = on_ground.a.drawn().map(|ground| ground.regions().to_vec()).unwrap_or_default();
    let pieces = completeness(
        &regions.iter().map(AsRef::as_ref).collect::<Vec<_>>(),
        Some(&place.ground.regions()[0]),
    );
    let mut sources: Vec<Citation> = Vec::new();
    for source in on_ground.sources.all().into_iter().chain(counted.sources.all()) {
        if !sources.contains(source) {
            sources.push(source.clone());
        }
    }
    let mut references = vec![on_ground.reference().to_string(), counted.reference().to_string()];
    references.dedup();
    Ok(LayerCover {
        layer: layer.clone(),
        title: on_ground.a.layer.title.clone(),
        place: place.name(),
        ground: cover(&on_ground),
        people,
        method: counted.method_in_words(),
        pieces,
        areas: on_ground.a.areas,
        sources,
        references,
    })
}

/// Layer B is the place itself, cut to its own edge.
fn cover(answer: &Comparison) -> Cover {
    let summary = &answer.scores.summary;
    Cover {
        total: summary.common + summary.uncovered_b,
        covered: summary.common,
        uncovered: summary.uncovered_b,
        double: summary.double_a,
    }
}
