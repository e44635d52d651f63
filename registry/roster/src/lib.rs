//! Rosters (名册) as offices print them: which columns in which order, in which groups, on which paper; designs kept under a
//! name; out as a spreadsheet.

mod columns;
mod design;
mod pages;
mod store;
mod table;

pub use columns::Column;
pub use design::{Design, Group};
pub use pages::outlet;
pub use store::{Saved, Template, remove, save, templates};
pub use table::{blocks, sheet};

ui::messages!(pub(crate) Text);

/// The slice.
pub fn slice() -> web::Slice {
    web::Slice::new("roster", &[]).routes(pages::routes()).menu(
        people::Keep,
        "/people/roster",
        ("名册设计", "Roster designer"),
        ui::Icon::Document,
        32,
    )
}
