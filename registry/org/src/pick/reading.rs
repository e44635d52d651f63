//! Whether a name can be read as letters were typed: `haiyan`, `hyzyxy`, `hyzyxueyuan`. Pure.
//!
//! A character stands for any of its readings, whole or by its initial, because a name says nothing about which one is
//! meant (银行 and 行政); the last one typed may be unfinished.

use pinyin::ToPinyinMulti;

/// Longer input names nothing.
const LONGEST: usize = 60;

/// What is typed, as it is compared: small letters without blanks and marks. Nothing where it is no reading.
pub(super) fn letters(typed: &str) -> Option<String> {
    let all: String = typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '’' | '-')).collect();
    let fits = !all.is_empty() && all.len() <= LONGEST && all.bytes().all(|b| b.is_ascii_alphanumeric());
    fits.then(|| all.to_ascii_lowercase())
}

/// The ways in which one character may be typed.
fn readings(c: char) -> Vec<String> {
    match c.to_pinyin_multi() {
        Some(all) => all.into_iter().map(|p| p.plain().replace('ü', "v")).collect(),
        None => vec![c.to_lowercase().collect()],
    }
}

/// How many characters of the name stand before the place from which on it reads as the letters; nothing where it does
/// nowhere. The letters are those of [`letters`].
pub(super) fn reads(name: &str, letters: &str) -> Option<usize> {
    let chars: Vec<Vec<String>> = name.chars().filter(|c| c.is_alphanumeric()).map(readings).collect();
    (0..chars.len()).find(|start| from(&chars[*start..], letters))
}

/// Whether the name from its first character on reads as the letters. The set of places reached in the letters is kept as
/// bits, so that the work is bounded however the readings overlap.
fn from(chars: &[Vec<String>], letters: &str) -> bool {
    let mut reached: u64 = 1;
    for one in chars {
        let mut next: u64 = 0;
        for at in (0..letters.len()).filter(|at| reached >> at & 1 == 1) {
            let rest = &letters[at..];
            for reading in one {
                // the last one may be unfinished
                if reading.starts_with(rest) {
                    return true;
                }
                if rest.starts_with(reading.as_str()) {
                    next |= 1 << (at + reading.len());
                }
                for initial in ["zh", "ch", "sh"].iter().map(|i| &i[..]).chain(reading.get(..1)) {
                    if reading.starts_with(initial) && rest.starts_with(initial) {
                        next |= 1 << (at + initial.len());
                    }
                }
            }
        }
        if next == 0 {
            return false;
        }
        reached = next;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_as_people_type_it() {
        for (name, typed, at) in [
            ("海晏职业学院", "haiyan", Some(0)),
            ("海晏职业学院", "hyzyxy", Some(0)),
            ("海晏职业学院", "hyzhyxueyuan", Some(0)),
            ("海晏职业学院", "Zhi Ye", Some(2)),
            ("海晏职业学院", "zhiyex", Some(2)),
            ("海晏职业学院", "xyz", None),
            ("市银行", "yinhang", Some(1)),
            ("行政科", "xzk", Some(0)),
            ("重庆路街道", "cqljd", Some(0)),
            ("重庆路街道", "zhongqing", Some(0)),
            ("绿化处", "lvhua", Some(0)),
            ("第3中学", "d3zx", Some(0)),
            ("（原）A座管理处", "azuo", Some(1)),
        ] {
            assert_eq!(letters(typed).and_then(|l| reads(name, &l)), at, "{name} {typed}");
        }
    }
    #[test]
    fn what_is_no_reading_is_none() {
        for typed in ["", "  ", "海晏", "hai晏", "%", &"a".repeat(61)] {
            assert_eq!(letters(typed), None, "{typed}");
        }
        // many overlapping readings stay cheap
        assert_eq!(reads(&"阿".repeat(100), &format!("{}z", "a".repeat(59))), None);
    }
}
