//! The facts as columns for the peer, as comma-separated text. A missing fact is an empty cell.

use std::fmt::Write;

use base::PartialDate;
use eligibility::{
    Facts, Flag, Sex, Test, Value,
    facts::{Education, Major, Standing},
    test::{ServiceTest, highest},
};
use serde::Serialize;

/// Studies and certificates in a person's list that have columns.
pub const PLACES: usize = 2;
/// Where there is no such code; no code of any catalogue looks like it.
const NONE: &str = "-";

/// One row being written, and the names and types of its cells.
#[derive(Default)]
pub struct Row {
    pub cells: String,
    pub types: Vec<(String, &'static str)>,
}

/// A word as it is stored.
pub fn word<T: Serialize>(value: T) -> String {
    serde_json::to_value(value).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}
/// An area as the rule reads it: the zeros that only fill the code up are gone.
fn area(code: &str) -> &str {
    code.trim_end_matches("00")
}

impl Row {
    fn cell(&mut self, name: String, kind: &'static str, value: Option<String>) {
        if !self.types.is_empty() {
            self.cells.push(',');
        }
        if let Some(value) = value {
            assert!(!value.is_empty() && !value.contains([',', '"', '\n']), "{name} cannot be written: {value}");
            self.cells.push_str(&value);
        }
        self.types.push((name, kind));
    }
    fn text(&mut self, name: String, value: Option<impl Into<String>>) {
        self.cell(name, "VARCHAR", value.map(Into::into));
    }
    fn bool(&mut self, name: String, value: Option<bool>) {
        self.cell(name, "BOOLEAN", value.map(|b| b.to_string()));
    }
    fn number(&mut self, name: String, value: Option<i64>) {
        self.cell(name, "BIGINT", value.map(|n| n.to_string()));
    }
    fn date(&mut self, name: &str, value: Option<PartialDate>) {
        self.cell(format!("{name}_lo"), "DATE", value.map(|d| d.earliest().to_string()));
        self.cell(format!("{name}_hi"), "DATE", value.map(|d| d.latest().to_string()));
    }
    fn major(&mut self, p: &str, major: Option<&Major>) {
        let codes = major.map_or(&[][..], |m| &m.codes);
        assert!(codes.len() <= 2, "a name with more than two codes");
        let (a, b) = (codes.first().map(String::as_str), codes.last().map(String::as_str));
        let start = |code: Option<&str>, n: usize| code.and_then(|c| c.get(..n)).unwrap_or(NONE).to_owned();
        self.text(format!("{p}standing"), major.map(|m| word(m.standing)));
        for n in [3, 5, 7] {
            let (a, b) = (start(a, n), start(b, n));
            self.text(format!("{p}both{n}"), Some(if a == b { a.clone() } else { NONE.to_owned() }));
            self.text(format!("{p}a{n}"), Some(a));
            self.text(format!("{p}b{n}"), Some(b));
        }
        let whole = major.filter(|m| m.standing == Standing::Discipline).and(a);
        self.text(format!("{p}discipline"), Some(whole.unwrap_or(NONE)));
        self.text(format!("{p}direction"), major.and_then(|m| m.direction.clone()));
    }
    fn study(&mut self, p: &str, e: Option<&Education>, list: &[Education]) {
        let rank = e.and_then(|e| match highest(e, list) {
            eligibility::Truth::Yes => Some(true),
            eligibility::Truth::Unknown => None,
            eligibility::Truth::No => Some(false),
        });
        self.bool(format!("{p}there"), Some(e.is_some()));
        self.text(format!("{p}level"), e.and_then(|e| e.level).map(word));
        self.text(format!("{p}kind"), e.and_then(|e| e.kind).map(word));
        self.bool(format!("{p}in_service"), e.and_then(|e| e.in_service));
        self.text(format!("{p}status"), e.and_then(|e| e.status).map(word));
        self.date(&format!("{p}graduated"), e.and_then(|e| e.graduated));
        let degree = e.and_then(|e| e.degree.as_ref());
        self.text(format!("{p}degree"), degree.map(|d| word(d.level)));
        self.text(format!("{p}degree_code"), degree.and_then(|d| d.code.clone()));
        self.text(format!("{p}school"), e.and_then(|e| e.school.clone()));
        self.text(format!("{p}school_area"), e.and_then(|e| e.school_area.as_deref()).map(area));
        self.bool(format!("{p}certified"), e.and_then(|e| e.certified));
        self.bool(format!("{p}directed"), e.and_then(|e| e.directed));
        self.bool(format!("{p}highest"), rank);
        self.bool(format!("{p}auxiliary"), e.map(|e| e.auxiliary));
        self.major(p, e.and_then(|e| e.major.as_ref()));
    }

    /// Every column of one person.
    pub fn of(f: &Facts, services: &[ServiceTest]) -> Self {
        let mut row = Self::default();
        let sex = f.sex.as_ref().map(|k| if k.value == Sex::Male { "male" } else { "female" });
        row.text("sex".into(), sex);
        row.date("birth", f.birth.as_ref().map(|k| k.value));
        row.text("ethnic".into(), f.ethnic.as_ref().map(|k| k.value.clone()));
        row.text("political".into(), f.political.as_ref().map(|k| k.value.clone()));
        row.text("household".into(), f.household.as_ref().map(|k| area(&k.value)));
        row.date("household_on", f.household.as_ref().and_then(|k| k.on));
        row.text("origin".into(), f.origin.as_ref().map(|k| area(&k.value)));
        for flag in Flag::ALL {
            row.bool(format!("flag_{}", word(flag)), f.flag(flag));
        }
        row.bool("studies".into(), Some(f.educations.is_some()));
        row.bool("certificates".into(), Some(f.certificates.is_some()));
        let (studies, papers) = (f.educations.as_deref().unwrap_or_default(), f.certificates.as_deref());
        let papers = papers.unwrap_or_default();
        assert!(studies.len() <= PLACES && papers.len() <= PLACES, "more records than columns");
        for place in 0..PLACES {
            row.study(&format!("s{place}_"), studies.get(place), studies);
            let paper = papers.get(place);
            row.bool(format!("c{place}_there"), Some(paper.is_some()));
            row.text(format!("c{place}_kind"), paper.map(|c| c.kind.clone()));
            row.number(format!("c{place}_grade"), paper.and_then(|c| c.grade).map(i64::from));
            row.date(&format!("c{place}_on"), paper.and_then(|c| c.on));
        }
        row.bool("programmes".into(), Some(f.programmes.is_some()));
        let p = f.programmes.as_deref().and_then(<[_]>::first);
        row.bool("p_there".into(), Some(p.is_some()));
        row.text("p_kind".into(), p.and_then(|p| p.kind).map(word));
        row.text("p_recruited_by".into(), p.and_then(|p| p.recruited_by.as_deref()).map(area));
        row.text("p_area".into(), p.and_then(|p| p.area.as_deref()).map(area));
        row.date("p_start", p.and_then(|p| p.start));
        row.date("p_end", p.and_then(|p| p.end));
        row.bool("p_passed".into(), p.and_then(|p| p.passed));
        row.bool("military".into(), Some(f.military.is_some()));
        let m = f.military.as_deref().and_then(<[_]>::first);
        row.bool("m_there".into(), Some(m.is_some()));
        row.text("m_enlisted_in".into(), m.and_then(|m| m.enlisted_in.as_deref()).map(area));
        row.date("m_start", m.and_then(|m| m.start));
        row.date("m_end", m.and_then(|m| m.end));
        row.text("m_entered_as".into(), m.and_then(|m| m.entered_as).map(word));
        let settled = m.and_then(|m| m.resettled_in.as_deref());
        row.text("m_resettled_in".into(), settled.map(|c| if c.is_empty() { NONE } else { area(c) }));
        row.bool("kin".into(), Some(f.kin.is_some()));
        let k = f.kin.as_deref().and_then(<[_]>::first);
        row.bool("k_there".into(), Some(k.is_some()));
        row.text("k_unit".into(), k.map(|k| k.unit.clone()));
        row.bool("k_conflicting".into(), k.and_then(|k| k.conflicting));
        for (i, test) in services.iter().enumerate() {
            let days = f.service.as_ref().map(|_| served(test, f));
            row.number(format!("served{i}_certain"), days.map(|d| d.0));
            row.number(format!("served{i}_possible"), days.map(|d| d.1));
        }
        row
    }
}

/// Days certainly and possibly served, as the reasons of the test give them; none where the list is empty.
fn served(test: &ServiceTest, f: &Facts) -> (i64, i64) {
    let found = Test::Service(test.clone()).found(f);
    let days = found.iter().find_map(|found| match &found.value {
        Value::Days { certain, possible, .. } => Some((*certain, *possible)),
        _ => None,
    });
    days.unwrap_or_default()
}

/// The table as text, with the types of its columns.
pub fn table(people: &[Facts], services: &[ServiceTest]) -> (String, Vec<(String, &'static str)>) {
    let (mut text, mut types) = (String::new(), Vec::new());
    for f in people {
        let row = Row::of(f, services);
        // a String cannot refuse what is written to it
        let _ = writeln!(text, "{}", row.cells);
        types = row.types;
    }
    (text, types)
}
