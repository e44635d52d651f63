//! What is due for the reader, from the deadlines of every slice: on a page, as a calendar feed (iCalendar, RFC 5545), by mail
//! and to a webhook. What goes outside names no person; messages that cannot be delivered are tried again, and shown when they
//! are given up.

mod background;
mod deliver;
mod due;
mod ics;
mod pages;
pub mod rules;
mod store;
mod terms;

pub use deliver::{NotSent, Outcome, Outside, post, round, send, undelivered};
pub use due::{Due, Source, Sources};
pub use ics::calendar;
pub use rules::{Letter, mail_address};
pub use terms::terms;

/// Where an account wants to be told, as the target of an [`Id`](base::Id).
pub struct Channel;
/// A message on its way.
pub struct Message;

auth::actions! {
    /// See what is due for oneself.
    See: See "inbox.see" [Administrator, Officer, Leader, Inspector, Cadre];
    /// Be told of it by mail, webhook and calendar.
    Follow: Change "inbox.follow" [Administrator, Officer, Leader, Inspector, Cadre];
    /// Have requests made to an address of one's choice: for administrators.
    Hook: Change "inbox.hook" [Administrator];
    /// Carry messages, in nobody's name.
    Carry: See "inbox.carry" [Visitor];
}

ui::messages!(pub(crate) Text);

/// The slice. The installation is given the [`Sources`] and, where mail is sent, [`Outside`] as parts.
pub fn slice() -> web::Slice {
    web::Slice::new("inbox", ACTIONS)
        .routes(pages::routes())
        .menu(See, "/inbox", ("待办", "To do"), ui::Icon::Clock, 5)
        .at_start(background::begin)
}
