//! Many requirements over many people at once.
//!
//! [`Screen::compile`] merges equal parts of all requirements into one graph: most posts ask for the same things. [`People`]
//! sorts people into classes by each fact that the graph reads, so that a test is evaluated once per class and not once
//! per person. [`Screen::run`] then goes through the graph block by block with two bits per person, *certain* and
//! *possible*: and, or, not of three-valued truth become and, or, not of words of 64 people.
//!
//! What it counts is what [`Requirement::eval`] says of each pair; a property test holds it to that.

mod bits;
mod column;
mod part;
mod people;
mod run;
mod studies;

use std::collections::HashMap;

use crate::{Requirement, Rule, Test, test::MajorWant};

pub use people::People;
pub use run::{Bits, Tally};

/// A part of the graph, by number. Children have smaller numbers than their parents.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Node {
    /// Both, in three-valued logic.
    All(Vec<u32>),
    Any(Vec<u32>),
    None(Vec<u32>),
    AtLeast(usize, Vec<u32>),
    /// A test over one fact.
    Test(u32),
    /// A test over studies: its shape and its list of majors.
    Study(u32, u32),
    /// A person decides.
    Unknown,
    /// Decides nothing.
    Yes,
}

/// Requirements compiled together.
#[derive(Debug, Default)]
pub struct Screen {
    nodes: Vec<Node>,
    /// Different requirements, each by its clauses at the top.
    wholes: Vec<Vec<u32>>,
    /// Which of them each requirement is.
    whole_of: Vec<u32>,
    tests: Vec<Test>,
    /// Shapes of study, each by the sides that have to be met.
    shapes: Vec<Vec<u32>>,
    sides: Vec<studies::Side>,
    /// Lists of wanted majors, each by the numbers of its wants; the first is the absent list: any major.
    lists: Vec<Option<Vec<u32>>>,
    wants: Vec<MajorWant>,
}

/// Numbers what is equal alike.
#[derive(Default)]
struct Compiler {
    screen: Screen,
    node_of: HashMap<Node, u32>,
    whole_of: HashMap<Vec<u32>, u32>,
    test_of: HashMap<Test, u32>,
    shape_of: HashMap<Vec<u32>, u32>,
    side_of: HashMap<studies::Side, u32>,
    list_of: HashMap<Option<Vec<u32>>, u32>,
    want_of: HashMap<MajorWant, u32>,
}

fn number<K: Clone + std::hash::Hash + Eq>(of: &mut HashMap<K, u32>, all: &mut Vec<K>, key: K) -> u32 {
    *of.entry(key).or_insert_with_key(|k| {
        all.push(k.clone());
        (all.len() - 1) as u32
    })
}

impl Compiler {
    fn node(&mut self, node: Node) -> u32 {
        number(&mut self.node_of, &mut self.screen.nodes, node)
    }
    fn children(&mut self, of: &[Requirement]) -> Vec<u32> {
        let mut all: Vec<u32> = of.iter().map(|r| self.add(r)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
    fn add(&mut self, r: &Requirement) -> u32 {
        let node = match &r.rule {
            Rule::All(of) => Node::All(self.children(of)),
            Rule::Any(of) => Node::Any(self.children(of)),
            Rule::None(of) => Node::None(self.children(of)),
            // equal parts count each for itself here, so none may be merged
            Rule::AtLeast { n, of } => Node::AtLeast(*n, of.iter().map(|r| self.add(r)).collect()),
            Rule::Test(Test::Education(test)) => {
                let sides = test.sides().map(|s| number(&mut self.side_of, &mut self.screen.sides, s)).collect();
                let shape = number(&mut self.shape_of, &mut self.screen.shapes, sides);
                let want = |w: &MajorWant| number(&mut self.want_of, &mut self.screen.wants, w.clone());
                let list = test.majors.as_ref().map(|wants| {
                    let mut list: Vec<u32> = wants.iter().map(want).collect();
                    list.sort_unstable();
                    list.dedup();
                    list
                });
                Node::Study(shape, number(&mut self.list_of, &mut self.screen.lists, list))
            }
            Rule::Test(test) => Node::Test(number(&mut self.test_of, &mut self.screen.tests, test.clone())),
            Rule::NeedsPerson { .. } => Node::Unknown,
            Rule::Notice { .. } => Node::Yes,
        };
        match node {
            Node::All(one) | Node::Any(one) if one.len() == 1 => one[0],
            node => self.node(node),
        }
    }
}

impl Screen {
    /// Compiles these requirements; they are referred to by their places in the list.
    pub fn compile<'a>(requirements: impl IntoIterator<Item = &'a Requirement>) -> Self {
        let mut compiler = Compiler::default();
        for r in requirements {
            // clauses keep their number even where two are equal: failing both is not a near miss
            let clauses = r.clauses().iter().map(|c| compiler.add(c)).collect();
            let whole = number(&mut compiler.whole_of, &mut compiler.screen.wholes, clauses);
            compiler.screen.whole_of.push(whole);
        }
        compiler.screen
    }
    /// How many requirements there are.
    pub fn len(&self) -> usize {
        self.whole_of.len()
    }
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.whole_of.is_empty()
    }
    /// How many different parts they come down to: whole requirements, nodes, tests over one fact, shapes of study, their
    /// sides, lists of majors.
    pub fn parts(&self) -> [usize; 6] {
        let (shapes, sides) = (self.shapes.len(), self.sides.len());
        [self.wholes.len(), self.nodes.len(), self.tests.len(), shapes, sides, self.lists.len()]
    }
}
