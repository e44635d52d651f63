//! How wide and how high a text is. The fonts are the reader's, so that widths are counted as the Chinese faces set them,
//! rounded up: a full character is as wide as the letters are high, a Latin one a little more than half of that.

use crate::Line;

/// Room between a cell's lines and its edges in millimetres: left and right together, above and below together.
pub(crate) const PADDING: (f32, f32) = (2.6, 1.2);
/// The height of a line over the size of its letters.
pub(crate) const LEADING: f32 = 1.28;
/// The width of the column before a line's text, over the size of the letters.
pub(crate) const LEAD: f32 = 9.0;
/// Millimetres of a point.
pub(crate) const POINT: f32 = 25.4 / 72.0;

/// The width of a character over the size of the letters.
pub(crate) fn em(c: char) -> f32 {
    match c {
        'A'..='Z' | '@' | '%' | '&' => 0.75,
        'm' | 'w' => 0.85,
        '\u{20}'..='\u{7e}' => 0.56,
        _ => 1.0,
    }
}

/// Characters that do not begin a line, and those that do not end one (GB/T 15834).
const NO_START: &str = "，。、；：！？）》〉」』】〕”’％·,.;:!?)]}%-—";
const NO_END: &str = "（《〈「『【〔“‘([{";

/// A text in lines of at most `width`, given the width of each character.
pub(crate) fn wrapped(text: &str, width: f32, em: impl Fn(char) -> f32) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (mut wide, mut end, mut good) = (0.0, rest.len(), None);
        let mut before: Option<char> = None;
        for (at, c) in rest.char_indices() {
            let word = |c: char| c.is_ascii_alphanumeric();
            if let Some(b) = before
                && !NO_START.contains(c)
                && !NO_END.contains(b)
                && !(word(b) && word(c))
            {
                good = Some(at);
            }
            wide += em(c);
            if wide > width && at > 0 {
                // a word or a row of marks that is longer than the line is broken where it must be
                end = good.unwrap_or(at);
                break;
            }
            before = Some(c);
        }
        let (line, after) = rest.split_at(end);
        out.push(line);
        rest = after;
    }
    if out.is_empty() {
        out.push("");
    }
    out
}

/// The room for text in a cell of that width, over the size of the letters.
fn room(line: &Line, width: f32, size: f32) -> f32 {
    let lead = if line.lead.is_empty() { 0.0 } else { LEAD };
    ((width - PADDING.0) / (size * POINT) - lead).max(1.0)
}

fn count(line: &Line, width: f32, size: f32) -> usize {
    wrapped(&line.text, room(line, width, size), em).len()
}

/// Whether every Latin word stands on one line in a cell of that width.
pub(crate) fn words_whole(lines: &[Line], width: f32, size: f32) -> bool {
    let widest = |l: &Line| {
        let words = l.text.split(|c: char| !c.is_ascii_alphabetic());
        words.map(|w| w.chars().map(em).sum::<f32>()).fold(0.0, f32::max)
    };
    lines.iter().all(|l| widest(l) <= room(l, width, size))
}

/// The height in millimetres that lines take in a cell of that width.
pub(crate) fn height(lines: &[Line], width: f32, size: f32) -> f32 {
    let n: usize = lines.iter().map(|l| count(l, width, size)).sum();
    tall(n, size)
}

fn tall(lines: usize, size: f32) -> f32 {
    lines as f32 * size * LEADING * POINT + PADDING.1
}

/// As much as fits, with a last line that says where the rest is.
pub(crate) fn cut(lines: &[Line], width: f32, high: f32, size: f32, more: &str) -> Vec<Line> {
    let room = ((high - PADDING.1) / (size * LEADING * POINT)).floor().max(1.0) as usize;
    let mut kept = split(lines, width, size, room.saturating_sub(1)).0;
    kept.push(Line { lead: String::new(), text: more.to_owned() });
    kept
}

/// The first `most` lines as they are set, and the rest.
fn split(lines: &[Line], width: f32, size: f32, most: usize) -> (Vec<Line>, Vec<Line>) {
    let (mut kept, mut rest, mut left) = (Vec::new(), Vec::new(), most);
    for line in lines {
        let parts = wrapped(&line.text, room(line, width, size), em);
        if left == 0 {
            rest.push(line.clone());
        } else if parts.len() <= left {
            left -= parts.len();
            kept.push(line.clone());
        } else {
            kept.push(Line { lead: line.lead.clone(), text: parts[..left].concat() });
            rest.push(Line { lead: String::new(), text: parts[left..].concat() });
            left = 0;
        }
    }
    (kept, rest)
}

/// Lines in parts of at most that height.
pub(crate) fn pages(lines: &[Line], width: f32, high: f32, size: f32) -> Vec<Vec<Line>> {
    let room = ((high - PADDING.1) / (size * LEADING * POINT)).floor().max(1.0) as usize;
    let (mut out, mut rest) = (Vec::new(), lines.to_vec());
    while !rest.is_empty() {
        let (part, after) = split(&rest, width, size, room);
        out.push(part);
        rest = after;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_stay_with_what_they_belong_to() {
        assert_eq!(wrapped("一二三四，五", 4.0, em), ["一二三", "四，五"]);
        assert_eq!(wrapped("一二（三四）", 3.0, em), ["一二", "（三", "四）"]);
        assert_eq!(wrapped("一 2002.09 二", 4.0, em), ["一 ", "2002.09", " 二"]);
        assert_eq!(wrapped("", 4.0, em), [""]);
    }
    proptest! {
        #[test]
        fn wrapping_loses_nothing(text in "\\PC{0,80}", width in 1.0f32..20.0) {
            prop_assert_eq!(wrapped(&text, width, em).concat(), text);
        }
        #[test]
        fn parts_are_the_whole(texts in proptest::collection::vec("[一-龥，。a-z0-9 ]{0,120}", 0..6), width in 10.0f32..80.0) {
            let lines: Vec<Line> = texts.iter().map(|t| Line { lead: String::new(), text: t.clone() }).collect();
            let parts = pages(&lines, width, 40.0, 10.0);
            let all: String = parts.concat().iter().map(|l| l.text.as_str()).collect();
            prop_assert_eq!(all, texts.concat());
            for part in parts {
                prop_assert!(height(&part, width, 10.0) <= 41.0);
            }
        }
    }
}
