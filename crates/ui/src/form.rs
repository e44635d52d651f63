//! Forms: questions in groups, what is wrong at the top, one main button.

use maud::{Markup, html};

use crate::{Control, Field, Icon, Lang, link, t::Text};

/// A part of a form.
#[derive(Clone, Debug)]
enum Part {
    Field(Box<Field>),
    Group(String, Vec<Field>),
    Other(Markup),
    Hidden(String, String),
}

/// A form that is posted. Works without scripts; the server answers a wrong one with 422 and the same form.
#[derive(Clone, Debug, Default)]
pub struct Form {
    action: String,
    csrf: String,
    parts: Vec<Part>,
    problems: Vec<String>,
    submit: String,
    danger: bool,
    cancel: Option<String>,
}

impl Form {
    /// Posted to that address, with the session's form token.
    pub fn post(action: impl Into<String>, csrf: impl Into<String>) -> Self {
        Self { action: action.into(), csrf: csrf.into(), ..Self::default() }
    }
    /// A question.
    pub fn field(mut self, field: Field) -> Self {
        self.parts.push(Part::Field(Box::new(field)));
        self
    }
    /// Questions that belong together.
    pub fn group(mut self, legend: impl Into<String>, fields: impl IntoIterator<Item = Field>) -> Self {
        self.parts.push(Part::Group(legend.into(), fields.into_iter().collect()));
        self
    }
    /// Anything between the questions.
    pub fn other(mut self, markup: Markup) -> Self {
        self.parts.push(Part::Other(markup));
        self
    }
    /// A value that goes along.
    pub fn hidden(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.parts.push(Part::Hidden(name.into(), value.to_string()));
        self
    }
    /// What is wrong: the field's name and a message. A name that the form does not have goes to the top.
    pub fn errors<N: AsRef<str>, M: Into<String>>(mut self, errors: impl IntoIterator<Item = (N, M)>) -> Self {
        for (name, message) in errors {
            let fields = self.parts.iter_mut().flat_map(|p| match p {
                Part::Field(f) => std::slice::from_mut(f.as_mut()),
                Part::Group(_, fields) => fields,
                Part::Other(_) | Part::Hidden(..) => &mut [],
            });
            match fields.into_iter().find(|f| f.key() == name.as_ref()) {
                Some(field) => field.error = message.into(),
                None => self.problems.push(message.into()),
            }
        }
        self
    }
    /// The main button's words.
    pub fn submit(mut self, label: impl Into<String>) -> Self {
        self.submit = label.into();
        self
    }
    /// The main button does something that cannot be undone.
    pub fn dangerous(mut self) -> Self {
        self.danger = true;
        self
    }
    /// Where giving up leads.
    pub fn cancel(mut self, href: impl Into<String>) -> Self {
        self.cancel = Some(href.into());
        self
    }

    fn fields(&self) -> impl Iterator<Item = &Field> {
        self.parts.iter().flat_map(|p| match p {
            Part::Field(f) => std::slice::from_ref(f.as_ref()),
            Part::Group(_, fields) => fields,
            Part::Other(_) | Part::Hidden(..) => &[],
        })
    }

    /// The form.
    pub fn html(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let file = self.fields().any(|f| matches!(f.control, Control::File(_) | Control::Files(_)));
        let submit = if self.submit.is_empty() { t.save().to_string() } else { self.submit.clone() };
        html! {
            form.form method="post" action=(self.action) enctype=[file.then_some("multipart/form-data")] {
                input type="hidden" name="csrf" value=(self.csrf);
                (self.summary(&t))
                @for part in &self.parts {
                    @match part {
                        Part::Field(field) => (field.html(lang)),
                        Part::Group(legend, fields) => fieldset.group { legend { (legend) } @for field in fields { (field.html(lang)) } },
                        Part::Other(markup) => (markup),
                        Part::Hidden(name, value) => input type="hidden" name=(name) value=(value);,
                    }
                }
                div.buttons {
                    button.button.primary.danger[self.danger].solid[self.danger] type="submit" { (submit) }
                    @if let Some(href) = &self.cancel { a.button.quiet href=(href) { (t.cancel()) } }
                }
            }
        }
    }

    /// What is wrong, with links to each place.
    fn summary(&self, t: &Text) -> Markup {
        let wrong: Vec<&Field> = self.fields().filter(|f| !f.error.is_empty()).collect();
        if wrong.is_empty() && self.problems.is_empty() {
            return html! {};
        }
        let count = (wrong.len() + self.problems.len()) as u64;
        html! {
            div.error-summary role="alert" tabindex="-1" data-focus {
                h2 { (Icon::Warning) (t.errors_found(count)) }
                p { (t.nothing_saved()) }
                ul {
                    @for problem in &self.problems { li { (problem) } }
                    @for field in wrong { li { a href={ "#" (field.anchor()) } { (field.label) } ": " (field.error) } }
                }
            }
        }
    }
}

/// The query of `here` as hidden inputs, but for these keys: a GET form would drop it.
pub(crate) fn hidden_query(here: &str, but: &[&str]) -> Markup {
    let rest = link::without(here, but);
    let query = rest.split_once('?').map(|(_, q)| q).unwrap_or_default();
    html! {
        @for (name, value) in query.split('&').filter_map(|p| p.split_once('=')) {
            input type="hidden" name=(link::decode(name)) value=(link::decode(value));
        }
    }
}

/// A link that looks like a button.
pub fn button_link(label: &str, href: &str, icon: Option<Icon>) -> Markup {
    html! { a.button href=(href) { @if let Some(icon) = icon { (icon) } (label) } }
}

/// The main act of a page, as a link.
pub fn primary_link(label: &str, href: &str, icon: Option<Icon>) -> Markup {
    html! { a.button.primary href=(href) { @if let Some(icon) = icon { (icon) } (label) } }
}

/// Puts a text on the clipboard; shown only where scripts run.
pub fn copy_button(lang: Lang, text: &str) -> Markup {
    let t = Text::of(lang);
    html! {
        button.copy type="button" data-copy=(text) data-done=(t.copied()) { (Icon::Copy) span aria-live="polite" { (t.copy()) } }
    }
}

/// One button that posts: for acts that need no question.
pub fn post_button(label: &str, action: &str, csrf: &str, ask: Option<&str>) -> Markup {
    html! {
        form.inline method="post" action=(action) {
            input type="hidden" name="csrf" value=(csrf);
            button.button type="submit" data-confirm=[ask] { (label) }
        }
    }
}
