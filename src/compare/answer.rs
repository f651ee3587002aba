//! The answer, put together.

use std::sync::Arc;

use jiff::civil::Date;

use super::{
    AreaLabel, Citation, CompareError, Method, Question, Reference, Side, Sources, WeightRef, cite,
    counts::Asked,
    measure::Measures,
    place::{Place, cut},
    reference,
    weight::choose,
};
use crate::{
    atlas::{PreparedGround, View},
    coterminosity::{
        Counted, Measured, Relation, Scores, Side as ScoredSide, Slivers, Thresholds, iou, relation, score,
        share,
    },
    people::is_out_of_country,
};

/// How two layers fit each other.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The date.
    pub on: Date,
    /// The place, when the question was about one.
    pub within: Option<(String, AreaLabel)>,
    /// The weight's name: `area`, `residents`, `patients`…
    pub weight: String,
    /// The layer of blocks that people are counted in.
    pub blocks: Option<String>,
    /// The date of the figures of people.
    pub people_date: Option<Date>,
    /// Square metres or people.
    pub counted: Counted,
    /// Whose lists the people are on, where the table says so.
    pub scope: Option<String>,
    /// Whether what two lists share was estimated as if membership were independent within each block.
    pub estimated: bool,
    /// How people were put on the map.
    pub method: Method,
    /// Layer A, its areas in the order of the rows.
    pub a: Side,
    /// Layer B.
    pub b: Side,
    /// Every pair that shares ground or people, by A's area, then by overlap, largest first, then by B's area.
    pub pairs: Vec<Pair>,
    /// The measures.
    pub scores: Scores,
    /// What lies across the place's edge, of A and of B.
    pub edges: [Edge; 2],
    /// Who was placed and who was not; none for ground.
    pub people: Option<PlacedPeople>,
    /// The share of A's and B's ground on which people are counted at all.
    pub block_cover: [Option<f64>; 2],
    /// Blocks in which the lists hold under 90 % of the residents.
    pub thin_blocks: Option<ThinBlocks>,
    /// The releases used.
    pub sources: Sources,
    /// Where the lines were drawn between words.
    pub thresholds: Thresholds,
}

/// Two areas that share something.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// A's area, by its position.
    pub a: u32,
    /// B's area.
    pub b: u32,
    /// What they share, in the weight's unit.
    pub overlap: f64,
    /// Of A's area's whole weight.
    pub share_of_a: f64,
    /// Of B's area's whole weight.
    pub share_of_b: f64,
    /// What they share of what either has.
    pub iou: f64,
    /// On the ground, in a word; none when either is a list of people.
    pub relation: Option<Relation>,
}

/// What lies across the edge of the place that a question is about.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Edge {
    /// Areas that were cut.
    pub areas: Vec<EdgeArea>,
    /// Areas that share only a sliver with the place, left out: how many, and the square metres that they share.
    pub slivers: Slivers,
}

/// An area that was cut at the place's edge.
#[derive(Debug, Clone, PartialEq)]
pub struct EdgeArea {
    /// The area.
    pub area: AreaLabel,
    /// The share of its ground inside.
    pub share_inside: f64,
    /// Its ground outside, in square metres.
    pub outside_m2: f64,
}

/// Who was placed and who was not: `placed + unplaced = total`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PlacedPeople {
    /// Everybody whom the table has or states.
    pub total: f64,
    /// Those whose block is there.
    pub placed: f64,
    /// Those who could not be placed, by cause.
    pub unplaced: Unplaced,
}

/// People who could not be placed.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Unplaced {
    /// Their block has a code of Wales, Scotland or Northern Ireland, and is not loaded.
    pub out_of_country: f64,
    /// Their block is unknown: closed, misspelt, or not loaded.
    pub unknown_block: f64,
    /// On a list's stated total, but in none of its rows.
    pub not_in_rows: f64,
}

impl Unplaced {
    /// All of them.
    #[must_use]
    pub fn total(&self) -> f64 {
        self.out_of_country + self.unknown_block + self.not_in_rows
    }

    pub(crate) fn of(missing: &[(&str, f64)]) -> Self {
        let mut unplaced = Self::default();
        for &(code, people) in missing {
            if is_out_of_country(code) {
                unplaced.out_of_country += people;
            } else {
                unplaced.unknown_block += people;
            }
        }
        unplaced
    }
}

/// Blocks in which the lists hold under 90 % of the residents: reverse shares there are of these lists only.
#[derive(Debug, Clone, PartialEq)]
pub struct ThinBlocks {
    /// How many.
    pub blocks: usize,
    /// Of so many with anybody on a list.
    pub of_blocks: usize,
    /// The people on these lists there.
    pub people: f64,
    /// The population that they were held against.
    pub residents: Citation,
}

impl Comparison {
    /// The question and the content that it was answered from.
    #[must_use]
    pub fn reference(&self) -> Reference {
        reference::of_answer(self)
    }
}

/// Compares two layers.
///
/// # Errors
/// [`CompareError`], when a layer, place or weight is not there.
pub fn compare(view: &View<'_>, question: &Question) -> Result<Comparison, CompareError> {
    let (on, thresholds) = (question.on, &question.thresholds);
    let mut a = Side::find(view, &question.a, on)?;
    let mut b = Side::find(view, &question.b, on)?;
    let mut sources =
        Sources { a: cite::of_side(view, &a, on), b: cite::of_side(view, &b, on), ..Sources::default() };
    let mut edges = [Edge::default(), Edge::default()];
    let place = question.within.as_ref().map(|within| Place::find(view, within, on)).transpose()?;
    if let Some(place) = &place {
        edges = [&mut a, &mut b].map(|side| cut(view, side, &place.ground, thresholds));
        sources.within = place.sources();
    }
    let (place, within) = place.map(|place| (Arc::clone(&place.ground), place.name())).unzip();
    between(view, Layers { a, b, sources, edges, place, within }, question.weight.as_ref(), on, thresholds)
        .map(Comparison::told)
}

/// The two layers of an answer, as far as they are found.
pub(super) struct Layers {
    pub(super) a: Side,
    pub(super) b: Side,
    pub(super) sources: Sources,
    pub(super) edges: [Edge; 2],
    pub(super) place: Option<Arc<PreparedGround>>,
    pub(super) within: Option<(String, AreaLabel)>,
}

/// Counts what two layers share and works out every measure.
pub(super) fn between(
    view: &View<'_>,
    layers: Layers,
    weight: Option<&WeightRef>,
    on: Date,
    thresholds: &Thresholds,
) -> Result<Comparison, CompareError> {
    let Layers { a, b, mut sources, edges, place, within } = layers;
    let weight = choose(view, weight, &a, &b, on)?;
    let asked = Asked { view, a: &a, b: &b, place: place.as_deref(), on };
    let counted = asked.counts(&weight)?;
    if let Some(used) = counted.sources {
        sources = Sources { a: sources.a, b: sources.b, within: sources.within, ..used };
    }
    let on_ground = a.drawn().map(AsRef::as_ref).zip(b.drawn().map(AsRef::as_ref));
    let pairs = pairs(view, &counted.measures, on_ground, thresholds);
    let slivers = pairs.iter().filter(|pair| pair.relation == Some(Relation::Sliver));
    let slivers = slivers.fold(Slivers::default(), |slivers, pair| Slivers {
        count: slivers.count + 1,
        overlap: slivers.overlap + pair.overlap,
    });
    let border_agreement = on_ground
        .map_or([None; 2], |(a, b)| view.overlaps().border_agreement(a, b, thresholds.border_distance_m));
    let Measures { matrix, a: of_a, b: of_b, common } = &counted.measures;
    let measured = Measured {
        matrix,
        a: ScoredSide {
            totals: &of_a.totals,
            uncovered: &of_a.uncovered,
            union_uncovered: of_a.union_uncovered,
            double: of_a.double,
        },
        b: ScoredSide {
            totals: &of_b.totals,
            uncovered: &of_b.uncovered,
            union_uncovered: of_b.union_uncovered,
            double: of_b.double,
        },
        common: *common,
        unplaced: counted.people.map_or(0.0, |people| people.unplaced.total()),
        slivers,
        border_agreement,
        counted: counted.counted,
    };
    let scores = score(&measured, thresholds);
    Ok(Comparison {
        on,
        within,
        weight: counted.weight,
        blocks: counted.blocks,
        people_date: counted.people_date,
        counted: counted.counted,
        scope: counted.scope,
        estimated: counted.estimated,
        method: counted.method,
        pairs,
        scores,
        edges,
        people: counted.people,
        block_cover: counted.block_cover,
        thin_blocks: counted.thin_blocks,
        sources,
        thresholds: *thresholds,
        a,
        b,
    })
}

fn pairs(
    view: &View<'_>,
    measures: &Measures,
    on_ground: Option<(&PreparedGround, &PreparedGround)>,
    thresholds: &Thresholds,
) -> Vec<Pair> {
    let shared = on_ground.map(|(a, b)| view.overlaps().between(a, b));
    let word = |a: u32, b: u32| {
        let ((of_a, of_b), shared) = on_ground.zip(shared.as_ref())?;
        let at = shared.binary_search_by_key(&[a, b], |shared| shared.areas).ok()?;
        let (area_a, area_b) = (of_a.areas_m2()[a as usize], of_b.areas_m2()[b as usize]);
        Some(relation(shared[at].area_m2, area_a, area_b, Some(shared[at].perimeter_m), thresholds))
    };
    let (totals_a, totals_b) = (&measures.a.totals, &measures.b.totals);
    let weighed = measures.matrix.entries().iter().map(|entry| (entry.row, entry.column, entry.weight));
    // Areas that share ground on which nobody is counted are a pair, too.
    let empty =
        shared.iter().flat_map(|shared| shared.iter().map(|shared| (shared.areas[0], shared.areas[1], 0.0)));
    let mut found: Vec<(u32, u32, f64)> = weighed.chain(empty).collect();
    found.sort_by(|p, q| (p.0, p.1).cmp(&(q.0, q.1)).then(q.2.total_cmp(&p.2)));
    found.dedup_by_key(|pair| (pair.0, pair.1));
    let mut pairs: Vec<Pair> = found
        .into_iter()
        .map(|(a, b, overlap)| {
            let (of_a, of_b) = (totals_a[a as usize], totals_b[b as usize]);
            Pair {
                a,
                b,
                overlap,
                share_of_a: share(overlap, of_a),
                share_of_b: share(overlap, of_b),
                iou: iou(overlap, of_a, of_b),
                relation: word(a, b),
            }
        })
        .collect();
    pairs.sort_by(|p, q| p.a.cmp(&q.a).then(q.overlap.total_cmp(&p.overlap)).then(p.b.cmp(&q.b)));
    pairs
}
