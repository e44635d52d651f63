//! The table that Guangdong published for 2026, through the page.

mod house;

use house::*;
use testkit::Bench;

/// A published file, or nothing where the data is not there.
fn file(name: &str) -> Option<Vec<u8>> {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/cn-gd-posts-2026").join(name);
    let bytes = std::fs::read(path).ok();
    if bytes.is_none() {
        eprintln!("SKIPPED: ../shared/data/cn-gd-posts-2026/{name} is not here");
    }
    bytes
}

testkit::on_both_engines! {
    fn every_post_of_the_published_table_is_taken_in_and_every_clause_understood(t: Bench) {
        let (Some(table), Some(majors)) = (file("gd2026_posts_original.xls"), file("gd2026_majors_original.xls")) else {
            return;
        };
        staff(t);
        let site = site(t);
        let officer = site.as_actor(t.officer());
        let files = [("职位表.xls", table.as_slice()), ("专业目录.xls", majors.as_slice())];
        let (at, checked) = upload_files(&officer, &files);
        checked.shows("检查通过").shows("9344").shows("11,779");
        let report = officer.json(&at)["report"].clone();
        assert_eq!(report["posts"], 9344);
        assert_eq!(report["openings"], 11779);
        assert_eq!(report["clauses"]["understood"], 65);
        assert_eq!(report["clauses"]["unknown"], serde_json::json!([]));
        assert_eq!(report["rejected"], serde_json::json!([]));
        assert_eq!(report["majors"]["unresolved"], serde_json::json!([]));
        record(&officer, &at);
        let calls = officer.json("/calls");
        let call = format!("/calls/{}", calls["calls"][0]["id"].as_str().unwrap());
        assert_eq!((calls["calls"][0]["openings"].as_i64(), calls["calls"][0]["places"].as_i64()), (Some(9344), Some(11779)));
        assert_eq!(officer.json(&call)["openings"], 9344);
        assert!(!officer.json(&format!("{call}?only=yes"))["rows"].as_array().unwrap().is_empty());
    }
}
