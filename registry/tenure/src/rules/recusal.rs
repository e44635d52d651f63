//! When the posts of two relatives do not go together. Pure.

use auth::Path;
use base::{Id, Lang};
use org::Unit;

use super::pack::Recusal;
use crate::Person;

base::words! {
    /// How the posts of two relatives stand to each other, the gravest first.
    pub enum Situation {
        /// 同一领导班子: both lead the same unit.
        SameTeam = "same_team",
        /// 直接上下级: one leads the unit of the other, or the unit right above.
        Superior = "superior",
        /// 双方直接隶属于同一领导人员: both work in one unit without leading it.
        SameLeader = "same_leader",
        /// One leads an organ in which the other does work that the rules name, such as personnel or finance.
        Function = "function",
    }
}

impl Situation {
    /// What people call it.
    pub fn label(self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Self::SameTeam => ("同一领导班子", "Same leading team"),
            Self::Superior => ("直接上下级领导关系", "Direct superior and subordinate"),
            Self::SameLeader => ("直接隶属于同一领导人员", "Directly under the same leader"),
            Self::Function => ("在亲属任领导的机关从事规定的工作", "Named work in an organ that a relative leads"),
        };
        if lang == Lang::Zh { zh } else { en }
    }
}

/// A post that someone holds, as the rules on recusal see it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seat {
    /// Who.
    pub person: Id<Person>,
    /// The unit.
    pub unit: Id<Unit>,
    /// Where the unit is in the tree.
    pub path: Path,
    /// Whether it is a leading post.
    pub leading: bool,
    /// What unit and post are called.
    pub name: String,
}

/// How two seats stand to each other, if the rules name it.
pub fn situation(a: &Seat, b: &Seat, rules: Recusal) -> Option<Situation> {
    let named = |s: Situation| rules.effect(s).map(|_| s);
    if a.path == b.path {
        let found = match (a.leading, b.leading) {
            (true, true) => Situation::SameTeam,
            (false, false) => Situation::SameLeader,
            _ => Situation::Superior,
        };
        if let Some(found) = named(found) {
            return Some(found);
        }
    }
    let right_below =
        |a: &Seat, b: &Seat| a.leading && b.leading && b.path.parent().is_some_and(|above| above == a.path);
    if (right_below(a, b) || right_below(b, a)) && named(Situation::Superior).is_some() {
        return Some(Situation::Superior);
    }
    let does = |seat: &Seat| rules.work().iter().any(|word| seat.name.contains(word.as_str()));
    let within = |a: &Seat, b: &Seat| a.leading && a.path.holds(&b.path) && does(b);
    if within(a, b) || within(b, a) { named(Situation::Function) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seat(path: &str, leading: bool, name: &str) -> Seat {
        Seat { person: Id::new(), unit: Id::new(), path: path.parse().unwrap(), leading, name: name.to_owned() }
    }

    #[test]
    fn posts_that_do_not_go_together() {
        let rules = Recusal::on("2026-06-01".parse().unwrap()).unwrap().unwrap();
        let of = |a: &Seat, b: &Seat| {
            assert_eq!(situation(a, b, rules), situation(b, a, rules), "it is the same both ways");
            situation(a, b, rules)
        };
        let chief = seat("0001/0002/", true, "市工业局局长");
        assert_eq!(of(&chief, &seat("0001/0002/", true, "市工业局副局长")), Some(Situation::SameTeam));
        assert_eq!(of(&chief, &seat("0001/0002/", false, "市工业局科员")), Some(Situation::Superior));
        let head = seat("0001/0002/0003/", true, "市工业局规划科科长");
        assert_eq!(of(&chief, &head), Some(Situation::Superior));
        let clerk = seat("0001/0002/0003/", false, "市工业局规划科科员");
        assert_eq!(of(&chief, &clerk), None, "not directly, and no named work");
        assert_eq!(of(&clerk, &seat("0001/0002/0003/", false, "规划科科员")), Some(Situation::SameLeader));
        assert_eq!(of(&chief, &seat("0001/0002/0004/", false, "市工业局财务科科员")), Some(Situation::Function));
        assert_eq!(of(&seat("0001/0005/", true, "市商务局局长"), &seat("0001/0002/0004/", false, "财务科科员")), None);
    }
}
