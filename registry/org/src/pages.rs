//! What people see.

mod act;
mod course;
mod list;
mod set;
mod split;
mod suggest;
mod tree;
mod unit;

pub(crate) use list::{export_args, export_command, list_args, list_command};
pub use unit::UnitParts;
pub(crate) use unit::{show_args, show_command};

use web::Routes;

use crate::{Change, See};

/// Where the slice answers.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(See, "/units", ("机构名册：筛选、排序、导出", "The list of units: filter, sort, export"), list::show)
        .asks::<list::Asked>()
        .paged()
        .get(See, "/units/tree", ("机构树", "The tree of units"), tree::show)
        .get(See, "/units/suggest", ("机构的输入建议", "Units that typed words may mean"), suggest::show)
        .asks::<suggest::Asked>()
        .get(Change, "/units/new", ("设立机构的表单", "The form to found a unit"), act::new_form)
        .asks::<act::Under>()
        .post(Change, "/units/new", ("设立机构", "Found a unit"), act::found)
        .takes::<act::Sent>()
        .get(See, "/units/{id}", ("一个机构", "A unit"), unit::show)
        .get(See, "/units/{id}/below", ("机构的直属下级", "What stands right below a unit"), tree::below)
        .get(See, "/units/{id}/chart", ("机构图", "The chart of a unit"), tree::chart)
        .get(Change, "/units/{id}/split", ("分设机构的表单", "The form to split a unit"), split::form)
        .post(Change, "/units/{id}/split", ("分设机构", "Split a unit"), split::act)
        .takes::<split::Sent>()
        .get(Change, "/units/{id}/set/{figure}", ("编制、职数等的表单", "The form for a figure of a unit"), set::form)
        .post(
            Change,
            "/units/{id}/set/{figure}",
            (
                "自某日起的编制、职数、实有人数、经费、党组织",
                "Establishment, quotas, staff, funds, Party organisation from a day on",
            ),
            set::act,
        )
        .takes::<set::Sent>()
        .get(Change, "/units/{id}/{verb}", ("机构变更的表单", "The form to change a unit"), act::form)
        .post(Change, "/units/{id}/{verb}", ("更名、调整隶属、并入、撤销", "Rename, move, merge, close"), act::act)
        .takes::<act::Sent>()
}

pub(crate) fn import_command(console: &web::Console, args: &clap::ArgMatches) -> db::Result<()> {
    intake::run_command(console, args, "units")
}
