//! Appointments as officers, inspectors and cadres see them.

mod common;

use auth::Role;
use base::Lang;
use common::*;
use tenure::Way;
use testkit::Bench;

testkit::on_both_engines! {
    fn an_officer_appoints_ends_corrects_and_takes_back_by_form(t: Bench) {
        let u = unit(t, "A", None, 2);
        let (p, who) = (create(t, u, "P1", 2, true), person(t, u, "R1", "郑知行"));
        person(t, u, "R2", "周明");
        let officer = site(t).as_actor(t.officer());
        // the file of a person leads to the form, which says who it is
        officer.get(&format!("/people/{who}")).ok().shows("任职情况").shows("没有登记任职").shows(&format!("/appointments/new?person={who}"));
        officer.get(&format!("/appointments/new?person={who}&post={p}")).ok().shows("value=\"R1\"").shows("value=\"P1\"");
        // everything that is wrong is said at once
        let wrong = [("person", "查无此人"), ("post", "P9"), ("way", "main"), ("from", "2026"), ("ordinal", "x")];
        officer.post("/appointments/new", &wrong).is(422).shows("找不到此人").shows("没有这个编码的岗位").shows("请填写完整日期").shows("查无此人");
        let fields = [("person", "郑知行"), ("post", "P1"), ("way", "main"), ("from", "2020-01-01"), ("appointed_by", "海委干〔2020〕3号")];
        let home = officer.post("/appointments/new", &fields).is(303).location().unwrap();
        officer.get(&home).ok().shows("郑知行").shows("海委干〔2020〕3号").shows("机构A").shows("任期已届满").shows("2025-01-01");
        officer.get(&format!("/people/{who}")).ok().shows("岗位P1").shows("已于2025-01-01届满");
        officer.get(&format!("/posts/{p}")).ok().shows("现任").shows("郑知行").shows("空缺1人");
        officer.get(&format!("/units/{u}")).ok().shows("班子和人员").shows("郑知行").shows("领导班子");
        officer.submit(&format!("{home}/correct"), &[("from", "2021-02-01")]).ok().shows("已更正").shows("2021-02-01").shows("记录沿革");
        officer.submit(&format!("{home}/end"), &[("on", "2026-07-01"), ("removed_by", "海委干〔2026〕9号"), ("reason", "交流")]).ok().shows("自2026-07-01起不再任职");
        officer.post(&format!("{home}/end"), &[("on", "2026-08-01")]).is(422).shows("已于2026-07-01结束");
        officer.get("/appointments?when=ended&on=2026-07-02").ok().shows("郑知行").shows("海委干〔2026〕9号");
        let second = officer.post("/appointments/new", &[("person", "R2"), ("post", "P1"), ("way", "acting"), ("from", "2026-07-01")]);
        let second = second.is(303).location().unwrap();
        officer.get("/appointments?when=planned").ok().shows("周明").hides("郑知行");
        officer.post(&format!("{second}/take-back"), &[("reason", "")]).is(422).shows("请写明撤销的原因");
        officer.submit(&format!("{second}/take-back"), &[("reason", "录入有误，并无此任职")]).ok().shows("已撤销");
        officer.get(&second).is(404);
        // a program does the same by the same form
        let api = site(t).as_program(t.officer());
        let sent = serde_json::json!({ "person": "R2", "post": "P1", "way": "concurrent", "from": "2026-05-01" });
        let done = api.post_json("/appointments/new", &sent).ok().as_json();
        let id = done["href"].as_str().unwrap().to_owned();
        assert_eq!(api.json(&id)["span"]["value"]["way"], "concurrent");
        site(t).as_actor(t.actor(Role::Inspector)).post("/appointments/new", &fields).is(403);
    }

    fn beyond_the_quota_the_form_says_the_figures_and_asks_for_a_reason(t: Bench) {
        let u = unit(t, "A", None, 1);
        let p = create(t, u, "P1", 1, true);
        appoint(t, &of(person(t, u, "R1", "郑知行"), p, Way::Main, "2024-01-01", None));
        person(t, u, "R2", "周明");
        let officer = site(t).as_actor(t.officer());
        let fields = [("person", "R2"), ("post", "P1"), ("way", "main"), ("from", "2026-05-01")];
        let asked = officer.post("/appointments/new", &fields).is(422);
        let asked = asked.shows("县处级副职领导职数核定1人，此次任职后为2人，超配1人").shows("该岗位职数1人，此次任职后为2人").shows("仍要任职的理由")
            .shows("/rules/cn/appointing/rule/beyond-openings").shows("/rules/cn/appointing/rule/beyond-quota");
        let (_, filled) = asked.form().unwrap();
        let seen = &filled.iter().find(|(name, _)| name == "seen").unwrap().1;
        // what was changed meanwhile makes something else to be heeded
        let other = [("despite", "换届过渡安排"), ("seen", "别的提示")];
        officer.post("/appointments/new", &[&fields[..], &other].concat()).is(422).shows("提示的内容有变化");
        let reason = [("despite", "换届过渡安排"), ("seen", seen.as_str())];
        officer.post("/appointments/new", &[&fields[..], &reason].concat()).is(303);
        let kept = ledger(t, "tenure.appointed");
        assert!(kept.contains("换届过渡安排") && kept.contains("\"cautions\":[\"openings\",\"quota\"]"), "{kept}");
        // acting takes no place of the quota, but one on the post
        person(t, u, "R3", "吴勇");
        let acting = [("person", "R3"), ("post", "P1"), ("way", "acting"), ("from", "2026-05-01")];
        officer.post("/appointments/new", &acting).is(422).shows("该岗位职数1人，此次任职后为3人").hides("领导职数核定");
        let table = officer.json(&format!("/quotas?unit={u}"));
        let line = &table["checks"]["rows"][0]["lines"][0];
        assert_eq!((line["approved"].as_i64(), line["filled"].as_i64(), line["exceeded"].as_i64()), (Some(1), Some(2), Some(1)));
        officer.get("/quotas").ok().shows("超配").shows(&format!("/quotas/people?unit={u}&amp;level=1A32&amp;column=exceeded"));
        officer.get(&format!("/quotas/people?unit={u}&level=1A32&column=exceeded")).ok().shows("郑知行").shows("周明");
        officer.get("/quotas/sheet").ok().shows("领导职数配备情况表").shows("填表人");
        officer.get("/quotas?format=csv").ok().shows("核定").shows("拟免");
        site(t).as_actor(t.officer()).reading(Lang::En).get("/quotas").ok().shows("To vacate").shows("1 too many");
    }

    fn relatives_are_found_without_saying_which_relation_it_is(t: Bench) {
        let city = unit(t, "A", None, 0);
        let (bureau, other) = (unit(t, "A1", Some(city), 3), unit(t, "A2", Some(city), 3));
        let section = unit(t, "A11", Some(bureau), 1);
        let chief = create(t, bureau, "P1", 1, true);
        create(t, section, "P2", 1, true);
        create(t, other, "P3", 9, false);
        let (a, b, c) = (person(t, bureau, "R1", "郑知行"), person(t, section, "R2", "周明"), person(t, other, "R3", "林小溪"));
        kin(t, a, "妻子", b, "周明");
        kin(t, c, "父亲", a, "郑知行");
        kin(t, c, "曾祖父", b, "周明");
        let officer = site(t).as_actor(t.officer());
        appoint(t, &of(a, chief, Way::Main, "2024-01-01", None));
        // in another unit there is nothing against it, nor between relations that the rules do not name
        officer.post("/appointments/new", &[("person", "R3"), ("post", "P3"), ("way", "main"), ("from", "2024-01-01")]).is(303);
        let fields = [("person", "R2"), ("post", "P2"), ("way", "main"), ("from", "2026-05-01")];
        let asked = officer.post("/appointments/new", &fields).is(422);
        asked.shows("与“郑知行”（机构A1岗位P1）有应当回避的亲属关系：直接上下级领导关系").shows("《中华人民共和国公务员法》第74条").hides("妻子");
        officer.post("/appointments/new", &[&fields[..], &[("despite", "已报组织部备案，限期调整")]].concat()).is(303);
        let inspector = site(t).as_actor(t.actor(Role::Inspector));
        inspector.get("/recusal").ok().shows("郑知行").shows("周明").shows("直接上下级领导关系").hides("林小溪").hides("妻子").hides("丈夫");
        let found = inspector.json("/recusal");
        assert_eq!((found["conflicts"]["rows"].as_array().unwrap().len(), found["conflicts"]["rows"][0]["situation"].as_str()), (1, Some("superior")));
        assert!(!ledger(t, "tenure.appointed").contains("郑知行"), "the ledger says nothing of a family");
        officer.get("/recusal?on=2025-12-31").ok().hides("周明");
        // whoever answers for one part sees what touches it
        let path = t.db.read(&t.officer(), |tx| { let may = tx.may::<org::See>()?; let (root, today) = (tx.root(), tx.today()); org::path_of(tx.with(&may), root, other, today) }).unwrap().unwrap();
        site(t).as_actor(t.actor_over(Role::Officer, path)).get("/recusal").ok().hides("周明").shows("没有发现");
        site(t).as_actor(t.actor(Role::Leader)).get("/recusal").is(404);
    }

    fn two_records_of_one_person_become_one_with_all_they_hold(t: Bench) {
        let u = unit(t, "A", None, 3);
        let (p, q) = (create(t, u, "P1", 3, true), create(t, u, "P2", 3, false));
        let (one, other) = (person(t, u, "R1", "郑知行"), person(t, u, "R2", "郑知行"));
        let officer = site(t).as_actor(t.officer());
        appoint(t, &of(one, p, Way::Main, "2024-01-01", None));
        appoint(t, &of(other, p, Way::Main, "2024-01-01", None));
        appoint(t, &of(other, q, Way::Concurrent, "2023-01-01", None));
        officer.post(&format!("/people/{other}/remove"), &[]).is(422).shows("登记有2项任职");
        let held = |who| t.db.read(&t.officer(), |tx| tenure::of_person(tx, who, day("2026-06-01"))).map(|r| r.len()).unwrap_or(0);
        let (keep, gone) = (one.to_string(), other.to_string());
        let home = officer.post("/people/merge", &[("person", &keep), ("other", &gone)]).is(303).location().unwrap();
        assert_eq!((held(one), held(other)), (2, 0));
        let entry = home.split("merged=").nth(1).unwrap().to_owned();
        officer.post(&format!("/people/undo/{entry}"), &[]).is(303);
        assert_eq!((held(one), held(other)), (1, 2));
        // two full-time posts of one's own cannot be one person's
        let r = create(t, u, "P3", 3, false);
        let third = person(t, u, "R3", "郑知行");
        appoint(t, &of(third, r, Way::Main, "2024-01-01", None));
        let third = third.to_string();
        officer.post("/people/merge", &[("person", &keep), ("other", &third)]).is(422).shows("只能有一个专职主职");
    }

    fn a_cadre_sees_the_own_appointments_only(t: Bench) {
        let u = unit(t, "A", None, 2);
        let p = create(t, u, "P1", 2, true);
        let (me, other) = (person(t, u, "R1", "郑知行"), person(t, u, "R2", "周明"));
        let mine = appoint(t, &of(me, p, Way::Main, "2024-01-01", None));
        let theirs = appoint(t, &of(other, p, Way::Main, "2024-01-01", None));
        let cadre = site(t).as_actor(own(t, me));
        cadre.get("/appointments").ok().shows("郑知行").hides("周明").hides("机构名称或编码");
        assert_eq!(cadre.json("/appointments")["appointments"]["total"], 1);
        cadre.get(&format!("/appointments/{mine}")).ok().shows("岗位P1").hides("登记免职").hides("/posts/").hides("/units/");
        // what the own post is, and no other post
        cadre.get(&format!("/appointments/{mine}/post")).ok().shows("岗位说明书").shows("岗位P1").hides("/posts/");
        cadre.get(&format!("/appointments/{theirs}/post")).is(404);
        cadre.get(&format!("/posts/{p}/sheet")).is(404);
        cadre.get(&format!("/appointments/{theirs}")).is(404);
        cadre.get(&format!("/people/{me}")).ok().shows("任职情况").shows("岗位P1");
        for path in ["/vacancies", "/quotas", "/quotas/sheet", "/recusal", "/appointments/new", "/appointments/suggest?person=周"] {
            cadre.get(path).is(404);
        }
        cadre.post("/appointments/new", &[("person", "R1")]).is(403);
        cadre.post(&format!("/appointments/{mine}/end"), &[("on", "2026-06-01")]).is(403);
        site(t).stranger().get("/appointments").asks_to_sign_in();
    }

    fn lists_are_filtered_by_unit_term_and_name(t: Bench) {
        let city = unit(t, "A", None, 0);
        let (one, two) = (unit(t, "A1", Some(city), 3), unit(t, "A2", Some(city), 3));
        let (p, q) = (create(t, one, "P1", 3, true), create(t, two, "P2", 2, true));
        let names = ["阿强", "单雄", "曾敏"];
        for (i, (name, from)) in names.iter().zip(["2018-01-01", "2021-08-01", "2025-01-01"]).enumerate() {
            appoint(t, &of(person(t, one, &format!("R{i}"), name), if i == 1 { q } else { p }, Way::Main, from, None));
        }
        let officer = site(t).as_actor(t.officer());
        let found = |path: &str| -> Vec<String> {
            let json = officer.json(path);
            json["appointments"]["rows"].as_array().unwrap().iter().map(|r| r["name"].as_str().unwrap().to_owned()).collect()
        };
        // the latest first; the clock stands at 2026-06-01
        assert_eq!(found("/appointments"), ["曾敏", "单雄", "阿强"]);
        assert_eq!(found("/appointments?sort=since"), ["阿强", "单雄", "曾敏"]);
        assert_eq!(found("/appointments?unit=A1"), ["曾敏", "阿强"]);
        assert_eq!(found(&format!("/appointments?unit={two}")), ["单雄"]);
        assert_eq!(found("/appointments?unit=机构A"), ["曾敏", "单雄", "阿强"]);
        assert_eq!(found("/appointments?unit=没有的机构"), [""; 0]);
        assert_eq!(found("/appointments?q=单"), ["单雄"]);
        assert_eq!(found("/appointments?q=P2"), ["单雄"]);
        assert_eq!(found("/appointments?ending=0"), ["阿强"]);
        assert_eq!(found("/appointments?ending=3"), ["阿强", "单雄"]);
        assert_eq!(found("/appointments?on=2019-01-01"), ["阿强"]);
        let mut seen = Vec::new();
        for start in ["/appointments?limit=1", "/appointments?limit=1&ending=12", "/appointments?limit=1&sort=-term"] {
            let mut path = start.to_owned();
            loop {
                let json = officer.json(&path);
                seen.push(json["appointments"]["rows"][0]["name"].as_str().unwrap().to_owned());
                match json["appointments"]["next"].as_str() {
                    Some(next) => path = format!("{start}&after={next}"),
                    None => break,
                }
            }
        }
        assert_eq!(seen, ["曾敏", "单雄", "阿强", "阿强", "单雄", "曾敏", "单雄", "阿强"]);
        let csv = officer.get("/appointments?unit=A2&format=csv").ok();
        assert!(csv.text.contains("单雄") && !csv.text.contains("阿强"));
        officer.get("/vacancies").ok().shows("P1").shows("P2").shows("2个岗位有空缺，共缺2人");
        officer.get("/vacancies?unit=A2").ok().shows("P2").hides("岗位P1");
        officer.part("/appointments/suggest?person=shanx").ok().shows("R1").shows("单雄");
        officer.part("/appointments/suggest?post=P2").ok().shows("机构A2岗位P2");
        site(t).as_actor(t.officer()).reading(Lang::En).get("/appointments?ending=3").ok().shows("Appointments").shows("Over within 3 months");
    }
}

/// What the ledger keeps of the last event of that name.
fn ledger(t: &Bench, event: &str) -> String {
    let entries = t.db.read(&t.officer(), |tx| {
        let may = tx.may::<tenure::See>()?;
        tx.entries(&may, &[event], 1)
    });
    entries.unwrap().pop().and_then(|e| e.payload).unwrap_or_default()
}
