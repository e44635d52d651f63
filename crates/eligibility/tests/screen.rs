//! Compiled screening says what evaluating pair by pair says.

use base::{Date, PartialDate};
use eligibility::{
    Facts, Flag, Known, People, Requirement, Rule, Screen, Sex, Test, Truth,
    facts::{
        Certificate, Degree, DegreeLevel, Education, Evidence, Level, Major, Service, ServiceKind, Standing,
        StartBasis, Status, StudyKind,
    },
    test::{CertificateTest, CertificateWant, EducationTest, MajorWant, ServiceTest},
};
use proptest::{collection::vec, option, prelude::*, sample::select};

fn partial() -> impl Strategy<Value = PartialDate> {
    select(&["1985", "1990-05", "1990-10-20", "1999-10-21", "2004-01-01", "2024-06", "2025-06-30", "2026-06"][..])
        .prop_map(|d| d.parse().unwrap())
}
fn day() -> impl Strategy<Value = Date> {
    select(&["2024-01-17", "2025-10-20", "2026-09-30"][..]).prop_map(|d| d.parse().unwrap())
}
fn major() -> impl Strategy<Value = Major> {
    let standing = select(&[Standing::Listed, Standing::Partly, Standing::Discipline, Standing::Unlisted][..]);
    let codes = vec(select(&["B0301", "B030101", "B030102", "B020301", "A030101"][..]).prop_map(str::to_owned), 0..3);
    let direction = option::of(select(&["x", "y"][..]).prop_map(str::to_owned));
    (standing, codes, direction).prop_map(|(standing, codes, direction)| Major {
        name: "m".into(),
        direction,
        standing,
        codes,
    })
}
fn education() -> impl Strategy<Value = Education> {
    let degree = option::of(select(&[DegreeLevel::None, DegreeLevel::Bachelor, DegreeLevel::Master][..]))
        .prop_map(|level| level.map(|level| Degree { level, code: None }));
    let status = option::of(select(&[Status::Graduated, Status::Expected, Status::Studying][..]));
    let kind = option::of(select(&[StudyKind::Ordinary, StudyKind::Overseas, StudyKind::Adult][..]));
    let level = option::of(select(&[Level::College, Level::Bachelor, Level::Postgraduate][..]));
    let flags = (any::<Option<bool>>(), any::<Option<bool>>(), any::<Option<bool>>(), any::<bool>());
    let school = option::of(select(&["s", "t"][..]).prop_map(str::to_owned));
    ((level, kind, status, degree), option::of(partial()), option::of(major()), flags, school).prop_map(
        |((level, kind, status, degree), graduated, major, (in_service, certified, directed, auxiliary), school)| {
            let rest = Education::default();
            Education {
                level,
                kind,
                in_service,
                status,
                graduated,
                degree,
                major,
                school,
                certified,
                directed,
                auxiliary,
                ..rest
            }
        },
    )
}
fn facts() -> impl Strategy<Value = Facts> {
    let sex = option::of(select(&[Sex::Male, Sex::Female][..]));
    let political = option::of(select(&["01", "03", "13"][..]));
    let service = option::of(vec((option::of(partial()), any::<Option<bool>>()), 0..3));
    let certificates = option::of(vec((select(&["law_a", "law_c"][..]), option::of(1u8..4)), 0..3));
    let settled = any::<Option<bool>>();
    let work = |(start, at_school): (Option<PartialDate>, Option<bool>)| Service {
        kind: Some(ServiceKind::LocalOrgan),
        starts: start.map(|d| (StartBasis::Reported, d)).into_iter().collect(),
        end: None,
        at_school,
        evidence: Some(Evidence::Proven),
        source: None,
    };
    let paper = |(kind, grade): (&str, Option<u8>)| Certificate { kind: kind.into(), grade, on: None, source: None };
    (sex, option::of(partial()), political, option::of(vec(education(), 0..4)), service, certificates, settled)
        .prop_map(move |(sex, birth, political, educations, service, certificates, settled)| Facts {
            sex: sex.map(Known::from),
            birth: birth.map(Known::from),
            political: political.map(|p| p.to_owned().into()),
            educations,
            service: service.map(|list| list.into_iter().map(work).collect()),
            certificates: certificates.map(|list| list.into_iter().map(paper).collect()),
            flags: settled.map(|b| (Flag::UnitSettled, b.into())).into_iter().collect(),
            ..Facts::default()
        })
}
fn test() -> impl Strategy<Value = Test> {
    let want = (select(&["B03", "B0301", "B030101", "B020301"][..]), any::<bool>()).prop_map(|(code, only)| {
        MajorWant { only: only.then(|| "x".to_owned()).into_iter().collect(), ..MajorWant::code(code) }
    });
    let wants = option::of(vec(want, 0..4));
    let shape = (wants, any::<[bool; 4]>(), option::of(day())).prop_map(|(majors, on, finished_by)| {
        Test::Education(Box::new(EducationTest {
            levels: if on[0] { vec![Level::Bachelor, Level::Postgraduate] } else { vec![] },
            degrees: if on[1] { vec![DegreeLevel::Bachelor] } else { vec![] },
            schools: if on[2] && on[3] { vec!["s".into()] } else { vec![] },
            highest: on[2],
            certified: on[3],
            finished_by,
            majors,
            ..EducationTest::default()
        }))
    });
    let service = (1i32..60, day()).prop_map(|(months, until)| {
        let counts = [(ServiceKind::LocalOrgan, StartBasis::Reported)].into();
        Test::Service(ServiceTest { counts, months, until })
    });
    let certificate = option::of(1u8..4).prop_map(|grade| {
        let want = CertificateWant { kind: "law_a".into(), grade, grades: vec![] };
        Test::Certificate(CertificateTest { any_of: vec![want], by: None })
    });
    prop_oneof![
        Just(Test::Sex(Sex::Female)),
        Just(Test::Political(vec!["01".into(), "02".into()])),
        (option::of(18i16..40), option::of(18i16..40), day()).prop_map(|(min, max, on)| Test::Age { min, max, on }),
        Just(Test::Flag(Flag::UnitSettled)),
        shape,
        service,
        certificate,
    ]
}
fn requirement() -> impl Strategy<Value = Requirement> {
    let leaf = prop_oneof![
        8 => test().prop_map(Requirement::from),
        1 => Just(Requirement::from(Rule::NeedsPerson { words: "?".into() })),
        1 => Just(Requirement::from(Rule::Notice { words: "!".into() })),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let several = || vec(inner.clone(), 0..4);
        prop_oneof![
            several().prop_map(Requirement::all),
            several().prop_map(|of| Requirement::from(Rule::Any(of))),
            several().prop_map(Requirement::none),
            (0usize..4, several()).prop_map(|(n, of)| Requirement::from(Rule::AtLeast { n, of })),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn compiled_says_what_pair_by_pair_says(
        requirements in vec(requirement(), 1..6),
        some in vec(facts(), 0..40),
        copies in 1usize..70,
    ) {
        // many people, so that blocks have edges
        let people: Vec<&Facts> = some.iter().cycle().take(some.len() * copies).collect();
        let screen = Screen::compile(&requirements);
        let columns = People::of(&screen, people.iter().copied());
        let tallies = screen.run(&columns);
        for (i, r) in requirements.iter().enumerate() {
            let bits = screen.one(i, &columns);
            let said: Vec<(Truth, bool)> = people.iter().map(|f| (r.eval(f), r.short_of(f) == 1)).collect();
            let compiled: Vec<(Truth, bool)> = (0..people.len()).map(|p| (bits.get(p), bits.is_near(p))).collect();
            prop_assert_eq!(&compiled, &said);
            let count = |t: Truth| said.iter().filter(|s| s.0 == t).count() as u32;
            let near = said.iter().filter(|s| s.1).count() as u32;
            let tally = tallies[i];
            let counted = (count(Truth::Yes), count(Truth::Unknown), count(Truth::No), near);
            prop_assert_eq!((tally.yes, tally.unknown, tally.no, tally.near), counted);
        }
        if let Some(last) = people.len().checked_sub(1) {
            let of_one = screen.of_person(last, &columns);
            for (r, verdict) in requirements.iter().zip(of_one) {
                prop_assert_eq!(verdict, (r.eval(people[last]), r.short_of(people[last]) == 1));
            }
        }
    }
    #[test]
    fn the_reasons_agree_with_the_verdict(r in requirement(), f in facts()) {
        let reason = r.explain(&f);
        prop_assert_eq!(reason.verdict, r.eval(&f));
        prop_assert_eq!(reason.failing().len(), r.short_of(&f));
        let text = serde_json::to_string(&r).unwrap();
        prop_assert_eq!(serde_json::from_str::<Requirement>(&text).unwrap(), r);
    }
}
