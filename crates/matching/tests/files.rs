//! Models from files, and what is said of files that are wrong.

use matching::{Input, Options, PostId, Problem, Rule, Table, Unwatched, check, read, solve};

fn table(name: &str, text: &str) -> Table {
    let rows = text.trim().lines().map(|l| l.split(',').map(|c| c.trim().to_owned()).collect());
    Table { name: name.to_owned(), rows: rows.collect() }
}
const POSTS: &str = "post, unit, quota, leading, track, level, field, needs.law, needs.words
    clerk, city/office, 2, no, party, 1, words, 40, 60
    head, city/office, 1, yes, party, 3, words, 50, 70
    judge, city/court, 1, yes, business, 3, law, 90, 40";
const PEOPLE: &str = "person, post, track, traits, backbone, years, interest, has.law, has.words, eligible
    Ann, clerk, party, woman; young, yes, 9, law, 85, 60, clerk; judge; head
    Bob, clerk, party, , no, 2, words, 30, 65, clerk; head:77
    Cao, judge, business, woman, yes, 1, law, 90, 50, *";
const RULES: &str = r#"{
    "bench": 20000,
    "fit": { "shortage": { "law": 40, "words": 40 }, "interest": 400, "promotion": 300, "demotion": 1500, "moving": 300,
             "other_unit": 200, "overdue_after": 8, "overdue": 500 },
    "rules": [
        { "moves_out": { "unit": "*", "at_most": { "percent": 50 } } },
        { "team": { "unit": "city/court", "of": "woman", "at_least": 1, "price": 3000 } },
        { "headcount": { "below": "city", "at_least": 2 } },
        { "kin": ["Ann", "Cao"] }
    ] }"#;
fn input(people: &str, posts: &str, rules: &str, locks: Option<&str>) -> Result<Input, Vec<Problem>> {
    let locks = locks.map(|l| table("locks.csv", l));
    read(&table("people.csv", people), &table("posts.csv", posts), rules, locks.as_ref())
}
fn first(result: Result<Input, Vec<Problem>>) -> String {
    let problem = result.unwrap_err().remove(0);
    format!("{} {} {}: {}", problem.table, problem.row, problem.column, problem.say.en)
}

#[test]
fn files_give_a_model_with_costs_term_by_term() {
    let input = input(PEOPLE, POSTS, RULES, None).unwrap();
    let arcs = |i| input.model.arcs_of(matching::PersonId(i)).collect::<Vec<_>>();
    // Ann stays overdue by one year; as head she is 10 words short and rises; as judge 5 points of law short, in her field
    assert_eq!(arcs(0), [(PostId(0), 500), (PostId(1), 400 - 300 + 300), (PostId(2), 200 - 400 - 300 + 300 + 200)]);
    assert_eq!(arcs(1), [(PostId(0), 40 * 10 - 400), (PostId(1), 77)]);
    assert_eq!(input.units, ["city", "city/office", "city/court"]);
    // half of the two people of the office, and of the one of the court nobody
    assert_eq!(input.model.rules()[0], Rule::MovesOut { unit: matching::UnitId(1), at_most: 1 });
    assert_eq!(input.model.rules()[1], Rule::MovesOut { unit: matching::UnitId(2), at_most: 0 });
    let plan = solve(&input.model, &Options { prove: 1000, ..Options::default() }, &Unwatched).unwrap();
    check(&input.model, &plan).unwrap();
    assert_eq!(plan.places, [Some(PostId(1)), Some(PostId(0)), Some(PostId(2))]);
    assert!(plan.certificate.searched);
}
#[test]
fn the_fit_is_shown_part_by_part() {
    use matching::{PersonId, fit::Term};
    let input = input(PEOPLE, POSTS, RULES, None).unwrap();
    let terms = |i, j| input.terms(PersonId(i), PostId(j));
    // Ann as judge: 5 points of law short, in her field, two levels higher, a move, to another unit
    let judge = [
        (Term::Shortage("law".to_owned()), 200),
        (Term::Interest, -400),
        (Term::Promotion, -300),
        (Term::Moving, 300),
        (Term::OtherUnit, 200),
    ];
    assert_eq!(terms(0, 2).unwrap(), judge);
    assert_eq!(terms(0, 0).unwrap(), [(Term::Overdue, 500)]);
    assert_eq!(terms(1, 1).unwrap(), [(Term::Given, 77)]);
    assert_eq!(terms(1, 2), None, "Bob is not eligible");
}
#[test]
fn tiers_are_asked_for_in_the_rules() {
    let rules = RULES.replacen("\"bench\": 20000", "\"bench\": 1, \"tiers\": true", 1).replace("3000", "1");
    let input = input(PEOPLE, POSTS, &rules, None).unwrap();
    let tiers = input.tiers.unwrap();
    let plan = solve(&input.model, &Options { prove: 1000, ..Options::default() }, &Unwatched).unwrap();
    let (without, law, fit) = tiers.split(plan.cost);
    assert_eq!((without, law), (0, 0), "everybody has a post, and a woman leads in the court");
    assert!(fit < tiers.law);
}
#[test]
fn locks_are_kept_and_contradictory_ones_named() {
    let ok = input(PEOPLE, POSTS, RULES, Some("person, post, what\nBob, head, lock\nAnn, judge, forbid")).unwrap();
    let plan = solve(&ok.model, &Options::default(), &Unwatched).unwrap();
    assert_eq!(plan.places[1], Some(PostId(1)));
    let two = input(PEOPLE, POSTS, RULES, Some("person, post\nBob, head\nBob, clerk"));
    assert_eq!(first(two), " 0 : #6 lock (Bob – head) contradicts #7 lock (Bob – clerk).");
    let over = input(PEOPLE, POSTS, RULES, Some("person, post\nBob, judge"));
    assert_eq!(first(over), " 0 : #6 lock (Bob – judge): Bob is not eligible for judge.");
    let moves = input(PEOPLE, POSTS, RULES, Some("person, post, what\nCao, clerk, lock"));
    assert_eq!(first(moves), " 0 : #6 lock (Cao – clerk) together break #2 moves_out (city/court).");
}
#[test]
fn what_cannot_be_read_is_said_with_its_place() {
    for (people, posts, rules, said) in [
        ("person\nAnn", "unit\nx", "{}", "posts.csv 1 post: This column is missing."),
        (
            "person, age\nAnn, 3",
            POSTS,
            "{}",
            "people.csv 1 age: An unknown column; there may be: person, post, unit, track, level, traits, backbone, time, years, interest, bench, eligible, has..",
        ),
        ("person, eligible\nAnn, mayor", POSTS, "{}", "people.csv 2 eligible: mayor is not among the posts."),
        (
            "person, eligible\nAnn, clerk:x",
            POSTS,
            "{}",
            "people.csv 2 eligible: The cost of “clerk:x” is not a whole number.",
        ),
        (
            "person, eligible\nAnn, clerk\nAnn, head",
            POSTS,
            "{}",
            "people.csv 3 person: “Ann” is empty or stands twice.",
        ),
        ("person, years\nAnn, many", POSTS, "{}", "people.csv 2 years: “many” is not a whole number from 0 to 100."),
        (
            "person\nAnn",
            POSTS,
            "{",
            "rules 1 : The rules cannot be read: EOF while parsing an object at line 1 column 1",
        ),
        ("person\nAnn", POSTS, r#"{"rules":[{"rotate":"Zoe"}]}"#, "rules 1 rules: There is no “Zoe”."),
        ("person\nAnn", POSTS, "{}", " 0 : Ann is left without a post."),
    ] {
        assert_eq!(first(input(people, posts, rules, None)), said);
    }
}
