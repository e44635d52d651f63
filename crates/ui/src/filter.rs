//! The filters of a list: a GET form, so that a filtered list is an address.

use maud::{Markup, html};

use crate::{Field, Icon, Lang, form::hidden_query, link, link::SAME_PLACE, t::Text};

/// A box with suggestions is sent when one of them is chosen or the box is left: what is typed so far means nothing yet.
const SENT_WHEN: &str = r#"submit, change, input delay:400ms target:":not([data-combobox])""#;

/// Filters above a list. Scripts send it as one types; without them the button does.
#[derive(Clone, Debug, Default)]
pub struct FilterBar {
    /// The list's address with its filters.
    pub here: String,
    /// The questions: select, text, date …
    pub fields: Vec<Field>,
    /// The filters in force, one label each with the field's name; each can be taken off.
    pub active: Vec<(String, String)>,
}

impl FilterBar {
    /// For the list at this address.
    pub fn new(here: impl Into<String>) -> Self {
        Self { here: here.into(), ..Self::default() }
    }
    /// With this question.
    pub fn field(mut self, field: Field) -> Self {
        self.fields.push(field);
        self
    }
    /// With this filter in force: the field's name and how it reads (“学历：本科”).
    pub fn active(mut self, name: impl Into<String>, says: impl Into<String>) -> Self {
        self.active.push((name.into(), says.into()));
        self
    }
    /// The form.
    pub fn html(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let mut own: Vec<&str> = self.fields.iter().map(|f| f.name.as_str()).collect();
        own.extend(["after", "before", "format"]);
        let path = self.here.split('?').next().unwrap_or_default();
        html! {
            search.filter {
                form.filter-form method="get" action=(path) aria-label=(t.filter()) hx-boost=(SAME_PLACE)
                    hx-trigger=(SENT_WHEN) hx-sync="this:replace" {
                    (hidden_query(&self.here, &own))
                    @for field in &self.fields { (field.html(lang)) }
                    button.button type="submit" { (Icon::Filter) (t.apply()) }
                }
                @if !self.active.is_empty() {
                    ul.chips aria-label=(t.filters_in_force()) hx-boost:inherited=(SAME_PLACE) {
                        @for (name, says) in &self.active {
                            li {
                                a.chip href=(link::without(&self.here, &[name, "after", "before"])) title=(t.remove_filter(says.as_str())) {
                                    (says) (Icon::Cross)
                                }
                            }
                        }
                        li { a.chip-clear href=(link::without(&self.here, &own)) { (t.clear_filters()) } }
                    }
                }
            }
        }
    }
}
