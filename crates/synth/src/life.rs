//! A person's life, put together so that its dates agree.

use base::{Date, IdNumber, PartialDate};

use crate::{
    career,
    person::{Annual, Certificate, Competence, Honour, Kin, Period, Person, Sex},
    plan::{Level, Plan},
    rng::Rng,
    schooling,
    time::{day, month, months_between, today},
    words as w,
};

/// What is known of person `i` without the rest of the life: relatives must know it of each other.
struct Basics {
    rng: Rng,
    sex: Sex,
    surname: &'static str,
    name: String,
}

/// Of every fifty people a few have a relative next to them: the second of the two knows the first.
fn relative_of(seed: u64, i: u64) -> Option<(&'static str, u64)> {
    let group = Rng::new(seed, 4, i / 50).permille(400);
    match i % 50 {
        8 if group => Some(("配偶", i - 1)),
        21 if group => Some(("兄弟姐妹", i - 1)),
        _ => None,
    }
}

/// What a file calls such a relative.
fn called(relation: &str, sex: Sex, older: bool) -> &'static str {
    match (relation, sex, older) {
        ("配偶", Sex::Man, _) => "丈夫",
        ("配偶", Sex::Woman, _) => "妻子",
        (_, Sex::Man, true) => "哥哥",
        (_, Sex::Man, false) => "弟弟",
        (_, Sex::Woman, true) => "姐姐",
        (_, Sex::Woman, false) => "妹妹",
    }
}

fn basics(seed: u64, i: u64) -> Basics {
    let mut rng = Rng::new(seed, 2, i);
    let mut sex = if rng.permille(580) { Sex::Man } else { Sex::Woman };
    let n = w::SURNAMES.len() as u32;
    let mut surname = w::SURNAMES[rng.below(n).min(rng.below(n)) as usize];
    match relative_of(seed, i) {
        Some(("配偶", other)) => {
            sex = if basics(seed, other).sex == Sex::Man { Sex::Woman } else { Sex::Man };
        }
        Some((_, other)) => surname = basics(seed, other).surname,
        None => {}
    }
    let characters = if sex == Sex::Man { w::MEN } else { w::WOMEN };
    let mut name = surname.to_owned();
    name.push_str(rng.pick(&characters));
    if surname.len() == 3 {
        name.push_str(rng.pick(&characters));
    }
    Basics { rng, sex, surname, name }
}

fn birth(plan: &Plan, seed: u64, i: u64) -> Date {
    let mut rng = Rng::new(seed, 3, i);
    if let Some((relation, other)) = relative_of(seed, i) {
        let years = if relation == "配偶" { (0, 4) } else { (2, 7) };
        let days = rng.range(years.0 * 365 + 10, years.1 * 365);
        let near = birth(plan, seed, other).plus_days(if rng.permille(500) { days } else { -days });
        return near.clamp(today().plus_years(-59), today().plus_years(-23));
    }
    let (young, old) = match plan.posts[plan.seats[i as usize].post as usize].level {
        Level::Staff => (23, 57),
        Level::DeputySection => (30, 57),
        Level::Section => (33, 58),
        Level::DeputyDivision => (38, 58),
        Level::Division => (42, 59),
        Level::DeputyBureau => (46, 59),
    };
    today().plus_years(-(rng.range(young, old) as i16)).plus_days(-rng.range(1, 360))
}

/// A number whose area begins with 99. Area and sequence come from the index, so that no two of five million are equal.
fn id_number(i: u64, birth: Date, sex: Sex) -> Option<String> {
    let half = i % 500;
    let sequence = half * 2 + u64::from(sex == Sex::Man);
    let (y, m, d) = (birth.year(), birth.month(), birth.day());
    let first = format!("99{:04}{y:04}{m:02}{d:02}{sequence:03}", i / 500 % 10_000);
    let check = IdNumber::check_digit(first.as_bytes().try_into().ok()?);
    Some(format!("{first}{check}"))
}

/// Person `i` of the plan.
pub(crate) fn person(plan: &Plan, seed: u64, i: u64) -> Person {
    let Basics { mut rng, sex, name, .. } = basics(seed, i);
    let rng = &mut rng;
    let seat = plan.seats[i as usize];
    let post = &plan.posts[seat.post as usize];
    let unit = plan.unit_of(seat.post);
    let birth_of = |i: u64| birth(plan, seed, i);
    let birth = birth_of(i);
    let age = birth.years_to(today());
    let (mut educations, graduated) = schooling::full_time(rng, birth, seat.teaching);
    let work_start = career::start(rng, graduated);
    schooling::in_service(rng, age, work_start, &mut educations);
    let must = post.leading || post.class == "党务" || seat.also.is_some();
    let (political, joined) = politics(rng, birth, age, must);
    let mut career = career::career(rng, work_start, unit, post, &educations);
    let former = promoted(plan, seed, i, &mut career.periods);
    // a gap in the résumé, as checks are meant to find
    let n = career.periods.len();
    if rng.permille(20) && n > 3 && !career.periods[n - 2].grassroots {
        career.periods.remove(n - 2);
    }
    if rng.permille(60) {
        educations.iter_mut().for_each(|e| e.major_code = None);
    }
    let institution = seat.teaching || unit.name.contains("学院");
    let concurrent = seat.also.map(|p| {
        let from = plan.unit_of(p).party.map_or_else(today, |party| party.term_from).max(career.since);
        (plan.posts[p as usize].code.clone(), month(from))
    });
    let native = rng.pick(&w::PROVINCES);
    let native = if rng.permille(600) { w::PROVINCE } else { native };
    Person {
        number: format!("R{:06}", i + 1),
        id_number: id_number(i, birth, sex).filter(|_| !rng.permille(8)),
        ethnic: rng.weighted(&w::ETHNIC),
        native_place: Some(format!("{native}{}", w::county(rng.below(100)))).filter(|_| !rng.permille(30)),
        political,
        joined: joined.map(month).filter(|_| !rng.permille(10)),
        work_start: Some(month(work_start)).filter(|_| !rng.permille(10)),
        category: if institution { "事业单位专业技术人员" } else { "公务员" },
        health: rng.weighted(&[("健康", 900), ("良好", 85), ("有慢性病", 15)]),
        annual: annual(rng, work_start, institution),
        honours: honours(rng, work_start, &unit.name),
        competences: competences(rng, post.level),
        certificates: certificates(rng, graduated, seat.teaching),
        interests: interests(rng),
        kin: relative_of(seed, i)
            .map(|(relation, other)| Kin {
                relation: called(relation, basics(seed, other).sex, birth_of(other) < birth_of(i)),
                number: format!("R{:06}", other + 1),
                name: basics(seed, other).name,
            })
            .into_iter()
            .collect(),
        unit_code: unit.code.clone(),
        unit: unit.name.clone(),
        post_code: post.code.clone(),
        post: post.title,
        level: post.level.word(),
        since: month(career.since),
        concurrent: concurrent.into_iter().collect(),
        leaves: leaves(seed, i).filter(|_| post.leading),
        former: former.into_iter().collect(),
        grassroots_from: career.grassroots_from.map(month),
        grassroots_years: career.grassroots_years,
        periods: career.periods,
        educations,
        name,
        sex,
        birth,
    }
}

/// A few will leave their post within two months: the plan is made, the day is set.
fn leaves(seed: u64, i: u64) -> Option<Date> {
    let mut rng = Rng::new(seed, 6, i);
    rng.permille(70).then(|| today().plus_days(rng.range(32, 60)))
}

/// Every other head of a unit was deputy head of the same one before, which the résumé says too.
fn promoted(plan: &Plan, seed: u64, i: u64, periods: &mut [Period]) -> Option<(String, PartialDate, PartialDate)> {
    let seat = plan.seats[i as usize];
    let (post, below) = (&plan.posts[seat.post as usize], plan.posts.get(seat.post as usize + 1)?);
    let deputy = post.leading && below.leading && below.unit == post.unit && below.title.starts_with('副');
    if !deputy || !Rng::new(seed, 7, i).permille(500) {
        return None;
    }
    let [.., before, _] = periods else { return None };
    // a school is no post, and work in a town stays what it was
    if before.grassroots || before.what.ends_with("学习") {
        return None;
    }
    before.what = format!("{}{}", plan.unit_of(seat.post).name, below.title);
    Some((below.code.clone(), before.from, before.to?))
}

fn politics(rng: &mut Rng, birth: Date, age: i16, must: bool) -> (&'static str, Option<Date>) {
    const MEMBER: &str = "中共党员";
    let young = [(MEMBER, 400), ("中共预备党员", 60), ("共青团员", 460), ("群众", 80)];
    let others = [
        (MEMBER, 700),
        ("群众", 222),
        ("中共预备党员", 18),
        ("民盟盟员", 15),
        ("民建会员", 10),
        ("民进会员", 10),
        ("农工党党员", 10),
        ("九三学社社员", 10),
        ("致公党党员", 5),
    ];
    let drawn = if age < 28 { rng.weighted(&young) } else { rng.weighted(&others) };
    let political = if must && !rng.permille(15) { MEMBER } else { drawn };
    let grown = birth.plus_years(18);
    let joined = match political {
        "群众" | "共青团员" => None,
        "中共预备党员" => Some(today().plus_months(-rng.range(1, 11))),
        MEMBER => Some(grown.plus_months(rng.range(6, 150.min(months_between(grown, today()) - 14)))),
        _ => Some(birth.plus_years(28).plus_months(rng.range(0, (months_between(grown, today()) - 120).max(0)))),
    };
    (political, joined.map(|j| j.min(today())))
}

fn annual(rng: &mut Rng, work_start: Date, institution: bool) -> Vec<Annual> {
    let (good, weak, bad) =
        if institution { ("合格", "基本合格", "不合格") } else { ("称职", "基本称职", "不称职") };
    let mut all = Vec::new();
    for year in work_start.year().max(2021)..2026 {
        let result = rng.weighted(&[("优秀", 170), (good, 810), (weak, 16), (bad, 4)]);
        let result = if year == work_start.year() { "不定等次" } else { result };
        // the last year's result is often not yet in the file
        if year < 2025 || !rng.permille(40) {
            all.push(Annual { year, result });
        }
    }
    all
}

fn honours(rng: &mut Rng, work_start: Date, unit: &str) -> Vec<Honour> {
    let mut all = Vec::new();
    let span = months_between(work_start, today());
    for (kind, names, share) in [("奖励", &w::HONOURS[..], 130), ("惩处", &w::SANCTIONS[..], 12)] {
        if span > 24 && rng.permille(share) {
            let date = month(work_start.plus_months(rng.range(12, span)));
            all.push(Honour { date, kind, name: rng.pick(names), by: unit.to_owned() });
        }
    }
    all
}

fn competences(rng: &mut Rng, level: Level) -> Vec<Competence> {
    let first = rng.below(w::ABILITIES.len() as u32) as usize;
    let higher = i64::from(level > Level::Staff);
    (0..rng.range(3, 6) as usize)
        .map(|n| Competence {
            ability: w::ABILITIES[(first + n * 5) % w::ABILITIES.len()],
            grade: (rng.weighted(&[(1, 30), (2, 150), (3, 420), (4, 320), (5, 80)]) + higher).min(5),
            date: today().plus_days(-rng.range(20, 900)),
            source: rng.pick(&w::ABILITY_SOURCES),
        })
        .collect()
}

fn certificates(rng: &mut Rng, graduated: Date, teaching: bool) -> Vec<Certificate> {
    let mut all = Vec::new();
    let (english, issuer) = w::CERTIFICATES[rng.below(2) as usize];
    if graduated.year() > 1998 && rng.permille(650) {
        all.push(Certificate { name: english, issuer, date: month(graduated.plus_months(-rng.range(12, 24))) });
    }
    let teacher = w::CERTIFICATES[6];
    let other = if teaching { teacher } else { rng.pick(&w::CERTIFICATES[2..]) };
    if teaching || rng.permille(180) {
        let date = day(graduated.plus_months(rng.range(2, 60)).min(today()));
        all.push(Certificate { name: other.0, issuer: other.1, date });
    }
    all
}

fn interests(rng: &mut Rng) -> Vec<&'static str> {
    let first = rng.below(w::INTERESTS.len() as u32) as usize;
    (0..rng.range(0, 3) as usize).map(|n| w::INTERESTS[(first + n * 5) % w::INTERESTS.len()]).collect()
}
