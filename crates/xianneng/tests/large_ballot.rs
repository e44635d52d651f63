//! A large ballot from its keys to its result, on files alone, as each role does its part.

mod binary;

use std::{fs, path::Path};

use binary::{text, xianneng};

const PLAN: &str = "id poll-2026\ntitle 年度满意度评议\nclass 2 30 中层干部\nclass 1 40 职工\n\
    question 1 1 对选人用人工作的评价\noption 满意\noption 基本满意\noption 不满意\noption 不了解\n\
    question 0 2 最应改进的方面\noption 动议\noption 民主推荐\noption 考察\n";

fn does(at: &Path, args: &[&str]) -> String {
    let told = xianneng(at, &[&["ballot", "large"], args, &["--lang", "en"]].concat());
    assert!(told.status.success(), "{args:?}: {}", text(&told.stderr));
    text(&told.stdout).to_owned()
}
fn refuses(at: &Path, args: &[&str], says: &str) {
    let told = xianneng(at, &[&["ballot", "large"], args, &["--lang", "en"]].concat());
    assert!(!told.status.success() && text(&told.stderr).contains(says), "{args:?}: {}", text(&told.stderr));
}
/// Keys, codes and the folder.
fn set_up(at: &Path) {
    fs::write(at.join("plan.txt"), PLAN).unwrap();
    for one in ["a", "b"] {
        does(at, &["key", "poll-2026", "--secret", &format!("{one}.secret"), "--public", &format!("{one}.public")]);
    }
    assert!(does(at, &["codes", "plan.txt"]).contains("70 codes"));
    does(at, &["set-up", "plan.txt", "--key", "a.public", "--key", "b.public", "--folder", "poll"]);
}
/// A class's code by its place among the codes.
fn code(at: &Path, place: usize, file: &str) {
    let codes = fs::read_to_string(at.join("codes.csv")).unwrap();
    let line = codes.lines().nth(place + 1).unwrap();
    fs::write(at.join(file), line.rsplit(',').next().unwrap()).unwrap();
}

#[test]
fn what_was_rehearsed_in_plain_is_what_all_scrutineers_open() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    set_up(at);
    let rehearsed = does(at, &["rehearse", "poll", "--voters", "60"]);
    refuses(at, &["count", "poll"], "Scrutineer 1 has not opened the sums yet");
    does(at, &["open", "poll", "--secret", "b.secret"]);
    does(at, &["open", "poll", "--secret", "a.secret"]);
    refuses(at, &["open", "poll", "--secret", "a.secret"], "is there already");
    does(at, &["count", "poll"]);
    // 中层干部 has weight 2: its sums are twice what was counted in plain
    let result = fs::read_to_string(at.join("poll/result.txt")).unwrap();
    let numbers = |line: &str| -> Vec<u64> { line.split([' ', '|']).filter_map(|n| n.parse().ok()).collect() };
    let plain: Vec<Vec<u64>> = rehearsed.lines().filter(|l| l.contains('|')).map(numbers).collect();
    let opened: Vec<Vec<u64>> = result.lines().map(|l| numbers(l)[1..].to_vec()).collect();
    assert_eq!(opened[0], plain[0].iter().map(|n| 2 * n).collect::<Vec<_>>());
    assert_eq!(opened[1], plain[1]);
    let verified = does(at, &["verify", "poll", "--twice"]);
    assert!(verified.contains("60 ballots count") && verified.contains("All of it holds"), "{verified}");
    // a result that somebody improved is found
    fs::write(at.join("poll/result.txt"), result.replacen(&format!(" {}", opened[1][0]), " 99", 1)).unwrap();
    refuses(at, &["verify", "poll"], "not what the ballots and the parts open to");
}

#[test]
fn a_voter_votes_again_and_whoever_has_no_code_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    set_up(at);
    does(at, &["rehearse", "poll", "--voters", "69"]);
    code(at, 69, "code");
    does(at, &["seal", "poll", "--code", "code", "--choose", "1", "--choose", "0", "--ballot", "one"]);
    does(
        at,
        &["seal", "poll", "--code", "code", "--choose", "3", "--choose", "1,3", "--again", "1", "--ballot", "two"],
    );
    does(at, &["seal", "poll", "--code", "code", "--choose", "2", "--choose", "0", "--ballot", "other"]);
    refuses(at, &["seal", "poll", "--code", "code", "--choose", "9", "--choose", "0", "--ballot", "x"], "no option");
    refuses(at, &["seal", "poll", "--code", "code", "--choose", "1,2", "--choose", "0", "--ballot", "x"], "1 to 1");
    assert!(does(at, &["take", "poll", "one", "two", "one"]).contains("2 ballots were taken (1 were there already)"));
    refuses(at, &["take", "poll", "other"], "another ballot of this code has the same number");
    fs::write(at.join("stranger"), "01".repeat(32)).unwrap();
    refuses(at, &["seal", "poll", "--code", "stranger", "--choose", "1", "--choose", "0", "--ballot", "x"], "");
    let mut touched = fs::read(at.join("other")).unwrap();
    touched[100] ^= 1;
    fs::write(at.join("touched"), touched).unwrap();
    refuses(at, &["take", "poll", "touched"], "touched");
    refuses(at, &["take", "poll", "plan.txt"], "holds no ballots of this poll");
    for one in ["a", "b"] {
        does(at, &["open", "poll", "--secret", &format!("{one}.secret")]);
    }
    refuses(at, &["take", "poll", "other"], "no ballot is taken any more");
    assert!(does(at, &["count", "poll"]).contains("70 ballots count"));
    assert!(does(at, &["verify", "poll"]).contains("All of it holds"));
}

#[test]
fn a_plan_that_would_show_single_voters_is_not_set_up() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let refused = |plan: &str, says: &str| {
        fs::write(at.join("plan.txt"), plan).unwrap();
        refuses(at, &["codes", "plan.txt"], says);
    };
    refused(&PLAN.replace("class 2 30", "class 2 4"), "fewer than 5");
    refused(&format!("{PLAN}least 2\n"), "by the rule it is 5 at least");
    refused("id poll\n", "");
    does(at, &["key", "poll-2026"]);
    refuses(at, &["key", "poll-2026"], "is there already");
    fs::write(at.join("plan.txt"), PLAN).unwrap();
    does(at, &["codes", "plan.txt"]);
    refuses(at, &["set-up", "plan.txt", "--key", "key.public", "--folder", "poll"], "at least 2 are needed");
}
