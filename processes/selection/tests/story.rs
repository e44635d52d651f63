//! An interview from its announcement to a shortlist: sheets by number, nothing seen before the end, every figure with its working.

use testkit::{
    Bench,
    client::{Client, Site},
};

fn site(t: &Bench) -> Site {
    Site::with(t, vec![selection::slice()], |app| app)
}

const FORM: [(&str, &str); 10] = [
    ("title", "财政局科员面试"),
    ("day", "2026-06-10"),
    ("places", "1"),
    ("ratio", "1"),
    ("out", "1"),
    ("highest", "100"),
    ("written", "50"),
    ("pass", "60"),
    ("level", ""),
    ("ties", "笔试成绩高者在前；仍相同的加试"),
];
const MEMBERS: &str = "1 甲官\n1 乙官\n1 丙官\n1 丁官\n1 戊官\n1 己官\n1 庚官\n";
const CANDIDATES: &str = "1 1 李明 80\n1 2 周静 70\n1 3 吴迪 79.99\n";

/// An interview whose members may mark, with the members' sheets.
fn opened(officer: &Client) -> (String, Vec<String>) {
    let at = officer.post("/interviews", &FORM).location().unwrap();
    officer.post(&format!("{at}/lists"), &[("members", MEMBERS), ("candidates", CANDIDATES)]).location().unwrap();
    officer.post(&format!("{at}/open"), &[]).location().unwrap();
    let page = officer.post(&format!("{at}/sheets"), &[]).ok().shows("<svg").text;
    let mut sheets: Vec<String> =
        page.split("href=\"/sheet/").skip(1).map(|s| format!("/sheet/{}", s.split('"').next().unwrap())).collect();
    sheets.dedup();
    assert_eq!(sheets.len(), 7);
    (at, sheets)
}

/// Gives marks by number; `-` is away.
fn give(member: &Client, sheet: &str, marks: &[(i64, &str)]) -> testkit::client::Answer {
    let lines = member.json(sheet)["lines"].as_array().unwrap().clone();
    let id =
        |number: i64| lines.iter().find(|l| l["number"] == number).unwrap()["candidate"].as_str().unwrap().to_owned();
    let pairs: Vec<(String, &str)> = marks
        .iter()
        .map(|(number, mark)| match *mark {
            "-" => (format!("away-{}", id(*number)), "亲属"),
            mark => (format!("mark-{}", id(*number)), mark),
        })
        .collect();
    let pairs: Vec<(&str, &str)> = pairs.iter().map(|(k, v)| (k.as_str(), *v)).collect();
    member.post(sheet, &pairs)
}

testkit::on_both_engines! {
    fn from_the_announcement_to_a_shortlist(t: Bench) {
        let site = site(t);
        let (officer, member) = (site.as_actor(t.officer()), site.stranger());
        let (at, sheets) = opened(&officer);
        member.get(&sheets[0]).ok().shows("1 号考生").hides("李明").hides("周静");
        let marks = [["90", "92", "85"], ["80", "91", "85"], ["85", "90", "85"], ["86", "95", "85"], ["10", "89", "85"], ["84", "94", "85"]];
        for (sheet, m) in sheets.iter().zip(marks) {
            give(&member, sheet, &[(1, m[0]), (2, m[1]), (3, m[2])]).location().unwrap();
        }
        // nobody sees a mark before the end, not even by asking for the data
        officer.get(&at).ok().shows("3/3").shows("0/3").hides("→").hides("÷").hides(">92<");
        let data = officer.json(&at).to_string();
        assert!(!data.contains("outcome") && !data.contains("mark") && !data.contains("said"), "{data}");
        officer.post(&format!("{at}/close"), &[]).is(422).shows("7号考官尚未打分");
        give(&member, &sheets[6], &[(1, "85"), (2, "-"), (3, "85")]).location().unwrap();
        give(&member, &sheets[0], &[(1, "88")]).location().unwrap();
        officer.post(&format!("{at}/close"), &[]).location().unwrap();
        // 1: (80+85+86+84+85)÷5 = 84; 2, one away: (92+91+90+94)÷4 = 91.75; 3: 85
        officer.get(&at).ok()
            .shows("(88) 80 85 86 (10) 84 85 → 420 ÷ 5 = 84")
            .shows("92 91 90 (95) (89) 94 回避：亲属 → 367 ÷ 4 = 91.75")
            .shows("82.5").shows("80.88").shows("82");
        let lines = officer.json(&at)["outcome"]["lines"].as_array().unwrap().clone();
        let told: Vec<(i64, String, bool)> = lines.iter()
            .map(|l| (l["who"].as_i64().unwrap() + 1, l["total"].as_str().unwrap().to_owned(), l["goes_on"].as_bool().unwrap())).collect();
        // 84·½ + 80·½ = 82; 91.75·½ + 70·½ = 80.875 → 80.88; 85·½ + 79.99·½ = 82.495 → 82.5
        assert_eq!(told, [(3, "82.5".into(), true), (1, "82".into(), false), (2, "80.88".into(), false)]);
    }

    fn what_is_closed_stays_closed(t: Bench) {
        let site = site(t);
        let (officer, member) = (site.as_actor(t.officer()), site.stranger());
        let (at, sheets) = opened(&officer);
        officer.post(&format!("{at}/lists"), &[("members", MEMBERS), ("candidates", CANDIDATES)]).is(422).shows("已开始打分");
        for sheet in &sheets {
            give(&member, sheet, &[(1, "80"), (2, "81"), (3, "82")]).location().unwrap();
        }
        officer.post(&format!("{at}/close"), &[]).location().unwrap();
        give(&member, &sheets[0], &[(1, "100")]).is(422).shows("分数不能再改");
        member.get(&sheets[0]).ok().shows("现在不能打分").shows("80");
        officer.post(&format!("{at}/sheets"), &[]).is(422);
        assert!(t.db.verify().unwrap().iter().all(|v| v.findings.is_empty()));
    }

    fn who_is_over_a_part_sees_and_runs_none(t: Bench) {
        let site = site(t);
        let (at, _) = opened(&site.as_actor(t.officer()));
        let college = site.as_actor(t.actor_over(auth::Role::Officer, "0001/000a/".parse().unwrap()));
        college.get("/interviews").is(404);
        college.get(&at).is(404);
        college.post("/interviews", &FORM).is(404);
        for turn in ["close", "sheets"] {
            college.post(&format!("{at}/{turn}"), &[]).is(404);
        }
        let leader = site.as_actor(t.actor_over(auth::Role::Leader, "0001/000a/".parse().unwrap()));
        leader.get(&at).is(404);
    }

    fn what_the_rule_and_the_sheet_do_not_allow_is_refused(t: Bench) {
        let site = site(t);
        let (officer, member) = (site.as_actor(t.officer()), site.stranger());
        let at = officer.post("/interviews", &FORM).location().unwrap();
        officer.post(&format!("{at}/open"), &[]).is(422).shows("还没有考生名单");
        let six = MEMBERS.replace("1 庚官\n", "");
        officer.post(&format!("{at}/lists"), &[("members", &six), ("candidates", CANDIDATES)]).location().unwrap();
        officer.post(&format!("{at}/open"), &[]).is(422).shows("少于7人");
        let eight = format!("{MEMBERS}1 辛官\n");
        officer.post(&format!("{at}/lists"), &[("members", &eight), ("candidates", CANDIDATES)]).location().unwrap();
        officer.post(&format!("{at}/open"), &[]).is(422).shows("须为单数");
        officer.post(&format!("{at}/lists"), &[("members", "王"), ("candidates", CANDIDATES)]).is(422).shows("第1行看不懂");
        officer.post("/interviews", &[("title", "")]).is(422).shows("请填写名称");

        let (at, sheets) = opened(&officer);
        give(&member, &sheets[0], &[(1, "100.01")]).is(422).shows("1号：请填写 0 到 100 的分数");
        give(&member, &sheets[0], &[(1, "9.999")]).is(422);
        let again = officer.post(&format!("{at}/sheets"), &[]).ok().text;
        member.get(&sheets[0]).is(404);
        assert!(!again.contains(sheets[0].as_str()));
        member.get("/sheet/AAAAAAAAAAAAAAAAAAAAAAAA").is(404);
        member.get(&at).asks_to_sign_in();
        site.as_actor(t.actor(auth::Role::Leader)).post("/interviews", &FORM).is(403);
    }
}
