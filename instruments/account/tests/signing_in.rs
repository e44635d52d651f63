//! Coming in and going out: the first link, passwords, waiting, sessions.

mod house;

use std::net::IpAddr;

use account::{Answer, Cost, Keeper, actions::accounts};
use auth::{Columns, Role};
use db::Error;
use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types::BigInt};
use house::*;

auth::actions! {
    /// What a story reads behind the product's back.
    Peek: See "peek.see" [Officer];
}
#[derive(QueryableByName)]
struct Count {
    #[diesel(sql_type = BigInt)]
    n: i64,
}
fn count(t: &testkit::Bench, what: &str) -> i64 {
    let query = format!("SELECT count(*) AS n FROM {what}");
    let rows: Vec<Count> =
        t.db.read(&t.officer(), |tx| {
            let may = tx.may::<Peek>()?;
            Ok(sql_query(query).load(tx.with(&may))?)
        })
        .unwrap();
    rows[0].n
}
fn wrong(k: &Keeper, name: &str, password: &str) -> Answer {
    k.sign_in(name, password, None, "", None).unwrap()
}

testkit::on_both_engines! {
    fn the_first_administrator_comes_in_by_the_link_once(t: testkit::Bench) {
        let k = keeper(t);
        let link = t.db.write(&console(t), |tx| accounts::invite_first(tx, Role::Administrator)).unwrap().secret;
        assert!(k.invited(&link).unwrap().unwrap().account.is_none());
        // what is wrong is said field by field, and the link is still good
        let Err(Error::Invalid(faults)) = k.set_up(&link, &form("\u{430}dmin", "short")) else { panic!("taken") };
        assert_eq!(faults.iter().map(|f| f.field.as_str()).collect::<Vec<_>>(), ["name", "password"]);
        let id = k.set_up(&link, &form("guanli", PASSWORD)).unwrap();
        assert!(k.invited(&link).unwrap().is_none());
        assert!(matches!(k.set_up(&link, &form("second", PASSWORD)), Err(Error::NotFound)));

        let secret = enter(&k, "ＧＵＡＮＬＩ", PASSWORD);
        let session = k.session(&secret).unwrap().unwrap();
        assert_eq!(session.actor.account_id(), Some(id));
        assert!(session.actor.may::<account::GrantRoles>().unwrap().whole());
        assert!(session.actor.may::<Peek>().is_err(), "an administrator sees no file");
        k.sign_out(&secret).unwrap();
        assert!(k.session(&secret).unwrap().is_none());
        assert!(k.session("").unwrap().is_none() && k.session(&"a".repeat(52)).unwrap().is_none());
        // such a link is given out at the machine itself only
        let by = actor(&k, &enter(&k, "guanli", PASSWORD));
        assert!(matches!(t.db.write(&by, |tx| accounts::invite_first(tx, Role::Officer)), Err(Error::Refused(_))));
    }

    fn a_link_is_over_after_a_day(t: testkit::Bench) {
        let k = keeper(t);
        let link = t.db.write(&console(t), |tx| accounts::invite_first(tx, Role::Administrator)).unwrap().secret;
        pass(t, 24 * 60 * MINUTE);
        assert!(k.invited(&link).unwrap().is_none());
        assert!(matches!(k.set_up(&link, &form("guanli", PASSWORD)), Err(Error::NotFound)));
    }

    fn one_link_used_twice_at_once_makes_one_account(t: testkit::Bench) {
        let k = keeper(t);
        let link = t.db.write(&console(t), |tx| accounts::invite_first(tx, Role::Administrator)).unwrap().secret;
        let made = std::thread::scope(|s| {
            let each: Vec<_> = (0..4).map(|n| {
                let (k, link) = (k.clone(), &link);
                s.spawn(move || k.set_up(link, &form(&format!("guanli-{n}x"), PASSWORD)).is_ok())
            }).collect();
            each.into_iter().map(|h| h.join().unwrap()).filter(|ok| *ok).count()
        });
        assert_eq!((made, count(t, "account"), count(t, "role_grant")), (1, 1, 1));
    }

    fn a_wrong_name_and_a_wrong_password_are_answered_alike(t: testkit::Bench) {
        let k = keeper(t);
        first(t, &k);
        for (name, password) in [("guanli", "wrong wrong wrong"), ("nobody", PASSWORD), ("", ""), ("guanli\0", PASSWORD)] {
            assert!(matches!(wrong(&k, name, password), Answer::Wrong), "{name:?}");
        }
        // a huge password is refused after the same work, and is not hashed
        assert!(matches!(wrong(&k, "guanli", &"a".repeat(1 << 20)), Answer::Wrong));
        assert!(matches!(wrong(&k, &"名".repeat(1 << 20), PASSWORD), Answer::Wrong));
        // what was typed is nowhere: names are kept as keyed hashes
        assert!(count(t, "sign_in_throttle") >= 3);
        assert_eq!(count(t, "ledger WHERE payload LIKE '%nobody%'"), 0);
    }

    fn who_guesses_waits_whether_the_name_exists_or_not(t: testkit::Bench) {
        let k = keeper(t);
        first(t, &k);
        for name in ["guanli", "nobody"] {
            for n in 1..=5 {
                assert!(matches!(wrong(&k, name, "wrong wrong wrong"), Answer::Wrong), "{name} {n}");
            }
            // the fifth failure made it wait; the right password does not help before its time
            assert!(matches!(wrong(&k, name, PASSWORD), Answer::Wait(2)), "{name}");
            pass(t, 2_000_000);
            assert!(matches!(wrong(&k, name, "wrong wrong wrong"), Answer::Wrong));
            assert!(matches!(wrong(&k, name, PASSWORD), Answer::Wait(4)));
        }
        pass(t, 4_000_000);
        enter(&k, "guanli", PASSWORD);
        // right: the count starts afresh
        assert!(matches!(wrong(&k, "guanli", "wrong wrong wrong"), Answer::Wrong));
        enter(&k, "guanli", PASSWORD);
    }

    fn an_address_waits_too_and_is_forgotten_after_a_day(t: testkit::Bench) {
        let k = keeper(t);
        first(t, &k);
        let from = |a: &str| Some(a.parse::<IpAddr>().unwrap());
        let sweep = |n: usize, a| k.sign_in(&format!("name{n}"), "wrong wrong wrong", a, "", None).unwrap();
        for n in 0..31 {
            assert!(matches!(sweep(n, from("2001:db8::1")), Answer::Wrong), "{n}");
        }
        // the neighbour in the same /64 waits, another network does not
        assert!(matches!(sweep(99, from("2001:db8::77")), Answer::Wait(_)));
        assert!(matches!(sweep(98, from("2001:db8:0:1::1")), Answer::Wrong));
        assert!(matches!(k.sign_in("guanli", PASSWORD, from("192.0.2.1"), "", None).unwrap(), Answer::In(_)));
        pass(t, 25 * 60 * MINUTE);
        wrong(&k, "guanli", "wrong wrong wrong");
        assert_eq!(count(t, "sign_in_throttle"), 1);
    }

    fn a_hundred_guesses_at_once_are_counted(t: testkit::Bench) {
        let k = keeper(t);
        first(t, &k);
        let heard = std::thread::scope(|s| {
            let each: Vec<_> = (0..40).map(|_| {
                let k = k.clone();
                s.spawn(move || matches!(wrong(&k, "guanli", "wrong wrong wrong"), Answer::Wrong))
            }).collect();
            each.into_iter().map(|h| h.join().unwrap()).filter(|heard| *heard).count()
        });
        assert!(heard <= 5, "{heard} were judged");
    }

    fn a_session_ends_by_rest_by_age_and_everywhere(t: testkit::Bench) {
        let k = keeper(t);
        first(t, &k);
        let secret = enter(&k, "guanli", PASSWORD);
        pass(t, 29 * MINUTE);
        assert!(k.session(&secret).unwrap().is_some());
        pass(t, 29 * MINUTE);
        assert!(k.session(&secret).unwrap().is_some(), "its use keeps it alive");
        pass(t, 30 * MINUTE);
        assert!(k.session(&secret).unwrap().is_none(), "idle");
        let secret = enter(&k, "guanli", PASSWORD);
        for _ in 0..28 {
            pass(t, 25 * MINUTE);
            assert!(k.session(&secret).unwrap().is_some());
        }
        pass(t, 21 * MINUTE);
        assert!(k.session(&secret).unwrap().is_none(), "twelve hours are the most");

        let (a, b) = (enter(&k, "guanli", PASSWORD), enter(&k, "guanli", PASSWORD));
        let me = actor(&k, &a);
        assert_eq!(k.mine(&me, &a).unwrap().sessions.iter().filter(|s| s.here).count(), 1);
        let other = k.mine(&me, &a).unwrap().sessions.into_iter().find(|s| !s.here).unwrap();
        k.end_session(&me, other.id).unwrap();
        assert!(k.session(&b).unwrap().is_none() && k.session(&a).unwrap().is_some());
        assert!(matches!(k.end_session(&me, other.id), Err(Error::NotFound)));
        let b = enter(&k, "guanli", PASSWORD);
        assert_eq!(k.end_all_sessions(&me).unwrap(), 2);
        assert!(k.session(&a).unwrap().is_none() && k.session(&b).unwrap().is_none());
    }

    fn signing_in_again_ends_the_session_that_was_there(t: testkit::Bench) {
        let k = keeper(t);
        first(t, &k);
        let planted = enter(&k, "guanli", PASSWORD);
        let Answer::In(fresh) = k.sign_in("guanli", PASSWORD, None, "", Some(&planted)).unwrap() else { panic!() };
        assert_ne!(fresh.0, planted);
        assert!(k.session(&planted).unwrap().is_none() && k.session(&fresh.0).unwrap().is_some());
        assert_eq!(format!("{fresh:?}"), "Ticket(…)");
    }

    fn a_new_password_ends_the_other_sessions(t: testkit::Bench) {
        let k = keeper(t);
        first(t, &k);
        let (here, there) = (enter(&k, "guanli", PASSWORD), enter(&k, "guanli", PASSWORD));
        let me = actor(&k, &here);
        let new = "quer durch den Garten";
        let change = |old: &str, new: &str, again: &str| k.change_password(&me, &here, old, new, again);
        let field = |r: db::Result<()>| match r {
            Err(Error::Invalid(f)) => f[0].field.clone(),
            other => panic!("{other:?}"),
        };
        assert_eq!(field(change("wrong wrong wrong", new, new)), "old");
        assert_eq!(field(change(PASSWORD, "short", "short")), "new");
        assert_eq!(field(change(PASSWORD, PASSWORD, PASSWORD)), "new");
        assert_eq!(field(change(PASSWORD, new, PASSWORD)), "again");
        change(PASSWORD, new, new).unwrap();
        assert!(k.session(&here).unwrap().is_some() && k.session(&there).unwrap().is_none());
        assert!(matches!(wrong(&k, "guanli", PASSWORD), Answer::Wrong));
        enter(&k, "guanli", new);
        assert_eq!(count(t, "ledger WHERE event = 'account.password-changed'"), 1);
        assert_eq!(count(t, "ledger WHERE payload LIKE '%argon2%' OR payload LIKE '%Garten%'"), 0);
    }

    fn hashes_are_renewed_when_the_cost_changes(t: testkit::Bench) {
        first(t, &keeper(t));
        let dearer = Keeper::with_cost(t.db.clone(), t.root, Cost { memory: 64, passes: 2, lanes: 1 }).unwrap();
        enter(&dearer, "guanli", PASSWORD);
        assert_eq!(count(t, "account_secret WHERE password LIKE '$argon2id$v=19$m=64,t=2,p=1$%'"), 1);
        enter(&keeper(t), "guanli", PASSWORD);
    }

    fn a_disabled_account_is_out_at_once(t: testkit::Bench) {
        let k = keeper(t);
        first(t, &k);
        let admin = actor(&k, &enter(&k, "guanli", PASSWORD));
        let id = someone(t, &k, &admin, "linzhiyuan", None);
        give(t, &admin, &role(t, id, Role::Officer, "0001/", Columns::NONE)).unwrap();
        let secret = enter(&k, "linzhiyuan", PASSWORD);
        assert!(actor(&k, &secret).may::<Peek>().is_ok());
        t.db.write(&admin, |tx| accounts::disable(tx, id, true)).unwrap();
        assert!(k.session(&secret).unwrap().is_none());
        assert!(matches!(wrong(&k, "linzhiyuan", PASSWORD), Answer::Wrong));
        assert!(matches!(t.db.write(&admin, |tx| accounts::invite(tx, id)), Err(Error::Refused(_))));
        t.db.write(&admin, |tx| accounts::disable(tx, id, false)).unwrap();
        assert!(k.session(&secret).unwrap().is_none(), "the old session does not come back");
        enter(&k, "linzhiyuan", PASSWORD);
        let me = admin.account_id().unwrap();
        assert!(matches!(t.db.write(&admin, |tx| accounts::disable(tx, me, true)), Err(Error::Refused(_))));
    }
}
