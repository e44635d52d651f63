//! What the rule pack `cn/appointing` says of recusal and of appointing beyond a quota.

use std::sync::LazyLock;

use base::{Date, Say};
use rulepacks::rules::{Pack, Rule};

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
#[derive(Clone, Copy, Debug)]
pub struct Recusal(&'static Rule);

/// What follows when a number is gone beyond.
#[derive(Clone, Debug)]
pub struct Beyond {
    /// What follows.
    pub effect: Effect,
    /// Where the rule comes from.
    pub source: Say,
}

/// The pack, as it is named in the rulebook.
pub const PACK: &str = "cn/appointing";

static READ: LazyLock<Result<Pack, String>> =
    LazyLock::new(|| Pack::read(include_str!("../../../../rulepacks/cn/appointing.json")).map_err(|e| e.to_string()));

fn rule(id: &str, day: Date) -> db::Result<Option<&'static Rule>> {
    let pack = READ.as_ref().map_err(|e| db::Error::Internal(format!("rule pack {PACK}: {e}")))?;
    Ok(pack.rule(id, day))
}

/// Where a rule of the pack is shown.
pub fn href(rule: &str) -> String {
    rulepacks::rules::href(PACK, rule)
}

impl Recusal {
    /// The rules in force on a day, if there are any.
    ///
    /// # Errors
    /// The pack that was built in cannot be read; a test sees to it that it can.
    pub fn on(day: Date) -> db::Result<Option<Self>> {
        Ok(rule("recusal", day)?.map(Self))
    }
    /// What follows from a situation; nothing where the rules do not name it.
    pub fn effect(self, of: Situation) -> Option<Effect> {
        self.0.list(&of.word().replace('_', "-"))?.first()?.parse().ok()
    }
    /// The codes of [`codes::KIN`] of all relatives that the rules name.
    pub fn kin(self) -> Vec<String> {
        let groups = self.0.parameters.keys().filter(|name| name.starts_with("kin-"));
        groups.filter_map(|name| self.0.list(name)).flatten().cloned().collect()
    }
    /// Words in the name of a unit or post that say what kind of work nobody does where a relative leads.
    pub fn work(self) -> &'static [String] {
        self.0.list("work").unwrap_or_default()
    }
    /// The regulation with its article, in a sentence's end.
    pub fn source(self) -> Say {
        Say::new(
            format!("《{}》第{}条", self.0.regulation.zh, self.0.article),
            format!("{}, Art. {}", self.0.regulation.en, self.0.article),
        )
        .by_rule(href(&self.0.id))
    }
}

impl Beyond {
    /// What follows on a day when that number is gone beyond.
    ///
    /// # Errors
    /// As [`Recusal::on`].
    pub fn on(concern: Concern, day: Date) -> db::Result<Option<Self>> {
        let Some(rule) = rule(&format!("beyond-{}", concern.word()), day)? else { return Ok(None) };
        let effect = rule.list("effect").and_then(|words| words.first()?.parse().ok());
        let source =
            Say::each(|lang| lang.pair(rule.regulation.to(lang), rule.text.to(lang).trim_end_matches(['。', '.'])))
                .by_rule(href(&rule.id));
        Ok(effect.map(|effect| Self { effect, source }))
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
