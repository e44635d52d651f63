//! What people see of the log.

mod about;
mod item;
mod state;

use base::Id;
use serde::{Deserialize, Serialize};
use ui::{Notice, Tone};
use web::{At, Cx, Form, Public, Reply, Routes};

pub(crate) use state::StatePage;

use crate::{Erase, Item, Place, Publish, Text, actions, round::round, store};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(Public, "/log", ("公开日志", "The public log"), state::state)
        .get(Public, "/log/about", ("公开日志证明什么", "What the public log proves"), about::about)
        .get(Public, "/log/entries/{index}", ("日志条目与证明", "An entry of the log and its proof"), item::item)
        .post(Publish, "/log/publish", ("立即写入并公布", "Publish what waits now"), publish)
        .takes_nothing()
        .post(Erase, "/log/items/{item}/erase", ("删除条目背后的字段", "Erase fields behind an entry"), erase)
        .takes::<Erasing>()
}

/// Which fields are erased, and why.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Erasing {
    field: Vec<String>,
    reason: String,
}

async fn publish(cx: Cx) -> Reply {
    cx.require::<Publish>()?;
    let (app, root) = (cx.app().clone(), cx.root());
    let outcome = cx.work(move || match app.part::<Place>() {
        Some(place) => round(app.db(), root, place, 0),
        None => Err(crate::round::not_begun()),
    });
    let t = Text::of(cx.lang());
    match outcome.await {
        Ok(done) if done.shown == done.size => cx.done(
            "/log",
            Notice::new(Tone::Yes, t.published(done.added.to_string(), done.size.to_string()).to_string()),
        ),
        Ok(done) => {
            let trouble: Vec<&str> = done.trouble.iter().map(|say| say.to(cx.lang())).collect();
            cx.done("/log", Notice::new(Tone::Warning, t.waits_for_witnesses().to_string()).next(trouble.join(" ")))
        }
        Err(why) => Err(why.into()),
    }
}

async fn erase(cx: Cx, At(item): At<Id<Item>>, Form(sent): Form<Erasing>) -> Reply {
    // only what is in the log has a page to go back to
    let found = cx.read(move |tx| {
        let may = tx.may::<Erase>()?;
        let found = store::find(tx, &may, item)?.and_then(|(row, _)| row.position);
        found.and_then(|position| u64::try_from(position).ok()).ok_or(db::Error::NotFound)
    });
    let index = found.await?;
    let (names, reason) = (sent.field.clone(), sent.reason.clone());
    match cx.write(move |tx| actions::erase(tx, item, &names, &reason)).await {
        Ok(_) => {
            let notice = Notice::new(Tone::Yes, Text::of(cx.lang()).erased().to_string());
            cx.done(format!("/log/entries/{index}"), notice)
        }
        Err(why) => {
            let page = item::load(&cx, index).await?;
            cx.again(why, |errors| page.with(errors, sent.reason))
        }
    }
}
