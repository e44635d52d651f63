//! Questions (section 4.9, the homomorphic ones).

use serde::{Deserialize, Serialize};

use crate::{Refused, Why};

/// The most answers that a question may offer.
pub const MAX_OPTIONS: usize = 1000;
/// The longest text of a question or an answer, in bytes.
const MAX_TEXT: usize = 4000;

/// A question: choose at least `min` and at most `max` of the answers, or, where `blank` allows it, vote blank.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// What can be chosen.
    pub answers: Vec<String>,
    /// Whether a blank vote is offered, which is none of the answers and is counted by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank: Option<bool>,
    /// The least number of answers to choose.
    pub min: u32,
    /// The greatest number of answers to choose.
    pub max: u32,
    /// The question's text.
    pub question: String,
}
impl Question {
    /// A question without a blank vote.
    pub fn choose(
        question: impl Into<String>,
        answers: impl IntoIterator<Item = impl Into<String>>,
        min: u32,
        max: u32,
    ) -> Self {
        let answers = answers.into_iter().map(Into::into).collect();
        Self { answers, blank: None, min, max, question: question.into() }
    }
    /// The same question with a blank vote.
    pub fn or_blank(self) -> Self {
        Self { blank: Some(true), ..self }
    }
    /// Whether a blank vote is offered.
    pub fn has_blank(&self) -> bool {
        self.blank == Some(true)
    }
    /// How many values an answer has: one for each answer, and before them one that says whether the vote is blank.
    pub fn width(&self) -> usize {
        self.answers.len() + usize::from(self.has_blank())
    }
    /// Whether the question can be asked.
    ///
    /// # Errors
    ///
    /// If it offers nothing or too much, or its bounds cannot be kept.
    pub fn check(&self) -> Result<(), Refused> {
        let n = self.answers.len();
        if n == 0 || n > MAX_OPTIONS {
            return Err(Refused::new(
                Why::Limit,
                format!("选项数为 {n}，应为 1 至 {MAX_OPTIONS}"),
                format!("it offers {n} answers; 1 to {MAX_OPTIONS} are possible"),
            ));
        }
        if self.min > self.max || self.max as usize > n {
            return Err(Refused::new(
                Why::Form,
                format!("可选数目为 {} 至 {}，在 {n} 个选项中无法满足", self.min, self.max),
                format!("it asks for {} to {} of {n} answers, which cannot be", self.min, self.max),
            ));
        }
        let longest = self.answers.iter().chain([&self.question]).map(String::len).max().unwrap_or_default();
        if longest > MAX_TEXT {
            return Err(Refused::new(
                Why::Limit,
                format!("文字长 {longest} 字节，超过上限 {MAX_TEXT}"),
                format!("a text of {longest} bytes is longer than the {MAX_TEXT} that are taken"),
            ));
        }
        Ok(())
    }
    /// Whether these values answer the question: each 0 or 1; either blank alone or from `min` to `max` ones.
    ///
    /// # Errors
    ///
    /// If they do not.
    pub fn allows(&self, values: &[bool]) -> Result<(), Refused> {
        if values.len() != self.width() {
            return Err(Refused::new(
                Why::Choice,
                format!("应有 {} 个值，现有 {} 个", self.width(), values.len()),
                format!("{} values are expected, {} are given", self.width(), values.len()),
            ));
        }
        let (blank, chosen) = if self.has_blank() { (values[0], &values[1..]) } else { (false, values) };
        let sum = chosen.iter().filter(|v| **v).count() as u32;
        let fits = if blank { sum == 0 } else { (self.min..=self.max).contains(&sum) };
        if fits {
            return Ok(());
        }
        Err(Refused::new(
            Why::Choice,
            format!("选了 {sum} 项，应选 {} 至 {} 项{}", self.min, self.max, if blank { "，或只投空白票" } else { "" }),
            format!(
                "{sum} are chosen; {} to {} can be{}",
                self.min,
                self.max,
                if blank { ", or a blank vote alone" } else { "" }
            ),
        ))
    }
}
