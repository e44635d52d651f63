//! A sentence in both languages.

use std::fmt;

use crate::Lang;

/// A sentence in both languages, for whoever will read it.
#[derive(Clone, PartialEq, Eq, Hash, Debug, serde::Serialize, serde::Deserialize)]
pub struct Say {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
    /// Where the rule that it comes from is shown, if it comes from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Box<str>>,
}

impl Say {
    /// The sentence that `in_language` makes for each language.
    pub fn each(in_language: impl Fn(Lang) -> String) -> Self {
        Self { zh: in_language(Lang::Zh), en: in_language(Lang::En), rule: None }
    }
    /// A sentence given in both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self { zh: zh.into(), en: en.into(), rule: None }
    }
    /// The same, said by a rule: the address of its page. Whoever shows the sentence leads there.
    pub fn by_rule(mut self, href: impl Into<String>) -> Self {
        self.rule = Some(href.into().into_boxed_str());
        self
    }
    /// The sentence in one language.
    pub fn to(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
    /// The same with a full stop at its end where it has none, so that another sentence can follow.
    pub fn closed(mut self) -> Self {
        let open = |text: &str| {
            let last = text.trim_end().chars().next_back();
            last.is_some_and(|c| c.is_alphanumeric() || "”’」』》）】)]\"'%".contains(c))
        };
        for (text, stop) in [(&mut self.zh, '。'), (&mut self.en, '.')] {
            if open(text) {
                text.truncate(text.trim_end().len());
                text.push(stop);
            }
        }
        self
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
    fn a_sentence_that_another_follows_ends_with_a_full_stop() {
        for (zh, en, closed_zh, closed_en) in [
            ("无法读取", "cannot be read", "无法读取。", "cannot be read."),
            ("无法读取：没有（2）", "no such file (os error 2)", "无法读取：没有（2）。", "no such file (os error 2)."),
            ("已有数据。", "There is data.", "已有数据。", "There is data."),
            ("  ^", "  ^", "  ^", "  ^"),
            ("", "", "", ""),
        ] {
            assert_eq!(Say::new(zh, en).closed(), Say::new(closed_zh, closed_en));
        }
    }
}
