//! Whether facts have the shape that a plan needs.

use base::Say;

use super::Failure;
use crate::{Facts, Plan};

pub(crate) fn shape(plan: &Plan, facts: &Facts) -> Result<(), Failure> {
    let people = facts.people();
    let wrong = |zh: String, en: String| Err(Failure::Shape(Say::new(zh, en)));
    if people >= u32::MAX as usize {
        return wrong("人数过多".into(), "too many people".into());
    }
    if facts.columns.len() != plan.columns.len() || facts.ratings.len() != plan.scheme.ratings.len() {
        return wrong("数据列与方案不符".into(), "the columns are not those of the scheme".into());
    }
    for (def, column) in plan.columns.iter().zip(&facts.columns) {
        if column.len() != people {
            return wrong(
                format!("“{}”有 {} 行，应为 {people} 行", def.name, column.len()),
                format!("“{}” has {} rows, there are {people} people", def.name, column.len()),
            );
        }
    }
    let groups = facts.approved.len();
    if facts.group.iter().any(|g| *g as usize >= groups) {
        return wrong("有人不属于任何比较组".into(), "somebody's peer group does not exist".into());
    }
    for (def, list) in plan.scheme.ratings.iter().zip(&facts.ratings) {
        let n = list.value.len();
        let steady = list.start.windows(2).all(|w| w[0] <= w[1]);
        let ends = list.start.len() == people + 1 && list.start[0] == 0 && list.start[people] as usize == n;
        let classes = list.class.iter().all(|c| usize::from(*c) < def.classes.len());
        if !steady || !ends || list.rater.len() != n || list.class.len() != n || !classes {
            return wrong(
                format!("评分“{}”的结构不对", def.id),
                format!("the ratings “{}” are not well formed", def.id),
            );
        }
    }
    Ok(())
}
