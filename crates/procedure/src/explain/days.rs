//! Days, periods, and working days.

use std::collections::BTreeMap;

use base::{Lang, Say};
use rulepacks::rules::Value as Figure;
use workdays::Why;

use super::{Answer, Asked, Checked, no_rule};
use crate::{Value, fact::called};

impl Asked<'_> {
    pub(super) fn within(&self, since: &str, span: &str) -> Checked<Answer> {
        let day = self.day(since)?;
        let ((until, long), title) = (self.later(day, span)?, self.title(since));
        let says = Say::new(
            format!("{}：{day}；有效期{}，至{until}。", title.zh, long.zh),
            format!("{}: {day}; valid for {}, until {until}.", title.en, long.en),
        );
        if day > self.of.on {
            return Ok(Answer::no(
                says,
                Say::new("日期在今天之后，请更正。", "The day lies in the future; correct it."),
            ));
        }
        let needs = Say::new("已过有效期，须重新进行。", "It is no longer valid and has to be done again.");
        Ok(if self.of.on <= until { Answer::yes(says) } else { Answer::no(says, needs) })
    }

    pub(super) fn lasted(&self, since: &str, until: Option<&str>, span: &str) -> Checked<Answer> {
        let from = self.day(since)?;
        let to = until.map(|u| self.day(u)).transpose()?;
        let ((least, long), title) = (self.later(from, span)?, self.title(since));
        let end = to.unwrap_or(self.of.on);
        let says = Say::new(
            format!("{}：{from}；截至{end}，要求满{}，即{least}。", title.zh, long.zh),
            format!("{}: {from}; until {end}; {} are needed, that is until {least}.", title.en, long.en),
        );
        let needs = Say::new(format!("最早到{least}。"), format!("Not before {least}."));
        Ok(if end >= least { Answer::yes(says) } else { Answer::no(says, needs) })
    }

    pub(super) fn past(&self, day: &str) -> Checked<Answer> {
        let (day, title) = (self.day(day)?, self.title(day));
        let says = Say::new(format!("{}：{day}。", title.zh), format!("{}: {day}.", title.en));
        let first = day.plus_days(1);
        let needs = Say::new(format!("须到{first}以后。"), format!("Not before {first}."));
        Ok(if self.of.on > day { Answer::yes(says) } else { Answer::no(says, needs) })
    }

    pub(super) fn periods_over(&self, key: &str, listed: &str, periods: &BTreeMap<String, String>) -> Checked<Answer> {
        let Value::Incidents(all) = &self.fact(key)?.value else { return Err(self.unfit(key)) };
        let Figure::List(kinds) = &self.figure(listed)?.value else { return Err(no_rule(listed, self.of.on)) };
        let mut latest = None;
        for incident in all.iter().filter(|i| kinds.contains(&i.kind)) {
            let by_rule = periods.get(&incident.kind).map(|p| self.later(incident.on, p)).transpose()?;
            let Some(until) = by_rule.map(|(day, _)| day).max(incident.until) else {
                return Ok(Answer::unknown(
                    Say::new(
                        format!("{}（{}）的影响期没有登记，规则包中也没有。", incident.kind, incident.on),
                        format!(
                            "The effect period of {} ({}) is neither recorded nor in the pack.",
                            called(&incident.kind, Lang::En),
                            incident.on
                        ),
                    ),
                    Say::new("请在干部档案的奖惩情况中登记影响期。", "Record it with the sanction in the file."),
                ));
            };
            if latest.as_ref().is_none_or(|(l, _)| until > *l) {
                latest = Some((until, incident));
            }
        }
        let Some((until, incident)) = latest else {
            return Ok(Answer::yes(Say::new("没有影响期未满的情形。", "Nothing on record has an effect period.")));
        };
        let says = Say::new(
            format!("{}（{}），影响期至{until}。", incident.kind, incident.on),
            format!("{} ({}), effect period until {until}.", called(&incident.kind, Lang::En), incident.on),
        );
        let needs = Say::new(format!("须到{until}以后。"), format!("Not before {until}."));
        Ok(if self.of.on >= until { Answer::yes(says) } else { Answer::no(says, needs) })
    }

    pub(super) fn working_days(&self, after: &str, until: &str, days: &str) -> Checked<Answer> {
        let (from, to, n) = (self.day(after)?, self.day(until)?, self.whole(days)?);
        let first = from.plus_days(1);
        let (counted, settled) = self.of.calendar.between(first, to);
        let wanted = self.of.calendar.after(from, u32::try_from(n).unwrap_or(u32::MAX));
        let mut off: Vec<(String, &str)> = Vec::new();
        for day in wanted.skipped() {
            if let Why::Holiday(name) = &day.why {
                off.push((day.date.to_string(), name));
            }
        }
        let but = |zh: bool| {
            let gap = if zh { "" } else { " " };
            let all: Vec<String> = off.iter().map(|(day, name)| format!("{day}{gap}{name}")).collect();
            match (all.is_empty(), zh) {
                (true, _) => String::new(),
                (false, true) => format!("其间不计：{}。", Lang::Zh.list(all)),
                (false, false) => format!(" Not counted: {}.", Lang::En.list(all)),
            }
        };
        let says = Say::new(
            format!("{first}至{to}共{counted}个工作日，要求不少于{n}个。{}", but(true)),
            format!("{counted} working days from {first} to {to}; at least {n} are needed.{}", but(false)),
        );
        let open = i64::from(counted) >= n;
        if !settled {
            let needs = Say::new(
                "其间年份的放假安排尚未公布，按周末推算，不能作准。",
                "The holidays of that year are not announced yet, so that the count by weekends may be wrong.",
            );
            return Ok(Answer::unknown(says, needs));
        }
        let last = wanted.last;
        let needs = if wanted.settled {
            Say::new(format!("最早到{last}期满。"), format!("The earliest end is {last}."))
        } else {
            Say::new(
                format!("放假安排尚未公布，按周末推算最早到{last}期满。"),
                format!("The holidays are not announced yet; by weekends the earliest end is {last}."),
            )
        };
        Ok(if open { Answer::yes(says) } else { Answer::no(says, needs) })
    }
}
