//! The wording of a form: what it says where the file keeps what it means. Pure.
//!
//! A form says “2021年、2022年优秀”, the file two annual results. The wording is kept beside the file, so that a form that came
//! in goes out word for word as long as it still means what is recorded.

use std::collections::BTreeMap;

use formats::approval::{Field, Form};

/// The fields whose text is kept sealed in the file alone.
pub(crate) const RESTRICTED: [Field; 2] = [Field::Identity, Field::Health];

/// The fields that are about an appointment and not about the person: they are asked for each time a form is made.
pub(crate) const PROPOSAL: [Field; 7] =
    [Field::ToHold, Field::ToLeave, Field::Reason, Field::Submitter, Field::AgeOn, Field::FilledOn, Field::FilledBy];

/// Texts by the names of their elements.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Wording(BTreeMap<String, String>);

impl Wording {
    /// The open texts of a form.
    pub fn of(form: &Form) -> Self {
        let open = Field::ALL.iter().filter(|f| !RESTRICTED.contains(f));
        let said = open.map(|f| (f.element().to_owned(), form.text(*f).to_owned()));
        Self(said.filter(|(_, text)| !text.is_empty()).collect())
    }
    /// What the form said in a field.
    pub fn text(&self, field: Field) -> &str {
        self.0.get(field.element()).map(String::as_str).unwrap_or_default()
    }
    /// A form of these texts alone.
    pub fn form(&self) -> Form {
        let mut form = Form::default();
        for field in Field::ALL {
            form.set(*field, self.text(*field));
        }
        form
    }
    pub(crate) fn to_json(&self) -> String {
        serde_json::to_string(&self.0).unwrap_or_default()
    }
    /// Reads it back; what cannot be read is no wording.
    pub(crate) fn of_json(text: &str) -> Self {
        Self(serde_json::from_str(text).unwrap_or_default())
    }
}
