//! One entry: what it says, its proof, and how to check it.

use base::Lang;
use db::Error;
use maud::{Markup, html};
use ui::{Fact, Field, Shell, facts};
use web::{At, Cx, Page, Reply, View};

use super::state::minute;
use crate::{Erase, Look, Place, Text, place::told, read, read::ItemShown, rules};

/// An entry.
#[derive(Clone, Debug, serde::Serialize)]
pub(super) struct ItemPage {
    #[serde(flatten)]
    item: ItemShown,
    /// The size of the log that the proof leads to.
    size: u64,
    root: String,
    checkpoint: String,
    address: Option<String>,
    #[serde(skip)]
    errors: Vec<(String, String)>,
    #[serde(skip)]
    reason: String,
}

pub(super) async fn load(cx: &Cx, index: u64) -> db::Result<ItemPage> {
    let app = cx.app().clone();
    let address = cx.app().config().origin.as_ref().map(|origin| format!("{origin}/log/entries/{index}"));
    cx.read(move |tx| {
        let may = tx.may::<Look>()?;
        let place = app.part::<Place>().filter(|p| p.begun()).ok_or(Error::NotFound)?;
        let (checkpoint, file) = place.shown().map_err(told)?.ok_or(Error::NotFound)?;
        let item = read::item(tx, &may, place, &checkpoint, index)?;
        let (size, root) = (checkpoint.head.size, checkpoint.head.root.hex());
        Ok(ItemPage { item, size, root, checkpoint: file, address, errors: Vec::new(), reason: String::new() })
    })
    .await
}

pub(super) async fn item(cx: Cx, At(index): At<u64>) -> Reply {
    let page = load(&cx, index).await?;
    cx.show(page)
}

/// The checkpoint as a QR code: each sheet of paper that carries it is a witness.
pub(super) fn witness_on_paper(lang: Lang, checkpoint: &str) -> Markup {
    let t = Text::of(lang);
    html! {
        section.log-paper {
            h2 { (t.paper()) }
            p { (t.paper_how()) }
            (ui::qr(checkpoint, &t.paper().to_string(), false))
            details.unfold { summary { (t.checkpoint()) } pre.machine { code { (checkpoint) } } }
        }
    }
}

impl ItemPage {
    /// The page again, with what is wrong with the form.
    pub(super) fn with(self, errors: Vec<(String, String)>, reason: String) -> Self {
        Self { errors, reason, ..self }
    }
    fn erasing(&self, view: &View) -> Option<Markup> {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let item = self.item.item.filter(|_| view.can::<Erase>())?;
        let kept: Vec<(String, String)> =
            self.item.fields.iter().filter(|f| f.kept).map(|f| (f.name.clone(), rules::field(&f.name, lang))).collect();
        if kept.is_empty() {
            return self.errors.first().map(|(_, why)| ui::Notice::new(ui::Tone::No, why.as_str()).html(lang));
        }
        let form = ui::Form::post(format!("/log/items/{item}/erase"), &view.csrf)
            .field(Field::checks("field", t.erase_which().to_string(), kept).required())
            .field(Field::text("reason", t.reason().to_string()).value(&self.reason).required().limit(200))
            .errors(self.errors.clone())
            .submit(t.erase().to_string())
            .dangerous();
        Some(html! {
            details.unfold.no-print open[!self.errors.is_empty()] { summary { (t.erase()) } p { (t.erase_how()) } (form.html(lang)) }
        })
    }
}

impl Page for ItemPage {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).entry_title(self.item.index.to_string(), self.item.kind(lang)).to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let (lang, t) = (view.lang, Text::of(view.lang));
        let item = &self.item;
        let mut list = vec![Fact::of(t.entered_at().to_string(), item.at.map(minute))];
        for field in &item.fields {
            let label = if field.kept { rules::field(&field.name, lang) } else { t.a_field().to_string() };
            let value = match &field.value {
                Some(value) => html! { span.break-all { (value) } },
                None if field.kept => html! { span.muted { (t.closed()) } },
                None => html! { span.muted { (t.is_erased()) } },
            };
            list.push(Fact::markup(label, value));
        }
        if let Some(of) = item.supersedes {
            let link = html! { a href={ "/log/entries/" (of) } { (of) } };
            list.push(Fact::markup(t.supersedes().to_string(), link));
        }
        html! {
            (facts(lang, list))
            h2 { (t.proof()) }
            p { (t.proof_says(item.index.to_string(), self.size.to_string())) }
            p.no-print {
                (ui::primary_link(&t.download().to_string(), &format!("/log/proof/{}", item.index), Some(ui::Icon::Export)))
            }
            @if let Some(address) = &self.address { (ui::qr(address, &t.this_page().to_string(), true)) }
            (facts(lang, [
                Fact::markup(t.root_hash().to_string(), html! { code.break-all { (self.root) } }),
                Fact::markup(t.reference().to_string(), html! { code.break-all { (item.reference) } }),
            ]))
            details.unfold { summary { (t.as_logged()) } pre.machine { code { (item.entry) } } }
            p { (t.check_offline()) }
            pre.machine { code { "xianneng verify --proof log-" (item.index) ".tlog-proof --policy FILE" } }
            p { a href="/log/about" { (t.about()) } }
            (witness_on_paper(lang, &self.checkpoint))
            @if let Some(form) = self.erasing(view) { (form) }
        }
    }
    fn frame(&self, view: &View, shell: Shell) -> Shell {
        let t = Text::of(view.lang);
        Shell { as_of: None, breadcrumbs: vec![(t.log().to_string(), "/log".to_owned())], ..shell }
    }
}
