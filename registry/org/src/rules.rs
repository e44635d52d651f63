//! What a unit is, and what may be said of one. Pure.

use base::{CreditCode, Date, Id, Money, Say};
use db::FieldError;
use diesel::Queryable;
use serde::{Deserialize, Serialize};

use crate::{Kind, PartyKind, Purpose, Unit};

base::words! {
    /// How a unit came to its end.
    pub enum Closing {
        /// 撤销
        Closed = "closed",
        /// 并入另一机构
        Merged = "merged",
    }
}

/// That a unit exists.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Queryable)]
pub struct Life {
    /// Its number in the paths.
    pub number: i64,
    /// How it came to its end, where it did.
    pub closed_by: Option<Closing>,
    /// The unit that it went into.
    pub heir: Option<Id<Unit>>,
}

/// What a unit is called and what it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Queryable)]
pub struct Name {
    /// The code by which people and sheets mean it; one open unit of a root has it.
    pub code: String,
    /// The full name.
    pub name: String,
    /// The short name; empty where there is none.
    pub short: String,
    /// What kind of unit it is.
    pub kind: Kind,
    /// Its rank (机构规格), a code of [`codes::UNIT_RANK`].
    pub rank: Option<String>,
    /// The unified social credit code.
    pub credit_code: Option<String>,
}

impl Name {
    /// The name where room is short.
    pub fn brief(&self) -> &str {
        if self.short.is_empty() { &self.name } else { &self.short }
    }
}

/// How many are approved on an establishment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Queryable)]
pub struct Establishment {
    /// The kind (编制类型), a code of [`codes::ESTABLISHMENT`].
    pub kind: String,
    /// The approved number.
    pub approved: i64,
}

/// How many leading posts of a level are approved.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Queryable)]
pub struct Quota {
    /// The level, a code of [`codes::LEVEL`].
    pub level: String,
    /// The approved number.
    pub approved: i64,
}

/// How many people were counted against an establishment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Queryable)]
pub struct Staff {
    /// The kind (编制类型), a code of [`codes::ESTABLISHMENT`].
    pub kind: String,
    /// How many there were.
    pub counted: i64,
}

/// What a unit is given for a purpose in a year.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Queryable)]
pub struct Funds {
    /// The calendar year.
    pub year: i64,
    /// What for.
    pub purpose: Purpose,
    /// How much, in yuan.
    pub amount: Money,
}

/// The Party organisation that a unit is or has, and its term.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, Queryable)]
pub struct Party {
    /// What it is.
    pub kind: PartyKind,
    /// The day on which the present term began.
    pub started: Date,
    /// How many years a term lasts.
    pub years: i64,
}

/// Where a unit is, and to which level of government it belongs.
#[derive(Clone, PartialEq, Eq, Default, Debug, Serialize, Deserialize, Queryable)]
pub struct Affiliation {
    /// The division (所在政区), as the sheet writes it.
    pub area: Option<String>,
    /// The level it belongs to (隶属关系), a code of [`codes::SUBORDINATION`].
    pub belongs: Option<String>,
}

impl Affiliation {
    /// What is wrong with it; nothing where all is right.
    pub fn problems(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        check_line(&mut errors, "area", self.area.as_deref().unwrap_or_default(), false, 80);
        if self.belongs.as_deref().is_some_and(|b| codes::SUBORDINATION.get(b).is_none()) {
            wrong(
                &mut errors,
                "belongs",
                "不是隶属关系代码表中的值。",
                "This is not in the table of levels of government.",
            );
        }
        errors
    }
}

impl Party {
    /// The day on which the next election is due.
    pub fn ends(&self) -> Date {
        self.started.plus_years(i16::try_from(self.years).unwrap_or(i16::MAX))
    }
}

/// Everything said of a unit when it is founded.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Founding {
    /// The first day.
    pub on: Date,
    /// What it is.
    pub name: Name,
    /// The unit above; nothing at the top.
    pub parent: Option<Id<Unit>>,
    /// Its place among its sisters; the lower comes first.
    pub position: i64,
    /// Its establishments, each kind once.
    pub establishments: Vec<Establishment>,
    /// Its quotas, each level once.
    pub quotas: Vec<Quota>,
    /// Its Party organisation.
    pub party: Option<Party>,
}

/// How many an establishment or quota can have at most: more is a slip of the hand.
pub const MOST: i64 = 1_000_000;

fn wrong(errors: &mut Vec<FieldError>, field: &str, zh: impl Into<String>, en: impl Into<String>) {
    errors.push(FieldError { field: field.to_owned(), say: Say::new(zh, en) });
}

/// What is wrong with a text of one line: empty where it must not be, too long, or with control characters in it.
pub fn check_line(errors: &mut Vec<FieldError>, field: &str, text: &str, required: bool, longest: usize) {
    if required && text.trim().is_empty() {
        wrong(errors, field, "请填写此项。", "This is needed.");
    } else if text.chars().count() > longest {
        wrong(errors, field, format!("最多{longest}个字。"), format!("At most {longest} characters."));
    } else if text.chars().any(char::is_control) {
        wrong(
            errors,
            field,
            "含有换行或控制字符，请删去。",
            "There is a line break or control character in it; take it out.",
        );
    }
}

impl Name {
    /// What is wrong with it; nothing where all is right.
    pub fn problems(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        check_line(&mut errors, "code", &self.code, true, 40);
        check_line(&mut errors, "name", &self.name, true, 100);
        check_line(&mut errors, "short", &self.short, false, 40);
        if let Some(rank) = &self.rank
            && codes::UNIT_RANK.get(rank).is_none()
        {
            wrong(&mut errors, "rank", "不是机构级别代码表中的值。", "This is not in the table of ranks of units.");
        }
        if let Some(code) = &self.credit_code
            && let Err(why) = code.parse::<CreditCode>()
        {
            let zh = "不是有效的统一社会信用代码：应为18位，末位为校验码。请核对。";
            wrong(&mut errors, "credit_code", zh, format!("This is no unified social credit code: {why}."));
        }
        errors
    }
}

impl Party {
    /// What is wrong with it; nothing where all is right.
    pub fn problems(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        if !(1..=10).contains(&self.years) {
            wrong(&mut errors, "party_years", "任期应为1至10年。", "A term lasts 1 to 10 years.");
        }
        errors
    }
}

impl Funds {
    /// What is wrong with it; nothing where all is right.
    pub fn problems(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        if !(1949..=2999).contains(&self.year) {
            wrong(&mut errors, "year", "请填写四位数的年度，如2026。", "Give the year in four digits, such as 2026.");
        }
        if self.amount.units() < 0 {
            wrong(&mut errors, "amount", "金额不能为负数。", "An amount is not negative.");
        }
        errors
    }
}

/// What is wrong with an approved number.
pub fn check_approved(errors: &mut Vec<FieldError>, field: &str, approved: i64) {
    if !(0..=MOST).contains(&approved) {
        let (zh, en) = (format!("应为0至{MOST}的整数。"), format!("A whole number from 0 to {MOST}."));
        wrong(errors, field, zh, en);
    }
}

impl Founding {
    /// What is wrong with it; nothing where all is right.
    pub fn problems(&self) -> Vec<FieldError> {
        let mut errors = self.name.problems();
        for (i, e) in self.establishments.iter().enumerate() {
            check_approved(&mut errors, "establishment", e.approved);
            if codes::ESTABLISHMENT.get(&e.kind).is_none() {
                wrong(&mut errors, "establishment", "不是编制类型代码表中的值。", "This is no kind of establishment.");
            }
            if self.establishments[..i].iter().any(|other| other.kind == e.kind) {
                wrong(
                    &mut errors,
                    "establishment",
                    "同一编制类型填了两次。",
                    "The same kind of establishment stands there twice.",
                );
            }
        }
        for (i, q) in self.quotas.iter().enumerate() {
            check_approved(&mut errors, "quota", q.approved);
            if codes::LEVEL.get(&q.level).is_none() {
                wrong(&mut errors, "quota", "不是职务层次代码表中的值。", "This is no level of post.");
            }
            if self.quotas[..i].iter().any(|other| other.level == q.level) {
                wrong(&mut errors, "quota", "同一职务层次填了两次。", "The same level stands there twice.");
            }
        }
        errors.extend(self.party.iter().flat_map(Party::problems));
        errors
    }
}

/// The levels of the chief and the deputy posts of a unit of that rank: a unit of county rank is led by a chief of county
/// level with deputies of county level (Civil Servants Law, Art. 18, names the levels in this order).
pub fn levels_of_rank(rank: &str) -> Option<(&'static str, &'static str)> {
    Some(match rank {
        "中央、国家级（正）" => ("1A01", "1A02"),
        "中央、国家级（副）" => ("1A02", "1A11"),
        "部级" | "省级" => ("1A11", "1A12"),
        "副部级" | "副省级" => ("1A12", "1A21"),
        "地、厅、司、局级" => ("1A21", "1A22"),
        "副地、副厅、副司、副局级" => ("1A22", "1A31"),
        "县、处级" => ("1A31", "1A32"),
        "副县、副处级" => ("1A32", "1A41"),
        "乡、科级" => ("1A41", "1A42"),
        "副乡、副科级" => ("1A42", "1A50"),
        "股级" => ("1A50", "1A60"),
        _ => return None,
    })
}

/// The rank that was written: a value of the table, or the level of post of the unit's chief (`正处级`).
pub fn find_rank(written: &str) -> Option<&'static str> {
    if let Some(code) = codes::UNIT_RANK.find(written) {
        return Some(code);
    }
    let level = codes::LEVEL.find(written)?;
    let local = [
        "省级",
        "副省级",
        "地、厅、司、局级",
        "副地、副厅、副司、副局级",
        "县、处级",
        "副县、副处级",
        "乡、科级",
        "副乡、副科级",
        "股级",
    ];
    local.into_iter().find(|rank| levels_of_rank(rank).is_some_and(|(chief, _)| chief == level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_are_found_as_offices_write_them() {
        for (written, rank) in [
            ("县、处级", Some("县、处级")),
            ("正处级", Some("县、处级")),
            ("副科级", Some("副乡、副科级")),
            ("省级", Some("省级")),
            ("高级", None),
            ("", None),
        ] {
            assert_eq!(find_rank(written), rank, "{written}");
        }
        for rank in codes::UNIT_RANK.codes().iter().filter(|r| r.code != "其他") {
            let (chief, deputy) = levels_of_rank(rank.code).unwrap();
            assert!(codes::level_rank(chief) < codes::level_rank(deputy), "{}", rank.code);
        }
    }

    #[test]
    fn what_is_wrong_with_a_name_is_said_by_field() {
        let name = Name {
            code: " ".into(),
            name: "甲\u{7}".into(),
            short: "长".repeat(41),
            kind: Kind::Other,
            rank: Some("皇帝级".into()),
            credit_code: Some("91350100M000100Y4".into()),
        };
        let fields: Vec<_> = name.problems().into_iter().map(|e| e.field).collect();
        assert_eq!(fields, ["code", "name", "short", "rank", "credit_code"]);
    }
}
