use panel::Seat;

use super::*;

fn form() -> Written {
    let s = str::to_owned;
    Written {
        title: s("面试"),
        day: s("2026-06-10"),
        out: s("1"),
        highest: s("100"),
        written: s("50"),
        places: s("1"),
        ratio: s("1"),
        pass: s("60"),
        level: String::new(),
        ties: s("笔试成绩高者在前"),
    }
}
fn by(least: u32) -> Figures {
    Figures { least, odd: true, decimals: 2, drop: 1, ends: 2, coefficient: 4 }
}
fn fixed(text: &str) -> Fixed {
    text.parse().unwrap()
}
fn row(number: i64, written: &str, marks: &[&str]) -> Row {
    let seats = marks.iter().map(|m| match *m {
        "" => Seat::Missing,
        "-" => Seat::Away,
        mark => Seat::Mark(fixed(mark)),
    });
    Row { panel: 1, number, written: Some(fixed(written)), seats: seats.collect() }
}

#[test]
fn a_form_says_field_by_field_what_is_wrong() {
    let scheme = scheme(&form(), by(7)).unwrap();
    assert_eq!((scheme.written, scheme.interview, scheme.rule.members, scheme.pass), (500, 500, 7, Some(fixed("60"))));
    let bad = Written { out: "x".into(), written: "101".into(), pass: "6.123".into(), ties: String::new(), ..form() };
    let fields: Vec<String> = super::scheme(&bad, by(7)).unwrap_err().into_iter().map(|e| e.field).collect();
    assert_eq!(fields, ["out", "written", "pass", "ties"]);
}

#[test]
fn marks_have_two_decimals() {
    for (text, read) in [("85", Some("85")), (" 85.5 ", Some("85.5")), ("85.55", Some("85.55")), ("0", Some("0"))] {
        assert_eq!(mark(text), read.map(fixed), "{text}");
    }
    for text in ["", "85.555", "-1", "+1", "1e2", "八十", "99999", ".", "8 5"] {
        assert_eq!(mark(text), None, "{text}");
    }
}

#[test]
fn lines_are_read_and_the_wrong_one_is_named() {
    let all = members("1 王芳\n1\t李强\n\n2，赵敏").unwrap();
    assert_eq!(
        all.iter().map(|m| (m.panel, m.seat, m.name.as_str())).collect::<Vec<_>>(),
        [(1, 1, "王芳"), (1, 2, "李强"), (2, 1, "赵敏")]
    );
    assert!(members("1 王芳\n王芳").unwrap_err().say.zh.contains("第2行"));
    let all = candidates("1 3 李明 78.5\n1 4 周静 80", true).unwrap();
    assert_eq!((all[0].number, all[0].written), (3, Some(fixed("78.5"))));
    assert!(candidates("1 3 李明 78.5\n1 3 周静 80", true).unwrap_err().say.zh.contains("已有人"));
    assert!(candidates("1 3 李明", true).is_err() && candidates("1 3 李明", false).is_ok());
}

#[test]
fn extremes_are_out_ties_are_told_and_nobody_is_left_behind() {
    let scheme = scheme(&form(), by(5)).unwrap();
    let rows = [
        row(1, "80", &["90", "80", "85", "86", "10"]),
        row(2, "70", &["93.67", "93.66", "93.67", "99", "0"]),
        row(3, "80", &["83.67", "83.66", "83.67", "99", "-"]),
    ];
    let done = outcome(&scheme, &rows[..2]).unwrap();
    // (80+85+86)/3 = 83.67 and (93.67+93.66+93.67)/3 = 93.67: totals 81.835 → 81.84 and 81.835 → 81.84
    assert_eq!(done.lines.iter().map(|l| l.total.to_string()).collect::<Vec<_>>(), ["81.84", "81.84"]);
    assert_eq!(
        (done.lines[0].who, done.lines[0].by_written, done.lines[0].tied),
        (0, true, false),
        "the written score decides"
    );
    assert!(done.lines.iter().all(|l| l.goes_on), "equal at the cut");
    assert_eq!((done.lines[0].working.high.clone(), done.lines[0].working.low.clone()), (vec![0], vec![4]));
    let few = outcome(&scheme, &rows).unwrap();
    assert_eq!(few.lines.len(), 3, "with one away two marks still count");
    let missing = [row(1, "80", &["90", "", "85", "86", "10"])];
    let why = outcome(&scheme, &missing).unwrap_err();
    assert!(why[0].1.zh.contains("2号考官尚未打分"), "{}", why[0].1.zh);
    let even = [row(1, "80", &["90", "80", "85", "86", "10", "9"])];
    assert!(outcome(&scheme, &even).unwrap_err()[0].1.zh.contains("单数"));
}
