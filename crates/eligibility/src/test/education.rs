//! One course of study that meets everything at once.
//!
//! Level, degree and major must come from the same certificate (applicant guide, question 3), so this is one test over
//! each record and not several over the person. It falls into two halves, the *shape* and the major, because screening
//! many people evaluates each half once per distinct value.

use base::Date;
use serde::{Deserialize, Serialize};

use super::{Aspect, Field, Found, Value, by, each_found, known, lies_in, since};
use crate::{
    Facts, Truth,
    facts::{DegreeLevel, Education, Level, Major, Standing, Status, StudyKind},
};

/// A span of days, both ends included.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

/// When an expected diploma counts like one in hand.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// For these kinds of study.
    pub kinds: Vec<StudyKind>,
    /// When it is expected on or before this day.
    pub by: Date,
}

/// A major wanted: a code or the beginning of one, with the directions asked for or left out.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MajorWant {
    /// `A03` (a category), `A0301` (a discipline), `A030105` (a major).
    pub code: String,
    /// What the catalogue calls it; empty where no catalogue was at hand.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Only these directions (限), when any are named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<String>,
    /// Not these directions (不包含).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<String>,
}
impl MajorWant {
    /// The code with every direction.
    pub fn code(code: impl Into<String>) -> Self {
        Self { code: code.into(), name: String::new(), only: Vec::new(), except: Vec::new() }
    }
    /// Whether the major is this one.
    pub fn eval(&self, major: &Major) -> Truth {
        match major.standing {
            Standing::Unlisted => Truth::Unknown,
            Standing::Listed => self.one_code(major).and(self.direction(major)),
            Standing::Partly => self.one_code(major).and(self.direction(major)).and(Truth::Unknown),
            Standing::Discipline => Truth::any(
                major
                    .codes
                    .iter()
                    .map(|c| Truth::between(c.starts_with(&self.code), self.code.starts_with(c.as_str()))),
            )
            .and(self.direction(major)),
        }
    }
    /// A name that stands for several codes decides nothing unless all of them agree.
    fn one_code(&self, major: &Major) -> Truth {
        let fits = |c: &String| c.starts_with(&self.code);
        Truth::between(!major.codes.is_empty() && major.codes.iter().all(fits), major.codes.iter().any(fits))
    }
    fn direction(&self, major: &Major) -> Truth {
        if self.only.is_empty() && self.except.is_empty() {
            return Truth::Yes;
        }
        known(&major.direction, |d| {
            ((self.only.is_empty() || self.only.contains(d)) && !self.except.contains(d)).into()
        })
    }
}

/// What one course of study must be. A list left empty, and a switch left off, asks for nothing.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct EducationTest {
    /// One of these levels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<Level>,
    /// One of these kinds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<StudyKind>,
    /// Of these kinds a person must say whether they count; they need to be among `kinds` too, where that is not empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ask_kinds: Vec<StudyKind>,
    /// It stands so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statuses: Vec<Status>,
    /// Not held beside a job (非在职).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub not_in_service: bool,
    /// The diploma in hand on or before this day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished_by: Option<Date>,
    /// Or expected.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<Expected>,
    /// Graduation, past or expected, within this span.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub graduated: Option<Window>,
    /// One of these degree levels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub degrees: Vec<DegreeLevel>,
    /// One of these degrees by code.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub degree_codes: Vec<String>,
    /// One of these schools.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub schools: Vec<String>,
    /// A school in this area (prefix of GB/T 2260).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub school_area: Option<String>,
    /// A foreign diploma is certified.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub certified: bool,
    /// Not bound to an employer (定向生, 委培生).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub not_directed: bool,
    /// Bound to an employer, for a rule that excludes it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub directed: bool,
    /// The highest level that the person has or is about to have.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub highest: bool,
    /// One of these majors; absent: any (不限).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub majors: Option<Vec<MajorWant>>,
}

/// Whether `e` is the highest of these: no other one, in hand or expected, is of a higher level.
pub fn highest(e: &Education, of: &[Education]) -> Truth {
    Truth::any(of.iter().filter(|o| !o.auxiliary && !std::ptr::eq(*o, e)).map(|o| {
        let counts = known(&o.status, |s| matches!(s, Status::Graduated | Status::Expected).into());
        let higher = match (o.level, e.level) {
            (Some(other), Some(own)) => (other > own).into(),
            _ => Truth::Unknown,
        };
        counts.and(higher)
    }))
    .not()
}

impl EducationTest {
    /// The test without its majors.
    pub fn shape_only(&self) -> Self {
        Self { majors: None, ..self.clone() }
    }
    /// The sides that the test asks about, but for the major, each as a test that asks for nothing else.
    pub(crate) fn sides(&self) -> impl Iterator<Item = (Aspect, Self)> {
        use Aspect::*;
        // every field has its place here, or this does not compile
        let Self {
            levels,
            kinds,
            ask_kinds,
            statuses,
            not_in_service,
            finished_by,
            expected,
            graduated,
            degrees,
            degree_codes,
            schools,
            school_area,
            certified,
            not_directed,
            directed,
            highest,
            majors: _,
        } = self;
        let none = Self::default;
        [
            (Level, Self { levels: levels.clone(), ..none() }),
            (Kind, Self { kinds: kinds.clone(), ask_kinds: ask_kinds.clone(), ..none() }),
            (InService, Self { not_in_service: *not_in_service, ..none() }),
            (
                Finished,
                Self { statuses: statuses.clone(), finished_by: *finished_by, expected: expected.clone(), ..none() },
            ),
            (Graduated, Self { graduated: *graduated, ..none() }),
            (Degree, Self { degrees: degrees.clone(), degree_codes: degree_codes.clone(), ..none() }),
            (School, Self { schools: schools.clone(), ..none() }),
            (SchoolArea, Self { school_area: school_area.clone(), ..none() }),
            (Certified, Self { certified: *certified, ..none() }),
            (Directed, Self { not_directed: *not_directed, directed: *directed, ..none() }),
            (Highest, Self { highest: *highest, ..none() }),
            (NotAuxiliary, none()),
        ]
        .into_iter()
        // a minor counts for no test at all
        .filter(|(aspect, side)| *aspect == NotAuxiliary || *side != Self::default())
    }
    /// What one side says of a study.
    pub(crate) fn side(&self, aspect: Aspect, e: &Education, highest: Truth) -> Truth {
        Truth::all(self.aspects(e, highest).into_iter().filter(|a| a.0 == aspect).map(|a| a.1))
    }
    /// Every side but the major.
    pub fn aspects(&self, e: &Education, highest: Truth) -> [(Aspect, Truth); 13] {
        use Aspect::*;
        let free = |asked: bool, truth: Truth| if asked { truth } else { Truth::Yes };
        let dated = |test: &dyn Fn(base::PartialDate) -> Truth| known(&e.graduated, |d| test(*d));
        let finished = match (self.finished_by, &self.expected) {
            (None, None) => Truth::Yes,
            (in_hand, expected) => known(&e.status, |status| match status {
                Status::Graduated => in_hand.map_or(Truth::Yes, |day| dated(&|d| by(d, day))),
                Status::Expected => expected
                    .as_ref()
                    .map_or(Truth::No, |x| known(&e.kind, |k| x.kinds.contains(k).into()).and(dated(&|d| by(d, x.by)))),
                Status::Studying | Status::Incomplete => Truth::No,
            }),
        };
        let status = free(!self.statuses.is_empty(), known(&e.status, |s| self.statuses.contains(s).into()));
        let kind = |k: &StudyKind| {
            let counts = self.kinds.is_empty() || self.kinds.contains(k);
            Truth::between(counts && !self.ask_kinds.contains(k), counts)
        };
        let window = |w: Window| dated(&|d| since(d, w.from).and(by(d, w.to)));
        let listed = |list: &[String], one: &Option<String>| known(one, |s| list.contains(s).into());
        let foreign = known(&e.kind, |k| (*k == StudyKind::Overseas).into());
        [
            (Level, free(!self.levels.is_empty(), known(&e.level, |l| self.levels.contains(l).into()))),
            (Kind, free(!self.kinds.is_empty() || !self.ask_kinds.is_empty(), known(&e.kind, kind))),
            (InService, free(self.not_in_service, Truth::from(e.in_service).not())),
            (Finished, finished.and(status)),
            (Graduated, self.graduated.map_or(Truth::Yes, window)),
            (Degree, free(!self.degrees.is_empty(), known(&e.degree, |d| self.degrees.contains(&d.level).into()))),
            (
                Degree,
                free(
                    !self.degree_codes.is_empty(),
                    known(&e.degree, |d| match d.level {
                        DegreeLevel::None => Truth::No,
                        _ => listed(&self.degree_codes, &d.code),
                    }),
                ),
            ),
            (School, free(!self.schools.is_empty(), listed(&self.schools, &e.school))),
            (
                SchoolArea,
                self.school_area.as_ref().map_or(Truth::Yes, |area| known(&e.school_area, |c| lies_in(c, area))),
            ),
            (Certified, free(self.certified, foreign.not().or(e.certified.into()))),
            (
                Directed,
                free(self.not_directed, Truth::from(e.directed).not()).and(free(self.directed, e.directed.into())),
            ),
            (Highest, free(self.highest, highest)),
            (NotAuxiliary, (!e.auxiliary).into()),
        ]
    }
    /// Whether every side but the major is met.
    pub fn shape(&self, e: &Education, highest: Truth) -> Truth {
        Truth::all(self.aspects(e, highest).map(|a| a.1))
    }
    /// Whether the major is one of those wanted.
    pub fn major(&self, major: &Option<Major>) -> Truth {
        match &self.majors {
            None => Truth::Yes,
            // nothing is in an empty list, whatever the major may be
            Some(wanted) if wanted.is_empty() => Truth::No,
            Some(wanted) => known(major, |m| Truth::any(wanted.iter().map(|w| w.eval(m)))),
        }
    }
    pub(super) fn eval(&self, facts: &Facts) -> Truth {
        known(&facts.educations, |list| {
            Truth::any(list.iter().map(|e| self.major(&e.major).and(self.shape(e, highest(e, list)))))
        })
    }
    pub(super) fn found(&self, facts: &Facts) -> Vec<Found> {
        let list = facts.educations.as_deref().unwrap_or_default();
        each_found(Field::Educations, &facts.educations, |e| {
            let mut aspects = self.aspects(e, highest(e, list)).to_vec();
            aspects.push((Aspect::Major, self.major(&e.major)));
            let value = Value::Education(Box::new(e.clone()));
            Found { on: e.graduated, source: e.source.clone(), ..Found::record(Field::Educations, value, &aspects) }
        })
    }
}
