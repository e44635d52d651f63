//! The rules of assessment, as schemes take them over.

use std::collections::BTreeMap;

use base::{Date, Say};
use scoring::{Basis, Mark, Pattern, RulePack};

use crate::rules::{Pack, Parameter, Rule, Scope, Share, Status, Stricter, Unit, Value};

/// Nothing where the day from which it holds does not read.
pub(super) fn told(of: &RulePack) -> Option<Pack> {
    let from = begun(&of.from)?;
    let mut rules = Vec::new();
    for n in &of.numbers {
        let whole = n.value.to_string().parse().ok();
        let unit = match n.unit.as_str() {
            "days" => Unit::Days,
            "months" => Unit::Months,
            "years" => Unit::Years,
            _ => Unit::Points,
        };
        let figure = whole.map(|n| ("value".to_owned(), figure(Value::Whole(n), unit, None)));
        rules.push(rule(of, from, &n.id, &n.name, &n.basis, figure));
    }
    for s in &of.shares {
        let label = s.approved.map(|_| Say::new("一般", "Usual"));
        let approved = s.approved.map(|w| ("approved", w, Some(Say::new("经批准", "With approval"))));
        let shares = [("share", s.share, label)].into_iter().chain(approved);
        let figures = shares.filter_map(|(name, weight, label)| {
            let share = share(weight.units())?;
            Some((name.to_owned(), figure(Value::Share(share), Unit::Share, label)))
        });
        rules.push(rule(of, from, &s.id, &s.name, &s.basis, figures));
    }
    for c in &of.consequences {
        let grade = of.called(&c.grade);
        let (zh, en) = match c.pattern {
            Pattern::Running => ("连续", "running"),
            Pattern::Total => ("累计", "in all"),
        };
        let (more_zh, more_en) = if c.or_better { ("以上", " or better") } else { ("", "") };
        let text = Say::new(
            format!("考核结果{zh}{}年为{}{more_zh}：{}", c.years, grade.zh, c.name.zh),
            format!("“{}”{more_en}, years {en}: {}. {}", grade.en, c.years, c.name.en),
        );
        let years = figure(Value::Whole(i64::from(c.years)), Unit::Years, None);
        rules.push(rule(of, from, &c.id, &text, &c.basis, [("years".to_owned(), years)]));
    }
    Some(Pack { id: of.id.clone(), title: of.name.clone(), edition: of.from.clone(), built_in: true, rules })
}

fn figure(value: Value, unit: Unit, label: Option<Say>) -> Parameter {
    Parameter { value, unit, label, words: BTreeMap::new() }
}

/// A weight of so many hundredths of a per cent as the smallest fraction that is the same.
fn share(units: i64) -> Option<Share> {
    let (n, whole) = (u32::try_from(units).ok()?, 10_000u32);
    let by = (1..=n.min(whole)).rev().find(|d| n % d == 0 && whole % d == 0).unwrap_or(1);
    Share::new(n / by, whole / by)
}

fn rule(
    of: &RulePack,
    from: Date,
    id: &str,
    says: &Say,
    basis: &Basis,
    figures: impl IntoIterator<Item = (String, Parameter)>,
) -> Rule {
    // where no article is named, its words stand there
    let (article, text) = match number(&basis.article) {
        Some(n) => (n.to_string(), says.clone()),
        None => (String::new(), Say::new(format!("{}：{}", says.zh, basis.article), &says.en)),
    };
    Rule {
        id: id.replace('_', "-"),
        regulation: of.called(&basis.rule),
        article,
        text,
        scope: Scope::Central,
        stricter: Stricter::None,
        from,
        until: None,
        status: match basis.mark {
            Some(Mark::V) => Status::Verified,
            Some(Mark::V2) => Status::Secondary,
            _ => Status::Setting,
        },
        parameters: figures.into_iter().collect(),
    }
}

/// The first day that can be meant: `2020` is the first of that year.
fn begun(from: &str) -> Option<Date> {
    from.parse().ok().or_else(|| format!("{from}-01-01").parse().ok())
}

/// The number of 第十九条.
fn number(article: &str) -> Option<u32> {
    let words = article.strip_prefix('第')?.strip_suffix('条')?;
    let digit = |c: char| "零一二三四五六七八九".chars().position(|d| d == c).and_then(|n| u32::try_from(n).ok());
    let (mut sum, mut last) = (0, None);
    for c in words.chars() {
        match c {
            '百' => sum += last.take()? * 100,
            '十' => sum += last.take().filter(|n| *n > 0).unwrap_or(1) * 10,
            c => last = Some(digit(c)?),
        }
    }
    Some(sum + last.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_an_article_is_read() {
        for (words, n) in [
            ("第十九条", Some(19)),
            ("第二十条", Some(20)),
            ("第一百零三条", Some(103)),
            ("第八条", Some(8)),
            ("影响期", None),
        ] {
            assert_eq!(number(words), n, "{words}");
        }
    }
    #[test]
    fn a_share_is_written_as_its_smallest_fraction() {
        assert_eq!(share(2_000).map(|s| s.to_string()), Some("1/5".to_owned()));
        assert_eq!(share(2_500).map(|s| s.to_string()), Some("1/4".to_owned()));
    }
}
