//! One question of a form: label, hint, control, message.

use maud::{Markup, html};

use crate::{Icon, Lang, t::Text};

/// How it is answered.
#[derive(Clone, Debug)]
pub enum Control {
    /// One line; the type is the input's: `text`, `email`, `tel`, `password`, `search`.
    Line(&'static str),
    /// A figure: digits, kept as typed.
    Number,
    /// A date or a part of one; read leniently, so that this is a line of text with a pattern in words.
    PartialDate,
    /// A whole date, with the browser's calendar.
    Day,
    /// Many lines.
    Area(u8),
    /// One of these: value and label. An empty first choice is added unless required and chosen.
    Select(Vec<(String, String)>),
    /// One of these, all visible.
    Radios(Vec<(String, String)>),
    /// Any of these.
    Checks(Vec<(String, String)>),
    /// Yes or not.
    Check,
    /// A file; what is accepted: `.xlsx,.xls,.csv`.
    File(String),
    /// One or more files.
    Files(String),
    /// A line with suggestions from that address.
    Suggest(String),
}

/// One question.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name in the form and its `id`.
    pub name: String,
    /// The question.
    pub label: String,
    /// How it is answered.
    pub control: Control,
    /// The answer so far; several for [`Control::Checks`].
    pub values: Vec<String>,
    /// Help under the label.
    pub hint: String,
    /// What is wrong with the answer.
    pub error: String,
    /// Whether it must be answered.
    pub required: bool,
    /// HTML's `autocomplete`, e.g. `username`.
    pub autocomplete: Option<&'static str>,
    /// Longest answer, in characters.
    pub limit: Option<u32>,
    /// Which of several questions of the same name it is; their answers are sent as a list.
    pub place: Option<usize>,
}

impl Field {
    /// A question with that control.
    pub fn new(control: Control, name: impl Into<String>, label: impl Into<String>) -> Self {
        let (name, label) = (name.into(), label.into());
        let (values, hint, error) = (Vec::new(), String::new(), String::new());
        Self {
            name,
            label,
            control,
            values,
            hint,
            error,
            required: false,
            autocomplete: None,
            limit: None,
            place: None,
        }
    }
    /// One line of text.
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Control::Line("text"), name, label)
    }
    /// A password.
    pub fn password(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Control::Line("password"), name, label)
    }
    /// A figure.
    pub fn number(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Control::Number, name, label)
    }
    /// A date, known in full or in part.
    pub fn date(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Control::PartialDate, name, label)
    }
    /// A whole date.
    pub fn day(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Control::Day, name, label)
    }
    /// Many lines.
    pub fn area(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Control::Area(4), name, label)
    }
    /// One of these: value and label.
    pub fn select<V: Into<String>, L: Into<String>>(
        name: impl Into<String>,
        label: impl Into<String>,
        choices: impl IntoIterator<Item = (V, L)>,
    ) -> Self {
        Self::new(Control::Select(pairs(choices)), name, label)
    }
    /// One of these, all visible.
    pub fn radios<V: Into<String>, L: Into<String>>(
        name: impl Into<String>,
        label: impl Into<String>,
        choices: impl IntoIterator<Item = (V, L)>,
    ) -> Self {
        Self::new(Control::Radios(pairs(choices)), name, label)
    }
    /// Any of these.
    pub fn checks<V: Into<String>, L: Into<String>>(
        name: impl Into<String>,
        label: impl Into<String>,
        choices: impl IntoIterator<Item = (V, L)>,
    ) -> Self {
        Self::new(Control::Checks(pairs(choices)), name, label)
    }
    /// Yes or not; checked when its value is `true`.
    pub fn check(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self::new(Control::Check, name, label)
    }
    /// A file.
    pub fn file(name: impl Into<String>, label: impl Into<String>, accept: impl Into<String>) -> Self {
        Self::new(Control::File(accept.into()), name, label)
    }
    /// One or more files.
    pub fn files(name: impl Into<String>, label: impl Into<String>, accept: impl Into<String>) -> Self {
        Self::new(Control::Files(accept.into()), name, label)
    }
    /// A line with suggestions.
    pub fn suggest(name: impl Into<String>, label: impl Into<String>, from: impl Into<String>) -> Self {
        Self::new(Control::Suggest(from.into()), name, label)
    }

    /// With this answer.
    pub fn value(mut self, value: impl ToString) -> Self {
        self.values = vec![value.to_string()];
        self
    }
    /// With these answers.
    pub fn values<V: Into<String>>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        self.values = values.into_iter().map(Into::into).collect();
        self
    }
    /// With help.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = hint.into();
        self
    }
    /// With what is wrong.
    pub fn error(mut self, error: impl Into<String>) -> Self {
        self.error = error.into();
        self
    }
    /// Must be answered.
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }
    /// What a browser may fill in.
    pub fn autocomplete(mut self, what: &'static str) -> Self {
        self.autocomplete = Some(what);
        self
    }
    /// At most so many characters.
    pub fn limit(mut self, characters: u32) -> Self {
        self.limit = Some(characters);
        self
    }

    /// Is one of several questions of the same name, whose answers are sent as a list: the one at that place. What is
    /// wrong with it is said under the name `name.place`.
    pub fn nth(mut self, place: usize) -> Self {
        self.place = Some(place);
        self
    }

    /// Under which name a form finds what is wrong with it.
    pub(crate) fn key(&self) -> String {
        self.place.map_or_else(|| self.name.clone(), |place| format!("{}.{place}", self.name))
    }
    /// Whether it is a group of controls, which a `fieldset` names.
    fn grouped(&self) -> bool {
        matches!(self.control, Control::Radios(_) | Control::Checks(_))
    }
    /// Where the error summary leads: the control, or the first one of the group.
    pub(crate) fn anchor(&self) -> String {
        if self.grouped() { format!("{}-0", self.id()) } else { self.id() }
    }
    fn id(&self) -> String {
        self.place.map_or_else(|| format!("f-{}", self.name), |place| format!("f-{}-at-{place}", self.name))
    }
    fn chosen(&self, value: &str) -> bool {
        self.values.iter().any(|v| v == value)
    }
    fn described_by(&self) -> Option<String> {
        let hint = (!self.hint.is_empty() || self.own_hint()).then(|| format!("{}-hint", self.id()));
        let error = (!self.error.is_empty()).then(|| format!("{}-error", self.id()));
        let all: Vec<String> = hint.into_iter().chain(error).collect();
        (!all.is_empty()).then(|| all.join(" "))
    }
    /// A required question with an answer cannot go back to none; a list may bring its own empty choice.
    fn offers_none(&self, choices: &[(String, String)]) -> bool {
        let answered = self.required && choices.iter().any(|(v, _)| self.chosen(v));
        !answered && choices.iter().all(|(v, _)| !v.is_empty())
    }
    fn own_hint(&self) -> bool {
        matches!(self.control, Control::PartialDate)
    }

    /// The question with its control.
    pub fn html(&self, lang: Lang) -> Markup {
        let t = Text::of(lang);
        let wrong = !self.error.is_empty();
        let head = html! {
            (self.label)
            @if self.required { span.required { (t.required()) } }
        };
        let said = html! {
            @if !self.hint.is_empty() { p.hint id={ (self.id()) "-hint" } { (self.hint) } }
            @else if self.own_hint() { p.hint id={ (self.id()) "-hint" } { (t.partial_date_hint()) } }
            @if wrong { p.error id={ (self.id()) "-error" } { (Icon::Warning) span { span.visually-hidden { (t.error_prefix()) } (self.error) } } }
        };
        html! {
            @if self.grouped() {
                fieldset.field.wrong[wrong] aria-describedby=[self.described_by()] {
                    legend { (head) }
                    (said)
                    (self.control(&t))
                }
            } @else if let Control::Check = self.control {
                div.field.wrong[wrong] {
                    label.choice for=(self.id()) { (self.control(&t)) span { (head) } }
                    (said)
                }
            } @else {
                div.field.wrong[wrong] {
                    label for=(self.id()) { (head) }
                    (said)
                    (self.control(&t))
                }
            }
        }
    }

    fn control(&self, t: &Text) -> Markup {
        let value = self.values.first().map(String::as_str).unwrap_or_default();
        match &self.control {
            Control::Line(kind) => self.input(kind, value, None),
            Control::Number => self.input("text", value, Some("decimal")),
            Control::PartialDate => self.input("text", value, Some("numeric")),
            Control::Day => self.input("date", value, None),
            Control::Area(rows) => html! {
                textarea #(self.id()) name=(self.name) rows=(rows) required[self.required] maxlength=[self.limit]
                    aria-describedby=[self.described_by()] aria-invalid=[self.invalid()] { "\n" (value) }
            },
            Control::Select(choices) => html! {
                select #(self.id()) name=(self.name) required[self.required] aria-describedby=[self.described_by()] aria-invalid=[self.invalid()] {
                    @if self.offers_none(choices) {
                        option value="" { @if self.required { (t.please_choose()) } @else { "—" } }
                    }
                    @for (v, label) in choices { option value=(v) selected[self.chosen(v)] { (label) } }
                }
            },
            Control::Radios(choices) => self.choices("radio", choices),
            Control::Checks(choices) => self.choices("checkbox", choices),
            Control::Check => html! {
                input #(self.id()) type="checkbox" name=(self.name) value="true" checked[value == "true"] required[self.required]
                    aria-describedby=[self.described_by()] aria-invalid=[self.invalid()];
            },
            Control::File(accept) | Control::Files(accept) => html! {
                input #(self.id()) type="file" multiple[matches!(self.control, Control::Files(_))] name=(self.name) accept=(accept) required[self.required]
                    aria-describedby=[self.described_by()] aria-invalid=[self.invalid()];
            },
            Control::Suggest(from) => html! {
                div.suggest {
                    input #(self.id()) type="text" name=(self.name) value=(value) required[self.required] maxlength=[self.limit] autocomplete="off"
                        role="combobox" aria-expanded="false" aria-controls={ (self.id()) "-options" } aria-autocomplete="list" data-combobox="fill"
                        aria-describedby=[self.described_by()] aria-invalid=[self.invalid()]
                        hx-get=(from) hx-trigger="input changed delay:150ms" hx-target={ "#" (self.id()) "-options" } hx-sync="this:replace";
                    div.options id={ (self.id()) "-options" } role="listbox" aria-label=(self.label) hidden {}
                }
            },
        }
    }

    fn invalid(&self) -> Option<&'static str> {
        (!self.error.is_empty()).then_some("true")
    }

    fn input(&self, kind: &str, value: &str, mode: Option<&str>) -> Markup {
        // a refused password is typed again, never sent back
        let value = if kind == "password" { "" } else { value };
        html! {
            input #(self.id()) type=(kind) name=(self.name) value=(value) inputmode=[mode] required[self.required] maxlength=[self.limit]
                autocomplete=[self.autocomplete] aria-describedby=[self.described_by()] aria-invalid=[self.invalid()];
        }
    }

    fn choices(&self, kind: &str, choices: &[(String, String)]) -> Markup {
        html! {
            div.choices {
                @for (i, (value, label)) in choices.iter().enumerate() {
                    label.choice for={ (self.id()) "-" (i) } {
                        input id={ (self.id()) "-" (i) } type=(kind) name=(self.name) value=(value) checked[self.chosen(value)]
                            required[self.required && kind == "radio"];
                        span { (label) }
                    }
                }
            }
        }
    }
}

fn pairs<V: Into<String>, L: Into<String>>(choices: impl IntoIterator<Item = (V, L)>) -> Vec<(String, String)> {
    choices.into_iter().map(|(v, l)| (v.into(), l.into())).collect()
}
