//! From sums to a result: rates, scores, majorities, who is elected; each with its working.

use serde::{Deserialize, Serialize};

use super::{Ask, Fraction, Kind, Needed, Plan, Threshold};

/// What was found in an urn.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct UrnCount {
    /// Its name.
    pub name: String,
    /// The weight of its classes.
    pub weight: u32,
    /// How many may vote.
    pub size: u64,
    /// How many voted.
    pub voters: u64,
    /// How many of their ballots are valid: all, but on paper.
    pub valid: u64,
    /// The sums by question and option; nothing where too few voted to show them.
    pub sums: Option<Vec<Vec<u64>>>,
}

/// The result of a ballot.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// How many are entitled to vote.
    pub entitled: u64,
    /// How many voted.
    pub voters: u64,
    /// How many came, where somebody counted; else those who voted.
    pub present: u64,
    /// Whether enough came, with the working. Nothing where no rule asks.
    pub quorum: Option<(bool, String)>,
    /// The urns.
    pub urns: Vec<UrnCount>,
    /// The answers.
    pub questions: Vec<QuestionOutcome>,
}
impl Outcome {
    /// Whether the ballot holds: enough came.
    pub fn holds(&self) -> bool {
        self.quorum.as_ref().is_none_or(|(met, _)| *met)
    }
}

/// What came out of a question.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct QuestionOutcome {
    /// The question.
    pub text: String,
    /// Of how many ballots the rates are shares: those counted, for a grade those with an opinion.
    pub of: u64,
    /// Option by option.
    pub lines: Vec<Line>,
    /// The weighted score of a grade with values.
    pub score: Option<Score>,
    /// Whether the best grades together have the share that a rule asks for, with the working. Nothing where none asks, or where urns that
    /// are not shown could turn it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supported: Option<(bool, String)>,
    /// Who is elected, in an election.
    pub elected: Option<Elected>,
}

/// What came out for an option.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Line {
    /// The option.
    pub option: String,
    /// Votes by urn; nothing where an urn is not shown.
    pub by_urn: Vec<Option<u64>>,
    /// Votes in all urns that are shown.
    pub votes: u64,
    /// Their share.
    pub rate: Option<Fraction>,
    /// The share of this grade and the better ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub better: Option<Fraction>,
    /// The mean of the urns' shares by the weights of the classes, with the working, where weights differ.
    pub weighted: Option<(Fraction, String)>,
    /// Whether the majority asked for is reached, with the working. Nothing where none is asked for, or where urns that are not shown could
    /// turn it.
    pub passed: Option<(bool, String)>,
}

/// A score.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Score {
    /// Exactly.
    pub exact: Fraction,
    /// How it is reached.
    pub working: String,
}

/// Who is elected; options by number from 0.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Elected {
    /// The elected, by votes.
    pub elected: Vec<usize>,
    /// Those with equal votes of whom another vote decides.
    pub tied: Vec<usize>,
    /// For how many places.
    pub places: usize,
    /// Places for which nobody has the majority.
    pub unfilled: usize,
}

/// The result of these urns. `present` is who came, where somebody counted.
pub fn outcome(kind: Kind, plan: &Plan, urns: Vec<UrnCount>, present: Option<u64>) -> Outcome {
    let entitled = urns.iter().map(|u| u.size).sum();
    let voters = urns.iter().map(|u| u.voters).sum();
    let present = present.unwrap_or(voters);
    let quorum = plan.quorum.as_ref().map(|q| {
        let met = q.share.reached(count(present), count(entitled));
        (met, format!("{present} ÷ {entitled} {} {}", if met { "≥" } else { "<" }, q.share))
    });
    let holds = quorum.as_ref().is_none_or(|(met, _)| *met);
    let one = |(q, ask): (usize, &Ask)| question(kind, plan, &urns, q, ask, (entitled, voters), holds);
    let questions = plan.questions.iter().enumerate().map(one).collect();
    Outcome { entitled, voters, present, quorum, urns, questions }
}

fn count(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

fn question(
    kind: Kind,
    plan: &Plan,
    urns: &[UrnCount],
    q: usize,
    ask: &Ask,
    (entitled, voters): (u64, u64),
    holds: bool,
) -> QuestionOutcome {
    let options = ask.options(plan.lang);
    // the last option of a grade gives no opinion and is no part of its rates
    let rated = if matches!(ask, Ask::Grade { .. }) { options.len() - 1 } else { options.len() };
    let sums = |u: &UrnCount| u.sums.as_ref().and_then(|s| s.get(q)).cloned();
    let base = |u: &UrnCount| match (ask, sums(u)) {
        (Ask::Grade { .. }, Some(sums)) => sums.iter().take(rated).sum(),
        (_, Some(_)) => u.valid,
        (_, None) => 0,
    };
    let of: u64 = urns.iter().map(base).sum();
    // votes that nobody sees: whoever decides over somebody must not take them for votes against
    let hidden: u64 = urns.iter().filter(|u| u.sums.is_none()).map(|u| u.voters).sum();
    let different = urns.windows(2).any(|two| two[0].weight != two[1].weight);
    let line = |(i, option): (usize, String)| {
        let by_urn: Vec<Option<u64>> = urns.iter().map(|u| sums(u)?.get(i).copied()).collect();
        let votes = by_urn.iter().flatten().sum();
        let in_rates = i < rated;
        let rate = Fraction::new(i128::from(votes), i128::from(of)).filter(|_| in_rates);
        let weighted = (different && in_rates).then(|| {
            let parts = urns.iter().zip(&by_urn).map(|(u, n)| (u.weight, n.unwrap_or_default(), base(u)));
            mean(parts, |n, of| Fraction::new(i128::from(n), i128::from(of)), |n, of| format!("{n}/{of}"))
        });
        let asked = holds && (matches!(ask, Ask::Choose { .. }) || (matches!(ask, Ask::Vote { .. }) && i == 0));
        let passed = plan.majority.as_ref().filter(|m| asked && m.grades.is_none()).and_then(|m| {
            let whole = if m.needed == Needed::OfEntitled { entitled } else { voters };
            let over = |n: u64| m.share.exceeded(count(n), count(whole));
            let met = over(votes);
            let working = format!("{votes} ÷ {whole} {} {}", if met { ">" } else { "≤" }, m.share);
            (met || !over(votes + hidden)).then_some((met, working))
        });
        Line { option, by_urn, votes, rate, better: None, weighted: weighted.flatten(), passed }
    };
    let mut lines: Vec<Line> = options.into_iter().enumerate().map(line).collect();
    if matches!(ask, Ask::Grade { .. }) {
        let mut best = 0;
        for line in lines.iter_mut().take(rated) {
            best += line.votes;
            line.better = Fraction::new(i128::from(best), i128::from(of));
        }
    }
    let supported = plan.majority.as_ref().filter(|_| holds).and_then(|m| supported(ask, m, &lines, of, hidden));
    let elected = match ask {
        Ask::Choose { max, .. } if kind == Kind::Election && holds => Some(elected(&lines, *max as usize)),
        _ => None,
    };
    QuestionOutcome { text: ask.text().to_owned(), of, score: score(ask, urns, q), supported, lines, elected }
}

/// Whether the best grades together have the share that the rule asks for, of the ballots that give a grade.
fn supported(ask: &Ask, rule: &Threshold, lines: &[Line], of: u64, hidden: u64) -> Option<(bool, String)> {
    let (Ask::Grade { .. }, Some(best)) = (ask, rule.grades) else { return None };
    let best = &lines[..(best as usize).min(lines.len() - 1)];
    let votes: u64 = best.iter().map(|l| l.votes).sum();
    let met = rule.share.reached(count(votes), count(of));
    // all that are not shown against it, or all for it
    let (worst, turned) = (
        rule.share.reached(count(votes), count(of + hidden)),
        rule.share.reached(count(votes + hidden), count(of + hidden)),
    );
    let terms: Vec<String> = best.iter().map(|l| l.votes.to_string()).collect();
    let working = format!("({}) ÷ {of} {} {}", terms.join(" + "), if met { "≥" } else { "<" }, rule.share);
    (of > 0 && if met { worst } else { !turned }).then_some((met, working))
}

/// The mean of parts by their weights: Σ w·x ÷ Σ w over those that have ballots, with the working.
fn mean(
    parts: impl Iterator<Item = (u32, u64, u64)>,
    value: impl Fn(u64, u64) -> Option<Fraction>,
    shown: impl Fn(u64, u64) -> String,
) -> Option<(Fraction, String)> {
    let (mut sum, mut weights, mut texts) = (Fraction::ZERO, 0u64, Vec::new());
    for (weight, n, of) in parts.filter(|(_, _, of)| *of > 0) {
        sum = sum.plus(Fraction::whole(weight.into()).times(value(n, of)?)?)?;
        weights += u64::from(weight);
        texts.push(format!("{weight}×{}", shown(n, of)));
    }
    let exact = sum.over(Fraction::whole(weights))?;
    Some((exact, format!("({}) ÷ {weights} = {exact}", texts.join(" + "))))
}

/// The weighted score: the mean value of each urn's grades, then the mean of these by the weights of the classes.
fn score(ask: &Ask, urns: &[UrnCount], q: usize) -> Option<Score> {
    let Ask::Grade { grades, .. } = ask else { return None };
    let values: Vec<u64> = grades.iter().map(|g| g.value.map(u64::from)).collect::<Option<_>>()?;
    let mut parts: Vec<(u32, u64, u64)> = Vec::new();
    let mut texts: Vec<String> = Vec::new();
    for urn in urns {
        let Some(sums) = urn.sums.as_ref().and_then(|s| s.get(q)) else { continue };
        let graded: Vec<(u64, u64)> = values.iter().copied().zip(sums.iter().copied()).collect();
        let (points, of) = (graded.iter().map(|(v, n)| v * n).sum(), graded.iter().map(|(_, n)| n).sum::<u64>());
        if of == 0 {
            continue;
        }
        let terms: Vec<String> = graded.iter().filter(|(_, n)| *n > 0).map(|(v, n)| format!("{v}×{n}")).collect();
        let result = Fraction::new(i128::from(points), i128::from(of))?;
        texts.push(format!("{}：({}) ÷ {of} = {result}", urn.name, terms.join(" + ")));
        parts.push((urn.weight, points, of));
    }
    let reduced = |n: u64, of: u64| Fraction::new(n.into(), of.into()).map(|f| f.to_string()).unwrap_or_default();
    let several = parts.len() > 1;
    let (exact, last) = mean(parts.into_iter(), |n, of| Fraction::new(n.into(), of.into()), reduced)?;
    if several {
        texts.push(last);
    }
    Some(Score { exact, working: texts.join("；") })
}

/// Who of the candidates is elected: those with the majority, by votes, as many as there are places. Where equal votes decide who
/// has the last places, those with equal votes are voted on again.
fn elected(lines: &[Line], places: usize) -> Elected {
    let majority = |l: &Line| l.passed.as_ref().is_none_or(|(met, _)| *met) && l.votes > 0;
    let mut with: Vec<usize> = (0..lines.len()).filter(|i| majority(&lines[*i])).collect();
    with.sort_by_key(|i| (std::cmp::Reverse(lines[*i].votes), *i));
    if with.len() <= places {
        let unfilled = places - with.len();
        return Elected { elected: with, unfilled, ..Elected::default() };
    }
    let last = lines[with[places - 1]].votes;
    if lines[with[places]].votes < last {
        with.truncate(places);
        return Elected { elected: with, ..Elected::default() };
    }
    let (elected, tied): (Vec<usize>, Vec<usize>) =
        with.into_iter().filter(|i| lines[*i].votes >= last).partition(|i| lines[*i].votes > last);
    Elected { places: places - elected.len(), elected, tied, unfilled: 0 }
}

#[cfg(test)]
#[path = "outcome_tests.rs"]
mod tests;
