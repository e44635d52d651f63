//! Questions 7 to 9 and 16: work at the grass roots, service programmes, veterans.

use eligibility::{
    Facts, Truth,
    facts::{
        Education, EnteredAs, Evidence, Known, Level, Military, Programme, ProgrammeKind, Service, ServiceKind,
        StartBasis,
    },
    pack::Post,
};

use crate::world::{lawyer, person, study, verdict, with};

fn worked(kind: ServiceKind, basis: StartBasis, start: &str) -> Service {
    Service {
        kind: Some(kind),
        starts: [(basis, start.parse().unwrap())].into(),
        end: None,
        at_school: Some(false),
        evidence: Some(Evidence::Proven),
        source: None,
    }
}
fn who(service: Vec<Service>) -> Facts {
    Facts { service: Some(service), ..lawyer() }
}
fn grass_roots() -> Post {
    with(|p| p.grass_roots = "是".into())
}

#[test]
fn question_7_what_counts_as_work_at_the_grass_roots() {
    use ServiceKind::*;
    for (kind, basis, verdict_wanted) in [
        (LocalOrgan, StartBasis::Reported, Truth::Yes),
        (Village, StartBasis::Reported, Truth::Yes),
        (Institution, StartBasis::Reported, Truth::Yes),
        (StateEnterprise, StartBasis::Reported, Truth::Yes),
        (Enterprise, StartBasis::Contract, Truth::Yes),
        (Practice, StartBasis::Reported, Truth::Yes),
        (Forces, StartBasis::Reported, Truth::Yes),
        (HigherOrgan, StartBasis::Reported, Truth::No),
        (InstitutionAsOrgan, StartBasis::Reported, Truth::No),
    ] {
        assert_eq!(verdict(&grass_roots(), &who(vec![worked(kind, basis, "2022-07-01")])), verdict_wanted, "{kind:?}");
    }
}
#[test]
fn question_7_work_while_at_school_never_counts() {
    let own = worked(ServiceKind::Enterprise, StartBasis::Contract, "2020-07-01");
    assert_eq!(verdict(&grass_roots(), &who(vec![Service { at_school: Some(true), ..own.clone() }])), Truth::No);
    assert_eq!(verdict(&grass_roots(), &who(vec![Service { at_school: None, ..own }])), Truth::Unknown);
}
#[test]
fn two_years_are_counted_to_the_day_and_periods_are_added_up() {
    let own = |start: &str| worked(ServiceKind::Institution, StartBasis::Reported, start);
    assert_eq!(verdict(&grass_roots(), &who(vec![own("2023-10-20")])), Truth::Yes);
    assert_eq!(verdict(&grass_roots(), &who(vec![own("2023-11-20")])), Truth::No);
    let until = |start: &str, end: &str| Service { end: Some(end.parse().unwrap()), ..own(start) };
    assert_eq!(verdict(&grass_roots(), &who(vec![until("2019-01-01", "2020-01-31"), own("2024-10-01")])), Truth::Yes);
    assert_eq!(verdict(&grass_roots(), &who(vec![until("2024-01-01", "2024-12-31"), own("2024-10-01")])), Truth::No);
}
#[test]
fn question_8_each_kind_begins_on_its_own_day() {
    use ServiceKind::*;
    for (kind, right) in [
        (LocalOrgan, StartBasis::Reported),
        (Village, StartBasis::Reported),
        (Institution, StartBasis::Reported),
        (StateEnterprise, StartBasis::Reported),
        (Programme, StartBasis::Reported),
        (Practice, StartBasis::Reported),
        (PublicWelfare, StartBasis::Agreement),
        (Enterprise, StartBasis::Contract),
        (OwnBusiness, StartBasis::Licence),
        (Flexible, StartBasis::Registered),
    ] {
        for other in [
            StartBasis::Reported,
            StartBasis::Contract,
            StartBasis::Agreement,
            StartBasis::Licence,
            StartBasis::Registered,
        ] {
            let both = |basis| {
                let mut one = worked(kind, right, "2025-01-01");
                one.starts.insert(basis, "2020-01-01".parse().unwrap());
                one
            };
            let wanted = if other == right { Truth::Yes } else { Truth::No };
            assert_eq!(verdict(&grass_roots(), &who(vec![both(other)])), wanted, "{kind:?} {other:?}");
        }
    }
}
#[test]
fn question_9_a_statement_of_the_enterprise_alone_proves_nothing() {
    let own = worked(ServiceKind::Enterprise, StartBasis::Contract, "2020-07-01");
    let by = |evidence| who(vec![Service { evidence, ..own.clone() }]);
    assert_eq!(verdict(&grass_roots(), &by(Some(Evidence::StatementOnly))), Truth::No);
    assert_eq!(verdict(&grass_roots(), &by(Some(Evidence::Other))), Truth::Unknown);
    assert_eq!(verdict(&grass_roots(), &by(None)), Truth::Unknown);
}

fn special(unit_code: &str) -> Post {
    with(|p| {
        p.other = "面向“服务基层项目人员和退役大学生士兵”专门职位".into();
        p.unit_code = unit_code.into();
    })
}
const GUANGZHOU: &str = "1010001";
const PROVINCE: &str = "1990007";

fn home(facts: Facts, area: &str, since: &str) -> Facts {
    let household = Known { on: Some(since.parse().unwrap()), ..Known::from(area.to_owned()) };
    Facts { household: Some(household), ..facts }
}
fn programme(area: &str, end: Option<&str>, passed: bool) -> Facts {
    let one = Programme {
        kind: Some(ProgrammeKind::Mountains),
        recruited_by: Some("440000".into()),
        area: Some(area.into()),
        start: Some("2021-08-01".parse().unwrap()),
        end: end.map(|e| e.parse().unwrap()),
        passed: Some(passed),
        source: None,
    };
    let facts = Facts { programmes: Some(vec![one]), military: Some(Vec::new()), ..lawyer() };
    let elsewhere = Facts { origin: Some("450100".to_owned().into()), ..facts };
    home(elsewhere, "450100", "2000-01-01")
}

#[test]
fn question_16_programme_members_apply_where_they_served_or_come_from_or_to_the_province() {
    let done = |area| programme(area, Some("2023-07-31"), true);
    assert_eq!(verdict(&special(GUANGZHOU), &done("440111")), Truth::Yes, "served there");
    assert_eq!(verdict(&special(GUANGZHOU), &done("440300")), Truth::No, "served elsewhere");
    assert_eq!(verdict(&special(PROVINCE), &done("440300")), Truth::Yes, "the province's own posts");
    assert_eq!(verdict(&special(GUANGZHOU), &programme("440111", Some("2023-07-31"), false)), Truth::No, "not passed");
    assert_eq!(verdict(&special(GUANGZHOU), &programme("440111", None, true)), Truth::No, "still serving");
    let origin = Facts { origin: Some("440100".to_owned().into()), ..done("440300") };
    assert_eq!(verdict(&special(GUANGZHOU), &origin), Truth::Yes);
}
#[test]
fn question_16_the_household_must_have_been_there_for_three_years() {
    let done = || programme("440300", Some("2023-07-31"), true);
    assert_eq!(verdict(&special(GUANGZHOU), &home(done(), "440106", "2022-10-20")), Truth::Yes);
    assert_eq!(verdict(&special(GUANGZHOU), &home(done(), "440106", "2022-10-21")), Truth::No);
    let undated = Facts { household: Some("440106".to_owned().into()), ..done() };
    assert_eq!(verdict(&special(GUANGZHOU), &undated), Truth::Unknown);
}
fn veteran(studied: Education, entered: EnteredAs, start: &str, end: &str, place: &str) -> Facts {
    let one = Military {
        enlisted_in: Some(place.into()),
        start: Some(start.parse().unwrap()),
        end: Some(end.parse().unwrap()),
        entered_as: Some(entered),
        resettled_in: None,
        source: None,
    };
    let facts = Facts { military: Some(vec![one]), programmes: Some(Vec::new()), ..person(vec![studied]) };
    home(Facts { origin: Some("450100".to_owned().into()), ..facts }, "450100", "2000-01-01")
}

#[test]
fn question_16_veterans_with_study_and_years_of_service() {
    let veteran = |entered, start: &str, end: &str, place: &str| {
        veteran(study(Level::Bachelor, "法学", 2020), entered, start, end, place)
    };
    let two = |entered, place| veteran(entered, "2016-09-01", "2018-09-01", place);
    assert_eq!(verdict(&special(GUANGZHOU), &two(EnteredAs::Student, "440100")), Truth::Yes);
    assert_eq!(verdict(&special(GUANGZHOU), &two(EnteredAs::Graduate, "440100")), Truth::Yes);
    assert_eq!(verdict(&special(GUANGZHOU), &two(EnteredAs::Student, "440300")), Truth::No, "enlisted in another city");
    assert_eq!(verdict(&special(PROVINCE), &two(EnteredAs::Student, "440300")), Truth::Yes);
    assert_eq!(verdict(&special(PROVINCE), &two(EnteredAs::Student, "430100")), Truth::No, "another province");
    assert_eq!(verdict(&special(GUANGZHOU), &two(EnteredAs::StudiedLater, "440100")), Truth::No, "needs five years");
    let short = veteran(EnteredAs::Student, "2016-09-01", "2018-06-01", "440100");
    assert_eq!(verdict(&special(GUANGZHOU), &short), Truth::No);
    let five = veteran(EnteredAs::StudiedLater, "2011-09-01", "2016-09-01", "440100");
    assert_eq!(verdict(&special(GUANGZHOU), &five), Truth::Yes);
}
#[test]
fn question_16_a_veterans_diploma_is_full_time_and_there_by_the_end_of_september() {
    let of = |change: fn(&mut Education)| {
        let mut studied = study(Level::Bachelor, "法学", 2026);
        change(&mut studied);
        verdict(&special(PROVINCE), &veteran(studied, EnteredAs::Student, "2022-09-01", "2024-09-01", "440100"))
    };
    assert_eq!(of(|e| e.graduated = Some("2026-09-30".parse().unwrap())), Truth::Yes);
    assert_eq!(of(|e| e.graduated = Some("2026-10-01".parse().unwrap())), Truth::No);
    assert_eq!(of(|e| e.in_service = Some(true)), Truth::No, "beside a job");
}
