//! What the boxes that ask for a unit suggest while one types.

use maud::Markup;
use serde::{Deserialize, Serialize};
use ui::Suggestion;
use web::{Cx, Lang, Page, Query, Reply, View};

use crate::{
    Choice, Text,
    pick::{MOST, suggested},
};

/// What stands after the `?`.
#[derive(Clone, Default, Debug, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    q: String,
}

#[derive(Serialize)]
struct Found {
    units: Vec<Choice>,
}

pub(crate) async fn show(cx: Cx, Query(asked): Query<Asked>) -> Reply {
    let on = cx.on();
    let units = cx.read(move |tx| suggested(tx, &asked.q, on, MOST)).await?;
    cx.show(Found { units })
}

impl Page for Found {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).units().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let one = |c: &Choice| Suggestion {
            href: format!("/units/{}", c.unit),
            text: c.name.clone(),
            note: c.note(view.lang),
            value: Some(c.written()),
        };
        ui::suggestions(view.lang, &self.units.iter().map(one).collect::<Vec<_>>())
    }
}
