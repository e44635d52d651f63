//! What people see.

mod list;

use auth::Account;
use base::{Id, Lang, Say};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use db::{Error, Prints, Read};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use ui::{Notice, Tone};
use web::{At, Cx, Form, Paging, Public, Query, Reply, Routes};

use self::list::{Filter, Inbox, load};
use crate::{
    Carry, Channel, Follow, Hook, Message, Outside, See, Sources, Text,
    deliver::written,
    ics,
    rules::{self, Body},
    store::{self, ChannelRow, Kind, MessageRow, State},
};

/// Where the slice answers.
pub(crate) fn routes() -> Routes {
    Routes::new()
        .get(See, "/inbox", ("待办事项", "What is due for me"), show)
        .post(Follow, "/inbox/calendar", ("生成日历订阅地址", "Make a calendar feed"), make_feed)
        .takes_nothing()
        .post(Follow, "/inbox/calendar/stop", ("停用日历订阅", "Stop the calendar feed"), stop_feed)
        .takes_nothing()
        .get(Public, "/inbox/calendar/{secret}", ("日历订阅", "A calendar feed"), feed)
        .post(Follow, "/inbox/channels", ("添加通知方式", "Add a way to be told"), add)
        .takes::<Sent>()
        .post(Follow, "/inbox/channels/{channel}/confirm", ("确认邮箱", "Confirm an address"), confirm)
        .takes::<Code>()
        .post(Follow, "/inbox/channels/{channel}/remove", ("删除通知方式", "Remove a way to be told"), remove)
        .takes_nothing()
        .post(Follow, "/inbox/messages/{message}/again", ("重新发送", "Send a message again"), again)
        .takes_nothing()
}

/// A way to be told, as a form sends it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Sent {
    kind: String,
    address: String,
}
/// A code, as a form sends it.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Code {
    code: String,
}

/// At most so many ways of one account.
const MOST: usize = 5;

fn account(tx: &Read<'_>) -> db::Result<Id<Account>> {
    tx.actor()
        .account_id()
        .ok_or_else(|| Error::refused("只有登录的账户有待办通知。", "Only an account that signs in has an inbox."))
}

async fn show(cx: Cx, Query(filter): Query<Filter>, paging: Paging) -> Reply {
    let page = load(&cx, filter, paging).await?;
    cx.show(page)
}

fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

async fn make_feed(cx: Cx) -> Reply {
    let mut bytes = [0u8; 24];
    getrandom::fill(&mut bytes).map_err(|e| Error::Internal(e.to_string()))?;
    let secret = BASE64_URL_SAFE_NO_PAD.encode(bytes);
    let kept = hash(&secret);
    cx.keep_books(move |tx| {
        let may = tx.may::<Follow>()?;
        let account = account(tx)?;
        store::drop_feed(tx, &may, account)?;
        store::put_feed(tx, &may, account, &kept)
    })
    .await?;
    let page = load(&cx, Filter::default(), Paging::default()).await?;
    cx.show(Inbox { feed: Some(format!("{}/inbox/calendar/{secret}", page.origin)), ..page })
}

async fn stop_feed(cx: Cx) -> Reply {
    cx.keep_books(|tx| {
        let may = tx.may::<Follow>()?;
        let account = account(tx)?;
        store::drop_feed(tx, &may, account)
    })
    .await?;
    cx.done("/inbox", Notice::new(Tone::Yes, Text::of(cx.lang()).feed_stopped().to_string()))
}

async fn feed(cx: Cx, At(secret): At<String>) -> Reply {
    let kept = hash(secret.trim_end_matches(".ics"));
    let found = cx
        .read(move |tx| {
            let may = tx.may::<Carry>()?;
            store::feed(tx, &may, &kept)
        })
        .await?;
    let account = found.ok_or(Error::NotFound)?;
    let (app, root) = (cx.app().clone(), cx.root());
    let text = cx
        .work(move || {
            let keeper = account::Keeper::open(app.db().clone(), root)?;
            let (actor, lang) = keeper.in_name_of(account)?.ok_or(Error::NotFound)?;
            let sources = app.part::<Sources>().cloned().unwrap_or_else(|| Sources::new([]));
            let origin = app.part::<Outside>().map(|o| o.origin.clone()).unwrap_or_default();
            app.db().read(&actor, |tx| {
                let until = tx.today().plus_months(rules::AHEAD);
                let due = sources.due(tx, until)?;
                Ok(ics::calendar(&Text::of(lang).inbox().to_string(), &due, &origin, lang, tx.now()))
            })
        })
        .await?;
    cx.file("inbox.ics", "text/calendar; charset=utf-8", text.into_bytes())
}

/// The code by which a mail address is confirmed: eight letters, made of the key file.
fn code(tx: &impl Prints, channel: &ChannelRow) -> db::Result<String> {
    let print = tx.blind("inbox code", &format!("{} {}", channel.id, channel.address))?;
    Ok(print[..8].iter().map(|b| char::from(b'A' + b % 26)).collect())
}

async fn add(cx: Cx, Form(sent): Form<Sent>) -> Reply {
    let mails = cx.app().part::<Outside>().is_some_and(Outside::mails);
    let kind: Option<Kind> = sent.kind.parse().ok();
    let asked = sent.address.clone();
    let done = cx
        .keep_books(move |tx| {
            let may = tx.may::<Follow>()?;
            let account = account(tx)?;
            let invalid = |wrong| Error::Invalid(vec![wrong]);
            let (kind, address) = match kind {
                Some(Kind::Mail) if !mails => {
                    let say = Say::new("本系统没有设置发信服务器。", "No mail server is set for this installation.");
                    return Err(Error::field("kind", say));
                }
                Some(Kind::Mail) => (Kind::Mail, rules::mail_address(&asked).map_err(invalid)?),
                // a request of our server to an address of the sender's choice is for those who may have one made
                Some(Kind::Webhook) => (Kind::Webhook, rules::webhook_address(&asked).map_err(invalid)?),
                None => {
                    let say = Say::new("请选择通知方式。", "Choose how you want to be told.");
                    return Err(Error::field("kind", say));
                }
            };
            let all = store::channels(tx, &may, Some(account))?;
            if all.len() >= MOST || all.iter().any(|c| c.address == address) {
                let say = Say::each(|l| Text::of(l).too_many(MOST as u64).to_string());
                return Err(Error::field("address", say));
            }
            if kind == Kind::Webhook && tx.may::<Hook>().is_err() {
                let say = Say::new("只有系统管理员可以添加网址回调。", "Only an administrator may add a webhook.");
                return Err(Error::field("kind", say));
            }
            let confirmed = kind == Kind::Webhook;
            let (told_on, told) = (None, String::new());
            let row = ChannelRow { root: may.root(), id: Id::new(), account, kind, address, confirmed, told_on, told };
            store::put_channel(tx, &may, &row)?;
            if !confirmed {
                let body = written(&Body::Code(code(&**tx, &row)?))?;
                store::put_message(tx, &may, row.id, body)?;
            }
            Ok(confirmed)
        })
        .await;
    let t = Text::of(cx.lang());
    match done {
        Ok(true) => cx.done("/inbox", Notice::new(Tone::Yes, t.channel_added().to_string())),
        Ok(false) => cx.done("/inbox", Notice::new(Tone::Info, t.code_sent().to_string())),
        Err(why) => {
            let page = load(&cx, Filter::default(), Paging::default()).await?;
            cx.again(why, |errors| Inbox { errors, sent, ..page })
        }
    }
}

/// The actor's own channel.
fn own(tx: &mut Read<'_>, channel: Id<Channel>) -> db::Result<ChannelRow> {
    let may = tx.may::<Follow>()?;
    let account = account(tx)?;
    let all = store::channels(tx, &may, Some(account))?;
    all.into_iter().find(|c| c.id == channel).ok_or(Error::NotFound)
}

async fn confirm(cx: Cx, At(channel): At<Id<Channel>>, Form(sent): Form<Code>) -> Reply {
    let done = cx
        .keep_books(move |tx| {
            let row = own(tx, channel)?;
            let may = tx.may::<Follow>()?;
            if !sent.code.trim().eq_ignore_ascii_case(&code(&**tx, &row)?) {
                let say = Say::new("确认码不对，请核对邮件。", "The code is not right; look at the mail again.");
                return Err(Error::field(format!("code-{channel}"), say));
            }
            store::confirm(tx, &may, channel)
        })
        .await;
    match done {
        Ok(()) => cx.done("/inbox", Notice::new(Tone::Yes, Text::of(cx.lang()).channel_added().to_string())),
        Err(why) => {
            let page = load(&cx, Filter::default(), Paging::default()).await?;
            cx.again(why, |errors| Inbox { errors, ..page })
        }
    }
}

async fn remove(cx: Cx, At(channel): At<Id<Channel>>) -> Reply {
    cx.keep_books(move |tx| {
        own(tx, channel)?;
        let may = tx.may::<Follow>()?;
        store::drop_channel(tx, &may, channel)
    })
    .await?;
    cx.done("/inbox", Notice::new(Tone::Yes, Text::of(cx.lang()).channel_removed().to_string()))
}

async fn again(cx: Cx, At(message): At<Id<Message>>) -> Reply {
    cx.keep_books(move |tx| {
        let may = tx.may::<Follow>()?;
        let account = account(tx)?;
        let mine: Vec<Id<Channel>> = store::channels(tx, &may, Some(account))?.into_iter().map(|c| c.id).collect();
        let all = store::messages(tx, &may, &mine, 1000)?;
        let dead = all.into_iter().find(|m| m.id == message && m.state == State::Dead).ok_or(Error::NotFound)?;
        let now = tx.now();
        let next = MessageRow { state: State::Waiting, attempts: 0, next_at: now, ..dead.clone() };
        store::turn(tx, &may, &dead, &next).map(drop)
    })
    .await?;
    cx.done("/inbox", Notice::new(Tone::Yes, Text::of(cx.lang()).sent_again().to_string()))
}

/// What a state is called.
fn state(of: State, lang: Lang) -> (Tone, String) {
    let t = Text::of(lang);
    match of {
        State::Waiting => (Tone::Warning, t.state_waiting().to_string()),
        State::Sending => (Tone::Info, t.state_sending().to_string()),
        State::Sent => (Tone::Yes, t.state_sent().to_string()),
        State::Dead => (Tone::No, t.state_dead().to_string()),
    }
}
