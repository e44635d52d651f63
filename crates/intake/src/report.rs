//! What a check found, or what was recorded.

use auth::{Action, Permit};
use base::{Id, Say};
use db::{FieldError, LedgerEntry};
use formats::sheet::{CellError, Place};
use serde::Serialize;

/// What a check found, or what was recorded.
#[derive(Clone, Default, Debug, Serialize)]
pub struct Report {
    /// Figures, in the order to show them: rows read, new, changed, unchanged, …
    pub counts: Vec<Count>,
    /// What is wrong and keeps everything from being recorded: the first [`Report::SHOWN`].
    pub wrong: Vec<Wrong>,
    /// How many things are wrong in all.
    pub wrong_in_all: u64,
    /// What is odd but does not stand in the way: the first [`Report::SHOWN`].
    pub odd: Vec<Wrong>,
    /// How many things are odd in all.
    pub odd_in_all: u64,
    /// What is recorded and would become something else: the first [`Report::SHOWN`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// How many such changes there are in all.
    pub changes_in_all: u64,
    /// What a person must decide first.
    pub questions: Vec<Question>,
    /// More figures for programs, such as `{"clauses": {"understood": 65, "unknown": []}}`.
    #[serde(flatten)]
    pub more: serde_json::Map<String, serde_json::Value>,
    /// The parts of the tree within reach of whoever recorded it, as paths of that day: who reaches all of these may see
    /// it in the list of past imports.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub over: Vec<String>,
    /// The ledger entry, once recorded: what `undo` takes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry: Option<Id<LedgerEntry>>,
}

/// A figure with its name.
#[derive(Clone, Debug, Serialize)]
pub struct Count {
    /// The word for programs: `new`.
    pub key: &'static str,
    /// The name for people.
    pub label: Say,
    /// The figure.
    pub n: u64,
}

/// Something wrong or odd, and where.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Wrong {
    /// The cell as people write it: `人员!C7`. Empty where it is about the file.
    pub place: String,
    /// What is wrong and what to do. Never repeats a restricted value.
    pub say: Say,
}

/// Something recorded that would become something else.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Change {
    /// Where the file says so.
    pub place: String,
    /// Of what: the label of the field.
    pub what: Say,
    /// What is recorded. Never a restricted value.
    pub was: Say,
    /// What the file says. Never a restricted value.
    pub becomes: Say,
}

/// Something only a person can decide.
#[derive(Clone, Debug, Serialize)]
pub struct Question {
    /// The name under which the answer comes back in [`Source::choices`](crate::Source::choices).
    pub key: String,
    /// Where it arose.
    pub place: String,
    /// The question.
    pub say: Say,
    /// The answers: word and label. None where anything may be written.
    pub answers: Vec<(String, Say)>,
    /// Where suggestions come from while one writes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggest: Option<&'static str>,
}

impl Report {
    /// How many things wrong or odd are kept to be shown; all are counted.
    pub const SHOWN: usize = 1000;

    /// Adds a figure.
    pub fn count(&mut self, key: &'static str, zh: &str, en: &str, n: u64) {
        self.counts.push(Count { key, label: Say::new(zh, en), n });
    }
    /// The figure of that name; 0 where there is none.
    pub fn figure(&self, key: &str) -> u64 {
        self.counts.iter().find(|c| c.key == key).map_or(0, |c| c.n)
    }
    /// Something is wrong at a cell.
    pub fn wrong(&mut self, place: &Place, say: Say) {
        self.wrong_in_all += 1;
        if self.wrong.len() < Self::SHOWN {
            self.wrong.push(Wrong { place: place.to_string(), say });
        }
    }
    /// Something is wrong at a place that is no cell: a file, a row.
    pub fn wrong_at(&mut self, place: String, say: Say) {
        self.wrong_in_all += 1;
        if self.wrong.len() < Self::SHOWN {
            self.wrong.push(Wrong { place, say });
        }
    }
    /// Something is odd at a place that is no cell.
    pub fn odd_at(&mut self, place: String, say: Say) {
        self.odd_in_all += 1;
        if self.odd.len() < Self::SHOWN {
            self.odd.push(Wrong { place, say });
        }
    }
    /// Takes in what another report found, after what stands here.
    pub(crate) fn append(&mut self, other: Self) {
        self.wrong_in_all += other.wrong_in_all;
        self.odd_in_all += other.odd_in_all;
        self.wrong.extend(other.wrong);
        self.odd.extend(other.odd);
        self.wrong.truncate(Self::SHOWN);
        self.odd.truncate(Self::SHOWN);
        self.questions.extend(other.questions);
        self.counts.extend(other.counts);
        self.more.extend(other.more);
    }
    /// A cell could not be read.
    pub fn unreadable(&mut self, e: &CellError) {
        self.wrong(&e.place, Say::each(|lang| e.problem.say(lang)));
    }
    /// Something is odd at a cell.
    pub fn odd(&mut self, place: &Place, say: Say) {
        self.odd_in_all += 1;
        if self.odd.len() < Self::SHOWN {
            self.odd.push(Wrong { place: place.to_string(), say });
        }
    }
    /// Something recorded would become something else.
    pub fn change(&mut self, change: Change) {
        self.changes_in_all += 1;
        if self.changes.len() < Self::SHOWN {
            self.changes.push(change);
        }
    }
    /// It is being recorded under that entry, by whoever holds that permit.
    pub fn recorded<A: Action>(&mut self, entry: Id<LedgerEntry>, may: &Permit<A>) {
        self.entry = Some(entry);
        self.over = may.ranges().iter().map(|(from, _)| from.clone()).collect();
    }
    /// Whether it may be recorded.
    pub fn is_clean(&self) -> bool {
        self.wrong_in_all == 0 && self.questions.is_empty()
    }
    /// What keeps it from being recorded, as the error of an action.
    ///
    /// # Errors
    /// Every wrong cell that is shown, and every open question.
    pub fn or_refuse(&self) -> db::Result<()> {
        if self.is_clean() {
            return Ok(());
        }
        let wrong = self.wrong.iter().map(|w| FieldError { field: w.place.clone(), say: w.say.clone() });
        let open = self.questions.iter().map(|q| FieldError { field: q.place.clone(), say: q.say.clone() });
        Err(db::Error::Invalid(wrong.chain(open).collect()))
    }
}
