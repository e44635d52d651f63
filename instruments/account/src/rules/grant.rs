//! Who may grant what to whom.

use auth::{Account, ColumnGroup, Columns, Path, Permit, PersonKey, Role};
use base::{Id, Say};

use crate::GrantRoles;

/// The roles that can be granted. Visitors are nobody in particular.
pub const GRANTABLE: [Role; 5] = [Role::Administrator, Role::Officer, Role::Leader, Role::Inspector, Role::Cadre];

/// Someone with an account, for these rules.
#[derive(Clone, Copy, Debug)]
pub struct Holder {
    /// The account; nothing for the machine's own command line.
    pub account: Option<Id<Account>>,
    /// Whose account it is.
    pub person: Option<Id<PersonKey>>,
}

/// A role asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Wanted {
    /// The role.
    pub role: Role,
    /// Over which part of the tree.
    pub place: Path,
    /// With which restricted columns.
    pub shows: Columns,
}

/// Why `by`, whose permit is `may`, may not grant `wanted` to `to`, who holds the roles `held`.
pub fn refused(by: Holder, may: &Permit<GrantRoles>, to: Holder, held: &[Role], wanted: &Wanted) -> Option<Say> {
    let same_person = by.person.is_some() && by.person == to.person;
    if by.account.is_some() && (by.account == to.account || same_person) {
        return Some(Say::new(
            "谁都不能给自己授予角色；请另一位管理员办理",
            "Nobody grants a role to oneself; ask another administrator",
        ));
    }
    if !GRANTABLE.contains(&wanted.role) {
        return Some(Say::new("这个角色不能授予", "This role cannot be granted"));
    }
    if !may.reaches(&wanted.place) {
        return Some(Say::new(
            "授予的范围不能超出自己管理的范围",
            "A role cannot be granted beyond the part of the tree that one administers",
        ));
    }
    if let Some(group) = ColumnGroup::ALL.iter().find(|g| wanted.shows.has(**g) && !may.shows(**g, &wanted.place)) {
        return Some(Say::new(
            format!("您在此范围内不能授予受限栏目“{group}”"),
            format!("You cannot grant the restricted columns “{group}” there"),
        ));
    }
    // who decides about access to personal files does not have it
    if held.iter().any(|r| (*r == Role::Administrator) != (wanted.role == Role::Administrator)) {
        return Some(Say::new(
            "管理员账户不能兼任其他角色：管权限的人不看干部档案。请为此人另建账户",
            "An administrator's account holds no other role: whoever manages access sees no personal file. Make a second account",
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use auth::{Actor, Door, Grant, Root};
    use proptest::prelude::*;

    fn place(numbers: &[u32]) -> Path {
        numbers.iter().fold(Path::whole(), |p, n| p.child(*n).unwrap())
    }
    fn groups(bits: u8) -> Columns {
        let chosen = ColumnGroup::ALL.iter().filter(|g| bits >> (**g as u8) & 1 == 1);
        chosen.fold(Columns::NONE, |all, g| all.with(*g))
    }

    proptest! {
        #[test]
        fn nothing_is_granted_beyond_what_one_has(
            own in prop::collection::vec(0u32..3, 0..3), own_bits in 0u8..8,
            over in prop::collection::vec(0u32..3, 0..4), bits in 0u8..8,
            role in prop::sample::select(Role::ALL), held in prop::sample::select(Role::ALL), to_self: bool, same_person: bool,
        ) {
            let (me, person) = (Id::new(), Id::new());
            let mine = Grant { role: Role::Administrator, over: place(&own), columns: groups(own_bits) };
            let actor = Actor::account(Door::Session, Id::<Root>::new(), me, Some(person), vec![mine]);
            let may = actor.may::<GrantRoles>().unwrap();
            let to = Holder { account: Some(if to_self { me } else { Id::new() }), person: same_person.then_some(person) };
            let by = Holder { account: Some(me), person: Some(person) };
            let wanted = Wanted { role, place: place(&over), shows: groups(bits) };
            if refused(by, &may, to, &[held], &wanted).is_none() {
                prop_assert!(!to_self && !same_person && role != Role::Visitor);
                prop_assert!(over.starts_with(&own) && bits & !own_bits == 0);
                prop_assert_eq!(held == Role::Administrator, role == Role::Administrator);
            }
        }
    }
    #[test]
    fn an_administrator_grants_to_others() {
        let actor = Actor::console(Id::new());
        let may = actor.may::<GrantRoles>().unwrap();
        let wanted = Wanted { role: Role::Officer, place: place(&[1]), shows: Columns::ALL };
        let (by, to) = (Holder { account: None, person: None }, Holder { account: Some(Id::new()), person: None });
        assert_eq!(refused(by, &may, to, &[], &wanted), None);
        assert!(refused(by, &may, to, &[Role::Administrator], &wanted).is_some());
    }
}
