//! Members and candidates as they are typed or pasted: a line each.

use std::collections::BTreeSet;

use db::FieldError;
use scoring::Fixed;

use super::{mark, wrong};

/// A member at a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seated {
    /// Which panel, from 1.
    pub panel: i64,
    /// The seat, from 1.
    pub seat: i64,
    /// Who sits there.
    pub name: String,
    /// How the register knows them, where it is written; nothing for a member from outside.
    pub number: Option<String>,
    /// Whether the line says that the member comes from outside.
    pub outside: bool,
}

/// A candidate on the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// Which panel, from 1.
    pub panel: i64,
    /// The number drawn.
    pub number: i64,
    /// Who it is.
    pub name: String,
    /// The written score, where there was a written test.
    pub written: Option<Fixed>,
    /// The number of the written test, for a candidate of a recruitment.
    pub exam: Option<String>,
}

/// The most lines.
const MOST: usize = 2000;

/// The parts of each line with its number: at tabs, commas or blanks.
fn lines(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    let parts = |line| -> Vec<&str> {
        let all = str::split(line, ['\t', ',', '，', ' ', '　']);
        all.map(str::trim).filter(|p| !p.is_empty()).collect()
    };
    text.lines().enumerate().map(move |(i, line)| (i + 1, parts(line))).filter(|(_, parts)| !parts.is_empty())
}

fn name(text: &str) -> Option<String> {
    let fits = text.chars().count() <= 40 && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}

/// The words for a member who is not in the register.
const OUTSIDE: &[&str] = &["外聘", "外请", "external", "outside"];

/// Members: panel and name, and where several in the register have the name the staff number, or that the member is from outside.
///
/// # Errors
/// The line that is not understood.
pub fn members(text: &str) -> Result<Vec<Seated>, FieldError> {
    let mut all: Vec<Seated> = Vec::new();
    for (n, parts) in lines(text) {
        let read = match parts[..] {
            [panel, who] => panel.parse().ok().filter(|p| (1..=99).contains(p)).zip(name(who)).map(|m| (m, None)),
            [panel, who, number] => {
                let read = panel.parse().ok().filter(|p| (1..=99).contains(p)).zip(name(who));
                read.zip(name(number).map(Some))
            }
            _ => None,
        };
        let Some(((panel, name), number)) = read.filter(|_| all.len() < MOST) else {
            return Err(wrong(
                "members",
                format!("第{n}行看不懂：每行写“考场号 姓名”，如“1 王芳”；同名的加人员编号，外单位的加“外聘”。"),
                format!(
                    "Line {n} is not understood: write the panel and the name, such as “1 Wang Fang”, then the staff number where names are the same, or “external”."
                ),
            ));
        };
        let seat = all.iter().filter(|m| m.panel == panel).count() as i64 + 1;
        let outside = number.as_deref().is_some_and(|n| OUTSIDE.contains(&n));
        all.push(Seated { panel, seat, name, number: number.filter(|_| !outside), outside });
    }
    Ok(all)
}

/// Candidates: panel, number drawn, name, the written score where it counts, and in a recruitment the number of the written test.
///
/// # Errors
/// The line that is not understood, or a number that was drawn twice.
pub fn candidates(text: &str, written: bool) -> Result<Vec<Listed>, FieldError> {
    let (mut all, mut numbers) = (Vec::new(), BTreeSet::new());
    for (n, parts) in lines(text) {
        let number = |t: &str| t.parse::<i64>().ok().filter(|p| (1..=9999).contains(p));
        let mut exam: Option<String> = None;
        let read = match (&parts[..], written) {
            ([panel, drawn, who, score, rest @ ..], true) if rest.len() < 2 => {
                exam = rest.first().map(|e| (*e).to_owned());
                number(panel).zip(number(drawn)).zip(name(who).zip(mark(score).map(Some)))
            }
            ([panel, drawn, who, rest @ ..], false) if rest.len() < 2 => {
                exam = rest.first().map(|e| (*e).to_owned());
                number(panel).zip(number(drawn)).zip(name(who).zip(Some(None)))
            }
            _ => None,
        };
        let fits = exam.as_ref().is_none_or(|e| e.len() <= 20 && e.bytes().all(|b| b.is_ascii_digit()));
        let Some(((panel, number), (name, written))) = read.filter(|_| fits && all.len() < MOST) else {
            let (zh, en) = if written {
                (
                    "“考场号 抽签号 姓名 笔试成绩”，如“1 3 李明 78.5”",
                    "panel, number drawn, name and written score, such as “1 3 Li Ming 78.5”",
                )
            } else {
                ("“考场号 抽签号 姓名”，如“1 3 李明”", "panel, number drawn and name, such as “1 3 Li Ming”")
            };
            return Err(wrong(
                "candidates",
                format!("第{n}行看不懂：每行写{zh}。"),
                format!("Line {n} is not understood: write {en}."),
            ));
        };
        if !numbers.insert((panel, number)) {
            return Err(wrong(
                "candidates",
                format!("第{n}行：{panel}号考场的{number}号已有人。"),
                format!("Line {n}: number {number} of panel {panel} is taken."),
            ));
        }
        all.push(Listed { panel, number, name, written, exam });
    }
    Ok(all)
}
