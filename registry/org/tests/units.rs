//! Units as their officers live with them.

use auth::Role;
use base::{Date, Id};
use db::Error;
use org::{Establishment, Filter, Founding, Kind, Name, Part, Party, PartyKind, Quota, Sort, Unit, Wanted};
use testkit::Bench;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}
fn name(code: &str, name: &str, kind: Kind) -> Name {
    Name { code: code.into(), name: name.into(), short: String::new(), kind, rank: None, credit_code: None }
}
fn founding(on: &str, named: Name, parent: Option<Id<Unit>>) -> Founding {
    let (on, position) = (day(on), 0);
    Founding { on, name: named, parent, position, establishments: vec![], quotas: vec![], party: None }
}
fn found(t: &Bench, code: &str, text: &str, parent: Option<Id<Unit>>) -> Id<Unit> {
    let f = founding("2020-01-01", name(code, text, Kind::Department), parent);
    t.db.write(&t.officer(), |tx| org::found(tx, &f)).unwrap()
}
fn by_code(edge: Option<(String, Id<Unit>)>, most: i64) -> Wanted {
    Wanted { sort: Sort::Code, descending: false, edge, most }
}
fn below(t: &Bench, of: Option<Id<Unit>>, on: &str) -> Vec<String> {
    let rows = t.db.read(&t.officer(), |tx| org::children(tx, of, day(on))).unwrap();
    rows.into_iter().map(|r| r.name.name).collect()
}
/// The sentence of a refusal, in Chinese.
fn refusal<T>(done: db::Result<T>) -> String {
    match done {
        Err(Error::Refused(say)) => say.zh,
        Err(Error::Invalid(fields)) => fields.into_iter().map(|f| format!("{}：{}", f.field, f.say.zh)).collect(),
        Err(other) => format!("{other:?}"),
        Ok(_) => "done".into(),
    }
}

testkit::on_both_engines! {
    fn a_merge_is_seen_from_its_day_on(t: Bench) {
        let city = found(t, "A", "海晏市", None);
        let industry = found(t, "A1", "市工业局", Some(city));
        let trade = found(t, "A2", "市商务局", Some(city));
        let planning = found(t, "A11", "规划科", Some(industry));
        t.db.write(&t.officer(), |tx| org::merge(tx, industry, trade, day("2026-07-01"))).unwrap();
        assert_eq!(below(t, Some(city), "2026-06-30"), ["市工业局", "市商务局"]);
        assert_eq!(below(t, Some(city), "2026-07-01"), ["市商务局"]);
        assert_eq!(below(t, Some(trade), "2026-06-30"), [""; 0]);
        assert_eq!(below(t, Some(trade), "2026-07-01"), ["规划科"]);
        let seen = t.db.read(&t.officer(), |tx| org::whole(tx, industry, day("2026-12-31"))).unwrap();
        assert!(!seen.there && seen.life.value.heir == Some(trade) && seen.life.to == Some(day("2026-07-01")));
        let chain = t.db.read(&t.officer(), |tx| org::whole(tx, planning, day("2026-07-01"))).unwrap().above;
        assert_eq!(chain.into_iter().map(|(_, name)| name).collect::<Vec<_>>(), ["海晏市", "市商务局"]);
        // the code of a unit that is no more is free again
        let again = founding("2026-07-01", name("A1", "市数据局", Kind::Department), Some(city));
        t.db.write(&t.officer(), |tx| org::found(tx, &again)).unwrap();
    }

    fn an_officer_of_a_part_neither_sees_nor_changes_the_rest(t: Bench) {
        let city = found(t, "A", "海晏市", None);
        let (mine, other) = (found(t, "A1", "海晏职业学院", Some(city)), found(t, "A2", "市商务局", Some(city)));
        let inner = found(t, "A11", "教务处", Some(mine));
        let path = t.db.read(&t.officer(), |tx| { let may = tx.may::<org::See>()?; let root = tx.root(); let today = tx.today(); org::path_of(tx.with(&may), root, mine, today) }).unwrap().unwrap();
        let clerk = t.actor_over(Role::Officer, path);
        let today = day("2026-06-01");
        let list = |filter: Filter| t.db.read(&clerk, |tx| org::list(tx, today, &filter, by_code(None, 100)));
        let names: Vec<_> = list(Filter::default()).unwrap().into_iter().map(|r| (r.name.code, r.parent.is_some())).collect();
        assert_eq!(names, [("A1".to_owned(), false), ("A11".to_owned(), true)]);
        assert_eq!(t.db.read(&clerk, |tx| org::count(tx, today, &Filter::default())).unwrap(), 2);
        assert_eq!(t.db.read(&clerk, |tx| org::children(tx, None, today)).unwrap().len(), 1);
        for hidden in [city, other, Id::new()] {
            assert!(matches!(t.db.read(&clerk, |tx| org::whole(tx, hidden, today)), Err(Error::NotFound)));
            assert!(matches!(t.db.write(&clerk, |tx| org::close(tx, hidden, today, true)), Err(Error::NotFound)));
            assert!(matches!(t.db.write(&clerk, |tx| org::move_to(tx, inner, today, Some(hidden), 0)), Err(Error::NotFound)));
            assert!(matches!(t.db.write(&clerk, |tx| org::merge(tx, inner, hidden, today)), Err(Error::NotFound)));
            let f = founding("2026-06-01", name("A9", "新设处", Kind::Department), Some(hidden));
            assert!(matches!(t.db.write(&clerk, |tx| org::found(tx, &f)), Err(Error::NotFound)));
            assert!(list(Filter { under: Some(hidden), ..Filter::default() }).is_err());
        }
        assert!(t.db.read(&clerk, |tx| org::by_code(tx, "A2", today)).is_err());
        assert!(refusal(t.db.write(&clerk, |tx| org::move_to(tx, inner, today, None, 0))).contains("上级机构"));
        // whose code it is is not told to who may not see it
        let taken = founding("2026-06-01", name("A2", "新设处", Kind::Department), Some(mine));
        assert!(!refusal(t.db.write(&clerk, |tx| org::found(tx, &taken))).contains("商务"));
        assert!(t.db.write(&t.actor(Role::Inspector), |tx| org::close(tx, inner, today, false)).is_err());
        // a unit that moves away leaves the reach of those it leaves, on the day on which it moves
        t.db.write(&t.officer(), |tx| org::move_to(tx, inner, day("2026-06-10"), Some(other), 0)).unwrap();
        assert!(t.db.read(&clerk, |tx| org::whole(tx, inner, today)).is_ok());
        t.on("2026-06-10");
        assert!(matches!(t.db.read(&clerk, |tx| org::whole(tx, inner, today)), Err(Error::NotFound)));
    }

    fn a_cycle_is_refused_and_nothing_is_kept(t: Bench) {
        let city = found(t, "A", "海晏市", None);
        let college = found(t, "A1", "海晏职业学院", Some(city));
        let office = found(t, "A11", "教务处", Some(college));
        let said = refusal(t.db.write(&t.officer(), |tx| org::move_to(tx, college, day("2026-06-01"), Some(office), 0)));
        assert!(said.contains("成为自己的上级") && said.contains("2026-06-01"), "{said}");
        assert_eq!(below(t, Some(city), "2026-06-01"), ["海晏职业学院"]);
        let said = refusal(t.db.write(&t.officer(), |tx| org::merge(tx, college, office, day("2026-06-01"))));
        assert!(said.contains("成为自己的上级"), "{said}");
    }

    fn a_unit_is_closed_when_nothing_is_left_in_it(t: Bench) {
        let city = found(t, "A", "海晏市", None);
        let college = found(t, "A1", "海晏职业学院", Some(city));
        let _office = found(t, "A11", "教务处", Some(college));
        let said = refusal(t.db.write(&t.officer(), |tx| org::close(tx, college, day("2026-06-01"), false)));
        assert!(said.contains("1个下级机构") && said.contains("教务处"), "{said}");
        assert!(refusal(t.db.write(&t.officer(), |tx| org::close(tx, college, day("2020-01-01"), true))).starts_with("on："));
        assert_eq!(t.db.write(&t.officer(), |tx| org::close(tx, college, day("2026-06-01"), true)).unwrap(), 2);
        assert_eq!(below(t, Some(city), "2026-05-31").len() + below(t, Some(city), "2026-06-01").len(), 1);
        assert!(refusal(t.db.write(&t.officer(), |tx| org::close(tx, college, day("2026-08-01"), true))).contains("自2026-06-01起撤销"));
        assert!(refusal(t.db.write(&t.officer(), |tx| org::move_to(tx, city, day("2026-07-01"), Some(college), 0))).contains("当日不存在"));
    }

    fn names_quotas_and_terms_change_from_a_day_on(t: Bench) {
        let mut f = founding("2020-01-01", name("A", "海晏职业学院", Kind::School), None);
        f.establishments = vec![Establishment { kind: "事业编制（其他）".into(), approved: 320 }];
        f.quotas = vec![Quota { level: "1A32".into(), approved: 4 }, Quota { level: "1A31".into(), approved: 1 }];
        f.party = Some(Party { kind: PartyKind::Committee, started: day("2021-03-01"), years: 5 });
        let college = t.db.write(&t.officer(), |tx| org::found(tx, &f)).unwrap();
        t.db.write(&t.officer(), |tx| org::set_quota(tx, college, day("2026-09-01"), "1A32", Some(5))).unwrap();
        t.db.write(&t.officer(), |tx| org::set_establishment(tx, college, day("2026-09-01"), "事业编制（其他）", None)).unwrap();
        let renamed = Name { name: "海晏技术大学".into(), ..f.name.clone() };
        t.db.write(&t.officer(), |tx| org::restate(tx, college, day("2026-09-01"), &renamed)).unwrap();
        let at = |on: &str| t.db.read(&t.officer(), |tx| org::whole(tx, college, day(on))).unwrap();
        let (before, after) = (at("2026-08-31"), at("2026-09-01"));
        assert_eq!((before.name.name.as_str(), after.name.name.as_str()), ("海晏职业学院", "海晏技术大学"));
        assert_eq!(before.quotas.iter().map(|q| q.approved).collect::<Vec<_>>(), [1, 4]);
        assert_eq!(after.quotas.iter().map(|q| q.approved).collect::<Vec<_>>(), [1, 5]);
        assert_eq!((before.establishments.len(), after.establishments.len()), (1, 0));
        assert_eq!(after.party.map(|p| p.ends()), Some(day("2026-03-01")));
        // a correction of the past: the founding name was another
        let first = Name { name: "海晏学校".into(), ..f.name.clone() };
        t.db.write(&t.officer(), |tx| org::restate(tx, college, day("2020-01-01"), &first)).unwrap();
        assert_eq!(at("2026-08-31").name.name, "海晏学校");
        assert_eq!(at("2026-09-01").name.name, "海晏技术大学");
        assert!(!at("2019-12-31").there);
        for (level, n) in [("1A99x", 1), ("1A31", -1), ("1A31", 9_000_000)] {
            assert!(t.db.write(&t.officer(), |tx| org::set_quota(tx, college, day("2026-09-01"), level, Some(n))).is_err());
        }
    }

    fn a_unit_is_split(t: Bench) {
        let city = found(t, "A", "海晏市", None);
        let bureau = found(t, "A1", "市文化旅游局", Some(city));
        let (culture, tourism) = (found(t, "A11", "文化科", Some(bureau)), found(t, "A12", "旅游科", Some(bureau)));
        let parts = [Part { name: name("A2", "市旅游局", Kind::GovernmentOrgan), children: vec![tourism] }];
        t.db.write(&t.officer(), |tx| org::split(tx, bureau, day("2026-06-01"), &parts)).unwrap();
        assert_eq!(below(t, Some(bureau), "2026-06-01"), ["文化科"]);
        assert_eq!(below(t, Some(city), "2026-06-01"), ["市文化旅游局", "市旅游局"]);
        let twice = [Part { name: name("A3", "甲局", Kind::Organ), children: vec![culture, culture] }];
        assert!(refusal(t.db.write(&t.officer(), |tx| org::split(tx, bureau, day("2026-06-01"), &twice))).contains("只能划给一个"));
    }

    fn lists_are_filtered_and_paged_by_key(t: Bench) {
        let city = found(t, "A", "海晏市", None);
        for n in 10..35 {
            found(t, &format!("A{n}"), &format!("第{n}科"), Some(city));
        }
        let on = day("2026-06-01");
        let page = |filter: &Filter, after| t.db.read(&t.officer(), |tx| org::list(tx, on, filter, by_code(after, 10))).unwrap();
        let (mut seen, mut after) = (vec![], None);
        loop {
            let rows = page(&Filter::default(), after);
            let Some(last) = rows.last() else { break };
            after = Some((last.name.code.clone(), last.unit));
            seen.extend(rows.into_iter().map(|r| r.name.code));
        }
        assert_eq!(seen.len(), 26);
        assert!(seen.is_sorted());
        for (text, n) in [("第1", 10), ("A2", 10), ("%", 0), ("_", 0), ("'; DROP TABLE place; --", 0), ("\\", 0)] {
            let filter = Filter { text: Some(text.into()), ..Filter::default() };
            assert_eq!(t.db.read(&t.officer(), |tx| org::count(tx, on, &filter)).unwrap(), n, "{text}");
        }
        let under = Filter { under: Some(city), kind: Some(Kind::Department), ..Filter::default() };
        assert_eq!(t.db.read(&t.officer(), |tx| org::count(tx, on, &under)).unwrap(), 26);
        assert_eq!(t.db.read(&t.officer(), |tx| org::figures(tx, city, on)).unwrap().units, 26);
    }
}
