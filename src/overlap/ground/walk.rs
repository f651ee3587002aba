//! Walking borders from crossing to crossing and summing the ground on their sides.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::{
    borders::{Borders, NOBODY, Stretch, as_u32},
    buckets::Buckets,
    crossings::{Event, events},
    holders::Holders,
    side::{Moved, Spot},
};

/// Overlaps below this are noise of arithmetic and no overlap, in square metres.
pub const NOISE_M2: f64 = 1e-3;

/// Sums are kept as whole numbers of 2⁻¹⁶ mm² (and of 2⁻¹⁶ mm): their order then does not matter, and a question has the same
/// answer to the last digit however many cores worked on it.
const UNITS: f64 = 65_536.0;
const UNIT_BITS: u32 = 16;

/// Stretches that one task walks.
const TASK: usize = 512;

/// Areas of `N` layers, one of each, and the ground that they all share.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shared<const N: usize> {
    /// Positions of the areas in their layers.
    pub areas: [u32; N],
    /// The ground, in square metres; more than [`NOISE_M2`].
    pub area_m2: f64,
    /// The length of that ground's border, in metres.
    pub perimeter_m: f64,
}

/// Every two areas that share more ground than noise, in the order of the first and then of the second layer.
#[must_use]
pub fn shared_ground(a: &Borders, b: &Borders) -> Vec<Shared<2>> {
    shared([a, b])
}

/// Every three areas that share more ground than noise, in the order of the layers.
#[must_use]
pub fn shared_by_three(a: &Borders, b: &Borders, c: &Borders) -> Vec<Shared<3>> {
    shared([a, b, c])
}

fn shared<const N: usize>(layers: [&Borders; N]) -> Vec<Shared<N>> {
    let mut parts: Vec<Vec<Part<N>>> = Vec::new();
    for (own, events) in events(layers).iter().enumerate() {
        parts.extend(Walk { layers, own, events }.parts());
    }
    let parts = Buckets::new(&parts, layers[0].areas(), |part| part.areas[0]);
    (0..parts.count())
        .into_par_iter()
        .flat_map_iter(|area| {
            let mut parts = parts.of(area).to_vec();
            parts.sort_unstable_by_key(|part| part.areas);
            let found: Vec<Shared<N>> = parts.chunk_by(|p, q| p.areas == q.areas).map(summed).collect();
            found.into_iter().filter(|shared| shared.area_m2 > NOISE_M2)
        })
        .collect()
}

/// The ground of some areas, from everything that is added to it.
fn summed<const N: usize>(parts: &[Part<N>]) -> Shared<N> {
    let twice: i128 = parts.iter().map(|part| part.twice_area).sum();
    let length: i64 = parts.iter().map(|part| part.length).sum();
    #[allow(clippy::cast_precision_loss)] // rounded once, here
    let (twice, length) = (twice as f64, length as f64);
    Shared { areas: parts[0].areas, area_m2: twice / (2e6 * UNITS), perimeter_m: length / (1e3 * UNITS) }
}

/// What one stretch adds to the ground of some areas, in units.
#[derive(Debug, Clone, Copy)]
struct Part<const N: usize> {
    areas: [u32; N],
    twice_area: i128,
    length: i64,
}

impl<const N: usize> Default for Part<N> {
    fn default() -> Self {
        Self { areas: [0; N], twice_area: 0, length: 0 }
    }
}

/// One layer's borders, walked through the others.
struct Walk<'a, const N: usize> {
    layers: [&'a Borders; N],
    own: usize,
    events: &'a Buckets<Event>,
}

/// A place on a stretch: so far along the segment that starts at a point.
#[derive(Debug, Clone, Copy)]
struct Mark {
    segment: u32,
    at: f64,
}

/// What one task keeps from stretch to stretch.
struct Walker<const N: usize> {
    /// The crossings of one stretch, in order.
    events: Vec<Event>,
    holders: [Holders; N],
    /// Areas around the ends of stretches walked so far: most are where another one starts.
    known: FxHashMap<Spot, [Holders; N]>,
    sums: Vec<Sum<N>>,
}

/// What a stretch adds to the ground that areas of the other layers share with the areas on its left and right.
struct Sum<const N: usize> {
    /// The own layer's place is not used.
    others: [u32; N],
    on_left: i128,
    on_right: i128,
    length: i64,
}

impl<const N: usize> Walk<'_, N> {
    fn borders(&self) -> &Borders {
        self.layers[self.own]
    }

    /// Of two layers the later one is moved, and of three the last one furthest.
    fn moved(&self, other: usize) -> Moved {
        if other > self.own { Moved::Other } else { Moved::Asker }
    }

    fn others(&self) -> impl Iterator<Item = usize> + use<'_, N> {
        (0..N).filter(|&layer| layer != self.own)
    }

    fn parts(&self) -> Vec<Vec<Part<N>>> {
        let stretches = self.near();
        stretches
            .par_chunks(TASK)
            .map(|stretches| {
                let mut walker = Walker {
                    events: Vec::new(),
                    holders: std::array::from_fn(|_| Holders::default()),
                    known: FxHashMap::default(),
                    sums: Vec::new(),
                };
                let mut parts = Vec::new();
                for &stretch in stretches {
                    self.stretch(stretch, &mut walker, &mut parts);
                }
                parts
            })
            .collect()
    }

    /// The stretches that can lie in the others: those near the smallest of them, where that saves work.
    fn near(&self) -> Vec<u32> {
        let own = self.borders();
        let smallest = self.others().map(|layer| self.layers[layer]).min_by_key(|layer| layer.links.len());
        match smallest {
            Some(smallest) if smallest.links.len() * 16 < own.links.len() => {
                let mut near = Vec::new();
                own.tree.search(&smallest.tree.extent(), |link| near.push(own.links[link as usize].stretch));
                near.sort_unstable();
                near.dedup();
                near
            }
            _ => (0..as_u32(own.stretches.len())).collect(),
        }
    }

    fn stretch(&self, stretch: u32, walker: &mut Walker<N>, parts: &mut Vec<Part<N>>) {
        let Walker { events, holders, known, sums } = walker;
        events.clear();
        events.extend_from_slice(self.events.of(stretch));
        events.sort_unstable_by(Event::order);
        let stretch = self.borders().stretches[stretch as usize];
        if !self.start(stretch, !events.is_empty(), holders, known) {
            return;
        }
        let mut since = Mark { segment: stretch.first_point, at: 0.0 };
        for event in events {
            let until = Mark { segment: event.segment, at: event.at };
            self.piece(stretch, since, until, holders, sums);
            let layer = usize::from(event.layer);
            let Stretch { left, right, .. } = self.layers[layer].stretches[event.stretch as usize];
            let (into, out_of) = if event.to_left { (left, right) } else { (right, left) };
            holders[layer].pass(into, out_of);
            since = until;
        }
        self.piece(stretch, since, Mark { segment: stretch.last_point, at: 0.0 }, holders, sums);
        known.insert(self.borders().points[stretch.last_point as usize], holders.clone());
        for sum in sums.drain(..) {
            for (area, twice_area) in [(stretch.left, sum.on_left), (stretch.right, sum.on_right)] {
                if area != NOBODY {
                    let mut areas = sum.others;
                    areas[self.own] = area;
                    parts.push(Part { areas, twice_area, length: sum.length });
                }
            }
        }
    }

    /// Finds the areas of the other layers around the start of a stretch; `false` when it lies in none of one layer from end
    /// to end, and so adds nothing.
    fn start(
        &self,
        stretch: Stretch,
        crossed: bool,
        holders: &mut [Holders; N],
        known: &FxHashMap<Spot, [Holders; N]>,
    ) -> bool {
        let start = self.borders().points[stretch.first_point as usize];
        if let Some(found) = known.get(&start) {
            holders.clone_from(found);
            return crossed || self.others().all(|layer| !holders[layer].is_empty());
        }
        for layer in self.others() {
            let other = self.layers[layer];
            other.rows.find(other, start, self.moved(layer), &mut holders[layer]);
            if !crossed && holders[layer].is_empty() {
                return false;
            }
        }
        true
    }

    fn piece(
        &self,
        stretch: Stretch,
        since: Mark,
        until: Mark,
        holders: &[Holders; N],
        sums: &mut Vec<Sum<N>>,
    ) {
        if self.others().any(|layer| holders[layer].is_empty()) {
            return;
        }
        #[allow(clippy::cast_possible_truncation)] // whole units of a length below 2⁴⁷ mm
        let length = ((self.length(until) - self.length(since)) * UNITS) as i64;
        self.each([0; N], 1, 0, holders, &mut |others, times| {
            let sum = sum_of(sums, others);
            sum.length += length * i64::from(times);
            if stretch.left != NOBODY {
                sum.on_left +=
                    i128::from(times) * self.swept(stretch, since, until, self.origin(stretch.left, others));
            }
            if stretch.right != NOBODY {
                sum.on_right -=
                    i128::from(times) * self.swept(stretch, since, until, self.origin(stretch.right, others));
            }
        });
    }

    /// Calls `found` with every choice of one area from each of the other layers' holders.
    fn each(
        &self,
        chosen: [u32; N],
        times: i32,
        layer: usize,
        holders: &[Holders; N],
        found: &mut impl FnMut([u32; N], i32),
    ) {
        if layer == N {
            found(chosen, times);
        } else if layer == self.own {
            self.each(chosen, times, layer + 1, holders, found);
        } else {
            for &(area, often) in holders[layer].areas() {
                let mut chosen = chosen;
                chosen[layer] = area;
                self.each(chosen, times * often, layer + 1, holders, found);
            }
        }
    }

    fn length(&self, mark: Mark) -> f64 {
        let lengths = &self.borders().length[mark.segment as usize..];
        if mark.at == 0.0 { lengths[0] } else { lengths[0] + mark.at * (lengths[1] - lengths[0]) }
    }

    /// Every walk must see the same areas' ground from one place, near it so that rounding stays small: a corner of the
    /// smallest area's box.
    fn origin(&self, own: u32, others: [u32; N]) -> Spot {
        let mut areas = others;
        areas[self.own] = own;
        let extents = areas.iter().zip(self.layers).map(|(&area, layer)| layer.extents[area as usize]);
        // Of equals the first, whichever layer is being walked.
        let smallest = extents.min_by_key(super::tree::Extent::half_girth);
        smallest.map_or(Spot::default(), |extent| Spot { x: extent.left, y: extent.bottom })
    }

    /// Twice the area swept along part of a stretch as seen from `origin`, in units; exact but for the segments that are cut.
    fn swept(&self, stretch: Stretch, since: Mark, until: Mark, origin: Spot) -> i128 {
        let borders = self.borders();
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
        // rounded once, to a whole unit
        let share_of = |share: f64, segment: u32| {
            let (a, b) = borders.segment(segment);
            let ((x, y), (dx, dy)) = (origin.offset(a), a.offset(b));
            (share * (x * dy - y * dx) as f64 * UNITS) as i128
        };
        if since.segment == until.segment {
            return share_of(until.at - since.at, since.segment);
        }
        let (mut sum, mut from) = (0, since.segment as usize);
        if since.at > 0.0 {
            sum += share_of(1.0 - since.at, since.segment);
            from += 1;
        }
        if until.at > 0.0 {
            sum += share_of(until.at, until.segment);
        }
        let to = until.segment as usize;
        let (x, y) = borders.points[stretch.first_point as usize].offset(origin);
        let (dx, dy) = borders.points[from].offset(borders.points[to]);
        let whole = borders.swept[to].wrapping_sub(borders.swept[from]).wrapping_sub(x * dy - y * dx);
        sum + (i128::from(whole) << UNIT_BITS)
    }
}

fn sum_of<const N: usize>(sums: &mut Vec<Sum<N>>, others: [u32; N]) -> &mut Sum<N> {
    let at = sums.iter().position(|sum| sum.others == others).unwrap_or_else(|| {
        sums.push(Sum { others, on_left: 0, on_right: 0, length: 0 });
        sums.len() - 1
    });
    &mut sums[at]
}
