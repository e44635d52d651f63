//! The sheets' addresses on paper: a slip for each member, with a code for the phone.

use base::{Id, Lang};
use maud::{Markup, html};
use serde::Serialize;
use ui::{Notice, Tone};
use web::{At, Cx, Page, Reply, View};

use crate::{
    Interview, Run, Text, actions,
    store::{self, MemberRow},
};

/// A slip for each member: shown this once.
#[derive(Serialize)]
struct Slips {
    interview: Id<Interview>,
    title: String,
    slips: Vec<Slip>,
    /// No phone finds an address whose beginning is not known.
    #[serde(skip)]
    unknown: bool,
}
#[derive(Serialize)]
struct Slip {
    member: MemberRow,
    address: String,
}

pub(super) async fn hand_out(cx: Cx, At(id): At<Id<Interview>>) -> Reply {
    let origin = cx.app().config().origin.clone().unwrap_or_default();
    let secrets = cx.keep_books(move |tx| actions::hand_out(tx, id)).await?;
    let whole = cx
        .read(move |tx| {
            let may = tx.may::<Run>()?;
            store::one(tx, &may, id)
        })
        .await?;
    let slip = |(member, secret): (_, String)| {
        let member = whole.members.iter().find(|m| m.member == member)?.clone();
        Some(Slip { member, address: format!("{origin}/sheet/{secret}") })
    };
    let slips = secrets.into_iter().filter_map(slip).collect();
    cx.show(Slips { interview: id, title: whole.head.title, slips, unknown: origin.is_empty() })
}

impl Page for Slips {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).slips(self.title.as_str()).to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let t = Text::of(view.lang);
        html! {
            @if self.unknown { (Notice::new(Tone::Warning, t.no_origin().to_string()).html(view.lang)) }
            p { (t.slips_once()) }
            ul.choices { @for slip in &self.slips {
                li {
                    strong { (t.at_seat(slip.member.panel, slip.member.seat)) " " (slip.member.name) }
                    @if let Some(picture) = ui::qr_picture(&slip.address) { div { (picture) } }
                    p { a href=(slip.address) { (slip.address) } }
                }
            } }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let t = Text::of(view.lang);
        shell.breadcrumbs = vec![
            (t.interviews().to_string(), "/interviews".to_owned()),
            (self.title.clone(), format!("/interviews/{}", self.interview)),
        ];
        shell
    }
}
