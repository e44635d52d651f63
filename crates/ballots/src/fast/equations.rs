//! Equations between points, checked together.

use curve25519_dalek::{
    RistrettoPoint, Scalar,
    constants::RISTRETTO_BASEPOINT_POINT,
    traits::{IsIdentity, VartimeMultiscalarMul},
};

use super::transcript::Transcript;

/// g·G + y·Y + factor·point + factor·point = 0.
pub(crate) struct Equation<F> {
    pub(crate) g: Scalar,
    pub(crate) y: Scalar,
    pub(crate) terms: [(usize, Scalar); 2],
    pub(crate) fault: F,
}

/// Equations with the points that they speak of.
pub(crate) struct Equations<F> {
    pub(crate) points: Vec<RistrettoPoint>,
    pub(crate) all: Vec<Equation<F>>,
}
impl<F: Clone> Equations<F> {
    pub(crate) fn new() -> Self {
        Self { points: Vec::new(), all: Vec::new() }
    }
    /// Adds a point to speak of.
    pub(crate) fn point(&mut self, point: RistrettoPoint) -> usize {
        self.points.push(point);
        self.points.len() - 1
    }
    /// Whether all hold: their sum with random factors of 128 bits is zero. A false one among them escapes with a chance of 2⁻¹²⁸,
    /// because the group has prime order and the factors are a hash of `seed`, which all that is checked went into.
    pub(crate) fn hold(&self, y: &RistrettoPoint, seed: [u8; 64]) -> bool {
        let mut factors = vec![Scalar::ZERO; self.points.len() + 2];
        let mut rest: Vec<u8> = Vec::new();
        for (i, equation) in self.all.iter().enumerate() {
            if rest.is_empty() {
                rest = Transcript::new("factors").bytes(&seed).number(i).output().to_vec();
            }
            let mut bytes = [0; 32];
            bytes[..16].copy_from_slice(&rest.split_off(rest.len() - 16));
            let factor = Scalar::from_bytes_mod_order(bytes);
            for (point, by) in &equation.terms {
                factors[*point] += factor * by;
            }
            factors[self.points.len()] += factor * equation.g;
            factors[self.points.len() + 1] += factor * equation.y;
        }
        let points = self.points.iter().chain([&RISTRETTO_BASEPOINT_POINT, y]);
        RistrettoPoint::vartime_multiscalar_mul(&factors, points).is_identity()
    }
    /// The faults of those that do not hold, each looked at for itself.
    pub(crate) fn faults(&self, y: &RistrettoPoint) -> Vec<F> {
        let holds = |equation: &&Equation<F>| {
            let (points, factors): (Vec<_>, Vec<_>) =
                equation.terms.iter().map(|(i, by)| (self.points[*i], *by)).unzip();
            let points = points.iter().chain([&RISTRETTO_BASEPOINT_POINT, y]);
            let factors = factors.iter().chain([&equation.g, &equation.y]);
            !RistrettoPoint::vartime_multiscalar_mul(factors, points).is_identity()
        };
        self.all.iter().filter(holds).map(|equation| equation.fault.clone()).collect()
    }
}
