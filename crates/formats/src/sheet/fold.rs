//! Text made comparable: width, blanks and brackets do not tell two headers apart.

/// A full-width character as the ordinary one: `１` as `1`, `（` as `(`, the ideographic blank as a blank.
pub(crate) fn narrow(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    }
}
