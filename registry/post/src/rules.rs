//! What a post is, and what may be said of one. Pure.

use base::{Date, Id, Lang, Say, Weight};
use db::FieldError;
use diesel::Queryable;
use org::{Unit, rules::check_line};
use serde::{Deserialize, Serialize};

use crate::condition;

base::words! {
    /// The class of work of a post.
    pub enum Class {
        /// 党务
        PartyAffairs = "party_affairs",
        /// 行政（管理）
        Administration = "administration",
        /// 业务
        Professional = "professional",
        /// 专业技术
        Technical = "technical",
        /// 工勤
        Support = "support",
    }
}
base::words! {
    /// Whether the post takes all working time.
    pub enum Time {
        /// 专职
        Full = "full",
        /// 兼职
        Part = "part",
    }
}
base::words! {
    /// What a requirement is about: the six dimensions of a post analysis.
    pub enum Dimension {
        /// 才能
        Talent = "talent",
        /// 知识
        Knowledge = "knowledge",
        /// 兴趣
        Interest = "interest",
        /// 品德
        Integrity = "integrity",
        /// 资格
        Qualification = "qualification",
        /// 身体条件
        Physical = "physical",
    }
}

macro_rules! labels {
    ($($t:ident { $($v:ident: $zh:literal, $en:literal;)+ })+) => {$(
        impl $t {
            /// What people call it.
            pub fn label(self, lang: Lang) -> &'static str {
                let (zh, en) = match self { $(Self::$v => ($zh, $en)),+ };
                if lang == Lang::Zh { zh } else { en }
            }
            /// The one that was written: its word or label.
            pub fn find(written: &str) -> Option<Self> {
                let text = written.trim();
                let named = |v: &Self| [v.word(), v.label(Lang::Zh), v.label(Lang::En)].contains(&text);
                Self::ALL.iter().copied().find(named)
            }
        }
    )+};
}
labels! {
    Class {
        PartyAffairs: "党务", "Party affairs";
        Administration: "行政管理", "Administration";
        Professional: "业务", "Professional";
        Technical: "专业技术", "Technical";
        Support: "工勤", "Support";
    }
    Time { Full: "专职", "Full time"; Part: "兼职", "Part time"; }
    Dimension {
        Talent: "才能", "Talent";
        Knowledge: "知识", "Knowledge";
        Interest: "兴趣", "Interest";
        Integrity: "品德", "Integrity";
        Qualification: "资格", "Qualification";
        Physical: "身体条件", "Physical condition";
    }
}

/// What a level of leading post or a grade is called; the code itself where neither table has it.
pub fn level_label(code: &str, lang: Lang) -> &str {
    let known = codes::LEVEL.get(code).or_else(|| codes::GRADE.get(code));
    known.map_or(code, |c| c.label(lang))
}

/// What a post is, and to which unit it belongs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Queryable)]
pub struct Frame {
    /// The unit.
    pub unit: Id<Unit>,
    /// The code by which people and sheets mean it; one open post of a root has it.
    pub code: String,
    /// What it is called: `科长`.
    pub name: String,
    /// The level of leading post or the grade: a code of [`codes::LEVEL`] or [`codes::GRADE`].
    pub level: Option<String>,
    /// Whether it is a leading post, which counts against the unit's quota of its level.
    pub leading: bool,
    /// The class of work.
    pub class: Class,
    /// Whether it takes all working time.
    pub time: Time,
    /// Which level manages whoever holds it (管理权限), a code of [`codes::MANAGEMENT`].
    pub managed_by: Option<String>,
    /// How many may hold it at once.
    pub openings: i64,
    /// How many years a term lasts, where it has terms.
    pub term_years: Option<i64>,
    /// Its place among the posts of the unit; the lower comes first.
    pub position: i64,
}

/// What is done on a post, and what goes with it.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize, Queryable)]
pub struct Content {
    /// Duties, one a line.
    pub duties: String,
    /// The work itself: daily tasks, partners, means.
    pub work: String,
    /// The role in the unit.
    pub role: String,
    /// The status: to whom it reports, who reports to it, meetings it takes part in.
    pub status: String,
    /// The pay band in words.
    pub pay: String,
}

/// One thing that a post asks for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Queryable)]
pub struct Requirement {
    /// What it is about.
    pub dimension: Dimension,
    /// Whether nobody can hold the post without it.
    pub hard: bool,
    /// How much it counts among those that have a weight.
    pub weight: Option<Weight>,
    /// The words of the source.
    pub words: String,
    /// The typed form of the words, as JSON.
    pub condition: Option<String>,
    /// The version of that form.
    pub condition_version: Option<i64>,
    /// Its place in the list.
    pub position: i64,
}

fn wrong(errors: &mut Vec<FieldError>, field: impl Into<String>, zh: impl Into<String>, en: impl Into<String>) {
    errors.push(FieldError { field: field.into(), say: Say::new(zh, en) });
}
/// A text of several lines may be long, not endless, and has no control characters but line breaks.
fn check_text(errors: &mut Vec<FieldError>, field: &str, text: &str) {
    if text.chars().count() > 10_000 {
        wrong(errors, field, "最多10000个字。", "At most 10000 characters.");
    } else if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        wrong(errors, field, "含有控制字符，请删去。", "There is a control character in it; take it out.");
    }
}

impl Frame {
    /// What is wrong with it; nothing where all is right.
    pub fn problems(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        check_line(&mut errors, "code", &self.code, true, 40);
        check_line(&mut errors, "name", &self.name, true, 100);
        if let Some(level) = &self.level
            && codes::LEVEL.get(level).or_else(|| codes::GRADE.get(level)).is_none()
        {
            wrong(
                &mut errors,
                "level",
                "不是职务层次或职级代码表中的值。",
                "This is neither a level of post nor a grade.",
            );
        }
        if self.leading && self.level.as_deref().and_then(|l| codes::LEVEL.get(l)).is_none() {
            wrong(&mut errors, "level", "领导职务须有职务层次。", "A leading post has a level.");
        }
        if let Some(by) = &self.managed_by
            && codes::MANAGEMENT.get(by).is_none()
        {
            wrong(&mut errors, "managed_by", "不是管理类别代码表中的值。", "This is no managing authority.");
        }
        if !(0..=10_000).contains(&self.openings) {
            wrong(&mut errors, "openings", "应为0至10000的整数。", "A whole number from 0 to 10000.");
        }
        if self.term_years.is_some_and(|y| !(1..=10).contains(&y)) {
            wrong(&mut errors, "term_years", "任期应为1至10年。", "A term lasts 1 to 10 years.");
        }
        errors
    }
}

impl Content {
    /// What is wrong with it; nothing where all is right.
    pub fn problems(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let all = [
            ("duties", &self.duties),
            ("work", &self.work),
            ("role", &self.role),
            ("status", &self.status),
            ("pay", &self.pay),
        ];
        all.into_iter().for_each(|(field, text)| check_text(&mut errors, field, text));
        errors
    }
}

/// The most requirements of one post.
pub const MOST_REQUIREMENTS: usize = 100;

/// What is wrong with the requirements of a post together: empty words, a condition that cannot be read, and weights that
/// do not make exactly 100 %. What is wrong with one of them is said under its place: `words.0`.
pub fn requirement_problems(all: &[Requirement], on: Date) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if all.len() > MOST_REQUIREMENTS {
        wrong(&mut errors, "requirements", "最多100条。", "At most 100 of them.");
    }
    for (i, r) in all.iter().enumerate() {
        let field = format!("words.{i}");
        if r.words.trim().is_empty() {
            wrong(&mut errors, &field, "请填写要求的内容。", "Say what is asked for.");
        }
        check_text(&mut errors, &field, &r.words);
        match (&r.condition, r.condition_version) {
            (None, None) => {}
            (Some(condition), Some(condition::VERSION)) => {
                if let Err(say) = condition::read(condition, on) {
                    errors.push(FieldError { field: format!("condition.{i}"), say });
                }
            }
            _ => wrong(
                &mut errors,
                format!("condition.{i}"),
                "条件表达式的版本不受支持。",
                "This version of a condition's form is not supported.",
            ),
        }
        if r.weight.is_some_and(|w| w <= Weight::from_units(0) || w > Weight::WHOLE) {
            wrong(
                &mut errors,
                format!("weight.{i}"),
                "权重应大于0、不超过100%。",
                "A weight is more than 0 and at most 100 %.",
            );
        }
    }
    let weights: Vec<Weight> = all.iter().filter_map(|r| r.weight).collect();
    let sum = weights.iter().try_fold(Weight::from_units(0), |sum, w| sum.checked_add(*w));
    if !weights.is_empty() && sum != Some(Weight::WHOLE) {
        let units = sum.map_or(0, Weight::units);
        let percent = format!("{}.{:02}", units / 100, (units % 100).abs());
        wrong(
            &mut errors,
            "requirements",
            format!("各项权重之和应为100%，现为{percent}%。"),
            format!("The weights make {percent} % together; they must make exactly 100 %."),
        );
    }
    errors
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day() -> Date {
        "2026-06-01".parse().unwrap()
    }
    fn asked(weight: Option<i64>) -> Requirement {
        let (dimension, words) = (Dimension::Knowledge, "熟悉党建业务".to_owned());
        let weight = weight.map(Weight::from_units);
        Requirement { dimension, hard: false, weight, words, condition: None, condition_version: None, position: 0 }
    }

    #[test]
    fn weights_make_exactly_the_whole() {
        assert!(
            requirement_problems(&[asked(Some(3333)), asked(Some(3333)), asked(Some(3334)), asked(None)], day())
                .is_empty()
        );
        let off = requirement_problems(&[asked(Some(3333)), asked(Some(3333)), asked(Some(3333))], day());
        assert!(off.len() == 1 && off[0].say.zh.contains("99.99%"), "{off:?}");
        assert!(requirement_problems(&[asked(None)], day()).is_empty());
    }

    #[test]
    fn every_level_class_and_authority_has_its_word_in_both_languages() {
        let chinese = |s: &str| s.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
        for table in [codes::LEVEL, codes::GRADE, codes::MANAGEMENT] {
            for code in table.codes() {
                assert!(
                    chinese(code.label(Lang::Zh)) && !chinese(code.label(Lang::En)),
                    "{} {}",
                    table.slug(),
                    code.code
                );
                assert!(table == codes::MANAGEMENT || level_label(code.code, Lang::En) == code.label(Lang::En));
            }
        }
        let words = Class::ALL.iter().map(|c| (c.label(Lang::Zh), c.label(Lang::En)));
        let words = words.chain(Time::ALL.iter().map(|t| (t.label(Lang::Zh), t.label(Lang::En))));
        for (zh, en) in words.chain(Dimension::ALL.iter().map(|d| (d.label(Lang::Zh), d.label(Lang::En)))) {
            assert!(chinese(zh) && !chinese(en) && !en.is_empty(), "{zh} {en}");
        }
    }

    proptest! {
        #[test]
        fn no_other_sum_passes(weights in prop::collection::vec(1i64..=10_000, 1..8)) {
            let all: Vec<_> = weights.iter().map(|w| asked(Some(*w))).collect();
            prop_assert_eq!(requirement_problems(&all, day()).is_empty(), weights.iter().sum::<i64>() == 10_000);
        }
    }
}
