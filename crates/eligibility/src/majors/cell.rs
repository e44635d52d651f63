//! The major cells of a post table.

use serde::{Deserialize, Serialize};

use super::catalogue::{Catalogue, normal};
use crate::{facts::Level, test::MajorWant};

/// What a cell of majors asks for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellMajors {
    /// The cell is empty: this level is not asked for.
    Empty,
    /// 不限
    Any,
    /// One of these.
    Of(Vec<MajorWant>),
}

/// A part of a cell that could not be resolved.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Unresolved {
    /// The words.
    pub words: String,
    /// Why, as a key: `no_code`, `unknown_code`, `other_level`, `other_name`, `unknown_group`, `unknown_direction`.
    pub why: String,
}

/// Parts of a cell, split at commas outside brackets that follow a code.
///
/// Names hold commas and enumeration signs of their own (`供热、供燃气、通风及空调工程(A081403)`), so a part ends at a
/// comma only when a code or a broad group has been read.
fn parts(cell: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for c in normal(cell).chars() {
        match parts.last_mut() {
            Some(part) if matches!(c, ',' | ';' | '、') && whole(part) => parts.push(String::new()),
            Some(part) => part.push(c),
            None => {}
        }
    }
    parts.retain(|p| !p.is_empty());
    parts
}

fn whole(part: &str) -> bool {
    code(part).is_some() || group(part).is_some() || part == "不限"
}

/// The code in the last brackets: a letter A, B or C and an even number of digits.
pub fn code(part: &str) -> Option<&str> {
    let inner = part.strip_suffix(')')?.rsplit_once('(')?.1;
    let digits = inner.strip_prefix(['A', 'B', 'C'])?;
    (matches!(digits.len(), 2 | 4 | 6) && digits.bytes().all(|b| b.is_ascii_digit())).then_some(inner)
}

/// The two digits of a broad group: `06法律类`, `法律类(06)`.
fn group(part: &str) -> Option<&str> {
    let two = |s: &str| s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit());
    let head = part.get(..2).filter(|s| two(s) && part.ends_with('类'));
    head.or_else(|| part.strip_suffix(')')?.rsplit_once('(').map(|p| p.1).filter(|s| two(s)))
}

impl Catalogue {
    /// What a cell of majors of this level asks for, and what in it could not be resolved.
    pub fn read_cell(&self, level: Level, cell: &str) -> (CellMajors, Vec<Unresolved>) {
        let parts = parts(cell);
        match parts.as_slice() {
            [] => return (CellMajors::Empty, Vec::new()),
            [one] if one == "不限" => return (CellMajors::Any, Vec::new()),
            _ => {}
        }
        let (mut wanted, mut unresolved) = (Vec::new(), Vec::new());
        for part in parts {
            match self.read_part(level, &part) {
                Ok(mut majors) => wanted.append(&mut majors),
                Err(why) => unresolved.push(Unresolved { words: part, why: why.into() }),
            }
        }
        wanted.sort();
        wanted.dedup();
        (CellMajors::Of(wanted), unresolved)
    }
    /// One part: a major with its code, or a broad group.
    pub fn read_part(&self, level: Level, part: &str) -> Result<Vec<MajorWant>, &'static str> {
        let part = normal(part);
        let letter = level.letter().ok_or("other_level")?;
        if let Some(digits) = group(&part) {
            let group = self.groups.get(digits).ok_or("unknown_group")?;
            let of_level = group.codes.iter().filter(|c| c.starts_with(letter));
            return Ok(of_level.map(|code| self.want(code)).collect());
        }
        let code = code(&part).ok_or("no_code")?;
        if !code.starts_with(letter) {
            return Err("other_level");
        }
        if !self.has(code) {
            return Err("unknown_code");
        }
        let name = part.strip_suffix(&format!("({code})")).unwrap_or_default();
        let (head, only) = match name.split_once("(限:") {
            Some((head, list)) => (head, list.trim_end_matches(')').split('、').map(str::to_owned).collect()),
            None => (name, Vec::new()),
        };
        let same = |printed: &str| {
            let printed = normal(printed);
            printed == head || printed.split('(').next() == head.split('(').next()
        };
        let named = self.name(code).is_some_and(same)
            || self.majors.get(code).is_some_and(|m| m.former.iter().any(|f| same(f)));
        if !named && !head.is_empty() {
            return Err("other_name");
        }
        let printed = self.directions(code);
        if !printed.is_empty() && only.iter().any(|d| !printed.contains(d)) {
            return Err("unknown_direction");
        }
        Ok(vec![MajorWant { only, ..self.want(code) }])
    }
    /// That major with every direction, by the name that is printed for it.
    pub fn want(&self, code: &str) -> MajorWant {
        MajorWant { name: self.name(code).unwrap_or_default().to_owned(), ..MajorWant::code(code) }
    }
}
