//! How things look, and the words on them.
//!
//! Components are values with `html(lang)`: they know no database, no route and no clock, and everything that comes
//! from outside is escaped by Maud. Every page works without scripts; `assets/ts` only makes it quicker.
//!
//! A list is a [`Table`], the same value for the page, the API, the spreadsheet and the command line.

mod assets;
pub mod chart;
mod combobox;
mod dialog;
mod facts;
mod field;
mod filter;
mod form;
mod icon;
pub mod link;
mod notice;
mod org_chart;
mod progress;
mod qr;
mod reason;
mod sheet;
mod shell;
mod stat;
mod steps;
pub mod t;
mod table;
mod table_html;
mod table_json;
mod table_text;
mod tabs;
mod tone;
mod tree;

pub use assets::{ASSETS, Asset, asset, ballot_script};
pub use base::Lang;
pub use combobox::{Suggestion, suggestions};
pub use dialog::{confirm, reveal};
pub use facts::{Event, Fact, facts, timeline};
pub use field::{Control, Field};
pub use filter::FilterBar;
pub use form::{Form, button_link, copy_button, post_button, primary_link};
pub use icon::{Icon, logo};
pub use notice::Notice;
pub use org_chart::org_chart;
pub use progress::Progress;
pub use qr::{qr, qr_picture};
pub use reason::{Clause, Reason};
pub use sheet::{Sheet, SheetCell, Signature};
pub use shell::{AsOf, NavItem, Search, Shell, User};
pub use stat::{Stat, figure, stats};
pub use steps::steps;
pub use table::{Cell, Column, Empty, Kind, Pager, Row, Sort, Table};
pub use tabs::tabs;
pub use tone::{Tone, answer, badge};
pub use tree::{Node, children};
