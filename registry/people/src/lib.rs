//! The personnel file of each cadre: facts with dates, checks, search, lists, import and export.
//!
//! A file is made of sections ([`Section`]), a section of entries, an entry of values that hold for a period. Nothing is
//! overwritten: a change from a date closes the entry that held and makes the next; a correction names what it corrects.
//! The sections of identity, health and family are sealed at rest; opening one asks for a reason and stands in the
//! ledger. Lists and search go by a current view that is computed from the facts in the same transaction.

pub mod actions;
mod checks;
mod commands;
mod duplicates;
mod eligible;
mod export;
mod file;
mod follow;
mod followers;
mod intake;
mod kinship;
mod list;
mod lists;
mod name;
mod names;
mod outlets;
mod pack;
mod pages;
mod reach;
mod read;
mod recognise;
mod search;
mod section;
mod store;
mod values;
mod whom;

pub use self::intake::{PARTS, People, planned};
pub use checks::{Check, Completeness, Finding, Missing};
pub use duplicates::{Likeness, Pair};
pub use eligible::{facts_in, facts_of, facts_of_all};
pub use export::sheets;
pub use file::{Agreement, Entry, Fact, File, Person};
pub use followers::{Follower, follow, tables};
pub use kinship::related;
pub use list::{Filter, Listed, Order, Places, Wanted};
pub use lists::{List, Saved, lists, remove as remove_list, rename as rename_list, save as save_list};
pub use name::Reading;
pub use names::{Named, called, first, names};
pub use outlets::{Book, Books, Outlet, Outlets, Sheets};
pub use pack::{Number, Pack};
pub use pages::{FileParts, question};
pub use reach::place_of;
pub use read::{duplicates, file, findings_of, kept_as, list, people_at, search};
pub use recognise::{Family, Met, family, files_of, recognise, replace, units_by_name};
pub use section::{Field, Kind, Section};
pub use store::now::Line;
pub use values::{Values, Written, parse};
pub use whom::{Clue, Whom, identity_print, of_prints, whom};

/// A unit of the organisation, as `org` knows it.
pub use org::Unit;

auth::actions! {
    /// Look at files, lists and checks; a cadre at the own file.
    See: See "people.see" [Officer, Leader, Inspector, Cadre];
    /// Enter people, add and correct entries, merge, take back, import.
    Change: Change "people.change" [Officer];
    /// Save filters of the roster under a name, for oneself or shared with a unit.
    Keep: Change "people.lists" [Officer, Leader, Inspector];
    /// Open identity numbers, health and family, with a reason.
    Reveal: Reveal "people.reveal" [Officer, Leader, Inspector, Cadre];
}

ui::messages!(pub(crate) Text);

/// The slice.
pub fn slice() -> web::Slice {
    org::follow(&follow::Files);
    let mut slice = web::Slice::new("people", ACTIONS)
        .routes(pages::routes())
        .menu(See, "/people", ("人员名册", "Roster"), ui::Icon::Person, 30)
        .finds(See, ("人员", "People"), 10, search::find)
        .menu(See, "/people/me", ("我的档案", "My file"), ui::Icon::Document, 31)
        .command("export people", ("导出人员名册", "Export the roster"), commands::export_args, commands::export_people)
        .tool(
            "generate people",
            ("生成虚构人员，供试用", "Make up people, for trials"),
            commands::generate_args,
            commands::generate,
        );
    let about = ("从表格导入人员", "Take people in from spreadsheets");
    slice.commands.push(::intake::command("import people", about, commands::import));
    slice
}
