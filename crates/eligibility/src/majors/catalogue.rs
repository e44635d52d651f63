//! The catalogue itself, and the major on a certificate resolved against it (applicant guide, question 10).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::facts::{Level, Major, Standing};

/// A major in the catalogue.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Listed {
    /// Its name as printed, with `（含：…）` or `（部分）`.
    pub name: String,
    /// Former names, as printed.
    pub former: Vec<String>,
}

/// A discipline or class (学科, 专业类), or a category (学科门类).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Discipline {
    /// Its name.
    pub name: String,
}

/// A broad group (专业大类).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Group {
    /// Its name.
    pub name: String,
    /// Codes of the disciplines and majors in it, of every level.
    pub codes: Vec<String>,
}

/// A catalogue of majors: broad groups, disciplines, majors with their former names.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Catalogue {
    /// Broad groups by their two digits.
    pub groups: BTreeMap<String, Group>,
    /// Categories and disciplines by code (`A03`, `A0301`).
    pub disciplines: BTreeMap<String, Discipline>,
    /// Majors by code (`A030105`).
    pub majors: BTreeMap<String, Listed>,
}

/// A name for comparison: full-width signs made plain, blanks gone, and the remark in brackets cut off.
pub(crate) fn plain(name: &str) -> (String, Option<String>) {
    let name = normal(name);
    match name.split_once('(') {
        Some((head, remark)) if !head.is_empty() => (head.to_owned(), Some(remark.trim_end_matches(')').to_owned())),
        _ => (name, None),
    }
}

/// Full-width brackets, colons, commas, digits and letters made plain, blanks and line breaks gone.
pub fn normal(text: &str) -> String {
    let plain = |c: char| match c {
        '（' => '(',
        '）' => ')',
        '：' | '∶' => ':',
        '，' => ',',
        '；' => ';',
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    };
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').map(plain).collect()
}

const PROFESSIONAL: &str = "专业硕士";

impl Catalogue {
    /// Directions printed with a major: those after 含：.
    pub fn directions(&self, code: &str) -> Vec<String> {
        let remark = self.majors.get(code).and_then(|m| plain(&m.name).1);
        let list = remark.as_deref().and_then(|r| r.strip_prefix("含:")?.split(')').next());
        match list {
            Some(list) => list.trim_end_matches('等').split('、').map(str::to_owned).collect(),
            None => Vec::new(),
        }
    }
    /// Whether a code, or the beginning of one, is in the catalogue.
    pub fn has(&self, code: &str) -> bool {
        self.disciplines.contains_key(code) || self.majors.contains_key(code)
    }
    /// The name printed for a code.
    pub fn name(&self, code: &str) -> Option<&str> {
        let major = self.majors.get(code).map(|m| m.name.as_str());
        major.or_else(|| self.disciplines.get(code).map(|d| d.name.as_str()))
    }
    /// What the major on a certificate is in this catalogue.
    ///
    /// The same name first; then a former name; then the name of a discipline, whose direction decides. Brackets on the
    /// certificate count only where the catalogue itself prints directions for the major (question 10 (3)); `（专业硕士）`
    /// belongs to the name.
    pub fn resolve(&self, level: Level, name: &str, direction: Option<&str>) -> Major {
        let printed = normal(name);
        let (head, remark) = plain(name);
        let direction = direction.map(normal).or_else(|| remark.clone());
        let major = |standing, codes: Vec<String>| Major {
            name: name.trim().to_owned(),
            direction: direction.clone().filter(|d| codes.iter().any(|c| self.directions(c).contains(d))),
            standing,
            codes,
        };
        let Some(letter) = level.letter() else { return major(Standing::Unlisted, Vec::new()) };
        let mine = || self.majors.iter().filter(move |(code, _)| code.starts_with(letter));
        // Brackets that are part of a printed name (法律（法学）, 专业硕士) must agree; other remarks are cut off.
        let same = |listed: &str| {
            let (listed_head, listed_remark) = plain(listed);
            let named = |r: &str| r != "部分" && !r.starts_with("含:") && r != "分语族";
            match listed_remark.as_deref() {
                Some(r) if r.contains(PROFESSIONAL) => {
                    remark.as_deref() == Some(r) && head == listed_head
                        || remark.is_none() && head == listed_head && head.ends_with("硕士")
                }
                Some(r) if named(r) => normal(listed) == printed,
                _ => head == listed_head && !remark.as_deref().is_some_and(|r| r.contains(PROFESSIONAL)),
            }
        };
        let partly = |listed: &str| normal(listed).ends_with("(部分)");
        let by_name: Vec<_> = mine().filter(|(_, m)| same(&m.name)).collect();
        if !by_name.is_empty() {
            let reserved = by_name.iter().all(|(_, m)| partly(&m.name));
            let standing = if reserved { Standing::Partly } else { Standing::Listed };
            return major(standing, by_name.into_iter().map(|(code, _)| code.clone()).collect());
        }
        let former = |reserved: bool| -> Vec<String> {
            let hit = |m: &Listed| m.former.iter().any(|f| partly(f) == reserved && same(f));
            mine().filter(|(_, m)| hit(m)).map(|(code, _)| code.clone()).collect()
        };
        for (standing, codes) in [(Standing::Listed, former(false)), (Standing::Partly, former(true))] {
            if !codes.is_empty() {
                return major(standing, codes);
            }
        }
        let discipline = |d: &Discipline| head == d.name || format!("{head}类") == d.name;
        let here = self.disciplines.iter().filter(|(code, d)| code.starts_with(letter) && discipline(d));
        let codes: Vec<_> = here.map(|(code, _)| code.clone()).max_by_key(String::len).into_iter().collect();
        if codes.is_empty() {
            return major(Standing::Unlisted, codes);
        }
        self.direction_in(level, &codes[0], direction.as_deref()).unwrap_or_else(|| major(Standing::Discipline, codes))
    }
    /// The major under `discipline` that has the direction's name.
    fn direction_in(&self, level: Level, discipline: &str, direction: Option<&str>) -> Option<Major> {
        let found = self.resolve(level, direction?, None);
        let inside = found.codes.iter().all(|c| c.starts_with(discipline));
        (found.standing == Standing::Listed && inside).then_some(found)
    }
}
