//! A ballot from its set-up to its result, verified by the program that others wrote.

mod common;

use std::process::Command;

use common::{Meeting, Setting, USUAL, later, site};
use testkit::Bench;

/// What `belenios-tool`, as Debian has it, says of an archive; nothing, said aloud, where it is absent.
fn belenios_tool(archive: &[u8], urn: &str) -> Option<(bool, String)> {
    if Command::new("belenios-tool").arg("--version").output().is_err() {
        println!("SKIPPED: belenios-tool (Debian package of that name) is absent");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(format!("{urn}.bel")), archive).unwrap();
    let out = Command::new("belenios-tool").args(["election", "verify"]).current_dir(folder.path()).output().unwrap();
    Some((out.status.success(), String::from_utf8_lossy(&out.stderr).into_owned()))
}

testkit::on_both_engines! {
    fn ten_voters_vote_and_three_scrutineers_count(t: Bench) {
        let site = site(t);
        let all = Meeting::opened(&site, t, &USUAL);
        let (urn, votes) = (&all.urns[0], ["100", "100", "100", "010", "010", "001", "000", "100", "010", "001"]);
        let first = all.cast(0, 0, &["001"]);
        assert_eq!(first["count"], 1);
        for (slip, vote) in votes.iter().enumerate().skip(1) {
            all.cast(0, slip, &[vote]);
        }
        // the first changes the mind: the last ballot counts
        let again = all.cast(0, 0, &[votes[0]]);
        assert_eq!(again["count"], 2);
        all.officer.get(&all.at).ok().shows("data-label=\"已投票\">10</td>").shows("data-label=\"选票数\">11</td>");
        // eleven wait until voting ends: a batch has ten, and ten more wait on
        let board = |tracker: &str| all.voter.get(&format!("/vote/{urn}/board?tracker={}", tracker.replace('+', "%2B"))).ok();
        let (old, new) = (first["tracker"].as_str().unwrap(), again["tracker"].as_str().unwrap());
        board(new).shows("已收下，将随下一批公布");
        later(t, 15);
        assert_eq!(ballot::publish_due(&t.db, t.root).unwrap(), 0);
        all.turn("close").is(303);
        board(new).shows("在票板上，第 1 批");
        board("AAAA").shows("票板上没有选票");
        let trackers: Vec<String> = all.voter.json(&format!("/vote/{urn}/board"))["trackers"].as_array().unwrap()
            .iter().map(|t| t[1].as_str().unwrap().to_owned()).collect();
        assert_eq!(trackers.len(), 11);
        let place = |of: &str| trackers.iter().position(|t| t == of).unwrap();
        assert!(place(old) < place(new), "of one voter the later ballot stands later");
        assert_eq!(ballots::belenios::verify(&all.archive(0)).unwrap().counted, 10);
        all.turn("count").is(422).shows("异议期还有60分钟");
        later(t, 60);
        all.turn("count").is(303);
        for (scrutineer, last) in [(0, false), (1, false), (2, true)] {
            let part = all.part(scrutineer, 0);
            assert_eq!(all.give(scrutineer, 0, &part).ok().as_json()["counted"], last);
        }
        let result = all.result();
        let told: Vec<u64> = result["questions"][0]["lines"].as_array().unwrap().iter().map(|l| l["votes"].as_u64().unwrap()).collect();
        assert_eq!(told, [4, 3, 2]);
        assert_eq!((result["voters"].as_u64(), result["entitled"].as_u64()), (Some(10), Some(10)));

        let archive = all.archive(0);
        let verified = ballots::belenios::verify(&archive).unwrap();
        assert_eq!((verified.ballots, verified.counted, verified.credentials), (11, 10, 10));
        assert_eq!(verified.outcome.unwrap().0, [vec![4, 3, 2]]);
        if let Some((holds, says)) = belenios_tool(&archive, urn) {
            assert!(holds && says.contains("all checks passed"), "{says}");
        }
        all.officer.get(&format!("{}/result", all.at)).ok().shows("40.00%").shows("belenios-tool");
        all.officer.get(&format!("{}/sheet", all.at)).ok().shows("监票人（监三）");
        all.officer.get(&format!("{}/result?format=xlsx", all.at)).ok();
        t.assert_ledger();
    }

    fn what_was_fixed_stands_in_the_public_log(t: Bench) {
        let site = site(t);
        let all = Meeting::opened(&site, t, &USUAL);
        (0..10).for_each(|slip| drop(all.cast(0, slip, &["100"])));
        all.turn("close").is(303);
        later(t, 60);
        all.turn("count").is(303);
        all.open_sums(&[0]);
        let kinds = common::logged(t, "SELECT kind AS text FROM log_item ORDER BY item");
        let ours: Vec<&str> = kinds.iter().map(String::as_str).filter(|k| k.starts_with("ballot.")).collect();
        assert_eq!(ours, ["ballot.void", "ballot.manifest", "ballot.batch", "ballot.close", "ballot.result"]);
        let manifest = all.voter.get(&format!("/vote/{}/manifest", all.urns[0])).ok().text;
        let digest: String = {
            use sha2::{Digest, Sha256};
            Sha256::digest(manifest.as_bytes()).iter().map(|b| format!("{b:02x}")).collect()
        };
        let shown = common::logged(t, "SELECT value AS text FROM log_open WHERE shown");
        assert!(shown.contains(&digest));
        assert!(manifest.contains("slips ") && manifest.contains(" 12 2\n") && manifest.contains("意见一致"), "{manifest}");
        assert!(!shown.iter().any(|v| v.contains("年度表决")), "the title is committed to and not shown");
    }

    fn classes_of_different_weights_have_urns_and_scores_of_their_own(t: Bench) {
        let site = site(t);
        let set = Setting {
            kind: "assessment",
            classes: "班子 6 40\n科长 3 60\n职工 5 60",
            questions: &[["grade", "", "甲", "优秀 100\n称职 80\n不称职 0", "", ""]],
            ..USUAL
        };
        let all = Meeting::opened(&site, t, &set);
        assert_eq!(all.urns.len(), 2, "three heads are counted with the staff of the same weight");
        (0..6).for_each(|slip| drop(all.cast(0, slip, &[["1000", "0100"][slip % 2]])));
        // four of eight: too few to be shown
        (0..4).for_each(|slip| drop(all.cast(1, slip, &["0001"])));
        all.turn("close").is(303);
        later(t, 60);
        all.turn("count").is(303);
        all.give(0, 1, &all_part_of_other(&all)).is(422).shows("少于下限");
        all.open_sums(&[0]);
        let result = all.result();
        assert!(result["urns"][1]["sums"].is_null(), "{result}");
        assert_eq!(result["questions"][0]["score"]["exact"], "90");
        all.officer.get(&format!("{}/result", all.at)).ok().shows("投票人数少于下限，不单独公布票数：科长、职工");
        // nothing of that urn can be opened: its board has no sums
        let board = ballots::belenios::Board::read(&all.archive(1)).unwrap();
        assert!(board.tally.is_none() && board.ballots.len() == 4);
    }
}

/// Any well-formed part: that of the first scrutineer for the first urn.
fn all_part_of_other(all: &Meeting) -> String {
    all.part(0, 0)
}
