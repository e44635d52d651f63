//! Each gate as a table of cases.

use base::Say;

use super::*;

struct Case {
    procedure: Procedure,
    pack: Pack,
    calendar: Calendar,
    facts: Facts,
}
impl Case {
    fn new() -> Self {
        let calendar = rulepacks::read_workdays().unwrap();
        Self { procedure: procedure("cn/appointment"), pack: pack(), calendar, facts: Facts::default() }
    }
    fn with(mut self, facts: &[(&str, Value)]) -> Self {
        for (key, value) in facts {
            self.facts.put(key, value.clone());
        }
        self
    }
    fn one(mut self, group: &str, id: &str, facts: &[(&str, Value)]) -> Self {
        let facts = facts.iter().map(|(k, v)| ((*k).to_owned(), v.clone().into())).collect();
        let subject = Subject { id: id.into(), name: format!("姓名{id}"), facts };
        self.facts.groups.entry(group.into()).or_default().push(subject);
        self
    }
    fn ask(&self, step: &str, gate: &str, on: &str) -> Reason {
        let setting = Setting {
            procedure: &self.procedure,
            pack: &self.pack,
            calendar: &self.calendar,
            on: day(on),
            facts: &self.facts,
        };
        setting.explain(self.procedure.step(step).unwrap().gate(gate).unwrap())
    }
}
fn n(n: i64) -> Value {
    Value::Number(n)
}
fn ids(all: &[&str]) -> Value {
    Value::Words(all.iter().map(|s| (*s).to_owned()).collect())
}
fn sentence(reason: &Reason) -> String {
    reason.shut().iter().map(|r| r.sentence().zh).collect()
}

#[test]
fn attendance_is_two_thirds_counted_exactly() {
    for (attended, entitled, open) in [(20, 30, true), (19, 30, false), (21, 31, true), (20, 31, false), (2, 3, true)] {
        let case =
            Case::new().with(&[("recommendation.attended", n(attended)), ("recommendation.entitled", n(entitled))]);
        let reason = case.ask("recommendation", "recommendation-attendance", "2026-06-01");
        assert_eq!(reason.verdict, Truth::from(open), "{attended}/{entitled}");
    }
    let case = Case::new().with(&[("recommendation.attended", n(20)), ("recommendation.entitled", n(31))]);
    assert_eq!(
        sentence(&case.ask("recommendation", "recommendation-attendance", "2026-06-01")),
        "实际参加推荐人数20，应参加推荐人数31；要求不少于2/3，即至少21。还差1。（党政领导干部选拔任用工作条例）"
    );
    let none = Case::new().ask("recommendation", "recommendation-attendance", "2026-06-01");
    assert_eq!(none.verdict, Truth::Unknown);
    assert!(
        sentence(&none).starts_with("未登记“实际参加推荐人数”，无法判断。请登记“实际参加推荐人数”。"),
        "{}",
        sentence(&none)
    );
}

#[test]
fn a_decision_needs_more_than_half_of_all_who_should_attend() {
    for (agree, open) in [(5, false), (6, true), (0, false)] {
        let case =
            Case::new().with(&[("meeting.members", n(10))]).one("candidates", "a", &[("meeting.agree", n(agree))]);
        assert_eq!(case.ask("decision", "meeting-majority", "2026-06-01").verdict, Truth::from(open), "{agree}");
    }
}

#[test]
fn a_recommendation_is_valid_for_a_year() {
    let case = Case::new().with(&[("recommendation.on", Value::Day(day("2025-06-10")))]);
    for (on, open) in [("2026-06-10", true), ("2026-06-11", false), ("2025-06-09", false)] {
        assert_eq!(case.ask("inspection", "recommendation-valid", on).verdict, Truth::from(open), "{on}");
    }
}

#[test]
fn the_notice_runs_over_the_real_calendar() {
    // published, last day, working days in between, open
    for (published, until, open) in [
        // an ordinary week, published on a Monday: Tuesday to Monday
        ("2026-06-01", "2026-06-08", Truth::Yes),
        ("2026-06-01", "2026-06-05", Truth::No),
        // over the national holidays of 2026 (1 to 7 October off; 20 September and 10 October worked)
        ("2026-09-28", "2026-10-08", Truth::No),
        ("2026-09-28", "2026-10-09", Truth::No),
        ("2026-09-28", "2026-10-10", Truth::Yes),
        ("2026-09-28", "2026-10-12", Truth::Yes),
        // Spring Festival 2026
        ("2026-02-13", "2026-02-26", Truth::No),
        // a year whose notice on holidays is not out cannot be told
        ("2031-02-03", "2031-02-10", Truth::Unknown),
        // too short in a year that is known, whatever the next one brings
        ("2026-12-28", "2026-12-31", Truth::No),
    ] {
        let facts = [("notice.published", Value::Day(day(published))), ("notice.until", Value::Day(day(until)))];
        let reason = Case::new().with(&facts).ask("notice", "notice-days", until);
        assert_eq!(reason.verdict, open, "{published} {until}: {}", reason.says.zh);
    }
    let facts = [("notice.published", Value::Day(day("2026-09-28"))), ("notice.until", Value::Day(day("2026-10-08")))];
    let says = sentence(&Case::new().with(&facts).ask("notice", "notice-days", "2026-10-09"));
    assert!(says.starts_with("2026-09-29至2026-10-08共3个工作日，要求不少于5个。其间不计：2026-10-01国庆节"), "{says}");
    assert!(says.ends_with("最早到2026-10-10期满。（党政领导干部选拔任用工作条例第42条）"), "{says}");
}

#[test]
fn a_sanction_bars_until_its_period_is_over() {
    let on = |kind: &str, on: &str| Incident { kind: kind.into(), on: day(on), until: None };
    let asks = |all: Vec<Incident>, today: &str| {
        let case = Case::new().one("candidates", "a", &[("sanctions", Value::Incidents(all))]);
        case.ask("recommendation", "bar-effect-period", today)
    };
    for (kind, since, today, verdict) in [
        ("警告（公务员）", "2026-01-15", "2026-07-14", Truth::No),
        ("警告（公务员）", "2026-01-15", "2026-07-15", Truth::Yes),
        ("记大过（公务员）", "2025-01-15", "2026-07-14", Truth::No),
        ("撤职（公务员）", "2024-07-15", "2026-07-15", Truth::Yes),
        ("嘉奖", "2026-07-01", "2026-07-15", Truth::Yes),
        ("警告（党员）", "2026-01-15", "2026-07-15", Truth::Unknown),
    ] {
        assert_eq!(asks(vec![on(kind, since)], today).verdict, verdict, "{kind} {since} {today}");
    }
    let longer = Incident { until: Some(day("2027-01-15")), ..on("警告（党员）", "2026-01-15") };
    assert_eq!(asks(vec![longer], "2026-07-15").verdict, Truth::No);
    assert_eq!(asks(vec![], "2026-07-15").verdict, Truth::Yes);
    let says = sentence(&asks(vec![on("记过（公务员）", "2026-01-15")], "2026-07-15"));
    assert_eq!(
        says,
        "姓名a：记过（公务员）（2026-01-15），影响期至2027-01-15。须到2027-01-15以后。（党政领导干部选拔任用工作条例第24条第（6）项）"
    );
}

#[test]
fn the_bars_are_seven_and_each_one_shuts() {
    let good: Vec<(&str, Value)> = vec![
        ("bar.political", Value::Yes(false)),
        ("bar.recognition", Value::Yes(false)),
        ("annual.last", Value::Word("称职".into())),
        ("bar.canvassing", Value::Yes(false)),
        ("bar.emigration", Value::Yes(false)),
        ("sanctions", Value::Incidents(vec![])),
        ("bar.other", Value::Yes(false)),
    ];
    let gates = [
        "bar-political",
        "bar-recognition",
        "bar-annual",
        "bar-canvassing",
        "bar-emigration",
        "bar-effect-period",
        "bar-other",
    ];
    for (i, gate) in gates.iter().enumerate() {
        let verdict = |facts: &[(&str, Value)]| {
            Case::new().one("candidates", "a", facts).ask("recommendation", gate, "2026-06-01").verdict
        };
        assert_eq!(verdict(&good), Truth::Yes, "{gate}");
        let mut bad = good.clone();
        bad[i].1 = match &bad[i].1 {
            Value::Yes(_) => Value::Yes(true),
            Value::Word(_) => Value::Word("基本称职".into()),
            _ => Value::Incidents(vec![Incident {
                kind: "记过（公务员）".into(), on: day("2026-05-01"), until: None
            }]),
        };
        assert_eq!(verdict(&bad), Truth::No, "{gate}");
        bad.remove(i);
        assert_eq!(verdict(&bad), Truth::Unknown, "{gate}");
    }
}

#[test]
fn words_of_the_national_tables_are_said_in_the_language_of_the_reader() {
    let ask = |word: &str| {
        let case = Case::new().one("candidates", "a", &[("annual.last", Value::Word(word.into()))]);
        case.ask("recommendation", "bar-annual", "2026-06-01").children.remove(0).says
    };
    assert!(ask("优秀").zh.ends_with("：优秀。") && ask("优秀").en.ends_with(": Excellent."), "{}", ask("优秀"));
    assert!(ask("称职").en.ends_with(": Competent.") && ask("基本称职").en.ends_with(": basically competent."));
    let sanctions =
        Value::Incidents(vec![Incident { kind: "警告（公务员）".into(), on: day("2026-05-01"), until: None }]);
    let facts = Facts::default();
    assert_eq!(sanctions.say(base::Lang::Zh, &facts), "警告（公务员） 2026-05-01");
    assert!(!sanctions.say(base::Lang::En, &facts).contains('警'), "{}", sanctions.say(base::Lang::En, &facts));
}

#[test]
fn a_relative_leaves_the_room_and_gives_no_view() {
    let ask = |present: &[&str], voted: &[&str], tied: &[&str]| {
        let facts = [("recusal.tied", ids(tied)), ("meeting.present", ids(present)), ("meeting.voted", ids(voted))];
        let case = Case::new().one("members", "m1", &[]).one("candidates", "a", &facts);
        case.ask("decision", "recusal-in-selection", "2026-06-01")
    };
    assert_eq!(ask(&["m2", "m3"], &["m2"], &["m1"]).verdict, Truth::Yes);
    assert_eq!(ask(&["m1", "m2"], &["m1", "m2"], &[]).verdict, Truth::Yes);
    let stayed = ask(&["m1", "m2"], &["m2"], &["m1"]);
    assert_eq!(
        sentence(&stayed),
        "姓名a：应当回避而未回避：姓名m1（讨论该人选时在场）。应回避的人员须离场且不参加表决，重新讨论。（党政领导干部选拔任用工作条例第53条）"
    );
    assert_eq!(ask(&["m2"], &["m1", "m2"], &["m1"]).verdict, Truth::No);
}

#[test]
fn the_head_speaks_last() {
    let ask = |order: &[&str]| {
        let case = Case::new().with(&[("meeting.head", Value::Word("h".into()))]);
        case.one("candidates", "a", &[("meeting.order", ids(order))]).ask("decision", "head-last", "2026-06-01").verdict
    };
    assert_eq!((ask(&["a", "b", "h"]), ask(&["h", "a"]), ask(&["a", "b"])), (Truth::Yes, Truth::No, Truth::Yes));
}

#[test]
fn probation_lasts_a_year_and_is_due_then() {
    let case = Case::new().with(&[("probation.began", Value::Day(day("2026-03-02")))]);
    let open = |on| case.ask("probation", "probation", on).verdict;
    assert_eq!((open("2027-03-01"), open("2027-03-02")), (Truth::No, Truth::Yes));
    let setting = Setting {
        procedure: &case.procedure,
        pack: &case.pack,
        calendar: &case.calendar,
        on: day("2026-06-01"),
        facts: &case.facts,
    };
    assert_eq!(setting.due(case.procedure.step("probation").unwrap()), Some(day("2027-03-02")));
}

#[test]
fn a_rule_that_does_not_hold_on_the_day_opens_nothing() {
    let case = Case::new().with(&[("recommendation.on", Value::Day(day("2018-06-10")))]);
    let reason = case.ask("inspection", "recommendation-valid", "2018-07-01");
    assert_eq!((reason.verdict, reason.rule), (Truth::Unknown, None));
}

#[test]
fn an_exception_names_its_approver_and_is_only_where_the_rule_allows_one() {
    let case =
        Case::new().with(&[("motion.on", Value::Day(day("2026-06-01")))]).one("posts", "p", &[("quota.over", n(1))]);
    let setting = Setting {
        procedure: &case.procedure,
        pack: &case.pack,
        calendar: &case.calendar,
        on: day("2026-06-01"),
        facts: &case.facts,
    };
    let state = State::of(&case.procedure, &[]).unwrap();
    let papers = BTreeSet::from(["proposal".to_owned()]);
    let close = |exceptions: &[Exception]| {
        closing(&setting, &state, "motion", "done", &papers, exceptions).map(|r| r.len()).map_err(|e| e.say().zh)
    };
    assert_eq!(
        close(&[]).unwrap_err(),
        "不能办结。姓名p：任职后超出职数的人数：1。最多为0。（本单位选拔任用管理设置）"
    );
    let exception = |gate: &str, approver: &str, reason: &str| Exception {
        gate: gate.into(),
        approver: approver.into(),
        reason: reason.into(),
    };
    assert!(close(&[exception("quota-review", "", "换届过渡期间")]).unwrap_err().contains("批准人"));
    assert_eq!(close(&[exception("quota-review", "王书记", "换届过渡期间")]), Ok(1));
    assert!(close(&[exception("meeting-quorum", "王书记", "换届过渡期间")]).is_err());
    let no_papers = closing(&setting, &state, "motion", "done", &BTreeSet::new(), &[]).unwrap_err();
    assert_eq!(no_papers, Refusal::Papers(vec![Say::new("干部调配建议方案", "Proposal")]));
}

proptest! {
    /// Whoever is told more is never told the contrary: a gate that is open or shut with some facts stays so whatever else is recorded.
    #[test]
    fn a_gate_without_its_fact_is_never_open(members in 1i64..60, attended in 0i64..60) {
        let case = Case::new().with(&[("meeting.members", n(members))]);
        prop_assert_eq!(case.ask("decision", "meeting-quorum", "2026-06-01").verdict, Truth::Unknown);
        let case = case.with(&[("meeting.attended", n(attended))]);
        let open = attended <= members && 3 * attended >= 2 * members;
        prop_assert_eq!(case.ask("decision", "meeting-quorum", "2026-06-01").verdict, Truth::from(open));
    }
    /// The earliest end that a refusal names is an end that is accepted, and the day before is not.
    #[test]
    fn the_earliest_end_that_is_named_is_the_earliest(start in 0i32..330, length in 0i32..20) {
        let published = day("2025-01-06").plus_days(start);
        let verdict = |until: Date| {
            let facts = [("notice.published", Value::Day(published)), ("notice.until", Value::Day(until))];
            Case::new().with(&facts).ask("notice", "notice-days", "2026-06-01")
        };
        let reason = verdict(published.plus_days(length));
        if reason.verdict == Truth::No {
            let needs = reason.needs.unwrap().zh;
            let earliest: Date = needs.trim_start_matches("最早到").trim_end_matches("期满。").parse().unwrap();
            prop_assert_eq!(verdict(earliest).verdict, Truth::Yes);
            prop_assert_eq!(verdict(earliest.plus_days(-1)).verdict, Truth::No);
        }
    }
}
