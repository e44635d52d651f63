//! What people see.

mod act;
mod list;
mod one;
mod parts;
mod quotas;
mod recusal;
mod shared;
mod suggest;
mod vacancies;

pub(crate) use list::{list_args, list_command};
pub use parts::{file_part, post_part, unit_part};
pub(crate) use quotas::{quota_args, quota_command};
pub(crate) use vacancies::{vacancy_args, vacancy_command};

use web::Routes;

use crate::{Change, Recuse, See, Survey};

/// Where the slice answers.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(
            See,
            "/appointments",
            ("任职名册：筛选、排序、导出", "The list of appointments: filter, sort, export"),
            list::show,
        )
        .asks::<list::Asked>()
        .paged()
        .get(Change, "/appointments/new", ("任职的表单", "The form to appoint"), act::new_form)
        .asks::<act::From>()
        .post(Change, "/appointments/new", ("任职", "Appoint"), act::appoint)
        .takes::<act::Sent>()
        .get(Change, "/appointments/suggest", ("人员和岗位建议", "Suggestions of persons and posts"), suggest::show)
        .asks::<suggest::Asked>()
        .get(See, "/appointments/{id}", ("一项任职及其沿革", "An appointment and its history"), one::show)
        .get(
            See,
            "/appointments/{id}/post",
            ("所任岗位的说明书，供任职者查阅和打印", "The description of the post, for its holder"),
            one::post,
        )
        .get(
            Change,
            "/appointments/{id}/{verb}",
            ("免职、更正、撤销的表单", "The form to end, correct or take back"),
            act::form,
        )
        .post(Change, "/appointments/{id}/{verb}", ("免职、更正、撤销", "End, correct or take back"), act::act)
        .takes::<act::Sent>()
        .get(Survey, "/vacancies", ("空缺岗位", "Vacancies"), vacancies::show)
        .asks::<vacancies::Asked>()
        .paged()
        .get(Survey, "/quotas", ("领导职数五栏表", "The five columns of quotas"), quotas::show)
        .asks::<quotas::Asked>()
        .paged()
        .get(Survey, "/quotas/sheet", ("领导职数配备情况表（打印）", "The table of quotas, to print"), quotas::sheet)
        .asks::<quotas::Asked>()
        .get(Survey, "/quotas/people", ("职数背后的人员", "The people behind a number"), quotas::people)
        .asks::<quotas::Whose>()
        .get(Recuse, "/recusal", ("任职回避情形", "Conflicts of recusal"), recusal::show)
        .paged()
}

pub(crate) fn import_command(console: &web::Console, args: &clap::ArgMatches) -> db::Result<()> {
    intake::run_command(console, args, "appointments")
}
