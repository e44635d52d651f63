//! What requirements ask of a person, read from the file. Pure but for the loading.

use std::collections::BTreeMap;

use base::{Date, Id};
use db::Read;
use eligibility::facts::{
    self, Degree, DegreeLevel, Education, Evidence, Facts, Known, Level, Major, Service, ServiceKind, Standing,
    StartBasis, Status, StudyKind,
};

use crate::{File, Person, Section, See, Values, reach, store::files};

const SECTIONS: &[Section] = &[Section::Basic, Section::Study, Section::Career];

/// What is known of one person as of a day.
///
/// # Errors
/// [`db::Error::NotFound`] for whoever is out of reach.
pub fn facts_of(tx: &mut Read<'_>, person: Id<Person>, on: Date) -> db::Result<Facts> {
    let may = tx.may::<See>()?;
    reach::place_of(tx, &may, person)?;
    let file = files::load(tx, &may, &[person], SECTIONS, on)?.into_iter().next().ok_or(db::Error::NotFound)?;
    Ok(facts_in(&file))
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
    Ok(all.map(|f| (f.person, facts_in(&f))).collect())
}

/// What a file says. What it does not say stays unknown, never *no*: a file without studies leaves them open.
pub fn facts_in(file: &File) -> Facts {
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
    let studies = file.of(Section::Study);
    if !studies.is_empty() {
        facts.educations = Some(studies.iter().map(|e| education(&e.values)).collect());
    }
    let career = file.of(Section::Career);
    if !career.is_empty() {
        facts.service = Some(career.iter().filter_map(|e| service(&e.values)).collect());
    }
    facts
}

fn education(v: &Values) -> Education {
    let ended = v.date("ended");
    let read = v.get("level").and_then(|code| match code {
        "中央党校研究生" | "省委党校研究生" => Some((Level::Postgraduate, Status::Graduated)),
        "中央党校大学" | "省委党校大学" => Some((Level::Bachelor, Status::Graduated)),
        "中央党校大专" | "省委党校大专" => Some((Level::College, Status::Graduated)),
        // 研究生, 大学 without more: completed where the file says when
        "10" | "20" | "30" | "40" => Level::of_code(&format!("{}1", &code[..1]))
            .map(|(l, _)| (l, if ended.is_some() { Status::Graduated } else { Status::Studying })),
        code => Level::of_code(code),
    });
    let level = |code: &str| match codes::degree_rank(code) {
        3 => DegreeLevel::Doctor,
        2 => DegreeLevel::Master,
        1 => DegreeLevel::Bachelor,
        _ => DegreeLevel::None,
    };
    let in_service = v.get("kind").map(|k| k == "在职");
    Education {
        level: read.map(|r| r.0),
        status: read.map(|r| r.1),
        kind: in_service.map(|s| if s { StudyKind::InService } else { StudyKind::Ordinary }),
        in_service,
        graduated: ended,
        degree: v.get("degree").map(|code| Degree { level: level(code), code: Some(code.to_owned()) }),
        major: v.get("major").map(|name| {
            let codes: Vec<String> = v.get("major_code").map(str::to_owned).into_iter().collect();
            let standing = if codes.is_empty() { Standing::Unlisted } else { Standing::Listed };
            Major { name: name.to_owned(), direction: None, standing, codes }
        }),
        school: v.get("school").map(str::to_owned),
        ..Education::default()
    }
}

/// A period of work; nothing for a period of study.
fn service(v: &Values) -> Option<Service> {
    let kind = match v.get("service") {
        Some("study") => return None,
        Some("local_organ") => Some(ServiceKind::LocalOrgan),
        Some("higher_organ") => Some(ServiceKind::HigherOrgan),
        Some("village") => Some(ServiceKind::Village),
        Some("institution") => Some(ServiceKind::Institution),
        Some("institution_as_organ") => Some(ServiceKind::InstitutionAsOrgan),
        Some("state_enterprise") => Some(ServiceKind::StateEnterprise),
        Some("enterprise") => Some(ServiceKind::Enterprise),
        Some("forces") => Some(ServiceKind::Forces),
        // without the kind, the file's own word on grass-roots service stands for the kind that counts, or does not
        _ => match v.get("grassroots") {
            Some("是") => Some(ServiceKind::LocalOrgan),
            Some("否") => Some(ServiceKind::HigherOrgan),
            _ => None,
        },
    };
    let starts: BTreeMap<StartBasis, base::PartialDate> =
        v.date("began").map(|d| (StartBasis::Reported, d)).into_iter().collect();
    // the file itself is the proof that the rules ask for
    let evidence = Some(Evidence::Proven);
    Some(Service {
        kind,
        starts,
        end: v.date("ended"),
        at_school: Some(false),
        evidence,
        source: v.get("work").map(str::to_owned),
    })
}
