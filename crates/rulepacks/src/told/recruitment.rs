//! The rules of a recruitment, as screening reads them.

use std::collections::BTreeMap;

use base::Say;
use eligibility::{Requirement, Rule as Asks, Test, pack};

use super::status;
use crate::rules::{Pack, Parameter, Rule, Scope, Stricter, Unit, Value};

pub(super) fn told(of: &pack::Pack) -> Pack {
    let day = of.registration();
    let figures = figures(of);
    let rules = of.articles().into_iter().map(|(a, text)| Rule {
        id: a.rule.clone(),
        regulation: a.article.clone(),
        article: String::new(),
        text,
        scope: Scope::Province,
        stricter: Stricter::None,
        from: a.from.unwrap_or(day),
        until: a.to.map(|to| to.plus_days(1)),
        status: status(a.verified),
        parameters: figures.get(a.rule.as_str()).cloned().unwrap_or_default(),
    });
    let (id, title) = (of.settings.id.clone(), of.settings.title.clone());
    Pack { id, title, edition: day.to_string(), built_in: true, rules: rules.collect() }
}

type Figures = BTreeMap<String, Parameter>;

/// The ages and times that rules ask for, by rule.
fn figures(of: &pack::Pack) -> BTreeMap<&str, Figures> {
    let s = &of.settings;
    let mut all = BTreeMap::new();
    for age in &s.age {
        let mut found = asked(&age.limit, "");
        found.extend(age.relaxed.iter().flat_map(|r| asked(&r.limit, "wider-")));
        all.insert(age.cite.rule.as_str(), found);
    }
    for named in s.base.values().chain(s.named.values()) {
        all.insert(named.cite.rule.as_str(), asked(&named.require, ""));
    }
    all
}

fn asked(of: &Requirement, prefix: &str) -> Figures {
    let mut all = Figures::new();
    let mut add = |name: &str, n: i64, unit: Unit, (zh, en): (&str, &str)| {
        let wide = if prefix.is_empty() { ("", "") } else { ("应届研究生", ", new postgraduates") };
        let label = Some(Say::new(format!("{}{zh}", wide.0), format!("{en}{}", wide.1)));
        all.insert(
            format!("{prefix}{name}"),
            Parameter { value: Value::Whole(n), unit, label, words: BTreeMap::new() },
        );
    };
    of.walk(&mut |r| match &r.rule {
        Asks::Test(Test::Age { min, max, .. }) => {
            if let Some(n) = min {
                add("min", i64::from(*n), Unit::Years, ("最低年龄", "Least age"));
            }
            if let Some(n) = max {
                add("max", i64::from(*n), Unit::Years, ("最高年龄", "Greatest age"));
            }
        }
        Asks::Test(Test::Service(t)) => add("months", i64::from(t.months), Unit::Months, ("时间", "Time")),
        _ => {}
    });
    all
}
