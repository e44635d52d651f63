//! Two shapes of study that both have to be met.

use crate::test::{EducationTest, Window};

/// `base` narrowed by `patch`: lists and windows are intersected, switches are added, days are replaced. Nothing where
/// two lists or windows exclude each other: nobody can meet both, and an empty list would ask for nothing instead.
pub(super) fn narrowed(base: &EducationTest, patch: &EducationTest) -> Option<EducationTest> {
    fn both<T: PartialEq + Clone>(a: &[T], b: &[T]) -> Option<Vec<T>> {
        let common = match (a, b) {
            (list, []) | ([], list) => return Some(list.to_vec()),
            (a, b) => a.iter().filter(|x| b.contains(x)).cloned().collect::<Vec<_>>(),
        };
        Some(common).filter(|c| !c.is_empty())
    }
    let graduated = match (base.graduated, patch.graduated) {
        (Some(a), Some(b)) => {
            Some(Some(Window { from: a.from.max(b.from), to: a.to.min(b.to) }).filter(|w| w.from <= w.to)?)
        }
        (a, b) => a.or(b),
    };
    Some(EducationTest {
        levels: both(&base.levels, &patch.levels)?,
        kinds: both(&base.kinds, &patch.kinds)?,
        ask_kinds: [base.ask_kinds.as_slice(), &patch.ask_kinds].concat(),
        statuses: both(&base.statuses, &patch.statuses)?,
        not_in_service: base.not_in_service || patch.not_in_service,
        finished_by: patch.finished_by.or(base.finished_by),
        expected: patch.expected.clone().or_else(|| base.expected.clone()),
        graduated,
        degrees: both(&base.degrees, &patch.degrees)?,
        degree_codes: both(&base.degree_codes, &patch.degree_codes)?,
        schools: both(&base.schools, &patch.schools)?,
        school_area: patch.school_area.clone().or_else(|| base.school_area.clone()),
        certified: base.certified || patch.certified,
        not_directed: base.not_directed || patch.not_directed,
        directed: base.directed || patch.directed,
        highest: base.highest || patch.highest,
        majors: patch.majors.clone().or_else(|| base.majors.clone()),
    })
}
