//! People for the measurement: deterministic, plausible, with facts missing as in real staff lists. None of them is real.

use std::collections::{BTreeMap, BTreeSet};

use base::PartialDate;
use eligibility::{
    Facts, Flag, Known, Requirement, Rule, Sex, Test,
    facts::{
        Certificate, Degree, DegreeLevel, Education, EnteredAs, Evidence, Kin, Level, Major, Military, Programme,
        ProgrammeKind, Service, ServiceKind, Standing, StartBasis, Status, StudyKind,
    },
    majors::Catalogue,
};

/// SplitMix64: the same people for the same seed on every machine.
pub struct Rng(pub u64);
impl Rng {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) % n as u64) as usize
    }
    fn percent(&mut self, p: usize) -> bool {
        self.below(100) < p
    }
    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
    fn maybe<T>(&mut self, percent: usize, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.percent(percent).then(|| make(self))
    }
    /// Mostly to the day, sometimes to the month or the year.
    fn date(&mut self, from: usize, to: usize) -> PartialDate {
        let (year, month, day) = (from + self.below(to - from + 1), 1 + self.below(12), 1 + self.below(28));
        let text = match self.below(100) {
            0 => format!("{year}"),
            1..=5 => format!("{year}-{month:02}"),
            _ => format!("{year}-{month:02}-{day:02}"),
        };
        text.parse().expect("a date made of a year, a month and a day up to 28")
    }
}

/// What the requirements ask about, so that people have some of it.
pub struct World {
    certificates: Vec<(String, Option<u8>)>,
    units: Vec<String>,
    schools: Vec<String>,
    degree_codes: Vec<String>,
    areas: Vec<String>,
    majors: BTreeMap<Level, Vec<Major>>,
}

impl World {
    pub fn of(requirements: &[Requirement], catalogue: &Catalogue, areas: Vec<String>) -> Self {
        let (mut certificates, mut units) = (BTreeSet::new(), BTreeSet::new());
        let (mut schools, mut degree_codes) = (BTreeSet::new(), BTreeSet::new());
        for r in requirements {
            r.walk(&mut |r| match &r.rule {
                Rule::Test(Test::Certificate(t)) => {
                    certificates.extend(t.any_of.iter().map(|w| (w.kind.clone(), w.grade)))
                }
                Rule::Test(Test::Kin(t)) => drop(units.insert(t.unit.clone())),
                Rule::Test(Test::Education(t)) => {
                    schools.extend(t.schools.iter().cloned());
                    degree_codes.extend(t.degree_codes.iter().cloned());
                }
                _ => {}
            });
        }
        schools.extend((1..200).map(|n| format!("大学{n}")));
        degree_codes.extend(["402", "403", "405", "408"].map(str::to_owned));
        let mut majors: BTreeMap<Level, Vec<Major>> = BTreeMap::new();
        for level in [Level::College, Level::Bachelor, Level::Postgraduate] {
            let mine = |code: &&String| code.starts_with(level.letter().unwrap_or(' '));
            let listed = catalogue.majors.iter().filter(|(code, _)| mine(code)).flat_map(|(code, m)| {
                let directions = catalogue.directions(code).into_iter().map(Some);
                directions.chain([None]).map(|d| catalogue.resolve(level, &m.name, d.as_deref())).collect::<Vec<_>>()
            });
            let formers = catalogue.majors.iter().filter(|(code, _)| mine(code)).flat_map(|(_, m)| &m.former);
            let former = formers.map(|name| catalogue.resolve(level, name, None));
            // the peer's columns hold at most two codes of one name
            majors.insert(level, listed.chain(former).filter(|m| m.codes.len() <= 2).collect());
            let disciplines = catalogue.disciplines.iter().filter(|(code, _)| mine(code));
            let whole = disciplines.map(|(_, d)| catalogue.resolve(level, &d.name, None));
            let whole: Vec<Major> = whole.filter(|m| m.codes.len() <= 2).collect();
            majors.entry(level).or_default().extend(whole);
        }
        Self {
            certificates: certificates.into_iter().collect(),
            units: units.into_iter().collect(),
            schools: schools.into_iter().collect(),
            degree_codes: degree_codes.into_iter().collect(),
            areas,
            majors,
        }
    }
    fn area(&self, rng: &mut Rng) -> String {
        match rng.below(10) {
            0 => "44".to_owned(),
            1 | 2 => format!("{}0100", rng.pick(&["43", "45", "36", "35", "42"])),
            3 => format!("{}00", rng.pick(&self.areas)),
            _ => format!("{}{:02}", rng.pick(&self.areas), 1 + rng.below(12)),
        }
    }
    fn study(&self, rng: &mut Rng, level: Level, born: usize) -> Education {
        let fresh = rng.percent(25);
        // a school lies where it lies
        let at = rng.below(self.schools.len());
        let school = &self.schools[at];
        let age = match level {
            Level::Postgraduate => 25,
            Level::Bachelor => 22,
            _ => 21,
        };
        let year = if fresh { 2026 } else { (born + age).min(2025) };
        let kinds = [StudyKind::Adult, StudyKind::SelfStudy, StudyKind::Network, StudyKind::Open, StudyKind::Overseas];
        let kind = match rng.below(20) {
            0..17 => StudyKind::Ordinary,
            17 if level == Level::Postgraduate => StudyKind::PartTimePostgraduate,
            _ => *rng.pick(&kinds),
        };
        let given = match level {
            Level::Postgraduate if rng.percent(6) => DegreeLevel::Doctor,
            Level::Postgraduate => DegreeLevel::Master,
            Level::Bachelor if rng.percent(93) => DegreeLevel::Bachelor,
            _ => DegreeLevel::None,
        };
        let degree = Degree { level: given, code: rng.maybe(60, |r| r.pick(&self.degree_codes).clone()) };
        let unlisted =
            || Major { name: "别的专业".into(), direction: None, standing: Standing::Unlisted, codes: Vec::new() };
        let pool = self.majors.get(&level).filter(|p| !p.is_empty());
        let major = match pool {
            Some(pool) if rng.percent(96) => rng.pick(pool).clone(),
            _ => unlisted(),
        };
        Education {
            level: rng.maybe(99, |_| level),
            kind: rng.maybe(97, |_| kind),
            in_service: rng.maybe(92, |r| kind != StudyKind::Ordinary || r.percent(2)),
            status: rng.maybe(98, |r| match (fresh, r.below(50)) {
                (_, 0) => Status::Incomplete,
                (true, 1) => Status::Studying,
                (true, _) => Status::Expected,
                _ => Status::Graduated,
            }),
            // nearly every diploma is dated in summer
            graduated: rng.maybe(97, |r| match r.below(10) {
                0 => r.date(year, year),
                n => {
                    let day = ["06-20", "06-30", "07-01", "07-10"][n % 4];
                    format!("{year}-{day}").parse().expect("a date in summer")
                }
            }),
            degree: rng.maybe(96, |_| degree),
            major: rng.maybe(98, |_| major),
            school: rng.maybe(97, |_| school.clone()),
            school_area: rng.maybe(90, |_| self.area(&mut Rng(at as u64))),
            certified: (kind == StudyKind::Overseas).then(|| rng.percent(80)),
            directed: rng.maybe(95, |r| r.percent(2)),
            auxiliary: rng.percent(1),
            source: None,
        }
    }
    fn work(&self, rng: &mut Rng) -> Service {
        use ServiceKind::*;
        let (kind, basis) = *rng.pick(&[
            (LocalOrgan, StartBasis::Reported),
            (HigherOrgan, StartBasis::Reported),
            (Village, StartBasis::Reported),
            (Institution, StartBasis::Reported),
            (Enterprise, StartBasis::Contract),
            (Enterprise, StartBasis::Contract),
            (OwnBusiness, StartBasis::Licence),
            (Programme, StartBasis::Reported),
            (PublicWelfare, StartBasis::Agreement),
        ]);
        Service {
            kind: rng.maybe(96, |_| kind),
            starts: rng.maybe(96, |r| (basis, r.date(2012, 2025))).into_iter().collect(),
            end: rng.maybe(40, |r| r.date(2018, 2025)),
            at_school: rng.maybe(90, |r| r.percent(3)),
            evidence: rng.maybe(92, |r| match r.below(20) {
                0 => Evidence::StatementOnly,
                1 => Evidence::Other,
                _ => Evidence::Proven,
            }),
            source: None,
        }
    }
    fn list<T>(rng: &mut Rng, odds: &[usize], mut make: impl FnMut(&mut Rng) -> T) -> Option<Vec<T>> {
        let n = *rng.pick(odds);
        rng.maybe(93, |r| (0..n).map(|_| make(r)).collect())
    }
    fn paper(&self, rng: &mut Rng) -> Certificate {
        let (kind, grade) = rng.pick(&self.certificates).clone();
        let grade = match grade {
            Some(asked) => rng.maybe(90, |_| asked),
            None => rng.maybe(50, |r| 1 + r.below(4) as u8),
        };
        Certificate { kind, grade, on: rng.maybe(85, |r| r.date(2010, 2025)), source: None }
    }
    fn programme(&self, rng: &mut Rng) -> Programme {
        use ProgrammeKind::*;
        Programme {
            kind: rng.maybe(97, |r| *r.pick(&[VillageOfficial, ThreeSupports, West, Mountains, RuralTeachers])),
            recruited_by: rng.maybe(95, |r| (*r.pick(&["44", "44", "44", "43"])).to_owned()),
            area: rng.maybe(95, |r| self.area(r)),
            start: rng.maybe(95, |r| r.date(2017, 2022)),
            end: rng.maybe(85, |r| r.date(2023, 2026)),
            passed: rng.maybe(90, |r| r.percent(95)),
            source: None,
        }
    }
    fn soldier(&self, rng: &mut Rng) -> Military {
        use EnteredAs::*;
        Military {
            enlisted_in: rng.maybe(95, |r| self.area(r)),
            start: rng.maybe(97, |r| r.date(2012, 2019)),
            end: rng.maybe(90, |r| r.date(2018, 2025)),
            entered_as: rng.maybe(93, |r| *r.pick(&[Graduate, Student, StudiedLater, Other])),
            resettled_in: rng.maybe(85, |r| if r.percent(50) { String::new() } else { self.area(r) }),
            source: None,
        }
    }
    pub fn person(&self, rng: &mut Rng) -> Facts {
        let born = rng.date(1980, 2005);
        let year = usize::from(born.earliest().year().unsigned_abs());
        let levels: &[Level] = match rng.below(20) {
            0..4 => &[Level::College],
            4 | 5 => &[Level::College, Level::Bachelor],
            6..15 => &[Level::Bachelor],
            15..19 => &[Level::Bachelor, Level::Postgraduate],
            _ => &[Level::Vocational],
        };
        let dated = |r: &mut Rng, value: String| Known { value, on: r.maybe(80, |r| r.date(2005, 2025)), source: None };
        let flags = [(Flag::UnitSettled, 75, 50), (Flag::StudyingAbroad, 95, 2), (Flag::HongKongMacao, 97, 1)];
        Facts {
            sex: rng.maybe(98, |r| if r.percent(50) { Sex::Male } else { Sex::Female }.into()),
            birth: rng.maybe(99, |_| born.into()),
            ethnic: rng.maybe(97, |r| (*r.pick(&["01", "01", "01", "01", "08", "15", "13"])).to_owned().into()),
            political: rng.maybe(95, |r| {
                let code = (*r.pick(&["01", "01", "02", "03", "03", "13", "13"])).to_owned();
                dated(r, code)
            }),
            household: rng.maybe(96, |r| {
                let area = self.area(r);
                dated(r, area)
            }),
            origin: rng.maybe(94, |r| self.area(r).into()),
            educations: rng.maybe(98, |r| levels.iter().map(|l| self.study(r, *l, year)).collect()),
            service: Self::list(rng, &[0, 0, 1, 1, 2], |r| self.work(r)),
            certificates: Self::list(rng, &[0, 0, 0, 1, 1, 2], |r| self.paper(r)),
            programmes: Self::list(rng, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 1], |r| self.programme(r)),
            military: Self::list(rng, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 1], |r| self.soldier(r)),
            kin: Self::list(rng, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 1], |r| Kin {
                unit: r.pick(&self.units).clone(),
                conflicting: r.maybe(90, |r| r.percent(60)),
            }),
            flags: flags
                .iter()
                .filter_map(|(f, known, yes)| rng.maybe(*known, |r| (*f, r.percent(*yes).into())))
                .collect(),
        }
    }
}
