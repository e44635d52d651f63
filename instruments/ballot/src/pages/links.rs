//! The scrutineers' links, shown once.

use base::{Id, Lang};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::{Notice, Tone};
use web::{At, Cx, Form, Page, Reply, View};

use super::one::{One, load};
use crate::{Ballot, Run, Text, actions};

#[derive(Serialize)]
struct Links {
    ballot: Id<Ballot>,
    title: String,
    links: Vec<Link>,
    /// No phone finds an address whose beginning is not known.
    #[serde(skip)]
    unknown: bool,
}
#[derive(Serialize)]
struct Link {
    name: String,
    address: String,
}

/// Which links are to be replaced; empty for none.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Replaced {
    standing: String,
}

pub(super) async fn hand_out(cx: Cx, At(id): At<Id<Ballot>>, Form(sent): Form<Replaced>) -> Reply {
    let origin = cx.app().config().origin.clone().unwrap_or_default();
    let secrets = match cx.keep_books(move |tx| actions::hand_out(tx, id, &sent.standing)).await {
        Ok(secrets) => secrets,
        Err(why) => {
            let page = load(&cx, id).await?;
            return cx.again(why, |errors| One { errors, form: "turn", ..page });
        }
    };
    let whole = cx
        .read(move |tx| {
            let may = tx.may::<Run>()?;
            actions::reached(tx, &may, id)
        })
        .await?;
    let link = |(scrutineer, secret): (_, String)| {
        let trustee = whole.trustees.iter().find(|t| t.scrutineer == scrutineer)?;
        Some(Link { name: trustee.name.clone(), address: format!("{origin}/scrutineer/{secret}") })
    };
    let links = secrets.into_iter().filter_map(link).collect();
    cx.show(Links { ballot: id, title: whole.head.title, links, unknown: origin.is_empty() })
}

impl Page for Links {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).links_of(self.title.as_str()).to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let t = Text::of(view.lang);
        html! {
            @if self.unknown { (Notice::new(Tone::Warning, t.no_origin().to_string()).html(view.lang)) }
            p { (t.links_once()) }
            ul.choices { @for link in &self.links {
                li {
                    strong { (link.name) }
                    (ui::qr(&link.address, &link.name, false))
                    p { a href=(link.address) { (link.address) } }
                }
            } }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        shell.breadcrumbs = vec![
            (Text::of(view.lang).ballots().to_string(), "/ballots".to_owned()),
            (self.title.clone(), format!("/ballots/{}", self.ballot)),
        ];
        shell
    }
}
