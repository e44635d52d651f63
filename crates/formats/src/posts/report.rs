//! What was read from a recruitment's table, and how much of it was understood.

use std::collections::BTreeMap;

use eligibility::{
    majors::Catalogue,
    pack::{Built, Pack},
};
use serde::Serialize;

use super::{PostTable, Rejected};

/// A clause of 其他要求 that no rule understands: the posts that have it need a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Unknown {
    /// The words.
    pub words: String,
    /// How many posts have it.
    pub posts: usize,
    /// Sheet of the first of them.
    pub sheet: String,
    /// Its row, counted from 1.
    pub row: u32,
}

/// The clauses of 其他要求, each wording counted once.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Clauses {
    /// How many wordings are understood.
    pub understood: usize,
    /// Those that are not.
    pub unknown: Vec<Unknown>,
}

/// A part of a cell of majors that could not be resolved.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Unresolved {
    /// Heading of the column.
    pub column: String,
    /// The words.
    pub words: String,
    /// Why, as a key (see [`eligibility::majors::Unresolved`]).
    pub why: String,
    /// How many posts have it.
    pub posts: usize,
    /// Sheet of the first of them.
    pub sheet: String,
    /// Its row, counted from 1.
    pub row: u32,
}

/// The parts of the cells of majors.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Majors {
    /// How many were resolved to codes of the catalogue, over all posts.
    pub resolved: usize,
    /// Those that were not, each wording once.
    pub unresolved: Vec<Unresolved>,
}

/// What was read, and how much of it was understood.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct Report {
    /// Posts taken.
    pub posts: usize,
    /// Openings of all of them.
    pub openings: u64,
    /// What was not taken, and why.
    pub rejected: Vec<Rejected>,
    /// The clauses.
    pub clauses: Clauses,
    /// The majors.
    pub majors: Majors,
}

impl Report {
    /// Builds the requirement of every post, gives it to `each`, and reports.
    pub fn make(table: &PostTable, pack: &Pack, catalogue: &Catalogue, mut each: impl FnMut(usize, Built)) -> Self {
        let mut understood = BTreeMap::new();
        let mut unknown: BTreeMap<String, Unknown> = BTreeMap::new();
        let mut unresolved: BTreeMap<(String, String), Unresolved> = BTreeMap::new();
        let mut report = Self { posts: table.posts.len(), rejected: table.rejected.clone(), ..Self::default() };
        for (i, post) in table.posts.iter().enumerate() {
            report.openings += u64::from(post.openings);
            let built = pack.build(post, catalogue);
            report.majors.resolved += built.resolved;
            for clause in &built.clauses {
                if clause.understood {
                    *understood.entry(clause.words.clone()).or_insert(0usize) += 1;
                    continue;
                }
                let (words, sheet, row) = (clause.words.clone(), post.sheet.clone(), post.row);
                let entry = unknown.entry(words.clone()).or_insert(Unknown { words, posts: 0, sheet, row });
                entry.posts += 1;
            }
            for (column, part) in &built.unresolved {
                let entry = unresolved.entry((column.clone(), part.words.clone())).or_insert_with(|| Unresolved {
                    column: column.clone(),
                    words: part.words.clone(),
                    why: part.why.clone(),
                    posts: 0,
                    sheet: post.sheet.clone(),
                    row: post.row,
                });
                entry.posts += 1;
            }
            each(i, built);
        }
        report.clauses = Clauses { understood: understood.len(), unknown: unknown.into_values().collect() };
        report.majors.unresolved = unresolved.into_values().collect();
        report
    }
}
