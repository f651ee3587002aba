//! A comparison as JSON.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    boundary::Provenance,
    compare::{AreaLabel, Citation, Comparison, Edge, Kind, Pair, Side},
    coterminosity::{AreaScores, Counted, Partner},
};

impl PlaceName {
    pub(crate) fn new(layer: &str, label: &AreaLabel) -> Self {
        Self { layer: layer.to_owned(), code: label.code.clone(), name: label.name.clone() }
    }
}

/// How well two layers fit each other.
#[derive(Debug, Serialize, ToSchema)]
pub struct CompareBody {
    /// The layers as wholes.
    summary: SummaryBody,
    /// Each area of A, by code.
    areas_a: Vec<AreaScoresBody>,
    /// Each area of B, by code.
    areas_b: Vec<AreaScoresBody>,
    /// Each pair that shares ground or people: by A's code, then by overlap, largest first, then by B's code.
    pairs: Vec<PairBody>,
    /// What to give as `cursor` for the pairs that follow; null when there are none.
    next_cursor: Option<usize>,
}

/// Two layers as wholes. Scores are null when the layers do not meet.
#[derive(Debug, Serialize, ToSchema)]
pub struct SummaryBody {
    /// The date of the answer.
    on: Date,
    /// The answer in one sentence: A in B.
    headline: String,
    /// The answer in one sentence: B in A.
    headline_back: String,
    /// Layer A.
    a: ComparedLayer,
    /// Layer B.
    b: ComparedLayer,
    /// The place, when the question was about one.
    within: Option<PlaceName>,
    /// The weight's name.
    #[schema(example = "residents")]
    weight: String,
    /// The unit of every total and overlap: `m2` or `people`. People on ground that residents drew are rounded to 10, and null under 50.
    #[schema(example = "people")]
    unit: &'static str,
    /// The layer of blocks that people are counted in.
    blocks: Option<String>,
    /// The date of the figures of people.
    people_date: Option<Date>,
    /// Whose lists these are; reverse shares are of this table only.
    scope: Option<String>,
    /// How it was worked out, in words.
    method: String,
    /// How people were put on the map.
    placement: Option<PlacementBody>,
    /// The releases that the answer was drawn from.
    releases: Vec<UsedRelease>,
    /// Reproduces this answer, also after its releases have been replaced: `/api/compare?reference=…`.
    reference: String,
    /// What must be shown beside it.
    attribution: Vec<String>,
    /// Areas are the same, or one inside the other, up to this share of their ground.
    tau: f64,
    /// A sliver is below this share of both areas…
    sliver_share: f64,
    /// …and under this many square metres…
    sliver_area_m2: f64,
    /// …or thinner than this many metres.
    sliver_width_m: f64,
    /// An area crosses when more than this share of its people live outside its best fit…
    cross_share: f64,
    /// …and more than this many people.
    cross_people: f64,
    /// Whom to have in the room: areas with at least this share.
    room_share: f64,
    /// The sum of A's areas' whole weights.
    total_a: f64,
    /// The sum of B's.
    total_b: f64,
    /// In at least one area of both layers, counted once.
    common: f64,
    /// In A and in no area of B.
    uncovered_a: f64,
    /// In B and in no area of A.
    uncovered_b: f64,
    /// What A covers more than once.
    double_a: f64,
    /// What B covers more than once.
    double_b: f64,
    /// People whom the tables have but who could not be put on the map; 0 for ground.
    unplaced: f64,
    /// Map noise along the edges.
    slivers: SliversBody,
    /// The share that lies in the best fit of its area of A.
    dominant_share_a: Option<f64>,
    /// The share that lies in the best fit of its area of B.
    dominant_share_b: Option<f64>,
    /// Outside the best fits of A's areas.
    across_a: f64,
    /// Outside the best fits of B's areas.
    across_b: f64,
    /// `1 − H(A|B)/H(A)`.
    homogeneity: Option<f64>,
    /// `1 − H(B|A)/H(B)`.
    completeness: Option<f64>,
    /// V-measure, β = 1.
    v_measure: Option<f64>,
    /// Variation of information, in bits.
    vi_bits: Option<f64>,
    /// The share of A's internal borders that run along B's.
    border_agreement_a: Option<f64>,
    /// The share of B's internal borders that run along A's.
    border_agreement_b: Option<f64>,
    /// How close borders must lie to run together, in metres.
    border_distance_m: f64,
    /// How many of A's areas cross.
    crossing_a: usize,
    /// How many of B's areas cross.
    crossing_b: usize,
    /// What lies across the place's edge.
    edge: Option<EdgesBody>,
}

/// One of two layers.
#[derive(Debug, Serialize, ToSchema)]
pub struct ComparedLayer {
    /// The layer's id.
    layer: String,
    /// The layer as it was asked for.
    asked: String,
    /// Its name, in the plural.
    title: String,
    /// What one of its areas is called.
    singular: String,
    /// `ground` or `membership`.
    kind: &'static str,
    /// How many areas it has in the answer.
    areas: usize,
}

/// The place that a question is about.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlaceName {
    /// Its layer.
    layer: String,
    /// Its code, or its id where it has none.
    code: String,
    /// Its name.
    name: String,
}

/// How people were put on the map, and who was not.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlacementBody {
    /// Everybody whom the table has or states: `placed + unplaced`.
    total: f64,
    /// Those whose block is on the map.
    placed: f64,
    /// Those whose block is in Wales, Scotland or Northern Ireland, and not on the map.
    out_of_country: f64,
    /// Those whose block is unknown here: closed, misspelt, or not loaded.
    unknown_block: f64,
    /// Those on a list's stated total, but in none of its rows.
    not_in_rows: f64,
    /// Blocks whose people were spread evenly over their postcodes.
    blocks_at_postcodes: usize,
    /// Those people.
    people_at_postcodes: f64,
    /// Blocks whose people were spread evenly over their ground.
    blocks_on_ground: usize,
    /// Those people.
    people_on_ground: f64,
    /// Postcodes used though no register that is loaded says whether they are in use.
    postcodes_of_unknown_status: usize,
    /// The share of A's ground on which people are counted at all.
    cover_of_a: Option<f64>,
    /// The share of B's ground on which people are counted at all.
    cover_of_b: Option<f64>,
    /// Blocks in which these lists hold under 90 % of the residents.
    thin_blocks: Option<usize>,
    /// Of so many with anybody on a list.
    thin_blocks_of: Option<usize>,
}

/// A release that an answer was drawn from.
#[derive(Debug, Serialize, ToSchema)]
pub struct UsedRelease {
    /// The layer or table.
    #[schema(example = "wards")]
    of: String,
    /// The release's name.
    edition: String,
    /// The first day that it is about; for people, the date of the figures.
    from: Option<Date>,
    /// The file or service that it was taken from.
    source: Option<String>,
    /// Who published it.
    publisher: Option<String>,
    /// The licence it is used under.
    licence: Option<String>,
    /// The words that must be shown beside it.
    attribution: Option<String>,
    /// A short name for exactly this content.
    reference: String,
}

/// Map noise along the edges: small and thin overlaps, flagged and summed.
#[derive(Debug, Serialize, ToSchema)]
pub struct SliversBody {
    /// How many.
    count: usize,
    /// What they share, in the answer's unit.
    overlap: f64,
}

/// What lies across the place's edge, of each layer.
#[derive(Debug, Serialize, ToSchema)]
pub struct EdgesBody {
    /// Of A.
    a: EdgeBody,
    /// Of B.
    b: EdgeBody,
}

/// What of one layer lies across the place's edge.
#[derive(Debug, Serialize, ToSchema)]
pub struct EdgeBody {
    /// Areas that were cut there.
    areas: Vec<EdgeAreaBody>,
    /// Areas that share only a sliver with the place, left out: how many, and their square metres inside.
    left_out: SliversBody,
}

/// An area that was cut at the place's edge.
#[derive(Debug, Serialize, ToSchema)]
pub struct EdgeAreaBody {
    /// Its code, or its id where it has none.
    code: String,
    /// Its name.
    name: String,
    /// The share of its ground inside.
    share_inside: f64,
    /// Its ground outside, in square metres.
    outside_m2: f64,
}

/// One area of one layer. Other areas go by their code, or by their id where they have none.
#[derive(Debug, Serialize, ToSchema)]
pub struct AreaScoresBody {
    /// Its code, or its id where it has none.
    code: String,
    /// Its permanent id.
    id: String,
    /// Its name.
    name: String,
    /// Its whole weight.
    total: f64,
    /// Of that, what no area of the other layer covers.
    uncovered: f64,
    /// The area of the other layer with most of it.
    best_fit: Option<String>,
    /// That area's share of it.
    best_share: Option<f64>,
    /// The area with the next most.
    runner_up: Option<String>,
    /// That area's share of it.
    runner_up_share: Option<f64>,
    /// Whether it is also its best fit's best fit.
    mutual: bool,
    /// With how many it must really work: 2 to the power of the entropy of its shares.
    effective_partners: Option<f64>,
    /// Areas with at least `room_share` of it, largest first.
    in_the_room: Vec<String>,
    /// What it shares with others than its best fit.
    outside_best_fit: f64,
    /// Whether it crosses a line of the other layer.
    crosses: bool,
    /// Whether figures of it are null because they count under 50 people on ground that residents drew; left out otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<bool>,
}

/// Two areas that share ground or people.
#[derive(Debug, Serialize, ToSchema)]
pub struct PairBody {
    /// The code of A's area, or its id where it has none.
    a_code: String,
    /// Its name.
    a_name: String,
    /// The code of B's area, or its id where it has none.
    b_code: String,
    /// Its name.
    b_name: String,
    /// The weight's name.
    weight: String,
    /// What they share.
    overlap: f64,
    /// Of A's area's whole weight.
    share_of_a: f64,
    /// Of B's area's whole weight.
    share_of_b: f64,
    /// What they share of what either has.
    iou: f64,
    /// On the ground: `same`, `inside`, `contains`, `sliver` or `overlaps`; null when either is a membership layer.
    relation: Option<&'static str>,
    /// Whether its figures are null because they count under 50 people on ground that residents drew; left out otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<bool>,
}

/// A comparison as the API answers it, with the pairs of one page: how many to skip, and how many at most.
#[must_use]
pub fn compare_answer(answer: &Comparison, (skip, most): (usize, Option<usize>)) -> CompareBody {
    let most = most.unwrap_or(usize::MAX);
    let next = skip.saturating_add(most);
    CompareBody {
        summary: summary(answer),
        areas_a: areas(&answer.scores.areas_a, &answer.a, &answer.b),
        areas_b: areas(&answer.scores.areas_b, &answer.b, &answer.a),
        pairs: answer.pairs.iter().skip(skip).take(most).map(|pair| pair_body(answer, pair)).collect(),
        next_cursor: (next < answer.pairs.len()).then_some(next),
    }
}

fn summary(answer: &Comparison) -> SummaryBody {
    let summary = &answer.scores.summary;
    let limits = &answer.thresholds;
    SummaryBody {
        on: answer.on,
        headline: answer.headline(),
        headline_back: answer.headline_back(),
        a: compared(&answer.a),
        b: compared(&answer.b),
        within: answer.within.as_ref().map(|(layer, label)| PlaceName::new(layer, label)),
        weight: answer.weight.clone(),
        unit: match answer.counted {
            Counted::Ground => "m2",
            Counted::People => "people",
        },
        blocks: answer.blocks.clone(),
        people_date: answer.people_date,
        scope: answer.scope.clone(),
        method: answer.method_in_words(),
        placement: placement(answer),
        releases: used_releases(answer),
        reference: answer.reference().to_string(),
        attribution: answer.sources.attribution().into_iter().map(str::to_owned).collect(),
        tau: limits.tau,
        sliver_share: limits.sliver_share,
        sliver_area_m2: limits.sliver_area_m2,
        sliver_width_m: limits.sliver_width_m,
        cross_share: limits.cross_share,
        cross_people: limits.cross_people,
        room_share: limits.room_share,
        total_a: summary.total_a,
        total_b: summary.total_b,
        common: summary.common,
        uncovered_a: summary.uncovered_a,
        uncovered_b: summary.uncovered_b,
        double_a: summary.double_a,
        double_b: summary.double_b,
        unplaced: summary.unplaced,
        slivers: SliversBody { count: summary.slivers.count, overlap: summary.slivers.overlap },
        dominant_share_a: summary.dominant_share_a,
        dominant_share_b: summary.dominant_share_b,
        across_a: summary.across_a,
        across_b: summary.across_b,
        homogeneity: summary.homogeneity,
        completeness: summary.completeness,
        v_measure: summary.v_measure,
        vi_bits: summary.vi_bits,
        border_agreement_a: summary.border_agreement_a,
        border_agreement_b: summary.border_agreement_b,
        border_distance_m: limits.border_distance_m,
        crossing_a: summary.crossing_a,
        crossing_b: summary.crossing_b,
        edge: answer.within.as_ref().map(|_| {
            let [a, b] = &answer.edges;
            EdgesBody { a: edge_body(a), b: edge_body(b) }
        }),
    }
}

pub(crate) fn compared(side: &Side) -> ComparedLayer {
    ComparedLayer {
        layer: side.layer.id.to_string(),
        asked: side.asked.to_string(),
        title: side.layer.title.clone(),
        singular: side.layer.singular.clone(),
        kind: match side.kind {
            Kind::Ground(_) => "ground",
            Kind::Lists(_) => "membership",
        },
        areas: side.areas.len(),
    }
}

fn placement(answer: &Comparison) -> Option<PlacementBody> {
    let people = answer.people?;
    let [cover_of_a, cover_of_b] = answer.block_cover;
    Some(PlacementBody {
        total: people.total,
        placed: people.placed,
        out_of_country: people.unplaced.out_of_country,
        unknown_block: people.unplaced.unknown_block,
        not_in_rows: people.unplaced.not_in_rows,
        blocks_at_postcodes: answer.method.blocks_at_points,
        people_at_postcodes: answer.method.people_at_points,
        blocks_on_ground: answer.method.blocks_on_ground,
        people_on_ground: answer.method.people_on_ground,
        postcodes_of_unknown_status: answer.method.postcodes_of_unknown_status,
        cover_of_a,
        cover_of_b,
        thin_blocks: answer.thin_blocks.as_ref().map(|thin| thin.blocks),
        thin_blocks_of: answer.thin_blocks.as_ref().map(|thin| thin.of_blocks),
    })
}

/// The releases that an answer was drawn from.
pub(crate) fn used_releases(answer: &Comparison) -> Vec<UsedRelease> {
    answer.sources.all().into_iter().map(release_body).collect()
}

pub(crate) fn release_body(citation: &Citation) -> UsedRelease {
    let Provenance { source, publisher, licence, attribution, .. } = citation.provenance.clone();
    UsedRelease {
        of: citation.of.clone(),
        edition: citation.edition.clone(),
        from: citation.from,
        source,
        publisher,
        licence,
        attribution,
        reference: citation.reference.clone(),
    }
}

pub(crate) fn edge_body(edge: &Edge) -> EdgeBody {
    let areas = edge.areas.iter().map(|area| EdgeAreaBody {
        code: area.area.code.clone(),
        name: area.area.name.clone(),
        share_inside: area.share_inside,
        outside_m2: area.outside_m2,
    });
    let left_out = SliversBody { count: edge.slivers.count, overlap: edge.slivers.overlap };
    EdgeBody { areas: areas.collect(), left_out }
}

fn areas(scores: &[AreaScores], own: &Side, other: &Side) -> Vec<AreaScoresBody> {
    let code = |at: u32| other.areas[at as usize].code.clone();
    let told = own.areas.iter().zip(scores).map(|(area, scores)| {
        let best = scores.best_fit.as_ref();
        let runner_up: Option<&Partner> = best.and_then(|best| best.runner_up.as_ref());
        AreaScoresBody {
            code: area.code.clone(),
            id: area.id.clone(),
            name: area.name.clone(),
            total: scores.total,
            uncovered: scores.uncovered,
            best_fit: best.map(|best| code(best.best.index)),
            best_share: best.map(|best| best.best.share),
            runner_up: runner_up.map(|partner| code(partner.index)),
            runner_up_share: runner_up.map(|partner| partner.share),
            mutual: best.is_some_and(|best| best.mutual),
            effective_partners: scores.effective_partners,
            in_the_room: scores.in_the_room.iter().map(|&at| code(at)).collect(),
            outside_best_fit: scores.outside_best_fit,
            crosses: scores.crosses,
            suppressed: suppressed(&[scores.total, scores.uncovered, scores.outside_best_fit]),
        }
    });
    told.collect()
}

fn pair_body(answer: &Comparison, pair: &Pair) -> PairBody {
    let (a, b) = (&answer.a.areas[pair.a as usize], &answer.b.areas[pair.b as usize]);
    PairBody {
        a_code: a.code.clone(),
        a_name: a.name.clone(),
        b_code: b.code.clone(),
        b_name: b.name.clone(),
        weight: answer.weight.clone(),
        overlap: pair.overlap,
        share_of_a: pair.share_of_a,
        share_of_b: pair.share_of_b,
        iou: pair.iou,
        relation: pair.relation.map(crate::coterminosity::Relation::word),
        suppressed: suppressed(&[pair.overlap]),
    }
}

/// Said only where a figure is not told.
fn suppressed(figures: &[f64]) -> Option<bool> {
    figures.iter().any(|figure| figure.is_nan()).then_some(true)
}
