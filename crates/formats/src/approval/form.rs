//! The form itself.

use std::sync::Arc;

use base::Say;

use super::{
    Field, Photo,
    text::{Encoding, key},
};

/// A member of the family, or an important social relation, as the form has it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Relative {
    /// 称谓.
    pub relation: String,
    /// 姓名.
    pub name: String,
    /// 出生年月 (the element is called a date and holds a month).
    pub birth: String,
    /// 政治面貌, as a word.
    pub political: String,
    /// 工作单位及职务; tells also who has died.
    pub work: String,
}

impl Relative {
    pub(super) fn parts(&self) -> [&str; 5] {
        [&self.relation, &self.name, &self.birth, &self.political, &self.work]
    }
    pub(super) fn of(parts: [String; 5]) -> Self {
        let [relation, name, birth, political, work] = parts;
        Self { relation, name, birth, political, work }
    }
    /// Whether nothing is said: blank forms hold empty rows.
    pub fn is_empty(&self) -> bool {
        self.parts().iter().all(|p| p.trim().is_empty())
    }
    /// Whether the form says that the person has died; then no age is printed.
    pub fn has_died(&self) -> bool {
        self.work.contains("去世") || self.work.contains("已故")
    }
}

/// An element that the form does not know, kept as it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Extra {
    /// The element's name.
    pub element: String,
    /// The whole element, as XML.
    pub xml: String,
}

/// One person's form.
///
/// Two forms are equal when they say the same, whatever files they came from.
#[derive(Clone, Debug)]
pub struct Form {
    texts: Vec<String>,
    /// The family, without empty rows.
    pub family: Vec<Relative>,
    /// The photograph.
    pub photo: Option<Photo>,
    /// What the form does not know.
    pub extras: Vec<Extra>,
    pub(super) origin: Option<Arc<Origin>>,
}

/// The file that a form was read from.
#[derive(Debug)]
pub(super) struct Origin {
    pub(super) kind: Kind,
    pub(super) bytes: Vec<u8>,
    pub(super) encoding: Encoding,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Lrmx,
    Lrm,
}

/// A form that was read, and what a person should look at.
#[derive(Clone, Debug)]
pub struct Read {
    /// The form.
    pub form: Form,
    /// What is odd, each with the place.
    pub notes: Vec<Say>,
}

impl Default for Form {
    fn default() -> Self {
        let texts = vec![String::new(); Field::ALL.len()];
        Self { texts, family: vec![], photo: None, extras: vec![], origin: None }
    }
}
impl PartialEq for Form {
    fn eq(&self, other: &Self) -> bool {
        self.texts == other.texts
            && self.family == other.family
            && self.photo == other.photo
            && self.extras == other.extras
    }
}
impl Eq for Form {}

impl Form {
    /// The text of a field; lines end in `\n`.
    pub fn text(&self, field: Field) -> &str {
        self.texts.get(field as usize).map(String::as_str).unwrap_or_default()
    }
    /// Puts a text in a field.
    pub fn set(&mut self, field: Field, text: impl Into<String>) {
        if let Some(place) = self.texts.get_mut(field as usize) {
            *place = text.into();
        }
    }
    /// The same without its photograph.
    pub(super) fn bare(&self) -> Self {
        let mut form = self.clone();
        form.photo = None;
        form
    }
    /// The same as if it had come from no file: written as the template has it.
    pub fn fresh(&self) -> Self {
        let mut form = self.clone();
        form.origin = None;
        form
    }
    /// The name without the blanks that set short names apart: what people are matched by.
    pub fn name(&self) -> String {
        key(self.text(Field::Name))
    }
    /// The school of a degree: its own, or that of the level where the form leaves it out because it is the same.
    pub fn school_of_degree(&self, full_time: bool) -> &str {
        let [_, degree, level_school, degree_school] = Field::STUDIES[usize::from(!full_time)];
        match self.text(degree_school).trim() {
            "" if !self.text(degree).trim().is_empty() => self.text(level_school),
            own => own,
        }
    }
    /// Leaves out the school of a degree where it is that of the level, as the editor does.
    pub fn fold_schools(&mut self) {
        for [_, _, level_school, degree_school] in Field::STUDIES {
            if key(self.text(level_school)) == key(self.text(degree_school)) {
                self.set(degree_school, "");
            }
        }
    }
}
