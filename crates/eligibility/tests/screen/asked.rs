//! Requirements made of tests of every kind.

use base::Date;
use eligibility::{
    Flag, Requirement, Rule, Sex, Test,
    facts::{DegreeLevel, EnteredAs, Level, ProgrammeKind, ServiceKind, StartBasis, Status, StudyKind},
    test::{
        CertificateTest, CertificateWant, EducationTest, Expected, KinTest, MajorWant, MilitaryTest, ProgrammeState,
        ProgrammeTest, ServiceTest, Window,
    },
};
use proptest::{collection::vec, option, prelude::*, sample::select};

fn day() -> impl Strategy<Value = Date> {
    select(&["2024-01-17", "2025-10-20", "2026-09-30"][..]).prop_map(|d| d.parse().unwrap())
}
fn area() -> impl Strategy<Value = String> {
    select(&["44", "4401", "45"][..]).prop_map(str::to_owned)
}
fn some<T: Clone>(asked: bool, of: &[T]) -> Vec<T> {
    if asked { of.to_vec() } else { Vec::new() }
}
fn education() -> impl Strategy<Value = EducationTest> {
    let want =
        (select(&["B03", "B0301", "B030101", "B020301"][..]), any::<[bool; 2]>()).prop_map(|(code, by)| MajorWant {
            code: code.into(),
            name: String::new(),
            only: some(by[0], &["x".into()]),
            except: some(by[1], &["y".into()]),
        });
    let days = (option::of(day()), option::of(day()), option::of(day()));
    // each side is asked about now and then: were all asked about at once, nobody would ever meet a test
    let asked = vec(prop::bool::weighted(0.2), 13).prop_map(|asked| <[bool; 13]>::try_from(asked).unwrap());
    (option::of(vec(want, 0..4)), asked, days, option::weighted(0.2, area())).prop_map(
        |(majors, on, (finished_by, expected, graduated), school_area)| EducationTest {
            levels: some(on[0], &[Level::Bachelor, Level::Postgraduate]),
            kinds: some(on[1], &[StudyKind::Ordinary, StudyKind::Overseas]),
            ask_kinds: some(on[2], &[StudyKind::Overseas]),
            statuses: some(on[3], &[Status::Graduated, Status::Expected]),
            not_in_service: on[4],
            finished_by,
            expected: expected.map(|by| Expected { kinds: vec![StudyKind::Ordinary], by }),
            graduated: graduated.filter(|_| on[5]).map(|from| Window { from, to: from.plus_years(1) }),
            degrees: some(on[6], &[DegreeLevel::Bachelor]),
            degree_codes: some(on[7], &["403".into()]),
            schools: some(on[8], &["s".into()]),
            school_area,
            certified: on[9],
            not_directed: on[10],
            directed: on[11],
            highest: on[12],
            majors,
        },
    )
}
fn test() -> impl Strategy<Value = Test> {
    let service = (1i32..60, day()).prop_map(|(months, until)| {
        let counts = [(ServiceKind::LocalOrgan, StartBasis::Reported)].into();
        Test::Service(ServiceTest { counts, months, until })
    });
    let certificate = (option::of(1u8..4), option::of(day())).prop_map(|(grade, by)| {
        let want = CertificateWant { kind: "law_a".into(), grade, grades: vec![] };
        Test::Certificate(CertificateTest { any_of: vec![want], by })
    });
    let state = (any::<bool>(), option::of(day()), day()).prop_map(|(serving, from, to)| {
        if serving { ProgrammeState::ServingOn(to) } else { ProgrammeState::Completed { from, to } }
    });
    let programme =
        (any::<bool>(), option::of(area()), option::of(area()), state).prop_map(|(kind, recruited_by, area, state)| {
            Test::Programme(ProgrammeTest { kinds: some(kind, &[ProgrammeKind::West]), recruited_by, area, state })
        });
    let military = (option::of(area()), 0i32..24, option::of(day()), any::<bool>(), option::of(area())).prop_map(
        |(enlisted_in, months, discharged_by, entered, resettled_in)| {
            let entered_as = some(entered, &[EnteredAs::Student]);
            Test::Military(MilitaryTest { enlisted_in, months, discharged_by, entered_as, resettled_in })
        },
    );
    prop_oneof![
        1 => Just(Test::Sex(Sex::Female)),
        1 => Just(Test::Ethnic(vec!["15".into()])),
        1 => Just(Test::Political(vec!["01".into(), "02".into()])),
        1 => (option::of(18i16..40), option::of(18i16..40), day()).prop_map(|(min, max, on)| Test::Age { min, max, on }),
        1 => (area(), option::of(day())).prop_map(|(area, by)| Test::Household { area, by }),
        1 => area().prop_map(Test::Origin),
        1 => select(&Flag::ALL[..]).prop_map(Test::Flag),
        1 => (select(&["u1", "u2", "u4"][..]), any::<bool>())
            .prop_map(|(unit, declared)| Test::Kin(KinTest { unit: unit.into(), declared })),
        1 => service,
        1 => certificate,
        1 => programme,
        1 => military,
        4 => education().prop_map(|t| Test::Education(Box::new(t))),
    ]
}

pub fn requirement() -> impl Strategy<Value = Requirement> {
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
