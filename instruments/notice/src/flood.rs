//! How many objections one address brings in a day. An address is counted in memory alone, under a hash whose salt is thrown away
//! with the day: whoever looks into the memory tomorrow finds nothing, and nothing of it is ever stored, logged or recorded.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, PoisonError},
};

use auth::Root;
use base::{Date, Id};
use sha2::{Digest, Sha256};

/// So many a day: a whole office may stand behind one address.
const MOST: u32 = 20;
/// More addresses than this in a day are not told apart any more; then the bound of the notice itself holds.
const ADDRESSES: usize = 100_000;

/// Today's count.
#[derive(Default)]
struct Today {
    day: Option<Date>,
    salt: [u8; 32],
    seen: HashMap<[u8; 16], u32>,
}
static TODAY: Mutex<Option<Today>> = Mutex::new(None);

impl Today {
    fn turn(&mut self, day: Date, fresh: impl FnOnce() -> [u8; 32]) {
        if self.day != Some(day) {
            *self = Self { day: Some(day), salt: fresh(), seen: HashMap::new() };
        }
    }
    fn key(&self, root: Id<Root>, from: IpAddr) -> [u8; 16] {
        let mut hash = Sha256::new();
        hash.update(self.salt);
        hash.update(root.as_bytes());
        match from {
            IpAddr::V4(v4) => hash.update(v4.octets()),
            // a household is given a whole network of these
            IpAddr::V6(v6) => hash.update(&v6.octets()[..8]),
        }
        let mut key = [0; 16];
        key.copy_from_slice(&hash.finalize()[..16]);
        key
    }
    fn allows(&self, root: Id<Root>, from: IpAddr) -> bool {
        self.seen.get(&self.key(root, from)).is_none_or(|n| *n < MOST)
    }
    fn count(&mut self, root: Id<Root>, from: IpAddr) {
        let key = self.key(root, from);
        if self.seen.len() < ADDRESSES || self.seen.contains_key(&key) {
            *self.seen.entry(key).or_insert(0) += 1;
        }
    }
}

fn salt() -> [u8; 32] {
    let mut salt = [0; 32];
    // without chance the day's count still bounds; it is only easier to guess
    let _ = getrandom::fill(&mut salt);
    salt
}
fn today<T>(day: Date, f: impl FnOnce(&mut Today) -> T) -> T {
    let mut held = TODAY.lock().unwrap_or_else(PoisonError::into_inner);
    let today = held.get_or_insert_default();
    today.turn(day, salt);
    f(today)
}

/// The address that is counted. One of this machine's own is none: a proxy that was not named stands before everybody, and the
/// public would be shut out after the first few.
fn outside(from: Option<IpAddr>) -> Option<IpAddr> {
    from.filter(|from| !from.is_loopback())
}
/// Whether one more may come from there today. An address that is not known is not counted.
pub(crate) fn allows(root: Id<Root>, from: Option<IpAddr>, day: Date) -> bool {
    outside(from).is_none_or(|from| today(day, |t| t.allows(root, from)))
}
/// One came from there.
pub(crate) fn count(root: Id<Root>, from: Option<IpAddr>, day: Date) {
    if let Some(from) = outside(from) {
        today(day, |t| t.count(root, from));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_on_this_machine_is_not_taken_for_everybody() {
        let at = |text: &str| Some(text.parse::<IpAddr>().unwrap());
        assert_eq!((outside(at("127.0.0.1")), outside(at("::1")), outside(None)), (None, None, None));
        assert_eq!(outside(at("192.0.2.1")), at("192.0.2.1"));
    }
    #[test]
    fn an_address_brings_so_many_a_day_and_another_day_knows_nothing_of_it() {
        let (root, day): (Id<Root>, Date) = (Id::from_bytes([1; 16]), "2026-06-01".parse().unwrap());
        let at = |text: &str| text.parse::<IpAddr>().unwrap();
        let mut today = Today::default();
        today.turn(day, || [7; 32]);
        for _ in 0..MOST {
            assert!(today.allows(root, at("192.0.2.1")));
            today.count(root, at("192.0.2.1"));
        }
        assert!(!today.allows(root, at("192.0.2.1")) && today.allows(root, at("192.0.2.2")));
        assert!(today.allows(Id::from_bytes([2; 16]), at("192.0.2.1")), "another organisation has its own");
        for _ in 0..MOST {
            today.count(root, at("2001:db8:0:1::5"));
        }
        assert!(!today.allows(root, at("2001:db8:0:1::6")) && today.allows(root, at("2001:db8:0:2::5")));
        // nothing that is kept says which address it was
        let kept = format!("{:?}", today.seen.keys().next());
        assert!(!kept.contains("192, 0, 2"), "{kept}");
        today.turn(day.plus_days(1), || [8; 32]);
        assert!(today.seen.is_empty() && today.allows(root, at("192.0.2.1")));
    }
}
