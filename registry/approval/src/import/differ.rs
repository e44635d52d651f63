//! What a form says beside what is recorded: what is new, what would take the place of something, what is the same. Pure.

use base::{Id, Say};
use people::{Entry, Fact, File, Section, Values};

/// Something recorded that the form says otherwise.
#[derive(Clone, Debug)]
pub(super) struct Differs {
    /// Of what.
    pub(super) what: Say,
    /// What is recorded.
    pub(super) was: Say,
    /// What the form says.
    pub(super) becomes: Say,
}

/// A form beside the records.
#[derive(Clone, Debug, Default)]
pub(super) struct Beside {
    /// What differs.
    pub(super) differs: Vec<Differs>,
    /// Entries to be recorded if the form's word stands.
    pub(super) take: Vec<Values>,
    /// What they take the place of.
    pub(super) replaces: Vec<(Section, Id<Fact>)>,
    /// Entries to be recorded if the records' word stands.
    pub(super) add: Vec<Values>,
}

fn shown(values: &Values, keys: &[&str]) -> Say {
    Say::each(|lang| {
        let fields = keys.iter().filter_map(|k| values.section().fields().iter().find(|f| f.key == *k));
        let texts = fields.filter_map(|f| values.get(f.key).map(|v| f.shown(v, lang)));
        texts.collect::<Vec<_>>().join(" ")
    })
}
fn all(of: &[&Values], keys: &[&str]) -> Say {
    Say::each(|lang| of.iter().map(|v| shown(v, keys).to(lang).to_owned()).collect::<Vec<_>>().join("；"))
}
/// Whether two values say the same: a month is no other word for a day in it.
fn agrees(recorded: Option<&str>, told: Option<&str>) -> bool {
    match (recorded, told) {
        (Some(a), Some(b)) => a == b || (a.starts_with(b) && b.len() >= 4 && a[b.len()..].starts_with('-')),
        (a, b) => a == b,
    }
}
fn same(a: &Values, b: &Values, keys: &[&str]) -> bool {
    keys.iter().all(|k| agrees(a.get(k), b.get(k)))
}

/// The basic information that the form changes; `told` is left with what is to be recorded if its word stands.
pub(super) fn basic(file: &File, told: &mut Values) -> Vec<(&'static str, Differs)> {
    let Some(recorded) = file.basic() else { return Vec::new() };
    let fields: Vec<_> = told.iter().filter_map(|(f, v)| Some((f, v?.to_owned()))).collect();
    let mut out = Vec::new();
    for (field, value) in fields {
        let Some(was) = recorded.get(field.key) else { continue };
        if agrees(Some(was), Some(&value)) {
            told.set(field.key, None);
            continue;
        }
        let what = field.say();
        let (was, becomes) = (Say::each(|l| field.shown(was, l)), Say::each(|l| field.shown(&value, l)));
        out.push((field.key, Differs { what, was, becomes }));
    }
    out
}

/// The lists of open entries.
pub(super) fn lists(file: &File, told: &[Values]) -> Beside {
    let mut out = Beside::default();
    career(file, told, &mut out);
    let of = |section: Section| told.iter().filter(move |v| v.section() == section);
    for study in of(Section::Study) {
        let keys = ["kind", "level", "degree", "school", "major"];
        // of one level, or one degree, there is one
        let about = |e: &Values| {
            e.get("kind") == study.get("kind")
                && match study.get("level") {
                    Some(level) => e.get("level") == Some(level),
                    None => e.get("degree") == study.get("degree"),
                }
        };
        one(file, study, &keys, about, &mut out);
    }
    for annual in of(Section::Annual) {
        one(file, annual, &["year", "result"], |e| e.get("year") == annual.get("year"), &mut out);
    }
    for (section, keys) in [
        (Section::Award, &["name", "on", "honour"][..]),
        (Section::Certificate, &["kind", "name"]),
        (Section::Absent, &["what"]),
        (Section::Identity, &[]),
        (Section::Health, &[]),
    ] {
        for values in of(section) {
            let there = !keys.is_empty() && entries(file, section).any(|e| same(&e.values, values, keys));
            if !there {
                out.take.push(values.clone());
                out.add.push(values.clone());
            }
        }
    }
    out
}

fn entries(file: &File, section: Section) -> impl Iterator<Item = &Entry> {
    file.entries.iter().filter(move |e| e.section() == section)
}

/// An entry of which there is one: the recorded one about the same stays, or gives way.
fn one(file: &File, told: &Values, keys: &[&str], about: impl Fn(&Values) -> bool, out: &mut Beside) {
    let section = told.section();
    if entries(file, section).any(|e| same(&e.values, told, keys)) {
        return;
    }
    let Some(old) = entries(file, section).find(|e| about(&e.values)) else {
        out.take.push(told.clone());
        out.add.push(told.clone());
        return;
    };
    // what the form does not tell stays as it is recorded
    let mut new = old.values.clone();
    for (field, value) in told.iter().filter(|(_, v)| v.is_some()) {
        new.set(field.key, value.map(str::to_owned));
    }
    if told.get("school") != old.values.get("school") && told.get("major").is_none() && told.get("school").is_some() {
        new.set("major", None);
    }
    if new == old.values {
        return;
    }
    let what = Say::each(|l| section.title(l).to_owned());
    out.differs.push(Differs { what, was: shown(&old.values, keys), becomes: shown(&new, keys) });
    out.replaces.push((section, old.id));
    out.take.push(new);
}

/// The résumé is told as a whole: what the form does not tell is not in it any more.
fn career(file: &File, told: &[Values], out: &mut Beside) {
    let keys = ["began", "ended", "work"];
    let told: Vec<&Values> = told.iter().filter(|v| v.section() == Section::Career).collect();
    let recorded: Vec<&Entry> = file.of(Section::Career);
    let new: Vec<&Values> =
        told.iter().copied().filter(|v| !recorded.iter().any(|e| same(&e.values, v, &keys))).collect();
    if told.is_empty() {
        return;
    }
    let gone: Vec<&&Entry> = recorded.iter().filter(|e| !told.iter().any(|v| same(&e.values, v, &keys))).collect();
    out.take.extend(new.iter().map(|v| (*v).clone()));
    if recorded.is_empty() {
        out.add.extend(new.iter().map(|v| (*v).clone()));
        return;
    }
    if gone.is_empty() && new.is_empty() {
        return;
    }
    let was: Vec<&Values> = gone.iter().map(|e| &e.values).collect();
    let what = Say::each(|l| Section::Career.title(l).to_owned());
    out.differs.push(Differs { what, was: all(&was, &keys), becomes: all(&new, &keys) });
    out.replaces.extend(gone.iter().map(|e| (Section::Career, e.id)));
}
