//! People in classes.

use std::collections::HashMap;

use super::Screen;
use crate::{
    Facts, Field, Truth,
    facts::{Education, Major},
    test::highest,
};

/// People as a screen reads them: for each fact the class of each person, and for each class what each test says.
///
/// Made for one [`Screen`]; another screen reads other facts.
#[derive(Debug, Default)]
pub struct People {
    pub(super) count: usize,
    /// What each test of the screen says of each class of its field, and which field that is.
    pub(super) tests: Vec<(u16, Vec<Truth>)>,
    /// For each field that is read: the class of each person.
    pub(super) fields: Vec<Vec<u32>>,
    pub(super) studies: Studies,
}

/// Studies, one column per place in a person's list: the first study of each person, the second, …
#[derive(Debug, Default)]
pub(super) struct Studies {
    /// Whether studies are recorded at all.
    pub(super) recorded: Vec<bool>,
    /// Per place: the class of the study's shape, or `ABSENT`.
    pub(super) shapes: Vec<Vec<u32>>,
    /// Per place: the class of the study's major, or `ABSENT`.
    pub(super) majors: Vec<Vec<u32>>,
    /// Per shape of the screen and class of shape.
    pub(super) shape_says: Vec<Vec<Truth>>,
    /// Per list of the screen: the classes of majors that are certainly, and those that are possibly, wanted.
    pub(super) list_says: Vec<(Vec<u32>, Vec<u32>)>,
    pub(super) major_classes: usize,
}

/// No such study.
pub(super) const ABSENT: u32 = u32::MAX;

impl People {
    /// Sorts people into classes for `screen`.
    pub fn of<'a>(screen: &Screen, facts: impl IntoIterator<Item = &'a Facts>) -> Self {
        let facts: Vec<&Facts> = facts.into_iter().collect();
        let mut fields: Vec<(Field, Vec<u32>, Vec<usize>)> = Vec::new();
        let mut tests = Vec::new();
        for test in &screen.tests {
            let field = test.field();
            let at = fields.iter().position(|f| f.0 == field).unwrap_or_else(|| {
                let (of, examples) = classes(&facts, field);
                fields.push((field, of, examples));
                fields.len() - 1
            });
            let says = fields[at].2.iter().map(|example| test.eval(facts[*example])).collect();
            tests.push((at as u16, says));
        }
        let studies = if screen.shapes.is_empty() { Studies::default() } else { Studies::of(screen, &facts) };
        Self { count: facts.len(), tests, fields: fields.into_iter().map(|f| f.1).collect(), studies }
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

/// The class of each person by one field, and an example of each class. Equal facts are one class.
fn classes(facts: &[&Facts], field: Field) -> (Vec<u32>, Vec<usize>) {
    macro_rules! by {
        ($key:expr) => {{
            let mut of = HashMap::new();
            let mut examples = Vec::new();
            let each = facts.iter().enumerate().map(|(i, f)| {
                *of.entry($key(*f)).or_insert_with(|| {
                    examples.push(i);
                    (examples.len() - 1) as u32
                })
            });
            (each.collect(), examples)
        }};
    }
    match field {
        Field::Sex => by!(|f: &'_ Facts| f.sex.as_ref().map(|k| k.value)),
        Field::Birth => by!(|f: &'_ Facts| f.birth.as_ref().map(|k| k.value)),
        Field::Ethnic => by!(|f| -> Option<&String> { value(f, |f| &f.ethnic) }),
        Field::Political => by!(|f| -> Option<&String> { value(f, |f| &f.political) }),
        Field::Household => by!(|f| dated(f, |f| &f.household)),
        Field::Origin => by!(|f| -> Option<&String> { value(f, |f| &f.origin) }),
        Field::Service => by!(|f| list(f, |f| &f.service)),
        Field::Certificates => by!(|f| list(f, |f| &f.certificates)),
        Field::Programmes => by!(|f| list(f, |f| &f.programmes)),
        Field::Military => by!(|f| list(f, |f| &f.military)),
        Field::Kin => by!(|f| list(f, |f| &f.kin)),
        Field::Flag(flag) => by!(|f: &'_ Facts| f.flags.get(&flag).map(|k| k.value)),
        // studies have columns of their own
        Field::Educations => (Vec::new(), Vec::new()),
    }
}

fn value<'a>(f: &'a Facts, of: impl Fn(&'a Facts) -> &'a Option<crate::Known<String>>) -> Option<&'a String> {
    of(f).as_ref().map(|k| &k.value)
}
fn dated<'a>(
    f: &'a Facts,
    of: impl Fn(&'a Facts) -> &'a Option<crate::Known<String>>,
) -> Option<(&'a String, Option<base::PartialDate>)> {
    of(f).as_ref().map(|k| (&k.value, k.on))
}
fn list<'a, T>(f: &'a Facts, of: impl Fn(&'a Facts) -> &'a Option<Vec<T>>) -> Option<&'a [T]> {
    of(f).as_deref()
}

/// All that a shape can ask about a study.
type Shape<'a> = (
    [Option<u8>; 3],
    [Option<bool>; 3],
    (Option<base::PartialDate>, Option<&'a str>, Option<&'a str>, Option<&'a str>),
    (bool, Truth),
);

fn shape_of<'a>(e: &'a Education, schools: bool, highest: Truth) -> Shape<'a> {
    let code = e.degree.as_ref().and_then(|d| d.code.as_deref());
    let small = [e.level.map(|l| l as u8), e.kind.map(|k| k as u8), e.status.map(|s| s as u8)];
    let degree = e.degree.as_ref().map(|d| d.level as u8);
    (
        // status and degree level share a byte: both are small
        [small[0], small[1], Some(small[2].map_or(0, |s| s + 1) * 8 + degree.map_or(0, |d| d + 1))],
        [e.in_service, e.certified, e.directed],
        (e.graduated, code, e.school.as_deref().filter(|_| schools), e.school_area.as_deref()),
        (e.auxiliary, highest),
    )
}

impl Studies {
    fn of(screen: &Screen, facts: &[&Facts]) -> Self {
        let most = facts.iter().map(|f| f.educations.as_ref().map_or(0, Vec::len)).max().unwrap_or_default();
        let mut studies = Self {
            recorded: facts.iter().map(|f| f.educations.is_some()).collect(),
            shapes: vec![vec![ABSENT; facts.len()]; most],
            majors: vec![vec![ABSENT; facts.len()]; most],
            ..Self::default()
        };
        let schools = screen.shapes.iter().any(|s| !s.schools.is_empty());
        let rank = screen.shapes.iter().any(|s| s.highest);
        let (mut shapes, mut majors) = (HashMap::new(), HashMap::new());
        let mut shape_examples: Vec<(&Education, Truth)> = Vec::new();
        let mut major_examples: Vec<&Option<Major>> = Vec::new();
        for (person, f) in facts.iter().enumerate() {
            let list = f.educations.as_deref().unwrap_or_default();
            for (place, e) in list.iter().enumerate() {
                let top = if rank { highest(e, list) } else { Truth::Unknown };
                studies.shapes[place][person] = *shapes.entry(shape_of(e, schools, top)).or_insert_with(|| {
                    shape_examples.push((e, top));
                    (shape_examples.len() - 1) as u32
                });
                studies.majors[place][person] = *majors.entry(&e.major).or_insert_with(|| {
                    major_examples.push(&e.major);
                    (major_examples.len() - 1) as u32
                });
            }
        }
        let says =
            |shape: &crate::test::EducationTest| shape_examples.iter().map(|(e, top)| shape.shape(e, *top)).collect();
        studies.shape_says = screen.shapes.iter().map(says).collect();
        studies.major_classes = major_examples.len();
        studies.list_says = lists(screen, &major_examples);
        studies
    }
}

/// Per list of wanted majors, the classes that certainly and possibly are in it. Each want is looked up once per class.
fn lists(screen: &Screen, majors: &[&Option<Major>]) -> Vec<(Vec<u32>, Vec<u32>)> {
    let want_says: Vec<Vec<(u32, Truth)>> = screen
        .wants
        .iter()
        .map(|want| {
            let says = majors.iter().map(|m| m.as_ref().map_or(Truth::Unknown, |m| want.eval(m)));
            (0u32..).zip(says).filter(|(_, t)| *t != Truth::No).collect()
        })
        .collect();
    let list = |list: &Option<Vec<u32>>| {
        let mut best = vec![if list.is_some() { Truth::No } else { Truth::Yes }; majors.len()];
        for want in list.iter().flatten() {
            for (class, truth) in &want_says[*want as usize] {
                let so_far = &mut best[*class as usize];
                *so_far = (*so_far).or(*truth);
            }
        }
        let those = |least: Truth| (0u32..).zip(&best).filter(|(_, t)| **t >= least).map(|(c, _)| c).collect();
        (those(Truth::Yes), those(Truth::Unknown))
    };
    screen.lists.iter().map(list).collect()
}
