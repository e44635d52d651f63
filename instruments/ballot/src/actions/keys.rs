//! Scrutineers' links and keys.

use auth::{Action, Permit};
use ballots::belenios::TrusteeKey;
use base::Id;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use db::{Books, Error, Read, Recorded, Result, Write};
use sha2::{Digest, Sha256};

use super::{chance, hex, keeps_urn, reached, refused, sha256, turned};
use crate::{
    Ballot, Run, Scrutineer, Scrutinise,
    rules::{State, Verb},
    store::{self, FACTS, Head, Trustee},
};

/// Names the links that stand, without telling any: empty where none were handed out. Whoever asks for new links says which ones they
/// replace, so that a page that is loaded again replaces nothing.
///
/// # Errors
/// The database.
pub(crate) fn standing<A: Action>(tx: &mut Read<'_>, may: &Permit<A>, id: Id<Ballot>) -> Result<String> {
    let links = store::links(tx, may, id)?;
    Ok(if links.is_empty() { String::new() } else { hex(&Sha256::digest(links.concat())[..8]) })
}

/// Makes new links for all scrutineers in the place of those that were handed out, which `replaced` names; gives each one's secret,
/// which is kept as a hash alone. Keys that are made stay: they lie with the scrutineers.
///
/// # Errors
/// Other links than those to be replaced; a ballot without scrutineers or at its end; the policy and the database.
pub(crate) fn hand_out(tx: &mut Books<'_>, id: Id<Ballot>, replaced: &str) -> Result<Vec<(Id<Scrutineer>, String)>> {
    let may = tx.may::<Run>()?;
    let whole = reached(tx, &may, id)?;
    keeps_urn(tx, &whole)?;
    if standing(tx, &may, id)? != replaced {
        return Err(Error::refused(
            "链接已经发放过，只显示一次；已打印或交给监票人的链接仍然有效，没有任何改动。确需更换的，请在本页“更换监票人链接”处确认。",
            "The links were handed out already and are shown once. Those that were printed or given away still work; nothing was \
             changed. If they have to be replaced, confirm it under “Replace the scrutineers’ links” on this page.",
        ));
    }
    if matches!(whole.head.state, State::Draft | State::Counted | State::Cancelled) {
        return Err(Error::refused("现在不发放监票人的链接。", "No links are handed out now."));
    }
    let secret = |t: &Trustee| {
        let mut bytes = [0u8; 18];
        chance(&mut bytes);
        (t.scrutineer, BASE64_URL_SAFE_NO_PAD.encode(bytes))
    };
    let all: Vec<(Id<Scrutineer>, String)> = whole.trustees.iter().map(secret).collect();
    let kept: Vec<(Id<Scrutineer>, Vec<u8>)> = all.iter().map(|(s, secret)| (*s, sha256(secret))).collect();
    store::put_links(tx, &may, id, &kept)?;
    Ok(all)
}

/// A scrutineer's public key came. Until slips are printed and the manifest is fixed it may be made anew.
///
/// # Errors
/// A key that is none, or another scrutineer's; a link that opens nothing; the wrong time.
pub(crate) fn set_key(tx: &mut Write<'_>, secret: &str, key: &str) -> Result<Recorded<()>> {
    let may = tx.may::<Scrutinise>()?;
    let (ballot, scrutineer) = store::of_secret(tx, &may, &sha256(secret))?;
    let whole = store::whole(tx, &may, ballot)?;
    if !matches!(whole.head.state, State::Keys | State::Slips) {
        turned(&whole, Verb::Key)?;
    }
    let wrong = |e: serde_json::Error| {
        Error::refused(format!("这不是监票人的公钥：{e}"), format!("This is no public key of a scrutineer: {e}"))
    };
    let key: TrusteeKey = serde_json::from_str(key).map_err(wrong)?;
    key.check().map_err(refused)?;
    let key = serde_json::to_string(&TrusteeKey { name: None, ..key }).map_err(|e| Error::Internal(e.to_string()))?;
    let mut all = whole.trustees.clone();
    if all.iter().any(|t| t.scrutineer != scrutineer && t.key.as_ref() == Some(&key)) {
        return Err(Error::refused(
            "这把公钥已由另一位监票人使用，请制作自己的密钥。",
            "Another scrutineer has this key; make one of your own.",
        ));
    }
    let own = all.iter_mut().find(|t| t.scrutineer == scrutineer).ok_or(Error::NotFound)?;
    own.key = Some(key);
    store::put_trustee(tx, &may, ballot, own)?;
    let complete = all.iter().all(|t| t.key.is_some());
    if complete && whole.head.state == State::Keys {
        let state = turned(&whole, Verb::Key)?;
        store::put_head(tx, &may, &Head { state, ..whole.head })?;
    }
    tx.record(db::Event::new("ballot.key").about(scrutineer).facts(FACTS), ())
}
