//! The policy as one table: every action, every role.

use std::fmt::Write;

use auth::{ActionRow, Kind, Role};

/// Every action by name with a column per role: `x` where the role may. For the file that stands in the repository, so
/// that a change of who may do what is seen in review.
pub fn policy_table(actions: &[ActionRow]) -> String {
    let mut rows: Vec<&ActionRow> = actions.iter().collect();
    rows.sort_by_key(|a| a.name);
    let longest = rows.iter().map(|a| a.name.len()).max().unwrap_or(0).max("action".len());
    let mut out = String::new();
    // writing to a String does not fail
    let _ = write!(out, "{:longest$}  kind  ", "action");
    for role in Role::ALL {
        let _ = write!(out, "  {role}");
    }
    out.push('\n');
    for row in rows {
        let kind = match row.kind {
            Kind::See => "see",
            Kind::Change => "change",
            Kind::Reveal => "reveal",
        };
        let mut line = format!("{:longest$}  {kind:6}", row.name);
        for role in Role::ALL {
            let mark = if row.roles.contains(role) { "x" } else { "." };
            let _ = write!(line, "  {mark:width$}", width = role.word().len());
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_a_line_per_action_in_order() {
        let table = policy_table(crate::ACTIONS);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(lines.len(), crate::ACTIONS.len() + 1);
        assert!(lines[0].starts_with("action") && lines[0].ends_with("visitor"));
        assert!(
            lines.contains(&"account.grant    change  x              .        .       .          .      ."),
            "{table}"
        );
        assert!(lines[1..].is_sorted());
    }
}
