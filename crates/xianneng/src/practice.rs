//! The day of a demonstration: it can be moved on, so that a notice of five working days and a year of probation are walked
//! through in an afternoon. Only `xianneng demo` lists this slice; no installation that people work with has it.

use std::sync::Arc;

use base::{Date, Say};
use db::{Error, Event, MovedClock};
use maud::{Markup, html};
use serde::{Deserialize, Serialize};
use ui::{Fact, Field, Notice, Tone};
use web::{Cx, Form, Lang, Page, Public, Reply, Routes, Slice, View};

/// The clock of the demonstration, as handlers get it.
pub(crate) struct Day(pub(crate) Arc<MovedClock>);

auth::actions! {
    /// Move the day of a demonstration on.
    Move: Change "practice.move" [Administrator, Officer, Leader, Inspector, Cadre];
}

pub(crate) fn slice() -> Slice {
    let routes = Routes::new()
        .get(Public, "/practice", ("演示日期", "The day of the demonstration"), show)
        .post(Move, "/practice", ("把演示日期往后移", "Move the day of the demonstration on"), go_on)
        .takes::<Sent>();
    let title = ("演示日期", "Day of the demonstration");
    Slice::new("practice", ACTIONS).routes(routes).menu(Move, "/practice", title, ui::Icon::Clock, 990)
}

#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Sent {
    day: String,
}

#[derive(Serialize)]
struct Shown {
    today: Date,
    #[serde(skip)]
    sent: Sent,
    #[serde(skip)]
    errors: Vec<(String, String)>,
}

async fn show(cx: Cx) -> Reply {
    let today = cx.today();
    cx.show(Shown { today, sent: Sent::default(), errors: Vec::new() })
}

/// How far one step leads, in years.
const FAR: i16 = 5;

/// The day that was asked for: ahead, and not absurdly far.
fn ahead(text: &str, today: Date) -> db::Result<Date> {
    let say = Say::new(
        format!("请填写{today}以后、{FAR}年以内的日期；日期只能往后走。"),
        format!("Give a day after {today} and within {FAR} years; days go on only."),
    );
    let day: Option<Date> = text.trim().parse().ok();
    day.filter(|d| *d > today && *d <= today.plus_years(FAR)).ok_or_else(|| Error::field("day", say))
}

async fn go_on(cx: Cx, Form(sent): Form<Sent>) -> Reply {
    let today = cx.today();
    let done = match ahead(&sent.day, today) {
        Ok(day) => {
            let note = serde_json::json!({ "from": today, "to": day });
            let written = cx
                .write(move |tx| {
                    tx.may::<Move>()?;
                    tx.record(Event::new("practice.moved").with(note)?, ())
                })
                .await;
            written.map(|()| day)
        }
        Err(why) => Err(why),
    };
    match done {
        Ok(day) => {
            if let Some(Day(clock)) = cx.app().part::<Day>() {
                clock.go_to(day);
            }
            let says = Say::new(
                format!("演示日期已到{day}。过了这么久，登录已失效，请重新登录。"),
                format!("The demonstration has reached {day}. Sign-ins have lapsed meanwhile; sign in again."),
            );
            cx.done("/practice", Notice::new(Tone::Yes, cx.say(&says)))
        }
        Err(why) => cx.again(why, |errors| Shown { today, sent, errors }),
    }
}

impl Page for Shown {
    fn title(&self, lang: Lang) -> String {
        Say::new("演示日期", "Day of the demonstration").to(lang).to_owned()
    }
    fn body(&self, view: &View) -> Markup {
        let lang = view.lang;
        let say = |zh: &str, en: &str| Say::new(zh, en).to(lang).to_owned();
        html! {
            (ui::facts(lang, [Fact::new(say("今天", "Today"), self.today)]))
            @if view.can::<Move>() {
                (ui::Form::post("/practice", &view.csrf)
                    .field(Field::day("day", say("走到", "Go on to")).value(&self.sent.day).required())
                    .errors(self.errors.clone())
                    .submit(say("往后走", "Go on"))
                    .html(lang))
            } @else {
                p { a href="/sign-in" { (say("登录", "Sign in")) } }
            }
        }
    }
    fn frame(&self, view: &View, mut shell: ui::Shell) -> ui::Shell {
        let lead = Say::new(
            "演示中的日期可以往后走：公示期、试用期不必真等。正式使用的系统没有这一页。",
            "In the demonstration days can be moved on: nobody waits for a notice or a probation to run. An installation in use has no such page.",
        );
        lead.to(view.lang).clone_into(&mut shell.lead);
        shell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_goes_on_only() {
        let today: Date = "2026-06-01".parse().unwrap();
        assert_eq!(ahead(" 2026-06-02 ", today).unwrap().as_str(), "2026-06-02");
        for bad in ["2026-06-01", "2026-05-31", "2031-06-02", "", "never"] {
            assert!(ahead(bad, today).is_err(), "{bad}");
        }
    }
}
