//! Gates over facts: the verdict, and why.

mod days;
mod people;
mod shares;

use base::{Date, Say};
use eligibility::Truth;
use rulepacks::rules::{Pack, Parameter, Rule, Share, Unit, Value as Figure};
use workdays::Calendar;

use crate::{
    Check, Cited, Fact, Facts, Found, Gate, Procedure, Reason, Subject, Value,
    script::{Applies, Leads, Outcome, Step},
};

/// What gates are looked at with: the rules, the calendar, the day, and what is known.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// The procedure.
    pub procedure: &'a Procedure,
    /// The rules.
    pub pack: &'a Pack,
    /// The working days.
    pub calendar: &'a Calendar,
    /// The day on which the question is asked.
    pub on: Date,
    /// What is known.
    pub facts: &'a Facts,
}

/// What one check answers.
struct Answer {
    verdict: Truth,
    says: Say,
    needs: Option<Box<Say>>,
}
impl Answer {
    fn yes(says: Say) -> Self {
        Self { verdict: Truth::Yes, says, needs: None }
    }
    fn no(says: Say, needs: Say) -> Self {
        Self { verdict: Truth::No, says, needs: Some(Box::new(needs)) }
    }
    fn unknown(says: Say, needs: Say) -> Self {
        Self { verdict: Truth::Unknown, says, needs: Some(Box::new(needs)) }
    }
}
/// What stops a check before it answers: a fact or a figure that is not there.
type Checked<T> = Result<T, Answer>;

/// One gate, asked of the case or of one subject.
struct Asked<'a> {
    of: Setting<'a>,
    rule: &'a Rule,
    subject: Option<&'a Subject>,
}

impl<'a> Setting<'a> {
    /// The verdict of one gate with its reasons.
    pub fn explain(&self, gate: &Gate) -> Reason {
        let Some(rule) = self.pack.rule(&gate.rule, self.on) else {
            let mut reason = self.reason(gate, None, None, no_rule(&gate.rule, self.on));
            reason.found = self.found(&gate.check, None);
            return reason;
        };
        let Some(group) = &gate.each else {
            return self.reason(gate, Some(rule), None, self.answer(gate, rule, None));
        };
        let all = self.facts.group(group);
        if all.is_empty() {
            let says = Say::new("尚未确定人选。", "Nobody is named yet.");
            let needs = Say::new("请先录入。", "Enter them first.");
            return self.reason(gate, Some(rule), None, Answer::unknown(says, needs));
        }
        let children: Vec<Reason> =
            all.iter().map(|s| self.reason(gate, Some(rule), Some(s), self.answer(gate, rule, Some(s)))).collect();
        let verdict = Truth::all(children.iter().map(|c| c.verdict));
        let open = children.iter().filter(|c| c.verdict == Truth::Yes).count();
        let says = Say::new(
            format!("共{}项，{open}项符合。", children.len()),
            format!("{open} of {} meet it.", children.len()),
        );
        let mut whole = self.reason(gate, Some(rule), None, Answer { verdict, says, needs: None });
        whole.found.clear();
        whole.children = children;
        whole
    }

    /// The gates of a step that an outcome must pass, each with its reasons.
    pub fn gates(&self, step: &Step, outcome: &Outcome) -> Vec<Reason> {
        let asks = |g: &&Gate| match (outcome.leads, g.applies) {
            (Leads::Stay, _) => false,
            (Leads::On, _) | (Leads::Stop, Applies::Closing) => true,
            (Leads::Stop, Applies::GoingOn) => false,
        };
        step.gates.iter().filter(asks).map(|g| self.explain(g)).collect()
    }

    /// The day until which a step is to be done, where that can be told.
    pub fn due(&self, step: &Step) -> Option<Date> {
        let deadline = step.deadline.as_ref()?;
        let Value::Day(since) = self.facts.get(None, &deadline.since)?.value else { return None };
        let Some(plus) = &deadline.plus else { return Some(since) };
        let (rule, name) = plus.split_once('.')?;
        self.plus(since, self.pack.rule(rule, self.on)?.parameters.get(name)?)
    }

    /// The day so long after another.
    fn plus(&self, day: Date, long: &Parameter) -> Option<Date> {
        let Figure::Whole(n) = long.value else { return None };
        Some(match long.unit {
            Unit::Years => day.plus_years(i16::try_from(n).ok()?),
            Unit::Months => day.plus_months(i32::try_from(n).ok()?),
            Unit::Days => day.plus_days(i32::try_from(n).ok()?),
            Unit::WorkingDays => self.calendar.after(day, u32::try_from(n).ok()?).last,
            Unit::Share | Unit::Persons | Unit::Times | Unit::Points | Unit::Words => return None,
        })
    }

    fn reason(&self, gate: &Gate, rule: Option<&Rule>, subject: Option<&Subject>, answer: Answer) -> Reason {
        Reason {
            gate: gate.name().to_owned(),
            verdict: answer.verdict,
            subject: subject.map(|s| s.name.clone()),
            subject_id: subject.map(|s| s.id.clone()),
            rule: rule.map(|r| Cited::of(self.pack, r)),
            says: answer.says,
            needs: answer.needs.map(|n| *n),
            found: if gate.each.is_some() && subject.is_none() { Vec::new() } else { self.found(&gate.check, subject) },
            children: Vec::new(),
        }
    }

    fn found(&self, check: &Check, subject: Option<&Subject>) -> Vec<Found> {
        let one = |key: &str| {
            let fact = self.facts.get(subject, key);
            Found {
                fact: key.to_owned(),
                title: self.procedure.called(key),
                value: fact.map(|f| self.procedure.says(key, &f.value, self.facts)),
                on: fact.and_then(|f| f.on),
                source: fact.and_then(|f| f.source.clone()),
            }
        };
        check.facts().into_iter().map(one).collect()
    }

    fn answer(&self, gate: &Gate, rule: &'a Rule, subject: Option<&'a Subject>) -> Answer {
        let asked = Asked { of: *self, rule, subject };
        asked.asked(gate).unwrap_or_else(|missing| missing)
    }
}

fn no_rule(rule: &str, on: Date) -> Answer {
    Answer::unknown(
        Say::new(
            format!("规则包中没有{on}有效的规则“{rule}”。"),
            format!("No rule “{rule}” of the pack holds on {on}."),
        ),
        Say::new("请采用含有该规则的规则包版本。", "Adopt an edition of the pack that has it."),
    )
}

impl<'a> Asked<'a> {
    /// The answer of the gate, where it is asked; that it is not asked is an answer too.
    fn asked(&self, gate: &Gate) -> Checked<Answer> {
        let Some(when) = &gate.when else { return self.check(&gate.check) };
        let value = &self.fact(&when.fact)?.value;
        let word = match value {
            Value::Yes(yes) => {
                if *yes {
                    "yes"
                } else {
                    "no"
                }
            }
            Value::Word(word) => word,
            _ => return Err(self.unfit(&when.fact)),
        };
        if when.says.iter().any(|w| w == word) {
            return self.check(&gate.check);
        }
        let (title, says) = (self.title(&when.fact), self.of.procedure.says(&when.fact, value, self.of.facts));
        Ok(Answer::yes(Say::new(
            format!("{}：{}，不适用此条。", title.zh, says.zh),
            format!("{}: {}; this does not apply.", title.en, says.en),
        )))
    }

    fn check(&self, check: &Check) -> Checked<Answer> {
        match check {
            Check::AtLeast { part, whole, share } => self.share(part, whole, share, false),
            Check::MoreThan { part, whole, share } => self.share(part, whole, share, true),
            Check::Count { of, least, most, odd } => self.count(of, least.as_deref(), most.as_deref(), *odd),
            Check::Is { fact, answer } => self.is(fact, *answer),
            Check::Every { facts } => self.every(facts),
            Check::NoneOf { fact, list } => self.none_of(fact, list),
            Check::Same { fact, other } => self.same(fact, other),
            Check::Within { since, span } => self.within(since, span),
            Check::Lasted { since, until, span } => self.lasted(since, until.as_deref(), span),
            Check::Past { day } => self.past(day),
            Check::PeriodsOver { incidents, listed, periods } => self.periods_over(incidents, listed, periods),
            Check::WorkingDays { after, until, days } => self.working_days(after, until, days),
            Check::Apart { tied, present } => self.apart(tied, present),
            Check::Last { order, who } => self.last(order, who),
        }
    }

    fn title(&self, key: &str) -> Say {
        self.of.procedure.called(key)
    }
    fn fact(&self, key: &str) -> Checked<&'a Fact> {
        self.of.facts.get(self.subject, key).ok_or_else(|| {
            let title = self.title(key);
            Answer::unknown(
                Say::new(format!("未登记“{}”，无法判断。", title.zh), format!("“{}” is not recorded.", title.en)),
                Say::new(format!("请登记“{}”。", title.zh), format!("Record “{}”.", title.en)),
            )
        })
    }
    fn unfit(&self, key: &str) -> Answer {
        let title = self.title(key);
        Answer::unknown(
            Say::new(
                format!("“{}”的登记内容不是所需的类型。", title.zh),
                format!("“{}” is not recorded in the form needed.", title.en),
            ),
            Say::new(format!("请更正“{}”。", title.zh), format!("Correct “{}”.", title.en)),
        )
    }
    fn number(&self, key: &str) -> Checked<i64> {
        match self.fact(key)?.value {
            Value::Number(n) => Ok(n),
            _ => Err(self.unfit(key)),
        }
    }
    fn yes(&self, key: &str) -> Checked<bool> {
        match self.fact(key)?.value {
            Value::Yes(yes) => Ok(yes),
            _ => Err(self.unfit(key)),
        }
    }
    fn day(&self, key: &str) -> Checked<Date> {
        match self.fact(key)?.value {
            Value::Day(day) => Ok(day),
            _ => Err(self.unfit(key)),
        }
    }
    fn word(&self, key: &str) -> Checked<&'a str> {
        match &self.fact(key)?.value {
            Value::Word(word) => Ok(word),
            _ => Err(self.unfit(key)),
        }
    }
    fn words(&self, key: &str) -> Checked<&'a [String]> {
        match &self.fact(key)?.value {
            Value::Words(words) => Ok(words),
            _ => Err(self.unfit(key)),
        }
    }

    /// A figure of this rule, or of another where it is written `rule.parameter`.
    fn figure(&self, written: &str) -> Checked<&'a Parameter> {
        let (rule, name) = match written.split_once('.') {
            Some((rule, name)) => (self.of.pack.rule(rule, self.of.on), name),
            None => (Some(self.rule), written),
        };
        rule.and_then(|r| r.parameters.get(name)).ok_or_else(|| no_rule(written, self.of.on))
    }
    fn share_of(&self, written: &str) -> Checked<Share> {
        match self.figure(written)?.value {
            Figure::Share(share) => Ok(share),
            _ => Err(no_rule(written, self.of.on)),
        }
    }
    fn whole(&self, written: &str) -> Checked<i64> {
        match self.figure(written)?.value {
            Figure::Whole(n) => Ok(n),
            _ => Err(no_rule(written, self.of.on)),
        }
    }
    /// The day so long after another, and how long that is in words.
    fn later(&self, day: Date, written: &str) -> Checked<(Date, Say)> {
        let long = self.figure(written)?;
        let day = self.of.plus(day, long).ok_or_else(|| no_rule(written, self.of.on))?;
        Ok((day, Say::each(|lang| long.say(lang))))
    }
}
