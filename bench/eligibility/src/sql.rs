//! The same requirements in SQL, where missing is NULL and `AND`, `OR`, `NOT` follow Kleene as they do here.
//!
//! Equal tests are written once and become columns that the posts refer to, and a test over studies falls into its shape
//! and its list of majors: the peer is given the same sharing that the compiled screen has.

use std::{collections::HashMap, hash::Hash};

use base::Date;
use eligibility::{
    Requirement, Rule, Test,
    facts::StudyKind,
    test::{
        CertificateTest, CertificateWant, EducationTest, MajorWant, MilitaryTest, ProgrammeState, ProgrammeTest,
        ServiceTest,
    },
};
use serde::Serialize;

use crate::columns::{PLACES, word};

/// An expression, with the columns of the stage before that it reads.
#[derive(Serialize, Default)]
pub struct Column {
    pub name: String,
    pub sql: String,
    pub uses: Vec<String>,
}

/// Everything in SQL, in three stages.
#[derive(Default)]
pub struct Sql {
    /// Over the facts.
    pub parts: Vec<Column>,
    /// Over the parts: one per different test.
    pub tests: Vec<Column>,
    /// Over the tests: one per different post.
    pub posts: Vec<Column>,
    /// Which of them each post is.
    pub post_of: Vec<usize>,
    /// Tests of time worked, whose days are columns of their own.
    pub services: Vec<ServiceTest>,
    test_of: HashMap<Test, usize>,
    shape_of: HashMap<EducationTest, usize>,
    list_of: HashMap<Vec<MajorWant>, usize>,
    text_of: HashMap<String, usize>,
}

fn place<K: Hash + Eq>(of: &mut HashMap<K, usize>, key: K) -> (usize, bool) {
    let next = of.len();
    let at = *of.entry(key).or_insert(next);
    (at, at == next)
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
fn listed<T: Serialize>(column: &str, of: &[T]) -> String {
    format!("{column} IN ({})", of.iter().map(|x| quoted(&word(x))).collect::<Vec<_>>().join(","))
}
fn day(day: Date) -> String {
    format!("DATE '{day}'")
}
/// NULL where `of` is missing; else certain, possible, or neither.
fn between(of: &str, certain: &str, possible: &str) -> String {
    format!("(CASE WHEN {of} IS NULL THEN NULL WHEN {certain} THEN true WHEN {possible} THEN NULL ELSE false END)")
}
fn by(of: &str, on: Date) -> String {
    let on = day(on);
    between(&format!("{of}_lo"), &format!("{of}_hi <= {on}"), &format!("{of}_lo <= {on}"))
}
fn since(of: &str, on: Date) -> String {
    let on = day(on);
    between(&format!("{of}_lo"), &format!("{of}_lo >= {on}"), &format!("{of}_hi >= {on}"))
}
fn lies_in(of: &str, area: &str) -> String {
    let area = quoted(area);
    between(of, &format!("starts_with({of},{area})"), &format!("starts_with({area},{of})"))
}
fn joined(all: Vec<String>, with: &str, empty: &str) -> String {
    if all.is_empty() { empty.to_owned() } else { format!("({})", all.join(with)) }
}
fn all(of: Vec<String>) -> String {
    joined(of, " AND ", "true")
}
fn any(of: Vec<String>) -> String {
    joined(of, " OR ", "false")
}

fn age(min: Option<i16>, max: Option<i16>, on: Date) -> String {
    let old_enough = min.map(|m| by("birth", on.plus_years(-m)));
    let young_enough = max.map(|m| since("birth", on.plus_years(-m - 1).plus_days(1)));
    all(old_enough.into_iter().chain(young_enough).collect())
}

fn certificate(t: &CertificateTest) -> String {
    let one = |n: usize| {
        let c = format!("c{n}_");
        let high = |w: &CertificateWant| {
            let at_least = w.grade.map(|g| format!("{c}grade >= {g}"));
            let grades = || w.grades.iter().map(u8::to_string).collect::<Vec<_>>().join(",");
            let exactly = (!w.grades.is_empty()).then(|| format!("{c}grade IN ({})", grades()));
            all(at_least.into_iter().chain(exactly).collect())
        };
        let mut kinds: Vec<&str> = t.any_of.iter().map(|w| w.kind.as_str()).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let arm = |kind: &&str| {
            let highs = t.any_of.iter().filter(|w| w.kind == **kind).map(high).collect();
            format!("WHEN {} THEN {}", quoted(kind), any(highs))
        };
        let arms: Vec<String> = kinds.iter().map(arm).collect();
        let kind = format!("(CASE {c}kind {} ELSE false END)", arms.join(" "));
        let date = t.by.map(|on| by(&format!("{c}on"), on));
        all([format!("{c}there"), kind].into_iter().chain(date).collect())
    };
    format!("(CASE WHEN certificates THEN {} END)", any((0..PLACES).map(one).collect()))
}

fn programme(t: &ProgrammeTest) -> String {
    let mut sides = vec!["p_there".to_owned()];
    if !t.kinds.is_empty() {
        sides.push(listed("p_kind", &t.kinds));
    }
    sides.extend(t.recruited_by.as_deref().map(|a| lies_in("p_recruited_by", a)));
    sides.extend(t.area.as_deref().map(|a| lies_in("p_area", a)));
    let (open, ended) = match t.state {
        ProgrammeState::ServingOn(on) => (by("p_start", on), all(vec![by("p_start", on), since("p_end", on)])),
        ProgrammeState::Completed { from, to } => {
            let from = from.map(|from| since("p_end", from));
            ("false".into(), all([by("p_end", to), "p_passed".into()].into_iter().chain(from).collect()))
        }
    };
    sides.push(format!("(CASE WHEN p_end_lo IS NULL THEN {open} ELSE {ended} END)"));
    format!("(CASE WHEN programmes THEN {} END)", all(sides))
}

fn military(t: &MilitaryTest) -> String {
    let mut sides = vec!["m_there".to_owned()];
    sides.extend(t.enlisted_in.as_deref().map(|a| lies_in("m_enlisted_in", a)));
    if t.months != 0 {
        let length =
            |start: &str, end: &str| format!("m_start_{start} + INTERVAL {} MONTH <= m_end_{end} + 1", t.months);
        let missing = "(CASE WHEN m_start_lo IS NULL OR m_end_lo IS NULL THEN NULL ELSE true END)";
        sides.push(between(missing, &length("hi", "lo"), &length("lo", "hi")));
    }
    sides.extend(
        t.discharged_by.map(|on| format!("(CASE WHEN m_end_lo IS NULL THEN false ELSE {} END)", by("m_end", on))),
    );
    if !t.entered_as.is_empty() {
        sides.push(listed("m_entered_as", &t.entered_as));
    }
    sides.extend(t.resettled_in.as_deref().map(|a| lies_in("m_resettled_in", a)));
    format!("(CASE WHEN military THEN {} END)", all(sides))
}

const KINDS: [StudyKind; 10] = [
    StudyKind::Ordinary,
    StudyKind::PartTimePostgraduate,
    StudyKind::SelfStudy,
    StudyKind::Adult,
    StudyKind::Network,
    StudyKind::Evening,
    StudyKind::Open,
    StudyKind::InService,
    StudyKind::Technical,
    StudyKind::Overseas,
];

/// Every side but the major.
fn shape(t: &EducationTest, s: &str) -> String {
    let (kind, status, graduated) = (format!("{s}kind"), format!("{s}status"), format!("{s}graduated"));
    let mut sides = vec![format!("NOT {s}auxiliary")];
    if !t.levels.is_empty() {
        sides.push(listed(&format!("{s}level"), &t.levels));
    }
    if !t.kinds.is_empty() || !t.ask_kinds.is_empty() {
        let counts: Vec<_> = KINDS.into_iter().filter(|k| t.kinds.is_empty() || t.kinds.contains(k)).collect();
        let certain: Vec<_> = counts.iter().filter(|k| !t.ask_kinds.contains(k)).collect();
        let certain = if certain.is_empty() { "false".into() } else { listed(&kind, &certain) };
        sides.push(between(&kind, &certain, &listed(&kind, &counts)));
    }
    if t.not_in_service {
        sides.push(format!("NOT {s}in_service"));
    }
    if t.finished_by.is_some() || t.expected.is_some() {
        let in_hand = t.finished_by.map_or("true".into(), |on| by(&graduated, on));
        let expected = t.expected.as_ref().map_or("false".into(), |x| {
            let kinds = if x.kinds.is_empty() { format!("{kind} = ''") } else { listed(&kind, &x.kinds) };
            all(vec![kinds, by(&graduated, x.by)])
        });
        sides.push(format!(
            "(CASE WHEN {status} IS NULL THEN NULL WHEN {status} = 'graduated' THEN {in_hand} \
             WHEN {status} = 'expected' THEN {expected} ELSE false END)"
        ));
    }
    if !t.statuses.is_empty() {
        sides.push(listed(&status, &t.statuses));
    }
    sides.extend(t.graduated.map(|w| all(vec![since(&graduated, w.from), by(&graduated, w.to)])));
    if !t.degrees.is_empty() {
        sides.push(listed(&format!("{s}degree"), &t.degrees));
    }
    if !t.degree_codes.is_empty() {
        let codes = listed(&format!("{s}degree_code"), &t.degree_codes);
        sides.push(format!(
            "(CASE WHEN {s}degree IS NULL THEN NULL WHEN {s}degree = 'none' THEN false ELSE {codes} END)"
        ));
    }
    if !t.schools.is_empty() {
        sides.push(listed(&format!("{s}school"), &t.schools));
    }
    sides.extend(t.school_area.as_deref().map(|a| lies_in(&format!("{s}school_area"), a)));
    if t.certified {
        sides.push(format!("({kind} <> 'overseas' OR {s}certified)"));
    }
    for (asked, side) in [(t.not_directed, "NOT {s}directed"), (t.directed, "{s}directed"), (t.highest, "{s}highest")] {
        sides.extend(asked.then(|| side.replace("{s}", s)));
    }
    all(sides)
}

/// Whether the beginnings of a code (columns `…3`, `…5`, `…7`) are among those wanted.
fn begins(prefix: &str, wants: &[&MajorWant]) -> String {
    let with = |n: usize| {
        let codes: Vec<&str> = wants.iter().map(|w| w.code.as_str()).filter(|c| c.len() == n).collect();
        (!codes.is_empty()).then(|| listed(&format!("{prefix}{n}"), &codes))
    };
    assert!(wants.iter().all(|w| [3, 5, 7].contains(&w.code.len())), "a code of another length");
    any([3, 5, 7].into_iter().filter_map(with).collect())
}

/// Whether the major is one of those wanted.
fn majors(wants: &[MajorWant], s: &str) -> String {
    if wants.is_empty() {
        return "false".into();
    }
    let among = |wants: &[&MajorWant]| {
        let mut wider: Vec<&str> =
            wants.iter().flat_map(|w| [3, 5].into_iter().filter_map(|n| w.code.get(..n))).collect();
        wider.sort_unstable();
        wider.dedup();
        let possible = any(vec![
            begins(&format!("{s}a"), wants),
            begins(&format!("{s}b"), wants),
            listed(&format!("{s}discipline"), &wider),
        ]);
        format!("(CASE WHEN {} THEN true WHEN {possible} THEN NULL ELSE false END)", begins(&format!("{s}both"), wants))
    };
    let (plain, narrow): (Vec<_>, Vec<_>) = wants.iter().partition(|w| w.only.is_empty() && w.except.is_empty());
    let mut ways = Vec::new();
    if !plain.is_empty() {
        ways.push(among(&plain));
    }
    for want in narrow {
        let mut sides = vec![among(&[want])];
        if !want.only.is_empty() {
            sides.push(listed(&format!("{s}direction"), &want.only));
        }
        if !want.except.is_empty() {
            sides.push(format!("NOT ({})", listed(&format!("{s}direction"), &want.except)));
        }
        ways.push(all(sides));
    }
    format!(
        "(CASE WHEN {s}standing IS NULL OR {s}standing = 'unlisted' THEN NULL ELSE {} AND ({s}standing <> 'partly' OR NULL) END)",
        any(ways)
    )
}

impl Sql {
    pub fn of(requirements: &[Requirement]) -> Self {
        let mut sql = Self::default();
        for r in requirements {
            let mut uses = Vec::new();
            let text = sql.write(r, &mut uses);
            let (at, new) = place(&mut sql.text_of, text.clone());
            if new {
                uses.sort_unstable();
                uses.dedup();
                sql.posts.push(Column { name: format!("r{at}"), sql: text, uses });
            }
            sql.post_of.push(at);
        }
        sql
    }
    fn write(&mut self, r: &Requirement, uses: &mut Vec<String>) -> String {
        let mut each = |of: &[Requirement]| of.iter().map(|r| self.write(r, uses)).collect::<Vec<_>>();
        match &r.rule {
            Rule::All(of) => all(each(of)),
            Rule::Any(of) => any(each(of)),
            Rule::None(of) => format!("NOT {}", any(each(of))),
            Rule::AtLeast { n, of } => {
                let of = each(of);
                let sum = |is: &str| {
                    of.iter()
                        .map(|x| format!("({x} IS {is})::INT"))
                        .chain(["0".to_owned()])
                        .collect::<Vec<_>>()
                        .join("+")
                };
                let (yes, may) = (sum("TRUE"), sum("NOT FALSE"));
                format!("(CASE WHEN {yes} >= {n} THEN true WHEN {may} >= {n} THEN NULL ELSE false END)")
            }
            Rule::Test(test) => {
                let name = self.test(test);
                uses.push(name.clone());
                name
            }
            Rule::NeedsPerson { .. } => "NULL::BOOLEAN".into(),
            Rule::Notice { .. } => "true".into(),
        }
    }
    fn test(&mut self, test: &Test) -> String {
        let (at, new) = place(&mut self.test_of, test.clone());
        let name = format!("t{at}");
        if new {
            let column = match test {
                Test::Education(t) => self.study(name.clone(), t),
                simple => {
                    let sql = self.simple(simple);
                    self.parts.push(Column { name: format!("x{at}"), sql, uses: Vec::new() });
                    Column { name: name.clone(), sql: format!("x{at}"), uses: vec![format!("x{at}")] }
                }
            };
            self.tests.push(column);
        }
        name
    }
    fn study(&mut self, name: String, t: &EducationTest) -> Column {
        let (form, new_form) = place(&mut self.shape_of, t.shape_only());
        let list = t.majors.as_ref().map(|wants| place(&mut self.list_of, wants.clone()));
        let (mut ways, mut uses) = (Vec::new(), vec!["studies".to_owned()]);
        for n in 0..PLACES {
            let s = format!("s{n}_");
            let mut sides = vec![format!("{s}there"), format!("h{form}_{n}")];
            if new_form {
                self.parts.push(Column { name: sides[1].clone(), sql: shape(t, &s), uses: Vec::new() });
            }
            if let (Some((at, new)), Some(wants)) = (list, &t.majors) {
                sides.push(format!("m{at}_{n}"));
                if new {
                    self.parts.push(Column { name: sides[2].clone(), sql: majors(wants, &s), uses: Vec::new() });
                }
            }
            uses.extend(sides.iter().cloned());
            ways.push(all(sides));
        }
        Column { name, sql: format!("(CASE WHEN studies THEN {} END)", any(ways)), uses }
    }
    fn simple(&mut self, test: &Test) -> String {
        match test {
            Test::Sex(sex) => format!("sex = {}", quoted(&word(sex))),
            Test::Ethnic(of) => listed("ethnic", of),
            Test::Political(of) => listed("political", of),
            Test::Age { min, max, on } => age(*min, *max, *on),
            Test::Service(t) => {
                let known = self.services.iter().position(|s| s == t);
                let n = known.unwrap_or_else(|| {
                    self.services.push(t.clone());
                    self.services.len() - 1
                });
                let wanted = format!("({} - {})", day(t.until), day(t.until.plus_months(-t.months)));
                let enough = |which: &str| format!("served{n}_{which} >= {wanted}");
                between(&format!("served{n}_certain"), &enough("certain"), &enough("possible"))
            }
            Test::Certificate(t) => certificate(t),
            Test::Programme(t) => programme(t),
            Test::Military(t) => military(t),
            Test::Household { area, by: on } => {
                all([lies_in("household", area)].into_iter().chain(on.map(|on| by("household_on", on))).collect())
            }
            Test::Origin(area) => lies_in("origin", area),
            Test::Flag(flag) => format!("flag_{}", word(flag)),
            Test::Kin(t) => {
                let unit = quoted(&t.unit);
                let unrecorded = if t.declared { "false" } else { "NULL" };
                format!("(CASE WHEN kin THEN k_there AND k_unit = {unit} AND k_conflicting ELSE {unrecorded} END)")
            }
            Test::Education(_) => "NULL".into(),
        }
    }
}
