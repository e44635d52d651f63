//! The notice as it hangs on the wall.

use base::Id;
use maud::Markup;
use serde::Serialize;
use ui::{Sheet, SheetCell};
use web::{At, Cx, Lang, Page, Reply, View};

use super::{One, load, people_table};
use crate::{Notice, Text};

#[derive(Serialize)]
#[serde(transparent)]
struct OnPaper(One);

pub(super) async fn show(cx: Cx, At(notice): At<Id<Notice>>) -> Reply {
    let page = load(&cx, notice).await?;
    cx.show(OnPaper(page))
}

impl Page for OnPaper {
    fn title(&self, lang: Lang) -> String {
        self.0.title(lang)
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let Some(last) = self.0.last() else { return maud::html! {} };
        let row = |label: String, value: String| [SheetCell::label(label), SheetCell::value(value).columns(3)];
        let mut sheet = Sheet::new(&last.title)
            .line(row(t.text_of_notice().to_string(), last.text.clone()))
            .line([
                SheetCell::label(t.published().to_string()),
                SheetCell::value(self.0.standing.published),
                SheetCell::label(t.until().to_string()),
                SheetCell::value(self.0.standing.until),
            ])
            .line(row(t.how_to_object().to_string(), t.objecting().to_string()));
        if !self.0.proof.is_empty() {
            sheet = sheet.line([
                SheetCell::label(t.proof().to_string()),
                SheetCell::markup(self.0.proof.on_paper(lang)).columns(3),
            ]);
        }
        if let Some((day, reason)) = &self.0.withdrawn {
            sheet = sheet.line(row(t.is_withdrawn().to_string(), format!("{day} {reason}")));
        }
        if !last.people.is_empty() {
            sheet.tables.push(people_table(&last.people, lang));
        }
        sheet.receipt(t.issued_by().to_string()).html(lang)
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.breadcrumbs = vec![(t.notices().to_string(), "/notices".to_owned())];
        if let Some(last) = self.0.last() {
            shell.breadcrumbs.push((last.title.clone(), format!("/notices/{}", last.notice)));
        }
        shell
    }
}
