//! The two languages people work in.

use std::fmt;

/// A language of the product. Chinese is the reference, English is complete.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Debug)]
pub enum Lang {
    /// Simplified Chinese, `zh-CN`.
    #[default]
    Zh,
    /// English, `en`.
    En,
}

impl Lang {
    /// Both languages, the reference first.
    pub const ALL: [Self; 2] = [Self::Zh, Self::En];

    /// The language tag of BCP 47, as it stands in `<html lang>`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }
    /// The language of a tag such as `en-GB` or `zh`, where we speak it.
    pub fn of_tag(tag: &str) -> Option<Self> {
        match tag.trim().get(..2)?.to_ascii_lowercase().as_str() {
            "zh" => Some(Self::Zh),
            "en" => Some(Self::En),
            _ => None,
        }
    }
    /// The language that an `Accept-Language` header likes best; Chinese where it names neither.
    pub fn of_header(accept: &str) -> Self {
        let mut best = (0, Self::default());
        for part in accept.split(',').take(20) {
            let (tag, rest) = part.split_once(';').unwrap_or((part, "q=1"));
            let quality = rest.trim().strip_prefix("q=").map_or(0, thousandths);
            if let Some(lang) = Self::of_tag(tag)
                && quality > best.0
            {
                best = (quality, lang);
            }
        }
        best.1
    }
}

/// `0.8` as 800; what is no such number counts nothing.
fn thousandths(q: &str) -> u32 {
    let (whole, part) = q.split_once('.').unwrap_or((q, ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    format!("{whole}{part}").parse().unwrap_or(0).min(1000)
}

/// A sentence in both languages, for whoever will read it.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize, serde::Deserialize)]
pub struct Say {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Say {
    /// The sentence that `in_language` makes for each language.
    pub fn each(in_language: impl Fn(Lang) -> String) -> Self {
        Self { zh: in_language(Lang::Zh), en: in_language(Lang::En) }
    }
    /// A sentence given in both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into() }
    }
    /// The sentence in one language.
    pub fn to(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}
impl fmt::Display for Say {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} / {}", self.zh, self.en)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_is_weighed() {
        for (header, lang) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", Lang::Zh),
            ("en-GB,en;q=0.9", Lang::En),
            ("fr,en;q=0.4,zh;q=0.5", Lang::Zh),
            ("fr", Lang::Zh),
            ("", Lang::Zh),
            ("en;q=x", Lang::Zh),
            ("zh;q=0,en", Lang::En),
        ] {
            assert_eq!(Lang::of_header(header), lang, "{header}");
        }
    }
}
