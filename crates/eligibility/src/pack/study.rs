//! The study with which one applies: level, degree, major and the fresh-graduate column, met by one certificate.

use super::{Way, build::Draft, narrow::narrowed, post::column};
use crate::{
    Requirement, Rule, Test,
    facts::Level,
    majors::CellMajors,
    test::{EducationTest, MajorWant},
};

/// The word of the fresh-graduate column that sets no limit.
const FREE: &str = "否";

/// Majors, and what is asked of who applies with them.
type Part = (Option<Vec<MajorWant>>, Vec<Requirement>);

pub(super) struct LevelMajors {
    pub level: Level,
    pub heading: &'static str,
    pub words: String,
    pub majors: CellMajors,
    pub people: Vec<Requirement>,
}

impl Draft<'_> {
    /// The levels that 学历 allows; nothing where its words are not known.
    fn levels(&self) -> Option<&Vec<Level>> {
        self.pack.words.levels.get(self.post.level.trim())
    }
    fn ways(&self) -> Option<Vec<&Way>> {
        let ways = self.pack.words.fresh.get(self.post.fresh.trim())?;
        Some(if ways.is_empty() { vec![&self.pack.settings.study] } else { ways.iter().collect() })
    }
    /// One course of study that meets level, degree, major and the fresh-graduate column at once.
    pub(super) fn study_clause(&self, majors: &[LevelMajors]) -> Requirement {
        let any = self.studies(majors, &EducationTest::default());
        let mut cite = vec![
            self.cell(column::LEVEL, &self.post.level),
            self.cell(column::DEGREE, &self.post.degree),
            self.cell(column::FRESH, &self.post.fresh),
        ];
        let cells = majors.iter().filter(|m| m.majors != CellMajors::Empty);
        cite.extend(cells.map(|m| self.cell(m.heading, &m.words)));
        // where there is one way only, it is this clause, and its article stays
        cite.extend(any.cite.iter().cloned());
        Requirement { cite, ..any }
    }
    pub(super) fn studies(&self, majors: &[LevelMajors], also: &EducationTest) -> Requirement {
        let degrees = self.pack.words.degrees.get(self.post.degree.trim());
        let (Some(levels), Some(ways), Some(degrees)) = (self.levels(), self.ways(), degrees) else {
            let cells = [
                (self.levels().is_none(), column::LEVEL, &self.post.level),
                (self.ways().is_none(), column::FRESH, &self.post.fresh),
                (degrees.is_none(), column::DEGREE, &self.post.degree),
            ];
            let unknown = cells.into_iter().filter(|c| c.0);
            return Requirement::all(unknown.map(|(_, heading, words)| self.needs_person(heading, words)).collect());
        };
        let asked = |m: &&LevelMajors| levels.contains(&m.level);
        if majors.iter().filter(asked).all(|m| m.majors == CellMajors::Empty && m.people.is_empty()) {
            // A level is asked for, and the cells of its majors say nothing: a slip that must not turn everybody away.
            return self.needs_person(column::LEVEL, &self.post.level);
        }
        let mut any = Vec::new();
        for level in levels {
            let Some(of_level) = majors.iter().find(|m| m.level == *level) else { continue };
            if of_level.majors == CellMajors::Empty && of_level.people.is_empty() {
                continue;
            }
            for way in &ways {
                let own = EducationTest { levels: vec![*level], degrees: degrees.clone(), ..Default::default() };
                let shape = narrowed(&self.pack.settings.study.study, &way.study)
                    .and_then(|s| narrowed(&s, &own))
                    .and_then(|s| narrowed(&s, self.study.as_ref()?))
                    .and_then(|s| narrowed(&s, also));
                any.extend(shape.iter().flat_map(|s| self.with_majors(of_level, s, way)));
            }
            let free = of_level.majors == CellMajors::Any && degrees.is_empty() && *also == EducationTest::default();
            if free && self.study == Some(EducationTest::default()) && self.post.fresh.trim() == FREE {
                let same = self.pack.settings.equivalents.iter().filter(|e| e.level == *level);
                any.extend(same.map(|e| e.require.clone().citing(self.pack.cite(&e.cite))));
            }
        }
        Requirement::any(any)
    }
    /// The study with its majors, split where a clause asks more of some of them.
    fn with_majors(&self, of: &LevelMajors, shape: &EducationTest, way: &Way) -> Vec<Requirement> {
        let wanted = match &of.majors {
            CellMajors::Of(wants) => Some(wants.clone()),
            CellMajors::Any | CellMajors::Empty => None,
        };
        let mut parts = vec![(wanted, Vec::new())];
        for (codes, then) in &self.when_majors {
            parts = parts.into_iter().flat_map(|(wants, and)| self.split_majors(wants, and, codes, then)).collect();
        }
        let level_conditions = self.when_level.iter().filter(|(levels, _)| levels.contains(&of.level));
        let extra: Vec<Requirement> = way.and.iter().cloned().chain(level_conditions.map(|(_, r)| r.clone())).collect();
        let mut any: Vec<Requirement> = Vec::new();
        for (majors, and) in parts.into_iter().filter(|p| p.0.as_ref().is_none_or(|w| !w.is_empty())) {
            let test = Test::Education(Box::new(EducationTest { majors, ..shape.clone() }));
            any.push(self.and(test.into(), extra.iter().chain(&and), way));
        }
        for person in &of.people {
            let test = Test::Education(Box::new(shape.clone()));
            any.push(self.and(test.into(), extra.iter().chain([person]), way));
        }
        any
    }
    /// Splits a list of majors into those that a clause names, with what it asks, and the others.
    fn split_majors(
        &self,
        wants: Option<Vec<MajorWant>>,
        and: Vec<Requirement>,
        codes: &[String],
        then: &Requirement,
    ) -> Vec<Part> {
        let Some(wants) = wants else {
            // Any major at all: the clause applies to whoever applies with one of these, and a person has to look.
            let mut and = and;
            and.push(Requirement::any(vec![then.clone(), Rule::NeedsPerson { words: codes.join("、") }.into()]));
            return vec![(None, and)];
        };
        let named = |w: &MajorWant| codes.iter().any(|c| w.code.starts_with(c.as_str()));
        let wants = wants.into_iter().flat_map(|w| self.parted(w, codes));
        let (with, others): (Vec<_>, Vec<_>) = wants.partition(named);
        vec![(Some(others), and.clone()), (Some(with), [and, vec![then.clone()]].concat())]
    }
    /// A want that is wider than one of `codes`, as what the catalogue lists right below it; others as they are.
    fn parted(&self, want: MajorWant, codes: &[String]) -> Vec<MajorWant> {
        if !codes.iter().any(|c| c.len() > want.code.len() && c.starts_with(&want.code)) {
            return vec![want];
        }
        let below = |code: &&String| code.len() == want.code.len() + 2 && code.starts_with(&want.code);
        let known = self.catalogue.disciplines.keys().chain(self.catalogue.majors.keys()).filter(below);
        known
            .flat_map(|code| {
                self.parted(
                    MajorWant { only: want.only.clone(), except: want.except.clone(), ..self.catalogue.want(code) },
                    codes,
                )
            })
            .collect()
    }
    fn and<'b>(&self, test: Requirement, and: impl Iterator<Item = &'b Requirement>, way: &Way) -> Requirement {
        let mut all = vec![test];
        all.extend(and.cloned());
        let requirement = if all.len() == 1 { all.remove(0) } else { Requirement::all(all) };
        requirement.citing(self.pack.cite(&way.cite))
    }
}
