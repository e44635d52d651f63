//! Suggestions while someone types a person or a post into the form to appoint.

use maud::Markup;
use serde::{Deserialize, Serialize};
use ui::Suggestion;
use web::{Cx, Lang, Page, Query, Reply, View};

use crate::Text;

/// What was typed; the box's own name says whom or what it is about.
#[derive(Clone, Default, Debug, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    person: String,
    post: String,
}

/// What was found: what goes into the box, and a quieter word about it.
#[derive(Serialize)]
struct Found {
    found: Vec<(String, String)>,
}

/// How many are suggested.
const MOST: usize = 8;

pub(crate) async fn show(cx: Cx, Query(asked): Query<Asked>) -> Reply {
    let found = cx
        .read(move |tx| {
            let on = tx.today();
            let mut found = Vec::new();
            if !asked.person.trim().is_empty() {
                let text: String = asked.person.chars().take(60).collect();
                for line in people::search(tx, &text, MOST)? {
                    // the number tells apart who has the same name
                    match &line.number {
                        Some(number) => found.push((number.clone(), format!("{} {}", line.name, line.post_title))),
                        None => found.push((line.name.clone(), line.post_title.clone())),
                    }
                }
            } else if !asked.post.trim().is_empty() {
                let filter = post::Filter { text: Some(asked.post.trim().to_owned()), ..post::Filter::default() };
                for row in post::list(tx, on, &filter, None, MOST as i64)? {
                    found.push((row.frame.code.clone(), format!("{}{}", row.unit_name, row.frame.name)));
                }
            }
            Ok(found)
        })
        .await?;
    cx.show(Found { found })
}

impl Page for Found {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).suggestions().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let one = |(text, note): &(String, String)| Suggestion {
            href: "#".to_owned(),
            text: text.clone(),
            note: note.clone(),
            value: None,
        };
        ui::suggestions(view.lang, &self.found.iter().map(one).collect::<Vec<_>>())
    }
}
