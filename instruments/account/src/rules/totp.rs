//! One-time codes by time (RFC 6238): HMAC-SHA-1, six digits, steps of thirty seconds, as every authenticator app
//! reads them.

use base::Timestamp;
use hmac::{Hmac, Mac};
use sha1::Sha1;
use subtle::ConstantTimeEq;

use super::base32;

/// Length of a step in seconds.
pub const STEP: i64 = 30;
/// Bytes of a secret: those of the hash (RFC 4226 §4, R6).
pub const SECRET: usize = 20;

/// The step that holds `now`.
pub fn step(now: Timestamp) -> i64 {
    now.0.div_euclid(1_000_000).div_euclid(STEP)
}

/// The code of a step: dynamic truncation of RFC 4226 §5.3.
fn truncated(secret: &[u8], step: i64) -> Option<u32> {
    let mut mac = Hmac::<Sha1>::new_from_slice(secret).ok()?;
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let four: [u8; 4] = hash.get(at..at + 4)?.try_into().ok()?;
    Some(u32::from_be_bytes(four) & 0x7fff_ffff)
}

/// The code of a step as it is typed.
pub fn code(secret: &[u8], step: i64) -> Option<String> {
    truncated(secret, step).map(|n| format!("{:06}", n % 1_000_000))
}

/// The step that a typed code proves: the present one or a neighbour (clocks differ), but later than `after`, the last
/// one used. All three are computed whatever was typed.
pub fn proved(secret: &[u8], typed: &str, now: Timestamp, after: i64) -> Option<i64> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).take(16).map(plain_digit).collect();
    let present = step(now);
    let mut found = None;
    for step in [present - 1, present, present + 1] {
        let same: bool = code(secret, step)?.as_bytes().ct_eq(typed.as_bytes()).into();
        if same && step > after {
            found = Some(step);
        }
    }
    found
}

/// A full-width digit as a plain one.
fn plain_digit(c: char) -> char {
    match u32::from(c) {
        n @ 0xff10..=0xff19 => char::from_u32(n - 0xff10 + 48).unwrap_or(c),
        _ => c,
    }
}

/// What an authenticator app reads from the picture (Key URI format).
pub fn uri(secret: &[u8], issuer: &str, name: &str) -> String {
    let (issuer, name) = (percent(issuer), percent(name));
    let secret = base32::encode(secret).to_ascii_uppercase();
    format!("otpauth://totp/{issuer}:{name}?secret={secret}&issuer={issuer}&algorithm=SHA1&digits=6&period={STEP}")
}

fn percent(text: &str) -> String {
    let plain = |b: &u8| b.is_ascii_alphanumeric() || b"-._~".contains(b);
    text.bytes().map(|b| if plain(&b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SEED: &[u8] = b"12345678901234567890";

    /// RFC 6238, appendix B (SHA-1); its eight digits end with our six.
    #[test]
    fn the_vectors_of_the_rfc() {
        for (seconds, eight) in [
            (59, 94287082),
            (1111111109, 7081804),
            (1111111111, 14050471),
            (1234567890, 89005924),
            (2000000000, 69279037),
            (20000000000i64, 65353130),
        ] {
            let at = step(Timestamp(seconds * 1_000_000));
            assert_eq!(truncated(SEED, at).map(|n| n % 100_000_000), Some(eight), "{seconds}");
        }
        assert_eq!(step(Timestamp(59_000_000)), 1);
    }
    /// RFC 4226, appendix D.
    #[test]
    fn the_vectors_of_the_counter() {
        let codes =
            ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
        for (n, expected) in (0..).zip(codes) {
            assert_eq!(code(SEED, n).as_deref(), Some(expected));
        }
    }
    #[test]
    fn a_code_proves_its_step_once() {
        let now = Timestamp(1_780_286_400_000_000);
        let here = step(now);
        let typed = code(SEED, here).unwrap();
        assert_eq!(proved(SEED, &typed, now, 0), Some(here));
        assert_eq!(proved(SEED, &format!(" {} {} ", &typed[..3], &typed[3..]), now, 0), Some(here));
        assert_eq!(proved(SEED, &typed, now, here), None);
        assert_eq!(proved(SEED, &code(SEED, here - 1).unwrap(), now, 0), Some(here - 1));
        assert_eq!(proved(SEED, &code(SEED, here - 2).unwrap(), now, 0), None);
        let wide: String = typed.chars().filter_map(|c| char::from_u32(u32::from(c) - 48 + 0xff10)).collect();
        assert_eq!(proved(SEED, &wide, now, 0), Some(here));
    }
    #[test]
    fn the_picture_says_what_an_app_reads() {
        assert_eq!(
            uri(SEED, "海", "a b"),
            "otpauth://totp/%E6%B5%B7:a%20b?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E6%B5%B7&algorithm=SHA1&digits=6&period=30"
        );
    }

    proptest! {
        #[test]
        fn only_a_code_proves(typed in ".{0,20}") {
            let now = Timestamp(1_780_286_400_000_000);
            if let Some(at) = proved(SEED, &typed, now, 0) {
                let typed: String = typed.chars().filter(|c| !c.is_whitespace()).map(plain_digit).collect();
                prop_assert_eq!(code(SEED, at), Some(typed));
            }
        }
    }
}
