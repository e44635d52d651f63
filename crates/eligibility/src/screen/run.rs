//! Going through the graph, a block of people at a time.

use std::ops::Range;

use super::{
    Node, People, Screen,
    bits::{BLOCK, NOBODY, Pair, Words, at_least, first, holds, join, ones},
    studies::StudyBits,
};
use crate::Truth;

/// How many people meet one requirement.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug, serde::Serialize)]
pub struct Tally {
    /// They do.
    pub yes: u32,
    /// It cannot be told.
    pub unknown: u32,
    /// They do not.
    pub no: u32,
    /// They fail exactly one clause at the top.
    pub near: u32,
}

/// The verdict on each person for one requirement: two bits each.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Bits {
    certain: Vec<u64>,
    possible: Vec<u64>,
    near: Vec<u64>,
    count: usize,
}
impl Bits {
    /// The verdict on the person at that place.
    pub fn get(&self, person: usize) -> Truth {
        Truth::between(holds(&self.certain, person), holds(&self.possible, person))
    }
    /// Whether the person fails exactly one clause at the top.
    pub fn is_near(&self, person: usize) -> bool {
        holds(&self.near, person)
    }
    /// How many people there are.
    pub fn len(&self) -> usize {
        self.count
    }
    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// What one block of people is to one requirement.
struct Verdict {
    /// Whether they meet it.
    meets: Pair,
    /// Those who certainly fail exactly one clause at the top.
    near: Words,
}

impl Screen {
    /// How many people meet each requirement, in the order in which they were compiled.
    pub fn run(&self, people: &People) -> Vec<Tally> {
        let mut tallies = vec![Tally::default(); self.wholes.len()];
        let all = vec![true; self.nodes.len()];
        self.blocks(people, &all, 0..people.len().div_ceil(BLOCK), |living, pairs| {
            let alive = ones(living);
            for (clauses, tally) in self.wholes.iter().zip(&mut tallies) {
                let Verdict { meets, near } = verdict(clauses, living, pairs);
                let (yes, possible) = (ones(&meets.certain), ones(&meets.possible));
                tally.yes += yes;
                tally.unknown += possible - yes;
                tally.no += alive - possible;
                tally.near += ones(&near);
            }
        });
        self.whole_of.iter().map(|whole| tallies[*whole as usize]).collect()
    }
    /// The verdict on each person for the requirement at that place.
    pub fn one(&self, requirement: usize, people: &People) -> Bits {
        let clauses = &self.wholes[self.whole_of[requirement] as usize];
        let mut needed = vec![false; self.nodes.len()];
        let mut stack = clauses.clone();
        while let Some(n) = stack.pop() {
            if !std::mem::replace(&mut needed[n as usize], true) {
                stack.extend(self.nodes[n as usize].children());
            }
        }
        let mut bits = Bits { count: people.len(), ..Bits::default() };
        self.blocks(people, &needed, 0..people.len().div_ceil(BLOCK), |living, pairs| {
            let Verdict { meets, near } = verdict(clauses, living, pairs);
            bits.certain.extend(meets.certain);
            bits.possible.extend(meets.possible);
            bits.near.extend(near);
        });
        bits
    }
    /// The verdict on the person at that place for each requirement, and whether exactly one clause at the top is failed.
    pub fn of_person(&self, person: usize, people: &People) -> Vec<(Truth, bool)> {
        let (block, i) = (person / BLOCK, person % BLOCK);
        let all = vec![true; self.nodes.len()];
        let mut verdicts = Vec::new();
        self.blocks(people, &all, block..block + 1, |living, pairs| {
            let each = self.wholes.iter().map(|clauses| verdict(clauses, living, pairs));
            verdicts = each.map(|v| (v.meets.get(i), holds(&v.near, i))).collect();
        });
        self.whole_of.iter().map(|whole| verdicts[*whole as usize]).collect()
    }

    /// Evaluates the needed nodes for each of these blocks, and shows the people in it with what each node says of them.
    fn blocks(&self, people: &People, needed: &[bool], blocks: Range<usize>, mut each: impl FnMut(&Words, &[Pair])) {
        let mut tests = [vec![Pair::NO; self.tests.len()]];
        let mut studies = StudyBits::new(self, &people.studies);
        let mut pairs = vec![Pair::NO; self.nodes.len()];
        for block in blocks {
            let living = first(people.len() - block * BLOCK);
            tests[0].fill(Pair::NO);
            for (items, column) in &people.facts {
                column.fill(items, block, &mut tests);
            }
            studies.load(self, &people.studies, block, &living);
            for (n, node) in self.nodes.iter().enumerate().filter(|(n, _)| needed[*n]) {
                pairs[n] = match node {
                    Node::Yes => Pair::yes(&living),
                    Node::Unknown => Pair { certain: NOBODY, possible: living },
                    Node::Test(test) => tests[0][*test as usize],
                    Node::Study(shape, list) => studies.test(self, *shape as usize, *list as usize),
                    Node::All(of) => fold(of, &pairs, Pair::yes(&living), Pair::and),
                    Node::Any(of) => fold(of, &pairs, Pair::NO, Pair::or),
                    Node::None(of) => fold(of, &pairs, Pair::NO, Pair::or).not(&living),
                    Node::AtLeast(n, of) => Pair {
                        certain: at_least(*n, &living, of.iter().map(|c| &pairs[*c as usize].certain)),
                        possible: at_least(*n, &living, of.iter().map(|c| &pairs[*c as usize].possible)),
                    },
                };
            }
            each(&living, &pairs);
        }
    }
}

impl Node {
    fn children(&self) -> &[u32] {
        match self {
            Self::All(of) | Self::Any(of) | Self::None(of) | Self::AtLeast(_, of) => of,
            Self::Test(_) | Self::Study(..) | Self::Unknown | Self::Yes => &[],
        }
    }
}

fn fold(of: &[u32], pairs: &[Pair], mut so_far: Pair, op: fn(&mut Pair, &Pair)) -> Pair {
    of.iter().for_each(|child| op(&mut so_far, &pairs[*child as usize]));
    so_far
}

/// A requirement is met where every clause is.
fn verdict(clauses: &[u32], living: &Words, pairs: &[Pair]) -> Verdict {
    let mut meets = Pair::yes(living);
    let (mut one, mut more) = (NOBODY, NOBODY);
    for clause in clauses {
        let pair = &pairs[*clause as usize];
        meets.and(pair);
        let fails = join(living, &pair.possible, |l, p| l & !p);
        more = join(&more, &join(&one, &fails, |a, b| a & b), |a, b| a | b);
        one = join(&one, &fails, |a, b| a | b);
    }
    Verdict { meets, near: join(&one, &more, |a, b| a & !b) }
}
