//! The published calls on the page of a person's file.

use base::{Date, Id, Lang};
use db::{Read, Result};
use maud::html;
use people::Person;
use serde_json::json;
use web::PagePart;

use crate::{CallRow, See, Text, store};

/// The way from a file to the openings for that person, one per published call. For [`people::FileParts`].
///
/// # Errors
/// The policy and the database.
pub fn calls_of_person(tx: &mut Read<'_>, person: Id<Person>, on: Date, lang: Lang) -> Result<Option<PagePart>> {
    let may = tx.may::<See>()?;
    let calls = store::all_calls(tx.with(&may), &may)?;
    if calls.is_empty() {
        return Ok(None);
    }
    let t = Text::of(lang);
    // the day of the file is the day of the comparison
    let day = if on == tx.today() { String::new() } else { format!("?on={on}") };
    let to = |call: &CallRow| format!("/calls/{}/people/{person}{day}", call.id);
    let body = html! {
        p.hint { (t.advice()) }
        ul { @for call in &calls { li { a href=(to(call)) { (call.name) } } } }
    };
    let listed: Vec<_> = calls.iter().map(|c| json!({ "call": c.id, "name": c.name, "href": to(c) })).collect();
    Ok(Some(PagePart { title: t.open_to_person().to_string(), body, json: json!({ "calls": listed }) }))
}
