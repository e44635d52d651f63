//! Certificates as requirements see them: which one of the list it is, and of which grade.

use base::Date;
use eligibility::facts::Certificate;

use crate::Values;

/// A certificate that is valid on a day. One whose name is not recognised, and of which nobody said which one of the list
/// it is, has no kind: whether it is the one that is asked for cannot be told.
pub(super) fn certificate(v: &Values, on: Date) -> Option<Certificate> {
    if v.date("until").is_some_and(|until| until.latest() < on) {
        return None;
    }
    let name = v.get("name").unwrap_or_default();
    let (bare, within) = without_grade(name);
    let find = |text: &str| codes::CERTIFICATE.find(text);
    let graded = || v.get("grade").and_then(|grade| find(&format!("{bare}{grade}")));
    let kind = v.get("listed").or_else(graded).or_else(|| find(name)).or_else(|| find(bare));
    let grade = v.get("grade").or(within).and_then(grade);
    Some(Certificate {
        kind: kind.unwrap_or_default().to_owned(),
        grade,
        on: v.date("on"),
        source: Some(name.to_owned()).filter(|n| !n.is_empty()),
    })
}

/// `会计专业技术资格（中级）` as its name and what stands in the brackets at its end.
fn without_grade(name: &str) -> (&str, Option<&str>) {
    let inner = name.strip_suffix(['）', ')']).and_then(|n| n.rsplit_once(['（', '(']));
    inner.map_or((name, None), |(bare, within)| (bare, Some(within)))
}

/// `中级` is 2, `三级` is 3.
fn grade(text: &str) -> Option<u8> {
    if let Some(code) = codes::CERTIFICATE_GRADE.find(text) {
        return code.parse().ok();
    }
    let level = text.trim().strip_suffix('级').unwrap_or(text.trim());
    let digits = ["一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let place = digits.iter().position(|d| *d == level);
    place.and_then(|p| u8::try_from(p + 1).ok()).or_else(|| level.parse().ok().filter(|n| (1..=9).contains(n)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Section, Written, parse};

    fn read(pairs: &[(&str, &str)]) -> Option<(String, Option<u8>)> {
        let written: Written = pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        let values = parse(Section::Certificate, &written).unwrap();
        certificate(&values, "2026-06-01".parse().unwrap()).map(|c| (c.kind, c.grade))
    }

    #[test]
    fn a_certificate_is_recognised_as_offices_write_it() {
        for (name, grade, kind, number) in [
            ("会计专业技术资格（中级）", "", "accounting", Some(2)),
            ("会计专业技术资格", "副高级", "accounting", Some(3)),
            ("法律职业资格证书", "A", "law_a", None),
            ("法律职业资格证书（A类）", "", "law_a", None),
            ("法律职业资格证书", "", "law", None),
            ("大学英语六级证书", "", "cet6", None),
            ("CET-6", "", "cet6", None),
            ("全国翻译专业资格（水平）英语口译（交替传译）", "二级", "catti_en_interpreter", Some(2)),
            ("某地方证书", "", "", None),
        ] {
            assert_eq!(read(&[("name", name), ("grade", grade)]), Some((kind.to_owned(), number)), "{name}");
        }
    }
    #[test]
    fn what_a_person_said_it_is_goes_before_its_name() {
        assert_eq!(read(&[("name", "某地方证书"), ("listed", "other")]), Some(("other".into(), None)));
    }
    #[test]
    fn a_certificate_that_has_run_out_is_not_held() {
        assert_eq!(read(&[("name", "CET-6"), ("until", "2025.12")]), None);
        assert!(read(&[("name", "CET-6"), ("until", "2026.06")]).is_some());
    }
}
