//! The one text form of a row that both engines agree on: what the ledger commits to and what a backup holds.
//!
//! `name=length:value;` for each column that is not NULL, in the order of the columns' names; the length in bytes. Texts as
//! they are, whole numbers in digits, booleans as `1` and `0`, bytes in small hexadecimal. It is put together here and not
//! by the engines: both would spend more on joining texts than on finding the rows.

use diesel::{
    deserialize::{self, QueryableByName},
    pg::Pg,
    row::{Field, NamedRow},
    sql_query,
    sql_types::Binary,
    sqlite::{Sqlite, SqliteType},
};

use crate::{Conn, Result};

/// A row, with the entry that it is grouped by. Its text is put together when it is asked for, on whatever thread: the
/// one that reads has enough to do.
pub(crate) struct Line {
    pub(crate) entry: Option<Vec<u8>>,
    /// Each value that is there: the place of its column in two bytes, what it is in one, its length in four, itself.
    values: Vec<u8>,
}

/// Many rows in one piece of memory: handed to another thread one by one, each would be given back from there.
#[derive(Default)]
pub(crate) struct Lines {
    values: Vec<u8>,
    ends: Vec<usize>,
}
impl Lines {
    pub(crate) fn push(&mut self, line: &Line) {
        self.values.extend(&line.values);
        self.ends.push(self.values.len());
    }
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }
    /// The text of each row, whose columns have these names.
    pub(crate) fn each<E>(&self, names: &[String], mut take: impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
        let (mut text, mut from) = (String::new(), 0);
        for &to in &self.ends {
            write(&self.values[from..to], names, &mut text);
            take(&text)?;
            from = to;
        }
        Ok(())
    }
}

/// A value that is there.
enum Raw<'a> {
    Text(&'a str),
    Integer(i64),
    Bytes(&'a [u8]),
}
const TEXT: u8 = 0;
const INTEGER: u8 = 1;
const BYTES: u8 = 2;

impl Line {
    fn empty() -> Self {
        Self { entry: None, values: Vec::with_capacity(512) }
    }
    /// Takes in the value of one column; the first one is the entry.
    fn take(&mut self, at: usize, value: Raw<'_>) -> deserialize::Result<()> {
        let Some(column) = at.checked_sub(1) else {
            self.entry = if let Raw::Bytes(b) = value { Some(b.to_vec()) } else { None };
            return Ok(());
        };
        let number;
        let (what, bytes) = match value {
            Raw::Text(text) => (TEXT, text.as_bytes()),
            Raw::Bytes(bytes) => (BYTES, bytes),
            Raw::Integer(n) => {
                number = n.to_le_bytes();
                (INTEGER, &number[..])
            }
        };
        self.values.extend(u16::try_from(column)?.to_le_bytes());
        self.values.push(what);
        self.values.extend(u32::try_from(bytes.len())?.to_le_bytes());
        self.values.extend(bytes);
        Ok(())
    }
    /// The text of the row, whose columns have these names.
    pub(crate) fn text(&self, names: &[String]) -> String {
        let mut text = String::with_capacity(self.values.len() * 2);
        self.write(names, &mut text);
        text
    }
    /// Puts the text of the row in the place of what `text` holds.
    pub(crate) fn write(&self, names: &[String], text: &mut String) {
        write(&self.values, names, text);
    }
}

/// Puts the text of the row with these values in the place of what `text` holds.
fn write(values: &[u8], names: &[String], text: &mut String) {
    text.clear();
    let mut rest = values;
    while let [c0, c1, what, n0, n1, n2, n3, more @ ..] = rest {
        let column = usize::from(u16::from_le_bytes([*c0, *c1]));
        let (value, more) = more.split_at(u32::from_le_bytes([*n0, *n1, *n2, *n3]) as usize);
        rest = more;
        text.push_str(names.get(column).map(String::as_str).unwrap_or_default());
        text.push('=');
        match *what {
            BYTES => hex(value, text),
            INTEGER => {
                let number = value.try_into().map(i64::from_le_bytes).unwrap_or_default().to_string();
                length(number.len(), text);
                text.push_str(&number);
            }
            _ => {
                length(value.len(), text);
                text.push_str(std::str::from_utf8(value).unwrap_or_default());
            }
        }
        text.push(';');
    }
}

fn hex(bytes: &[u8], text: &mut String) {
    length(bytes.len() * 2, text);
    let digit = |d: u8| b"0123456789abcdef"[usize::from(d)];
    let mut out = [0; 128];
    for part in bytes.chunks(out.len() / 2) {
        part.iter().enumerate().for_each(|(i, b)| {
            (out[2 * i], out[2 * i + 1]) = (digit(b >> 4), digit(b & 15));
        });
        text.push_str(std::str::from_utf8(&out[..part.len() * 2]).unwrap_or_default());
    }
}

/// A length and a colon. By hand: formatting takes longer than everything else about a short value.
fn length(mut n: usize, text: &mut String) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (n % 10) as u8;
        n /= 10;
        if n == 0 {
            break;
        }
    }
    text.push_str(std::str::from_utf8(&digits[at..]).unwrap_or_default());
    text.push(':');
}

impl QueryableByName<Sqlite> for Line {
    fn build<'a>(row: &impl NamedRow<'a, Sqlite>) -> deserialize::Result<Self> {
        let mut line = Self::empty();
        for at in 0..row.field_count() {
            let Some(field) = row.get_field(at) else { continue };
            let Some(mut value) = field.value() else { continue };
            match value.value_type() {
                Some(SqliteType::Text) => line.take(at, Raw::Text(value.read_text()))?,
                Some(SqliteType::Binary) => line.take(at, Raw::Bytes(value.read_blob()))?,
                Some(SqliteType::Long | SqliteType::Integer | SqliteType::SmallInt) => {
                    line.take(at, Raw::Integer(value.read_long()))?;
                }
                // no column of ours holds one: whatever stands here was put in by other means, and must change the text
                Some(SqliteType::Double | SqliteType::Float) => {
                    line.take(at, Raw::Text(&value.read_double().to_string()))?;
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
            line.take(at, raw)?;
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
