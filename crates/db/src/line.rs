//! The one text form of a row that both engines agree on: what the ledger commits to and what a backup holds.
//!
//! `name=length:value;` for each column that is not NULL, in the order of the columns' names; the length in bytes. Texts as
//! they are, whole numbers in digits, booleans as `1` and `0`, bytes in small hexadecimal. It is put together here and not
//! by the engines: both would spend more on joining texts than on finding the rows.

use std::fmt::Write as _;

use diesel::{
    deserialize::{self, QueryableByName},
    pg::Pg,
    row::{Field, NamedRow},
    sql_query,
    sql_types::Binary,
    sqlite::{Sqlite, SqliteType},
};

use crate::{Conn, Result};

/// A row as text, with the entry that it is grouped by.
pub(crate) struct Line {
    pub(crate) entry: Option<Vec<u8>>,
    pub(crate) line: String,
}

/// A value that is there.
enum Raw<'a> {
    Text(&'a str),
    Integer(i64),
    Bytes(&'a [u8]),
}

impl Line {
    fn empty() -> Self {
        Self { entry: None, line: String::with_capacity(512) }
    }
    /// Takes in the value of one column; the first one is the entry.
    fn take(&mut self, at: usize, name: Option<&str>, value: Raw<'_>) {
        if at == 0 {
            self.entry = if let Raw::Bytes(b) = value { Some(b.to_vec()) } else { None };
            return;
        }
        self.line.push_str(name.unwrap_or_default());
        self.line.push('=');
        match value {
            Raw::Text(text) => {
                self.length(text.len());
                self.line.push_str(text);
            }
            Raw::Integer(n) => {
                let text = n.to_string();
                self.length(text.len());
                self.line.push_str(&text);
            }
            Raw::Bytes(bytes) => {
                self.length(bytes.len() * 2);
                let digit = |d: u8| b"0123456789abcdef"[usize::from(d)];
                let mut out = [0; 128];
                for part in bytes.chunks(out.len() / 2) {
                    part.iter().enumerate().for_each(|(i, b)| {
                        (out[2 * i], out[2 * i + 1]) = (digit(b >> 4), digit(b & 15));
                    });
                    self.line.push_str(std::str::from_utf8(&out[..part.len() * 2]).unwrap_or_default());
                }
            }
        }
        self.line.push(';');
    }
    fn length(&mut self, n: usize) {
        // writing to a String does not fail
        let _ = write!(self.line, "{n}:");
    }
}

impl QueryableByName<Sqlite> for Line {
    fn build<'a>(row: &impl NamedRow<'a, Sqlite>) -> deserialize::Result<Self> {
        let mut line = Self::empty();
        for at in 0..row.field_count() {
            let Some(field) = row.get_field(at) else { continue };
            let Some(mut value) = field.value() else { continue };
            let name = field.field_name();
            match value.value_type() {
                Some(SqliteType::Text) => line.take(at, name, Raw::Text(value.read_text())),
                Some(SqliteType::Binary) => line.take(at, name, Raw::Bytes(value.read_blob())),
                Some(SqliteType::Long | SqliteType::Integer | SqliteType::SmallInt) => {
                    line.take(at, name, Raw::Integer(value.read_long()));
                }
                // no column of ours holds one: whatever stands here was put in by other means, and must change the text
                Some(SqliteType::Double | SqliteType::Float) => {
                    line.take(at, name, Raw::Text(&value.read_double().to_string()));
                }
                None => {}
            }
        }
        Ok(line)
    }
}

/// PostgreSQL's own numbers of the types that columns have.
const BOOL: u32 = 16;
const BYTEA: u32 = 17;
const INT8: u32 = 20;

impl QueryableByName<Pg> for Line {
    fn build<'a>(row: &impl NamedRow<'a, Pg>) -> deserialize::Result<Self> {
        let mut line = Self::empty();
        for at in 0..row.field_count() {
            let Some(field) = row.get_field(at) else { continue };
            let Some(value) = field.value() else { continue };
            let bytes = value.as_bytes();
            let raw = match value.get_oid().get() {
                BYTEA => Raw::Bytes(bytes),
                INT8 => Raw::Integer(i64::from_be_bytes(bytes.try_into()?)),
                BOOL => Raw::Integer(bytes.first().copied().unwrap_or_default().into()),
                _ => Raw::Text(std::str::from_utf8(bytes)?),
            };
            line.take(at, field.field_name(), raw);
        }
        Ok(line)
    }
}

/// [`diesel::row::Row::get`] by place, which [`NamedRow`] hides behind its own `get` by name.
trait ByPlace<'a, DB: diesel::backend::Backend>: NamedRow<'a, DB> {
    fn get_field(&self, at: usize) -> Option<Self::Field<'_>> {
        diesel::row::Row::get(self, at)
    }
}
impl<'a, DB: diesel::backend::Backend, R: NamedRow<'a, DB>> ByPlace<'a, DB> for R {}

impl Conn {
    /// Gives the rows of `SELECT entry, columns…` to `each`, one after the other: none is kept, however many there are.
    /// `$1`, where the query has it, is `root`, and `$2` is `key`.
    pub(crate) fn each_line(
        &mut self,
        query: &str,
        root: Option<&[u8; 16]>,
        key: Option<&[u8; 16]>,
        mut each: impl FnMut(Line) -> Result<()>,
    ) -> Result<()> {
        macro_rules! rows {
            ($conn:expr, $backend:ty, $mode:ty) => {{
                let mut query = sql_query(query).into_boxed::<$backend>();
                for bind in [root, key].into_iter().flatten() {
                    query = query.bind::<Binary, _>(bind.as_slice());
                }
                for line in diesel::RunQueryDsl::load_iter::<Line, $mode>(query, $conn)? {
                    each(line?)?;
                }
            }};
        }
        match self {
            Self::Pg(conn) => rows!(conn, Pg, diesel::pg::PgRowByRowLoadingMode),
            Self::Sqlite(conn) => rows!(conn, Sqlite, diesel::connection::DefaultLoadingMode),
        }
        Ok(())
    }
}
