//! The proof that the policy said yes.

use std::{fmt, marker::PhantomData};

use base::Id;

use crate::{Action, ColumnGroup, Columns, Path, PersonKey, Root};

/// The policy said no.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Denied {
    /// The action that was asked for.
    pub action: &'static str,
}
impl fmt::Display for Denied {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no role here may do “{}”", self.action)
    }
}
impl std::error::Error for Denied {}

/// Proof that the policy allows `A`, and how far it reaches. Without one there is no connection; nobody but
/// [`Actor::may`](crate::Actor::may) can make one.
///
/// ```compile_fail
/// struct See;
/// impl auth::Action for See {
///     const NAME: &'static str = "x.see";
///     const KIND: auth::Kind = auth::Kind::See;
///     const ROLES: &'static [auth::Role] = &[];
/// }
/// let forged = auth::Permit::<See>::grant(base::Id::new(), vec![], None); // private
/// ```
#[derive(Debug)]
pub struct Permit<A: Action> {
    root: Id<Root>,
    /// Outermost places, sorted; none lies within another.
    ranges: Vec<(String, String)>,
    places: Vec<(Path, Columns)>,
    own: Option<Id<PersonKey>>,
    action: PhantomData<A>,
}

impl<A: Action> Permit<A> {
    pub(crate) fn grant(root: Id<Root>, places: Vec<(Path, Columns)>, own: Option<Id<PersonKey>>) -> Self {
        let mut outer: Vec<&Path> = Vec::new();
        for (path, _) in &places {
            if !outer.iter().any(|o| o.holds(path)) {
                outer.push(path);
            }
        }
        let ranges = outer.into_iter().map(Path::range).collect();
        Self { root, ranges, places, own, action: PhantomData }
    }
    /// The root organisation that every row must belong to.
    pub fn root(&self) -> Id<Root> {
        self.root
    }
    /// The parts of the tree it reaches, as half-open ranges of paths. Empty where it reaches only the own file.
    pub fn ranges(&self) -> &[(String, String)] {
        &self.ranges
    }
    /// Whether it reaches the whole tree.
    pub fn whole(&self) -> bool {
        self.places.iter().any(|(p, _)| *p == Path::whole())
    }
    /// Whether it reaches that place.
    pub fn reaches(&self, place: &Path) -> bool {
        self.places.iter().any(|(p, _)| p.holds(place))
    }
    /// The person whose own file it reaches wherever that person is.
    pub fn own(&self) -> Option<Id<PersonKey>> {
        self.own
    }
    /// Whether it may show that group of restricted columns of someone at `place`.
    pub fn shows(&self, group: ColumnGroup, place: &Path) -> bool {
        self.places.iter().any(|(p, columns)| p.holds(place) && columns.has(group))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Account, Actor, Door, Grant, Role};

    crate::actions! {
        /// Look.
        See: See "people.see" [Officer, Cadre];
        /// Change.
        Change: Change "people.change" [Officer];
    }

    fn actor(grants: Vec<Grant>) -> Actor {
        let person = Some(Id::<PersonKey>::new());
        Actor::account(Door::Session, Id::<Root>::new(), Id::<Account>::new(), person, grants)
    }
    fn over(role: Role, path: &str, columns: Columns) -> Grant {
        Grant { role, over: path.parse().unwrap(), columns }
    }

    #[test]
    fn a_role_reaches_its_part_of_the_tree_and_no_more() {
        let a = actor(vec![
            over(Role::Officer, "0001/000a/", Columns::NONE.with(ColumnGroup::Identity)),
            over(Role::Officer, "0001/000a/000b/", Columns::ALL),
            over(Role::Administrator, "", Columns::ALL),
        ]);
        let may = a.may::<Change>().unwrap();
        assert_eq!(may.ranges(), [("0001/000a/".to_owned(), "0001/000a0".to_owned())]);
        let (inner, outer) = ("0001/000a/000b/".parse().unwrap(), "0001/000a/000c/".parse().unwrap());
        assert!(may.shows(ColumnGroup::Health, &inner) && !may.shows(ColumnGroup::Health, &outer));
        assert!(may.shows(ColumnGroup::Identity, &outer));
        assert!(!may.reaches(&"0001/".parse().unwrap()) && !may.whole());
    }
    #[test]
    fn a_cadre_reaches_the_own_file_only() {
        let a = actor(vec![over(Role::Cadre, "", Columns::NONE)]);
        let may = a.may::<See>().unwrap();
        assert!(may.ranges().is_empty() && may.own() == a.person() && !may.whole());
        assert_eq!(a.may::<Change>().unwrap_err(), Denied { action: "people.change" });
    }
    #[test]
    fn a_token_does_what_it_names() {
        let a = actor(vec![over(Role::Officer, "", Columns::NONE)]);
        let may = |only: &str| {
            let t = a.limited(vec![only.to_owned()]);
            (t.may::<See>().is_ok(), t.may::<Change>().is_ok())
        };
        assert_eq!(may("see"), (true, false));
        assert_eq!(may("people.*"), (true, true));
        assert_eq!(may("people.change"), (false, true));
        assert_eq!(may("org.*"), (false, false));
    }
    #[test]
    fn a_visitor_may_nothing_here() {
        let v = Actor::visitor(Id::new());
        assert!(v.may::<See>().is_err() && v.may::<Change>().is_err());
    }
}
