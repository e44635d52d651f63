//! Large numbers as the formats write them: in base 10, no sign, no leading zero (section 4.2).

use crypto_bigint::{Limb, Uint};

/// The largest power of ten in a limb, and its exponent.
const CHUNK: u64 = 10_000_000_000_000_000_000;
const CHUNK_DIGITS: usize = 19;

/// The number that `text` writes, if it is written so and fits.
pub(crate) fn parse<const N: usize>(text: &str) -> Option<Uint<N>> {
    let bytes = text.as_bytes();
    // 64 bits are less than 20 digits: longer texts are not looked at
    if bytes.is_empty() || bytes.len() > N * 20 || (bytes[0] == b'0' && bytes.len() > 1) {
        return None;
    }
    let mut limbs = [0u64; N];
    let mut used = 0;
    for part in bytes.chunks(CHUNK_DIGITS) {
        let mut value = 0u64;
        for b in part {
            let digit = b.wrapping_sub(b'0');
            if digit > 9 {
                return None;
            }
            value = value * 10 + u64::from(digit);
        }
        let factor = if part.len() == CHUNK_DIGITS { CHUNK } else { 10u64.pow(part.len() as u32) };
        let mut carry = value;
        for limb in &mut limbs[..used] {
            let wide = u128::from(*limb) * u128::from(factor) + u128::from(carry);
            *limb = wide as u64;
            carry = (wide >> 64) as u64;
        }
        if carry != 0 {
            *limbs.get_mut(used)? = carry;
            used += 1;
        }
    }
    Some(Uint::new(limbs.map(Limb)))
}

/// The number in base 10.
pub(crate) fn text<const N: usize>(number: &Uint<N>) -> String {
    let mut limbs = number.to_words();
    let mut used = N;
    let mut chunks = Vec::with_capacity(N + 2);
    loop {
        while used > 0 && limbs[used - 1] == 0 {
            used -= 1;
        }
        if used == 0 {
            break;
        }
        let mut rest = 0u64;
        for limb in limbs[..used].iter_mut().rev() {
            let wide = (u128::from(rest) << 64) | u128::from(*limb);
            *limb = (wide / u128::from(CHUNK)) as u64;
            rest = (wide % u128::from(CHUNK)) as u64;
        }
        chunks.push(rest);
    }
    let Some(first) = chunks.pop() else { return "0".to_owned() };
    let mut out = String::with_capacity((chunks.len() + 1) * CHUNK_DIGITS);
    out.push_str(&first.to_string());
    for chunk in chunks.iter().rev() {
        push_chunk(&mut out, *chunk);
    }
    out
}

/// All nineteen digits of `chunk`.
fn push_chunk(out: &mut String, mut chunk: u64) {
    let mut digits = [b'0'; CHUNK_DIGITS];
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (chunk % 10) as u8;
        chunk /= 10;
    }
    out.extend(digits.map(char::from));
}

#[cfg(test)]
mod tests {
    use crypto_bigint::U256;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_written_in_one_way_only() {
        for (text, fits) in [
            ("0", true),
            ("1", true),
            ("", false),
            ("00", false),
            ("01", false),
            ("+1", false),
            ("-1", false),
            ("0x1", false),
            (" 1", false),
            ("1_0", false),
            ("115792089237316195423570985008687907853269984665640564039457584007913129639935", true),
            ("115792089237316195423570985008687907853269984665640564039457584007913129639936", false),
        ] {
            assert_eq!(parse::<4>(text).is_some(), fits, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(words in any::<[u64; 4]>(), keep in 0usize..5) {
            let mut words = words;
            words[keep..].fill(0);
            let number = U256::from_words(words);
            let text = text(&number);
            prop_assert_eq!(parse::<4>(&text), Some(number));
        }
    }
}
