//! Sign-in names.

use base::Say;
use unicode_normalization::UnicodeNormalization;

/// A sign-in name in its three forms.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// As it is shown: compatibility forms folded (ａ → a), blanks at the ends gone.
    pub shown: String,
    /// By which it is found: the same in small letters.
    pub key: String,
    /// What it looks like: two names that a reader takes for one have the same. `0` stands with `o`, `1` and `i` with `l`.
    pub look: String,
}

/// Fewest and most characters of a name.
pub const LENGTH: std::ops::RangeInclusive<usize> = 2..=40;

/// The key under which a typed name is looked up, whatever was typed. Bounded, so that a huge one costs nothing.
pub fn key(typed: &str) -> String {
    let head: String = typed.trim().chars().take(200).collect();
    // no name has a control character, and one engine cannot even be asked for NUL
    let plain = head.nfkc().map(|c| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c });
    plain.flat_map(char::to_lowercase).collect()
}

/// Reads a new name. Letters a–z, digits, Chinese characters and `. _ -`; no other script, so that no letter can pass
/// for another (Cyrillic `а` for `a`).
pub fn parse(typed: &str) -> Result<Name, Say> {
    if typed.len() > 400 {
        return Err(length());
    }
    let shown: String = typed.trim().nfkc().collect();
    if !LENGTH.contains(&shown.chars().count()) {
        return Err(length());
    }
    if let Some(bad) = shown.chars().find(|c| !allowed(*c)) {
        return Err(Say::new(
            format!("登录名不能含“{}”：只用字母 a–z、数字、汉字和 . _ -", bad.escape_debug()),
            format!(
                "A sign-in name cannot contain “{}”: use a–z, digits, Chinese characters and . _ -",
                bad.escape_debug()
            ),
        ));
    }
    if !shown.chars().any(char::is_alphanumeric) {
        return Err(Say::new(
            "登录名至少要有一个字母、数字或汉字",
            "A sign-in name needs a letter, digit or character",
        ));
    }
    let key = shown.to_lowercase();
    let look = key
        .chars()
        .map(|c| {
            if c == '0' {
                'o'
            } else if matches!(c, '1' | 'i') {
                'l'
            } else {
                c
            }
        })
        .collect();
    Ok(Name { shown, key, look })
}

fn length() -> Say {
    let (least, most) = (LENGTH.start(), LENGTH.end());
    Say::new(format!("登录名要有 {least} 到 {most} 个字符"), format!("A sign-in name has {least} to {most} characters"))
}

fn allowed(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '.' | '_' | '-' | '\u{3007}')
        || matches!(u32::from(c), 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0x2_0000..=0x3_23af)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_that_pass_for_another_are_the_same_or_refused() {
        let look = |n: &str| parse(n).unwrap().look;
        assert_eq!(parse(" ＡＤＭＩＮ ").unwrap().key, "admin");
        assert_eq!(
            parse("Wang.Wei").unwrap(),
            Name { shown: "Wang.Wei".into(), key: "wang.wei".into(), look: "wang.wel".into() }
        );
        assert_eq!(look("adm1n"), look("admin"));
        assert_eq!(look("b0b"), look("BOB"));
        // Cyrillic а, Greek ο, a zero-width joiner, a right-to-left mark, a blank within
        for bad in
            ["\u{430}dmin", "b\u{3bf}b", "ad\u{200d}min", "\u{202e}nimda", "a b", "王 伟", "a", "--", "", "<b>", "a\0b"]
        {
            assert!(parse(bad).is_err(), "{bad:?}");
        }
        assert_eq!(parse("王伟2").unwrap().key, "王伟2");
        assert!(parse(&"a".repeat(41)).is_err() && parse(&"\u{fdfa}".repeat(200)).is_err());
    }

    proptest! {
        #[test]
        fn a_name_that_is_taken_is_found_again(typed in ".{0,60}") {
            if let Ok(name) = parse(&typed) {
                prop_assert_eq!(key(&typed), name.key.clone());
                prop_assert_eq!(parse(&name.shown).unwrap(), name.clone());
                prop_assert_eq!(parse(&name.key).unwrap().look, name.look);
            }
        }
        #[test]
        fn any_text_can_be_looked_up(typed in ".*") {
            prop_assert!(key(&typed).len() < 20_000);
        }
    }
}
