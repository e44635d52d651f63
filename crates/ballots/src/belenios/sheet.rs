//! What there is to compute for a check, written down first and computed in one go: the powers of one base share their
//! squarings, and equal work of many ballots is done side by side.
//!
//! Every check here has the same shape. A claim names commitments, each a product gᵃ·yᵇ·hᶜ (or of two such); they are hashed after
//! a text, and the hash must be the sum of the challenges.

use crypto_bigint::U2048;
use sha2::{Digest, Sha256};

use super::{
    group::{Element, Residue},
    number,
    powers::{Product, Tables, Task, powers},
    scalar::Scalar,
};

/// A base in a sheet.
#[derive(Clone, Copy)]
pub(crate) struct Base(usize);

/// A product in a sheet.
#[derive(Clone, Copy)]
pub(crate) struct Slot {
    base: usize,
    product: usize,
}

/// A commitment: a product, or two multiplied.
type Commitment = (Slot, Option<Slot>);

struct Claim<F> {
    head: Sha256,
    commitments: Vec<Commitment>,
    total: Scalar,
    fault: F,
}

/// Work to do; `F` names what is wrong when a claim fails.
pub(crate) struct Sheet<F> {
    tasks: Vec<Task>,
    members: Vec<(Slot, F)>,
    claims: Vec<Claim<F>>,
}

impl<F: Clone> Sheet<F> {
    pub(crate) fn new() -> Self {
        Self { tasks: Vec::new(), members: Vec::new(), claims: Vec::new() }
    }
    /// A base of which powers are wanted.
    pub(crate) fn base(&mut self, element: &Element) -> Base {
        self.tasks.push(Task { base: *element.value(), products: Vec::new() });
        Base(self.tasks.len() - 1)
    }
    /// The product gᵃ·yᵇ·baseᶜ.
    pub(crate) fn product(&mut self, base: Base, g: Scalar, y: Scalar, exponent: Scalar) -> Slot {
        let numbers = [&g, &y, &exponent].map(|s| *s.number());
        self.push(base, Product { g: numbers[0], y: numbers[1], exponent: numbers[2] })
    }
    fn push(&mut self, base: Base, product: Product) -> Slot {
        let products = &mut self.tasks[base.0].products;
        products.push(product);
        Slot { base: base.0, product: products.len() - 1 }
    }
    /// Asks that the base be in the group.
    pub(crate) fn member(&mut self, base: Base, fault: F) {
        let zero = *Scalar::ZERO.number();
        let slot = self.push(base, Product { g: zero, y: zero, exponent: *Scalar::order() });
        self.members.push((slot, fault));
    }
    /// Asks that the hash of `head` and the commitments be `total`.
    pub(crate) fn claim(&mut self, head: Sha256, commitments: Vec<Commitment>, total: Scalar, fault: F) {
        self.claims.push(Claim { head, commitments, total, fault });
    }
    /// How many products are asked for.
    pub(crate) fn len(&self) -> usize {
        self.tasks.iter().map(|t| t.products.len()).sum()
    }
    /// What fails, in the order in which it was asked, members first.
    pub(crate) fn faults(&self, tables: &Tables) -> Vec<F> {
        let values = powers(tables, &self.tasks);
        let value = |slot: &Slot| &values[slot.base][slot.product];
        let outside =
            self.members.iter().filter(|(slot, _)| *value(slot) != U2048::ONE).map(|(_, fault)| fault.clone());
        let false_claims = self.claims.iter().filter(|claim| {
            let mut hash = claim.head.clone();
            for (i, (slot, second)) in claim.commitments.iter().enumerate() {
                if i > 0 {
                    hash.update(",");
                }
                let commitment = match second {
                    None => *value(slot),
                    Some(other) => Residue::new(value(slot)).mul(&Residue::new(value(other))).retrieve(),
                };
                hash.update(number::text(&commitment));
            }
            Scalar::of_hash(&hash.finalize()) != claim.total
        });
        outside.chain(false_claims.map(|claim| claim.fault.clone())).collect()
    }
}
