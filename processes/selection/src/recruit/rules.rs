//! What decides in a recruitment: the form of an application, what it tells, who is shortlisted. No I/O, no clock.

use std::collections::BTreeMap;

use base::{Date, Id, IdNumber, Say};
use db::FieldError;
use eligibility::Facts;
use people::{Entry, File, Section, Values, Written};
use scoring::Fixed;
use serde::{Deserialize, Serialize};

/// The answers of an application by `section.place.field`, such as `study.0.level`.
pub type Answers = BTreeMap<String, String>;

/// A part of the form: a section of the personnel file, which of its fields are asked, and how many entries there may be.
pub struct Part {
    /// The section.
    pub section: Section,
    /// The fields.
    pub fields: &'static [&'static str],
    /// The most entries.
    pub most: usize,
}

/// The form: what requirements can ask of somebody. It becomes the personnel file of whoever is appointed.
pub const FORM: &[Part] = &[
    Part {
        section: Section::Basic,
        fields: &["name", "sex", "birth", "ethnic", "native_place", "political", "joined", "work_start", "post_title"],
        most: 1,
    },
    Part {
        section: Section::Residence,
        fields: &["household", "household_since", "origin", "unit_settled", "hong_kong_macao"],
        most: 1,
    },
    Part {
        section: Section::Study,
        fields: &["kind", "form", "level", "degree", "school", "major", "major_code", "began", "ended"],
        most: 6,
    },
    Part {
        section: Section::Career,
        fields: &["began", "ended", "work", "service", "basis", "evidence", "at_school"],
        most: 10,
    },
    Part {
        section: Section::Programme,
        fields: &["kind", "began", "ended", "recruited_by", "area", "passed"],
        most: 2,
    },
    Part { section: Section::Military, fields: &["began", "ended", "enlisted_in", "entered"], most: 2 },
    Part { section: Section::Certificate, fields: &["name", "listed", "grade", "on"], most: 10 },
];

/// The kinds of attachments.
pub const ATTACHMENTS: &[(&str, &str, &str)] = &[
    ("photo", "照片", "Photograph"),
    ("identity", "身份证件", "Identity paper"),
    ("diploma", "学历学位证书", "Diploma and degree"),
    ("certificate", "资格证书", "Certificate"),
    ("experience", "工作经历证明", "Proof of work"),
    ("other", "其他材料", "Other"),
];
/// The most attachments of one application.
pub const MOST_FILES: usize = 12;
/// The largest attachment, in bytes.
pub const LARGEST: usize = 5 * 1024 * 1024;
/// The longest answer, in characters.
const LONGEST: usize = 300;

pub(crate) fn wrong(field: &str, zh: impl Into<String>, en: impl Into<String>) -> FieldError {
    FieldError { field: field.to_owned(), say: Say::new(zh, en) }
}

/// Under which name a field of an entry is asked.
pub fn key(section: Section, place: usize, field: &str) -> String {
    format!("{}.{place}.{field}", section.word())
}

/// The answers that the form asks for, of everything that was sent; nothing is judged yet, a draft may be wrong.
///
/// # Errors
/// An answer that is longer than any field takes.
pub fn kept(sent: &Answers) -> Result<Answers, Vec<FieldError>> {
    let (mut answers, mut errors) = (Answers::new(), Vec::new());
    for part in FORM {
        for place in 0..part.most {
            for field in part.fields {
                let key = key(part.section, place, field);
                let Some(text) = sent.get(&key).map(|t| t.trim()).filter(|t| !t.is_empty()) else { continue };
                if text.chars().count() > LONGEST {
                    let (zh, en) = (format!("最多{LONGEST}个字。"), format!("At most {LONGEST} characters."));
                    errors.push(wrong(&key, zh, en));
                }
                answers.insert(key, text.to_owned());
            }
        }
    }
    if errors.is_empty() { Ok(answers) } else { Err(errors) }
}

/// How many entries of a part are filled in: the last one that says anything.
pub fn filled(answers: &Answers, part: &Part) -> usize {
    let says = |place: &usize| part.fields.iter().any(|f| answers.contains_key(&key(part.section, *place, f)));
    (0..part.most).rev().find(says).map_or(0, |last| last + 1)
}

/// An application as it reads: entries of a personnel file.
///
/// # Errors
/// Every field that is wrong or missing.
pub fn read(answers: &Answers) -> Result<Vec<Values>, Vec<FieldError>> {
    let (mut all, mut errors) = (Vec::new(), Vec::new());
    for part in FORM {
        for place in 0..part.most {
            let answer = |f: &&'static str| Some(((*f).to_owned(), answers.get(&key(part.section, place, f))?.clone()));
            let written: Written = part.fields.iter().filter_map(answer).collect();
            if written.is_empty() && part.section != Section::Basic {
                continue;
            }
            match people::parse(part.section, &written) {
                Ok(values) => all.push(values),
                Err(why) => errors.extend(
                    why.into_iter().map(|e| FieldError { field: key(part.section, place, &e.field), say: e.say }),
                ),
            }
        }
    }
    for (field, zh, en) in
        [("sex", "请填写性别。", "Sex is missing."), ("birth", "请填写出生年月。", "Born is missing.")]
    {
        let key = key(Section::Basic, 0, field);
        if !answers.contains_key(&key) {
            errors.push(wrong(&key, zh, en));
        }
    }
    if !all.iter().any(|v| v.section() == Section::Study) && errors.is_empty() {
        let key = key(Section::Study, 0, "kind");
        errors.push(wrong(&key, "请至少填写一项学历。", "Give at least one course of study."));
    }
    if errors.is_empty() { Ok(all) } else { Err(errors) }
}

/// What the identity number says against what is written.
pub fn agrees(number: &IdNumber, of: &[Values]) -> Option<FieldError> {
    let basic = of.iter().find(|v| v.section() == Section::Basic)?;
    let sex = if number.is_male() { "1" } else { "2" };
    let birth = basic.date("birth").is_none_or(|b| (b.earliest()..=b.latest()).contains(&number.birth()));
    if birth && basic.get("sex").is_none_or(|s| s == sex) {
        return None;
    }
    Some(wrong(
        "id_number",
        "身份证号与填写的性别、出生年月不一致，请核对。",
        "The identity number does not agree with sex and date of birth; check them.",
    ))
}

/// What requirements may go by. The applicant states that the form is complete: a list without entries is none.
pub fn facts(of: &[Values], on: Date) -> Facts {
    let person = Id::new();
    let entry = |values: &Values| Entry {
        id: Id::new(),
        person,
        from: on,
        to: None,
        values: values.clone(),
        corrects: None,
        made: Id::new(),
    };
    let entries = of.iter().map(entry).collect();
    let file = File { person, entries, sealed: Vec::new(), identity: people::Agreement::default() };
    let mut facts = people::facts_in(&file, on);
    facts.service.get_or_insert_default();
    facts.programmes.get_or_insert_default();
    facts.military.get_or_insert_default();
    facts.certificates.get_or_insert_default();
    facts
}

/// A mail address with its middle hidden: whoever has it knows it, whoever has not learns nothing.
pub fn masked(address: &str) -> String {
    let (local, host) = address.split_once('@').unwrap_or((address, ""));
    let first: String = local.chars().take(1).collect();
    format!("{first}***@{host}")
}

/// A shortlist of one opening: everybody with a mark, the best first, and whether each goes on.
pub fn shortlist(marks: &[Fixed], places: u32, ratio: u32, pass: Option<Fixed>) -> Vec<(usize, u32, bool)> {
    let standings: Vec<panel::Standing> =
        marks.iter().map(|m| panel::Standing { total: *m, then: Vec::new() }).collect();
    let on = panel::shortlist(marks, places, ratio, pass);
    panel::rank(&standings).into_iter().map(|p| (p.who, p.place, on.contains(&p.who))).collect()
}

/// What was found of one clause, kept with a review as it was then.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Clause {
    /// `yes`, `no` or `unknown`.
    pub verdict: String,
    /// What it asks.
    pub asks: Say,
    /// Where it stands.
    pub cite: Say,
    /// What was told.
    pub found: Say,
}

/// The word of a verdict.
pub fn word(verdict: eligibility::Truth) -> &'static str {
    match verdict {
        eligibility::Truth::Yes => "yes",
        eligibility::Truth::No => "no",
        eligibility::Truth::Unknown => "unknown",
    }
}

/// The clauses of a reason, flat, for the record and for the applicant.
pub fn clauses(reason: &eligibility::Reason) -> Vec<Clause> {
    let join = |of: Vec<String>, lang| of.join(if lang == base::Lang::Zh { "；" } else { "; " });
    let one = |r: &eligibility::Reason| Clause {
        verdict: word(r.verdict).to_owned(),
        asks: Say::each(|lang| asked(r, lang)),
        cite: Say::each(|lang| join(r.cite.iter().map(|c| eligibility::say::cite(c, lang)).collect(), lang)),
        found: Say::each(|lang| join(r.found.iter().map(|f| eligibility::say::found(f, lang)).collect(), lang)),
    };
    let mut all: Vec<Clause> = reason.clauses().iter().map(one).collect();
    // what stands in the way is read first
    all.sort_by_key(|c| ["no", "unknown", "yes"].iter().position(|w| *w == c.verdict));
    all
}

/// What a clause asks, with what it lists.
fn asked(of: &eligibility::Reason, lang: base::Lang) -> String {
    let asks = eligibility::say::asks(&of.what, lang);
    if of.children.is_empty() {
        return asks;
    }
    let (colon, gap) = if lang == base::Lang::Zh { ("：", "；") } else { (": ", "; ") };
    let parts: Vec<String> = of.children.iter().map(|c| asked(c, lang)).collect();
    format!("{asks}{colon}{}", parts.join(gap))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(pairs: &[(&str, &str)]) -> Answers {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn an_application_says_field_by_field_what_is_missing() {
        let fields = |of: &Answers| read(of).unwrap_err().into_iter().map(|e| e.field).collect::<Vec<_>>();
        assert_eq!(fields(&answers(&[])), ["basic.0.name", "basic.0.sex", "basic.0.birth"]);
        let some = [("basic.0.name", "李明"), ("basic.0.sex", "男"), ("basic.0.birth", "1995.05")];
        assert_eq!(fields(&answers(&some)), ["study.0.kind"]);
        let study = [("study.0.kind", "全日制"), ("study.0.level", "大学"), ("study.1.level", "大学")];
        assert_eq!(fields(&answers(&[&some[..], &study].concat())), ["study.1.kind"]);
        let read = read(&answers(&[&some[..], &study[..2]].concat())).unwrap();
        assert_eq!(read.len(), 2);
        let number: IdNumber = "11010519491231002X".parse().unwrap();
        assert_eq!(agrees(&number, &read).unwrap().field, "id_number");
    }

    #[test]
    fn what_the_form_does_not_ask_is_not_kept() {
        let sent =
            answers(&[("basic.0.name", " 李明 "), ("basic.0.number", "A1"), ("study.9.level", "大学"), ("x", "y")]);
        assert_eq!(kept(&sent).unwrap(), answers(&[("basic.0.name", "李明")]));
        assert_eq!(kept(&answers(&[("basic.0.name", &"字".repeat(301))])).unwrap_err()[0].field, "basic.0.name");
    }

    #[test]
    fn an_empty_list_of_an_application_is_none() {
        let of = answers(&[
            ("basic.0.name", "李明"),
            ("basic.0.sex", "1"),
            ("basic.0.birth", "1995.05"),
            ("study.0.kind", "全日制"),
        ]);
        let facts = facts(&read(&of).unwrap(), "2026-06-01".parse().unwrap());
        assert_eq!((facts.service.unwrap().len(), facts.certificates.unwrap().len()), (0, 0));
        assert_eq!(facts.educations.unwrap().len(), 1);
        assert!(facts.kin.is_none(), "nobody asked for relatives");
    }

    #[test]
    fn equals_at_the_line_go_on_and_whoever_failed_does_not() {
        let marks: Vec<Fixed> = ["80", "75", "75", "90", "59.99"].iter().map(|m| m.parse().unwrap()).collect();
        let pass = Some("60".parse().unwrap());
        let got = shortlist(&marks, 1, 3, pass);
        assert_eq!(got, [(3, 1, true), (0, 2, true), (1, 3, true), (2, 3, true), (4, 5, false)]);
        assert_eq!(shortlist(&marks, 9, 3, pass).iter().filter(|l| l.2).count(), 4);
    }

    #[test]
    fn an_address_is_masked() {
        assert_eq!(masked("liming@example.org"), "l***@example.org");
    }
}
