use std::collections::BTreeSet;

use base::Date;
use proptest::prelude::*;
use rulepacks::rules::Pack;
use workdays::Calendar;

use crate::*;

mod gates;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}
fn pack() -> Pack {
    rulepacks::rules::shipped().unwrap().into_iter().find(|p| p.id == "cn/selection").unwrap()
}
fn procedure(id: &str) -> Procedure {
    shipped().unwrap().into_iter().find(|p| p.id == id).unwrap()
}
fn closed(step: &str, outcome: &str) -> Event {
    let what = Happening::Closed { outcome: outcome.into(), reasons: vec![], exceptions: vec![] };
    Event { step: step.into(), what }
}
fn back(step: &str, to: &str) -> Event {
    Event { step: step.into(), what: Happening::SentBack { to: to.into(), reason: "材料不全".into() } }
}

#[test]
fn every_procedure_reads_and_names_rules_and_figures_of_its_pack() {
    let all = shipped().unwrap();
    let ids: BTreeSet<&str> = all.iter().map(|p| p.id.as_str()).collect();
    assert_eq!(
        ids,
        BTreeSet::from(["cn/appointment", "cn/competition", "cn/recruitment", "cn/removal", "cn/yearly-review"])
    );
    for procedure in &all {
        assert_eq!(procedure.pack, "cn/selection");
        procedure.fits(&pack()).unwrap();
    }
    let steps: Vec<&str> =
        procedure("cn/appointment").steps.iter().map(|s| s.title.zh.clone().leak() as &str).collect();
    assert_eq!(steps, ["动议", "民主推荐", "考察", "讨论决定", "公示", "任职", "试用期"]);
}

#[test]
fn a_step_that_is_closed_stays_closed_and_none_is_passed_over() {
    let p = procedure("cn/appointment");
    let state = State::of(&p, &[closed("motion", "done")]).unwrap();
    assert_eq!(state.now(&p).unwrap().id, "recommendation");
    let say = |step: &str| state.open(&p, step).unwrap_err().say().zh;
    assert_eq!(say("motion"), "“动议”已办结，不能修改。确需重办的，请退回该步骤并写明理由，原记录保留。");
    assert_eq!(say("notice"), "不能跳过步骤：请先办结“民主推荐”。");
    assert_eq!(say("coffee"), "程序中没有“coffee”。");
    assert!(State::of(&p, &[closed("notice", "passed")]).is_err(), "a record that skips is damaged");
}

#[test]
fn sending_back_opens_the_earlier_step_and_all_after_it_wait_again() {
    let p = procedure("cn/appointment");
    let way = [closed("motion", "done"), closed("recommendation", "done"), back("inspection", "motion")];
    let state = State::of(&p, &way).unwrap();
    assert_eq!(state.now(&p).unwrap().id, "motion");
    assert_eq!(state.stages()[1], Stage::Waiting);
    assert_eq!(state.back(&p, "inspection"), Err(Refusal::Back));
    assert_eq!(state.back(&p, "motion"), Err(Refusal::Back), "not to where it is");
}

#[test]
fn a_stopped_case_is_over_and_a_postponed_step_stays_open() {
    let p = procedure("cn/appointment");
    let stopped = State::of(&p, &[closed("motion", "stopped")]).unwrap();
    assert!(stopped.now(&p).is_none() && !stopped.fulfilled());
    assert_eq!(stopped.open(&p, "recommendation"), Err(Refusal::Over));
    let to = ["motion", "recommendation", "inspection"].map(|s| closed(s, "done")).into_iter();
    let rest = [("decision", "agreed"), ("notice", "passed"), ("appointment", "appointed")].map(|(s, o)| closed(s, o));
    for (last, fulfilled) in [("confirmed", true), ("returned", false)] {
        let events: Vec<Event> = to.clone().chain(rest.clone()).chain([closed("probation", last)]).collect();
        let state = State::of(&p, &events).unwrap();
        assert_eq!((state.fulfilled(), state.now(&p)), (fulfilled, None), "stopped in the last step is not fulfilled");
    }
    let way = ["motion", "recommendation", "inspection"].map(|s| closed(s, "done"));
    let events: Vec<Event> = way.into_iter().chain([closed("decision", "postponed")]).collect();
    assert_eq!(State::of(&p, &events).unwrap().now(&p).unwrap().id, "decision");
}

/// A country of its own: two steps, one rule, no word of China.
#[test]
fn another_countrys_procedure_needs_no_change_of_the_program() {
    let pack = Pack::read(
        r#"{"id":"xx/club","title":{"zh":"俱乐部","en":"Club"},"edition":"1","rules":[{"id":"quorum",
        "regulation":{"zh":"章程","en":"By-laws"},"article":"§ 7","text":{"zh":"半数到会。","en":"Half attend."},
        "scope":"unit","stricter":"min","from":"2000-01-01","until":null,"status":"verified",
        "parameters":{"share":{"value":"1/2","unit":"share"},"days":{"value":3,"unit":"working_days"}}}]}"#,
    )
    .unwrap();
    let text = r#"{"id":"xx/captain","title":{"zh":"选队长","en":"Choose a captain"},"version":"1","pack":"xx/club",
        "facts":{"there":{"zh":"到会","en":"Present"},"all":{"zh":"会员","en":"Members"},"told":{"zh":"通知","en":"Notice"},"held":{"zh":"开会","en":"Meeting"}},
        "steps":[{"id":"call","title":{"zh":"召集","en":"Call"},"by":{"role":"officer","title":{"zh":"秘书","en":"Secretary"}},
          "outcomes":[{"id":"called","title":{"zh":"已召集","en":"Called"},"leads":"on"}]},
         {"id":"vote","title":{"zh":"表决","en":"Vote"},"by":{"role":"officer","title":{"zh":"秘书","en":"Secretary"}},
          "gates":[{"rule":"quorum","check":{"at_least":{"part":"there","whole":"all","share":"share"}}},
                   {"rule":"quorum","id":"told","check":{"working_days":{"after":"told","until":"held","days":"days"}}}],
          "outcomes":[{"id":"chosen","title":{"zh":"选出","en":"Chosen"},"leads":"on"}]}]}"#;
    let procedure = Procedure::read(text).unwrap();
    procedure.fits(&pack).unwrap();
    // a calendar of its own: one holiday
    let calendar = r#"{"pack":"xx/days","title":{"zh":"假日","en":"Days"},"years":[{"year":2030,"source":"","days":[{"name":"Midsummer","off":["2030-06-21"]}]}]}"#;
    let calendar = Calendar::read(&mut serde_json::Deserializer::from_str(calendar)).unwrap();
    let mut facts = Facts::default();
    for (key, n) in [("there", 5), ("all", 10)] {
        facts.put(key, Value::Number(n));
    }
    facts.put("told", Value::Day(day("2030-06-19")));
    facts.put("held", Value::Day(day("2030-06-24")));
    let on = day("2030-06-24");
    let setting = Setting { procedure: &procedure, pack: &pack, calendar: &calendar, on, facts: &facts };
    let state = State::of(&procedure, &[closed("call", "called")]).unwrap();
    let refused = closing(&setting, &state, "vote", "chosen", &BTreeSet::new(), &[]).unwrap_err().say().en;
    assert_eq!(
        refused,
        "It cannot be closed. 2 working days from 2030-06-20 to 2030-06-24; at least 3 are needed. \
         Not counted: 2030-06-21 Midsummer. The earliest end is 2030-06-25. (By-laws, § 7)"
    );
}

#[test]
fn what_is_wrong_in_a_procedure_is_said_with_its_place() {
    let good = include_str!("../../../rulepacks/cn/procedures/appointment.json");
    for (from, to, says) in [
        ("\"id\": \"inspection\"", "\"id\": \"motion\"", "“motion”重复"),
        ("\"motion.on\": {", "\"motion.when\": {", "“facts”中没有“motion.on”的名称"),
        ("\"rule\": \"quota-review\"", "\"rules\": \"quota-review\"", "unknown field `rules`"),
        ("at_least", "at_most", "unknown variant `at_most`"),
    ] {
        let refused = Procedure::read(&good.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(refused.contains(says), "{refused}");
    }
    let other = Procedure::read(&good.replace("meeting-quorum", "quorum-of-nowhere")).unwrap();
    assert_eq!(other.fits(&pack()).unwrap_err().why.zh, "规则包“cn/selection”中没有“quorum-of-nowhere”。");
}

proptest! {
    /// Whatever is tried in whatever order: the record folds, and exactly the steps before the open one are closed.
    #[test]
    fn no_order_of_tries_passes_over_a_step(tries in prop::collection::vec((0usize..7, 0usize..4, any::<bool>()), 0..40)) {
        let p = procedure("cn/appointment");
        let mut events: Vec<Event> = Vec::new();
        for (step, pick, send) in tries {
            let step = &p.steps[step];
            let event = if send {
                back(&step.id, &p.steps[pick].id)
            } else {
                closed(&step.id, &step.outcomes[pick % step.outcomes.len()].id)
            };
            events.push(event);
            if State::of(&p, &events).is_err() {
                events.pop();
            }
            let state = State::of(&p, &events).unwrap();
            let open = state.stages().iter().position(|s| *s == Stage::Open);
            if let Some(open) = open {
                prop_assert!(state.stages()[..open].iter().all(|s| matches!(s, Stage::Closed(_))));
                prop_assert!(state.stages()[open + 1..].iter().all(|s| *s == Stage::Waiting));
            } else {
                prop_assert!(state.stages().iter().all(|s| matches!(s, Stage::Closed(_) | Stage::Never)));
            }
        }
    }
    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,200}") {
        let _ = Procedure::read(&text);
    }
}
