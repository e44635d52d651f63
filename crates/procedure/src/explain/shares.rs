//! Shares, counts, and plain answers.

use base::{Lang, Say};
use eligibility::Truth;
use rulepacks::rules::Value as Figure;

use super::{Answer, Asked, Checked, no_rule};
use crate::fact::called;

impl Asked<'_> {
    pub(super) fn share(&self, part: &str, whole: &str, share: &str, exceed: bool) -> Checked<Answer> {
        let (n, all, share) = (self.number(part)?, self.number(whole)?, self.share_of(share)?);
        let (title, of) = (self.title(part), self.title(whole));
        if all <= 0 || n < 0 || n > all {
            return Ok(Answer::no(
                Say::new(
                    format!("{}{n}，{}{all}，数字不合理。", title.zh, of.zh),
                    format!("{}: {n}, {}: {all}; the figures do not go together.", title.en, of.en),
                ),
                Say::new("请核对后更正。", "Check and correct them."),
            ));
        }
        let least = share.fewest(all, exceed);
        let met = if exceed { share.exceeded(n, all) } else { share.reached(n, all) };
        let (zh, en) = if exceed { ("超过", "more than") } else { ("不少于", "at least") };
        let says = Say::new(
            format!("{}{n}，{}{all}；要求{zh}{share}，即至少{least}。", title.zh, of.zh),
            format!("{}: {n}, {}: {all}; {en} {share} is needed, that is {least}.", title.en, of.en),
        );
        let needs = Say::new(format!("还差{}。", least - n), format!("{} more are needed.", least - n));
        Ok(if met { Answer::yes(says) } else { Answer::no(says, needs) })
    }

    pub(super) fn count(&self, of: &str, least: Option<&str>, most: Option<&str>, odd: bool) -> Checked<Answer> {
        let (n, title) = (self.number(of)?, self.title(of));
        let least = least.map(|l| self.whole(l)).transpose()?;
        let most = most.map(|m| self.whole(m)).transpose()?;
        let says = Say::new(format!("{}：{n}。", title.zh), format!("{}: {n}.", title.en));
        if let Some(least) = least.filter(|least| n < *least) {
            let needs = Say::new(format!("至少应为{least}。",), format!("At least {least} is needed."));
            return Ok(Answer::no(says, needs));
        }
        if let Some(most) = most.filter(|most| n > *most) {
            let needs = Say::new(format!("最多为{most}。"), format!("At most {most} is allowed."));
            return Ok(Answer::no(says, needs));
        }
        if odd && n % 2 == 0 {
            return Ok(Answer::no(says, Say::new("应为单数。", "It must be odd.")));
        }
        Ok(Answer::yes(says))
    }

    pub(super) fn is(&self, fact: &str, answer: bool) -> Checked<Answer> {
        let (told, title) = (self.yes(fact)?, self.title(fact));
        let word = |yes| if yes { ("是", "yes") } else { ("否", "no") };
        let says = Say::new(format!("{}：{}。", title.zh, word(told).0), format!("{}: {}.", title.en, word(told).1));
        let needs = Say::new(format!("须为“{}”。", word(answer).0), format!("It must be “{}”.", word(answer).1));
        Ok(if told == answer { Answer::yes(says) } else { Answer::no(says, needs) })
    }

    pub(super) fn every(&self, facts: &[String]) -> Checked<Answer> {
        let told = facts.iter().map(|f| (f, self.yes(f).ok())).collect::<Vec<_>>();
        let list = |wanted: Option<bool>| {
            let titles: Vec<Say> = told.iter().filter(|(_, t)| *t == wanted).map(|(f, _)| self.title(f)).collect();
            Say::each(|lang| lang.list(titles.iter().map(|t| t.to(lang))))
        };
        let (no, missing) = (list(Some(false)), list(None));
        Ok(match Truth::all(told.iter().map(|(_, t)| Truth::from(*t))) {
            Truth::Yes => Answer::yes(Say::new("各项均已完成。", "All are done.")),
            Truth::No => Answer::no(
                Say::new(format!("未通过：{}。", no.zh), format!("Not passed: {}.", no.en)),
                Say::new("须逐项通过。", "Each must be passed."),
            ),
            Truth::Unknown => Answer::unknown(
                Say::new(format!("未登记：{}。", missing.zh), format!("Not recorded: {}.", missing.en)),
                Say::new("请逐项登记。", "Record each of them."),
            ),
        })
    }

    pub(super) fn none_of(&self, fact: &str, list: &str) -> Checked<Answer> {
        let (word, title) = (self.word(fact)?, self.title(fact));
        let figure = self.figure(list)?;
        let Figure::List(words) = &figure.value else { return Err(no_rule(list, self.of.on)) };
        // the rule names those that it bars only
        let of = |lang| match figure.words.get(word) {
            Some(named) => named.to(lang),
            None => called(word, lang),
        };
        let (zh, en) = (of(Lang::Zh), of(Lang::En));
        let says = Say::new(format!("{}：{zh}。", title.zh), format!("{}: {en}.", title.en));
        let (zh, en) = (figure.say(Lang::Zh), figure.say(Lang::En));
        let needs = Say::new(format!("不得为：{zh}。"), format!("It may not be: {en}."));
        Ok(if words.iter().any(|w| w == word) { Answer::no(says, needs) } else { Answer::yes(says) })
    }

    pub(super) fn same(&self, fact: &str, other: &str) -> Checked<Answer> {
        let (a, b) = (&self.fact(fact)?.value, &self.fact(other)?.value);
        let say = |v: &crate::Value| Say::each(|lang| v.say(lang, self.of.facts));
        let (one, two, a_says, b_says) = (self.title(fact), self.title(other), say(a), say(b));
        let says = Say::new(
            format!("{}：{}；{}：{}。", one.zh, a_says.zh, two.zh, b_says.zh),
            format!("{}: {}; {}: {}.", one.en, a_says.en, two.en, b_says.en),
        );
        let needs = Say::new("两者须一致，请重新核对。", "They must agree; check them again.");
        Ok(if a == b { Answer::yes(says) } else { Answer::no(says, needs) })
    }
}
