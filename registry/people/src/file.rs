//! A person's file as values: entries with their periods. Pure.

use base::{Date, Id};
use db::LedgerEntry;

use crate::{section::Section, values::Values};

/// A person, as the target of an [`Id`].
pub struct Person;
/// One recorded fact of a file, as the target of an [`Id`].
pub struct Fact;

/// One entry of a file: what was recorded in a section, and the period for which it holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The fact's own id.
    pub id: Id<Fact>,
    /// Whose.
    pub person: Id<Person>,
    /// From this day.
    pub from: Date,
    /// Until the day before this one; open where it still holds.
    pub to: Option<Date>,
    /// What.
    pub values: Values,
    /// The fact that this one puts right.
    pub corrects: Option<Id<Fact>>,
    /// The ledger entry that made it.
    pub made: Id<LedgerEntry>,
}

impl Entry {
    /// The section.
    pub fn section(&self) -> Section {
        self.values.section()
    }
    /// Whether it holds on a day.
    pub fn holds(&self, on: Date) -> bool {
        self.from <= on && self.to.is_none_or(|to| to > on)
    }
}

/// The entries of one person that hold on a day.
#[derive(Clone, Debug)]
pub struct File {
    /// Whose.
    pub person: Id<Person>,
    /// The entries, section by section. Sealed ones are not among them.
    pub entries: Vec<Entry>,
    /// The sealed sections that have an entry.
    pub sealed: Vec<Section>,
    /// Whether the identity number agrees with birth and sex.
    pub identity: Agreement,
}

/// Whether the identity number agrees with what is recorded; `None` where it cannot be told.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Agreement {
    /// With the date of birth.
    pub birth: Option<bool>,
    /// With the sex.
    pub sex: Option<bool>,
}

impl File {
    /// The entries of a section in the order of their own dates.
    pub fn of(&self, section: Section) -> Vec<&Entry> {
        let mut all: Vec<&Entry> = self.entries.iter().filter(|e| e.section() == section).collect();
        all.sort_by(|a, b| a.order().cmp(&b.order()));
        all
    }
    /// The basic information.
    pub fn basic(&self) -> Option<&Values> {
        self.state(Section::Basic)
    }
    /// A value of the basic information.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.basic()?.get(key)
    }
    /// Whether a section has any entry, sealed ones included.
    pub fn has(&self, section: Section) -> bool {
        self.sealed.contains(&section) || self.entries.iter().any(|e| e.section() == section)
    }
    /// The values of a section that has one state at a time.
    pub fn state(&self, section: Section) -> Option<&Values> {
        self.entries.iter().find(|e| e.section() == section).map(|e| &e.values)
    }
    /// Whether somebody looked and recorded that there is nothing to enter in a section.
    pub fn confirmed_none(&self, section: Section) -> bool {
        self.entries.iter().any(|e| e.section() == Section::Absent && e.values.get("what") == Some(section.word()))
    }
    /// The highest study that was completed, of a kind (`全日制` or `在职`) or of any.
    pub fn highest_study(&self, kind: Option<&str>) -> Option<&Values> {
        let of_kind = |v: &&Values| kind.is_none_or(|k| v.get("kind") == Some(k));
        let studies = self.entries.iter().map(|e| &e.values).filter(|v| v.section() == Section::Study);
        studies.filter(of_kind).max_by_key(|v| {
            let level = v.get("level").map_or(0, codes::education_rank);
            let degree = v.get("degree").map_or(0, codes::degree_rank);
            (level, degree, v.get("ended").map(str::to_owned))
        })
    }
}

impl Entry {
    /// What entries of one section are ordered by: their beginning, then their other values.
    fn order(&self) -> (Option<&str>, Date, &Values) {
        let key = ["began", "on", "year", "ended"].iter().find_map(|k| self.values.get(k));
        (key, self.from, &self.values)
    }
}
