//! From HTTP to a slice and back.
//!
//! A slice hands over one value, [`Slice`]: its routes, actions, menu and commands. A request is a [`Cx`]: who asks, in
//! which language, as of which day, in which shape the answer is wanted. An answer is a [`Page`]: one `Serialize` struct
//! with a `body()`, served as a page, a part of a page, JSON, a spreadsheet or text for a terminal.
//!
//! ```
//! use auth::Role::*;
//! use maud::{Markup, html};
//! use web::{Cx, Lang, Page, Reply, Routes, View};
//!
//! auth::actions! {
//!     /// Look at units.
//!     See: See "org.see" [Officer];
//! }
//!
//! #[derive(serde::Serialize)]
//! struct Units {
//!     names: Vec<String>,
//! }
//! impl Page for Units {
//!     fn title(&self, lang: Lang) -> String {
//!         match lang { Lang::Zh => "单位", Lang::En => "Units" }.to_owned()
//!     }
//!     fn body(&self, _: &View) -> Markup {
//!         html! { ul { @for name in &self.names { li { (name) } } } }
//!     }
//! }
//! async fn list(cx: Cx) -> Reply {
//!     let names = cx.read(|tx| {
//!         let may = tx.may::<See>()?;
//!         let _conn = tx.with(&may); // the query goes here
//!         Ok(vec![])
//!     }).await?;
//!     cx.show(Units { names })
//! }
//! pub fn slice() -> web::Slice {
//!     web::Slice::new("org", ACTIONS)
//!         .routes(Routes::new().get(See, "/units", ("单位", "Units"), list))
//!         .menu(See, "/units", ("单位", "Units"), ui::Icon::Unit, 10)
//! }
//! # let _ = slice();
//! ```

mod app;
mod body;
mod command;
mod cookie;
mod csrf;
mod cx;
mod door;
mod error;
mod export;
pub mod find;
mod form;
mod headers;
mod input;
pub mod jobs;
mod layer;
mod new_file;
pub mod openapi;
mod page;
mod page_parts;
mod paging;
mod parts;
mod probe;
mod route;
mod serve;
mod shape;
mod show;
mod slice;
mod upload;
mod visit;

ui::messages!(pub(crate) Text);

pub use app::{App, Config};
pub use base::Lang;
pub use command::{Command, Console, Run, Terminal};
pub use csrf::token as form_token;
pub use cx::Cx;
pub use door::{Caller, Doorkeeper, SignedIn};
pub use error::{Error, Reply, Result};
pub use find::Found;
pub use form::{At, Form, Query};
pub use input::read_pairs;
pub use new_file::{new_file, new_files};
pub use page::{Page, View, to_terminal};
pub use page_parts::{PagePart, PagePartOf, PageParts};
pub use paging::{PageOf, Paging};
pub use parts::Parts;
pub use route::{Access, Needs, Public, Route, Routes, Someone};
pub use serve::serve;
pub use shape::Shape;
pub use slice::{AtStart, Check, LookFor, MenuItem, Slice};
pub use upload::{Sent, Upload};
pub use visit::local;
