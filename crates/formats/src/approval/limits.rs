//! How much of a stranger's file is taken in.

/// Bounds on what [`read`](super::read) and [`entries`](super::entries) accept. A file beyond one of them is refused, never
/// cut short.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Bytes of one form.
    pub bytes: u64,
    /// Characters of one field.
    pub text: usize,
    /// Members of the family.
    pub family: usize,
    /// Elements within elements.
    pub depth: usize,
    /// Bytes of the photograph.
    pub photo: usize,
    /// Bytes of an archive.
    pub archive: u64,
    /// Bytes of all files of an archive once inflated.
    pub inflated: u64,
    /// Files in an archive.
    pub files: usize,
}

impl Default for Limits {
    /// Room for a scanned photograph of some megabytes and for an archive of twenty thousand people.
    fn default() -> Self {
        Self {
            bytes: 16 << 20,
            text: 100_000,
            family: 200,
            depth: 8,
            photo: 8 << 20,
            archive: 512 << 20,
            inflated: 2 << 30,
            files: 50_000,
        }
    }
}

impl Limits {
    /// For what was accepted before.
    pub(super) fn unbounded() -> Self {
        Self {
            bytes: u64::MAX,
            text: usize::MAX,
            family: usize::MAX,
            depth: usize::MAX,
            photo: usize::MAX,
            ..Self::default()
        }
    }
}
