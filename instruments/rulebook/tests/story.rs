//! How rules change: brought in, compared, adopted by a decision, made stricter by a unit; and how their past does not.

use auth::Role;
use base::Date;
use rulebook::{Adopting, Consequences, Departing, Touched, adopt, bring, depart, in_force, shipped};
use testkit::{Bench, client::Site};

const PACK: &str = "cn/selection";

/// The shipped edition with a notice of that many days.
fn edition(name: &str, days: i64) -> String {
    let mut pack = shipped().iter().find(|e| e.pack.id == PACK).unwrap().pack.clone();
    pack.edition = name.to_owned();
    let rule = pack.rules.iter_mut().find(|r| r.id == "notice-days").unwrap();
    rule.parameters.get_mut("days").unwrap().value = rulepacks::rules::Value::Whole(days);
    serde_json::to_string_pretty(&pack).unwrap()
}

fn days(t: &Bench, on: Date, unit: Option<base::Id<org::Unit>>) -> i64 {
    let found = t.db.read(&t.officer(), |tx| in_force(tx, PACK, on, unit)).unwrap().unwrap();
    found.pack.rule("notice-days", on).unwrap().whole("days").unwrap()
}

fn today(t: &Bench) -> Date {
    t.db.read(&t.officer(), |tx| Ok(tx.today())).unwrap()
}

fn said(error: db::Error) -> String {
    match error {
        db::Error::Invalid(all) => all.into_iter().map(|f| f.say.zh).collect(),
        db::Error::Refused(say) => say.zh,
        other => other.to_string(),
    }
}

testkit::on_both_engines! {
    fn an_edition_holds_from_its_day_on(t: Bench) {
        let (now, officer) = (today(t), t.officer());
        let text = edition("2027-01", 7);
        let brought = t.db.write(&officer, |tx| bring(tx, &text)).unwrap();
        assert_eq!(days(t, now, None), 5, "brought in is not adopted");
        let wanted = |from: Date| Adopting {
            pack: PACK.into(), hash: brought.hash.clone(), from, document: "清组发〔2026〕3号".into(), decided_on: now,
        };
        let late = t.db.write(&officer, |tx| adopt(tx, &wanted(now.plus_days(-1)))).unwrap_err();
        assert!(said(late).contains("规则的过去不能改动"));
        t.db.write(&officer, |tx| adopt(tx, &wanted(now.plus_days(10)))).unwrap();
        assert_eq!((days(t, now.plus_days(9), None), days(t, now.plus_days(10), None)), (5, 7));
        let again = t.db.write(&officer, |tx| adopt(tx, &wanted(now.plus_days(20)))).unwrap_err();
        assert!(said(again).contains("已经施行"));
        assert!(t.db.verify().unwrap().iter().all(|v| v.findings.is_empty()));
    }

    fn other_words_under_the_same_name_are_refused(t: Bench) {
        let officer = t.officer();
        let name = shipped().iter().find(|e| e.pack.id == PACK).unwrap().pack.edition.clone();
        let text = edition(&name, 3);
        assert!(said(t.db.write(&officer, |tx| bring(tx, &text)).unwrap_err()).contains("另起版本号"));
        let broken = text.replace("\"working_days\"", "\"share\"");
        assert!(said(t.db.write(&officer, |tx| bring(tx, &broken)).unwrap_err()).contains("notice-days"));
    }

    fn who_is_over_a_part_cannot_change_the_rules_of_all(t: Bench) {
        let college = t.actor_over(Role::Officer, "0001/000a/".parse().unwrap());
        let text = edition("2027-01", 7);
        assert!(said(t.db.write(&college, |tx| bring(tx, &text)).unwrap_err()).contains("整个组织"));
        let leader = t.actor(Role::Leader);
        assert!(matches!(t.db.write(&leader, |tx| bring(tx, &text)), Err(db::Error::Denied(_))));
    }

    fn a_figure_is_made_stricter_and_never_relaxed(t: Bench) {
        let (now, officer) = (today(t), t.officer());
        let wanted = |value: &str| Departing {
            pack: PACK.into(), rule: "notice-days".into(), name: "days".into(), value: value.into(), unit: None, from: now,
            document: "党委会议纪要第8号".into(),
        };
        assert!(said(t.db.write(&officer, |tx| depart(tx, &wanted("4"))).unwrap_err()).contains("不能放宽"));
        t.db.write(&officer, |tx| depart(tx, &wanted("8"))).unwrap();
        assert_eq!(days(t, now, None), 8);
        assert!(t.db.write(&officer, |tx| depart(tx, &wanted("7"))).is_err(), "held against what holds already");
        assert!(t.db.write(&officer, |tx| depart(tx, &Departing { from: now.plus_days(-1), ..wanted("9") })).is_err());
    }

    fn the_rulebook_is_read_by_everyone_and_changed_by_form(t: Bench) {
        let touched = |_: &mut db::Read<'_>, old: &rulepacks::rules::Pack, new: &rulepacks::rules::Pack, on: Date| {
            let of = |p: &rulepacks::rules::Pack| p.rule("notice-days", on).and_then(|r| r.whole("days")).unwrap_or(0);
            let say = |n: i64| base::Say::new(n.to_string(), n.to_string());
            Ok(vec![Touched {
                kind: base::Say::new("案件", "Case"), name: "三处副处长".into(), href: None, was: say(of(old)), becomes: say(of(new)),
            }])
        };
        let site = Site::with(t, vec![rulebook::slice()], |app| app.with(Consequences::new([touched as rulebook::Consequence])));
        let stranger = site.stranger();
        stranger.get("/rules").ok().shows("5个工作日").shows("第42条").shows("尚未由本单位决定施行").hides("引入规则包");
        stranger.get("/rules/cn/selection/rule/notice-days").ok().shows("可以提高，不可降低").hides("从严规定");
        site.stranger().get("/rules/cn/selection?lang=en").ok().shows("as it came with the program");
        stranger.get("/rules/cn/nothing").is(404);
        stranger.get("/rules/cn/selection/rule/nothing").is(404);

        let officer = site.as_actor(t.officer());
        let text = edition("2027-01", 7);
        let at = officer.upload("/rules", "file", "selection.json", text.as_bytes(), &[]).location().unwrap();
        officer.get(&at).ok().shows("5个工作日").shows("7个工作日").shows("三处副处长").shows("修改");
        officer.upload("/rules", "file", "x.json", b"{", &[]).is(422).shows("无法读取规则包");
        let now = today(t).to_string();
        officer.post(&at, &[("document", ""), ("decided_on", &now), ("from", &now)]).is(422).shows("请填写决定的文号");
        officer.post(&at, &[("document", "3号"), ("decided_on", &now), ("from", "2020-01-01")]).is(422).shows("规则的过去不能改动");
        let traces = t.db.read(&t.officer(), |tx| {
            let may = tx.may::<rulebook::Look>()?;
            tx.entries(&may, &["rulebook.refused"], 10)
        });
        assert_eq!(traces.unwrap().len(), 1, "the try stands in the ledger");
        officer.post(&at, &[("document", "3号"), ("decided_on", &now), ("from", &now)]).location().unwrap();
        stranger.get("/rules").ok().shows("7个工作日").shows("依3号");

        let rule = "/rules/cn/selection/rule/notice-days";
        let sent = |value: &'static str| [("name", "days"), ("value", value), ("unit", ""), ("from", ""), ("document", "8号")];
        officer.post(rule, &sent("9")).is(422).shows("请填写日期");
        let mut good = sent("9");
        good[3].1 = Box::leak(now.clone().into_boxed_str());
        officer.post(rule, &good).location().unwrap();
        officer.get(rule).ok().shows("9个工作日").shows("8号");
        let id = officer.json(rule)["figures"][0]["figure"]["id"].as_str().unwrap().to_owned();
        officer.post(&format!("/rules/figures/{id}/end"), &[]).location().unwrap();
        stranger.get(rule).ok().hides("9个工作日");
    }

    fn what_the_register_checks_by_is_listed_and_not_changed_here(t: Bench) {
        let site = Site::of(t, vec![rulebook::slice()]);
        let stranger = site.stranger();
        stranger.get("/rules").ok().shows("党政领导干部职务任期").shows("任职回避与职数").shows("干部信息核查规则")
            .shows("登记核查直接读取");
        stranger.get("/rules/cn/terms/rule/term-years").ok().shows("党政领导干部职务任期暂行规定第3条").shows("5年");
        stranger.get("/rules/cn/appointing/rule/recusal?lang=en").ok().shows("Near in-laws").shows("wife’s father")
            .shows("a reason is asked for").hides("岳父");
        let officer = site.as_actor(t.officer());
        officer.get("/rules/cn/file-checks/rule/joining-age").ok().shows("18年").hides("本单位的数值");
        let sent = |pack: &str, rule: &str, name: &str, value: &str| Departing {
            pack: pack.into(), rule: rule.into(), name: name.into(), value: value.into(), unit: None, from: today(t), document: "8号".into(),
        };
        let wanted = sent("cn/terms", "term-years", "years", "4");
        assert!(said(t.db.write(&t.officer(), |tx| depart(tx, &wanted)).unwrap_err()).contains("登记核查直接读取"));
        let mut other = shipped().iter().find(|e| e.pack.id == "cn/terms").unwrap().pack.clone();
        (other.edition, other.built_in) = ("2027-01".to_owned(), false);
        let text = serde_json::to_string(&other).unwrap();
        assert!(said(t.db.write(&t.officer(), |tx| bring(tx, &text)).unwrap_err()).contains("随程序更新"));
    }

    fn every_rule_of_every_pack_has_its_page(t: Bench) {
        let site = Site::of(t, vec![rulebook::slice()]);
        let stranger = site.stranger();
        let list = stranger.get("/rules").ok().text.clone();
        for edition in shipped() {
            let pack = &edition.pack;
            assert!(list.contains(&format!("\"/rules/{}\"", pack.id)), "{}", pack.id);
            stranger.get(&format!("/rules/{}", pack.id)).ok().shows(&pack.title.zh);
            for rule in pack.ids() {
                let newest = pack.rules.iter().rfind(|r| r.id == rule).unwrap();
                stranger.get(&rulebook::href(&pack.id, rule)).ok().shows(&newest.text.zh);
            }
        }
    }
}
