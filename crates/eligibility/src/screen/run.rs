//! Going through the graph, a block of people at a time.

use super::{Node, People, Screen, people::ABSENT};
use crate::Truth;

/// People in a block: small enough that the whole graph's bits of one block stay in the cache.
const BLOCK: usize = 2048;
const WORDS: usize = BLOCK / 64;
type Words = [u64; WORDS];

/// Certain and possible, for one block. What is certain is possible.
#[derive(Clone, Copy)]
struct Pair {
    certain: Words,
    possible: Words,
}
const NOBODY: Words = [0; WORDS];
const NO: Pair = Pair { certain: NOBODY, possible: NOBODY };

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
        let bit = |words: &[u64]| words.get(person / 64).is_some_and(|w| w >> (person % 64) & 1 == 1);
        Truth::between(bit(&self.certain), bit(&self.possible))
    }
    /// Whether the person fails exactly one clause at the top.
    pub fn is_near(&self, person: usize) -> bool {
        self.near.get(person / 64).is_some_and(|w| w >> (person % 64) & 1 == 1)
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

impl Screen {
    /// How many people meet each requirement, in the order in which they were compiled.
    pub fn run(&self, people: &People) -> Vec<Tally> {
        let mut tallies = vec![Tally::default(); self.len()];
        let all = vec![true; self.nodes.len()];
        self.blocks(people, &all, |_, living, pairs| {
            for (i, tally) in tallies.iter_mut().enumerate() {
                let pair = &pairs[self.roots[i] as usize];
                let (yes, possible) = (ones(&pair.certain), ones(&pair.possible));
                tally.yes += yes;
                tally.unknown += possible - yes;
                tally.no += ones(living) - possible;
                tally.near += ones(&self.near(i, living, pairs));
            }
        });
        tallies
    }
    /// The verdict on each person for the requirement at that place.
    pub fn one(&self, requirement: usize, people: &People) -> Bits {
        let mut needed = vec![false; self.nodes.len()];
        let mut stack = vec![self.roots[requirement]];
        stack.extend(&self.clauses[requirement]);
        while let Some(n) = stack.pop() {
            if !std::mem::replace(&mut needed[n as usize], true) {
                stack.extend(self.nodes[n as usize].children());
            }
        }
        let mut bits = Bits { count: people.len(), ..Bits::default() };
        self.blocks(people, &needed, |_, living, pairs| {
            let pair = &pairs[self.roots[requirement] as usize];
            bits.certain.extend(pair.certain);
            bits.possible.extend(pair.possible);
            bits.near.extend(self.near(requirement, living, pairs));
        });
        bits
    }
    /// The verdict on the person at that place for each requirement.
    pub fn of_person(&self, person: usize, people: &People) -> Vec<(Truth, bool)> {
        let mut verdicts = Vec::new();
        let all = vec![true; self.nodes.len()];
        self.some_blocks(people, &all, person / BLOCK..person / BLOCK + 1, |_, living, pairs| {
            let bit = |words: &Words| words[person % BLOCK / 64] >> (person % 64) & 1 == 1;
            verdicts = (0..self.len())
                .map(|i| {
                    let pair = &pairs[self.roots[i] as usize];
                    (Truth::between(bit(&pair.certain), bit(&pair.possible)), bit(&self.near(i, living, pairs)))
                })
                .collect();
        });
        verdicts
    }

    /// Those who certainly fail exactly one clause at the top.
    fn near(&self, requirement: usize, living: &Words, pairs: &[Pair]) -> Words {
        let (mut one, mut more) = (NOBODY, NOBODY);
        for clause in &self.clauses[requirement] {
            let possible = &pairs[*clause as usize].possible;
            for w in 0..WORDS {
                let fails = living[w] & !possible[w];
                more[w] |= one[w] & fails;
                one[w] |= fails;
            }
        }
        std::array::from_fn(|w| one[w] & !more[w])
    }

    fn blocks(&self, people: &People, needed: &[bool], each: impl FnMut(usize, &Words, &[Pair])) {
        self.some_blocks(people, needed, 0..people.len().div_ceil(BLOCK), each);
    }
    fn some_blocks(
        &self,
        people: &People,
        needed: &[bool],
        blocks: std::ops::Range<usize>,
        mut each: impl FnMut(usize, &Words, &[Pair]),
    ) {
        let mut studies = StudyBits::new(self, people);
        let mut pairs = vec![NO; self.nodes.len()];
        for block in blocks {
            let first = block * BLOCK;
            let span = first..(first + BLOCK).min(people.len());
            let living = std::array::from_fn(|w| {
                let left = span.len().saturating_sub(w * 64);
                if left >= 64 { !0 } else { (1u64 << left) - 1 }
            });
            studies.load(people, span.clone());
            for (n, node) in self.nodes.iter().enumerate().filter(|(n, _)| needed[*n]) {
                pairs[n] = match node {
                    Node::Yes => Pair { certain: living, possible: living },
                    Node::Unknown => Pair { certain: NOBODY, possible: living },
                    Node::Test(test) => scatter(people, *test as usize, span.clone()),
                    Node::Study(shape, list) => studies.test(people, *shape as usize, *list as usize),
                    Node::All(of) => fold(of, &pairs, Pair { certain: living, possible: living }, |a, b| a & b),
                    Node::Any(of) => fold(of, &pairs, NO, |a, b| a | b),
                    Node::None(of) => {
                        let any = fold(of, &pairs, NO, |a, b| a | b);
                        let not = |words: &Words| std::array::from_fn(|w| living[w] & !words[w]);
                        Pair { certain: not(&any.possible), possible: not(&any.certain) }
                    }
                    Node::AtLeast(n, of) => Pair {
                        certain: at_least(*n, living, of.iter().map(|c| &pairs[*c as usize].certain)),
                        possible: at_least(*n, living, of.iter().map(|c| &pairs[*c as usize].possible)),
                    },
                };
            }
            each(block, &living, &pairs);
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

fn ones(words: &Words) -> u32 {
    words.iter().map(|w| w.count_ones()).sum()
}

fn fold(of: &[u32], pairs: &[Pair], mut so_far: Pair, op: impl Fn(u64, u64) -> u64) -> Pair {
    for child in of {
        let pair = &pairs[*child as usize];
        for w in 0..WORDS {
            so_far.certain[w] = op(so_far.certain[w], pair.certain[w]);
            so_far.possible[w] = op(so_far.possible[w], pair.possible[w]);
        }
    }
    so_far
}

/// Those who are in at least `n` of the sets: a counter of one bit-plane per step, `reached[k]` being "in more than k".
fn at_least<'a>(n: usize, living: Words, of: impl Iterator<Item = &'a Words>) -> Words {
    let Some(last) = n.checked_sub(1) else { return living };
    let mut reached: Vec<Words> = Vec::new();
    for set in of {
        reached.resize((reached.len() + 1).min(n), NOBODY);
        for k in (0..reached.len()).rev() {
            for w in 0..WORDS {
                let below = if k == 0 { !0 } else { reached[k - 1][w] };
                reached[k][w] |= below & set[w];
            }
        }
    }
    reached.get(last).copied().unwrap_or(NOBODY)
}

/// The bits of a test over one fact, by the class of each person.
fn scatter(people: &People, test: usize, span: std::ops::Range<usize>) -> Pair {
    let (field, says) = &people.tests[test];
    let mut pair = NO;
    for (i, class) in people.fields[usize::from(*field)][span].iter().enumerate() {
        set(&mut pair, i, says[*class as usize]);
    }
    pair
}

fn set(pair: &mut Pair, i: usize, truth: Truth) {
    pair.certain[i / 64] |= u64::from(truth == Truth::Yes) << (i % 64);
    pair.possible[i / 64] |= u64::from(truth != Truth::No) << (i % 64);
}

/// The studies of one block, as bits: per place the people whose study there has a major of a class, and, made when first
/// asked for, those whose study there has a shape.
struct StudyBits {
    unrecorded: Words,
    places: Vec<PlaceBits>,
    span: std::ops::Range<usize>,
}
struct PlaceBits {
    majors: Vec<Words>,
    /// Classes of majors that occur in this block: their bits have to be cleared for the next.
    seen: Vec<u32>,
    shapes: Vec<Option<Box<Pair>>>,
}

impl StudyBits {
    fn new(screen: &Screen, people: &People) -> Self {
        let place = |_: &Vec<u32>| PlaceBits {
            majors: vec![NOBODY; people.studies.major_classes],
            seen: Vec::new(),
            shapes: vec![None; screen.shapes.len()],
        };
        Self { unrecorded: NOBODY, places: people.studies.shapes.iter().map(place).collect(), span: 0..0 }
    }
    fn load(&mut self, people: &People, span: std::ops::Range<usize>) {
        let studies = &people.studies;
        self.unrecorded = NOBODY;
        for (i, recorded) in studies.recorded.get(span.clone()).unwrap_or_default().iter().enumerate() {
            self.unrecorded[i / 64] |= u64::from(!recorded) << (i % 64);
        }
        for (place, classes) in self.places.iter_mut().zip(&studies.majors) {
            for class in place.seen.drain(..) {
                place.majors[class as usize] = NOBODY;
            }
            place.shapes.iter_mut().for_each(|s| *s = None);
            for (i, class) in classes[span.clone()].iter().enumerate().filter(|(_, c)| **c != ABSENT) {
                let words = &mut place.majors[*class as usize];
                if *words == NOBODY {
                    place.seen.push(*class);
                }
                words[i / 64] |= 1 << (i % 64);
            }
        }
        self.span = span;
    }
    /// Whether some study has that shape and one of those majors.
    fn test(&mut self, people: &People, shape: usize, list: usize) -> Pair {
        let studies = &people.studies;
        let (certain, possible) = &studies.list_says[list];
        let mut any = Pair { certain: NOBODY, possible: self.unrecorded };
        for (place, classes) in self.places.iter_mut().zip(&studies.shapes) {
            let shaped = place.shapes[shape].get_or_insert_with(|| {
                let mut pair = NO;
                let says = &studies.shape_says[shape];
                for (i, class) in classes[self.span.clone()].iter().enumerate().filter(|(_, c)| **c != ABSENT) {
                    set(&mut pair, i, says[*class as usize]);
                }
                Box::new(pair)
            });
            let of = |list: &[u32], majors: &[Words]| -> Words {
                let mut union = NOBODY;
                for class in list {
                    let words = &majors[*class as usize];
                    for w in 0..WORDS {
                        union[w] |= words[w];
                    }
                }
                union
            };
            let (yes, may) = (of(certain, &place.majors), of(possible, &place.majors));
            for w in 0..WORDS {
                any.certain[w] |= shaped.certain[w] & yes[w];
                any.possible[w] |= shaped.possible[w] & may[w];
            }
        }
        any
    }
}
