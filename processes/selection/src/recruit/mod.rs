//! Open recruitment (公开招聘). A published table of posts is announced on the open site; people apply there without an account, by
//! an address that only they know; the requirement of the post judges each application clause by clause and the office has the last
//! word; a written test, a shortlist, the interview; and those who are to be inspected enter a case.

mod ahead;
mod apply;
mod enter;
mod marks;
mod news;
mod office;
mod pages;
pub mod rules;
mod store;

pub use ahead::due;
pub(crate) use enter::known;
pub use marks::WrittenMarks;
pub use news::news;
pub(crate) use store::of_interview;

/// A recruitment, as the target of an [`Id`](base::Id).
pub struct Recruitment;
/// An application.
pub struct Application;
/// A paper of an application.
pub struct Attachment;

auth::actions! {
    /// Look at what is announced: everyone.
    Look: See "recruitment.look" [Visitor, Administrator, Officer, Leader, Inspector, Cadre];
    /// Apply, with the address that one was given: everyone.
    Apply: Change "recruitment.apply" [Visitor, Administrator, Officer, Leader, Inspector, Cadre];
    /// Look at recruitments and their applications.
    See: See "recruitment.see" [Officer, Inspector];
    /// Announce, review applications, record marks, draw interviews up, bring candidates into a case.
    Conduct: Change "recruitment.conduct" [Officer];
    /// Open identity number, telephone and papers of an applicant, with a reason.
    Open: Reveal "recruitment.open" [Officer, Inspector];
}

/// The slice.
pub fn slice() -> web::Slice {
    web::Slice::new("recruitment", ACTIONS).routes(pages::routes()).menu(
        See,
        "/recruitments",
        ("公开招聘", "Recruitment"),
        ui::Icon::Person,
        58,
    )
}
