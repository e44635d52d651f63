//! A box that suggests while one types, and is a plain text box of a GET form without scripts.

use maud::{Markup, html};

/// One suggestion.
#[derive(Clone, Debug, Default)]
pub struct Suggestion {
    /// The page that it leads to.
    pub href: String,
    /// What was found.
    pub text: String,
    /// A quieter word after it: unit, kind.
    pub note: String,
    /// What is put into a form's box when it is chosen; nothing where that is the text.
    pub value: Option<String>,
}

/// What the suggestion address answers: the list's content. No match says so in the reader's language.
pub fn suggestions(lang: crate::Lang, found: &[Suggestion]) -> Markup {
    html! {
        @for (i, one) in found.iter().enumerate() {
            a.option role="option" id={ "option-" (i) } href=(one.href) tabindex="-1" data-value=[one.value.as_deref()] {
                span { (one.text) } @if !one.note.is_empty() { small { (one.note) } }
            }
        }
        @if found.is_empty() {
            div.option-none role="option" aria-disabled="true" aria-selected="false" { (crate::t::Text::of(lang).no_match()) }
        }
    }
}

pub(crate) fn input(name: &str, value: &str, hint: &str, suggest: Option<&str>, keys: Option<&str>) -> Markup {
    let list = format!("{name}-options");
    html! {
        @match suggest {
            None => input type="search" name=(name) value=(value) placeholder=(hint) aria-label=(hint) maxlength="80" autocomplete="off" aria-keyshortcuts=[keys];,
            Some(href) => {
                input type="search" name=(name) value=(value) placeholder=(hint) aria-label=(hint) maxlength="80" autocomplete="off" aria-keyshortcuts=[keys]
                    role="combobox" aria-expanded="false" aria-controls=(list) aria-autocomplete="list" data-combobox
                    hx-get=(href) hx-trigger="input changed delay:150ms" hx-target={ "#" (list) } hx-sync="this:replace";
                div.options #(list) role="listbox" aria-label=(hint) hidden {}
            }
        }
    }
}
