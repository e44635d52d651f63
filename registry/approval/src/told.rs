//! From a file to a form: the wording that came in, where it still means what is recorded; else the file in the form's
//! words. Pure.

use base::{Date, Lang};
use formats::approval::{Field, Form, Joined, Period, Photo, Relative, Resume, compact};
use people::{File, Section, Values};

use crate::{
    heard::{BASIC, heard},
    study,
    wording::{PROPOSAL, RESTRICTED, Wording},
};

/// The form of a file. `opened` are the restricted entries that may be shown; `proposal` are texts about the appointment,
/// over those of the wording.
pub fn told(
    file: &File,
    opened: &[Values],
    wording: Option<&Wording>,
    photo: Option<Photo>,
    proposal: &[(Field, String)],
    today: Date,
) -> Form {
    let none = Wording::default();
    let wording = wording.unwrap_or(&none);
    let said = heard(&wording.form(), today);
    let mut form = Form::default();
    let recorded = |section: Section| file.of(section).into_iter().map(|e| &e.values);
    let meant = |section: Section| said.entries.iter().filter(move |v| v.section() == section);

    for (key, field) in BASIC {
        let now = file.get(key);
        let same = said.basic.as_ref().and_then(|b| b.get(key)) == now && !wording.text(*field).trim().is_empty();
        form.set(*field, if same { wording.text(*field).to_owned() } else { plain(file, key) });
    }
    let party = |v: Option<&Values>| {
        ["political", "joined", "second_party"].map(|k| v.and_then(|v| v.get(k)).map(str::to_owned))
    };
    let same = party(said.basic.as_ref()) == party(file.basic()) && said.basic.is_some();
    form.set(Field::Joined, if same { wording.text(Field::Joined).to_owned() } else { joined(file) });

    for full_time in [true, false] {
        let code = codes::STUDY_KIND.find(study::kind(full_time));
        let of_kind = |v: &&Values| v.get("kind") == code;
        let before = study::highest(meant(Section::Study).filter(of_kind), full_time);
        let now = study::highest(recorded(Section::Study).filter(of_kind), full_time);
        for (i, field) in study::fields(full_time).into_iter().enumerate() {
            let text = if before == now { wording.text(field) } else { now[i].as_str() };
            form.set(field, text);
        }
    }
    let titles = |v: &&Values| v.get("kind") == Some("title");
    let lists: [List; 4] = [
        (Field::Title, Section::Certificate, &["name"], title),
        (Field::Resume, Section::Career, &["began", "ended", "work"], resume),
        (Field::Awards, Section::Award, &["name", "on", "honour"], awards),
        (Field::Annual, Section::Annual, &["year", "result"], annual),
    ];
    for (field, section, keys, words) in lists {
        let wanted = |v: &&Values| section != Section::Certificate || titles(v);
        let now = seen(recorded(section).filter(wanted), keys);
        let before = seen(meant(section).filter(wanted), keys);
        let known = !wording.text(field).trim().is_empty() || now.is_empty();
        form.set(field, if known && now == before { wording.text(field).to_owned() } else { words(file) });
    }
    for field in PROPOSAL {
        form.set(field, wording.text(field));
    }
    for (field, text) in proposal {
        form.set(*field, text.as_str());
    }
    form.set(Field::Version, wording.text(Field::Version));
    let restricted = |section: Section, key: &str| {
        opened.iter().find(|v| v.section() == section).and_then(|v| v.get(key)).unwrap_or_default().to_owned()
    };
    for (field, (section, key)) in
        RESTRICTED.into_iter().zip([(Section::Identity, "id_number"), (Section::Health, "condition")])
    {
        form.set(field, restricted(section, key));
    }
    form.family = opened.iter().filter(|v| v.section() == Section::Kin).map(relative).collect();
    form.photo = photo;
    form
}

/// A field that tells a list of entries: the section, the values that it tells, and the list in the form's words.
type List = (Field, Section, &'static [&'static str], fn(&File) -> String);

/// What entries say in some of their values, in one order.
fn seen<'v>(entries: impl Iterator<Item = &'v Values>, keys: &[&str]) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> =
        entries.map(|v| keys.iter().map(|k| v.get(k).unwrap_or_default().to_owned()).collect()).collect();
    all.sort();
    all
}

fn shown(values: &Values, key: &str) -> String {
    let field = values.section().fields().iter().find(|f| f.key == key);
    match (field, values.get(key)) {
        (Some(field), Some(value)) => field.shown(value, Lang::Zh),
        _ => String::new(),
    }
}

/// A basic value in the form's words: dates without marks between.
fn plain(file: &File, key: &str) -> String {
    let Some(basic) = file.basic() else { return String::new() };
    match key {
        "birth" | "work_start" => basic.date(key).map(compact).unwrap_or_default(),
        _ => shown(basic, key),
    }
}

fn joined(file: &File) -> String {
    let Some(basic) = file.basic() else { return String::new() };
    let member = basic.get("political").is_some_and(|p| matches!(p, "01" | "02"));
    let party = basic.date("joined").filter(|_| member);
    let mut others = Vec::new();
    // a member's standing is told by the date; where that is not known, by the word
    if !member || party.is_none() {
        others.push(shown(basic, "political"));
    }
    others.push(shown(basic, "second_party"));
    others.retain(|o| !o.is_empty());
    Joined { party, others }.write()
}

fn title(file: &File) -> String {
    let titles = file.of(Section::Certificate).into_iter().filter(|e| e.values.get("kind") == Some("title"));
    titles.filter_map(|e| e.values.get("name")).collect::<Vec<_>>().join("、")
}

/// Periods in the order of their beginning; one that lies within another is told within it.
fn resume(file: &File) -> String {
    let mut periods: Vec<Period> = Vec::new();
    for entry in file.of(Section::Career) {
        let values = &entry.values;
        let text = values.get("work").unwrap_or_default().to_owned();
        let period = Period { from: values.date("began"), to: values.date("ended"), text, within: Vec::new() };
        match periods.iter_mut().rev().find(|p| holds(p, &period)) {
            Some(outer) => outer.within.push(period),
            None => periods.push(period),
        }
    }
    Resume { periods }.write()
}

/// Whether a period lies within another, and is not the same.
fn holds(outer: &Period, inner: &Period) -> bool {
    let (Some(a), Some(b), Some(until)) = (outer.from, inner.from, inner.to) else { return false };
    let end = outer.to.is_none_or(|to| until.latest() <= to.latest());
    let same = a.earliest() == b.earliest() && outer.to == inner.to;
    a.earliest() <= b.earliest() && end && !same
}

fn awards(file: &File) -> String {
    let awards = file.of(Section::Award);
    if awards.is_empty() {
        let none = file.entries.iter().any(|e| e.section() == Section::Absent && e.values.get("what") == Some("award"));
        return if none { "无".to_owned() } else { String::new() };
    }
    let line = |v: &Values| {
        let when =
            v.date("on").map(|d| d.as_str().chars().take(7).collect::<String>().replace('-', ".")).unwrap_or_default();
        let what = match v.get("honour") {
            Some(honour) => format!("获{honour}"),
            None => shown(v, "name"),
        };
        let by = v.get("authority").unwrap_or_default();
        format!("{when}  {by}{what}。")
    };
    awards.iter().map(|e| line(&e.values)).collect::<Vec<_>>().join("\n")
}

fn annual(file: &File) -> String {
    let all = file.of(Section::Annual);
    let told =
        all.iter().map(|e| format!("{}年{}", e.values.get("year").unwrap_or_default(), shown(&e.values, "result")));
    told.collect::<Vec<_>>().join("，")
}

fn relative(values: &Values) -> Relative {
    Relative {
        relation: shown(values, "relation"),
        name: shown(values, "name"),
        birth: values.date("birth").map(|d| compact(d).chars().take(6).collect()).unwrap_or_default(),
        political: shown(values, "political"),
        work: shown(values, "work"),
    }
}
