//! From sheets to places and a shortlist, with the working.

use std::collections::BTreeMap;

use base::Say;
use panel::{Part, Place, Problem, Seat, Standing, Working};
use scoring::Fixed;
use serde::Serialize;

use super::Scheme;

/// A candidate with the seats of the own panel in their order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The panel.
    pub panel: i64,
    /// The number drawn.
    pub number: i64,
    /// The written score.
    pub written: Option<Fixed>,
    /// What each member's sheet says.
    pub seats: Vec<Seat>,
}

/// What became of a candidate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Line {
    /// Which candidate, by the order in which they were given.
    pub who: usize,
    /// The score of the own panel with its working.
    pub working: Working,
    /// What the score was multiplied by, where panels were brought level.
    pub coefficient: Option<Fixed>,
    /// The interview's score.
    pub interview: Fixed,
    /// The total.
    pub total: Fixed,
    /// The place.
    pub place: u32,
    /// Whether the written score decided between equals.
    pub by_written: bool,
    /// Whether the announcement's last means must decide.
    pub tied: bool,
    /// Whether the candidate goes on.
    pub goes_on: bool,
}

/// All places, the best first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Outcome {
    /// The candidates in the order of their places.
    pub lines: Vec<Line>,
}

/// Why a candidate has no score yet, in a sentence.
pub(crate) fn say(problem: &Problem) -> Say {
    match problem {
        Problem::Few { members, least } => Say::new(
            format!("考官{members}人，少于{least}人。"),
            format!("The panel has {members} members; the fewest is {least}."),
        ),
        Problem::Even(n) => {
            Say::new(format!("考官{n}人，须为单数。"), format!("The panel has {n} members; the number must be odd."))
        }
        Problem::Missing(seats) => {
            let all: Vec<String> = seats.iter().map(|s| (s + 1).to_string()).collect();
            Say::new(
                format!("{}号考官尚未打分；未打分不等于零分。", all.join("、")),
                format!("No mark yet from seat {}; a mark that is missing is no mark of zero.", all.join(", ")),
            )
        }
        Problem::Outside(seat) => Say::new(
            format!("{}号考官的分数超出范围。", seat + 1),
            format!("The mark of seat {} is out of range.", seat + 1),
        ),
        Problem::Left { left, least } => Say::new(
            format!("回避和去掉最高最低后只剩{left}个分数，少于{least}个。"),
            format!("With recusals and extremes out, {left} marks are left; the fewest is {least}."),
        ),
        Problem::Rule => Say::new("计分规则不能用。", "The scheme cannot be used."),
    }
}

/// Scores, totals, places and who goes on.
///
/// # Errors
/// Each candidate who has no score yet, by the place in the list, with the reason; or that the scheme does not do.
pub fn outcome(scheme: &Scheme, rows: &[Row]) -> Result<Outcome, Vec<(Option<usize>, Say)>> {
    let scored: Vec<Result<Working, Problem>> = rows.iter().map(|r| panel::score(&scheme.rule, &r.seats)).collect();
    let wrong: Vec<(Option<usize>, Say)> =
        scored.iter().enumerate().filter_map(|(i, s)| Some((Some(i), say(s.as_ref().err()?)))).collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let workings: Vec<Working> = scored.into_iter().flatten().collect();
    let mut interview: Vec<(Option<Fixed>, Fixed)> = workings.iter().map(|w| (None, w.score)).collect();
    let mut panels: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (i, row) in rows.iter().enumerate() {
        panels.entry(row.panel).or_default().push(i);
    }
    if let (Some(level), true) = (&scheme.level, panels.len() > 1) {
        let scores: Vec<Vec<Fixed>> =
            panels.values().map(|of| of.iter().map(|i| workings[*i].score).collect()).collect();
        let levelled = panel::level(level, &scores).ok_or_else(|| {
            vec![(
                None,
                Say::new(
                    "考场人数太少，无法按公告计算平衡系数。",
                    "A panel has too few candidates to be brought level as announced.",
                ),
            )]
        })?;
        for (of, done) in panels.values().zip(levelled) {
            for (i, score) in of.iter().zip(done.scores) {
                interview[*i] = (Some(done.coefficient), score);
            }
        }
    }
    let mut totals = Vec::with_capacity(rows.len());
    let mut wrong = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let mut parts = vec![Part { key: "interview".into(), weight: scheme.interview, score: Some(interview[i].1) }];
        if scheme.written > 0 {
            parts.push(Part { key: "written".into(), weight: scheme.written, score: row.written });
        }
        match panel::total(&parts, scheme.decimals) {
            Ok(total) => totals.push(total.total),
            Err(_) => wrong.push((Some(i), Say::new("缺笔试成绩。", "The written score is missing."))),
        }
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let then = |i: usize| rows[i].written.into_iter().collect();
    let standings: Vec<Standing> =
        totals.iter().enumerate().map(|(i, total)| Standing { total: *total, then: then(i) }).collect();
    let on = panel::shortlist(&totals, scheme.places, scheme.ratio, scheme.pass);
    let line = |p: Place| Line {
        who: p.who,
        working: workings[p.who].clone(),
        coefficient: interview[p.who].0,
        interview: interview[p.who].1,
        total: totals[p.who],
        place: p.place,
        by_written: p.decided_by > 0,
        tied: p.tied,
        goes_on: on.contains(&p.who),
    };
    Ok(Outcome { lines: panel::rank(&standings).into_iter().map(line).collect() })
}

/// A score as it is announced: with two decimals, `83.40`. It was rounded to them before.
pub fn announced(score: Fixed) -> String {
    let text = score.to_string();
    match text.split_once('.') {
        None => format!("{text}.00"),
        Some((_, part)) if part.len() < 2 => format!("{text}0"),
        Some(_) => text,
    }
}
