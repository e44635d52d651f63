//! What any form must stand, whatever is in it: said as entries and told again, it says the same.

use base::{Date, Id};
use formats::approval::{Field, Form, Limits, read};
use people::{Agreement, Entry, File, Values};

use crate::{Wording, heard, told};

/// Any bytes taken for a form: file → form → entries → form. It goes out word for word as it came, and means the same.
pub fn record(bytes: &[u8], today: Date) {
    let limits = Limits { bytes: 1 << 20, text: 20_000, ..Limits::default() };
    let Ok(read) = read(bytes, &limits) else { return };
    let first = heard(&read.form, today);
    let Some(basic) = first.basic.clone() else { return };
    let (person, made) = (Id::new(), Id::new());
    let entry = |values: Values| {
        let from = values.natural_date().unwrap_or(today);
        Entry { id: Id::new(), person, from, to: None, values, corrects: None, made }
    };
    let (sealed, open): (Vec<Values>, Vec<Values>) =
        first.entries.iter().cloned().partition(|v| v.section().group().is_some());
    let entries = std::iter::once(basic).chain(open).map(entry).collect();
    let file = File { person, entries, sealed: Vec::new(), identity: Agreement::default() };
    let again: Form = told(&file, &sealed, Some(&Wording::of(&read.form)), read.form.photo.clone(), &[], today);
    for field in Field::ALL {
        let (was, is) = (read.form.text(*field).trim(), again.text(*field).trim());
        // what is sealed is kept as a value and told in one way
        if !matches!(field, Field::Identity | Field::Health) {
            assert_eq!(was, is, "{field:?}");
        }
    }
    let second = heard(&again, today);
    assert_eq!(first.basic, second.basic);
    assert_eq!(first.entries, second.entries);
}
