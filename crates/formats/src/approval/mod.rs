//! The cadre appointment and removal approval form (干部任免审批表) as offices exchange it: `.lrmx` (XML, the photograph
//! inside) and `.lrm` (text in GBK, the photograph beside it), one file a person, often many in a ZIP archive.
//!
//! Reading is tolerant: with or without a byte order mark, UTF-8 or GB18030, elements in any order, elements that the form does
//! not know kept. Writing is exact: the order of the editor's own template, CRLF, schools folded where both are the same,
//! thirteen places for the family in `.lrm`. A file that was read and not changed is written back byte for byte, and where
//! one field was changed the rest of the file stays as it was.
//!
//! The texts of a form stay texts here ([`Form::text`]): what they mean is asked of [`date`], [`Resume`] and [`Joined`], which
//! never lose what they do not understand.

mod age;
mod batch;
mod date;
mod error;
mod field;
mod form;
mod limits;
mod lrm;
mod lrm_write;
mod lrmx;
mod lrmx_write;
mod photo;
mod resume;
mod text;
#[doc(hidden)]
pub mod trial;

pub use age::{age, reference};
pub use batch::{Entry, entries};
pub use date::{Joined, compact, date, results};
pub use error::{FormError, Problem};
pub use field::Field;
pub use form::{Extra, Form, Read, Relative};
pub use limits::Limits;
pub use lrm_write::Written;
pub use photo::{Photo, PhotoKind};
pub use resume::{Period, Resume};

/// Reads a form, whichever of the two kinds the bytes are.
///
/// # Errors
/// What the file is instead, or where it is broken, with what to do.
pub fn read(bytes: &[u8], limits: &Limits) -> Result<Read, FormError> {
    if bytes.is_empty() {
        return Err(Problem::Empty.into());
    }
    if bytes.len() as u64 > limits.bytes {
        return Err(Problem::TooLarge(limits.bytes).into());
    }
    let (text, encoding) = text::decode(bytes)?;
    let start = text.trim_start();
    if start.starts_with('<') {
        lrmx::read(bytes, &text, encoding, limits)
    } else if start.starts_with('"') {
        lrm::read(bytes, &text, encoding, limits)
    } else {
        Err(Problem::NotAForm.into())
    }
}

/// The form as an `.lrmx` file.
pub fn lrmx(form: &Form) -> Vec<u8> {
    lrmx_write::write(form)
}

/// The form as an `.lrm` file, with what the older format could not hold.
pub fn lrm(form: &Form) -> Written {
    lrm_write::write(form)
}
