//! Tests over work, certificates, programmes, military service and relatives.

use std::collections::BTreeMap;

use base::{Date, PartialDate};
use serde::{Deserialize, Serialize};

use super::{Aspect, Field, Found, Value, by, each_found, known, lies_in, since};
use crate::{
    Facts, Truth,
    facts::{
        Certificate, EnteredAs, Evidence, Kin, Military, Programme, ProgrammeKind, Service, ServiceKind, StartBasis,
    },
};

/// Time worked in certain kinds of unit.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServiceTest {
    /// The kinds that count, each with the basis from which its beginning is taken.
    pub counts: BTreeMap<ServiceKind, StartBasis>,
    /// At least so many months, summed over periods that do not overlap.
    pub months: i32,
    /// Up to this day.
    pub until: Date,
}

/// First and last day, where there are any.
type Span = Option<(Date, Date)>;

impl ServiceTest {
    /// Whether a period counts at all, before its length.
    fn aspects(&self, s: &Service) -> [(Aspect, Truth); 4] {
        let evidence = known(&s.evidence, |e| match e {
            Evidence::Proven => Truth::Yes,
            Evidence::StatementOnly => Truth::No,
            Evidence::Other => Truth::Unknown,
        });
        [
            (Aspect::Kind, known(&s.kind, |k| self.counts.contains_key(k).into())),
            (Aspect::School, Truth::from(s.at_school).not()),
            (Aspect::Evidence, evidence),
            // of a kind that does not count no beginning is asked for
            (Aspect::Date, if self.start(s).is_some() || self.other_kind(s) { Truth::Yes } else { Truth::Unknown }),
        ]
    }
    fn other_kind(&self, s: &Service) -> bool {
        s.kind.is_some_and(|kind| !self.counts.contains_key(&kind))
    }
    fn start(&self, s: &Service) -> Option<PartialDate> {
        s.starts.get(self.counts.get(&s.kind?)?).copied()
    }
    /// First and last day that certainly count, and that possibly count.
    fn spans(&self, s: &Service) -> (Span, Span) {
        let verdict = Truth::all(self.aspects(s).map(|a| a.1));
        let end = |pick: fn(PartialDate) -> Date| s.end.map_or(self.until, pick).min(self.until);
        let earliest = match self.start(s) {
            Some(start) => Some(start.earliest()),
            None => s.starts.values().map(|d| d.earliest()).min(),
        };
        // With no date at all the period may have begun any time: the span asked for, no longer.
        let earliest = earliest.unwrap_or_else(|| self.until.plus_months(-self.months));
        let possible = (verdict != Truth::No).then(|| (earliest, end(PartialDate::latest)));
        let certain = match (verdict, self.start(s)) {
            (Truth::Yes, Some(start)) => Some((start.latest(), end(PartialDate::earliest))),
            _ => None,
        };
        (certain, possible)
    }
    /// Days certainly served, days possibly served, days wanted.
    fn days(&self, list: &[Service]) -> (i64, i64, i64) {
        let spans: Vec<_> = list.iter().map(|s| self.spans(s)).collect();
        let certain = union_days(spans.iter().filter_map(|s| s.0).collect());
        let possible = union_days(spans.iter().filter_map(|s| s.1).collect());
        (certain, possible, day_number(self.until) - day_number(self.until.plus_months(-self.months)))
    }
    pub(super) fn eval(&self, facts: &Facts) -> Truth {
        known(&facts.service, |list| {
            let (certain, possible, wanted) = self.days(list);
            Truth::between(certain >= wanted, possible >= wanted)
        })
    }
    pub(super) fn found(&self, facts: &Facts) -> Vec<Found> {
        let mut found = each_found(Field::Service, &facts.service, |s| {
            let began = self.start(s).or_else(|| s.starts.values().min_by_key(|d| d.earliest()).copied());
            let value = Value::Period(s.kind, began, s.end);
            Found { source: s.source.clone(), ..Found::record(Field::Service, value, &self.aspects(s)) }
        });
        if let Some(list) = facts.service.as_deref().filter(|l| !l.is_empty()) {
            let (certain, possible, wanted) = self.days(list);
            found.insert(0, Found::bare(Field::Service, Value::Days { certain, possible, wanted }, self.eval(facts)));
        }
        found
    }
}

/// Days since the first day of the year 1, to count spans (proleptic Gregorian).
fn day_number(d: Date) -> i64 {
    let civil = d.civil();
    let past = i64::from(civil.year()) - 1;
    past * 365 + past / 4 - past / 100 + past / 400 + i64::from(civil.day_of_year())
}

/// Days covered by at least one span, both ends included.
fn union_days(mut spans: Vec<(Date, Date)>) -> i64 {
    spans.retain(|(from, to)| from <= to);
    spans.sort();
    let (mut days, mut covered) = (0, i64::MIN);
    for (from, to) in spans {
        let (from, to) = (day_number(from).max(covered), day_number(to) + 1);
        days += (to - from).max(0);
        covered = covered.max(to);
    }
    days
}

/// A kind of certificate, and the grade it must reach.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateWant {
    /// Its key in the rule pack.
    pub kind: String,
    /// At least this grade.
    #[serde(default)]
    pub grade: Option<u8>,
    /// One of exactly these grades.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grades: Vec<u8>,
}

/// One of some certificates.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateTest {
    /// Any of these.
    pub any_of: Vec<CertificateWant>,
    /// Given on or before this day.
    #[serde(default)]
    pub by: Option<Date>,
}
impl CertificateTest {
    fn aspects(&self, c: &Certificate) -> [(Aspect, Truth); 3] {
        let same = || self.any_of.iter().filter(|w| w.kind == c.kind);
        let high = |w: &CertificateWant| {
            let at_least = w.grade.map_or(Truth::Yes, |g| known(&c.grade, |have| (*have >= g).into()));
            let exactly =
                if w.grades.is_empty() { Truth::Yes } else { known(&c.grade, |g| w.grades.contains(g).into()) };
            at_least.and(exactly)
        };
        [
            // a certificate that nobody placed in the list may be any of them
            (Aspect::Kind, Truth::between(same().next().is_some(), same().next().is_some() || c.kind.is_empty())),
            (Aspect::Grade, if same().next().is_some() { Truth::any(same().map(high)) } else { Truth::Yes }),
            (Aspect::Date, self.by.map_or(Truth::Yes, |day| known(&c.on, |on| by(*on, day)))),
        ]
    }
    pub(super) fn eval(&self, facts: &Facts) -> Truth {
        known(&facts.certificates, |l| Truth::any(l.iter().map(|c| Truth::all(self.aspects(c).map(|a| a.1)))))
    }
    pub(super) fn found(&self, facts: &Facts) -> Vec<Found> {
        each_found(Field::Certificates, &facts.certificates, |c| {
            let value = Value::Certificate(c.kind.clone(), c.grade);
            Found { on: c.on, source: c.source.clone(), ..Found::record(Field::Certificates, value, &self.aspects(c)) }
        })
    }
}

/// Where somebody stands in a programme.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgrammeState {
    /// Serving on this day.
    ServingOn(Date),
    /// Completed and passed within these days.
    Completed {
        /// Not before.
        from: Option<Date>,
        /// Not after.
        to: Date,
    },
}

/// Taking part in a grass-roots programme.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProgrammeTest {
    /// One of these; empty: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<ProgrammeKind>,
    /// Recruited by this province.
    #[serde(default)]
    pub recruited_by: Option<String>,
    /// Served in this area.
    #[serde(default)]
    pub area: Option<String>,
    /// Where it stands.
    pub state: ProgrammeState,
}
impl ProgrammeTest {
    fn aspects(&self, p: &Programme) -> [(Aspect, Truth); 4] {
        let in_area = |area: &Option<String>, of: &Option<String>| {
            area.as_ref().map_or(Truth::Yes, |area| known(of, |c| lies_in(c, area)))
        };
        let began = |day| known(&p.start, |d| by(*d, day));
        let state = match (self.state, p.end) {
            (ProgrammeState::ServingOn(day), None) => began(day),
            (ProgrammeState::ServingOn(day), Some(end)) => began(day).and(since(end, day)),
            (ProgrammeState::Completed { .. }, None) => Truth::No,
            (ProgrammeState::Completed { from, to }, Some(end)) => {
                by(end, to).and(from.map_or(Truth::Yes, |d| since(end, d))).and(p.passed.into())
            }
        };
        let kind = if self.kinds.is_empty() { Truth::Yes } else { known(&p.kind, |k| self.kinds.contains(k).into()) };
        [
            (Aspect::Kind, kind),
            (Aspect::RecruitedBy, in_area(&self.recruited_by, &p.recruited_by)),
            (Aspect::Area, in_area(&self.area, &p.area)),
            (Aspect::State, state),
        ]
    }
    pub(super) fn eval(&self, facts: &Facts) -> Truth {
        known(&facts.programmes, |l| Truth::any(l.iter().map(|p| Truth::all(self.aspects(p).map(|a| a.1)))))
    }
    pub(super) fn found(&self, facts: &Facts) -> Vec<Found> {
        each_found(Field::Programmes, &facts.programmes, |p| Found {
            on: p.start,
            source: p.source.clone(),
            ..Found::record(Field::Programmes, Value::Programme(p.kind), &self.aspects(p))
        })
    }
}

/// Military service that is over.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MilitaryTest {
    /// Enlisted in this area.
    #[serde(default)]
    pub enlisted_in: Option<String>,
    /// At least so many months.
    #[serde(default)]
    pub months: i32,
    /// Discharged on or before this day.
    #[serde(default)]
    pub discharged_by: Option<Date>,
    /// Entered in one of these ways; empty: any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entered_as: Vec<EnteredAs>,
    /// Work is arranged by this area.
    #[serde(default)]
    pub resettled_in: Option<String>,
}
impl MilitaryTest {
    fn aspects(&self, m: &Military) -> [(Aspect, Truth); 5] {
        let in_area = |area: &Option<String>, of: &Option<String>| {
            area.as_ref().map_or(Truth::Yes, |area| known(of, |c| lies_in(c, area)))
        };
        let length = match (self.months, m.start, m.end) {
            (0, ..) => Truth::Yes,
            (_, Some(start), Some(end)) => Truth::between(
                start.latest().plus_months(self.months) <= end.earliest().plus_days(1),
                start.earliest().plus_months(self.months) <= end.latest().plus_days(1),
            ),
            _ => Truth::Unknown,
        };
        let entered = |ways: &[EnteredAs]| known(&m.entered_as, |e| ways.contains(e).into());
        let resettled = self.resettled_in.as_ref().map_or(Truth::Yes, |area| {
            known(&m.resettled_in, |c| if c.is_empty() { Truth::No } else { lies_in(c, area) })
        });
        [
            (Aspect::Area, in_area(&self.enlisted_in, &m.enlisted_in)),
            (Aspect::Length, length),
            (Aspect::Discharged, self.discharged_by.map_or(Truth::Yes, |d| m.end.map_or(Truth::No, |end| by(end, d)))),
            (Aspect::EnteredAs, if self.entered_as.is_empty() { Truth::Yes } else { entered(&self.entered_as) }),
            (Aspect::Resettled, resettled),
        ]
    }
    pub(super) fn eval(&self, facts: &Facts) -> Truth {
        known(&facts.military, |l| Truth::any(l.iter().map(|m| Truth::all(self.aspects(m).map(|a| a.1)))))
    }
    pub(super) fn found(&self, facts: &Facts) -> Vec<Found> {
        each_found(Field::Military, &facts.military, |m| Found {
            on: m.start,
            source: m.source.clone(),
            ..Found::record(Field::Military, Value::Period(None, m.start, m.end), &self.aspects(m))
        })
    }
}

/// A relative in a unit, in a relation that Civil Servants Law art. 74 forbids.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KinTest {
    /// The unit's code.
    pub unit: String,
    /// Whether relatives are for the person to declare: until something is recorded, nothing is declared.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub declared: bool,
}
impl KinTest {
    fn aspects(&self, k: &Kin) -> [(Aspect, Truth); 2] {
        [(Aspect::Unit, (k.unit == self.unit).into()), (Aspect::Conflict, k.conflicting.into())]
    }
    pub(super) fn eval(&self, facts: &Facts) -> Truth {
        match &facts.kin {
            None if self.declared => Truth::No,
            kin => known(kin, |l| Truth::any(l.iter().map(|k| Truth::all(self.aspects(k).map(|a| a.1))))),
        }
    }
    pub(super) fn found(&self, facts: &Facts) -> Vec<Found> {
        if facts.kin.is_none() && self.declared {
            return vec![Found::bare(Field::Kin, Value::Missing, Truth::No)];
        }
        each_found(Field::Kin, &facts.kin, |k| Found::record(Field::Kin, Value::Code(k.unit.clone()), &self.aspects(k)))
    }
}
