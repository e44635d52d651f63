//! The public log: what the organisation publishes is committed to in a log that outsiders witness and anyone can check.
//!
//! Another slice publishes by [`enter`] within the transaction that decides:
//!
//! ```ignore
//! let new = Publication::new("notice", notice).shown("title", &title).closed("person", &name).under(rules);
//! public_log::enter(tx, &may, &new)?;
//! ```
//! A [`round`] puts what waits into the log, has it witnessed and shows it. `docs/why/log.md` has the formats.

mod actions;
mod ask;
mod automatic;
mod background;
mod commands;
mod compare;
mod files;
mod pages;
mod place;
mod proven;
mod read;
mod round;
pub mod rules;
mod store;
mod verify;
pub mod witness;

pub use actions::{enter, enter_instead, erase};
pub use compare::{Difference, compare};
pub use place::{POLICY, Place};
pub use proven::Proven;
pub use round::{Outcome, round};
pub use verify::{Report, Wanted, verify};

/// Something that goes into the log, as the target of an [`Id`](base::Id).
pub struct Item;

auth::actions! {
    /// Read what is in the public log: everyone.
    Look: See "log.look" [Visitor, Administrator, Officer, Leader, Inspector, Cadre];
    /// Put what waits into the log at once, instead of at the next round.
    Publish: Change "log.publish" [Administrator, Officer];
    /// Destroy the value and salt of a field that stands behind an entry.
    Erase: Change "log.erase" [Officer];
}

ui::messages!(pub(crate) Text);

/// The slice.
pub fn slice() -> web::Slice {
    web::Slice::new("log", ACTIONS)
        .routes(pages::routes())
        .routes(files::routes())
        .menu(Look, "/log", ("公开日志", "Public log"), ui::Icon::Globe, 850)
        .command("log begin", ("建立公开日志", "Begin the public log"), commands::begin_args, commands::begin)
        .command(
            "log publish",
            ("把待写入的内容写入日志，请见证签名并公布", "Put what waits into the log, have it witnessed and show it"),
            commands::no_args,
            commands::publish,
        )
        .command("log show", ("日志现状", "Where the log stands"), commands::no_args, commands::show)
        .command(
            "log compare",
            ("用日志核对台账：数据库是否被改写", "Hold the ledger against the log: was the database rewritten"),
            commands::no_args,
            commands::held,
        )
        .check(commands::check)
        .at_start(background::begin)
}
