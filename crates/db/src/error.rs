//! What can go wrong between a request and its rows.

use std::fmt;

use auth::Denied;
use base::Say;

/// The usual result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What is wrong with one field of a form, a file or a request.
#[derive(Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct FieldError {
    /// The field's name in the form, or the cell (`人员!C7`).
    pub field: String,
    /// What is wrong and what to do.
    pub say: Say,
}

/// Why a transaction did not happen. Whatever it is, nothing was kept.
#[derive(Debug)]
pub enum Error {
    /// The policy says no. Shown as "not found" where even the existence may not be known.
    Denied(Denied),
    /// No such thing, or not within reach.
    NotFound,
    /// The input is wrong, field by field.
    Invalid(Vec<FieldError>),
    /// A rule says no; the sentence names the rule and what would satisfy it.
    Refused(Say),
    /// What was asked has been done, and this is what it found wrong: a check that fails, a round without enough witnesses.
    Found(Say),
    /// Someone else changed the same thing in between.
    Conflict,
    /// The database is busy or out of reach; trying again may help.
    Busy(String),
    /// The disk is full or cannot be written.
    Storage(String),
    /// Stored data is not what this program wrote.
    Corrupt(String),
    /// A fault in the program or its surroundings.
    Internal(String),
}

impl Error {
    /// One wrong field.
    pub fn field(field: impl Into<String>, say: Say) -> Self {
        Self::Invalid(vec![FieldError { field: field.into(), say }])
    }
    /// A text holds the character U+0000, which PostgreSQL cannot keep, so that neither engine does.
    pub(crate) fn nul() -> Self {
        Self::refused(
            "文字中含有空字符（U+0000），无法保存；请删去该字符后重试。本次未保存任何内容。",
            "A text holds the NUL character (U+0000), which cannot be kept. Remove it and try again; nothing was kept.",
        )
    }
    /// What was asked has been done and found something wrong.
    pub fn found(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Found(Say::new(zh, en))
    }
    /// A rule said no.
    pub fn refused(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Self::Refused(Say::new(zh, en))
    }
}
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Denied(d) => d.fmt(f),
            Self::NotFound => f.write_str("no such thing, or not within reach"),
            Self::Invalid(fields) => {
                for (i, e) in fields.iter().enumerate() {
                    write!(f, "{}{}: {}", if i == 0 { "" } else { "; " }, e.field, e.say)?;
                }
                Ok(())
            }
            Self::Refused(say) | Self::Found(say) => say.fmt(f),
            Self::Conflict => f.write_str("someone else changed this in between; nothing was kept"),
            Self::Busy(why) => write!(f, "the database is busy or out of reach: {why}"),
            Self::Storage(why) => write!(f, "the data cannot be stored: {why}"),
            Self::Corrupt(why) => write!(f, "the stored data is damaged: {why}"),
            Self::Internal(why) => write!(f, "a fault in the program: {why}"),
        }
    }
}
impl std::error::Error for Error {}
impl From<Denied> for Error {
    fn from(d: Denied) -> Self {
        Self::Denied(d)
    }
}
impl From<diesel::result::Error> for Error {
    fn from(e: diesel::result::Error) -> Self {
        use diesel::result::{DatabaseErrorKind as Kind, Error as Diesel};
        match e {
            Diesel::NotFound => Self::NotFound,
            Diesel::DatabaseError(Kind::UniqueViolation, _) => Self::Conflict,
            Diesel::DatabaseError(Kind::SerializationFailure | Kind::ClosedConnection, info) => {
                Self::Busy(info.message().to_owned())
            }
            Diesel::DatabaseError(_, info) => {
                let message = info.message().to_owned();
                let says = |part: &str| message.contains(part);
                let busy = [
                    "database is locked",
                    "deadlock",
                    "lock timeout",
                    "starting up",
                    "shutting down",
                    "server closed the connection",
                    "terminating connection",
                    "no connection to the server",
                    "connection to server",
                    "could not receive data",
                    "could not send data",
                    "crash of another server process",
                ];
                if busy.iter().any(|part| says(part)) {
                    Self::Busy(message)
                } else if says("disk is full") || says("No space left") || says("disk I/O") || says("readonly database")
                {
                    Self::Storage(message)
                } else if says("invalid byte sequence for encoding") && says(": 0x00") {
                    Self::nul()
                } else if says("malformed") || says("not a database") {
                    Self::Corrupt(message)
                } else {
                    Self::Internal(message)
                }
            }
            Diesel::DeserializationError(why) => Self::Corrupt(why.to_string()),
            other => Self::Internal(other.to_string()),
        }
    }
}
impl From<diesel::ConnectionError> for Error {
    fn from(e: diesel::ConnectionError) -> Self {
        // the message may carry the URL with its password
        match e {
            diesel::ConnectionError::BadConnection(m) => Self::Busy(m.lines().next().unwrap_or_default().to_owned()),
            other => Self::Busy(other.to_string()),
        }
    }
}
