//! What decides here. No I/O, no clock.

use std::collections::BTreeMap;

use base::{Date, Lang, Say};
use db::FieldError;
use serde::{Deserialize, Serialize};

use crate::Due;

/// How far ahead the page and the calendar look, in months.
pub const AHEAD: i32 = 6;
/// How far ahead messages look, in days.
pub const SOON: i32 = 14;

base::words! {
    /// How pressing a matter is.
    pub enum When {
        /// Its day is over.
        Overdue = "overdue",
        /// Within [`SOON`] days.
        Soon = "soon",
        /// Later than that.
        Later = "later",
    }
}
impl When {
    /// Of a matter that has so many days left.
    pub fn of(left: i32) -> Self {
        match left {
            ..=-1 => Self::Overdue,
            0..=SOON => Self::Soon,
            _ => Self::Later,
        }
    }
}

/// How many matters of each word there are.
pub fn counted<'a>(words: impl Iterator<Item = &'a str>) -> BTreeMap<String, u64> {
    words.fold(BTreeMap::new(), |mut all, word| {
        *all.entry(word.to_owned()).or_default() += 1;
        all
    })
}
/// After how many attempts a message is given up.
pub const ATTEMPTS: i64 = 8;

/// How long to wait after so many failed attempts, in minutes: one, five, then longer, up to a day.
pub fn wait_minutes(attempts: i64) -> i64 {
    match attempts {
        ..=1 => 1,
        2 => 5,
        3 => 30,
        4 => 120,
        5 => 360,
        _ => 1440,
    }
}

/// A mail address as people write it: one `@`, no blanks, a host with a dot or `localhost`.
///
/// # Errors
/// The field with what is wrong.
pub fn mail_address(text: &str) -> Result<String, FieldError> {
    let text = text.trim();
    let fits = text.len() <= 254
        && text.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\\\"".contains(c))
        && text.split_once('@').is_some_and(|(local, host)| {
            let named = host == "localhost" || (host.contains('.') && host.split('.').all(|part| !part.is_empty()));
            !local.is_empty() && local.len() <= 64 && !host.contains('@') && named
        });
    if fits {
        return Ok(text.to_owned());
    }
    let say = Say::new("请填写邮箱地址，如 name@example.org。", "Give a mail address, such as name@example.org.");
    Err(FieldError { field: "address".into(), say })
}

/// A webhook's address: `https` with a host and without a name or password in it. `http` for this machine only.
///
/// # Errors
/// The field with what is wrong.
pub fn webhook_address(text: &str) -> Result<String, FieldError> {
    let text = text.trim();
    let here = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    let local = here.iter().any(|h| text.strip_prefix(h).is_some_and(|r| r.is_empty() || r.starts_with([':', '/'])));
    let host = text.strip_prefix("https://").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let named = host.is_some_and(|h| !h.is_empty() && !h.contains('@'));
    let plain = text.len() <= 500 && text.is_ascii() && !text.contains(|c: char| c.is_whitespace() || c.is_control());
    if plain && (named || local) && !text.contains('@') {
        return Ok(text.to_owned());
    }
    let say = Say::new(
        "请填写 https:// 开头的网址；只有本机可用 http://。",
        "Give an address that begins with https://; http:// only for this machine.",
    );
    Err(FieldError { field: "address".into(), say })
}

/// What a message says, as it is kept and sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "type", content = "data")]
pub enum Body {
    /// The code by which an address is confirmed.
    #[serde(rename = "inbox.code")]
    Code(String),
    /// What is due.
    #[serde(rename = "inbox.due")]
    Due(Digest),
    /// A letter to somebody without an account.
    #[serde(rename = "inbox.letter")]
    Letter(Letter),
}

/// A letter to somebody without an account. It is forgotten as soon as it has arrived: it may hold the secret of a link.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letter {
    /// To which mail address.
    pub address: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub text: String,
}
impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Letter")
    }
}

/// What is due, as a message tells it. Names no person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Digest {
    /// The day it is of.
    pub day: Date,
    /// What is due, the nearest first.
    pub due: Vec<Line>,
}
/// One matter in a message.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Line {
    /// By when.
    pub by: Date,
    /// What kind of matter.
    pub kind: Say,
    /// What is to be done, without a person's name.
    pub what: Say,
    /// Where it is done.
    pub href: String,
}

/// What is to be told on a day, if anything is: matters that are soon due or overdue, where one of them was not told before.
/// `told` are the keys of what was. Gives the message and the keys that stand for it.
pub fn digest(due: &[Due], told: &[&str], today: Date) -> Option<(Digest, Vec<String>)> {
    let soon: Vec<&Due> = due.iter().filter(|d| d.by <= today.plus_days(SOON)).collect();
    let keys: Vec<String> = soon.iter().map(|d| d.key.clone()).collect();
    if keys.iter().all(|k| told.contains(&k.as_str())) {
        return None;
    }
    let line = |d: &&Due| Line { by: d.by, kind: d.kind.clone(), what: d.plain.clone(), href: d.href.clone() };
    Some((Digest { day: today, due: soon.iter().map(line).collect() }, keys))
}

/// The subject and the text of a mail.
pub fn mail_text(body: &Body, origin: &str, lang: Lang) -> (String, String) {
    let of = match body {
        Body::Due(of) => of,
        Body::Letter(letter) => return (letter.subject.clone(), letter.text.clone()),
        Body::Code(code) => {
            let subject = Say::new("确认邮箱地址", "Confirm your address");
            let text = Say::new(
                format!("确认码：{code}\n\n请在“待办”页填写。不是您本人操作的，请忽略。\n"),
                format!("Code: {code}\n\nEnter it on the page “To do”. If this was not you, ignore it.\n"),
            );
            return (subject.to(lang).to_owned(), text.to(lang).to_owned());
        }
    };
    let n = of.due.len();
    let subject = Say::new(format!("待办 {n} 项（{}）", of.day), format!("{n} to do ({})", of.day));
    let mut text =
        Say::new("以下事项已到期或两周内到期：\n\n", "These matters are due within two weeks or overdue:\n\n")
            .to(lang)
            .to_owned();
    for line in &of.due {
        let late = if line.by < of.day { Say::new("【逾期】", "[overdue] ") } else { Say::new("", "") };
        text += &format!("{}  {}{}\n", line.by, late.to(lang), line.what.to(lang));
        if !origin.is_empty() {
            text += &format!("            {origin}{}\n", line.href);
        }
    }
    text += Say::new(
        "\n邮件不写人名；请登录系统查看和办理。要停收，请在“待办”页删除这个地址。\n",
        "\nMails name no person: sign in to look and act. To stop them, remove this address on the page “To do”.\n",
    )
    .to(lang);
    (subject.to(lang).to_owned(), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(key: &str, by: &str) -> Due {
        let say = |t: &str| Say::new(t, t);
        let (kind, what, plain) = (say("任期"), say("张三任期届满"), say("主任任期届满"));
        Due { by: by.parse().unwrap(), key: key.into(), kind, what, plain, href: "/x".into() }
    }

    #[test]
    fn nothing_new_is_not_told_again() {
        let today = "2026-06-01".parse().unwrap();
        let all = [due("a", "2026-05-01"), due("b", "2026-06-15"), due("c", "2026-06-16")];
        let (told, keys) = digest(&all, &[], today).unwrap();
        assert_eq!(keys, ["a", "b"], "what is due later is not told yet");
        assert!(digest(&all, &["a", "b"], today).is_none());
        assert_eq!(digest(&all, &["a"], today).unwrap().1, ["a", "b"]);
        assert!(digest(&[], &["a"], today).is_none());
        let (subject, text) = mail_text(&Body::Due(told), "https://xn.example", Lang::Zh);
        assert_eq!(subject, "待办 2 项（2026-06-01）");
        assert!(text.contains("2026-05-01  【逾期】主任任期届满\n            https://xn.example/x"), "{text}");
        assert!(!text.contains("张三"));
    }

    #[test]
    fn addresses_are_addresses() {
        for good in ["a@b.cn", " name.two+x@example.org ", "x@localhost"] {
            assert!(mail_address(good).is_ok(), "{good}");
        }
        for bad in ["", "a", "@b.cn", "a@b", "a@b..cn", "a b@c.cn", "a@b.cn\nBcc: x@y.cn", "a@b@c.cn", "<a@b.cn>"] {
            assert!(mail_address(bad).is_err(), "{bad}");
        }
        for good in ["https://hooks.example.org/x?y=1", "http://127.0.0.1:8099/in", "http://localhost"] {
            assert!(webhook_address(good).is_ok(), "{good}");
        }
        for bad in [
            "http://example.org",
            "http://127.0.0.1.example.org",
            "https://",
            "https://u:p@x.org",
            "ftp://x",
            "https://x y",
        ] {
            assert!(webhook_address(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn waiting_grows() {
        let waits: Vec<i64> = (1..=ATTEMPTS).map(wait_minutes).collect();
        assert!(waits.is_sorted() && waits[0] == 1, "{waits:?}");
    }
}
