//! Facts from tables of text, as files give them.

use std::collections::HashMap;

use base::Say;
use serde::Serialize;

use crate::{
    Column, Facts, Plan, RatingList,
    exact::{DECIMALS, decimal, ten},
    plan::Holds,
};

/// A table: its heads and its rows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Table {
    /// What errors call it.
    pub name: String,
    /// The heads of its columns.
    pub head: Vec<String>,
    /// Its rows; a short row ends with empty cells.
    pub rows: Vec<Vec<String>>,
}

/// What a cell says that it cannot say.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Problem {
    /// The table.
    pub table: String,
    /// The row, from 1 below the heads; 0 for the heads.
    pub row: usize,
    /// The head of the column.
    pub column: String,
    /// What is wrong and what would be right.
    pub say: Say,
}

/// Facts with the names of people, groups and raters.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Input {
    /// The facts.
    pub facts: Facts,
    /// The people, in order.
    pub people: Vec<String>,
    /// The peer groups.
    pub groups: Vec<String>,
    /// The raters.
    pub raters: Vec<String>,
}

/// Problems beyond this number are not listed.
const MAX_PROBLEMS: usize = 100;

struct Reader<'a> {
    plan: &'a Plan,
    input: Input,
    person: HashMap<String, usize>,
    group: HashMap<String, usize>,
    rater: HashMap<String, usize>,
    ratings: Vec<Vec<(u32, u32, u8, i32)>>,
    problems: Vec<Problem>,
}

/// Reads tables. One with a column `ratings` has a row per rating (`person`, `ratings`, `rater`, `class`, `value`); any other has
/// a row per person: `person`, `group`, optionally `approved`, and facts by their word, their Chinese or English name. People
/// come from tables with `group`; a fact may come from any one table.
pub fn read(plan: &Plan, tables: &[Table]) -> Result<Input, Vec<Problem>> {
    let mut reader = Reader {
        plan,
        input: Input::default(),
        person: HashMap::new(),
        group: HashMap::new(),
        rater: HashMap::new(),
        ratings: vec![Vec::new(); plan.scheme().ratings.len()],
        problems: Vec::new(),
    };
    let has = |t: &Table, head: &str| t.head.iter().any(|h| h.trim() == head);
    for table in tables.iter().filter(|t| has(t, "group")) {
        reader.people(table);
    }
    let n = reader.input.people.len();
    let empty = |c: &crate::ColumnDef| {
        if c.narrow() { Column::Narrow(vec![i32::MIN; n]) } else { Column::Wide(vec![i64::MIN; n]) }
    };
    reader.input.facts.columns = plan.columns().iter().map(empty).collect();
    for table in tables {
        if has(table, "ratings") { reader.rated(table) } else { reader.facts(table) }
    }
    reader.finish()
}

impl Reader<'_> {
    fn problem(&mut self, table: &Table, row: usize, column: &str, zh: impl Into<String>, en: impl Into<String>) {
        if self.problems.len() < MAX_PROBLEMS {
            let (table, column) = (table.name.clone(), column.to_owned());
            self.problems.push(Problem { table, row, column, say: Say::new(zh, en) });
        }
    }
    fn people(&mut self, table: &Table) {
        let (Some(person), Some(group)) = (head(table, "person"), head(table, "group")) else {
            return self.problem(table, 0, "person", "缺少“person”列", "there is no column “person”");
        };
        let approved = head(table, "approved");
        for (i, row) in table.rows.iter().enumerate() {
            let (id, group) = (cell(row, person), cell(row, group));
            if id.is_empty() || group.is_empty() {
                self.problem(table, i + 1, "person", "person 与 group 不能为空", "person and group cannot be empty");
                continue;
            }
            if self.person.insert(id.to_owned(), self.input.people.len()).is_some() {
                self.problem(table, i + 1, "person", format!("“{id}”出现两次"), format!("“{id}” appears twice"));
                continue;
            }
            self.input.people.push(id.to_owned());
            let number = number(&mut self.group, &mut self.input.groups, group);
            if number == self.input.facts.approved.len() {
                self.input.facts.approved.push(false);
            }
            self.input.facts.group.push(number as u32);
            match approved.map(|c| cell(row, c)) {
                None | Some("" | "0" | "no" | "否") => {}
                Some("1" | "yes" | "是") => self.input.facts.approved[number] = true,
                Some(_) => self.problem(table, i + 1, "approved", "应为“是”或“否”", "write yes or no"),
            }
        }
    }
    fn who(&mut self, table: &Table, i: usize, id: &str) -> Option<usize> {
        let found = self.person.get(id).copied();
        if found.is_none() {
            self.problem(
                table,
                i + 1,
                "person",
                format!("名单中没有“{id}”"),
                format!("“{id}” is in no table with groups"),
            );
        }
        found
    }
    fn facts(&mut self, table: &Table) {
        let Some(person) = head(table, "person") else {
            return self.problem(table, 0, "person", "缺少“person”列", "there is no column “person”");
        };
        let mut columns = Vec::new();
        for (at, name) in table.head.iter().map(|h| h.trim()).enumerate() {
            let of = |c: &crate::ColumnDef| c.name == name || c.label.zh == name || c.label.en == name;
            match self.plan.columns().iter().position(of) {
                Some(column) => columns.push((at, column)),
                None if matches!(name, "person" | "group" | "approved" | "") => {}
                None => self.problem(
                    table,
                    0,
                    name,
                    "方案不用这一列；请删去或改名",
                    "the scheme does not use this column: remove or rename it",
                ),
            }
        }
        for (i, row) in table.rows.iter().enumerate() {
            let Some(who) = self.who(table, i, cell(row, person)) else { continue };
            for (at, column) in &columns {
                let text = cell(row, *at);
                if text.is_empty() {
                    continue;
                }
                match self.value(*column, text) {
                    Ok(value) if self.input.facts.columns[*column].get(who).is_none() => {
                        // the column was made wide enough for every value within its bounds
                        let _fits = self.input.facts.columns[*column].set(who, Some(value));
                    }
                    Ok(_) => self.problem(table, i + 1, &table.head[*at], "此项已有数据", "this was given already"),
                    Err(say) => self.problem(table, i + 1, &table.head[*at], say.zh, say.en),
                }
            }
        }
    }
    fn value(&mut self, column: usize, text: &str) -> Result<i64, Say> {
        let def = &self.plan.columns()[column];
        let value = match &def.holds {
            Holds::Rater => Some(number(&mut self.rater, &mut self.input.raters, text) as i64),
            Holds::Words(words) => {
                let named = self.plan.scheme().facts.iter().find(|f| f.id == def.name);
                let by_name = || named?.words.iter().position(|w| w.name.zh == text || w.name.en == text);
                let place = words.iter().position(|w| w == text).or_else(by_name).map(|p| p as i64);
                let list = words.join("、");
                return place.ok_or_else(|| Say::new(format!("应为：{list}"), format!("write one of: {list}")));
            }
            Holds::Number | Holds::Ballots => decimal(text, def.decimals),
        };
        value.filter(|v| (def.min..=def.max).contains(v)).ok_or_else(|| {
            let step = ten(DECIMALS - def.decimals);
            let (min, max) = (crate::Fixed::from_units(def.min * step), crate::Fixed::from_units(def.max * step));
            Say::new(
                format!("应为 {min} 至 {max} 的数，至多 {} 位小数", def.decimals),
                format!("write a number from {min} to {max} with at most {} decimals", def.decimals),
            )
        })
    }
    fn rated(&mut self, table: &Table) {
        let heads = ["person", "ratings", "rater", "class", "value"];
        let found: Vec<usize> = heads.iter().filter_map(|h| head(table, h)).collect();
        let [person, ratings, rater, class, value] = found[..] else {
            return self.problem(
                table,
                0,
                "ratings",
                "评分表须有 person、ratings、rater、class、value 五列",
                "a table of ratings has the columns person, ratings, rater, class, value",
            );
        };
        for (i, row) in table.rows.iter().enumerate() {
            let Some(who) = self.who(table, i, cell(row, person)) else { continue };
            let plan = self.plan;
            let Some(list) = plan.scheme().ratings.iter().position(|r| r.id == cell(row, ratings)) else {
                self.problem(table, i + 1, "ratings", "方案没有这项评分", "the scheme has no such ratings");
                continue;
            };
            let def = &plan.scheme().ratings[list];
            let Some(c) = def.classes.iter().position(|c| c == cell(row, class)) else {
                let list = def.classes.join("、");
                self.problem(table, i + 1, "class", format!("应为：{list}"), format!("write one of: {list}"));
                continue;
            };
            let step = ten(DECIMALS - def.decimals);
            let within = |v: &i64| (def.min.units() / step..=def.max.units() / step).contains(v);
            let read = decimal(cell(row, value), def.decimals).filter(within).and_then(|v| i32::try_from(v).ok());
            let Some(read) = read else {
                let (min, max, d) = (def.min, def.max, def.decimals);
                self.problem(
                    table,
                    i + 1,
                    "value",
                    format!("应为 {min} 至 {max} 的数，至多 {d} 位小数"),
                    format!("write a number from {min} to {max} with at most {d} decimals"),
                );
                continue;
            };
            let rater = number(&mut self.rater, &mut self.input.raters, cell(row, rater));
            self.ratings[list].push((who as u32, rater as u32, c as u8, read));
        }
    }
    fn finish(mut self) -> Result<Input, Vec<Problem>> {
        if !self.problems.is_empty() {
            return Err(self.problems);
        }
        for mut given in self.ratings {
            given.sort_by_key(|g| g.0);
            let mut list = RatingList::default();
            for person in 0..self.input.people.len() as u32 {
                list.start.push(given.partition_point(|g| g.0 < person) as u32);
            }
            list.start.push(given.len() as u32);
            for (_, rater, class, value) in given {
                list.rater.push(rater);
                list.class.push(class);
                list.value.push(value);
            }
            self.input.facts.ratings.push(list);
        }
        Ok(self.input)
    }
}

fn head(table: &Table, name: &str) -> Option<usize> {
    table.head.iter().position(|h| h.trim() == name)
}
fn cell(row: &[String], at: usize) -> &str {
    row.get(at).map_or("", |c| c.trim())
}
fn number(known: &mut HashMap<String, usize>, names: &mut Vec<String>, name: &str) -> usize {
    *known.entry(name.to_owned()).or_insert_with(|| {
        names.push(name.to_owned());
        names.len() - 1
    })
}
