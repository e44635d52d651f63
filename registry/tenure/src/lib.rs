//! Appointments (任职): who holds which post when, what is vacant, whether more are appointed than approved, and whose posts
//! do not go together because they are relatives.

mod actions;
mod follow;
mod import;
mod pages;
pub mod rules;
pub mod store;
mod view;

pub use actions::{
    Appointment, Brought, Caution, Despite, Outcome, Overruled, appoint, appoint_bulk, appoint_within, beyond,
    check_bulk, correct, end, end_within, shown, take_back,
};
pub use follow::{Careers, Holders};
pub use import::Appointments;
pub use pages::{file_part, post_part, unit_part};
pub use rules::{Column, Holding, Line, Way};
pub use store::FACTS;
pub use view::*;

/// One holding of one post by one person, as the target of an [`Id`](base::Id).
pub struct Tenure;
/// Whoever holds a post; the same ids as the registry of people uses, by `cast`.
pub type Person = auth::PersonKey;

auth::actions! {
    /// Look at appointments; a cadre at the own ones.
    See: See "tenure.see" [Officer, Leader, Inspector, Cadre];
    /// Look at teams, vacancies and quotas.
    Survey: See "tenure.survey" [Officer, Leader, Inspector];
    /// Look at conflicts of recusal.
    Recuse: See "tenure.recuse" [Officer, Inspector];
    /// Appoint, end and correct.
    Change: Change "tenure.change" [Officer];
}

ui::messages!(pub(crate) Text);

/// The slice.
pub fn slice() -> web::Slice {
    post::follow(&Holders);
    people::follow(&Careers);
    let mut slice = web::Slice::new("tenure", ACTIONS)
        .routes(pages::routes())
        .menu(See, "/appointments", ("任职", "Appointments"), ui::Icon::Scales, 25)
        .menu(Survey, "/quotas", ("职数", "Quotas"), ui::Icon::Chart, 26)
        .command("appointments", ("列出任职", "List appointments"), pages::list_args, pages::list_command)
        .command("vacancies", ("列出空缺岗位", "List vacancies"), pages::vacancy_args, pages::vacancy_command)
        .command("quotas", ("领导职数五栏表", "The five columns of quotas"), pages::quota_args, pages::quota_command);
    let about = ("从表格导入任职", "Take appointments in from spreadsheets");
    slice.commands.push(intake::command("import appointments", about, pages::import_command));
    slice
}
