//! People as a screen reads them.

use std::collections::{BTreeMap, HashMap};

use super::{
    Screen,
    column::{Column, Items, Sorter},
    part::Part,
    studies::Studies,
};
use crate::{Facts, Field, Test, Truth};

/// People as a screen reads them: of each fact its class, and of each class what the tests say.
///
/// Made for one [`Screen`]; another screen reads other facts.
#[derive(Debug, Default)]
pub struct People {
    pub(super) count: usize,
    /// One column for each field that the tests read.
    pub(super) facts: Vec<(Items, Column)>,
    pub(super) studies: Studies,
}

impl People {
    /// Sorts people into classes for `screen`.
    pub fn of<'a>(screen: &Screen, facts: impl IntoIterator<Item = &'a Facts>) -> Self {
        let mut asked: BTreeMap<Field, Vec<u32>> = BTreeMap::new();
        for (number, test) in (0u32..).zip(&screen.tests) {
            asked.entry(test.field()).or_default().push(number);
        }
        let mut fields: Vec<_> =
            asked.into_iter().map(|(field, tests)| (field, tests, Items::default(), Sorter::default())).collect();
        let mut studies = super::studies::Reader::of(screen);
        let mut count = 0;
        // everybody once, so that the facts of a person are fetched once
        for (person, facts) in facts.into_iter().enumerate() {
            for (field, _, items, sorter) in &mut fields {
                Part::each(facts, *field, |part| {
                    items.add(person, 0);
                    sorter.add(part, || part);
                });
            }
            studies.add(person, facts);
            count += 1;
        }
        let facts =
            fields.into_iter().map(|(field, tests, items, sorter)| (items, answers(screen, field, &tests, sorter)));
        Self { count, facts: facts.collect(), studies: studies.done(screen) }
    }
    /// How many people.
    pub fn len(&self) -> usize {
        self.count
    }
    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// What the tests of a field say of each class.
fn answers<'a>(screen: &Screen, field: Field, tests: &[u32], sorter: Sorter<Part<'a>, Part<'a>>) -> Column {
    // nearly every post asks about the relatives in its own unit: a record is no relative anywhere else
    let mut of_unit: HashMap<&str, Vec<u32>> = HashMap::new();
    for number in tests {
        if let Test::Kin(test) = &screen.tests[*number as usize] {
            of_unit.entry(&test.unit).or_default().push(*number);
        }
    }
    sorter.column(|part, says| {
        let alone = part.alone(field);
        let related: &[u32] = match part {
            Part::Kin(kin) => of_unit.get(kin.unit.as_str()).map_or(&[], Vec::as_slice),
            _ => tests,
        };
        let each = related.iter().map(|number| (*number, screen.tests[*number as usize].eval(&alone)));
        says.extend(each.filter(|(_, truth)| *truth != Truth::No));
    })
}
