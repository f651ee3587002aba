//! Where the borders of two layers cross.

use rayon::prelude::*;

use super::{
    borders::{Borders, Link},
    side::{Moved, Spot, asker_on_left, other_on_left, turn},
    tree::Extent,
};

/// A place where a stretch of border crosses one of another layer, as the stretch sees it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Event {
    /// The point where the own segment starts.
    pub(super) segment: u32,
    /// The other layer, as a position among those that are asked about together.
    pub(super) layer: u32,
    /// The other layer's stretch.
    pub(super) stretch: u32,
    /// Whether the way leads onto the other stretch's left.
    pub(super) to_left: bool,
    /// How far along the own segment, 0 to 1.
    pub(super) at: f64,
}

/// Every place where borders of two of the layers cross, for each layer as it sees it, along its stretches.
pub(super) fn events<const N: usize>(layers: [&Borders; N]) -> [Vec<Event>; N] {
    let mut events: [Vec<Event>; N] = std::array::from_fn(|_| Vec::new());
    for first in 0..N {
        for second in first + 1..N {
            let places = [super::borders::as_u32(first), super::borders::as_u32(second)];
            for (of_first, of_second) in between(layers[first], layers[second], places) {
                events[first].extend(of_first);
                events[second].extend(of_second);
            }
        }
    }
    for events in &mut events {
        // Down to the last field, so that the order does not depend on which core found what.
        events.par_sort_unstable_by(|e, f| {
            let rest = |event: &Event| (event.layer, event.stretch, event.to_left);
            e.segment.cmp(&f.segment).then(e.at.total_cmp(&f.at)).then(rest(e).cmp(&rest(f)))
        });
    }
    events
}

fn between(a: &Borders, b: &Borders, places: [u32; 2]) -> Vec<(Vec<Event>, Vec<Event>)> {
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
    let points_a = &a.points[link_a.first_point as usize..=link_a.last_point as usize];
    let points_b = &b.points[link_b.first_point as usize..=link_b.last_point as usize];
    let around_b = Extent::around(points_b);
    for (segment_a, pair_a) in (link_a.first_point..).zip(points_a.windows(2)) {
        let around_a = Extent::around(pair_a);
        if !around_a.meets(&around_b) {
            continue;
        }
        for (segment_b, pair_b) in (link_b.first_point..).zip(points_b.windows(2)) {
            if !around_a.meets(&Extent::around(pair_b)) {
                continue;
            }
            if let Some([of_a, of_b]) = segments([pair_a[0], pair_a[1]], [pair_b[0], pair_b[1]]) {
                let event =
                    |segment, stretch, (at, to_left)| Event { segment, layer: 0, stretch, to_left, at };
                found(event(segment_a, link_b.stretch, of_a), event(segment_b, link_a.stretch, of_b));
            }
        }
    }
}

/// Where two segments cross, the second layer being the one that is moved: for each how far along it, and whether it
/// leads onto the left of the other.
#[allow(clippy::cast_precision_loss)] // a ratio of two exact numbers, each rounded once
fn segments(a: [Spot; 2], b: [Spot; 2]) -> Option<[(f64, bool); 2]> {
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
