//! Chance comes from outside, so that a test can repeat it and only the edge chooses its source.

/// A source of bytes that nobody can foretell. Any `FnMut(&mut [u8])` is one, such as the system's own.
///
/// What is drawn here hides votes and keys: outside a test it must be a cryptographic source.
pub trait Chance {
    /// Fills `bytes`.
    fn fill(&mut self, bytes: &mut [u8]);
}
impl<F: FnMut(&mut [u8])> Chance for F {
    fn fill(&mut self, bytes: &mut [u8]) {
        self(bytes);
    }
}
