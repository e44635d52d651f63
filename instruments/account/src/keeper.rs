//! The door: who comes in, and with which rights.

use std::{
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use auth::{Account, Actor, Columns, Door, Grant, Path, Permit, Role, Root};
use base::{Id, Lang, Timestamp};
use db::{Db, Error, Prints, Read, Result};

use crate::{
    Cost, Enter,
    rules::{
        throttle::{By, Tally},
        token,
    },
    secret::{Blind, Hasher},
    store::{
        books::{self, SessionKey, Stage},
        facts::{self, AccountRow},
    },
};

const MINUTE: i64 = 60 * 1_000_000;
/// A session that nothing came from for so long is over.
pub const IDLE: i64 = 30 * MINUTE;
/// A session is over after so long, whatever came from it.
pub const ABSOLUTE: i64 = 12 * 60 * MINUTE;
/// The second factor must follow the password within this time.
pub const SECOND: i64 = 5 * MINUTE;
/// How long a link can be used.
pub const LINK: i64 = 24 * 60 * MINUTE;

/// Keeps the door of one root organisation. Cheap to clone.
#[derive(Clone)]
pub struct Keeper(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) db: Db,
    pub(crate) root: Id<Root>,
    pub(crate) hasher: Arc<Hasher>,
    blind: Arc<Blind>,
}

/// A signed-in browser.
#[derive(Clone, Debug)]
pub struct Session {
    /// The session.
    pub id: Id<SessionKey>,
    /// With which rights; a visitor's where the second factor is still to come.
    pub actor: Actor,
    /// Whose.
    pub account: AccountRow,
    /// Whether the second factor is still to come.
    pub second: bool,
}

/// An attempt that is counted until it turns out right.
pub(crate) struct Counted(Vec<(Vec<u8>, Option<Tally>, Tally)>);

impl Keeper {
    /// The door to `root`'s data in `db`.
    pub fn open(db: Db, root: Id<Root>) -> Result<Self> {
        // one bound on memory and one count of failures for the whole process, however many doors are opened
        static SHARED: Mutex<Option<(Arc<Hasher>, Arc<Blind>)>> = Mutex::new(None);
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        let (hasher, blind) = match shared.as_ref() {
            Some(both) => both.clone(),
            None => shared.insert((Arc::new(Hasher::new(Cost::RECOMMENDED)?), Arc::new(Blind::new()?))).clone(),
        };
        Ok(Self(Arc::new(Inner { db, root, hasher, blind })))
    }
    /// A door where hashing a password costs what is given, for machines with little memory.
    pub fn with_cost(db: Db, root: Id<Root>, cost: Cost) -> Result<Self> {
        let (hasher, blind) = (Arc::new(Hasher::new(cost)?), Arc::new(Blind::new()?));
        Ok(Self(Arc::new(Inner { db, root, hasher, blind })))
    }
    /// Someone before the door.
    pub(crate) fn visitor(&self) -> Actor {
        Actor::visitor(self.0.root)
    }
    pub(crate) fn now(&self) -> Timestamp {
        self.0.db.now()
    }
    /// Looks with the permit of whoever stands before the door.
    pub(crate) fn look<T>(&self, f: impl FnOnce(&mut Read<'_>, &Permit<Enter>) -> Result<T>) -> Result<T> {
        self.0.db.read(&self.visitor(), |tx| {
            let may = tx.may::<Enter>()?;
            f(tx, &may)
        })
    }
    /// Keeps books with the same permit.
    pub(crate) fn note<T>(&self, f: impl FnOnce(&mut Read<'_>, &Permit<Enter>) -> Result<T>) -> Result<T> {
        self.0.db.keep_books(&self.visitor(), |tx| {
            let may = tx.may::<Enter>()?;
            f(tx, &may)
        })
    }

    /// The live session with that secret.
    pub fn session(&self, secret: &str) -> Result<Option<Session>> {
        if secret.len() != 52 {
            return Ok(None);
        }
        let hash = token::digest(secret);
        let now = self.now();
        let found = self.look(|tx, may| {
            let full = books::session_by(tx, may, &hash, Stage::Full)?;
            let second = full.is_none();
            let row = match full {
                Some(row) => Some(row),
                None => books::session_by(tx, may, &hash, Stage::Second)?,
            };
            let live = row.filter(|s| s.expires_at > now && now.0 - s.seen_at.0 < IDLE);
            let Some(row) = live else { return Ok(None) };
            let Some(account) = facts::account_now(tx, may, row.account)?.filter(|a| !a.disabled) else {
                return Ok(None);
            };
            let actor = if second { self.visitor() } else { actor_of(tx, may, &account, Door::Session)? };
            Ok(Some((row.seen_at, Session { id: row.id, actor, account, second })))
        })?;
        let Some((seen_at, session)) = found else { return Ok(None) };
        // once a minute is enough to know that it is in use
        if !session.second && now.0 - seen_at.0 >= MINUTE {
            self.note(|tx, may| books::touch_session(tx, may, &hash))?;
        }
        Ok(Some(session))
    }

    /// The account as it stands, to look in its name while nobody is signed in: for a message, or a calendar's feed. Nothing for
    /// one that is gone or disabled.
    ///
    /// # Errors
    /// The database.
    pub fn in_name_of(&self, account: Id<Account>) -> Result<Option<(Actor, Lang)>> {
        self.look(|tx, may| {
            let Some(row) = facts::account_now(tx, may, account)?.filter(|a| !a.disabled) else { return Ok(None) };
            Ok(Some((actor_of(tx, may, &row, Door::Session)?.in_job(), row.lang())))
        })
    }

    /// The account behind a live API token, limited to what the token names.
    pub fn bearer(&self, secret: &str) -> Result<Option<(Actor, AccountRow)>> {
        if !token::is_api(secret) {
            return Ok(None);
        }
        let hash = token::digest(secret);
        let found = self.look(|tx, may| {
            let today = tx.today();
            let row = books::token_by(tx, may, &hash)?.filter(|t| t.expires_on > today);
            let Some(row) = row else { return Ok(None) };
            let Some(account) = facts::account_now(tx, may, row.account)?.filter(|a| !a.disabled) else {
                return Ok(None);
            };
            let scope = row.scope.split_whitespace().map(str::to_owned).collect();
            let actor = actor_of(tx, may, &account, Door::Token)?.limited(scope);
            Ok(Some((row.id, row.seen_on == Some(today), actor, account)))
        })?;
        let Some((id, seen_today, actor, account)) = found else { return Ok(None) };
        if !seen_today {
            self.note(|tx, may| books::touch_token(tx, may, id))?;
        }
        Ok(Some((actor, account)))
    }

    /// Ends the session with that secret.
    pub fn sign_out(&self, secret: &str) -> Result<()> {
        let hash = token::digest(secret);
        self.note(|tx, may| books::drop_session(tx, may, &hash)).map(drop)
    }

    /// The hash that attempts are counted under. Its key comes from the key file, which all servers of one database share,
    /// so that they share their counters; where there is none each process counts by itself.
    fn counted_as(&self, label: &str, what: &[u8]) -> Vec<u8> {
        let hex: String = what.iter().map(|b| format!("{b:02x}")).collect();
        let shared = self.look(|tx, _| Ok(tx.blind("sign-in", &format!("{label} {hex}")).ok()));
        match shared {
            Ok(Some(hash)) => hash.to_vec(),
            _ => self.0.blind.hash(label, what),
        }
    }
    pub(crate) fn name_key(&self, key: &str) -> (By, Vec<u8>) {
        (By::Name, self.counted_as("name", key.as_bytes()))
    }
    pub(crate) fn proof_key(&self, account: Id<auth::Account>) -> (By, Vec<u8>) {
        (By::Proof, self.counted_as("proof", account.as_bytes()))
    }
    /// An IPv6 network of 64 bits is one household or office.
    pub(crate) fn address_key(&self, address: Option<IpAddr>) -> Option<(By, Vec<u8>)> {
        let bytes = match address?.to_canonical() {
            IpAddr::V4(a) => a.octets().to_vec(),
            IpAddr::V6(a) => a.octets()[..8].to_vec(),
        };
        Some((By::Address, self.counted_as("address", &bytes)))
    }
    /// Counts an attempt under each key, or says how many seconds to wait; then nothing is counted.
    pub(crate) fn attempt(&self, keys: Vec<(By, Vec<u8>)>) -> Result<Result<Counted, i64>> {
        let counted = self.note(|tx, may| {
            books::sweep(tx, may, IDLE)?;
            let mut wait = None;
            let mut counted = Vec::new();
            for (by, hash) in keys {
                let old = books::tally(tx, may, &hash)?;
                match old.unwrap_or_default().attempt(by, tx.now()) {
                    Ok(new) => counted.push((hash, old, new)),
                    Err(seconds) => wait = wait.max(Some(seconds)),
                }
            }
            if let Some(seconds) = wait {
                return Ok(Err(seconds));
            }
            for (hash, old, new) in &counted {
                if !books::swap_tally(tx, may, hash, *old, *new)? {
                    return Err(Error::Conflict);
                }
            }
            Ok(Ok(Counted(counted)))
        });
        // another attempt on the same name at the same moment: this one was not judged
        if matches!(counted, Err(Error::Conflict)) { Ok(Err(1)) } else { counted }
    }
    /// The attempt was right: the name starts afresh, the address as it stood before.
    pub(crate) fn forget(&self, tx: &mut Read<'_>, may: &Permit<Enter>, counted: &Counted) -> Result<()> {
        for (i, (hash, old, new)) in counted.0.iter().enumerate() {
            match old {
                Some(old) if i > 0 => {
                    books::swap_tally(tx, may, hash, Some(*new), *old)?;
                }
                _ => books::drop_tally(tx, may, hash)?,
            }
        }
        Ok(())
    }
}

/// The account with the roles that it holds today. What a visitor may do, whoever is signed in may do too.
pub(crate) fn actor_of(tx: &mut Read<'_>, may: &Permit<Enter>, account: &AccountRow, door: Door) -> Result<Actor> {
    let today = tx.today();
    let mut grants = vec![Grant { role: Role::Visitor, over: Path::whole(), columns: Columns::NONE }];
    for row in facts::grants_of(tx, may, account.account)?.into_iter().filter(|g| g.holds(today)) {
        grants.push(Grant { role: row.role, over: row.path()?, columns: row.columns()? });
    }
    Ok(Actor::account(door, may.root(), account.account, account.person, grants))
}

impl Session {
    /// The language that the account prefers.
    pub fn lang(&self) -> Lang {
        self.account.lang()
    }
}
