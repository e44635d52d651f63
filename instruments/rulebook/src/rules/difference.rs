//! What two editions of a pack say differently.

use base::{Date, Lang, Say};
use rulepacks::rules::{Pack, Rule};
use serde::Serialize;

/// A rule that two editions do not have alike.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Difference {
    /// The rule's id.
    pub rule: String,
    /// Since when the version that is meant holds.
    pub from: Date,
    /// Its words, of the new edition where it is there.
    pub text: Say,
    /// What became of it.
    pub what: What,
    /// What changed in it.
    pub changes: Vec<Change>,
}

/// What became of a rule.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says something else.
    Changed,
}

/// One thing that changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Change {
    /// What: the words, the article, a figure.
    pub what: Say,
    /// As it was.
    pub was: Say,
    /// As it becomes.
    pub becomes: Say,
}

/// What the new edition says differently, in the order of the rules' ids and days.
pub fn differences(old: &Pack, new: &Pack) -> Vec<Difference> {
    let find =
        |pack: &'_ Pack, rule: &Rule| pack.rules.iter().find(|r| r.id == rule.id && r.from == rule.from).cloned();
    let one = |rule: &Rule, what, changes| Difference {
        rule: rule.id.clone(),
        from: rule.from,
        text: rule.text.clone(),
        what,
        changes,
    };
    let mut all: Vec<Difference> = Vec::new();
    for rule in &new.rules {
        match find(old, rule) {
            None => all.push(one(rule, What::Added, figures(None, Some(rule)))),
            Some(was) if was == *rule => {}
            Some(was) => all.push(one(rule, What::Changed, changes(&was, rule))),
        }
    }
    let gone = old.rules.iter().filter(|r| find(new, r).is_none());
    all.extend(gone.map(|r| one(r, What::Removed, figures(Some(r), None))));
    all.sort_by(|a, b| (&a.rule, a.from).cmp(&(&b.rule, b.from)));
    all
}

fn changes(was: &Rule, becomes: &Rule) -> Vec<Change> {
    let day = |d: Option<Date>| d.map_or_else(|| Say::new("一直有效", "no end"), |d| same(&d.to_string()));
    let words = [
        (Say::new("法规", "Regulation"), was.cite(), becomes.cite()),
        (Say::new("条文", "Words"), was.text.clone(), becomes.text.clone()),
        (Say::new("失效", "Until"), day(was.until), day(becomes.until)),
        (
            Say::new("制定者", "Made by"),
            Say::each(|l| was.scope.label(l).to_owned()),
            Say::each(|l| becomes.scope.label(l).to_owned()),
        ),
        (
            Say::new("核对情况", "Established"),
            Say::each(|l| was.status.label(l).to_owned()),
            Say::each(|l| becomes.status.label(l).to_owned()),
        ),
    ];
    let words = words.into_iter().filter(|(_, a, b)| a != b).map(|(what, was, becomes)| Change { what, was, becomes });
    let mut all: Vec<Change> = words.collect();
    all.extend(figures(Some(was), Some(becomes)));
    if was.stricter != becomes.stricter {
        let say = |r: &Rule| same(&format!("{:?}", r.stricter).to_lowercase());
        all.push(Change { what: Say::new("下级从严", "Stricter below"), was: say(was), becomes: say(becomes) });
    }
    all
}

/// The figures that differ. A rule that is not there has none.
fn figures(was: Option<&Rule>, becomes: Option<&Rule>) -> Vec<Change> {
    let names = |r: Option<&Rule>| r.map(|r| r.parameters.keys().cloned().collect::<Vec<_>>()).unwrap_or_default();
    let mut all = names(was);
    all.extend(names(becomes));
    all.sort();
    all.dedup();
    let say = |r: Option<&Rule>, name: &str, lang: Lang| {
        r.and_then(|r| r.parameters.get(name)).map_or_else(|| "—".to_owned(), |p| p.say(lang))
    };
    let changed = all.into_iter().filter(|n| was.map(|r| r.parameters.get(n)) != becomes.map(|r| r.parameters.get(n)));
    changed
        .map(|name| Change {
            what: becomes.or(was).and_then(|r| r.parameters.get(&name)).map_or_else(|| same(&name), |p| p.called()),
            was: Say::each(|l| say(was, &name, l)),
            becomes: Say::each(|l| say(becomes, &name, l)),
        })
        .collect()
}

fn same(text: &str) -> Say {
    Say::new(text, text)
}
