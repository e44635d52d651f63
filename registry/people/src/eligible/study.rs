//! Studies as requirements see them.

use eligibility::facts::{Degree, DegreeLevel, Education, Level, Major, Standing, Status, StudyKind};

use super::{word, yes};
use crate::Values;

pub(super) fn education(v: &Values) -> Education {
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
    // without its form, full-time study is the ordinary kind, and study beside a job is of a kind not told
    let kind = word(v, "form").or(in_service.map(|s| if s { StudyKind::InService } else { StudyKind::Ordinary }));
    Education {
        level: read.map(|r| r.0),
        status: read.map(|r| r.1),
        kind,
        in_service,
        graduated: ended,
        degree: v.get("degree").map(|code| Degree { level: level(code), code: Some(code.to_owned()) }),
        major: v.get("major").map(|name| {
            let codes: Vec<String> = v.get("major_code").map(str::to_owned).into_iter().collect();
            let standing = if codes.is_empty() { Standing::Unlisted } else { Standing::Listed };
            Major { name: name.to_owned(), direction: None, standing, codes }
        }),
        school: v.get("school").map(str::to_owned),
        school_area: v.get("school_area").map(str::to_owned),
        certified: yes(v, "certified"),
        directed: yes(v, "directed"),
        ..Education::default()
    }
}
