//! `xianneng match` as an officer with three files uses it.

mod binary;

use std::fs;

use binary::{text, xianneng};
use serde_json::{Value, json};

const POSTS: &str = "post,unit,quota,leading,track,level,field,needs.law,needs.words
clerk,city/office,2,no,party,1,words,40,60
head,city/office,1,yes,party,3,words,50,70
judge,city/court,1,yes,business,3,law,90,40
";
const PEOPLE: &str = "person,post,track,traits,backbone,years,interest,has.law,has.words,eligible
Ann,clerk,party,woman,yes,9,law,85,60,clerk; judge; head
Bob,clerk,party,,no,2,words,30,65,clerk; head:77
Cao,judge,business,woman,yes,1,words,90,50,*
";
const RULES: &str = r#"{ "bench": 20000,
  "fit": { "shortage": { "law": 40, "words": 40 }, "interest": 400, "promotion": 300, "demotion": 1500, "moving": 300,
           "other_unit": 200, "overdue_after": 8, "overdue": 500 },
  "rules": [ { "moves_out": { "unit": "*", "at_most": { "percent": 50 } } },
             { "team": { "unit": "city/court", "of": "woman", "at_least": 1, "price": 3000 } } ] }"#;

struct Desk(tempfile::TempDir);
impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        desk.put("posts.csv", POSTS).put("people.csv", PEOPLE).put("rules.json", RULES);
        desk
    }
    fn put(&self, name: &str, text: impl AsRef<[u8]>) -> &Self {
        fs::write(self.0.path().join(name), text).unwrap();
        self
    }
    /// What a command gives: whether it succeeded, and what it wrote.
    fn run(&self, words: &str, lang: &str) -> (bool, String) {
        let args: Vec<&str> = words.split_whitespace().chain(["--lang", lang]).collect();
        let done = xianneng(self.0.path(), &args);
        (done.status.success(), text(if done.status.success() { &done.stdout } else { &done.stderr }))
    }
    fn plan(&self, more: &str) -> Value {
        let (done, said) = self.run(&format!("{MATCH} --json {more}"), "en");
        assert!(done, "{said}");
        fs::write(self.0.path().join("plan.json"), &said).unwrap();
        serde_json::from_str(&said).unwrap()
    }
    fn refuses(&self, words: &str) -> String {
        let (done, said) = self.run(words, "en");
        assert!(!done, "{said}");
        said.trim().to_owned()
    }
}
const MATCH: &str = "match --people people.csv --posts posts.csv --rules rules.json";

#[test]
fn three_files_give_a_plan_that_anybody_verifies() {
    let desk = Desk::new();
    let (done, said) = desk.run(&format!("{MATCH} --prove 1000"), "en");
    assert!(done);
    assert_eq!(
        said,
        "Ann\tclerk\thead\n3 people, 1 move. Cost 400; no plan is below 400; the gap is at most 0.0000 %.\n"
    );
    let (_, said) = desk.run(&format!("{MATCH} --prove 1000"), "zh-CN");
    assert!(said.ends_with("共 3 人，其中 1 人变动。成本 400，任何方案不低于 400，差距至多 0.0000 %。\n"), "{said}");
    let plan = desk.plan("--prove 1000 --seconds 5");
    assert_eq!(plan["places"], json!([["Ann", "head"], ["Bob", "clerk"], ["Cao", "judge"]]));
    let (done, said) = desk.run("match verify plan.json", "en");
    assert!(done, "{said}");
    assert!(said.starts_with("It holds: all 3 rules are kept, the cost is 400"), "{said}");
    let (_, said) = desk.run("match verify plan.json --json", "en");
    assert_eq!(serde_json::from_str::<Value>(&said).unwrap()["kept"], true);
    assert!(!desk.0.path().join("xianneng").exists(), "nothing is recorded");
}
#[test]
fn a_plan_that_was_touched_or_whose_files_changed_does_not_verify() {
    let desk = Desk::new();
    let plan = desk.plan("");
    let touched = |change: &dyn Fn(&mut Value)| {
        let mut plan = plan.clone();
        change(&mut plan);
        desk.put("plan.json", plan.to_string());
        desk.refuses("match verify plan.json")
    };
    let cost = touched(&|p| p["cost"] = json!(399));
    assert!(cost.contains("the cost is 400"), "{cost}");
    let bound = touched(&|p| p["certificate"]["bound"] = json!(64 * 400 + 1));
    assert!(bound.contains("sixty-fourths"), "{bound}");
    let price = touched(&|p| p["certificate"]["prices"][0] = json!(-5));
    assert!(price.contains("a price that may not be"), "{price}");
    let place = touched(&|p| p["places"][1][1] = json!("judge"));
    assert!(place.contains("Bob may not be there"), "{place}");
    let quota = touched(&|p| p["places"][2][1] = json!("head"));
    assert!(quota.contains("head has more people than its quota"), "{quota}");
    assert!(quota.contains("moves_out (city/court) is not kept, by 1"), "{quota}");
    let nowhere = touched(&|p| p["places"][0][1] = json!("mayor"));
    assert!(nowhere.contains("names mayor, which is not among the posts"), "{nowhere}");
    let other = touched(&|p| p["places"] = json!([["Ann", "head"]]));
    assert!(other.contains("does not have the people of the table"), "{other}");
    let format = touched(&|p| p["format"] = json!("something"));
    assert!(format.contains("is not of the format"), "{format}");
    desk.put("plan.json", plan.to_string()).put("people.csv", PEOPLE.replace("9,law", "8,law"));
    let changed = desk.refuses("match verify plan.json");
    assert!(changed.contains("people.csv is not the file that the plan was made from"), "{changed}");
    desk.put("plan.json", "[]");
    assert!(desk.refuses("match verify plan.json").contains("is not a plan"));
}
#[test]
fn why_somebody_is_there_is_said_part_by_part() {
    let desk = Desk::new();
    desk.plan("--prove 1000");
    let (done, said) = desk.run("match why plan.json Ann judge", "en");
    assert!(done, "{said}");
    for part in ["head\t", "judge\t", "fit\t0.00", "shortage of law\t200", "promotion\t-300", "to another unit\t200"] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let (_, said) = desk.run("match why plan.json Ann", "zh-CN");
    assert!(said.contains("超期任职\t500") && said.contains("（无岗位）"), "{said}");
    let (_, said) = desk.run("match why plan.json Bob --json", "en");
    let why: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((&why["planned"]["post"], &why["planned"]["holders"]), (&json!("clerk"), &json!(["Bob"])));
    assert!(desk.refuses("match why plan.json Bob judge").contains("Bob is not eligible for judge"));
    assert!(desk.refuses("match why plan.json Zoe").contains("Zoe is not among the people"));
}
#[test]
fn files_that_are_wrong_are_refused_with_the_place_and_what_would_be_right() {
    let wrong = |name: &str, text: &str, said: &str| {
        let desk = Desk::new();
        desk.put(name, text);
        let why = desk.refuses(MATCH);
        assert!(why.contains(said), "{name}: {why}");
    };
    let locks = |text: &str, said: &str| {
        let desk = Desk::new();
        desk.put("locks.csv", text);
        let why = desk.refuses(&format!("{MATCH} --lock locks.csv"));
        assert!(why.contains(said), "{why}");
    };
    locks("person,post\nBob,mayor\n", "locks.csv 2 post: mayor is not among the posts.");
    locks("person,post\nBob,head\nBob,clerk\n", "#4 lock (Bob – head) contradicts #5 lock (Bob – clerk).");
    locks("person,post\nBob,judge\n", "#4 lock (Bob – judge): Bob is not eligible for judge.");
    locks("person,post,what\nBob,head,maybe\n", "“maybe” must be lock, forbid");
    locks("name,post\nBob,head\n", "locks.csv 1 name: An unknown column; there may be: person, post, what.");
    wrong("people.csv", &PEOPLE.replace("has.law", "law"), "people.csv 1 law: An unknown column");
    wrong("people.csv", &PEOPLE.replace("clerk; head:77", "clerk; mayor"), "people.csv 3 eligible: mayor is not among");
    wrong(
        "people.csv",
        &PEOPLE.replace(":77", ":99999999999999999999"),
        "The cost of “head:99999999999999999999” is not",
    );
    wrong("people.csv", &PEOPLE.replace("30,65", "1e9,65"), "people.csv 3 has.law: “1e9” is not a whole number from");
    wrong("posts.csv", &POSTS.replace(",2,no", ",-2,no"), "posts.csv 2 quota: “-2” is not a whole number from 0 to");
    wrong("rules.json", &RULES.replace("city/court", "city/bank"), "rules 2 rules: There is no “city/bank”.");
    wrong(
        "rules.json",
        &RULES.replace("moves_out", "moves"),
        "rules 4: The rules cannot be read: unknown variant `moves`",
    );
    wrong("rules.json", &RULES.replace("20000", "99999999999"), "Weights are at most a thousand million");
}
#[test]
fn wishes_that_cannot_be_kept_together_are_named() {
    let desk = Desk::new();
    let both = RULES.replace("\"percent\": 50", "\"percent\": 0");
    let rules =
        both.replace("\"rules\": [", "\"rules\": [ { \"headcount\": { \"post\": \"head\", \"at_least\": 1 } },");
    desk.put("rules.json", rules);
    let why = desk.refuses(MATCH);
    assert!(why.contains("These rules cannot be kept together"), "{why}");
    assert!(why.contains("#1 headcount (head)") && why.contains("moves_out (city/office)"), "{why}");
}
