//! Who may grant what to whom, and what becomes of it.

mod house;

use account::actions::{
    accounts::{self, AccountForm},
    grants,
};
use auth::{ColumnGroup, Columns, Role};
use base::Id;
use db::Error;
use house::*;

auth::actions! {
    /// Look.
    See: See "people.see" [Officer, Leader, Inspector, Cadre];
}

fn refused<T: std::fmt::Debug>(r: db::Result<T>) -> bool {
    matches!(r, Err(Error::Refused(_)))
}

testkit::on_both_engines! {
    fn nobody_grants_to_oneself(t: testkit::Bench) {
        let k = keeper(t);
        let me = first(t, &k);
        let admin = actor(&k, &enter(&k, "guanli", PASSWORD));
        assert!(refused(give(t, &admin, &role(t, me, Role::Officer, "", Columns::NONE))));
        assert!(refused(give(t, &admin, &role(t, me, Role::Administrator, "0001/", Columns::NONE))));
        // nor to a second account of the same person
        let person = Some(Id::new());
        let change = AccountForm { name: "guanli".into(), display: "管理".into(), person, ..AccountForm::default() };
        t.db.write(&console(t), |tx| accounts::change(tx, me, &change)).unwrap();
        let admin = actor(&k, &enter(&k, "guanli", PASSWORD));
        let twin = someone(t, &k, &admin, "twin", person);
        assert!(refused(give(t, &admin, &role(t, twin, Role::Officer, "", Columns::NONE))));
        // another administrator may
        let other = someone(t, &k, &admin, "other", None);
        give(t, &admin, &role(t, other, Role::Administrator, "", Columns::ALL)).unwrap();
        let other = actor(&k, &enter(&k, "other", PASSWORD));
        give(t, &other, &role(t, twin, Role::Officer, "", Columns::NONE)).unwrap();
        // and whoever is no administrator grants nothing
        let twin_actor = actor(&k, &enter(&k, "twin", PASSWORD));
        assert!(matches!(give(t, &twin_actor, &role(t, twin, Role::Leader, "", Columns::NONE)), Err(Error::Denied(_))));
    }

    fn an_administrator_of_a_part_stays_within_it(t: testkit::Bench) {
        let k = keeper(t);
        let top = first(t, &k);
        let admin = actor(&k, &enter(&k, "guanli", PASSWORD));
        let part = someone(t, &k, &admin, "part", None);
        let identity = Columns::NONE.with(ColumnGroup::Identity);
        give(t, &admin, &role(t, part, Role::Administrator, "0001/000a/", identity)).unwrap();
        let part = actor(&k, &enter(&k, "part", PASSWORD));
        let who = someone(t, &k, &part, "who", None);
        assert!(matches!(give(t, &part, &role(t, who, Role::Officer, "", Columns::NONE)), Err(Error::Invalid(_))));
        assert!(refused(give(t, &part, &role(t, who, Role::Officer, "0001/000b/", Columns::NONE))));
        assert!(refused(give(t, &part, &role(t, who, Role::Officer, "0001/000a/", Columns::ALL))));
        give(t, &part, &role(t, who, Role::Officer, "0001/000a/000c/", identity)).unwrap();
        // a link for a mightier account would be a way to become it
        assert!(refused(t.db.write(&part, |tx| accounts::invite(tx, top).map(|r| r.map(|_| ())))));
        assert!(refused(t.db.write(&part, |tx| accounts::disable(tx, top, true))));
        let wide = give(t, &admin, &role(t, who, Role::Leader, "", Columns::NONE)).unwrap();
        assert!(refused(t.db.write(&part, |tx| grants::withdraw(tx, wide, tx.today()))));
        assert!(refused(t.db.write(&part, |tx| accounts::disable(tx, who, true))));
    }

    fn a_role_goes_with_its_unit(t: testkit::Bench) {
        let k = keeper(t);
        first(t, &k);
        let admin = actor(&k, &enter(&k, "guanli", PASSWORD));
        let (city, county) = (unit(t, "A", "海晏市"), unit(t, "B", "海东县"));
        let college = unit_under(t, "A1", "海晏职业学院", Some(city));
        let who = someone(t, &k, &admin, "who", None);
        let place = |unit| t.db.read(&t.officer(), |tx| {
            let (may, root, today) = (tx.may::<org::See>()?, tx.root(), tx.today());
            org::path_of(tx.with(&may), root, unit, today)
        }).unwrap().unwrap();
        let form = grants::GrantForm { over: (Some(college), place(college)), ..role(t, who, Role::Officer, "", Columns::NONE) };
        give(t, &admin, &form).unwrap();
        let reaches = |at: &auth::Path| actor(&k, &enter(&k, "who", PASSWORD)).may::<org::See>().unwrap().reaches(at);
        let before = place(college);
        assert!(reaches(&before));
        t.db.write(&t.officer(), |tx| { let on = tx.today(); org::move_to(tx, college, on, Some(county), 0) }).unwrap();
        assert!(place(college) != before && reaches(&place(college)));
        assert!(!reaches(&before) && !reaches(&place(city)) && !reaches(&place(county)));
    }

    fn an_administrator_sees_no_file(t: testkit::Bench) {
        let k = keeper(t);
        first(t, &k);
        let admin = actor(&k, &enter(&k, "guanli", PASSWORD));
        let other = someone(t, &k, &admin, "other", None);
        give(t, &admin, &role(t, other, Role::Administrator, "", Columns::ALL)).unwrap();
        assert!(refused(give(t, &admin, &role(t, other, Role::Officer, "", Columns::NONE))));
        let who = someone(t, &k, &admin, "who", None);
        give(t, &admin, &role(t, who, Role::Officer, "", Columns::NONE)).unwrap();
        assert!(refused(give(t, &admin, &role(t, who, Role::Administrator, "", Columns::NONE))));
        assert!(actor(&k, &enter(&k, "other", PASSWORD)).may::<See>().is_err());
        assert!(actor(&k, &enter(&k, "who", PASSWORD)).may::<See>().is_ok());
    }

    fn a_grant_holds_from_its_first_day_until_its_last(t: testkit::Bench) {
        let k = keeper(t);
        first(t, &k);
        let admin = actor(&k, &enter(&k, "guanli", PASSWORD));
        let who = someone(t, &k, &admin, "who", None);
        let day = |d: &str| d.parse().unwrap();
        let mut wanted = role(t, who, Role::Inspector, "0001/", Columns::NONE);
        (wanted.from, wanted.to) = (day("2026-07-01"), Some(day("2026-08-01")));
        let id = give(t, &admin, &wanted).unwrap();
        assert!(refused(give(t, &admin, &wanted)), "twice");
        let may = |d: &str| {
            t.on(d);
            actor(&k, &enter(&k, "who", PASSWORD)).may::<See>().is_ok()
        };
        assert!(!may("2026-06-30") && may("2026-07-01") && may("2026-07-31"));
        // withdrawn at once: a session that is open loses it
        let open = enter(&k, "who", PASSWORD);
        let admin = actor(&k, &enter(&k, "guanli", PASSWORD));
        t.db.write(&admin, |tx| grants::withdraw(tx, id, tx.today())).unwrap();
        assert!(actor(&k, &open).may::<See>().is_err());
        assert!(refused(t.db.write(&admin, |tx| grants::withdraw(tx, id, tx.today()))));
        let early = give(t, &admin, &role(t, who, Role::Leader, "0001/", Columns::NONE)).unwrap();
        t.db.write(&admin, |tx| grants::withdraw(tx, early, tx.today())).unwrap();
        let seen = t.db.read(&admin, |tx| accounts::one(tx, who)).unwrap();
        assert_eq!(seen.grants.len(), 1, "one that never held is gone from the list; the ledger has both");
        for (from, to) in [("2026-07-30", None), ("2026-09-01", Some("2026-09-01"))] {
            let mut wanted = role(t, who, Role::Leader, "", Columns::NONE);
            (wanted.from, wanted.to) = (day(from), to.map(day));
            assert!(matches!(give(t, &admin, &wanted), Err(Error::Invalid(_))), "{from}");
        }
    }

    fn a_cadre_reaches_the_own_file_only(t: testkit::Bench) {
        let k = keeper(t);
        first(t, &k);
        let admin = actor(&k, &enter(&k, "guanli", PASSWORD));
        let nobody = someone(t, &k, &admin, "nobody", None);
        assert!(refused(give(t, &admin, &role(t, nobody, Role::Cadre, "", Columns::NONE))), "whose file?");
        let person = Id::new();
        let cadre = someone(t, &k, &admin, "cadre", Some(person));
        give(t, &admin, &role(t, cadre, Role::Cadre, "0001/", Columns::ALL)).unwrap();
        let may = actor(&k, &enter(&k, "cadre", PASSWORD)).may::<See>().unwrap();
        assert!(may.ranges().is_empty() && may.own() == Some(person));
    }

    fn names_that_pass_for_another_are_not_given_out(t: testkit::Bench) {
        let k = keeper(t);
        first(t, &k);
        let admin = actor(&k, &enter(&k, "guanli", PASSWORD));
        let id = someone(t, &k, &admin, "linda", None);
        for name in ["LINDA", "ｌｉｎｄａ", "1inda", "guan1i", "l\u{456}nda"] {
            let form = AccountForm { name: name.into(), display: "x".into(), ..AccountForm::default() };
            assert!(matches!(t.db.write(&admin, |tx| accounts::make(tx, &form)), Err(Error::Invalid(_))), "{name}");
        }
        // its own look is free to itself, and a change leaves the old state behind
        t.on("2026-06-02");
        let admin = actor(&k, &enter(&k, "guanli", PASSWORD));
        let form = AccountForm { name: "Linda".into(), display: "林达".into(), ..AccountForm::default() };
        t.db.write(&admin, |tx| accounts::change(tx, id, &form)).unwrap();
        let listed = t.db.read(&admin, |tx| accounts::list(tx, "", 50)).unwrap();
        assert_eq!(listed.iter().map(|l| l.account.display.as_str()).collect::<Vec<_>>(), ["系统管理", "林达"]);
        assert_eq!(listed[0].grants.len(), 1);
        assert_eq!(t.db.read(&admin, |tx| accounts::list(tx, "guanli", 1)).unwrap()[0].account.name, "Linda");
    }
}
