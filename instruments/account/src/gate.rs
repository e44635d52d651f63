//! What the web asks at each request: whose secret is it?

use std::sync::OnceLock;

use auth::{Role, Root};
use base::Id;
use db::{Db, Result};
use web::{Caller, Doorkeeper, SignedIn};

use crate::{Keeper, Session};

/// The doorkeeper of an installation.
#[derive(Default, Debug)]
pub struct Gate(OnceLock<Id<Root>>);

impl Gate {
    fn keeper(&self, db: &Db) -> Result<Keeper> {
        let root = match self.0.get() {
            Some(root) => *root,
            None => {
                let (root, _) = db.roots()?.into_iter().next().ok_or(db::Error::NotFound)?;
                *self.0.get_or_init(|| root)
            }
        };
        Keeper::open(db.clone(), root)
    }
}

impl Doorkeeper for Gate {
    fn by_session(&self, db: &Db, secret: &str, _: &Caller) -> Result<Option<SignedIn>> {
        Ok(self.keeper(db)?.session(secret)?.map(|s| {
            let Session { actor, account, second, .. } = s;
            SignedIn {
                role: roles(&actor, account.lang()),
                actor,
                lang: Some(account.lang()),
                name: account.display,
                first: second.then(|| "/sign-in/code".to_owned()),
            }
        }))
    }
    fn by_bearer(&self, db: &Db, secret: &str, _: &Caller) -> Result<Option<SignedIn>> {
        Ok(self.keeper(db)?.bearer(secret)?.map(|(actor, account)| SignedIn {
            role: roles(&actor, account.lang()),
            actor,
            lang: Some(account.lang()),
            name: account.display,
            first: None,
        }))
    }
}

/// The roles held, in the language of the account.
fn roles(actor: &auth::Actor, lang: base::Lang) -> String {
    let mut held: Vec<Role> = actor.grants().iter().map(|g| g.role).filter(|r| *r != Role::Visitor).collect();
    held.sort();
    held.dedup();
    lang.list(held.iter().map(|r| crate::pages::role_name(*r, lang)))
}
