//! The approval form of a person who does not exist.

use base::PartialDate;
use formats::approval::{Field, Form, Joined, Period, Photo, Relative, Resume, compact};

use crate::{
    person::{Person, Schooling},
    portrait,
    rng::Rng,
};

/// The form as an office would have it, with a portrait of nobody.
pub fn form(person: &Person, seed: u64) -> Form {
    let mut form = Form::default();
    let month = |d: PartialDate| compact(d).chars().take(6).collect::<String>();
    let mut set = |field, text: String| form.set(field, text);
    set(Field::Name, person.name.clone());
    set(Field::Sex, person.sex.word().trim_end_matches('性').to_owned());
    set(Field::Birth, compact(person.birth.into()).chars().take(6).collect());
    set(Field::Ethnic, person.ethnic.to_owned());
    set(Field::NativePlace, person.native_place.clone().unwrap_or_default());
    let others = if person.joined.is_none() { vec![person.political.to_owned()] } else { vec![] };
    set(Field::Joined, Joined { party: person.joined, others }.write().replace('-', ""));
    set(Field::WorkStart, person.work_start.map(month).unwrap_or_default());
    set(Field::Health, person.health.to_owned());
    for (schooling, level, degree, school) in [
        (Schooling::FullTime, Field::FullLevel, Field::FullDegree, Field::FullSchool),
        (Schooling::InService, Field::ServiceLevel, Field::ServiceDegree, Field::ServiceSchool),
    ] {
        let Some(e) = person.educations.iter().filter(|e| e.schooling == schooling).max_by_key(|e| e.graduated) else {
            continue;
        };
        set(level, e.reached.level().to_owned());
        set(degree, e.reached.degree().filter(|_| e.conferred).unwrap_or_default().to_owned());
        set(school, format!("{}{}专业", e.school, e.major));
    }
    set(Field::Post, format!("{}{}", person.unit, person.post));
    let periods =
        person.periods.iter().map(|p| Period { from: Some(p.from), to: p.to, text: p.what.clone(), within: vec![] });
    set(Field::Resume, Resume { periods: periods.collect() }.write());
    let honours: Vec<String> =
        person.honours.iter().map(|h| format!("{}年{}。", h.date.earliest().year(), h.name)).collect();
    set(Field::Awards, if honours.is_empty() { "无".to_owned() } else { honours.join("\n") });
    let annual: Vec<String> = person.annual.iter().map(|a| format!("{}年{}", a.year, a.result)).collect();
    set(Field::Annual, annual.join("，"));
    let (y, m, d) = crate::AS_OF;
    set(Field::AgeOn, format!("{y}{m:02}{d:02}"));
    set(Field::FilledOn, format!("{y}{m:02}{d:02}"));
    set(Field::Identity, person.id_number.clone().unwrap_or_default());
    set(Field::Version, "3.2.1.6".to_owned());
    form.family = person
        .kin
        .iter()
        .map(|k| Relative { relation: k.relation.to_owned(), name: k.name.clone(), ..Relative::default() })
        .collect();
    let number: u64 = person.number.bytes().fold(0, |n, b| n.wrapping_mul(31).wrapping_add(b.into()));
    form.photo = Photo::new(&portrait::jpeg(Rng::new(seed, 9, number)), usize::MAX).ok();
    form
}
