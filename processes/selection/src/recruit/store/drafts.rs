//! What applications say, as long as it is kept: no fact among it.

use auth::{Action, Permit, Root};
use base::{Id, Timestamp};
use db::{Error, Read, Result, Sealed};
use diesel::prelude::*;
use inbox::Message;
use serde::Serialize;

use super::tables::{recruit_draft, recruit_file, recruit_link};
use crate::recruit::{Application, Attachment, Recruitment, rules::Answers};

/// What an application says.
#[derive(Queryable, Selectable, Insertable, Clone)]
#[diesel(table_name = recruit_draft, treat_none_as_default_value = false)]
pub(crate) struct Draft {
    pub(crate) root: Id<Root>,
    pub(crate) application: Id<Application>,
    pub(crate) recruitment: Id<Recruitment>,
    pub(crate) email: String,
    /// Whether something was saved under the address that was mailed.
    pub(crate) confirmed: bool,
    pub(crate) lang: String,
    pub(crate) opening: String,
    pub(crate) form: String,
    pub(crate) sealed: Option<Sealed>,
    pub(crate) print: Option<Vec<u8>>,
    pub(crate) salt: Vec<u8>,
    pub(crate) made_at: Timestamp,
    pub(crate) saves: i64,
    pub(crate) letter: Option<Id<Message>>,
}
impl Draft {
    /// The answers.
    pub(crate) fn answers(&self) -> Result<Answers> {
        serde_json::from_str(&self.form).map_err(|e| Error::Corrupt(format!("an application: {e}")))
    }
}

/// An attachment without its content.
#[derive(Queryable, Selectable, Clone, Debug, Serialize)]
#[diesel(table_name = recruit_file)]
pub struct Attached {
    /// Which.
    pub file: Id<Attachment>,
    #[serde(skip)]
    pub(crate) application: Id<Application>,
    /// Its kind.
    pub kind: String,
    /// Its name on the sender's machine.
    pub name: String,
    /// Its kind by its content.
    pub media: String,
    /// Its length in bytes.
    pub size: i64,
    #[serde(skip)]
    pub(crate) hash: Vec<u8>,
}

pub(crate) fn draft<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Application>) -> Result<Option<Draft>> {
    Ok(recruit_draft::table
        .filter(recruit_draft::root.eq(may.root()).and(recruit_draft::application.eq(of)))
        .select(Draft::as_select())
        .first(tx.with(may))
        .optional()?)
}
pub(crate) fn drafts<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Recruitment>) -> Result<Vec<Draft>> {
    Ok(recruit_draft::table
        .filter(recruit_draft::root.eq(may.root()).and(recruit_draft::recruitment.eq(of)))
        .order(recruit_draft::application)
        .select(Draft::as_select())
        .load(tx.with(may))?)
}
pub(crate) fn of_address<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Id<Recruitment>,
    email: &str,
) -> Result<Option<Draft>> {
    Ok(recruit_draft::table
        .filter(recruit_draft::root.eq(may.root()).and(recruit_draft::recruitment.eq(of)))
        .filter(recruit_draft::email.eq(email))
        .select(Draft::as_select())
        .first(tx.with(may))
        .optional()?)
}
/// The other applications to a recruitment under the same identity number.
pub(crate) fn of_print<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: &Draft,
    print: &[u8],
) -> Result<Vec<Id<Application>>> {
    Ok(recruit_draft::table
        .filter(recruit_draft::root.eq(may.root()).and(recruit_draft::recruitment.eq(of.recruitment)))
        .filter(recruit_draft::print.eq(print.to_vec()))
        .filter(recruit_draft::application.ne(of.application))
        .select(recruit_draft::application)
        .load(tx.with(may))?)
}
/// How many applications of a recruitment are kept.
pub(crate) fn drafts_kept<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Recruitment>) -> Result<i64> {
    Ok(recruit_draft::table
        .filter(recruit_draft::root.eq(may.root()).and(recruit_draft::recruitment.eq(of)))
        .count()
        .get_result(tx.with(may))?)
}
/// How many drafts of a recruitment were begun since a time.
pub(crate) fn begun<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Id<Recruitment>,
    since: Timestamp,
) -> Result<i64> {
    Ok(recruit_draft::table
        .filter(recruit_draft::root.eq(may.root()).and(recruit_draft::recruitment.eq(of)))
        .filter(recruit_draft::made_at.ge(since))
        .count()
        .get_result(tx.with(may))?)
}
pub(crate) fn put_draft<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, new: &Draft) -> Result<()> {
    let old = recruit_draft::table
        .filter(recruit_draft::root.eq(may.root()).and(recruit_draft::application.eq(new.application)));
    diesel::delete(old).execute(tx.with(may))?;
    diesel::insert_into(recruit_draft::table).values(new.clone()).execute(tx.with(may))?;
    Ok(())
}

/// Of which application a secret is, by its hash.
pub(crate) fn of_link<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, secret: &[u8]) -> Result<Id<Application>> {
    recruit_link::table
        .filter(recruit_link::root.eq(may.root()).and(recruit_link::secret.eq(secret)))
        .select(recruit_link::application)
        .first(tx.with(may))
        .optional()?
        .ok_or(Error::NotFound)
}
/// How many links of an application were made since a time.
pub(crate) fn links<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Id<Application>,
    since: Timestamp,
) -> Result<i64> {
    Ok(recruit_link::table
        .filter(recruit_link::root.eq(may.root()).and(recruit_link::application.eq(of)))
        .filter(recruit_link::made_at.ge(since))
        .count()
        .get_result(tx.with(may))?)
}
pub(crate) fn put_link<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Id<Application>,
    secret: &[u8],
) -> Result<()> {
    let now = tx.now();
    diesel::insert_into(recruit_link::table)
        .values((
            recruit_link::root.eq(may.root()),
            recruit_link::secret.eq(secret),
            recruit_link::application.eq(of),
            recruit_link::made_at.eq(now),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
pub(crate) fn drop_links<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Application>) -> Result<()> {
    let all = recruit_link::table.filter(recruit_link::root.eq(may.root()).and(recruit_link::application.eq(of)));
    diesel::delete(all).execute(tx.with(may))?;
    Ok(())
}

pub(crate) fn files<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Application>) -> Result<Vec<Attached>> {
    Ok(recruit_file::table
        .filter(recruit_file::root.eq(may.root()).and(recruit_file::application.eq(of)))
        .order(recruit_file::file)
        .select(Attached::as_select())
        .load(tx.with(may))?)
}
pub(crate) fn content<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Id<Application>,
    file: Id<Attachment>,
) -> Result<(Attached, Sealed)> {
    recruit_file::table
        .filter(recruit_file::root.eq(may.root()).and(recruit_file::application.eq(of)))
        .filter(recruit_file::file.eq(file))
        .select((Attached::as_select(), recruit_file::sealed))
        .first(tx.with(may))
        .optional()?
        .ok_or(Error::NotFound)
}
pub(crate) fn put_file<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, new: &Attached, sealed: &Sealed) -> Result<()> {
    diesel::insert_into(recruit_file::table)
        .values((
            recruit_file::root.eq(may.root()),
            recruit_file::file.eq(new.file),
            recruit_file::application.eq(new.application),
            recruit_file::kind.eq(&new.kind),
            recruit_file::name.eq(&new.name),
            recruit_file::media.eq(&new.media),
            recruit_file::size.eq(new.size),
            recruit_file::hash.eq(&new.hash),
            recruit_file::sealed.eq(sealed),
        ))
        .execute(tx.with(may))?;
    Ok(())
}
pub(crate) fn drop_file<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    of: Id<Application>,
    file: Id<Attachment>,
) -> Result<()> {
    let one = recruit_file::table
        .filter(recruit_file::root.eq(may.root()).and(recruit_file::application.eq(of)))
        .filter(recruit_file::file.eq(file));
    diesel::delete(one).execute(tx.with(may))?;
    Ok(())
}
/// Deletes what an application says, with its attachments and links.
pub(crate) fn erase<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, of: Id<Application>) -> Result<()> {
    let all = recruit_file::table.filter(recruit_file::root.eq(may.root()).and(recruit_file::application.eq(of)));
    diesel::delete(all).execute(tx.with(may))?;
    drop_links(tx, may, of)?;
    let one = recruit_draft::table.filter(recruit_draft::root.eq(may.root()).and(recruit_draft::application.eq(of)));
    diesel::delete(one).execute(tx.with(may))?;
    Ok(())
}
