//! A column: what its tests say of each item, looked up by the class of the item.
//!
//! Items that the tests cannot tell apart are one class, so a test is evaluated once per class and not once per item.

use std::{collections::HashMap, hash::Hash, ops::Range};

use super::bits::{BLOCK, Pair};
use crate::Truth;

/// Sorts items into classes; of each class the first item's example is kept.
pub(super) struct Sorter<K, E> {
    of: HashMap<K, u32>,
    classes: Vec<u32>,
    examples: Vec<E>,
}
impl<K, E> Default for Sorter<K, E> {
    fn default() -> Self {
        Self { of: HashMap::new(), classes: Vec::new(), examples: Vec::new() }
    }
}
impl<K: Hash + Eq, E> Sorter<K, E> {
    /// The next item.
    pub fn add(&mut self, key: K, example: impl FnOnce() -> E) {
        let class = *self.of.entry(key).or_insert_with(|| {
            self.examples.push(example());
            (self.examples.len() - 1) as u32
        });
        self.classes.push(class);
    }
    /// The column, where `answers` gives what an example does not fail.
    pub fn column(self, mut answers: impl FnMut(&E, &mut Vec<(u32, Truth)>)) -> Column {
        let (mut starts, mut says) = (vec![0], Vec::new());
        for example in &self.examples {
            answers(example, &mut says);
            starts.push(says.len() as u32);
        }
        Column { classes: self.classes, starts, says }
    }
}

/// The class of each item, and for each class the tests that it does not fail.
#[derive(Debug, Default)]
pub(super) struct Column {
    classes: Vec<u32>,
    /// Where each class begins in `says`, and at last where the last one ends.
    starts: Vec<u32>,
    says: Vec<(u32, Truth)>,
}

/// Whose each item is, in the order of people, and the how manieth of that person.
#[derive(Debug, Default)]
pub(super) struct Items {
    pub people: Vec<u32>,
    pub places: Vec<u16>,
}
impl Items {
    pub fn add(&mut self, person: usize, place: usize) {
        self.people.push(person as u32);
        self.places.push(place as u16);
    }
}

/// Which of some things, in the order of the people whose they are, belong to the people of a block.
pub(super) fn of_block(people: &[u32], block: usize) -> Range<usize> {
    let before = |person: usize| people.partition_point(|p| (*p as usize) < person);
    before(block * BLOCK)..before((block + 1) * BLOCK)
}

impl Column {
    /// Raises in `into`, by place and test, what is said of the items of a block.
    pub fn fill(&self, items: &Items, block: usize, into: &mut [Vec<Pair>]) {
        for item in of_block(&items.people, block) {
            let class = self.classes[item] as usize;
            let (place, person) = (usize::from(items.places[item]), items.people[item] as usize % BLOCK);
            let pairs = &mut into[place];
            for (test, truth) in &self.says[self.starts[class] as usize..self.starts[class + 1] as usize] {
                pairs[*test as usize].raise(person, *truth);
            }
        }
    }
}
