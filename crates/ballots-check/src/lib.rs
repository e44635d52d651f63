//! A second verifier of ballots over ristretto255, written from the description of the format (the module `fast` of `ballots`)
//! and RFC 9496 alone.
//!
//! It shares no code with `ballots` and no library below it: the field, the group and the numbers modulo its order are written here
//! in the plainest way, SHA-512 is others'. It checks each equation for itself where the first adds them up. Nothing secret comes
//! here, so nothing is done in constant time. Where the two disagree about a single byte, one of them is wrong; the tests look for
//! such a byte.
//!
//! It does not repeat the rule of least numbers: which sums are open is what the published count says, and that no other was opened
//! the trustees' parts show.

mod ballot;
mod count;
mod field;
mod hash;
mod manifest;
mod point;
mod scalar;

use std::collections::HashMap;

use manifest::Manifest;
use point::Point;

/// Why something is not taken.
pub type No = &'static str;

/// The sums of a plan as they are published: for each sum its questions' options, or nothing where it was not opened.
pub type Counted = [Option<Vec<Vec<u64>>>];

/// A poll: its manifest and who may vote.
pub struct Poll {
    manifest: Manifest,
    fingerprint: [u8; 64],
    key: Point,
    roll: HashMap<[u8; 32], (usize, Point)>,
}

impl Poll {
    /// A poll by this manifest with these credentials, each with the number of its class from 0.
    pub fn read(manifest: &str, roll: &[([u8; 32], usize)]) -> Result<Self, No> {
        let fingerprint = hash::plain(manifest.as_bytes());
        let manifest = Manifest::read(manifest)?;
        let key = manifest.trustees.iter().fold(Point::ZERO, |sum, (_, key)| sum.plus(key));
        if key.is_zero() {
            return Err("the trustees' keys add to nothing");
        }
        let mut by_credential = HashMap::new();
        let mut seats = vec![0u64; manifest.classes.len()];
        for (credential, class) in roll {
            let point = Point::read(credential).filter(|p| !p.is_zero()).ok_or("a credential is not in the group")?;
            *seats.get_mut(*class).ok_or("a class that is not there")? += 1;
            if by_credential.insert(*credential, (*class, point)).is_some() {
                return Err("a credential is there twice");
            }
        }
        if seats.iter().zip(&manifest.classes).any(|(seats, (_, size))| seats > size) {
            return Err("a class has more credentials than the manifest says");
        }
        Ok(Self { manifest, fingerprint, key, roll: by_credential })
    }
}
