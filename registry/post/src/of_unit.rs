//! The posts of a unit, on the unit's page.

use base::{Date, Id, Lang};
use db::{Read, Result};
use maud::html;
use org::Unit;
use serde_json::json;
use web::PagePart;

use crate::{
    Change, Filter, Text, count, list,
    pages::list::{Shown, table},
};

/// Posts shown on the unit's page; all of them stand in the list.
const MOST: i64 = 20;

/// The posts that belong to a unit, and the way to those below it. For [`org::UnitParts`].
///
/// # Errors
/// A unit that is not within reach, or the database's.
pub fn posts_of_unit(tx: &mut Read<'_>, unit: Id<Unit>, on: Date, lang: Lang) -> Result<Option<PagePart>> {
    let t = Text::of(lang);
    let own = Filter { unit: Some(unit), ..Filter::default() };
    let (rows, here) = (list(tx, on, &own, None, MOST)?, count(tx, on, &own)?);
    let all = count(tx, on, &Filter { below: true, ..own })?;
    let code = org::whole(tx, unit, on)?.name.code;
    let may_change = tx.may::<Change>().is_ok();
    let at = format!("/posts?unit={unit}");
    let body = html! {
        @if rows.is_empty() { p { (t.no_own_posts()) } }
        @else { (table(t.posts().to_string(), &rows, Shown::OfUnit, lang).plain(lang)) }
        p.buttons.no-print {
            @if here > MOST { (ui::button_link(&t.all_posts(here).to_string(), &at, None)) }
            @if all > here { (ui::button_link(&t.posts_with_below(all).to_string(), &format!("{at}&below=true"), None)) }
            @if may_change { (ui::button_link(&t.create().to_string(), &ui::link::with("/posts/new", "unit", &code), Some(ui::Icon::Plus))) }
        }
    };
    let json = json!({ "posts": { "own": here, "with_below": all, "href": at } });
    Ok(Some(PagePart { title: t.posts().to_string(), body, json }))
}
