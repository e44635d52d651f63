//! A level of post of any category, or a grade: several tables, looked up as one.

use base::Lang;

use crate::{GRADE, LEVEL, POST_LEVEL, SERVICE_GRADE, Table};

/// In this order: 正处级 is a grade before it is another name of a level, and the table of all categories comes last.
const RANKS: [Table; 4] = [SERVICE_GRADE, GRADE, LEVEL, POST_LEVEL];

/// The code of a level of post or a grade.
pub fn find_rank(written: &str) -> Option<&'static str> {
    RANKS.into_iter().find_map(|table| table.find(written))
}

/// What a level of post or a grade is called; the code itself where no table has it. Ranks of special services (police and the
/// like) have no English names and are shown as they are written.
pub fn rank_label(code: &str, lang: Lang) -> &str {
    RANKS.into_iter().find_map(|table| table.get(code)).map_or(code, |found| found.label(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_and_grades_are_found_in_one_place() {
        for (written, code, zh, en) in [
            ("四级调研员", "四级调研员", "四级调研员", "Level 4 division rank official"),
            ("正处级", "正处级", "正处级", "Division level, chief"),
            ("县处级副职", "1A32", "县处级副职", "County and division level, deputy"),
            ("一级警长", "一级警长", "一级警长", "一级警长"),
        ] {
            assert_eq!(find_rank(written), Some(code));
            assert_eq!((rank_label(code, Lang::Zh), rank_label(code, Lang::En)), (zh, en));
        }
        assert_eq!(find_rank("大掌柜"), None);
    }
}
