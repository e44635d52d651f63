//! What is seen of a file, by whom; and never what is sealed.

mod common;

use auth::{Columns, Role};
use common::*;
use testkit::client::Site;

/// The identity number of the standard's own example; nobody's.
const ID: &str = "11010519491231002X";

fn site(t: &testkit::Bench) -> Site {
    Site::of(t, vec![people::slice(), web::find::slice()])
}

testkit::on_both_engines! {
    fn the_roster_is_filtered_sorted_and_exported(t: testkit::Bench) {
        let u = unit(t, "0001/0002/");
        for (name, sex, birth) in [("单雄", "男", "1970.01"), ("曾敏", "女", "1985.06"), ("阿强", "男", "1990.02.03")] {
            enter(t, u, &[("name", name), ("sex", sex), ("birth", birth)]);
        }
        let officer = site(t).as_actor(t.officer());
        let names = |path: &str| -> Vec<String> {
            let json = officer.json(path);
            json["people"]["rows"].as_array().unwrap().iter().map(|r| r["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names("/people"), ["阿强", "单雄", "曾敏"]);
        assert_eq!(names("/people?sort=birth"), ["单雄", "曾敏", "阿强"]);
        assert_eq!(names("/people?sort=-birth"), ["阿强", "曾敏", "单雄"]);
        assert_eq!(names("/people?sex=2"), ["曾敏"]);
        // the clock stands at 2026-06-01
        assert_eq!(names("/people?age_from=40"), ["单雄", "曾敏"]);
        assert_eq!(names("/people?age_to=41&age_from=41"), ["曾敏"]);
        assert_eq!(names("/people?q=shan"), ["单雄"]);
        assert_eq!(names("/people?on=2019-12-31"), [] as [&str; 0]);
        assert_eq!(names("/people?on=2020-01-01&sex=1"), ["阿强", "单雄"]);
        let mut seen = Vec::new();
        let mut path = "/people?limit=1".to_owned();
        loop {
            let json = officer.json(&path);
            seen.push(json["people"]["rows"][0]["name"].as_str().unwrap().to_owned());
            assert_eq!(json["people"]["total"], 3);
            match json["people"]["next"].as_str() {
                Some(next) => path = format!("/people?limit=1&after={next}"),
                None => break,
            }
        }
        assert_eq!(seen, ["阿强", "单雄", "曾敏"]);
        let csv = officer.get("/people?sex=1&format=csv").ok();
        assert!(csv.text.contains("阿强") && !csv.text.contains("曾敏"));
        officer.get("/people").ok().shows("人员名册").shows("共 3 人");
        site(t).as_actor(t.officer()).reading(base::Lang::En).get("/people").ok().shows("Roster").shows("Female");
        site(t).stranger().get("/people").asks_to_sign_in();
    }

    fn a_list_reads_the_same_by_its_order_and_by_its_filter(t: testkit::Bench) {
        let u = unit(t, "0001/0002/");
        for (name, birth, level) in [("单雄", "1970.01", "正科级"), ("曾敏", "1985.06", ""), ("阿强", "", "副处级"), ("单雄", "1970.01", "正科级")] {
            enter(t, u, &[("name", name), ("birth", birth), ("level", level)]);
        }
        let officer = site(t).as_actor(t.officer());
        let walked = |query: &str| -> Vec<(String, String)> {
            let (mut seen, mut path) = (Vec::new(), format!("/people?limit=1{query}"));
            loop {
                let page = officer.json(&path)["people"].clone();
                assert_eq!(page["total"], 4, "{path}");
                seen.extend(page["rows"].as_array().unwrap().iter().map(|r| (r["name"].as_str().unwrap().to_owned(), r["person"].as_str().unwrap().to_owned())));
                match page["next"].as_str() {
                    Some(next) => path = format!("/people?limit=1{query}&after={next}"),
                    None => return seen,
                }
            }
        };
        for (order, turned) in [("", "&sort=-name"), ("&sort=birth", "&sort=-birth"), ("&sort=level", "&sort=-level")] {
            let all = walked(order);
            assert_eq!(all.len(), 4, "{order}");
            let mut back = walked(turned);
            back.reverse();
            assert_eq!(back, all, "{turned}");
            // everybody passes this filter, which is answered by another road
            assert_eq!(walked(&format!("{order}&complete_below=101")), all, "{order}");
            assert_eq!(walked(&format!("{turned}&complete_below=101")).into_iter().rev().collect::<Vec<_>>(), all, "{turned}");
        }
        enter(t, u, &[("name", "新人")]);
        assert_eq!(officer.json("/people")["people"]["total"], 5, "what was counted before is counted anew");
        assert_eq!(officer.json(&format!("/people?unit={u}"))["people"]["total"], 5);
        let elsewhere = site(t).as_actor(t.actor_over(Role::Officer, "0001/0003/".parse().unwrap()));
        assert_eq!(elsewhere.json("/people")["people"]["total"], 0, "out of reach");
    }

    fn a_person_is_entered_and_corrected_by_form(t: testkit::Bench) {
        let officer = site(t).as_actor(t.officer());
        officer.post("/people/new", &[("name", ""), ("birth", "1980.13")]).is(422).shows("请填写姓名").shows("1980.13");
        let answer = officer.post("/people/new", &[("name", "李明"), ("sex", "1"), ("birth", "1980.05"), ("holds_from", "2026-06-01")]);
        let home = answer.location().unwrap();
        officer.get(&home).ok().shows("李明").shows("1980.05").shows("46岁").shows("还缺：");
        officer.post(&format!("{home}/award/new"), &[("name", "嘉奖"), ("on", "2024.03"), ("authority", "某局")]).is(303);
        officer.get(&home).ok().shows("嘉奖").shows("2024.03");
        let json = officer.json(&home);
        let award = json["sections"].as_array().unwrap().iter().find(|s| s["section"] == "award").unwrap();
        let fact = award["entries"][0]["fact"].as_str().unwrap().to_owned();
        officer.post(&format!("{home}/award/{fact}"), &[("name", "记三等功"), ("on", "2024.03")]).is(303);
        officer.get(&home).ok().shows("记三等功").hides("嘉奖");
        officer.get(&format!("{home}/award/{fact}")).is(404);
        officer.get("/search?q=lim").ok().shows("李明");
        officer.part("/search/suggest?q=lm").ok().shows("李明");
    }

    fn what_is_sealed_is_in_no_answer_until_it_is_revealed(t: testkit::Bench) {
        let u = unit(t, "0001/0002/");
        let id = enter(t, u, &[("name", "孙丽"), ("sex", "女"), ("birth", "1949.12"), ("id_number", ID)]);
        let officer = site(t).as_actor(t.officer());
        officer.post(&format!("/people/{id}/kin/new"), &[("relation", "丈夫"), ("name", "周守密"), ("work", "某厂")]).is(303);
        officer.post(&format!("/people/{id}/health/new"), &[("condition", "有慢性病")]).is(303);
        let secrets = [ID, "周守密", "有慢性病"];
        let everyone = [
            site(t).as_actor(t.officer()),
            site(t).as_actor(with_columns(t, Columns::NONE)),
            site(t).as_actor(t.actor(Role::Leader)),
            site(t).as_actor(t.actor(Role::Inspector)),
        ];
        for client in &everyone {
            for path in ["/people", "/people?format=csv", "/people?format=json", "/search?q=孙丽", "/people/duplicates"] {
                let answer = client.get(path);
                assert!(secrets.iter().all(|s| !answer.text.contains(s)), "{path}");
            }
            for path in [format!("/people/{id}"), format!("/people/{id}?format=json")] {
                let answer = client.get(&path).ok();
                assert!(secrets.iter().all(|s| !answer.text.contains(s)), "{path}");
            }
        }
        let reveal = format!("/people/{id}/reveal/identity");
        officer.post(&reveal, &[("reason", "看")]).is(422).hides(ID);
        let open = officer.post(&reveal, &[("reason", "办理任职手续")]);
        open.ok().shows(ID);
        assert_eq!(entries(t).iter().filter(|e| e.1 == "people.revealed").count(), 1);
        everyone[1].post(&reveal, &[("reason", "办理任职手续")]).is(404).hides(ID);
        let me = site(t).as_actor(own(t, id));
        me.get("/people/me").is(303).leads_to(&format!("/people/{id}"));
        me.post("/people/me/data", &[]).ok().shows(ID).shows("周守密");
    }

    fn a_merge_is_undone_where_it_was_done(t: testkit::Bench) {
        let u = unit(t, "0001/");
        let one = enter(t, u, &[("name", "吴勇"), ("birth", "1975.03")]);
        let other = enter(t, u, &[("name", "吴勇"), ("birth", "1975.03")]);
        let officer = site(t).as_actor(t.officer());
        officer.get("/people/duplicates").ok().shows("姓名和出生年月相同");
        let (keep, gone) = (one.to_string(), other.to_string());
        let answer = officer.post("/people/merge", &[("person", &keep), ("other", &gone)]).is(303);
        let home = answer.location().unwrap();
        officer.get(&home).ok().shows("撤销合并");
        officer.get(&format!("/people/{gone}")).is(303).leads_to(&format!("/people/{keep}"));
        let entry = home.split("merged=").nth(1).unwrap().to_owned();
        officer.post(&format!("/people/undo/{entry}"), &[]).is(303);
        officer.get(&format!("/people/{gone}")).ok().shows("吴勇");
    }

    fn hostile_words_are_shown_as_words(t: testkit::Bench) {
        let u = unit(t, "0001/");
        let id = enter(t, u, &[("name", "<script>x</script>"), ("post_title", "=cmd|' /C calc'!A0")]);
        let officer = site(t).as_actor(t.officer());
        officer.get(&format!("/people/{id}")).ok().hides("<script>x");
        let csv = officer.get("/people?format=csv").ok();
        assert!(!csv.text.lines().any(|l| l.split(',').any(|c| c.trim_matches('"').starts_with('='))), "{}", csv.text);
    }
}
