//! Who is asking. `account` keeps the door; this crate asks it once per request.

use std::net::IpAddr;

use auth::Actor;
use base::Lang;
use db::Db;

/// Someone who has signed in, or a token.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// With which rights.
    pub actor: Actor,
    /// Name as shown in the corner of the page.
    pub name: String,
    /// Role or unit, under the name.
    pub role: String,
    /// The language that the account prefers.
    pub lang: Option<Lang>,
    /// Where the account must go before it may do anything else (second factor, first password): a local address.
    pub first: Option<String>,
}

/// From where a request comes, for throttling and the list of sessions.
#[derive(Clone, Default, Debug)]
pub struct Caller {
    /// The address, where known.
    pub address: Option<IpAddr>,
    /// The browser's own description, at most 200 characters.
    pub agent: String,
}

/// Knows sessions and tokens. Called on a blocking thread for every request that carries a secret.
pub trait Doorkeeper: Send + Sync + 'static {
    /// The session with that secret (the cookie's value), if it is alive.
    fn by_session(&self, db: &Db, secret: &str, caller: &Caller) -> db::Result<Option<SignedIn>>;
    /// The API token with that secret (after `Bearer `), if it is alive.
    fn by_bearer(&self, db: &Db, secret: &str, caller: &Caller) -> db::Result<Option<SignedIn>>;
}

/// Knows nobody: everyone is a visitor.
impl Doorkeeper for () {
    fn by_session(&self, _: &Db, _: &str, _: &Caller) -> db::Result<Option<SignedIn>> {
        Ok(None)
    }
    fn by_bearer(&self, _: &Db, _: &str, _: &Caller) -> db::Result<Option<SignedIn>> {
        Ok(None)
    }
}
