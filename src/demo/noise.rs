//! Noise that is the same on every machine.
//!
//! Whole numbers are hashed, and only `+ − × ÷` (which IEEE 754 fixes to the last bit) turn them
//! into fractions: no sine, no exponential, whose last digits differ between platforms.

use geo_types::Coord;

/// A hash of two whole numbers under a seed (the finaliser of `SplitMix64`, Steele et al. 2014).
pub fn hash(seed: u64, a: i64, b: i64) -> u64 {
    let mut bits = seed
        ^ (a as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ (b as u64).wrapping_mul(0xC2B2_AE3D_27D4_EB4F).rotate_left(31);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// A fraction, 0 to under 1, that depends on two whole numbers and a seed.
pub fn fraction(seed: u64, a: i64, b: i64) -> f64 {
    (hash(seed, a, b) >> 11) as f64 / (1_u64 << 53) as f64
}

/// Smooth noise, −1 to 1, whose hills lie about `wavelength_m` apart.
pub fn smooth(seed: u64, at: Coord<f64>, wavelength_m: f64) -> f64 {
    let (x, y) = (at.x / wavelength_m, at.y / wavelength_m);
    let (column, row) = (x.floor(), y.floor());
    let (across, up) = (ease(x - column), ease(y - row));
    let corner = |right: i64, above: i64| fraction(seed, column as i64 + right, row as i64 + above);
    let below = blend(corner(0, 0), corner(1, 0), across);
    let above = blend(corner(0, 1), corner(1, 1), across);
    blend(below, above, up) * 2.0 - 1.0
}

/// Noise with detail: each octave has half the wavelength and half the height of the one before.
pub fn rugged(seed: u64, at: Coord<f64>, wavelength_m: f64, octaves: u8) -> f64 {
    let (mut sum, mut height, mut wavelength) = (0.0, 1.0, wavelength_m);
    for octave in 0..octaves {
        sum += height * smooth(seed.wrapping_add(u64::from(octave)), at, wavelength);
        height /= 2.0;
        wavelength /= 2.0;
    }
    sum
}

fn blend(from: f64, to: f64, share: f64) -> f64 {
    from + (to - from) * share
}

fn ease(t: f64) -> f64 {
    t * t * (3.0 - 2.0 * t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_keeps_its_values_from_release_to_release() {
        assert_eq!(hash(1, 2, 3), hash(1, 2, 3));
        assert_ne!(hash(1, 2, 3), hash(1, 3, 2));
        let at = Coord { x: 580_250.0, y: 400_750.0 };
        assert!((smooth(7, at, 1000.0) - smooth(7, at, 1000.0)).abs() < f64::EPSILON);
    }

    #[test]
    fn smooth_noise_takes_small_steps() {
        for step in 0..500 {
            let here = Coord { x: 580_000.0 + f64::from(step) * 10.0, y: 400_000.0 };
            let next = Coord { x: here.x + 10.0, ..here };
            let (a, b) = (smooth(9, here, 1000.0), smooth(9, next, 1000.0));
            assert!((-1.0..=1.0).contains(&a) && (a - b).abs() < 0.05);
        }
    }
}
