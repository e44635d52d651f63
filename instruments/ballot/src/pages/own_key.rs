//! `/scrutineer/{secret}`: a scrutineer makes a key, and counts, in the own browser.

use base::Lang;
use maud::{Markup, html};
use serde::Serialize;
use web::{At, Cx, Page, Reply, View};

use super::voting::{alone, instead};
use crate::{
    Scrutinise, Text, actions,
    rules::State,
    store::{self, Trustee},
};

/// What the script is told.
#[derive(Serialize)]
struct OwnKey {
    title: String,
    state: State,
    name: String,
    /// The scrutineer's number, from 1.
    number: i64,
    /// The fingerprint of the own key; empty until it is made.
    key: String,
    keys: Vec<Key>,
    urns: Vec<Chest>,
    /// The SHA-256 of the manifest, once it is fixed.
    manifest: String,
    #[serde(skip)]
    secret: String,
}
#[derive(Serialize)]
struct Key {
    name: String,
    key: String,
}
/// An urn.
#[derive(Serialize)]
struct Chest {
    uuid: String,
    name: String,
    state: Part,
}
/// What there is to do with an urn.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Part {
    /// It is not counted yet.
    Wait,
    /// Too few voted; it is not opened.
    Few,
    /// The scrutineer's part in opening it is asked for.
    Due,
    /// The scrutineer's part is there.
    Done,
}

/// By which people compare keys: 128 bits of a hash, in groups of four.
fn fingerprint(key: &Trustee) -> String {
    let Some(key) = key.key.as_ref().and_then(|k| serde_json::from_str::<ballots::belenios::TrusteeKey>(k).ok()) else {
        return String::new();
    };
    let hex = actions::hex(&actions::sha256(key.public_key.text())[..16]);
    hex.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
}

pub(super) async fn show(cx: Cx, At(secret): At<String>) -> Reply {
    let page = cx.read(move |tx| {
        let may = tx.may::<Scrutinise>()?;
        let (ballot, scrutineer) = store::of_secret(tx, &may, &actions::sha256(&secret))?;
        let whole = store::whole(tx, &may, ballot)?;
        let own = whole.trustees.iter().find(|t| t.scrutineer == scrutineer).ok_or(db::Error::NotFound)?;
        let mut urns = Vec::new();
        for urn in &whole.urns {
            let state = match store::tally(tx, &may, &urn.urn)? {
                None => Part::Wait,
                Some(tally) if tally.tally.is_none() => Part::Few,
                Some(_) if store::openings(tx, &may, &urn.urn)?.iter().any(|(owner, _)| *owner == own.place) => {
                    Part::Done
                }
                Some(_) => Part::Due,
            };
            urns.push(Chest { uuid: urn.urn.clone(), name: urn.name.clone(), state });
        }
        Ok(OwnKey {
            title: whole.head.title.clone(),
            state: whole.head.state,
            name: own.name.clone(),
            number: own.place,
            key: fingerprint(own),
            keys: whole.trustees.iter().map(|t| Key { name: t.name.clone(), key: fingerprint(t) }).collect(),
            urns,
            manifest: whole.fixed.as_ref().map(|f| f.digest.clone()).unwrap_or_default(),
            secret,
        })
    });
    let page = page.await?;
    cx.show(page)
}

impl Page for OwnKey {
    fn title(&self, lang: Lang) -> String {
        Text::of(lang).scrutineer_title().to_string()
    }
    fn body(&self, view: &View) -> Markup {
        let facts = serde_json::to_string(self).unwrap_or_default();
        html! {
            div #ballot data-page="scrutineer" data-at={ "/scrutineer/" (self.secret) } data-facts=(facts) { (instead(view.lang)) }
        }
    }
    fn frame(&self, _: &View, shell: ui::Shell) -> ui::Shell {
        ui::Shell { lead: self.title.clone(), ..alone(shell) }
    }
}
