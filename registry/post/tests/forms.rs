//! The forms by which posts change, and what they say when something is wrong.

mod house;

use auth::Role;
use base::Lang;
use house::*;
use testkit::Bench;

/// What the form to create a post sends at least.
const NEW: [(&str, &str); 7] = [
    ("unit", "A"),
    ("code", "P1"),
    ("name", "专职副书记"),
    ("class", "party_affairs"),
    ("time", "full"),
    ("openings", "1"),
    ("on", "2026-06-01"),
];
/// The same with one answer changed.
fn but<'a>(name: &str, value: &'a str) -> Vec<(&'static str, &'a str)> {
    let mut all: Vec<(&'static str, &'a str)> = NEW.to_vec();
    let known = NEW.iter().position(|(n, _)| *n == name);
    match known {
        Some(i) => all[i].1 = value,
        None => {
            let name = ["level", "leading", "managed_by", "term_years", "position"].into_iter().find(|n| *n == name);
            all.push((name.expect("a field of the form"), value));
        }
    }
    all
}
/// Requirements as the form sends them: dimension, words, weight, check.
fn lists<'a>(on: &'a str, all: &[(&'a str, &'a str, &'a str, &'a str)]) -> Vec<(&'static str, &'a str)> {
    let mut fields = vec![("on", on)];
    for (dimension, words, weight, check) in all {
        fields.extend([("dimension", *dimension), ("words", *words), ("hard", "soft"), ("weight", *weight)]);
        fields.extend([("check", *check), ("years", ""), ("condition", "")]);
    }
    fields
}

testkit::on_both_engines! {
    fn a_post_is_created_restated_described_and_closed_by_form(t: Bench) {
        unit(t, "A", None);
        unit(t, "B", None);
        let officer = site(t).as_actor(t.officer());
        officer.get("/posts/new?unit=A").ok().shows("value=\"A\"").shows("党务").shows("乡科级正职").shows("市级党委管理干部");
        let made = officer.post("/posts/new", &[&NEW[..], &[("level", "1A41"), ("leading", "true"), ("duties", "抓好党建\r\n组织学习")]].concat()).is(303);
        let home = made.location().unwrap();
        officer.get(&home).ok().shows("已设立“专职副书记”").shows("组织学习").shows("乡科级正职").shows("机构A");

        let restated = officer.submit(&format!("{home}/restate"), &[("name", "专职书记"), ("unit", "B"), ("on", "2026-07-01")]).ok();
        restated.shows("自2026-07-01起生效");
        officer.get(&format!("{home}?on=2026-07-01")).ok().shows("专职书记").shows("机构B").shows("所属机构由“机构A”改为“机构B”");
        officer.get(&home).ok().shows("<h1>专职副书记</h1>");

        officer.submit(&format!("{home}/describe"), &[("pay", "按乡科级正职执行"), ("on", "2026-06-01")]).ok().shows("按乡科级正职执行").shows("组织学习");
        officer.submit(&format!("{home}/close"), &[("on", "2026-12-31")]).ok().shows("撤销");
        officer.get(&format!("{home}?on=2026-12-31")).ok().shows("该岗位在2026-12-31不存在").hides("/restate");
        officer.post(&format!("{home}/describe"), &[("on", "2027-01-01"), ("pay", "x")]).is(422).shows("该岗位自2026-12-31起撤销");
    }

    fn what_is_wrong_is_said_at_its_place_and_nothing_is_kept(t: Bench) {
        unit(t, "A", None);
        let officer = site(t).as_actor(t.officer());
        for (name, value, says) in [
            ("code", "", "请填写此项"),
            ("name", &"长".repeat(101), "最多100个字"),
            ("unit", "", "请填写机构编码"),
            ("unit", "NONE", "没有叫“NONE”的机构"),
            ("class", "", "请选择岗位类别"),
            ("time", "never", "请选择专职或兼职"),
            ("openings", "", "请填写整数"),
            ("openings", "-1", "0至10000"),
            ("openings", "1.5", "请填写整数"),
            ("term_years", "30", "1至10年"),
            ("level", "9Z99", "不是职务层次"),
            ("leading", "true", "领导职务须有职务层次"),
            ("managed_by", "nobody", "不是管理类别"),
            ("on", "", "请填写完整日期"),
            ("on", "1980.13", "请填写完整日期"),
            // the day before the unit was founded, no unit has the code
            ("on", "2019-12-31", "没有叫“A”的机构"),
        ] {
            let answer = officer.post("/posts/new", &but(name, value)).is(422);
            answer.shows(says).shows("尚未保存");
        }
        officer.post("/posts/new", &but("name", "<script>alert(1)</script>")).is(303);
        officer.get("/posts").ok().hides("<script>alert(1)").shows("&lt;script&gt;");
        let taken = officer.post("/posts/new", &NEW).is(422);
        taken.shows("岗位编码“P1”已被占用").shows("value=\"专职副书记\"");
        assert_eq!(officer.json("/posts")["posts"]["total"], 1);
        let several = officer.post("/posts/new", &[("on", "2026-06-01")]).is(422);
        several.shows("请填写机构编码").shows("请选择岗位类别").shows("请填写此项");
        let json = officer.post_json("/posts/new", &serde_json::json!({ "unit": "A", "on": "2026-06-01" })).is(422);
        let fields: Vec<String> = json.as_json()["errors"].as_array().unwrap().iter().map(|e| e["field"].as_str().unwrap().to_owned()).collect();
        assert_eq!(fields, ["openings", "class", "time", "code", "name"]);
    }

    fn requirements_are_weighed_by_form(t: Bench) {
        let u = unit(t, "A", None);
        let p = create(t, &frame(u, "P1", "专职副书记"));
        let officer = site(t).as_actor(t.officer());
        let at = format!("/posts/{p}/require");
        // a block for each of the six dimensions, to begin with
        let form = officer.get(&at).ok();
        assert_eq!(form.text.matches("<legend>").count(), 6, "{}", form.text);
        let off = [("knowledge", "熟悉党建业务", "33.33", ""), ("talent", "组织协调能力强", "33.33", ""), ("integrity", "公道正派", "33.33", "")];
        officer.post(&at, &lists("2026-06-01", &off)).is(422).shows("各项权重之和应为100%，现为99.99%").shows("组织协调能力强");
        let good = [
            ("knowledge", "熟悉党建业务", "33.33", ""),
            ("talent", "", "", ""),
            ("integrity", "公道正派", "33.33%", ""),
            ("qualification", "中共党员", "33.34", "party_member"),
            ("physical", "能经常下乡", "", ""),
        ];
        officer.post(&at, &lists("2026-06-01", &good)).is(303).leads_to(&format!("/posts/{p}"));
        let page = officer.get(&format!("/posts/{p}")).ok();
        page.shows("33.34%").shows("能经常下乡").shows("政治面貌为中共党员、中共预备党员").hides("组织协调能力强");
        officer.submit(&at, &[("on", "2026-07-01")]).ok().shows("自2026-07-01起生效");
        let json = officer.json(&format!("/posts/{p}?on=2026-07-01"));
        assert_eq!(json["requirements"].as_array().unwrap().len(), 4, "what was not changed stays: {json}");

        for (block, says) in [
            (("", "党员", "", ""), "请选择维度"),
            (("knowledge", "", "50", ""), "请填写要求的内容"),
            (("knowledge", "党建", "一半", ""), "请填写百分数"),
            (("knowledge", "党建", "0.001", ""), "请填写百分数"),
            (("knowledge", "党建", "101", ""), "不超过100%"),
            (("knowledge", "党建", "", "magic"), "请从列表中选择"),
            (("physical", "年富力强", "", "age_at_most"), "请填写16至99的周岁"),
        ] {
            // an empty block before it does not shift the place of the message
            let answer = officer.post(&at, &lists("2026-06-01", &[("talent", "", "", ""), block])).is(422);
            let place = answer.text.split("aria-invalid=\"true\"").next().unwrap().rsplit("id=\"f-").next().unwrap().to_owned();
            assert!(place.contains("-at-1\""), "{says}: {place}");
            answer.shows(says);
        }
        officer.post(&at, &[("more", "true"), ("on", "2026-06-01"), ("dimension", "talent"), ("words", "尚未写完")]).ok().shows("尚未写完");
        assert_eq!(officer.json(&format!("/posts/{p}"))["requirements"].as_array().unwrap().len(), 4, "asking for more blocks keeps nothing");
    }

    fn a_condition_may_be_written_in_its_typed_form(t: Bench) {
        let u = unit(t, "A", None);
        let p = create(t, &frame(u, "P1", "专职副书记"));
        let officer = site(t).as_actor(t.officer());
        let at = format!("/posts/{p}/require?typed=true");
        officer.get(&at).ok().shows("条件表达式（JSON）");
        let written = |condition: &'static str| [
            ("on", "2026-06-01"), ("dimension", "qualification"), ("words", "女性，45周岁以下"), ("hard", "hard"),
            ("weight", ""), ("check", "typed"), ("years", ""), ("condition", condition),
        ];
        officer.post(&at, &written("{\"test\":{\"height\":170}}")).is(422).shows("条件表达式无法识别").shows("写法举例").shows("height");
        let good = r#"{"all":[{"test":{"sex":"female"}},{"test":{"age":{"max":45,"on":"$day"}}}]}"#;
        officer.post(&at, &written(good)).is(303);
        officer.get(&format!("/posts/{p}")).ok().shows("女性；45 周岁以下（截至 2026-06-01）");
        // who revises something else without the typed form in sight keeps it
        officer.submit(&format!("/posts/{p}/require"), &[("on", "2026-07-01")]).ok();
        assert_eq!(officer.json(&format!("/posts/{p}?on=2026-07-01"))["requirements"][0]["condition"], good);
    }

    fn only_who_keeps_posts_and_reaches_them_changes_them(t: Bench) {
        let city = unit(t, "A", None);
        let (mine, other) = (unit(t, "A1", Some(city)), unit(t, "A2", Some(city)));
        let (p, hidden) = (create(t, &frame(mine, "P1", "处长")), create(t, &frame(other, "P2", "局长")));
        let clerk = site(t).as_actor(over(t, Role::Officer, mine));
        for at in ["restate", "describe", "require", "close"] {
            clerk.get(&format!("/posts/{p}/{at}")).ok();
            clerk.get(&format!("/posts/{hidden}/{at}")).is(404);
            clerk.post(&format!("/posts/{hidden}/{at}"), &[("on", "2026-06-01")]).is(404).hides("局长");
            for role in [Role::Leader, Role::Inspector] {
                let reader = site(t).as_actor(t.actor(role));
                reader.get(&format!("/posts/{p}")).ok().hides(&format!("/posts/{p}/{at}"));
                reader.get(&format!("/posts/{p}/{at}")).is(404);
                reader.post(&format!("/posts/{p}/{at}"), &[("on", "2026-06-01")]).is(403);
            }
        }
        clerk.post("/posts/new", &but("unit", "A2")).is(422).shows("没有叫“A2”的机构，或不在管理范围内");
        clerk.get(&format!("/posts/{p}/new")).is(404);
        clerk.get(&format!("/posts/{p}/explode")).is(404);
        site(t).as_actor(t.officer()).reading(Lang::En).get(&format!("/posts/{p}/require")).ok().shows("Physical condition").shows("Weight (%)");
    }
}
