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
    fn a_code_is_looked_up_by_the_beginning_of_its_hash(t: Bench) {
        let site = site(t);
        let mut all = Meeting::settled(&site, t, &USUAL);
        all.make_keys();
        all.make_slips(2);
        all.void_rest(1);
        all.turn("fix").is(303);
        let at = format!("/vote/{}/seats", all.urns[0]);
        let near = |digits: &str| -> Vec<String> {
            let answer = all.voter.get(&format!("{at}?near={digits}")).ok();
            assert!(!answer.headers.contains_key("set-cookie"));
            serde_json::from_str(&answer.text).unwrap()
        };
        assert!(near("").is_empty(), "seats are written when the urn opens");
        let last = &all.slips[0][10].code;
        all.keeper.post(&format!("{}/void/{}", all.at, all.urns[0]), &[("codes", last)]).is(303);
        all.turn("open").is(303);
        all.voter.get(&format!("/vote/{}", all.urns[0])).ok().shows("data-digits=\"0\"");
        // twelve slips, two of them voided: one before the manifest was fixed, one afterwards
        let seats = near("");
        assert_eq!(seats.len(), 10);
        let own = seats[3].clone();
        for digits in [1, 2, 5, 64] {
            let found = near(&own[..digits]);
            assert!(found.contains(&own) && found.iter().all(|seat| seat.starts_with(&own[..digits])), "{found:?}");
            assert_eq!(found.len(), seats.iter().filter(|seat| seat.starts_with(&own[..digits])).count());
        }
        for wrong in ["x", "AB", "%27", &"0".repeat(65)] {
            all.voter.get(&format!("{at}?near={wrong}")).is(404);
        }
        all.voter.get("/vote/abcdefghijkmno/seats").is(404);
        // a slip that is voided while people vote has no seat from then on
        all.keeper.post(&format!("{}/void/{}", all.at, all.urns[0]), &[("codes", &all.slips[0][0].code)]).is(303);
        assert_eq!(near("").len(), 9);
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
