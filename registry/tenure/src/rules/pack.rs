//! What the rule pack `cn/appointing` says of recusal and of appointing beyond a quota.

use std::sync::LazyLock;

use base::{Date, Say};
use serde::{Deserialize, Serialize};

use super::recusal::Situation;

base::words! {
    /// What a rule does with an appointment that goes against it.
    pub enum Effect {
        /// A reason must be given; it is recorded.
        Reason = "reason",
        /// It is not done.
        Refuse = "refuse",
    }
}
base::words! {
    /// What may speak against an appointment.
    pub enum Concern {
        /// More leading posts of the level than approved.
        Quota = "quota",
        /// More people on the post than it has places.
        Openings = "openings",
        /// A relative holds a post that rules this one out.
        Recusal = "recusal",
        /// Recusal could not be checked.
        Unchecked = "unchecked",
    }
}

/// The rules on recusal of relatives (任职回避) that hold for a time.
#[derive(Clone, Debug, Deserialize)]
pub struct Recusal {
    /// The first day.
    pub from: Date,
    /// The day after the last.
    pub to: Option<Date>,
    /// The regulation.
    pub regulation: Say,
    /// Its article.
    pub article: String,
    /// `V` read in the text of the rule, `M` from general knowledge: to be confirmed by the office.
    pub mark: String,
    /// Which relatives.
    pub relations: Vec<Relations>,
    /// Which posts they may not hold together.
    pub situations: Vec<Ruled>,
    /// Words in the name of a unit or post that say what kind of work nobody does where a relative leads.
    pub functions: Vec<String>,
}

/// A group of relatives.
#[derive(Clone, Debug, Deserialize)]
pub struct Relations {
    /// The word by which programs mean it.
    pub key: String,
    /// What the rule calls it.
    pub label: Say,
    /// The codes of [`codes::KIN`] that belong to it.
    pub kin: Vec<String>,
}

/// A situation that a rule names, and what follows.
#[derive(Clone, Debug, Deserialize)]
pub struct Ruled {
    /// The situation.
    pub situation: Situation,
    /// What follows.
    pub effect: Effect,
}

/// What follows when a number is gone beyond.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Beyond {
    /// Which number.
    pub concern: Concern,
    /// The first day.
    pub from: Date,
    /// The day after the last.
    pub to: Option<Date>,
    /// What follows.
    pub effect: Effect,
    /// Where the rule comes from.
    pub source: Say,
    /// As of [`Recusal::mark`].
    pub mark: String,
}

#[derive(Deserialize)]
struct Pack {
    recusal: Vec<Recusal>,
    quota: Vec<Beyond>,
}

static PACK: LazyLock<Result<Pack, String>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../../../rulepacks/cn/appointing.json")).map_err(|e| e.to_string())
});

fn pack() -> db::Result<&'static Pack> {
    PACK.as_ref().map_err(|e| db::Error::Internal(format!("rule pack cn/appointing: {e}")))
}

impl Recusal {
    /// The rules in force on a day, if there are any.
    ///
    /// # Errors
    /// The pack that was built in cannot be read; a test sees to it that it can.
    pub fn on(day: Date) -> db::Result<Option<&'static Self>> {
        Ok(pack()?.recusal.iter().find(|r| r.from <= day && r.to.is_none_or(|to| day < to)))
    }
    /// What follows from a situation; nothing where the rules do not name it.
    pub fn effect(&self, of: Situation) -> Option<Effect> {
        self.situations.iter().find(|r| r.situation == of).map(|r| r.effect)
    }
    /// The codes of all relatives that the rules name.
    pub fn kin(&self) -> Vec<String> {
        self.relations.iter().flat_map(|r| r.kin.iter().cloned()).collect()
    }
    /// The regulation with its article, in a sentence's end.
    pub fn source(&self) -> Say {
        Say::new(
            format!("《{}》第{}条", self.regulation.zh, self.article),
            format!("{}, Art. {}", self.regulation.en, self.article),
        )
    }
}

impl Beyond {
    /// What follows on a day when that number is gone beyond.
    ///
    /// # Errors
    /// As [`Recusal::on`].
    pub fn on(concern: Concern, day: Date) -> db::Result<Option<&'static Self>> {
        Ok(pack()?.quota.iter().find(|r| r.concern == concern && r.from <= day && r.to.is_none_or(|to| day < to)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pack_is_read_and_names_relations_of_the_code_table_only() {
        let day = "2026-06-01".parse().unwrap();
        let rules = Recusal::on(day).unwrap().unwrap();
        assert_eq!(rules.source().zh, "《中华人民共和国公务员法》第74条");
        let unknown: Vec<_> = rules.kin().into_iter().filter(|k| codes::KIN.get(k).is_none()).collect();
        assert_eq!(unknown, [""; 0]);
        let mut once = rules.kin();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), rules.kin().len(), "a relation belongs to one group");
        assert_eq!(rules.effect(Situation::Superior), Some(Effect::Reason));
        assert_eq!(Beyond::on(Concern::Quota, day).unwrap().map(|b| b.effect), Some(Effect::Reason));
        assert!(Recusal::on("2019-05-31".parse().unwrap()).unwrap().is_none());
    }
}
