//! Which of two values is the higher one. The order is the standards' own: the first digit of GB/T 4658-2006 and
//! GB/T 6864-2003, and the digits of the levels of leading posts.

/// The height of a level of education: 5 postgraduate, 4 undergraduate, 3 junior college, 2 secondary vocational,
/// 1 school; 0 where it is unknown. The Party schools' levels rank with the general ones.
pub fn education_rank(code: &str) -> u8 {
    match code {
        "中央党校研究生" | "省委党校研究生" => return 5,
        "中央党校大学" | "省委党校大学" => return 4,
        "中央党校大专" | "省委党校大专" => return 3,
        _ => {}
    }
    match code.as_bytes() {
        [b'1', _] => 5,
        [b'2', _] => 4,
        [b'3', _] => 3,
        [b'4', _] => 2,
        [b'6'..=b'8', _] => 1,
        _ => 0,
    }
}

/// The same as a value of [`EDUCATION_GRADE`](crate::EDUCATION_GRADE), in the words by which regulations ask for it.
pub fn education_grade(code: &str) -> Option<&'static crate::Code> {
    let rank = education_rank(code);
    crate::EDUCATION_GRADE.codes().iter().find(|c| c.code.parse() == Ok(rank))
}

/// The height of a degree: 3 doctor, 2 master, 1 bachelor; 0 where there is none. An honorary doctor holds no degree.
pub fn degree_rank(code: &str) -> u8 {
    match code.as_bytes().first() {
        Some(b'2') => 3,
        Some(b'3') => 2,
        Some(b'4') => 1,
        _ => 0,
    }
}

/// The place of a level of post from the top: 1 for the chief of national level, 10 for the deputy of township level,
/// then section members, clerks, those on probation, others; `None` for what is no such code.
pub fn level_rank(code: &str) -> Option<usize> {
    crate::LEVEL.codes().iter().position(|c| c.code == code).map(|i| i + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn higher_is_higher() {
        for pair in ["11 21", "21 31", "31 41", "41 61", "中央党校研究生 省委党校大学", "28 33"]
            .map(|p| p.split_once(' ').unwrap())
        {
            assert!(education_rank(pair.0) > education_rank(pair.1), "{pair:?}");
        }
        let grade = |code| education_grade(code).map(|g| g.zh);
        assert_eq!(
            [grade("21"), grade("省委党校大专"), grade("81"), grade("")].map(|g| g.unwrap_or("-")),
            ["大学本科", "大学专科", "高中及以下", "-"]
        );
        assert!(degree_rank("2") > degree_rank("346") && degree_rank("346") > degree_rank("403"));
        assert_eq!((degree_rank("1"), degree_rank(""), education_rank("")), (0, 0, 0));
        assert_eq!((level_rank("1A01"), level_rank("1A42"), level_rank("x")), (Some(1), Some(10), None));
    }
}
