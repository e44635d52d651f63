//! Secret ballots (无记名表决): set-up, slips, casting, closing, the count by the scrutineers together, results with their working.
//!
//! A ballot has urns; each is an election in the formats of Belenios 2.0 with a roll of its own, so that others' software
//! verifies it. `docs/why/ballots.md` says what that gives; SECURITY.md what is protected, by whom it can be broken, and what is not.

mod actions;
mod background;
mod commands;
mod due;
mod large;
mod mailing;
mod pages;
pub mod rules;
mod slips;
mod store;
mod texts;
mod verifiers;

pub use actions::{Bad, Draft, Found, Taken, cast, draw_up, found, publish_due};
pub use due::due;
pub use slips::{Slip, printed};
pub use store::{FACTS, Head, Trustee, Urn, Whole, whole, within_reach};
pub use texts::archive;

/// A ballot, as the target of an [`Id`](base::Id).
pub struct Ballot;
/// A scrutineer of a ballot.
pub struct Scrutineer;

auth::actions! {
    /// Look at ballots: how they are set up, how many voted, results.
    See: See "ballot.see" [Officer, Leader, Inspector];
    /// Set ballots up, and keep the urn: fix, open, close, count.
    Run: Change "ballot.run" [Officer];
    /// Keep the roll: bring slips in, void those left over. Never the one who keeps the urn.
    KeepRoll: Change "ballot.roll" [Officer];
    /// Vote with a code that one drew: everyone.
    Cast: Change "ballot.cast" [Visitor, Administrator, Officer, Leader, Inspector, Cadre];
    /// Look at an urn's public board: everyone who knows its address.
    Look: See "ballot.look" [Visitor, Administrator, Officer, Leader, Inspector, Cadre];
    /// Be a scrutineer, with a secret link.
    Scrutinise: Change "ballot.scrutinise" [Visitor, Administrator, Officer, Leader, Inspector, Cadre];
}

ui::messages!(pub(crate) Text);

/// The slice.
pub fn slice() -> web::Slice {
    large::tools(web::Slice::new("ballot", ACTIONS))
        .routes(pages::routes())
        .routes(pages::open_routes())
        .menu(See, "/ballots", ("表决", "Ballots"), ui::Icon::Document, 58)
        .tool(
            "ballot slips",
            (
                "离线制作投票纸条和公开凭证文件",
                "Make slips with voting codes offline, and the file of their public parts",
            ),
            commands::slips_args,
            commands::slips,
        )
        .tool(
            "ballot mail",
            (
                "把投票码分别寄到投票人的邮箱，写出公开凭证文件",
                "Mail a voting code to each voter, and write the file of their public parts",
            ),
            mailing::args,
            mailing::mail,
        )
        .command(
            "ballot roll",
            ("录入纸条的公开凭证文件", "Bring in the file of the slips’ public parts"),
            commands::roll_args,
            commands::roll,
        )
        .at_start(background::begin)
}
