//! The pages of voters and scrutineers: one script, whose hash was fixed before voting began, and nobody's name.

mod common;

use common::{Meeting, Setting, USUAL, site};
use testkit::Bench;

testkit::on_both_engines! {
    fn voters_run_one_script_whose_hash_stands_in_the_manifest(t: Bench) {
        let site = site(t);
        let all = Meeting::opened(&site, t, &USUAL);
        let at = format!("/vote/{}", all.urns[0]);
        let page = all.voter.get(&at).ok();
        let page = page.shows("data-page=\"vote\"").shows("data-state=\"open\"").shows("data-revote=\"yes\"").shows("年度表决");
        let page = page.shows("请在浏览器设置中允许 JavaScript");
        assert!(!page.headers.contains_key("set-cookie"), "nobody is known again");
        all.voter.get(&format!("{at}?lang=en")).ok().shows("Allow JavaScript");
        all.voter.get(&format!("{at}/challenge")).ok().shows("data-page=\"challenge\"");
        let Some(script) = ui::ballot_script() else { return };
        assert_eq!(page.text.matches("<script").count(), 1);
        let page = page.shows(script.path).shows(script.integrity).shows(&format!("data-sha256=\"{}\"", script.sha256));
        drop(page);
        all.voter.get(&format!("{at}/manifest")).ok().shows(&format!("program {} {}", script.sha256, script.path));
        all.turn("close").is(303);
        all.voter.get(&at).ok().shows("data-state=\"closed\"");
    }
    fn where_a_ballot_counts_once_the_page_says_so(t: Bench) {
        let site = site(t);
        let all = Meeting::opened(&site, t, &Setting { revote: false, ..USUAL });
        all.voter.get(&format!("/vote/{}", all.urns[0])).ok().shows("data-revote=\"no\"");
    }
    fn an_urn_that_is_not_fixed_and_a_wrong_link_have_no_page(t: Bench) {
        let site = site(t);
        let all = Meeting::settled(&site, t, &USUAL);
        all.voter.get(&format!("/vote/{}", all.urns[0])).is(404);
        all.voter.get("/vote/abcdefghijkmno").is(404);
        all.voter.get("/scrutineer/AAAAAAAAAAAAAAAAAAAAAAAA").is(404);
    }
    fn a_scrutineer_compares_keys_by_their_fingerprints(t: Bench) {
        let site = site(t);
        let mut all = Meeting::settled(&site, t, &USUAL);
        all.make_keys();
        let of = |link: &str| all.voter.json(&format!("/scrutineer/{link}"));
        let first = of(&all.links[0]);
        assert_eq!((&first["number"], &first["name"], &first["state"]), (&1.into(), &"监一".into(), &"slips".into()));
        let marks: Vec<&str> = first["keys"].as_array().unwrap().iter().map(|k| k["key"].as_str().unwrap()).collect();
        assert_eq!(first["key"], marks[0]);
        assert!(marks.iter().all(|m| m.len() == 39 && m.split(' ').all(|four| four.len() == 4)), "{marks:?}");
        assert_eq!(of(&all.links[2])["key"], marks[2]);
        assert_eq!(first["urns"][0]["state"], "wait");
        all.voter.get(&format!("/scrutineer/{}", all.links[1])).ok().shows("data-page=\"scrutineer\"").shows(marks[1]);
    }
}
