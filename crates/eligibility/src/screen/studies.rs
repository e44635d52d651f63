//! Studies as a screen reads them.
//!
//! A test over studies is met by one study alone, so its bits are kept by the place of the study in its person's list: the
//! first of each person, the second, … Its shape falls into sides that read one or two columns each, and each is
//! evaluated once per class of its column.

use std::collections::BTreeMap;

use base::PartialDate;

use super::{
    Screen,
    bits::{BLOCK, NOBODY, Pair, Words},
    column::{Column, Items, Sorter, of_block},
};
use crate::{
    Aspect, Facts, Truth,
    facts::{Degree, Education, Level, Major, Standing, Status, StudyKind},
    test::{EducationTest, highest},
};

/// All that one side of a test reads of a study.
#[derive(PartialEq, Eq, Hash)]
enum Read<'a> {
    Level(Option<Level>),
    Kind(Option<StudyKind>),
    Finished(Option<Status>, Option<StudyKind>, Option<PartialDate>),
    Graduated(Option<PartialDate>),
    Degree(Option<&'a Degree>),
    Text(Option<&'a str>),
    Certified(Option<StudyKind>, Option<bool>),
    Known(Option<bool>),
    Highest(Truth),
}
impl<'a> Read<'a> {
    fn of(aspect: Aspect, e: &'a Education, highest: impl FnOnce() -> Truth) -> Self {
        match aspect {
            Aspect::Level => Self::Level(e.level),
            Aspect::Kind => Self::Kind(e.kind),
            Aspect::InService => Self::Known(e.in_service),
            Aspect::Finished => Self::Finished(e.status, e.kind, e.graduated),
            Aspect::Graduated => Self::Graduated(e.graduated),
            Aspect::Degree => Self::Degree(e.degree.as_ref()),
            Aspect::School => Self::Text(e.school.as_deref()),
            Aspect::SchoolArea => Self::Text(e.school_area.as_deref()),
            Aspect::Certified => Self::Certified(e.kind, e.certified),
            Aspect::Directed => Self::Known(e.directed),
            Aspect::Highest => Self::Highest(highest()),
            _ => Self::Known(Some(e.auxiliary)),
        }
    }
}

/// Studies of everybody.
#[derive(Debug, Default)]
pub(super) struct Studies {
    /// The studies in the order of people.
    pub items: Items,
    /// The most that one person has.
    pub places: usize,
    /// People of whom nobody recorded studies.
    pub unrecorded: Vec<u32>,
    /// One column for each aspect that the shapes ask about; its tests are the sides of the screen.
    pub sides: Vec<Column>,
    /// The column of majors; its tests are the lists of the screen, and after them one more: see [`open`].
    pub majors: Column,
}

/// The number after the last list: met by a major that may be in any list, because nobody recorded it or the catalogue
/// does not have it.
pub(super) fn open(screen: &Screen) -> u32 {
    screen.lists.len() as u32
}

/// A study with whether it is the highest.
type Example<'a> = (&'a Education, Truth);
/// A major as lists read it; nothing where it may be in any.
type Listed<'a> = Option<(Standing, &'a [String], Option<&'a str>)>;

/// Reads studies, person by person.
#[derive(Default)]
pub(super) struct Reader<'a> {
    studies: Studies,
    sides: BTreeMap<Aspect, (Vec<u32>, Sorter<Read<'a>, Example<'a>>)>,
    majors: Sorter<Listed<'a>, Option<&'a Major>>,
}

impl<'a> Reader<'a> {
    pub fn of(screen: &Screen) -> Self {
        let mut reader = Self::default();
        for (number, (aspect, _)) in (0u32..).zip(&screen.sides) {
            reader.sides.entry(*aspect).or_default().0.push(number);
        }
        reader
    }
    pub fn add(&mut self, person: usize, facts: &'a Facts) {
        let Some(list) = &facts.educations else {
            self.studies.unrecorded.push(person as u32);
            return;
        };
        self.studies.places = self.studies.places.max(list.len());
        for (place, e) in list.iter().enumerate() {
            self.studies.items.add(person, place);
            for (aspect, (_, sorter)) in &mut self.sides {
                let top = || if *aspect == Aspect::Highest { highest(e, list) } else { Truth::Unknown };
                sorter.add(Read::of(*aspect, e, top), || (e, top()));
            }
            let major = e.major.as_ref().filter(|m| m.standing != Standing::Unlisted);
            let key = major.map(|m| (m.standing, m.codes.as_slice(), m.direction.as_deref()));
            self.majors.add(key, || major);
        }
    }
    pub fn done(self, screen: &Screen) -> Studies {
        let side = |(aspect, (numbers, sorter)): (Aspect, (Vec<u32>, Sorter<_, Example<'_>>))| {
            sorter.column(|(e, top), says| {
                let side = |n: &u32| (*n, screen.sides[*n as usize].1.side(aspect, e, *top));
                says.extend(numbers.iter().map(side).filter(|(_, truth)| *truth != Truth::No));
            })
        };
        let sides = self.sides.into_iter().map(side).collect();
        Studies { sides, majors: lists(screen, self.majors), ..self.studies }
    }
}

/// The lists that each class of majors is in.
fn lists(screen: &Screen, majors: Sorter<Listed<'_>, Option<&Major>>) -> Column {
    let mut by_code: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (number, want) in (0u32..).zip(&screen.wants) {
        by_code.entry(&want.code).or_default().push(number);
    }
    let mut lists_of = vec![Vec::new(); screen.wants.len()];
    let mut free = Vec::new();
    for (number, list) in (0u32..).zip(&screen.lists) {
        match list {
            None => free.push((number, Truth::Yes)),
            Some(wants) => wants.iter().for_each(|want| lists_of[*want as usize].push(number)),
        }
    }
    let mut best = vec![Truth::No; screen.lists.len()];
    majors.column(|major, says| {
        says.extend_from_slice(&free);
        let Some(major) = major else { return says.push((open(screen), Truth::Unknown)) };
        let mut met: Vec<u32> = Vec::new();
        for want in related(&by_code, major) {
            let truth = screen.wants[want as usize].eval(major);
            for list in lists_of[want as usize].iter().filter(|_| truth != Truth::No) {
                let so_far = &mut best[*list as usize];
                if *so_far == Truth::No {
                    met.push(*list);
                }
                *so_far = (*so_far).or(truth);
            }
        }
        says.extend(met.into_iter().map(|list| (list, std::mem::replace(&mut best[list as usize], Truth::No))));
    })
}

/// The wants that a listed major could meet: those whose code begins one of its codes, or is begun by one.
fn related(by_code: &BTreeMap<&str, Vec<u32>>, major: &Major) -> Vec<u32> {
    let mut wants = Vec::new();
    for code in &major.codes {
        let wider = (0..code.len()).filter_map(|n| by_code.get(code.get(..n)?));
        let narrower = by_code.range(code.as_str()..).take_while(|(c, _)| c.starts_with(code.as_str()));
        wants.extend(wider.chain(narrower.map(|(_, wants)| wants)).flatten());
    }
    wants.sort_unstable();
    wants.dedup();
    wants
}

/// Bits of one block, by place: what its studies say to each shape and list.
pub(super) struct StudyBits {
    unrecorded: Words,
    shapes: Vec<Vec<Pair>>,
    lists: Vec<Vec<Pair>>,
    sides: Vec<Vec<Pair>>,
}

impl StudyBits {
    pub fn new(screen: &Screen, studies: &Studies) -> Self {
        let each = |n: usize| vec![vec![Pair::NO; n]; studies.places];
        Self {
            unrecorded: NOBODY,
            shapes: each(screen.shapes.len()),
            lists: each(screen.lists.len() + 1),
            sides: each(screen.sides.len()),
        }
    }
    pub fn load(&mut self, screen: &Screen, studies: &Studies, block: usize, living: &Words) {
        for pairs in self.sides.iter_mut().chain(&mut self.lists) {
            pairs.fill(Pair::NO);
        }
        for column in &studies.sides {
            column.fill(&studies.items, block, &mut self.sides);
        }
        studies.majors.fill(&studies.items, block, &mut self.lists);
        for (shapes, sides) in self.shapes.iter_mut().zip(&self.sides) {
            for (shape, of) in shapes.iter_mut().zip(&screen.shapes) {
                // where there is no study no side is met, and every shape has the side that it be no minor
                *shape = Pair::yes(living);
                of.iter().for_each(|side| shape.and(&sides[*side as usize]));
            }
        }
        let mut unrecorded = Pair::NO;
        for person in &studies.unrecorded[of_block(&studies.unrecorded, block)] {
            unrecorded.raise(*person as usize % BLOCK, Truth::Yes);
        }
        self.unrecorded = unrecorded.certain;
    }
    /// Whether some study has that shape and one of those majors.
    pub fn test(&self, screen: &Screen, shape: usize, list: usize) -> Pair {
        let may_be_any = screen.lists[list].as_ref().is_some_and(|wants| !wants.is_empty());
        let mut any = Pair { certain: NOBODY, possible: self.unrecorded };
        for (shapes, lists) in self.shapes.iter().zip(&self.lists) {
            let mut one = lists[list];
            if may_be_any {
                one.or(&lists[open(screen) as usize]);
            }
            one.and(&shapes[shape]);
            any.or(&one);
        }
        any
    }
}

/// The sides of a shape, each with the aspect whose column it reads.
pub(super) type Side = (Aspect, EducationTest);
