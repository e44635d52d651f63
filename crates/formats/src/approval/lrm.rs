//! Reads `.lrm`: 33 fields in quotation marks, with no escape for anything.

use std::sync::Arc;

use base::{Lang, Say};

use super::{
    Field, Form, FormError, Limits, Problem, Read, Relative,
    form::{Kind, Origin},
    text::{Encoding, clean},
};

/// How many fields a record has.
pub(super) const FIELDS: usize = 33;
/// The field of levels and degrees, the field of their schools, and the first of the five of the family.
pub(super) const LEVELS: usize = 9;
pub(super) const SCHOOLS: usize = 10;
pub(super) const FAMILY_FROM: usize = 20;
/// How many members of the family a record has room for.
pub(super) const SLOTS: usize = 13;

pub(super) fn read(bytes: &[u8], text: &str, encoding: Encoding, limits: &Limits) -> Result<Read, FormError> {
    let mut read = parse(text, limits)?;
    read.form.origin = Some(Arc::new(Origin { kind: Kind::Lrm, bytes: bytes.to_vec(), encoding }));
    Ok(read)
}

/// The fields as they are written: readers of this format split at `","`, and so does this one.
fn split(text: &str) -> Vec<&str> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0' || c == '\u{1a}');
    let inner = text.strip_prefix('"').unwrap_or(text);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    inner.split("\",\"").collect()
}

pub(super) fn parse(text: &str, limits: &Limits) -> Result<Read, FormError> {
    let fields = split(text);
    if fields.len() != FIELDS {
        return Err(Problem::FieldCount(fields.len()).into());
    }
    for (place, field) in fields.iter().enumerate() {
        if field.len() > limits.text && field.chars().count() > limits.text {
            let label = Field::ALL
                .iter()
                .find(|f| f.lrm() == Some(place))
                .map_or("学历学位或家庭成员", |f| f.label(Lang::Zh));
            return Err(Problem::TooLong(label, limits.text).into());
        }
    }
    let (mut form, mut notes) = (Form::default(), Vec::new());
    for field in Field::ALL {
        if let Some(text) = field.lrm().and_then(|place| fields.get(place)) {
            form.set(*field, clean(text));
        }
    }
    // full-time before @, in-service after it; the level before #, the degree after it
    for (place, first) in [(LEVELS, 0), (SCHOOLS, 2)] {
        let (full, service) = fields[place].split_once('@').unwrap_or((fields[place], ""));
        for (half, study) in [full, service].into_iter().zip(Field::STUDIES) {
            let (level, degree) = half.split_once('#').unwrap_or((half, ""));
            form.set(study[first], clean(level));
            form.set(study[first + 1], clean(degree));
        }
    }
    form.family = family(&fields[FAMILY_FROM..FAMILY_FROM + 5], limits, &mut notes)?;
    if form.text(Field::Name).trim().is_empty() {
        notes.push(Say::new("没有姓名。", "There is no name."));
    }
    Ok(Read { form, notes })
}

/// The family: five columns whose places belong together. A text with an `@` of its own has moved what follows it.
fn family(columns: &[&str], limits: &Limits, notes: &mut Vec<Say>) -> Result<Vec<Relative>, FormError> {
    let columns: Vec<Vec<&str>> = columns.iter().map(|c| c.split('@').collect()).collect();
    let count = |c: &Vec<&str>| c.len();
    let most = columns.iter().map(count).max().unwrap_or_default();
    if most > limits.family {
        return Err(Problem::TooManyRelatives(limits.family).into());
    }
    if columns.iter().map(count).min() != Some(most) {
        notes.push(Say::new(
            "家庭成员各栏的行数不一致，可能有内容错位（常因工作单位中有逗号）。请逐行核对。",
            "The columns of the family have different numbers of rows, so some may have slipped (often because of a comma in a \
             workplace). Check them row by row.",
        ));
    }
    let row = |i: usize| {
        let part = |c: usize| clean(columns[c].get(i).copied().unwrap_or_default());
        Relative::of([part(0), part(1), part(2), part(3), part(4)])
    };
    Ok((0..most).map(row).filter(|r| !r.is_empty()).collect())
}
