//! The second factor: an app that shows codes, and recovery codes for when it is lost.

use auth::Actor;
use base::Say;
use db::{Error, Event, Prints, Read, Result, Write};

use super::own::{Confirmed, own};
use crate::{
    Keeper, Own,
    rules::{base32, token, totp},
    secret::random,
    store::{books, facts},
};

/// How many recovery codes are made at once.
pub const CODES: usize = 10;

/// A second factor that is offered and not proved yet.
pub struct Offer {
    /// The picture that the app reads, as SVG.
    pub picture: String,
    /// The same to type, in groups of four letters.
    pub typed: String,
}

impl Keeper {
    /// Offers a new second factor. It does not count until [`prove_second`](Self::prove_second).
    pub fn offer_second(&self, actor: &Actor, confirmed: &Confirmed, issuer: &str) -> Result<Offer> {
        let seed = random::<{ totp::SECRET }>()?;
        let (secret, name) = self.0.db.keep_books(actor, |tx| {
            let (may, id) = own(tx)?;
            same(confirmed, id)?;
            books::propose_totp(tx, &may, id, &seed)?;
            Ok((grown(tx, id, &seed)?, facts::account_now(tx, &may, id)?.ok_or(Error::NotFound)?.name))
        })?;
        drawn(&secret, issuer, &name)
    }
    /// The offer as it stands, to show it again when the code was mistyped.
    pub fn offered(&self, actor: &Actor, issuer: &str) -> Result<Option<Offer>> {
        let found = self.0.db.read(actor, |tx| {
            let (may, id) = own(tx)?;
            let name = facts::account_now(tx, &may, id)?.ok_or(Error::NotFound)?.name;
            let seed = books::secret(tx, &may, id)?.and_then(|s| s.totp_next);
            seed.map(|seed| Ok((grown(tx, id, &seed)?, name))).transpose()
        })?;
        found.map(|(secret, name)| drawn(&secret, issuer, &name)).transpose()
    }
    /// Takes the offered second factor into use once a code from the app proves it. Gives the recovery codes, which are
    /// never shown again.
    pub fn prove_second(&self, actor: &Actor, typed: &str) -> Result<Vec<String>> {
        let account = self.0.db.read(actor, |tx| Ok(own(tx)?.1))?;
        let counted = match self.attempt(vec![self.proof_key(account)])? {
            Ok(counted) => counted,
            Err(seconds) => return Err(Error::field("code", super::own::wait(seconds))),
        };
        let codes = self.0.db.write(actor, |tx| {
            let (may, id) = own(tx)?;
            let row = books::secret(tx, &may, id)?.ok_or(Error::NotFound)?;
            let offered = row
                .totp_next
                .ok_or_else(|| Error::refused("先重新开始设置第二验证", "Start setting up the second factor again"))?;
            let step = totp::proved(&grown(tx, id, &offered)?, typed, tx.now(), 0).ok_or_else(|| {
                let (zh, en) =
                    ("验证码不对；请核对手机的时间", "This code is not right; check the clock of your phone");
                Error::field("code", Say::new(zh, en))
            })?;
            books::set_totp(tx, &may, id, Some(&offered), step)?;
            let codes = fresh_codes(tx, &may, id)?;
            tx.record(Event::new("account.second-factor-set").about(id), codes)
        })?;
        self.note(|tx, may| self.forget(tx, may, &counted))?;
        Ok(codes)
    }
    /// Gives up the second factor with its recovery codes.
    pub fn drop_second(&self, actor: &Actor, confirmed: &Confirmed) -> Result<()> {
        self.0.db.write(actor, |tx| {
            let (may, id) = own(tx)?;
            same(confirmed, id)?;
            // the step stays: a code that was used is never good again
            let step = books::secret(tx, &may, id)?.map_or(0, |s| s.totp_step);
            books::set_totp(tx, &may, id, None, step)?;
            books::drop_recovery(tx, &may, id)?;
            tx.record(Event::new("account.second-factor-dropped").about(id), ())
        })
    }
    /// Makes new recovery codes; the old ones become worthless.
    pub fn new_codes(&self, actor: &Actor, confirmed: &Confirmed) -> Result<Vec<String>> {
        self.0.db.write(actor, |tx| {
            let (may, id) = own(tx)?;
            same(confirmed, id)?;
            if books::secret(tx, &may, id)?.is_none_or(|s| s.totp.is_none()) {
                return Err(Error::refused("还没有第二验证", "There is no second factor yet"));
            }
            let codes = fresh_codes(tx, &may, id)?;
            tx.record(Event::new("account.recovery-codes-made").about(id), codes)
        })
    }
}

/// The secret of a second factor, grown from the stored seed with the key that lies outside the database: whoever has
/// only the database cannot compute codes. Recovery codes work without the key.
pub(crate) fn grown(tx: &Read<'_>, id: base::Id<auth::Account>, seed: &[u8]) -> Result<Vec<u8>> {
    let key = tx.blind("account totp v1", &format!("{id} {}", base32::encode(seed)))?;
    Ok(key[..totp::SECRET].to_vec())
}

/// Whether the password was confirmed for this account.
pub(crate) fn same(confirmed: &Confirmed, id: base::Id<auth::Account>) -> Result<()> {
    if confirmed.account == id { Ok(()) } else { Err(Error::Conflict) }
}

fn fresh_codes(tx: &mut Write<'_>, may: &auth::Permit<Own>, id: base::Id<auth::Account>) -> Result<Vec<String>> {
    books::drop_recovery(tx, may, id)?;
    let mut codes = Vec::new();
    for _ in 0..CODES {
        let code = token::recovery(&random()?);
        books::put_recovery(tx, may, id, &token::digest(&token::plain_recovery(&code)))?;
        codes.push(code);
    }
    Ok(codes)
}

fn drawn(secret: &[u8], issuer: &str, name: &str) -> Result<Offer> {
    // a phone reads the names only; the secret must fit whatever they are
    let short = |s: &str| s.chars().take(30).collect::<String>();
    let uri = totp::uri(secret, &short(issuer), &short(name));
    let picture = ui::qr_picture(&uri).ok_or_else(|| Error::Internal("the address has no QR code".to_owned()))?;
    let text = base32::encode(secret).to_ascii_uppercase();
    let typed = text.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ");
    Ok(Offer { picture: picture.into_string(), typed })
}
