//! What stands of appointments on the pages of persons, posts and units.

use base::{Date, Id};
use db::{Error, Read, Result};
use maud::html;
use org::Unit;
use ui::{Stat, Tone};
use web::{Lang, PagePart};

use super::shared::{But, table};
use crate::{Change, Filter, Row, See, Survey, Text, Way, view};

fn json(key: &str, rows: &[Row]) -> serde_json::Value {
    serde_json::json!({ key: rows })
}

/// Who held which post when, in a person's file.
///
/// # Errors
/// The database's.
pub fn file_part(tx: &mut Read<'_>, person: Id<people::Person>, on: Date, lang: Lang) -> Result<Option<PagePart>> {
    if tx.may::<See>().is_err() {
        return Ok(None);
    }
    let rows = match view::of_person(tx, person.cast(), on) {
        // a person without any appointment is no secret to whoever sees the file
        Err(Error::NotFound) => Vec::new(),
        other => other?,
    };
    let t = Text::of(lang);
    let title = t.of_person().to_string();
    let change = tx.may::<Change>().is_ok();
    let body = html! {
        @if rows.is_empty() { p.muted { (t.holds_nothing().to_string()) } }
        @else { (table(title.clone(), &rows, But::Person, false, on, lang).plain(lang)) }
        @if change {
            p.buttons.no-print {
                (ui::button_link(&t.appoint().to_string(), &format!("/appointments/new?person={person}"), Some(ui::Icon::Plus)))
            }
        }
    };
    Ok(Some(PagePart { title, body, json: json("appointments", &rows) }))
}

/// Who holds a post now, who will and who did, on the post's page.
///
/// # Errors
/// The database's.
pub fn post_part(tx: &mut Read<'_>, post: Id<post::Post>, on: Date, lang: Lang) -> Result<Option<PagePart>> {
    if tx.may::<Survey>().is_err() {
        return Ok(None);
    }
    let rows = view::of_post(tx, post, on)?;
    let whole = post::whole(tx, post, on)?;
    let t = Text::of(lang);
    let now: Vec<Row> = rows.iter().filter(|r| r.span.holds(on)).cloned().collect();
    let planned: Vec<Row> = rows.iter().filter(|r| r.span.from > on).cloned().collect();
    let before: Vec<Row> = rows.iter().filter(|r| r.span.to.is_some_and(|to| to <= on)).cloned().collect();
    let places = whole.frame.openings;
    let open = places - now.len() as i64;
    let change = tx.may::<Change>().is_ok() && whole.there;
    let part = |title: String, rows: &[Row]| {
        html! { @if !rows.is_empty() { h3 { (title) } (table(title.clone(), rows, But::Post, false, on, lang).plain(lang)) } }
    };
    let body = html! {
        p {
            (t.places_held(places, now.len() as i64).to_string()) " "
            @if open > 0 { (ui::badge(Tone::Info, &t.places_open(open).to_string())) }
            @else if open < 0 {
                (ui::badge(Tone::Warning, &t.places_over(-open).to_string())) " "
                a href=(crate::rules::pack::href("beyond-openings")) { (t.the_rule()) }
            }
        }
        (part(t.holders_now().to_string(), &now))
        (part(t.planned().to_string(), &planned))
        (part(t.holders_before().to_string(), &before))
        @if change {
            p.buttons.no-print {
                (ui::button_link(&t.appoint().to_string(), &format!("/appointments/new?post={post}"), Some(ui::Icon::Plus)))
            }
        }
    };
    Ok(Some(PagePart { title: t.holders().to_string(), body, json: json("holders", &rows) }))
}

/// The team (班子) and the staff of a unit, with its figures, on the unit's page.
///
/// # Errors
/// The database's.
pub fn unit_part(tx: &mut Read<'_>, unit: Id<Unit>, on: Date, lang: Lang) -> Result<Option<PagePart>> {
    if tx.may::<Survey>().is_err() {
        return Ok(None);
    }
    // a unit that is not there on the day has no team
    let (root, may) = (tx.root(), tx.may::<Survey>()?);
    if org::path_of(tx.with(&may), root, unit, on)?.is_none() {
        return Ok(None);
    }
    let team = view::team(tx, unit, false, on)?;
    let own = post::Filter { unit: Some(unit), below: false, ..post::Filter::default() };
    let vacancies = view::vacancies(tx, &own, on, post::Wanted::first(1000))?;
    let open = view::vacant_in_all(tx, &own, on)?.places;
    let filter = Filter { unit: Some(unit), ..Filter::default() };
    let held = view::count(tx, on, &filter)?;
    let posts = post::count(tx, on, &post::Filter { below: true, ..own })?;
    let t = Text::of(lang);
    // whoever stands in or is sent for a time sits with the team
    let (leaders, staff): (Vec<Row>, Vec<Row>) = team.iter().cloned().partition(|r| r.frame.leading);
    let late = team.iter().filter(|r| r.overdue(on)).count();
    let own = team.iter().filter(|r| r.span.value.way == Way::Main).count();
    let here = |path: &str| format!("{path}?unit={unit}");
    let tiles = [
        Stat::new(t.here_posted().to_string(), own).note(t.this_unit().to_string()),
        Stat::new(t.open_places().to_string(), open)
            .note(t.this_unit().to_string())
            .tone(if open > 0 { Tone::Info } else { Tone::Plain })
            .href(here("/vacancies")),
        Stat::new(t.terms_over().to_string(), late)
            .note(t.this_unit().to_string())
            .tone(if late > 0 { Tone::Warning } else { Tone::Plain })
            .href(format!("/appointments?ending=0&unit={unit}")),
        Stat::new(t.posts().to_string(), posts).note(t.with_below().to_string()),
        Stat::new(t.appointments().to_string(), held).note(t.with_below().to_string()).href(here("/appointments")),
    ];
    let body = html! {
        (ui::stats(&tiles))
        @if leaders.is_empty() && staff.is_empty() { p.muted { (t.nobody_here().to_string()) } }
        @if !leaders.is_empty() {
            h3 { (t.leaders().to_string()) }
            (table(t.leaders().to_string(), &leaders, But::Unit, false, on, lang).plain(lang))
        }
        @if !staff.is_empty() {
            details open[staff.len() <= 12] {
                summary { (t.staff(staff.len() as i64).to_string()) }
                (table(t.staff(staff.len() as i64).to_string(), &staff, But::Unit, false, on, lang).plain(lang))
            }
        }
        p.buttons.no-print { (ui::button_link(&t.quotas().to_string(), &here("/quotas"), Some(ui::Icon::Chart))) }
    };
    let json = serde_json::json!({ "team": team, "vacancies": vacancies, "posts_in_all": posts, "held_in_all": held });
    Ok(Some(PagePart { title: t.team().to_string(), body, json }))
}
