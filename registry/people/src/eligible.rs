//! What requirements ask of a person, read from the file. Pure but for the loading.
//!
//! What the file does not say stays unknown, never *no*. A list with entries is the whole list; an empty one is *none*
//! only where somebody looked and recorded so ([`Section::Absent`]).

mod career;
mod papers;
mod study;

use base::{Date, Id};
use db::Read;
use eligibility::{
    Flag,
    facts::{self, Facts, Kin, Known},
};

use crate::{File, Person, Section, See, Values, reach, store::files};

const SECTIONS: &[Section] = &[
    Section::Basic,
    Section::Residence,
    Section::Study,
    Section::Career,
    Section::Programme,
    Section::Military,
    Section::Certificate,
    Section::Recusal,
    Section::Absent,
];

/// What is known of one person as of a day.
///
/// # Errors
/// [`db::Error::NotFound`] for whoever is out of reach.
pub fn facts_of(tx: &mut Read<'_>, person: Id<Person>, on: Date) -> db::Result<Facts> {
    let may = tx.may::<See>()?;
    reach::place_of(tx, &may, person)?;
    let file = files::load(tx, &may, &[person], SECTIONS, on)?.into_iter().next().ok_or(db::Error::NotFound)?;
    Ok(facts_in(&file, on))
}

/// What is known of everyone within reach as of a day, in the order of their ids. For screening: 100,000 people at once.
///
/// # Errors
/// The policy and the database.
pub fn facts_of_all(tx: &mut Read<'_>, on: Date) -> db::Result<Vec<(Id<Person>, Facts)>> {
    let may = tx.may::<See>()?;
    let within = crate::read::within_reach(tx, &may, on)?;
    let all = files::all(tx, &may, SECTIONS, on)?.into_iter();
    let all = all.filter(|f| f.basic().is_some() && within.as_ref().is_none_or(|w| w.contains(&f.person)));
    Ok(all.map(|f| (f.person, facts_in(&f, on))).collect())
}

/// What a file says as of a day.
pub fn facts_in(file: &File, on: Date) -> Facts {
    let mut facts = Facts::default();
    let Some(basic) = file.basic() else { return facts };
    facts.sex = basic.get("sex").and_then(|s| match s {
        "1" => Some(facts::Sex::Male.into()),
        "2" => Some(facts::Sex::Female.into()),
        _ => None,
    });
    facts.birth = basic.date("birth").map(Known::from);
    facts.ethnic = basic.get("ethnic").map(|e| e.to_owned().into());
    facts.political = basic.get("political").map(|p| {
        let on = if matches!(p, "01" | "02") { basic.date("joined") } else { None };
        Known { value: p.to_owned(), on, source: None }
    });
    if let Some(residence) = file.state(Section::Residence) {
        let since = residence.date("household_since");
        facts.household =
            residence.get("household").map(|area| Known { value: area.to_owned(), on: since, source: None });
        facts.origin = residence.get("origin").map(|area| area.to_owned().into());
        for (key, flag) in [("unit_settled", Flag::UnitSettled), ("hong_kong_macao", Flag::HongKongMacao)] {
            if let Some(told) = yes(residence, key) {
                facts.flags.insert(flag, told.into());
            }
        }
    }
    let studies = file.of(Section::Study);
    if !studies.is_empty() {
        facts.educations = Some(studies.iter().map(|e| study::education(&e.values)).collect());
    }
    facts.service = listed(file, Section::Career, career::service);
    facts.programmes = listed(file, Section::Programme, |v| Some(career::programme(v)));
    facts.military = listed(file, Section::Military, |v| Some(career::military(v)));
    facts.certificates = listed(file, Section::Certificate, |v| papers::certificate(v, on));
    facts.kin = listed(file, Section::Recusal, |v| Some(kin(v)));
    facts
}

/// A list that the file keeps; nothing where nobody looked.
fn listed<T>(file: &File, section: Section, read: impl Fn(&Values) -> Option<T>) -> Option<Vec<T>> {
    let entries = file.of(section);
    let told = !entries.is_empty() || file.confirmed_none(section);
    told.then(|| entries.iter().filter_map(|e| read(&e.values)).collect())
}

/// Yes or no, where it is recorded.
fn yes(v: &Values, key: &str) -> Option<bool> {
    v.get(key).map(|text| text == "是")
}

/// A word of a closed set, as the facts' own word.
fn word<T: serde::de::DeserializeOwned>(v: &Values, key: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(v.get(key)?.to_owned())).ok()
}

/// That a relative serves in a unit. Who it is stays sealed: recusal is decided by the unit and the finding alone.
fn kin(v: &Values) -> Kin {
    Kin { unit: v.get("unit").unwrap_or_default().to_owned(), conflicting: v.get("finding").map(|f| f == "conflict") }
}
