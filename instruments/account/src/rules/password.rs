//! Passwords: long enough, not known to everyone. No rules about kinds of characters (NIST SP 800-63B §5.1.1.2).

use base::Say;
use unicode_normalization::UnicodeNormalization;

/// Fewest characters of a password.
pub const LEAST: usize = 12;
/// Most bytes of a password that are hashed; more is refused unread, so that nobody can keep the machine busy with it.
pub const MOST_BYTES: usize = 1024;

/// The text that is hashed: compatibility forms folded, so that a password typed with full-width letters is the same.
/// Nothing when it is too long.
pub fn prepared(typed: &str) -> Option<String> {
    if typed.len() > MOST_BYTES {
        return None;
    }
    // a few characters unfold to many
    Some(typed.nfkc().collect::<String>()).filter(|p| p.len() <= 4 * MOST_BYTES)
}

/// Reads a new password for the account with that name key, and gives the text that is hashed.
pub fn parse(typed: &str, name_key: &str) -> Result<String, Say> {
    let Some(password) = prepared(typed) else {
        return Err(Say::new(
            format!("密码最长 {MOST_BYTES} 字节"),
            format!("A password has at most {MOST_BYTES} bytes"),
        ));
    };
    if password.chars().count() < LEAST {
        return Err(Say::new(
            format!("密码至少要有 {LEAST} 个字符；几个不相干的词连起来就好记"),
            format!("A password has at least {LEAST} characters; a few unrelated words are easy to remember"),
        ));
    }
    let small = password.to_lowercase();
    if !name_key.is_empty() && letters(&small) == letters(name_key)
        || name_key.chars().count() >= LEAST && small.contains(name_key)
    {
        return Err(Say::new("密码不能就是登录名", "The password must not be the sign-in name"));
    }
    if common(&small, name_key) {
        return Err(Say::new(
            "这个密码太常见，会最先被人试到；请换一个",
            "This password is among the first that anyone would try; choose another",
        ));
    }
    Ok(password)
}

/// What is left of a password when digits and signs at its ends and repetition are taken away.
fn letters(small: &str) -> String {
    let core = small.trim_matches(|c: char| !c.is_alphabetic());
    let chars: Vec<char> = core.chars().collect();
    let period = period(&chars);
    chars[..period].iter().collect()
}

/// The shortest beginning whose repetition gives the whole.
fn period(chars: &[char]) -> usize {
    (1..=chars.len() / 2).find(|n| chars.iter().zip(chars.iter().skip(*n)).all(|(a, b)| a == b)).unwrap_or(chars.len())
}

/// The stems of the commonest passwords in published lists, Chinese ones among them; matched without the digits and
/// signs around them.
const STEMS: &[&str] = &[
    "password",
    "passwort",
    "passw0rd",
    "p@ssword",
    "p@ssw0rd",
    "passwordpassword",
    "admin",
    "administrator",
    "root",
    "welcome",
    "qwerty",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertyuiopasdfghjkl",
    "qazwsxedc",
    "qazwsxedcrfv",
    "iloveyou",
    "woaini",
    "woaiwojia",
    "wodemima",
    "mima",
    "changeme",
    "letmein",
    "default",
    "guest",
    "test",
    "login",
    "abc",
    "abcdef",
    "abcdefg",
    "abcdefgh",
    "aini",
    "zhongguo",
    "beijing",
    "dearbook",
    "football",
    "baseball",
    "dragon",
    "monkey",
    "sunshine",
    "princess",
    "trustno",
    "superman",
    "computer",
    "internet",
    "xianneng",
    "secret",
    "master",
    "huawei",
    "taobao",
    "tencent",
    "woshishui",
    "nihao",
    "caonima",
    "qweasdzxc",
    "qweasd",
    "correcthorsebatterystaple",
];
/// Rows along which fingers walk.
const WALKS: &[&str] = &[
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
];

fn common(small: &str, name_key: &str) -> bool {
    let chars: Vec<char> = small.chars().collect();
    // one thing again and again: aaaa…, 121212…, abcabc…
    if period(&chars) <= 4 {
        return true;
    }
    let stem = letters(small);
    if STEMS.contains(&stem.as_str()) || !name_key.is_empty() && stem == name_key {
        return true;
    }
    // a walk along a row, there or back, once or twice
    let back: String = chars.iter().rev().collect();
    let walked = |text: &str| WALKS.iter().any(|row| row.repeat(2).contains(text));
    let half = chars.len() / 2;
    let (first, second): (String, String) = (chars[..half].iter().collect(), chars[half..].iter().collect());
    walked(small)
        || walked(&back)
        || walked(&first) && (walked(&second) || walked(&second.chars().rev().collect::<String>()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_everyone_tries_first_is_refused() {
        for bad in [
            "short",
            "aaaaaaaaaaaa",
            "121212121212",
            "abcabcabcabc",
            "123456789012",
            "qwertyuiop12",
            "Password2026!",
            "password1234",
            "PASSWORDpassword",
            "woaini1314520",
            "１２３４５６７８９０１２",
            "zhangwei20261",
            "ZhangWei!!!!2026",
            "1qaz2wsx3edc",
            "987654321098",
            "administrator1",
        ] {
            assert!(parse(bad, "zhangwei").is_err(), "{bad}");
        }
        for good in ["trompete staubig mond", "雨后山色如洗不见人家炊烟", "kz8!vQm2#pLr", "my zhangwei is not yours"]
        {
            assert_eq!(parse(good, "zhangwei").as_deref(), Ok(good));
        }
        assert_eq!(parse("ｋｚ８！ｖＱｍ２＃ｐＬｒ", "x").as_deref(), Ok("kz8!vQm2#pLr"));
    }
    #[test]
    fn length_is_bounded_before_hashing() {
        assert!(parse(&"长".repeat(400), "x").is_err() && prepared(&"a".repeat(1025)).is_none());
        assert!(prepared(&"a".repeat(1024)).is_some());
        // one character that unfolds to eighteen
        assert!(prepared(&"\u{fdfa}".repeat(341)).is_none());
    }

    proptest! {
        #[test]
        fn any_text_is_judged(typed in ".{0,80}", name in "[a-z]{0,10}") {
            if let Ok(password) = parse(&typed, &name) {
                prop_assert!(password.chars().count() >= LEAST);
                prop_assert_eq!(prepared(&password), Some(password.clone()));
            }
        }
        #[test]
        fn the_name_with_figures_is_no_password(name in "[a-z]{3,10}", tail in "[0-9!.]{9,12}") {
            let typed = format!("{name}{tail}");
            prop_assert!(parse(&typed, &name).is_err());
        }
    }
}
