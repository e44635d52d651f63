//! What is seen of posts, by whom.

mod house;

use auth::Role;
use base::Lang;
use formats::sheet::Limits;
use house::*;
use intake::{File, Intake, Source};
use post::{Class, Content, Frame};
use testkit::Bench;

testkit::on_both_engines! {
    fn the_list_is_filtered_paged_and_exported(t: Bench) {
        let city = unit(t, "A", None);
        let below = unit(t, "A1", Some(city));
        create(t, &frame(city, "P1", "市委书记"));
        create(t, &frame(below, "P2", "局长"));
        create(t, &Frame { leading: false, level: Some("科员级".into()), class: Class::Professional, ..frame(below, "P3", "科员") });
        let officer = site(t).as_actor(t.officer());
        let codes = |path: &str| -> Vec<String> {
            let json = officer.json(path);
            json["posts"]["rows"].as_array().unwrap().iter().map(|r| r["code"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(codes("/posts"), ["P1", "P2", "P3"]);
        assert_eq!(codes("/posts?sort=-code"), ["P3", "P2", "P1"]);
        assert_eq!(codes("/posts?unit=A"), ["P1"]);
        assert_eq!(codes("/posts?unit=A&below=true"), ["P1", "P2", "P3"]);
        assert_eq!(codes(&format!("/posts?unit={below}")), ["P2", "P3"]);
        assert_eq!(codes("/posts?class=professional"), ["P3"]);
        assert_eq!(codes("/posts?level=1A41"), ["P1", "P2"]);
        assert_eq!(codes("/posts?leading=false"), ["P3"]);
        assert_eq!(codes("/posts?q=%E5%B1%80%E9%95%BF"), ["P2"]);
        assert_eq!(codes("/posts?on=2019-12-31"), [] as [&str; 0]);
        let mut seen = Vec::new();
        let mut path = "/posts?limit=1&sort=name".to_owned();
        loop {
            let json = officer.json(&path);
            seen.push(json["posts"]["rows"][0]["name"].as_str().unwrap().to_owned());
            assert_eq!(json["posts"]["total"], 3);
            match json["posts"]["next"].as_str() {
                Some(next) => path = format!("/posts?limit=1&sort=name&after={next}"),
                None => break,
            }
        }
        assert_eq!(seen, ["局长", "市委书记", "科员"]);
        officer.get("/posts?unit=NONE").is(422).shows("没有叫“NONE”的机构");
        officer.get("/posts").ok().shows("共3个岗位").shows("乡科级正职").shows("/units/");
        site(t).as_actor(t.officer()).reading(Lang::En).get("/posts").ok().shows("3 posts").shows("Township and section level, chief");
        let csv = officer.get("/posts?unit=A1&format=csv").ok();
        assert!(csv.text.contains("岗位编码,岗位名称,所属机构,机构编码,职务层次") && csv.text.contains("P3,科员,机构A1,A1,科员级,否,业务"), "{}", csv.text);
        site(t).stranger().get("/posts").asks_to_sign_in();
    }

    fn a_post_is_shown_as_of_any_day_with_what_became_of_it(t: Bench) {
        let u = unit(t, "A", None);
        let p = create(t, &frame(u, "P1", "专职副书记"));
        let content = Content { duties: "抓好党支部建设\n组织党员教育".into(), ..Content::default() };
        t.db.write(&t.officer(), |tx| post::describe(tx, p, day("2024-01-01"), &content)).unwrap();
        t.db.write(&t.officer(), |tx| post::require(tx, p, day("2024-02-01"), &[asked(10_000, "熟悉党建业务")])).unwrap();
        t.db.write(&t.officer(), |tx| post::restate(tx, p, day("2025-01-01"), &Frame { openings: 2, ..frame(u, "P1", "专职书记") })).unwrap();
        t.db.write(&t.officer(), |tx| post::close(tx, p, day("2027-01-01"), false)).unwrap();
        let officer = site(t).as_actor(t.officer());
        officer.get(&format!("/posts/{p}")).ok()
            .shows("专职书记").shows("组织党员教育").shows("熟悉党建业务").shows("100%").shows("机构A")
            .shows("岗位名称由“专职副书记”改为“专职书记”；职数由“1”改为“2”").shows("修订任职条件（共1条）").shows("2026-06-01录入，台账第");
        officer.get(&format!("/posts/{p}?on=2023-12-31")).ok().hides("组织党员教育").shows("<h1>专职副书记</h1>");
        officer.get(&format!("/posts/{p}?on=2027-01-01")).ok().shows("该岗位在2027-01-01不存在");
        officer.get(&format!("/posts/{p}?on=2019-12-31")).ok().shows("该岗位在2019-12-31不存在");
        let became: Vec<String> = officer.json(&format!("/posts/{p}"))["history"].as_array().unwrap().iter()
            .map(|s| format!("{} {}", s["on"].as_str().unwrap(), s["what"].as_str().unwrap())).collect();
        // each is told with the entry that first said so, whatever was changed after it
        assert_eq!(officer.json(&format!("/posts/{p}"))["history"].as_array().unwrap().iter().map(|s| s["entry"].as_i64().unwrap()).collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
        assert_eq!(became, ["2020-01-01 created", "2024-01-01 described", "2024-02-01 required", "2025-01-01 restated", "2027-01-01 closed"]);
        site(t).as_actor(t.officer()).reading(Lang::En).get(&format!("/posts/{p}")).ok().shows("Openings: “1” becomes “2”");
    }

    fn a_description_is_printed_with_the_ledgers_hash(t: Bench) {
        let u = unit(t, "A", None);
        let p = create(t, &frame(u, "P1", "专职副书记"));
        let content = Content { role: "专职副职".into(), pay: "按乡科级正职执行".into(), duties: "抓党建\n抓学习".into(), ..Content::default() };
        t.db.write(&t.officer(), |tx| post::describe(tx, p, day("2024-01-01"), &content)).unwrap();
        t.db.write(&t.officer(), |tx| post::require(tx, p, day("2025-01-01"), &[asked(10_000, "熟悉党建业务")])).unwrap();
        t.db.write(&t.officer(), |tx| post::restate(tx, p, day("2027-01-01"), &frame(u, "P1", "书记"))).unwrap();
        for role in [Role::Officer, Role::Leader, Role::Inspector] {
            let client = site(t).as_actor(t.actor(role));
            let sheet = client.get(&format!("/posts/{p}/sheet")).ok();
            let sheet = sheet.shows("岗位说明书").shows("按乡科级正职执行").shows("1. 抓党建").shows("熟悉党建业务").shows("任职人员签收").shows("2025-01-01");
            let ledger = client.json(&format!("/posts/{p}/sheet"))["ledger"].clone();
            let hash = ledger["hash"].as_str().unwrap();
            assert!(hash.len() == 64 && sheet.text.contains(hash));
            // what was asked for is what was said last of that day; the planned name came later and says nothing of it
            assert_eq!((ledger["number"].as_i64(), ledger["day"].as_str()), (Some(4), Some("2026-06-01")));
        }
        let officer = site(t).as_actor(t.officer());
        officer.get(&format!("/posts/{p}/sheet?on=2024-06-01")).ok().hides("熟悉党建业务").shows("2024-01-01");
        officer.get(&format!("/posts/{p}/sheet?on=2019-12-31")).ok().shows("没有可以打印的岗位说明书");
        site(t).as_actor(t.officer()).reading(Lang::En).get(&format!("/posts/{p}/sheet")).ok().shows("Post Description").shows("Received by the holder");
    }

    fn a_unit_leads_to_its_posts(t: Bench) {
        let city = unit(t, "A", None);
        let below = unit(t, "A1", Some(city));
        create(t, &frame(city, "P1", "市委书记"));
        create(t, &frame(below, "P2", "局长"));
        let officer = site(t).as_actor(t.officer());
        officer.get(&format!("/units/{city}")).ok().shows("市委书记").hides("局长").shows("含下级共2个岗位").shows("/posts/new?unit=A");
        assert_eq!(officer.json(&format!("/units/{city}"))["more"][0]["posts"]["with_below"], 2);
        // who keeps accounts sees units, and no post
        site(t).as_actor(t.actor(Role::Administrator)).get(&format!("/units/{city}")).ok().hides("市委书记");
        site(t).as_actor(t.actor(Role::Inspector)).get(&format!("/units/{city}")).ok().shows("市委书记").hides("/posts/new");
    }

    fn what_was_exported_can_be_corrected_and_taken_in(t: Bench) {
        let u = unit(t, "A", None);
        create(t, &Frame { managed_by: Some("市级党委管理干部".into()), ..frame(u, "P1", "专职副书记") });
        create(t, &Frame { leading: false, level: None, term_years: None, class: Class::Support, ..frame(u, "P2", "司机") });
        for lang in Lang::ALL {
            let client = site(t).as_actor(t.officer());
            let client = if lang == Lang::En { client.reading(lang) } else { client };
            for format in ["csv", "xlsx"] {
                let bytes = client.get(&format!("/posts?format={format}")).ok().bytes;
                let check = |bytes: Vec<u8>| {
                    let files = vec![File { name: format!("posts.{format}"), bytes: bytes.into() }];
                    let mut source = Source { files, ..Source::default() };
                    let opened = source.open(&Limits::default()).unwrap();
                    source.sheets = opened.guess(post::Posts.parts(), &Default::default());
                    t.db.read(&t.officer(), |tx| post::Posts.check(tx, &source)).unwrap()
                };
                if format == "csv" {
                    let corrected = String::from_utf8(bytes.clone()).unwrap().replace("司机", "驾驶员");
                    let report = check(corrected.into_bytes());
                    assert_eq!((report.figure("changed"), report.figure("unchanged")), (1, 1), "{lang} {:?}", report.wrong);
                }
                let report = check(bytes);
                assert_eq!((report.wrong_in_all, report.figure("unchanged")), (0, 2), "{lang} {format} {:?}", report.wrong);
            }
        }
    }

    fn what_is_out_of_reach_is_not_found(t: Bench) {
        let city = unit(t, "A", None);
        let (mine, other) = (unit(t, "A1", Some(city)), unit(t, "A2", Some(city)));
        create(t, &frame(mine, "P1", "处长"));
        let hidden = create(t, &frame(other, "P2", "局长"));
        for role in [Role::Officer, Role::Leader, Role::Inspector] {
            let client = site(t).as_actor(over(t, role, mine));
            client.get("/posts").ok().shows("处长").hides("局长");
            client.get(&format!("/posts/{hidden}")).is(404);
            client.get(&format!("/posts?unit={other}")).is(404);
            client.get("/posts?unit=A2").is(422);
        }
        site(t).as_actor(t.actor(Role::Cadre)).get("/posts").is(404);
        site(t).as_actor(t.actor(Role::Administrator)).get("/posts").is(404);
    }
}
