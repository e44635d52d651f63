//! How things look, and the words on them.
//!
//! Components are values with `html(lang)`: they know no database, no route and no clock, and everything that comes
//! from outside is escaped by Maud. Every page works without scripts; `assets/ts` only makes it quicker.
//!
//! A list is a [`Table`], the same value for the page, the API, the spreadsheet and the command line.

mod assets;
mod combobox;
mod dialog;
mod field;
mod filter;
mod form;
mod icon;
pub mod link;
mod notice;
mod shell;
pub mod t;
mod table;
mod table_html;
mod table_text;
mod tone;

pub use assets::{ASSETS, Asset, asset};
pub use base::Lang;
pub use combobox::{Suggestion, suggestions};
pub use dialog::{confirm, reveal};
pub use field::{Control, Field};
pub use filter::FilterBar;
pub use form::{Form, button_link, post_button, primary_link};
pub use icon::{Icon, logo};
pub use notice::Notice;
pub use shell::{AsOf, NavItem, Search, Shell, User};
pub use table::{Cell, Column, Empty, Kind, Pager, Row, Sort, Table};
pub use tone::{Tone, answer, badge};
