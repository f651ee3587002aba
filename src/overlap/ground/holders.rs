//! The areas that hold a place.

use super::borders::NOBODY;

/// A set of areas, each as often as it holds the place: once, but for areas of a layer that overlaps itself no more than
/// once either. (Between two crossings at one place a count can pass through −1.)
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Holders(Vec<(u32, i32)>);

impl Holders {
    /// Going into one area and out of another; either may be [`NOBODY`].
    pub(super) fn pass(&mut self, into: u32, out_of: u32) {
        self.add(out_of, -1);
        self.add(into, 1);
    }

    fn add(&mut self, area: u32, by: i32) {
        if area == NOBODY {
            return;
        }
        match self.0.iter().position(|&(held, _)| held == area) {
            None => self.0.push((area, by)),
            Some(at) => {
                self.0[at].1 += by;
                if self.0[at].1 == 0 {
                    self.0.swap_remove(at);
                }
            }
        }
    }

    pub(super) fn set(&mut self, areas: &[(u32, i32)]) {
        self.0.clear();
        self.0.extend_from_slice(areas);
    }

    pub(super) fn areas(&self) -> &[(u32, i32)] {
        &self.0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
