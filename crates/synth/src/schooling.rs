//! Where a person studied, full time and beside work.

use base::Date;

use crate::{
    person::{Degree, Education, Schooling},
    rng::Rng,
    time::{first, month, today},
    words as w,
};

/// Full-time education up to the highest, and the month of its end.
pub(crate) fn full_time(rng: &mut Rng, birth: Date, teaching: bool) -> (Vec<Education>, Date) {
    use Degree::{Bachelor, Diploma, Doctor, Master, Secondary};
    let age = birth.years_to(today());
    let drawn = match (teaching, age) {
        (true, 50..) => rng.weighted(&[(Diploma, 40), (Bachelor, 700), (Master, 260)]),
        (true, _) => rng.weighted(&[(Bachelor, 300), (Master, 620), (Doctor, 80)]),
        (false, 50..) => rng.weighted(&[(Secondary, 180), (Diploma, 420), (Bachelor, 360), (Master, 40)]),
        (false, 36..=49) => rng.weighted(&[(Diploma, 180), (Bachelor, 640), (Master, 170), (Doctor, 10)]),
        (false, _) => rng.weighted(&[(Diploma, 60), (Bachelor, 620), (Master, 310), (Doctor, 10)]),
    };
    // school begins in September: who was born after it is a year later
    let late = i16::from(birth.month() >= 9);
    let end = |d: Degree| {
        let years = match d {
            Secondary => 19,
            Diploma => 21,
            Bachelor => 22,
            Master => 25,
            Doctor => 28,
        };
        first(birth.year() + years + late, 7)
    };
    let mut reached = drawn;
    while end(reached) >= today() && reached > Diploma {
        reached = match reached {
            Doctor => Master,
            Master => Bachelor,
            _ => Diploma,
        };
    }
    let steps: &[Degree] = match reached {
        Doctor => &[Bachelor, Master, Doctor],
        Master => &[Bachelor, Master],
        Bachelor => &[Bachelor],
        Diploma => &[Diploma],
        Secondary => &[Secondary],
    };
    let all = steps
        .iter()
        .map(|step| {
            let (school, (major, code)) = match step {
                Secondary => (rng.pick(&w::SECONDARY), (rng.pick(&w::DIPLOMA).0, "")),
                Diploma => (rng.pick(&w::COLLEGES), rng.pick(&w::DIPLOMA)),
                Bachelor => (rng.pick(&w::UNIVERSITIES), rng.pick(&w::BACHELOR)),
                Master | Doctor => (rng.pick(&w::UNIVERSITIES), rng.pick(&w::MASTER)),
            };
            let years = if *step == Bachelor { 4 } else { 3 };
            Education {
                schooling: Schooling::FullTime,
                reached: *step,
                conferred: true,
                school,
                major,
                major_code: Some(code).filter(|c| !c.is_empty()),
                entered: month(first(end(*step).year() - years, 9)),
                graduated: month(end(*step)),
            }
        })
        .collect();
    (all, end(reached))
}

/// Who began with little often studies beside the work.
pub(crate) fn in_service(rng: &mut Rng, age: i16, work_start: Date, all: &mut Vec<Education>) {
    let highest = all.iter().map(|e| e.reached).max().unwrap_or(Degree::Secondary);
    let (reached, share, (major, code)) = match highest {
        Degree::Secondary | Degree::Diploma => (Degree::Bachelor, 750, rng.pick(&w::BACHELOR)),
        Degree::Bachelor => (Degree::Master, 220, rng.pick(&w::MASTER)),
        Degree::Master | Degree::Doctor => return,
    };
    let end = first(work_start.year() + rng.range(4, 12) as i16, 7);
    if age < 30 || end >= today() || !rng.permille(share) {
        return;
    }
    let school = rng.pick(&w::IN_SERVICE);
    // Party schools confer no degrees
    let conferred = !school.contains("党校") && rng.permille(400);
    all.push(Education {
        schooling: Schooling::InService,
        reached,
        conferred,
        school,
        major,
        major_code: Some(code),
        entered: month(first(end.year() - 3, 9)),
        graduated: month(end),
    });
}
