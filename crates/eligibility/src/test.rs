//! Typed tests over the facts, and what each of them found.

mod career;
mod education;

use base::{Date, PartialDate};
use serde::{Deserialize, Serialize};

pub use career::{CertificateTest, CertificateWant, KinTest, MilitaryTest, ProgrammeState, ProgrammeTest, ServiceTest};
pub use education::{EducationTest, Expected, MajorWant, Window, highest};

use crate::{Facts, Flag, Known, Sex, Truth, facts::Education};

/// A test over the facts.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Test {
    /// Sex, where a notice lawfully sets it.
    Sex(Sex),
    /// One of these ethnic groups, codes of GB/T 3304-1991.
    Ethnic(Vec<String>),
    /// One of these political standings, codes of GB/T 4762.
    Political(Vec<String>),
    /// Age in completed years on a day.
    Age {
        /// At least.
        #[serde(default)]
        min: Option<i16>,
        /// At most.
        #[serde(default)]
        max: Option<i16>,
        /// The day.
        on: Date,
    },
    /// One course of study that meets all of this at once.
    Education(Box<EducationTest>),
    /// Time worked.
    Service(ServiceTest),
    /// A certificate.
    Certificate(CertificateTest),
    /// A grass-roots programme.
    Programme(ProgrammeTest),
    /// Military service.
    Military(MilitaryTest),
    /// Household registered in this area (prefix of GB/T 2260).
    Household {
        /// The area.
        area: String,
        /// On or before this day.
        #[serde(default)]
        by: Option<Date>,
    },
    /// Went to study from this area (prefix of GB/T 2260).
    Origin(String),
    /// A plain fact holds.
    Flag(Flag),
    /// A relative there.
    Kin(KinTest),
}

/// Which facts a test reads.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each is the field of `Facts` of that name")]
pub enum Field {
    Sex,
    Birth,
    Ethnic,
    Political,
    Household,
    Origin,
    Educations,
    Service,
    Certificates,
    Programmes,
    Military,
    Kin,
    Flag(Flag),
}

/// One side of a record that a test looks at.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "each is the field of the record of that name")]
pub enum Aspect {
    Level,
    Kind,
    InService,
    Finished,
    Graduated,
    Degree,
    Major,
    School,
    SchoolArea,
    Certified,
    Directed,
    Highest,
    NotAuxiliary,
    Area,
    Since,
    Grade,
    Date,
    RecruitedBy,
    State,
    Length,
    EnteredAs,
    Discharged,
    Resettled,
    Unit,
    Conflict,
    Evidence,
}

/// A fact as it was used.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the variants name their values")]
pub enum Value {
    /// Nobody recorded it.
    Missing,
    /// The list is recorded and empty.
    Nothing,
    Code(String),
    Date(PartialDate),
    Age(i16, i16),
    Bool(bool),
    Education(Box<Education>),
    Certificate(String, Option<u8>),
    Programme(Option<crate::facts::ProgrammeKind>),
    Period(Option<crate::facts::ServiceKind>, Option<PartialDate>, Option<PartialDate>),
    Days {
        certain: i64,
        possible: i64,
        wanted: i64,
    },
}

/// One fact that a test used, with its date and source, and where it falls short.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Found {
    /// Which fact.
    pub field: Field,
    /// What it says.
    pub value: Value,
    /// From when it holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<PartialDate>,
    /// Where it was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What this fact alone says.
    pub verdict: Truth,
    /// The sides of it that are not met, or not known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lacks: Vec<(Aspect, Truth)>,
}
impl Found {
    pub(crate) fn bare(field: Field, value: Value, verdict: Truth) -> Self {
        Self { field, value, on: None, source: None, verdict, lacks: Vec::new() }
    }
    pub(crate) fn record(field: Field, value: Value, aspects: &[(Aspect, Truth)]) -> Self {
        let verdict = Truth::all(aspects.iter().map(|a| a.1));
        let lacks = aspects.iter().copied().filter(|a| a.1 != Truth::Yes).collect();
        Self { lacks, ..Self::bare(field, value, verdict) }
    }
    fn known<T>(field: Field, known: &Option<Known<T>>, value: impl Fn(&T) -> Value, verdict: Truth) -> Vec<Self> {
        vec![match known {
            None => Self::bare(field, Value::Missing, verdict),
            Some(k) => Self { on: k.on, source: k.source.clone(), ..Self::bare(field, value(&k.value), verdict) },
        }]
    }
}

/// Whether an area code lies in `area`: a longer code begins with it; a shorter one that could be there cannot be told.
pub(crate) fn lies_in(code: &str, area: &str) -> Truth {
    let code = code.trim_end_matches("00");
    Truth::between(code.starts_with(area), area.starts_with(code))
}

/// Whether an optional record side meets a test, unknown where it is not recorded.
pub(crate) fn known<T>(side: &Option<T>, test: impl FnOnce(&T) -> Truth) -> Truth {
    side.as_ref().map_or(Truth::Unknown, test)
}

/// On or before `day`.
pub(crate) fn by(date: PartialDate, day: Date) -> Truth {
    Truth::between(date.latest() <= day, date.earliest() <= day)
}

/// On or after `day`.
pub(crate) fn since(date: PartialDate, day: Date) -> Truth {
    Truth::between(date.earliest() >= day, date.latest() >= day)
}

fn age_between(birth: PartialDate, min: Option<i16>, max: Option<i16>, on: Date) -> Truth {
    let (low, high) = (birth.latest().years_to(on), birth.earliest().years_to(on));
    let old_enough = min.map_or(Truth::Yes, |m| Truth::between(low >= m, high >= m));
    let young_enough = max.map_or(Truth::Yes, |m| Truth::between(high <= m, low <= m));
    old_enough.and(young_enough)
}

impl Test {
    /// The fact that it reads.
    pub fn field(&self) -> Field {
        match self {
            Self::Sex(_) => Field::Sex,
            Self::Ethnic(_) => Field::Ethnic,
            Self::Political(_) => Field::Political,
            Self::Age { .. } => Field::Birth,
            Self::Education(_) => Field::Educations,
            Self::Service(_) => Field::Service,
            Self::Certificate(_) => Field::Certificates,
            Self::Programme(_) => Field::Programmes,
            Self::Military(_) => Field::Military,
            Self::Household { .. } => Field::Household,
            Self::Origin(_) => Field::Origin,
            Self::Flag(flag) => Field::Flag(*flag),
            Self::Kin(_) => Field::Kin,
        }
    }
    /// The verdict.
    pub fn eval(&self, facts: &Facts) -> Truth {
        let listed = |fact: &Option<Known<String>>, of: &[String]| known(fact, |k| of.contains(&k.value).into());
        match self {
            Self::Sex(sex) => known(&facts.sex, |k| (k.value == *sex).into()),
            Self::Ethnic(of) => listed(&facts.ethnic, of),
            Self::Political(of) => listed(&facts.political, of),
            Self::Age { min, max, on } => known(&facts.birth, |k| age_between(k.value, *min, *max, *on)),
            Self::Education(test) => test.eval(facts),
            Self::Service(test) => test.eval(facts),
            Self::Certificate(test) => test.eval(facts),
            Self::Programme(test) => test.eval(facts),
            Self::Military(test) => test.eval(facts),
            Self::Household { area, by: day } => known(&facts.household, |k| {
                let in_time = day.map_or(Truth::Yes, |day| known(&k.on, |on| by(*on, day)));
                lies_in(&k.value, area).and(in_time)
            }),
            Self::Origin(area) => known(&facts.origin, |k| lies_in(&k.value, area)),
            Self::Flag(flag) => facts.flag(*flag).into(),
            Self::Kin(test) => test.eval(facts),
        }
    }
    /// The facts that it used, for a reason. Their verdicts together are the verdict of [`eval`](Self::eval).
    pub fn found(&self, facts: &Facts) -> Vec<Found> {
        let verdict = self.eval(facts);
        let field = self.field();
        let code = |s: &String| Value::Code(s.clone());
        match self {
            Self::Sex(_) => Found::known(
                field,
                &facts.sex,
                |s| Value::Code(if *s == Sex::Male { "male" } else { "female" }.into()),
                verdict,
            ),
            Self::Ethnic(_) => Found::known(field, &facts.ethnic, code, verdict),
            Self::Political(_) => Found::known(field, &facts.political, code, verdict),
            Self::Age { on, .. } => Found::known(
                field,
                &facts.birth,
                |b| Value::Age(b.latest().years_to(*on), b.earliest().years_to(*on)),
                verdict,
            ),
            Self::Education(test) => test.found(facts),
            Self::Service(test) => test.found(facts),
            Self::Certificate(test) => test.found(facts),
            Self::Programme(test) => test.found(facts),
            Self::Military(test) => test.found(facts),
            Self::Household { .. } => Found::known(field, &facts.household, code, verdict),
            Self::Origin(_) => Found::known(field, &facts.origin, code, verdict),
            Self::Flag(flag) => Found::known(field, &facts.flags.get(flag).cloned(), |b| Value::Bool(*b), verdict),
            Self::Kin(test) => test.found(facts),
        }
    }
}

/// What a list of records says: nobody recorded it, it is empty, or each record for itself.
pub(crate) fn each_found<R>(field: Field, list: &Option<Vec<R>>, found: impl Fn(&R) -> Found) -> Vec<Found> {
    match list {
        None => vec![Found::bare(field, Value::Missing, Truth::Unknown)],
        Some(l) if l.is_empty() => vec![Found::bare(field, Value::Nothing, Truth::No)],
        Some(l) => l.iter().map(found).collect(),
    }
}
