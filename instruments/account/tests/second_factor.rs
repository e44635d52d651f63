//! The second factor, recovery codes and tokens.

mod house;

use account::{Answer, Keeper, actions::tokens::TokenForm, rules::totp};
use auth::{Actor, Columns, Role};
use db::Error;
use house::*;

auth::actions! {
    /// Look.
    See: See "people.see" [Officer];
    /// Change.
    Change: Change "people.change" [Officer];
}

/// The secret that an offer shows to be typed.
fn typed_secret(typed: &str) -> Vec<u8> {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut out, mut held, mut bits) = (Vec::new(), 0u32, 0);
    for c in typed.bytes().filter(|c| *c != b' ') {
        held = held << 5 | letters.iter().position(|l| *l == c).unwrap() as u32;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits & 255) as u8);
        }
    }
    out
}
/// Turns the second factor on and gives its secret and recovery codes.
fn set_second(t: &testkit::Bench, k: &Keeper, me: &Actor) -> (Vec<u8>, Vec<String>) {
    let offer = k.offer_second(me, &confirm(k, me), "海晏市").unwrap();
    assert!(offer.picture.starts_with("<svg"), "{}", &offer.picture[..40]);
    let secret = typed_secret(&offer.typed);
    let code = totp::code(&secret, totp::step(t.db.now())).unwrap();
    let codes = k.prove_second(me, &code).unwrap();
    (secret, codes)
}
fn ticket(k: &Keeper) -> String {
    match k.sign_in("guanli", PASSWORD, None, "", None).unwrap() {
        Answer::Second(ticket) => ticket.0,
        other => panic!("{other:?}"),
    }
}

testkit::on_both_engines! {
    fn the_code_is_asked_for_and_good_once(t: testkit::Bench) {
        let k = keeper(t);
        first(t, &k);
        let me = actor(&k, &enter(&k, "guanli", PASSWORD));
        assert!(matches!(k.prove_second(&me, "123456"), Err(Error::Refused(_))), "nothing was offered");
        let offer = k.offer_second(&me, &confirm(&k, &me), "海晏市").unwrap();
        assert_eq!(k.offered(&me, "海晏市").unwrap().unwrap().typed, offer.typed);
        assert!(matches!(k.prove_second(&me, "000000x"), Err(Error::Invalid(_))));
        enter(&k, "guanli", PASSWORD); // not proved, so it does not count
        let (secret, codes) = set_second(t, &k, &me);
        assert_eq!(codes.len(), 10);

        let here = totp::step(t.db.now());
        let code = totp::code(&secret, here).unwrap();
        let waiting = ticket(&k);
        let half = k.session(&waiting).unwrap().unwrap();
        assert!(half.second && half.actor.account_id().is_none(), "half-way in is nobody");
        assert!(matches!(k.second(&waiting, &code, "").unwrap(), Answer::Wrong), "the code that set it up was used");
        pass(t, 30_000_000);
        let code = totp::code(&secret, here + 1).unwrap();
        let Answer::In(full) = k.second(&waiting, &code, "").unwrap() else { panic!("not in") };
        assert_ne!(full.0, waiting);
        assert!(k.session(&waiting).unwrap().is_none() && !k.session(&full.0).unwrap().unwrap().second);
        assert!(matches!(k.second(&ticket(&k), &code, "").unwrap(), Answer::Wrong), "replayed");

        let me = actor(&k, &full.0);
        k.drop_second(&me, &confirm(&k, &me)).unwrap();
        enter(&k, "guanli", PASSWORD);
    }

    fn guessing_codes_is_slow_and_ends_the_ticket(t: testkit::Bench) {
        let k = keeper(t);
        first(t, &k);
        let me = actor(&k, &enter(&k, "guanli", PASSWORD));
        let (secret, _) = set_second(t, &k, &me);
        pass(t, 60_000_000);
        let waiting = ticket(&k);
        for _ in 0..5 {
            assert!(matches!(k.second(&waiting, "000000", "").unwrap(), Answer::Wrong));
        }
        assert!(matches!(k.second(&waiting, "000000", "").unwrap(), Answer::Wait(2)));
        pass(t, 60_000_000);
        // five tries were all that this ticket had, and a new one does not make the wait shorter
        let code = totp::code(&secret, totp::step(t.db.now())).unwrap();
        assert!(matches!(k.second(&waiting, &code, "").unwrap(), Answer::Wrong));
        assert!(matches!(k.second(&ticket(&k), &code, "").unwrap(), Answer::Wait(_)));
        pass(t, 60_000_000);
        let waiting = ticket(&k);
        pass(t, 5 * MINUTE);
        let code = totp::code(&secret, totp::step(t.db.now())).unwrap();
        assert!(matches!(k.second(&waiting, &code, "").unwrap(), Answer::Wrong), "the ticket is five minutes old");
        assert!(matches!(k.second(&ticket(&k), &code, "").unwrap(), Answer::In(_)));
    }

    fn a_recovery_code_is_good_once_even_at_once(t: testkit::Bench) {
        let k = keeper(t);
        first(t, &k);
        let me = actor(&k, &enter(&k, "guanli", PASSWORD));
        let (_, codes) = set_second(t, &k, &me);
        let tickets: Vec<String> = (0..4).map(|_| ticket(&k)).collect();
        let typed = codes[3].to_uppercase().replace('-', " ");
        let inside = std::thread::scope(|s| {
            let each: Vec<_> = tickets.iter().map(|ticket| {
                let (k, typed) = (k.clone(), &typed);
                s.spawn(move || matches!(k.second(ticket, typed, "").unwrap(), Answer::In(_)))
            }).collect();
            each.into_iter().map(|h| h.join().unwrap()).filter(|i| *i).count()
        });
        assert_eq!(inside, 1);
        pass(t, 20 * MINUTE);
        assert!(matches!(k.second(&ticket(&k), &codes[3], "").unwrap(), Answer::Wrong));
        let Answer::In(secret) = k.second(&ticket(&k), &codes[4], "").unwrap() else { panic!("not in") };
        let me = actor(&k, &secret.0);
        assert_eq!(k.mine(&me, &secret.0).unwrap().recovery_left, 8);
        let fresh = k.new_codes(&me, &confirm(&k, &me)).unwrap();
        assert!(matches!(k.second(&ticket(&k), &codes[5], "").unwrap(), Answer::Wrong), "the old ones are gone");
        assert!(matches!(k.second(&ticket(&k), &fresh[5], "").unwrap(), Answer::In(_)));
    }

    fn without_the_key_file_a_recovery_code_still_works(t: testkit::Bench) {
        let k = keeper(t);
        first(t, &k);
        let me = actor(&k, &enter(&k, "guanli", PASSWORD));
        let (secret, codes) = set_second(t, &k, &me);
        let bare = db::Options::new().clock(t.clock.clone()).open(&t.url).unwrap();
        let k = Keeper::with_cost(bare, t.root, account::Cost { memory: 64, passes: 1, lanes: 1 }).unwrap();
        pass(t, 30_000_000);
        let code = totp::code(&secret, totp::step(t.db.now())).unwrap();
        let Err(Error::Refused(say)) = k.second(&ticket(&k), &code, "") else { panic!("the key is lost") };
        assert!(say.en.contains("key"), "{say}");
        assert!(matches!(k.second(&ticket(&k), &codes[0], "").unwrap(), Answer::In(_)));
    }

    fn a_link_takes_the_old_proofs_away(t: testkit::Bench) {
        let k = keeper(t);
        first(t, &k);
        let secret = enter(&k, "guanli", PASSWORD);
        let me = actor(&k, &secret);
        set_second(t, &k, &me);
        let id = me.account_id().unwrap();
        let link = t.db.write(&console(t), |tx| account::actions::accounts::invite(tx, id)).unwrap();
        let later = t.db.write(&console(t), |tx| account::actions::accounts::invite(tx, id)).unwrap();
        assert!(k.invited(&link.secret).unwrap().is_none(), "the later link took its place");
        assert_eq!(k.invited(&later.secret).unwrap().unwrap().account.unwrap().name, "guanli");
        k.set_up(&later.secret, &form("", "quer durch den Garten")).unwrap();
        assert!(k.session(&secret).unwrap().is_none());
        enter(&k, "guanli", "quer durch den Garten");
    }

    fn a_token_does_what_it_names_until_its_day(t: testkit::Bench) {
        let k = keeper(t);
        first(t, &k);
        let admin = actor(&k, &enter(&k, "guanli", PASSWORD));
        let id = someone(t, &k, &admin, "linzhiyuan", None);
        give(t, &admin, &role(t, id, Role::Officer, "0001/", Columns::NONE)).unwrap();
        let session = enter(&k, "linzhiyuan", PASSWORD);
        let me = actor(&k, &session);
        let make = |scope: &str, expires: &str| {
            let form = TokenForm { name: "夜间导出".into(), scope: scope.into(), expires_on: expires.parse().ok() };
            k.make_token(&me, &confirm(&k, &me), &form, ACTIONS)
        };
        for (scope, expires) in [("", "2026-09-01"), ("see", ""), ("see", "2026-06-01"), ("see", "2027-07-01"), ("account.own", "2026-09-01")] {
            assert!(matches!(make(scope, expires), Err(Error::Invalid(_))), "{scope} {expires}");
        }
        let secret = make("people.see", "2026-09-01").unwrap();
        assert!(account::rules::token::is_api(&secret));
        let (program, _) = k.bearer(&secret).unwrap().unwrap();
        assert!(program.may::<See>().is_ok() && program.may::<Change>().is_err());
        assert!(!program.may::<See>().unwrap().whole(), "it reaches no further than its owner");
        assert_eq!(program.ledger_name(), format!("token:{id}"));
        // a token cannot touch the account: not its password, not its sessions, not another token
        let wide = make("people.* see", "2026-09-01").unwrap();
        let (program, _) = k.bearer(&wide).unwrap().unwrap();
        assert!(k.end_all_sessions(&program).is_err() && k.confirm(&program, "password", PASSWORD).is_err());
        assert!(k.make_token(&program, &confirm(&k, &me), &TokenForm::default(), ACTIONS).is_err());

        let mine = k.mine(&me, &session).unwrap().tokens;
        assert_eq!(mine[0].seen_on.map(|d| d.to_string()).as_deref(), Some("2026-06-01"));
        k.revoke_token(&me, mine[1].id).unwrap();
        assert!(k.bearer(&wide).unwrap().is_none() && k.bearer(&secret).unwrap().is_some());
        assert!(matches!(k.revoke_token(&admin, mine[0].id), Err(Error::NotFound)), "not one's own");
        t.on("2026-09-01");
        assert!(k.bearer(&secret).unwrap().is_none(), "expired");
        assert!(k.bearer("xnt_nonsense").unwrap().is_none());
    }
}
