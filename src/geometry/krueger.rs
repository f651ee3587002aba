//! Transverse Mercator by Krüger's series to order six.
//!
//! Coefficients and the inversion of the conformal latitude: C. F. F. Karney, "Transverse Mercator
//! with an accuracy of a few nanometers", Journal of Geodesy 85 (2011), equations 7–11, 35, 36 and
//! 19–21. The parameters are those of the National Grid projection laid on the GRS80 ellipsoid,
//! which is what OSTN15 shifts (Ordnance Survey, "Transformations and OSGM15 user guide", 2020, §3).

use std::sync::LazyLock;

const SEMI_MAJOR_AXIS_M: f64 = 6_378_137.0;
const FLATTENING: f64 = 1.0 / 298.257_222_101;
const SCALE: f64 = 0.999_601_271_7;
const ORIGIN_LON: f64 = -2.0;
const ORIGIN_LAT: f64 = 49.0;
const FALSE_EASTING_M: f64 = 400_000.0;
const FALSE_NORTHING_M: f64 = -100_000.0;

static NATIONAL_GRID: LazyLock<Krueger> = LazyLock::new(Krueger::national_grid);

/// ETRS89 longitude and latitude in degrees to National Grid metres *before* the OSTN15 shift.
pub(super) fn project(lon: f64, lat: f64) -> (f64, f64) {
    NATIONAL_GRID.forward(lon, lat)
}

/// The inverse of [`project`].
pub(super) fn unproject(easting: f64, northing: f64) -> (f64, f64) {
    NATIONAL_GRID.inverse(easting, northing)
}

struct Krueger {
    eccentricity: f64,
    /// Scale times the rectifying radius, in metres.
    radius_m: f64,
    origin_northing_m: f64,
    alpha: [f64; 6],
    beta: [f64; 6],
}

impl Krueger {
    fn national_grid() -> Self {
        let n = FLATTENING / (2.0 - FLATTENING);
        let powers = |coefficients: &[f64], first: i32| {
            coefficients.iter().zip(first..).map(|(c, power)| c * n.powi(power)).sum::<f64>()
        };
        let alpha = [
            powers(&[1. / 2., -2. / 3., 5. / 16., 41. / 180., -127. / 288., 7_891. / 37_800.], 1),
            powers(&[13. / 48., -3. / 5., 557. / 1_440., 281. / 630., -1_983_433. / 1_935_360.], 2),
            powers(&[61. / 240., -103. / 140., 15_061. / 26_880., 167_603. / 181_440.], 3),
            powers(&[49_561. / 161_280., -179. / 168., 6_601_661. / 7_257_600.], 4),
            powers(&[34_729. / 80_640., -3_418_889. / 1_995_840.], 5),
            powers(&[212_378_941. / 319_334_400.], 6),
        ];
        let beta = [
            powers(&[1. / 2., -2. / 3., 37. / 96., -1. / 360., -81. / 512., 96_199. / 604_800.], 1),
            powers(&[1. / 48., 1. / 15., -437. / 1_440., 46. / 105., -1_118_711. / 3_870_720.], 2),
            powers(&[17. / 480., -37. / 840., -209. / 4_480., 5_569. / 90_720.], 3),
            powers(&[4_397. / 161_280., -11. / 504., -830_251. / 7_257_600.], 4),
            powers(&[4_583. / 161_280., -108_847. / 3_991_680.], 5),
            powers(&[20_648_693. / 638_668_800.], 6),
        ];
        let rectifying_m =
            SEMI_MAJOR_AXIS_M / (1.0 + n) * (1.0 + n.powi(2) / 4.0 + n.powi(4) / 64.0 + n.powi(6) / 256.0);
        let mut grid = Self {
            eccentricity: (FLATTENING * (2.0 - FLATTENING)).sqrt(),
            radius_m: SCALE * rectifying_m,
            origin_northing_m: 0.0,
            alpha,
            beta,
        };
        grid.origin_northing_m = grid.forward(ORIGIN_LON, ORIGIN_LAT).1 - FALSE_NORTHING_M;
        grid
    }

    fn forward(&self, lon: f64, lat: f64) -> (f64, f64) {
        let (sin_lon, cos_lon) = (lon - ORIGIN_LON).to_radians().sin_cos();
        let conformal = self.conformal_tangent(lat.to_radians().tan());
        let xi = conformal.atan2(cos_lon);
        let eta = (sin_lon / conformal.hypot(cos_lon)).asinh();
        let (d_xi, d_eta) = series(&self.alpha, xi, eta);
        (
            FALSE_EASTING_M + self.radius_m * (eta + d_eta),
            FALSE_NORTHING_M + self.radius_m * (xi + d_xi) - self.origin_northing_m,
        )
    }

    fn inverse(&self, easting: f64, northing: f64) -> (f64, f64) {
        let xi = (northing - FALSE_NORTHING_M + self.origin_northing_m) / self.radius_m;
        let eta = (easting - FALSE_EASTING_M) / self.radius_m;
        let (d_xi, d_eta) = series(&self.beta, xi, eta);
        let (sin_xi, cos_xi) = (xi - d_xi).sin_cos();
        let sinh_eta = (eta - d_eta).sinh();
        let conformal = sin_xi / sinh_eta.hypot(cos_xi);
        let lon = sinh_eta.atan2(cos_xi).to_degrees() + ORIGIN_LON;
        (lon, self.tangent_from_conformal(conformal).atan().to_degrees())
    }

    /// Tangent of the conformal latitude from the tangent of the geographic one (Karney, eq. 7–9).
    fn conformal_tangent(&self, tan_lat: f64) -> f64 {
        let e = self.eccentricity;
        let sigma = (e * (e * tan_lat / tan_lat.hypot(1.0)).atanh()).sinh();
        tan_lat * sigma.hypot(1.0) - sigma * tan_lat.hypot(1.0)
    }

    /// Newton's method (Karney, eq. 19–21); three rounds reach the last bit at these latitudes.
    fn tangent_from_conformal(&self, conformal: f64) -> f64 {
        let e2 = self.eccentricity.powi(2);
        let mut tan_lat = conformal / (1.0 - e2);
        for _ in 0..3 {
            let guess = self.conformal_tangent(tan_lat);
            tan_lat += (conformal - guess) / guess.hypot(1.0) * (1.0 + (1.0 - e2) * tan_lat.powi(2))
                / ((1.0 - e2) * tan_lat.hypot(1.0));
        }
        tan_lat
    }
}

/// `Σ c_j sin(2j·xi)·cosh(2j·eta)` and `Σ c_j cos(2j·xi)·sinh(2j·eta)`: the real and imaginary
/// parts of `Σ c_j sin(2j·z)`, summed by Clenshaw's recurrence so that only four functions are evaluated.
fn series(coefficients: &[f64; 6], xi: f64, eta: f64) -> (f64, f64) {
    let (sin, cos) = (2.0 * xi).sin_cos();
    let exp = (2.0 * eta).exp();
    let (sinh, cosh) = ((exp - 1.0 / exp) / 2.0, f64::midpoint(exp, 1.0 / exp));
    let twice_cos = (2.0 * cos * cosh, -2.0 * sin * sinh);
    let times = |a: (f64, f64), b: (f64, f64)| (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0);
    let (mut next, mut after) = ((0.0, 0.0), (0.0, 0.0));
    for &c in coefficients.iter().rev() {
        let product = times(twice_cos, next);
        (next, after) = ((c + product.0 - after.0, product.1 - after.1), next);
    }
    times(next, (sin * cosh, cos * sinh))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_true_origin_has_the_false_coordinates() {
        let (easting, northing) = project(ORIGIN_LON, ORIGIN_LAT);
        assert!((easting - 400_000.0).abs() < 1e-6 && (northing + 100_000.0).abs() < 1e-6);
    }

    #[test]
    fn there_and_back_is_the_same_place_over_the_whole_grid() {
        for lon in -9..=3 {
            for lat in 49..=61 {
                let (lon, lat) = (f64::from(lon), f64::from(lat));
                let (easting, northing) = project(lon, lat);
                let (lon_back, lat_back) = unproject(easting, northing);
                // 1e-11 degrees is about a micrometre.
                assert!((lon - lon_back).abs() < 1e-11 && (lat - lat_back).abs() < 1e-11, "{lon} {lat}");
            }
        }
    }
}
