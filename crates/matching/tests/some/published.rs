//! A corps on posts that somebody else published: the Guangdong table of 2026 with its quotas, the verdicts of `eligibility` as
//! who may have what, and people who do not exist.
#![allow(dead_code)]

use std::{collections::HashMap, path::Path};

use base::PartialDate;
use eligibility::{
    Facts, Flag, Known, People, Requirement, Screen, Sex, Truth,
    facts::{Degree, DegreeLevel, Education, Evidence, Level, Service, ServiceKind, StartBasis, Status, StudyKind},
    majors::Catalogue,
};
use formats::{
    posts::{self, Report},
    sheet::{Book, Limits},
};
use matching::{
    Builder, Model, PersonSpec, PostId, PostSpec, Rule, Scope, Track, Trait, UnitId,
    fit::{Pair, Weights, cost, fit},
};

/// What it costs to leave somebody without a post.
const BENCH: i64 = 20_000;
/// Nobody is considered for more posts than this, as on a list of wishes.
const WISHES: usize = 40;

fn book(folder: &Path, name: &str) -> Option<Book> {
    let bytes = std::fs::read(folder.join(name)).ok()?;
    Some(Book::read(name, &bytes, &Limits::default()).expect("a published book reads"))
}

/// The same number for the same text and seed.
fn draw(text: &str, seed: u64, below: u64) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mixed = text.bytes().fold(start, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3));
    ((mixed ^ (mixed >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9) >> 33) % below
}

/// What the generated file says, in the terms of the requirements.
fn facts(person: &synth::Person, catalogue: &Catalogue) -> Facts {
    let education = |e: &synth::Education| {
        let level = match e.reached {
            synth::Degree::Secondary => Level::Vocational,
            synth::Degree::Diploma => Level::College,
            synth::Degree::Bachelor => Level::Bachelor,
            synth::Degree::Master | synth::Degree::Doctor => Level::Postgraduate,
        };
        let degree = match e.reached {
            synth::Degree::Bachelor if e.conferred => DegreeLevel::Bachelor,
            synth::Degree::Master if e.conferred => DegreeLevel::Master,
            synth::Degree::Doctor if e.conferred => DegreeLevel::Doctor,
            _ => DegreeLevel::None,
        };
        let full = e.schooling == synth::Schooling::FullTime;
        Education {
            level: Some(level),
            kind: Some(if full { StudyKind::Ordinary } else { StudyKind::InService }),
            in_service: Some(!full),
            status: Some(Status::Graduated),
            graduated: Some(e.graduated),
            degree: Some(Degree { level: degree, code: None }),
            major: Some(catalogue.resolve(level, e.major, None)),
            school: Some(e.school.to_owned()),
            school_area: Some("440100".to_owned()),
            directed: Some(false),
            ..Education::default()
        }
    };
    let political = match person.political {
        "中共党员" => "01",
        "中共预备党员" => "02",
        "共青团员" => "03",
        "群众" => "13",
        _ => "04",
    };
    let service = |from: &PartialDate| Service {
        kind: Some(ServiceKind::LocalOrgan),
        starts: [(StartBasis::Reported, *from)].into(),
        end: None,
        at_school: Some(false),
        evidence: Some(Evidence::Proven),
        source: None,
    };
    let area = format!("44{:02}{:02}", 1 + draw(&person.number, 1, 20), 1 + draw(&person.number, 2, 9));
    Facts {
        sex: Some(if person.sex == synth::Sex::Man { Sex::Male } else { Sex::Female }.into()),
        birth: Some(PartialDate::from(person.birth).into()),
        ethnic: Some("01".to_owned().into()),
        political: Some(Known { value: political.to_owned(), on: person.joined, source: None }),
        household: Some(area.clone().into()),
        origin: Some(area.into()),
        educations: Some(person.educations.iter().map(education).collect()),
        service: Some(person.grassroots_from.iter().map(service).collect()),
        certificates: Some(Vec::new()),
        programmes: Some(Vec::new()),
        military: Some(Vec::new()),
        kin: Some(Vec::new()),
        flags: Flag::ALL.into_iter().map(|f| (f, false.into())).collect(),
    }
}

/// The corps, and how many of the people considered were eligible for something.
pub struct Corps {
    pub model: Model,
    pub considered: usize,
}

/// Builds it from the folder of the tables; `None` where they are not there. Of the posts, every `step`-th one; `people` of those
/// considered who qualify for one take part; with `rules`, only so many in each sheet and newcomers in each unit, no
/// relatives in one, and no unit of men or of women only.
pub fn corps(folder: &Path, step: usize, people: usize, rules: bool) -> Option<Corps> {
    let (table, majors) = (book(folder, "gd2026_posts_original.xls")?, book(folder, "gd2026_majors_original.xls")?);
    let catalogue = posts::read_majors(&majors).expect("the catalogue reads").catalogue;
    let mut table = posts::read(&table);
    table.posts = table.posts.into_iter().step_by(step).collect();
    let mut requirements: Vec<Requirement> = Vec::new();
    Report::make(&table, &rulepacks::gd_2026(), &catalogue, |_, built| requirements.push(built.requirement));

    let mut b = Builder::new();
    let top = b.unit(None);
    let mut sheets: HashMap<&str, UnitId> = HashMap::new();
    let mut units: HashMap<&str, UnitId> = HashMap::new();
    let mut places: Vec<PostId> = Vec::new();
    for post in &table.posts {
        let sheet = *sheets.entry(&post.sheet).or_insert_with(|| b.unit(Some(top)));
        let unit = *units.entry(&post.unit_code).or_insert_with(|| b.unit(Some(sheet)));
        let track = Track(u8::from(!post.kind.contains("综合")));
        places.push(b.post(PostSpec { quota: post.openings, leading: true, track, ..PostSpec::of(unit) }));
    }
    // what a kind of post needs is drawn once for each ability; the grades of the people are the generator's
    let abilities = ["公文写作", "组织协调", "群众工作", "依法行政", "数字素养", "应急处置"];
    let weights = Weights {
        shortage: abilities.iter().map(|a| ((*a).to_owned(), 400)).collect(),
        interest: 700,
        ..Weights::default()
    };
    // the posts are for people up to 35, and few of the generated ones are
    let everybody: Vec<synth::Person> =
        synth::people(people * 40, 2026).filter(|p| p.birth.year() > 1989).take(people * 4).collect();
    let known: Vec<Facts> = everybody.iter().map(|p| facts(p, &catalogue)).collect();
    let screen = Screen::compile(&requirements);
    let columns = People::of(&screen, &known);
    let mut able: Vec<Vec<usize>> = vec![Vec::new(); everybody.len()];
    for j in 0..requirements.len() {
        let verdicts = screen.one(j, &columns);
        (0..everybody.len()).filter(|i| verdicts.get(*i) == Truth::Yes).for_each(|i| able[i].push(j));
    }
    let mut taken: HashMap<&str, matching::PersonId> = HashMap::new();
    let mut pairs = Vec::new();
    for (i, person) in everybody.iter().enumerate() {
        if taken.len() == people {
            break;
        }
        let able = &mut able[i];
        if able.is_empty() {
            continue;
        }
        let wish = |j: &usize| draw(&person.number, *j as u64, 1 << 30);
        able.sort_by_key(wish);
        able.truncate(WISHES);
        let grade = |a: &str| person.competences.iter().filter(|c| c.ability == a).map(|c| c.grade).max().unwrap_or(1);
        let arcs: Vec<(PostId, i64)> = able
            .iter()
            .map(|j| {
                let post = &table.posts[*j];
                let need = |a: &str| 1 + draw(&post.kind, draw(a, 3, 1 << 20), 5) as i64;
                let levels: Vec<(i64, i64)> = weights.shortage.keys().map(|a| (grade(a), need(a))).collect();
                let interested = draw(&person.number, 4, 21) == draw(&post.district, 5, 21);
                let pair = Pair { levels: &levels, interested, rise: 0, own: false, own_unit: false, years: 0 };
                // between posts that fit alike, the order of the wishes decides
                (places[*j], cost(&fit(&weights, pair)) + (wish(j) >> 21) as i64)
            })
            .collect();
        let traits = if person.sex == synth::Sex::Man { 1 } else { 2 };
        let id = b.person(PersonSpec { traits, time: 1, bench: Some(BENCH), ..PersonSpec::default() }, &arcs);
        taken.insert(&person.number, id);
        pairs.extend(person.kin.iter().filter_map(|k| taken.get(k.number.as_str()).map(|other| vec![*other, id])));
    }
    if rules {
        let mut all: Vec<UnitId> = units.values().copied().collect();
        all.sort_unstable();
        for unit in all {
            b.rule(Rule::MovesIn { unit, at_most: 3 });
            for of in [Trait(0), Trait(1)] {
                b.rule(Rule::Team { unit, of, at_least: 0, at_most: 2, price: Some(900) });
            }
        }
        let mut sheets: Vec<UnitId> = sheets.into_values().collect();
        sheets.sort_unstable();
        for sheet in sheets {
            b.rule(Rule::Headcount { of: Scope::Subtree(sheet), at_least: 0, at_most: people as u32 / 6 });
        }
        for people in pairs {
            b.rule(Rule::Kin { people });
        }
    }
    let model = b.finish().unwrap_or_else(|faults| panic!("{faults:?}"));
    Some(Corps { model, considered: everybody.len() })
}
