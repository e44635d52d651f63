//! The list of cases, a screenful at a time.

mod common;

use std::collections::BTreeSet;

use common::Office;
use testkit::Bench;

testkit::on_both_engines! {
    fn a_long_list_is_walked_forwards_and_back_and_no_case_is_missed(t: Bench) {
        let o = Office::new(t);
        for n in 0..6 {
            let title = format!("选任事项第{n}号");
            let sent = [("title", title.as_str()), ("procedure", "cn/appointment"), ("unit", "HY"), ("posts", "P1")];
            o.officer.post("/cases/new", &sent).is(303);
        }
        let (mut seen, mut pages) = (BTreeSet::new(), Vec::new());
        let mut at = "/cases?limit=3".to_owned();
        loop {
            let page = o.officer.json(&at)["cases"].clone();
            assert_eq!(page["total"], 7);
            let ids: Vec<String> = page["rows"].as_array().unwrap().iter().map(|c| c["case"].as_str().unwrap().to_owned()).collect();
            assert!(ids.iter().all(|id| seen.insert(id.clone())), "a case is listed twice");
            pages.push(ids);
            let Some(next) = page["next"].as_str() else { break };
            at = format!("/cases?limit=3&after={next}");
        }
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [3, 3, 1]);
        // a case that is opened meanwhile moves nobody
        let sent = [("title", "其间开启的事项"), ("procedure", "cn/appointment"), ("unit", "HY"), ("posts", "P1")];
        o.officer.post("/cases/new", &sent).is(303);
        let last = o.officer.json(&at)["cases"].clone();
        let back = format!("/cases?limit=3&before={}", last["previous"].as_str().unwrap());
        let back = o.officer.json(&back)["cases"]["rows"].as_array().unwrap().clone();
        assert_eq!(back.iter().map(|c| c["case"].as_str().unwrap()).collect::<Vec<_>>(), pages[1]);
        o.officer.get("/cases?limit=3").ok().shows("其间开启的事项").shows("after=");
        o.officer.get("/cases?limit=3&after=nonsense").is(422);
        // a spreadsheet has all of them
        assert_eq!(o.officer.get("/cases?format=csv").ok().text.lines().count(), 9);
    }
}
