//! What people and programs see.

use std::sync::Arc;

use auth::{Action, Actor};
use base::{Date, Lang};
use maud::Markup;
use serde::Serialize;
use ui::{Shell, Table};

use crate::visit::Visit;

/// One screen: a struct that is the JSON of the API and knows its title and body.
pub trait Page: Serialize + Send {
    /// The page's name: `<title>` and the one `<h1>`.
    fn title(&self, lang: Lang) -> String;
    /// What stands under the title. Also the answer to htmx.
    fn body(&self, view: &View) -> Markup;
    /// The list on the page, where there is one: exported as spreadsheet and shown in a terminal.
    fn table(&self, _lang: Lang) -> Option<Table> {
        None
    }
    /// Refines the frame: lead, breadcrumbs, actions beside the title, refresh.
    fn frame(&self, _view: &View, shell: Shell) -> Shell {
        shell
    }
}

/// What a body may know about its reader.
#[derive(Clone, Debug)]
pub struct View {
    /// The reader's language.
    pub lang: Lang,
    /// The form token, for `ui::Form::post` and the like.
    pub csrf: String,
    /// The day that the facts are of.
    pub on: Date,
    /// Today.
    pub today: Date,
    /// The page's own address (path and query, without language and format), for sort, filter and page links.
    pub here: String,
    actor: Actor,
}

impl View {
    pub(crate) fn new(visit: &Arc<Visit>, today: Date) -> Self {
        Self {
            lang: visit.lang,
            csrf: visit.csrf.clone(),
            on: visit.on.as_ref().ok().copied().flatten().unwrap_or(today),
            today,
            here: visit.here.clone(),
            actor: visit.actor.clone(),
        }
    }
    /// A view for the command line or a test: that actor, that language, as of that day.
    pub fn of(actor: &Actor, lang: Lang, on: Date) -> Self {
        Self { lang, csrf: String::new(), on, today: on, here: String::new(), actor: actor.clone() }
    }
    /// Whether the reader's role may do `A` anywhere, so that its button is worth showing. Permits decide, not this.
    pub fn can<A: Action>(&self) -> bool {
        self.actor.may::<A>().is_ok()
    }
    /// Who reads.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }
    /// The path without its query.
    pub fn path(&self) -> &str {
        self.here.split('?').next().unwrap_or_default()
    }
}

/// The page for a terminal `width` half-width characters wide, or as JSON for a script.
pub fn to_terminal(page: &impl Page, lang: Lang, json: bool, width: usize) -> db::Result<String> {
    if json {
        return serde_json::to_string_pretty(page).map(|j| j + "\n").map_err(|e| db::Error::Internal(e.to_string()));
    }
    match page.table(lang) {
        Some(table) => Ok(format!("{}\n\n{}", page.title(lang), table.to_text(width))),
        None => {
            let value = serde_json::to_value(page).map_err(|e| db::Error::Internal(e.to_string()))?;
            let mut text = page.title(lang) + "\n\n";
            outline(&value, 0, &mut text);
            Ok(text)
        }
    }
}

/// `key: value` lines, indented by depth; control characters are not passed to the terminal.
fn outline(value: &serde_json::Value, depth: usize, out: &mut String) {
    use serde_json::Value;
    let indent = "  ".repeat(depth);
    let plain = |v: &Value| match v {
        Value::Null => "—".to_owned(),
        Value::String(s) => s.chars().map(|c| if c.is_control() { ' ' } else { c }).collect(),
        other => other.to_string(),
    };
    match value {
        Value::Object(map) => {
            for (key, v) in map {
                if v.is_object() || v.is_array() {
                    out.push_str(&format!("{indent}{key}:\n"));
                    outline(v, depth + 1, out);
                } else {
                    out.push_str(&format!("{indent}{key}: {}\n", plain(v)));
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                if item.is_object() || item.is_array() {
                    out.push_str(&format!("{indent}-\n"));
                    outline(item, depth + 1, out);
                } else {
                    out.push_str(&format!("{indent}- {}\n", plain(item)));
                }
            }
        }
        other => out.push_str(&format!("{indent}{}\n", plain(other))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize)]
    struct One {
        name: &'static str,
        parts: Vec<Option<u8>>,
    }
    impl Page for One {
        fn title(&self, lang: Lang) -> String {
            lang.name().to_owned()
        }
        fn body(&self, _: &View) -> Markup {
            maud::html! {}
        }
    }
    #[test]
    fn a_page_without_a_table_is_an_outline_in_a_terminal() {
        let one = One { name: "a\u{1b}[2J", parts: vec![Some(1), None] };
        assert_eq!(to_terminal(&one, Lang::En, false, 80).unwrap(), "English\n\nname: a [2J\nparts:\n  - 1\n  - —\n");
        assert!(to_terminal(&one, Lang::En, true, 80).unwrap().starts_with("{\n"));
    }
}
