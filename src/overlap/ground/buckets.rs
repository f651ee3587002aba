//! Things in the order of a small number that each of them has.

use super::borders::as_u32;

/// Things that were found in no order, by a number below a few hundred thousand: counted into place, several times
/// faster than sorted.
#[derive(Debug)]
pub(super) struct Buckets<T> {
    things: Vec<T>,
    /// Where each number's things start, and an end.
    starts: Vec<u32>,
}

impl<T: Copy + Default> Buckets<T> {
    /// Puts lists of things into as many buckets; `number` must be below `count`.
    pub(super) fn new(lists: &[Vec<T>], count: usize, number: impl Fn(&T) -> u32) -> Self {
        let mut starts = vec![0; count + 1];
        for thing in lists.iter().flatten() {
            starts[number(thing) as usize + 1] += 1;
        }
        for bucket in 0..count {
            starts[bucket + 1] += starts[bucket];
        }
        let mut things = vec![T::default(); starts[count] as usize];
        let mut next = starts.clone();
        for thing in lists.iter().flatten() {
            let place = &mut next[number(thing) as usize];
            things[*place as usize] = *thing;
            *place += 1;
        }
        Self { things, starts }
    }

    /// How many buckets there are.
    pub(super) fn count(&self) -> u32 {
        as_u32(self.starts.len() - 1)
    }

    /// The things with this number, in no order.
    pub(super) fn of(&self, number: u32) -> &[T] {
        let number = number as usize;
        &self.things[self.starts[number] as usize..self.starts[number + 1] as usize]
    }
}
