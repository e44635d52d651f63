//! The result as it is signed and filed.

use base::{Id, Lang};
use maud::{Markup, html};
use serde::Serialize;
use ui::{Sheet, SheetCell};
use web::{At, Cx, Page, Reply, View};

use super::{
    draft::{quorum_of, rules_of},
    result::{ResultPage, load},
};
use crate::{Ballot, Text};

#[derive(Serialize)]
#[serde(transparent)]
struct OnPaper(ResultPage);

pub(super) async fn show(cx: Cx, At(id): At<Id<Ballot>>) -> Reply {
    let page = load(&cx, id).await?;
    cx.show(OnPaper(page))
}

impl Page for OnPaper {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).sheet_of(self.0.head.title.as_str()).to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t, of) = (view.lang, Text::of(view.lang), &self.0);
        let o = &of.outcome;
        let pair = |label: String, value: String| [SheetCell::label(label), SheetCell::value(value)];
        let wide = |label: String, value: String| [SheetCell::label(label), SheetCell::value(value).columns(3)];
        let mut sheet = Sheet::new(self.title(lang))
            .line(
                pair(t.may_vote().to_string(), o.entitled.to_string())
                    .into_iter()
                    .chain(pair(t.present().to_string(), o.present.to_string())),
            )
            .line(
                pair(t.voted().to_string(), o.voters.to_string())
                    .into_iter()
                    .chain(pair(t.counted_how().to_string(), of.counted_how(lang))),
            );
        if let Some((met, working)) = &o.quorum {
            let word = if *met { t.quorum_met() } else { t.quorum_missed() };
            let rule = quorum_of(&of.plan, lang).says;
            sheet = sheet.line(wide(t.quorum().to_string(), format!("{word} {working} {rule}")));
        }
        // what is signed says by which rules it came out
        for rule in rules_of(&of.plan, lang) {
            sheet = sheet.line(wide(rule.what, rule.says));
        }
        for q in &o.questions {
            if let Some(score) = &q.score {
                sheet = sheet.line(wide(
                    q.text.clone(),
                    lang.clauses([
                        format!("{} {} = {}", t.score(), score.exact.shown(3), score.exact),
                        score.working.clone(),
                    ]),
                ));
            }
        }
        for q in &o.questions {
            if let Some((_, says)) = of.support(q, lang) {
                sheet = sheet.line(wide(q.text.clone(), says));
            }
        }
        for q in &o.questions {
            if let Some(elected) = &q.elected {
                sheet = sheet.line(wide(q.text.clone(), of.elected_says(q, elected, lang).join(" ")));
            }
        }
        if let Some(manifest) = &of.manifest {
            sheet = sheet.line(wide(t.manifest_hash().to_string(), manifest.clone()));
        }
        if !of.proof.is_empty() {
            sheet = sheet
                .line([SheetCell::label(t.proof().to_string()), SheetCell::markup(of.proof.on_paper(lang)).columns(3)]);
        }
        for q in &o.questions {
            sheet.tables.push(of.lines(std::slice::from_ref(q), false, lang));
        }
        for scrutineer in &of.trustees {
            sheet = sheet.receipt(t.scrutineer_named(scrutineer.name.as_str()).to_string());
        }
        html! { (sheet.html(lang)) }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        let head = &self.0.head;
        shell.breadcrumbs = vec![
            (t.ballots().to_string(), "/ballots".to_owned()),
            (head.title.clone(), format!("/ballots/{}/result", head.ballot)),
        ];
        shell
    }
}
