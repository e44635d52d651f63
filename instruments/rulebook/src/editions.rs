//! Editions of rule packs: those that come with the program, and how one is known.

use rulepacks::rules::{Pack, Refused};
use sha2::{Digest, Sha256};

/// An edition of a pack with the text that it was read from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edition {
    /// What it says.
    pub pack: Pack,
    /// Its text, byte for byte.
    pub text: String,
    /// The SHA-256 of the text, hex: whoever has the file computes the same.
    pub hash: String,
}

impl Edition {
    /// Reads an edition.
    ///
    /// # Errors
    /// What is wrong in it, and where.
    pub fn read(text: &str) -> Result<Self, Refused> {
        let pack = Pack::read(text)?;
        Ok(Self { pack, text: text.to_owned(), hash: hash(text) })
    }
}

fn hash(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
}

/// The editions that come with the program. They are in force where nothing else was adopted.
pub fn shipped() -> &'static [Edition] {
    static ALL: std::sync::LazyLock<Vec<Edition>> = std::sync::LazyLock::new(|| {
        let sources = rulepacks::rules::sources().unwrap_or_default().into_iter();
        sources.map(|(pack, text)| Edition { pack, hash: hash(&text), text }).collect()
    });
    &ALL
}
