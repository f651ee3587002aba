//! Where the borders of two layers cross.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::{
    borders::{Borders, LINK_SEGMENTS, Link},
    buckets::Buckets,
    side::{Moved, Spot, asker_on_left, other_on_left, turn},
    tree::Extent,
};

/// A place where a stretch of border crosses one of another layer, as the stretch sees it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Event {
    /// The own stretch.
    own: u32,
    /// The point where the own segment starts.
    pub(super) segment: u32,
    /// The other layer's stretch.
    pub(super) stretch: u32,
    /// The other layer, as a position among those that are asked about together.
    pub(super) layer: u8,
    /// Whether the way leads onto the other stretch's left.
    pub(super) to_left: bool,
    /// How far along the own segment, 0 to 1.
    pub(super) at: f64,
}

impl Event {
    /// Along the stretch, and down to the last field, so that the order does not depend on which core found what.
    pub(super) fn order(&self, other: &Self) -> Ordering {
        let rest = |event: &Self| (event.layer, event.stretch, event.to_left);
        let along = self.segment.cmp(&other.segment).then(self.at.total_cmp(&other.at));
        along.then_with(|| rest(self).cmp(&rest(other)))
    }
}

/// Every place where borders of two of the layers cross, for each layer as it sees it, by its stretches.
pub(super) fn events<const N: usize>(layers: [&Borders; N]) -> [Buckets<Event>; N] {
    let mut events: [Vec<Vec<Event>>; N] = std::array::from_fn(|_| Vec::new());
    for (first, place) in (0_u8..).zip(0..N) {
        for (second, other_place) in (first + 1..).zip(place + 1..N) {
            for (of_first, of_second) in between(layers[place], layers[other_place], [first, second]) {
                events[place].push(of_first);
                events[other_place].push(of_second);
            }
        }
    }
    let mut numbered: Vec<(usize, Buckets<Event>)> = events
        .par_iter()
        .enumerate()
        .map(|(at, events)| (at, Buckets::new(events, layers[at].stretches.len(), |event| event.own)))
        .collect();
    std::array::from_fn(|_| numbered.remove(0).1)
}

fn between(a: &Borders, b: &Borders, places: [u8; 2]) -> Vec<(Vec<Event>, Vec<Event>)> {
    let pieces = a.tree.split(&b.tree, 16 * rayon::current_num_threads());
    pieces
        .into_par_iter()
        .map(|piece| {
            let (mut of_a, mut of_b) = (Vec::new(), Vec::new());
            a.tree.join(&b.tree, piece, |link_a, link_b| {
                let (link_a, link_b) = (a.links[link_a as usize], b.links[link_b as usize]);
                links(a, link_a, b, link_b, |of_first, of_second| {
                    of_a.push(Event { layer: places[1], ..of_first });
                    of_b.push(Event { layer: places[0], ..of_second });
                });
            });
            (of_a, of_b)
        })
        .collect()
}

fn links(a: &Borders, link_a: Link, b: &Borders, link_b: Link, mut found: impl FnMut(Event, Event)) {
    let around_a = Extent::around(&a.points[link_a.first_point as usize..=link_a.last_point as usize]);
    let mut spare = [Segment::default(); LINK_SEGMENTS];
    let near_a = near(b, link_b, &around_a, &mut spare);
    let around_b = near_a.iter().fold(Extent::NOTHING, |all, segment| all.join(segment.extent));
    let mut spare = [Segment::default(); LINK_SEGMENTS];
    for segment_a in near(a, link_a, &around_b, &mut spare) {
        for segment_b in near_a.iter().filter(|segment_b| segment_a.extent.meets(&segment_b.extent)) {
            if let Some([of_a, of_b]) = crossing(segment_a.ends, segment_b.ends) {
                let event = |own: Link, segment: &Segment, other: Link, (at, to_left)| Event {
                    own: own.stretch,
                    segment: segment.first_point,
                    stretch: other.stretch,
                    layer: 0,
                    to_left,
                    at,
                };
                found(event(link_a, segment_a, link_b, of_a), event(link_b, segment_b, link_a, of_b));
            }
        }
    }
}

/// A segment that another link may cross.
#[derive(Clone, Copy, Default)]
struct Segment {
    first_point: u32,
    ends: [Spot; 2],
    extent: Extent,
}

/// The segments of a link that meet a box.
fn near<'s>(
    borders: &Borders,
    link: Link,
    around: &Extent,
    spare: &'s mut [Segment; LINK_SEGMENTS],
) -> &'s [Segment] {
    let points = &borders.points[link.first_point as usize..=link.last_point as usize];
    let mut count = 0;
    for (first_point, pair) in (link.first_point..).zip(points.windows(2)) {
        let extent = Extent::around(pair);
        if extent.meets(around) {
            spare[count] = Segment { first_point, ends: [pair[0], pair[1]], extent };
            count += 1;
        }
    }
    &spare[..count]
}

/// Where two segments cross, the second layer being the one that is moved: for each how far along it, and whether it
/// leads onto the left of the other.
#[allow(clippy::cast_precision_loss)] // a ratio of two exact numbers, each rounded once
pub(super) fn crossing(a: [Spot; 2], b: [Spot; 2]) -> Option<[(f64, bool); 2]> {
    let from_a = b.map(|spot| turn(a[0], a[1], spot));
    let [starts_left_of_a, ends_left_of_a] = from_a.map(|turn| other_on_left(turn, a[0], a[1], Moved::Other));
    if starts_left_of_a == ends_left_of_a {
        return None;
    }
    let from_b = a.map(|spot| turn(b[0], b[1], spot));
    let [starts_left_of_b, ends_left_of_b] = from_b.map(|turn| asker_on_left(turn, b[0], b[1], Moved::Other));
    if starts_left_of_b == ends_left_of_b {
        return None;
    }
    // Neither difference is 0: each of two parallel segments lies on one side of the other.
    let share = |[start, end]: [i64; 2]| start as f64 / (start - end) as f64;
    Some([(share(from_b), ends_left_of_b), (share(from_a), ends_left_of_a)])
}
