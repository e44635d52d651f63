//! Putting something into the log, and erasing what stands behind it.

use auth::{Action, Permit};
use base::{Id, Say};
use db::{Error, Event, Recorded, Result, Write};
use tlog::Field;

use crate::{
    Erase, Item,
    rules::{Publication, sealed},
    store,
};

/// Chance, for a reference and for salts.
pub(crate) fn chance<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|e| Error::Internal(e.to_string()))?;
    Ok(bytes)
}

/// The fields of an item, sealed with fresh salts, and its reference.
pub(crate) fn seal(new: &Publication) -> Result<(Vec<Field>, [u8; 16])> {
    let salts = new.fields.iter().map(|_| chance()).collect::<Result<Vec<[u8; 32]>>>()?;
    Ok((sealed(new, &salts).map_err(Error::Refused)?, chance()?))
}

/// The hook of other slices: in the transaction that decides, what it publishes is put in the queue of the public log. It is in
/// the log, witnessed and shown after the next round; with the transaction undone it was never there.
///
/// # Errors
/// What is wrong with a field; the database.
pub fn enter<A: Action>(tx: &mut Write<'_>, may: &Permit<A>, new: &Publication) -> Result<Id<Item>> {
    let (fields, reference) = seal(new)?;
    store::insert(tx, may, new, &fields, reference, None)
}

/// The same for what takes the place of an earlier item, such as a correction.
///
/// # Errors
/// As for [`enter`].
pub fn enter_instead<A: Action>(
    tx: &mut Write<'_>,
    may: &Permit<A>,
    new: &Publication,
    of: Id<Item>,
) -> Result<Id<Item>> {
    let (fields, reference) = seal(new)?;
    store::insert(tx, may, new, &fields, reference, Some(of))
}

/// Destroys value and salt of these fields of an item: nobody can recover them or test a guess; the item stays provable. The
/// erasure itself goes into ledger and log, naming the item's reference only.
///
/// # Errors
/// [`Error::NotFound`] where there is no such item; a refusal where none of the fields is kept; the policy, the database.
pub fn erase(tx: &mut Write<'_>, item: Id<Item>, names: &[String], reason: &str) -> Result<Recorded<usize>> {
    let may = tx.may::<Erase>()?;
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 200 {
        return Err(Error::field(
            "reason",
            Say::new("请写明原因，最多 200 字。", "Give the reason, at most 200 characters."),
        ));
    }
    let (row, _) = store::find(tx, &may, item)?.ok_or(Error::NotFound)?;
    let count = store::destroy(tx, &may, item, names)?;
    if count == 0 {
        return Err(Error::field(
            "field",
            Say::new(
                "请选择要删除的字段；已删除的不能再删。",
                "Choose the fields to erase; what is erased cannot be erased again.",
            ),
        ));
    }
    let new =
        Publication::new("erasure", item).shown("of", store::hex(&row.reference)).shown("fields", names.join(" "));
    let (fields, reference) = seal(&new)?;
    store::insert(tx, &may, &new, &fields, reference, None)?;
    let event = Event::new("log.erased").about(item);
    tx.record(event.with(serde_json::json!({ "fields": names, "reason": reason }))?, count)
}
