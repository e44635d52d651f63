//! Naming a unit in a form.

use auth::Role;
use base::{Date, Id};
use db::Error;
use org::{Founding, Kind, Name, Unit};
use testkit::Bench;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}
fn found(t: &Bench, on: &str, code: &str, name: &str, parent: Option<Id<Unit>>) -> Id<Unit> {
    let named = Name {
        code: code.into(),
        name: name.into(),
        short: String::new(),
        kind: Kind::Department,
        rank: None,
        credit_code: None,
    };
    let (on, position) = (day(on), 0);
    let f = Founding { on, name: named, parent, position, establishments: vec![], quotas: vec![], party: None };
    t.db.write(&t.officer(), |tx| org::found(tx, &f)).unwrap()
}
fn suggested(t: &Bench, who: &auth::Actor, typed: &str) -> Vec<String> {
    let on = day("2026-06-01");
    let found = t.db.read(who, |tx| org::suggested(tx, typed, on, 8)).unwrap();
    found.into_iter().map(|c| c.code).collect()
}
/// The code of what is meant, or the message in Chinese.
fn picked(t: &Bench, who: &auth::Actor, typed: &str, on: &str) -> Result<Option<Id<Unit>>, String> {
    t.db.read(who, |tx| org::pick(tx, "parent", typed, day(on))).map_err(|why| match why {
        Error::Invalid(fields) => format!("{}：{}", fields[0].field, fields[0].say.zh),
        other => format!("{other:?}"),
    })
}

testkit::on_both_engines! {
    fn a_unit_is_found_by_name_pinyin_initials_and_code_within_reach(t: Bench) {
        let city = found(t, "2020-01-01", "A", "海晏市", None);
        let college = found(t, "2020-01-01", "A1", "海晏职业学院", Some(city));
        found(t, "2020-01-01", "A11", "教务处", Some(college));
        let bureau = found(t, "2020-01-01", "A2", "市教育局", Some(city));
        found(t, "2026-09-01", "A3", "市数据局", Some(city));
        let all = t.officer();
        for (typed, codes) in [
            ("教", vec!["A11", "A2"]),
            ("haiyan", vec!["A", "A1"]),
            ("hyzyxy", vec!["A1"]),
            ("jwc", vec!["A11"]),
            ("a1", vec!["A1", "A11"]),
            ("A1 海晏职业学院", vec!["A1"]),
            ("shuju", vec!["A3"]),
            ("%", vec![]),
            ("", vec![]),
            ("不存在", vec![]),
        ] {
            assert_eq!(suggested(t, &all, typed), codes, "{typed}");
        }
        let path = t.db.read(&all, |tx| { let may = tx.may::<org::See>()?; let (root, today) = (tx.root(), tx.today()); org::path_of(tx.with(&may), root, college, today) }).unwrap().unwrap();
        let clerk = t.actor_over(Role::Officer, path);
        assert_eq!(suggested(t, &clerk, "haiyan"), ["A1"]);
        assert_eq!(suggested(t, &clerk, "教"), ["A11"]);
        assert!(picked(t, &clerk, "市教育局", "2026-06-01").unwrap_err().contains("没有叫“市教育局”"));
        assert!(picked(t, &clerk, &bureau.to_string(), "2026-06-01").is_err());
        assert_eq!(picked(t, &all, &bureau.to_string(), "2026-06-01").unwrap(), Some(bureau));
    }

    fn what_is_typed_is_read_as_one_unit_or_told_why_not(t: Bench) {
        let city = found(t, "2020-01-01", "A", "海晏市", None);
        let (one, two) = (found(t, "2020-01-01", "A1", "海晏职业学院", Some(city)), found(t, "2020-01-01", "A2", "海晏师范学院", Some(city)));
        let office = found(t, "2020-01-01", "A11", "教务处", Some(one));
        found(t, "2020-01-01", "A21", "教务处", Some(two));
        let planned = found(t, "2026-09-01", "A3", "市数据局", Some(city));
        let all = t.officer();
        for typed in ["A11", " a11 ", "A11 教务处"] {
            assert_eq!(picked(t, &all, typed, "2026-06-01"), Ok(Some(office)), "{typed}");
        }
        assert_eq!(picked(t, &all, "海晏职业学院", "2026-06-01"), Ok(Some(one)));
        assert_eq!(picked(t, &all, "  ", "2026-06-01"), Ok(None));
        // a name that several have is asked back with the choices
        let said = picked(t, &all, "教务处", "2026-06-01").unwrap_err();
        assert_eq!(said, "parent：“教务处”可指2个机构，请填写其编码：A11 教务处（海晏职业学院）；A21 教务处（海晏师范学院）。");
        let said = picked(t, &all, "教务", "2026-06-01").unwrap_err();
        assert!(said.starts_with("parent：2026-06-01没有叫“教务”的机构") && said.contains("是否为：A11 教务处"), "{said}");
        // the code of one and the name of another are no unit
        assert!(picked(t, &all, "A11 海晏师范学院", "2026-06-01").is_err());
        // a planned unit is one from its first day on
        assert!(picked(t, &all, "市数据局", "2026-08-31").is_err());
        assert_eq!(picked(t, &all, "市数据局", "2026-09-01"), Ok(Some(planned)));
        // the box was filled before the unit got its new name
        let renamed = Name { code: "A1".into(), name: "海晏技术大学".into(), short: String::new(), kind: Kind::School, rank: None, credit_code: None };
        t.db.write(&all, |tx| org::restate(tx, one, day("2026-07-01"), &renamed)).unwrap();
        assert_eq!(picked(t, &all, "A1 海晏职业学院", "2026-08-01"), Ok(Some(one)));
    }
}
