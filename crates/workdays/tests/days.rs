//! Real years, and the published table of days.

use base::Date;
use proptest::prelude::*;
use workdays::{Calendar, Why};

fn china() -> Calendar {
    let text = include_str!("../../../rulepacks/cn/workdays.json");
    Calendar::read(&mut serde_json::Deserializer::from_str(text)).unwrap()
}
fn d(text: &str) -> Date {
    text.parse().unwrap()
}

#[test]
fn a_sunday_may_be_worked_and_a_tuesday_may_be_off() {
    let c = china();
    let of = |t: &str| {
        let day = c.day(d(t));
        (day.works, day.why)
    };
    // National Day and Mid-Autumn 2025
    assert_eq!(of("2025-09-28"), (true, Why::MakeUp("国庆节、中秋节".into())));
    assert_eq!(of("2025-10-07"), (false, Why::Holiday("国庆节、中秋节".into())));
    assert_eq!(of("2025-10-11"), (true, Why::MakeUp("国庆节、中秋节".into())));
    assert_eq!(of("2025-10-12"), (false, Why::Weekend));
    assert_eq!(of("2025-10-13"), (true, Why::Weekday));
}
#[test]
fn a_notice_over_a_holiday_takes_longer_than_it_seems() {
    // published on Monday 29 September 2025: five working days after it
    let period = china().after(d("2025-09-29"), 5);
    assert_eq!((period.last, period.working(), period.settled), (d("2025-10-13"), 5, true));
    assert_eq!(period.skipped().count(), 9);
    // without the calendar it would have seemed to end on 6 October
    assert_eq!(china().between(d("2025-09-30"), d("2025-10-06")), (1, true));
}
#[test]
fn a_year_without_its_notice_is_counted_by_weekends_and_says_so() {
    let c = china();
    let last = c.years().last().unwrap();
    let new_year = Date::new(last + 2, 1, 1).unwrap();
    assert!(!c.day(new_year).settled);
    assert!(!c.after(new_year, 5).settled);
    assert!(c.after(Date::new(last, 3, 2).unwrap(), 5).settled);
}
#[test]
fn a_pack_that_contradicts_itself_is_refused() {
    let read = |days: &str| {
        let text = format!(
            r#"{{"pack": "x", "title": {{"zh": "", "en": ""}}, "years": [{{"year": 2026, "source": "", "days": [{days}]}}]}}"#
        );
        Calendar::read(&mut serde_json::Deserializer::from_str(&text)).map(drop)
    };
    assert_eq!(read(r#"{"name": "a", "off": ["2026-01-01/2026-01-03"], "work": ["2026-01-04"]}"#), Ok(()));
    let twice = read(r#"{"name": "a", "off": ["2026-01-01"], "work": ["2026-01-01"]}"#);
    assert_eq!(twice, Err("2026-01-01 is both worked and off".into()));
    for bad in ["2026-13-01", "2026-01-03/2026-01-01", "2026-01-01/2026-12-31", "2030-01-01", ""] {
        assert!(read(&format!(r#"{{"name": "a", "off": ["{bad}"]}}"#)).is_err(), "{bad}");
    }
}
#[test]
fn a_long_count_ends() {
    assert_eq!(china().from(d("2020-01-01"), u32::MAX).working(), workdays::LONGEST);
    assert_eq!(china().from(d("2020-01-01"), 0).last, d("2020-01-01"));
    assert_eq!(china().between(d("2020-01-02"), d("2020-01-01")), (0, true));
}

proptest! {
    #[test]
    fn counting_forth_and_back_agree(start in 0i32..7000, n in 1u32..40) {
        let c = china();
        let first = d("2007-01-05").plus_days(start);
        let period = c.from(first, n);
        prop_assert_eq!(c.between(first, period.last).0, n);
        prop_assert!(c.day(period.last).works);
        prop_assert_eq!(c.between(first, period.last.plus_days(-1)).0, n - 1);
    }
}

/// Every day of the published table, and that no other day differs from the week.
#[test]
fn every_day_of_the_published_table_is_as_published() {
    let file =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/cn-workday-calendar/days.csv");
    let Ok(table) = std::fs::read_to_string(file) else {
        eprintln!("skipped: the published table of days is not here");
        return;
    };
    let c = china();
    let mut rows = 0;
    for line in table.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(c.day(d(cells[1])).works, cells[3] == "班", "{line}");
        rows += 1;
    }
    assert_eq!(rows, 678);
}
