//! Writes `.lrm`.

use base::{Lang, Say};

use super::{
    Field, Form, Photo,
    form::Kind,
    lrm::{FAMILY_FROM, FIELDS, LEVELS, SCHOOLS, SLOTS},
    text::gbk,
};

/// A form in the older format.
#[derive(Clone, Debug)]
pub struct Written {
    /// The `.lrm` file.
    pub lrm: Vec<u8>,
    /// The `.pic` file beside it.
    pub pic: Option<Photo>,
    /// What the format could not hold, and what was written instead.
    pub notes: Vec<Say>,
}

pub(super) fn write(form: &Form) -> Written {
    let pic = form.photo.clone();
    if let Some(origin) = form.origin.as_deref().filter(|o| o.kind == Kind::Lrm)
        && let Ok(read) = super::read(&origin.bytes, &super::Limits::unbounded())
        && same(&read.form, form)
    {
        return Written { lrm: origin.bytes.clone(), pic, notes: vec![] };
    }
    let mut notes = Vec::new();
    let mut folded = form.clone();
    folded.fold_schools();
    let fields = fields(&folded, &mut notes);
    let record: Vec<String> = fields.iter().map(|f| format!("\"{f}\"")).collect();
    let (lrm, missing) = gbk(&record.join(","));
    if !missing.is_empty() {
        let missing: String = missing.into_iter().map(String::from).collect::<Vec<_>>().join("、");
        notes.push(Say::new(
            format!(".lrm 采用 GBK 编码，写不出这些字，已用问号代替：{missing}。请改用 .lrmx。"),
            format!("An .lrm file is in GBK, which lacks these characters; they became question marks: {missing}. Use .lrmx."),
        ));
    }
    Written { lrm, pic, notes }
}

/// Whether both say the same as far as an `.lrm` file says it; the photograph lies beside it.
fn same(a: &Form, b: &Form) -> bool {
    a.bare() == b.bare()
}

/// The 33 fields, without what would break the record.
fn fields(form: &Form, notes: &mut Vec<Say>) -> Vec<String> {
    let mut fields = vec![String::new(); FIELDS];
    for field in Field::ALL {
        match field.lrm() {
            Some(place) => fields[place] = held(form.text(*field), &[], *field, notes),
            None if Field::STUDIES.iter().flatten().any(|f| f == field) || *field == Field::Version => {}
            None if !form.text(*field).trim().is_empty() => {
                notes.push(left_out(field.label(Lang::Zh), field.label(Lang::En)))
            }
            None => {}
        }
    }
    for (place, first) in [(LEVELS, 0), (SCHOOLS, 2)] {
        let halves = Field::STUDIES.map(|study| {
            let part = |f: Field, notes: &mut Vec<Say>| held(form.text(f), &['@', '#'], f, notes);
            format!("{}#{}", part(study[first], notes), part(study[first + 1], notes))
        });
        fields[place] = halves.join("@");
    }
    for column in 0..5 {
        let mut slots: Vec<String> = form
            .family
            .iter()
            .take(SLOTS)
            .map(|relative| held(relative.parts()[column], &['@'], Field::Name, &mut Vec::new()))
            .collect();
        slots.resize(SLOTS, String::new());
        fields[FAMILY_FROM + column] = slots.join("@");
    }
    if form.family.len() > SLOTS {
        let more = form.family.len() - SLOTS;
        notes.push(Say::new(
            format!(".lrm 最多写 {SLOTS} 名家庭成员，其余 {more} 名未写入。请改用 .lrmx。"),
            format!("An .lrm file holds {SLOTS} members of the family; {more} more were left out. Use .lrmx."),
        ));
    }
    for extra in &form.extras {
        notes.push(left_out(&extra.element, &extra.element));
    }
    // only the first eight digits are read there
    let filled: String = form.text(Field::FilledOn).chars().filter(char::is_ascii_digit).take(8).collect();
    if let Some(place) = Field::FilledOn.lrm() {
        fields[place] = filled;
    }
    fields
}

fn left_out(zh: &str, en: &str) -> Say {
    Say::new(
        format!(".lrm 没有“{zh}”一栏，未写入。"),
        format!("An .lrm file has no place for “{en}”; it was left out."),
    )
}

/// The text as the format can hold it: nothing there is escaped, so what separates is written in its full-width form.
fn held(text: &str, separators: &[char], field: Field, notes: &mut Vec<Say>) -> String {
    let mut changed = false;
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            // a quotation mark is harmless but for where it would end the field
            '"' if rest.peek().is_none_or(|next| *next == ',') || out.is_empty() || out.ends_with(',') => {
                out.push('＂');
                changed = true;
            }
            '\n' => out.push_str("\r\n"),
            '@' if separators.contains(&'@') => {
                out.push('＠');
                changed = true;
            }
            '#' if separators.contains(&'#') => {
                out.push('＃');
                changed = true;
            }
            c => out.push(c),
        }
    }
    if changed {
        let (zh, en) = (field.label(Lang::Zh), field.label(Lang::En));
        notes.push(Say::new(
            format!("“{zh}”中的分隔符号已改写为全角，否则 .lrm 无法读回。"),
            format!("Separators in “{en}” were written full-width, or the .lrm file could not be read back."),
        ));
    }
    out
}
