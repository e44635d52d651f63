//! What people see.

mod duplicates;
mod edit;
mod export;
mod file;
mod list;
mod lists;
mod print;
mod reveal;
mod suggest;

pub(crate) use list::{label, shown};

use web::Routes;

use crate::{Change, Keep, Person, Reveal, See};

/// The parts of a file that other slices show: appointments, training.
pub type FileParts = web::PageParts<Person>;
pub use edit::question;

/// Fields of a section, by their keys; which there are depends on the section.
type Fields = std::collections::BTreeMap<String, String>;

/// Where the slice answers.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(See, "/people", ("人员名册：筛选、排序、导出", "The roster: filter, sort, export"), list::show)
        .get(Keep, "/people/lists", ("保存的名册", "Saved lists"), lists::show)
        .post(Keep, "/people/lists", ("保存名册的筛选条件", "Save a filter of the roster"), lists::save)
        .takes::<lists::Wish>()
        .post(Keep, "/people/lists/{id}", ("重命名名册", "Rename a saved list"), lists::rename)
        .takes::<lists::Wish>()
        .post(Keep, "/people/lists/{id}/remove", ("删除名册", "Remove a saved list"), lists::remove)
        .takes_nothing()
        .get(
            Reveal,
            "/people/export",
            ("导出名册或全部档案的表单", "The form to export a list or whole files"),
            export::show,
        )
        .post(
            Reveal,
            "/people/export",
            ("导出，受限信息须说明原因", "Export, restricted columns with a reason"),
            export::take,
        )
        .takes::<export::Wish>()
        .get(
            Change,
            "/people/suggest",
            ("填写他人时的建议", "Suggestions where another person is named"),
            suggest::persons,
        )
        .get(Change, "/people/new", ("录入人员的表单", "The form to enter a person"), edit::new_form)
        .post(Change, "/people/new", ("录入人员", "Enter a person"), edit::enter)
        .takes::<Fields>()
        .get(See, "/people/duplicates", ("可能重复的人员", "People who may be recorded twice"), duplicates::show)
        .post(Change, "/people/merge", ("合并两份记录", "Merge two records"), duplicates::merge)
        .takes::<Fields>()
        .post(Change, "/people/undo/{entry}", ("撤销一次合并或导入", "Undo a merge or an import"), duplicates::undo)
        .takes_nothing()
        .get(See, "/people/me", ("我的档案", "The own file"), file::own)
        .post(Reveal, "/people/me/data", ("下载我的全部数据", "Everything kept of oneself"), reveal::own_data)
        .takes::<Fields>()
        .get(See, "/people/{id}", ("一个人的档案", "A person's file"), file::show)
        .get(See, "/people/{id}/print", ("打印档案", "A file on paper"), print::show)
        .post(
            Reveal,
            "/people/{id}/print",
            ("打印档案，含受限信息", "A file on paper with restricted sections"),
            print::revealed,
        )
        .takes::<print::Wish>()
        .post(Change, "/people/{id}/remove", ("撤销人员", "Take a person back"), edit::remove)
        .takes_nothing()
        .get(Change, "/people/{id}/unit", ("转移档案的表单", "The form to move a file"), edit::unit_form)
        .post(Change, "/people/{id}/unit", ("转移档案", "Move a file to another unit"), edit::rehome)
        .takes::<Fields>()
        .post(Reveal, "/people/{id}/reveal/{section}", ("查看受限信息", "Open a restricted section"), reveal::reveal)
        .takes::<Fields>()
        .get(Change, "/people/{id}/{section}/new", ("添加条目的表单", "The form to add an entry"), edit::entry_form)
        .post(
            Change,
            "/people/{id}/{section}/new",
            ("添加或变更条目", "Add an entry, or change from a date"),
            edit::record,
        )
        .takes::<Fields>()
        .get(
            Change,
            "/people/{id}/{section}/{fact}",
            ("更正条目的表单", "The form to correct an entry"),
            edit::correct_form,
        )
        .post(Change, "/people/{id}/{section}/{fact}", ("更正条目", "Correct an entry"), edit::correct)
        .takes::<Fields>()
        .post(
            Change,
            "/people/{id}/{section}/{fact}/end",
            ("终止条目，自某日起不再有效", "End an entry from a day on"),
            edit::end,
        )
        .takes::<Fields>()
        .post(Change, "/people/{id}/{section}/{fact}/take-back", ("撤销条目", "Take an entry back"), edit::take_back)
        .takes_nothing()
}
