//! A row of a post table becomes a requirement.

use super::{
    AgeRule, Built, ClauseRead, Effect, Named, Pack, Post, clauses, fill::filled, narrow::narrowed, post::column,
    study::LevelMajors,
};
use crate::{
    Cite, Requirement, Rule,
    facts::Level,
    majors::{Catalogue, CellMajors, Unresolved},
    test::{EducationTest, MajorWant},
};
use base::Date;

/// Directions that a clause sets on one code.
struct Direction {
    code: String,
    only: Vec<String>,
    except: Vec<String>,
    words: String,
}

/// A post on its way to a requirement.
pub(super) struct Draft<'a> {
    pub pack: &'a Pack,
    pub post: &'a Post,
    pub catalogue: &'a Catalogue,
    /// What the clauses add.
    required: Vec<Requirement>,
    /// What they ask of the study.
    pub study: Option<EducationTest>,
    directions: Vec<Direction>,
    /// Conditions on levels and majors.
    pub when_level: Vec<(Vec<Level>, Requirement)>,
    pub when_majors: Vec<(Vec<String>, Requirement)>,
}

impl Pack {
    /// The requirement of a post, with what in it was understood.
    pub fn build(&self, post: &Post, catalogue: &Catalogue) -> Built {
        let mut draft = Draft {
            pack: self,
            post,
            catalogue,
            required: Vec::new(),
            study: Some(EducationTest::default()),
            directions: Vec::new(),
            when_level: Vec::new(),
            when_majors: Vec::new(),
        };
        let read: Vec<ClauseRead> = clauses::split(&post.other).map(|words| draft.clause(words)).collect();
        let (majors, unresolved, resolved) = draft.majors();
        let mut all = vec![draft.study_clause(&majors)];
        all.extend(draft.age(&majors));
        all.extend(draft.columns());
        all.append(&mut draft.required);
        for rule in self.settings.base.values() {
            all.extend(draft.named(rule));
        }
        Built { requirement: Requirement::all(all), clauses: read, unresolved, resolved }
    }
    /// First day of registration.
    pub fn registration(&self) -> Date {
        self.settings.registration
    }
}

impl Draft<'_> {
    pub fn cell(&self, column: &str, words: &str) -> Cite {
        Cite::Cell {
            sheet: self.post.sheet.clone(),
            row: self.post.row,
            column: column.to_owned(),
            words: words.to_owned(),
        }
    }
    pub fn needs_person(&self, column: &str, words: &str) -> Requirement {
        Requirement::from(Rule::NeedsPerson { words: words.to_owned() }).citing(self.cell(column, words))
    }
    /// A named requirement as it applies to this post, or nothing where it does not.
    fn named(&self, rule: &Named) -> Option<Requirement> {
        if !rule.sheets.is_empty() && !rule.sheets.contains(&self.post.sheet) {
            return None;
        }
        let place = self.post.unit_code.get(1..3).and_then(|d| self.pack.settings.places.get(d));
        let local = rule.local.as_ref().filter(|l| l.units.iter().any(|w| self.post.unit.contains(w)));
        let named = match (local, place) {
            (Some(l), _) => &l.require,
            (None, Some(p)) if p.provincial => rule.provincial.as_ref().unwrap_or(&rule.require),
            (None, _) => &rule.require,
        };
        let Some(requirement) = filled(named, &self.post.unit_code, place.map(|p| p.area.as_str())) else {
            // Which city it is cannot be read from the unit's code: a person has to say, nobody is turned away for it.
            return Some(self.needs_person(column::UNIT_CODE, &self.post.unit_code).citing(self.pack.cite(&rule.cite)));
        };
        Some(requirement.citing(self.pack.cite(&rule.cite)))
    }
    fn clause(&mut self, words: &str) -> ClauseRead {
        let cite = self.cell(column::OTHER, words);
        let Some(parts) = clauses::read(&self.pack.clauses, words) else {
            self.required.push(self.needs_person(column::OTHER, words));
            return ClauseRead { words: words.to_owned(), understood: false };
        };
        for clauses::Part { clause, captures, words: part } in parts {
            let from = self.pack.cite(&clause.cite);
            let cited = |r: Requirement| Requirement { cite: [r.cite, vec![cite.clone(), from.clone()]].concat(), ..r };
            let capture = |name: &str| captures.get(name).cloned().unwrap_or_default();
            let list = |name: &str| -> Vec<String> {
                capture(name).split('、').filter(|s| !s.is_empty()).map(str::to_owned).collect()
            };
            for effect in &clause.effects {
                let named = effect.named().and_then(|n| self.named(self.pack.settings.named.get(n)?));
                match effect {
                    Effect::Require(r) => self.required.push(cited(r.clone())),
                    Effect::Named(_) => self.required.extend(named.map(cited)),
                    Effect::Study(shape) => self.study = self.study.as_ref().and_then(|s| narrowed(s, shape)),
                    Effect::Only | Effect::Except => self.directions.push(Direction {
                        code: capture("code"),
                        only: list("only"),
                        except: list("except"),
                        words: part.to_owned(),
                    }),
                    Effect::WhenLevel { levels, then } => {
                        self.when_level.push((levels.clone(), cited(then.clone())));
                    }
                    Effect::WhenMajors { codes, .. } => {
                        self.when_majors.extend(named.map(|r| (codes.clone(), cited(r))));
                    }
                    Effect::Notice => self.required.push(cited(Rule::Notice { words: part.into() }.into())),
                    Effect::NeedsPerson => self.required.push(cited(Rule::NeedsPerson { words: part.into() }.into())),
                }
            }
        }
        ClauseRead { words: words.to_owned(), understood: true }
    }
    /// The major cells of the three levels.
    fn majors(&mut self) -> (Vec<LevelMajors>, Vec<(String, Unresolved)>, usize) {
        let levels = [Level::Postgraduate, Level::Bachelor, Level::College];
        let cells = [&self.post.majors_postgraduate, &self.post.majors_bachelor, &self.post.majors_college];
        let (mut out, mut unresolved, mut resolved) = (Vec::new(), Vec::new(), 0);
        let mut set = vec![false; self.directions.len()];
        for ((level, heading), cell) in levels.into_iter().zip(column::MAJORS).zip(cells) {
            let (mut majors, missing) = self.catalogue.read_cell(level, cell);
            let mut people = Vec::new();
            for m in missing {
                people.push(self.needs_person(heading, &m.words));
                unresolved.push((heading.to_owned(), m));
            }
            if let CellMajors::Of(wants) = &mut majors {
                resolved += wants.len();
                for (direction, set) in self.directions.iter().zip(&mut set) {
                    *set |= limit(wants, direction);
                }
            }
            out.push(LevelMajors { level, heading, words: cell.clone(), majors, people });
        }
        // A direction of a major that no cell asks for would change nothing: a person has to see it.
        let lost = self.directions.iter().zip(set).filter(|(_, set)| !set);
        let lost: Vec<Requirement> = lost.map(|(d, _)| self.needs_person(column::OTHER, &d.words)).collect();
        self.required.extend(lost);
        (out, unresolved, resolved)
    }
    fn age(&self, majors: &[LevelMajors]) -> Option<Requirement> {
        let fits = |list: &[String], own: &String| list.is_empty() || list.contains(own);
        let here = |a: &&AgeRule| fits(&a.sheets, &self.post.sheet) && fits(&a.kinds, &self.post.kind);
        let rule = self.pack.settings.age.iter().find(here)?;
        let mut limits = vec![rule.limit.clone()];
        if let Some(relaxed) = &rule.relaxed {
            let study = self.studies(majors, &relaxed.study);
            if !matches!(&study.rule, Rule::Any(of) if of.is_empty()) {
                limits.push(Requirement::all(vec![relaxed.limit.clone(), study]));
            }
        }
        Some(Requirement::any(limits).citing(self.pack.cite(&rule.cite)))
    }
    /// The columns that stand for themselves.
    fn columns(&self) -> Vec<Requirement> {
        let mut all = Vec::new();
        let words = self.post.grass_roots.trim();
        match self.pack.words.grass_roots.get(words) {
            Some(None) => {}
            Some(Some(name)) => {
                let rule = self.pack.settings.named.get(name).and_then(|n| self.named(n));
                all.extend(rule.map(|r| r.citing(self.cell(column::GRASS_ROOTS, words))));
            }
            None => all.push(self.needs_person(column::GRASS_ROOTS, words)),
        }
        let words = self.post.psychological.trim();
        match self.pack.words.psychological.get(words) {
            Some(false) => {}
            Some(true) => {
                let notice = Requirement::from(Rule::Notice { words: column::PSYCHOLOGICAL.into() });
                all.push(notice.citing(self.cell(column::PSYCHOLOGICAL, words)));
            }
            None => all.push(self.needs_person(column::PSYCHOLOGICAL, words)),
        }
        if !self.post.terms.trim().is_empty() {
            let notice = Requirement::from(Rule::Notice { words: self.post.terms.clone() });
            all.push(notice.citing(self.cell(column::TERMS, &self.post.terms)));
        }
        let kind = self.post.kind.trim();
        if !kind.is_empty() && !self.pack.words.kinds.iter().any(|k| k == kind) {
            all.push(self.needs_person(column::KIND, kind));
        }
        all
    }
}

/// Sets directions on the wants of a code, and says whether there was one. A wider want keeps its width; the code is
/// then wanted with the limit only where it was wanted by itself.
fn limit(wants: &mut [MajorWant], direction: &Direction) -> bool {
    let mut found = false;
    for want in wants.iter_mut().filter(|w| w.code == direction.code) {
        if !direction.only.is_empty() {
            want.only.clone_from(&direction.only);
        }
        want.except.extend(direction.except.iter().cloned());
        found = true;
    }
    found
}
