//! What an API token is limited to.

use auth::ActionRow;
use base::Say;

/// Longest life of a token in days.
pub const LONGEST_DAYS: i32 = 366;
/// Most entries of a scope.
const MOST: usize = 40;

/// Reads a scope: `see` (all reading), a slice (`people.*`) or single actions (`org.change`), with blanks or commas
/// between. `known` is the policy of all slices. What is about accounts is never in it: a token that leaks must not be
/// able to make another or to let anyone in.
pub fn parse(typed: &str, known: &[ActionRow]) -> Result<Vec<String>, Say> {
    let mut scope: Vec<String> = Vec::new();
    for word in typed.split(|c: char| c.is_whitespace() || ",，、;；".contains(c)).filter(|w| !w.is_empty()) {
        let slice = word.split('.').next().unwrap_or_default();
        if slice == "account" {
            return Err(Say::new(
                "令牌不能管账户；请在网页上登录办理",
                "A token cannot act on accounts; sign in to the pages for that",
            ));
        }
        let exists = word == "see"
            || known.iter().any(|a| a.name == word)
            || word.strip_suffix(".*").is_some_and(|s| known.iter().any(|a| a.name.split('.').next() == Some(s)));
        if !exists {
            let shown: String = word.chars().take(40).collect();
            return Err(Say::new(
                format!("没有名为“{shown}”的操作；写 see、people.* 或权限表里的名称"),
                format!("There is no action “{shown}”; write see, people.* or a name from the policy table"),
            ));
        }
        if !scope.iter().any(|s| s == word) {
            scope.push(word.to_owned());
        }
    }
    if scope.is_empty() || scope.len() > MOST {
        return Err(Say::new("写明令牌可以做什么：1 到 40 项", "Say what the token may do: 1 to 40 entries"));
    }
    Ok(scope)
}

#[cfg(test)]
mod tests {
    use super::*;
    use auth::Kind;

    #[test]
    fn a_scope_names_what_there_is_and_nothing_about_accounts() {
        let row = |name, kind| ActionRow { name, kind, roles: &[auth::Role::Officer] };
        let known = [row("people.see", Kind::See), row("org.change", Kind::Change), row("account.grant", Kind::Change)];
        let read = |t: &str| parse(t, &known).map(|s| s.join(" ")).ok();
        assert_eq!(read("see, people.* org.change，see").as_deref(), Some("see people.* org.change"));
        for bad in
            ["", "  ", "people", "peopl.*", "*", "account.*", "account.grant", "see account.see", "org.*.x", "See"]
        {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
