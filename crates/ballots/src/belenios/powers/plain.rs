//! The powers one after another, with the library's multiplication: what every machine can do.

use crypto_bigint::U2048;

use super::{Product, SPAN, TEETH, Tables, Task, WINDOW, WINDOWS, bits, column};
use crate::belenios::group::Residue;

/// For each window of the exponent, the powers that its bits can stand for.
pub(super) struct Fixed {
    pub(super) windows: Vec<[Residue; 1 << WINDOW]>,
}
impl Fixed {
    pub(super) fn new(base: &Residue) -> Self {
        let mut step = *base;
        let windows = (0..WINDOWS).map(|_| {
            let mut window = [Residue::ONE; 1 << WINDOW];
            for i in 1..window.len() {
                window[i] = window[i - 1].mul(&step);
            }
            step = window[window.len() - 1].mul(&step);
            window
        });
        Self { windows: windows.collect() }
    }
    /// `value` times this base to the power.
    fn times(&self, mut value: Residue, words: &[u64; 4]) -> Residue {
        for (i, window) in self.windows.iter().enumerate() {
            let digit = bits(words, i * WINDOW, WINDOW);
            if digit != 0 {
                value = value.mul(&window[digit]);
            }
        }
        value
    }
}

/// The products of a task.
pub(super) fn products(tables: &Tables, task: &Task) -> Vec<U2048> {
    let comb = comb(&Residue::new(&task.base));
    task.products.iter().map(|product| one(tables, &comb, product)).collect()
}

/// The products of the comb's teeth, by which of them are taken.
fn comb(base: &Residue) -> [Residue; 1 << TEETH] {
    let mut table = [Residue::ONE; 1 << TEETH];
    let mut tooth = *base;
    for row in 0..TEETH {
        if row > 0 {
            tooth = tooth.square_repeat_vartime(SPAN as u32);
        }
        for i in 0..1 << row {
            table[(1 << row) + i] = table[i].mul(&tooth);
        }
    }
    table
}

fn one(tables: &Tables, comb: &[Residue; 1 << TEETH], product: &Product) -> U2048 {
    let words = product.exponent.to_words();
    let mut value = Residue::ONE;
    for at in (0..SPAN).rev() {
        value = value.square();
        let column = column(&words, at);
        if column != 0 {
            value = value.mul(&comb[column]);
        }
    }
    let value = tables.g.times(value, &product.g.to_words());
    tables.y.times(value, &product.y.to_words()).retrieve()
}
