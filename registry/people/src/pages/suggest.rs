//! People to choose from where a form names another person.

use maud::Markup;
use serde::Serialize;
use ui::Suggestion;
use web::{Cx, Lang, Page, Query, Reply, View};

use super::list::shown;
use crate::{Line, Text, read};

/// What was written so far where a form names another person; the field has a name of its own.
pub(super) async fn persons(cx: Cx, Query(written): Query<super::Fields>) -> Reply {
    let text: String = written.into_values().next().unwrap_or_default().chars().take(60).collect();
    // a choice made before is name and number: the name finds it again
    let found = cx
        .read(move |tx| match read::search(tx, &text, 8)? {
            none if none.is_empty() => read::search(tx, text.split_whitespace().next().unwrap_or_default(), 8),
            found => Ok(found),
        })
        .await?;
    cx.show(Persons { people: found })
}

/// People to choose from.
#[derive(Serialize)]
struct Persons {
    people: Vec<Line>,
}
impl Page for Persons {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).find_person().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        // what is filled in: the name, and the staff number that tells namesakes apart
        let each = self.people.iter().map(|l| Suggestion {
            href: format!("/people/{}", l.person),
            text: format!("{} {}", l.name, l.number.as_deref().unwrap_or_default()).trim_end().to_owned(),
            note: [shown("birth", &l.birth, view.lang), l.post_title.clone()].join(" ").trim().to_owned(),
            value: None,
        });
        ui::suggestions(view.lang, &each.collect::<Vec<_>>())
    }
}
