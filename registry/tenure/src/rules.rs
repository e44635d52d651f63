//! What may be said of a holding, and how quotas are counted. Pure.

pub mod pack;
pub mod recusal;

use std::collections::{BTreeMap, BTreeSet};

use base::{Date, Id, Lang, Say};
use db::FieldError;
use diesel::Queryable;
use org::{rules::check_line, timeline::Span};
use post::Post;
use serde::Serialize;

use crate::Person;

base::words! {
    /// How a post is held.
    pub enum Way {
        /// 主职: the person's own post.
        Main = "main",
        /// 兼任: beside another one.
        Concurrent = "concurrent",
        /// 代理、主持工作: until someone is appointed.
        Acting = "acting",
        /// 挂职: sent for a time, the personnel relation stays where it was.
        Seconded = "seconded",
    }
}

impl Way {
    /// What people call it.
    pub fn label(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::Main => ("主职", "Main post"),
            Self::Concurrent => ("兼任", "Concurrent"),
            Self::Acting => ("代理", "Acting"),
            Self::Seconded => ("挂职", "Seconded"),
        };
        if lang == Lang::Zh { zh } else { en }
    }
    /// The one that was written: its word, label or a common variant.
    pub fn find(written: &str) -> Option<Self> {
        let text = written.trim();
        let variant = match text {
            "任职" | "专任" => Some(Self::Main),
            "兼职" => Some(Self::Concurrent),
            "主持工作" => Some(Self::Acting),
            "挂职锻炼" => Some(Self::Seconded),
            _ => None,
        };
        let named = |w: &Self| [w.word(), w.label(Lang::Zh), w.label(Lang::En)].contains(&text);
        variant.or_else(|| Self::ALL.iter().copied().find(named))
    }
}

/// That a person holds a post.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Queryable)]
pub struct Holding {
    /// Who.
    pub person: Id<Person>,
    /// Which post.
    pub post: Id<Post>,
    /// How.
    pub way: Way,
    /// How the person was chosen, a code of [`codes::SELECTION`].
    pub chosen: Option<String>,
    /// The number of the document of appointment.
    pub appointed_by: Option<String>,
    /// The number of the document of removal.
    pub removed_by: Option<String>,
    /// Why it ended.
    pub reason: Option<String>,
    /// The place within the team; the lower comes first.
    pub ordinal: i64,
    /// Whether it makes a member of the unit's leading team (班子成员), where that is said.
    pub in_team: Option<bool>,
    /// Whether it is an exceptional promotion (破格提拔), where that is said.
    pub exceptional: Option<bool>,
    /// Whether it is printed on forms (输出), where that is said.
    pub printed: Option<bool>,
}

impl Holding {
    /// What is wrong with it; nothing where all is right.
    pub fn problems(&self) -> Vec<FieldError> {
        let mut errors = Vec::new();
        let lines = [("appointed_by", &self.appointed_by), ("removed_by", &self.removed_by), ("reason", &self.reason)];
        for (field, text) in lines {
            check_line(&mut errors, field, text.as_deref().unwrap_or_default(), false, 200);
        }
        if let Some(chosen) = &self.chosen
            && codes::SELECTION.get(chosen).is_none()
        {
            let say = Say::new("不是选拔任用方式代码表中的值。", "This is no way of selection.");
            errors.push(FieldError { field: "chosen".into(), say });
        }
        errors
    }
}

/// Why two holdings of one person do not go together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clash {
    /// The same post on the same days.
    Twice,
    /// Two full-time posts of one's own on the same days.
    TwoMain,
}

/// Whether a new holding goes together with another one of the same person; `full` says which posts are full time.
pub fn clash(new: &Span<Holding>, other: &Span<Holding>, full: impl Fn(Id<Post>) -> bool) -> Option<Clash> {
    let (a, b) = (&new.value, &other.value);
    if a.person != b.person || !other.meets(new.from, new.to) {
        return None;
    }
    if a.post == b.post {
        return Some(Clash::Twice);
    }
    let own = |h: &Holding| h.way == Way::Main && full(h.post);
    (own(a) && own(b)).then_some(Clash::TwoMain)
}

impl Clash {
    /// The sentence for a person; `post` is what the other post is called.
    pub fn say(self, post: &str, since: Date) -> Say {
        match self {
            Self::Twice => Say::new(
                format!("此人自{since}起已任“{post}”，任职日期重叠。请先免去原任职，或更正日期。"),
                format!(
                    "This person has held “{post}” since {since}; the days overlap. End that first, or correct the days."
                ),
            ),
            Self::TwoMain => Say::new(
                format!(
                    "此人自{since}起担任专职岗位“{post}”，同一时间只能有一个专职主职。请先免职，或按兼任、挂职登记。"
                ),
                format!(
                    "This person has held the full-time post “{post}” since {since}; only one such post at a time. \
                     End that first, or record this one as concurrent or seconded."
                ),
            ),
        }
    }
}

/// A line of the check of quotas: one level of one unit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Line {
    /// The level, a code of [`codes::LEVEL`].
    pub level: String,
    /// 核定: approved. Nothing where no number is recorded for the level, which is not the same as none approved.
    pub approved: Option<i64>,
    /// 现配: holding a post of that level today.
    pub filled: i64,
    /// 拟免: of those, will cease to by the last day looked at.
    pub to_vacate: i64,
    /// 拟配: will begin by then.
    pub to_fill: i64,
    /// 超配: how many more there will be than approved.
    pub exceeded: i64,
}

base::words! {
    /// A column of the check of quotas behind which there are people.
    pub enum Column {
        /// 现配
        Filled = "filled",
        /// 拟免
        ToVacate = "to_vacate",
        /// 拟配
        ToFill = "to_fill",
        /// 超配
        Exceeded = "exceeded",
    }
}

/// A holding of a leading post, as quotas count it.
#[derive(Clone, Debug)]
pub struct Counted {
    /// The level of the post.
    pub level: String,
    /// Who.
    pub person: Id<Person>,
    /// How.
    pub way: Way,
    /// The first day.
    pub from: Date,
    /// The day after the last; nothing where none is known.
    pub to: Option<Date>,
}

impl Counted {
    /// Whoever holds a post beside another one, acts in it or is seconded to it takes no place of the quota.
    pub fn counts(&self) -> bool {
        self.way == Way::Main
    }
    fn holds(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

/// Who counts on a level on a day.
fn counting(holdings: &[Counted], level: &str, day: Date) -> BTreeSet<Id<Person>> {
    let counts = |h: &&Counted| h.level == level && h.counts() && h.holds(day);
    holdings.iter().filter(counts).map(|h| h.person).collect()
}

/// The five columns of one unit on a day, looking ahead until `until` (its last day counts). A person counts once on a
/// level.
pub fn five_columns(approved: &BTreeMap<String, i64>, holdings: &[Counted], on: Date, until: Date) -> Vec<Line> {
    let mut levels: BTreeSet<&str> = approved.keys().map(String::as_str).collect();
    levels.extend(holdings.iter().map(|h| h.level.as_str()));
    let mut lines: Vec<Line> = levels
        .into_iter()
        .map(|level| {
            let (now, then) = (counting(holdings, level, on), counting(holdings, level, until));
            let approved = approved.get(level).copied();
            Line {
                level: level.to_owned(),
                approved,
                filled: now.len() as i64,
                to_vacate: now.difference(&then).count() as i64,
                to_fill: then.difference(&now).count() as i64,
                exceeded: approved.map_or(0, |n| (then.len() as i64 - n).max(0)),
            }
        })
        .collect();
    lines.sort_by_key(|l| codes::level_rank(&l.level).unwrap_or(usize::MAX));
    lines
}

/// The people behind a number of [`five_columns`]. Where there are too many, all who will hold a post of the level are:
/// which of them is one too many is not for a count to say.
pub fn people_behind(
    approved: &BTreeMap<String, i64>,
    holdings: &[Counted],
    level: &str,
    column: Column,
    on: Date,
    until: Date,
) -> BTreeSet<Id<Person>> {
    let (now, then) = (counting(holdings, level, on), counting(holdings, level, until));
    match column {
        Column::Filled => now,
        Column::ToVacate => now.difference(&then).copied().collect(),
        Column::ToFill => then.difference(&now).copied().collect(),
        Column::Exceeded if approved.get(level).is_some_and(|n| then.len() as i64 > *n) => then,
        Column::Exceeded => BTreeSet::new(),
    }
}

/// The years of a term of a leading post by the rule that holds on a day.
pub fn term_years(on: Date) -> Option<i64> {
    static PACK: std::sync::LazyLock<Option<rulepacks::rules::Pack>> = std::sync::LazyLock::new(|| {
        rulepacks::rules::Pack::read(include_str!("../../../rulepacks/cn/terms.json")).ok()
    });
    PACK.as_ref()?.rule("term-years", on)?.whole("years")
}

/// Where the rule is shown that says how long a term of a leading post is.
pub fn term_href() -> String {
    rulepacks::rules::href("cn/terms", "term-years")
}

/// The day on which a term that began on `from` is over.
pub fn term_ends(from: Date, years: i64) -> Date {
    from.plus_years(i16::try_from(years).unwrap_or(i16::MAX))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(n: i32) -> Date {
        Date::new(2026, 1, 1).unwrap().plus_days(n)
    }
    fn counted(person: u8, from: i32, to: Option<i32>, way: Way) -> Counted {
        let person = Id::from_bytes([person; 16]);
        Counted { level: "1A32".into(), person, way, from: day(from), to: to.map(day) }
    }

    #[test]
    fn the_pack_is_read() {
        assert_eq!(term_years(day(0)), Some(5));
        assert!(term_years(Date::new(1999, 1, 1).unwrap()).is_none());
    }

    #[test]
    fn a_succession_within_the_quota_does_not_exceed_it() {
        let approved = BTreeMap::from([("1A32".to_owned(), 2)]);
        let holdings = [
            counted(1, -900, None, Way::Main),
            counted(2, -900, Some(10), Way::Main),
            counted(3, 10, None, Way::Main),
            counted(4, -5, None, Way::Seconded),
            counted(1, -5, None, Way::Main),
        ];
        let line = |until| five_columns(&approved, &holdings, day(0), day(until)).remove(0);
        let whole = line(30);
        assert_eq!(
            (whole.approved, whole.filled, whole.to_vacate, whole.to_fill, whole.exceeded),
            (Some(2), 2, 1, 1, 0)
        );
        let behind = |column| people_behind(&approved, &holdings, "1A32", column, day(0), day(30)).len();
        assert_eq!((behind(Column::Filled), behind(Column::ToVacate), behind(Column::Exceeded)), (2, 1, 0));
        let unset = five_columns(&BTreeMap::new(), &holdings, day(0), day(0)).remove(0);
        assert_eq!((unset.approved, unset.filled, unset.exceeded), (None, 2, 0), "what is not recorded is not 0");
        assert_eq!((line(5).to_vacate, line(5).to_fill), (0, 0));
    }

    proptest! {
        #[test]
        fn the_columns_add_up(rows in prop::collection::vec((0u8..6, -50i32..50, prop::option::of(1i32..60)), 0..20), n in 0i64..5) {
            let approved = BTreeMap::from([("1A32".to_owned(), n)]);
            let holdings: Vec<_> = rows.into_iter().map(|(p, from, days)| counted(p, from, days.map(|d| from + d), Way::Main)).collect();
            for line in five_columns(&approved, &holdings, day(0), day(20)) {
                prop_assert_eq!(line.exceeded, (line.filled - line.to_vacate + line.to_fill - n).max(0));
                prop_assert!(line.to_vacate <= line.filled);
                for (column, number) in [(Column::Filled, line.filled), (Column::ToVacate, line.to_vacate), (Column::ToFill, line.to_fill)] {
                    let people = people_behind(&approved, &holdings, &line.level, column, day(0), day(20));
                    prop_assert_eq!(people.len() as i64, number);
                }
            }
        }
    }
}
