//! An answer about reach as JSON.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    asset::{AssetList, kinds},
    compare::AreaLabel,
    http::compare::{ComparedLayer, EdgeBody, PlaceName, UsedRelease, compared, edge_body, release_body},
    reach::{AreaReach, BANDS_M, Coverage, Reached},
};

/// Who is within reach of what, and who is not.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoverageBody {
    /// All areas together.
    summary: CoverageSummary,
    /// Each area, by code.
    areas: Vec<AreaReachBody>,
    /// What to give as `cursor` for the areas that follow; null when there are none.
    next_cursor: Option<usize>,
}

/// All areas together. What lies in several is counted once.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoverageSummary {
    /// The date of the answer.
    on: Date,
    /// The answer in one sentence.
    headline: String,
    /// What a reader has to know besides: lists that may not have everything, that stop at the border, that were left out; assets
    /// that do not count.
    notes: Vec<String>,
    /// The kinds of asset, any of which will do.
    kinds: Vec<KindName>,
    /// How far, in metres.
    within_m: f64,
    /// How distances are measured: `straight line`.
    distance: &'static str,
    /// The layer whose areas are judged.
    by: ComparedLayer,
    /// The place, when the question was about one.
    within: Option<PlaceName>,
    /// What is counted: `residents`, `patients`… `area` where nobody is.
    #[schema(example = "residents")]
    weight: String,
    /// The unit of `total`, `within_reach` and `without`: `people` or `m2`.
    #[schema(example = "people")]
    unit: &'static str,
    /// The layer of blocks that people are counted in.
    blocks: Option<String>,
    /// The date of the figures of people.
    people_date: Option<Date>,
    /// Whose lists these are.
    scope: Option<String>,
    /// How it was worked out, in words.
    method: String,
    /// The class of blocks that splits the people.
    class: Option<ClassBody>,
    /// Everybody in the areas; square metres where nobody is counted.
    total: f64,
    /// Of them, within reach.
    within_reach: f64,
    /// Of them, not within reach.
    without: f64,
    /// `within_reach` of `total`; null where that is 0.
    share_within: Option<f64>,
    /// People of the table who could not be placed.
    unplaced: f64,
    /// People of the table who were placed: `placed + unplaced` is all of it.
    placed: f64,
    /// The areas' ground; null for lists of people.
    ground_m2: Option<f64>,
    /// Of that, within reach.
    ground_within_m2: Option<f64>,
    /// Of that, not within reach.
    ground_without_m2: Option<f64>,
    /// Assets that count: open, with a place, wherever they stand.
    assets: usize,
    /// Of those, how many stand in the areas; null for lists of people.
    assets_inside: Option<usize>,
    /// Of those, how many stand outside the areas and reach into them; null for lists of people.
    assets_beyond: Option<usize>,
    /// Open ones that nobody knows a place of: they do not count.
    assets_unplaced: usize,
    /// Closed ones: they do not count.
    assets_closed: usize,
    /// Planned ones: they do not count.
    assets_planned: usize,
    /// Of those that count, last verified more than two years before.
    assets_stale: usize,
    /// Of those that count, verified nobody says when.
    assets_never_verified: usize,
    /// The day that is longest ago on which one of them was last verified.
    oldest_verified: Option<Date>,
    /// Assets in the areas to ten thousand people.
    per_10000: Option<f64>,
    /// People's mean distance to the nearest asset, in metres.
    nearest_m: Option<f64>,
    /// People by their distance to the nearest asset.
    bands: Vec<BandBody>,
    /// People by class.
    classes: Vec<ClassReachBody>,
    /// Whether every list says that it has all there are: where one may not, "none" is "none recorded".
    complete: bool,
    /// The lists that have assets of the kinds.
    lists: Vec<ListName>,
    /// Lists that were left out because their licence asks for sharing alike.
    lists_left_out: Vec<ListName>,
    /// That lists stop at the border, where they do.
    edge: Option<String>,
    /// What of the layer lies across the place's edge.
    edge_areas: Option<EdgeBody>,
    /// The releases that the answer was drawn from.
    releases: Vec<UsedRelease>,
    /// A short name for this question answered from exactly this content.
    reference: String,
    /// What must be shown beside the answer.
    attribution: Vec<String>,
}

/// A kind of asset.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CoverageKind)]
pub struct KindName {
    /// Its name in addresses.
    #[schema(example = "library")]
    id: String,
    /// Its name for people.
    name: String,
    /// Its name in the plural.
    plural: String,
}

/// A list of assets.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CoverageList)]
pub struct ListName {
    /// Its name in addresses.
    id: String,
    /// Its name for people.
    title: String,
    /// Whether it says that it has all there are.
    complete: bool,
    /// Whether its licence asks that what is made with it be shared alike.
    share_alike: bool,
    /// Which release.
    edition: String,
    /// Who published it.
    publisher: Option<String>,
    /// The licence it is used under.
    licence: Option<String>,
    /// The words that must be shown beside it.
    attribution: Option<String>,
    /// The day on which the extract was made.
    extract_date: Option<Date>,
}

/// A class of blocks.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClassBody {
    /// What the classification is called.
    name: String,
    /// Its classes.
    values: Vec<String>,
}

/// People within a band of distance from the nearest asset.
#[derive(Debug, Serialize, ToSchema)]
pub struct BandBody {
    /// The band's upper end in metres; null for whoever is farther away.
    up_to_m: Option<f64>,
    /// How many.
    people: f64,
}

/// People of a class.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClassReachBody {
    /// The class.
    class: String,
    /// Everybody in it.
    total: f64,
    /// Of them, not within reach.
    without: f64,
}

/// One area.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaReachBody {
    /// Its code, or its id where it has none.
    code: String,
    /// Its permanent id.
    id: String,
    /// Its name.
    name: String,
    /// Everybody in it; square metres where nobody is counted.
    total: f64,
    /// Of them, within reach.
    within_reach: f64,
    /// Of them, not within reach.
    without: f64,
    /// `within_reach` of `total`; null where that is 0.
    share_within: Option<f64>,
    /// Its ground; null for a list of people.
    ground_m2: Option<f64>,
    /// Of that, within reach.
    ground_within_m2: Option<f64>,
    /// Of that, not within reach.
    ground_without_m2: Option<f64>,
    /// How many of the assets stand in it; null for a list of people.
    assets: Option<usize>,
    /// Assets to ten thousand people.
    per_10000: Option<f64>,
    /// People's mean distance to the nearest asset, in metres.
    nearest_m: Option<f64>,
    /// People by their distance to the nearest asset.
    bands: Vec<BandBody>,
    /// People by class.
    classes: Vec<ClassReachBody>,
}

/// The figures that an area and all areas together have.
struct Figures {
    total: f64,
    within: f64,
    without: f64,
    share_within: Option<f64>,
    bands: Vec<BandBody>,
    classes: Vec<ClassReachBody>,
    nearest_m: Option<f64>,
}

/// An answer as the API gives it, with the areas of one page: how many to skip, and how many at most.
#[must_use]
pub fn coverage_answer(answer: &Coverage, (skip, most): (usize, Option<usize>)) -> CoverageBody {
    let most = most.unwrap_or(usize::MAX);
    let next = skip.saturating_add(most);
    let areas = answer.by.areas.iter().zip(&answer.areas).skip(skip).take(most);
    CoverageBody {
        summary: summary(answer),
        areas: areas.map(|(label, area)| area_body(answer, label, area)).collect(),
        next_cursor: (next < answer.areas.len()).then_some(next),
    }
}

pub(super) fn summary(answer: &Coverage) -> CoverageSummary {
    let (question, found, counted) = (&answer.question, &answer.found, answer.counted.as_ref());
    let Figures { total, within, without, share_within, bands, classes, nearest_m } =
        figures(answer, &answer.whole);
    let on_ground = answer.by.drawn().is_some();
    CoverageSummary {
        on: question.on,
        headline: answer.headline(),
        notes: answer.notes(),
        kinds: question
            .kinds
            .iter()
            .filter_map(|kind| kinds().get(kind))
            .map(|kind| KindName {
                id: kind.id.to_string(),
                name: kind.name.clone(),
                plural: kind.plural.clone(),
            })
            .collect(),
        within_m: question.within_m,
        distance: "straight line",
        by: compared(&answer.by),
        within: answer.place.as_ref().map(|(layer, label)| PlaceName::new(layer, label)),
        weight: counted.map_or_else(|| "area".to_owned(), |counted| counted.weight.clone()),
        unit: if counted.is_some() { "people" } else { "m2" },
        blocks: counted.map(|counted| counted.blocks.clone()),
        people_date: counted.and_then(|counted| counted.date),
        scope: counted.and_then(|counted| counted.scope.clone()),
        method: answer.method_in_words(),
        class: question
            .class
            .as_ref()
            .zip(counted)
            .map(|(class, counted)| ClassBody { name: class.to_string(), values: counted.classes.clone() }),
        total,
        within_reach: within,
        without,
        share_within,
        unplaced: counted.map_or(0.0, |counted| counted.placed.unplaced.total()),
        placed: counted.map_or(0.0, |counted| counted.placed.placed),
        ground_m2: answer.whole.ground.map(|ground| ground.total_m2),
        ground_within_m2: answer.whole.ground.map(|ground| ground.within_m2),
        ground_without_m2: answer.whole.ground.map(|ground| ground.without_m2()),
        assets: found.sites.all().len(),
        assets_inside: on_ground.then_some(answer.inside),
        assets_beyond: on_ground.then_some(answer.beyond),
        assets_unplaced: found.without_place,
        assets_closed: found.closed,
        assets_planned: found.planned,
        assets_stale: found.verified.stale,
        assets_never_verified: found.verified.unknown,
        oldest_verified: found.verified.oldest,
        per_10000: answer.whole.per_10_000(),
        nearest_m,
        bands,
        classes,
        complete: found.is_complete(),
        lists: found.lists.iter().map(|list| list_name(list)).collect(),
        lists_left_out: found.left_out.iter().map(|list| list_name(list)).collect(),
        edge: answer.edge_in_words(),
        edge_areas: answer.place.as_ref().map(|_| edge_body(&answer.edge)),
        releases: answer.sources.iter().map(release_body).collect(),
        reference: answer.reference().to_string(),
        attribution: answer.attribution().into_iter().map(str::to_owned).collect(),
    }
}

fn list_name(list: &AssetList) -> ListName {
    let source = &list.release.provenance;
    ListName {
        id: list.id.to_string(),
        title: list.title.clone(),
        complete: list.complete,
        share_alike: list.share_alike,
        edition: list.release.edition.to_string(),
        publisher: source.publisher.clone(),
        licence: source.licence.clone(),
        attribution: source.attribution.clone(),
        extract_date: source.extract_date,
    }
}

fn area_body(answer: &Coverage, label: &AreaLabel, area: &AreaReach) -> AreaReachBody {
    let Figures { total, within, without, share_within, bands, classes, nearest_m } = figures(answer, area);
    AreaReachBody {
        code: label.code.clone(),
        id: label.id.clone(),
        name: label.name.clone(),
        total,
        within_reach: within,
        without,
        share_within,
        ground_m2: area.ground.map(|ground| ground.total_m2),
        ground_within_m2: area.ground.map(|ground| ground.within_m2),
        ground_without_m2: area.ground.map(|ground| ground.without_m2()),
        assets: area.assets,
        per_10000: area.per_10_000(),
        nearest_m,
        bands,
        classes,
    }
}

fn figures(answer: &Coverage, area: &AreaReach) -> Figures {
    let share = |part: f64, whole: f64| (whole > 0.0).then(|| part / whole);
    match (&area.people, area.ground) {
        (Some(people), _) => Figures {
            total: people.total,
            within: people.within,
            without: people.without(),
            share_within: share(people.within, people.total),
            bands: bands(people),
            classes: classes(answer, people),
            nearest_m: people.mean_m,
        },
        (None, ground) => {
            let ground = ground.unwrap_or_default();
            Figures {
                total: ground.total_m2,
                within: ground.within_m2,
                without: ground.without_m2(),
                share_within: share(ground.within_m2, ground.total_m2),
                bands: Vec::new(),
                classes: Vec::new(),
                nearest_m: None,
            }
        }
    }
}

fn bands(people: &Reached) -> Vec<BandBody> {
    let ends = BANDS_M.into_iter().map(Some).chain([None]);
    ends.zip(people.bands).map(|(up_to_m, people)| BandBody { up_to_m, people }).collect()
}

fn classes(answer: &Coverage, people: &Reached) -> Vec<ClassReachBody> {
    let names = answer.counted.iter().flat_map(|counted| &counted.classes);
    let body = |(class, [total, within]): (&String, &[f64; 2])| ClassReachBody {
        class: class.clone(),
        total: *total,
        without: (total - within).max(0.0),
    };
    names.zip(&people.classes).map(body).collect()
}
