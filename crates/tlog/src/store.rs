//! Where the log's files are.

use crate::{Refused, TilePath};

/// The file that readers fetch: the checkpoint with its witnesses' signatures.
pub const CHECKPOINT: &str = "checkpoint";

/// The file that only the writer reads: the newest checkpoint that the log's own key has signed.
pub const SIGNED: &str = "checkpoint.signed";

/// Where tiles are read.
pub trait Fetch {
    /// The bytes of a tile; [`crate::Why::Missing`] where it is not.
    fn fetch(&self, tile: &TilePath) -> Result<Vec<u8>, Refused>;
}
impl<F: Fetch + ?Sized> Fetch for &F {
    fn fetch(&self, tile: &TilePath) -> Result<Vec<u8>, Refused> {
        (**self).fetch(tile)
    }
}

/// Where the writer keeps its files. What each verb promises is all that the [`crate::Writer`] relies on, so that a store
/// that fails at any of them, or breaks off, never loses what was shown.
pub trait Store: Fetch {
    /// The bytes of a file, or none.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Refused>;
    /// Writes a file. Until [`Store::flush`] has returned it may be there whole, in part, or not at all.
    fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Refused>;
    /// Returns when everything written before is on the disk.
    fn flush(&mut self) -> Result<(), Refused>;
    /// Puts a file in the place of the one of this name: afterwards, and after a power cut at any moment, one of the two is
    /// there whole; when this has returned it is the new one.
    fn replace(&mut self, name: &str, bytes: &[u8]) -> Result<(), Refused>;
    /// Forgets the partial forms of a tile that is full by now. Nothing depends on its success.
    fn forget_partials(&mut self, full: &TilePath);
}
