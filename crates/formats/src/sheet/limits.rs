//! How much of a stranger's file is taken in.

/// Bounds on what [`Book::read`](super::Book::read) accepts. A file beyond one of them is refused, never cut short.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Bytes of the file itself.
    pub bytes: u64,
    /// Bytes of all parts of an xlsx file once inflated.
    pub inflated: u64,
    /// How many times larger a part may be once inflated (only asked above 4 MiB: small parts compress very well).
    pub ratio: u64,
    /// Sheets in a book.
    pub sheets: usize,
    /// Rows of one sheet, counted to the last row that holds anything.
    pub rows: u32,
    /// Columns of one sheet, counted to the last that holds anything.
    pub columns: u32,
    /// Cells that hold something, over all sheets.
    pub cells: u64,
    /// Characters in one cell.
    pub text: usize,
    /// Merged areas of one sheet.
    pub merged: usize,
}

impl Default for Limits {
    /// Room for a staff list of some hundred thousand people, far less than what would trouble a small server.
    fn default() -> Self {
        Self {
            bytes: 64 << 20,
            inflated: 768 << 20,
            ratio: 200,
            sheets: 256,
            rows: 1_048_576,
            columns: 1_024,
            cells: 12_000_000,
            text: 32_767,
            merged: 50_000,
        }
    }
}
