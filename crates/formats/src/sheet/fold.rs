//! Text made comparable: width, blanks and brackets do not tell two headers apart.

/// A full-width character as the ordinary one: `１` as `1`, `（` as `(`, the ideographic blank as a blank.
pub(crate) fn narrow(c: char) -> char {
    match c {
        '\u{3000}' | '\u{a0}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    }
}

/// A header made comparable: narrow, small letters, without blanks, line breaks, brackets and marks such as `*` and `：`.
pub(crate) fn header(text: &str) -> String {
    text.chars()
        .map(narrow)
        .filter(|c| !c.is_whitespace() && !c.is_control() && !is_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The same without what stands in brackets: `出生日期（如 1980-05-12）` is `出生日期`.
pub(crate) fn header_without_notes(text: &str) -> String {
    let mut depth = 0u32;
    let outside: String = text
        .chars()
        .map(narrow)
        .filter(|c| match c {
            '(' | '[' | '{' | '【' | '〔' | '《' => {
                depth += 1;
                false
            }
            ')' | ']' | '}' | '】' | '〕' | '》' => {
                depth = depth.saturating_sub(1);
                false
            }
            _ => depth == 0,
        })
        .collect();
    header(&outside)
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '(' | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '【'
            | '】'
            | '〔'
            | '〕'
            | '《'
            | '》'
            | '*'
            | ':'
            | '\u{feff}'
            | '_'
            | '.'
            | '/'
            | '、'
            | '-'
            | '"'
            | '“'
            | '”'
            | '\''
            | '?'
    )
}
