//! Appointments as their officers live with them.

use auth::{Account, Actor, Columns, Door, Grant, Path, Role};
use base::{Date, Id};
use db::Error;
use org::{Founding, Kind, Name, Quota, Unit};
use post::{Class, Content, Frame, Post, Time};
use tenure::{Appointment, Despite, Holding, Person, Tenure, Way};
use testkit::Bench;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}
fn unit(t: &Bench, code: &str, parent: Option<Id<Unit>>, deputies: i64) -> Id<Unit> {
    org::follow(&post::PostsOfUnits);
    post::follow(&tenure::Holders);
    let name = Name {
        code: code.into(),
        name: format!("机构{code}"),
        short: String::new(),
        kind: Kind::Other,
        rank: None,
        credit_code: None,
    };
    let (on, position) = (day("2010-01-01"), 0);
    let quotas = vec![Quota { level: "1A32".into(), approved: deputies }];
    let f = Founding { on, name, parent, position, establishments: vec![], quotas, party: None };
    t.db.write(&t.officer(), |tx| org::found(tx, &f)).unwrap()
}
fn create(t: &Bench, unit: Id<Unit>, code: &str, openings: i64, time: Time) -> Id<Post> {
    let (class, term_years) = (Class::Administration, Some(5));
    let f = Frame {
        unit,
        code: code.into(),
        name: format!("岗位{code}"),
        level: Some("1A32".into()),
        leading: true,
        class,
        time,
        managed_by: None,
        openings,
        term_years,
        position: 0,
    };
    t.db.write(&t.officer(), |tx| post::create(tx, day("2010-01-01"), &f, &Content::default(), &[])).unwrap()
}
fn of(person: Id<Person>, post: Id<Post>, way: Way, from: &str, to: Option<&str>) -> Appointment {
    let appointed_by = Some("海委干〔2020〕1号".into());
    let holding = Holding {
        person,
        post,
        way,
        chosen: None,
        appointed_by,
        removed_by: None,
        reason: None,
        ordinal: 0,
        in_team: None,
        exceptional: None,
        printed: None,
    };
    Appointment { from: day(from), to: to.map(day), holding }
}
fn person(t: &Bench, name: &str) -> Id<Person> {
    let basic = [("name".to_owned(), name.to_owned())].into();
    let id = t.db.write(&t.officer(), |tx| people::actions::enter(tx, None, day("2000-01-01"), &basic)).unwrap();
    id.cast()
}
fn appoint(t: &Bench, a: &Appointment) -> db::Result<Id<Tenure>> {
    t.db.write(&t.officer(), |tx| tenure::appoint(tx, a, &Despite::default()))
}
fn says(done: db::Result<Id<Tenure>>) -> String {
    match done {
        Err(Error::Refused(say)) => say.zh,
        Err(Error::Invalid(e)) => e[0].field.clone(),
        other => format!("{other:?}"),
    }
}

testkit::on_both_engines! {
    fn one_full_time_post_of_ones_own_at_a_time(t: Bench) {
        let u = unit(t, "A", None, 3);
        let (a, b, part) = (create(t, u, "P1", 1, Time::Full), create(t, u, "P2", 1, Time::Full), create(t, u, "P3", 1, Time::Part));
        let (person, other) = (person(t, "林知远"), person(t, "周明"));
        let first = appoint(t, &of(person, a, Way::Main, "2020-01-01", None)).unwrap();
        let refused = says(appoint(t, &of(person, b, Way::Main, "2024-01-01", None)));
        assert!(refused.contains("岗位P1") && refused.contains("2020-01-01"), "{refused}");
        assert!(says(appoint(t, &of(person, a, Way::Concurrent, "2024-01-01", None))).contains("日期重叠"));
        appoint(t, &of(person, b, Way::Concurrent, "2024-01-01", Some("2024-06-01"))).unwrap();
        appoint(t, &of(person, part, Way::Main, "2024-01-01", None)).unwrap();
        t.db.write(&t.officer(), |tx| tenure::end(tx, first, day("2026-07-01"), Some("海委干〔2026〕9号".into()), Some("交流".into()))).unwrap();
        appoint(t, &of(person, b, Way::Main, "2026-07-01", None)).unwrap();
        assert_eq!(says(appoint(t, &of(Id::new(), a, Way::Main, "2021-01-01", None))), "person");
        assert_eq!(says(appoint(t, &of(other, a, Way::Main, "2009-12-31", None))), "from");
        assert_eq!(says(appoint(t, &of(other, a, Way::Main, "2021-01-01", Some("2021-01-01")))), "to");
        let held = t.db.read(&t.officer(), |tx| tenure::of_person(tx, person, day("2026-06-01"))).unwrap();
        assert_eq!(held.iter().map(|r| r.span.from.to_string()).collect::<Vec<_>>(), ["2026-07-01", "2024-01-01", "2024-01-01", "2020-01-01"]);
        assert_eq!(held[3].span.value.removed_by.as_deref(), Some("海委干〔2026〕9号"));
    }

    fn five_columns_and_vacancies(t: Bench) {
        let city = unit(t, "A", None, 0);
        let u = unit(t, "A1", Some(city), 2);
        let p = create(t, u, "P1", 3, Time::Full);
        let leaving = appoint(t, &of(person(t, "林知远"), p, Way::Main, "2019-01-01", None)).unwrap();
        appoint(t, &of(person(t, "周明"), p, Way::Main, "2023-01-01", None)).unwrap();
        let check = |until: &str| {
            let all = t.db.read(&t.officer(), |tx| tenure::quotas(tx, &[city], day("2026-06-01"), day(until))).unwrap();
            let l = all.iter().find(|c| c.unit == u).unwrap().lines[0].clone();
            (l.approved.unwrap(), l.filled, l.to_vacate, l.to_fill, l.exceeded)
        };
        let open = |on: &str| {
            let all = t.db.read(&t.officer(), |tx| tenure::vacancies(tx, &post::Filter::default(), day(on), post::Wanted::first(100))).unwrap();
            all.iter().map(|v| v.open).collect::<Vec<_>>()
        };
        assert_eq!(check("2026-12-31"), (2, 2, 0, 0, 0));
        assert_eq!(open("2026-06-01"), [1]);
        let third = of(person(t, "吴勇"), p, Way::Main, "2026-09-01", None);
        match appoint(t, &third) {
            Err(Error::Invalid(e)) => {
                assert_eq!(e.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), ["caution", "despite"]);
                assert!(e[0].say.zh.starts_with("本机构县处级副职领导职数核定2人，此次任职后为3人，超配1人。"), "{}", e[0].say.zh);
            }
            other => panic!("{other:?}"),
        }
        let despite = Despite { reason: Some("换届过渡".into()), seen: None };
        t.db.write(&t.officer(), |tx| tenure::appoint(tx, &third, &despite)).unwrap();
        assert_eq!(check("2026-12-31"), (2, 2, 0, 1, 1));
        assert_eq!(open("2026-09-01"), [0i64; 0]);
        t.db.write(&t.officer(), |tx| tenure::end(tx, leaving, day("2026-08-01"), None, Some("到龄".into()))).unwrap();
        assert_eq!(check("2026-12-31"), (2, 2, 1, 1, 0));
        assert_eq!(check("2026-07-31"), (2, 2, 0, 0, 0));
        let late = t.db.read(&t.officer(), |tx| tenure::overdue(tx, city, day("2026-06-01"))).unwrap();
        assert_eq!(late.iter().map(|r| r.term_ends).collect::<Vec<_>>(), [Some(day("2024-01-01"))]);
    }

    fn holders_leave_with_their_post(t: Bench) {
        let city = unit(t, "A", None, 0);
        let u = unit(t, "A1", Some(city), 1);
        let p = create(t, u, "P1", 1, Time::Full);
        let person = person(t, "林知远");
        appoint(t, &of(person, p, Way::Main, "2024-01-01", None)).unwrap();
        let refused = t.db.write(&t.officer(), |tx| post::close(tx, p, day("2026-07-01"), false));
        assert!(matches!(refused, Err(Error::Refused(say)) if say.zh.contains("1人任职")));
        t.db.write(&t.officer(), |tx| org::close(tx, u, day("2026-07-01"), true)).unwrap();
        let held = t.db.read(&t.officer(), |tx| tenure::of_person(tx, person, day("2026-08-01"))).unwrap();
        assert_eq!((held.len(), held[0].span.to, held[0].unit_name.as_str()), (1, Some(day("2026-07-01")), "机构A1"));
    }

    fn scope_and_the_own_file(t: Bench) {
        let city = unit(t, "A", None, 0);
        let (mine, other) = (unit(t, "A1", Some(city), 1), unit(t, "A2", Some(city), 1));
        let (p, hidden) = (create(t, mine, "P1", 1, Time::Full), create(t, other, "P2", 1, Time::Full));
        let (person, stranger) = (person(t, "林知远"), person(t, "周明"));
        appoint(t, &of(person, p, Way::Main, "2024-01-01", None)).unwrap();
        let theirs = appoint(t, &of(stranger, hidden, Way::Main, "2024-01-01", None)).unwrap();
        let path: Path = t.db.read(&t.officer(), |tx| { let may = tx.may::<org::See>()?; let (root, today) = (tx.root(), tx.today()); org::path_of(tx.with(&may), root, mine, today) }).unwrap().unwrap();
        let clerk = t.actor_over(Role::Officer, path);
        let today = day("2026-06-01");
        assert!(t.db.read(&clerk, |tx| tenure::of_person(tx, person, today)).is_ok());
        assert!(matches!(t.db.read(&clerk, |tx| tenure::of_person(tx, stranger, today)), Err(Error::NotFound)));
        assert!(matches!(t.db.read(&clerk, |tx| tenure::of_post(tx, hidden, today)), Err(Error::NotFound)));
        assert!(matches!(t.db.read(&clerk, |tx| tenure::quotas(tx, &[city], today, today)), Err(Error::NotFound)));
        assert!(matches!(t.db.write(&clerk, |tx| tenure::end(tx, theirs, today, None, None)), Err(Error::NotFound)));
        let sent = of(person, hidden, Way::Concurrent, "2026-01-01", None);
        assert!(matches!(t.db.write(&clerk, |tx| tenure::appoint(tx, &sent, &Despite::default())), Err(Error::NotFound)));
        let grants = vec![Grant { role: Role::Cadre, over: Path::whole(), columns: Columns::NONE }];
        let cadre = Actor::account(Door::Session, t.root, Id::<Account>::new(), Some(person), grants);
        assert_eq!(t.db.read(&cadre, |tx| tenure::of_person(tx, person, today)).unwrap().len(), 1);
        assert!(matches!(t.db.read(&cadre, |tx| tenure::of_person(tx, stranger, today)), Err(Error::NotFound)));
        assert!(t.db.write(&cadre, |tx| tenure::appoint(tx, &sent, &Despite::default())).is_err());
    }

    fn many_at_once_or_none(t: Bench) {
        let u = unit(t, "A", None, 1);
        let p = create(t, u, "P1", 50, Time::Full);
        let q = create(t, u, "P2", 50, Time::Full);
        let mut all: Vec<_> = (0..40).map(|_| of(Id::new(), p, Way::Main, "2024-01-01", None)).collect();
        let twice = of(all[3].holding.person, q, Way::Main, "2025-01-01", None);
        all.push(twice);
        let bulk = |all: &[Appointment]| t.db.write(&t.officer(), |tx| {
            let done = tenure::appoint_bulk(tx, all, &|_, _| {})?;
            tx.record(db::Event::new("tenure.imported").facts(tenure::FACTS), done.wrong)
        }).unwrap();
        let wrong = bulk(&all);
        assert!(wrong.len() == 1 && wrong[0].0 == 40 && wrong[0].1.zh.contains("岗位P1"), "{wrong:?}");
        let team = || t.db.read(&t.officer(), |tx| tenure::team(tx, u, true, day("2026-06-01"))).unwrap().len();
        assert_eq!(team(), 0);
        all.pop();
        assert!(bulk(&all).is_empty());
        assert_eq!(team(), 40);
    }
}
