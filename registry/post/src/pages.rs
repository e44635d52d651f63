//! What people see.

mod act;
pub(crate) mod list;
mod need;
pub(crate) mod post;
mod sheet;

use base::{Id, Lang, Say, Weight};
use db::FieldError;
pub use sheet::Description;
use web::Routes;

use crate::{Change, Post, See, Text};

/// Parts of a post's page that other slices show: who holds it, whether it is vacant. The binary hands over the list.
pub type PostParts = web::PageParts<Post>;

/// Where the slice answers.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(See, "/posts", ("岗位名册：筛选、排序、导出", "The list of posts: filter, sort, export"), list::show)
        .asks::<list::Asked>()
        .paged()
        .get(Change, "/posts/new", ("设立岗位的表单", "The form to create a post"), act::new_form)
        .asks::<act::In>()
        .post(Change, "/posts/new", ("设立岗位", "Create a post"), act::create)
        .takes::<act::Sent>()
        .get(See, "/posts/{id}", ("一个岗位", "A post"), post::show)
        .get(See, "/posts/{id}/sheet", ("岗位说明书，供打印", "The description of a post, to print"), sheet::show)
        .get(Change, "/posts/{id}/require", ("修订任职条件的表单", "The form for what a post asks for"), need::form)
        .asks::<need::How>()
        .post(
            Change,
            "/posts/{id}/require",
            (
                "修订任职条件：各列表中位置相同的值属于同一条要求",
                "Say what a post asks for: values at the same place of the lists belong to one requirement",
            ),
            need::act,
        )
        .takes::<need::Sent>()
        .get(Change, "/posts/{id}/{verb}", ("岗位变更的表单", "The form to change a post"), act::form)
        .post(Change, "/posts/{id}/{verb}", ("更名或调整、修订说明、撤销", "Restate, describe, close"), act::act)
        .takes::<act::Sent>()
}

/// A weight as a share of 100: `12.5%`.
pub(crate) fn percent(weight: Weight) -> String {
    let (whole, part) = (weight.units() / 100, weight.units() % 100);
    let part = if part == 0 { String::new() } else { format!(".{part:02}").trim_end_matches('0').to_owned() };
    format!("{whole}{part}%")
}

/// What is wrong with a field, in both languages.
fn wrong(field: &str, f: impl Fn(&Text) -> String) -> FieldError {
    FieldError { field: field.to_owned(), say: Say::each(|lang| f(&Text::of(lang))) }
}

/// The way back from a form.
fn crumbs(post: Option<&(Id<Post>, String)>, lang: Lang) -> Vec<(String, String)> {
    let all = [(Text::of(lang).posts().to_string(), "/posts".to_owned())];
    all.into_iter().chain(post.map(|(id, name)| (name.clone(), format!("/posts/{id}")))).collect()
}
