//! Many powers of public numbers at once, as fast as the machine goes. Nothing secret comes here: times depend on the values.
//!
//! - g and y are fixed for an election: tables of their powers make gᵃ 43 multiplications and no squaring.
//! - Several powers of one base h (its membership, two or more challenges) share a comb: five rows of 52 bits, so that 208
//!   squarings are made once and each power costs 51 squarings and at most 52 multiplications.

#[cfg(target_arch = "x86_64")]
mod lanes;
mod plain;

use crypto_bigint::{U256, U2048};

use super::group::{Element, generator};
use plain::Fixed;

/// The product gᵃ·yᵇ·hᶜ for the base h of its task.
#[derive(Clone, Copy)]
pub(crate) struct Product {
    pub(crate) g: U256,
    pub(crate) y: U256,
    pub(crate) exponent: U256,
}

/// Products with powers of one base, a number below p.
pub(crate) struct Task {
    pub(crate) base: U2048,
    pub(crate) products: Vec<Product>,
}

/// Powers of g and of an election's key y, made once for an election.
pub(crate) struct Tables {
    g: Fixed,
    y: Fixed,
    #[cfg(target_arch = "x86_64")]
    wide: Option<lanes::Wide>,
}
impl Tables {
    pub(crate) fn new(y: &Element) -> Self {
        let (g, y) = (Fixed::new(&generator()), Fixed::new(&y.residue()));
        Self {
            #[cfg(target_arch = "x86_64")]
            wide: lanes::can().then(|| lanes::Wide::new(&g, &y)),
            g,
            y,
        }
    }
}

/// The products of each task.
pub(crate) fn powers(tables: &Tables, tasks: &[Task]) -> Vec<Vec<U2048>> {
    #[cfg(target_arch = "x86_64")]
    if let Some(wide) = &tables.wide {
        return side_by_side(wide, tasks);
    }
    tasks.iter().map(|task| plain::products(tables, task)).collect()
}

/// The products of each task, eight tasks at a time. Those that ask for the same powers of g and y go together, because a power
/// that one of the eight needs is computed for all.
#[cfg(target_arch = "x86_64")]
fn side_by_side(wide: &lanes::Wide, tasks: &[Task]) -> Vec<Vec<U2048>> {
    let zero = U256::ZERO;
    let shape =
        |task: &Task| -> Vec<(bool, bool)> { task.products.iter().map(|p| (p.g != zero, p.y != zero)).collect() };
    let mut order: Vec<usize> = (0..tasks.len()).collect();
    order.sort_by_cached_key(|i| shape(&tasks[*i]));
    let mut out = vec![Vec::new(); tasks.len()];
    for eight in order.chunks(8) {
        let chosen: Vec<&Task> = eight.iter().map(|i| &tasks[*i]).collect();
        for (i, products) in eight.iter().zip(wide.products(&chosen)) {
            out[*i] = products;
        }
    }
    out
}

/// Width of the windows of a fixed base, in bits, and their number.
const WINDOW: usize = 6;
const WINDOWS: usize = 256usize.div_ceil(WINDOW);
/// Rows of the comb of a variable base, and the bits in each.
const TEETH: usize = 5;
const SPAN: usize = 256usize.div_ceil(TEETH);

/// `width` bits of `number` from bit `at`; bits above 256 are zero.
fn bits(words: &[u64; 4], at: usize, width: usize) -> usize {
    (0..width).fold(0, |sum, i| sum | bit(words, at + i) << i)
}
fn bit(words: &[u64; 4], at: usize) -> usize {
    words.get(at / 64).map_or(0, |w| (w >> (at % 64) & 1) as usize)
}
/// The column of the comb at `at`: one bit of each row.
fn column(words: &[u64; 4], at: usize) -> usize {
    (0..TEETH).fold(0, |sum, row| sum | bit(words, row * SPAN + at) << row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::belenios::{Scalar, group::Residue};

    /// Exponents and bases at the edges, and some between.
    fn tasks() -> Vec<Task> {
        let mut seed = 1u64;
        let mut chance = |bytes: &mut [u8]| {
            for b in bytes {
                seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
                *b = (seed >> 56) as u8;
            }
        };
        let edges = [U256::ZERO, U256::ONE, U256::MAX, *Scalar::order(), U256::from_u64(52)];
        (0..21)
            .map(|i| {
                let scalar = Scalar::random(&mut chance);
                let base = match i {
                    0 => U2048::ONE,
                    1 => Residue::ONE.neg().retrieve(),
                    _ => *Element::generator().power(&scalar).value(),
                };
                let mut number =
                    |at: usize| edges.get(at % 9).copied().unwrap_or(*Scalar::random(&mut chance).number());
                let products =
                    (0..i % 5).map(|j| Product { g: number(i + j), y: number(i * j), exponent: number(j + 3 * i) });
                Task { base, products: products.collect() }
            })
            .collect()
    }

    #[test]
    fn every_way_of_computing_gives_what_the_library_does() {
        let y = Element::generator().power(&Scalar::small(12345));
        let tables = Tables::new(&y);
        let tasks = tasks();
        let expected: Vec<Vec<U2048>> = tasks
            .iter()
            .map(|task| {
                let one = |p: &Product| {
                    let power = |base: Residue, exponent: &U256| base.pow_vartime(exponent);
                    let value = power(generator(), &p.g).mul(&power(y.residue(), &p.y));
                    value.mul(&power(Residue::new(&task.base), &p.exponent)).retrieve()
                };
                task.products.iter().map(one).collect()
            })
            .collect();
        assert!(powers(&tables, &tasks) == expected);
        let plain: Vec<Vec<U2048>> = tasks.iter().map(|task| plain::products(&tables, task)).collect();
        assert!(plain == expected);
    }
}
