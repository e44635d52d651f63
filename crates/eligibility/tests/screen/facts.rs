//! Facts of all kinds, each sometimes not recorded.

use base::PartialDate;
use eligibility::{
    Facts, Flag, Known, Sex,
    facts::{
        Certificate, Degree, DegreeLevel, Education, EnteredAs, Evidence, Kin, Level, Major, Military, Programme,
        ProgrammeKind, Service, ServiceKind, Standing, StartBasis, Status, StudyKind,
    },
};
use proptest::{collection::vec, option, prelude::*, sample::select};

fn text(of: &'static [&'static str]) -> impl Strategy<Value = String> {
    select(of).prop_map(str::to_owned)
}
fn partial() -> impl Strategy<Value = PartialDate> {
    select(&["1985", "1990-05", "1990-10-20", "1999-10-21", "2004-01-01", "2024-06", "2025-06-30", "2026-06"][..])
        .prop_map(|d| d.parse().unwrap())
}
fn area() -> impl Strategy<Value = String> {
    text(&["44", "440000", "440100", "440111", "450100"])
}
fn major() -> impl Strategy<Value = Major> {
    let standing = select(&[Standing::Listed, Standing::Partly, Standing::Discipline, Standing::Unlisted][..]);
    let codes = vec(text(&["B0301", "B030101", "B030102", "B020301", "A030101"]), 0..3);
    (standing, codes, option::of(text(&["x", "y"]))).prop_map(|(standing, codes, direction)| Major {
        name: "m".into(),
        direction,
        standing,
        codes,
    })
}
fn education() -> impl Strategy<Value = Education> {
    let degree = select(&[DegreeLevel::None, DegreeLevel::Bachelor, DegreeLevel::Master][..]);
    let degree = (degree, option::of(text(&["403", "402"]))).prop_map(|(level, code)| Degree { level, code });
    let status = select(&[Status::Graduated, Status::Expected, Status::Studying, Status::Incomplete][..]);
    let kind = select(&[StudyKind::Ordinary, StudyKind::Overseas, StudyKind::Adult][..]);
    let level = select(&[Level::College, Level::Bachelor, Level::Postgraduate][..]);
    let what = (option::of(level), option::of(kind), option::of(status), option::of(degree), option::of(major()));
    let flags = (any::<[Option<bool>; 3]>(), any::<bool>());
    (what, option::of(partial()), flags, option::of(text(&["s", "t"])), option::of(area())).prop_map(
        |(what, graduated, ([in_service, certified, directed], auxiliary), school, school_area)| {
            let (level, kind, status, degree, major) = what;
            Education {
                level,
                kind,
                in_service,
                status,
                graduated,
                degree,
                major,
                school,
                school_area,
                certified,
                directed,
                auxiliary,
                source: None,
            }
        },
    )
}
fn service() -> impl Strategy<Value = Service> {
    let kind = option::of(select(&[ServiceKind::LocalOrgan, ServiceKind::HigherOrgan][..]));
    let evidence = option::of(select(&[Evidence::Proven, Evidence::StatementOnly, Evidence::Other][..]));
    (kind, option::of(partial()), any::<Option<bool>>(), evidence).prop_map(|(kind, start, at_school, evidence)| {
        let starts = start.map(|d| (StartBasis::Reported, d)).into_iter().collect();
        Service { kind, starts, end: None, at_school, evidence, source: None }
    })
}
fn certificate() -> impl Strategy<Value = Certificate> {
    (text(&["law_a", "law_c"]), option::of(1u8..4), option::of(partial())).prop_map(|(kind, grade, on)| Certificate {
        kind,
        grade,
        on,
        source: None,
    })
}
fn programme() -> impl Strategy<Value = Programme> {
    let kind = option::of(select(&[ProgrammeKind::West, ProgrammeKind::Mountains][..]));
    let days = (option::of(partial()), option::of(partial()));
    (kind, option::of(area()), option::of(area()), days, any::<Option<bool>>()).prop_map(
        |(kind, recruited_by, area, (start, end), passed)| Programme {
            kind,
            recruited_by,
            area,
            start,
            end,
            passed,
            source: None,
        },
    )
}
fn military() -> impl Strategy<Value = Military> {
    let entered = option::of(select(&[EnteredAs::Student, EnteredAs::Other][..]));
    let resettled = option::of(prop_oneof![Just(String::new()), area()]);
    (option::of(area()), option::of(partial()), option::of(partial()), entered, resettled).prop_map(
        |(enlisted_in, start, end, entered_as, resettled_in)| Military {
            enlisted_in,
            start,
            end,
            entered_as,
            resettled_in,
            source: None,
        },
    )
}
fn kin() -> impl Strategy<Value = Kin> {
    (text(&["u1", "u2", "u3"]), any::<Option<bool>>()).prop_map(|(unit, conflicting)| Kin { unit, conflicting })
}

pub fn facts() -> impl Strategy<Value = Facts> {
    let sex = option::of(select(&[Sex::Male, Sex::Female][..]));
    let code = |of| option::of(text(of)).prop_map(|code| code.map(Known::from));
    let household = option::of((area(), option::of(partial())));
    let plain = (
        sex,
        option::of(partial()),
        code(&["01", "15"]),
        code(&["01", "03", "13"]),
        household,
        code(&["44", "440100", "450100"]),
    );
    let lists = (
        option::of(vec(education(), 0..4)),
        option::of(vec(service(), 0..3)),
        option::of(vec(certificate(), 0..3)),
        option::of(vec(programme(), 0..2)),
        option::of(vec(military(), 0..2)),
        option::of(vec(kin(), 0..3)),
    );
    (plain, lists, any::<[Option<bool>; 4]>()).prop_map(|(plain, lists, flags)| {
        let (sex, birth, ethnic, political, household, origin) = plain;
        let (educations, service, certificates, programmes, military, kin) = lists;
        let household = household.map(|(area, on)| Known { on, ..Known::from(area) });
        let flags = Flag::ALL.into_iter().zip(flags).filter_map(|(flag, is)| Some((flag, is?.into()))).collect();
        Facts {
            sex: sex.map(Known::from),
            birth: birth.map(Known::from),
            ethnic,
            political,
            household,
            origin,
            educations,
            service,
            certificates,
            programmes,
            military,
            kin,
            flags,
        }
    })
}
