//! A row of a post table becomes a requirement.

use base::Date;
use serde::{Deserialize, Serialize};

use super::{Named, Pack, Way, clauses};
use crate::{
    Cite, Requirement, Rule, Test,
    facts::Level,
    majors::{Catalogue, CellMajors, Unresolved},
    pack::Effect,
    test::{EducationTest, MajorWant},
};

/// A row of a post table, cell by cell as published, with where it stands.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Post {
    /// Sheet.
    pub sheet: String,
    /// Row, counted from 1.
    pub row: u32,
    /// 招考单位
    pub unit: String,
    /// 单位代码
    pub unit_code: String,
    /// 招考职位
    pub title: String,
    /// 职位代码
    pub code: String,
    /// 职位简介
    pub intro: String,
    /// 职位类型
    pub kind: String,
    /// 录用人数
    pub openings: u32,
    /// 学历
    pub level: String,
    /// 学位
    pub degree: String,
    /// 研究生专业名称及代码
    pub majors_postgraduate: String,
    /// 本科专业名称及代码
    pub majors_bachelor: String,
    /// 大专专业名称及代码
    pub majors_college: String,
    /// 是否要求2年以上基层工作经历
    pub grass_roots: String,
    /// 是否限应届毕业生报考
    pub fresh: String,
    /// 其他要求
    pub other: String,
    /// 考区
    pub district: String,
    /// 是否开展心理素质测评
    pub psychological: String,
}

/// Headings of the columns, as citations name them.
pub(super) mod column {
    pub const LEVEL: &str = "学历";
    pub const DEGREE: &str = "学位";
    pub const MAJORS: [&str; 3] = ["研究生专业名称及代码", "本科专业名称及代码", "大专专业名称及代码"];
    pub const GRASS_ROOTS: &str = "是否要求2年以上基层工作经历";
    pub const FRESH: &str = "是否限应届毕业生报考";
    pub const OTHER: &str = "其他要求";
    pub const PSYCHOLOGICAL: &str = "是否开展心理素质测评";
}

/// A clause of 其他要求 as it was read.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ClauseRead {
    /// Its words.
    pub words: String,
    /// Whether the pack understands it.
    pub understood: bool,
}

/// What a row became.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Built {
    /// The requirement.
    pub requirement: Requirement,
    /// The clauses of 其他要求.
    pub clauses: Vec<ClauseRead>,
    /// Parts of the major cells that could not be resolved, with the column.
    pub unresolved: Vec<(String, Unresolved)>,
    /// How many codes and groups were resolved.
    pub resolved: usize,
}

/// A requirement with `$unit` and `$city` filled in.
pub(super) fn fill(value: &serde_json::Value, unit: &str, city: &str) -> Result<Requirement, serde_json::Error> {
    use serde_json::Value;
    fn walk(value: &Value, unit: &str, city: &str) -> Value {
        match value {
            Value::String(s) if s == "$unit" => Value::String(unit.to_owned()),
            Value::String(s) if s == "$city" => Value::String(city.to_owned()),
            Value::Array(list) => list.iter().map(|v| walk(v, unit, city)).collect(),
            Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), walk(v, unit, city))).collect(),
            other => other.clone(),
        }
    }
    serde_json::from_value(walk(value, unit, city))
}

/// `base` narrowed by `patch`: lists are intersected, switches are added, dates are replaced.
fn narrowed(base: &EducationTest, patch: &EducationTest) -> EducationTest {
    fn both<T: PartialEq + Clone>(a: &[T], b: &[T]) -> Vec<T> {
        match (a, b) {
            (a, []) => a.to_vec(),
            ([], b) => b.to_vec(),
            (a, b) => a.iter().filter(|x| b.contains(x)).cloned().collect(),
        }
    }
    EducationTest {
        levels: both(&base.levels, &patch.levels),
        kinds: both(&base.kinds, &patch.kinds),
        not_in_service: base.not_in_service || patch.not_in_service,
        finished_by: patch.finished_by.or(base.finished_by),
        expected: patch.expected.clone().or_else(|| base.expected.clone()),
        graduated: patch.graduated.or(base.graduated),
        degrees: both(&base.degrees, &patch.degrees),
        degree_codes: both(&base.degree_codes, &patch.degree_codes),
        schools: both(&base.schools, &patch.schools),
        school_area: patch.school_area.clone().or_else(|| base.school_area.clone()),
        certified: base.certified || patch.certified,
        not_directed: base.not_directed || patch.not_directed,
        directed: base.directed || patch.directed,
        highest: base.highest || patch.highest,
        majors: patch.majors.clone().or_else(|| base.majors.clone()),
    }
}

/// A post on its way to a requirement.
struct Draft<'a> {
    pack: &'a Pack,
    post: &'a Post,
    /// What the clauses add.
    required: Vec<Requirement>,
    /// What they ask of the study.
    study: EducationTest,
    /// Directions: code, only, except.
    directions: Vec<(String, Vec<String>, Vec<String>)>,
    /// Conditions on levels and majors.
    when_level: Vec<(Vec<Level>, Requirement)>,
    when_majors: Vec<(Vec<String>, Requirement)>,
}

impl Pack {
    /// The requirement of a post, with what in it was understood.
    pub fn build(&self, post: &Post, catalogue: &Catalogue) -> Built {
        let mut draft = Draft {
            pack: self,
            post,
            required: Vec::new(),
            study: EducationTest::default(),
            directions: Vec::new(),
            when_level: Vec::new(),
            when_majors: Vec::new(),
        };
        let read: Vec<ClauseRead> = clauses::split(&post.other).map(|words| draft.clause(words)).collect();
        let (majors, unresolved, resolved) = draft.majors(catalogue);
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
    fn cell(&self, column: &str, words: &str) -> Cite {
        Cite::Cell {
            sheet: self.post.sheet.clone(),
            row: self.post.row,
            column: column.to_owned(),
            words: words.to_owned(),
        }
    }
    fn needs_person(&self, column: &str, words: &str) -> Requirement {
        Requirement::from(Rule::NeedsPerson { words: words.to_owned() }).citing(self.cell(column, words))
    }
    /// A named requirement as it applies to this post, or nothing where it does not.
    fn named(&self, rule: &Named) -> Option<Requirement> {
        if !rule.sheets.is_empty() && !rule.sheets.contains(&self.post.sheet) {
            return None;
        }
        let place = self.post.unit_code.get(1..3).and_then(|d| self.pack.settings.places.get(d));
        let local = rule.local.as_ref().filter(|l| l.units.iter().any(|w| self.post.unit.contains(w)));
        let value = match (local, place) {
            (Some(l), _) => &l.require,
            (None, Some(p)) if p.provincial => rule.provincial.as_ref().unwrap_or(&rule.require),
            (None, _) => &rule.require,
        };
        let city = place.map_or("?", |p| p.area.as_str());
        let requirement = fill(value, &self.post.unit_code, city).unwrap_or_else(|e| {
            // The pack was checked when it was read; what still fails is shown to a person, never dropped.
            Rule::NeedsPerson { words: format!("{}: {e}", rule.cite.article) }.into()
        });
        Some(requirement.citing(self.pack.cite(&rule.cite)))
    }
    fn clause(&mut self, words: &str) -> ClauseRead {
        let cite = self.cell(column::OTHER, words);
        let Some(parts) = clauses::read(&self.pack.clauses, words) else {
            self.required.push(self.needs_person(column::OTHER, words));
            return ClauseRead { words: words.to_owned(), understood: false };
        };
        for (clause, captures) in parts {
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
                    Effect::Study(shape) => self.study = narrowed(&self.study, shape),
                    Effect::Only => self.directions.push((capture("code"), list("only"), Vec::new())),
                    Effect::Except => self.directions.push((capture("code"), Vec::new(), list("except"))),
                    Effect::WhenLevel { levels, then } => {
                        self.when_level.push((levels.clone(), cited(then.clone())));
                    }
                    Effect::WhenMajors { codes, .. } => {
                        self.when_majors.extend(named.map(|r| (codes.clone(), cited(r))));
                    }
                    Effect::Notice => self.required.push(cited(Rule::Notice { words: words.into() }.into())),
                    Effect::NeedsPerson => self.required.push(cited(Rule::NeedsPerson { words: words.into() }.into())),
                }
            }
        }
        ClauseRead { words: words.to_owned(), understood: true }
    }
    /// The major cells of the three levels.
    fn majors(&mut self, catalogue: &Catalogue) -> (Vec<LevelMajors>, Vec<(String, Unresolved)>, usize) {
        let levels = [Level::Postgraduate, Level::Bachelor, Level::College];
        let cells = [&self.post.majors_postgraduate, &self.post.majors_bachelor, &self.post.majors_college];
        let (mut out, mut unresolved, mut resolved) = (Vec::new(), Vec::new(), 0);
        for ((level, heading), cell) in levels.into_iter().zip(column::MAJORS).zip(cells) {
            let (mut majors, missing) = catalogue.read_cell(level, cell);
            let mut people = Vec::new();
            for m in missing {
                people.push(self.needs_person(heading, &m.words));
                unresolved.push((heading.to_owned(), m));
            }
            if let CellMajors::Of(wants) = &mut majors {
                resolved += wants.len();
                for (code, only, except) in &self.directions {
                    limit(wants, code, only, except);
                }
            }
            out.push(LevelMajors { level, heading, words: cell.clone(), majors, people });
        }
        (out, unresolved, resolved)
    }
    /// The levels that 学历 allows; nothing where its words are not known.
    fn levels(&self) -> Option<&Vec<Level>> {
        self.pack.words.levels.get(self.post.level.trim())
    }
    fn ways(&self) -> Option<Vec<&Way>> {
        let ways = self.pack.words.fresh.get(self.post.fresh.trim())?;
        Some(if ways.is_empty() { vec![&self.pack.settings.study] } else { ways.iter().collect() })
    }
    /// One course of study that meets level, degree, major and the fresh-graduate column at once.
    fn study_clause(&self, majors: &[LevelMajors]) -> Requirement {
        let any = self.studies(majors, &EducationTest::default());
        let mut cite = vec![
            self.cell(column::LEVEL, &self.post.level),
            self.cell(column::DEGREE, &self.post.degree),
            self.cell(column::FRESH, &self.post.fresh),
        ];
        let cells = majors.iter().filter(|m| m.majors != CellMajors::Empty);
        cite.extend(cells.map(|m| self.cell(m.heading, &m.words)));
        Requirement { cite, ..any }
    }
    fn studies(&self, majors: &[LevelMajors], also: &EducationTest) -> Requirement {
        let (Some(levels), Some(ways)) = (self.levels(), self.ways()) else {
            let words = format!("{} {}", self.post.level, self.post.fresh);
            return Rule::NeedsPerson { words }.into();
        };
        let Some(degrees) = self.pack.words.degrees.get(self.post.degree.trim()) else {
            return Rule::NeedsPerson { words: self.post.degree.clone() }.into();
        };
        let mut any = Vec::new();
        for level in levels {
            let Some(of_level) = majors.iter().find(|m| m.level == *level) else { continue };
            if of_level.majors == CellMajors::Empty && of_level.people.is_empty() {
                continue;
            }
            for way in &ways {
                let own = EducationTest { levels: vec![*level], degrees: degrees.clone(), ..Default::default() };
                let base = narrowed(&self.pack.settings.study.study, &way.study);
                let shape = narrowed(&narrowed(&narrowed(&base, &own), &self.study), also);
                // Two lists that exclude each other leave nobody: an empty list would ask for nothing instead.
                if shape.levels.is_empty() || shape.kinds.is_empty() && !base.kinds.is_empty() {
                    continue;
                }
                any.extend(self.with_majors(of_level, &shape, way));
            }
            let free = of_level.majors == CellMajors::Any && degrees.is_empty() && *also == EducationTest::default();
            if free && self.study == EducationTest::default() && self.post.fresh.trim() == FREE {
                let same = self.pack.settings.equivalents.iter().filter(|e| e.level == *level);
                any.extend(same.map(|e| e.require.clone().citing(self.pack.cite(&e.cite))));
            }
        }
        if any.is_empty() { Rule::Any(Vec::new()).into() } else { Requirement::any(any) }
    }
    /// The study with its majors, split where a clause asks more of some of them.
    fn with_majors(&self, of: &LevelMajors, shape: &EducationTest, way: &Way) -> Vec<Requirement> {
        let wanted = match &of.majors {
            CellMajors::Of(wants) => Some(wants.clone()),
            CellMajors::Any | CellMajors::Empty => None,
        };
        let mut parts = vec![(wanted, Vec::new())];
        for (codes, then) in &self.when_majors {
            parts = parts.into_iter().flat_map(|(wants, and)| split_majors(wants, and, codes, then)).collect();
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
    fn and<'b>(&self, test: Requirement, and: impl Iterator<Item = &'b Requirement>, way: &Way) -> Requirement {
        let mut all = vec![test];
        all.extend(and.cloned());
        let requirement = if all.len() == 1 { all.remove(0) } else { Requirement::all(all) };
        requirement.citing(self.pack.cite(&way.cite))
    }
    fn age(&self, majors: &[LevelMajors]) -> Option<Requirement> {
        let fits = |sheets: &[String]| sheets.is_empty() || sheets.contains(&self.post.sheet);
        let rule = self.pack.settings.age.iter().find(|a| fits(&a.sheets))?;
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
        all
    }
}

/// The word of the fresh-graduate column that sets no limit.
const FREE: &str = "否";

struct LevelMajors {
    level: Level,
    heading: &'static str,
    words: String,
    majors: CellMajors,
    people: Vec<Requirement>,
}

/// Sets directions on the wants of a code. A wider want keeps its width; the code is then wanted with the limit only
/// where it was wanted by itself.
fn limit(wants: &mut [MajorWant], code: &str, only: &[String], except: &[String]) {
    for want in wants.iter_mut().filter(|w| w.code == code) {
        if !only.is_empty() {
            want.only = only.to_vec();
        }
        want.except.extend(except.iter().cloned());
    }
}

type Part = (Option<Vec<MajorWant>>, Vec<Requirement>);

/// Splits a list of majors into those that a clause names, with what it asks, and the others.
fn split_majors(
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
    let named = |w: &MajorWant| codes.iter().any(|c| w.code.starts_with(c.as_str()) || c.starts_with(&w.code));
    let (law, others): (Vec<_>, Vec<_>) = wants.into_iter().partition(named);
    let mut with = and.clone();
    with.push(then.clone());
    vec![(Some(others), and), (Some(law), with)]
}
