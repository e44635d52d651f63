//! Eight powers side by side, on processors that multiply eight pairs of 52-bit numbers at once (AVX-512 IFMA).
//!
//! Numbers are 40 limbs of 52 bits in Montgomery form with R = 2²⁰⁸⁰. As 4p < R, the product of two numbers below 2p comes out below
//! 2p again and is never corrected; only the last step, out of the form, gives the number below p.
#![allow(
    unsafe_code,
    reason = "loads, gathers and the call into code for one kind of processor; the indices are masked"
)]

use std::arch::x86_64::{
    __m512i, _mm512_add_epi64, _mm512_and_si512, _mm512_i64gather_epi64, _mm512_load_si512, _mm512_madd52hi_epu64,
    _mm512_madd52lo_epu64, _mm512_set1_epi64, _mm512_setzero_si512, _mm512_srli_epi64, _mm512_store_si512,
};

use crypto_bigint::U2048;

use super::{Product, SPAN, TEETH, Task, WINDOW, WINDOWS, bits, column};
use crate::belenios::group::{P, Residue};

const LIMBS: usize = 40;
const BITS: usize = 52;
const MASK: u64 = (1 << BITS) - 1;

/// Eight numbers: limb by limb, in each limb lane by lane.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Lanes([[u64; 8]; LIMBS]);
const ZERO: Lanes = Lanes([[0; 8]; LIMBS]);

/// Whether this processor can.
pub(super) fn can() -> bool {
    is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512ifma")
}

fn split(number: &U2048) -> [u64; LIMBS] {
    let words = number.to_words();
    std::array::from_fn(|i| {
        let (word, shift) = (i * BITS / 64, i * BITS % 64);
        let low = words.get(word).map_or(0, |w| w >> shift);
        // shift > 12: the limb goes on in the next word
        let high = if shift > 64 - BITS { words.get(word + 1).map_or(0, |w| w << (64 - shift)) } else { 0 };
        (low | high) & MASK
    })
}
fn join(limbs: &[u64; LIMBS]) -> U2048 {
    let mut words = [0u64; U2048::LIMBS];
    for (i, limb) in limbs.iter().enumerate() {
        let (word, shift) = (i * BITS / 64, i * BITS % 64);
        if let Some(w) = words.get_mut(word) {
            *w |= limb << shift;
        }
        if shift > 64 - BITS
            && let Some(w) = words.get_mut(word + 1)
        {
            *w |= limb >> (64 - shift);
        }
    }
    U2048::from_words(words)
}

/// What multiplication needs of p.
struct Modulus {
    p: [u64; LIMBS],
    /// −1/p mod 2⁵².
    k: u64,
    one: [u64; LIMBS],
    squared: [u64; LIMBS],
}
impl Modulus {
    fn new() -> Self {
        let p = U2048::from_be_hex(P);
        let low = p.to_words()[0];
        // Newton: each round doubles the bits that are right
        let inverse = (0..6).fold(1u64, |x, _| x.wrapping_mul(2u64.wrapping_sub(low.wrapping_mul(x))));
        let r = r();
        Self {
            p: split(&p),
            k: inverse.wrapping_neg() & MASK,
            one: split(&r.retrieve()),
            squared: split(&r.square().retrieve()),
        }
    }
}
/// R modulo p.
fn r() -> Residue {
    Residue::ONE.double().square_repeat_vartime(5).pow_vartime(&U2048::from_u64((LIMBS * BITS / 32) as u64))
}

/// A fixed base: for each window, the powers that its bits can stand for.
pub(super) struct Fixed(Vec<[[u64; LIMBS]; 1 << WINDOW]>);
/// An election's fixed bases.
pub(super) struct Wide {
    modulus: Modulus,
    g: Fixed,
    y: Fixed,
}
impl Wide {
    pub(super) fn new(g: &super::plain::Fixed, y: &super::plain::Fixed) -> Self {
        let r = r();
        let fixed = |base: &super::plain::Fixed| {
            Fixed(base.windows.iter().map(|window| window.map(|entry| split(&entry.mul(&r).retrieve()))).collect())
        };
        Self { modulus: Modulus::new(), g: fixed(g), y: fixed(y) }
    }
    /// The products of up to eight tasks.
    pub(super) fn products(&self, tasks: &[&Task]) -> Vec<Vec<U2048>> {
        // SAFETY: `Tables` makes this struct only where `can` holds
        unsafe { self.eight(tasks) }
    }

    #[target_feature(enable = "avx512f,avx512ifma")]
    fn eight(&self, tasks: &[&Task]) -> Vec<Vec<U2048>> {
        let m = &self.modulus;
        let mut bases = ZERO;
        for lane in 0..8 {
            let limbs = tasks.get(lane).map_or(m.one, |task| split(&task.base));
            limbs.iter().enumerate().for_each(|(i, limb)| bases.0[i][lane] = *limb);
        }
        let comb = comb(&mul(&bases, &same(&m.squared), m), m);
        let rounds = tasks.iter().map(|t| t.products.len()).max().unwrap_or_default();
        let mut out: Vec<Vec<U2048>> = tasks.iter().map(|t| Vec::with_capacity(t.products.len())).collect();
        for round in 0..rounds {
            let each = |part: fn(&Product) -> [u64; 4]| -> [[u64; 4]; 8] {
                std::array::from_fn(|lane| tasks.get(lane).and_then(|t| t.products.get(round)).map_or([0; 4], part))
            };
            let exponents = each(|p| p.exponent.to_words());
            let mut value = pick(comb.as_flattened(), exponents.map(|e| column(&e, SPAN - 1)));
            for at in (0..SPAN - 1).rev() {
                value = mul(&value, &value, m);
                let columns = exponents.map(|e| column(&e, at));
                value = mul(&value, &pick(comb.as_flattened(), columns), m);
            }
            value = self.g.times(value, &each(|p| p.g.to_words()), m);
            value = self.y.times(value, &each(|p| p.y.to_words()), m);
            let mut unit = ZERO;
            unit.0[0] = [1; 8];
            let plain = mul(&value, &unit, m);
            for (lane, out) in out.iter_mut().enumerate() {
                if tasks[lane].products.len() > round {
                    out.push(join(&plain.0.map(|limb| limb[lane])));
                }
            }
        }
        out
    }
}

impl Fixed {
    /// Each lane's value times this base to the lane's power.
    #[target_feature(enable = "avx512f,avx512ifma")]
    fn times(&self, mut value: Lanes, exponents: &[[u64; 4]; 8], m: &Modulus) -> Lanes {
        if exponents.iter().flatten().all(|w| *w == 0) {
            return value;
        }
        for (i, window) in self.0.iter().enumerate().take(WINDOWS) {
            let index = exponents.map(|e| (bits(&e, i * WINDOW, WINDOW) & ((1 << WINDOW) - 1)) as i64 * LIMBS as i64);
            // SAFETY: the index of each lane is the start of one of the window's entries, of which LIMBS are read
            let chosen = unsafe { gather(window.as_flattened().as_ptr(), index, 1) };
            value = mul(&value, &chosen, m);
        }
        value
    }
}

/// The products of the comb's teeth, by which of them are taken.
#[target_feature(enable = "avx512f,avx512ifma")]
fn comb(base: &Lanes, m: &Modulus) -> Vec<[[u64; 8]; LIMBS]> {
    let mut table = vec![same(&m.one).0; 1 << TEETH];
    let mut tooth = *base;
    for row in 0..TEETH {
        if row > 0 {
            for _ in 0..SPAN {
                tooth = mul(&tooth, &tooth, m);
            }
        }
        for i in 0..1 << row {
            table[(1 << row) + i] = mul(&Lanes(table[i]), &tooth, m).0;
        }
    }
    table
}

/// For each lane, its number in the table's entry that it names.
#[target_feature(enable = "avx512f,avx512ifma")]
fn pick(table: &[[u64; 8]], columns: [usize; 8]) -> Lanes {
    assert_eq!(table.len(), LIMBS << TEETH);
    let mut lane = 0;
    let index = columns.map(|column| {
        lane += 1;
        ((column & ((1 << TEETH) - 1)) * LIMBS * 8 + lane - 1) as i64
    });
    // SAFETY: each index lies in the first limb of an entry; the limbs of an entry are eight numbers apart
    unsafe { gather(table.as_flattened().as_ptr(), index, 8) }
}

/// Limb i of each lane from `from[index[lane] + i·step]`.
///
/// # Safety
///
/// All of these must lie within what `from` points to.
#[target_feature(enable = "avx512f,avx512ifma")]
unsafe fn gather(from: *const u64, index: [i64; 8], step: usize) -> Lanes {
    #[repr(C, align(64))]
    struct Index([i64; 8]);
    let index = Index(index);
    let mut out = ZERO;
    // SAFETY: the caller answers for the places read; what is written and the index are aligned arrays of eight
    unsafe {
        let index = _mm512_load_si512(index.0.as_ptr().cast());
        for (i, limb) in out.0.iter_mut().enumerate() {
            store(limb, _mm512_i64gather_epi64::<8>(index, from.add(i * step).cast()));
        }
    }
    out
}

/// The same number in every lane.
fn same(limbs: &[u64; LIMBS]) -> Lanes {
    Lanes(limbs.map(|limb| [limb; 8]))
}

#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn load(limb: &[u64; 8]) -> __m512i {
    // SAFETY: limbs of `Lanes` are eight numbers at a multiple of 64 bytes
    unsafe { _mm512_load_si512(std::ptr::from_ref(limb).cast()) }
}
#[inline]
#[target_feature(enable = "avx512f,avx512ifma")]
fn store(limb: &mut [u64; 8], value: __m512i) {
    // SAFETY: as in `load`
    unsafe { _mm512_store_si512(std::ptr::from_mut(limb).cast(), value) }
}

/// a·b/R modulo p, below 2p if a and b are.
#[target_feature(enable = "avx512f,avx512ifma")]
fn mul(a: &Lanes, b: &Lanes, m: &Modulus) -> Lanes {
    let zero = _mm512_setzero_si512();
    let k = _mm512_set1_epi64(m.k as i64);
    let p0 = _mm512_set1_epi64(m.p[0] as i64);
    // a place takes at most four numbers below 2⁵² in each of 40 rounds: no sum reaches 2⁶⁰
    let mut sum = [zero; LIMBS];
    for b in &b.0 {
        let b = load(b);
        let (mut a_before, mut p_before) = (load(&a.0[0]), p0);
        let low = _mm512_madd52lo_epu64(sum[0], a_before, b);
        let q = _mm512_madd52lo_epu64(zero, low, k);
        let mut carry = _mm512_srli_epi64::<52>(_mm512_madd52lo_epu64(low, p0, q));
        for j in 1..LIMBS {
            let (a_here, p_here) = (load(&a.0[j]), _mm512_set1_epi64(m.p[j] as i64));
            let high = _mm512_madd52hi_epu64(_mm512_madd52hi_epu64(carry, a_before, b), p_before, q);
            let low = _mm512_madd52lo_epu64(_mm512_madd52lo_epu64(sum[j], a_here, b), p_here, q);
            sum[j - 1] = _mm512_add_epi64(low, high);
            (a_before, p_before, carry) = (a_here, p_here, zero);
        }
        sum[LIMBS - 1] = _mm512_madd52hi_epu64(_mm512_madd52hi_epu64(zero, a_before, b), p_before, q);
    }
    let mask = _mm512_set1_epi64(MASK as i64);
    let mut out = ZERO;
    let mut carry = zero;
    for (out, sum) in out.0.iter_mut().zip(&sum) {
        let limb = _mm512_add_epi64(*sum, carry);
        carry = _mm512_srli_epi64::<52>(limb);
        store(out, _mm512_and_si512(limb, mask));
    }
    out
}
