//! The form of tokens, links and recovery codes.

use sha2::{Digest, Sha256};

use super::base32;

/// With what an API token begins, so that a leaked one can be recognised in code and logs.
pub const PREFIX: &str = "xnt_";

/// An API token: prefix, 32 random bytes in base 32, and seven letters that prove it was not mistyped or invented.
pub fn api(random: &[u8; 32]) -> String {
    let body = base32::encode(random);
    format!("{PREFIX}{body}{}", check(&body))
}

/// Whether a text has the form of an API token: told without looking into any table.
pub fn is_api(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(PREFIX) else { return false };
    rest.len() == 59 && rest.is_ascii() && check(&rest[..52]) == rest[52..]
}

fn check(body: &str) -> String {
    let hash = Sha256::digest(format!("xianneng api token v1:{body}"));
    base32::encode(&hash[..4])
}

/// A recovery code: 80 random bits in four groups of four letters.
pub fn recovery(random: &[u8; 10]) -> String {
    let text = base32::encode(random);
    [&text[..4], &text[4..8], &text[8..12], &text[12..]].join("-")
}

/// A typed recovery code as it is hashed: small letters without anything between.
pub fn plain_recovery(typed: &str) -> String {
    let small = typed.chars().take(64).flat_map(char::to_lowercase);
    // what people read for a letter that base 32 does not have
    small
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c {
            '0' => 'o',
            '1' => 'l',
            other => other,
        })
        .collect()
}

/// SHA-256 of a secret with enough randomness of its own, which is all that is stored of it.
pub fn digest(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_token_is_recognised_and_a_mistyped_one_is_not(random: [u8; 32], at in 0usize..63, letter in "[a-z2-7]") {
            let token = api(&random);
            prop_assert!(is_api(&token) && token.len() == 63);
            let mut other = token.clone();
            other.replace_range(at..=at, &letter);
            prop_assert!(other == token || !is_api(&other));
            prop_assert!(!is_api(&token[..62]));
        }
        #[test]
        fn a_recovery_code_is_read_however_it_is_typed(random: [u8; 10]) {
            let code = recovery(&random);
            let typed = format!(" {} ", code.to_uppercase().replace('-', " "));
            prop_assert_eq!(plain_recovery(&typed), plain_recovery(&code));
            prop_assert_eq!(plain_recovery(&code).len(), 16);
        }
        #[test]
        fn any_text_is_no_token(text in ".{0,80}") {
            prop_assert!(!is_api(&text));
        }
    }
}
