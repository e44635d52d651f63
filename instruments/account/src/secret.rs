//! Making secrets and hashing passwords.

use std::sync::{Condvar, Mutex, OnceLock, PoisonError};

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use base::Timestamp;
use db::{Error, Result};
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::rules::{base32, token};

/// Random bytes from the operating system.
pub(crate) fn random<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|e| Error::Internal(format!("no randomness from the system: {e}")))?;
    Ok(bytes)
}

/// A secret of 256 random bits in letters, for a cookie or a link, and the hash that is stored of it.
pub(crate) fn bearer() -> Result<(String, Vec<u8>)> {
    let secret = base32::encode(&random::<32>()?);
    let hash = token::digest(&secret);
    Ok((secret, hash))
}

/// What hashing one password costs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}
impl Cost {
    /// The second recommended option of RFC 9106 §4: 64 MiB, three passes, four lanes; well above what OWASP asks for.
    pub const RECOMMENDED: Self = Self { memory: 64 * 1024, passes: 3, lanes: 4 };
}

/// How many passwords are hashed at once: what bounds the memory that a flood of sign-ins can take.
const AT_ONCE: usize = 4;

/// Hashes and checks passwords with argon2id.
pub(crate) struct Hasher {
    argon: Argon2<'static>,
    params: Params,
    dummy: OnceLock<String>,
    busy: Mutex<usize>,
    free: Condvar,
}

impl Hasher {
    pub(crate) fn new(cost: Cost) -> Result<Self> {
        let params = Params::new(cost.memory, cost.passes, cost.lanes, None).map_err(fault)?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
        Ok(Self { argon, params, dummy: OnceLock::new(), busy: Mutex::new(0), free: Condvar::new() })
    }
    /// The hash of a password with its parameters and a random salt, as a PHC string.
    pub(crate) fn hash(&self, password: &str) -> Result<String> {
        let salt = random::<16>()?;
        self.in_turn(|| {
            self.argon.hash_password_with_salt(password.as_bytes(), &salt).map(|h| h.to_string()).map_err(fault)
        })
    }
    /// Whether it is the password of that hash. Without a hash the same work is done for a made-up one, and the answer
    /// is no; so that the time taken does not tell whether there is such an account.
    pub(crate) fn proves(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        if self.dummy.get().is_none() {
            let made = self.hash("no account has this password")?;
            let _ = self.dummy.set(made);
        }
        let real = hash.is_some();
        let text = hash.or(self.dummy.get().map(String::as_str)).unwrap_or_default();
        let parsed = PasswordHash::new(text).map_err(|_| Error::Corrupt("a stored password hash".to_owned()))?;
        let same = self.in_turn(|| self.argon.verify_password(password.as_bytes(), &parsed).is_ok());
        Ok(same && real)
    }
    /// Whether a hash was made with other parameters than today's.
    pub(crate) fn outdated(&self, hash: &str) -> bool {
        PasswordHash::new(hash).ok().and_then(|h| Params::try_from(&h).ok()).is_none_or(|p| {
            (p.m_cost(), p.t_cost(), p.p_cost()) != (self.params.m_cost(), self.params.t_cost(), self.params.p_cost())
        })
    }
    fn in_turn<T>(&self, work: impl FnOnce() -> T) -> T {
        struct Turn<'a>(&'a Hasher);
        impl Drop for Turn<'_> {
            fn drop(&mut self) {
                *self.0.busy.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
                self.0.free.notify_one();
            }
        }
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        while *busy >= AT_ONCE {
            busy = self.free.wait(busy).unwrap_or_else(PoisonError::into_inner);
        }
        *busy += 1;
        drop(busy);
        let _turn = Turn(self);
        work()
    }
}

fn fault(e: impl std::fmt::Display) -> Error {
    Error::Internal(format!("hashing a password: {e}"))
}

/// Turns names and addresses into keys that nobody without the key can turn back.
pub(crate) struct Blind([u8; 32]);
impl Blind {
    pub(crate) fn new() -> Result<Self> {
        Ok(Self(random()?))
    }
    pub(crate) fn hash(&self, label: &str, what: &[u8]) -> Vec<u8> {
        // an HMAC takes a key of any length
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return Vec::new() };
        mac.update(label.as_bytes());
        mac.update(&[0]);
        mac.update(what);
        mac.finalize().into_bytes().to_vec()
    }
}

/// A moment so many microseconds later.
pub(crate) fn later(now: Timestamp, micros: i64) -> Timestamp {
    Timestamp(now.0.saturating_add(micros))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHEAP: Cost = Cost { memory: 64, passes: 1, lanes: 1 };

    #[test]
    fn a_password_is_proved_by_its_hash_only() {
        let hasher = Hasher::new(CHEAP).unwrap();
        let hash = hasher.hash("trompete staubig mond").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{hash}");
        assert_ne!(hash, hasher.hash("trompete staubig mond").unwrap());
        assert!(hasher.proves("trompete staubig mond", Some(&hash)).unwrap());
        assert!(!hasher.proves("trompete staubig mon", Some(&hash)).unwrap());
        assert!(!hasher.proves("no account has this password", None).unwrap());
        assert!(hasher.proves("x", Some("nonsense")).is_err());
    }
    #[test]
    fn the_recommended_cost_is_that_of_the_rfc_and_old_hashes_are_known() {
        let old = Hasher::new(CHEAP).unwrap().hash("a").unwrap();
        let new = Hasher::new(Cost { passes: 2, ..CHEAP }).unwrap();
        assert!(new.outdated(&old) && !new.outdated(&new.hash("a").unwrap()));
        assert!(new.proves("a", Some(&old)).unwrap());
        assert_eq!(Cost::RECOMMENDED, Cost { memory: 65536, passes: 3, lanes: 4 });
    }
    #[test]
    fn more_than_four_at_once_wait_their_turn() {
        let hasher = Hasher::new(CHEAP).unwrap();
        let most = std::sync::atomic::AtomicUsize::new(0);
        std::thread::scope(|s| {
            for _ in 0..12 {
                s.spawn(|| {
                    hasher.in_turn(|| {
                        let now = *hasher.busy.lock().unwrap();
                        most.fetch_max(now, std::sync::atomic::Ordering::Relaxed);
                        std::thread::sleep(std::time::Duration::from_millis(5));
                    })
                });
            }
        });
        assert!((1..=AT_ONCE).contains(&most.into_inner()) && *hasher.busy.lock().unwrap() == 0);
    }
}
