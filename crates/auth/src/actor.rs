//! Who is asking.

use std::sync::Arc;

use base::Id;

use crate::{Action, Columns, Denied, Path, Permit, action::Kind};

/// The root organisation whose data a transaction stays within.
pub struct Root;
/// Someone or something that can sign in.
pub struct Account;
/// The key by which an account is tied to the person whose own file it may see.
pub struct PersonKey;

base::words! {
    /// What someone is here. One account may hold several roles, each over its own part of the tree.
    pub enum Role {
        /// Keeps accounts, settings and the machine. Sees no personal file.
        Administrator = "administrator",
        /// Organisation and personnel officer: keeps people, posts and units right.
        Officer = "officer",
        /// Leader: sees the state of the own team, discusses and decides.
        Leader = "leader",
        /// Inspector of the higher level: sees the whole subtree, changes nothing in it.
        Inspector = "inspector",
        /// A cadre: sees the own file.
        Cadre = "cadre",
        /// Whoever has not signed in: may sign in, and see what is public.
        Visitor = "visitor",
    }
}

base::words! {
    /// The door through which the actor came. Written into the ledger with each entry.
    pub enum Door {
        /// A signed-in browser.
        Session = "session",
        /// An API token.
        Token = "token",
        /// The command line on the machine itself.
        Console = "console",
        /// A job that goes on after its request.
        Job = "job",
        /// Nobody signed in.
        Public = "public",
    }
}

/// A role held over a part of the tree.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grant {
    /// What one is there.
    pub role: Role,
    /// The part of the tree: this place and what lies below it.
    pub over: Path,
    /// The restricted columns that one may ask to see there.
    pub columns: Columns,
}

/// Who is asking: an account of a root organisation with its grants, come through a door.
///
/// Only doors make actors: the session and token doors in `account`, the console in the binary, the test client.
#[derive(Clone, Debug)]
pub struct Actor(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    root: Id<Root>,
    account: Option<Id<Account>>,
    person: Option<Id<PersonKey>>,
    door: Door,
    grants: Vec<Grant>,
    /// Where a token is limited: the actions it may carry out (`people.see`), a slice's (`people.*`) or all reading (`see`).
    only: Option<Vec<String>>,
}

impl Actor {
    /// An account come through `door`, tied to `person` where it is one's own.
    pub fn account(
        door: Door,
        root: Id<Root>,
        account: Id<Account>,
        person: Option<Id<PersonKey>>,
        grants: Vec<Grant>,
    ) -> Self {
        Self(Arc::new(Inner { root, account: Some(account), person, door, grants, only: None }))
    }
    /// The same actor limited to what an API token names: actions (`people.see`), slices (`people.*`), or `see` for all reading.
    pub fn limited(&self, only: Vec<String>) -> Self {
        let i = &self.0;
        Self(Arc::new(Inner {
            root: i.root,
            account: i.account,
            person: i.person,
            door: Door::Token,
            grants: i.grants.clone(),
            only: Some(only),
        }))
    }
    /// The same actor carrying on in a job after its request.
    pub fn in_job(&self) -> Self {
        let i = &self.0;
        Self(Arc::new(Inner {
            root: i.root,
            account: i.account,
            person: i.person,
            door: Door::Job,
            grants: i.grants.clone(),
            only: i.only.clone(),
        }))
    }
    /// Whoever works at the machine's own command line: administrator and officer over the whole tree. Reading the
    /// database file is already in that person's hands; the ledger still names the door.
    pub fn console(root: Id<Root>) -> Self {
        let whole = |role| Grant { role, over: Path::whole(), columns: Columns::ALL };
        let grants = vec![whole(Role::Administrator), whole(Role::Officer)];
        Self(Arc::new(Inner { root, account: None, person: None, door: Door::Console, grants, only: None }))
    }
    /// Nobody signed in.
    pub fn visitor(root: Id<Root>) -> Self {
        let grants = vec![Grant { role: Role::Visitor, over: Path::whole(), columns: Columns::NONE }];
        Self(Arc::new(Inner { root, account: None, person: None, door: Door::Public, grants, only: None }))
    }

    /// The root organisation.
    pub fn root(&self) -> Id<Root> {
        self.0.root
    }
    /// The account, where one is signed in.
    pub fn account_id(&self) -> Option<Id<Account>> {
        self.0.account
    }
    /// The person whose own file this account may see.
    pub fn person(&self) -> Option<Id<PersonKey>> {
        self.0.person
    }
    /// The door.
    pub fn door(&self) -> Door {
        self.0.door
    }
    /// What the actor is, where.
    pub fn grants(&self) -> &[Grant] {
        &self.0.grants
    }
    /// Whether someone is signed in.
    pub fn signed_in(&self) -> bool {
        self.0.account.is_some() || self.0.door == Door::Console
    }
    /// The actor as the ledger names it: the account's id, or the door where there is none. Never a name.
    pub fn ledger_name(&self) -> String {
        match self.0.account {
            Some(id) => format!("{}:{id}", self.0.door),
            None => self.0.door.to_string(),
        }
    }

    /// The permit to carry out `A`, or the refusal. The only way to a permit.
    pub fn may<A: Action>(&self) -> Result<Permit<A>, Denied> {
        let named = self.0.only.as_ref().is_none_or(|only| {
            let slice = A::NAME.split('.').next().unwrap_or_default();
            only.iter().any(|o| {
                o == A::NAME || o.strip_suffix(".*").is_some_and(|s| s == slice) || (o == "see" && A::KIND == Kind::See)
            })
        });
        let grants: Vec<&Grant> = self.0.grants.iter().filter(|g| named && A::ROLES.contains(&g.role)).collect();
        if grants.is_empty() {
            return Err(Denied { action: A::NAME });
        }
        // A cadre reaches nothing by place, only the own file.
        let by_place = grants.iter().filter(|g| g.role != Role::Cadre);
        let mut places: Vec<(Path, Columns)> = by_place.map(|g| (g.over.clone(), g.columns)).collect();
        places.sort_by(|a, b| a.0.cmp(&b.0));
        let own = grants.iter().any(|g| g.role == Role::Cadre).then_some(self.0.person).flatten();
        Ok(Permit::grant(self.0.root, places, own))
    }
}
