//! Base64 of RFC 4648, section 4, in its one spelling: padded, no bits left over.

fn value(symbol: u8) -> Option<u32> {
    Some(match symbol {
        b'A'..=b'Z' => u32::from(symbol - b'A'),
        b'a'..=b'z' => u32::from(symbol - b'a') + 26,
        b'0'..=b'9' => u32::from(symbol - b'0') + 52,
        b'+' => 62,
        b'/' => 63,
        _ => return None,
    })
}

/// The bytes that a text stands for.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let bytes = text.as_bytes();
    if !bytes.len().is_multiple_of(4) {
        return None;
    }
    let padding = bytes.iter().rev().take_while(|b| **b == b'=').count();
    let symbols = bytes.len() - padding;
    if padding > 2 {
        return None;
    }
    let mut found = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut kept, mut bits) = (0_u32, 0);
    for symbol in &bytes[..symbols] {
        kept = kept << 6 | value(*symbol)?;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            found.push((kept >> bits) as u8);
            kept &= (1 << bits) - 1;
        }
    }
    (kept == 0).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn the_vectors_of_the_rfc_decode_and_other_spellings_do_not() {
        for (text, bytes) in
            [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYg==", "foob"), ("Zm9vYmE=", "fooba")]
        {
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()), "{text}");
        }
        for text in ["Zg", "Zg=", "Zh==", "Zm9=", "=", "====", "Z===", "Zg==Zg==", "Zm 9v", "Zm9v\n", "Zm-_"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
