//! Units through their pages: founded, figured, split, moved, merged, closed; and what is said to a slip of the hand.

use testkit::{
    Bench,
    client::{Client, Site},
};

fn site(t: &Bench) -> Site {
    Site::of(t, vec![org::slice()])
}
/// Founds a unit by form and gives its address.
fn founded(c: &Client, on: &str, code: &str, name: &str, parent: &str) -> String {
    let fields = [("on", on), ("code", code), ("name", name), ("kind", "department"), ("parent", parent)];
    c.post("/units/new", &fields).location().unwrap()
}
fn tree(c: &Client, of: &str, on: &str) -> Vec<String> {
    let json = c.json(&format!("{of}?on={on}"));
    json["below"].as_array().unwrap().iter().map(|r| r["name"].as_str().unwrap().to_owned()).collect()
}

testkit::on_both_engines! {
    fn a_unit_above_is_typed_by_name_and_asked_back_where_several_have_it(t: Bench) {
        let c = site(t).as_actor(t.officer());
        founded(&c, "2020-01-01", "A", "海晏市", "");
        founded(&c, "2020-01-01", "A1", "海晏职业学院", "海晏市");
        founded(&c, "2020-01-01", "A2", "海晏师范学院", "A");
        founded(&c, "2020-01-01", "A11", "教务处", "A1 海晏职业学院");
        founded(&c, "2020-01-01", "A21", "教务处", "海晏师范学院");
        let fields = [("on", "2026-06-01"), ("code", "A111"), ("name", "学籍科"), ("kind", "department"), ("parent", "教务处")];
        c.post("/units/new", &fields).is(422).shows("可指2个机构").shows("A21 教务处（海晏师范学院）").shows("学籍科");
        c.get("/units/new").ok().shows("role=\"combobox\"").shows("hx-get=\"/units/suggest\"");
        c.part("/units/suggest?q=jwc").ok().shows("data-value=\"A11 教务处\"").shows("海晏师范学院");
        c.part("/units/suggest?q=nothing").ok().shows("aria-disabled=\"true\"");
        assert_eq!(c.json("/units/suggest?q=haiyan")["units"].as_array().unwrap().len(), 3);
        // the same words filter the list, and what cannot be read is said beside the box
        c.get("/units?under=A1").ok().shows("教务处").hides("海晏师范学院</a>");
        // all that is wrong is said at once
        let wrong = [("code", ""), ("name", ""), ("kind", ""), ("credit_code", "123"), ("on", "")];
        c.post("/units/new", &wrong).is(422).shows("有 5 处需要更正").shows("请选择机构类别").shows("应为18位").shows("完整日期");
        c.get("/units?under=教务处").is(422).shows("可指2个机构");
    }

    fn figures_hold_from_a_day_on_and_their_history_stays(t: Bench) {
        let c = site(t).as_actor(t.officer());
        let unit = founded(&c, "2020-01-01", "A", "海晏职业学院", "");
        let set = |what: &str, fields: &[(&str, &str)]| c.post(&format!("{unit}/set/{what}"), fields);
        set("establishment", &[("kind", "行政编制"), ("number", "30"), ("on", "2020-01-01")]).leads_to(&unit);
        set("establishment", &[("kind", "行政编制"), ("number", "28"), ("on", "2026-01-01")]).leads_to(&unit);
        set("staff", &[("kind", "行政编制"), ("number", "27"), ("on", "2026-01-01")]).leads_to(&unit);
        set("quota", &[("level", "1A31"), ("number", "1"), ("on", "2020-01-01")]).leads_to(&unit);
        set("quota", &[("level", "1A31"), ("ends", "true"), ("on", "2026-03-01")]).leads_to(&unit);
        set("funds", &[("year", "2026"), ("purpose", "party"), ("amount", "120,000.50"), ("on", "2026-01-15")]).leads_to(&unit);
        set("party", &[("kind", "committee"), ("started", "2021-03-01"), ("years", "5"), ("on", "2021-03-01")]).leads_to(&unit);
        let at = |on: &str| c.json(&format!("{unit}?on={on}"));
        assert_eq!(at("2025-12-31")["establishments"][0]["approved"], 30);
        let now = at("2026-06-01");
        assert_eq!((&now["establishments"][0]["approved"], &now["staff"][0]["counted"]), (&28.into(), &27.into()));
        assert_eq!(now["funds"][0]["amount"], "120000.50");
        assert!(now["quotas"].as_array().unwrap().is_empty());
        assert_eq!(now["course"]["establishments"].as_array().unwrap().len(), 2);
        assert_eq!(now["course"]["quotas"][0]["to"], "2026-03-01");
        assert_eq!(now["figures"]["staff"]["行政编制"], 27);
        c.get(&unit).ok().shows("120000.50").shows("党建经费").shows("2026-02-28").shows("已届满，应换届");
        site(t).as_actor(t.officer()).reading(base::Lang::En).get(&unit).ok().shows("Party-building funds").shows("over time");
        let row = &c.json("/units")["units"]["rows"][0];
        assert_eq!((&row["approved"], &row["staff"], &row["leading"]), (&28.into(), &27.into(), &0.into()));
        for (what, fields, says) in [
            ("establishment", vec![("kind", "行政编制"), ("number", "很多"), ("on", "2026-01-01")], "请填写整数"),
            ("establishment", vec![("kind", "行政编制"), ("number", "-1"), ("on", "2026-01-01")], "0至1000000"),
            ("establishment", vec![("kind", "皇家编制"), ("number", "1"), ("on", "2026-01-01")], "编制类型"),
            ("establishment", vec![("kind", "行政编制"), ("number", ""), ("on", "2026-01-01")], "请填写整数"),
            ("establishment", vec![("kind", "行政编制"), ("number", "1"), ("on", "2019-12-31")], "2020-01-01才设立"),
            ("establishment", vec![("kind", "行政编制"), ("number", "1"), ("on", "2026-13-01")], "完整日期"),
            ("staff", vec![("kind", "行政编制"), ("ends", "true"), ("on", "2025-06-01")], "没有可终止的记录"),
            ("quota", vec![("level", ""), ("number", "1"), ("on", "2026-01-01")], "职务层次"),
            ("funds", vec![("year", "26"), ("purpose", "party"), ("amount", "1"), ("on", "2026-01-01")], "四位数"),
            ("funds", vec![("year", "2026"), ("purpose", "party"), ("amount", "1.234"), ("on", "2026-01-01")], "两位小数"),
            ("funds", vec![("year", "2026"), ("purpose", "party"), ("amount", "-1"), ("on", "2026-01-01")], "负数"),
            ("party", vec![("kind", "committee"), ("started", ""), ("years", "5"), ("on", "2026-01-01")], "完整日期"),
            ("party", vec![("kind", "committee"), ("started", "2026-01-01"), ("years", "50"), ("on", "2026-01-01")], "1至10年"),
        ] {
            set(what, &fields).is(422).shows(says);
        }
        assert_eq!(c.json(&unit)["course"], now["course"]);
        site(t).as_actor(t.actor(auth::Role::Inspector)).post(&format!("{unit}/set/staff"), &[("kind", "行政编制"), ("number", "1"), ("on", "2026-01-01")]).is(403);
    }

    fn a_unit_is_split_by_form_and_every_part_is_told_where_it_goes(t: Bench) {
        let c = site(t).as_actor(t.officer());
        let city = founded(&c, "2020-01-01", "A", "海晏市", "");
        let bureau = founded(&c, "2020-01-01", "A1", "市文化旅游局", "A");
        let tourism = founded(&c, "2020-01-01", "A12", "旅游科", "A1");
        founded(&c, "2020-01-01", "A11", "文化科", "A1");
        let to = format!("to_{}", tourism.trim_start_matches("/units/"));
        let split = |fields: &[(&str, &str)]| c.post(&format!("{bureau}/split"), fields);
        c.get(&format!("{bureau}/split")).ok().shows("旅游科").shows("留在本机构");
        split(&[("on", "2026-07-01")]).is(422).shows("请至少填写一个新机构");
        split(&[("on", ""), ("code_1", "A2"), ("name_1", "市旅游局"), ("kind_1", "government_organ")]).is(422).shows("完整日期").shows("市旅游局");
        split(&[("on", "2026-07-01"), ("code_1", "A1"), ("name_1", "市旅游局"), ("kind_1", "government_organ")]).is(422).shows("已用于");
        split(&[("on", "2026-07-01"), ("code_1", "A2"), ("name_1", "市旅游局"), ("kind_1", "government_organ"), (&to, "2")]).is(422).shows("没有填写");
        split(&[("on", "2019-07-01"), ("code_1", "A2"), ("name_1", "市旅游局"), ("kind_1", "government_organ")]).is(422).shows("才设立");
        let twice = [("on", "2026-07-01"), ("code_1", "A2"), ("name_1", "甲"), ("kind_1", "organ"), ("code_2", "A2"), ("name_2", "乙"), ("kind_2", "organ")];
        split(&twice).is(422).shows("编码相同");
        assert_eq!(tree(&c, &city, "2026-07-01"), ["市文化旅游局"]);
        split(&[("on", "2026-07-01"), ("code_1", "A2"), ("name_1", "市旅游局"), ("kind_1", "government_organ"), (&to, "1")]).leads_to(&bureau);
        assert_eq!(tree(&c, &bureau, "2026-06-30"), ["旅游科", "文化科"]);
        assert_eq!(tree(&c, &bureau, "2026-07-01"), ["文化科"]);
        assert_eq!(tree(&c, &city, "2026-07-01"), ["市文化旅游局", "市旅游局"]);
    }

    fn moving_merging_and_closing_say_where_why_and_what_to_do(t: Bench) {
        let c = site(t).as_actor(t.officer());
        let city = founded(&c, "2020-01-01", "A", "海晏市", "");
        let college = founded(&c, "2020-01-01", "A1", "海晏职业学院", "A");
        let office = founded(&c, "2021-01-01", "A11", "教务处", "A1");
        let closed = founded(&c, "2020-01-01", "A9", "市轻工业局", "A");
        c.post(&format!("{closed}/close"), &[("on", "2024-01-01")]).leads_to(&closed);
        let act = |unit: &str, verb: &str, fields: &[(&str, &str)]| c.post(&format!("{unit}/{verb}"), fields);
        act(&college, "move", &[("parent", "A11"), ("on", "2026-06-01")]).is(422).shows("成为自己的上级").shows("2026-06-01");
        act(&college, "move", &[("parent", "A1"), ("on", "2026-06-01")]).is(422).shows("成为自己的上级");
        // the unit above is founded later, or closed by then
        act(&college, "move", &[("parent", "A11"), ("on", "2020-06-01")]).is(422).shows("没有叫");
        act(&office, "move", &[("parent", "A9"), ("on", "2026-06-01")]).is(422).shows("没有叫");
        act(&office, "move", &[("parent", "A9"), ("on", "2023-06-01")]).is(422).shows("当日不存在").shows("请换一个");
        act(&office, "move", &[("parent", "A"), ("on", "2020-06-01")]).is(422).shows("2021-01-01才设立");
        act(&closed, "move", &[("parent", "A1"), ("on", "2026-06-01")]).is(422).shows("自2024-01-01起撤销");
        act(&college, "merge", &[("heir", "A1"), ("on", "2026-06-01")]).is(422).shows("不能并入自己");
        act(&college, "merge", &[("heir", ""), ("on", "2026-06-01")]).is(422);
        act(&college, "merge", &[("heir", "A11"), ("on", "2026-06-01")]).is(422).shows("成为自己的上级");
        act(&college, "close", &[("on", "2026-06-01")]).is(422).shows("1个下级机构").shows("教务处");
        act(&college, "close", &[("on", "2020-01-01"), ("all_below", "true")]).is(422).shows("应晚于设立日期");
        act(&college, "close", &[("on", "2026-02-30")]).is(422).shows("完整日期");
        let name = [("code", "A1"), ("name", "海晏职业学院"), ("kind", "school"), ("on", "2026-06-01")];
        for wrong in ["9135010", "91350100M000100Y44", "I1350100M000100Y43"] {
            let fields: Vec<_> = name.into_iter().chain([("credit_code", wrong)]).collect();
            act(&college, "restate", &fields).is(422).shows("统一社会信用代码").shows(wrong);
        }
        let fields: Vec<_> = name.into_iter().chain([("credit_code", "91350100m000100y43")]).collect();
        act(&college, "restate", &fields).leads_to(&college);
        assert_eq!(c.json(&college)["name"]["credit_code"], "91350100M000100Y43");
        let taken = [("code", "A9"), ("name", "海晏职业学院"), ("kind", "school"), ("on", "2020-01-01")];
        act(&college, "restate", &taken).is(422).shows("已用于“市轻工业局”");
        // nothing of all that was kept, and the tree and the chart are of any day
        assert_eq!(tree(&c, &city, "2026-06-01"), ["海晏职业学院"]);
        assert_eq!(tree(&c, &city, "2023-12-31"), ["海晏职业学院", "市轻工业局"]);
        c.get(&format!("{city}/chart?on=2023-12-31")).ok().shows("市轻工业局");
        c.get(&format!("{city}/chart?on=2026-06-01")).ok().hides("市轻工业局");
        assert!(c.json("/units/tree?on=2019-12-31")["units"].as_array().unwrap().is_empty());
    }
}
