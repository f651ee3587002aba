//! A table by place.

use std::{
    collections::HashMap,
    hash::{BuildHasherDefault, Hasher},
};

use super::side::Spot;

/// Borders decide which places are asked for, nobody sends them: the standard library's guard against chosen keys would
/// only cost time.
pub(super) type SpotMap<T> = HashMap<Spot, T, BuildHasherDefault<SpotHasher>>;

/// Fibonacci hashing (Knuth, The Art of Computer Programming 3, §6.4), one coordinate after the other.
#[derive(Debug, Default)]
pub(super) struct SpotHasher(u64);

impl Hasher for SpotHasher {
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_i32(i32::from(byte));
        }
    }

    fn write_i32(&mut self, coordinate: i32) {
        let mixed = self.0.rotate_left(29) ^ u64::from(coordinate.cast_unsigned());
        self.0 = mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}
