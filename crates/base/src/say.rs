//! A sentence in both languages.

use std::fmt;

use crate::Lang;

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
