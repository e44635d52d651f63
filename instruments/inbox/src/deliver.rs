//! Making messages and carrying them: by SMTP, and to webhooks as “Standard Webhooks” has it.

use std::{collections::BTreeMap, io::Read as _, time::Duration};

use account::Keeper;
use auth::{Action, Actor, Permit, Root};
use base::{Id, Lang, Timestamp};
use base64::{Engine, prelude::BASE64_STANDARD};
use db::{Db, Prints, Read, Result};
use hmac::{Hmac, Mac};
use lettre::{
    Message as Mail, SmtpTransport, Transport,
    message::header::{ContentType, HeaderName, HeaderValue},
};

use crate::{
    Carry, Channel, Message, Sources,
    rules::{self, Body, Letter},
    store::{self, ChannelRow, Kind, MessageRow, State},
};

/// What leaves the building, and by which way. A part of the installation.
#[derive(Clone, Default)]
pub struct Outside {
    /// The mail server: `smtp://host:25`, `smtps://user:password@host`.
    pub smtp: Option<String>,
    /// From whom mails are.
    pub from: Option<String>,
    /// The address that browsers use; empty where none is known, and then there are no links.
    pub origin: String,
}
impl std::fmt::Debug for Outside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // the server's address may hold a password
        write!(f, "Outside {{ smtp: {}, origin: {:?} }}", self.smtp.is_some(), self.origin)
    }
}
impl Outside {
    /// Whether mails can be sent.
    pub fn mails(&self) -> bool {
        self.smtp.is_some() && self.from.is_some()
    }
}

/// What a round did.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Outcome {
    /// Messages made.
    pub made: u64,
    /// Messages that arrived.
    pub sent: u64,
    /// Messages that will be tried again.
    pub failed: u64,
    /// Messages that were given up.
    pub dead: u64,
}

const MINUTE: i64 = 60_000_000;
/// How long a sender may take before another takes the message over.
const PATIENCE: i64 = 15 * MINUTE;
/// How long a message that arrived is shown: 30 days.
const KEPT: i64 = 30 * 24 * 60 * MINUTE;

/// Makes the day's messages, once for each channel, and carries what is to be carried by now.
///
/// # Errors
/// The database. What cannot be delivered is noted with its message.
pub fn round(db: &Db, root: Id<Root>, sources: &Sources, outside: &Outside) -> Result<Outcome> {
    let mut done = Outcome { made: make(db, root, sources)?, ..Outcome::default() };
    let nobody = Actor::visitor(root);
    let all = db.read(&nobody, |tx| {
        let may = tx.may::<Carry>()?;
        store::waiting(tx, &may, 100)
    })?;
    for message in all {
        let mine = MessageRow { state: State::Sending, next_at: Timestamp(db.now().0 + PATIENCE), ..message.clone() };
        let claimed = db.keep_books(&nobody, |tx| {
            let may = tx.may::<Carry>()?;
            store::turn(tx, &may, &message, &mine)
        })?;
        if !claimed {
            continue;
        }
        let tried = carry(db, root, &mine, outside);
        let attempts = message.attempts + 1;
        let now = db.now();
        let (state, wait, trouble) = match tried {
            Ok(()) => (State::Sent, 0, String::new()),
            Err(Failed { why, last, .. }) if last || attempts >= rules::ATTEMPTS => (State::Dead, 0, why),
            Err(Failed { why, .. }) => (State::Waiting, rules::wait_minutes(attempts) * MINUTE, why),
        };
        match state {
            State::Sent => done.sent += 1,
            State::Dead => done.dead += 1,
            _ => done.failed += 1,
        }
        let next = MessageRow { state, attempts, trouble, next_at: Timestamp(now.0 + wait), ..mine.clone() };
        db.keep_books(&nobody, |tx| {
            let may = tx.may::<Carry>()?;
            store::turn(tx, &may, &mine, &next)?;
            if next.state == State::Sent && mine.channel == store::LETTERS {
                store::drop_message(tx, &may, mine.id)?;
            }
            store::forget(tx, &may, Timestamp(now.0 - KEPT))
        })?;
    }
    Ok(done)
}

/// Makes the messages of today for channels that were not told today.
fn make(db: &Db, root: Id<Root>, sources: &Sources) -> Result<u64> {
    let nobody = Actor::visitor(root);
    let (today, channels) = db.read(&nobody, |tx| {
        let may = tx.may::<Carry>()?;
        Ok((tx.today(), store::channels(tx, &may, None)?))
    })?;
    let keeper = Keeper::open(db.clone(), root)?;
    let mut made = 0;
    for channel in channels.into_iter().filter(|c| c.confirmed && c.told_on.is_none_or(|d| d < today)) {
        let Some((actor, _)) = keeper.in_name_of(channel.account)? else { continue };
        let due = db.read(&actor, |tx| sources.due(tx, today.plus_days(rules::SOON)))?;
        let told: Vec<&str> = channel.told.lines().collect();
        let digest = rules::digest(&due, &told, today);
        made += db.keep_books(&nobody, |tx| {
            let may = tx.may::<Carry>()?;
            let keys = digest.as_ref().map(|(_, keys)| keys.join("\n"));
            if !store::note_told(tx, &may, channel.id, today, keys.as_deref())? {
                return Ok(0);
            }
            let Some((digest, _)) = digest else { return Ok(0) };
            store::put_message(tx, &may, channel.id, written(&Body::Due(digest))?)?;
            Ok(1)
        })?;
    }
    Ok(made)
}

/// Puts a letter to somebody without an account on its way; gives the id by which [`undelivered`] knows it.
///
/// # Errors
/// The database.
pub fn post<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, letter: Letter) -> Result<Id<Message>> {
    store::put_message(tx, may, store::LETTERS, written(&Body::Letter(letter))?)
}

/// Of these letters those that have not arrived, with the trouble that the last try had; empty where there was none yet.
///
/// # Errors
/// The database.
pub fn undelivered<A: Action>(
    tx: &mut Read<'_>,
    may: &Permit<A>,
    letters: &[Id<Message>],
) -> Result<BTreeMap<Id<Message>, String>> {
    store::troubles(tx, may, letters)
}

pub(crate) fn written(body: &Body) -> Result<String> {
    serde_json::to_string(body).map_err(|e| db::Error::Internal(e.to_string()))
}

/// Why a message did not arrive.
struct Failed {
    why: String,
    /// Trying again is of no use.
    last: bool,
    /// Another message may fare better: it is not that nobody answers.
    answered: bool,
}
impl Failed {
    fn again(why: impl ToString) -> Self {
        Self { why: why.to_string().chars().take(300).collect(), last: false, answered: true }
    }
    fn last(why: impl ToString) -> Self {
        Self { last: true, ..Self::again(why) }
    }
}

fn carry(db: &Db, root: Id<Root>, message: &MessageRow, outside: &Outside) -> std::result::Result<(), Failed> {
    let body: Body = serde_json::from_str(&message.body).map_err(Failed::last)?;
    if let Body::Letter(letter) = &body {
        return mail(&letter.address, message, &body, outside, Lang::Zh);
    }
    let nobody = Actor::visitor(root);
    let channel = db.read(&nobody, |tx| {
        let may = tx.may::<Carry>()?;
        Ok(store::channels(tx, &may, None)?.into_iter().find(|c| c.id == message.channel))
    });
    let channel = channel.map_err(Failed::again)?.ok_or_else(|| Failed::last("the channel is gone"))?;
    let keeper = Keeper::open(db.clone(), root).map_err(Failed::again)?;
    let lang = keeper.in_name_of(channel.account).map_err(Failed::again)?;
    let lang = lang.map(|(_, lang)| lang).ok_or_else(|| Failed::last("the account is disabled"))?;
    match channel.kind {
        Kind::Mail => mail(&channel.address, message, &body, outside, lang),
        Kind::Webhook => {
            let secret = db.read(&nobody, |tx| secret(tx, channel.id)).map_err(Failed::again)?;
            webhook(&channel, message, db.now(), &secret)
        }
    }
}

/// The secret by which a webhook's receiver tells that a message is ours: made of the key file, kept nowhere.
pub(crate) fn secret(tx: &impl Prints, channel: Id<Channel>) -> Result<[u8; 32]> {
    tx.blind("inbox webhook", &channel.to_string())
}

fn mail(
    address: &str,
    message: &MessageRow,
    body: &Body,
    outside: &Outside,
    lang: Lang,
) -> std::result::Result<(), Failed> {
    let (Some(server), Some(from)) = (&outside.smtp, &outside.from) else {
        return Err(Failed::again("no mail server is set (XIANNENG_SMTP, XIANNENG_MAIL_FROM)"));
    };
    let text = rules::mail_text(body, &outside.origin, lang);
    let id = format!(
        "<{}@{}>",
        message.id,
        from.rsplit_once('@').map_or("localhost", |(_, host)| host.trim_end_matches('>'))
    );
    deliver(server, from, address, Some(id), text)
}

/// Why a mail was not taken, in the mail server's words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotSent {
    /// This mail was refused; others may be taken.
    Refused(String),
    /// No mail server answers: no other mail would be taken either.
    NoServer(String),
}

/// Sends a mail at once and keeps nothing of it: for what must not be written down here, such as a voting code.
///
/// # Errors
/// Why it was not taken.
pub fn send(server: &str, from: &str, to: &str, text: (String, String)) -> std::result::Result<(), NotSent> {
    deliver(server, from, to, None, text).map_err(|failed| match failed.answered {
        true => NotSent::Refused(failed.why),
        false => NotSent::NoServer(failed.why),
    })
}

fn deliver(
    server: &str,
    from: &str,
    to: &str,
    id: Option<String>,
    (subject, text): (String, String),
) -> std::result::Result<(), Failed> {
    let mail = Mail::builder()
        .from(from.parse().map_err(Failed::last)?)
        .to(to.parse().map_err(Failed::last)?)
        .message_id(id)
        .subject(subject)
        .header(ContentType::TEXT_PLAIN)
        .body(text);
    let mut mail = mail.map_err(Failed::last)?;
    // no holiday notice answers it (RFC 3834)
    mail.headers_mut()
        .insert_raw(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned()));
    let nobody = |why: String| Failed { answered: false, ..Failed::again(why) };
    let smtp =
        SmtpTransport::from_url(server).map_err(|_| nobody("the address of the mail server is not one".to_owned()))?;
    let sent = smtp.timeout(Some(Duration::from_secs(20))).build().send(&mail);
    sent.map(drop).map_err(|e| match () {
        () if e.is_permanent() => Failed::last(e),
        () if e.is_transient() => Failed::again(e),
        () => nobody(e.to_string()),
    })
}

fn webhook(
    channel: &ChannelRow,
    message: &MessageRow,
    now: Timestamp,
    secret: &[u8; 32],
) -> std::result::Result<(), Failed> {
    let (id, at) = (message.id.to_string(), (now.0 / 1_000_000).to_string());
    let signature = sign(secret, &id, &at, &message.body).map_err(Failed::last)?;
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(20)))
        .http_status_as_error(false)
        .max_redirects(0)
        .build()
        .into();
    let answer = agent
        .post(&channel.address)
        .header("content-type", "application/json")
        .header("webhook-id", &id)
        .header("webhook-timestamp", &at)
        .header("webhook-signature", &signature)
        .send(&message.body);
    let mut answer = answer.map_err(Failed::again)?;
    // read a little, so that the connection ends well; what it says is of no interest
    let _ = answer.body_mut().as_reader().take(4096).read_to_end(&mut Vec::new());
    match answer.status().as_u16() {
        200..=299 => Ok(()),
        410 => Err(Failed::last("410: the receiver wants no more messages")),
        status => Err(Failed::again(format!("the receiver answered {status}"))),
    }
}

/// The signature of “Standard Webhooks”: HMAC-SHA-256 over id, time and body.
fn sign(secret: &[u8; 32], id: &str, at: &str, body: &str) -> std::result::Result<String, String> {
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(secret).map_err(|e| e.to_string())?;
    mac.update(format!("{id}.{at}.{body}").as_bytes());
    Ok(format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_the_published_example() {
        // https://github.com/standard-webhooks/standard-webhooks: the libraries' common test vector
        let key = BASE64_STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key).unwrap();
        mac.update(b"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{\"test\": 2432232314}");
        let published = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        assert_eq!(format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes())), published);
        assert_eq!(sign(&[0; 32], "a", "1", "{}").unwrap(), sign(&[0; 32], "a", "1", "{}").unwrap());
        assert_ne!(sign(&[0; 32], "a", "1", "{}").unwrap(), sign(&[0; 32], "a", "2", "{}").unwrap());
    }
}
