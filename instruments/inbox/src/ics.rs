//! The calendar feed, RFC 5545.

use base::{Date, Lang, Timestamp};

use crate::Due;

/// What is due as a calendar: an all-day event for each matter, with an alarm three days before. Names no person.
pub fn calendar(title: &str, due: &[Due], origin: &str, lang: Lang, now: Timestamp) -> String {
    let mut out = Lines::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//Xianneng//Inbox//EN");
    out.line("CALSCALE:GREGORIAN");
    out.line("METHOD:PUBLISH");
    out.line(&format!("X-WR-CALNAME:{}", escaped(title)));
    out.line("REFRESH-INTERVAL;VALUE=DURATION:PT6H");
    for one in due {
        out.line("BEGIN:VEVENT");
        out.line(&format!("UID:{}@xianneng", escaped(&one.key)));
        out.line(&format!("DTSTAMP:{}", stamp(now)));
        out.line(&format!("DTSTART;VALUE=DATE:{}", day(one.by)));
        out.line(&format!("DTEND;VALUE=DATE:{}", day(one.by.plus_days(1))));
        out.line(&format!("SUMMARY:{}", escaped(one.plain.to(lang))));
        out.line(&format!("CATEGORIES:{}", escaped(one.kind.to(lang))));
        if !origin.is_empty() {
            out.line(&format!("URL:{origin}{}", one.href));
        }
        out.line("TRANSP:TRANSPARENT");
        out.line("BEGIN:VALARM");
        out.line("ACTION:DISPLAY");
        out.line("TRIGGER:-P3D");
        out.line(&format!("DESCRIPTION:{}", escaped(one.plain.to(lang))));
        out.line("END:VALARM");
        out.line("END:VEVENT");
    }
    out.line("END:VCALENDAR");
    out.0
}

/// Lines of at most 75 octets; a longer one goes on after a blank in the next (§3.1).
#[derive(Default)]
struct Lines(String);
impl Lines {
    fn line(&mut self, text: &str) {
        let mut room = 75;
        for c in text.chars() {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = 74;
            }
            self.0.push(c);
            room -= c.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// A text value (§3.3.11). Other control characters have no place in one.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn day(day: Date) -> String {
    day.to_string().replace('-', "")
}

fn stamp(now: Timestamp) -> String {
    let seconds = now.0.div_euclid(1_000_000).rem_euclid(86_400);
    format!("{}T{:02}{:02}{:02}Z", day(now.date_at(0)), seconds / 3600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use base::Say;

    use super::*;

    fn one(plain: &str) -> Due {
        Due {
            by: "2026-12-01".parse().unwrap(),
            key: "term/1".into(),
            kind: Say::new("任期届满", "End of a term"),
            what: Say::new("张三", "Zhang San"),
            plain: Say::new(plain, plain),
            href: "/appointments/1".into(),
        }
    }

    #[test]
    fn a_matter_is_a_day_without_a_name() {
        let text = calendar("待办", &[one("办公室主任任期届满")], "https://xn.example", Lang::Zh, Timestamp(1_000_000));
        for line in [
            "UID:term/1@xianneng",
            "DTSTAMP:19700101T000001Z",
            "DTSTART;VALUE=DATE:20261201",
            "DTEND;VALUE=DATE:20261202",
            "SUMMARY:办公室主任任期届满",
            "URL:https://xn.example/appointments/1",
        ] {
            assert!(text.contains(&format!("{line}\r\n")), "{line} in {text}");
        }
        assert!(!text.contains("张三"));
    }

    #[test]
    fn long_and_hostile_lines_stay_within_theirs() {
        let text =
            calendar("a", &[one(&format!("{};,\\\nBEGIN:VEVENT\r", "长".repeat(60)))], "", Lang::Zh, Timestamp(0));
        assert!(text.split("\r\n").all(|l| l.len() <= 75), "{text}");
        assert_eq!(text.matches("\nBEGIN:VEVENT").count(), 1);
        assert!(
            text.replace("\r\n ", "").contains(&format!("SUMMARY:{}\\;\\,\\\\\\nBEGIN:VEVENT\r\n", "长".repeat(60)))
        );
    }
}
