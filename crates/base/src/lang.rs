//! The two languages of the product.

use std::{fmt, str::FromStr};

/// A language that a person can read the product in. Chinese is the reference; English is complete.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Lang {
    /// Simplified Chinese, the reference language.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Every language, reference first.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The BCP 47 tag: `zh-CN` or `en`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }
    /// The language's own name: 中文 or English.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zh => "中文",
            Self::En => "English",
        }
    }
    /// Things after one another in a sentence: 甲、乙 or A, B.
    pub fn list<S: AsRef<str>>(self, all: impl IntoIterator<Item = S>) -> String {
        joined(all, if self == Self::Zh { "、" } else { ", " })
    }
    /// Statements after one another: 甲；乙 or A; B.
    pub fn clauses<S: AsRef<str>>(self, all: impl IntoIterator<Item = S>) -> String {
        joined(all, if self == Self::Zh { "；" } else { "; " })
    }
    /// What something is, and what it says: 甲：乙 or A: B.
    pub fn pair(self, what: impl fmt::Display, says: impl fmt::Display) -> String {
        format!("{what}{}{says}", if self == Self::Zh { "：" } else { ": " })
    }
    /// What is said beside something, in brackets: 甲（乙） or A (B).
    pub fn aside(self, what: impl fmt::Display, beside: impl fmt::Display) -> String {
        if self == Self::Zh { format!("{what}（{beside}）") } else { format!("{what} ({beside})") }
    }
    /// The language that the tag asks for, if it is one of ours: any kind of Chinese, any kind of English.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|l| l.tag()[..2].eq_ignore_ascii_case(primary))
    }
    /// The best answer to an `Accept-Language` header (RFC 9110 §12.5.4). Chinese where it names neither language.
    pub fn from_accept(header: &str) -> Self {
        let mut best = (0, Self::default());
        for item in header.split(',').take(32) {
            let mut parts = item.split(';');
            let Some(lang) = parts.next().and_then(Self::from_tag) else { continue };
            let weight = parts.find_map(|p| p.trim().strip_prefix("q=")).map_or(1000, thousandths);
            if weight > best.0 {
                best = (weight, lang);
            }
        }
        best.1
    }
}

fn joined<S: AsRef<str>>(all: impl IntoIterator<Item = S>, gap: &str) -> String {
    let mut text = String::new();
    for (i, one) in all.into_iter().enumerate() {
        if i > 0 {
            text += gap;
        }
        text += one.as_ref();
    }
    text
}

/// `0.85` as 850: a quality value has at most three decimals; what is not one counts as nothing.
fn thousandths(q: &str) -> u16 {
    let (whole, part) = q.trim().split_once('.').unwrap_or((q.trim(), ""));
    if !matches!(whole, "0" | "1") || part.len() > 3 || !part.bytes().all(|b| b.is_ascii_digit()) {
        return 0;
    }
    let digits = part.bytes().chain(*b"000").take(3).fold(0, |n, b| n * 10 + u16::from(b - b'0'));
    (u16::from(whole == "1") * 1000 + digits).min(1000)
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}
impl FromStr for Lang {
    type Err = LangError;
    fn from_str(s: &str) -> Result<Self, LangError> {
        Self::from_tag(s).ok_or_else(|| LangError(s.chars().take(20).collect()))
    }
}
impl serde::Serialize for Lang {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.tag())
    }
}
impl<'de> serde::Deserialize<'de> for Lang {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<str>::deserialize(d)?.parse().map_err(serde::de::Error::custom)
    }
}

/// Why a text names no language of the product.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LangError(String);
impl fmt::Display for LangError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” is not a language of this product: write zh-CN or en", self.0)
    }
}
impl std::error::Error for LangError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_answered_by_its_weights() {
        for (header, lang) in [
            ("", Lang::Zh),
            ("fr-FR, de;q=0.9", Lang::Zh),
            ("en", Lang::En),
            ("en-GB,en;q=0.9,zh-CN;q=0.8", Lang::En),
            ("en;q=0.5, zh-TW;q=0.7", Lang::Zh),
            ("zh;q=0, en;q=0.001", Lang::En),
            ("EN-us", Lang::En),
            ("en;q=x, zh;q=0.1", Lang::Zh),
            ("english", Lang::Zh),
        ] {
            assert_eq!(Lang::from_accept(header), lang, "{header}");
        }
    }
    #[test]
    fn each_language_has_its_own_marks() {
        let said =
            |lang: Lang| [lang.list(["甲", "乙"]), lang.clauses(["a", "b"]), lang.pair("甲", 1), lang.aside("A", "b")];
        assert_eq!(said(Lang::Zh), ["甲、乙", "a；b", "甲：1", "A（b）"]);
        assert_eq!(said(Lang::En), ["甲, 乙", "a; b", "甲: 1", "A (b)"]);
        assert_eq!(Lang::En.list::<&str>([]), "");
    }
    #[test]
    fn a_tag_is_read_back() {
        for lang in Lang::ALL {
            assert_eq!(lang.tag().parse(), Ok(lang));
        }
        assert!("fr".parse::<Lang>().is_err_and(|e| e.to_string().contains("fr")));
    }
}
