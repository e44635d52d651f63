//! Level, degree and school, which the form writes in four fields for full-time and for in-service education. Pure.

use base::Lang;
use codes::{degree_rank, education_rank};
use formats::approval::{Field, Form};
use people::{Section, Values};

/// Level, degree, school of the level, school of the degree.
pub(crate) fn fields(full_time: bool) -> [Field; 4] {
    match full_time {
        true => [Field::FullLevel, Field::FullDegree, Field::FullSchool, Field::FullDegreeSchool],
        false => [Field::ServiceLevel, Field::ServiceDegree, Field::ServiceSchool, Field::ServiceDegreeSchool],
    }
}

/// The word of the kind of education.
pub(crate) fn kind(full_time: bool) -> &'static str {
    if full_time { "全日制" } else { "在职" }
}

type Pairs = Vec<(&'static str, String)>;

/// The studies of a form: one where level and degree come from one school, else two.
pub(crate) fn told(form: &Form, full_time: bool) -> Vec<Pairs> {
    let [level, degree, school, other] = fields(full_time).map(|f| form.text(f).trim().replace('\n', " "));
    let entry = |level: &str, degree: &str, place: &str| {
        let (school, major) = parted(place);
        vec![
            ("kind", kind(full_time).to_owned()),
            ("level", level.to_owned()),
            ("degree", degree.to_owned()),
            ("school", school.to_owned()),
            ("major", major.to_owned()),
        ]
    };
    let apart = !degree.is_empty() && !other.is_empty() && other != school;
    let mut out = Vec::new();
    match (level.is_empty(), apart) {
        (true, _) if degree.is_empty() => {}
        (_, false) => out.push(entry(&level, &degree, if school.is_empty() { &other } else { &school })),
        (empty, true) => {
            if !empty {
                out.push(entry(&level, "", &school));
            }
            out.push(entry("", &degree, &other));
        }
    }
    out
}

/// School and department, and the major, of 云溪大学经济学院财政学专业.
fn parted(place: &str) -> (&str, &str) {
    let whole = (place, "");
    let Some(bare) = place.strip_suffix("专业") else { return whole };
    let ends = ["大学", "学院", "学校", "党校", "系", "所", "院", "部", "校", "中心"];
    let at = ends.iter().filter_map(|e| bare.rfind(e).map(|at| at + e.len())).max();
    match at {
        Some(at) if at < bare.len() => (&place[..at], &bare[at..]),
        _ => whole,
    }
}

/// School and major in one text again.
pub(crate) fn joined(study: &Values) -> String {
    let (school, major) = (study.get("school").unwrap_or_default(), study.get("major").unwrap_or_default());
    let end = if major.is_empty() || major.ends_with("专业") { "" } else { "专业" };
    format!("{school}{major}{end}")
}

/// Level, degree, school of the level and school of the degree, of the highest that was reached.
pub(crate) fn highest<'v>(studies: impl Iterator<Item = &'v Values> + Clone, full_time: bool) -> [String; 4] {
    let code = codes::STUDY_KIND.find(kind(full_time));
    let mine = studies.filter(|v| v.get("kind") == code && v.section() == Section::Study);
    let level = mine.clone().filter(|v| v.get("level").is_some());
    let level = level.max_by_key(|v| (education_rank(v.get("level").unwrap_or_default()), degree_of(v)));
    let degree = mine.filter(|v| v.get("degree").is_some()).max_by_key(|v| degree_of(v));
    let shown = |v: Option<&Values>, key: &str| {
        let field = Section::Study.fields().iter().find(|f| f.key == key);
        v.and_then(|v| v.get(key)).and_then(|c| field.map(|f| f.shown(c, Lang::Zh))).unwrap_or_default()
    };
    let (first, second) = (level.map(joined).unwrap_or_default(), degree.map(joined).unwrap_or_default());
    let second = if first == second { String::new() } else { second };
    [shown(level, "level"), shown(degree, "degree"), first, second]
}

fn degree_of(study: &Values) -> usize {
    study.get("degree").map_or(0, |d| degree_rank(d) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_school_is_told_from_the_major() {
        for (text, school, major) in [
            ("云溪大学经济学院财政学专业", "云溪大学经济学院", "财政学"),
            ("云溪大学中文系汉语言文学专业", "云溪大学中文系", "汉语言文学"),
            ("中央党校经济管理专业", "中央党校", "经济管理"),
            ("云溪大学法律系", "云溪大学法律系", ""),
            ("法学专业", "法学专业", ""),
            ("", "", ""),
        ] {
            assert_eq!(parted(text), (school, major), "{text}");
        }
    }
}
