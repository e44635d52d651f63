//! Units (机构): the tree of an organisation as of any date.
//!
//! A [`Unit`] is known by an id and is what its facts say on a day: its [`Name`] and kind, where it stands
//! ([`tree::Stand`]), its [`Establishment`]s, [`Quota`]s and [`Party`] organisation. Verbs change the facts from a day on; both
//! a planned change and a correction of the past are facts made today.

mod actions;
mod export;
mod figures;
mod follow;
mod import;
mod kept;
mod kind;
mod pages;
mod pick;
pub mod rules;
pub mod store;
mod sums;
pub mod timeline;
pub mod tree;
mod view;

pub use actions::{Part, close, found, merge, move_to, restate, split};
pub use export::sheet as units_sheet;
pub use figures::{set_establishment, set_funds, set_party, set_quota, set_staff};
pub use follow::{Follower, follow, tables};
pub use import::{UNIT_COLUMNS, Units, UnitsPlan, planned as plan_units, put as put_units, undo as undo_units};
pub use kept::{Kept, Told, built_upon};
pub use kind::{Kind, PartyKind, Purpose};
pub use pages::UnitParts;
pub use pick::{Choice, pick, suggested, unit_field, written};
pub use rules::{Affiliation, Closing, Establishment, Founding, Funds, Life, Name, Party, Quota, Staff};
pub use store::{Test, column_in, path_of, paths, units_in, within};
pub use sums::{Figures, figures};
pub use view::*;

/// A unit, as the target of an [`Id`](base::Id).
pub struct Unit;

auth::actions! {
    /// Look at units.
    See: See "org.see" [Officer, Leader, Inspector, Administrator];
    /// Found, rename, move, merge, split and close units.
    Change: Change "org.change" [Officer];
}

ui::messages!(pub(crate) Text);

/// The slice.
pub fn slice() -> web::Slice {
    let mut slice = web::Slice::new("org", ACTIONS)
        .routes(pages::routes())
        .menu(See, "/units", ("机构", "Units"), ui::Icon::Unit, 10)
        .finds(See, ("机构", "Units"), 30, view::find)
        .command("units list", ("列出机构", "List units"), pages::list_args, pages::list_command)
        .command("units show", ("查看一个机构", "Show a unit"), pages::show_args, pages::show_command)
        .command(
            "export units",
            ("导出机构名册", "Export the list of units"),
            pages::export_args,
            pages::export_command,
        );
    let about = ("从表格导入机构", "Take units in from spreadsheets");
    slice.commands.push(intake::command("import units", about, pages::import_command));
    slice
}
