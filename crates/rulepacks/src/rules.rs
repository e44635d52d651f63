//! Rules of regulations as dated data: each with its article, its words, its figures with their units, and how well the
//! figures are established. A gate of a procedure asks here; no figure stands in code.
//!
//! ```json
//! {"id": "cn/selection", "title": {"zh": "…", "en": "…"}, "edition": "2026-11", "rules": [{
//!   "id": "notice-days", "regulation": {"zh": "…", "en": "…"}, "article": "42", "text": {"zh": "…", "en": "…"},
//!   "scope": "central", "stricter": "min", "from": "2019-03-03", "until": null, "status": "secondary",
//!   "parameters": {"days": {"value": 5, "unit": "working_days"}}}]}
//! ```

use std::collections::{BTreeMap, BTreeSet};

use base::{Date, Lang, Say};
use serde::{Deserialize, Serialize};

mod value;
pub use value::{Parameter, Share, Unit, Value};

/// The most rules that one pack may have.
pub const MOST: usize = 2_000;

/// A pack: the rules of one field.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pack {
    /// Its name, such as `cn/selection`.
    pub id: String,
    /// What people call it.
    pub title: Say,
    /// Which edition this is. A change of any word or figure is another edition.
    pub edition: String,
    /// Whether it is read as it comes with the program, by checks below the rulebook. No other edition of it is adopted and
    /// no figure is put in the place of its own, because neither would have an effect.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub built_in: bool,
    /// The rules, as they are to be read.
    pub rules: Vec<Rule>,
}

/// One rule for the days on which it holds. A later version of it is another rule with the same id and later days.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The word by which procedures and pages mean it.
    pub id: String,
    /// The regulation.
    pub regulation: Say,
    /// Its article, as a number or as it is written there. Empty where the number is not established.
    pub article: String,
    /// The rule in plain words.
    pub text: Say,
    /// Who made it.
    pub scope: Scope,
    /// Which way a lower body may depart from its figures.
    pub stricter: Stricter,
    /// The first day on which it holds.
    pub from: Date,
    /// The first day on which it no longer does.
    pub until: Option<Date>,
    /// How well its figures are established.
    pub status: Status,
    /// Its figures by name.
    #[serde(default)]
    pub parameters: BTreeMap<String, Parameter>,
}

/// Who made a rule.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// For the whole country.
    Central,
    /// For a province.
    Province,
    /// The organisation's own.
    Unit,
}
/// Which way a lower body may depart from the figures of a rule.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stricter {
    /// The figure is the least: more may be asked.
    Min,
    /// The figure is the most: less may be allowed.
    Max,
    /// Not at all.
    None,
}
/// How well a figure is established.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Read in the regulation itself.
    Verified,
    /// Read in a secondary text whose words agree with the regulation.
    Secondary,
    /// A setting: whoever adopts the pack confirms it.
    Setting,
}

impl Scope {
    /// What people call it.
    pub fn label(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Central => ("中央", "Central"),
            Self::Province => ("省级", "Province"),
            Self::Unit => ("本单位", "This organisation"),
        };
        if lang == Lang::Zh { zh } else { en }
    }
}
impl Status {
    /// What people call it.
    pub fn label(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Verified => ("已核对原文", "Read in the regulation"),
            Self::Secondary => ("据转述，与原文一致", "Read in a secondary text"),
            Self::Setting => ("设置项，待确认", "A setting to confirm"),
        };
        if lang == Lang::Zh { zh } else { en }
    }
}

/// Where a rule is shown, for whoever cites it: a figure or a refusal leads to the rule that produced it.
pub fn href(pack: &str, rule: &str) -> String {
    format!("/rules/{pack}/rule/{rule}")
}

/// Why a pack is refused: where, and what is wrong there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// The rule, by its id; empty where the pack as a whole is meant.
    pub at: String,
    /// What is wrong.
    pub why: Say,
}
impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.at.is_empty() { self.why.fmt(f) } else { write!(f, "{}: {}", self.at, self.why) }
    }
}
impl std::error::Error for Refused {}

impl Rule {
    /// Whether it holds on that day.
    pub fn holds(&self, on: Date) -> bool {
        self.from <= on && self.until.is_none_or(|until| on < until)
    }
    /// A whole number of its figures.
    pub fn whole(&self, name: &str) -> Option<i64> {
        match self.parameters.get(name)?.value {
            Value::Whole(n) => Some(n),
            _ => None,
        }
    }
    /// A share of its figures.
    pub fn share(&self, name: &str) -> Option<Share> {
        match self.parameters.get(name)?.value {
            Value::Share(share) => Some(share),
            _ => None,
        }
    }
    /// A list of words of its figures.
    pub fn list(&self, name: &str) -> Option<&[String]> {
        match &self.parameters.get(name)?.value {
            Value::List(words) => Some(words),
            _ => None,
        }
    }
    /// Where it stands: the regulation and the article with its item, `24(6)`, where that is established.
    pub fn cite(&self) -> Say {
        let (article, item) = match self.article.trim().strip_suffix(')').and_then(|a| a.split_once('(')) {
            Some((article, item)) => (article, Some(item)),
            None => (self.article.trim(), None),
        };
        if article.is_empty() {
            return self.regulation.clone();
        }
        let (zh, en) = (&self.regulation.zh, &self.regulation.en);
        let (item_zh, item_en) = item.map(|i| (format!("第（{i}）项"), format!("({i})"))).unwrap_or_default();
        match article.parse::<u32>() {
            Ok(n) => Say::new(format!("{zh}第{n}条{item_zh}"), format!("{en}, Art. {n}{item_en}")),
            Err(_) => Say::new(format!("{zh}{article}{item_zh}"), format!("{en}, {article}{item_en}")),
        }
    }
    /// Whether a lower body may put `ours` in the place of one of its figures.
    pub fn allows(&self, name: &str, ours: &Value) -> bool {
        self.parameters.get(name).is_some_and(|p| match (self.stricter, p.value.compare(ours)) {
            (_, Some(std::cmp::Ordering::Equal)) => true,
            (Stricter::Min, Some(order)) => order.is_lt(),
            (Stricter::Max, Some(order)) => order.is_gt(),
            (Stricter::None, _) | (_, None) => false,
        })
    }

    fn check(&self) -> Result<(), Say> {
        if self.id.is_empty() || !self.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            return Err(Say::new(
                "规则编号只能用小写字母、数字和“-”。",
                "The id of a rule has small letters, digits and “-” only.",
            ));
        }
        if self.until.is_some_and(|until| until <= self.from) {
            return Err(Say::new("“until”应晚于“from”。", "“until” must be later than “from”."));
        }
        for text in [&self.regulation, &self.text] {
            if text.zh.trim().is_empty() || text.en.trim().is_empty() {
                return Err(Say::new("法规名称和条文须有中英文。", "The regulation and the text need both languages."));
            }
        }
        for (name, parameter) in &self.parameters {
            parameter
                .check()
                .map_err(|why| Say::new(format!("“{name}”：{}", why.zh), format!("“{name}”: {}", why.en)))?;
        }
        Ok(())
    }
}

impl Pack {
    /// Reads a pack.
    ///
    /// # Errors
    /// What is no pack; a rule without words in both languages, with a figure that does not fit its unit, or with two
    /// versions that hold on one day.
    pub fn read(text: &str) -> Result<Self, Refused> {
        let pack: Self = serde_json::from_str(text).map_err(|e| Refused {
            at: String::new(),
            why: Say::new(format!("无法读取规则包：{e}"), format!("The pack cannot be read: {e}")),
        })?;
        pack.check()?;
        Ok(pack)
    }

    pub(crate) fn check(&self) -> Result<(), Refused> {
        let whole = |zh: &str, en: &str| Err(Refused { at: String::new(), why: Say::new(zh, en) });
        if self.id.trim().is_empty() || self.edition.trim().is_empty() {
            return whole("规则包须有编号和版本。", "A pack needs an id and an edition.");
        }
        if self.rules.len() > MOST {
            return whole("规则过多。", "There are too many rules.");
        }
        for (i, rule) in self.rules.iter().enumerate() {
            let refused = |why| Refused { at: rule.id.clone(), why };
            rule.check().map_err(refused)?;
            let overlaps = |r: &&Rule| {
                r.id == rule.id
                    && r.until.is_none_or(|until| rule.from < until)
                    && rule.until.is_none_or(|until| r.from < until)
            };
            if let Some(other) = self.rules[..i].iter().find(overlaps) {
                return Err(refused(Say::new(
                    format!("与自{}起的版本同日有效。", other.from),
                    format!("It holds on the same days as its version from {}.", other.from),
                )));
            }
        }
        Ok(())
    }

    /// The version of a rule that holds on a day.
    pub fn rule(&self, id: &str, on: Date) -> Option<&Rule> {
        self.rules.iter().find(|r| r.id == id && r.holds(on))
    }
    /// The rules that hold on a day.
    pub fn on(&self, day: Date) -> impl Iterator<Item = &Rule> {
        self.rules.iter().filter(move |r| r.holds(day))
    }
    /// The ids of its rules, each once.
    pub fn ids(&self) -> BTreeSet<&str> {
        self.rules.iter().map(|r| r.id.as_str()).collect()
    }
}

/// Every pack that comes with the program: those written as rules by path, told from the other files by their edition, then
/// those of other forms that tell what they say as rules.
///
/// # Errors
/// The file and what is wrong in it: a fault of the program, which the tests of this crate rule out.
pub fn shipped() -> Result<Vec<Pack>, Refused> {
    Ok(sources()?.into_iter().map(|(pack, _)| pack).collect())
}

/// The same with the text that each was read from.
///
/// # Errors
/// As [`shipped`].
pub fn sources() -> Result<Vec<(Pack, String)>, Refused> {
    #[derive(Deserialize)]
    struct Told {
        #[serde(default)]
        edition: Option<serde_json::Value>,
    }
    let is_one = |text: &str| serde_json::from_str::<Told>(text).is_ok_and(|t| t.edition.is_some());
    let files = super::FILES.iter().filter(|(_, text)| is_one(text));
    let mut all: Vec<_> =
        files.map(|(_, text)| Ok((Pack::read(text)?, (*text).to_owned()))).collect::<Result<_, _>>()?;
    all.extend(super::told::all()?);
    Ok(all)
}

#[cfg(test)]
mod tests;
