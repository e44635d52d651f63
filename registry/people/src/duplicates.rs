//! Who may be in the system twice. Pure.

use std::collections::HashMap;

use base::{Id, Say};
use serde::Serialize;

use crate::file::Person;

/// What is compared.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Who.
    pub person: Id<Person>,
    /// The name.
    pub name: String,
    /// Its reading.
    pub pinyin: String,
    /// Year and month of birth, `1980-05`.
    pub birth: Option<String>,
    /// Sex code.
    pub sex: Option<String>,
    /// The blind index of the identity number.
    pub identity: Option<Vec<u8>>,
}

base::words! {
    /// Why two records may be one person.
    pub enum Likeness {
        /// The same identity number.
        Identity = "identity",
        /// The same name and month of birth.
        Name = "name",
        /// A name that sounds the same, the same month of birth and sex.
        Sound = "sound",
        /// Names that differ in one character, the same month of birth and sex.
        Near = "near",
    }
}

/// Two records that may be one person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Pair {
    /// The one recorded first.
    pub one: Id<Person>,
    /// The other.
    pub other: Id<Person>,
    /// Why.
    pub like: Likeness,
}

impl Likeness {
    /// The reason in words.
    pub fn say(self) -> Say {
        match self {
            Self::Identity => Say::new("身份号码相同", "Same identity number"),
            Self::Name => Say::new("姓名和出生年月相同", "Same name and month of birth"),
            Self::Sound => Say::new("姓名同音，出生年月、性别相同", "Names sound alike; same month of birth and sex"),
            Self::Near => Say::new(
                "姓名只差一个字，出生年月、性别相同",
                "Names differ in one character; same month of birth and sex",
            ),
        }
    }
}

/// Pairs that may be one person, the surest first; each pair once with its surest reason.
pub fn pairs(people: &[Candidate]) -> Vec<Pair> {
    let mut found: HashMap<(Id<Person>, Id<Person>), Likeness> = HashMap::new();
    let mut note = |a: &Candidate, b: &Candidate, like: Likeness| {
        let key = (a.person.min(b.person), a.person.max(b.person));
        let known = found.entry(key).or_insert(like);
        *known = (*known).min(like);
    };
    let mut by_identity: HashMap<&[u8], Vec<&Candidate>> = HashMap::new();
    let mut by_birth: HashMap<&str, Vec<&Candidate>> = HashMap::new();
    for p in people {
        if let Some(i) = &p.identity {
            by_identity.entry(i).or_default().push(p);
        }
        if let Some(b) = p.birth.as_deref().filter(|b| b.len() >= 7) {
            by_birth.entry(&b[..7]).or_default().push(p);
        }
    }
    for same in by_identity.values() {
        each_pair(same, |a, b| note(a, b, Likeness::Identity));
    }
    for month in by_birth.values() {
        each_pair(month, |a, b| {
            // two different identity numbers are two persons
            if matches!((&a.identity, &b.identity), (Some(x), Some(y)) if x != y) {
                return;
            }
            let sexes = a.sex == b.sex || a.sex.is_none() || b.sex.is_none();
            if a.name == b.name {
                note(a, b, Likeness::Name);
            } else if sexes && a.pinyin == b.pinyin {
                note(a, b, Likeness::Sound);
            } else if sexes && one_apart(&a.name, &b.name) {
                note(a, b, Likeness::Near);
            }
        });
    }
    let mut pairs: Vec<Pair> = found.into_iter().map(|((one, other), like)| Pair { one, other, like }).collect();
    pairs.sort_by_key(|p| (p.like, p.one, p.other));
    pairs
}

fn each_pair<'a>(of: &[&'a Candidate], mut with: impl FnMut(&'a Candidate, &'a Candidate)) {
    for (i, a) in of.iter().enumerate() {
        for b in &of[i + 1..] {
            with(a, b);
        }
    }
}

/// Whether two names of at least three characters differ in exactly one of them, or one lacks a character of the other.
fn one_apart(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    if short.len() < 3 || long.len() - short.len() > 1 {
        return false;
    }
    if short.len() == long.len() {
        return short.iter().zip(long).filter(|(x, y)| x != y).count() == 1;
    }
    (0..long.len()).any(|i| long[..i] == short[..i] && long[i + 1..] == short[i..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn someone(name: &str, birth: &str, identity: Option<u8>) -> Candidate {
        let pinyin = crate::name::Reading::of(name).spaced();
        let identity = identity.map(|i| vec![i]);
        Candidate {
            person: Id::new(),
            name: name.into(),
            pinyin,
            birth: Some(birth.into()),
            sex: Some("1".into()),
            identity,
        }
    }
    fn likes(people: &[Candidate]) -> Vec<Likeness> {
        pairs(people).into_iter().map(|p| p.like).collect()
    }

    #[test]
    fn the_surest_reason_is_given_once() {
        use Likeness::*;
        let s = someone;
        assert_eq!(likes(&[s("李明", "1980-05", Some(1)), s("李明", "1980-05-02", Some(1))]), [Identity]);
        assert_eq!(likes(&[s("李明", "1980-05", None), s("李明", "1980-05-02", Some(1))]), [Name]);
        assert_eq!(likes(&[s("李明", "1980-05", None), s("黎明", "1980-05", None)]), [Sound]);
        assert_eq!(likes(&[s("张晓敏", "1980-05", None), s("张晓梅", "1980-05", None)]), [Near]);
        assert_eq!(likes(&[s("李明", "1980-05", Some(1)), s("李明", "1980-05", Some(2))]), []);
        assert_eq!(likes(&[s("李明", "1980-05", None), s("李明", "1980-06", None)]), []);
    }
    proptest! {
        #[test]
        fn the_order_of_people_does_not_matter(names in proptest::collection::vec("[李王张][明敏梅]{1,2}", 2..8)) {
            let people: Vec<Candidate> = names.iter().map(|n| someone(n, "1980-05", None)).collect();
            let mut turned = people.clone();
            turned.reverse();
            prop_assert_eq!(pairs(&people), pairs(&turned));
        }
    }
}
