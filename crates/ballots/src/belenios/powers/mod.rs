//! Many powers of public numbers at once, as fast as the machine goes. Nothing secret comes here: times depend on the values.
//!
//! - g and y are fixed for an election: tables of their powers make gᵃ 43 multiplications and no squaring.
//! - Several powers of one base h (its membership, two or more challenges) share a comb: five rows of 52 bits, so that 208
//!   squarings are made once and each power costs 51 squarings and at most 52 multiplications.

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
}
impl Tables {
    pub(crate) fn new(y: &Element) -> Self {
        Self { g: Fixed::new(&generator()), y: Fixed::new(&y.residue()) }
    }
}

/// The products of each task.
pub(crate) fn powers(tables: &Tables, tasks: &[Task]) -> Vec<Vec<U2048>> {
    tasks.iter().map(|task| plain::products(tables, task)).collect()
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
