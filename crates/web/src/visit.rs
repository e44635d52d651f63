//! What a request brings with it, found out once.

use std::net::{IpAddr, SocketAddr};

use auth::Actor;
use axum::{
    extract::ConnectInfo,
    http::{HeaderMap, Uri, header, request::Parts},
};
use base::{Date, Lang};
use ui::Notice;

use crate::{App, Caller, Shape, SignedIn, cookie::Cookie, csrf};

/// One request's caller and wishes. Put into the request by the outermost layer.
#[derive(Debug)]
pub(crate) struct Visit {
    pub(crate) actor: Actor,
    pub(crate) who: Option<SignedIn>,
    pub(crate) lang: Lang,
    pub(crate) shape: Shape,
    pub(crate) csrf: String,
    pub(crate) here: String,
    pub(crate) on: Result<Option<Date>, String>,
    pub(crate) notices: Vec<Notice>,
    pub(crate) caller: Caller,
    /// The session's secret, for ending it and for telling it from the account's others.
    pub(crate) session: Option<Secret>,
    /// Came with an API token: no cookie counts, no form token is needed.
    pub(crate) bearer: bool,
    /// The language chosen with `?lang=`, to be remembered.
    pub(crate) chosen_lang: Option<Lang>,
    /// The visitor's word that was made now and has to be set.
    pub(crate) new_word: Option<String>,
}

/// Not shown by `{:?}`.
pub(crate) struct Secret(pub(crate) String);
impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

pub(crate) const BEARER: usize = "Bearer ".len();

/// The address, if it is one of ours: where a sign-in or a form may lead back to. Never another host.
///
/// ```
/// assert_eq!(web::local("/people?q=1"), Some("/people?q=1"));
/// for bad in ["//evil.example", "/\\evil.example", "https://evil.example", "people", "/a\nb", "/%5cevil", ""] {
///     assert_eq!(web::local(bad), None, "{bad}");
/// }
/// ```
pub fn local(to: &str) -> Option<&str> {
    let second = to.as_bytes().get(1).copied();
    let plain = to.bytes().all(|b| (b'!'..=b'~').contains(&b) && b != b'\\');
    let hidden = to.get(..4).is_some_and(|s| s.eq_ignore_ascii_case("/%5c") || s.eq_ignore_ascii_case("/%2f"));
    (to.starts_with('/') && second != Some(b'/') && plain && !hidden && to.len() <= 2000).then_some(to)
}

pub(crate) fn random_word() -> Result<String, db::Error> {
    let mut bytes = [0u8; 18];
    getrandom::fill(&mut bytes).map_err(|e| db::Error::Internal(format!("no randomness: {e}")))?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

pub(crate) fn query_of(uri: &Uri) -> Vec<(String, String)> {
    crate::input::read_pairs(uri.query().unwrap_or_default())
}

/// The secret after `Bearer `, if there is one.
pub(crate) fn bearer_of(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().unwrap_or_default();
    value.get(..BEARER).is_some_and(|b| b.eq_ignore_ascii_case("bearer ")).then(|| value[BEARER..].trim().to_owned())
}

impl Visit {
    /// Finds out who asks for what. `Err` is an answer to give at once, in the visit's own language and shape.
    pub(crate) async fn of(app: &App, parts: &Parts) -> (Self, Result<(), crate::Error>) {
        let https = app.config().https;
        let query = query_of(&parts.uri);
        let get = |key: &str| query.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str());
        let caller = Caller { address: address(app, parts), agent: agent(&parts.headers) };
        let bearer = bearer_of(&parts.headers);
        let session = if bearer.is_some() { None } else { Cookie::Session.read(&parts.headers, https) };
        let mut trouble = Ok(());

        let own_session = session.clone().map(Secret);
        let asked = match (&bearer, &session) {
            (Some(secret), _) => Some((true, secret.clone())),
            (None, Some(secret)) => Some((false, secret.clone())),
            (None, None) => None,
        };
        let who = match asked {
            None => None,
            Some((by_bearer, secret)) => {
                let (app, caller) = (app.clone(), caller.clone());
                let looked_up = tokio::task::spawn_blocking(move || match by_bearer {
                    true => app.doorkeeper().by_bearer(app.db(), &secret, &caller),
                    false => app.doorkeeper().by_session(app.db(), &secret, &caller),
                });
                match looked_up.await {
                    Ok(Ok(who)) => who,
                    Ok(Err(why)) => {
                        trouble = Err(why.into());
                        None
                    }
                    Err(_) => {
                        trouble = Err(db::Error::Internal("the doorkeeper panicked".to_owned()).into());
                        None
                    }
                }
            }
        };
        if bearer.is_some() && who.is_none() && trouble.is_ok() {
            trouble = Err(crate::Error::sign_in());
        }

        let chosen_lang = get("lang").and_then(Lang::from_tag);
        let accept = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let lang = chosen_lang
            .or_else(|| Cookie::Lang.read(&parts.headers, https).and_then(|l| Lang::from_tag(&l)))
            .or_else(|| who.as_ref().and_then(|w| w.lang))
            .unwrap_or_else(|| Lang::from_accept(accept));
        let shape = Shape::of(&query, &parts.headers).unwrap_or_else(|| {
            trouble = Err(crate::Error::no_such_format());
            Shape::Page
        });
        let on = match get("on") {
            None | Some("") => Ok(None),
            Some(text) => text.parse().map(Some).map_err(|_| text.chars().take(40).collect()),
        };
        // whoever has not signed in gets a word, from which the token of the sign-in form comes
        let word = Cookie::Visit.read(&parts.headers, https).filter(|w| w.len() == 36);
        let (secret, new_word) = match (&who, session, word) {
            (Some(_), Some(secret), _) => (secret, None),
            (_, _, Some(word)) => (word, None),
            _ if bearer.is_some() => (String::new(), None),
            _ => match random_word() {
                Ok(word) => (word.clone(), Some(word)),
                Err(why) => {
                    trouble = Err(why.into());
                    (String::new(), None)
                }
            },
        };
        // what begins with two slashes would be another host in a link
        let path = parts.uri.path_and_query().and_then(|p| local(p.as_str())).unwrap_or("/");
        let flash = Cookie::Flash.read(&parts.headers, https).and_then(|f| crate::show::read_flash(&f));
        let visit = Self {
            actor: who.as_ref().map_or_else(|| Actor::visitor(app.root()), |w| w.actor.clone()),
            who,
            lang,
            shape,
            csrf: csrf::token(&secret),
            here: ui::link::without(path, &["lang", "format"]),
            on,
            notices: flash.into_iter().collect(),
            caller,
            session: own_session,
            bearer: bearer.is_some(),
            chosen_lang,
            new_word,
        };
        (visit, trouble)
    }
}

fn agent(headers: &HeaderMap) -> String {
    let text = headers.get(header::USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    text.chars().take(200).collect()
}

fn address(app: &App, parts: &Parts) -> Option<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
    if !app.config().behind_proxy {
        return peer;
    }
    // the last entry is the one that our own proxy wrote; those before it are the caller's word
    let forwarded = parts.headers.get_all("x-forwarded-for").iter().next_back().and_then(|v| v.to_str().ok());
    forwarded.and_then(|f| f.rsplit(',').next()?.trim().parse().ok()).or(peer)
}
