//! From a ballot's result to the facts of a step. No I/O, no clock.

use ballot::{
    Found, Whole,
    rules::{Ask, Line, QuestionOutcome},
};
use base::Say;
use procedure::{Fact, Facts, Figure, Polled, Value};

/// Whether a question or an option is about somebody: the name alone, at the end behind a colon, or followed by a bracket.
fn about(text: &str, name: &str) -> bool {
    let behind = text.strip_suffix(name).is_some_and(|before| before.is_empty() || before.ends_with(['：', ':', ' ']));
    let bracketed = text.strip_prefix(name).is_some_and(|after| after.trim_start().starts_with(['（', '(']));
    !name.is_empty() && (behind || bracketed)
}

/// The votes on somebody: for them where one chooses, else for the option at that place of the question about them.
fn votes(asked: &[(&Ask, &QuestionOutcome)], name: &str, place: usize) -> Vec<u64> {
    let of = |(ask, out): &(&Ask, &QuestionOutcome)| -> Vec<u64> {
        let line = |l: &Line| l.votes;
        match ask {
            Ask::Choose { .. } => out.lines.iter().filter(|l| about(&l.option, name)).map(line).collect(),
            _ if about(&out.text, name) => out.lines.get(place).map(line).into_iter().collect(),
            _ => Vec::new(),
        }
    };
    asked.iter().flat_map(of).collect()
}

/// Puts the facts that the result answers among those of the case; gives what it does not answer.
pub(super) fn put(polled: &Polled, whole: &Whole, found: &Found, facts: &mut Facts) -> Vec<Say> {
    let outcome = &found.outcome;
    let mut wants = Vec::new();
    let title = &whole.head.title;
    let source = Say::new(format!("表决“{title}”的结果"), format!("Result of the ballot “{title}”"));
    let number = |n: u64| Value::Number(i64::try_from(n).unwrap_or(i64::MAX));
    let fact = |value: Value| Fact::on(value, found.on).from(source.clone());
    let shown = || outcome.urns.iter().filter(|u| u.sums.is_some());
    for (name, figure) in &polled.facts {
        let value = match figure {
            Figure::Day => Value::Day(found.on),
            Figure::Entitled => number(outcome.entitled),
            Figure::Present => number(outcome.present),
            Figure::Voters => number(outcome.voters),
            Figure::Valid => number(shown().map(|u| u.valid).sum()),
        };
        facts.case.insert(name.clone(), fact(value));
    }
    let hidden = outcome.urns.len() - shown().count();
    if hidden > 0 {
        wants.push(Say::new(
            format!("有{hidden}个票箱投票人数少于下限，未公布票数，得票中不含这些票箱。"),
            format!("In {hidden} urns fewer than the least number voted; their votes are not shown and not among those here."),
        ));
    }
    if shown().count() == 0 {
        return wants;
    }
    let asked: Vec<(&Ask, &QuestionOutcome)> = whole.plan.questions.iter().zip(&outcome.questions).collect();
    let candidates = facts.groups.get_mut("candidates").map(Vec::as_mut_slice).unwrap_or_default();
    let names: Vec<String> = candidates.iter().map(|c| c.name.clone()).collect();
    for one in candidates.iter_mut() {
        let namesakes = names.iter().filter(|n| **n == one.name).count();
        for (name, place) in &polled.each {
            match votes(&asked, &one.name, *place)[..] {
                [n] if namesakes == 1 => drop(one.facts.insert(name.clone(), fact(number(n)))),
                _ => {
                    let who = &one.name;
                    wants.push(if namesakes > 1 {
                        Say::new(
                            format!("人选中有同名的“{who}”，表决结果无法区分。"),
                            format!("There are candidates called “{who}” whom the ballot cannot tell apart."),
                        )
                    } else {
                        Say::new(
                            format!("表决的问题中没有“{who}”，或不止一处。"),
                            format!("The ballot does not ask about “{who}”, or does so more than once."),
                        )
                    });
                    break;
                }
            }
        }
    }
    if let Some(beside) = &polled.beside {
        let others: Vec<&QuestionOutcome> =
            asked.iter().map(|(_, out)| *out).filter(|out| !names.iter().any(|n| about(&out.text, n))).collect();
        match others[..] {
            [one] => {
                for (name, place) in &beside.facts {
                    if let Some(line) = one.lines.get(*place) {
                        facts.case.insert(name.clone(), fact(number(line.votes)));
                    }
                }
            }
            _ => wants.push(Say::new(
                format!("表决中应有一个不涉及个人的问题（{}），现有{}个。", beside.asks.text.zh, others.len()),
                format!(
                    "One question of the ballot should be about nobody ({}); there are {}.",
                    beside.asks.text.en,
                    others.len()
                ),
            )),
        }
    }
    wants
}

#[cfg(test)]
mod tests {
    use super::about;

    #[test]
    fn a_question_is_about_whoever_it_names_and_nobody_else() {
        for text in ["王安", "任职人选：王安", "王安（海晏局）", "For the post: 王安"] {
            assert!(about(text, "王安"), "{text}");
        }
        for text in ["王安石", "小王安", "王安与李四", "总体评价", ""] {
            assert!(!about(text, "王安"), "{text}");
        }
        assert!(!about("总体评价", ""));
    }
}
