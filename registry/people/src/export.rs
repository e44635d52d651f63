//! People as spreadsheets: the roster, or whole files on the sheets that an import reads.

use std::collections::BTreeMap;

use auth::ColumnGroup;
use base::{Id, Lang};
use formats::sheet::{Column, Table, Value};
use intake::Part;

use crate::{
    Kind, Person, Section, Values,
    actions::Taken,
    intake::PARTS,
    pages,
    section::{Field, education_label},
};

/// What stands for a value that the reader's roles do not show.
fn masked(lang: Lang) -> Value {
    Value::text(if lang == Lang::En { "hidden" } else { "已隐藏" }.to_owned())
}

/// The roster as the list shows it, with a column for each restricted group that was asked for.
pub(crate) fn roster<'a>(taken: &'a Taken, groups: &'a [ColumnGroup], lang: Lang) -> Table<'a> {
    let keys = [
        "number",
        "name",
        "sex",
        "birth",
        "ethnic",
        "political",
        "work_start",
        "post_title",
        "level",
        "category",
        "state",
    ];
    let say = |zh: &str, en: &str| if lang == Lang::En { en.to_owned() } else { zh.to_owned() };
    let mut heads: Vec<String> = keys.iter().map(|k| pages::label(k, lang).to_owned()).collect();
    heads.extend([say("学历", "Education"), say("学位", "Degree"), say("完整度", "Complete")]);
    let sections: Vec<Section> =
        Section::ALL.iter().copied().filter(|s| s.group().is_some_and(|g| groups.contains(&g))).collect();
    heads.extend(sections.iter().map(|s| s.title(lang).to_owned()));
    let rows = taken.lines.iter().map(move |l| {
        let shown = |key: &str, value: &str| Value::text(pages::shown(key, value, lang));
        let date = |value: &str| value.parse().map_or_else(|_| Value::text(value.to_owned()), Value::Date);
        let mut row = vec![
            Value::text(l.number.clone().unwrap_or_default()),
            Value::text(l.name.clone()),
            shown("sex", &l.sex),
            date(&l.birth),
            shown("ethnic", &l.ethnic),
            shown("political", &l.political),
            date(&l.work_start),
            Value::text(l.post_title.clone()),
            shown("level", &l.level),
            shown("category", &l.category),
            shown("state", &l.state),
            Value::text(education_label(&l.study, lang).to_owned()),
            Value::text(codes::DEGREE.label(&l.degree, lang).to_owned()),
            Value::Count(l.complete),
        ];
        row.extend(sections.iter().map(|s| restricted(taken, l.person, *s, lang)));
        row
    });
    Table::new(say("人员", "People"), heads, rows)
}

/// All entries of a restricted section in one cell.
fn restricted(taken: &Taken, person: Id<Person>, section: Section, lang: Lang) -> Value {
    if taken.masked.contains(&(person, section)) {
        return masked(lang);
    }
    let entries = taken.opened.get(&person).into_iter().flatten().filter(|e| e.section() == section);
    let each = entries.map(|e| {
        let values = e.values.iter().filter(|(f, _)| !matches!(f.kind, Kind::Person));
        values.filter_map(|(f, v)| Some(f.shown(v?, lang))).collect::<Vec<_>>().join(" ")
    });
    Value::text(each.collect::<Vec<_>>().join(if lang == Lang::En { "; " } else { "；" }))
}

/// What stands at the head of a column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Heads {
    /// Its name.
    Names,
    /// The older field of the national civil-servant system: `A0104`, where there is one.
    Older,
    /// The data element of GB/T 14946.1-2019: `A01004`, where there is one.
    Newer,
}

impl Heads {
    /// The head of a column; nothing for one that the national workbook does not have.
    fn of(self, column: &Column, lang: Lang) -> Option<String> {
        if self == Self::Names {
            return Some(column.label(lang).to_owned());
        }
        let digits = |n: &str| n[1..].bytes().take_while(u8::is_ascii_digit).count();
        let coded = |n: &&&str| n.starts_with('A') && n.is_ascii() && matches!(digits(n), 4 | 5);
        let own = if self == Self::Older { 4 } else { 5 };
        let codes = || column.names.iter().filter(coded);
        codes().find(|n| digits(n) == own).or_else(|| codes().next()).map(|n| (*n).to_owned())
    }
    /// The name of a sheet; nothing for one that the national workbook does not have.
    fn sheet(self, part: &Part) -> Option<&'static str> {
        if self == Self::Names {
            return part.names.first().copied();
        }
        let set = |n: &&&str| n.len() == 3 && n.starts_with('A') && n[1..].bytes().all(|b| b.is_ascii_digit());
        part.names.iter().find(set).copied()
    }
}

/// Whole files: the sheets and columns that an import reads, so that what was taken out can be taken in again.
pub(crate) fn book<'a>(taken: &Taken, groups: &[ColumnGroup], heads: Heads) -> Vec<Table<'a>> {
    let lang = Lang::Zh;
    let numbers: BTreeMap<String, String> =
        taken.lines.iter().filter_map(|l| Some((l.person.to_string(), l.number.clone()?))).collect();
    let mut tables = Vec::new();
    for part in &PARTS {
        let Some(name) = heads.sheet(part) else { continue };
        let section: Option<Section> = part.key.parse().ok();
        // the sheet of people holds every section that has one state at a time
        let fills = |s: Section| match section {
            Some(own) => s == own,
            None => s.shape().single,
        };
        let asked = |s: Section| s.group().is_none_or(|g| groups.contains(&g));
        let columns: Vec<_> = part
            .layout
            .columns
            .iter()
            .filter(|c| {
                let key = column(c.key, section);
                let of_person = matches!(c.key, "number" | "name" | "unit");
                let of_relative = c.key == "other_number";
                let field = |s: &Section| fills(*s) && asked(*s) && s.place(key).is_some();
                // the national workbook tells people by name and identity number on every sheet
                let id = c.key == "id_number" && section.is_some();
                if id {
                    return heads != Heads::Names && groups.contains(&ColumnGroup::Identity);
                }
                heads.of(c, lang).is_some() && (of_person || of_relative || Section::ALL.iter().any(field))
            })
            .collect();
        let mut rows: Vec<Vec<Value>> = Vec::new();
        for (line, file) in taken.lines.iter().zip(&taken.files) {
            let opened = taken.opened.get(&line.person).into_iter().flatten();
            let id = opened.clone().find_map(|e| e.values.get("id_number"));
            let entries: Vec<&Values> =
                file.entries.iter().chain(opened).map(|e| &e.values).filter(|v| fills(v.section())).collect();
            let cell = |key: &'static str, of: &[&Values]| match key {
                "number" => Value::text(line.number.clone().unwrap_or_default()),
                "name" => Value::text(line.name.clone()),
                "id_number" if section.is_some() => Value::text(id.unwrap_or_default().to_owned()),
                "unit" if section.is_none() => {
                    Value::text(line.unit.and_then(|u| taken.units.get(&u).cloned()).unwrap_or_default())
                }
                "other_number" => {
                    let other = of.iter().find_map(|v| v.get("other"));
                    Value::text(other.and_then(|o| numbers.get(o).cloned()).unwrap_or_default())
                }
                key => of.iter().find_map(|v| written(v, column(key, section), lang)).unwrap_or(Value::Empty),
            };
            if section.is_none() {
                rows.push(columns.iter().map(|c| cell(c.key, &entries)).collect());
            } else {
                rows.extend(entries.iter().map(|e| columns.iter().map(|c| cell(c.key, &[*e])).collect()));
            }
        }
        if section.is_none() || !rows.is_empty() {
            let heads: Vec<String> = columns.iter().filter_map(|c| heads.of(c, lang)).collect();
            tables.push(Table::new(name, heads, rows));
        }
    }
    tables
}

/// The field that a column fills: 姓名 is the person's own in every sheet, what an entry is called has another column.
fn column(key: &'static str, section: Option<Section>) -> &'static str {
    if key == "name_of" && section.is_some() { "name" } else { key }
}

/// A value as an import reads it back.
fn written(values: &Values, key: &str, lang: Lang) -> Option<Value> {
    let field: &Field = values.section().fields().iter().find(|f| f.key == key)?;
    let value = values.get(key)?;
    Some(match field.kind {
        Kind::When => value.parse().map_or_else(|_| Value::text(value.to_owned()), Value::Date),
        // the short names of the official forms do not tell one outcome from another
        Kind::Education => Value::text(codes::EDUCATION.get(value).map_or(value, |c| c.label(lang)).to_owned()),
        Kind::Code(table) => Value::text(table.label(value, lang).to_owned()),
        _ => Value::text(field.shown(value, lang)),
    })
}
