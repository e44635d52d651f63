//! `/vote/{urn}`: the page that encrypts a ballot on the voter's own device, and the one that checks a challenge. All that they do
//! and say is one script (`assets/ts/ballot`); the server gives it a place and the urn's public texts.

use base::Lang;
use maud::{Markup, html};
use serde::Serialize;
use ui::{Notice, Tone};
use web::{At, Cx, Page, Reply, View};

use crate::{
    Look, Text,
    rules::{State, near_digits},
    store, texts,
};

#[derive(Serialize)]
struct Voting {
    urn: String,
    title: String,
    state: State,
    /// Whether a later ballot takes the place of an earlier one.
    revote: bool,
    /// With how many digits of its hash a code is looked up.
    digits: usize,
    /// The SHA-256 of the script, if there is one.
    program: Option<&'static str>,
    #[serde(skip)]
    page: &'static str,
}

async fn load(cx: &Cx, urn: String, page: &'static str) -> db::Result<Voting> {
    cx.read(move |tx| {
        let may = tx.may::<Look>()?;
        let (row, _) = texts::fixed(tx, &may, &urn)?;
        let head = store::head(tx, &may, row.ballot)?;
        let revote = head.plan()?.revote;
        let program = ui::ballot_script().map(|s| s.sha256);
        let digits = near_digits(row.size.unsigned_abs());
        Ok(Voting { urn, title: head.title, state: head.state, revote, digits, program, page })
    })
    .await
}

pub(super) async fn vote(cx: Cx, At(urn): At<String>) -> Reply {
    let page = load(&cx, urn, "vote").await?;
    cx.show(page)
}
pub(super) async fn challenge(cx: Cx, At(urn): At<String>) -> Reply {
    let page = load(&cx, urn, "challenge").await?;
    cx.show(page)
}

/// What stands where the script will work: that it does not, should it not.
pub(super) fn instead(lang: Lang) -> Markup {
    let t = Text::of(lang);
    html! {
        @if ui::ballot_script().is_some() { p.muted { (t.script_starts()) } }
        @else { (Notice::new(Tone::No, t.script_missing().to_string()).html(lang)) }
        noscript { (Notice::new(Tone::Warning, t.script_off().to_string()).next(t.script_off_next().to_string()).html(lang)) }
    }
}
/// A page without anything but its content, and with that one script.
pub(super) fn alone(shell: ui::Shell) -> ui::Shell {
    ui::Shell { script: ui::ballot_script(), nav: Vec::new(), search: None, as_of: None, user: None, ..shell }
}

impl Page for Voting {
    fn title(&self, lang: Lang) -> String {
        let t = Text::of(lang);
        if self.page == "vote" { t.vote_title().to_string() } else { t.challenge_title().to_string() }
    }
    fn body(&self, view: &View) -> Markup {
        html! {
            div #ballot data-page=(self.page) data-at={ "/vote/" (self.urn) } data-state=(self.state)
                data-revote=(if self.revote { "yes" } else { "no" }) data-digits=(self.digits) data-sha256=(self.program.unwrap_or_default()) { (instead(view.lang)) }
        }
    }
    fn frame(&self, _: &View, shell: ui::Shell) -> ui::Shell {
        ui::Shell { lead: self.title.clone(), ..alone(shell) }
    }
}
