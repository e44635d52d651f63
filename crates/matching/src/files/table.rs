//! Tables of text, and what is wrong with their cells.

use std::collections::HashMap;

use base::Say;
use serde::Serialize;

/// A table: what errors call it, and its rows, the heads first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Table {
    /// What errors call it.
    pub name: String,
    /// Its rows; a short row ends with empty cells.
    pub rows: Vec<Vec<String>>,
}

/// What is wrong, where, and what would be right.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Problem {
    /// The table or file; empty where it is between them.
    pub table: String,
    /// The row, from 1 with the heads; 0 for the whole.
    pub row: usize,
    /// The head of the column; empty for the whole row.
    pub column: String,
    /// The sentence.
    pub say: Say,
}
impl Problem {
    pub(super) fn of_model(say: Say) -> Self {
        Self { table: String::new(), row: 0, column: String::new(), say }
    }
}

/// Problems beyond this number are not listed.
pub(super) const MOST_PROBLEMS: usize = 100;
/// Cells longer than this are refused.
const LONGEST: usize = 1 << 20;

#[derive(Default)]
pub(super) struct Problems(Vec<Problem>);
impl Problems {
    pub(super) fn add(&mut self, table: &str, row: usize, column: &str, say: Say) {
        if self.0.len() < MOST_PROBLEMS {
            self.0.push(Problem { table: table.to_owned(), row, column: column.to_owned(), say });
        }
    }
    pub(super) fn full(&self) -> bool {
        self.0.len() >= MOST_PROBLEMS
    }
    pub(super) fn done(&mut self) -> Result<(), Vec<Problem>> {
        if self.0.is_empty() { Ok(()) } else { Err(std::mem::take(&mut self.0)) }
    }
}

/// A table with its columns found.
pub(super) struct Sheet<'a> {
    pub table: &'a Table,
    at: HashMap<String, usize>,
}

/// One row of it.
pub(super) struct Row<'a> {
    sheet: &'a Sheet<'a>,
    cells: &'a [String],
    pub number: usize,
}

impl<'a> Sheet<'a> {
    /// Finds the columns. A head that is none of `known`, and does not begin like one that ends with a point, is a problem.
    pub(super) fn new(table: &'a Table, known: &[&str], problems: &mut Problems) -> Self {
        let mut at = HashMap::new();
        for (k, head) in table.rows.first().into_iter().flatten().enumerate() {
            let head = head.trim().to_lowercase();
            if head.is_empty() {
                continue;
            }
            let fits = known.iter().any(|x| *x == head || (x.ends_with('.') && head.starts_with(x)));
            if !fits {
                let (zh, en) = (known.join("、"), known.join(", "));
                let say =
                    Say::new(format!("未知的列，可用的列：{zh}。"), format!("An unknown column; there may be: {en}."));
                problems.add(&table.name, 1, &head, say);
            }
            if at.insert(head.clone(), k).is_some() {
                problems.add(&table.name, 1, &head, Say::new("列名重复。", "This column stands twice."));
            }
        }
        if !at.contains_key(known[0]) {
            problems.add(&table.name, 1, known[0], Say::new("缺少此列。", "This column is missing."));
        }
        Self { table, at }
    }
    pub(super) fn rows(&'a self) -> impl Iterator<Item = Row<'a>> {
        let rows = self.table.rows.iter().enumerate().skip(1);
        let filled = rows.filter(|(_, cells)| cells.iter().any(|c| !c.trim().is_empty()));
        filled.map(|(k, cells)| Row { sheet: self, cells, number: k + 1 })
    }
}

impl<'a> Row<'a> {
    /// The text of a cell, without space around it; empty where there is none.
    pub(super) fn text(&self, column: &str) -> &'a str {
        let cell = self.sheet.at.get(column).and_then(|k| self.cells.get(*k));
        cell.map_or("", |c| c.trim()).get(..).filter(|c| c.len() <= LONGEST).unwrap_or("")
    }
    pub(super) fn bad(&self, column: &str, say: Say, problems: &mut Problems) {
        problems.add(&self.sheet.table.name, self.number, column, say);
    }
    /// A whole number within bounds; `or` where the cell is empty.
    pub(super) fn number(&self, column: &str, or: i64, within: (i64, i64), problems: &mut Problems) -> i64 {
        let text = self.text(column);
        if text.is_empty() {
            return or;
        }
        match text.parse::<i64>().ok().filter(|x| (within.0..=within.1).contains(x)) {
            Some(x) => x,
            None => {
                let (a, b) = within;
                let say = Say::new(
                    format!("“{text}”不是 {a} 到 {b} 的整数。"),
                    format!("“{text}” is not a whole number from {a} to {b}."),
                );
                self.bad(column, say, problems);
                or
            }
        }
    }
    /// Yes or no; an empty cell is no.
    pub(super) fn yes(&self, column: &str, problems: &mut Problems) -> bool {
        match self.text(column).to_lowercase().as_str() {
            "yes" | "y" | "1" | "true" | "是" => true,
            "" | "no" | "n" | "0" | "false" | "否" => false,
            text => {
                let say = Say::new(format!("“{text}”应为“是”或“否”。"), format!("“{text}” must be yes or no."));
                self.bad(column, say, problems);
                false
            }
        }
    }
    /// The parts of a cell between semicolons.
    pub(super) fn list(&self, column: &str) -> impl Iterator<Item = &'a str> {
        self.text(column).split([';', '；', '、']).map(str::trim).filter(|p| !p.is_empty())
    }
}
