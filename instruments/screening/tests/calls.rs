//! A published table is taken in, compared with the staff, and taken back.

mod house;

use house::*;
use testkit::Bench;

const LAW: &str = "10100012601001";
const ODD: &str = "10100012601002";

testkit::on_both_engines! {
    fn a_published_table_is_checked_recorded_compared_and_undone(t: Bench) {
        staff(t);
        let site = site(t);
        let officer = site.as_actor(t.officer());
        officer.get("/calls").ok().shows("还没有职位表").shows("/import/calls");

        let (at, checked) = upload(&officer, &table(&[law(LAW), odd(ODD)]));
        checked.shows("检查通过").shows("会飞").shows("县以上机关!3");
        assert_eq!(officer.json("/calls")["calls"].as_array().unwrap().len(), 0, "checking records nothing");
        let entry = record(&officer, &at);

        officer.get("/calls").ok().shows("广东省2026年考试录用公务员").shows("2025-10-20");
        let calls = officer.json("/calls");
        assert_eq!((calls["calls"][0]["openings"].as_i64(), calls["calls"][0]["places"].as_i64()), (Some(2), Some(4)));
        let id = calls["calls"][0]["id"].as_str().unwrap().to_owned();

        // the same table again is refused before anything is recorded
        let (_, again) = upload(&officer, &table(&[law(LAW)]));
        again.shows("已经导入过").hides("检查通过");

        officer.post(&format!("/import/calls/past/{entry}/undo"), &[]);
        officer.get("/calls").ok().shows("还没有职位表");
        officer.get(&format!("/calls/{id}")).is(404);
        officer.get(&format!("/calls/{id}/{LAW}")).is(404);
        // what was taken back may come in again, and reuse the codes
        call(&officer, &[odd(LAW)]);
        officer.get("/calls").ok().shows("广东省2026年考试录用公务员");
    }

    fn who_qualifies_who_does_not_who_cannot_be_told_and_who_is_one_short(t: Bench) {
        staff(t);
        let site = site(t);
        let officer = site.as_actor(t.officer());
        let call = call(&officer, &[law(LAW), odd(ODD)]);
        let list = |show: &str| names(&officer, &format!("{call}/{LAW}?show={show}"));
        assert_eq!(list("yes"), ["李明"]);
        assert_eq!(list("unknown"), ["王芳"]);
        assert_eq!(list("near"), ["孙丽"]);
        let mut no = list("no");
        no.sort();
        assert_eq!(no, ["孙丽", "赵强"]);
        let all = officer.json(&call);
        let row = &all["rows"][0];
        let counted = ["yes", "unknown", "no", "near"].map(|k| row[k].as_i64().unwrap());
        assert_eq!(counted, [1, 1, 2, 1]);
        // words that nobody understands leave everybody open, and say so
        officer.get(&format!("{call}/{ODD}?show=unknown")).ok().shows("需要人工认定").shows("会飞").shows("李明");
        assert_eq!(names(&officer, &format!("{call}/{ODD}?show=yes")), [""; 0]);
        // filters find what they name
        let found = |filter: &str| officer.json(&format!("{call}?{filter}"))["rows"].as_array().unwrap().len();
        assert_eq!([found("only=yes"), found("only=person"), found("q=司法局"), found("q=税务局")], [1, 1, 2, 0]);
        // and in English
        let english = site.as_actor(t.officer()).reading(base::Lang::En);
        english.get(&format!("{call}/{LAW}?show=near")).ok().shows("孙丽").shows("Does not meet");
    }

    fn a_reason_names_the_cell_the_article_and_the_fact_with_its_date(t: Bench) {
        staff(t);
        let site = site(t);
        let officer = site.as_actor(t.officer());
        let call = call(&officer, &[law(LAW)]);
        let near = officer.json(&format!("{call}/{LAW}?show=near"));
        let person = near["people"]["rows"][0]["id"].as_str().unwrap();
        assert_eq!(near["people"]["rows"][0]["why"], "不符合：其他要求“中共党员”。");
        let why = format!("{call}/{LAW}/{person}");
        officer.get(&why).ok()
            .shows("孙丽：逐项理由")
            .shows("县以上机关 第 2 行“其他要求”：中共党员")
            .shows("县以上机关 第 2 行“本科专业名称及代码”：法学类(B0301)")
            .shows("群众")
            // the former name on the certificate, the code that it became, the day of the diploma
            .shows("经济法（B030101）")
            .shows("2018-06-30")
            .shows("报考指南第1、3、11、12问")
            .shows("/rules/cn/gd-2026/rule/study")
            .shows("/rules/cn/gd-2026/rule/party-member")
            .shows("/rules/cn/gd-2026/rule/age");
        let english = site.as_actor(t.officer()).reading(base::Lang::En);
        english.get(&why).ok().shows("Applicants’ guide, questions 1, 3, 11, 12").shows("县以上机关, row 2, “其他要求”: 中共党员").shows("Political standing");
        // the way there begins in the file
        officer.get(&format!("/people/{person}")).ok().shows("可报的公布职位").shows(&format!("{call}/people/{person}"));
        let open = officer.json(&format!("{call}/people/{person}?show=near"));
        assert_eq!((open["near"].as_i64(), open["openings"]["rows"][0]["code"].as_str()), (Some(1), Some(LAW)));
        officer.get(&format!("{call}/people/{person}?show=near")).ok().shows("孙丽").shows("某市司法局");
    }

    fn an_export_has_what_the_list_shows(t: Bench) {
        staff(t);
        let site = site(t);
        let officer = site.as_actor(t.officer());
        let call = call(&officer, &[law(LAW), odd(ODD)]);
        for (path, shown) in [
            (format!("{call}/{LAW}?show=no"), vec!["孙丽", "赵强"]),
            (format!("{call}/{LAW}?show=yes"), vec!["李明"]),
            (format!("{call}?only=person"), vec!["四级主任科员"]),
        ] {
            for format in ["csv", "xlsx"] {
                let file = officer.get(&format!("{path}&format={format}")).ok();
                let book = formats::sheet::Book::read(&format!("a.{format}"), &file.bytes, &Default::default()).unwrap();
                let sheet = book.visible().next().unwrap();
                let text: Vec<String> = (0..20).flat_map(|r| (0..8).map(move |c| (r, c))).map(|(r, c)| sheet.cell(r, c).text().into_owned()).collect();
                for one in ["李明", "孙丽", "王芳", "赵强", "四级主任科员"] {
                    assert_eq!(text.iter().any(|cell| cell == one), shown.contains(&one), "{path} {format} {one}: {text:?}");
                }
            }
        }
    }

    fn the_day_of_the_list_is_the_day_of_the_facts(t: Bench) {
        staff(t);
        let site = site(t);
        let officer = site.as_actor(t.officer());
        let call = call(&officer, &[law(LAW)]);
        assert_eq!(officer.json(&call)["people"], 4);
        // before the files were opened nobody is there to be compared
        assert_eq!(officer.json(&format!("{call}?on=2026-05-31"))["people"], 0);
        t.on("2026-09-01");
        let heads = ["人员编号", "姓名", "政治面貌"];
        let rows = vec![["A2", "孙丽", "党员"].map(|c| formats::sheet::Value::text(c.to_owned())).to_vec()];
        take_in(t, vec![formats::sheet::Table::new("人员", heads, rows)]);
        let officer = site.as_actor(t.officer());
        let mut now = names(&officer, &format!("{call}/{LAW}?show=yes"));
        now.sort();
        assert_eq!(now, ["孙丽", "李明"]);
        assert_eq!(names(&officer, &format!("{call}/{LAW}?show=yes&on=2026-08-31")), ["李明"]);
    }

    fn an_officer_of_a_part_sees_the_call_and_may_neither_take_in_nor_undo_one(t: Bench) {
        staff(t);
        let site = site(t);
        let officer = site.as_actor(t.officer());
        let (at, _) = upload(&officer, &table(&[law(LAW)]));
        let entry = record(&officer, &at);
        let part = site.as_actor(part_officer(t));
        part.get("/calls").ok().shows("广东省2026年考试录用公务员");
        let id = part.json("/calls")["calls"][0]["id"].as_str().unwrap().to_owned();
        assert_eq!(part.json(&format!("/calls/{id}"))["people"], 0, "nobody of this staff is within the part");
        part.post(&format!("/import/calls/past/{entry}/undo"), &[]);
        assert_eq!(officer.json("/calls")["calls"].as_array().unwrap().len(), 1, "it is still there");
        officer.post(&format!("/import/calls/past/{entry}/undo"), &[]);
        let (at, _) = upload(&part, &table(&[law(LAW)]));
        part.submit(&at, &[]);
        assert_eq!(officer.json("/calls")["calls"].as_array().unwrap().len(), 0, "nothing was taken in");
        let cadre = site.as_actor(t.actor(auth::Role::Cadre));
        cadre.get("/import/calls").is(404);
    }

    fn a_code_that_names_another_post_next_year_stands_beside_the_earlier_call(t: Bench) {
        staff(t);
        let site = site(t);
        let officer = site.as_actor(t.officer());
        let first = call(&officer, &[law(LAW)]);
        let files = [("2027年职位表.xlsx", table(&[odd(LAW)])), ("专业目录.csv", MAJORS.as_bytes().to_vec())];
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
        let (at, asked) = upload_files(&officer, &files);
        asked.shows("这是2027年的表").shows("按2026年的规则和日期").hides("入库</button>");
        officer.submit(&at, &[("rules", "cn/gd-2026")]);
        settle(&officer, &at).shows("检查通过");
        record(&officer, &at);
        let calls = officer.json("/calls")["calls"].as_array().unwrap().clone();
        let named = |year: &str| {
            let call = calls.iter().find(|c| c["name"].as_str().unwrap().contains(year)).unwrap();
            format!("/calls/{}", call["id"].as_str().unwrap())
        };
        assert_eq!(calls.len(), 2);
        assert_eq!(named("2026年考试"), first);
        // the same code, each in its own call with its own post
        officer.get(&format!("{first}/{LAW}")).ok().shows("一级科员").hides("会飞");
        officer.get(&format!("{}/{LAW}", named("2027年"))).ok().shows("会飞").hides("一级科员");
        officer.get("/calls").ok().shows("广东省2027年考试录用公务员（按2026年规则）");
    }

    fn a_file_too_few_a_strange_file_and_a_code_used_twice_are_said(t: Bench) {
        let site = site(t);
        let officer = site.as_actor(t.officer());
        let (_, alone) = upload_files(&officer, &[("职位表.xlsx", &table(&[law(LAW)]))]);
        alone.shows("没有识别出专业目录").hides("入库</button>");
        let (_, other) = upload_files(&officer, &[("别的.csv", "甲,乙\n1,2\n".as_bytes())]);
        other.shows("没有识别出职位表").hides("入库</button>");
        let (_, twice) = upload(&officer, &table(&[law(LAW), odd(LAW)]));
        twice.shows("县以上机关!D3").hides("入库</button>");
        assert_eq!(officer.json("/calls")["calls"].as_array().unwrap().len(), 0);
    }
}
